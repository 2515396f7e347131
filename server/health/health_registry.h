// Which services can answer, told to whoever asks or watches.
//
//   HealthRegistry health({"", "customer2vec.v1.RecommendationService"});
//   health.Get("");                        // kNotServing: nothing is said yet
//   health.Set("", Health::kServing);      // every watcher of "" hears of it
//   health.Drain();                        // kNotServing for good
//   health.Shutdown();                     // watches end
//
// The services are fixed from the start, each not serving until it is said to:
// the truth of a server that has loaded nothing. "" stands for the server as a
// whole. One registry stands behind the health services of all ports, so that
// they never disagree.
//
// Thread-safe. Watchers are called with no lock held, in any thread that calls
// Set(), Drain() or Shutdown().

#ifndef CUSTOMER2VEC_SERVER_HEALTH_HEALTH_REGISTRY_H_
#define CUSTOMER2VEC_SERVER_HEALTH_HEALTH_REGISTRY_H_

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace customer2vec {

enum class Health {
  kServing,
  kNotServing,
  kUnknownService,  // no such service here; never stored
};

// Hears of one service. Calls may come from several threads at once and out of
// order: what a call says is only that something is new, Get() says what.
class HealthWatcher {
 public:
  virtual ~HealthWatcher() = default;
  virtual void OnChange() = 0;
  virtual void OnShutdown() = 0;
};

class HealthRegistry {
 public:
  explicit HealthRegistry(const std::vector<std::string>& services);

  // kUnknownService for a name that was not given to the constructor.
  Health Get(absl::string_view service) const;

  // Every service with its health.
  std::map<std::string, Health, std::less<>> List() const;

  // Without effect after Drain(). REQUIRES: `service` was given to the
  // constructor, `health` is not kUnknownService.
  void Set(absl::string_view service, Health health);

  // Everything is kNotServing from now on; watchers hear of it.
  void Drain();
  bool is_draining() const;

  // Drains, and ends the watches.
  void Shutdown();

  // Calls `watcher` at each change of `service`, of which there is none if it
  // is unknown, and at Shutdown(), at once if that has been. Keeps a weak
  // reference: a watcher stops by ceasing to be.
  void Watch(absl::string_view service, std::weak_ptr<HealthWatcher> watcher);

  // Watchers of all services. Those that ceased to be count until the next
  // Watch() or change of a service.
  size_t watcher_count() const;

 private:
  struct Watched {
    std::string service;
    std::weak_ptr<HealthWatcher> watcher;
  };
  using Watchers = std::vector<std::shared_ptr<HealthWatcher>>;

  // Watchers of `service`, or all of them if it is null; forgets the dead.
  Watchers LiveWatchers(const absl::string_view* service);

  mutable std::mutex mutex_;
  bool draining_ = false;
  bool shut_down_ = false;
  std::map<std::string, Health, std::less<>> services_;
  std::vector<Watched> watchers_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_HEALTH_HEALTH_REGISTRY_H_
