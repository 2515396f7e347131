#include "server/services/event_service.h"

#include <grpcpp/grpcpp.h>

#include "customer2vec/v1/event_service.grpc.pb.h"
#include "server/services/method_answers.h"

namespace customer2vec {
namespace {

constexpr char kService[] = "customer2vec.v1.EventService";

class EventService final : public v1::EventService::CallbackService {
 public:
  explicit EventService(const ServiceEnvironment& environment)
      : environment_(environment) {}

 private:
  const ServiceEnvironment environment_;

  C2V_METHOD_NOT_IMPLEMENTED(RecordEvents);
  C2V_METHOD_NOT_IMPLEMENTED(ForgetCustomer);
};

}  // namespace

std::unique_ptr<grpc::Service> MakeEventService(
    const ServiceEnvironment& environment) {
  return std::make_unique<EventService>(environment);
}

}  // namespace customer2vec
