#include "core/recommend/list_items.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "core/base/status_macros.h"
#include "core/base/utf8.h"
#include "core/errors/error_details.h"
#include "core/recommend/page_token.h"
#include "core/recommend/response_items.h"

namespace customer2vec {
namespace {

constexpr int32_t kMaxPageSize = 1000;
constexpr int32_t kDefaultPageSize = 50;
constexpr size_t kMaxQueryBytes = 256;

absl::Status CheckRequest(const v1::ListItemsRequest& request) {
  if (request.page_size() < 0) {
    return InvalidField("page_size", "must not be negative");
  }
  if (!request.filter().empty()) return UnsupportedField("filter");
  if (request.query().size() > kMaxQueryBytes) {
    return InvalidField("query", "must have at most 256 bytes");
  }
  if (!IsValidUtf8(request.query())) {
    return InvalidField("query", "must be UTF-8");
  }
  return absl::OkStatus();
}

// Whether `text` holds `lower`, which has no capital ASCII letters.
bool HoldsIgnoringCase(absl::string_view text, absl::string_view lower) {
  return std::search(
             text.begin(), text.end(), lower.begin(), lower.end(),
             [](char a, char b) {
               return absl::ascii_tolower(static_cast<unsigned char>(a)) == b;
             }) != text.end();
}

bool Matches(const Tables& tables, uint32_t row, absl::string_view lower) {
  return lower.empty() || HoldsIgnoringCase(tables.items.Id(row), lower) ||
         HoldsIgnoringCase(tables.catalogue.Name(row), lower);
}

// The first row from `row` on that matches, or the number of items.
uint32_t NextMatch(const Tables& tables, uint32_t row,
                   absl::string_view lower) {
  while (row < tables.items.size() && !Matches(tables, row, lower)) ++row;
  return row;
}

void FillListedItem(const Tables& tables, uint32_t row, v1::Item* item) {
  item->set_item_id(std::string(tables.items.Id(row)));
  item->set_name(std::string(DisplayName(tables, row)));
  FillAttributes(tables.catalogue, row, item->mutable_attributes());
  item->set_basket_count(tables.basket_counts[row]);
}

}  // namespace

size_t ItemsPerPage(int32_t page_size) {
  if (page_size == 0) return kDefaultPageSize;
  return std::min(page_size, kMaxPageSize);
}

absl::Status ListItems(const Snapshot& snapshot,
                       const v1::ListItemsRequest& request,
                       v1::ListItemsResponse* response) {
  response->Clear();
  C2V_RETURN_IF_ERROR(CheckRequest(request));
  const Tables& tables = snapshot.tables();
  const uint32_t item_count = static_cast<uint32_t>(tables.items.size());
  const PageKey key = MakePageKey(snapshot.version(), request);
  C2V_ASSIGN_OR_RETURN(const PageCursor cursor,
                       DecodePageToken(request.page_token(), key, item_count));

  const std::string lower = absl::AsciiStrToLower(request.query());
  const size_t page_size = ItemsPerPage(request.page_size());
  uint32_t row = NextMatch(tables, cursor.offset, lower);
  for (size_t n = 0; n < page_size && row < item_count; ++n) {
    FillListedItem(tables, row, response->add_items());
    row = NextMatch(tables, row + 1, lower);
  }
  if (row < item_count) {
    response->set_next_page_token(EncodePageToken(key, {.offset = row}));
  }
  response->mutable_served_by()->set_snapshot_version(snapshot.version());
  return absl::OkStatus();
}

}  // namespace customer2vec
