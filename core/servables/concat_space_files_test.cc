#include "core/servables/concat_space_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "core/base/status_matchers.h"
#include "core/servables/embedding_space.h"
#include "core/servables/embedding_test_util.h"
#include "core/snapshot/memory_files.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Spaces of 4 and 3 dimensions, joined.
class ConcatSpaceFilesTest : public testing::Test {
 protected:
  ConcatSpaceFilesTest() {
    earlier_.Add(MakeExactSpace("a", a_.Vectors(0)));
    earlier_.Add(MakeExactSpace("b", b_.Vectors(0)));
    entry_.set_name("both");
    v1::ConcatSpec* spec = entry_.mutable_embedding_space()->mutable_concat();
    for (const char* name : {"a", "b"}) {
      v1::ConcatPart* part = spec->add_parts();
      part->set_space(name);
      part->set_weight(0.5);
    }
  }

  v1::ConcatSpec* spec() {
    return entry_.mutable_embedding_space()->mutable_concat();
  }

  absl::StatusOr<std::unique_ptr<const Space>> Load(size_t dimension) {
    joined_ = std::make_unique<RandomEmbedding>(5, 2, dimension, 3);
    return LoadConcatSpace(files_, entry_, earlier_,
                           MakeExactSpace("both", joined_->Vectors(0)));
  }

  RandomEmbedding a_{5, 2, 4, 1}, b_{5, 2, 3, 2};
  std::unique_ptr<RandomEmbedding> joined_;
  ServableSet earlier_;
  MemoryFiles files_;
  v1::ServableEntry entry_;
};

TEST_F(ConcatSpaceFilesTest, EncodesByItsParts) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto space, Load(7));
  const HistoryEvent event{.item = 2};
  std::vector<float> query(7);
  ASSERT_TRUE(space->Encode(Scoring::kNext, {&event, 1}, query));
  EXPECT_NEAR(query[4], 0.5 * b_.input[6] / b_.Length(b_.input, 2), 1e-6);
}

TEST_F(ConcatSpaceFilesTest, NamesItsParts) {
  EXPECT_THAT(ConcatPartNames(entry_), ElementsAre("a", "b"));
  EXPECT_THAT(ConcatPartNames({}), IsEmpty());
}

TEST_F(ConcatSpaceFilesTest, ReadsTheProjection) {
  spec()->set_reduction(v1::CONCAT_REDUCTION_PCA);
  std::vector<float> projection(2 * 7, 0);
  projection[0] = 2;   // row 0, column 0
  projection[13] = 3;  // row 1, column 6
  ASSERT_THAT(
      files_.Adopt(SpaceFile("both", kSpaceProjection), std::move(projection)),
      IsOk());
  C2V_ASSERT_OK_AND_ASSIGN(const auto space, Load(2));
  const HistoryEvent event{.item = 2};
  std::vector<float> query(2);
  ASSERT_TRUE(space->Encode(Scoring::kNext, {&event, 1}, query));
  EXPECT_NEAR(query[0], a_.input[8] / a_.Length(a_.input, 2), 1e-6);
  EXPECT_NEAR(query[1], 1.5 * b_.input[8] / b_.Length(b_.input, 2), 1e-6);
}

TEST_F(ConcatSpaceFilesTest, RefusesWhatDoesNotFit) {
  const auto refuses = [&](size_t dimension, const char* words) {
    EXPECT_THAT(Load(dimension),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(words)));
  };
  refuses(6, "its parts have 7 dimensions, it has 6");
  spec()->set_reduction(v1::CONCAT_REDUCTION_WHITENING);
  refuses(2, kSpaceProjection);  // there is no such file
  ASSERT_THAT(files_.Adopt(SpaceFile("both", kSpaceProjection),
                           std::vector<float>(14, NAN)),
              IsOk());
  refuses(2, "a number is not finite");
  refuses(3, kSpaceProjection);  // of another length
  spec()->mutable_parts(1)->set_weight(-1);
  refuses(7, "the weight -1 of \"b\"");
  spec()->mutable_parts(1)->set_space("c");
  refuses(7, "its part \"c\" is no space");
  spec()->clear_parts();
  refuses(7, "joined of nothing");
}

}  // namespace
}  // namespace customer2vec
