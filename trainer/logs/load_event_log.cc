#include "trainer/logs/load_event_log.h"

#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/vocabulary/vocabulary.h"
#include "trainer/data/data_config.h"
#include "trainer/data/log_config.h"
#include "trainer/data/log_reader.h"
#include "trainer/data/table_reader.h"
#include "trainer/logs/event_log_builder.h"
#include "trainer/logs/field_plan.h"
#include "trainer/logs/log_profile.h"
#include "trainer/logs/log_time.h"

namespace customer2vec {
namespace {

// The second pass over one log.
class EventTaker {
 public:
  // `line_name` comes before the number in the name of a line.
  EventTaker(const LogPlan& plan, v1::LogFormat format, uint32_t gap_seconds,
             std::string line_name, EventLogBuilder& builder)
      : plan_(plan),
        format_(format),
        gap_seconds_(gap_seconds),
        line_name_(std::move(line_name)),
        builder_(builder),
        words_(plan.fields.size()) {}

  // Adds the event at hand, or rejects it.
  void Take(LogReader& reader);

  uint64_t nameless_events() const { return nameless_events_; }

 private:
  absl::string_view FirstValue(const LogReader& reader,
                               std::optional<uint32_t> field) const;
  bool TakeIds(LogReader& reader, LoggedEvent* event);
  bool TakeTime(LogReader& reader, LoggedEvent* event) const;
  void TakeWords(const LogReader& reader, LoggedEvent* event);
  uint32_t WordOf(uint32_t field, absl::string_view text);

