#include "trainer/logs/field_plan.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/base/status_macros.h"
#include "trainer/data/parse.h"
#include "trainer/logs/log_time.h"

namespace customer2vec {
namespace {

constexpr double kNearlyAll = 0.95;
constexpr double kNumberShare = 0.98;
constexpr absl::string_view kOther = "other";

// What its values are, in a word.
std::string KindOf(const FieldProfile& field, int64_t max_codes) {
  if (field.values() == 0) return "empty";
  if (field.time_form_share() >= kNearlyAll) return "time";
  if (field.boolean_share() == 1) return "boolean";
  if (field.number_share() < kNumberShare) return "category";
  return field.counter().distinct() <= max_codes ? "code" : "number";
}

// "user_id", "userId", "ids", "item.id" and "zip_code" name things, not
// amounts.
bool NamesAnId(absl::string_view name) {
  for (const absl::string_view suffix :
       {"_id", ".id", "-id", "Id", "ID", "_ids", "uuid", "guid", "_code",
        "_key", "zip", "postcode"}) {
    if (absl::EndsWith(name, suffix)) return true;
  }
  return absl::EqualsIgnoreCase(name, "id") ||
         absl::EqualsIgnoreCase(name, "reference");
}

bool IsBelow(absl::string_view name, absl::string_view parent) {
  return name == parent ||
         (absl::StartsWith(name, parent) && name[parent.size()] == '.');
}

// Decides on fields, one at a time.
class Planner {
 public:
  Planner(const LogProfile& log, const v1::LogSource& source)
      : log_(log), source_(source), discovery_(source.discovery()) {}

  FieldPlan Plan(uint32_t number, const FieldRoles& roles) const;
  void ReleaseDropped(FieldRoles* roles) const;

 private:
  bool IsDropped(absl::string_view name) const;
  v1::LogFieldUse SaidUse(absl::string_view name) const;
  bool TakeRole(uint32_t number, const FieldRoles& roles,
                FieldPlan* plan) const;
  void TakeSaid(const FieldProfile& field, v1::LogFieldUse use,
                FieldPlan* plan) const;
  void Guess(const FieldProfile& field, FieldPlan* plan) const;
  void GuessFromWords(const FieldProfile& field, FieldPlan* plan) const;
  void MakeBins(const FieldProfile& field, std::string reason,
                FieldPlan* plan) const;
  void MakeCategory(const FieldProfile& field, FieldDecision decision,
                    std::string reason, FieldPlan* plan) const;

