#include "client/cpp/service_config.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "customer2vec/v1/embedding_service.grpc.pb.h"
#include "customer2vec/v1/recommendation_service.grpc.pb.h"
#include "customer2vec/v1/snapshot_service.grpc.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace customer2vec {
namespace {

using google::protobuf::Struct;

Struct ParsedConfig() {
  Struct config;
  const auto status = google::protobuf::util::JsonStringToMessage(
      std::string(ServiceConfigJson()), &config);
  EXPECT_TRUE(status.ok()) << status.ToString();
  return config;
}

TEST(ServiceConfigTest, NamesServicesThatExist) {
  const Struct config = ParsedConfig();
  const auto& method =
      config.fields().at("methodConfig").list_value().values(0).struct_value();
  std::set<std::string> names;
  for (const auto& name : method.fields().at("name").list_value().values()) {
    names.insert(name.struct_value().fields().at("service").string_value());
  }
  EXPECT_EQ(names, (std::set<std::string>{
                       v1::RecommendationService::service_full_name(),
                       v1::EmbeddingService::service_full_name(),
                       v1::SnapshotService::service_full_name(),
                       grpc::health::v1::Health::service_full_name()}));
}

TEST(ServiceConfigTest, RetriesUnavailableOnly) {
  const Struct config = ParsedConfig();
  const auto& policy = config.fields()
                           .at("methodConfig")
                           .list_value()
                           .values(0)
                           .struct_value()
                           .fields()
                           .at("retryPolicy")
                           .struct_value();
  const auto& codes = policy.fields().at("retryableStatusCodes").list_value();
  ASSERT_EQ(codes.values_size(), 1);
  EXPECT_EQ(codes.values(0).string_value(), "UNAVAILABLE");
  EXPECT_EQ(policy.fields().at("maxAttempts").number_value(), 4);
  EXPECT_EQ(config.fields().count("hedgingPolicy"), 0);
}

}  // namespace
}  // namespace customer2vec
