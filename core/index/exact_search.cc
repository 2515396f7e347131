#include "core/index/exact_search.h"

#include <algorithm>
#include <array>

#include "core/vectors/kernels.h"

namespace customer2vec {
namespace {

// Rows a block: their inner products wait in the cache for what is done next.
constexpr size_t kBlockRows = 256;

bool Allows(const RowFilter* filter, uint32_t row) {
  return filter == nullptr || filter->Allows(row);
}

}  // namespace

float VectorSet::Score(std::span<const float> query, size_t row) const {
  return ScoreOfDot(Dot(query, Row(row)), row);
}

void ScanAll(const VectorSet& vectors, std::span<const float> query,
             const RowFilter* filter, TopK* best) {
  if (filter != nullptr && filter->allows_all()) filter = nullptr;
  std::array<float, kBlockRows> dots;
  const size_t rows = vectors.size();
  for (size_t begin = 0; begin < rows; begin += kBlockRows) {
    const size_t count = std::min(kBlockRows, rows - begin);
    DotRows(query,
            vectors.data.subspan(begin * vectors.dimension,
                                 count * vectors.dimension),
            std::span(dots).first(count));
    for (size_t i = 0; i < count; ++i) {
      const uint32_t row = static_cast<uint32_t>(begin + i);
      const ScoredItem item = {row, vectors.ScoreOfDot(dots[i], row)};
      // The filter is asked last: most rows do not make it anyway.
      if (best->WouldKeep(item) && Allows(filter, row)) best->Push(item);
    }
  }
}

void ScanRows(const VectorSet& vectors, std::span<const float> query,
              std::span<const uint32_t> rows, const RowFilter* filter,
              TopK* best) {
  for (const uint32_t row : rows) {
    if (row >= vectors.size() || !Allows(filter, row)) continue;
    best->Push({row, vectors.Score(query, row)});
  }
}

void SearchExactly(const VectorSet& vectors, std::span<const float> query,
                   const SearchOptions& options, std::vector<ScoredItem>* top) {
  const RowFilter* filter = options.filter;
  TopK best(options.k, top);
  if (filter != nullptr && filter->candidates().has_value()) {
    ScanRows(vectors, query, *filter->candidates(), filter, &best);
  } else {
    ScanAll(vectors, query, filter, &best);
  }
  best.Finish();
}

}  // namespace customer2vec
