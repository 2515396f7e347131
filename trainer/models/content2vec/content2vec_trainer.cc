#include "trainer/models/content2vec/content2vec_trainer.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/servables/attribute_vectors.h"
#include "core/servables/embedding_vectors.h"
#include "trainer/models/content2vec/content2vec_config.h"
#include "trainer/models/content2vec/earlier_content.h"
#include "trainer/models/sgns/sgns_trainer.h"

namespace customer2vec {
namespace {

constexpr uint32_t kMaxWindow = 1000;

// A window of so many products, in tokens: products have about as many each.
uint32_t WindowInTokens(int products, const ContentSentences& sentences,
                        const Corpus& corpus) {
  const double tokens_a_product =
      static_cast<double>(sentences.tokens.size()) /
      static_cast<double>(std::max<size_t>(1, corpus.token_count()));
  const auto tokens = static_cast<uint32_t>(products * tokens_a_product + 0.5);
  return std::clamp(tokens, 1u, kMaxWindow);
}

SgnsSettings SettingsOf(const v1::Content2VecConfig& config,
                        const ContentSentences& sentences,
                        const Corpus& corpus) {
  SgnsSettings settings;
  settings.dimension = config.dimension();
  settings.whole_sentence = config.window_size() == 0;
  settings.window_size =
      WindowInTokens(std::max(1, config.window_size()), sentences, corpus);
  settings.max_context = config.max_context();
  settings.negatives = config.negatives();
  settings.negative_exponent = config.negative_exponent();
  settings.subsample = config.subsample();
  settings.epochs = config.epochs();
  settings.rate.start = config.learning_rate();
  settings.deterministic = config.deterministic();
  return settings;
}

class MeanOf {
 public:
  void Add(double value) {
    sum_ += value;
    ++count_;
  }
  double mean() const { return count_ == 0 ? 0 : sum_ / count_; }

 private:
  double sum_ = 0;
  double count_ = 0;
};

double WeightOf(const v1::ContentPartSpec& part, VectorRole role) {
  return role == VectorRole::kInput ? part.input_weight()
                                    : part.output_weight();
}

// The roll-up of one item's tokens; false where it has none of weight above 0.
bool RollUpItem(const Content2VecModel& model, VectorRole role, uint32_t item,
                VectorRollUp* roll_up, std::span<float> vector) {
  const size_t d = model.dimension;
  const ContentTokens& tokens = model.tokens;
  const std::span<const float> vectors =
      role == VectorRole::kInput ? model.input : model.output;
  const auto of_item = tokens.Of(item);
  for (size_t i = 0; i < of_item.size(); ++i) {
    const uint32_t token = of_item[i];
    const uint32_t part = tokens.part_of[token];
    roll_up->Add(tokens.weights[token], vectors.subspan(token * d, d));
    if (i + 1 == of_item.size() || tokens.part_of[of_item[i + 1]] != part) {
      roll_up->EndPart(WeightOf(tokens.parts[part], role));
    }
  }
  return roll_up->Finish(vector);
}

double LengthOf(std::span<const float> vector) {
  double squares = 0;
  for (const float x : vector) squares += double{x} * x;
  return std::sqrt(squares);
}

void CopyScaled(const DenseBlock& block, double scale, size_t first,
                size_t stride, std::vector<float>* items) {
  const size_t count = items->size() / stride;
  for (size_t item = 0; item < count; ++item) {
    for (size_t i = 0; i < block.dimension; ++i) {
      (*items)[item * stride + first + i] =
          static_cast<float>(scale * block.rows[item * block.dimension + i]);
    }
  }
}

std::vector<float> RollUp(const Content2VecModel& model, VectorRole role,
                          size_t stride) {
  std::vector<float> items(model.tokens.item_count() * stride);
  VectorRollUp roll_up(model.dimension);
  MeanOf length;
  for (uint32_t item = 0; item < model.tokens.item_count(); ++item) {
    const auto vector =
        std::span(items).subspan(item * stride, model.dimension);
    if (RollUpItem(model, role, item, &roll_up, vector)) {
      length.Add(LengthOf(vector));
    }
  }
  size_t first = model.dimension;
  for (const WeightedDense& dense : model.dense) {
    const double weight =
        role == VectorRole::kInput ? dense.input_weight : dense.output_weight;
    CopyScaled(dense.block, weight * length.mean(), first, stride, &items);
    first += dense.block.dimension;
  }
  return items;
}

// Where the tokens start: anew, or from an earlier model.
class TokenStart {
 public:
  TokenStart(const EarlierModel* earlier, const ContentTokens& tokens,
             size_t dimension) {
    if (earlier == nullptr) return;
    max_move_ = earlier->max_move();
    input_ =
        EarlierContentTokens(*earlier, VectorRole::kInput, tokens, dimension);
    output_ =
        EarlierContentTokens(*earlier, VectorRole::kOutput, tokens, dimension);
  }

