#include "server/app/close_ports.h"

#include <algorithm>
#include <thread>

namespace customer2vec {
namespace {

using Clock = std::chrono::system_clock;

constexpr std::chrono::milliseconds kBetweenLooks(5);
// More than a round trip: clients that look at their connections close them by
// themselves.
constexpr std::chrono::milliseconds kGoodbye(100);

}  // namespace

void ClosePorts(const std::vector<ListeningPort*>& ports,
                ListeningPort::TimePoint deadline) {
  const auto is_busy = [](const ListeningPort* port) {
    return port->running_calls() > 0;
  };
  while (std::ranges::any_of(ports, is_busy) && Clock::now() < deadline) {
    std::this_thread::sleep_for(kBetweenLooks);
  }
  const ListeningPort::TimePoint goodbye =
      std::min(deadline, Clock::now() + kGoodbye);
  for (ListeningPort* port : ports) port->Shutdown(goodbye);
}

}  // namespace customer2vec
