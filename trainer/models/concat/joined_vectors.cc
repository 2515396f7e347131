#include "trainer/models/concat/joined_vectors.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "trainer/models/concat/principal_axes.h"

namespace customer2vec {
namespace {

// Directions of a smaller share of the largest variance hold rounding only;
// whitening would blow it up.
constexpr double kLeastVariance = 1e-9;

// Fills the rows of one part, at its columns of the joined array.
template <typename VectorOf>
void FillPart(const ConcatPart& part, size_t begin, size_t joined_dimension,
              size_t rows, const VectorOf& vector_of,
              std::vector<float>& joined) {
  for (size_t row = 0; row < rows; ++row) {
    JoinPart(part, vector_of(static_cast<uint32_t>(row)),
             std::span(joined).subspan(row * joined_dimension + begin,
                                       part.space->dimension()));
  }
}

JoinedVectors Join(std::span<const ConcatPart> parts) {
  JoinedVectors joined{.dimension = JoinedDimension(parts)};
  size_t items = 0;
  size_t customers = 0;
  for (const ConcatPart& part : parts) {
    items = std::max(items, part.space->item_count());
    customers = std::max(customers, part.space->customer_count());
  }
  joined.input.resize(items * joined.dimension);
  joined.output.resize(items * joined.dimension);
  joined.customers.resize(customers * joined.dimension);
  size_t begin = 0;
  for (const ConcatPart& part : parts) {
    const Space& space = *part.space;
    const ConcatPart scaled{&space, part.weight, /*keep_length=*/true};
    const auto of_role = [&](VectorRole role) {
      return
          [&space, role](uint32_t row) { return space.ItemVector(role, row); };
    };
    FillPart(part, begin, joined.dimension, space.item_count(),
             of_role(VectorRole::kInput), joined.input);
    FillPart(scaled, begin, joined.dimension, space.item_count(),
             of_role(VectorRole::kOutput), joined.output);
    FillPart(
        part, begin, joined.dimension, space.customer_count(),
        [&](uint32_t row) { return space.CustomerVector(row); },
        joined.customers);
    begin += space.dimension();
  }
  return joined;
}

void AppendNonZero(std::span<const float> rows, size_t dimension,
                   std::vector<float>& out) {
  for (size_t begin = 0; begin < rows.size(); begin += dimension) {
    const auto row = rows.subspan(begin, dimension);
    if (std::any_of(row.begin(), row.end(), [](float x) { return x != 0; })) {
      out.insert(out.end(), row.begin(), row.end());
    }
  }
}

// Rows of the projection: axes times scale(variance).
template <typename Scale>
std::vector<float> Projection(const PrincipalAxes& axes, size_t dimension,
                              const Scale& scale) {
  std::vector<float> rows;
  for (size_t i = 0; i < dimension; ++i) {
    const double factor = scale(axes.variances[i]);
    for (const float value : axes.Axis(i)) {
      rows.push_back(static_cast<float>(value * factor));
    }
  }
  return rows;
}

std::vector<float> ProjectRows(std::span<const float> projection,
                               std::span<const float> rows, size_t from,
                               size_t to) {
  std::vector<float> projected(rows.size() / from * to);
  for (size_t row = 0; row * from < rows.size(); ++row) {
    Project(projection, rows.subspan(row * from, from),
            std::span(projected).subspan(row * to, to));
  }
  return projected;
}

absl::StatusOr<JoinedVectors> Reduce(const JoinedVectors& joined,
                                     bool whitening, size_t dimension) {
  const size_t from = joined.dimension;
  std::vector<float> rows;
  AppendNonZero(joined.input, from, rows);
  AppendNonZero(joined.customers, from, rows);
  C2V_ASSIGN_OR_RETURN(const PrincipalAxes axes, FindPrincipalAxes(rows, from));
  const double least = kLeastVariance * axes.variances[0];
  const auto deviation = [&](double variance) {
    return whitening ? std::sqrt(std::max(variance, least)) : 1.0;
  };
  JoinedVectors reduced{.dimension = dimension};
  reduced.projection = Projection(axes, dimension, [&](double variance) {
    return 1 / deviation(variance);
  });
  const std::vector<float> back = Projection(axes, dimension, deviation);
  reduced.input =
      ProjectRows(reduced.projection, joined.input, from, dimension);
  reduced.output = ProjectRows(back, joined.output, from, dimension);
  reduced.customers =
      ProjectRows(reduced.projection, joined.customers, from, dimension);
  return reduced;
}

}  // namespace

absl::StatusOr<JoinedVectors> JoinVectors(std::span<const ConcatPart> parts,
                                          v1::ConcatReduction reduction,
                                          size_t dimension) {
  JoinedVectors joined = Join(parts);
  if (reduction != v1::CONCAT_REDUCTION_PCA &&
      reduction != v1::CONCAT_REDUCTION_WHITENING) {
    return joined;
  }
  if (dimension == 0) dimension = std::max<size_t>(joined.dimension / 2, 1);
  if (dimension > joined.dimension) {
    return absl::InvalidArgumentError(absl::StrCat(
        "concat.dimension is ", dimension, ", but the spaces have ",
        joined.dimension, " together: keep fewer"));
  }
  return Reduce(joined, reduction == v1::CONCAT_REDUCTION_WHITENING, dimension);
}

}  // namespace customer2vec
