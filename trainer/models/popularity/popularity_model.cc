#include "trainer/models/popularity/popularity_model.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/servables/neighbor_model_files.h"
#include "core/snapshot/snapshot_file_names.h"
#include "trainer/models/field_checks.h"

namespace customer2vec {
namespace {

constexpr double kSecondsOfDay = 86400;

absl::Status Check(const v1::ModelConfig& config, const std::string& field) {
  const double days = config.popularity().half_life_days();
  return FieldChecks(field)
      .That("half_life_days", days, days >= 0 && std::isfinite(days),
            "a number of days above 0, or leave it out")
      .status();
}

absl::Status CheckCategory(const v1::ModelConfig& config,
                           const Catalogue& catalogue) {
  const std::string& name = config.popularity().category();
  if (name.empty()) return absl::OkStatus();
  const auto attribute = catalogue.FindAttribute(name);
  if (attribute && !catalogue.IsNumber(*attribute)) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("model \"", config.name(), "\": popularity.category is \"",
                   name, "\", which is no category of the catalogue"));
}

// Each item's share of the baskets, where one of `half_life` days of age
// counts half.
std::vector<float> DecayedShares(const Corpus& corpus, size_t item_count,
                                 double half_life) {
  const std::vector<int64_t>& times = corpus.arrays().basket_times;
  std::vector<double> sums(item_count);
  double total = 0;
  const int64_t newest =
      times.empty() ? 0 : *std::max_element(times.begin(), times.end());
  for (size_t basket = 0; basket < corpus.basket_count(); ++basket) {
    const double days = (newest - corpus.Time(basket)) / kSecondsOfDay;
    const double weight = std::exp2(-days / half_life);
    total += weight;
    const auto items = corpus.Items(basket);
    for (const uint32_t item : std::set<uint32_t>(items.begin(), items.end())) {
      if (item < item_count) sums[item] += weight;
    }
  }
  std::vector<float> shares;
  for (const double sum : sums) {
    shares.push_back(total > 0 ? static_cast<float>(sum / total) : 0);
  }
  return shares;
}

// The counts of all baskets alike are in the tables.
absl::StatusOr<LearnedModel> Learn(const v1::ModelConfig& config,
                                   const ModelContext& context) {
  C2V_RETURN_IF_ERROR(CheckCategory(config, context.tables.catalogue));
  LearnedModel model;
  model.entry.set_name(config.name());
  model.entry.set_kind(v1::SERVABLE_KIND_SCORER);
  v1::PopularitySpec* spec = model.entry.mutable_popularity();
  spec->set_category(config.popularity().category());
  const double half_life = config.popularity().half_life_days();
  if (half_life == 0) return model;
  spec->set_decayed(true);
  C2V_RETURN_IF_ERROR(model.files.Adopt(
      ServableFile(config.name(), kPopularityWeights),
      DecayedShares(context.corpus, context.tables.items.size(), half_life)));
  return model;
}

}  // namespace

const ModelFamily& PopularityFamily() {
  static constexpr ModelFamily kFamily = {
      .kind = v1::ModelConfig::kPopularity,
      .name = "popularity",
      .publishes = v1::SERVABLE_KIND_SCORER,
      .fill_defaults = NoDefaults,
      .check = Check,
      .dependencies = NoDependencies,
      .learn = Learn,
      .tunables = NoTunables,
  };
  return kFamily;
}

}  // namespace customer2vec
