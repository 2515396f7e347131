#include "server/services/answer_memory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace customer2vec {
namespace {

using ::testing::Optional;

TEST(AnswerMemoryTest, KeepsTheFirstAnswer) {
  AnswerMemory<int> memory;
  EXPECT_EQ(memory.Find("a"), std::nullopt);
  memory.Remember("a", 1);
  memory.Remember("a", 2);
  memory.Remember("b", 3);
  EXPECT_THAT(memory.Find("a"), Optional(1));
  EXPECT_THAT(memory.Find("b"), Optional(3));
}

TEST(AnswerMemoryTest, TheEmptyIdIsNone) {
  AnswerMemory<int> memory;
  memory.Remember("", 1);
  EXPECT_EQ(memory.Find(""), std::nullopt);
}

TEST(AnswerMemoryTest, ForgetsTheOldest) {
  AnswerMemory<int> memory;
  const int n = AnswerMemory<int>::kRemembered;
  for (int i = 0; i <= n; ++i) memory.Remember(std::to_string(i), i);
  EXPECT_EQ(memory.Find("0"), std::nullopt);
  EXPECT_THAT(memory.Find("1"), Optional(1));
  EXPECT_THAT(memory.Find(std::to_string(n)), Optional(n));
}

TEST(AnswerMemoryTest, ThreadsAgreeOnOneAnswer) {
  AnswerMemory<int> memory;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&memory, t] {
      for (int i = 0; i < 200; ++i) {
        memory.Remember(std::to_string(i), t);
        const auto first = memory.Find(std::to_string(i));
        memory.Remember(std::to_string(i), t + 10);
        EXPECT_EQ(memory.Find(std::to_string(i)), first);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace customer2vec
