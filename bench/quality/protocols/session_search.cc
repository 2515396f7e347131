#include "bench/quality/protocols/session_search.h"

#include "bench/quality/protocols/cube_search.h"
#include "trainer/models/session_knn/session_knn_index.h"

namespace customer2vec::bench {
namespace {

constexpr size_t kDimensions = 13;

v1::SessionKnnConfig ConfigAt(const Point& at, bool repeats) {
  v1::SessionKnnConfig config;
  config.set_neighbors(
      static_cast<int>(OneOf(at[0], {100, 200, 400, 700, 1000, 1500})));
  config.set_sample_size(
      static_cast<int>(OneOf(at[1], {500, 1000, 2000, 4000, 8000})));
  config.set_position_decay(Between(at[2], 0.2, 1));
  config.set_similarity_idf(Between(at[3], 0, 2.5));
  config.set_length_exponent(Between(at[4], 0, 1.2));
  config.set_distance_decay(Between(at[5], 0.3, 1));
  config.set_backward_weight(Between(at[6], 0, 1));
  config.set_popularity_exponent(Between(at[7], 0, 0.6));
  config.set_half_life(OneOf(at[8], {0, 0.05, 0.1, 0.2, 0.4, 0.8}));
  config.set_without_last_item(Between(at[9], 0, 1));
  config.set_own_votes(repeats ? Between(at[10], 0, 1) : 0);
  config.set_repeat_weight(repeats ? LogBetween(at[11], 0.01, 2) : 0);
  config.set_repeat_decay(Between(at[12], 0.2, 1));
  FillSessionKnnDefaults(&config);
  return config;
}

}  // namespace

CaseFigures MeasureSessionKnn(const ProtocolSplit& split,
                              const v1::SessionKnnConfig& config,
                              const SessionSearch& search) {
  const OwnedSessionLists lists = BuildSessionLists(split.training, config);
  const SessionKnnScorer scorer("session_knn", lists.view(),
                                SessionKnnParametersOf(config), {});
  return MeasureCases(scorer, split.cases,
                      {.cutoff = search.cutoff,
                       .threads = search.threads,
                       .exclude_events = !search.repeats});
}

v1::SessionKnnConfig SearchSessionKnn(
    const ProtocolSplit& validation, const SessionSearch& search,
    const std::function<double(const CaseFigures&)>& quality) {
  const Point best = SearchCube(
      {.dimensions = kDimensions, .budget = search.budget, .seed = search.seed},
      [&](const Point& at) {
        return quality(MeasureSessionKnn(validation,
                                         ConfigAt(at, search.repeats), search));
      });
  return ConfigAt(best, search.repeats);
}

}  // namespace customer2vec::bench
