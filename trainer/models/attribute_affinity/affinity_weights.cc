#include "trainer/models/attribute_affinity/affinity_weights.h"

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "trainer/corpus/hidden_items.h"
#include "trainer/models/attribute_affinity/conditional_logit.h"

namespace customer2vec {
namespace {

// Items that may be hidden: taken often enough, and of some group.
std::vector<uint32_t> EligibleItems(const AttributeGroups& groups,
                                    const Corpus& corpus, uint32_t min_count) {
  std::vector<uint32_t> eligible;
  for (uint32_t item = 0; item < corpus.item_count(); ++item) {
    if (corpus.basket_counts()[item] < min_count) continue;
    for (int kind = 0; kind < groups.kinds().size(); ++kind) {
      if (groups.Of(kind, item) == kNoGroup) continue;
      eligible.push_back(item);
      break;
    }
  }
  return eligible;
}

// All baskets but each customer's last.
Corpus WithoutLastBaskets(const Corpus& corpus) {
  std::vector<bool> keep(corpus.basket_count(), true);
  for (uint32_t c = 0; c < corpus.customer_count(); ++c) {
    if (!corpus.BasketsOf(c).empty()) keep[corpus.BasketsOf(c).back()] = false;
  }
  return corpus.Select(keep);
}

// The cases of one round.
class HiddenRound {
 public:
  HiddenRound(const AttributeGroups& groups, const Corpus& corpus,
              std::vector<uint32_t> hidden, size_t alternatives, Random random)
      : groups_(groups),
        corpus_(corpus),
        hidden_(std::move(hidden)),
        is_hidden_(MarkRows(hidden_, corpus.item_count())),
        alternatives_(alternatives),
        random_(random) {}

  void AddCases(ChoiceCases* cases) {
    for (uint32_t customer = 0; customer < corpus_.customer_count();
         ++customer) {
      const BasketRange baskets = corpus_.BasketsOf(customer);
      if (baskets.size() < 2 || !HasHidden(baskets.back())) continue;
      TallyHistory(baskets);
      AddCase(baskets.back(), cases);
    }
  }

 private:
  bool HasHidden(size_t basket) const {
    for (const uint32_t item : corpus_.Items(basket)) {
      if (is_hidden_[item]) return true;
    }
    return false;
  }

  void TallyHistory(const BasketRange& baskets) {
    history_.Reset(groups_);
    session_.Reset(groups_);
    for (const size_t basket : baskets) {
      GroupTally& tally = basket == baskets.back() ? session_ : history_;
      for (const uint32_t item : corpus_.Items(basket)) {
        if (!is_hidden_[item]) tally.Add(groups_, item, 1);
      }
    }
  }

  void AddCase(size_t basket, ChoiceCases* cases) {
    std::vector<uint32_t> chosen;
    for (const uint32_t item : corpus_.Items(basket)) {
      if (is_hidden_[item]) chosen.push_back(item);
    }
    const std::vector<bool> is_chosen = MarkRows(chosen, corpus_.item_count());
    for (const uint32_t item : chosen) Add(item, true, cases);
    for (size_t i = 0; i < alternatives_; ++i) {
      const uint32_t item =
          hidden_[random_.Below(static_cast<uint32_t>(hidden_.size()))];
      if (!is_chosen[item]) Add(item, false, cases);
    }
    cases->EndCase();
  }

  void Add(uint32_t item, bool is_chosen, ChoiceCases* cases) {
    x_.clear();
    for (int kind = 0; kind < groups_.kinds().size(); ++kind) {
      const uint32_t group = groups_.Of(kind, item);
      x_.push_back(CustomerAffinity(history_.Of(kind, group)));
      x_.push_back(SessionAffinity(session_.Of(kind, group)));
      x_.push_back(groups_.LogPopularity(kind, item));
      x_.push_back(groups_.LogSize(kind, item));
    }
    cases->AddAlternative(x_, is_chosen);
  }

  const AttributeGroups& groups_;
  const Corpus& corpus_;
  const std::vector<uint32_t> hidden_;
  const std::vector<bool> is_hidden_;
  const size_t alternatives_;
  Random random_;
  GroupTally history_, session_;
  std::vector<double> x_;
};

void SetWeights(const std::vector<double>& weights,
                AttributeGroups::Kinds* kinds) {
  for (int kind = 0; kind < kinds->size(); ++kind) {
    const double* of_kind = weights.data() + kind * kAffinityFeatures;
    (*kinds)[kind].set_customer_weight(of_kind[0]);
    (*kinds)[kind].set_session_weight(of_kind[1]);
    (*kinds)[kind].set_popularity_weight(of_kind[2]);
    (*kinds)[kind].set_size_weight(of_kind[3]);
  }
}

}  // namespace

absl::StatusOr<AttributeGroups::Kinds> LearnAffinityWeights(
    AttributeGroups::Kinds kinds, const Corpus& corpus,
    const Catalogue& catalogue, const AffinityOptions& options) {
  C2V_ASSIGN_OR_RETURN(
      const AttributeGroups all,
      AttributeGroups::Create(kinds, catalogue, corpus.basket_counts()));
  const std::vector<uint32_t> eligible =
      EligibleItems(all, corpus, options.hidden_min_count);
  const Corpus earlier = WithoutLastBaskets(corpus);
  ChoiceCases cases(kinds.size() * kAffinityFeatures);
  for (int set = 0; set < options.hidden_sets; ++set) {
    const Random random = Random(options.seed).Fork(set);
    std::vector<uint32_t> hidden =
        DrawHiddenItems(eligible, options.hidden_share, Random(random)());
    if (hidden.empty()) break;
    std::vector<uint32_t> counts = earlier.basket_counts();
    for (const uint32_t item : hidden) counts[item] = 0;
    C2V_ASSIGN_OR_RETURN(const AttributeGroups groups,
                         AttributeGroups::Create(kinds, catalogue, counts));
    HiddenRound(groups, corpus, std::move(hidden), options.alternatives,
                random.Fork(1))
        .AddCases(&cases);
  }
  if (cases.size() == 0) {
    return absl::FailedPreconditionError(absl::StrCat(
        "no last basket holds a hidden item (", eligible.size(),
        " items are in ", options.hidden_min_count,
        " baskets or more); lower hidden_min_count, raise hidden_share, or set "
        "the groups' weights"));
  }
  SetWeights(FitConditionalLogit(cases, {.l2 = options.l2}), &kinds);
  return kinds;
}

}  // namespace customer2vec
