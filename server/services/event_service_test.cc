#include "server/services/event_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "customer2vec/v1/event_service.grpc.pb.h"
#include "server/services/service_test_util.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using Stub = v1::EventService::Stub;

TEST(EventServiceTest, EveryMethodSaysThatItIsNotCarriedOutAndIsCounted) {
  ServiceUnderTest<v1::EventService> service(&MakeEventService);
  v1::RecordEventsResponse recorded;
  const grpc::Status record =
      service.Call(&Stub::RecordEvents, v1::RecordEventsRequest(), &recorded);
  EXPECT_EQ(record.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_THAT(record.error_message(),
              HasSubstr("/customer2vec.v1.EventService/RecordEvents"));
  v1::ForgetCustomerResponse forgotten;
  const grpc::Status forget = service.Call(
      &Stub::ForgetCustomer, v1::ForgetCustomerRequest(), &forgotten);
  EXPECT_EQ(forget.error_code(), grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_THAT(forget.error_message(),
              HasSubstr("/customer2vec.v1.EventService/ForgetCustomer"));
  EXPECT_EQ(service.rpc_metrics.handled(absl::StatusCode::kUnimplemented), 2);
}

}  // namespace
}  // namespace customer2vec
