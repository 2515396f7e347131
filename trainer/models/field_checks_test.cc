#include "trainer/models/field_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

constexpr double kInfinity = INFINITY;

// INVALID_ARGUMENT with just these words.
auto Says(const char* words) {
  return StatusIs(absl::StatusCode::kInvalidArgument, words);
}

FieldChecks Checks() { return FieldChecks("models[3].als"); }

TEST(FieldChecksTest, NothingCheckedIsOk) {
  EXPECT_THAT(Checks().status(), IsOk());
}

TEST(FieldChecksTest, TheFirstFieldAtFaultIsNamed) {
  EXPECT_THAT(Checks()
                  .Range("a", 2, 1, 3)
                  .Range("b", -2.5, -2, 2)
                  .Range("c", 9, 1, 3)
                  .status(),
              Says("models[3].als.b is -2.5: use -2 to 2"));
}

TEST(FieldChecksTest, CountsAreFromLeastToMostOrNotSet) {
  for (const int fits : {0, 2, 100}) {
    EXPECT_THAT(Checks().Count("n", fits, 100, 2).status(), IsOk()) << fits;
  }
  for (const int wrong : {-1, 1, 101}) {
    EXPECT_FALSE(Checks().Count("n", wrong, 100, 2).status().ok()) << wrong;
  }
  EXPECT_THAT(Checks().Count("n", -5, 1024).status(),
              Says("models[3].als.n is -5: use 1 to 1024, or leave it out"));
}

TEST(FieldChecksTest, RangesAreClosedAndKnowNoNan) {
  for (const double fits : {0.0, 0.5, 1.0}) {
    EXPECT_THAT(Checks().Range("x", fits, 0, 1).status(), IsOk()) << fits;
    EXPECT_THAT(Checks().Number("x", fits, 0, 1).status(), IsOk()) << fits;
  }
  for (const double wrong : {-0.001, 1.001, kInfinity}) {
    EXPECT_FALSE(Checks().Range("x", wrong, 0, 1).status().ok()) << wrong;
    EXPECT_FALSE(Checks().Number("x", wrong, 0, 1).status().ok()) << wrong;
  }
  EXPECT_THAT(Checks().Range("x", NAN, 0, 1).status(),
              Says("models[3].als.x is nan: use 0 to 1"));
  EXPECT_THAT(Checks().Number("x", NAN, 0, 1).status(),
              Says("models[3].als.x is nan: use a number from 0 to 1"));
  EXPECT_THAT(Checks().OptionalNumber("x", 10, 0, 10).status(), IsOk());
  EXPECT_THAT(Checks().OptionalNumber("x", 11, 0, 10).status(),
              Says("models[3].als.x is 11: use a number from 0 to 10, or leave "
                   "it out"));
}

TEST(FieldChecksTest, SharesAreUpToOneOrNotSet) {
  for (const double fits : {0.0, 1e-9, 1.0}) {
    EXPECT_THAT(Checks().Share("rate", fits).status(), IsOk()) << fits;
  }
  for (const double wrong : {-0.1, double{NAN}}) {
    EXPECT_FALSE(Checks().Share("rate", wrong).status().ok()) << wrong;
  }
  EXPECT_THAT(
      Checks().Share("rate", 1.5).status(),
      Says("models[3].als.rate is 1.5: use a number in (0, 1], or leave it "
           "out"));
}

TEST(FieldChecksTest, WeightsAreFiniteAndNotNegative) {
  for (const double fits : {0.0, 1e30}) {
    EXPECT_THAT(Checks().Weight("w", fits).status(), IsOk()) << fits;
    EXPECT_THAT(Checks().ChosenWeight("w", fits).status(), IsOk()) << fits;
  }
  for (const double wrong : {-1.0, double{NAN}, kInfinity}) {
    EXPECT_FALSE(Checks().Weight("w", wrong).status().ok()) << wrong;
    EXPECT_FALSE(Checks().ChosenWeight("w", wrong).status().ok()) << wrong;
  }
  EXPECT_THAT(Checks().Weight("w", -1).status(),
              Says("models[3].als.w is -1: use a number of at least 0"));
  EXPECT_THAT(Checks().ChosenWeight("w", -1).status(),
              Says("models[3].als.w is -1: use a number of at least 0, or "
                   "leave it out to have it chosen"));
}

TEST(FieldChecksTest, PositiveNumbersAreFiniteAndNotZero) {
  EXPECT_THAT(Checks().Positive("w", 1e-300).status(), IsOk());
  for (const double wrong : {-1.0, double{NAN}, kInfinity}) {
    EXPECT_FALSE(Checks().Positive("w", wrong).status().ok()) << wrong;
  }
  EXPECT_THAT(Checks().Positive("w", 0).status(),
              Says("models[3].als.w is 0: use a number above 0"));
}

TEST(FieldChecksTest, WhatIsNoRangeIsToldAsGiven) {
  EXPECT_THAT(Checks().That("dimension", 4, true, "an odd number").status(),
              IsOk());
  EXPECT_THAT(Checks().That("dimension", 4, false, "an odd number").status(),
              Says("models[3].als.dimension is 4: use an odd number"));
  EXPECT_THAT(Checks().That("dimension", 2000001, false, "less").status(),
              Says("models[3].als.dimension is 2000001: use less"));
  EXPECT_THAT(InvalidField("models[3].als", "space", "is empty"),
              Says("models[3].als.space is empty"));
}

}  // namespace
}  // namespace customer2vec
