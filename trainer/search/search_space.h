// From points in [0, 1]^n to texts of fields, and back.
//
//   C2V_ASSIGN_OR_RETURN(SearchSpace space, SearchSpace::Create(config,
//   search)); std::vector<std::string> values = space.ValuesAt(point);
//   std::vector<double> point = *space.PointOf(values);
//
// Immutable, thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_SEARCH_SEARCH_SPACE_H_
#define CUSTOMER2VEC_TRAINER_SEARCH_SEARCH_SPACE_H_

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "customer2vec/v1/search_config.pb.h"
#include "customer2vec/v1/training_config.pb.h"
#include "trainer/search/proposer.h"

namespace customer2vec {

class SearchSpace {
 public:
  // INVALID_ARGUMENT, with the parameter's path, for a field that is none, a
  // range that is empty or not above 0 where it is logarithmic, or a value that
  // the field does not take.
  static absl::StatusOr<SearchSpace> Create(const v1::TrainingConfig& config,
                                            const v1::SearchConfig& search);

  std::vector<SearchDimension> dimensions() const;

  std::vector<std::string> ValuesAt(std::span<const double> point) const;
  // Nothing when a value is not of the space.
  std::optional<std::vector<double>> PointOf(
      std::span<const std::string> values) const;

  // Writes the values into their fields. REQUIRES: as many as parameters.
  absl::Status Apply(std::span<const std::string> values,
                     v1::TrainingConfig* config) const;

 private:
  struct Parameter {
    v1::SearchParameter config;
    bool whole = false;
  };

  std::string ValueAt(const Parameter& parameter, double coordinate) const;
  std::optional<double> CoordinateOf(const Parameter& parameter,
                                     const std::string& value) const;

  std::vector<Parameter> parameters_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_SEARCH_SEARCH_SPACE_H_
