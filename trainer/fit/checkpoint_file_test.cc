#include "trainer/fit/checkpoint_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

const CheckpointPieces kPieces = {
    {"config", "seed: 1"}, {"empty", ""}, {"array:0", "\x01\x02\x03\x04"}};

class CheckpointFileTest : public testing::Test {
 protected:
  CheckpointFileTest() {
    EXPECT_THAT(WriteCheckpointFile(path_, kPieces), IsOk());
  }

  ScratchFolder folder_;
  const std::string path_ = folder_.Path("a.c2vckpt");
};

TEST_F(CheckpointFileTest, WhatIsWrittenIsRead) {
  C2V_ASSERT_OK_AND_ASSIGN(const CheckpointFile file,
                           CheckpointFile::Read(path_));
  ASSERT_EQ(file.pieces().size(), 3u);
  EXPECT_EQ(file.Piece("config"), "seed: 1");
  EXPECT_EQ(file.Piece("empty"), "");
  EXPECT_EQ(file.Piece("array:0"), "\x01\x02\x03\x04");
  EXPECT_EQ(file.Piece("other"), "");
}

TEST_F(CheckpointFileTest, TheNextOneReplacesIt) {
  folder_.Write("a.c2vckpt.new", "what a killed run left");
  ASSERT_THAT(WriteCheckpointFile(path_, {{"config", "seed: 2"}}), IsOk());
  C2V_ASSERT_OK_AND_ASSIGN(const CheckpointFile file,
                           CheckpointFile::Read(path_));
  EXPECT_EQ(file.pieces().size(), 1u);
  EXPECT_EQ(file.Piece("config"), "seed: 2");
}

TEST_F(CheckpointFileTest, NoFileIsNotFound) {
  EXPECT_THAT(CheckpointFile::Read(folder_.Path("none")),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("none")));
}

TEST_F(CheckpointFileTest, EveryTruncationAndEveryFlippedBitIsSeen) {
  const std::string whole = folder_.Read("a.c2vckpt");
  const auto damaged = StatusIs(
      absl::StatusCode::kDataLoss,
      AllOf(HasSubstr("bad.c2vckpt"), HasSubstr("its checksum does not fit")));
  for (size_t length = 0; length < whole.size(); ++length) {
    const std::string path =
        folder_.Write("bad.c2vckpt", whole.substr(0, length));
    ASSERT_THAT(CheckpointFile::Read(path), damaged) << length;
  }
  for (size_t at = 0; at < whole.size(); ++at) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ (1 << at % 8));
    const std::string path = folder_.Write("bad.c2vckpt", flipped);
    ASSERT_THAT(CheckpointFile::Read(path), damaged) << at;
  }
}

TEST_F(CheckpointFileTest, AFolderThatIsNotThereIsAnError) {
  EXPECT_THAT(WriteCheckpointFile(folder_.Path("no/a.c2vckpt"), kPieces),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("no/a.c2vckpt")));
}

}  // namespace
}  // namespace customer2vec
