#include "trainer/models/content2vec/content_tokens.h"

#include <gmock/gmock.h>

#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"
#include "trainer/models/content2vec/content_test_util.h"

namespace customer2vec {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr auto kItem = v1::CONTENT_PART_KIND_ITEM;
constexpr auto kValue = v1::CONTENT_PART_KIND_VALUE;
constexpr auto kBand = v1::CONTENT_PART_KIND_BAND;
constexpr auto kWords = v1::CONTENT_PART_KIND_WORDS;
constexpr auto kPrice = v1::CONTENT_PART_KIND_PRICE;

// Item 0 in three baskets, 1 in two, 2 in one, 3 in none.
Corpus SmallCorpus() {
  return CorpusOf(4, {{0, 1}, {0, 1, 2}, {0}}, {1, 2, 0, 8});
}

OwnedCatalogue SmallCatalogue() {
  return OwnedCatalogue(
      {"Oat milk", "Milk, oat MILK", "i2", "Rye"},
      {{.name = "brand", .values = {"A", "B", "A", "B"}},
       {.name = "size", .is_number = true, .values = {"1", "2", "3", ""}}});
}

absl::StatusOr<ContentTokens> Build(
    const std::vector<v1::ContentPart>& parts,
    v1::ContentWeighting weighting = v1::CONTENT_WEIGHTING_EQUAL) {
  const OwnedCatalogue catalogue = SmallCatalogue();
  return BuildContentTokens(PartsOf(parts), weighting, SmallCorpus(),
                            catalogue.catalogue);
}

// Tokens of an item as "part:text".
std::vector<std::string> Of(const ContentTokens& tokens, uint32_t item) {
  std::vector<std::string> texts;
  for (const uint32_t token : tokens.Of(item)) {
    texts.push_back(
        absl::StrCat(tokens.part_of[token], ":", tokens.texts[token]));
  }
  return texts;
}

TEST(ContentTokensTest, AnItemIsWrittenAsItselfAndItsAttributes) {
  const ContentTokens tokens =
      Build({Part(kItem), Part(kValue, "brand"), Part(kWords)}).value();
  EXPECT_THAT(Of(tokens, 0), ElementsAre("0:i0", "1:A", "2:oat", "2:milk"));
  EXPECT_THAT(Of(tokens, 1), ElementsAre("0:i1", "1:B", "2:milk", "2:oat"));
  EXPECT_THAT(Of(tokens, 2), ElementsAre("0:i2", "1:A"));  // named by its id
  // Nobody took it, so neither it nor the word that only it has is a token.
  EXPECT_THAT(Of(tokens, 3), ElementsAre("1:B"));
  EXPECT_THAT(tokens.dropped, ElementsAre(1, 0, 1));
}

TEST(ContentTokensTest, RowsDescendByCount) {
  const ContentTokens tokens =
      Build({Part(kItem), Part(kValue, "brand"), Part(kWords)}).value();
  std::vector<std::string> rows;
  for (size_t i = 0; i < tokens.size(); ++i) {
    rows.push_back(absl::StrCat(tokens.counts[i], " ", tokens.part_of[i], ":",
                                tokens.texts[i]));
  }
  EXPECT_THAT(rows, ElementsAre("3 0:i0", "3 1:A", "3 2:milk", "3 2:oat",
                                "2 0:i1", "2 1:B", "1 0:i2"));
}

TEST(ContentTokensTest, RareTokensAreLeftOut) {
  const ContentTokens tokens =
      Build({Part(kItem, "", 2), Part(kValue, "brand", 3)}).value();
  EXPECT_THAT(Of(tokens, 0), ElementsAre("0:i0", "1:A"));
  EXPECT_THAT(Of(tokens, 1), ElementsAre("0:i1"));
  EXPECT_THAT(Of(tokens, 2), ElementsAre("1:A"));
  EXPECT_THAT(Of(tokens, 3), IsEmpty());
  EXPECT_THAT(tokens.dropped, ElementsAre(2, 1));
}

TEST(ContentTokensTest, NumbersAndPricesAreBanded) {
  v1::ContentPart size = Part(kBand, "size");
  size.set_bands(3);
  v1::ContentPart price = Part(kPrice);
  price.set_bands(2);
  const ContentTokens tokens = Build({size, price}).value();
  EXPECT_THAT(tokens.parts[0].upper_bounds(), ElementsAre(1, 2));
  EXPECT_THAT(tokens.parts[1].upper_bounds(), ElementsAre(1));
  EXPECT_THAT(Of(tokens, 0), ElementsAre("0:0", "1:0"));
  EXPECT_THAT(Of(tokens, 1), ElementsAre("0:1", "1:1"));
  EXPECT_THAT(Of(tokens, 2), ElementsAre("0:2"));  // without a price
  EXPECT_THAT(Of(tokens, 3), ElementsAre("1:1"));
}

TEST(ContentTokensTest, BandsHoldEquallyManyItems) {
  std::vector<std::string> names, sizes;
  for (int i = 0; i < 100; ++i) {
    names.push_back(absl::StrCat("n", i));
    sizes.push_back(absl::StrCat((i * 37) % 100));
  }
  const OwnedCatalogue catalogue(
      names, {{.name = "size", .is_number = true, .values = sizes}});
  std::vector<uint32_t> basket(100);
  for (uint32_t i = 0; i < 100; ++i) basket[i] = i;
  const ContentTokens tokens =
      BuildContentTokens(PartsOf({Part(kBand, "size")}),
                         v1::CONTENT_WEIGHTING_EQUAL, CorpusOf(100, {basket}),
                         catalogue.catalogue)
          .value();
  ASSERT_EQ(tokens.size(), 10u);
  std::vector<int> items(10);
  for (const uint32_t token : tokens.item_tokens) ++items[token];
  EXPECT_THAT(items, Each(10));
}

TEST(ContentTokensTest, OneNumberIsOneBand) {
  const OwnedCatalogue catalogue(
      {"a", "b"}, {{.name = "size", .is_number = true, .values = {"7", "7"}}});
  const ContentTokens tokens =
      BuildContentTokens(PartsOf({Part(kItem), Part(kBand, "size")}),
                         v1::CONTENT_WEIGHTING_EQUAL, CorpusOf(2, {{0, 1}}),
                         catalogue.catalogue)
          .value();
  EXPECT_THAT(tokens.parts[1].upper_bounds(), IsEmpty());
  EXPECT_THAT(Of(tokens, 1), ElementsAre("0:i1", "1:0"));
}

TEST(ContentTokensTest, RareWordsWeighMore) {
  const ContentTokens tokens =
      Build({Part(kValue, "brand"), Part(kWords)}, v1::CONTENT_WEIGHTING_IDF)
          .value();
  for (size_t i = 0; i < tokens.size(); ++i) {
    // A and B are on two of four items; both words on two of the three that
    // have words.
    EXPECT_FLOAT_EQ(tokens.weights[i], tokens.part_of[i] == 0
                                           ? std::log(1 + 4.0f / 2)
                                           : std::log(1 + 3.0f / 2));
  }
}

TEST(ContentTokensTest, NamesWhatIsMissing) {
  EXPECT_THAT(
      Build({Part(kItem), Part(kValue, "colour")}),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("parts[1] (CONTENT_PART_KIND_VALUE of colour): the "
                         "catalogue has no attribute \"colour\"; it has: "
                         "brand, size")));
  EXPECT_THAT(Build({Part(kBand, "brand")}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("\"A\" is no number")));
  const OwnedCatalogue empty({"i0", "i1"},
                             {{.name = "brand", .values = {"", ""}}});
  const auto build = [&](const v1::ContentPart& part) {
    return BuildContentTokens(PartsOf({Part(kItem), part}),
                              v1::CONTENT_WEIGHTING_EQUAL,
                              CorpusOf(2, {{0, 1}}), empty.catalogue);
  };
  for (const v1::ContentPart& part :
       {Part(kValue, "brand"), Part(kWords), Part(kPrice)}) {
    EXPECT_THAT(build(part), StatusIs(absl::StatusCode::kFailedPrecondition,
                                      HasSubstr("no item has a value of it")));
  }
}

