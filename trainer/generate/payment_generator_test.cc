#include "trainer/generate/payment_generator.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "core/base/scratch_folder.h"
#include "core/base/status_macros.h"
#include "core/base/status_matchers.h"
#include "trainer/corpus/load_corpus.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr PaymentOptions kSmall = {
    .entities = 400, .mean_orders = 5, .mean_order_services = 2, .seed = 5};

v1::DataConfig Config() {
  v1::DataConfig config;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"(interactions { delimited { path: "usage.csv" columns {
             customer: "entity_id" order: "order_id" item: "service_id"
             time: "used_at" } } }
         catalogue { delimited { path: "services.csv" item: "service_id"
                                 name: "name" } }
         edges { delimited { path: "payments.csv" from: "payer" to: "payee"
                             weight: "amount" time: "paid_at" directed: true
                             from_kind: NODE_KIND_CUSTOMER
                             to_kind: NODE_KIND_CUSTOMER } }
         bad_rows { strict: true require_catalogue_item: true })",
      &config));
  return config;
}

TEST(PaymentGeneratorTest, TheReadersTakeWhatItWrites) {
  const ScratchFolder folder;
  C2V_ASSERT_OK_AND_ASSIGN(const PaymentCounts counts,
                           GeneratePayments(kSmall, folder.Path("net")));
  C2V_ASSERT_OK_AND_ASSIGN(const LoadedData data,
                           LoadCorpus(Config(), folder.Path("net")));
  EXPECT_EQ(data.corpus.customer_count(), 400);
  EXPECT_EQ(data.corpus.basket_count(), counts.orders);
  EXPECT_EQ(data.corpus.token_count(), counts.lines);
  EXPECT_EQ(data.report.bad_rows(), 0);
  ASSERT_THAT(data.side.edges.lists(), SizeIs(1));
  EXPECT_EQ(data.report.edges, counts.payments);
  EXPECT_EQ(data.report.edges_without_weight, 0);
  EXPECT_EQ(data.report.edge_loops, 0);
  EXPECT_THAT(folder.Read("net/truth.csv"),
              StartsWith("entity_id,industry,behavior\nE1,0,"));
  EXPECT_THAT(folder.Read("net/service_truth.csv"),
              HasSubstr("S1,industry,0,0\n"));
}

// Means over 400 entities: orders 5 with a deviation of 3.5 an entity, partners
// 8 with 7.5.
TEST(PaymentGeneratorTest, MeansComeOutAsAsked) {
  const ScratchFolder folder;
  C2V_ASSERT_OK_AND_ASSIGN(const PaymentCounts counts,
                           GeneratePayments(kSmall, folder.Path("net")));
  EXPECT_NEAR(counts.orders / 400.0, 5, 0.7);
  EXPECT_NEAR(counts.payments / 400.0, 32, 6);
  EXPECT_NEAR(counts.lines / static_cast<double>(counts.orders), 2, 0.2);
}

TEST(PaymentGeneratorTest, TheSameOptionsGiveTheSameBytes) {
  const ScratchFolder folder;
  PaymentOptions other = kSmall;
  other.seed = 6;
  ASSERT_THAT(GeneratePayments(kSmall, folder.Path("a")), IsOk());
  ASSERT_THAT(GeneratePayments(kSmall, folder.Path("b")), IsOk());
  ASSERT_THAT(GeneratePayments(other, folder.Path("c")), IsOk());
  for (const char* name : {"payments.csv", "usage.csv", "truth.csv"}) {
    const std::string bytes = folder.Read(std::string("a/") + name);
    EXPECT_EQ(bytes, folder.Read(std::string("b/") + name));
    EXPECT_NE(bytes, folder.Read(std::string("c/") + name));
  }
}

TEST(PaymentGeneratorTest, RefusesWhatIsThereAndBadOptions) {
  const ScratchFolder folder;
  folder.Write("net/truth.csv", "mine");
  EXPECT_THAT(GeneratePayments(kSmall, folder.Path("net")),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("net")));
  EXPECT_THAT(GeneratePayments({.industries = 0}, folder.Path("other")),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("industries is 0")));
}

}  // namespace
}  // namespace customer2vec
