#include "trainer/models/content2vec/content2vec_model.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "core/base/status_macros.h"
#include "core/servables/attribute_vectors_files.h"
#include "core/servables/embedding_vectors.h"
#include "trainer/models/content2vec/content2vec_config.h"
#include "trainer/models/content2vec/content2vec_trainer.h"
#include "trainer/models/content2vec/earlier_content.h"
#include "trainer/models/embedding_model.h"

namespace customer2vec {
namespace {

void FillDefaults(v1::ModelConfig* config) {
  FillContent2VecDefaults(config->mutable_content2vec());
}

absl::Status Check(const v1::ModelConfig& config, const std::string& field) {
  return CheckContent2VecConfig(config.content2vec(), field);
}

// Tokens by part, left-out ones too, and how many items have a vector.
void ReportTokens(absl::string_view name, const Content2VecModel& model,
                  const ProgressLine& progress) {
  if (!progress) return;
  std::vector<size_t> kept(model.tokens.parts.size());
  for (const uint32_t part : model.tokens.part_of) ++kept[part];
  for (size_t part = 0; part < kept.size(); ++part) {
    const v1::ContentPartSpec& spec = model.tokens.parts[part];
    progress(absl::StrFormat("%s: %s%s%s: %d tokens, %d too rare or too long",
                             name, v1::ContentPartKind_Name(spec.kind()),
                             spec.attribute().empty() ? "" : " ",
                             spec.attribute(), kept[part],
                             model.tokens.dropped[part]));
  }
  for (const WeightedDense& dense : model.dense) {
    progress(absl::StrFormat(
        "%s: dense vectors of %d items; skipped %d of unknown items, %d zero",
        name, dense.block.items_found, dense.block.unknown_items,
        dense.block.zero_rows));
  }
}

void AppendRow(const std::vector<float>& from, size_t dimension, uint32_t row,
               std::vector<float>* to) {
  const auto begin = from.begin() + static_cast<ptrdiff_t>(row * dimension);
  to->insert(to->end(), begin, begin + static_cast<ptrdiff_t>(dimension));
}

// Publishes the tokens of all parts but the item's, part after part.
absl::Status AddAttributeVectors(const Content2VecModel& model,
                                 LearnedModel* learned) {
  const ContentTokens& tokens = model.tokens;
  v1::AttributeVectorsSpec* spec =
      learned->entry.mutable_embedding_space()->mutable_attribute_vectors();
  std::vector<std::string> ids;
  std::vector<float> input, output, weights;
  for (size_t part = 0; part < tokens.parts.size(); ++part) {
    v1::ContentPartSpec* to = spec->add_parts();
    *to = tokens.parts[part];
    to->set_first_token(static_cast<int64_t>(ids.size()));
    for (uint32_t row = 0; row < tokens.size(); ++row) {
      if (tokens.part_of[row] != part ||
          to->kind() == v1::CONTENT_PART_KIND_ITEM) {
        continue;
      }
      ids.push_back(ContentTokenId(part, tokens.texts[row]));
      AppendRow(model.input, model.dimension, row, &input);
      AppendRow(model.output, model.dimension, row, &output);
      weights.push_back(tokens.weights[row]);
    }
    to->set_token_count(static_cast<int64_t>(ids.size()) - to->first_token());
  }
  spec->set_token_count(static_cast<int64_t>(ids.size()));
  spec->set_dimension(static_cast<int32_t>(model.dimension));
  for (const WeightedDense& dense : model.dense) {
    spec->add_dense_dimensions(static_cast<int32_t>(dense.block.dimension));
  }
  return WriteAttributeVectors(
      learned->entry.name(), ids,
      {.input = input, .output = output, .weights = weights}, &learned->files);
}

absl::Status GoesOn(const v1::ModelConfig& earlier,
                    const v1::ModelConfig& now) {
  return SameThere("content2vec.dimension", earlier.content2vec().dimension(),
                   now.content2vec().dimension());
}

// The configuration of a run that goes on: its passes and its rates.
v1::Content2VecConfig GoingOn(v1::Content2VecConfig config,
                              const EarlierModel& earlier) {
  config.set_epochs(earlier.passes(config.epochs()));
  config.set_learning_rate(config.learning_rate() * earlier.rate_scale());
  return config;
}

// Items' vectors, near those of the earlier snapshot where there is one.
ItemVectors ItemsOf(const Content2VecModel& model,
                    const EarlierModel* earlier) {
  ItemVectors items = RollUpItems(model);
  if (earlier == nullptr) return items;
  HoldItems(*earlier, VectorRole::kInput, model.dimension, items.dimension,
            items.input);
  HoldItems(*earlier, VectorRole::kOutput, model.dimension, items.dimension,
            items.output);
  return items;
}

absl::StatusOr<LearnedModel> Learn(const v1::ModelConfig& config,
                                   const ModelContext& context) {
  const EarlierModel* earlier = context.earlier_model;
  Content2VecOptions options{.seed = context.seed,
                             .threads = static_cast<int>(context.threads),
                             .data_root = context.side.data_root,
                             .progress = ReportTraining(config.name(), context),
                             .checkpoint = context.checkpoint,
                             .earlier = earlier};
  C2V_ASSIGN_OR_RETURN(
      const Content2VecModel model,
      TrainContent2Vec(context.corpus, context.tables.catalogue,
                       earlier == nullptr
                           ? config.content2vec()
                           : GoingOn(config.content2vec(), *earlier),
                       options));
  ReportTokens(config.name(), model, context.progress);
  ItemVectors items = ItemsOf(model, earlier);
  std::vector<float> customers =
      RollUpCustomers(items.dimension, items.input, context.tables.histories);
  C2V_ASSIGN_OR_RETURN(
      LearnedModel learned,
      PublishEmbeddings(config.name(),
                        {.dimension = items.dimension,
                         .input = std::move(items.input),
                         .output = std::move(items.output),
                         .customers = std::move(customers)},
                        PopularityWeightOf(config.content2vec())));
  C2V_RETURN_IF_ERROR(AddAttributeVectors(model, &learned));
  return learned;
}

std::vector<std::string> Files(const v1::ModelConfig& config) {
  std::vector<std::string> paths;
  for (const v1::DenseVectors& dense : config.content2vec().dense()) {
    paths.push_back(dense.path());
    if (!dense.ids().empty()) paths.push_back(dense.ids());
  }
  return paths;
}

}  // namespace

const ModelFamily& Content2VecFamily() {
  static constexpr ModelFamily kFamily = {
      .kind = v1::ModelConfig::kContent2Vec,
      .name = "content2vec",
      .publishes = v1::SERVABLE_KIND_SPACE,
      .fill_defaults = FillDefaults,
      .check = Check,
      .dependencies = NoDependencies,
      .learn = Learn,
      .tunables =
          PopularityWeightTunables<&v1::ModelConfig::content2vec,
                                   &v1::ModelConfig::mutable_content2vec>,
      .files = Files,
      .goes_on = GoesOn,
  };
  return kFamily;
}

}  // namespace customer2vec
