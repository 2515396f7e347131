// What a predictor knows of a customer: parts joined into one vector.
//
//   CustomerInputs inputs(tables);
//   inputs.AddColumns(columns, /*count=*/9);               // stored numbers
//   inputs.AddShares(*catalogue.FindAttribute("aisle"), /*power=*/0.5F);
//   inputs.AddSpace(space);                                // its vectors
//   std::vector<float> vector(inputs.dimension());
//   if (inputs.Fill(customer, vector)) predictor.Predict(vector, outcomes);
//
// Training and serving fill vectors with the same code. A view of tables,
// columns and spaces, which outlive it. Safe for concurrent use once made.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_CUSTOMER_INPUTS_H_
#define CUSTOMER2VEC_CORE_SERVABLES_CUSTOMER_INPUTS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "core/history/customer_histories.h"
#include "core/servables/servable.h"
#include "core/tables/tables.h"

namespace customer2vec {

// For each value of an attribute the share of the customer's (item, basket)
// pairs whose item has it, to a power; all 0 of an empty history. REQUIRES:
// shares.size() is the number of the attribute's values, power > 0.
void AttributeShares(const Catalogue& catalogue, size_t attribute,
                     std::span<const HistoryEntry> history, float power,
                     std::span<float> shares);

class CustomerInputs {
 public:
  explicit CustomerInputs(const Tables& tables) : tables_(&tables) {}

  // `count` stored numbers a customer, row-major by customer row. REQUIRES:
  // values.size() == customers * count.
  void AddColumns(std::span<const float> values, size_t count);
  // Shares of the values of a catalogue's attribute. REQUIRES: attribute is
  // one of the catalogue's.
  void AddShares(size_t attribute, float power);
  // The customer's vector. REQUIRES: the space has vectors of all customers.
  void AddSpace(const Space& space);

  size_t dimension() const { return dimension_; }
  // Of part `i` in the order added. REQUIRES: there is one.
  size_t PartDimension(size_t i) const { return parts_[i].dimension; }

  // False, with zeros, for a customer without a history. REQUIRES: customer is
  // a row, vector.size() == dimension().
  bool Fill(uint32_t customer, std::span<float> vector) const;

 private:
  struct Columns {
    std::span<const float> values;
    size_t count;
  };
  struct Shares {
    size_t attribute;
    float power;
  };
  struct Part {
    std::variant<Columns, Shares, const Space*> source;
    size_t dimension;
  };

  void FillPart(const Part& part, uint32_t customer,
                std::span<float> vector) const;

  const Tables* tables_;
  std::vector<Part> parts_;
  size_t dimension_ = 0;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_CUSTOMER_INPUTS_H_
