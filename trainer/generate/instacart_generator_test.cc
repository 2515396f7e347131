#include "trainer/generate/instacart_generator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"
#include "trainer/corpus/load_corpus.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr GenerateOptions kSmall = {.customers = 300,
                                    .products = 400,
                                    .aisles = 20,
                                    .departments = 5,
                                    .tastes = 8,
                                    .mean_orders = 8,
                                    .mean_basket = 6,
                                    .repeat_share = 0.4};

absl::StatusOr<LoadedData> Load(const std::string& folder) {
  v1::DataConfig config;
  config.mutable_instacart()->set_folder(folder);
  config.mutable_bad_rows()->set_strict(true);
  return LoadCorpus(config, "");
}

// Name and bytes of every file.
std::map<std::string, std::string> Files(const std::string& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    files[entry.path().filename()] = {std::istreambuf_iterator<char>(file), {}};
  }
  return files;
}

// Taste by product id, from truth.csv.
std::map<std::string, int> ReadTastes(const ScratchFolder& folder,
                                      const std::string& name) {
  std::map<std::string, int> tastes;
  const std::string truth = folder.Read(name);
  for (const absl::string_view line :
       absl::StrSplit(truth, '\n', absl::SkipEmpty())) {
    const std::vector<std::string> fields = absl::StrSplit(line, ',');
    int taste;
    if (absl::SimpleAtoi(fields[1], &taste)) tastes[fields[0]] = taste;
  }
  return tastes;
}

TEST(InstacartGeneratorTest, TheReaderTakesEveryRow) {
  const ScratchFolder folder;
  for (const bool gzip : {false, true}) {
    GenerateOptions options = kSmall;
    options.gzip = gzip;
    const std::string path = folder.Path(gzip ? "compressed" : "plain");
    C2V_ASSERT_OK_AND_ASSIGN(const GeneratedCounts counts,
                             GenerateInstacart(options, path));
    C2V_ASSERT_OK_AND_ASSIGN(const LoadedData data, Load(path));
    EXPECT_EQ(data.report.bad_rows(), 0u);
    EXPECT_EQ(data.report.customers, 300u);
    EXPECT_EQ(data.report.baskets, counts.orders);
    EXPECT_EQ(data.report.lines, counts.lines);
    EXPECT_EQ(data.corpus.token_count(), counts.lines);
    EXPECT_EQ(data.report.catalogue_items, 400u);
    EXPECT_EQ(data.corpus.item_count(), 400u);
    EXPECT_THAT(data.catalogue.attributes, SizeIs(2));
  }
}

TEST(InstacartGeneratorTest, SameSeedSameBytes) {
  const ScratchFolder folder;
  GenerateOptions options = kSmall;
  for (const bool gzip : {false, true}) {
    options.gzip = gzip;
    options.seed = 1;
    const std::string name = gzip ? "zipped" : "plain";
    ASSERT_THAT(GenerateInstacart(options, folder.Path(name + "1")), IsOk());
    ASSERT_THAT(GenerateInstacart(options, folder.Path(name + "2")), IsOk());
    options.seed = 2;
    ASSERT_THAT(GenerateInstacart(options, folder.Path(name + "3")), IsOk());
    const auto first = Files(folder.Path(name + "1"));
    EXPECT_THAT(first, SizeIs(9));
    EXPECT_EQ(Files(folder.Path(name + "2")), first);
    const auto other = Files(folder.Path(name + "3"));
    const std::string suffix = gzip ? ".gz" : "";
    EXPECT_NE(other.at("order_products__prior.csv" + suffix),
              first.at("order_products__prior.csv" + suffix));
    EXPECT_NE(other.at("truth.csv" + suffix), first.at("truth.csv" + suffix));
  }
}

// What a model should find: items of one taste stand in the same baskets more
// often than their popularity alone would have it.
TEST(InstacartGeneratorTest, ItemsOfATasteMeetMoreThanByChance) {
  const ScratchFolder folder;
  ASSERT_THAT(GenerateInstacart(kSmall, folder.Path("shop")), IsOk());
  C2V_ASSERT_OK_AND_ASSIGN(const LoadedData data, Load(folder.Path("shop")));
  const auto taste_of_id = ReadTastes(folder, "shop/truth.csv");
  std::vector<int> tastes;
  for (const std::string& id : data.corpus.arrays().item_ids) {
    tastes.push_back(taste_of_id.at(id));
  }
  double pairs = 0, same = 0;
  std::vector<double> lines(8);
  for (size_t basket = 0; basket < data.corpus.basket_count(); ++basket) {
    const auto items = data.corpus.Items(basket);
    for (size_t i = 0; i < items.size(); ++i) {
      ++lines[tastes[items[i]]];
      for (size_t j = 0; j < i; ++j) {
        ++pairs;
        same += tastes[items[i]] == tastes[items[j]];
      }
    }
  }
  double chance = 0;
  for (const double count : lines) {
    const double share = count / static_cast<double>(data.corpus.token_count());
    chance += share * share;
  }
  EXPECT_GT(same / pairs, 2.5 * chance);
}

