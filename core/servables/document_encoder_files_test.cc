#include "core/servables/document_encoder_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <vector>

#include "core/base/status_matchers.h"
#include "core/servables/embedding_space.h"
#include "core/servables/embedding_test_util.h"
#include "core/snapshot/memory_files.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAreArray;
using ::testing::HasSubstr;

constexpr size_t kItems = 10;

// A space of ten items in seven dimensions, four of PV-DBOW and three of PV-DM,
// with two extra tokens that stand with item 1 and with item 3.
class DocumentEncoderFilesTest : public ::testing::Test {
 protected:
  DocumentEncoderFilesTest() {
    for (size_t i = 0; i < 14; ++i) extra_.push_back(0.1f * (i % 5));
    entry_.set_name("customers");
  }

  absl::StatusOr<DocumentEncoder> Create() const {
    return DocumentEncoder::Create({.parts = {{.dimension = 4},
                                              {.dimension = 3,
                                               .distributed_memory = true,
                                               .window_size = 2,
                                               .mean = false}},
                                    .learning_rates = {0.05f, 0.02f},
                                    .negatives = 3},
                                   {.keep = keep_,
                                    .negatives = negatives_,
                                    .extra_input = extra_,
                                    .extra_output = extra_,
                                    .extra_offsets = extra_offsets_,
                                    .extra_tokens = extra_tokens_},
                                   random_.input, random_.output);
  }

  void Write() {
    C2V_ASSERT_OK_AND_ASSIGN(const DocumentEncoder encoder, Create());
    ASSERT_TRUE(
        WriteDocumentEncoder("customers", encoder, &files_, spec()).ok());
  }
  absl::StatusOr<DocumentEncoder> Load() const {
    return LoadDocumentEncoder(files_, entry_, random_.arrays());
  }
  v1::DocumentEncoderSpec* spec() {
    return entry_.mutable_embedding_space()->mutable_document_encoder();
  }

  RandomEmbedding random_{kItems, 0, 7, /*seed=*/3};
  std::vector<float> keep_ = std::vector<float>(12, 0.5f);
  std::vector<uint32_t> negatives_ = {3, 11, 0, 7};
  std::vector<float> extra_;
  std::vector<uint64_t> extra_offsets_ = {0, 0, 1, 1, 2, 2, 2, 2, 2, 2, 2};
  std::vector<uint32_t> extra_tokens_ = {0, 1};
  v1::ServableEntry entry_;
  MemoryFiles files_;
};

TEST_F(DocumentEncoderFilesTest, WhatWasWrittenInfersTheSame) {
  Write();
  C2V_ASSERT_OK_AND_ASSIGN(const DocumentEncoder written, Create());
  C2V_ASSERT_OK_AND_ASSIGN(const DocumentEncoder loaded, Load());
  const std::vector<HistoryEvent> history = {{1, 1}, {3, 2.5f}, {9, -1}};
  std::vector<float> expected(7), actual(7);
  ASSERT_TRUE(written.Infer(history, expected));
  ASSERT_TRUE(loaded.Infer(history, actual));
  EXPECT_EQ(actual, expected);
}

TEST_F(DocumentEncoderFilesTest, ASpaceEncodesNextByItAndSimilarByTheMean) {
  C2V_ASSERT_OK_AND_ASSIGN(DocumentEncoder encoder, Create());
  const auto plain = MakeExactSpace("plain", random_.Vectors(0.5));
  EmbeddingVectors vectors = random_.Vectors(0.5);
  const EmbeddingSpace space("customers", random_.Vectors(0.5), nullptr,
                             nullptr, encoder);
  const std::vector<HistoryEvent> history = {{1, 1}, {3, 2}};
  std::vector<float> expected(7), actual(7);
  ASSERT_TRUE(encoder.Infer(history, expected));
  ASSERT_TRUE(space.Encode(Scoring::kNext, history, actual));
  EXPECT_THAT(actual, ElementsAreArray(expected));
  ASSERT_TRUE(plain->Encode(Scoring::kSimilar, history, expected));
  ASSERT_TRUE(space.Encode(Scoring::kSimilar, history, actual));
  EXPECT_THAT(actual, ElementsAreArray(expected));
}

TEST_F(DocumentEncoderFilesTest, RefusesWhatDoesNotFit) {
  const auto broken =
      [&](const std::function<void(v1::DocumentEncoderSpec*)>& change) {
        const v1::ServableEntry whole = entry_;
        change(spec());
        const absl::Status status = Load().status();
        entry_ = whole;
        return status;
      };
  Write();
  const auto data_loss = [](const char* text) {
    return StatusIs(absl::StatusCode::kDataLoss, HasSubstr(text));
  };
  using Spec = v1::DocumentEncoderSpec;
  EXPECT_THAT(broken([](Spec* s) { s->clear_parts(); }), data_loss("no parts"));
  EXPECT_THAT(broken([](Spec* s) {
                s->mutable_parts(0)->set_model(v1::DOCUMENT_MODEL_JOINT);
              }),
              data_loss("document model 3"));
  EXPECT_THAT(
      broken([](Spec* s) {
        s->mutable_parts(1)->set_pooling(v1::CONTEXT_POOLING_UNSPECIFIED);
      }),
      data_loss("pooling 0"));
  EXPECT_THAT(broken([](Spec* s) { s->mutable_parts(0)->set_dimension(-4); }),
              data_loss("a part has 0 columns"));
  EXPECT_THAT(broken([](Spec* s) { s->set_negatives(-1); }),
              data_loss("negatives"));
  EXPECT_THAT(broken([](Spec* s) { s->set_learning_rates(0, 5); }),
              data_loss("learning rate 5"));
  EXPECT_THAT(broken([](Spec* s) { s->set_extra_token_count(-1); }),
              data_loss("-1 is no count"));
  EXPECT_THAT(broken([](Spec* s) { s->set_extra_token_count(3); }),
              data_loss("keep.f32"));
  EXPECT_THAT(broken([](Spec* s) { s->set_negative_draw_count(9); }),
              data_loss("negatives.u32"));
  entry_.set_name("other");
  EXPECT_THAT(Load().status(), data_loss("other/keep.f32"));
}

}  // namespace
}  // namespace customer2vec
