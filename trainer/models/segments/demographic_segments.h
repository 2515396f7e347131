// Customers grouped by what is known of them: every combination of values of
// the first attributes that enough customers share is a segment, and a customer
// is of the one with the most of their attributes.
//
//   C2V_ASSIGN_OR_RETURN(
//       DemographicSegments segments,
//       GroupCustomers(side.customers, corpus.arrays().customer_ids, config));
//   segments.names[segments.of_customer[row]];   // "age=45-54, income=50-74K"
//
// A customer of a small combination backs off to fewer attributes; one whose
// first attribute is not known is of segment 0, which is all customers.
// A segment's own customers are all that have its values, those of segments
// within it included (MembershipsOf).
//
// Deterministic: segments are numbered by attributes used, then by name.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_SEGMENTS_DEMOGRAPHIC_SEGMENTS_H_
#define CUSTOMER2VEC_TRAINER_MODELS_SEGMENTS_DEMOGRAPHIC_SEGMENTS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "customer2vec/v1/feature_models.pb.h"
#include "trainer/corpus/side_tables.h"

namespace customer2vec {

struct DemographicSegments {
  std::vector<std::string> names;     // segment 0 has none
  std::vector<uint32_t> parents;      // with one attribute less; of 0, 0
  std::vector<uint32_t> customers;    // customers with its values
  std::vector<uint32_t> of_customer;  // by customer row

  size_t size() const { return names.size(); }
  // The customer's segment and those that it lies within, ending with 0.
  std::vector<uint32_t> MembershipsOf(uint32_t customer) const;
};

// For the customers `ids`. REQUIRES: config has its defaults. INVALID_ARGUMENT
// when it names an attribute that the table lacks.
absl::StatusOr<DemographicSegments> GroupCustomers(
    const CustomersTable& table, std::span<const std::string> ids,
    const v1::SegmentsConfig& config);

// The values of a column, those of a number by quantile bin ("1.5..4"), ""
// where not known. `rows` are those that bins are made of and the order of the
// result; kNoRow has no value.
std::vector<std::string> BinnedValues(const AttributeColumn& column,
                                      std::span<const uint32_t> rows,
                                      size_t bins);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_SEGMENTS_DEMOGRAPHIC_SEGMENTS_H_
