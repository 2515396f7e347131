#include "trainer/cases/protocol_cases.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/cases/customer_split.h"
#include "trainer/cases/given_cases.h"
#include "trainer/cases/own_cases.h"
#include "trainer/cases/sequence_cases.h"
#include "trainer/config/protocol_config.h"
#include "trainer/data/data_config.h"

namespace customer2vec {
namespace {

// Choices settle on a part of the cases: with so many a share is known to less
// than a percent, and each case costs a ranking for each value tried.
constexpr size_t kMaxValidationCases = 4000;

RunCases Whole(ProtocolSplit split) {
  RunCases cases;
  cases.training = std::move(split.training);
  cases.test = std::move(split.cases);
  return cases;
}

void SetValidation(ProtocolSplit split, RunCases* cases) {
  cases->validation_training = std::move(split.training);
  cases->validation = std::move(split.cases);
}

// Why a protocol finds nothing to ask.
std::string WhyNone(const v1::EvaluationConfig& evaluation) {
  switch (evaluation.protocol().protocol_case()) {
    case v1::EvaluationProtocol::kNextBasket:
      return "none of the tested customers has two baskets";
    case v1::EvaluationProtocol::kSession:
      return "none of the last baskets has two items (session.last_share)";
    case v1::EvaluationProtocol::kLeaveOneOut:
      return "no sequence has more items than are held out "
             "(leave_one_out.held_out)";
    default:
      return absl::StrCat(
          "no customer has a basket to hold out with an item in at least ",
          evaluation.min_count(), " others (evaluation.min_count)");
  }
}

}  // namespace

absl::StatusOr<ProtocolCases> ProtocolCases::Open(
    const v1::TrainingConfig& config, const Corpus& corpus,
    absl::string_view data_root) {
  ProtocolCases cases(config, corpus);
  C2V_RETURN_IF_ERROR(cases.ReadFiles(data_root));
  return cases;
}

absl::Status ProtocolCases::ReadFiles(absl::string_view data_root) {
  UnknownIds unknown;
  const v1::SessionProtocol& session = protocol().session();
  if (session.has_prefixes()) {
    C2V_ASSIGN_OR_RETURN(
        given_,
        ReadPrefixCases(session.prefixes(),
                        ResolvePath(data_root, session.prefixes().path()),
                        corpus_, &unknown));
  } else if (session.has_sessions()) {
    C2V_ASSIGN_OR_RETURN(
        given_, ReadSessionCases(session.sessions(), config_.data(), data_root,
                                 "evaluation.protocol.session.sessions",
                                 corpus_, &unknown));
  }
  for (const std::string& path : protocol().next_basket().test_customers()) {
    C2V_ASSIGN_OR_RETURN(
        tested_.emplace_back(),
        ReadCustomers(ResolvePath(data_root, path), corpus_, &unknown));
  }
  notes_ = unknown.ToNotes();
  return absl::OkStatus();
}

bool ProtocolCases::exclude_events() const {
  return protocol().has_hidden_item() ||
         protocol().session().exclude_events() ||
         protocol().leave_one_out().exclude_events();
}

absl::StatusOr<RunCases> ProtocolCases::OfRun(size_t run) const {
  RunCases cases = Cut(config_.seed() + run, run);
  if (!cases.test.empty()) return cases;
  return absl::FailedPreconditionError(
      absl::StrCat("nothing to measure by ", ProtocolName(protocol()), ": ",
                   WhyNone(config_.evaluation())));
}

RunCases ProtocolCases::Cut(uint64_t seed, size_t run) const {
  const OwnCaseOptions own = {
      .min_count = static_cast<uint32_t>(config_.evaluation().min_count()),
      .seed = seed};
  switch (protocol().protocol_case()) {
    case v1::EvaluationProtocol::kHiddenItem:
      return Whole(SplitByHiddenItem(corpus_, own));
    case v1::EvaluationProtocol::kNextItem:
      return Whole(SplitByNextItem(corpus_, own));
    case v1::EvaluationProtocol::kNextBasket:
      return CutCustomers(protocol().next_basket(), seed, run);
    case v1::EvaluationProtocol::kSession:
      return CutSessions(protocol().session(), seed);
    case v1::EvaluationProtocol::kLeaveOneOut:
      return CutLastItems(protocol().leave_one_out(), seed);
    default:
      return Whole(SplitByLastBasket(corpus_, own));
  }
}

RunCases ProtocolCases::CutSessions(const v1::SessionProtocol& session,
                                    uint64_t seed) const {
  RunCases cases;
  if (session.has_last_share()) {
    cases = Whole(
        HoldOutLastBasketsAsSessions(corpus_, {.share = session.last_share()}));
  } else {
    cases.test = given_;
  }
  cases.has_validation = true;
  if (session.validation_share() > 0) {
    SetValidation(
        HoldOutLastBasketsAsSessions(cases.Training(corpus_),
                                     {.share = session.validation_share(),
                                      .max_cases = kMaxValidationCases,
                                      .only_known = true,
                                      .seed = seed}),
        &cases);
  }
  return cases;
}

RunCases ProtocolCases::CutCustomers(const v1::NextBasketProtocol& protocol,
                                     uint64_t seed, size_t run) const {
  CustomerSplitOptions options = {
      .test_share = protocol.test_share(),
      .validation_share = protocol.validation_share(),
      .learn_last_baskets = protocol.learn_last_baskets(),
      .seed = seed};
  if (!tested_.empty()) options.tested = tested_[run];
  CustomerSplit split = SplitCustomers(corpus_, options);
  RunCases cases;
  cases.training = std::move(split.training);
  cases.test = std::move(split.test);
  cases.has_validation = true;
  cases.validation = std::move(split.validation);
  return cases;
}

RunCases ProtocolCases::CutLastItems(const v1::LeaveOneOutProtocol& protocol,
                                     uint64_t seed) const {
  LastItems options = {
      .of_baskets = protocol.unit() == v1::SEQUENCE_UNIT_BASKET,
      .held_out = static_cast<size_t>(protocol.held_out()),
      .asked = static_cast<size_t>(protocol.asked()),
      .max_events = static_cast<size_t>(protocol.max_events())};
  RunCases cases = Whole(HoldOutLastItems(corpus_, options));
  cases.has_validation = true;
  if (protocol.validation_share() > 0) {
    options.held_out = options.asked = 1;
    options.share = std::min(
        protocol.validation_share(),
        static_cast<double>(kMaxValidationCases) /
            static_cast<double>(std::max<size_t>(1, cases.test.size())));
    options.seed = seed;
    SetValidation(HoldOutLastItems(*cases.training, options), &cases);
  }
  return cases;
}

}  // namespace customer2vec
