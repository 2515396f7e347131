#include "trainer/models/customer2vec/customer2vec_model.h"

#include <utility>

#include "core/base/status_macros.h"
#include "core/servables/document_encoder_files.h"
#include "trainer/models/customer2vec/customer2vec_config.h"
#include "trainer/models/customer2vec/customer2vec_trainer.h"
#include "trainer/models/embedding_model.h"

namespace customer2vec {
namespace {

void FillDefaults(v1::ModelConfig* config) {
  FillCustomer2VecDefaults(config->mutable_customer2vec());
}

absl::Status Check(const v1::ModelConfig& config, const std::string& field) {
  return CheckCustomer2VecConfig(config.customer2vec(), field);
}

// The encoder is written while the arrays that it looks at are still the
// model's.
absl::StatusOr<LearnedModel> Publish(const v1::ModelConfig& config,
                                     Customer2VecModel model) {
  MemoryFiles files;
  v1::DocumentEncoderSpec spec;
  C2V_ASSIGN_OR_RETURN(const DocumentEncoder encoder, model.Encoder());
  C2V_RETURN_IF_ERROR(
      WriteDocumentEncoder(config.name(), encoder, &files, &spec));
  C2V_ASSIGN_OR_RETURN(
      LearnedModel learned,
      PublishEmbeddings(config.name(),
                        {.dimension = model.dimension,
                         .input = std::move(model.input),
                         .output = std::move(model.output),
                         .customers = std::move(model.customers)},
                        PopularityWeightOf(config.customer2vec())));
  C2V_RETURN_IF_ERROR(files.CopyTo(&learned.files));
  *learned.entry.mutable_embedding_space()->mutable_document_encoder() = spec;
  return learned;
}

absl::StatusOr<LearnedModel> Learn(const v1::ModelConfig& config,
                                   const ModelContext& context) {
  TextOptions options{.seed = context.seed,
                      .threads = static_cast<int>(context.threads),
                      .progress = ReportTraining(config.name(), context),
                      .checkpoint = context.checkpoint};
  C2V_ASSIGN_OR_RETURN(
      Customer2VecModel model,
      LearnCustomer2Vec(context.corpus, context.tables.catalogue,
                        config.customer2vec(), options, "customer2vec",
                        context.earlier_model));
  return Publish(config, std::move(model));
}

absl::Status GoesOn(const v1::ModelConfig& earlier,
                    const v1::ModelConfig& now) {
  const v1::Customer2VecConfig& then = earlier.customer2vec();
  C2V_RETURN_IF_ERROR(SameThere("customer2vec.dimension", then.dimension(),
                                now.customer2vec().dimension()));
  C2V_RETURN_IF_ERROR(SameThere("customer2vec.model", then.model(),
                                now.customer2vec().model()));
  return SameThere("customer2vec.train_words", then.train_words(),
                   now.customer2vec().train_words());
}

}  // namespace

const ModelFamily& Customer2VecFamily() {
  static constexpr ModelFamily kFamily = {
      .kind = v1::ModelConfig::kCustomer2Vec,
      .name = "customer2vec",
      .publishes = v1::SERVABLE_KIND_SPACE,
      .fill_defaults = FillDefaults,
      .check = Check,
      .dependencies = NoDependencies,
      .learn = Learn,
      .tunables =
          PopularityWeightTunables<&v1::ModelConfig::customer2vec,
                                   &v1::ModelConfig::mutable_customer2vec>,
      .goes_on = GoesOn,
  };
  return kFamily;
}

}  // namespace customer2vec
