#include "trainer/cases/given_cases.h"

#include <gmock/gmock.h>

#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "trainer/cases/corpus_test_util.h"
#include "trainer/config/training_config.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class GivenCasesTest : public testing::Test {
 protected:
  GivenCasesTest() {
    config_.set_separator(" ");
    config_.set_part_separator("\t");
  }

  absl::StatusOr<std::vector<ProtocolCase>> Read(const std::string& text) {
    return ReadPrefixCases(config_, folder_.Write("test.txt", text), training_,
                           &unknown_);
  }

  const ScratchFolder folder_;
  const Corpus training_ =
      CorpusOf({{"ann", "a b"}, {"bob", "b c"}, {"ann", "c"}});
  v1::PrefixFile config_;
  UnknownIds unknown_;
};

TEST_F(GivenCasesTest, ALineIsAPrefixAndWhatComesNext) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto cases, Read("a b  a\tc\nb\ta c a\n"));
  EXPECT_THAT(CasesOf(training_, cases),
              ElementsAre(": a b a > c (0)", ": b > c a (0)"));
  EXPECT_THAT(unknown_.ToNotes(), IsEmpty());
}

TEST_F(GivenCasesTest, ACustomerMayStandBeforeIt) {
  config_.set_customer_first(true);
  config_.set_separator(",");
  config_.set_part_separator(";");
  C2V_ASSERT_OK_AND_ASSIGN(const auto cases,
                           Read("ann;;c\nbob;b,a;b\neve;a;b\n;b;c\n"));
  EXPECT_THAT(CasesOf(training_, cases),
              ElementsAre("ann:  > c (2)", "bob: b a > b (1)", ": a > b (0)",
                          ": b > c (0)"));
  EXPECT_THAT(
      unknown_.ToNotes(),
      ElementsAre(AllOf(HasSubstr("1 customers that training lacks"),
                        HasSubstr("\"eve\" at "), HasSubstr("test.txt:3"))));
}

TEST_F(GivenCasesTest, UnknownIdsAreCountedAndNamed) {
  C2V_ASSERT_OK_AND_ASSIGN(const auto cases,
                           Read("a x\tc\n\na\ty z c y\nx y\tb\nw\tx\nv\tx\n"));
  EXPECT_THAT(CasesOf(training_, cases),
              ElementsAre(": a > c (0)", ": a > c ? ? (0)", ":  > b (0)",
                          ":  > ? (0)", ":  > ? (0)"));
  EXPECT_EQ(unknown_.count(UnknownIds::kTarget), 4u);
  EXPECT_EQ(unknown_.count(UnknownIds::kEvent), 5u);
  EXPECT_EQ(unknown_.count(UnknownIds::kCase), 3u);
  EXPECT_THAT(
      unknown_.ToNotes(),
      ElementsAre(AllOf(HasSubstr("4 targets"), HasSubstr("\"y\" at "),
                        HasSubstr("test.txt:3")),
                  AllOf(HasSubstr("5 events"), HasSubstr("test.txt:1")),
                  AllOf(HasSubstr("3 cases of which nothing is known"),
                        HasSubstr("test.txt:4"), HasSubstr("test.txt:6"))));
}

TEST_F(GivenCasesTest, BrokenLinesAreNamed) {
  const auto refused = [&](const std::string& text, const char* place,
                           const char* what) {
    EXPECT_THAT(Read(text), StatusIs(absl::StatusCode::kInvalidArgument,
                                     AllOf(HasSubstr(place), HasSubstr(what))))
        << text;
  };
  refused("a\tb\na b c\n", "test.txt:2", "1 parts where a line has 2");
  refused("a\tb\tc\n", "test.txt:1", "3 parts");
  refused("a\t \n", "test.txt:1", "nothing comes next");
  refused("\n \tb\n", "test.txt:2", "the prefix is empty");
  EXPECT_THAT(Read("\n\n"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("test.txt: holds no test case")));
  EXPECT_THAT(
      ReadPrefixCases(config_, folder_.Path("none"), training_, &unknown_),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("none")));
}

TEST_F(GivenCasesTest, SessionsAskForEachNextItem) {
  folder_.Write(
      "sessions.csv",
      "session,item,at\n1,b,20\n2,a,5\n1,c,30\n2,x,7\n2,b,9\n3,a,1\n");
  C2V_ASSERT_OK_AND_ASSIGN(const auto source,
                           ParseTextConfig<v1::InteractionsSource>(
                               R"(delimited { path: "sessions.csv"
                         columns { order: "session" item: "item" time: "at" } })",
                               "test"));
  C2V_ASSERT_OK_AND_ASSIGN(
      const auto cases, ReadSessionCases(source, {}, folder_.path(), "sessions",
                                         training_, &unknown_));
  EXPECT_THAT(CasesOf(training_, cases),
              ElementsAre(": a > ? (0)", ": a > b (0)", ": b > c (0)"));
  EXPECT_EQ(unknown_.count(UnknownIds::kTarget), 1u);
  EXPECT_EQ(unknown_.count(UnknownIds::kEvent), 1u);
  EXPECT_THAT(ReadSessionCases({}, {}, "", "sessions", training_, &unknown_),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("sessions names no source")));
}

TEST_F(GivenCasesTest, CustomersAreAnIdALine) {
  const std::string path = folder_.Write("who.txt", "bob\nnobody\nann\nbob\n");
  C2V_ASSERT_OK_AND_ASSIGN(const auto rows,
                           ReadCustomers(path, training_, &unknown_));
  EXPECT_THAT(rows, ElementsAre(0, 1));
  EXPECT_THAT(unknown_.ToNotes(),
              ElementsAre(HasSubstr("1 tested customers that the data lacks")));
  EXPECT_THAT(
      ReadCustomers(folder_.Write("who.txt", "x\n"), training_, &unknown_),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("who.txt")));
}

}  // namespace
}  // namespace customer2vec
