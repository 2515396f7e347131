#include "trainer/cases/given_cases.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "core/base/status_macros.h"
#include "trainer/corpus/corpus_builder.h"
#include "trainer/data/byte_source.h"
#include "trainer/data/data_config.h"
#include "trainer/data/data_sources.h"
#include "trainer/data/line_reader.h"

namespace customer2vec {
namespace {

constexpr size_t kNamed = 3;  // of the first unknown ids

// What each kind of unknown id is called, and what becomes of it.
constexpr const char* kWords[UnknownIds::kKinds] = {
    "targets that training lacks, which are missed",
    "events that training lacks, which are left out",
    "customers that training lacks, whose cases are of nobody",
    "cases of which nothing is known, neither event nor customer",
    "tested customers that the data lacks, who are left out",
    "labelled nodes that the data lacks, which are left out",
};

// Rows by id.
class Index {
 public:
  explicit Index(const std::vector<std::string>& ids) {
    rows_.reserve(ids.size());
    for (uint32_t row = 0; row < ids.size(); ++row) rows_[ids[row]] = row;
  }

  std::optional<uint32_t> Find(absl::string_view id) const {
    const auto found = rows_.find(id);
    if (found == rows_.end()) return std::nullopt;
    return found->second;
  }

 private:
  absl::flat_hash_map<absl::string_view, uint32_t> rows_;
};

// Turns ids of cases into rows.
class Resolver {
 public:
  Resolver(const Corpus& training, UnknownIds* unknown)
      : training_(training),
        items_(training.arrays().item_ids),
        customers_(training.arrays().customer_ids),
        unknown_(unknown) {}

  void SetCustomer(absl::string_view id, absl::string_view place,
                   ProtocolCase* each) const {
    if (id.empty()) return;
    if (const auto row = customers_.Find(id)) {
      each->customer = *row;
      each->history = static_cast<uint32_t>(training_.BasketsOf(*row).size());
    } else {
      unknown_->Count(UnknownIds::kCustomer, place, id);
    }
  }

  void AddEvent(absl::string_view id, absl::string_view place,
                ProtocolCase* each) const {
    if (const auto row = items_.Find(id)) {
      each->events.push_back(*row);
    } else {
      unknown_->Count(UnknownIds::kEvent, place, id);
    }
  }

  // Unknown targets become rows from the end of the numbers: different ones, so
  // that each counts.
  void AddTarget(absl::string_view id, absl::string_view place,
                 ProtocolCase* each) const {
    if (const auto row = items_.Find(id)) {
      each->targets.push_back(*row);
      return;
    }
    unknown_->Count(UnknownIds::kTarget, place, id);
    each->targets.push_back(UINT32_MAX -
                            static_cast<uint32_t>(each->targets.size()));
  }

  void Finish(absl::string_view place, ProtocolCase* each) const {
    std::sort(each->targets.begin(), each->targets.end());
    each->targets.erase(std::unique(each->targets.begin(), each->targets.end()),
                        each->targets.end());
    if (each->events.empty() && each->customer == kNoCustomer) {
      unknown_->Count(UnknownIds::kCase, place, "");
    }
  }

