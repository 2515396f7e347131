// Figures of next baskets: Ta-Feng under the Reality Check's protocol.

#include "bench/quality/protocols/cube_search.h"
#include "bench/quality/protocols/protocol_figures.h"
#include "bench/quality/protocols/run_summary.h"
#include "core/base/status_macros.h"
#include "trainer/evaluation/protocols/measure_cases.h"
#include "trainer/evaluation/protocols/user_baskets.h"
#include "trainer/models/repeat_purchase/purchase_vectors.h"

namespace customer2vec::bench {
namespace {

constexpr size_t kDimensions = 10;

v1::RepeatPurchaseConfig ConfigAt(const Point& at) {
  v1::RepeatPurchaseConfig config;
  config.set_group_size(
      static_cast<int>(OneOf(at[0], {1, 2, 3, 5, 7, 10, 1000})));
  config.set_within_decay(Between(at[1], 0.5, 1));
  config.set_group_decay(Between(at[2], 0.4, 1));
  config.set_neighbors(
      static_cast<int>(OneOf(at[3], {50, 100, 200, 300, 500, 900})));
  config.set_alpha(Between(at[4], 0.02, 1));
  config.set_metric(at[5] < 0.5 ? v1::CUSTOMER_METRIC_EUCLIDEAN
                                : v1::CUSTOMER_METRIC_COSINE);
  if (at[6] > 0.3) config.set_popularity_weight(LogBetween(at[7], 0.001, 2));
  config.set_popularity_exponent(Between(at[8], 0, 0.8));
  config.set_size_exponent(Between(at[9], 0, 1.2));
  FillRepeatPurchaseDefaults(&config);
  return config;
}

v1::RepeatPurchaseConfig Published() {
  v1::RepeatPurchaseConfig config;
  FillRepeatPurchaseDefaults(&config);
  config.set_alpha(0.7);
  return config;
}

CaseFigures Measure(const Corpus& training,
                    const v1::RepeatPurchaseConfig& config,
                    std::span<const ProtocolCase> cases, size_t threads) {
  const OwnedPurchaseVectors vectors =
      LearnPurchaseVectors(training, config, threads);
  Tables tables;
  tables.basket_counts = training.basket_counts();
  tables.basket_count = training.basket_count();
  const RepeatPurchaseScorer scorer(
      "repeat_purchase", vectors.view(),
      {.alpha = static_cast<float>(config.alpha()),
       .group_decay = static_cast<float>(config.group_decay()),
       .popularity_weight = static_cast<float>(config.popularity_weight())},
      tables);
  return MeasureCases(scorer, cases, {.cutoff = 10, .threads = threads});
}

v1::RepeatPurchaseConfig Search(const UserSplit& split, size_t seed,
                                const ProtocolRun& run) {
  return ConfigAt(SearchCube(
      {.dimensions = kDimensions, .budget = run.budget, .seed = seed},
      [&](const Point& at) {
        const CaseFigures figures = Measure(split.training, ConfigAt(at),
                                            split.validation, run.threads);
        return figures.recall.mean() + figures.ndcg_of_basket.mean();
      }));
}

void AddTo(const std::string& suffix, const CaseFigures& figures,
           RunSummary* summary) {
  summary->Add("recall10" + suffix, figures.recall.mean());
  summary->Add("ndcg10" + suffix, figures.ndcg_of_basket.mean());
  summary->Add("phr10" + suffix, figures.hit_rate.mean());
}

Figure AgainstPublished(const char* name, const std::string& metric,
                        const RunSummary& summary) {
  Figure figure = summary.FigureOf(metric);
  figure.name = name;
  figure.peer = "TIFU-KNN, published parameters";
  figure.peer_value = summary.MeanOf(metric + "_published");
  figure.ratio = figure.value / *figure.peer_value;
  return figure;
}

}  // namespace

ProtocolFigures TaFengFigures(const ProtocolRun& run) {
  C2V_ASSIGN_OR_RETURN(const UserBaskets users,
                       ReadUserBaskets(run.folder, "tafeng_merged.json"));
  RunSummary summary;
  for (size_t seed = 0; seed < run.seeds; ++seed) {
    const UserSplit split = SplitUsers(users, {.seed = seed});
    const auto measure = [&](const v1::RepeatPurchaseConfig& config) {
      return Measure(split.training, config, split.test, run.threads);
    };
    AddTo("", measure(Search(split, seed, run)), &summary);
    AddTo("_published", measure(Published()), &summary);
  }
  return std::vector<Figure>{
      AgainstPublished("tafeng_recall10", "recall10", summary),
      AgainstPublished("tafeng_ndcg10", "ndcg10", summary)};
}

}  // namespace customer2vec::bench
