#include "core/recommend/page_token.h"

#include <google/protobuf/message.h>

#include <cmath>
#include <cstring>
#include <type_traits>

#include "absl/strings/escaping.h"
#include "core/base/random.h"
#include "core/errors/error_details.h"

namespace customer2vec {
namespace {

// The bytes of a token, before Base64.
struct TokenBytes {
  uint64_t snapshot;
  uint64_t request;
  uint32_t offset;
  uint32_t last_item;
  float last_score;
  uint32_t format;
};
static_assert(sizeof(TokenBytes) == 32);
static_assert(std::is_trivially_copyable_v<TokenBytes>);

constexpr uint32_t kFormat = 1;

// FNV-1a, finished by SplitMix64: the same in every build, so that replicas
// understand each other's tokens.
uint64_t Fingerprint(absl::string_view bytes) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : bytes) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  return SplitMix64(hash);
}

absl::Status BadToken(absl::string_view why) {
  return InvalidField("page_token", why);
}

}  // namespace

PageKey FingerprintOf(absl::string_view version,
                      const google::protobuf::Message& request) {
  // The type, since requests of two RPCs may have the same bytes.
  std::string bytes = request.GetTypeName();
  request.AppendToString(&bytes);
  return {Fingerprint(version), Fingerprint(bytes)};
}

std::string EncodePageToken(const PageKey& key, const PageCursor& cursor) {
  const TokenBytes bytes{key.snapshot,     key.request,       cursor.offset,
                         cursor.last.item, cursor.last.score, kFormat};
  return absl::WebSafeBase64Escape(
      absl::string_view(reinterpret_cast<const char*>(&bytes), sizeof(bytes)));
}

absl::StatusOr<PageCursor> DecodePageToken(absl::string_view token,
                                           const PageKey& key,
                                           uint32_t max_offset) {
  if (token.empty()) return PageCursor{};
  TokenBytes bytes;
  std::string raw;
  if (!absl::WebSafeBase64Unescape(token, &raw) ||
      raw.size() != sizeof(bytes)) {
    return BadToken("is not a token of this service");
  }
  std::memcpy(&bytes, raw.data(), sizeof(bytes));
  if (bytes.format != kFormat || bytes.offset == 0 ||
      bytes.offset > max_offset || std::isnan(bytes.last_score)) {
    return BadToken("is not a token of this service");
  }
  if (bytes.snapshot != key.snapshot) {
    return BadToken("belongs to another snapshot; start again without it");
  }
  if (bytes.request != key.request) {
    return BadToken(
        "belongs to another request: all other fields must stay as they were");
  }
  return PageCursor{bytes.offset, {bytes.last_item, bytes.last_score}};
}

}  // namespace customer2vec
