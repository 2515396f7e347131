#include "trainer/models/earlier_model.h"

#include <algorithm>
#include <optional>
#include <span>

namespace customer2vec {
namespace {

// Rows [0, rows) of `now`, each with what `vector_of` gives for the row of the
// same id in `then`.
template <typename VectorOf>
EarlierRows Match(const Vocabulary& then, const Vocabulary& now, size_t rows,
                  size_t dimension, const VectorOf& vector_of) {
  EarlierRows matched{std::vector<float>(rows * dimension),
                      std::vector<uint8_t>(rows)};
  for (size_t row = 0; row < rows; ++row) {
    const std::optional<uint32_t> earlier =
        then.Find(now.Id(static_cast<uint32_t>(row)));
    if (!earlier.has_value()) continue;
    const std::span<const float> vector = vector_of(*earlier);
    if (std::ranges::all_of(vector, [](float x) { return x == 0; })) continue;
    std::ranges::copy(vector, matched.values.begin() +
                                  static_cast<std::ptrdiff_t>(row * dimension));
    matched.known[row] = 1;
  }
  return matched;
}

// Row `row` of `rows`; nothing beyond them.
std::span<const float> RowOf(std::span<const float> rows, size_t dimension,
                             uint32_t row) {
  if ((row + size_t{1}) * dimension > rows.size()) return {};
  return rows.subspan(row * dimension, dimension);
}

}  // namespace

std::vector<double> ResampleRates(std::span<const double> rates, int passes) {
  const auto own = static_cast<double>(rates.size());
  const double length = own / passes;  // of a pass, in those of the schedule
  std::vector<double> resampled;
  for (int pass = 0; pass < passes; ++pass) {
    const double begin = pass * length, end = begin + length;
    double sum = 0, weight = 0;
    for (auto i = static_cast<size_t>(begin); i < rates.size(); ++i) {
      const auto from = static_cast<double>(i);
      const double overlap = std::min(end, from + 1) - std::max(begin, from);
      if (overlap <= 0) break;
      sum += overlap * rates[i];
      weight += overlap;
    }
    resampled.push_back(sum / weight);
  }
  return resampled;
}

const v1::ServableEntry& EarlierModel::entry() const {
  for (const v1::ServableEntry& entry : then_.manifest().servables()) {
    if (entry.name() == config_.name()) return entry;
  }
  return v1::ServableEntry::default_instance();
}

EarlierRows EarlierModel::Items(VectorRole role, size_t item_count) const {
  return Match(tables().items, now_.items, item_count, space().dimension(),
               [&](uint32_t row) { return space().ItemVector(role, row); });
}

EarlierRows EarlierModel::Customers() const {
  return Match(tables().customers, now_.customers, now_.customers.size(),
               space().dimension(),
               [&](uint32_t row) { return space().CustomerVector(row); });
}

EarlierRows EarlierModel::OfItems(std::span<const float> rows, size_t dimension,
                                  size_t item_count) const {
  return Match(tables().items, now_.items, item_count, dimension,
               [&](uint32_t row) { return RowOf(rows, dimension, row); });
}

EarlierRows EarlierModel::OfCustomers(std::span<const float> rows,
                                      size_t dimension) const {
  return Match(tables().customers, now_.customers, now_.customers.size(),
               dimension,
               [&](uint32_t row) { return RowOf(rows, dimension, row); });
}

}  // namespace customer2vec
