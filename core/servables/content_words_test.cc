#include "core/servables/content_words.h"

#include <gmock/gmock.h>

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ContentWordsTest, AreRunsOfLettersAndDigitsInLowerCase) {
  EXPECT_THAT(ContentWords("Ice Cream, 1.5 QT"),
              ElementsAre("ice", "cream", "1", "5", "qt"));
  EXPECT_THAT(ContentWords("SOFT/DRINKS:12PK"),
              ElementsAre("soft", "drinks", "12pk"));
}

TEST(ContentWordsTest, KeepRepeatsInOrder) {
  EXPECT_THAT(ContentWords("a b a"), ElementsAre("a", "b", "a"));
}

TEST(ContentWordsTest, KeepCharactersBeyondAsciiWhole) {
  EXPECT_THAT(ContentWords("Crème brûlée"), ElementsAre("crème", "brûlée"));
}

TEST(ContentWordsTest, OfNothingAreNone) {
  EXPECT_THAT(ContentWords(""), IsEmpty());
  EXPECT_THAT(ContentWords(" ,./- "), IsEmpty());
}

}  // namespace
}  // namespace customer2vec
