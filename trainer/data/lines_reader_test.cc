#include "trainer/data/lines_reader.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class LinesReaderTest : public testing::Test {
 protected:
  // Rows as "customer order item".
  std::vector<std::string> Read(const std::string& text,
                                const v1::LinesOfItems& config = {}) {
    const std::string path = folder_.Write("lines.txt", text);
    auto reader = OpenLinesOfItems(config, path, "lines", 3, log_);
    EXPECT_THAT(reader, IsOk());
    std::vector<std::string> rows;
    while ((*reader)->Next()) {
      const Interaction& row = (*reader)->interaction();
      rows.push_back(absl::StrCat(row.customer, " ", row.order, " ", row.item));
    }
    status_ = (*reader)->status();
    return rows;
  }

  const ScratchFolder folder_;
  BadRowLog log_{{.max_ratio = 0.5}};
  absl::Status status_;
};

TEST_F(LinesReaderTest, ALineIsAnOrderWithItsRepeats) {
  EXPECT_THAT(Read("5 7  5\n\n9\r\n"),
              ElementsAre(" 3.1 5", " 3.1 7", " 3.1 5", " 3.3 9"));
  EXPECT_THAT(status_, IsOk());
  EXPECT_EQ(log_.files()[0].rows(), 2u);
}

TEST_F(LinesReaderTest, TheFirstWordMayBeACustomer) {
  v1::LinesOfItems config;
  config.set_separator(",");
  config.set_customer_first(true);
  EXPECT_THAT(Read("ann,1,2\nbob,3\nann,4\n", config),
              ElementsAre("ann 3.1 1", "ann 3.1 2", "bob 3.2 3", "ann 3.3 4"));
  EXPECT_THAT(status_, IsOk());
}

TEST_F(LinesReaderTest, BadLinesAreCountedByReason) {
  v1::LinesOfItems config;
  config.set_customer_first(true);
  EXPECT_THAT(Read(absl::StrCat("ann 1\nbob\nann \xff\nann 2\neve ",
                                std::string(600, 'x'), "\nann 3\n"),
                   config),
              ElementsAre("ann 3.1 1", "ann 3.4 2", "ann 3.6 3"));
  EXPECT_THAT(status_, IsOk());
  const FileLog& file = log_.files()[0];
  EXPECT_EQ(file.bad_rows(BadRowReason::kEmptyId), 1u);
  EXPECT_EQ(file.bad_rows(BadRowReason::kInvalidUtf8), 1u);
  EXPECT_EQ(file.bad_rows(BadRowReason::kIdTooLong), 1u);
  EXPECT_EQ(file.samples()[0].line, 2u);
}

TEST_F(LinesReaderTest, TooManyBadLinesStopTheRun) {
  Read("\xff\n\xfe\n1\n");
  EXPECT_THAT(status_,
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("lines.txt"), HasSubstr("not UTF-8"))));
}

TEST_F(LinesReaderTest, AMissingFileIsNamedWithItsField) {
  EXPECT_THAT(OpenLinesOfItems({}, folder_.Path("none.txt"), "lines", 0, log_),
              StatusIs(absl::StatusCode::kNotFound,
                       AllOf(HasSubstr("lines.path"), HasSubstr("none.txt"))));
}

}  // namespace
}  // namespace customer2vec
