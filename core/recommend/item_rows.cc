#include "core/recommend/item_rows.h"

#include <optional>

#include "absl/container/flat_hash_set.h"

namespace customer2vec {
namespace {

// Lists ids once. Ids that are missing are few, so nothing is hashed before the
// first one.
class MissingIds {
 public:
  explicit MissingIds(IdList* list) : list_(list) {}

  void Add(const std::string& id) {
    if (list_ == nullptr) return;
    if (listed_.empty()) listed_.insert(list_->begin(), list_->end());
    if (listed_.insert(id).second) *list_->Add() = id;
  }

 private:
  IdList* list_;
  absl::flat_hash_set<std::string> listed_;
};

}  // namespace

void ResolveEvents(
    const Vocabulary& items,
    const google::protobuf::RepeatedPtrField<v1::ItemEvent>& requested,
    std::vector<HistoryEvent>* events, IdList* missing) {
  events->clear();
  MissingIds unknown(missing);
  for (const v1::ItemEvent& event : requested) {
    if (const std::optional<uint32_t> row = items.Find(event.item_id())) {
      events->push_back({*row, event.has_weight() ? event.weight() : 1,
                         event.event_time().seconds()});
    } else {
      unknown.Add(event.item_id());
    }
  }
}

std::vector<uint32_t> ResolveIds(const Vocabulary& items, const IdList& ids,
                                 IdList* missing) {
  std::vector<uint32_t> rows;
  rows.reserve(ids.size());
  MissingIds unknown(missing);
  for (const std::string& id : ids) {
    if (const std::optional<uint32_t> row = items.Find(id)) {
      rows.push_back(*row);
    } else {
      unknown.Add(id);
    }
  }
  return rows;
}

void ApplyListedIds(const Vocabulary& items,
                    const v1::RecommendationOptions& options, RowFilter* filter,
                    IdList* missing) {
  if (!options.exclude_item_ids().empty()) {
    filter->Exclude(ResolveIds(items, options.exclude_item_ids(), nullptr));
  }
  if (!options.candidate_item_ids().empty()) {
    filter->RestrictTo(
        ResolveIds(items, options.candidate_item_ids(), missing));
  }
}

}  // namespace customer2vec
