#include "trainer/models/earlier_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "core/snapshot/snapshot.h"
#include "core/testing/test_snapshot.h"

namespace customer2vec {
namespace {

using ::testing::DoubleNear;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

class EarlierModelTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(WriteTestSnapshot(folder_.path()), IsOk());
    auto snapshot = Snapshot::Load(folder_.path());
    ASSERT_THAT(snapshot, IsOk());
    snapshot_ = *std::move(snapshot);
    config_.set_name("items");
  }

  const Space& space() const { return *snapshot_->FindSpace("items"); }
  EarlierModel Model(const Tables& now, const v1::WarmStartConfig& settings) {
    return {*snapshot_, config_, now, settings};
  }

  ScratchFolder folder_;
  std::unique_ptr<const Snapshot> snapshot_;
  v1::ModelConfig config_;
};

TEST_F(EarlierModelTest, RowsAreMatchedByIdWhateverTheirOrder) {
  // Of this run: two items that were there, in another order, one that had no
  // vector, and one that is new.
  const std::vector<std::string> item_ids = {"i05", "new", "i60", "i02"};
  const std::vector<std::string> customer_ids = {"c03", "nobody"};
  C2V_ASSERT_OK_AND_ASSIGN(const VocabularyArrays items,
                           BuildVocabulary(item_ids));
  C2V_ASSERT_OK_AND_ASSIGN(const VocabularyArrays customers,
                           BuildVocabulary(customer_ids));
  C2V_ASSERT_OK_AND_ASSIGN(const Vocabulary item_rows,
                           Vocabulary::Create(items.view()));
  C2V_ASSERT_OK_AND_ASSIGN(const Vocabulary customer_rows,
                           Vocabulary::Create(customers.view()));
  Tables now;
  now.items = item_rows;
  now.customers = customer_rows;
  const v1::WarmStartConfig settings;
  const EarlierModel model = Model(now, settings);
  for (VectorRole role : {VectorRole::kInput, VectorRole::kOutput}) {
    const EarlierRows rows = model.Items(role, 4);
    EXPECT_THAT(rows.known, testing::ElementsAre(1, 0, 0, 1));
    const size_t d = space().dimension();
    const std::span<const float> values = rows.values;
    EXPECT_THAT(values.first(d), ElementsAreArray(space().ItemVector(role, 5)));
    EXPECT_THAT(values.subspan(d, 2 * d), Each(0));
    EXPECT_THAT(values.last(d), ElementsAreArray(space().ItemVector(role, 2)));
  }
  EXPECT_EQ(model.Items(VectorRole::kInput, 1).known.size(), 1u);
  EXPECT_EQ(model.entry().embedding_space().dimension(), space().dimension());
  // Rows of the model's own: those of its first three items.
  const EarlierRows own =
      model.OfItems(std::vector<float>{1, 2, 3, 4, 5, 6}, 2, 4);
  EXPECT_THAT(own.known, ElementsAre(0, 0, 0, 1));
  EXPECT_THAT(own.values, ElementsAre(0, 0, 0, 0, 0, 0, 5, 6));
  EXPECT_THAT(model.OfCustomers(std::vector<float>{1, 2, 3, 4}, 1).values,
              ElementsAre(4, 0));
  const EarlierRows of_customers = model.Customers();
  ASSERT_EQ(of_customers.known.size(), 2u);
  EXPECT_EQ(of_customers.known[1], 0);
  const auto vector = space().CustomerVector(3);
  EXPECT_EQ(of_customers.known[0], vector.empty() ? 0 : 1);
}

TEST(ResampleRatesTest, FallsAsFarInFewerPasses) {
  const std::vector<double> rates = {8, 4, 2, 1};
  EXPECT_THAT(ResampleRates(rates, 4), ElementsAreArray(rates));
  EXPECT_THAT(ResampleRates(rates, 2), ElementsAre(6, 1.5));
  EXPECT_THAT(ResampleRates(rates, 1), ElementsAre(3.75));
  EXPECT_THAT(ResampleRates(rates, 8), ElementsAre(8, 8, 4, 4, 2, 2, 1, 1));
  // 8 8 8 4 | 4 4 2 2 | 2 1 1 1, each a third of a pass.
  EXPECT_THAT(ResampleRates(rates, 3),
              ElementsAre(DoubleNear(7, 1e-12), DoubleNear(3, 1e-12),
                          DoubleNear(1.25, 1e-12)));
}

TEST_F(EarlierModelTest, SettingsHaveTheirDocumentedDefaults) {
  v1::WarmStartConfig settings;
  const EarlierModel model = Model(snapshot_->tables(), settings);
  EXPECT_TRUE(std::isinf(model.max_move()));
  EXPECT_EQ(model.passes(12), 12);
  EXPECT_EQ(model.rate_scale(), 0.5);
  settings.set_max_move(0);
  settings.set_epochs(3);
  settings.set_learning_rate_scale(0.25);
  EXPECT_EQ(model.max_move(), 0);
  EXPECT_EQ(model.passes(12), 3);
  EXPECT_EQ(model.rate_scale(), 0.25);
}

}  // namespace
}  // namespace customer2vec
