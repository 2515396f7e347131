#include "trainer/models/log2vec/log2vec_model.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/logs/event_log.h"
#include "trainer/models/embedding_model.h"
#include "trainer/models/log2vec/audience.h"
#include "trainer/models/log2vec/log2vec_config.h"
#include "trainer/models/log2vec/log2vec_trainer.h"

namespace customer2vec {
namespace {

// The customer row of each customer of the log.
std::vector<std::optional<uint32_t>> RowsOfLog(const EventLog& log,
                                               const Vocabulary& customers) {
  std::vector<std::optional<uint32_t>> rows;
  for (const std::string& id : log.customer_ids) {
    rows.push_back(id.empty() ? std::nullopt : customers.Find(id));
  }
  return rows;
}

bool SessionsAreBaskets(const EventLog& log) {
  return !log.basket_times.empty();
}

// The log as it was before anything was held out.
KnownEvents KnownBefore(const ModelContext& context,
                        const std::vector<std::optional<uint32_t>>& rows) {
  const EventLog& log = context.side.logs;
  const Corpus& corpus = context.corpus;
  std::vector<int64_t> horizons;
  for (const std::optional<uint32_t>& row : rows) {
    horizons.push_back(!row                      ? Corpus::kNoHorizon
                       : SessionsAreBaskets(log) ? corpus.FirstHeldOut(*row)
                                                 : corpus.Horizon(*row));
  }
  return KnownEvents(log, std::move(horizons));
}

// Whether baskets are held out and their part of the log cannot be.
bool KnowsTheFuture(const EventLog& log, const Corpus& corpus) {
  return corpus.IsCut() && !SessionsAreBaskets(log) &&
         !(log.has_times && corpus.has_times());
}

// Items that were taken at all: a prefix of the rows, all of them in a cut.
size_t TakenItems(const Tables& tables) {
  size_t count = tables.basket_counts.size();
  while (count > 0 && tables.basket_counts[count - 1] == 0) --count;
  return count;
}

void FillDefaults(v1::ModelConfig* config) {
  FillLog2VecDefaults(config->mutable_log2vec());
}

absl::Status Check(const v1::ModelConfig& config, const std::string& field) {
  return CheckLog2VecConfig(config.log2vec(), field);
}

absl::StatusOr<LearnedModel> Learn(const v1::ModelConfig& config,
                                   const ModelContext& context) {
  if (context.side.logs.empty()) {
    return absl::FailedPreconditionError(
        absl::StrCat("model \"", config.name(),
                     "\": log2vec learns from data.logs, which names none"));
  }
  if (context.progress && KnowsTheFuture(context.side.logs, context.corpus)) {
    context.progress(absl::StrCat(
        config.name(),
        ": nothing of data.logs can be held out, as the log or the baskets "
        "have no times: figures of this model may know the future"));
  }
  const std::vector<std::optional<uint32_t>> rows =
      RowsOfLog(context.side.logs, context.tables.customers);
  C2V_ASSIGN_OR_RETURN(
      const Log2VecVectors learned,
      TrainLog2Vec(KnownBefore(context, rows), config.log2vec(),
                   {.seed = context.seed,
                    .threads = static_cast<int>(context.threads),
                    .progress = ReportTraining(config.name(), context),
                    .checkpoint = context.checkpoint}));
  const size_t dimension = learned.dimension;
  std::vector<float> customers(context.tables.customers.size() * dimension);
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i]) continue;
    std::copy_n(learned.customers.begin() + i * dimension, dimension,
                customers.begin() + *rows[i] * dimension);
  }
  Audience audience = AudienceOf(customers, dimension, context.tables.histories,
                                 TakenItems(context.tables));
  return PublishEmbeddings(config.name(),
                           {.dimension = dimension,
                            .input = std::move(audience.input),
                            .output = std::move(audience.output),
                            .customers = std::move(audience.customers)},
                           PopularityWeightOf(config.log2vec()));
}

}  // namespace

const ModelFamily& Log2VecFamily() {
  static constexpr ModelFamily kFamily = {
      .kind = v1::ModelConfig::kLog2Vec,
      .name = "log2vec",
      .publishes = v1::SERVABLE_KIND_SPACE,
      .fill_defaults = FillDefaults,
      .check = Check,
      .dependencies = NoDependencies,
      .learn = Learn,
      .tunables = PopularityWeightTunables<&v1::ModelConfig::log2vec,
                                           &v1::ModelConfig::mutable_log2vec>,
      .why_anew =
          "a snapshot has no vectors of a log's tokens, and customers "
          "less the mean of all",
  };
  return kFamily;
}

}  // namespace customer2vec
