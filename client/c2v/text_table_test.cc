#include "client/c2v/text_table.h"

#include <gtest/gtest.h>

namespace customer2vec {
namespace {

TEST(DisplayWidthTest, CountsPlacesNotBytes) {
  EXPECT_EQ(DisplayWidth(""), 0);
  EXPECT_EQ(DisplayWidth("milk"), 4);
  EXPECT_EQ(DisplayWidth("crème"), 5);
  EXPECT_EQ(DisplayWidth("cre\u0300me"), 5);  // a combining grave accent
  EXPECT_EQ(DisplayWidth("牛乳"), 4);
  EXPECT_EQ(DisplayWidth("우유"), 4);
  EXPECT_EQ(DisplayWidth("🥛"), 2);
  EXPECT_EQ(DisplayWidth("молоко"), 6);
}

TEST(DisplayWidthTest, CountsBrokenBytesAsOneEach) {
  EXPECT_EQ(DisplayWidth("\xff\xfe"), 2);
  EXPECT_EQ(DisplayWidth("a\xe7\x89"), 3);  // a character cut short
  EXPECT_EQ(DisplayWidth("\xc3("), 2);
}

TEST(PrintableTest, ReplacesWhatCouldDriveTheTerminal) {
  EXPECT_EQ(Printable("crème 牛乳"), "crème 牛乳");
  EXPECT_EQ(Printable("a\x1b[31mb"), "a\uFFFD[31mb");
  EXPECT_EQ(Printable("a\nb\tc\x7f"), "a\uFFFDb\uFFFDc\uFFFD");
  EXPECT_EQ(Printable("\xc2\x9b"), "\uFFFD");  // CSI as one character
  EXPECT_EQ(Printable("a\xff"), "a\uFFFD");
}

TEST(TextTableTest, AlignsByPlaces) {
  TextTable table({{"#", Align::kRight}, {"name"}, {"price", Align::kRight}});
  table.AddRow({"1", "crème", "2"});
  table.AddRow({"10", "牛乳 whole", "10.50"});
  EXPECT_EQ(table.ToString(),
            " #  name        price\n"
            " 1  crème           2\n"
            "10  牛乳 whole  10.50\n");
}

TEST(TextTableTest, LeavesOutEmptyColumnsAndLineEnds) {
  TextTable table({{"a"}, {"b"}, {"c"}});
  EXPECT_TRUE(table.empty());
  table.AddRow({"1", "", "long"});
  table.AddRow({"2", "", "x"});
  EXPECT_FALSE(table.empty());
  EXPECT_EQ(table.ToString(),
            "a  c\n"
            "1  long\n"
            "2  x\n");
}

TEST(TextTableTest, CellsCannotBreakLines) {
  TextTable table({{"a"}});
  table.AddRow({"x\ny"});
  EXPECT_EQ(table.ToString(), "a\nx\uFFFDy\n");
}

}  // namespace
}  // namespace customer2vec
