// Figures of item-to-item: the last item of an invoice from the one before it.

#include <algorithm>
#include <functional>

#include "bench/quality/protocols/cube_search.h"
#include "bench/quality/protocols/protocol_figures.h"
#include "bench/quality/protocols/run_summary.h"
#include "core/base/status_macros.h"
#include "core/servables/blend_scorer.h"
#include "trainer/evaluation/protocols/measure_cases.h"
#include "trainer/evaluation/protocols/next_in_session.h"
#include "trainer/models/item_knn/item_knn.h"
#include "trainer/models/rules/rules.h"

namespace customer2vec::bench {
namespace {

v1::ItemKnnConfig PlainCoOccurrence() {
  v1::ItemKnnConfig config;
  config.set_similarity(v1::ITEM_SIMILARITY_CONDITIONAL);
  config.set_min_count(1);
  config.set_max_unit_items(100000);
  FillItemKnnDefaults(&config);
  return config;
}

v1::ItemKnnConfig ItemKnnAt(const Point& at) {
  v1::ItemKnnConfig config = PlainCoOccurrence();
  config.set_popularity_exponent(Between(at[0], 0, 0.6));
  config.set_shrinkage(OneOf(at[1], {0, 1, 2, 5, 10}));
  config.set_idf(at[2] < 0.5);
  config.set_size_exponent(Between(at[3], 0, 1));
  if (at[4] > 0.7) config.set_similarity(v1::ITEM_SIMILARITY_COSINE);
  return config;
}

v1::RulesConfig RulesAt(const Point& at) {
  v1::RulesConfig config;
  config.set_window(static_cast<int>(OneOf(at[0], {1, 2, 3, 5, 10, 30, 100})));
  config.set_distance(static_cast<v1::DistanceWeight>(
      OneOf(at[1], {v1::DISTANCE_WEIGHT_INVERSE, v1::DISTANCE_WEIGHT_LINEAR,
                    v1::DISTANCE_WEIGHT_EQUAL})));
  config.set_min_count(1);
  config.set_popularity_exponent(Between(at[2], 0, 0.6));
  config.set_backward_weight(Between(at[3], 0, 1));
  FillRulesDefaults(&config);
  return config;
}

// HR@10; the item asked about is not ranked.
CaseFigures Measure(const Scorer& scorer, const ProtocolSplit& split,
                    size_t threads) {
  return MeasureCases(
      scorer, split.cases,
      {.cutoff = 10, .threads = threads, .exclude_events = true});
}

double HitRate(const Scorer& scorer, const ProtocolSplit& split,
               size_t threads) {
  return Measure(scorer, split, threads).hit_rate.mean();
}

ItemNeighborsScorer ScorerOf(const OwnedNeighborLists& lists) {
  return ItemNeighborsScorer("lists", lists.view(), {}, {.max_events = 1});
}

using LearnAt =
    std::function<OwnedNeighborLists(const Corpus& training, const Point& at)>;

// The point whose lists rank the validation cases best.
Point BestPoint(size_t dimensions, size_t seed, const ProtocolRun& run,
                const ProtocolSplit& validation, const LearnAt& learn) {
  return SearchCube(
      {.dimensions = dimensions, .budget = run.budget, .seed = seed},
      [&](const Point& at) {
        const OwnedNeighborLists lists = learn(validation.training, at);
        return HitRate(ScorerOf(lists), validation, run.threads);
      });
}

BlendScorer BlendOf(const Scorer& one, const Scorer& other, float weight,
                    size_t items) {
  return BlendScorer("blend",
                     {{.scorer = &one}, {.scorer = &other, .weight = weight}},
                     {}, {}, items);
}

float BestWeight(const Scorer& one, const Scorer& other,
                 const ProtocolSplit& validation, size_t threads) {
  const size_t items = validation.training.item_count();
  float best = 0;
  double best_rate = -1;
  for (const float weight : {0.0f, 0.1f, 0.2f, 0.4f, 0.7f, 1.0f, 1.5f, 3.0f}) {
    const double rate =
        HitRate(BlendOf(one, other, weight, items), validation, threads);
    if (rate > best_rate) best = weight;
    best_rate = std::max(best_rate, rate);
  }
  return best;
}

// What a search has chosen.
struct Choice {
  Point item_knn;
  Point rules;
  float weight = 0;
};

Choice Choose(const ProtocolSplit& validation, size_t seed,
              const ProtocolRun& run, const LearnAt& learn_item_knn,
              const LearnAt& learn_rules) {
  Choice choice = {BestPoint(5, seed, run, validation, learn_item_knn),
                   BestPoint(4, seed, run, validation, learn_rules)};
  const OwnedNeighborLists near =
      learn_item_knn(validation.training, choice.item_knn);
  const OwnedNeighborLists next =
      learn_rules(validation.training, choice.rules);
  choice.weight =
      BestWeight(ScorerOf(near), ScorerOf(next), validation, run.threads);
  return choice;
}

// Chooses on a cut of what may be learned from, learns again from all of it
// and measures once.
void RunSeed(const ProtocolSplit& validation, const ProtocolSplit& test,
             size_t seed, const ProtocolRun& run, RunSummary* summary) {
  const LearnAt learn_item_knn = [&](const Corpus& training, const Point& at) {
    return LearnItemKnn(training, ItemKnnAt(at), seed, run.threads);
  };
  const LearnAt learn_rules = [&](const Corpus& training, const Point& at) {
    return LearnRules(training, RulesAt(at), run.threads);
  };
  const Choice choice =
      Choose(validation, seed, run, learn_item_knn, learn_rules);
  const OwnedNeighborLists near =
      learn_item_knn(test.training, choice.item_knn);
  const OwnedNeighborLists next = learn_rules(test.training, choice.rules);
  const OwnedNeighborLists plain =
      LearnItemKnn(test.training, PlainCoOccurrence(), seed, run.threads);
  const ItemNeighborsScorer item_knn = ScorerOf(near), rules = ScorerOf(next);
  const CaseFigures figures = Measure(
      BlendOf(item_knn, rules, choice.weight, test.training.item_count()), test,
      run.threads);
  summary->Add("hr10", figures.hit_rate.mean());
  summary->Add("standard_error", figures.hit_rate.standard_error());
  summary->Add("item_knn", HitRate(item_knn, test, run.threads));
  summary->Add("rules", HitRate(rules, test, run.threads));
  summary->Add("co_occurrence", HitRate(ScorerOf(plain), test, run.threads));
}

}  // namespace

ProtocolFigures OnlineRetailFigures(const ProtocolRun& run) {
  C2V_ASSIGN_OR_RETURN(const NamedSessions sessions, ReadInvoices(run.folder));
  const ProtocolSplit validation = ValidateLastItem(sessions);
  const ProtocolSplit test = AskForLastItem(sessions);
  RunSummary summary;
  for (size_t seed = 1; seed <= run.seeds; ++seed) {
    RunSeed(validation, test, seed, run, &summary);
  }
  Figure figure = summary.FigureOf("hr10");
  figure.name = "online_retail_hr10";
  figure.peer = "plain co-occurrence";
  figure.peer_value = summary.MeanOf("co_occurrence");
  figure.ratio = figure.value / *figure.peer_value;
  return std::vector<Figure>{figure};
}

}  // namespace customer2vec::bench
