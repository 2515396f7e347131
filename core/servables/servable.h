// What a snapshot serves: three kinds behind three small interfaces.
//
//   space      vectors with an encoder: history -> query vector -> items
//   scorer     history -> scored items, without vectors
//   predictor  vector -> outcomes
//
//   const Space& space = *snapshot.FindSpace("items");
//   std::vector<float> query(space.dimension());
//   if (space.Encode(Scoring::kNext, events, query)) {
//     space.Search(Scoring::kNext, query, {.k = 20, .filter = &filter}, &top);
//   }
//
// Servables do no I/O and cannot fail: what could be wrong was refused when the
// snapshot was loaded, and a request's ids are rows already. They are immutable
// and safe for concurrent use. They refer to the snapshot's arrays, which
// outlive them.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_SERVABLE_H_
#define CUSTOMER2VEC_CORE_SERVABLES_SERVABLE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/index/vector_index.h"
#include "core/vectors/scored_item.h"

namespace customer2vec {

// One thing done with an item. Histories are lists of these, oldest first.
struct HistoryEvent {
  uint32_t item;     // row of the item vocabulary
  float weight = 1;  // negative pushes away
  int64_t time = 0;  // Unix seconds; 0 where unknown
};

// What a space's score is for.
enum class Scoring {
  kSimilar,  // cosine of input vectors: substitutes
  kNext,     // output . query + prior: what follows
};

// Which of an item's two vectors (Mikolov et al. 2013: syn0 and syn1neg).
enum class VectorRole { kInput, kOutput };

class AttributeVectors;
class DocumentEncoder;

class Space {
 public:
  virtual ~Space() = default;

  const std::string& name() const { return name_; }

  virtual size_t dimension() const = 0;
  // Items with vectors are rows 0 to item_count() - 1.
  virtual size_t item_count() const = 0;
  // Customers with vectors: all or none.
  virtual size_t customer_count() const = 0;

  // The stored vector, empty where the row has none.
  virtual std::span<const float> ItemVector(VectorRole role,
                                            uint32_t item) const = 0;
  virtual std::span<const float> CustomerVector(uint32_t customer) const = 0;

  // Vectors of attribute values and of items known by them only; null where
  // the space has none. See attribute_vectors.h.
  virtual const AttributeVectors* attribute_vectors() const { return nullptr; }

  // What infers the vector of a history; null where the space has none. See
  // document_encoder.h.
  virtual const DocumentEncoder* document_encoder() const { return nullptr; }

  // Turns a history into a query of dimension() numbers. False, with the query
  // all zero, when no event has a vector or the weighted vectors cancel out.
  virtual bool Encode(Scoring scoring, std::span<const HistoryEvent> history,
                      std::span<float> query) const = 0;

  // The best items for a query, best first.
  virtual void Search(Scoring scoring, std::span<const float> query,
                      const SearchOptions& options,
                      std::vector<ScoredItem>* top) const = 0;

  // The score of one item, as Search() would give it. REQUIRES: item <
  // item_count().
  virtual float Score(Scoring scoring, std::span<const float> query,
                      uint32_t item) const = 0;

 protected:
  explicit Space(std::string name) : name_(std::move(name)) {}

 private:
  std::string name_;
};

// Whom or what a scorer ranks for.
struct ScorerQuery {
  std::span<const HistoryEvent>
      events;  // the session, or what the customer did since
  std::optional<uint32_t> customer;  // row, where known
};

class Scorer {
 public:
  virtual ~Scorer() = default;

  const std::string& name() const { return name_; }

  // The best items, best first; fewer than k when fewer have a score.
  virtual void Rank(const ScorerQuery& query, const SearchOptions& options,
                    std::vector<ScoredItem>* top) const = 0;

 protected:
  explicit Scorer(std::string name) : name_(std::move(name)) {}

 private:
  std::string name_;
};

class Predictor {
 public:
  virtual ~Predictor() = default;

  const std::string& name() const { return name_; }

  // Numbers of a vector it takes.
  virtual size_t dimension() const = 0;
  // Names of the outcomes, in the order of Predict().
  virtual std::span<const std::string> metrics() const = 0;
  // REQUIRES: vector.size() == dimension(), outcomes.size() ==
  // metrics().size().
  virtual void Predict(std::span<const float> vector,
                       std::span<double> outcomes) const = 0;
  // Fills in the vector of a known customer. False where the predictor cannot
  // make one. REQUIRES: customer is a row, vector.size() == dimension().
  virtual bool CustomerInput(uint32_t /*customer*/,
                             std::span<float> /*vector*/) const {
    return false;
  }

 protected:
  explicit Predictor(std::string name) : name_(std::move(name)) {}

 private:
  std::string name_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_SERVABLE_H_
