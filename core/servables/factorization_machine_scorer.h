// Ranks by a factorisation machine on features and the item one-hot (Rendle
// 2010, equation 1, split where item and customer meet).
//
//   C2V_ASSIGN_OR_RETURN(
//       std::unique_ptr<const Scorer> scorer,
//       LoadFactorizationMachine(files, entry, tables));
//   scorer->Rank({.events = session, .customer = row}, {.k = 20}, &top);
//
// The customer's features (factorization_features.h) are summed to one vector,
// so that an item costs one inner product; the items of the history get their
// repeat term on top. A query's events are the context: what is in the basket
// now. A customer's history is that of the snapshot, without the events. Every
// allowed item has a score, but a query without customer and known event has
// none.
//
// Immutable, safe for concurrent use; arrays and tables outlive it. Allocates
// only to grow a thread's scratch memory.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_FACTORIZATION_MACHINE_SCORER_H_
#define CUSTOMER2VEC_CORE_SERVABLES_FACTORIZATION_MACHINE_SCORER_H_

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/servables/factorization_features.h"
#include "core/servables/servable.h"
#include "core/snapshot/file_source.h"
#include "core/snapshot/memory_files.h"
#include "core/tables/tables.h"
#include "customer2vec/v1/manifest.pb.h"

namespace customer2vec {

// See FactorizationMachineSpec for files and formula.
struct FactorizationMachineArrays {
  std::span<const float> items;
  std::span<const float> biases;
  std::span<const float> features;
  std::span<const float> customers;  // or empty
  std::span<const float> repeat;     // or empty
};

class FactorizationMachineScorer final : public Scorer {
 public:
  // REQUIRES: everything fits, as LoadFactorizationMachine() checks.
  FactorizationMachineScorer(std::string name,
                             const v1::FactorizationMachineSpec& spec,
                             const FactorizationMachineArrays& arrays,
                             FactorizationFeatures features,
                             const Tables& tables);

  void Rank(const ScorerQuery& query, const SearchOptions& options,
            std::vector<ScoredItem>* top) const override;

 private:
  struct Scratch;

  // The customer's side as one vector, and the history's weights. False when
  // nothing is known.
  bool Describe(const ScorerQuery& query, Scratch& scratch) const;
  void AddRow(float value, std::span<const float> table, size_t row,
              std::span<float> sum) const;
  void AddRepeats(Scratch& scratch) const;

  size_t factors_;
  double decay_;
  float repeat_weight_;
  FactorizationMachineArrays arrays_;
  FactorizationFeatures features_;
  const CustomerHistories& histories_;
  std::vector<float> priors_;  // bias + popularity_weight * log p
};

// Arrays that own their memory, for WriteFactorizationMachine().
struct FactorizationMachineModel {
  v1::FactorizationMachineSpec spec;
  std::vector<float> items, biases, features, customers, repeat;
};

// Keeps the arrays in `files`; the entry says what they are.
absl::StatusOr<v1::ServableEntry> WriteFactorizationMachine(
    absl::string_view name, FactorizationMachineModel model,
    MemoryFiles* files);

// The arrays among the files, with `feature_rows` rows of features. DATA_LOSS
// when a file has another length or a number is not finite. REQUIRES: the
// entry's numbers are those of a servable that was loaded, or were checked.
absl::StatusOr<FactorizationMachineArrays> MapFactorizationMachine(
    const FileSource& files, const v1::ServableEntry& entry,
    size_t feature_rows);

// The scorer over the files' arrays. DATA_LOSS when the entry, the files and
// the tables do not fit together, a number is not finite or a setting out of
// range. REQUIRES: the entry has a factorization_machine.
absl::StatusOr<std::unique_ptr<const Scorer>> LoadFactorizationMachine(
    const FileSource& files, const v1::ServableEntry& entry,
    const Tables& tables);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_FACTORIZATION_MACHINE_SCORER_H_
