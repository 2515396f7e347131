#include "trainer/data/interaction_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "trainer/data/test_archives.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class InteractionReaderTest : public testing::Test {
 protected:
  InteractionReaderTest() {
    config_.mutable_columns()->set_order("order");
    config_.mutable_columns()->set_item("item");
  }

  absl::StatusOr<std::unique_ptr<InteractionReader>> Open(
      absl::string_view name, absl::string_view bytes) {
    return OpenDelimitedInteractions(config_, folder_.Write(name, bytes),
                                     "data.interactions[0].delimited", log_);
  }

  // Every row as text.
  std::vector<std::string> Rows(absl::string_view name,
                                absl::string_view bytes) {
    const auto reader = Open(name, bytes);
    EXPECT_THAT(reader, IsOk());
    std::vector<std::string> rows;
    while ((*reader)->Next()) {
      const Interaction& row = (*reader)->interaction();
      rows.push_back(absl::StrCat(row.customer, " ", row.order, " ", row.item,
                                  " ", row.time, " ", row.quantity, " ",
                                  row.price, " ", row.position));
    }
    EXPECT_THAT((*reader)->status(), IsOk());
    return rows;
  }

  const ScratchFolder folder_;
  BadRowLog log_{{.max_ratio = 1}};
  v1::DelimitedInteractions config_;
};

TEST_F(InteractionReaderTest, OnlyOrderAndItemAreNeeded) {
  EXPECT_THAT(Rows("a.csv", "item,order\nmilk,7\n"),
              ElementsAre(" 7 milk 0 1 0 0"));
}

TEST_F(InteractionReaderTest, ReadsEveryColumnThatIsNamed) {
  config_.mutable_columns()->set_customer("who");
  config_.mutable_columns()->set_time("when");
  config_.mutable_columns()->set_quantity("n");
  config_.mutable_columns()->set_price("paid");
  EXPECT_THAT(Rows("a.csv.gz", Gzip("when,who,order,item,n,paid,shop\n"
                                    "1970-01-01 00:01:00,ann,7,milk,2,1.5,x\n"
                                    "61,,8,bread,,,x\n")),
              ElementsAre("ann 7 milk 60 2 1.5 0", " 8 bread 61 1 0 0"));
  EXPECT_THAT(log_.files().front().samples(), IsEmpty());
}

TEST_F(InteractionReaderTest, SuffixOrConfigurationGivesTheSeparator) {
  EXPECT_THAT(Rows("a.tsv.zst", Zstd("item\torder\nmilk, whole\t7\n")),
              ElementsAre(" 7 milk, whole 0 1 0 0"));
  config_.set_separator(";");
  EXPECT_THAT(Rows("a.csv", "item;order\nmilk;7\n"),
              ElementsAre(" 7 milk 0 1 0 0"));
}

TEST_F(InteractionReaderTest, AFileMayHaveNoHeader) {
  config_.set_headerless(true);
  config_.set_separator(" ");
  config_.mutable_columns()->set_customer("1");
  config_.mutable_columns()->set_order("1");
  config_.mutable_columns()->set_item("2");
  EXPECT_THAT(Rows("a.txt", "7 milk\n7 bread\n"),
              ElementsAre("7 7 milk 0 1 0 0", "7 7 bread 0 1 0 0"));
}

TEST_F(InteractionReaderTest, RowsAreSkippedByValue) {
  v1::SkippedRows* canceled = config_.add_skip();
  canceled->set_column("order");
  canceled->add_prefixes("C");
  canceled->add_values("9");
  v1::SkippedRows* of_nobody = config_.add_skip();
  of_nobody->set_column("who");
  of_nobody->set_empty(true);
  EXPECT_THAT(
      Rows("a.csv",
           "who,order,item\nann,1,a\nann,C2,b\nann,9,c\n,3,d\nbob,99,e\n"),
      ElementsAre(" 1 a 0 1 0 0", " 99 e 0 1 0 0"));
  canceled->set_column("none");
  EXPECT_THAT(Open("a.csv", "who,order,item\nann,1,a\n"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       StartsWith("data.interactions[0].delimited.skip[0]"
                                  ".column: ")));
}

TEST_F(InteractionReaderTest, BadValuesAreRejectedWithTheirLine) {
  config_.mutable_columns()->set_customer("who");
  config_.mutable_columns()->set_time("when");
  config_.mutable_columns()->set_quantity("n");
  config_.mutable_columns()->set_price("paid");
  const std::string long_id(513, 'x');
  EXPECT_THAT(Rows("a.csv",
                   "who,order,item,when,n,paid\n"
                   "ann,,milk,1,1,1\n"
                   "ann,7,,1,1,1\n"
                   "ann,7,milk,,1,1\n"
                   "ann,7,milk,1,one,1\n"
                   "ann,7,milk,1,1,free\n" +
                       long_id + ",7,milk,1,1,1\n"),
              IsEmpty());
  const FileLog& file = log_.files().front();
  std::vector<std::string> bad;
  for (const BadRow& row : file.samples()) {
    bad.push_back(absl::StrCat(row.line, " ", BadRowReasonName(row.reason), " ",
                               row.detail.substr(0, 14)));
  }
  EXPECT_EQ(file.bad_rows(), 6u);
  EXPECT_EQ(file.bad_rows(BadRowReason::kIdTooLong), 1u);
  EXPECT_THAT(bad, ElementsAre("2 empty id column \"order\"",
                               "3 empty id column \"item\":",
                               "4 not a time column \"when\":",
                               "5 not a number column \"n\": \"o",
                               "6 not a number column \"paid\":"));
}

TEST_F(InteractionReaderTest, CallersRejectRowsToo) {
  const auto reader = Open("a.csv", "item,order\nmilk,7\nbread,7\n");
  ASSERT_THAT(reader, IsOk());
  ASSERT_TRUE((*reader)->Next());
  ASSERT_TRUE((*reader)->Next());
  (*reader)->Reject(BadRowReason::kUnknownProduct, "no bread");
  EXPECT_EQ(log_.files().front().samples()[0].line, 3u);
  EXPECT_EQ(log_.files().front().bad_rows(BadRowReason::kUnknownProduct), 1u);
}

TEST_F(InteractionReaderTest, ErrorsNameTheFieldOfTheConfiguration) {
  for (const auto& [role, set] :
       {std::pair("customer", &v1::InteractionColumns::mutable_customer),
        std::pair("order", &v1::InteractionColumns::mutable_order),
        std::pair("item", &v1::InteractionColumns::mutable_item),
        std::pair("time", &v1::InteractionColumns::mutable_time),
        std::pair("quantity", &v1::InteractionColumns::mutable_quantity),
        std::pair("price", &v1::InteractionColumns::mutable_price)}) {
    const v1::DelimitedInteractions before = config_;
    *(config_.mutable_columns()->*set)() = "absent";
    EXPECT_THAT(
        Open("a.csv", "item,order\n"),
        StatusIs(absl::StatusCode::kInvalidArgument,
                 AllOf(StartsWith(absl::StrCat(
                           "data.interactions[0].delimited.columns.", role)),
                       HasSubstr("a.csv:1: no column \"absent\""))));
    config_ = before;
  }
  EXPECT_THAT(OpenDelimitedInteractions(config_, folder_.Path("absent.csv"),
                                        "data.interactions[0].delimited", log_),
              StatusIs(absl::StatusCode::kNotFound,
                       StartsWith("data.interactions[0].delimited.path: ")));
}

}  // namespace
}  // namespace customer2vec
