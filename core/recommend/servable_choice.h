// Which servable answers: the one that the request names, or the snapshot's
// default.
//
//   C2V_ASSIGN_OR_RETURN(
//       ServableChoice choice,
//       ChooseServable(snapshot, request.model().servable(),
//                      snapshot.manifest().defaults().session()));
//
// NOT_FOUND with the known names for an unknown one; INVALID_ARGUMENT for
// "model.servable" of the wrong kind; FAILED_PRECONDITION when none is named
// and the snapshot has no default. Thread-safe.

#ifndef CUSTOMER2VEC_CORE_RECOMMEND_SERVABLE_CHOICE_H_
#define CUSTOMER2VEC_CORE_RECOMMEND_SERVABLE_CHOICE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/snapshot/snapshot.h"

namespace customer2vec {

// One of the two is set.
struct ServableChoice {
  const Space* space = nullptr;
  const Scorer* scorer = nullptr;

  const std::string& name() const {
    return space != nullptr ? space->name() : scorer->name();
  }
};

// A space or a scorer.
absl::StatusOr<ServableChoice> ChooseServable(const Snapshot& snapshot,
                                              absl::string_view name,
                                              absl::string_view default_name);

// A space.
absl::StatusOr<const Space*> ChooseSpace(const Snapshot& snapshot,
                                         absl::string_view name,
                                         absl::string_view default_name);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_RECOMMEND_SERVABLE_CHOICE_H_
