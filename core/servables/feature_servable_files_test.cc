#include "core/servables/feature_servable_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "core/base/status_matchers.h"
#include "core/snapshot/memory_files.h"
#include "core/snapshot/snapshot_file_names.h"
#include "core/tables/tables_arrays.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

// Two items of groups x and y, and two customers, each with one of them.
class FeatureServableFilesTest : public ::testing::Test {
 protected:
  FeatureServableFilesTest() {
    const std::vector<std::string> ids = {"a", "b"};
    const std::vector<AttributeColumn> columns = {
        {.name = "group", .values = {"x", "y"}}};
    arrays_.items = *BuildVocabulary(ids);
    arrays_.catalogue = *BuildCatalogue(ids, columns);
    arrays_.basket_counts = {2, 1};
    arrays_.basket_count = 3;
    arrays_.customers = *BuildVocabulary(ids);
    arrays_.histories.offsets = {0, 1, 2};
    arrays_.histories.basket_counts = {2, 1};
    arrays_.histories.entries = {{0, 2, 1, 2, 1}, {1, 1, 0, 1, 1}};
    tables_ = *CreateTables(arrays_.view());
    entry_.set_name("model");
  }

  template <typename T>
  void Write(const char* file, std::vector<T> values) {
    ASSERT_THAT(files_.Adopt(ServableFile("model", file), std::move(values)),
                IsOk());
  }

  TablesArrays arrays_;
  Tables tables_;
  v1::ServableEntry entry_;
  MemoryFiles files_;
};

// A loader, the parts of a good servable, and how each is broken.
struct Content {
  std::vector<uint64_t> offsets = {0, 1, 3};
  std::vector<uint32_t> terms = {0, 0, 1};
  std::vector<float> weights = {1, 0.6F, 0.8F};
  int64_t items = 2, term_count = 2;
  float popularity_weight = 0;
};

class ContentFilesTest : public FeatureServableFilesTest {
 protected:
  absl::StatusOr<std::unique_ptr<const Scorer>> Load(const Content& content) {
    files_ = MemoryFiles();
    v1::ContentSpec* spec = entry_.mutable_content();
    spec->set_item_count(content.items);
    spec->set_term_count(content.term_count);
    spec->set_weight_count(3);
    spec->set_popularity_weight(content.popularity_weight);
    Write("rows.offsets.u64", content.offsets);
    Write("rows.terms.u32", content.terms);
    Write("rows.weights.f32", content.weights);
    return LoadContentScorer(files_, entry_, tables_);
  }
};

TEST_F(ContentFilesTest, LoadsWhatFits) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto scorer, Load({}));
  std::vector<ScoredItem> top;
  scorer->Rank({.customer = 0}, {.k = 2}, &top);
  EXPECT_THAT(top, ElementsAre(ScoredItem{0, 1}, ScoredItem{1, 0.6F}));
}

TEST_F(ContentFilesTest, RefusesWhatDoesNotFit) {
  const std::pair<Content, const char*> cases[] = {
      {{.offsets = {0, 3}}, "rows.offsets.u64"},
      {{.offsets = {0, 4, 3}}, "rows.offsets.u64"},
      {{.terms = {0, 0, 2}}, "rows.terms.u32 has 2 at 2"},
      {{.terms = {0, 1, 1}}, "rows.terms.u32 does not ascend in row 1"},
      {{.terms = {0, 0}}, "rows.terms.u32"},
      {{.weights = {1, kNaN, 1}}, "rows.weights.f32 has nan at 1"},
      {{.weights = {1, 1, -1}}, "rows.weights.f32 has -1 at 2"},
      {{.items = 3}, "rows of 3 items"},
      {{.term_count = -1}, "term_count is -1"},
      {{.popularity_weight = kNaN}, "popularity_weight is nan"},
  };
  for (const auto& [content, message] : cases) {
    EXPECT_THAT(Load(content),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(message)));
  }
}

struct Segments {
  std::vector<uint32_t> customers = {1, 0};
  std::vector<uint64_t> offsets = {0, 2, 3};
  std::vector<uint32_t> items = {0, 1, 0};
  std::vector<uint32_t> counts = {2, 1, 2};
  int64_t baskets = 2;
  int segments = 2;
  float smoothing = 0;
};

class SegmentsFilesTest : public FeatureServableFilesTest {
 protected:
  absl::StatusOr<std::unique_ptr<const Scorer>> Load(const Segments& segments) {
    files_ = MemoryFiles();
    entry_.clear_segments();
    v1::SegmentsSpec* spec = entry_.mutable_segments();
    for (int s = 0; s < segments.segments; ++s) {
      spec->add_segments()->set_basket_count(s == 0 ? 3 : segments.baskets);
    }
    spec->set_entry_count(3);
    spec->set_smoothing(segments.smoothing);
    Write("customers.u32", segments.customers);
    Write("items.offsets.u64", segments.offsets);
    Write("items.rows.u32", segments.items);
    Write("items.counts.u32", segments.counts);
    return LoadSegmentsScorer(files_, entry_, tables_);
  }
};

