// What Prometheus sees of a running c2v-server.

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

#include "core/base/scratch_folder.h"
#include "customer2vec/v1/recommendation_service.grpc.pb.h"
#include "server/testing/test_store.h"
#include "tests/server/server_process.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

class MonitoringTest : public ::testing::Test {
 protected:
  MonitoringTest() {
    version_ = store_.Publish();
    server_ = std::make_unique<ServerProcess>(store_.folder());
    server_->WaitForLog("serving as");
  }

  // The body of /metrics.
  std::string Metrics() const {
    const std::string response = server_->Http("/metrics");
    EXPECT_THAT(response, HasSubstr("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(response, HasSubstr("Content-Type: text/plain; version=0.0.4"));
    return response.substr(response.find("\r\n\r\n") + 4);
  }

  void Recommend(const std::string& item_id, int k) const {
    const auto stub = v1::RecommendationService::NewStub(server_->Channel());
    v1::RecommendSimilarItemsRequest request;
    request.set_item_id(item_id);
    request.set_k(k);
    grpc::ClientContext context;
    v1::RecommendSimilarItemsResponse response;
    stub->RecommendSimilarItems(&context, request, &response);
  }

  TestStore store_;
  std::string version_;
  std::unique_ptr<ServerProcess> server_;
};

TEST_F(MonitoringTest, CountsCallsByMethodAndCode) {
  Recommend(store_.item_id(), 3);
  Recommend(store_.item_id(), 3);
  Recommend(store_.item_id(), -1);
  const std::string labels =
      "{grpc_type=\"unary\",grpc_service=\"customer2vec.v1."
      "RecommendationService\",grpc_method=\"RecommendSimilarItems\"";
  const std::string page = Metrics();
  EXPECT_THAT(page, HasSubstr("grpc_server_started_total" + labels + "} 3\n"));
  EXPECT_THAT(page, HasSubstr("grpc_server_handled_total" + labels +
                              ",grpc_code=\"OK\"} 2\n"));
  EXPECT_THAT(page, HasSubstr("grpc_server_handled_total" + labels +
                              ",grpc_code=\"INVALID_ARGUMENT\"} 1\n"));
  EXPECT_THAT(
      page, HasSubstr("grpc_server_handling_seconds_count" + labels + "} 3\n"));
  EXPECT_THAT(page, HasSubstr("grpc_server_in_flight" + labels + "} 0\n"));
}

TEST_F(MonitoringTest, CountsFallbacksAndFill) {
  Recommend(store_.item_id(), 3);
  Recommend("no such item", 3);
  const std::string page = Metrics();
  EXPECT_THAT(page,
              HasSubstr("c2v_fallbacks_total{reason=\"unknown_item\"} 1\n"));
  EXPECT_THAT(page, HasSubstr("c2v_items_asked_total 6\n"));
  EXPECT_THAT(page, HasSubstr("c2v_items_returned_total 6\n"));
}

TEST_F(MonitoringTest, DescribesTheSnapshot) {
  const std::string page = Metrics();
  EXPECT_THAT(page, HasSubstr("c2v_snapshot_info{version=\"" + version_ +
                              "\",label=\"stable\""));
  for (const std::string name :
       {"age_seconds", "load_seconds", "size_bytes", "items", "customers"}) {
    EXPECT_THAT(page, HasSubstr("c2v_snapshot_" + name + "{version=\"" +
                                version_ + "\"} "));
  }
  EXPECT_THAT(page, HasSubstr("c2v_snapshot_load_failures_total{reason=\"data_"
                              "loss\"} 0\n"));
}

TEST_F(MonitoringTest, DescribesTheProcess) {
  const std::string page = Metrics();
  for (const std::string name :
       {"process_cpu_seconds_total", "process_resident_memory_bytes",
        "process_open_fds", "process_start_time_seconds",
        "c2v_build_info{version=\"",
        "c2v_executor_queue_depth{executor=\"serving\"}",
        "c2v_executor_shed_total{executor=\"serving\"}"}) {
    EXPECT_THAT(page, HasSubstr("\n" + name));
  }
}

TEST_F(MonitoringTest, PromtoolFindsNothingWrong) {
  if (std::system("command -v promtool > /dev/null") != 0) {
    GTEST_SKIP() << "promtool is not installed";
  }
  Recommend(store_.item_id(), 3);
  Recommend(store_.item_id(), -1);
  const ScratchFolder folder;
  const std::string page = folder.Write("metrics", Metrics());
  const std::string said = folder.Path("said");
  EXPECT_EQ(
      std::system(("promtool check metrics < " + page + " > " + said + " 2>&1")
                      .c_str()),
      0)
      << folder.Read("said");
}

TEST_F(MonitoringTest, OtherPathsAreNotFound) {
  EXPECT_THAT(server_->Http("/"), HasSubstr("404 Not Found"));
  EXPECT_THAT(server_->Http("/metrics/../store"), HasSubstr("404 Not Found"));
}

}  // namespace
}  // namespace customer2vec
