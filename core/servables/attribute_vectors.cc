#include "core/servables/attribute_vectors.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/servables/content_words.h"
#include "core/servables/embedding_vectors.h"

namespace customer2vec {
namespace {

using Part = v1::ContentPartSpec;

absl::Status CheckBounds(const Part& part) {
  for (int i = 0; i < part.upper_bounds_size(); ++i) {
    if (std::isfinite(part.upper_bounds(i)) &&
        (i == 0 || part.upper_bounds(i) > part.upper_bounds(i - 1))) {
      continue;
    }
    return absl::DataLossError(absl::StrCat(
        "bound ", i, " of the bands is not finite, or does not ascend"));
  }
  return absl::OkStatus();
}

absl::Status CheckWeights(const Part& part) {
  for (const float weight : {part.input_weight(), part.output_weight()}) {
    if (weight >= 0 && std::isfinite(weight)) continue;
    return absl::DataLossError(
        absl::StrCat("weight ", weight, " is not a number of at least 0"));
  }
  return absl::OkStatus();
}

absl::Status CheckKind(const Part& part) {
  const bool of_attribute = part.kind() == v1::CONTENT_PART_KIND_VALUE ||
                            part.kind() == v1::CONTENT_PART_KIND_BAND;
  if (part.kind() == v1::CONTENT_PART_KIND_UNSPECIFIED ||
      !v1::ContentPartKind_IsValid(part.kind())) {
    return absl::DataLossError("its kind is unknown");
  }
  if (of_attribute && part.attribute().empty()) {
    return absl::DataLossError("it names no attribute");
  }
  return absl::OkStatus();
}

// Parts own their tokens one after another; the item's own part has none.
absl::Status CheckParts(const v1::AttributeVectorsSpec& spec) {
  int64_t next = 0;
  for (int i = 0; i < spec.parts_size(); ++i) {
    const Part& part = spec.parts(i);
    C2V_RETURN_IF_ERROR(CheckKind(part)).With("part ", i);
    C2V_RETURN_IF_ERROR(CheckBounds(part)).With("part ", i);
    C2V_RETURN_IF_ERROR(CheckWeights(part)).With("part ", i);
    if (part.first_token() != next || part.token_count() < 0 ||
        part.token_count() > spec.token_count() - next) {
      return absl::DataLossError(
          absl::StrCat("part ", i, " does not take up its tokens at ", next));
    }
    next += part.token_count();
  }
  if (next == spec.token_count()) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("the parts have ", next,
                                          " tokens, not ", spec.token_count()));
}

absl::Status CheckNumbers(absl::string_view what, std::span<const float> values,
                          uint64_t count, bool positive) {
  if (values.size() != count) {
    return absl::DataLossError(absl::StrCat(what, ": there are ", values.size(),
                                            " numbers, not ", count));
  }
  for (size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i]) && !(positive && values[i] <= 0)) continue;
    return absl::DataLossError(
        absl::StrCat(what, ": number ", i, " is ", values[i]));
  }
  return absl::OkStatus();
}

absl::Status CheckTokens(const v1::AttributeVectorsSpec& spec,
                         const Vocabulary& tokens) {
  for (int p = 0; p < spec.parts_size(); ++p) {
    const std::string prefix = ContentTokenId(p, "");
    const Part& part = spec.parts(p);
    for (int64_t i = 0; i < part.token_count(); ++i) {
      const absl::string_view id =
          tokens.Id(static_cast<uint32_t>(part.first_token() + i));
      if (id.substr(0, prefix.size()) == prefix) continue;
      return absl::DataLossError(
          absl::StrCat("token \"", id, "\" is not one of part ", p));
    }
  }
  return absl::OkStatus();
}

std::string BandOf(const Part& part, double number) {
  return absl::StrCat(std::lower_bound(part.upper_bounds().begin(),
                                       part.upper_bounds().end(), number) -
                      part.upper_bounds().begin());
}

}  // namespace

std::string ContentTokenId(size_t part, absl::string_view text) {
  return absl::StrCat(part, ":", text);
}

std::vector<std::string> ContentTokenTexts(const Part& part,
                                           absl::string_view value) {
  double number;
  if (value.empty()) return {};
  switch (part.kind()) {
    case v1::CONTENT_PART_KIND_VALUE:
      return {std::string(value)};
    case v1::CONTENT_PART_KIND_WORDS:
      return ContentWords(value);
    case v1::CONTENT_PART_KIND_BAND:
    case v1::CONTENT_PART_KIND_PRICE:
      if (!absl::SimpleAtod(value, &number) || !std::isfinite(number)) {
        return {};
      }
      return {BandOf(part, number)};
    default:
      return {};
  }
}

absl::string_view AttributeOfPart(const Part& part) {
  switch (part.kind()) {
    case v1::CONTENT_PART_KIND_PRICE:
      return kPriceAttribute;
    case v1::CONTENT_PART_KIND_WORDS:
      return part.attribute().empty() ? kNameAttribute
                                      : absl::string_view(part.attribute());
    default:
      return part.attribute();
  }
}

