#include "trainer/evaluation/protocols/user_baskets.h"

#include <simdjson.h>

#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "trainer/corpus/corpus_builder.h"
#include "trainer/evaluation/protocols/protocol_files.h"

namespace customer2vec {
namespace {

constexpr double kTestShare = 0.2;
constexpr double kValidationShare = 0.1;  // of the rest

enum class Part { kTraining, kValidation, kTest };

absl::Status Wrong(absl::string_view file, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(
      file, ": ", what, "; it is an object of users with lists of baskets"));
}

// Baskets of one user; false where the value is none.
bool ReadBaskets(const simdjson::dom::element& value,
                 std::vector<std::vector<std::string>>* baskets) {
  simdjson::dom::array lists;
  if (value.get(lists) != simdjson::SUCCESS) return false;
  for (const simdjson::dom::element list : lists) {
    simdjson::dom::array items;
    if (list.get(items) != simdjson::SUCCESS) return false;
    std::vector<std::string>& basket = baskets->emplace_back();
    for (const simdjson::dom::element item : items) {
      int64_t number;
      if (item.get(number) != simdjson::SUCCESS) return false;
      basket.push_back(absl::StrCat(number));
    }
  }
  return true;
}

std::vector<Part> DrawParts(size_t users, uint64_t seed) {
  std::vector<uint32_t> order(users);
  std::iota(order.begin(), order.end(), 0);
  Random random(seed);
  for (size_t i = users; i > 1; --i) {
    std::swap(order[i - 1], order[random.Below(static_cast<uint32_t>(i))]);
  }
  const size_t tested = static_cast<size_t>(users * kTestShare);
  const size_t validated =
      static_cast<size_t>((users - tested) * kValidationShare);
  std::vector<Part> parts(users, Part::kTraining);
  for (size_t i = 0; i < tested + validated; ++i) {
    parts[order[i]] = i < tested ? Part::kTest : Part::kValidation;
  }
  return parts;
}

void AddBasket(const std::string& user, size_t number,
               const std::vector<std::string>& items, CorpusBuilder* builder) {
  const std::string order = absl::StrCat(user, "_", number);
  for (const std::string& item : items) {
    Interaction interaction;
    interaction.customer = user;
    interaction.order = order;
    interaction.item = item;
    interaction.time = static_cast<int64_t>(number);
    (void)builder->Add(interaction);  // an order is of one user
  }
}

}  // namespace

absl::StatusOr<UserBaskets> ReadUserBaskets(const std::string& folder,
                                            absl::string_view file) {
  C2V_ASSIGN_OR_RETURN(const std::string text, ReadProtocolFile(folder, file));
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  const simdjson::error_code error = parser.parse(text).get(object);
  if (error != simdjson::SUCCESS) {
    return Wrong(file, simdjson::error_message(error));
  }
  UserBaskets users;
  for (const auto& [user, value] : object) {
    users.users.emplace_back(user);
    if (!ReadBaskets(value, &users.baskets.emplace_back())) {
      return Wrong(file, absl::StrCat("user \"", users.users.back(),
                                      "\" is no list of lists of numbers"));
    }
  }
  return users;
}

UserSplit SplitUsers(const UserBaskets& users,
                     const UserSplitOptions& options) {
  const std::vector<Part> parts = DrawParts(users.users.size(), options.seed);
  CorpusBuilder builder(/*has_times=*/true);
  std::vector<NamedCase> validation, test;
  for (size_t user = 0; user < users.users.size(); ++user) {
    const auto& baskets = users.baskets[user];
    const bool has_next = baskets.size() > 1 && !baskets.back().empty();
    const bool asked = parts[user] != Part::kTraining && has_next;
    const bool whole = asked ? false : !has_next || options.learn_last_baskets;
    const size_t learned = baskets.size() - (whole ? 0 : 1);
    for (size_t i = 0; i < learned; ++i) {
      AddBasket(users.users[user], i, baskets[i], &builder);
    }
    for (const std::string& item : baskets.back()) builder.AddItem(item);
    if (!asked) continue;
    auto& cases = parts[user] == Part::kTest ? test : validation;
    cases.push_back({{}, users.users[user], baskets.back()});
  }
  ProtocolSplit tested = ResolveCases(std::move(builder).Build(), test);
  ProtocolSplit validated =
      ResolveCases(std::move(tested.training), validation);
  return {std::move(validated.training), std::move(validated.cases),
          std::move(tested.cases)};
}

}  // namespace customer2vec
