#include "trainer/corpus/load_corpus.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/scratch_folder.h"
#include "core/base/sha256.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr char kLines[] =
    "who,order,item,when\n"
    "ann,1,milk,2017-01-01 10:00:00\n"
    "ann,1,tea,2017-01-01 10:00:00\n"
    "bob,2,milk,2017-01-02 10:00:00\n";
constexpr char kItems[] =
    "id,name,department\nmilk,Whole Milk,dairy\nsoap,Soap,home\n";

class LoadCorpusTest : public testing::Test {
 protected:
  LoadCorpusTest() {
    folder_.Write("lines.csv", kLines);
    folder_.Write("items.csv", kItems);
  }

  // Loads lines.csv and items.csv; `more` adds to the configuration.
  absl::StatusOr<LoadedData> Load(const std::string& more = "") {
    v1::DataConfig config;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        R"(interactions { delimited { path: "lines.csv"
             columns { customer: "who" order: "order" item: "item"
                       time: "when" } } }
           catalogue { delimited { path: "items.csv" item: "id" name: "name"
             attributes { column: "department" } } } )" +
            more,
        &config));
    return LoadCorpus(config, folder_.path());
  }

  const ScratchFolder folder_;
};

TEST_F(LoadCorpusTest, LoadsCorpusCatalogueAndReport) {
  C2V_ASSERT_OK_AND_ASSIGN(const LoadedData data, Load());
  EXPECT_THAT(data.corpus.arrays().item_ids,
              ElementsAre("milk", "tea", "soap"));
  EXPECT_THAT(data.corpus.arrays().customer_ids, ElementsAre("ann", "bob"));
  EXPECT_THAT(data.corpus.arrays().items, ElementsAre(0, 1, 0));
  EXPECT_EQ(data.corpus.Time(1), 1483351200);
  EXPECT_THAT(data.catalogue.names, ElementsAre("Whole Milk", "tea", "Soap"));
  ASSERT_THAT(data.catalogue.attributes, SizeIs(1));
  EXPECT_THAT(data.catalogue.attributes[0].values,
              ElementsAre("dairy", "", "home"));
  const DataReport& report = data.report;
  ASSERT_THAT(report.files, SizeIs(2));
  EXPECT_EQ(report.files[0].rows(), 2u);
  EXPECT_EQ(report.files[1].rows(), 3u);
  EXPECT_EQ(report.lines, 3u);
  EXPECT_EQ(report.baskets, 2u);
  EXPECT_EQ(report.anonymous_baskets, 0u);
  EXPECT_EQ(report.customers, 2u);
  EXPECT_EQ(report.items_taken, 2u);
  EXPECT_EQ(report.catalogue_items, 2u);
  EXPECT_EQ(report.items_without_a_row, 1u);
  EXPECT_EQ(report.fingerprint,
            Sha256Hex(Sha256Hex(kItems) + Sha256Hex(kLines)));
}

TEST_F(LoadCorpusTest, LoadsAndReportsCustomersAndOutcomes) {
  folder_.Write("who.csv", "id,age\nann,45\nzoe,30\nyan,1\n");
  folder_.Write("out.csv", "id,v\nann,1\nbob,\nzoe,0\n");
  C2V_ASSERT_OK_AND_ASSIGN(
      const LoadedData data,
      Load(R"(customers { delimited { path: "who.csv" customer: "id"
                                      attributes { column: "age" } } }
              outcomes { delimited { path: "out.csv" customer: "id"
                                     metric: "m" value: "v" } })"));
  EXPECT_THAT(data.side.customers.ids, ElementsAre("ann", "zoe", "yan"));
  EXPECT_THAT(data.side.outcomes.outcomes, SizeIs(2));
  EXPECT_THAT(data.report.files, SizeIs(4));
  EXPECT_THAT(
      data.report.ToString(),
      HasSubstr("3 customers with attributes, 2 of them without interactions\n"
                "2 outcomes, 1 of their customers without interactions (rows "
                "left out: 1 without a value, 0 replaced by later ones)\n"));
}

