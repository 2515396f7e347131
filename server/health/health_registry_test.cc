#include "server/health/health_registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace customer2vec {
namespace {

using ::testing::Pair;
using ::testing::UnorderedElementsAre;

struct CountingWatcher : HealthWatcher {
  void OnChange() override { ++changes; }
  void OnShutdown() override { ++shutdowns; }
  std::atomic<int> changes = 0;
  std::atomic<int> shutdowns = 0;
};

TEST(HealthRegistryTest, NothingServesUntilSaid) {
  const HealthRegistry health({"", "shop"});
  EXPECT_EQ(health.Get(""), Health::kNotServing);
  EXPECT_EQ(health.Get("shop"), Health::kNotServing);
  EXPECT_EQ(health.Get("bank"), Health::kUnknownService);
}

TEST(HealthRegistryTest, ServicesChangeOneByOne) {
  HealthRegistry health({"", "shop"});
  health.Set("shop", Health::kServing);
  EXPECT_EQ(health.Get("shop"), Health::kServing);
  EXPECT_EQ(health.Get(""), Health::kNotServing);
  EXPECT_THAT(health.List(),
              UnorderedElementsAre(Pair("", Health::kNotServing),
                                   Pair("shop", Health::kServing)));
}

TEST(HealthRegistryTest, WatchersHearOfTheirServiceOnly) {
  HealthRegistry health({"", "shop"});
  const auto whole = std::make_shared<CountingWatcher>();
  const auto shop = std::make_shared<CountingWatcher>();
  health.Watch("", whole);
  health.Watch("shop", shop);
  health.Set("shop", Health::kServing);
  health.Set("shop", Health::kServing);  // no change
  EXPECT_EQ(shop->changes, 1);
  EXPECT_EQ(whole->changes, 0);
}

TEST(HealthRegistryTest, DrainingIsForGoodAndKeepsWatches) {
  HealthRegistry health({"", "shop"});
  const auto watcher = std::make_shared<CountingWatcher>();
  health.Watch("shop", watcher);
  health.Set("", Health::kServing);
  EXPECT_FALSE(health.is_draining());
  health.Drain();
  health.Drain();
  health.Set("", Health::kServing);
  EXPECT_EQ(health.Get(""), Health::kNotServing);
  EXPECT_TRUE(health.is_draining());
  EXPECT_EQ(watcher->changes, 1);
  EXPECT_EQ(watcher->shutdowns, 0);
}

TEST(HealthRegistryTest, ShutdownIsForGood) {
  HealthRegistry health({""});
  const auto watcher = std::make_shared<CountingWatcher>();
  health.Watch("", watcher);
  health.Set("", Health::kServing);
  health.Shutdown();
  health.Shutdown();
  health.Set("", Health::kServing);
  EXPECT_EQ(health.Get(""), Health::kNotServing);
  EXPECT_TRUE(health.is_draining());
  EXPECT_EQ(watcher->changes, 2) << "serving, and no longer";
  EXPECT_EQ(watcher->shutdowns, 1);
}

TEST(HealthRegistryTest, WatchingAfterShutdownEndsAtOnce) {
  HealthRegistry health({""});
  health.Shutdown();
  const auto watcher = std::make_shared<CountingWatcher>();
  health.Watch("", watcher);
  EXPECT_EQ(watcher->shutdowns, 1);
}

TEST(HealthRegistryTest, UnknownServicesMayBeWatched) {
  HealthRegistry health({""});
  const auto watcher = std::make_shared<CountingWatcher>();
  health.Watch("bank", watcher);
  health.Set("", Health::kServing);
  EXPECT_EQ(watcher->changes, 0);
  health.Shutdown();
  EXPECT_EQ(watcher->shutdowns, 1);
}

TEST(HealthRegistryTest, ForgetsWatchersThatAreGone) {
  HealthRegistry health({""});
  auto watcher = std::make_shared<CountingWatcher>();
  health.Watch("", watcher);
  EXPECT_EQ(health.watcher_count(), 1);
  watcher.reset();
  health.Set("", Health::kServing);
  EXPECT_EQ(health.watcher_count(), 0);
}

TEST(HealthRegistryTest, ManyThreadsAtOnce) {
  HealthRegistry health({"", "shop"});
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&health, t] {
      for (int i = 0; i < 500; ++i) {
        const auto watcher = std::make_shared<CountingWatcher>();
        health.Watch("shop", watcher);
        health.Set("shop",
                   (i + t) % 2 == 0 ? Health::kServing : Health::kNotServing);
        health.Get("shop");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  health.Shutdown();
  EXPECT_EQ(health.Get("shop"), Health::kNotServing);
  EXPECT_EQ(health.watcher_count(), 0) << "Shutdown() met none alive";
}

}  // namespace
}  // namespace customer2vec