  const LogPlan& plan_;
  const v1::LogFormat format_;
  const uint32_t gap_seconds_;
  const std::string line_name_;
  EventLogBuilder& builder_;
  // By field: the word's number of a text met before.
  std::vector<absl::flat_hash_map<std::string, uint32_t>> words_;
  std::vector<uint32_t> attributes_;
  std::string line_id_;
  uint64_t nameless_events_ = 0;
};

void EventTaker::Take(LogReader& reader) {
  LoggedEvent event;
  event.gap_seconds = gap_seconds_;
  if (!TakeIds(reader, &event) || !TakeTime(reader, &event)) return;
  if (event.customer.empty() && event.session.empty()) {
    ++nameless_events_;
    return;
  }
  TakeWords(reader, &event);
  builder_.Add(event, attributes_);
}

absl::string_view EventTaker::FirstValue(const LogReader& reader,
                                         std::optional<uint32_t> field) const {
  if (!field) return absl::string_view();
  for (const LogValue& value : reader.values()) {
    if (value.field == *field) return value.text;
  }
  return absl::string_view();
}

bool EventTaker::TakeIds(LogReader& reader, LoggedEvent* event) {
  event->customer = FirstValue(reader, plan_.roles.customer);
  event->session = FirstValue(reader, plan_.roles.session);
  if (!plan_.roles.customer) {
    line_id_ = absl::StrCat(line_name_, reader.line());
    event->customer = plan_.roles.session ? event->session : line_id_;
  }
  for (const absl::string_view id : {event->customer, event->session}) {
    if (id.size() <= kMaxIdBytes) continue;
    reader.Reject(BadRowReason::kIdTooLong,
                  absl::StrCat(Shown(id), " has ", id.size(),
                               " bytes, an id at most ", kMaxIdBytes));
    return false;
  }
  return true;
}

bool EventTaker::TakeTime(LogReader& reader, LoggedEvent* event) const {
  if (!plan_.roles.time) return true;
  const absl::string_view text = FirstValue(reader, plan_.roles.time);
  if (const std::optional<int64_t> time = ParseLogTime(text)) {
    event->time = *time;
    return true;
  }
  reader.Reject(
      BadRowReason::kNotATime,
      absl::StrCat("field ", Shown(reader.fields()[*plan_.roles.time]), ": ",
                   Shown(text), " is no time"));
  return false;
}

void EventTaker::TakeWords(const LogReader& reader, LoggedEvent* event) {
  attributes_.clear();
  for (const LogValue& value : reader.values()) {
    if (value.field >= plan_.fields.size()) continue;  // the file has grown
    const FieldDecision decision = plan_.fields[value.field].decision;
    if (decision == FieldDecision::kDropped ||
        decision == FieldDecision::kRole) {
      continue;
    }
    if (decision == FieldDecision::kEvent) {
      if (event->name == kNoEventName) {
        event->name = WordOf(value.field, value.text);
      }
      continue;
    }
    ForEachElement(format_, value.text, [&](absl::string_view text) {
      attributes_.push_back(WordOf(value.field, text));
    });
  }
}

uint32_t EventTaker::WordOf(uint32_t field, absl::string_view text) {
  const auto found = words_[field].find(text);
  if (found != words_[field].end()) return found->second;
  const FieldPlan& plan = plan_.fields[field];
  const std::string word = plan.WordOf(text);
  const uint32_t number =
      plan.decision == FieldDecision::kEvent
          ? builder_.Word(word)
          : builder_.Word(absl::StrCat(plan.report.name(), "=", word));
  // Texts of one word may be without number; those that a table of the usual
  // size holds are remembered.
  if (words_[field].size() < ValueCounter::kCapacity &&
      text.size() <= ValueCounter::kMaxTextBytes) {
    words_[field].emplace(text, number);
  }
  return number;
}

LogFile FileOf(const v1::LogSource& source, absl::string_view data_root,
               v1::LogFormat format) {
  return {ResolvePath(data_root, source.path()), format, source.separator()};
}

// The first pass. Its bad rows are counted by the second.
absl::StatusOr<LogProfile> Discover(const v1::LogSource& source,
                                    absl::string_view data_root,
                                    const v1::BadRowPolicy& policy,
                                    uint64_t seed) {
  BadRowLog scratch(LimitsOf(policy));
  C2V_ASSIGN_OR_RETURN(
      const std::unique_ptr<LogReader> reader,
      OpenLog(FileOf(source, data_root, source.format()), scratch));
  return ProfileLog(
      *reader, {static_cast<size_t>(source.discovery().sample_size()), seed});
}

v1::LogReport ReportOn(const v1::LogSource& source, const LogProfile& profile,
                       const LogPlan& plan, const FileLog& file,
                       uint64_t nameless_events) {
  v1::LogReport report;
  report.set_path(source.path());
  report.set_format(profile.format);
  report.set_event_count(file.rows() - file.bad_rows());
  report.set_bad_line_count(file.bad_rows());
  for (const FieldPlan& field : plan.fields) {
    *report.add_fields() = field.report;
  }
  *report.mutable_notes() = {plan.notes.begin(), plan.notes.end()};
  if (nameless_events > 0) {
    report.add_notes(absl::StrCat(nameless_events,
                                  " events left out: neither customer nor "
                                  "session is known"));
  }
  return report;
}

// Lines of several logs are several customers; those of the first keep their
// names when another log joins it.
std::string LineName(int number) {
  return number == 0 ? "line " : absl::StrCat("logs[", number, "] line ");
}

// Reads log `number` into the builder.
absl::StatusOr<LogPlan> LoadSource(const v1::DataConfig& config, int number,
                                   absl::string_view data_root, uint64_t seed,
                                   EventLogBuilder& builder,
                                   BadRowLog& bad_rows, v1::LogReport* report) {
  const std::string place = absl::StrCat("data.logs[", number, "]");
  C2V_RETURN_IF_ERROR(CheckLogSource(config.logs(number), place));
  v1::LogSource source = config.logs(number);
  FillLogDefaults(&source);
  C2V_ASSIGN_OR_RETURN(const LogProfile profile,
                       Discover(source, data_root, config.bad_rows(), seed));
  C2V_ASSIGN_OR_RETURN(LogPlan plan, PlanFields(profile, source, place));
  C2V_ASSIGN_OR_RETURN(
      const std::unique_ptr<LogReader> reader,
      OpenLog(FileOf(source, data_root, profile.format), bad_rows));
  const FileLog& file = bad_rows.files().back();
  const double gap = 60 * source.discovery().session_gap_minutes();
  EventTaker taker(plan, profile.format, static_cast<uint32_t>(std::ceil(gap)),
                   LineName(number), builder);
  while (reader->Next()) taker.Take(*reader);
  C2V_RETURN_IF_ERROR(reader->status());
  *report = ReportOn(source, profile, plan, file, taker.nameless_events());
  return plan;
}

absl::Status SomeHaveNoTimes(int source, bool has_time) {
  return absl::InvalidArgumentError(
      absl::StrCat("data.logs[", source, "].roles.time: this log has ",
                   has_time ? "times and an earlier one has none"
                            : "no times and an earlier one has",
                   "; name the field of each, or set it to \"-\" in all"));
}

// Says what the lack of times costs a log beside interactions.
void NoteTimeless(const v1::DataConfig& config, EventLog& log) {
  if (log.has_times || LogsAreInteractions(config)) return;
  for (v1::LogReport& report : log.reports) {
    report.add_notes(
        "without times nothing of it can be held out with the baskets: figures "
        "of models that learn from it may know the future");
  }
}

void CountWhole(EventLog& log) {
  for (v1::LogReport& report : log.reports) {
    report.set_customer_count(log.customer_count());
    report.set_session_count(log.session_count());
    report.set_value_count(log.words.size());
  }
}

}  // namespace

absl::StatusOr<EventLog> LoadEventLog(const v1::DataConfig& config,
                                      absl::string_view data_root,
                                      const EventLogOptions& options,
                                      BadRowLog& bad_rows) {
  EventLogBuilder builder;
  std::vector<v1::LogReport> reports(config.logs_size());
  bool has_times = false;
  for (int i = 0; i < config.logs_size(); ++i) {
    C2V_ASSIGN_OR_RETURN(const LogPlan plan,
                         LoadSource(config, i, data_root, options.seed, builder,
                                    bad_rows, &reports[i]));
    const bool has_time = plan.roles.time.has_value();
    if (i > 0 && has_time != has_times) return SomeHaveNoTimes(i, has_time);
    has_times = has_time;
  }
  if (config.logs_size() > 0 && builder.event_count() == 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("data.logs: not one event could be used; ",
                     config.logs(0).path(), " holds none"));
  }
  EventLog log = std::move(builder).Build(has_times);
  log.reports = std::move(reports);
  CountWhole(log);
  NoteTimeless(config, log);
  return log;
}

}  // namespace customer2vec
