#include "trainer/models/log2vec/log2vec_trainer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/logs/log_tokens.h"
#include "trainer/models/log2vec/log2vec_config.h"
#include "trainer/models/sgns/sentences.h"
#include "trainer/models/sgns/sgns_trainer.h"
#include "trainer/models/sgns/text_trainer.h"

namespace customer2vec {
namespace {

constexpr double kFrequencyWeight = 1e-3;  // a of Arora et al.

SgnsSettings SkipGramSettings(const v1::Log2VecConfig& config) {
  SgnsSettings settings;
  settings.dimension = config.dimension();
  settings.whole_sentence = config.window_size() == 0;
  if (!settings.whole_sentence) settings.window_size = config.window_size();
  settings.negatives = config.negatives();
  settings.negative_exponent = config.negative_exponent();
  settings.subsample = config.subsample();
  settings.epochs = config.epochs();
  settings.rate.start = config.learning_rate();
  settings.deterministic = config.deterministic();
  return settings;
}

TextModel TextModelOf(v1::LogLearner learner) {
  if (learner == v1::LOG_LEARNER_CBOW) return TextModel::kCbow;
  if (learner == v1::LOG_LEARNER_PV_DM) return TextModel::kPvDm;
  return TextModel::kPvDbow;
}

TextSettings SettingsOf(const v1::Log2VecConfig& config) {
  TextSettings settings;
  settings.model = TextModelOf(config.learner());
  settings.dimension = config.dimension();
  settings.whole_text = config.window_size() == 0;
  if (!settings.whole_text) settings.window_size = config.window_size();
  settings.train_words = config.joint_words();
  settings.negatives = config.negatives();
  settings.negative_exponent = config.negative_exponent();
  settings.subsample = config.subsample();
  settings.epochs = config.epochs();
  settings.rate.start = config.learning_rate();
  settings.deterministic = config.deterministic();
  return settings;
}

// The mean of the tokens of each customer, rare ones first.
std::vector<float> MeanOfTokens(const TokenTexts& texts,
                                const std::vector<float>& tokens,
                                size_t dimension) {
  const size_t customers = texts.customer_offsets.size() - 1;
  const auto total = static_cast<double>(texts.tokens.size());
  std::vector<float> means(customers * dimension);
  for (size_t customer = 0; customer < customers; ++customer) {
    float* mean = means.data() + customer * dimension;
    const uint64_t begin = texts.customer_offsets[customer];
    const uint64_t end = texts.customer_offsets[customer + 1];
    for (uint64_t i = begin; i < end; ++i) {
      const uint32_t token = texts.tokens[i];
      const auto weight = static_cast<float>(
          kFrequencyWeight / (kFrequencyWeight + texts.counts[token] / total) /
          static_cast<double>(end - begin));
      const float* vector = tokens.data() + token * dimension;
      for (size_t d = 0; d < dimension; ++d) mean[d] += weight * vector[d];
    }
  }
  return means;
}

absl::Status LearnTokens(const TokenTexts& texts,
                         const v1::Log2VecConfig& config,
                         const Log2VecOptions& options,
                         Log2VecVectors* vectors) {
  const Sentences sessions{texts.tokens, texts.session_offsets};
  if (config.learner() == v1::LOG_LEARNER_SKIP_GRAM) {
    C2V_ASSIGN_OR_RETURN(
        SgnsModel model,
        TrainSgns(sessions, texts.counts, SkipGramSettings(config),
                  {.seed = options.seed,
                   .threads = options.threads,
                   .progress = options.progress,
                   .checkpoint = options.checkpoint}));
    vectors->tokens = std::move(model.input);
  } else {
    C2V_ASSIGN_OR_RETURN(TextVectors model,
                         TrainTexts(sessions, texts.counts, SettingsOf(config),
                                    {.seed = options.seed,
                                     .threads = options.threads,
                                     .progress = options.progress,
                                     .checkpoint = options.checkpoint}));
    vectors->tokens = std::move(model.input);
  }
  vectors->customers = MeanOfTokens(texts, vectors->tokens, vectors->dimension);
  return absl::OkStatus();
}

absl::Status LearnCustomers(const TokenTexts& texts,
                            const v1::Log2VecConfig& config,
                            const Log2VecOptions& options,
                            Log2VecVectors* vectors) {
  const Sentences customers{texts.tokens, texts.customer_offsets};
  C2V_ASSIGN_OR_RETURN(TextVectors model,
                       TrainTexts(customers, texts.counts, SettingsOf(config),
                                  {.seed = options.seed,
                                   .threads = options.threads,
                                   .progress = options.progress,
                                   .checkpoint = options.checkpoint}));
  vectors->tokens = std::move(model.input.empty() ? model.output : model.input);
  vectors->customers = std::move(model.documents);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Log2VecVectors> TrainLog2Vec(const KnownEvents& events,
                                            const v1::Log2VecConfig& config,
                                            const Log2VecOptions& options) {
  C2V_RETURN_IF_ERROR(CheckLog2VecConfig(config, "log2vec"));
  v1::Log2VecConfig filled = config;
  FillLog2VecDefaults(&filled);
  TokenTexts texts =
      MakeTokenTexts(events, filled.tokens(), filled.min_count());
  if (texts.vocabulary.size() < 2) {
    return absl::FailedPreconditionError(
        absl::StrCat("log2vec: ", texts.vocabulary.size(),
                     " tokens stand min_count ", filled.min_count(),
                     " times in the log, two are needed: lower min_count, or "
                     "let tokens name "
                     "attributes, too"));
  }
  Log2VecVectors vectors;
  vectors.dimension = filled.dimension();
  const bool means = filled.learner() == v1::LOG_LEARNER_SKIP_GRAM ||
                     filled.learner() == v1::LOG_LEARNER_CBOW;
  C2V_RETURN_IF_ERROR(
      (means ? LearnTokens : LearnCustomers)(texts, filled, options, &vectors));
  vectors.vocabulary = std::move(texts.vocabulary);
  return vectors;
}

}  // namespace customer2vec
