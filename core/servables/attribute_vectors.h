// Vectors of attribute values, and of an item that is nothing but its
// attributes: what content2vec publishes beside the vectors of items.
//
//   const AttributeVectors* attributes = space.attribute_vectors();
//   std::vector<float> vector(space.dimension());
//   attributes->Embed(VectorRole::kInput, {"brand", "National"}, vector);
//   attributes->EmbedItem(VectorRole::kInput,
//                         {{"brand", "National"}, {"name", "Oat drink"}},
//                         vector);
//
// A part (v1::ContentPartSpec) says what its tokens are made from: the value of
// an attribute, the band of a number, the words of a text. An item's vector is
// the mean over its parts, each weighted as the part says, of the mean over the
// part's tokens, each weighted by its row of `weights`:
//
//   vector = sum over parts p of W_p * m_p / sum over parts p of W_p
//   m_p    = sum over tokens t of s_t * v_t / sum over tokens t of s_t
//
// Parts without a token do not count, on either side of the fraction. A query
// names an attribute of the catalogue; the words of an item's name are those of
// attribute "name", the band of its price that of attribute "price".
//
// A view over mapped arrays, which outlive it. Immutable, safe for concurrent
// use; Embed() and EmbedItem() allocate little.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_ATTRIBUTE_VECTORS_H_
#define CUSTOMER2VEC_CORE_SERVABLES_ATTRIBUTE_VECTORS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/servables/servable.h"
#include "core/vocabulary/vocabulary.h"
#include "customer2vec/v1/text_models.pb.h"

namespace customer2vec {

// How a query calls what no attribute of the catalogue holds.
inline constexpr char kNameAttribute[] = "name";
inline constexpr char kPriceAttribute[] = "price";

// One thing known of an item.
struct AttributeValue {
  absl::string_view name;
  absl::string_view value;
};

// Arrays by token row.
struct AttributeVectorArrays {
  std::span<const float> input;    // token_count * dimension
  std::span<const float> output;   // token_count * dimension
  std::span<const float> weights;  // token_count, finite and above 0
};

// The id of a token in the vocabulary of tokens: "2:national". Parts have
// numbers, because an attribute's name may hold anything and may serve two
// parts.
std::string ContentTokenId(size_t part, absl::string_view text);

// Texts of the tokens that `part` makes of `value`: one for a value or a band,
// one each word of a text. Nothing of an empty value, or of a number that is
// none.
std::vector<std::string> ContentTokenTexts(const v1::ContentPartSpec& part,
                                           absl::string_view value);

// The name that queries use for what the part is made from; "" for the item's.
absl::string_view AttributeOfPart(const v1::ContentPartSpec& part);

// Sums up one vector of an item from its parts, in double.
//
//   VectorRollUp roll_up(dimension);
//   roll_up.Add(weight, vector);        // of a token of the part
//   roll_up.EndPart(part_weight);
//   roll_up.Finish(vector);             // false: nothing was added
class VectorRollUp {
 public:
  explicit VectorRollUp(size_t dimension) : part_(dimension), sum_(dimension) {}

  // REQUIRES: weight > 0, vector.size() == dimension.
  void Add(double weight, std::span<const float> vector);
  void EndPart(double weight);
  // Writes the mean and begins anew. False, with zeros, when no part of weight
  // above 0 had a token.
  bool Finish(std::span<float> vector);

 private:
  std::vector<double> part_, sum_;
  double part_weight_ = 0, weight_ = 0;
};

class AttributeVectors {
 public:
  // DATA_LOSS when parts do not follow one another up to the tokens there are,
  // an array has another length, a number is not finite, a weight is not one,
  // a band's bounds do not ascend, or a token is not one of its part.
  static absl::StatusOr<AttributeVectors> Create(
      const v1::AttributeVectorsSpec& spec, const Vocabulary& tokens,
      const AttributeVectorArrays& arrays);

  size_t dimension() const { return spec_.dimension(); }
  const v1::AttributeVectorsSpec& spec() const { return spec_; }

  // The vector of an attribute value: the mean over the parts made from it,
  // each counted once. `vector` may be longer than dimension(): dense parts are
  // zero. False, with zeros, when no part knows it.
  bool Embed(VectorRole role, const AttributeValue& value,
             std::span<float> vector) const;

  // The vector of an item with these values. A name given twice counts as one
  // attribute with the tokens of both. False, with zeros, when no part knows
  // any of them.
  bool EmbedItem(VectorRole role, std::span<const AttributeValue> values,
                 std::span<float> vector) const;

  // Whether some part has a token of the value.
  bool Knows(const AttributeValue& value) const;

  // The vector of a part's token, as it was learned; empty where the part has
  // none of that text. REQUIRES: `part` is one of spec().parts().
  std::span<const float> TokenVector(VectorRole role, size_t part,
                                     absl::string_view text) const;

 private:
  AttributeVectors(const v1::AttributeVectorsSpec& spec,
                   const Vocabulary& tokens,
                   const AttributeVectorArrays& arrays)
      : spec_(spec), tokens_(tokens), arrays_(arrays) {}

  bool AddTokens(VectorRole role, int part, absl::string_view value,
                 VectorRollUp* roll_up) const;

  v1::AttributeVectorsSpec spec_;
  Vocabulary tokens_;
  AttributeVectorArrays arrays_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_ATTRIBUTE_VECTORS_H_
