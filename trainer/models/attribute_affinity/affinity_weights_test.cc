#include "trainer/models/attribute_affinity/affinity_weights.h"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/base/status_matchers.h"
#include "core/catalogue/catalogue_builder.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

constexpr size_t kItems = 200;
constexpr uint32_t kTypes = 10;

// Customers who buy of one type each, whatever the color; a basket, of a maker.
class LearnAffinityWeightsTest : public ::testing::Test {
 protected:
  LearnAffinityWeightsTest() {
    std::vector<AttributeColumn> columns = {{.name = "type"},
                                            {.name = "color"}};
    CorpusArrays arrays;
    Random random(2);
    for (size_t i = 0; i < kItems; ++i) {
      arrays.item_ids.push_back("i" + std::to_string(1000 + i));
      columns[0].values.push_back("t" + std::to_string(i % kTypes));
      columns[1].values.push_back("c" + std::to_string(random.Below(4)));
    }
    catalogue_arrays_ = BuildCatalogue(arrays.item_ids, columns).value();
    catalogue_ = Catalogue::Create(catalogue_arrays_.view(), kItems).value();
    arrays.basket_offsets = {0};
    arrays.customer_offsets = {0};
    for (uint32_t customer = 0; customer < 300; ++customer) {
      arrays.customer_ids.push_back("k" + std::to_string(1000 + customer));
      for (int basket = 0; basket < 4; ++basket) {
        for (int i = 0; i < 4; ++i) {
          arrays.items.push_back(random.Below(kItems / kTypes) * kTypes +
                                 customer % kTypes);
        }
        arrays.basket_offsets.push_back(arrays.items.size());
        arrays.basket_times.push_back(basket);
        arrays.basket_customers.push_back(customer);
      }
      arrays.customer_offsets.push_back(arrays.basket_times.size());
    }
    corpus_ = Corpus(std::move(arrays));
    kinds_.Add()->add_attributes("type");
    kinds_.Add()->add_attributes("color");
  }

  absl::StatusOr<AttributeGroups::Kinds> Learn(AffinityOptions options = {
                                                   .hidden_share = 0.2,
                                                   .hidden_min_count = 5}) {
    return LearnAffinityWeights(kinds_, corpus_, catalogue_, options);
  }

  CatalogueArrays catalogue_arrays_;
  Catalogue catalogue_;
  Corpus corpus_;
  AttributeGroups::Kinds kinds_;
};

TEST_F(LearnAffinityWeightsTest, WeighsWhatTellsHiddenItemsApart) {
  const AttributeGroups::Kinds learned = Learn().value();
  ASSERT_EQ(learned.size(), 2);
  const v1::AttributeGroup& type = learned[0];
  const v1::AttributeGroup& color = learned[1];
  EXPECT_GT(type.customer_weight(), 0.5);
  EXPECT_GT(type.session_weight(), 0.5);
  EXPECT_LT(std::abs(color.customer_weight()), 0.5 * type.customer_weight());
  EXPECT_LT(std::abs(color.session_weight()), 0.5 * type.session_weight());
  EXPECT_TRUE(color.has_size_weight());
}

TEST_F(LearnAffinityWeightsTest, IsTheSameForASeed) {
  const AttributeGroups::Kinds a = Learn().value();
  const AttributeGroups::Kinds b = Learn().value();
  EXPECT_EQ(a[0].SerializeAsString(), b[0].SerializeAsString());
}

TEST_F(LearnAffinityWeightsTest, SaysWhatIsMissing) {
  EXPECT_THAT(Learn({.hidden_min_count = 1000}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("0 items are in 1000 baskets")));
  kinds_[1].set_attributes(0, "size");
  EXPECT_THAT(Learn(), StatusIs(absl::StatusCode::kInvalidArgument,
                                HasSubstr("no attribute \"size\"")));
}

}  // namespace
}  // namespace customer2vec
