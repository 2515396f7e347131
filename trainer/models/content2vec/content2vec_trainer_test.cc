#include "trainer/models/content2vec/content2vec_trainer.h"

#include <gmock/gmock.h>

#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "trainer/models/content2vec/content_test_util.h"

namespace customer2vec {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;

constexpr size_t kItems = 40;
constexpr size_t kNever = 38;  // and 39: rows that nobody took

// Items of two kinds, even and odd; a basket holds items of one kind. The last
// two rows are never taken, and nothing but their kind and name is known.
class TrainContent2VecTest : public ::testing::Test {
 protected:
  TrainContent2VecTest()
      : corpus_(CorpusOf(kItems, Baskets())), catalogue_(Names(), Columns()) {
    *config_.add_parts() = Part(v1::CONTENT_PART_KIND_ITEM);
    *config_.add_parts() = Part(v1::CONTENT_PART_KIND_VALUE, "kind");
    *config_.add_parts() = Part(v1::CONTENT_PART_KIND_WORDS);
    config_.set_dimension(16);
    config_.set_epochs(5);
    config_.set_subsample(0);
    config_.set_learning_rate(0.05);
  }

  static std::vector<std::vector<uint32_t>> Baskets() {
    Random random(3);
    std::vector<std::vector<uint32_t>> baskets;
    for (uint32_t b = 0; b < 400; ++b) {
      std::vector<uint32_t> basket;
      for (int i = 0; i < 4; ++i) {
        basket.push_back(random.Below(kNever / 2) * 2 + b % 2);
      }
      baskets.push_back(basket);
    }
    return baskets;
  }
  static std::string Kind(size_t item) { return item % 2 ? "odd" : "even"; }
  static std::vector<std::string> Names() {
    std::vector<std::string> names;
    for (size_t i = 0; i < kItems; ++i) {
      names.push_back(absl::StrCat("thing ", i % 2 ? "o" : "e", i % 8));
    }
    return names;
  }
  static std::vector<AttributeColumn> Columns() {
    AttributeColumn kind{.name = "kind"};
    for (size_t i = 0; i < kItems; ++i) kind.values.push_back(Kind(i));
    return {kind};
  }
  absl::StatusOr<Content2VecModel> Train(uint64_t seed = 1, int threads = 1) {
    return TrainContent2Vec(corpus_, catalogue_.catalogue, config_,
                            {.seed = seed, .threads = threads});
  }

