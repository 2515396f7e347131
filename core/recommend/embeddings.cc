#include "core/recommend/embeddings.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/functional/function_ref.h"
#include "core/base/status_macros.h"
#include "core/errors/error_details.h"
#include "core/recommend/item_rows.h"
#include "core/recommend/request_validation.h"
#include "core/recommend/servable_choice.h"
#include "core/recommend/vector_encoding.h"

namespace customer2vec {
namespace {

constexpr int kMaxIds = 1000;

// The vector of a row, empty where it has none.
using VectorOfRow = absl::FunctionRef<std::span<const float>(uint32_t row)>;

absl::Status CheckEncoding(v1::VectorEncoding encoding) {
  if (v1::VectorEncoding_IsValid(encoding)) return absl::OkStatus();
  return InvalidField("encoding", "is no value of VectorEncoding");
}

absl::Status CheckRole(v1::VectorRole role) {
  if (v1::VectorRole_IsValid(role)) return absl::OkStatus();
  return InvalidField("role", "is no value of VectorRole");
}

absl::StatusOr<const Space*> SpaceOf(const Snapshot& snapshot,
                                     const v1::ModelSelector& model) {
  return ChooseSpace(snapshot, model.servable(),
                     snapshot.manifest().defaults().embeddings());
}

void FillServedBy(const Snapshot& snapshot, const Space& space,
                  v1::ServedBy* served_by) {
  served_by->set_snapshot_version(snapshot.version());
  served_by->set_servable(space.name());
}

void FillEmbeddings(
    const Vocabulary& vocabulary, const IdList& ids, VectorOfRow vector_of,
    v1::VectorEncoding encoding,
    google::protobuf::RepeatedPtrField<v1::Embedding>* embeddings,
    IdList* missing) {
  absl::flat_hash_set<std::string> listed;
  for (const std::string& id : ids) {
    const std::optional<uint32_t> row = vocabulary.Find(id);
    const std::span<const float> vector =
        row ? vector_of(*row) : std::span<const float>();
    if (vector.empty()) {
      if (listed.insert(id).second) *missing->Add() = id;
      continue;
    }
    v1::Embedding* embedding = embeddings->Add();
    embedding->set_id(id);
    EncodeVector(vector, encoding, embedding->mutable_vector());
  }
}

}  // namespace

absl::Status GetItemEmbeddings(const Snapshot& snapshot,
                               const v1::GetItemEmbeddingsRequest& request,
                               v1::GetItemEmbeddingsResponse* response) {
  response->Clear();
  C2V_RETURN_IF_ERROR(CheckIds("item_ids", request.item_ids(), 1, kMaxIds));
  C2V_RETURN_IF_ERROR(CheckEncoding(request.encoding()));
  C2V_RETURN_IF_ERROR(CheckRole(request.role()));
  C2V_ASSIGN_OR_RETURN(const Space* space, SpaceOf(snapshot, request.model()));
  const VectorRole role = request.role() == v1::VECTOR_ROLE_OUTPUT
                              ? VectorRole::kOutput
                              : VectorRole::kInput;
  FillEmbeddings(
      snapshot.tables().items, request.item_ids(),
      [&](uint32_t row) { return space->ItemVector(role, row); },
      request.encoding(), response->mutable_embeddings(),
      response->mutable_missing_item_ids());
  FillServedBy(snapshot, *space, response->mutable_served_by());
  return absl::OkStatus();
}

absl::Status GetCustomerEmbeddings(
    const Snapshot& snapshot, const v1::GetCustomerEmbeddingsRequest& request,
    v1::GetCustomerEmbeddingsResponse* response) {
  response->Clear();
  C2V_RETURN_IF_ERROR(
      CheckIds("customer_ids", request.customer_ids(), 1, kMaxIds));
  C2V_RETURN_IF_ERROR(CheckEncoding(request.encoding()));
  C2V_ASSIGN_OR_RETURN(const Space* space, SpaceOf(snapshot, request.model()));
  FillEmbeddings(
      snapshot.tables().customers, request.customer_ids(),
      [&](uint32_t row) { return space->CustomerVector(row); },
      request.encoding(), response->mutable_embeddings(),
      response->mutable_missing_customer_ids());
  FillServedBy(snapshot, *space, response->mutable_served_by());
  return absl::OkStatus();
}

}  // namespace customer2vec