TEST_F(LoadCorpusTest, LoadsAndReportsEdges) {
  folder_.Write("pay.csv", "a,b,w\nann,bob,2\nann,ann,1\nbob,cy,0\n");
  C2V_ASSERT_OK_AND_ASSIGN(
      const LoadedData data,
      Load(R"(edges { graph: "pay" delimited { path: "pay.csv" from: "a"
                                               to: "b" weight: "w" } })"));
  ASSERT_THAT(data.side.edges.lists(), SizeIs(1));
  EXPECT_EQ(data.side.edges.lists()[0].graph, "pay");
  EXPECT_THAT(data.report.files, SizeIs(3));
  EXPECT_THAT(data.report.ToString(),
              HasSubstr("1 edges among 2 nodes (rows left out: 1 without a "
                        "weight above 0, 1 from a node to itself)\n"));
}

TEST_F(LoadCorpusTest, NodesOfEdgesAloneAreItems) {
  folder_.Write("edges.csv", "a,b,place\nx,y,p\ny,x,q\nz,x,p\n");
  v1::DataConfig config;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"(edges { delimited { path: "edges.csv" from: "a" to: "b" } }
         edges { delimited { path: "edges.csv" from: "a" to: "place"
                             to_kind: NODE_KIND_OTHER } })",
      &config));
  C2V_ASSERT_OK_AND_ASSIGN(const LoadedData data,
                           LoadCorpus(config, folder_.path()));
  EXPECT_THAT(data.corpus.arrays().item_ids, ElementsAre("x", "y", "z"));
  EXPECT_EQ(data.corpus.basket_count(), 0u);
  EXPECT_THAT(data.catalogue.names, ElementsAre("x", "y", "z"));
}

TEST_F(LoadCorpusTest, ReadsLinesAndJson) {
  folder_.Write("sessions.txt", "milk tea milk\n");
  folder_.Write("baskets.json", R"({"ann": [["tea"], ["milk", 7]]})");
  v1::DataConfig config;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"(interactions { lines { path: "sessions.txt" } }
         interactions { json_baskets { path: "baskets.json" } }
         order_repeats: ORDER_REPEATS_KEEP)",
      &config));
  C2V_ASSERT_OK_AND_ASSIGN(const LoadedData data,
                           LoadCorpus(config, folder_.path()));
  EXPECT_EQ(data.corpus.basket_count(), 3u);
  EXPECT_EQ(data.corpus.token_count(), 6u);
  EXPECT_EQ(data.report.anonymous_baskets, 1u);
  EXPECT_THAT(data.corpus.arrays().customer_ids, ElementsAre("ann"));
  EXPECT_FALSE(data.corpus.arrays().has_times);
}

TEST_F(LoadCorpusTest, BasketsOfNobodyAreCounted) {
  folder_.Write("lines.csv", absl::StrCat(kLines, ",3,tea,1\n"));
  C2V_ASSERT_OK_AND_ASSIGN(const LoadedData data, Load());
  EXPECT_EQ(data.report.anonymous_baskets, 1u);
  EXPECT_EQ(data.report.customers, 2u);
}

TEST_F(LoadCorpusTest, UnknownProductsAreBadOnRequest) {
  C2V_ASSERT_OK_AND_ASSIGN(
      const LoadedData data,
      Load("bad_rows { require_catalogue_item: true max_ratio: 0.5 }"));
  EXPECT_THAT(data.corpus.arrays().item_ids, ElementsAre("milk", "soap"));
  EXPECT_EQ(data.report.bad_rows(), 1u);
  EXPECT_EQ(data.report.files[1].samples()[0].line, 3u);
  EXPECT_EQ(data.report.files[1].samples()[0].detail,
            "item \"tea\" is not in the catalogue");
  EXPECT_THAT(Load("bad_rows { require_catalogue_item: true }"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("lines.csv: 1 of 3 rows"),
                             HasSubstr("lines.csv:3: unknown product"))));
}

TEST_F(LoadCorpusTest, AnOrderOfTwoCustomersIsBad) {
  folder_.Write("lines.csv", absl::StrCat(kLines, "bob,1,milk,1\n"));
  C2V_ASSERT_OK_AND_ASSIGN(const LoadedData data,
                           Load("bad_rows { max_ratio: 1 }"));
  EXPECT_EQ(data.report.files[1].bad_rows(BadRowReason::kOrderOfAnother), 1u);
  EXPECT_EQ(data.report.files[1].samples()[0].line, 5u);
  EXPECT_EQ(data.report.files[1].samples()[0].detail,
            "order \"1\" of customer \"bob\" belongs to customer \"ann\"");
  EXPECT_EQ(data.report.lines, 3u);
}

