#include "trainer/compare/evaluate_nodes.h"

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/cases/given_cases.h"
#include "trainer/compare/figure_table.h"
#include "trainer/compare/labelled_nodes.h"
#include "trainer/compare/needed_models.h"
#include "trainer/config/training_config.h"
#include "trainer/data/data_config.h"
#include "trainer/fit/measure.h"
#include "trainer/models/model_registry.h"

namespace customer2vec {
namespace {

// Of what a split learns from; the rest chooses the strength of the penalty.
constexpr double kInnerShare = 0.8;
// Splits of one run have seeds that no other run's have.
constexpr uint64_t kSplitsOfARun = 1000;

std::vector<std::string> SpacesOf(const v1::TrainingConfig& config) {
  std::vector<std::string> names;
  for (const v1::ModelConfig& model : config.models()) {
    const auto family = FindModelFamily(model);
    if (family.ok() && (*family)->publishes == v1::SERVABLE_KIND_SPACE) {
      names.push_back(model.name());
    }
  }
  return names;
}

// The spaces that are measured. Errors for a model that is none.
absl::StatusOr<std::vector<std::string>> NamesOf(
    const v1::TrainingConfig& config) {
  const std::vector<std::string> spaces = SpacesOf(config);
  if (config.evaluation().models().empty()) return spaces;
  for (const std::string& name : config.evaluation().models()) {
    if (std::count(spaces.begin(), spaces.end(), name) > 0) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("model \"", name,
                     "\" has no vectors: node_classification "
                     "measures spaces"));
  }
  return std::vector<std::string>(config.evaluation().models().begin(),
                                  config.evaluation().models().end());
}

std::span<const float> VectorOf(const Space& space, const LabelledNode& node) {
  if (!node.is_customer) {
    return node.row < space.item_count()
               ? space.ItemVector(VectorRole::kInput, node.row)
               : std::span<const float>();
  }
  return node.row < space.customer_count() ? space.CustomerVector(node.row)
                                           : std::span<const float>();
}

// Vectors of all nodes; zeros where there is none.
struct NodeRows {
  std::vector<float> values;
  size_t missing = 0;
};

NodeRows RowsOf(const Space& space, std::span<const LabelledNode> nodes) {
  NodeRows rows{.values = std::vector<float>(nodes.size() * space.dimension())};
  for (size_t i = 0; i < nodes.size(); ++i) {
    const auto vector = VectorOf(space, nodes[i]);
    // Rows between others that have vectors are stored as zeros.
    rows.missing += std::all_of(vector.begin(), vector.end(),
                                [](float x) { return x == 0; });
    std::copy(vector.begin(), vector.end(),
              rows.values.begin() + i * space.dimension());
  }
  return rows;
}

// One space's vectors under every split of a run.
class Classification {
 public:
  Classification(const v1::NodeClassificationProtocol& protocol,
                 const LabelledNodes& nodes, uint64_t seed, size_t threads)
      : protocol_(protocol), nodes_(nodes), seed_(seed), threads_(threads) {}

  absl::Status Run(const std::string& model, const DenseRows& rows,
                   FigureTable* table) const {
    for (int i = 0; i < protocol_.splits(); ++i) {
      const uint64_t seed = seed_ * kSplitsOfARun + i;
      const NodeSplit split =
          SplitNodes(nodes_.nodes.size(), protocol_.train_share(), seed);
      C2V_ASSIGN_OR_RETURN(const double strength,
                           ChooseStrength(rows, split, seed));
      C2V_ASSIGN_OR_RETURN(const F1Scores scores, Score(rows, split, strength));
      const RunFigure figure = {.cases = split.test.size(), .of_split = true};
      const auto add = [&](const char* metric, double value) {
        RunFigure one = figure;
        one.value = value;
        table->Add(model, {"all", metric, 0}, one);
      };
      add("macro_f1", scores.macro);
      add("micro_f1", scores.micro);
    }
    return absl::OkStatus();
  }

