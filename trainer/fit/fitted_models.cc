#include "trainer/fit/fitted_models.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "core/base/status_macros.h"
#include "core/servables/customer_query.h"
#include "core/servables/embedding_space.h"
#include "core/servables/embedding_vectors.h"
#include "core/servables/personal_frequency.h"
#include "core/servables/popularity_scorer.h"
#include "core/servables/repeat_discovery_scorer.h"
#include "trainer/fit/build_tables.h"

namespace customer2vec {
namespace {

std::string ToLine(absl::string_view name, const TrainingProgress& progress) {
  return absl::StrFormat(
      "%s: epoch %d of %d, %.0f thousand tokens/s, loss %.4f, %.0f s left",
      name, progress.epoch, progress.epochs, progress.tokens_per_second / 1000,
      progress.loss, progress.seconds_left);
}

std::vector<HistoryEvent> ToEvents(std::span<const uint32_t> items) {
  std::vector<HistoryEvent> events;
  for (uint32_t item : items) events.push_back({.item = item});
  return events;
}

size_t LargestItemCount(const std::vector<SpaceModel>& models) {
  size_t largest = 0;
  for (const SpaceModel& model : models) {
    largest = std::max(largest, model.vectors.item_count);
  }
  return largest;
}

}  // namespace

absl::StatusOr<std::vector<SpaceModel>> TrainSpaces(
    const Corpus& corpus, const v1::TrainingConfig& config,
    const ProgressLine& progress) {
  std::vector<SpaceModel> models;
  for (const v1::ModelConfig& model : config.models()) {
    if (!model.has_item2vec()) continue;
    Item2VecOptions options{.seed = config.seed(), .threads = config.threads()};
    if (progress) {
      options.progress = [&](const TrainingProgress& now) {
        progress(ToLine(model.name(), now));
      };
    }
    auto vectors = TrainItem2Vec(corpus, model.item2vec(), options);
    C2V_RETURN_IF_ERROR(vectors.status()).With("model \"", model.name(), "\"");
    models.push_back({model.name(), *std::move(vectors)});
  }
  return models;
}

absl::StatusOr<std::unique_ptr<const FittedModels>> FittedModels::Create(
    const Corpus& corpus, const v1::TrainingConfig& config,
    const std::vector<SpaceModel>& models, const ServingParameters& parameters,
    const FittedModels* base) {
  std::unique_ptr<FittedModels> fitted(new FittedModels(parameters));
  const bool same_decay =
      base != nullptr && base->parameters_.decay == parameters.decay;
  if (same_decay) {
    fitted->aggregates_ = base->aggregates_;
  } else {
    C2V_ASSIGN_OR_RETURN(fitted->aggregates_,
                         Aggregate(corpus, models, parameters.decay));
  }
  if (same_decay && base->parameters_.prior_weight == parameters.prior_weight) {
    fitted->spaces_ = base->spaces_;
  } else {
    C2V_ASSIGN_OR_RETURN(fitted->spaces_, fitted->MakeSpaces(models));
  }
  fitted->AddScorers(config);
  for (const auto& scorer : fitted->scorers_) {
    fitted->names_.push_back(scorer->name());
  }
  for (const auto& space : *fitted->spaces_) {
    fitted->names_.push_back(space->name());
  }
  return fitted;
}

absl::StatusOr<std::shared_ptr<const FittedModels::Aggregates>>
FittedModels::Aggregate(const Corpus& corpus,
                        const std::vector<SpaceModel>& models, double decay) {
  auto aggregates = std::make_shared<Aggregates>();
  C2V_ASSIGN_OR_RETURN(
      aggregates->arrays,
      BuildTables(corpus, nullptr, LargestItemCount(models), decay));
  C2V_ASSIGN_OR_RETURN(aggregates->tables,
                       CreateTables(aggregates->arrays.view()));
  for (const SpaceModel& model : models) {
    aggregates->customer_vectors.push_back(
        RollUpCustomers(model.vectors.dimension, model.vectors.input,
                        aggregates->tables.histories));
  }
  return aggregates;
}

absl::StatusOr<std::shared_ptr<const FittedModels::Spaces>>
FittedModels::MakeSpaces(const std::vector<SpaceModel>& models) const {
  auto spaces = std::make_shared<Spaces>();
  for (size_t i = 0; i < models.size(); ++i) {
    const Item2VecModel& vectors = models[i].vectors;
    C2V_ASSIGN_OR_RETURN(EmbeddingVectors space,
                         EmbeddingVectors::Create(
                             {.dimension = vectors.dimension,
                              .input = vectors.input,
                              .output = vectors.output,
                              .customers = aggregates_->customer_vectors[i]},
                             aggregates_->tables.basket_counts,
                             static_cast<float>(parameters_.prior_weight)));
    spaces->push_back(MakeExactSpace(models[i].name, std::move(space)));
  }
  return spaces;
}

void FittedModels::AddScorers(const v1::TrainingConfig& config) {
  const Tables& tables = aggregates_->tables;
  const auto decay = static_cast<float>(parameters_.decay);
  for (const v1::ModelConfig& model : config.models()) {
    if (model.has_popularity()) {
      scorers_.push_back(std::make_unique<PopularityScorer>(
          model.name(), tables.basket_counts, tables.basket_count));
    } else if (model.has_personal_frequency()) {
      scorers_.push_back(std::make_unique<PersonalFrequencyScorer>(
          model.name(), tables.histories, decay));
    } else if (model.has_repeat_discovery()) {
      scorers_.push_back(std::make_unique<RepeatDiscoveryScorer>(
          model.name(), tables, decay,
          FindSpace(model.repeat_discovery().space()),
          BlendWeights{static_cast<float>(parameters_.popularity_weight),
                       static_cast<float>(parameters_.discovery_weight)}));
    }
  }
}

const Space* FittedModels::FindSpace(absl::string_view name) const {
  for (const auto& space : *spaces_) {
    if (space->name() == name) return space.get();
  }
  return nullptr;
}

const Scorer* FittedModels::FindScorer(absl::string_view name) const {
  for (const auto& scorer : scorers_) {
    if (scorer->name() == name) return scorer.get();
  }
  return nullptr;
}

void FittedModels::RankCustomer(absl::string_view name, uint32_t customer,
                                size_t k, std::vector<ScoredItem>* top) const {
  const ScorerQuery subject{.customer = customer};
  if (const Scorer* scorer = FindScorer(name)) {
    return scorer->Rank(subject, {.k = k}, top);
  }
  const Space& space = *FindSpace(name);
  top->clear();
  std::vector<float> query(space.dimension());
  if (EncodeCustomer(space, aggregates_->tables.histories, subject, query)) {
    space.Search(Scoring::kNext, query, {.k = k}, top);
  }
}

void FittedModels::RankSession(absl::string_view name, Scoring scoring,
                               std::span<const uint32_t> session, size_t k,
                               std::vector<ScoredItem>* top) const {
  const std::vector<HistoryEvent> events = ToEvents(session);
  RowFilter filter;
  filter.Exclude(session);
  const SearchOptions options{.k = k, .filter = &filter};
  if (const Scorer* scorer = FindScorer(name)) {
    return scorer->Rank({.events = events}, options, top);
  }
  const Space& space = *FindSpace(name);
  top->clear();
  std::vector<float> query(space.dimension());
  if (space.Encode(scoring, events, query)) {
    space.Search(scoring, query, options, top);
  }
}

}  // namespace customer2vec
