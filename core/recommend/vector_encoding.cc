#include "core/recommend/vector_encoding.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <string>

namespace customer2vec {
namespace {

static_assert(std::endian::native == std::endian::little,
              "packed vectors are little-endian");

template <typename T>
void AppendBytes(T value, std::string* bytes) {
  bytes->append(reinterpret_cast<const char*>(&value), sizeof(value));
}

void PackFloat32(std::span<const float> vector, std::string* bytes) {
  bytes->assign(reinterpret_cast<const char*>(vector.data()),
                vector.size_bytes());
}

void PackFloat16(std::span<const float> vector, std::string* bytes) {
  bytes->reserve(vector.size() * sizeof(uint16_t));
  for (const float value : vector) AppendBytes(ToFloat16(value), bytes);
}

// Returns the scale.
float PackInt8(std::span<const float> vector, std::string* bytes) {
  float largest = 0;
  for (const float value : vector) largest = std::max(largest, std::abs(value));
  const float scale = largest / 127;
  bytes->reserve(vector.size());
  for (const float value : vector) {
    // A scale that underflowed to 0 stands for numbers too small to tell.
    const float steps = scale > 0 ? std::nearbyint(value / scale) : 0;
    bytes->push_back(static_cast<char>(
        static_cast<int8_t>(std::clamp(steps, -127.f, 127.f))));
  }
  return scale;
}

}  // namespace

uint16_t ToFloat16(float value) {
  const uint32_t bits = std::bit_cast<uint32_t>(value);
  const uint16_t sign = static_cast<uint16_t>((bits >> 16) & 0x8000);
  const float magnitude = std::abs(value);
  if (!(magnitude < 65520.0f)) return sign | 0x7c00;  // rounds beyond 65504
  if (magnitude < 0x1p-14f) {
    // Subnormal: steps of 2^-24, rounded to even by the processor.
    return sign | static_cast<uint16_t>(std::nearbyint(magnitude * 0x1p24f));
  }
  // Drop 13 bits of the mantissa, ties to even; a carry moves the exponent.
  const uint32_t absolute = bits & 0x7fffffff;
  const uint32_t rounded = absolute + 0xfff + ((absolute >> 13) & 1);
  return sign | static_cast<uint16_t>((rounded >> 13) - ((127 - 15) << 10));
}

void EncodeVector(std::span<const float> vector, v1::VectorEncoding encoding,
                  v1::Vector* message) {
  message->Clear();
  message->set_dimension(static_cast<int32_t>(vector.size()));
  switch (encoding) {
    case v1::VECTOR_ENCODING_FLOAT32:
      return PackFloat32(vector, message->mutable_packed());
    case v1::VECTOR_ENCODING_FLOAT16:
      return PackFloat16(vector, message->mutable_packed());
    case v1::VECTOR_ENCODING_INT8:
      return message->set_scale(PackInt8(vector, message->mutable_packed()));
    default:
      message->mutable_values()->Add(vector.begin(), vector.end());
  }
}

}  // namespace customer2vec
