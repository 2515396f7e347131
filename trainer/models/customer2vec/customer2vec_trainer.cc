#include "trainer/models/customer2vec/customer2vec_trainer.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "trainer/models/customer2vec/customer2vec_config.h"
#include "trainer/models/customer2vec/customer_documents.h"
#include "trainer/models/customer2vec/earlier_extra_tokens.h"
#include "trainer/models/sgns/alias_sampler.h"
#include "trainer/models/sgns/sgns_blocks.h"

namespace customer2vec {
namespace {

// Enough that chance evens out, few enough that the vectors drawn stay in the
// cache of a server.
constexpr size_t kFoldInDraws = 4096;
// A stream of random numbers that training does not use.
constexpr uint64_t kDrawStream = 0xd2a35;

std::vector<DocumentColumns> PartsOf(const v1::Customer2VecConfig& config) {
  const auto dimension = static_cast<size_t>(config.dimension());
  const DocumentColumns bag{.dimension = dimension};
  const DocumentColumns memory{
      .dimension = dimension,
      .distributed_memory = true,
      .window_size = static_cast<uint32_t>(config.window_size()),
      .mean = config.pooling() == v1::CONTEXT_POOLING_MEAN};
  if (config.model() == v1::DOCUMENT_MODEL_PV_DM) return {memory};
  if (config.model() != v1::DOCUMENT_MODEL_JOINT) return {bag};
  std::vector<DocumentColumns> parts = {bag, memory};
  for (DocumentColumns& part : parts) part.dimension = dimension / 2;
  return parts;
}

TextSettings SettingsOf(const v1::Customer2VecConfig& config,
                        const DocumentColumns& part) {
  return {
      .model = part.distributed_memory ? TextModel::kPvDm : TextModel::kPvDbow,
      .dimension = part.dimension,
      .window_size = static_cast<uint32_t>(config.window_size()),
      .pooling = part.mean ? Pooling::kMean : Pooling::kSum,
      .train_words = !part.distributed_memory && config.train_words(),
      .negatives = static_cast<uint32_t>(config.negatives()),
      .negative_exponent = config.negative_exponent(),
      .subsample = config.subsample(),
      .epochs = config.epochs(),
      .rate = LearningRateOf(config),
      .deterministic = config.deterministic()};
}

// Writes rows of `part` into columns [column, column + part) of rows of
// `whole`.
void PutColumns(std::span<const float> part, size_t part_dimension,
                size_t column, size_t dimension, std::span<float> whole) {
  for (size_t row = 0; row * dimension < whole.size(); ++row) {
    std::ranges::copy(
        part.subspan(row * part_dimension, part_dimension),
        whole.subspan(row * dimension + column, part_dimension).begin());
  }
}

// Puts what a run learned into its columns of the model.
void AddPart(const TextVectors& vectors, size_t column, size_t item_count,
             Customer2VecModel* model) {
  const size_t d = vectors.dimension;
  const auto put = [&](std::span<const float> part, std::vector<float>& whole) {
    PutColumns(part, d, column, model->dimension, whole);
  };
  const std::span<const float> output = vectors.output;
  const std::span<const float> input =
      vectors.input.empty() ? output : std::span(vectors.input);
  put(input.first(item_count * d), model->input);
  put(output.first(item_count * d), model->output);
  put(input.subspan(item_count * d), model->extra_input);
  put(output.subspan(item_count * d), model->extra_output);
  put(vectors.documents, model->customers);
}

// Earlier vectors of all columns, of the tokens and the customers of this run.
struct EarlierVectors {
  EarlierRows input, output, customers;
};

// Of the items, then the extra tokens.
EarlierRows EarlierTokens(const EarlierModel& earlier, VectorRole role,
                          const Catalogue& catalogue,
                          const CustomerDocuments& documents) {
  EarlierRows tokens = earlier.Items(role, documents.item_count);
  const EarlierRows extra =
      EarlierExtraTokens(earlier, role, catalogue, documents.extra_values);
  tokens.values.insert(tokens.values.end(), extra.values.begin(),
                       extra.values.end());
  tokens.known.insert(tokens.known.end(), extra.known.begin(),
                      extra.known.end());
  return tokens;
}

// Columns [column, column + part) of earlier rows.
EarlierRows PartOf(const EarlierRows& whole, size_t dimension, size_t column,
                   size_t part) {
  const size_t rows = whole.known.size();
  EarlierRows rows_of_part{std::vector<float>(rows * part), whole.known};
  for (size_t row = 0; row < rows; ++row) {
    std::ranges::copy(
        std::span(whole.values).subspan(row * dimension + column, part),
        rows_of_part.values.begin() + static_cast<std::ptrdiff_t>(row * part));
  }
  return rows_of_part;
}

// One of the runs that the model is made of, from nothing or from `earlier`.
absl::StatusOr<TextVectors> TrainPart(const CustomerDocuments& documents,
                                      TextSettings settings,
                                      TextOptions options, size_t dimension,
                                      size_t column,
                                      const EarlierVectors& vectors,
                                      const EarlierModel* earlier) {
  EarlierVectors start;
  if (earlier != nullptr) {
    const size_t d = settings.dimension;
    start = {PartOf(vectors.input, dimension, column, d),
             PartOf(vectors.output, dimension, column, d),
             PartOf(vectors.customers, dimension, column, d)};
    const float max_move = earlier->max_move();
    options.start = {
        .documents = {start.customers.values, start.customers.known, max_move},
        .input = {start.input.values, start.input.known, max_move},
        .output = {start.output.values, start.output.known, max_move}};
    const int passes = earlier->passes(settings.epochs);
    LearningRate& rate = settings.rate;
    if (passes != settings.epochs && !rate.steps.empty()) {
      rate.steps = ResampleRates(rate.steps, passes);
    }
    settings.epochs = passes;
    rate = rate.Scaled(earlier->rate_scale());
  }
  C2V_ASSIGN_OR_RETURN(
      TextVectors learned,
      TrainTexts(documents.texts(), documents.counts, settings, options));
  const bool more_follow = column + settings.dimension < dimension;
  if (options.checkpoint == nullptr || !more_follow) return learned;
  C2V_RETURN_IF_ERROR(options.checkpoint->Save(
      options.part,
      {.passes = static_cast<uint64_t>(settings.epochs),
       .arrays = {learned.documents, learned.input, learned.output}}));
  return learned;
}

// Everything of the model that needs no training.
Customer2VecModel StartModel(const v1::Customer2VecConfig& config,
                             CustomerDocuments& documents, uint64_t seed) {
  Customer2VecModel model;
  model.dimension = static_cast<size_t>(config.dimension());
  model.encoder_settings = {
      .parts = PartsOf(config),
      .learning_rates = FoldInRates(config),
      .negatives = static_cast<uint32_t>(config.negatives())};
  model.keep = KeepProbabilities(documents.counts, config.subsample());
  const AliasSampler sampler(
      PowerWeights(documents.counts, config.negative_exponent()));
  Random random = Random(seed).Fork(kDrawStream);
  while (model.negatives.size() < kFoldInDraws) {
    model.negatives.push_back(sampler.Draw(random));
  }
  const size_t d = model.dimension;
  model.input.resize(documents.item_count * d);
  model.output.resize(documents.item_count * d);
  model.extra_input.resize(documents.extra_count() * d);
  model.extra_output.resize(documents.extra_count() * d);
  model.customers.resize(documents.texts().size() * d);
  if (documents.extra_count() == 0) return model;
  model.extra_offsets = documents.extra_offsets;
  model.extra_tokens = documents.extra_tokens;
  return model;
}

}  // namespace

absl::StatusOr<DocumentEncoder> Customer2VecModel::Encoder() const {
  return DocumentEncoder::Create(encoder_settings,
                                 {.keep = keep,
                                  .negatives = negatives,
                                  .extra_input = extra_input,
                                  .extra_output = extra_output,
                                  .extra_offsets = extra_offsets,
                                  .extra_tokens = extra_tokens},
                                 input, output);
}

absl::StatusOr<Customer2VecModel> LearnCustomer2Vec(
    const Corpus& corpus, const Catalogue& catalogue,
    const v1::Customer2VecConfig& config, const TextOptions& options,
    absl::string_view path, const EarlierModel* earlier) {
  C2V_RETURN_IF_ERROR(CheckCustomer2VecConfig(config, path));
  v1::Customer2VecConfig full = config;
  FillCustomer2VecDefaults(&full);
  C2V_ASSIGN_OR_RETURN(CustomerDocuments documents,
                       WriteCustomerDocuments(
                           corpus, catalogue,
                           {full.attributes().begin(), full.attributes().end()},
                           static_cast<uint32_t>(full.min_count()), path));
  Customer2VecModel model = StartModel(full, documents, options.seed);
  EarlierVectors vectors;
  if (earlier != nullptr) {
    vectors = {
        EarlierTokens(*earlier, VectorRole::kInput, catalogue, documents),
        EarlierTokens(*earlier, VectorRole::kOutput, catalogue, documents),
        earlier->Customers()};
  }
  size_t column = 0;
  for (const DocumentColumns& part : model.encoder_settings.parts) {
    TextOptions part_options = options;
    part_options.seed = options.seed + column;  // parts learn apart
    part_options.part = part.distributed_memory ? "dm" : "dbow";
    C2V_ASSIGN_OR_RETURN(
        const TextVectors learned,
        TrainPart(documents, SettingsOf(full, part), part_options,
                  model.dimension, column, vectors, earlier),
        path);
    AddPart(learned, column, documents.item_count, &model);
    column += part.dimension;
  }
  return model;
}

}  // namespace customer2vec
