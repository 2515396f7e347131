#include "core/recommend/predict_outcomes.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/errors/error_details.h"
#include "core/recommend/request_validation.h"
#include "core/servables/servable.h"

namespace customer2vec {
namespace {

absl::Status CheckSubject(const v1::PredictionSubject& subject) {
  if (subject.has_history()) return UnsupportedField("subject.history");
  return CheckId("subject.customer_id", subject.customer_id());
}

// The predictor that is named, or all of them.
absl::StatusOr<std::vector<const Predictor*>> ChoosePredictors(
    const Snapshot& snapshot, const std::string& name) {
  std::vector<const Predictor*> chosen;
  std::vector<std::string> known;
  for (const v1::ServableEntry& entry : snapshot.manifest().servables()) {
    const Predictor* predictor = snapshot.FindPredictor(entry.name());
    if (predictor == nullptr) continue;
    known.push_back(entry.name());
    if (name.empty() || name == entry.name()) chosen.push_back(predictor);
  }
  if (known.empty()) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                           "NO_PREDICTOR",
                           "this snapshot has no predictors; train one, as "
                           "a look-alike model");
  }
  if (chosen.empty()) return UnknownName("servable", name, known);
  return chosen;
}

absl::Status NoInput(const Predictor& predictor, absl::string_view customer) {
  return ErrorWithReason(
      absl::StatusCode::kFailedPrecondition, "CUSTOMER_WITHOUT_HISTORY",
      absl::StrCat("customer \"", customer, "\" has no history that \"",
                   predictor.name(), "\" could predict from"));
}

void AddPredictions(const Predictor& predictor, std::span<const float> input,
                    v1::PredictOutcomesResponse* response) {
  std::vector<double> outcomes(predictor.metrics().size());
  predictor.Predict(input, outcomes);
  for (size_t i = 0; i < outcomes.size(); ++i) {
    v1::OutcomePrediction* prediction = response->add_predictions();
    prediction->set_metric(predictor.metrics()[i]);
    prediction->set_value(outcomes[i]);
    prediction->set_servable(predictor.name());
  }
}

}  // namespace

absl::Status PredictOutcomes(const Snapshot& snapshot,
                             const v1::PredictOutcomesRequest& request,
                             v1::PredictOutcomesResponse* response) {
  response->Clear();
  C2V_RETURN_IF_ERROR(CheckSubject(request.subject()));
  C2V_ASSIGN_OR_RETURN(const std::vector<const Predictor*> predictors,
                       ChoosePredictors(snapshot, request.model().servable()));
  const std::string& id = request.subject().customer_id();
  const std::optional<uint32_t> customer = snapshot.tables().customers.Find(id);
  if (!customer) return UnknownResource("customer", id);
  for (const Predictor* predictor : predictors) {
    std::vector<float> input(predictor->dimension());
    if (!predictor->CustomerInput(*customer, input)) {
      return NoInput(*predictor, id);
    }
    AddPredictions(*predictor, input, response);
  }
  response->mutable_served_by()->set_snapshot_version(snapshot.version());
  response->mutable_served_by()->set_servable(request.model().servable());
  return absl::OkStatus();
}

}  // namespace customer2vec
