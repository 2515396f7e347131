// How a server's ports close: calls that run end first, connections are not
// waited for.
//
//   gate.Close();                              // what arrives is turned away
//   ClosePorts({grpc.get(), admin.get()}, deadline);
//
// gRPC itself waits for connections: it says goodbye on each and closes it when
// the client has answered. A client that does nothing answers when it looks at
// its connection again, which takes C++ clients up to ten seconds; so one idle
// channel would make every end as long as the deadline allows.

#ifndef CUSTOMER2VEC_SERVER_APP_CLOSE_PORTS_H_
#define CUSTOMER2VEC_SERVER_APP_CLOSE_PORTS_H_

#include <chrono>
#include <cstdint>
#include <vector>

namespace customer2vec {

// A port as its end sees it.
class ListeningPort {
 public:
  using TimePoint = std::chrono::system_clock::time_point;

  virtual ~ListeningPort() = default;

  // Calls that have arrived and whose answers are not written yet.
  virtual int64_t running_calls() const = 0;

  // Takes no new calls and closes each connection when its client agrees, or at
  // `deadline`, and with it the calls that still run.
  virtual void Shutdown(TimePoint deadline) = 0;
};

// Waits until no port has a running call, or for `deadline`; then shuts the
// ports down within a moment.
void ClosePorts(const std::vector<ListeningPort*>& ports,
                ListeningPort::TimePoint deadline);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_APP_CLOSE_PORTS_H_
