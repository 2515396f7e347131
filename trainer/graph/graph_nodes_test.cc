#include "trainer/graph/graph_nodes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/status_macros.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using Ids = std::vector<std::string>;

class GraphNodesTest : public testing::Test {
 protected:
  void SetUp() override {
    C2V_ASSERT_OK_AND_ASSIGN(customers_, BuildVocabulary(Ids{"7", "ann"}));
    C2V_ASSERT_OK_AND_ASSIGN(items_, BuildVocabulary(Ids{"7", "milk"}));
    C2V_ASSERT_OK_AND_ASSIGN(customer_ids_,
                             Vocabulary::Create(customers_.view()));
    C2V_ASSERT_OK_AND_ASSIGN(item_ids_, Vocabulary::Create(items_.view()));
  }

  VocabularyArrays customers_, items_;
  Vocabulary customer_ids_, item_ids_;
};

TEST_F(GraphNodesTest, CustomersAndItemsOfOneIdAreTwoNodes) {
  GraphNodes nodes(customer_ids_, item_ids_);
  C2V_ASSERT_OK_AND_ASSIGN(const uint32_t customer,
                           nodes.NodeOf({v1::NODE_KIND_CUSTOMER, "7"}));
  C2V_ASSERT_OK_AND_ASSIGN(const uint32_t item,
                           nodes.NodeOf({v1::NODE_KIND_ITEM, "7"}));
  EXPECT_NE(customer, item);
  EXPECT_EQ(nodes.customer_row(customer), 0);
  EXPECT_EQ(nodes.item_row(customer), kNoRow);
  EXPECT_EQ(nodes.item_row(item), 0);
  EXPECT_EQ(nodes.customer_row(item), kNoRow);
  EXPECT_EQ(nodes.NodeOfCustomer(0), customer);
  EXPECT_EQ(nodes.NodeOfItem(0), item);
  EXPECT_EQ(nodes.size(), 2);
}

TEST_F(GraphNodesTest, AnUnspecifiedKindIsWhatTheIdIs) {
  GraphNodes nodes(customer_ids_, item_ids_);
  C2V_ASSERT_OK_AND_ASSIGN(const uint32_t ann,
                           nodes.NodeOf({v1::NODE_KIND_UNSPECIFIED, "ann"}));
  C2V_ASSERT_OK_AND_ASSIGN(const uint32_t milk,
                           nodes.NodeOf({v1::NODE_KIND_UNSPECIFIED, "milk"}));
  EXPECT_EQ(ann, nodes.NodeOfCustomer(1));
  EXPECT_EQ(milk, nodes.NodeOfItem(1));
  EXPECT_THAT(nodes.NodeOf({v1::NODE_KIND_UNSPECIFIED, "7"}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("node \"7\" is a customer and an item")));
}

TEST_F(GraphNodesTest, OtherNodesHaveNoRows) {
  GraphNodes nodes(customer_ids_, item_ids_);
  C2V_ASSERT_OK_AND_ASSIGN(const uint32_t shop,
                           nodes.NodeOf({v1::NODE_KIND_OTHER, "7"}));
  C2V_ASSERT_OK_AND_ASSIGN(const uint32_t stranger,
                           nodes.NodeOf({v1::NODE_KIND_CUSTOMER, "bob"}));
  C2V_ASSERT_OK_AND_ASSIGN(const uint32_t again,
                           nodes.NodeOf({v1::NODE_KIND_OTHER, "7"}));
  EXPECT_EQ(shop, again);
  EXPECT_NE(shop, stranger);
  for (const uint32_t node : {shop, stranger}) {
    EXPECT_EQ(nodes.customer_row(node), kNoRow);
    EXPECT_EQ(nodes.item_row(node), kNoRow);
  }
}

}  // namespace
}  // namespace customer2vec
