// What becomes of each field of a log: the decisions, with their reasons.
//
//   C2V_ASSIGN_OR_RETURN(const LogPlan plan,
//                        PlanFields(profile, source, "data.logs[0]"));
//   plan.fields[i].report.decision();  // "bins"
//   plan.fields[i].WordOf("12.50");    // "8..12.5"
//
// In this order, the first that holds:
//   1. the configuration drops the field or says its use, by its own name or
//      that of what it is nested in: the longest name that says something
//      holds;
//   2. it has a role (see field_roles.h);
//   3. its values are times: dropped, times order events and name nothing;
//   4. one value in all events: dropped, it tells nobody from anybody;
//   5. numbers, more of them distinct than `max_codes`, and the name is not
//   that of
//      an id: bins;
//   6. at most `max_cardinality` distinct values: a category;
//   7. nearly every value is another: dropped, an identifier of events;
//   8. `hash_buckets` are asked for: hashed into buckets; else dropped.

#ifndef CUSTOMER2VEC_TRAINER_LOGS_FIELD_PLAN_H_
#define CUSTOMER2VEC_TRAINER_LOGS_FIELD_PLAN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "customer2vec/v1/log_models.pb.h"
#include "trainer/logs/field_roles.h"
#include "trainer/logs/log_profile.h"

namespace customer2vec {

// What becomes of a field.
enum class FieldDecision {
  kDropped,
  kRole,      // customer, time or session: no token
  kEvent,     // its values name events
  kCategory,  // its values are words
  kBins,      // its numbers are words by quantiles
  kBuckets,   // its values are words by hash
};

struct FieldPlan {
  FieldDecision decision = FieldDecision::kDropped;
  std::vector<double> edges;  // of kBins
  uint32_t buckets = 0;       // of kBuckets
  // Of kCategory and kEvent: the words kept where there were too many; empty:
  // all of at most ValueCounter::kMaxTextBytes.
  absl::flat_hash_set<std::string> kept;
  v1::LogFieldReport report;

  // The word that a value becomes, "other" for what is not kept. REQUIRES: the
  // decision is one that makes words. Safe for concurrent use.
  std::string WordOf(absl::string_view text) const;
};

struct LogPlan {
  FieldRoles roles;
  std::vector<FieldPlan> fields;   // by the reader's number
  std::vector<std::string> notes;  // what concerns no single field
};

// INVALID_ARGUMENT when the configuration names a field that the log lacks, or
// asks for what a field cannot be. `place` is the configuration's path to
// `source`. REQUIRES: source is valid (see log_config.h), with defaults filled
// in.
absl::StatusOr<LogPlan> PlanFields(const LogProfile& profile,
                                   const v1::LogSource& source,
                                   absl::string_view place);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_LOGS_FIELD_PLAN_H_
