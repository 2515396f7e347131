// One RPC service in the test's process over a store of small real snapshots:
// what a service adds to the functions that answer.
//
//   ServiceUnderTest<v1::EventService> service(&MakeEventService);
//   service.store.Publish();
//   service.Reload();
//   v1::RecordEventsResponse response;
//   service.Call(&v1::EventService::Stub::RecordEvents, {}, &response);

#ifndef CUSTOMER2VEC_SERVER_SERVICES_SERVICE_TEST_UTIL_H_
#define CUSTOMER2VEC_SERVER_SERVICES_SERVICE_TEST_UTIL_H_

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "server/services/service_environment.h"
#include "server/testing/test_store.h"

namespace customer2vec {

template <typename Service>
class ServiceUnderTest {
 public:
  using Stub = typename Service::Stub;

  explicit ServiceUnderTest(
      std::unique_ptr<grpc::Service> (*make)(const ServiceEnvironment&))
      : service_(make({&manager_, &executor_, &rpc_metrics,
                       &recommendation_metrics, &gate})) {
    grpc::ServerBuilder builder;
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
    stub = Service::NewStub(server_->InProcessChannel({}));
  }

  ~ServiceUnderTest() { server_->Shutdown(); }

  void Reload() { EXPECT_TRUE(manager_.Reload({}).ok()); }

  template <typename Request, typename Response>
  grpc::Status Call(grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                 const Request&, Response*),
                    const Request& request, Response* response) {
    grpc::ClientContext context;
    return (stub.get()->*method)(&context, request, response);
  }

  TestStore store;
  DrainGate gate;
  RpcMetrics rpc_metrics;
  RecommendationMetrics recommendation_metrics;
  std::unique_ptr<Stub> stub;

 private:
  SnapshotManager manager_{store.store(),
                           {.load = [](const std::string& folder) {
                             return Snapshot::Load(folder);
                           }}};
  BoundedExecutor executor_{{.threads = 1, .queue_limit = 4}};
  const std::unique_ptr<grpc::Service> service_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_SERVICES_SERVICE_TEST_UTIL_H_
