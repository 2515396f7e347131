#include "core/servables/customer_inputs.h"

#include <algorithm>
#include <cmath>

namespace customer2vec {

void AttributeShares(const Catalogue& catalogue, size_t attribute,
                     std::span<const HistoryEntry> history, float power,
                     std::span<float> shares) {
  std::fill(shares.begin(), shares.end(), 0.0F);
  double total = 0;
  for (const HistoryEntry& entry : history) {
    total += entry.basket_count;
    const uint32_t value = catalogue.ValueId(attribute, entry.item);
    if (value != kNoValue)
      shares[value] += static_cast<float>(entry.basket_count);
  }
  for (float& share : shares) {
    if (share > 0) share = std::pow(static_cast<float>(share / total), power);
  }
}

void CustomerInputs::AddColumns(std::span<const float> values, size_t count) {
  parts_.push_back({Columns{values, count}, count});
  dimension_ += count;
}

void CustomerInputs::AddShares(size_t attribute, float power) {
  const size_t values = tables_->catalogue.Values(attribute).size();
  parts_.push_back({Shares{attribute, power}, values});
  dimension_ += values;
}

void CustomerInputs::AddSpace(const Space& space) {
  parts_.push_back({&space, space.dimension()});
  dimension_ += space.dimension();
}

bool CustomerInputs::Fill(uint32_t customer, std::span<float> vector) const {
  if (tables_->histories.Of(customer).empty()) {
    std::fill(vector.begin(), vector.end(), 0.0F);
    return false;
  }
  size_t begin = 0;
  for (const Part& part : parts_) {
    FillPart(part, customer, vector.subspan(begin, part.dimension));
    begin += part.dimension;
  }
  return true;
}

void CustomerInputs::FillPart(const Part& part, uint32_t customer,
                              std::span<float> vector) const {
  if (const auto* columns = std::get_if<Columns>(&part.source)) {
    const auto row =
        columns->values.subspan(customer * columns->count, columns->count);
    std::copy(row.begin(), row.end(), vector.begin());
  } else if (const auto* shares = std::get_if<Shares>(&part.source)) {
    AttributeShares(tables_->catalogue, shares->attribute,
                    tables_->histories.Of(customer), shares->power, vector);
  } else {
    const auto row =
        std::get<const Space*>(part.source)->CustomerVector(customer);
    std::copy(row.begin(), row.end(), vector.begin());
  }
}

}  // namespace customer2vec
