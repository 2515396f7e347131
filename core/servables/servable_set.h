// The servables of a snapshot under their names: the owner of what
// servable_factory.h makes.
//
//   ServableSet servables;
//   C2V_RETURN_IF_ERROR(LoadServables(folder, manifest, tables, &servables));
//   const Scorer* scorer = servables.FindScorer("popularity");
//
// Move-only; servables stay where they are when the set moves. Immutable and
// safe for concurrent use once filled.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_SERVABLE_SET_H_
#define CUSTOMER2VEC_CORE_SERVABLES_SERVABLE_SET_H_

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/servables/servable.h"

namespace customer2vec {

class ServableSet {
 public:
  void Add(std::unique_ptr<const Space> space) {
    spaces_.push_back(std::move(space));
  }
  void Add(std::unique_ptr<const Scorer> scorer) {
    scorers_.push_back(std::move(scorer));
  }
  void Add(std::unique_ptr<const Predictor> predictor) {
    predictors_.push_back(std::move(predictor));
  }

  // Destroys the servable of that name; nothing may be made of it.
  void Remove(absl::string_view name) {
    const auto is_called = [name](const auto& servable) {
      return servable->name() == name;
    };
    std::erase_if(spaces_, is_called);
    std::erase_if(scorers_, is_called);
    std::erase_if(predictors_, is_called);
  }

  // Null when there is none of that kind and name.
  const Space* FindSpace(absl::string_view name) const {
    return Find(spaces_, name);
  }
  const Scorer* FindScorer(absl::string_view name) const {
    return Find(scorers_, name);
  }
  const Predictor* FindPredictor(absl::string_view name) const {
    return Find(predictors_, name);
  }
  bool Contains(absl::string_view name) const {
    return FindSpace(name) != nullptr || FindScorer(name) != nullptr ||
           FindPredictor(name) != nullptr;
  }

  // In the order in which they were added.
  const std::vector<std::unique_ptr<const Space>>& spaces() const {
    return spaces_;
  }
  const std::vector<std::unique_ptr<const Scorer>>& scorers() const {
    return scorers_;
  }
  const std::vector<std::unique_ptr<const Predictor>>& predictors() const {
    return predictors_;
  }

 private:
  // There are few.
  template <typename Servable>
  static const Servable* Find(
      const std::vector<std::unique_ptr<const Servable>>& servables,
      absl::string_view name) {
    for (const auto& servable : servables) {
      if (servable->name() == name) return servable.get();
    }
    return nullptr;
  }

  std::vector<std::unique_ptr<const Space>> spaces_;
  std::vector<std::unique_ptr<const Scorer>> scorers_;
  std::vector<std::unique_ptr<const Predictor>> predictors_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_SERVABLE_SET_H_
