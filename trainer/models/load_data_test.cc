#include "trainer/models/load_data.h"

#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "trainer/config/training_config.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class LoadDataTest : public ::testing::Test {
 protected:
  LoadDataTest() {
    folder_.Write("lines.csv", "order,item\n1,milk\n1,tea\n");
    folder_.Write("images.csv", "item,x\nmilk,1\n");
    folder_.Write("ids.txt", "milk\n");
  }

  absl::StatusOr<LoadedData> Load(const std::string& dense) {
    const auto config =
        ParseTrainingConfig(absl::StrCat(
                                R"(data { interactions { delimited {
                 path: "lines.csv" columns { order: "order" item: "item" } } } }
               models { name: "items" item2vec {} }
               models { name: "products" content2vec { )",
                                dense, " } }"),
                            "test");
    EXPECT_THAT(config, IsOk());
    return LoadData(*config, folder_.path());
  }

  std::string Fingerprint(const std::string& dense) {
    const auto data = Load(dense);
    EXPECT_THAT(data, IsOk());
    return data.ok() ? data->report.fingerprint : "";
  }

  const ScratchFolder folder_;
};

TEST_F(LoadDataTest, TakesTheFingerprintOfTheCorpusWhereModelsReadNoFiles) {
  C2V_ASSERT_OK_AND_ASSIGN(const LoadedData data, Load(""));
  v1::TrainingConfig config;
  C2V_ASSERT_OK_AND_ASSIGN(
      config, ParseTrainingConfig(
                  R"(data { interactions { delimited { path: "lines.csv"
                       columns { order: "order" item: "item" } } } })",
                  "test"));
  C2V_ASSERT_OK_AND_ASSIGN(const LoadedData corpus,
                           LoadCorpus(config.data(), folder_.path()));
  EXPECT_EQ(data.report.fingerprint, corpus.report.fingerprint);
  EXPECT_THAT(data.report.model_files, IsEmpty());
  EXPECT_EQ(data.side.data_root, folder_.path());
}

TEST_F(LoadDataTest, WhatModelsReadIsPartOfTheFingerprint) {
  const std::string dense = R"(dense { name: "image" path: "images.csv" })";
  const std::string before = Fingerprint(dense);
  EXPECT_NE(before, Fingerprint(""));
  EXPECT_EQ(before, Fingerprint(dense));
  folder_.Write("images.csv", "item,x\nmilk,2\n");
  EXPECT_NE(before, Fingerprint(dense));
  C2V_ASSERT_OK_AND_ASSIGN(const LoadedData data, Load(dense));
  ASSERT_THAT(data.report.model_files, SizeIs(1));
  EXPECT_THAT(data.report.ToString(), HasSubstr("images.csv: 14 bytes\n"));
}

TEST_F(LoadDataTest, IdsOfNumpyFilesAreFilesToo) {
  folder_.Write("v.npy", "whatever");
  const std::string dense =
      R"(dense { name: "image" path: "v.npy" ids: "ids.txt" })";
  const std::string before = Fingerprint(dense);
  folder_.Write("ids.txt", "tea\n");
  EXPECT_NE(before, Fingerprint(dense));
}

TEST_F(LoadDataTest, AMissingFileIsNamedWithItsModel) {
  EXPECT_THAT(
      Load(R"(dense { name: "image" path: "none.csv" })"),
      StatusIs(absl::StatusCode::kNotFound,
               AllOf(HasSubstr("model \"products\""), HasSubstr("none.csv"))));
}

}  // namespace
}  // namespace customer2vec
