#include "trainer/models/content2vec/earlier_content.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/servables/attribute_vectors.h"
#include "trainer/models/sgns/matrix_start.h"

namespace customer2vec {
namespace {

// The earlier part that is made from the same; bands mean the same, more or
// less, where there are as many.
std::optional<size_t> FindPart(const v1::AttributeVectorsSpec& then,
                               const v1::ContentPartSpec& part) {
  for (int i = 0; i < then.parts_size(); ++i) {
    if (then.parts(i).kind() == part.kind() &&
        then.parts(i).attribute() == part.attribute() &&
        then.parts(i).upper_bounds_size() == part.upper_bounds_size()) {
      return static_cast<size_t>(i);
    }
  }
  return std::nullopt;
}

// The first `dimension` columns.
EarlierRows FirstColumns(const EarlierRows& rows, size_t dimension) {
  const size_t count = rows.known.size();
  const size_t stride = count == 0 ? 0 : rows.values.size() / count;
  EarlierRows first{{}, rows.known};
  for (size_t row = 0; row < count; ++row) {
    const auto values = std::span(rows.values).subspan(row * stride, dimension);
    first.values.insert(first.values.end(), values.begin(), values.end());
  }
  return first;
}

EarlierRows EarlierItems(const EarlierModel& earlier, VectorRole role,
                         size_t count, size_t dimension) {
  return FirstColumns(earlier.Items(role, count), dimension);
}

bool IsZero(std::span<const float> vector) {
  return std::ranges::all_of(vector, [](float x) { return x == 0; });
}

// Fills the start of one kind of token after the other.
class StartOfTokens {
 public:
  StartOfTokens(const ContentTokens& tokens, VectorRole role, size_t dimension)
      : tokens_(tokens),
        role_(role),
        dimension_(dimension),
        rows_{std::vector<float>(tokens.size() * dimension),
              std::vector<uint8_t>(tokens.size())} {}

  void AddAttributes(const AttributeVectors& then) {
    std::vector<std::optional<size_t>> parts;
    for (const v1::ContentPartSpec& part : tokens_.parts) {
      parts.push_back(FindPart(then.spec(), part));
    }
    for (uint32_t token = 0; token < tokens_.size(); ++token) {
      const std::optional<size_t> part = parts[tokens_.part_of[token]];
      if (!part) continue;
      const auto vector = then.TokenVector(role_, *part, tokens_.texts[token]);
      if (IsZero(vector)) continue;
      std::ranges::copy(vector, Token(token).begin());
      rows_.known[token] = 1;
    }
  }

  // Starts the item's own token, if it has one, from the item's vector.
  // REQUIRES: attributes are there.
  void AddItem(uint32_t item, std::span<const float> vector) {
    const Parts parts = PartsOf(item);
    if (!parts.own || parts.own_weight == 0) return;
    const double share = parts.others_weight / parts.own_weight;
    const std::span<float> start = Token(*parts.own);
    for (size_t j = 0; j < dimension_; ++j) {
      const double step = double{vector[j]} - parts.others[j];
      start[j] = static_cast<float>(vector[j] + share * step);
    }
    rows_.known[*parts.own] = IsZero(start) ? 0 : 1;
  }

  EarlierRows Take() { return std::move(rows_); }

 private:
  // An item's own token, and the roll-up of its others.
  struct Parts {
    std::optional<uint32_t> own;
    double own_weight = 0;
    std::vector<float> others;
    double others_weight = 0;
  };

  Parts PartsOf(uint32_t item) {
    Parts parts{.others = std::vector<float>(dimension_)};
    VectorRollUp others(dimension_);
    const auto of_item = tokens_.Of(item);
    for (size_t i = 0; i < of_item.size(); ++i) {
      const uint32_t token = of_item[i], part = tokens_.part_of[token];
      if (tokens_.parts[part].kind() == v1::CONTENT_PART_KIND_ITEM) {
        parts.own = token;
        parts.own_weight = WeightOf(part);
        continue;
      }
      others.Add(tokens_.weights[token], Token(token));
      const bool ends =
          i + 1 == of_item.size() || tokens_.part_of[of_item[i + 1]] != part;
      if (!ends) continue;
      others.EndPart(WeightOf(part));
      parts.others_weight += WeightOf(part);
    }
    others.Finish(parts.others);
    return parts;
  }

  double WeightOf(uint32_t part) const {
    return role_ == VectorRole::kInput ? tokens_.parts[part].input_weight()
                                       : tokens_.parts[part].output_weight();
  }
  std::span<float> Token(uint32_t token) {
    return std::span(rows_.values).subspan(token * dimension_, dimension_);
  }

  const ContentTokens& tokens_;
  const VectorRole role_;
  const size_t dimension_;
  EarlierRows rows_;
};

}  // namespace

EarlierRows EarlierContentTokens(const EarlierModel& earlier, VectorRole role,
                                 const ContentTokens& tokens,
                                 size_t dimension) {
  StartOfTokens start(tokens, role, dimension);
  if (const auto* then = earlier.space().attribute_vectors()) {
    start.AddAttributes(*then);
  }
  const EarlierRows items =
      EarlierItems(earlier, role, tokens.item_count(), dimension);
  for (uint32_t item = 0; item < tokens.item_count(); ++item) {
    if (items.known[item] == 0) continue;
    start.AddItem(item,
                  std::span(items.values).subspan(item * dimension, dimension));
  }
  return start.Take();
}

void HoldItems(const EarlierModel& earlier, VectorRole role, size_t dimension,
               size_t stride, std::span<float> items) {
  const size_t count = items.size() / stride;
  const EarlierRows then = EarlierItems(earlier, role, count, dimension);
  std::vector<float> now;
  for (size_t item = 0; item < count; ++item) {
    const auto row = items.subspan(item * stride, dimension);
    now.insert(now.end(), row.begin(), row.end());
  }
  HoldNear({then.values, then.known, earlier.max_move()}, dimension, now);
  for (size_t item = 0; item < count; ++item) {
    std::copy_n(now.begin() + static_cast<std::ptrdiff_t>(item * dimension),
                dimension, items.begin() + item * stride);
  }
}

}  // namespace customer2vec