TEST(ContentTokensTest, AnEmptiedVocabularyIsAnError) {
  EXPECT_THAT(Build({Part(kItem, "", 4), Part(kValue, "brand", 100)}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("0 tokens stand in enough training baskets")));
}

TEST(ContentTokensTest, ATokenTooLongForAnIdIsDropped) {
  const OwnedCatalogue catalogue(
      {"a", "b"},
      {{.name = "brand", .values = {std::string(600, 'x'), "short"}}});
  const ContentTokens tokens =
      BuildContentTokens(PartsOf({Part(kItem), Part(kValue, "brand")}),
                         v1::CONTENT_WEIGHTING_EQUAL, CorpusOf(2, {{0, 1}}),
                         catalogue.catalogue)
          .value();
  EXPECT_THAT(Of(tokens, 0), ElementsAre("0:i0"));
  EXPECT_THAT(tokens.dropped, ElementsAre(0, 1));
}

TEST(WriteSentencesTest, WritesBasketsInTokens) {
  const ContentTokens tokens =
      Build({Part(kItem), Part(kValue, "brand", 3)}).value();
  const ContentSentences sentences =
      WriteSentences(SmallCorpus(), tokens, /*distinct=*/false);
  // {0, 1}: i0 A i1; {0, 1, 2}: i0 A i1 i2 A; {0}: i0 A.
  EXPECT_THAT(sentences.offsets, ElementsAre(0, 3, 8, 10));
  std::vector<std::string> words;
  for (const uint32_t token : sentences.tokens) {
    words.push_back(tokens.texts[token]);
  }
  EXPECT_THAT(words, ElementsAreArray({"i0", "A", "i1", "i0", "A", "i1", "i2",
                                       "A", "i0", "A"}));
  const ContentSentences distinct =
      WriteSentences(SmallCorpus(), tokens, /*distinct=*/true);
  EXPECT_THAT(distinct.offsets, ElementsAre(0, 3, 7, 9));
  EXPECT_EQ(distinct.tokens[6], tokens.Of(2)[0]);  // i2, whose A stands already
}

}  // namespace
}  // namespace customer2vec