  Corpus corpus_;
  OwnedCatalogue catalogue_;
  v1::Content2VecConfig config_;
};

double Cosine(const ItemVectors& items, uint32_t a, uint32_t b) {
  double ab = 0, aa = 0, bb = 0;
  for (size_t i = 0; i < items.dimension; ++i) {
    const double x = items.input[a * items.dimension + i];
    const double y = items.input[b * items.dimension + i];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / std::sqrt(aa * bb);
}

TEST_F(TrainContent2VecTest, ItemsNobodyTookStandAmongTheirKind) {
  const Content2VecModel model = Train().value();
  const ItemVectors items = RollUpItems(model);
  ASSERT_EQ(items.dimension, 16u);
  ASSERT_EQ(items.input.size(), kItems * 16);
  for (const uint32_t never : {38u, 39u}) {
    double same = 0, other = 0;
    for (uint32_t item = 0; item < kNever; ++item) {
      (item % 2 == never % 2 ? same : other) += Cosine(items, never, item);
    }
    EXPECT_GT(same, other + 0.3 * kNever / 2) << never;
  }
}

TEST_F(TrainContent2VecTest, TheSameSeedGivesTheSameBytes) {
  const Content2VecModel a = Train(7).value();
  const Content2VecModel b = Train(7).value();
  EXPECT_EQ(a.input, b.input);
  EXPECT_EQ(a.output, b.output);
  EXPECT_NE(a.input, Train(8).value().input);
}

TEST_F(TrainContent2VecTest, DeterministicIsTheSameAtAnyNumberOfThreads) {
  config_.set_deterministic(true);
  const Content2VecModel one = Train().value();
  for (int threads : {2, 3}) {
    const Content2VecModel model = Train(1, threads).value();
    EXPECT_EQ(model.input, one.input);
    EXPECT_EQ(model.output, one.output);
  }
}

TEST_F(TrainContent2VecTest, RollUpIsTheWeightedMeanOfParts) {
  config_.mutable_parts(0)->set_input_weight(2);
  config_.mutable_parts(1)->set_input_weight(0.5);
  config_.mutable_parts(2)->set_input_weight(0);
  config_.set_epochs(1);
  const Content2VecModel model = Train().value();
  const ItemVectors items = RollUpItems(model);
  const uint32_t item = 5;
  const auto of_item = model.tokens.Of(item);
  ASSERT_EQ(of_item.size(), 4u);  // itself, its kind, two words
  for (size_t i = 0; i < 16; ++i) {
    EXPECT_FLOAT_EQ(items.input[item * 16 + i],
                    (2 * model.input[of_item[0] * 16 + i] +
                     0.5f * model.input[of_item[1] * 16 + i]) /
                        2.5f);
  }
}

TEST_F(TrainContent2VecTest, ItemsWithoutTokensHaveZeros) {
  config_.mutable_parts()->DeleteSubrange(1, 2);
  config_.set_epochs(1);
  const ItemVectors items = RollUpItems(Train().value());
  EXPECT_THAT(std::vector<float>(items.input.end() - 16, items.input.end()),
              Each(0));
}

TEST_F(TrainContent2VecTest, DenseVectorsStandBesideTheTokens) {
  ScratchFolder folder;
  folder.Write("image.csv", "item,x,y\ni5,3,4\ni39,0,2\n");
  config_.set_epochs(1);
  const ItemVectors plain = RollUpItems(Train().value());
  v1::DenseVectors* dense = config_.add_dense();
  dense->set_name("image");
  dense->set_path(folder.Path("image.csv"));
  dense->set_input_weight(0.5);
  const ItemVectors items = RollUpItems(Train().value());
  ASSERT_EQ(items.dimension, 18u);
  double mean = 0;
  for (uint32_t item = 0; item < kItems; ++item) {
    double squares = 0;
    for (size_t i = 0; i < 16; ++i) {
      EXPECT_EQ(items.input[item * 18 + i], plain.input[item * 16 + i]);
      squares += std::pow(plain.input[item * 16 + i], 2);
    }
    mean += std::sqrt(squares) / kItems;
  }
  EXPECT_FLOAT_EQ(items.input[5 * 18 + 16], 0.5 * mean * 0.6);
  EXPECT_FLOAT_EQ(items.input[5 * 18 + 17], 0.5 * mean * 0.8);
  EXPECT_FLOAT_EQ(items.input[39 * 18 + 17], 0.5 * mean);
  EXPECT_EQ(items.input[6 * 18 + 16], 0);
  EXPECT_EQ(items.output[5 * 18 + 16], 0);
}

TEST_F(TrainContent2VecTest, RefusesTooManyDimensionsAndBadConfigurations) {
  ScratchFolder folder;
  folder.Write("image.csv", "item,x,y\ni5,3,4\n");
  v1::DenseVectors* dense = config_.add_dense();
  dense->set_name("image");
  dense->set_path(folder.Path("image.csv"));
  config_.set_dimension(4095);
  EXPECT_THAT(Train(), StatusIs(absl::StatusCode::kInvalidArgument,
                                HasSubstr("have 4097 numbers together")));
  config_.set_dimension(-1);
  EXPECT_THAT(Train(), StatusIs(absl::StatusCode::kInvalidArgument,
                                HasSubstr("content2vec.dimension is -1")));
}

TEST_F(TrainContent2VecTest, WithoutPartsTakesTheCatalogue) {
  config_.clear_parts();
  config_.set_epochs(1);
  const Content2VecModel model = Train().value();
  ASSERT_EQ(model.tokens.parts.size(), 3u);
  EXPECT_EQ(model.tokens.parts[1].attribute(), "kind");
}

TEST_F(TrainContent2VecTest, WindowsOverProductsLearnToo) {
  config_.set_window_size(2);
  const ItemVectors items = RollUpItems(Train().value());
  EXPECT_GT(Cosine(items, 38, 0), Cosine(items, 38, 1));
}

}  // namespace
}  // namespace customer2vec
