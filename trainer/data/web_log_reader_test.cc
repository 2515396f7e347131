#include "trainer/data/web_log_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/scratch_folder.h"
#include "trainer/data/log_reader_test_util.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class WebLogReaderTest : public testing::Test {
 protected:
  ReadLog Read(absl::string_view text) {
    return ReadLog({.path = folder_.Write("access.log", text)});
  }

  const ScratchFolder folder_;
};

TEST_F(WebLogReaderTest, ReadsCombinedAndCommonLines) {
  const ReadLog log = Read(
      "10.0.0.7 - ann [10/Oct/2026:13:55:36 +0200] \"GET /shop/42?a=b "
      "HTTP/1.1\" 200 2326 \"https://www.example.org/x\" \"Mozilla/5.0 (X11) "
      "Gecko Firefox/117.0\"\n"
      "10.0.0.8 - - [10/Oct/2026:13:55:37 +0200] \"POST /cart HTTP/1.1\" 503 "
      "-\n");
  EXPECT_THAT(log.status, IsOk());
  EXPECT_THAT(
      log.events,
      ElementsAre("host=10.0.0.7 user=ann time=10/Oct/2026:13:55:36 +0200 "
                  "method=GET path=/shop/{id} status=2xx bytes=2326 "
                  "referrer=example.org agent=Firefox",
                  "host=10.0.0.8 time=10/Oct/2026:13:55:37 +0200 method=POST "
                  "path=/cart status=5xx"));
}

TEST_F(WebLogReaderTest, WhatScannersSendIsAnEventWithoutAPath) {
  EXPECT_THAT(
      Read(
          "::1 - - [10/Oct/2026:13:55:36 +0200] \"\\x16\\x03\\\"\" 400 0 \"-\" "
          "\"-\" extra\n")
          .events,
      ElementsAre("host=::1 time=10/Oct/2026:13:55:36 +0200 status=4xx "
                  "bytes=0"));
}

TEST_F(WebLogReaderTest, OtherLinesAreCountedWithReason) {
  const std::string good =
      "h - u [10/Oct/2026:13:55:36 +0200] \"GET / H\" 200 1";
  const ReadLog log =
      Read(good +
           "\n"
           "hello\n"
           "h - u [10/Oct/2026:13:55:36 \"GET / H\" 200 1\n"
           "h - u [10/Oct/2026:13:55:36 +0200] \"GET / H 200\n"
           "h - u [10/Oct/2026:13:55:36 +0200] \"GET / H\" 20\n"
           "h - \xff [10/Oct/2026:13:55:36 +0200] \"G\" 200 1\n");
  EXPECT_THAT(log.events, SizeIs(1));
  ASSERT_THAT(log.bad_rows, SizeIs(5));
  EXPECT_EQ(log.bad_rows[0].reason, BadRowReason::kNotALogLine);
  EXPECT_THAT(log.bad_rows[1].detail, HasSubstr("no [time]"));
  EXPECT_THAT(log.bad_rows[2].detail, HasSubstr("no \"request\""));
  EXPECT_THAT(log.bad_rows[3].detail, HasSubstr("three digits"));
  EXPECT_EQ(log.bad_rows[4].reason, BadRowReason::kInvalidUtf8);
}

}  // namespace
}  // namespace customer2vec
