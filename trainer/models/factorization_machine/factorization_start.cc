#include "trainer/models/factorization_machine/factorization_start.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "core/base/status_macros.h"
#include "core/servables/factorization_machine_scorer.h"

namespace customer2vec {
namespace {

// Sweeps over the shared rows; attributes that overlap need a few.
constexpr int kSweeps = 20;

// The earlier layout of features.
FactorizationFeatures LayoutOf(const v1::FactorizationMachineSpec& spec,
                               const Catalogue& catalogue) {
  std::vector<size_t> attributes;
  for (const std::string& name : spec.item_attributes()) {
    if (const auto found = catalogue.FindAttribute(name)) {
      attributes.push_back(*found);
    }
  }
  return {static_cast<size_t>(spec.item_count()), catalogue,
          std::move(attributes)};
}

// Rows of values among features: of `now`, each with the earlier row of the
// same attribute and value.
class EarlierValues {
 public:
  EarlierValues(const FactorizationFeatures& then, const Catalogue& catalogue) {
    for (size_t i = 0; i < then.attributes().size(); ++i) {
      const size_t attribute = then.attributes()[i];
      auto& rows = rows_[std::string(catalogue.AttributeName(attribute))];
      const TextsView& values = catalogue.Values(attribute);
      for (uint32_t value = 0; value < values.size(); ++value) {
        rows[std::string(values[value])] = then.FirstValueRow(i) + value;
      }
    }
  }

  std::optional<size_t> Find(absl::string_view attribute,
                             absl::string_view value) const {
    const auto rows = rows_.find(std::string(attribute));
    if (rows == rows_.end()) return std::nullopt;
    const auto row = rows->second.find(std::string(value));
    if (row == rows->second.end()) return std::nullopt;
    return row->second;
  }

 private:
  std::map<std::string, std::map<std::string, size_t>> rows_;
};

void Append(const std::vector<float>& from, std::vector<float>* to) {
  to->insert(to->end(), from.begin(), from.end());
}

void AppendValues(const FactorizationFeatures& features,
                  const Catalogue& catalogue, const EarlierValues& then,
                  std::span<const float> table, size_t d,
                  std::vector<float>* rows) {
  for (const size_t attribute : features.attributes()) {
    const TextsView& values = catalogue.Values(attribute);
    for (uint32_t value = 0; value < values.size(); ++value) {
      const auto row =
          then.Find(catalogue.AttributeName(attribute), values[value]);
      rows->resize(rows->size() + d);
      if (row) std::ranges::copy(table.subspan(*row * d, d), rows->end() - d);
    }
  }
}

// One sum after the other, and which shared rows it has.
class Backfitting {
 public:
  Backfitting(std::span<const float> sums, size_t dimension,
              std::span<const std::vector<uint32_t>> shared_of,
              size_t shared_count)
      : d_(dimension),
        rows_{{sums.begin(), sums.end()},
              std::vector<float>(shared_count * dimension)},
        carriers_(shared_count) {
    for (uint32_t row = 0; row < shared_of.size(); ++row) {
      const auto own = Own(row);
      if (std::ranges::all_of(own, [](float x) { return x == 0; })) continue;
      for (const uint32_t shared : shared_of[row]) {
        carriers_[shared].push_back(row);
      }
    }
  }

  void Sweep() {
    for (uint32_t shared = 0; shared < carriers_.size(); ++shared) Fit(shared);
  }

  SplitRows Take() { return std::move(rows_); }

 private:
  // The shared row that is best while all others stay: own rows are what it
  // leaves.
  void Fit(uint32_t shared) {
    const std::vector<uint32_t>& carriers = carriers_[shared];
    for (size_t j = 0; j < d_ && !carriers.empty(); ++j) {
      float& now = rows_.shared[shared * d_ + j];
      double sum = 0;
      for (const uint32_t row : carriers) sum += double{Own(row)[j]} + now;
      const auto best =
          static_cast<float>(sum / static_cast<double>(carriers.size() + 1));
      for (const uint32_t row : carriers) Own(row)[j] += now - best;
      now = best;
    }
  }

  std::span<float> Own(uint32_t row) {
    return std::span(rows_.own).subspan(row * d_, d_);
  }

  const size_t d_;
  SplitRows rows_;
  std::vector<std::vector<uint32_t>> carriers_;  // by shared row
};

}  // namespace

SplitRows SplitSums(std::span<const float> sums, size_t dimension,
                    std::span<const std::vector<uint32_t>> shared_of,
                    size_t shared_count) {
  Backfitting fitting(sums, dimension, shared_of, shared_count);
  for (int sweep = 0; sweep < kSweeps && shared_count > 0; ++sweep) {
    fitting.Sweep();
  }
  return fitting.Take();
}

absl::StatusOr<FactorizationStart> EarlierFactorization(
    const EarlierModel& earlier, const FactorizationFeatures& features,
    const Catalogue& catalogue) {
  const auto& spec = earlier.entry().factorization_machine();
  const auto d = static_cast<size_t>(spec.factors());
  const Catalogue& then = earlier.tables().catalogue;
  const FactorizationFeatures layout = LayoutOf(spec, then);
  C2V_ASSIGN_OR_RETURN(const FactorizationMachineArrays arrays,
                       MapFactorizationMachine(earlier.files(), earlier.entry(),
                                               layout.row_count()));
  const size_t items = features.item_count();
  const auto of_items = [&](std::span<const float> rows, size_t columns) {
    return earlier.OfItems(rows, columns, items).values;
  };
  FactorizationStart start;
  start.items = of_items(arrays.items, d);
  start.biases = of_items(arrays.biases, 1);
  start.repeats = of_items(arrays.repeat, 1);
  start.repeat_weight = spec.repeat_weight();
  const size_t numbers = layout.item_count() * d;
  start.features = of_items(arrays.features.first(numbers), d);
  Append(of_items(arrays.features.subspan(numbers, numbers), d),
         &start.features);
  AppendValues(features, catalogue, EarlierValues(layout, then),
               arrays.features, d, &start.features);
  start.customers = earlier.OfCustomers(arrays.customers, d).values;
  start.max_move = earlier.max_move();
  return start;
}

}  // namespace customer2vec