  SgnsStart view() const {
    return {.input = {input_.values, input_.known, max_move_},
            .output = {output_.values, output_.known, max_move_}};
  }

 private:
  EarlierRows input_, output_;
  float max_move_ = 0;
};

absl::StatusOr<std::vector<WeightedDense>> ReadDense(
    const v1::Content2VecConfig& config, const Corpus& corpus,
    const Content2VecOptions& options) {
  std::vector<WeightedDense> all;
  int64_t dimension = config.dimension();
  for (const v1::DenseVectors& dense : config.dense()) {
    C2V_ASSIGN_OR_RETURN(
        DenseBlock block,
        ReadDenseVectors(dense, options.data_root, corpus.arrays().item_ids,
                         options.seed));
    dimension += static_cast<int64_t>(block.dimension);
    all.push_back(
        {std::move(block), dense.input_weight(), dense.output_weight()});
  }
  if (dimension <= static_cast<int64_t>(kMaxDimension)) return all;
  return absl::InvalidArgumentError(
      absl::StrCat("content2vec: token and dense vectors have ", dimension,
                   " numbers together, more than ", kMaxDimension,
                   "; set a smaller dense.dimension"));
}

}  // namespace

absl::StatusOr<Content2VecModel> TrainContent2Vec(
    const Corpus& corpus, const Catalogue& catalogue,
    const v1::Content2VecConfig& config, const Content2VecOptions& options) {
  C2V_RETURN_IF_ERROR(CheckContent2VecConfig(config, "content2vec"));
  v1::Content2VecConfig full = config;
  FillContent2VecDefaults(&full);
  Content2VecModel model;
  C2V_ASSIGN_OR_RETURN(
      model.tokens,
      BuildContentTokens(full.parts().empty()
                             ? DefaultContentParts(corpus, catalogue)
                             : full.parts(),
                         full.weighting(), corpus, catalogue),
      "content2vec");
  C2V_ASSIGN_OR_RETURN(model.dense, ReadDense(full, corpus, options));
  const ContentSentences sentences = WriteSentences(
      corpus, model.tokens, /*distinct=*/full.window_size() == 0);
  const TokenStart start(options.earlier, model.tokens, full.dimension());
  C2V_ASSIGN_OR_RETURN(
      SgnsModel sgns,
      TrainSgns({sentences.tokens, sentences.offsets}, model.tokens.counts,
                SettingsOf(full, sentences, corpus),
                {.seed = options.seed,
                 .threads = options.threads,
                 .progress = options.progress,
                 .start = start.view(),
                 .checkpoint = options.checkpoint}),
      "content2vec");
  model.dimension = sgns.dimension;
  model.input = std::move(sgns.input);
  model.output = std::move(sgns.output);
  return model;
}

ItemVectors RollUpItems(const Content2VecModel& model) {
  ItemVectors items;
  items.dimension = model.dimension;
  for (const WeightedDense& dense : model.dense) {
    items.dimension += dense.block.dimension;
  }
  items.input = RollUp(model, VectorRole::kInput, items.dimension);
  items.output = RollUp(model, VectorRole::kOutput, items.dimension);
  return items;
}

}  // namespace customer2vec
