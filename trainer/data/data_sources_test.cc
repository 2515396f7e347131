#include "trainer/data/data_sources.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;
using ::testing::StartsWith;

v1::DataConfig Parse(const std::string& text) {
  v1::DataConfig config;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &config));
  return config;
}

class DataSourcesTest : public testing::Test {
 protected:
  const ScratchFolder folder_;
  BadRowLog log_{{}};
};

TEST_F(DataSourcesTest, OpensEverySourceBelowTheRoot) {
  folder_.Write("a.csv", "o,i\n1,milk\n");
  folder_.Write("b.csv", "o,i\n2,bread\n");
  folder_.Write("c.csv", "i,d\nmilk,dairy\n");
  const v1::DataConfig config = Parse(
      R"(interactions { delimited { path: "a.csv"
                                    columns { order: "o" item: "i" } } }
         interactions { delimited { path: "b.csv"
                                    columns { order: "o" item: "i" } } }
         catalogue { delimited { path: "c.csv" item: "i"
                                 attributes { column: "d" } } })");
  C2V_ASSERT_OK_AND_ASSIGN(const auto interactions,
                           OpenInteractions(config, folder_.path(), log_));
  std::vector<std::string> items;
  for (const auto& reader : interactions) {
    while (reader->Next()) items.emplace_back(reader->interaction().item);
    EXPECT_THAT(reader->status(), IsOk());
  }
  EXPECT_THAT(items, ElementsAre("milk", "bread"));
  C2V_ASSERT_OK_AND_ASSIGN(const auto catalogue,
                           OpenCatalogue(config, folder_.path(), log_));
  ASSERT_THAT(catalogue, SizeIs(1));
  ASSERT_TRUE(catalogue[0]->Next());
  EXPECT_THAT(catalogue[0]->row().values, ElementsAre("dairy"));
}

TEST_F(DataSourcesTest, AWrongSourceIsNamedBeforeAnyRowIsRead) {
  folder_.Write("a.csv", "o,i\n1,milk\n");
  const v1::DataConfig config = Parse(
      R"(interactions { delimited { path: "a.csv"
                                    columns { order: "o" item: "i" } } }
         interactions { delimited { path: "a.csv"
                                    columns { order: "o" item: "x" } } }
         catalogue { delimited { path: "absent.csv" item: "i" } })");
  EXPECT_THAT(
      OpenInteractions(config, folder_.path(), log_),
      StatusIs(absl::StatusCode::kInvalidArgument,
               StartsWith("data.interactions[1].delimited.columns.item: ")));
  EXPECT_THAT(OpenCatalogue(config, folder_.path(), log_),
              StatusIs(absl::StatusCode::kNotFound,
                       StartsWith("data.catalogue[0].delimited.path: ")));
}

TEST_F(DataSourcesTest, OpensEverySourceOfEdges) {
  folder_.Write("pay.csv", "a,b\n1,2\n");
  const v1::DataConfig config = Parse(
      R"(edges { delimited { path: "pay.csv" from: "a" to: "b" } }
         edges { delimited { path: "pay.csv" from: "b" to: "a" } })");
  C2V_ASSERT_OK_AND_ASSIGN(const auto edges,
                           OpenEdges(config, folder_.path(), log_));
  ASSERT_THAT(edges, SizeIs(2));
  ASSERT_TRUE(edges[1]->Next());
  EXPECT_EQ(edges[1]->row().from, "2");
  v1::DataConfig wrong = config;
  wrong.mutable_edges(1)->mutable_delimited()->set_to("c");
  EXPECT_THAT(OpenEdges(wrong, folder_.path(), log_),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       StartsWith("data.edges[1].delimited.to: ")));
}

TEST_F(DataSourcesTest, OpensAnInstacartFolderBelowTheRoot) {
  const v1::DataConfig config = Parse("instacart { folder: \"sub\" }");
  EXPECT_THAT(OpenInteractions(config, folder_.path(), log_),
              StatusIs(absl::StatusCode::kNotFound,
                       StartsWith(absl::StrCat(
                           "data.instacart.folder: ", folder_.path(),
                           "/sub has no "
                           "orders.csv"))));
  EXPECT_THAT(OpenCatalogue(config, folder_.path(), log_),
              StatusIs(absl::StatusCode::kNotFound,
                       StartsWith("data.instacart.folder: ")));
}

}  // namespace
}  // namespace customer2vec
