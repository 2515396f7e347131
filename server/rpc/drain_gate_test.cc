#include "server/rpc/drain_gate.h"

#include <gtest/gtest.h>

namespace customer2vec {
namespace {

TEST(DrainGateTest, ClosesForGood) {
  DrainGate gate;
  EXPECT_FALSE(gate.is_closed());
  gate.Close();
  gate.Close();
  EXPECT_TRUE(gate.is_closed());
}

}  // namespace
}  // namespace customer2vec