void VectorRollUp::Add(double weight, std::span<const float> vector) {
  for (size_t i = 0; i < part_.size(); ++i) part_[i] += weight * vector[i];
  part_weight_ += weight;
}

void VectorRollUp::EndPart(double weight) {
  if (part_weight_ > 0 && weight > 0) {
    const double scale = weight / part_weight_;
    for (size_t i = 0; i < sum_.size(); ++i) sum_[i] += scale * part_[i];
    weight_ += weight;
  }
  std::fill(part_.begin(), part_.end(), 0.0);
  part_weight_ = 0;
}

bool VectorRollUp::Finish(std::span<float> vector) {
  const bool any = weight_ > 0;
  std::fill(vector.begin(), vector.end(), 0.0f);
  for (size_t i = 0; any && i < sum_.size(); ++i) {
    vector[i] = static_cast<float>(sum_[i] / weight_);
  }
  std::fill(sum_.begin(), sum_.end(), 0.0);
  weight_ = 0;
  return any;
}

absl::StatusOr<AttributeVectors> AttributeVectors::Create(
    const v1::AttributeVectorsSpec& spec, const Vocabulary& tokens,
    const AttributeVectorArrays& arrays) {
  if (spec.dimension() < 1 || spec.dimension() > kMaxDimension) {
    return absl::DataLossError(absl::StrCat("dimension ", spec.dimension(),
                                            " is not in 1 to ", kMaxDimension));
  }
  if (spec.token_count() < 0 ||
      static_cast<uint64_t>(spec.token_count()) != tokens.size()) {
    return absl::DataLossError(absl::StrCat(
        "there are ", tokens.size(), " tokens, not ", spec.token_count()));
  }
  C2V_RETURN_IF_ERROR(CheckParts(spec));
  const uint64_t numbers = tokens.size() * spec.dimension();
  C2V_RETURN_IF_ERROR(CheckNumbers("input", arrays.input, numbers, false));
  C2V_RETURN_IF_ERROR(CheckNumbers("output", arrays.output, numbers, false));
  C2V_RETURN_IF_ERROR(
      CheckNumbers("weights", arrays.weights, tokens.size(), true));
  C2V_RETURN_IF_ERROR(CheckTokens(spec, tokens));
  return AttributeVectors(spec, tokens, arrays);
}

std::span<const float> AttributeVectors::TokenVector(
    VectorRole role, size_t part, absl::string_view text) const {
  const std::optional<uint32_t> row = tokens_.Find(ContentTokenId(part, text));
  if (!row) return {};
  const std::span<const float> vectors =
      role == VectorRole::kInput ? arrays_.input : arrays_.output;
  return vectors.subspan(*row * dimension(), dimension());
}

bool AttributeVectors::AddTokens(VectorRole role, int part,
                                 absl::string_view value,
                                 VectorRollUp* roll_up) const {
  const std::span<const float> vectors =
      role == VectorRole::kInput ? arrays_.input : arrays_.output;
  bool any = false;
  for (const std::string& text : ContentTokenTexts(spec_.parts(part), value)) {
    const std::optional<uint32_t> row =
        tokens_.Find(ContentTokenId(part, text));
    if (!row) continue;
    any = true;
    if (roll_up == nullptr) continue;
    roll_up->Add(arrays_.weights[*row],
                 vectors.subspan(*row * dimension(), dimension()));
  }
  return any;
}

bool AttributeVectors::Embed(VectorRole role, const AttributeValue& value,
                             std::span<float> vector) const {
  VectorRollUp roll_up(dimension());
  for (int part = 0; part < spec_.parts_size(); ++part) {
    if (AttributeOfPart(spec_.parts(part)) != value.name) continue;
    AddTokens(role, part, value.value, &roll_up);
    roll_up.EndPart(1);
  }
  return roll_up.Finish(vector);
}

bool AttributeVectors::EmbedItem(VectorRole role,
                                 std::span<const AttributeValue> values,
                                 std::span<float> vector) const {
  VectorRollUp roll_up(dimension());
  for (int p = 0; p < spec_.parts_size(); ++p) {
    const Part& part = spec_.parts(p);
    for (const AttributeValue& value : values) {
      if (AttributeOfPart(part) == value.name) {
        AddTokens(role, p, value.value, &roll_up);
      }
    }
    roll_up.EndPart(role == VectorRole::kInput ? part.input_weight()
                                               : part.output_weight());
  }
  return roll_up.Finish(vector);
}

bool AttributeVectors::Knows(const AttributeValue& value) const {
  for (int part = 0; part < spec_.parts_size(); ++part) {
    if (AttributeOfPart(spec_.parts(part)) == value.name &&
        AddTokens(VectorRole::kInput, part, value.value, nullptr)) {
      return true;
    }
  }
  return false;
}

}  // namespace customer2vec
