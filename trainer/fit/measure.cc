#include "trainer/fit/measure.h"

#include <algorithm>
#include <span>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_format.h"
#include "core/base/status_macros.h"
#include "trainer/evaluation/evaluate.h"

namespace customer2vec {
namespace {

// Grids from "every basket counts alike" to "the last few", from no prior to
// one that outweighs the vectors, and from a part that is not there to one that
// leads.
constexpr double kDecays[] = {0.95, 0.8, 0.9, 0.97, 0.99, 1};
constexpr double kPriorWeights[] = {0.75, 0, 0.25, 0.5, 0.85, 1};
constexpr double kPopularityWeights[] = {0, 0.5, 1, 2, 4};
// Never 0, at which what is new to a customer would be ranked by popularity
// alone.
constexpr double kDiscoveryWeights[] = {0.3, 0.1, 1};

// Choices settle on a part of the cases: a third of a percent of recall is
// within their error, and each case costs an exact search.
constexpr size_t kMaxChoiceCases = 1000;

// Seed of the hidden items of the validation cut; the test's begin after it.
constexpr uint64_t kValidationSeed = 0;

constexpr char kSimilarSessionTask[] = "session_similar";

size_t ThreadCount(const v1::TrainingConfig& config) {
  if (config.threads() > 0) return config.threads();
  return std::max(1u, std::thread::hardware_concurrency());
}

EvaluationOptions OptionsOf(const v1::TrainingConfig& config,
                            size_t item_count) {
  const auto& cutoffs = config.evaluation().cutoffs();
  return {.cutoffs = {cutoffs.begin(), cutoffs.end()},
          .item_count = item_count,
          .threads = ThreadCount(config)};
}

// REQUIRES: FillDefaults() was called, which adds one of each.
const v1::ModelConfig& FindModel(const v1::TrainingConfig& config,
                                 v1::ModelConfig::ModelCase kind) {
  return *std::find_if(config.models().begin(), config.models().end(),
                       [kind](const v1::ModelConfig& model) {
                         return model.model_case() == kind;
                       });
}

std::vector<v1::EvaluationFigure> MeasureCustomers(
    const FittedModels& fitted, const std::string& name,
    std::span<const CustomerCase> cases, const EvaluationOptions& options) {
  return EvaluateCustomers(
      name, cases, options,
      [&](const CustomerCase& each, size_t k, std::vector<ScoredItem>* top) {
        fitted.RankCustomer(name, each.customer, k, top);
      });
}

std::vector<v1::EvaluationFigure> MeasureSessions(
    const FittedModels& fitted, const std::string& name, Scoring scoring,
    std::span<const SessionCase> cases, const EvaluationOptions& options) {
  return EvaluateSessions(
      name, cases, options,
      [&](const SessionCase& each, size_t k, std::vector<ScoredItem>* top) {
        fitted.RankSession(name, scoring, each.session, k, top);
      });
}

// Cases spread evenly over all of them.
template <typename Case>
std::vector<Case> Sample(std::vector<Case> cases) {
  if (cases.size() <= kMaxChoiceCases) return cases;
  std::vector<Case> sample;
  for (size_t i = 0; i < kMaxChoiceCases; ++i) {
    sample.push_back(std::move(cases[i * cases.size() / kMaxChoiceCases]));
  }
  return sample;
}

// The corpus, models and cases on which parameters are compared.
class Chooser {
 public:
  Chooser(const Cut& cut, const v1::TrainingConfig& config,
          const std::vector<SpaceModel>& models, const ProgressLine& progress)
      : cut_(cut), config_(config), models_(models), progress_(progress) {
    const size_t vocabulary = models[0].vectors.item_count;
    customers_ = Sample(CustomerCases(cut, vocabulary));
    sessions_ = Sample(SessionCases(cut, vocabulary, kValidationSeed));
    options_ = OptionsOf(config, vocabulary);
  }

  // Sets `*field` of `parameters` to the value of `grid` with the highest
  // `score`.
  template <typename Score>
  absl::Status Choose(absl::string_view what, std::span<const double> grid,
                      ServingParameters& parameters,
                      double ServingParameters::*field,
                      const Score& score) const {
    double best_value = parameters.*field, best_score = -1;
    std::unique_ptr<const FittedModels> fitted;
    for (double value : grid) {
      ServingParameters candidate = parameters;
      candidate.*field = value;
      C2V_ASSIGN_OR_RETURN(fitted,
                           FittedModels::Create(cut_.training, config_, models_,
                                                candidate, fitted.get()));
      const double value_score = score(*fitted);
      if (value_score > best_score) {
        best_score = value_score;
        best_value = value;
      }
    }
    parameters.*field = best_value;
    if (progress_) {
      progress_(absl::StrFormat("validation: %s = %g (%.4f)", what, best_value,
                                best_score));
    }
    return absl::OkStatus();
  }

  // recall@10 of a servable for customers; 0 without cases.
  double CustomerRecall(const FittedModels& fitted,
                        const std::string& name) const {
    EvaluationOptions options = options_;
    options.cutoffs = {10};
    const auto figures = MeasureCustomers(fitted, name, customers_, options);
    const auto* figure = FindFigure(figures, name, kCustomerTask, "recall", 10);
    return figure == nullptr ? 0 : figure->value();
  }

  // hit_rate@20 of a space's `next` for sessions; 0 without cases.
  double SessionHitRate(const FittedModels& fitted,
                        const std::string& name) const {
    EvaluationOptions options = options_;
    options.cutoffs = {20};
    const auto figures =
        MeasureSessions(fitted, name, Scoring::kNext, sessions_, options);
    const auto* figure =
        FindFigure(figures, name, kSessionTask, "hit_rate", 20);
    return figure == nullptr ? 0 : figure->value();
  }

