#include "trainer/config/training_config.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/file.h"
#include "core/base/status_macros.h"
#include "trainer/config/protocol_config.h"

namespace customer2vec {
namespace {

constexpr uint64_t kMaxConfigBytes = 1 << 20;

// Keeps the first error with its place; lines and columns count from 1.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  explicit FirstError(absl::string_view name) : name_(name) {}

  void AddError(int line, int column, const std::string& message) override {
    if (!message_.empty()) return;
    message_ =
        absl::StrCat(name_, ":", line + 1, ":", column + 1, ": ", message);
  }

  const std::string& message() const { return message_; }

 private:
  std::string name_;
  std::string message_;
};

absl::Status Invalid(absl::string_view field, absl::string_view remedy) {
  return absl::InvalidArgumentError(absl::StrCat(field, " ", remedy));
}

// [a-z][a-z0-9_]{0,62}: it becomes a folder's name and a metric's label.
bool IsServableName(absl::string_view name) {
  if (name.empty() || name.size() > 63 || name[0] < 'a' || name[0] > 'z')
    return false;
  for (char c : name) {
    if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_')
      return false;
  }
  return true;
}

bool HasModel(const v1::TrainingConfig& config,
              bool (*is_it)(const v1::ModelConfig& model)) {
  return std::any_of(config.models().begin(), config.models().end(), is_it);
}

// Of all baskets alike; the variants know less where there is no history.
bool IsPlainPopularity(const v1::ModelConfig& model) {
  return model.has_popularity() && model.popularity().half_life_days() == 0 &&
         model.popularity().category().empty();
}

absl::Status CheckNames(const v1::TrainingConfig& config) {
  std::set<std::string> names;
  for (int i = 0; i < config.models_size(); ++i) {
    const v1::ModelConfig& model = config.models(i);
    const std::string field = absl::StrCat("models[", i, "]");
    if (!IsServableName(model.name())) {
      return Invalid(
          field + ".name",
          absl::StrCat("is \"", model.name(),
                       "\": use 1 to 63 of a-z, 0-9 and _, a letter first"));
    }
    if (!names.insert(model.name()).second) {
      return Invalid(
          field + ".name",
          absl::StrCat("\"", model.name(), "\" stands twice: rename one"));
    }
    if (model.model_case() == v1::ModelConfig::MODEL_NOT_SET) {
      return Invalid(field,
                     "says no model: add one, such as item2vec or popularity");
    }
  }
  return absl::OkStatus();
}

// Histories carry one decay.
absl::Status CheckSinglePersonalFrequency(const v1::TrainingConfig& config) {
  bool seen = false;
  for (int i = 0; i < config.models_size(); ++i) {
    if (!config.models(i).has_personal_frequency()) continue;
    if (seen) {
      return Invalid(
          absl::StrCat("models[", i, "]"),
          absl::StrCat("\"", config.models(i).name(),
                       "\" is the second personal_frequency: a snapshot has "
                       "one"));
    }
    seen = true;
  }
  return absl::OkStatus();
}

absl::Status CheckDefaults(const v1::TrainingConfig& config) {
  const v1::DefaultsConfig& defaults = config.defaults();
  const std::pair<const char*, const std::string*> fields[] = {
      {"similar_items", &defaults.similar_items()},
      {"customer", &defaults.customer()},
      {"session", &defaults.session()},
      {"embeddings", &defaults.embeddings()}};
  for (const auto& [field, name] : fields) {
    const bool known =
        name->empty() ||
        std::any_of(config.models().begin(), config.models().end(),
                    [name = name](const v1::ModelConfig& model) {
                      return model.name() == *name;
                    });
    if (known) continue;
    return Invalid(
        absl::StrCat("defaults.", field),
        absl::StrCat("is \"", *name, "\", which no model is called"));
  }
  return absl::OkStatus();
}

absl::Status CheckEvaluation(const v1::EvaluationConfig& evaluation) {
  for (int i = 0; i < evaluation.cutoffs_size(); ++i) {
    if (evaluation.cutoffs(i) < 1 || evaluation.cutoffs(i) > 1000) {
      return Invalid(
          absl::StrCat("evaluation.cutoffs[", i, "]"),
          absl::StrCat("is ", evaluation.cutoffs(i), ": use 1 to 1000"));
    }
  }
  if (evaluation.min_count() < 0) {
    return Invalid("evaluation.min_count",
                   absl::StrCat("is ", evaluation.min_count(),
                                ": use a number of at least 1"));
  }
  if (evaluation.hidden_item_seeds() < 0 ||
      evaluation.hidden_item_seeds() > 100) {
    return Invalid(
        "evaluation.hidden_item_seeds",
        absl::StrCat("is ", evaluation.hidden_item_seeds(), ": use 1 to 100"));
  }
  return absl::OkStatus();
}

absl::Status CheckIndex(const v1::IndexConfig& index) {
  if (index.hnsw_links() != 0 &&
      (index.hnsw_links() < 4 || index.hnsw_links() > 64)) {
    return Invalid("index.hnsw_links",
                   absl::StrCat("is ", index.hnsw_links(), ": use 4 to 64"));
  }
  if (index.hnsw_build_beam() < 0 || index.hnsw_build_beam() > 4096) {
    return Invalid(
        "index.hnsw_build_beam",
        absl::StrCat("is ", index.hnsw_build_beam(), ": use 1 to 4096"));
  }
  if (index.hnsw_search_beam() < 0 || index.hnsw_search_beam() > 4096) {
    return Invalid("index.hnsw_search_beam",
                   absl::StrCat("is ", index.hnsw_search_beam(),
                                ": use 1 to 4096, or 0 to have it chosen"));
  }
  if (!(index.recall_floor() >= 0 && index.recall_floor() <= 1)) {
    return Invalid("index.recall_floor",
                   absl::StrCat("is ", index.recall_floor(), ": use 0 to 1"));
  }
  return absl::OkStatus();
}

absl::Status CheckWarmStart(const v1::WarmStartConfig& warm_start) {
  if (!(warm_start.max_move() >= 0)) {
    return Invalid("warm_start.max_move",
                   absl::StrCat("is ", warm_start.max_move(),
                                ": use a number of at least 0, or leave it "
                                "out for no limit"));
  }
  if (warm_start.epochs() < 0 || warm_start.epochs() > 10000) {
    return Invalid("warm_start.epochs",
                   absl::StrCat("is ", warm_start.epochs(),
                                ": use 1 to 10000, or leave it out for each "
                                "model's own"));
  }
  if (!(warm_start.learning_rate_scale() >= 0 &&
        warm_start.learning_rate_scale() <= 1)) {
    return Invalid("warm_start.learning_rate_scale",
                   absl::StrCat("is ", warm_start.learning_rate_scale(),
                                ": use a number in (0, 1], or leave it out"));
  }
  if (!(warm_start.max_lost() >= 0 && warm_start.max_lost() <= 1)) {
    return Invalid("warm_start.max_lost",
                   absl::StrCat("is ", warm_start.max_lost(),
                                ": use a share in [0, 1], or leave it out"));
  }
  return absl::OkStatus();
}

// Adds a model called `name` or, where that is taken, `name`_2, `name`_3, ...
v1::ModelConfig* AddModel(absl::string_view name, v1::TrainingConfig* config) {
  std::set<std::string> taken;
  for (const v1::ModelConfig& model : config->models()) {
    taken.insert(model.name());
  }
  std::string free(name);
  for (int i = 2; taken.contains(free); ++i) free = absl::StrCat(name, "_", i);
  v1::ModelConfig* model = config->add_models();
  model->set_name(free);
  return model;
}

}  // namespace

