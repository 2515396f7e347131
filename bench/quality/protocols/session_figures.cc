// Figures of sessions and sequences: Diginetica and Amazon Beauty.

#include "bench/quality/protocols/protocol_figures.h"
#include "bench/quality/protocols/run_summary.h"
#include "bench/quality/protocols/session_search.h"
#include "core/base/status_macros.h"
#include "trainer/evaluation/protocols/leave_one_out.h"
#include "trainer/evaluation/protocols/session_prefixes.h"

namespace customer2vec::bench {
namespace {

constexpr size_t kValidationCases = 4000;
constexpr double kValidationShare = 0.1;  // of the sessions, the last ones
constexpr size_t kEveryUser = 4;          // validates: one of so many

Figure Named(const char* name, Figure figure) {
  figure.name = name;
  return figure;
}

}  // namespace

ProtocolFigures DigineticaFigures(const ProtocolRun& run) {
  C2V_ASSIGN_OR_RETURN(const NamedSessions sessions,
                       ReadTrainSessions(run.folder));
  C2V_ASSIGN_OR_RETURN(const ProtocolSplit test,
                       ReadSessionPrefixes(run.folder));
  const ProtocolSplit validation = HoldOutLastSessions(
      sessions, {.share = kValidationShare, .max_cases = kValidationCases});
  RunSummary summary;
  for (size_t seed = 1; seed <= run.seeds; ++seed) {
    for (const bool repeats : {true, false}) {
      const SessionSearch search{.repeats = repeats,
                                 .budget = run.budget,
                                 .seed = seed,
                                 .threads = run.threads};
      const auto config =
          SearchSessionKnn(validation, search, [](const CaseFigures& figures) {
            return figures.hit_rate.mean() + figures.mrr.mean();
          });
      const CaseFigures figures = MeasureSessionKnn(test, config, search);
      const std::string suffix = repeats ? "" : "_without_repeats";
      summary.Add("p20" + suffix, figures.hit_rate.mean());
      summary.Add("mrr20" + suffix, figures.mrr.mean());
    }
  }
  return std::vector<Figure>{
      Named("diginetica_p20", summary.FigureOf("p20")),
      Named("diginetica_mrr20", summary.FigureOf("mrr20"))};
}

ProtocolFigures BeautyFigures(const ProtocolRun& run) {
  C2V_ASSIGN_OR_RETURN(const UserSequences users,
                       ReadUserSequences(run.folder, "beauty.txt"));
  ProtocolSplit validation = LeaveOneOut(users, {.held_out = 2, .asked = 2});
  const ProtocolSplit test = LeaveOneOut(users, {.held_out = 2, .asked = 1});
  const ProtocolSplit last = LeaveOneOut(users, {.held_out = 1, .asked = 1});
  for (size_t i = 0; i * kEveryUser < validation.cases.size(); ++i) {
    validation.cases[i] = validation.cases[i * kEveryUser];
  }
  validation.cases.resize((validation.cases.size() + kEveryUser - 1) /
                          kEveryUser);
  RunSummary summary;
  for (size_t seed = 1; seed <= run.seeds; ++seed) {
    const SessionSearch search{.cutoff = 10,
                               .repeats = false,
                               .budget = run.budget,
                               .seed = seed,
                               .threads = run.threads};
    const auto config =
        SearchSessionKnn(validation, search, [](const CaseFigures& figures) {
          return figures.hit_rate.mean() + figures.ndcg.mean();
        });
    const CaseFigures figures = MeasureSessionKnn(test, config, search);
    summary.Add("hr10", figures.hit_rate.mean());
    summary.Add("ndcg10", figures.ndcg.mean());
    const CaseFigures of_last = MeasureSessionKnn(last, config, search);
    summary.Add("hr10_without_last", of_last.hit_rate.mean());
    summary.Add("ndcg10_without_last", of_last.ndcg.mean());
  }
  return std::vector<Figure>{
      Named("beauty_hr10", summary.FigureOf("hr10")),
      Named("beauty_ndcg10", summary.FigureOf("ndcg10"))};
}

}  // namespace customer2vec::bench
