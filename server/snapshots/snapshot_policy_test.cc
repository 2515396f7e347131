#include "server/snapshots/snapshot_policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace customer2vec {

std::ostream& operator<<(std::ostream& out, const SnapshotAction& action) {
  return out << static_cast<int>(action.kind) << " " << action.version;
}

namespace {

using Kind = SnapshotAction::Kind;
using Facts = std::vector<SnapshotFacts>;
using ::testing::Optional;

constexpr auto kAvailable = SnapshotPhase::kAvailable;
constexpr auto kLoaded = SnapshotPhase::kLoaded;
constexpr auto kRefused = SnapshotPhase::kRefused;

std::optional<SnapshotAction> Next(const Facts& facts,
                                   const std::string& stable) {
  return NextSnapshotAction(facts, stable, {.kept_loaded = 2});
}

SnapshotAction Action(Kind kind, const std::string& version) {
  return {kind, version};
}

TEST(SnapshotPolicyTest, AnEmptyStoreNeedsNothing) {
  EXPECT_EQ(Next({}, ""), std::nullopt);
}

TEST(SnapshotPolicyTest, LoadsTheNewestFirst) {
  EXPECT_THAT(Next({{"v2", kAvailable}, {"v1", kAvailable}}, ""),
              Optional(Action(Kind::kLoad, "v2")));
}

TEST(SnapshotPolicyTest, PassesOverTheRefused) {
  EXPECT_THAT(
      Next({{"v3", kRefused}, {"v2", kAvailable}, {"v1", kLoaded}}, "v1"),
      Optional(Action(Kind::kLoad, "v2")));
}

TEST(SnapshotPolicyTest, ServesWhatIsLoadedBeforeLoadingMore) {
  EXPECT_THAT(
      Next({{"v3", kAvailable}, {"v2", kLoaded}, {"v1", kLoaded}}, "v1"),
      Optional(Action(Kind::kServe, "v2")));
}

TEST(SnapshotPolicyTest, KeepsServingWhenEverythingNewerIsBad) {
  EXPECT_EQ(Next({{"v3", kRefused}, {"v2", kRefused}, {"v1", kLoaded}}, "v1"),
            std::nullopt);
}

TEST(SnapshotPolicyTest, NeverGoesBack) {
  EXPECT_EQ(Next({{"v2", kLoaded}, {"v1", kAvailable}}, "v2"), std::nullopt);
  EXPECT_EQ(Next({{"v1", kLoaded}}, "v2"), std::nullopt)
      << "not even when the one served is gone from the store";
}

TEST(SnapshotPolicyTest, ReleasesTheOldestSpare) {
  EXPECT_EQ(Next({{"v2", kLoaded}, {"v1", kLoaded}}, "v2"), std::nullopt);
  EXPECT_THAT(Next({{"v3", kLoaded}, {"v2", kLoaded}, {"v1", kLoaded}}, "v3"),
              Optional(Action(Kind::kRelease, "v1")));
}

TEST(SnapshotPolicyTest, NeverReleasesWhatServes) {
  const Facts facts = {{"v2", kLoaded}, {"v1", kLoaded}};
  EXPECT_THAT(NextSnapshotAction(facts, "v2", {.kept_loaded = 1}),
              Optional(Action(Kind::kRelease, "v1")));
  const Facts alone = {{"v2", kLoaded}};
  EXPECT_EQ(NextSnapshotAction(alone, "v2", {.kept_loaded = 0}), std::nullopt);
}

// Carries actions out, loading only what `good` says, until there are none.
TEST(SnapshotPolicyTest, EndsFromEveryStart) {
  for (int good = 0; good < 16; ++good) {
    Facts facts;
    for (int i = 3; i >= 0; --i) {
      facts.push_back({"v" + std::to_string(i), kAvailable});
    }
    std::string stable;
    int steps = 0;
    while (const auto action = Next(facts, stable)) {
      ASSERT_LT(++steps, 20) << "good " << good;
      for (SnapshotFacts& fact : facts) {
        if (fact.version != action->version) continue;
        if (action->kind == Kind::kServe) stable = fact.version;
        if (action->kind == Kind::kRelease) fact.phase = kAvailable;
        if (action->kind == Kind::kLoad) {
          const int number = fact.version[1] - '0';
          fact.phase = (good >> number) & 1 ? kLoaded : kRefused;
        }
      }
    }
    std::string newest_good;
    for (int i = 0; i < 4; ++i) {
      if ((good >> i) & 1) newest_good = "v" + std::to_string(i);
    }
    EXPECT_EQ(stable, newest_good) << "good " << good;
  }
}

}  // namespace
}  // namespace customer2vec
