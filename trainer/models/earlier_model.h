// What a model of an earlier snapshot knew, in the rows of this run: where a
// model that goes on from it starts.
//
//   if (context.earlier_model != nullptr) {
//     const EarlierRows input =
//         context.earlier_model->Items(VectorRole::kInput, item_count);
//     start.input = {input.values, input.known,
//                    context.earlier_model->max_move()};
//   }
//
// Rows of two snapshots differ, with counts and new items; ids do not. Items
// and customers are matched by id. What a model published beside the vectors of
// its space is found in its files:
//
//   C2V_ASSIGN_OR_RETURN(auto biases, earlier.files().Array<float>(
//                            ServableFile(config.name(), "biases.f32")));
//   const EarlierRows bias = earlier.OfItems(biases, 1, item_count);
//
// Immutable, safe for concurrent use. Views; all outlive it.

#ifndef CUSTOMER2VEC_TRAINER_MODELS_EARLIER_MODEL_H_
#define CUSTOMER2VEC_TRAINER_MODELS_EARLIER_MODEL_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/servables/servable.h"
#include "core/snapshot/file_source.h"
#include "core/snapshot/snapshot.h"
#include "core/tables/tables.h"
#include "customer2vec/v1/manifest.pb.h"
#include "customer2vec/v1/training_config.pb.h"

namespace customer2vec {

// Vectors by row of this run; a row that was not there, or was all zero, is 0
// and not known.
struct EarlierRows {
  std::vector<float> values;   // rows * dimension
  std::vector<uint8_t> known;  // by row: 1 or 0
};

// The rates of `passes` passes instead of as many as there are `rates`, falling
// alike: each is the mean of the rates that were due in its part of the run, so
// that the steps' sum keeps its share and the last are as low as they were.
std::vector<double> ResampleRates(std::span<const double> rates, int passes);

class EarlierModel {
 public:
  // The snapshot that has the model, the model's configuration there, and the
  // tables of this run.
  EarlierModel(const Snapshot& then, const v1::ModelConfig& config,
               const Tables& now, const v1::WarmStartConfig& settings)
      : then_(then), config_(config), now_(now), settings_(settings) {}

  // As it was learned, defaults filled in.
  const v1::ModelConfig& config() const { return config_; }
  // Its vectors, in the rows of the tables of its snapshot. REQUIRES: it is a
  // space.
  const Space& space() const { return *then_.FindSpace(config_.name()); }
  const Tables& tables() const { return then_.tables(); }
  // What its snapshot publishes of it.
  const v1::ServableEntry& entry() const;
  // The files of its snapshot, which were checked when that was loaded.
  const FileSource& files() const { return then_.files(); }

  // Vectors of the space, of the item rows [0, item_count) of this run.
  EarlierRows Items(VectorRole role, size_t item_count) const;
  // Of all its customers.
  EarlierRows Customers() const;

  // The same of rows of `dimension` numbers that the model has for the first
  // items, or for the customers, of its snapshot.
  EarlierRows OfItems(std::span<const float> rows, size_t dimension,
                      size_t item_count) const;
  EarlierRows OfCustomers(std::span<const float> rows, size_t dimension) const;

  // How far a known vector may move, as a share of its length.
  float max_move() const {
    return settings_.has_max_move() ? static_cast<float>(settings_.max_move())
                                    : std::numeric_limits<float>::infinity();
  }
  // Passes over the data, where the model by itself makes `own`.
  int passes(int own) const {
    return settings_.epochs() > 0 ? settings_.epochs() : own;
  }
  // What learning rates are multiplied with. Half a rate that suits a run from
  // nothing: at all of it vectors that have grown overshoot.
  double rate_scale() const {
    return settings_.learning_rate_scale() > 0 ? settings_.learning_rate_scale()
                                               : 0.5;
  }

 private:
  const Snapshot& then_;
  const v1::ModelConfig& config_;
  const Tables& now_;
  const v1::WarmStartConfig& settings_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_MODELS_EARLIER_MODEL_H_
