// Callers that ask a server again and again until told to stop, and remember
// what they got.
//
//   Callers callers(server.Channel(), store.item_id(), 4);
//   ... publish a snapshot ...
//   callers.Stop();
//   EXPECT_THAT(callers.errors(), IsEmpty());
//
// Each caller waits for its answer before it asks again, over one channel and
// without retries, so that nothing hides a failed call.

#ifndef CUSTOMER2VEC_TESTS_SERVER_CALLER_H_
#define CUSTOMER2VEC_TESTS_SERVER_CALLER_H_

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "customer2vec/v1/recommendation_service.grpc.pb.h"

namespace customer2vec {

class Callers {
 public:
  Callers(const std::shared_ptr<grpc::Channel>& channel,
          const std::string& item_id, int threads) {
    for (int i = 0; i < threads; ++i) {
      threads_.emplace_back([=, this] { Run(channel, item_id); });
    }
  }
  ~Callers() { Stop(); }

  void Stop() {
    stopping_ = true;
    for (std::thread& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

  // Calls answered by each version.
  std::map<std::string, int> answers() const {
    std::lock_guard lock(mutex_);
    return answers_;
  }
  int answered() const {
    int sum = 0;
    for (const auto& [version, count] : answers()) sum += count;
    return sum;
  }
  // What failed calls said, "code: message".
  std::vector<std::string> errors() const {
    std::lock_guard lock(mutex_);
    return errors_;
  }

 private:
  void Run(const std::shared_ptr<grpc::Channel>& channel,
           const std::string& item_id) {
    const auto stub = v1::RecommendationService::NewStub(channel);
    v1::RecommendSimilarItemsRequest request;
    request.set_item_id(item_id);
    while (!stopping_) {
      grpc::ClientContext context;
      v1::RecommendSimilarItemsResponse response;
      const grpc::Status status =
          stub->RecommendSimilarItems(&context, request, &response);
      std::lock_guard lock(mutex_);
      if (!status.ok()) {
        errors_.push_back(std::to_string(status.error_code()) + ": " +
                          status.error_message());
        return;
      }
      ++answers_[response.served_by().snapshot_version()];
    }
  }

  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  std::map<std::string, int> answers_;
  std::vector<std::string> errors_;
  std::vector<std::thread> threads_;
};

// Yields until `done()` or a minute has passed; whether it was done.
template <typename Done>
bool WaitUntil(Done done) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (!done()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TESTS_SERVER_CALLER_H_