  const LogProfile& log_;
  const v1::LogSource& source_;
  const v1::LogDiscovery& discovery_;
};

void Decide(FieldDecision decision, absl::string_view word, std::string reason,
            FieldPlan* plan) {
  plan->decision = decision;
  plan->report.set_decision(std::string(word));
  plan->report.set_reason(std::move(reason));
}

void Drop(std::string reason, FieldPlan* plan) {
  Decide(FieldDecision::kDropped, "dropped", std::move(reason), plan);
}

bool Planner::IsDropped(absl::string_view name) const {
  return SaidUse(name) == v1::LOG_FIELD_USE_DROP;
}

// Of the rules of the field and of those it is nested in, the one of the
// longest name; a drop is one, too, and wins over a rule of the same name.
v1::LogFieldUse Planner::SaidUse(absl::string_view name) const {
  v1::LogFieldUse use = v1::LOG_FIELD_USE_UNSPECIFIED;
  size_t longest = 0;
  for (const v1::LogFieldRule& rule : source_.rules()) {
    if (rule.field().size() <= longest || !IsBelow(name, rule.field())) {
      continue;
    }
    use = rule.use();
    longest = rule.field().size();
  }
  for (const std::string& parent : source_.drop()) {
    if (parent.size() < longest || !IsBelow(name, parent)) continue;
    use = v1::LOG_FIELD_USE_DROP;
    longest = parent.size();
  }
  return use;
}

FieldPlan Planner::Plan(uint32_t number, const FieldRoles& roles) const {
  const FieldProfile& field = log_.fields[number];
  FieldPlan plan;
  plan.report.set_name(field.name());
  plan.report.set_kind(KindOf(field, discovery_.max_codes()));
  plan.report.set_event_count(field.events());
  plan.report.set_distinct_count(field.counter().distinct());
  const v1::LogFieldUse said = SaidUse(field.name());
  if (IsDropped(field.name())) {
    Drop("named by the configuration", &plan);
  } else if (!TakeRole(number, roles, &plan)) {
    said == v1::LOG_FIELD_USE_UNSPECIFIED ? Guess(field, &plan)
                                          : TakeSaid(field, said, &plan);
  }
  return plan;
}

// A field that is dropped plays no role.
void Planner::ReleaseDropped(FieldRoles* roles) const {
  for (std::optional<uint32_t>* field :
       {&roles->customer, &roles->time, &roles->session, &roles->event}) {
    if (*field && IsDropped(log_.fields[**field].name())) field->reset();
  }
}

bool Planner::TakeRole(uint32_t number, const FieldRoles& roles,
                       FieldPlan* plan) const {
  const FieldProfile& field = log_.fields[number];
  if (roles.event == number) {
    MakeCategory(field, FieldDecision::kEvent, roles.event_reason, plan);
  } else if (roles.customer == number) {
    Decide(FieldDecision::kRole, "customer", roles.customer_reason, plan);
  } else if (roles.session == number) {
    Decide(FieldDecision::kRole, "session", roles.session_reason, plan);
  } else if (roles.time == number) {
    plan->report.set_kind("time");
    Decide(FieldDecision::kRole, "time", roles.time_reason, plan);
  } else {
    return false;
  }
  return true;
}

void Planner::TakeSaid(const FieldProfile& field, v1::LogFieldUse use,
                       FieldPlan* plan) const {
  constexpr absl::string_view kReason = "named by the configuration";
  if (use == v1::LOG_FIELD_USE_NUMBER) {
    return MakeBins(field, std::string(kReason), plan);
  }
  if (use == v1::LOG_FIELD_USE_HASH) {
    constexpr uint32_t kDefaultBuckets = 256;
    plan->buckets = discovery_.hash_buckets() > 0 ? discovery_.hash_buckets()
                                                  : kDefaultBuckets;
    return Decide(FieldDecision::kBuckets, "buckets",
                  absl::StrCat(kReason, ", ", plan->buckets, " buckets"), plan);
  }
  MakeCategory(field, FieldDecision::kCategory, std::string(kReason), plan);
}

void Planner::Guess(const FieldProfile& field, FieldPlan* plan) const {
  if (field.values() == 0) return Drop("no values", plan);
  if (plan->report.kind() == "time") {
    return Drop("times order events, they name nothing", plan);
  }
  if (plan->report.distinct_count() == 1 && field.events() == log_.events) {
    return Drop("the same value in every event", plan);
  }
  if (plan->report.kind() == "number" && !NamesAnId(field.name())) {
    return MakeBins(field,
                    absl::StrFormat("numbers, more than max_codes %d of them",
                                    discovery_.max_codes()),
                    plan);
  }
  GuessFromWords(field, plan);
}

void Planner::GuessFromWords(const FieldProfile& field, FieldPlan* plan) const {
  const uint64_t distinct = field.counter().distinct();
  const auto limit = static_cast<uint64_t>(discovery_.max_cardinality());
  if (distinct <= limit && field.counter().long_texts() == 0) {
    return MakeCategory(
        field, FieldDecision::kCategory,
        distinct == 1 ? "one value, but not in every event" : "few values",
        plan);
  }
  if (distinct >= 0.9 * field.values()) {
    return Drop("nearly every value is another: an identifier", plan);
  }
  std::string reason =
      absl::StrFormat("%d values, above max_cardinality %d", distinct, limit);
  if (distinct <= limit) reason = "texts too long for words";
  if (discovery_.hash_buckets() == 0) {
    return Drop(absl::StrCat(reason, "; hash_buckets would keep it"), plan);
  }
  plan->buckets = discovery_.hash_buckets();
  Decide(FieldDecision::kBuckets, "buckets",
         absl::StrCat(reason, ", in ", plan->buckets, " buckets"), plan);
}

void Planner::MakeBins(const FieldProfile& field, std::string reason,
                       FieldPlan* plan) const {
  plan->edges =
      QuantileEdges(field.sample().numbers(), discovery_.numeric_bins());
  if (plan->edges.empty()) {
    return Drop("numbers, but nearly all of them the same", plan);
  }
  *plan->report.mutable_bin_edges() = {plan->edges.begin(), plan->edges.end()};
  Decide(FieldDecision::kBins, "bins", std::move(reason), plan);
}

void Planner::MakeCategory(const FieldProfile& field, FieldDecision decision,
                           std::string reason, FieldPlan* plan) const {
  const auto limit = static_cast<size_t>(discovery_.max_cardinality());
  if (field.counter().distinct() > limit) {
    uint64_t covered = 0;
    for (auto& [text, count] : field.counter().MostFrequent(limit)) {
      plan->kept.insert(text);
      covered += count;
    }
    absl::StrAppend(&reason,
                    absl::StrFormat("; the %d most frequent kept, %.1f%% of "
                                    "values, the rest is \"other\"",
                                    limit, 100.0 * covered / field.values()));
  }
  Decide(decision, decision == FieldDecision::kEvent ? "event" : "category",
         std::move(reason), plan);
}

absl::Status CheckNames(const LogProfile& log, const v1::LogSource& source,
                        absl::string_view place) {
  const auto is_known = [&](absl::string_view name) {
    return std::any_of(
        log.fields.begin(), log.fields.end(),
        [&](const FieldProfile& field) { return IsBelow(field.name(), name); });
  };
  for (int i = 0; i < source.drop_size(); ++i) {
    if (is_known(source.drop(i))) continue;
    return absl::InvalidArgumentError(absl::StrCat(place, ".drop[", i,
                                                   "]: the log has no field \"",
                                                   source.drop(i), "\""));
  }
  for (int i = 0; i < source.rules_size(); ++i) {
    if (is_known(source.rules(i).field())) continue;
    return absl::InvalidArgumentError(
        absl::StrCat(place, ".rules[", i, "].field: the log has no field \"",
                     source.rules(i).field(), "\""));
  }
  return absl::OkStatus();
}

// A role that nothing plays, and what stands in for it.
void NoteMissingRoles(const FieldRoles& roles,
                      std::vector<std::string>* notes) {
  if (!roles.customer) {
    notes->push_back(
        roles.session
            ? "no field names the customer: each session is one of its own"
            : "no field names the customer: each line is one, named by its "
              "number; set roles.customer if there is one");
  }
  if (!roles.time) {
    notes->push_back(
        "no field tells the time: events stand in the order of the file");
  }
  if (!roles.event) {
    notes->push_back("no field names the event: it is its attributes");
  }
}

}  // namespace

std::string FieldPlan::WordOf(absl::string_view text) const {
  if (decision == FieldDecision::kBins) {
    const std::optional<double> number = ParseNumber(text);
    return number ? BinName(edges, BinOf(edges, *number)) : std::string(kOther);
  }
  if (decision == FieldDecision::kBuckets) {
    return absl::StrCat("#", StableHash(text) % buckets);
  }
  const bool is_kept = kept.empty() ? text.size() <= ValueCounter::kMaxTextBytes
                                    : kept.contains(text);
  return std::string(is_kept ? text : kOther);
}

absl::StatusOr<LogPlan> PlanFields(const LogProfile& profile,
                                   const v1::LogSource& source,
                                   absl::string_view place) {
  C2V_RETURN_IF_ERROR(CheckNames(profile, source, place));
  LogPlan plan;
  C2V_ASSIGN_OR_RETURN(plan.roles, ChooseRoles(profile, source.roles(), place));
  const Planner planner(profile, source);
  planner.ReleaseDropped(&plan.roles);
  for (uint32_t i = 0; i < profile.fields.size(); ++i) {
    plan.fields.push_back(planner.Plan(i, plan.roles));
  }
  NoteMissingRoles(plan.roles, &plan.notes);
  if (profile.omitted_values > 0) {
    plan.notes.push_back(absl::StrCat(
        profile.omitted_values, " values left out: of fields beyond the first ",
        LogReader::kMaxFields, ", of names too long, or beyond ",
        LogReader::kMaxValues, " an event"));
  }
  return plan;
}

}  // namespace customer2vec
