#include "tests/server/raw_call.h"

#include <grpcpp/generic/generic_stub.h>

#include <chrono>

#include "google/rpc/status.pb.h"

namespace customer2vec {
namespace {

// Waits for the one operation that runs.
bool Next(grpc::CompletionQueue* queue) {
  void* tag = nullptr;
  bool ok = false;
  return queue->Next(&tag, &ok) && ok;
}

std::string Bytes(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

template <typename Detail>
Detail DetailOf(const grpc::Status& status) {
  google::rpc::Status details;
  details.ParseFromString(status.error_details());
  Detail detail;
  for (const google::protobuf::Any& any : details.details()) {
    if (any.Is<Detail>()) any.UnpackTo(&detail);
  }
  return detail;
}

}  // namespace

RawReply CallRaw(const std::shared_ptr<grpc::Channel>& channel,
                 const std::string& method, const std::string& message) {
  grpc::GenericStub stub(channel);
  grpc::CompletionQueue queue;
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       std::chrono::minutes(1));
  const auto call = stub.PrepareCall(&context, method, &queue);
  call->StartCall(nullptr);
  RawReply reply;
  bool open = Next(&queue);
  if (open) {
    const grpc::Slice slice(message);
    call->WriteLast(grpc::ByteBuffer(&slice, 1), grpc::WriteOptions(), nullptr);
    Next(&queue);
  }
  while (open) {
    grpc::ByteBuffer buffer;
    call->Read(&buffer, nullptr);
    open = Next(&queue);
    if (open) reply.messages.push_back(Bytes(buffer));
  }
  call->Finish(&reply.status, nullptr);
  Next(&queue);
  queue.Shutdown();
  return reply;
}

google::rpc::ErrorInfo ErrorInfoOf(const grpc::Status& status) {
  return DetailOf<google::rpc::ErrorInfo>(status);
}

google::rpc::BadRequest BadRequestOf(const grpc::Status& status) {
  return DetailOf<google::rpc::BadRequest>(status);
}

}  // namespace customer2vec
