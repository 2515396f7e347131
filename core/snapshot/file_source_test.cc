#include "core/snapshot/file_source.h"

#include <gmock/gmock.h>

#include <vector>

#include "core/base/status_matchers.h"
#include "core/snapshot/memory_files.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class FileSourceTest : public ::testing::Test {
 protected:
  FileSourceTest() {
    EXPECT_THAT(files_.Adopt("x.u32", std::vector<uint32_t>{1, 2, 3}), IsOk());
  }

  MemoryFiles files_;
};

TEST_F(FileSourceTest, AnArrayIsItsBytesAsNumbers) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto three,
                           files_.Array<uint32_t>("x.u32", 3));
  EXPECT_THAT(three, ElementsAre(1, 2, 3));
  C2V_ASSERT_OK_AND_ASSIGN(const auto any, files_.Array<uint32_t>("x.u32"));
  EXPECT_THAT(any, ElementsAre(1, 2, 3));
}

TEST_F(FileSourceTest, WhatIsMissingIsDamage) {
  EXPECT_THAT(files_.File("y"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("y")));
  EXPECT_THAT(files_.Array<uint32_t>("y"),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("y")));
}

TEST_F(FileSourceTest, AnotherLengthIsDamageAndNamesTheFile) {
  EXPECT_THAT(
      files_.Array<uint32_t>("x.u32", 4),
      StatusIs(absl::StatusCode::kDataLoss,
               HasSubstr("x.u32: has 3 values instead of the 4 that ")));
  EXPECT_THAT(files_.Array<uint64_t>("x.u32"),
              StatusIs(absl::StatusCode::kDataLoss,
                       HasSubstr("x.u32: has 12 bytes, which is no whole "
                                 "number of 8-byte values")));
}

}  // namespace
}  // namespace customer2vec