 private:
  absl::StatusOr<F1Scores> Score(const DenseRows& rows, const NodeSplit& split,
                                 double strength) const {
    return ClassifyNodes(rows, nodes_.labels, split,
                         {.c = strength, .threads = threads_});
  }

  // The one with the best macro-F1 on a part of what may be learned from.
  absl::StatusOr<double> ChooseStrength(const DenseRows& rows,
                                        const NodeSplit& split,
                                        uint64_t seed) const {
    if (protocol_.strengths_size() == 1) return protocol_.strengths(0);
    const NodeSplit inner = SplitNodes(split.train, kInnerShare, seed);
    double best = protocol_.strengths(0), best_score = -1;
    for (const double strength : protocol_.strengths()) {
      C2V_ASSIGN_OR_RETURN(const F1Scores scores, Score(rows, inner, strength));
      if (scores.macro > best_score) {
        best_score = scores.macro;
        best = strength;
      }
    }
    return best;
  }

  const v1::NodeClassificationProtocol& protocol_;
  const LabelledNodes& nodes_;
  const uint64_t seed_;
  const size_t threads_;
};

// Adds the figures of every space of one run.
absl::Status MeasureRun(const FittedModels& fitted,
                        const std::vector<std::string>& names,
                        const LabelledNodes& nodes,
                        const v1::TrainingConfig& config, FigureTable* table,
                        std::vector<std::string>* notes) {
  const Classification classification(
      config.evaluation().protocol().node_classification(), nodes,
      config.seed(), ThreadCount(config));
  for (const std::string& name : names) {
    const Space& space = *fitted.servables().FindSpace(name);
    const NodeRows rows = RowsOf(space, nodes.nodes);
    if (rows.missing == nodes.nodes.size()) {
      return absl::FailedPreconditionError(
          absl::StrCat("model \"", name, "\" has a vector of none of the ",
                       nodes.nodes.size(),
                       " labelled nodes: leave it out of "
                       "evaluation.models"));
    }
    if (rows.missing > 0) {
      notes->push_back(absl::StrCat(name, " with seed ", config.seed(),
                                    " has no vector of ", rows.missing, " of ",
                                    nodes.nodes.size(),
                                    " labelled nodes: they are all zeros"));
    }
    C2V_RETURN_IF_ERROR(
        classification.Run(name, DenseRows(rows.values, space.dimension()),
                           table))
        .With("model \"", name, "\"");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::EvaluationReport> EvaluateNodes(
    const ShopData& data, const v1::TrainingConfig& config,
    const EvaluateOptions& options, const ProgressLine& progress) {
  const auto& protocol = config.evaluation().protocol().node_classification();
  C2V_ASSIGN_OR_RETURN(const std::vector<std::string> names, NamesOf(config));
  UnknownIds unknown;
  C2V_ASSIGN_OR_RETURN(const LabelledNodes nodes,
                       ReadLabelledNodes(protocol.labels(),
                                         ResolvePath(options.data_root,
                                                     protocol.labels().path()),
                                         data.corpus, &unknown));
  std::vector<std::string> notes = unknown.ToNotes();
  FigureTable table;
  for (int run = 0; run < config.evaluation().runs(); ++run) {
    v1::TrainingConfig seeded = WithNeededModels(config, names);
    seeded.set_seed(config.seed() + run);
    if (progress) progress(absl::StrCat("== seed ", seeded.seed()));
    SetUnchosenParameters(&seeded);
    C2V_ASSIGN_OR_RETURN(const std::unique_ptr<FittedModels> fitted,
                         LearnAll(data, seeded, progress));
    C2V_RETURN_IF_ERROR(
        MeasureRun(*fitted, names, nodes, seeded, &table, &notes));
  }
  const double train = protocol.train_share();
  v1::EvaluationReport report =
      table.Report(config.evaluation().reference(),
                   {.test_over_train = (1 - train) / train});
  for (std::string& note : notes) report.add_notes(std::move(note));
  return report;
}

}  // namespace customer2vec
