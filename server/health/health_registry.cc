#include "server/health/health_registry.h"

#include <utility>

namespace customer2vec {

HealthRegistry::HealthRegistry(const std::vector<std::string>& services) {
  for (const std::string& service : services) {
    services_[service] = Health::kNotServing;
  }
}

Health HealthRegistry::Get(absl::string_view service) const {
  std::lock_guard lock(mutex_);
  const auto found = services_.find(std::string(service));
  return found == services_.end() ? Health::kUnknownService : found->second;
}

std::map<std::string, Health, std::less<>> HealthRegistry::List() const {
  std::lock_guard lock(mutex_);
  return services_;
}

void HealthRegistry::Set(absl::string_view service, Health health) {
  Watchers to_tell;
  {
    std::lock_guard lock(mutex_);
    Health& current = services_[std::string(service)];
    if (draining_ || current == health) return;
    current = health;
    to_tell = LiveWatchers(&service);
  }
  for (const auto& watcher : to_tell) watcher->OnChange();
}

void HealthRegistry::Drain() {
  Watchers to_tell;
  {
    std::lock_guard lock(mutex_);
    if (std::exchange(draining_, true)) return;
    for (auto& [service, health] : services_) health = Health::kNotServing;
    to_tell = LiveWatchers(nullptr);
  }
  for (const auto& watcher : to_tell) watcher->OnChange();
}

bool HealthRegistry::is_draining() const {
  std::lock_guard lock(mutex_);
  return draining_;
}

void HealthRegistry::Shutdown() {
  Drain();
  Watchers to_tell;
  {
    std::lock_guard lock(mutex_);
    if (std::exchange(shut_down_, true)) return;
    to_tell = LiveWatchers(nullptr);
  }
  for (const auto& watcher : to_tell) watcher->OnShutdown();
}

void HealthRegistry::Watch(absl::string_view service,
                           std::weak_ptr<HealthWatcher> watcher) {
  {
    std::lock_guard lock(mutex_);
    if (!shut_down_) {
      LiveWatchers(nullptr);  // forgets the dead, so that the list stays short
      watchers_.push_back({std::string(service), std::move(watcher)});
      return;
    }
  }
  if (const auto live = watcher.lock()) live->OnShutdown();
}

size_t HealthRegistry::watcher_count() const {
  std::lock_guard lock(mutex_);
  return watchers_.size();
}

HealthRegistry::Watchers HealthRegistry::LiveWatchers(
    const absl::string_view* service) {
  Watchers live;
  std::erase_if(watchers_, [&](const Watched& watched) {
    std::shared_ptr<HealthWatcher> watcher = watched.watcher.lock();
    if (watcher == nullptr) return true;
    if (service == nullptr || *service == watched.service) {
      live.push_back(std::move(watcher));
    }
    return false;
  });
  return live;
}

}  // namespace customer2vec
