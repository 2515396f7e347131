#include "core/base/version.h"

#include <gmock/gmock.h>

#include <string>

namespace customer2vec {
namespace {

TEST(CodeVersionTest, IsAVersionWithAnOptionalCommit) {
  EXPECT_THAT(std::string(CodeVersion()),
              testing::MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+(\\+[0-9a-f]+)?"));
}

}  // namespace
}  // namespace customer2vec
