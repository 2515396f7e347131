#include "trainer/evaluation/protocols/leave_one_out.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_split.h"
#include "core/base/status_macros.h"
#include "trainer/corpus/corpus_builder.h"
#include "trainer/evaluation/protocols/protocol_files.h"

namespace customer2vec {
namespace {

void Learn(const std::string& user, const std::vector<std::string>& items,
           size_t count, CorpusBuilder* builder) {
  for (size_t i = 0; i < count; ++i) {
    Interaction interaction;
    interaction.customer = user;
    interaction.order = user;
    interaction.item = items[i];
    (void)builder->Add(interaction);  // an order is of one user
  }
}

}  // namespace

absl::StatusOr<UserSequences> ReadUserSequences(const std::string& folder,
                                                absl::string_view file) {
  UserSequences users;
  absl::flat_hash_map<std::string, size_t> numbers;
  C2V_RETURN_IF_ERROR(
      ForEachLine(folder, file, [&](absl::string_view line) -> absl::Status {
        const std::vector<std::string> words =
            absl::StrSplit(line, ' ', absl::SkipWhitespace());
        if (words.size() != 2) {
          return absl::InvalidArgumentError("a line is a user and an item");
        }
        const auto [it, is_new] = numbers.try_emplace(words[0], numbers.size());
        if (is_new) {
          users.users.push_back(words[0]);
          users.items.emplace_back();
        }
        users.items[it->second].push_back(words[1]);
        return absl::OkStatus();
      }));
  return users;
}

ProtocolSplit LeaveOneOut(const UserSequences& users,
                          const LeaveOneOutOptions& options) {
  CorpusBuilder builder(/*has_times=*/false, /*keep_repeats=*/true);
  std::vector<NamedCase> cases;
  for (size_t user = 0; user < users.users.size(); ++user) {
    const std::vector<std::string>& items = users.items[user];
    const bool asked = items.size() >= options.held_out + 2;
    Learn(users.users[user], items,
          asked ? items.size() - options.held_out : items.size(), &builder);
    for (const std::string& item : items) builder.AddItem(item);
    if (!asked) continue;
    const auto target = items.end() - options.asked;
    cases.push_back({{items.begin(), target}, users.users[user], {*target}});
  }
  return ResolveCases(std::move(builder).Build(), cases);
}

}  // namespace customer2vec