TEST(InstacartGeneratorTest, RepeatsComeOutAsAsked) {
  const ScratchFolder folder;
  for (const double share : {0.0, 0.3, 0.6}) {
    GenerateOptions options = kSmall;
    options.customers = 1000;
    options.products = 4000;
    options.mean_orders = 16;
    options.repeat_share = share;
    C2V_ASSERT_OK_AND_ASSIGN(
        const GeneratedCounts counts,
        GenerateInstacart(options, folder.Path(absl::StrCat("shop", share))));
    EXPECT_NEAR(static_cast<double>(counts.repeated_lines) /
                    static_cast<double>(counts.later_lines),
                share, 0.02);
  }
}

TEST(InstacartGeneratorTest, LastOrdersAreTheTrainFile) {
  const ScratchFolder folder;
  ASSERT_THAT(GenerateInstacart(kSmall, folder.Path("shop")), IsOk());
  const std::string orders = folder.Read("shop/orders.csv");
  std::set<std::string> train;
  std::string before = "none";
  for (const absl::string_view line : absl::StrSplit(orders, '\n')) {
    const std::vector<std::string> fields = absl::StrSplit(line, ',');
    if (fields.size() != 7 || fields[0] == "order_id") continue;
    if (fields[3] == "1") {
      EXPECT_NE(before, "prior") << line;
      EXPECT_EQ(fields[6], "") << line;
    } else {
      EXPECT_EQ(before, "prior") << line;
      EXPECT_THAT(fields[6], testing::EndsWith(".0"));
    }
    before = fields[2];
    if (fields[2] == "train") train.insert(fields[0]);
  }
  EXPECT_THAT(train, SizeIs(300));
  std::set<std::string> with_lines;
  const std::string lines = folder.Read("shop/order_products__train.csv");
  for (const absl::string_view line : absl::StrSplit(lines, '\n')) {
    const std::vector<std::string> fields = absl::StrSplit(line, ',');
    if (fields.size() == 4 && fields[0] != "order_id") {
      with_lines.insert(fields[0]);
    }
  }
  EXPECT_EQ(with_lines, train);
}

TEST(InstacartGeneratorTest, NothingIsOverwritten) {
  const ScratchFolder folder;
  folder.Write("shop/notes.txt", "mine");
  EXPECT_THAT(GenerateInstacart(kSmall, folder.Path("shop")),
              StatusIs(absl::StatusCode::kAlreadyExists,
                       AllOf(HasSubstr("shop: is there already"),
                             HasSubstr("choose another"))));
  EXPECT_EQ(folder.Read("shop/notes.txt"), "mine");
  folder.Write("other.partial/notes.txt", "mine");
  EXPECT_THAT(GenerateInstacart(kSmall, folder.Path("other")),
              StatusIs(absl::StatusCode::kAlreadyExists,
                       HasSubstr("other.partial: is there already")));
  std::filesystem::create_directory(folder.Path("empty"));
  EXPECT_THAT(GenerateInstacart(kSmall, folder.Path("empty/")), IsOk());
  EXPECT_THAT(Files(folder.Path("empty")), SizeIs(9));
  EXPECT_FALSE(std::filesystem::exists(folder.Path("empty.partial")));
}

TEST(InstacartGeneratorTest, ErrorsAreNamed) {
  const ScratchFolder folder;
  EXPECT_THAT(GenerateInstacart({.customers = 0}, folder.Path("shop")),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       StartsWith("customers is 0")));
  folder.Write("file", "");
  EXPECT_THAT(GenerateInstacart(kSmall, folder.Path("file/shop")).status(),
              testing::Not(IsOk()));
  EXPECT_EQ(folder.Read("file"), "");
}

}  // namespace
}  // namespace customer2vec
