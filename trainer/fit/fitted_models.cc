#include "trainer/fit/fitted_models.h"

#include <optional>
#include <utility>

#include "core/base/status_macros.h"
#include "core/servables/customer_query.h"
#include "core/servables/servable_factory.h"
#include "core/vectors/row_filter.h"
#include "trainer/config/training_config.h"
#include "trainer/evaluation/cut.h"
#include "trainer/fit/build_tables.h"
#include "trainer/models/model_registry.h"

namespace customer2vec {
namespace {

std::vector<HistoryEvent> ToEvents(std::span<const uint32_t> items) {
  std::vector<HistoryEvent> events;
  events.reserve(items.size());
  for (uint32_t item : items) events.push_back({.item = item});
  return events;
}

}  // namespace

FittedModels::FittedModels(const ShopData& data,
                           const v1::TrainingConfig& config,
                           const ProgressLine& progress,
                           const LearningAids& aids)
    : data_(data),
      seed_(config.seed()),
      threads_(ThreadCount(config)),
      progress_(progress),
      aids_(aids),
      vocabulary_size_(
          VocabularySize(data.corpus, config.evaluation().min_count())) {}

absl::StatusOr<std::unique_ptr<FittedModels>> FittedModels::Create(
    const ShopData& data, const v1::TrainingConfig& config, double decay,
    const ProgressLine& progress, const LearningAids& aids) {
  std::unique_ptr<FittedModels> fitted(
      new FittedModels(data, config, progress, aids));
  C2V_ASSIGN_OR_RETURN(fitted->arrays_,
                       BuildTables(data.corpus, &data.catalogue,
                                   data.corpus.item_count(), decay));
  C2V_ASSIGN_OR_RETURN(fitted->tables_, CreateTables(fitted->arrays_.view()));
  return fitted;
}

absl::Status FittedModels::Learn(const v1::ModelConfig& model) {
  std::optional<LearnedModel> learned =
      aids_.checkpoint.RestoreModel(model.name());
  if (!learned.has_value()) {
    C2V_ASSIGN_OR_RETURN(learned, LearnAnew(model), "model \"", model.name(),
                         "\"");
    C2V_RETURN_IF_ERROR(aids_.checkpoint.SaveModel(model.name(), *learned));
  }
  return Take(*std::move(learned));
}

absl::Status FittedModels::Take(LearnedModel learned) {
  files_[learned.entry.name()] =
      std::make_unique<MemoryFiles>(std::move(learned.files));
  *manifest_.add_servables() = learned.entry;
  return Load(learned.entry);
}

absl::StatusOr<LearnedModel> FittedModels::LearnAnew(
    const v1::ModelConfig& model) const {
  C2V_ASSIGN_OR_RETURN(const ModelFamily* family, FindModelFamily(model));
  const std::optional<EarlierModel> earlier =
      aids_.warm_start == nullptr ? std::nullopt
                                  : aids_.warm_start->Find(model, tables_);
  const std::unique_ptr<LearningCheckpoint> checkpoint =
      aids_.checkpoint.Learning(model.name());
  return family->learn(
      model, {.corpus = data_.corpus,
              .tables = tables_,
              .side = data_.side,
              .earlier = servables_,
              .manifest = manifest_,
              .seed = seed_,
              .threads = threads_,
              .progress = progress_,
              .earlier_model = earlier.has_value() ? &*earlier : nullptr,
              .checkpoint = checkpoint.get()});
}

absl::Status FittedModels::Replace(const v1::ServableEntry& entry) {
  *manifest_.mutable_servables(manifest_.servables_size() - 1) = entry;
  servables_.Remove(entry.name());
  return Load(entry);
}

// What a family publishes and the factory refuses is a mistake of ours; the
// message says which.
absl::Status FittedModels::Load(const v1::ServableEntry& entry) {
  return LoadServable(*files_.at(entry.name()), entry, manifest_, tables_,
                      &servables_);
}

std::vector<std::string> FittedModels::RankingNames() const {
  std::vector<std::string> names;
  for (const v1::ServableEntry& entry : manifest_.servables()) {
    if (entry.kind() != v1::SERVABLE_KIND_PREDICTOR) {
      names.push_back(entry.name());
    }
  }
  return names;
}

void FittedModels::RankCustomer(absl::string_view name, uint32_t customer,
                                size_t k, std::vector<ScoredItem>* top) const {
  RowFilter filter;
  filter.LimitTo(static_cast<uint32_t>(vocabulary_size_));
  const SearchOptions options{.k = k, .filter = &filter};
  const ScorerQuery subject{.customer = customer};
  if (const Scorer* scorer = servables_.FindScorer(name)) {
    return scorer->Rank(subject, options, top);
  }
  const Space& space = *servables_.FindSpace(name);
  top->clear();
  std::vector<float> query(space.dimension());
  if (EncodeCustomer(space, tables_.histories, subject, query)) {
    space.Search(Scoring::kNext, query, options, top);
  }
}

void FittedModels::RankCase(absl::string_view name, const ScorerQuery& query,
                            bool exclude_events, size_t k,
                            std::vector<ScoredItem>* top) const {
  RowFilter filter;
  filter.LimitTo(static_cast<uint32_t>(vocabulary_size_));
  if (exclude_events) {
    std::vector<uint32_t> rows;
    for (const HistoryEvent& event : query.events) rows.push_back(event.item);
    filter.Exclude(rows);
  }
  const SearchOptions options{.k = k, .filter = &filter};
  if (const Scorer* scorer = servables_.FindScorer(name)) {
    return scorer->Rank(query, options, top);
  }
  const Space& space = *servables_.FindSpace(name);
  top->clear();
  std::vector<float> vector(space.dimension());
  const bool encoded =
      query.events.empty()
          ? EncodeCustomer(space, tables_.histories, query, vector)
          : space.Encode(Scoring::kNext, query.events, vector);
  if (encoded) space.Search(Scoring::kNext, vector, options, top);
}

void FittedModels::RankSession(absl::string_view name, Scoring scoring,
                               std::span<const uint32_t> session, size_t k,
                               std::vector<ScoredItem>* top) const {
  const std::vector<HistoryEvent> events = ToEvents(session);
  RowFilter filter;
  filter.LimitTo(static_cast<uint32_t>(vocabulary_size_));
  filter.Exclude(session);
  const SearchOptions options{.k = k, .filter = &filter};
  if (const Scorer* scorer = servables_.FindScorer(name)) {
    return scorer->Rank({.events = events}, options, top);
  }
  const Space& space = *servables_.FindSpace(name);
  top->clear();
  std::vector<float> query(space.dimension());
  if (space.Encode(scoring, events, query)) {
    space.Search(scoring, query, options, top);
  }
}

double DecayOf(const v1::TrainingConfig& config) {
  for (const v1::ModelConfig& model : config.models()) {
    if (model.has_personal_frequency()) {
      return model.personal_frequency().decay();
    }
  }
  return 0;
}

absl::StatusOr<std::unique_ptr<FittedModels>> LearnAll(
    const ShopData& data, const v1::TrainingConfig& config,
    const ProgressLine& progress, const LearningAids& aids) {
  C2V_ASSIGN_OR_RETURN(
      std::unique_ptr<FittedModels> fitted,
      FittedModels::Create(data, config, DecayOf(config), progress, aids));
  for (int i : LearningOrder(config)) {
    C2V_RETURN_IF_ERROR(fitted->Learn(config.models(i)));
  }
  return fitted;
}

}  // namespace customer2vec