TEST_F(SegmentsFilesTest, LoadsWhatFits) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto scorer, Load({}));
  std::vector<ScoredItem> top;
  scorer->Rank({.customer = 0}, {.k = 2}, &top);
  EXPECT_THAT(top, ElementsAre(ScoredItem{0, 1}));
}

TEST_F(SegmentsFilesTest, RefusesWhatDoesNotFit) {
  const std::pair<Segments, const char*> cases[] = {
      {{.customers = {1, 2}}, "a customer is of segment 2"},
      {{.customers = {1}}, "customers.u32"},
      {{.offsets = {0, 3, 2}}, "items.offsets.u64"},
      {{.items = {1, 0, 0}}, "items.rows.u32 does not ascend in row 0"},
      {{.items = {0, 2, 0}}, "items.rows.u32 has 2 at 1"},
      {{.counts = {2, 1, 3}}, "an item is in 3 of the 2 baskets of segment 1"},
      {{.counts = {2, 0, 1}}, "an item is in 0 of the 3 baskets of segment 0"},
      {{.baskets = -1}, "has -1 baskets"},
      {{.segments = 0}, "it has no segments"},
      {{.smoothing = -1}, "smoothing is -1"},
  };
  for (const auto& [segments, message] : cases) {
    EXPECT_THAT(Load(segments),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(message)));
  }
}

// Input: one column, then the shares of two groups.
struct Logistic {
  std::vector<float> columns = {5, 6};
  std::vector<float> means = {0, 0, 0};
  std::vector<float> scales = {1, 1, 1};
  std::vector<float> weights = {0, 1, -1};
  double bias = 0;
  std::function<void(v1::LogisticSpec*)> change = [](v1::LogisticSpec*) {};
};

class LogisticFilesTest : public FeatureServableFilesTest {
 protected:
  absl::StatusOr<std::unique_ptr<const Predictor>> Load(
      const Logistic& logistic) {
    files_ = MemoryFiles();
    entry_.clear_logistic();
    v1::LogisticSpec* spec = entry_.mutable_logistic();
    spec->set_dimension(3);
    spec->add_inputs()->mutable_columns()->add_names("log_baskets");
    spec->mutable_inputs(0)->set_dimension(1);
    spec->add_inputs()->mutable_shares()->set_attribute("group");
    spec->mutable_inputs(1)->mutable_shares()->set_power(1);
    spec->mutable_inputs(1)->set_dimension(2);
    spec->add_outcomes()->set_metric("likes x");
    spec->mutable_outcomes(0)->set_bias(logistic.bias);
    logistic.change(spec);
    Write("columns.0.f32", logistic.columns);
    Write("means.f32", logistic.means);
    Write("scales.f32", logistic.scales);
    Write("weights.f32", logistic.weights);
    return LoadLogisticPredictor(files_, entry_, tables_, {});
  }
};

TEST_F(LogisticFilesTest, LoadsWhatFits) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto predictor, Load({}));
  std::vector<float> vector(3);
  ASSERT_TRUE(predictor->CustomerInput(1, vector));
  EXPECT_THAT(vector, ElementsAre(6, 0, 1));
  EXPECT_THAT(predictor->metrics(), ElementsAre("likes x"));
}

TEST_F(LogisticFilesTest, RefusesWhatDoesNotFit) {
  using Spec = v1::LogisticSpec*;
  const std::pair<Logistic, const char*> cases[] = {
      {{.columns = {1}}, "columns.0.f32"},
      {{.columns = {1, kNaN}}, "columns.0.f32 has nan at 1"},
      {{.means = {0, 0}}, "means.f32"},
      {{.scales = {1, -1, 1}}, "scales.f32 has -1 at 1"},
      {{.weights = {0, kNaN, 0}}, "weights.f32 has nan at 1"},
      {{.bias = kNaN}, "the bias of \"likes x\""},
      {{.change = [](Spec s) { s->clear_outcomes(); }}, "no outcomes"},
      {{.change = [](Spec s) { s->set_dimension(4); }}, "3 numbers, not 4"},
      {{.change = [](Spec s) { s->clear_inputs(); }}, "0 numbers, not 3"},
      {{.change = [](Spec s) { s->mutable_inputs(1)->set_dimension(9); }},
       "part 1 of its input has 2 numbers, not 9"},
      {{.change = [](Spec s) { s->add_inputs(); }}, "part 2 of its input is"},
      {{.change = [](Spec s) { s->add_inputs()->set_space("items"); }},
       "\"items\" is no space"},
      {{.change =
            [](Spec s) {
              s->mutable_inputs(1)->mutable_shares()->set_attribute("colour");
            }},
       "the catalogue has no attribute \"colour\""},
      {{.change =
            [](Spec s) {
              s->mutable_inputs(1)->mutable_shares()->set_power(0);
            }},
       "power 0 of shares"},
  };
  for (const auto& [logistic, message] : cases) {
    EXPECT_THAT(Load(logistic),
                StatusIs(absl::StatusCode::kDataLoss,
                         AllOf(HasSubstr(message), HasSubstr("model"))));
  }
}

}  // namespace
}  // namespace customer2vec
