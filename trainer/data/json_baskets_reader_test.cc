#include "trainer/data/json_baskets_reader.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class JsonBasketsReaderTest : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<InteractionReader>> Open(
      const std::string& text) {
    return OpenJsonBaskets({}, folder_.Write("baskets.json", text), "json", 0,
                           log_);
  }

  const ScratchFolder folder_;
  BadRowLog log_{{}};
};

TEST_F(JsonBasketsReaderTest, EveryListIsAnOrder) {
  C2V_ASSERT_OK_AND_ASSIGN(
      const auto reader,
      Open(R"({"b": [[3, 1], ["x"]], "a": [], "c": [[], [3]]})"));
  std::vector<std::string> rows;
  while (reader->Next()) {
    const Interaction& row = reader->interaction();
    rows.push_back(absl::StrCat(row.customer, " ", row.order, " ", row.item));
  }
  EXPECT_THAT(reader->status(), IsOk());
  EXPECT_THAT(rows, ElementsAre("b 0.0 3", "b 0.0 1", "b 0.1 x", "c 0.3 3"));
  EXPECT_EQ(log_.files()[0].rows(), 3u);
}

TEST_F(JsonBasketsReaderTest, OtherJsonIsRefusedWithTheCustomer) {
  const auto refused = [&](const std::string& text, const char* what) {
    EXPECT_THAT(Open(text),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         AllOf(HasSubstr("baskets.json"), HasSubstr(what))))
        << text;
  };
  refused("[]", "object of customers");
  refused("{", "object of customers");
  refused(R"({"7": 5})", "customer \"7\" has no list of baskets");
  refused(R"({"7": [5]})", "customer \"7\" has a basket that is no list");
  refused(R"({"7": [[1.5]]})", "customer \"7\" has an item");
  refused(R"({"": [[1]]})", "is no id");
}

}  // namespace
}  // namespace customer2vec