TEST_F(LoadCorpusTest, ASecondRowOfAnItemIsBad) {
  folder_.Write("items.csv", absl::StrCat(kItems, "milk,Skim Milk,dairy\n"));
  C2V_ASSERT_OK_AND_ASSIGN(const LoadedData data,
                           Load("bad_rows { max_ratio: 1 }"));
  EXPECT_EQ(data.catalogue.names[0], "Whole Milk");
  EXPECT_EQ(data.report.files[0].samples()[0].line, 4u);
  EXPECT_EQ(data.report.files[0].samples()[0].detail,
            "item \"milk\" has a row already");
  EXPECT_THAT(Load(), StatusIs(absl::StatusCode::kInvalidArgument,
                               HasSubstr("items.csv:4: duplicate id")));
}

// Side tables are read beside the shop: often enough that both orders happen.
TEST_F(LoadCorpusTest, FilesAndErrorsStandInOneOrderWhateverEndsFirst) {
  std::string many = "id,v\n";
  for (int i = 0; i < 2000; ++i) absl::StrAppend(&many, i, ",1\n");
  folder_.Write("who.csv", "id,age\nann,45\n");
  const std::string side =
      R"(customers { delimited { path: "who.csv" customer: "id"
                                 attributes { column: "age" } } }
         outcomes { delimited { path: "out.csv" customer: "id" metric: "m"
                                value: "v" } })";
  for (int i = 0; i < 30; ++i) {
    folder_.Write("lines.csv", kLines);
    folder_.Write("out.csv", many);
    C2V_ASSERT_OK_AND_ASSIGN(const LoadedData data, Load(side));
    std::vector<std::string> files;
    for (const FileLog& file : data.report.files) {
      files.push_back(file.path().substr(file.path().rfind('/') + 1));
    }
    EXPECT_THAT(files,
                ElementsAre("items.csv", "lines.csv", "who.csv", "out.csv"));

    folder_.Write("lines.csv", absl::StrCat(kLines, "bob,1,milk,1\n"));
    EXPECT_THAT(Load(side), StatusIs(absl::StatusCode::kInvalidArgument,
                                     HasSubstr("lines.csv:5")));
    folder_.Write("out.csv", absl::StrCat(many, std::string(99, 'x'), "\n"));
    EXPECT_THAT(Load(side + "bad_rows { strict: true }"),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("out.csv:2002")));
  }
}

TEST_F(LoadCorpusTest, NothingToLearnFromIsAnError) {
  folder_.Write("lines.csv", "who,order,item,when\n");
  EXPECT_THAT(Load(), StatusIs(absl::StatusCode::kInvalidArgument,
                               AllOf(HasSubstr("not one line"),
                                     HasSubstr("lines.csv: 0 of 0 rows"))));
}

TEST_F(LoadCorpusTest, ErrorsOfFilesAndConfigurationPassThrough) {
  EXPECT_THAT(Load("interactions {}"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       StartsWith("data.interactions[1] names no source")));
  EXPECT_THAT(Load("catalogue { delimited { path: \"no.csv\" item: \"i\" } }"),
              StatusIs(absl::StatusCode::kNotFound,
                       StartsWith("data.catalogue[1].delimited.path: ")));
  folder_.Write("items.csv", "id,name\n");
  EXPECT_THAT(
      Load(),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("catalogue[0].delimited.attributes[0].column: ")));
}

