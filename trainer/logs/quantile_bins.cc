#include "trainer/logs/quantile_bins.h"

#include <algorithm>
#include <charconv>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace customer2vec {
namespace {

// The shortest text that means the number: distinct numbers, distinct texts.
std::string ShortestText(double number) {
  char text[32];
  const auto result = std::to_chars(text, text + sizeof text, number);
  return std::string(text, result.ptr);
}

}  // namespace

void NumberSample::Add(double number) {
  ++seen_;
  if (numbers_.size() < size_) {
    numbers_.push_back(number);
    return;
  }
  const auto place = static_cast<uint64_t>(random_.Uniform() * seen_);
  if (place < size_) numbers_[place] = number;
}

std::vector<double> QuantileEdges(std::vector<double> numbers, size_t bins) {
  std::sort(numbers.begin(), numbers.end());
  std::vector<double> edges;
  size_t taken = 0;
  for (size_t bin = 0; bin + 1 < bins && taken < numbers.size(); ++bin) {
    const size_t share = (numbers.size() - taken) / (bins - bin);
    size_t end = taken + std::max<size_t>(share, 1);
    while (end < numbers.size() && numbers[end] == numbers[end - 1]) ++end;
    if (end >= numbers.size()) break;  // the last bin takes them
    edges.push_back(numbers[end - 1]);
    taken = end;
  }
  return edges;
}

size_t BinOf(std::span<const double> edges, double number) {
  return std::lower_bound(edges.begin(), edges.end(), number) - edges.begin();
}

std::string BinName(std::span<const double> edges, size_t bin) {
  return absl::StrCat(bin == 0 ? "" : ShortestText(edges[bin - 1]), "..",
                      bin == edges.size() ? "" : ShortestText(edges[bin]));
}

}  // namespace customer2vec
