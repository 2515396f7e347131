// Answers to calls that carry a request_id (AIP-155): a call that is sent again
// changes nothing and gets the first answer.
//
//   AnswerMemory<v1::ReloadSnapshotsResponse> memory;
//   if (auto answer = memory.Find(request.request_id())) return *answer;
//   ... do it ...
//   memory.Remember(request.request_id(), response);
//
// Holds the last kRemembered answers; only successful ones belong here, since a
// call that failed may be tried again. Thread-safe.

#ifndef CUSTOMER2VEC_SERVER_SERVICES_ANSWER_MEMORY_H_
#define CUSTOMER2VEC_SERVER_SERVICES_ANSWER_MEMORY_H_

#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace customer2vec {

template <typename Response>
class AnswerMemory {
 public:
  static constexpr size_t kRemembered = 1000;

  // The first answer under `request_id`. Nothing is under the empty id.
  std::optional<Response> Find(const std::string& request_id) const {
    std::lock_guard lock(mutex_);
    const auto found = answers_.find(request_id);
    if (found == answers_.end()) return std::nullopt;
    return found->second;
  }

  // Without effect for the empty id and for one that has an answer.
  void Remember(const std::string& request_id, const Response& response) {
    if (request_id.empty()) return;
    std::lock_guard lock(mutex_);
    if (!answers_.emplace(request_id, response).second) return;
    order_.push_back(request_id);
    if (order_.size() > kRemembered) {
      answers_.erase(order_.front());
      order_.pop_front();
    }
  }

 private:
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Response> answers_;
  std::deque<std::string> order_;  // oldest first
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_SERVICES_ANSWER_MEMORY_H_
