// Turns new calls away while a server ends.
//
//   if (gate.is_closed()) return call.Finish(Draining());
//
// gRPC 1.51 cuts calls that arrive after Server::Shutdown() on a connection
// that is still open: the caller gets CANCELLED, which no client retries. So
// the gate closes first: calls get UNAVAILABLE, and by the time of Shutdown()
// callers have gone elsewhere. Thread-safe.

#ifndef CUSTOMER2VEC_SERVER_RPC_DRAIN_GATE_H_
#define CUSTOMER2VEC_SERVER_RPC_DRAIN_GATE_H_

#include <atomic>

namespace customer2vec {

class DrainGate {
 public:
  // For good.
  void Close() { closed_.store(true, std::memory_order_relaxed); }

  bool is_closed() const { return closed_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> closed_ = false;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_RPC_DRAIN_GATE_H_
