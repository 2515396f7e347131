// SHA-256 of bytes as they stream by: of the files of a snapshot, of the raw
// data a training run has read.
//
//   Sha256 hash;
//   hash.Update("ab");
//   hash.Update("c");
//   hash.HexDigest();  // "ba7816bf..."
//
// OpenSSL's implementation, which uses the processor's instructions for it.
// Not thread-safe; move-only.

#ifndef CUSTOMER2VEC_CORE_BASE_SHA256_H_
#define CUSTOMER2VEC_CORE_BASE_SHA256_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"

// OpenSSL's EVP_MD_CTX, so that its headers stay out of this one.
struct evp_md_ctx_st;

namespace customer2vec {

class Sha256 {
 public:
  Sha256();
  Sha256(Sha256&&) noexcept = default;
  Sha256& operator=(Sha256&&) noexcept = default;

  void Update(absl::string_view bytes);

  // 64 lower-case hexadecimal digits of everything given so far; more bytes may
  // follow.
  [[nodiscard]] std::string HexDigest() const;

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

// The digest of `bytes` alone.
[[nodiscard]] std::string Sha256Hex(absl::string_view bytes);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_BASE_SHA256_H_