absl::Status ParseTextMessage(absl::string_view text, absl::string_view name,
                              google::protobuf::Message* message) {
  FirstError error(name);
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  if (parser.ParseFromString(std::string(text), message)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat(error.message(), " (fields and their meaning: ",
                   message->GetDescriptor()->full_name(), ")"));
}

absl::StatusOr<v1::TrainingConfig> ParseTrainingConfig(absl::string_view text,
                                                       absl::string_view name) {
  return ParseTextConfig<v1::TrainingConfig>(text, name);
}

absl::StatusOr<v1::TrainingConfig> ReadTrainingConfig(absl::string_view path) {
  C2V_ASSIGN_OR_RETURN(const std::string text,
                       ReadFileToString(path, kMaxConfigBytes));
  return ParseTrainingConfig(text, path);
}

void FillDefaults(v1::TrainingConfig* config) {
  if (config->models().empty()) {
    AddModel("items", config)->mutable_item2vec();
  }
  if (!HasModel(*config, IsPlainPopularity)) {
    AddModel("popularity", config)->mutable_popularity();
  }
  if (!HasModel(*config, [](const v1::ModelConfig& model) {
        return model.has_personal_frequency();
      })) {
    AddModel("personal_frequency", config)->mutable_personal_frequency();
  }
  v1::EvaluationConfig* evaluation = config->mutable_evaluation();
  if (evaluation->cutoffs().empty()) {
    evaluation->add_cutoffs(10);
    evaluation->add_cutoffs(20);
  }
  if (evaluation->hidden_item_seeds() == 0)
    evaluation->set_hidden_item_seeds(1);
  if (evaluation->min_count() == 0) evaluation->set_min_count(5);
  v1::IndexConfig* index = config->mutable_index();
  if (index->hnsw_links() == 0) index->set_hnsw_links(32);
  if (index->hnsw_build_beam() == 0) index->set_hnsw_build_beam(200);
  if (index->recall_floor() == 0) index->set_recall_floor(0.98);
  if (config->seed() == 0) config->set_seed(1);
}

absl::Status CheckTrainingConfig(const v1::TrainingConfig& config) {
  if (config.threads() < 0 || config.threads() > 1024) {
    return Invalid("threads",
                   absl::StrCat("is ", config.threads(),
                                ": use 1 to 1024, or 0 for all cores"));
  }
  C2V_RETURN_IF_ERROR(CheckNames(config));
  C2V_RETURN_IF_ERROR(CheckSinglePersonalFrequency(config));
  C2V_RETURN_IF_ERROR(CheckDefaults(config));
  C2V_RETURN_IF_ERROR(CheckEvaluation(config.evaluation()));
  C2V_RETURN_IF_ERROR(CheckProtocol(config.evaluation()));
  C2V_RETURN_IF_ERROR(CheckWarmStart(config.warm_start()));
  return CheckIndex(config.index());
}

size_t ThreadCount(const v1::TrainingConfig& config) {
  if (config.threads() > 0) return config.threads();
  return std::max(1u, std::thread::hardware_concurrency());
}

}  // namespace customer2vec
