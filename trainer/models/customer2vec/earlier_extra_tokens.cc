#include "trainer/models/customer2vec/earlier_extra_tokens.h"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace customer2vec {
namespace {

size_t ItemCount(const DocumentEncoderArrays& arrays) {
  return arrays.extra_offsets.size() - 1;
}

// How many items carry each token.
std::vector<size_t> CountCarriers(const DocumentEncoderArrays& arrays,
                                  size_t tokens) {
  std::vector<size_t> counts(tokens);
  for (const uint32_t token : arrays.extra_tokens) ++counts[token];
  return counts;
}

bool Carries(const DocumentEncoderArrays& arrays, uint32_t item,
             uint32_t token) {
  const uint64_t begin = arrays.extra_offsets[item];
  const auto tokens = arrays.extra_tokens.subspan(
      begin, arrays.extra_offsets[item + 1] - begin);
  return std::ranges::count(tokens, token) > 0;
}

// Whether just the items with the value carry the token: then it is the value's
// own. Values with the same items are tokens all or none, so that of those the
// first one is the first token.
bool IsTokenOf(std::span<const uint32_t> rows_with_value, uint32_t token,
               size_t carriers, const DocumentEncoderArrays& arrays) {
  const size_t items = ItemCount(arrays);
  size_t count = 0;
  for (const uint32_t row : rows_with_value) {
    if (row >= items) continue;
    if (!Carries(arrays, row, token)) return false;
    ++count;
  }
  return count > 0 && count == carriers;
}

}  // namespace

ExtraTokenNames NameExtraTokens(const Catalogue& catalogue,
                                std::span<const std::string> attributes,
                                const DocumentEncoderArrays& arrays) {
  if (arrays.extra_offsets.empty()) return {};
  const size_t tokens = arrays.keep.size() - ItemCount(arrays);
  const std::vector<size_t> carriers = CountCarriers(arrays, tokens);
  ExtraTokenNames names;
  uint32_t next = 0;
  for (const std::string& attribute : attributes) {
    const std::optional<size_t> number = catalogue.FindAttribute(attribute);
    if (!number) return {};
    const TextsView& values = catalogue.Values(*number);
    for (uint32_t value = 0; value < values.size() && next < tokens; ++value) {
      if (!IsTokenOf(catalogue.Postings(*number, value), next, carriers[next],
                     arrays)) {
        continue;
      }
      names[{attribute, std::string(values[value])}] = next++;
    }
  }
  return next == tokens ? names : ExtraTokenNames();
}

EarlierRows EarlierExtraTokens(const EarlierModel& earlier, VectorRole role,
                               const Catalogue& catalogue,
                               std::span<const ExtraValue> values) {
  const size_t d = earlier.space().dimension();
  EarlierRows rows{std::vector<float>(values.size() * d),
                   std::vector<uint8_t>(values.size())};
  const DocumentEncoder* encoder = earlier.space().document_encoder();
  if (encoder == nullptr) return rows;
  const DocumentEncoderArrays& arrays = encoder->arrays();
  const auto& attributes = earlier.config().customer2vec().attributes();
  const std::vector<std::string> named(attributes.begin(), attributes.end());
  const ExtraTokenNames names =
      NameExtraTokens(earlier.tables().catalogue, named, arrays);
  const std::span<const float> vectors =
      role == VectorRole::kInput ? arrays.extra_input : arrays.extra_output;
  for (size_t row = 0; row < values.size(); ++row) {
    const auto [attribute, value] = values[row];
    const auto found =
        names.find({std::string(catalogue.AttributeName(attribute)),
                    std::string(catalogue.Values(attribute)[value])});
    if (found == names.end()) continue;
    std::ranges::copy(
        vectors.subspan(found->second * d, d),
        rows.values.begin() + static_cast<std::ptrdiff_t>(row * d));
    rows.known[row] = 1;
  }
  return rows;
}

}  // namespace customer2vec