 private:
  const Corpus& training_;
  const Index items_, customers_;
  UnknownIds* const unknown_;
};

// Calls `use` with each line and its place, until one fails.
absl::Status ForEachLine(
    const std::string& path,
    const std::function<absl::Status(absl::string_view line,
                                     const std::string& place)>& use) {
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<ByteSource> source,
                       OpenByteSource(path));
  LineReader reader(std::move(source));
  while (reader.Next()) {
    const std::string place = absl::StrCat(path, ":", reader.number());
    if (reader.too_long()) {
      return absl::InvalidArgumentError(
          absl::StrCat(place, ": the line is longer than ",
                       LineReader::kMaxLineBytes, " bytes"));
    }
    C2V_RETURN_IF_ERROR(use(reader.line(), place)).With(place);
  }
  return reader.status();
}

absl::Status NoCase(const std::string& path) {
  return absl::FailedPreconditionError(
      absl::StrCat(path, ": holds no test case: is it the right file?"));
}

std::vector<absl::string_view> Words(absl::string_view text, char separator) {
  return absl::StrSplit(text, separator, absl::SkipWhitespace());
}

absl::StatusOr<ProtocolCase> ParseCase(absl::string_view line,
                                       const std::string& place,
                                       const v1::PrefixFile& config,
                                       const Resolver& resolver) {
  const char separator = config.separator()[0];
  const std::vector<absl::string_view> parts =
      absl::StrSplit(line, config.part_separator()[0]);
  const size_t first = config.customer_first() ? 1 : 0;
  if (parts.size() != first + 2) {
    return absl::InvalidArgumentError(absl::StrCat(
        parts.size(), " parts where a line has ", first + 2, ": ",
        config.customer_first() ? "a customer, " : "",
        "a prefix and what comes next (session.prefixes.part_separator)"));
  }
  const auto events = Words(parts[first], separator);
  const auto targets = Words(parts[first + 1], separator);
  if (targets.empty()) {
    return absl::InvalidArgumentError("nothing comes next: name an item");
  }
  if (events.empty() && !config.customer_first()) {
    return absl::InvalidArgumentError("the prefix is empty: name an item");
  }
  ProtocolCase each;
  if (config.customer_first()) resolver.SetCustomer(parts[0], place, &each);
  for (const auto& id : events) resolver.AddEvent(id, place, &each);
  for (auto id = targets.begin(); id != targets.end(); ++id) {
    if (std::find(targets.begin(), id, *id) != id) continue;  // a repeat
    resolver.AddTarget(*id, place, &each);
  }
  resolver.Finish(place, &each);
  return each;
}

absl::StatusOr<Corpus> ReadTestSessions(const v1::InteractionsSource& source,
                                        const v1::DataConfig& data,
                                        absl::string_view data_root,
                                        const std::string& field) {
  C2V_RETURN_IF_ERROR(ValidateInteractionsSource(source, field));
  BadRowLog log(LimitsOf(data.bad_rows()));
  C2V_ASSIGN_OR_RETURN(
      const std::unique_ptr<InteractionReader> reader,
      OpenInteractionsSource(source, data_root, field, 0, log));
  const bool has_times = !source.delimited().columns().time().empty();
  CorpusBuilder builder(has_times, KeepsRepeats(data));
  while (reader->Next()) {
    if (builder.Add(reader->interaction())) continue;
    reader->Reject(BadRowReason::kOrderOfAnother,
                   absl::StrCat("session ", Shown(reader->interaction().order),
                                " belongs to another customer"));
  }
  C2V_RETURN_IF_ERROR(reader->status());
  return std::move(builder).Build();
}

// The cases of one test session, whose ids are `test`'s.
void AddPrefixes(const Corpus& test, size_t basket, const std::string& place,
                 const Resolver& resolver, std::vector<ProtocolCase>* cases) {
  const auto items = test.Items(basket);
  const auto& ids = test.arrays().item_ids;
  const uint32_t customer = test.Customer(basket);
  for (size_t i = 1; i < items.size(); ++i) {
    ProtocolCase each;
    if (customer != kNoCustomer) {
      resolver.SetCustomer(test.arrays().customer_ids[customer], place, &each);
    }
    for (const uint32_t item : items.first(i)) {
      resolver.AddEvent(ids[item], place, &each);
    }
    resolver.AddTarget(ids[items[i]], place, &each);
    resolver.Finish(place, &each);
    cases->push_back(std::move(each));
  }
}

}  // namespace

void UnknownIds::Count(Kind kind, absl::string_view place,
                       absl::string_view id) {
  Found& found = found_[kind];
  ++found.count;
  if (found.first.size() >= kNamed) return;
  found.first.push_back(id.empty() ? std::string(place)
                                   : absl::StrCat(Shown(id), " at ", place));
}

std::vector<std::string> UnknownIds::ToNotes() const {
  std::vector<std::string> notes;
  for (int kind = 0; kind < kKinds; ++kind) {
    const Found& found = found_[kind];
    if (found.count == 0) continue;
    notes.push_back(
        absl::StrCat(found.count, " ", kWords[kind],
                     "; the first: ", absl::StrJoin(found.first, ", ")));
  }
  return notes;
}

absl::StatusOr<std::vector<ProtocolCase>> ReadPrefixCases(
    const v1::PrefixFile& config, const std::string& path,
    const Corpus& training, UnknownIds* unknown) {
  const Resolver resolver(training, unknown);
  std::vector<ProtocolCase> cases;
  C2V_RETURN_IF_ERROR(ForEachLine(
      path,
      [&](absl::string_view line, const std::string& place) -> absl::Status {
        C2V_ASSIGN_OR_RETURN(cases.emplace_back(),
                             ParseCase(line, place, config, resolver));
        return absl::OkStatus();
      }));
  if (cases.empty()) return NoCase(path);
  return cases;
}

absl::StatusOr<std::vector<ProtocolCase>> ReadSessionCases(
    const v1::InteractionsSource& source, const v1::DataConfig& data,
    absl::string_view data_root, const std::string& field,
    const Corpus& training, UnknownIds* unknown) {
  C2V_ASSIGN_OR_RETURN(const Corpus test,
                       ReadTestSessions(source, data, data_root, field));
  const Resolver resolver(training, unknown);
  std::vector<ProtocolCase> cases;
  for (size_t basket = 0; basket < test.basket_count(); ++basket) {
    AddPrefixes(test, basket, absl::StrCat("test session ", basket + 1),
                resolver, &cases);
  }
  if (cases.empty()) return NoCase(field);
  return cases;
}

absl::StatusOr<std::vector<uint32_t>> ReadCustomers(const std::string& path,
                                                    const Corpus& corpus,
                                                    UnknownIds* unknown) {
  const Index index(corpus.arrays().customer_ids);
  std::vector<uint32_t> rows;
  C2V_RETURN_IF_ERROR(ForEachLine(
      path,
      [&](absl::string_view line, const std::string& place) -> absl::Status {
        if (const auto row = index.Find(line)) {
          rows.push_back(*row);
        } else {
          unknown->Count(UnknownIds::kTested, place, line);
        }
        return absl::OkStatus();
      }));
  if (rows.empty()) return NoCase(path);
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

}  // namespace customer2vec