TEST_F(LoadCorpusTest, LoadsAnInstacartFolder) {
  folder_.Write("orders.csv",
                "order_id,user_id,eval_set,order_number,order_dow,"
                "order_hour_of_day,days_since_prior_order\n"
                "10,1,prior,1,2,08,\n9,1,train,2,3,07,2.0\n");
  folder_.Write("order_products__prior.csv",
                "order_id,product_id,add_to_cart_order,reordered\n"
                "10,101,2,0\n10,102,1,0\n9,103,1,0\n9,101,2,1\n");
  folder_.Write("products.csv",
                "product_id,product_name,aisle_id,department_id\n"
                "101,Tea,1,7\n102,Nuts,2,7\n");
  folder_.Write("aisles.csv", "aisle_id,aisle\n1,tea\n2,nuts\n");
  folder_.Write("departments.csv", "department_id,department\n7,pantry\n");
  v1::DataConfig config;
  config.mutable_instacart()->set_folder(folder_.path());
  config.mutable_bad_rows()->set_max_ratio(0.5);
  C2V_ASSERT_OK_AND_ASSIGN(const LoadedData data, LoadCorpus(config, ""));
  EXPECT_THAT(data.corpus.arrays().item_ids, ElementsAre("101", "102"));
  EXPECT_THAT(data.corpus.arrays().items, ElementsAre(1, 0, 0));
  EXPECT_THAT(data.corpus.arrays().basket_times, ElementsAre(28800, 198000));
  EXPECT_THAT(data.catalogue.names, ElementsAre("Tea", "Nuts"));
  EXPECT_EQ(data.report.bad_rows(), 1u);  // 103 is not in products.csv
}

TEST_F(LoadCorpusTest, LogsAloneAreInteractions) {
  folder_.Write(
      "log.jsonl",
      "{\"user\": \"ann\", \"ts\": 1700000000, \"event\": \"view\", "
      "\"device\": \"phone\"}\n"
      "{\"user\": \"bob\", \"ts\": 1700000001, \"event\": \"view\", "
      "\"device\": \"desk\"}\n"
      "{\"user\": \"ann\", \"ts\": 1700009000, \"event\": \"buy\"}\n");
  v1::DataConfig config;
  config.add_logs()->set_path("log.jsonl");
  C2V_ASSERT_OK_AND_ASSIGN(const LoadedData data,
                           LoadCorpus(config, folder_.path()));
  EXPECT_THAT(data.corpus.arrays().item_ids,
              ElementsAre("view", "buy", "device=desk", "device=phone"));
  EXPECT_THAT(data.corpus.arrays().customer_ids, ElementsAre("ann", "bob"));
  EXPECT_EQ(data.corpus.basket_count(), 3u);
  EXPECT_EQ(data.corpus.Time(1), 1700009000);
  EXPECT_EQ(data.catalogue.attributes[0].name, "field");
  EXPECT_THAT(data.catalogue.attributes[0].values,
              ElementsAre("event", "event", "device", "device"));
  EXPECT_EQ(data.side.logs.event_count(), 3u);
  EXPECT_THAT(data.report.ToString(),
              AllOf(HasSubstr("log.jsonl: 3 rows"),
                    HasSubstr("log.jsonl: JSON Lines, 3 events")));
  EXPECT_THAT(data.report.fingerprint, ::testing::Not(::testing::IsEmpty()));

  config.add_catalogue()->mutable_delimited()->set_path("items.csv");
  EXPECT_THAT(LoadCorpus(config, folder_.path()),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("data.catalogue")));
}

TEST_F(LoadCorpusTest, SessionsOfALogWithoutTimesAreNumbered) {
  folder_.Write("log.csv",
                "user,session,event\nann,1,view\nbob,1,view\nann,2,buy\n");
  v1::DataConfig config;
  config.add_logs()->set_path("log.csv");
  C2V_ASSERT_OK_AND_ASSIGN(const LoadedData data,
                           LoadCorpus(config, folder_.path()));
  EXPECT_FALSE(data.corpus.has_times());
  EXPECT_THAT(data.corpus.arrays().basket_customers, ElementsAre(0, 0, 1));
  EXPECT_THAT(data.corpus.arrays().basket_times, ElementsAre(0, 1, 2));
  EXPECT_EQ(data.side.logs.basket_times, data.corpus.arrays().basket_times);
}

TEST_F(LoadCorpusTest, LogsStandBesideInteractions) {
  folder_.Write("log.csv", "user,event\nann,view\nzoe,view\nann,buy\n");
  C2V_ASSERT_OK_AND_ASSIGN(const LoadedData data,
                           Load(R"(logs { path: "log.csv" })"));
  EXPECT_THAT(data.corpus.arrays().item_ids,
              ElementsAre("milk", "tea", "soap"));
  EXPECT_THAT(data.side.logs.customer_ids, ElementsAre("ann", "zoe"));
  EXPECT_THAT(Load(R"(logs { path: "log.csv" }
                      logs { path: "b" tokens: LOG_TOKENS_EVENT })"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("data.logs[1].tokens")));
}

}  // namespace
}  // namespace customer2vec
