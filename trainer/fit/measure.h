// Chooses what serving needs, and measures what was chosen.
//
//   ShopCut validation = ...;   // the last basket of the training remainder
//   C2V_RETURN_IF_ERROR(ChooseParameters(validation, side, &config, progress));
//   C2V_ASSIGN_OR_RETURN(std::vector<v1::EvaluationFigure> figures,
//                        Measure(test, side, config, progress));
//
// Each learns on its cut's training baskets and ranks for its held-out ones.
// Choices are made on the validation cut alone: the decay of personal
// frequency first (recall@10 of it), since everything stands on it; then, as
// each model is learned, its tunable parameters, each from its grid, by the
// metric it names, ties to the first. What the configuration sets is not
// chosen.
//
// Models of the cuts are learned from nothing, whatever the configuration says
// about a warm start: an earlier snapshot has seen what the cuts hold out.

#ifndef CUSTOMER2VEC_TRAINER_FIT_MEASURE_H_
#define CUSTOMER2VEC_TRAINER_FIT_MEASURE_H_

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "customer2vec/v1/manifest.pb.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/corpus/catalogue_table.h"
#include "trainer/corpus/side_tables.h"
#include "trainer/evaluation/cut.h"
#include "trainer/evaluation/protocols/protocol_split.h"
#include "trainer/fit/checkpoint.h"
#include "trainer/fit/fitted_models.h"

namespace customer2vec {

// A cut with the catalogue in its order of items.
struct ShopCut {
  Cut cut;
  CatalogueTable catalogue;
};

// The last basket of each customer, held out.
ShopCut HoldOut(const Corpus& corpus, const CatalogueTable& catalogue);

// Writes what is still to be chosen into `config`: parameters of models, and
// the default servables. REQUIRES: the cut holds out at least one basket.
absl::Status ChooseParameters(const ShopCut& validation, const SideTables& side,
                              v1::TrainingConfig* config,
                              const ProgressLine& progress,
                              const StageCheckpoint& checkpoint = {});

// Cases of another form than a cut's, on which parameters can be chosen and
// models measured too.
struct ChoiceCases {
  std::span<const ProtocolCase> cases;
  bool exclude_events = false;  // the case's own events are not ranked
  size_t cutoff = 10;           // recall at this place is what is compared
  // Also the default servable of what the cases show: of sessions, or of
  // customers where they show no events.
  bool choose_default = false;
};

// As ChooseParameters(), but for default servables that `cases` do not ask for,
// on `cases`, whose rows are those of `training`. REQUIRES: there is a case.
absl::Status ChooseParametersOn(const ChoiceCases& cases,
                                const ShopData& training,
                                v1::TrainingConfig* config,
                                const ProgressLine& progress,
                                const StageCheckpoint& checkpoint = {});

// Writes into `config` what stands where there is nothing to choose on.
void SetUnchosenParameters(v1::TrainingConfig* config);

// Figures of every servable that ranks, on both tasks; spaces rank sessions by
// `next`, and once more by `similar` under the task "session_similar", which
// shows what the difference is worth. A servable that lists nothing for any
// case of a task has no figures of it.
absl::StatusOr<std::vector<v1::EvaluationFigure>> Measure(
    const ShopCut& test, const SideTables& side,
    const v1::TrainingConfig& config, const ProgressLine& progress,
    const StageCheckpoint& checkpoint = {});

// Figures of every servable that ranks, learned from `training`, on `cases`
// under the task's name: recall, ndcg, hit_rate, mrr and coverage. REQUIRES: as
// LearnAll(), and that there is a case.
absl::StatusOr<std::vector<v1::EvaluationFigure>> MeasureOn(
    const ChoiceCases& cases, const std::string& task, const ShopData& training,
    const v1::TrainingConfig& config, const ProgressLine& progress,
    const StageCheckpoint& checkpoint = {});

// As Measure(), of models that were learned from the cut's training baskets.
std::vector<v1::EvaluationFigure> MeasureModels(
    const Cut& test, const v1::TrainingConfig& config,
    const FittedModels& fitted);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_FIT_MEASURE_H_