 private:
  const Cut& cut_;
  const v1::TrainingConfig& config_;
  const std::vector<SpaceModel>& models_;
  const ProgressLine& progress_;
  std::vector<CustomerCase> customers_;
  std::vector<SessionCase> sessions_;
  EvaluationOptions options_;
};

// Mean of each figure over rounds that hide other items. The standard error
// stays that of one round: the customers are the same.
std::vector<v1::EvaluationFigure> MeanOfRounds(
    const std::vector<std::vector<v1::EvaluationFigure>>& rounds) {
  std::vector<v1::EvaluationFigure> mean = rounds.front();
  for (size_t i = 0; i < mean.size(); ++i) {
    double sum = 0;
    for (const auto& round : rounds) sum += round[i].value();
    mean[i].set_value(sum / static_cast<double>(rounds.size()));
  }
  return mean;
}

}  // namespace

ServingParameters ConfiguredParameters(const v1::TrainingConfig& config) {
  ServingParameters parameters;
  const double decay = FindModel(config, v1::ModelConfig::kPersonalFrequency)
                           .personal_frequency()
                           .decay();
  if (decay > 0) parameters.decay = decay;
  const v1::RepeatDiscoveryConfig& blend =
      FindModel(config, v1::ModelConfig::kRepeatDiscovery).repeat_discovery();
  if (blend.has_popularity_weight()) {
    parameters.popularity_weight = blend.popularity_weight();
  }
  if (blend.has_discovery_weight()) {
    parameters.discovery_weight = blend.discovery_weight();
  }
  return parameters;
}

absl::StatusOr<ServingParameters> ChooseParameters(
    const Cut& validation, const v1::TrainingConfig& config,
    const ProgressLine& progress) {
  using Parameters = ServingParameters;
  C2V_ASSIGN_OR_RETURN(const std::vector<SpaceModel> models,
                       TrainSpaces(validation.training, config, progress));
  const Chooser chooser(validation, config, models, progress);
  const v1::ModelConfig& personal =
      FindModel(config, v1::ModelConfig::kPersonalFrequency);
  const v1::ModelConfig& blend =
      FindModel(config, v1::ModelConfig::kRepeatDiscovery);
  const auto recall_of = [&chooser](const v1::ModelConfig& model) {
    return [&](const FittedModels& fitted) {
      return chooser.CustomerRecall(fitted, model.name());
    };
  };
  Parameters chosen = ConfiguredParameters(config);
  if (!(personal.personal_frequency().decay() > 0)) {
    C2V_RETURN_IF_ERROR(chooser.Choose(
        "decay", kDecays, chosen, &Parameters::decay, recall_of(personal)));
  }
  C2V_RETURN_IF_ERROR(chooser.Choose(
      "prior_weight", kPriorWeights, chosen, &Parameters::prior_weight,
      [&](const FittedModels& fitted) {
        return chooser.SessionHitRate(fitted, models[0].name);
      }));
  if (!blend.repeat_discovery().has_popularity_weight()) {
    C2V_RETURN_IF_ERROR(chooser.Choose("popularity_weight", kPopularityWeights,
                                       chosen, &Parameters::popularity_weight,
                                       recall_of(blend)));
  }
  if (!blend.repeat_discovery().has_discovery_weight()) {
    C2V_RETURN_IF_ERROR(chooser.Choose("discovery_weight", kDiscoveryWeights,
                                       chosen, &Parameters::discovery_weight,
                                       recall_of(blend)));
  }
  return chosen;
}

absl::StatusOr<std::vector<v1::EvaluationFigure>> Measure(
    const Cut& test, const v1::TrainingConfig& config,
    const ServingParameters& parameters, const ProgressLine& progress) {
  C2V_ASSIGN_OR_RETURN(const std::vector<SpaceModel> models,
                       TrainSpaces(test.training, config, progress));
  C2V_ASSIGN_OR_RETURN(
      const std::unique_ptr<const FittedModels> fitted,
      FittedModels::Create(test.training, config, models, parameters));
  const EvaluationOptions options =
      OptionsOf(config, fitted->vocabulary_size());
  const std::vector<CustomerCase> customers =
      CustomerCases(test, fitted->vocabulary_size());
  std::vector<v1::EvaluationFigure> all;
  const auto append = [&all](const std::vector<v1::EvaluationFigure>& figures) {
    all.insert(all.end(), figures.begin(), figures.end());
  };
  const auto sessions = [&](const std::string& name, Scoring scoring) {
    std::vector<std::vector<v1::EvaluationFigure>> rounds;
    for (int seed = 1; seed <= config.evaluation().hidden_item_seeds();
         ++seed) {
      const std::vector<SessionCase> cases =
          SessionCases(test, fitted->vocabulary_size(),
                       kValidationSeed + config.seed() + seed);
      rounds.push_back(MeasureSessions(*fitted, name, scoring, cases, options));
    }
    return MeanOfRounds(rounds);
  };
  // Personal frequency knows nothing but the session's own items, which are
  // excluded.
  const std::string personal =
      FindModel(config, v1::ModelConfig::kPersonalFrequency).name();
  for (const std::string& name : fitted->names()) {
    append(MeasureCustomers(*fitted, name, customers, options));
    if (name != personal) append(sessions(name, Scoring::kNext));
  }
  for (const SpaceModel& model : models) {
    std::vector<v1::EvaluationFigure> similar =
        sessions(model.name, Scoring::kSimilar);
    for (v1::EvaluationFigure& figure : similar)
      figure.set_task(kSimilarSessionTask);
    append(similar);
  }
  return all;
}

}  // namespace customer2vec
