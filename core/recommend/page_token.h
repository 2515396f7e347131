// Page tokens: where a list goes on, pinned to one snapshot and one request.
//
//   const PageKey key = MakePageKey(snapshot.version(), request);
//   C2V_ASSIGN_OR_RETURN(PageCursor cursor,
//                        DecodePageToken(request.page_token(), key, 10000));
//   ...
//   response->set_next_page_token(EncodePageToken(key, {offset, last_item}));
//
// Opaque to clients: web-safe Base64 of fingerprints of the snapshot's version
// and of the request without its page_token, the number of results before the
// page, and the last of them. A token given back with another request or to
// another snapshot gets INVALID_ARGUMENT. It is not secret, and one made up is
// harmless: everything in it is checked. Pure, thread-safe.

#ifndef CUSTOMER2VEC_CORE_RECOMMEND_PAGE_TOKEN_H_
#define CUSTOMER2VEC_CORE_RECOMMEND_PAGE_TOKEN_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/vectors/scored_item.h"

namespace google::protobuf {
class Message;
}

namespace customer2vec {

// What a token belongs to.
struct PageKey {
  uint64_t snapshot = 0;
  uint64_t request = 0;
};

// Where a page begins.
struct PageCursor {
  uint32_t offset = 0;  // results before it; 0: the first page
  ScoredItem last{};    // the last of them

  bool is_first() const { return offset == 0; }
};

// `request` has no page token.
PageKey FingerprintOf(absl::string_view version,
                      const google::protobuf::Message& request);

template <typename Request>
PageKey MakePageKey(absl::string_view version, const Request& request) {
  if (request.page_token().empty()) return FingerprintOf(version, request);
  Request unpaged = request;
  unpaged.clear_page_token();
  return FingerprintOf(version, unpaged);
}

std::string EncodePageToken(const PageKey& key, const PageCursor& cursor);

// The first page for an empty token. INVALID_ARGUMENT for "page_token" when it
// is none, belongs elsewhere, or its offset is above `max_offset`.
absl::StatusOr<PageCursor> DecodePageToken(absl::string_view token,
                                           const PageKey& key,
                                           uint32_t max_offset);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_RECOMMEND_PAGE_TOKEN_H_
