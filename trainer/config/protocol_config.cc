#include "trainer/config/protocol_config.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"

namespace customer2vec {
namespace {

constexpr char kField[] = "evaluation.protocol.";

template <typename... Parts>
absl::Status Invalid(const Parts&... parts) {
  return absl::InvalidArgumentError(absl::StrCat(parts...));
}

const google::protobuf::OneofDescriptor* Protocols() {
  return v1::EvaluationProtocol::descriptor()->oneof_decl(0);
}

std::vector<std::string> ProtocolNames() {
  std::vector<std::string> names;
  for (int i = 0; i < Protocols()->field_count(); ++i) {
    names.push_back(Protocols()->field(i)->name());
  }
  return names;
}

// In (0, 1), or 0 for the default.
absl::Status CheckShare(double share, absl::string_view field) {
  if (share >= 0 && share < 1) return absl::OkStatus();
  return Invalid(kField, field, " is ", share,
                 ": it is a share, above 0 and below 1");
}

absl::Status CheckCount(int64_t count, int64_t high, absl::string_view field) {
  if (count >= 0 && count <= high) return absl::OkStatus();
  return Invalid(kField, field, " is ", count, ": use 1 to ", high);
}

absl::Status CheckOneByte(absl::string_view text, absl::string_view field) {
  if (text.size() <= 1) return absl::OkStatus();
  return Invalid(kField, field, " is \"", text, "\": it is one byte");
}

absl::Status CheckPath(absl::string_view path, absl::string_view field,
                       absl::string_view remedy) {
  if (!path.empty()) return absl::OkStatus();
  return Invalid(kField, field, " is empty: ", remedy);
}

absl::Status Check(const v1::NextBasketProtocol& protocol) {
  C2V_RETURN_IF_ERROR(
      CheckShare(protocol.test_share(), "next_basket.test_share"));
  C2V_RETURN_IF_ERROR(
      CheckShare(protocol.validation_share(), "next_basket.validation_share"));
  for (int i = 0; i < protocol.test_customers_size(); ++i) {
    C2V_RETURN_IF_ERROR(
        CheckPath(protocol.test_customers(i),
                  absl::StrCat("next_basket.test_customers[", i, "]"),
                  "name the file with a tested customer's id a line"));
  }
  return absl::OkStatus();
}

absl::Status Check(const v1::SessionProtocol& protocol) {
  C2V_RETURN_IF_ERROR(
      CheckShare(protocol.validation_share(), "session.validation_share"));
  if (protocol.has_last_share()) {
    return CheckShare(protocol.last_share(), "session.last_share");
  }
  if (!protocol.has_prefixes()) return absl::OkStatus();
  C2V_RETURN_IF_ERROR(CheckPath(protocol.prefixes().path(),
                                "session.prefixes.path",
                                "name the file with a test case a line"));
  C2V_RETURN_IF_ERROR(CheckOneByte(protocol.prefixes().separator(),
                                   "session.prefixes.separator"));
  return CheckOneByte(protocol.prefixes().part_separator(),
                      "session.prefixes.part_separator");
}

absl::Status Check(const v1::LeaveOneOutProtocol& protocol) {
  if (!v1::SequenceUnit_IsValid(protocol.unit())) {
    return Invalid(kField, "leave_one_out.unit: no such unit of sequences");
  }
  C2V_RETURN_IF_ERROR(
      CheckCount(protocol.held_out(), 1000, "leave_one_out.held_out"));
  C2V_RETURN_IF_ERROR(
      CheckCount(protocol.asked(), 1000, "leave_one_out.asked"));
  const int held_out = protocol.held_out() == 0 ? 1 : protocol.held_out();
  if (protocol.asked() > held_out) {
    return Invalid(
        kField, "leave_one_out.asked is ", protocol.asked(), ": only the last ",
        held_out, " items of a sequence are held out (leave_one_out.held_out)");
  }
  if (protocol.max_events() < 0) {
    return Invalid(kField, "leave_one_out.max_events is ",
                   protocol.max_events(), ": use 1 or more, or 0 for all");
  }
  const double share = protocol.validation_share();
  if (share >= 0 && share <= 1) return absl::OkStatus();
  return Invalid(kField, "leave_one_out.validation_share is ", share,
                 ": it is a share, from 0 to 1");
}

absl::Status Check(const v1::NodeClassificationProtocol& protocol) {
  const v1::NodeLabelsFile& labels = protocol.labels();
  C2V_RETURN_IF_ERROR(CheckPath(labels.path(),
                                "node_classification.labels.path",
                                "name the file of nodes' labels"));
  C2V_RETURN_IF_ERROR(
      CheckOneByte(labels.separator(), "node_classification.labels.separator"));
  C2V_RETURN_IF_ERROR(CheckPath(labels.node(),
                                "node_classification.labels.node",
                                "name the column of the node's id"));
  C2V_RETURN_IF_ERROR(CheckPath(labels.label(),
                                "node_classification.labels.label",
                                "name the column of the label"));
  if (!v1::LabelledEntity_IsValid(labels.entity())) {
    return Invalid(kField, "node_classification.labels.entity: no such entity");
  }
  C2V_RETURN_IF_ERROR(
      CheckShare(protocol.train_share(), "node_classification.train_share"));
  C2V_RETURN_IF_ERROR(
      CheckCount(protocol.splits(), 1000, "node_classification.splits"));
  for (int i = 0; i < protocol.strengths_size(); ++i) {
    const double strength = protocol.strengths(i);
    if (strength > 0 && strength <= 1e9) continue;
    return Invalid(kField, "node_classification.strengths[", i, "] is ",
                   strength, ": use a number above 0, 1e9 at most");
  }
  return absl::OkStatus();
}

absl::Status Check(const v1::OutcomePredictionProtocol& protocol) {
  C2V_RETURN_IF_ERROR(
      CheckCount(protocol.repeats(), 1000, "outcome_prediction.repeats"));
  if (protocol.folds() == 1) {
    return Invalid(kField, "outcome_prediction.folds is 1: use 2 to 100");
  }
  return CheckCount(protocol.folds(), 100, "outcome_prediction.folds");
}

absl::Status CheckProtocolItself(const v1::EvaluationProtocol& protocol) {
  switch (protocol.protocol_case()) {
    case v1::EvaluationProtocol::kNextBasket:
      return Check(protocol.next_basket());
    case v1::EvaluationProtocol::kSession:
      return Check(protocol.session());
    case v1::EvaluationProtocol::kLeaveOneOut:
      return Check(protocol.leave_one_out());
    case v1::EvaluationProtocol::kNodeClassification:
      return Check(protocol.node_classification());
    case v1::EvaluationProtocol::kOutcomePrediction:
      return Check(protocol.outcome_prediction());
    default:
      return absl::OkStatus();
  }
}

void Fill(v1::NextBasketProtocol* protocol) {
  if (protocol->test_share() == 0) protocol->set_test_share(0.2);
  if (!protocol->has_validation_share()) protocol->set_validation_share(0.1);
}

void Fill(v1::SessionProtocol* protocol) {
  if (protocol->test_case() == v1::SessionProtocol::TEST_NOT_SET ||
      (protocol->has_last_share() && protocol->last_share() == 0)) {
    protocol->set_last_share(0.1);
  }
  if (!protocol->has_validation_share()) protocol->set_validation_share(0.1);
  if (!protocol->has_prefixes()) return;
  v1::PrefixFile* prefixes = protocol->mutable_prefixes();
  if (prefixes->separator().empty()) prefixes->set_separator(" ");
  if (prefixes->part_separator().empty()) prefixes->set_part_separator("\t");
}

void Fill(v1::LeaveOneOutProtocol* protocol) {
  if (protocol->unit() == v1::SEQUENCE_UNIT_UNSPECIFIED) {
    protocol->set_unit(v1::SEQUENCE_UNIT_CUSTOMER);
  }
  if (protocol->held_out() == 0) protocol->set_held_out(1);
  if (protocol->asked() == 0) protocol->set_asked(1);
  if (!protocol->has_validation_share()) protocol->set_validation_share(0.25);
}

void Fill(v1::NodeClassificationProtocol* protocol) {
  if (protocol->train_share() == 0) protocol->set_train_share(0.5);
  if (protocol->splits() == 0) protocol->set_splits(10);
  if (protocol->strengths().empty()) protocol->add_strengths(1);
}

void Fill(v1::OutcomePredictionProtocol* protocol) {
  if (protocol->repeats() == 0) protocol->set_repeats(5);
  if (protocol->folds() == 0) protocol->set_folds(5);
}

}  // namespace

std::string ProtocolName(const v1::EvaluationProtocol& protocol) {
  const auto* field =
      protocol.GetReflection()->GetOneofFieldDescriptor(protocol, Protocols());
  return field == nullptr ? "last_basket" : field->name();
}

absl::Status SelectProtocol(absl::string_view name,
                            v1::EvaluationConfig* evaluation) {
  const auto* field =
      v1::EvaluationProtocol::descriptor()->FindFieldByName(std::string(name));
  if (field == nullptr) {
    return Invalid("protocol \"", name, "\" is not known: use one of ",
                   absl::StrJoin(ProtocolNames(), ", "));
  }
  v1::EvaluationProtocol* protocol = evaluation->mutable_protocol();
  protocol->GetReflection()->MutableMessage(protocol, field);
  return absl::OkStatus();
}

void FillProtocolDefaults(v1::EvaluationConfig* evaluation) {
  if (evaluation->runs() == 0) evaluation->set_runs(1);
  if (evaluation->cold_customer_baskets() == 0) {
    evaluation->set_cold_customer_baskets(3);
  }
  if (evaluation->cold_item_baskets() == 0) {
    evaluation->set_cold_item_baskets(10);
  }
  v1::EvaluationProtocol* protocol = evaluation->mutable_protocol();
  switch (protocol->protocol_case()) {
    case v1::EvaluationProtocol::PROTOCOL_NOT_SET:
      protocol->mutable_last_basket();
      break;
    case v1::EvaluationProtocol::kNextBasket:
      return Fill(protocol->mutable_next_basket());
    case v1::EvaluationProtocol::kSession:
      return Fill(protocol->mutable_session());
    case v1::EvaluationProtocol::kLeaveOneOut:
      return Fill(protocol->mutable_leave_one_out());
    case v1::EvaluationProtocol::kNodeClassification:
      return Fill(protocol->mutable_node_classification());
    case v1::EvaluationProtocol::kOutcomePrediction:
      return Fill(protocol->mutable_outcome_prediction());
    default:
      break;
  }
}

absl::Status CheckProtocol(const v1::EvaluationConfig& evaluation) {
  if (evaluation.runs() < 0 || evaluation.runs() > 1000) {
    return Invalid("evaluation.runs is ", evaluation.runs(), ": use 1 to 1000");
  }
  if (evaluation.cold_customer_baskets() < 0) {
    return Invalid("evaluation.cold_customer_baskets is ",
                   evaluation.cold_customer_baskets(), ": use 1 or more");
  }
  if (evaluation.cold_item_baskets() < 0) {
    return Invalid("evaluation.cold_item_baskets is ",
                   evaluation.cold_item_baskets(), ": use 1 or more");
  }
  const auto& splits = evaluation.protocol().next_basket().test_customers();
  if (!splits.empty() && evaluation.runs() > splits.size()) {
    return Invalid("evaluation.runs is ", evaluation.runs(), ": there are ",
                   splits.size(),
                   " files in evaluation.protocol.next_basket.test_customers, "
                   "one a run");
  }
  return CheckProtocolItself(evaluation.protocol());
}

}  // namespace customer2vec
