// Vectors as messages, in the encoding that was asked for.
//
//   v1::Vector message;
//   EncodeVector(space.ItemVector(VectorRole::kInput, row),
//                v1::VECTOR_ENCODING_FLOAT16, &message);
//
// Packed numbers are little-endian. float16 is IEEE binary16, rounded to the
// nearest, ties to even; what is beyond its range (65504) becomes infinite.
// int8: scale = max |v| / 127, each number is round(v / scale), so the error is
// at most half a scale. Pure, thread-safe.

#ifndef CUSTOMER2VEC_CORE_RECOMMEND_VECTOR_ENCODING_H_
#define CUSTOMER2VEC_CORE_RECOMMEND_VECTOR_ENCODING_H_

#include <cstdint>
#include <span>

#include "customer2vec/v1/common.pb.h"

namespace customer2vec {

// REQUIRES: VectorEncoding_IsValid(encoding), the numbers are finite.
void EncodeVector(std::span<const float> vector, v1::VectorEncoding encoding,
                  v1::Vector* message);

// The bits of the nearest binary16.
uint16_t ToFloat16(float value);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_RECOMMEND_VECTOR_ENCODING_H_
