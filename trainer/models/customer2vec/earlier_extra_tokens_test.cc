#include "trainer/models/customer2vec/earlier_extra_tokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/status_matchers.h"
#include "core/catalogue/catalogue_builder.h"

namespace customer2vec {
namespace {

using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

// Six items; the last one is not of the space. Of color, "a" and "c" are
// tokens and "b" is not; of shape, "x" and "z" are and "y" is not. "a" and "x"
// stand with the same items.
class NameExtraTokensTest : public testing::Test {
 protected:
  NameExtraTokensTest() {
    const std::vector<std::string> names = {"0", "1", "2", "3", "4", "5"};
    const std::vector<AttributeColumn> columns = {
        {.name = "color", .values = {"a", "b", "a", "c", "", "a"}},
        {.name = "shape", .values = {"x", "y", "x", "z", "z", "z"}}};
    arrays_ = BuildCatalogue(names, columns).value();
    catalogue_ = Catalogue::Create(arrays_.view(), 6).value();
  }

  ExtraTokenNames Names(const std::vector<std::string>& attributes) const {
    return NameExtraTokens(
        catalogue_, attributes,
        {.keep = keep_, .extra_offsets = offsets_, .extra_tokens = tokens_});
  }

  CatalogueArrays arrays_;
  Catalogue catalogue_;
  std::vector<float> keep_ = std::vector<float>(5 + 4, 1.0f);
  std::vector<uint64_t> offsets_ = {0, 2, 2, 4, 6, 7};
  std::vector<uint32_t> tokens_ = {0, 2, 0, 2, 1, 3, 3};
};

TEST_F(NameExtraTokensTest, TokensAreTheValuesOfTheItemsThatCarryThem) {
  EXPECT_THAT(Names({"color", "shape"}),
              UnorderedElementsAre(
                  Pair(Pair("color", "a"), 0), Pair(Pair("color", "c"), 1),
                  Pair(Pair("shape", "x"), 2), Pair(Pair("shape", "z"), 3)));
}

TEST_F(NameExtraTokensTest, WhatDoesNotAddUpHasNoNames) {
  EXPECT_THAT(Names({"color"}), IsEmpty());
  EXPECT_THAT(Names({"shape", "color"}), IsEmpty());
  EXPECT_THAT(Names({"color", "size"}), IsEmpty());
  tokens_.back() = 1;
  EXPECT_THAT(Names({"color", "shape"}), IsEmpty());
  offsets_.clear();
  tokens_.clear();
  EXPECT_THAT(Names({"color", "shape"}), IsEmpty());
}

}  // namespace
}  // namespace customer2vec
