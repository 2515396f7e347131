#include "trainer/evaluation/protocols/session_prefixes.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "trainer/corpus/corpus_builder.h"
#include "trainer/evaluation/protocols/protocol_files.h"

namespace customer2vec {
namespace {

std::vector<std::string> ItemsOf(absl::string_view text) {
  return absl::StrSplit(text, ' ', absl::SkipWhitespace());
}

absl::StatusOr<std::vector<NamedCase>> ReadPrefixes(const std::string& folder) {
  std::vector<NamedCase> cases;
  C2V_RETURN_IF_ERROR(ForEachLine(
      folder, "test_prefixes.txt", [&](absl::string_view line) -> absl::Status {
        const std::vector<absl::string_view> parts = absl::StrSplit(line, '\t');
        NamedCase each{ItemsOf(parts[0]), "", {}};
        if (parts.size() == 2) each.targets = ItemsOf(parts[1]);
        if (each.events.empty() || each.targets.size() != 1) {
          return absl::InvalidArgumentError(
              "a line is item ids, a tab and the next item's id");
        }
        cases.push_back(std::move(each));
        return absl::OkStatus();
      }));
  return cases;
}

// All prefixes whose items were seen.
std::vector<NamedCase> PrefixesOf(
    const NamedSessions& sessions,
    const absl::flat_hash_set<absl::string_view>& seen) {
  std::vector<NamedCase> cases;
  for (const std::vector<std::string>& session : sessions) {
    std::vector<std::string> known;
    for (const std::string& item : session) {
      if (seen.contains(item)) known.push_back(item);
    }
    for (size_t i = 1; i < known.size(); ++i) {
      cases.push_back({{known.begin(), known.begin() + i}, "", {known[i]}});
    }
  }
  return cases;
}

// Leaves `count` of the cases, in their order.
void Sample(size_t count, uint64_t seed, std::vector<NamedCase>* cases) {
  Random random(seed);
  std::vector<NamedCase> kept;
  size_t wanted = std::min(count, cases->size());
  for (size_t i = 0; i < cases->size(); ++i) {
    const uint32_t left = static_cast<uint32_t>(cases->size() - i);
    if (random.Below(left) >= wanted) continue;
    kept.push_back(std::move((*cases)[i]));
    --wanted;
  }
  *cases = std::move(kept);
}

}  // namespace

absl::StatusOr<NamedSessions> ReadTrainSessions(const std::string& folder) {
  NamedSessions sessions;
  C2V_RETURN_IF_ERROR(ForEachLine(folder, "train_sessions.txt",
                                  [&](absl::string_view line) -> absl::Status {
                                    sessions.push_back(ItemsOf(line));
                                    if (!sessions.back().empty())
                                      return absl::OkStatus();
                                    return absl::InvalidArgumentError(
                                        "a line is a session's item ids");
                                  }));
  return sessions;
}

Corpus CorpusOfSessions(const NamedSessions& sessions,
                        const std::vector<std::string>& more_items) {
  CorpusBuilder builder(/*has_times=*/false, /*keep_repeats=*/true);
  for (size_t i = 0; i < sessions.size(); ++i) {
    const std::string order = absl::StrCat(i);
    for (const std::string& item : sessions[i]) {
      Interaction interaction;
      interaction.order = order;
      interaction.item = item;
      (void)builder.Add(interaction);  // an order of nobody fits
    }
  }
  for (const std::string& item : more_items) builder.AddItem(item);
  return std::move(builder).Build();
}

absl::StatusOr<ProtocolSplit> ReadSessionPrefixes(const std::string& folder) {
  C2V_ASSIGN_OR_RETURN(const NamedSessions sessions, ReadTrainSessions(folder));
  C2V_ASSIGN_OR_RETURN(const std::vector<NamedCase> cases,
                       ReadPrefixes(folder));
  std::vector<std::string> asked;
  for (const NamedCase& each : cases) {
    asked.push_back(each.targets[0]);
    asked.insert(asked.end(), each.events.begin(), each.events.end());
  }
  return ResolveCases(CorpusOfSessions(sessions, asked), cases);
}

ProtocolSplit HoldOutLastSessions(const NamedSessions& sessions,
                                  const SessionHoldOut& options) {
  const size_t kept =
      sessions.size() - static_cast<size_t>(options.share * sessions.size());
  const NamedSessions training(sessions.begin(), sessions.begin() + kept);
  absl::flat_hash_set<absl::string_view> seen;
  for (const auto& session : training) {
    seen.insert(session.begin(), session.end());
  }
  std::vector<NamedCase> cases =
      PrefixesOf({sessions.begin() + kept, sessions.end()}, seen);
  Sample(options.max_cases, options.seed, &cases);
  return ResolveCases(CorpusOfSessions(training, {}), cases);
}

}  // namespace customer2vec
