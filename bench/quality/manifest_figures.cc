#include "bench/quality/manifest_figures.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace customer2vec::bench {
namespace {

// What a name reads from a manifest.
struct Measure {
  absl::string_view name, task, metric;
  int cutoff;
  const std::string& (v1::ServableDefaults::*servable)() const;
};

constexpr Measure kMeasures[] = {
    {"complete_journey_recall10", "customer", "recall", 10,
     &v1::ServableDefaults::customer},
    {"complete_journey_basket_hr20", "session", "hit_rate", 20,
     &v1::ServableDefaults::session},
};

absl::StatusOr<v1::EvaluationFigure> Find(const v1::SnapshotManifest& manifest,
                                          const Measure& measure,
                                          const std::string& servable) {
  for (const v1::EvaluationFigure& figure : manifest.evaluation()) {
    if (figure.task() == measure.task && figure.metric() == measure.metric &&
        figure.cutoff() == measure.cutoff && figure.servable() == servable) {
      return figure;
    }
  }
  return absl::NotFoundError(absl::StrCat(
      "snapshot ", manifest.version(), " has no ", measure.metric, "@",
      measure.cutoff, " of the ", measure.task, " task for '", servable, "'"));
}

absl::StatusOr<std::string> PopularityName(
    const v1::SnapshotManifest& manifest) {
  for (const v1::ServableEntry& servable : manifest.servables()) {
    if (!servable.has_popularity()) continue;
    const v1::PopularitySpec& spec = servable.popularity();
    if (!spec.decayed() && spec.category().empty()) return servable.name();
  }
  return absl::NotFoundError(absl::StrCat("snapshot ", manifest.version(),
                                          " has no popularity scorer"));
}

Figure MakeFigure(const Measure& measure, const std::vector<double>& values,
                  const std::vector<double>& peers,
                  const std::vector<double>& standard_errors) {
  const MeanAndSd ours = Summarize(values);
  const double peer = Summarize(peers).mean;
  Figure figure = {.name = std::string(measure.name),
                   .value = ours.mean,
                   .unit = absl::StrCat(measure.metric, "@", measure.cutoff),
                   .peer = "popularity"};
  figure.peer_value = peer;
  figure.ratio = ours.mean / peer;
  figure.sd = ours.sd;
  figure.seeds = values.size();
  figure.more = {{"standard_error", Summarize(standard_errors).mean}};
  return figure;
}

}  // namespace

absl::StatusOr<Figure> ManifestFigure(
    absl::string_view name, std::span<const v1::SnapshotManifest> manifests) {
  const auto measure =
      std::find_if(std::begin(kMeasures), std::end(kMeasures),
                   [name](const Measure& m) { return m.name == name; });
  if (measure == std::end(kMeasures)) {
    return absl::InvalidArgumentError(absl::StrCat("unknown figure ", name));
  }
  std::vector<double> values, peers, standard_errors;
  for (const v1::SnapshotManifest& manifest : manifests) {
    C2V_ASSIGN_OR_RETURN(
        const v1::EvaluationFigure ours,
        Find(manifest, *measure, (manifest.defaults().*measure->servable)()));
    C2V_ASSIGN_OR_RETURN(const std::string popularity,
                         PopularityName(manifest));
    C2V_ASSIGN_OR_RETURN(const v1::EvaluationFigure peer,
                         Find(manifest, *measure, popularity));
    values.push_back(ours.value());
    standard_errors.push_back(ours.standard_error());
    peers.push_back(peer.value());
  }
  return MakeFigure(*measure, values, peers, standard_errors);
}

}  // namespace customer2vec::bench
