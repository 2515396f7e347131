// doc2vec's encoder: infers the vector of a history by gradient steps on the
// vector alone, while those of items stay as they were learned.
//
//   C2V_ASSIGN_OR_RETURN(
//       DocumentEncoder encoder,
//       DocumentEncoder::Create({.parts = {{.dimension = 200}},
//                                .learning_rates = {0.025f, 0.0125f}},
//                               arrays, input, output));
//   std::vector<float> query(200);
//   if (encoder.Infer(history, query)) ...
//
// The steps are those of training (Le and Mikolov 2014, section 2.3: "the
// inference stage"; trainer/models/sgns/dbow_kernel.h and cbow_kernel.h), with
// everything random fixed, so that a history has one vector:
//
//  - the vector starts at zero;
//  - negatives are draws stored with the space, taken in turn from the first;
//  - subsampling is a weight, the share of its occurrences that a token keeps;
//  - a window's half width is 1 + place modulo window_size (PV-DM).
//
// The text is the events by time, those of one time as they come, each item
// followed by its extra tokens. An event of weight w stands ceil(|w|) times, at
// most kMaxCopies, each with an equal part of w: first each event once, then
// what is left of them. A negative weight pushes the vector away: the item then
// is a negative of that weight. Of a text longer than kMaxTokens the first part
// is left out.
//
// PV-DBOW takes kChunk tokens a step. With x the vector, y output vectors:
//
//   x += rate * (sum_tokens w (1 - sigmoid(x.y)) y
//                - sum_draws k W / kChunk sigmoid(x.y) y)
//
// where W is the weight of the chunk's tokens other than the draw itself and k
// the negatives of a token. PV-DM takes a token a step, from h, the mean (or
// sum) of x and the token's context, against k draws. O(passes * tokens *
// dimension), no allocation after the first call of a thread. Immutable, safe
// for concurrent use; arrays outlive it.

#ifndef CUSTOMER2VEC_CORE_SERVABLES_DOCUMENT_ENCODER_H_
#define CUSTOMER2VEC_CORE_SERVABLES_DOCUMENT_ENCODER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "core/servables/servable.h"

namespace customer2vec {

// Columns of the vector that one model learned.
struct DocumentColumns {
  size_t dimension = 0;
  bool distributed_memory = false;  // PV-DM, else PV-DBOW
  uint32_t window_size = 5;         // PV-DM
  bool mean = true;                 // PV-DM: mean of the context, else sum
};

struct DocumentEncoderSettings {
  std::vector<DocumentColumns> parts;  // columns from the first on
  std::vector<float> learning_rates;   // of each pass
  uint32_t negatives = 5;              // of each token
};

// By token: the space's items, then the extra tokens.
struct DocumentEncoderArrays {
  std::span<const float> keep;          // share that subsampling keeps, (0, 1]
  std::span<const uint32_t> negatives;  // draws
  std::span<const float> extra_input;   // vectors of the extra tokens
  std::span<const float> extra_output;
  std::span<const uint64_t> extra_offsets;  // items + 1, or empty
  std::span<const uint32_t> extra_tokens;   // 0 is the first extra token
};

class DocumentEncoder {
 public:
  static constexpr size_t kChunk = 4;
  static constexpr size_t kMaxCopies = 32;
  static constexpr size_t kMaxTokens = 8192;

  // `input` and `output` are the items' vectors. INVALID_ARGUMENT when there is
  // no part, pass, negative or draw, dimensions do not add up to a row's, an
  // array's length does not fit, a draw or a token is out of range, offsets do
  // not ascend from 0 to the end, or a number is not finite or out of range.
  static absl::StatusOr<DocumentEncoder> Create(
      DocumentEncoderSettings settings, const DocumentEncoderArrays& arrays,
      std::span<const float> input, std::span<const float> output);

  size_t dimension() const { return dimension_; }
  const DocumentEncoderSettings& settings() const { return settings_; }
  const DocumentEncoderArrays& arrays() const { return arrays_; }

  // False, with zeros, when no event's item has a vector. REQUIRES:
  // vector.size() == dimension().
  bool Infer(std::span<const HistoryEvent> history,
             std::span<float> vector) const;

 private:
  // A token of the text with its weight, subsampling included.
  struct Token {
    uint32_t row;
    float weight;
  };
  struct Scratch;

  DocumentEncoder() = default;

  absl::Status CheckSettings() const;
  absl::Status CheckLengths() const;
  absl::Status CheckNumbers() const;

  size_t item_count() const { return output_.size() / dimension_; }
  size_t token_count() const { return arrays_.keep.size(); }
  std::span<const float> Row(std::span<const float> items,
                             std::span<const float> extra, uint32_t token,
                             size_t column, size_t dimension) const;
  std::span<const float> Output(uint32_t token, size_t column,
                                size_t dimension) const {
    return Row(output_, arrays_.extra_output, token, column, dimension);
  }
  std::span<const float> Input(uint32_t token, size_t column,
                               size_t dimension) const {
    return Row(input_, arrays_.extra_input, token, column, dimension);
  }

  void WriteText(std::span<const HistoryEvent> history, Scratch* scratch) const;
  void AppendItem(uint32_t item, float weight, std::vector<Token>* text) const;
  void InferBagOfWords(size_t column, size_t dimension, Scratch* scratch,
                       std::span<float> vector) const;
  void StepOnChunk(std::span<const Token> chunk, size_t column, float rate,
                   Scratch* scratch, std::span<float> vector) const;
  void InferDistributedMemory(const DocumentColumns& part, size_t column,
                              Scratch* scratch, std::span<float> vector) const;
  void SumContexts(const DocumentColumns& part, size_t column,
                   Scratch* scratch) const;
  void StepOnToken(const DocumentColumns& part, size_t column, size_t place,
                   float rate, Scratch* scratch, std::span<float> vector) const;

  DocumentEncoderSettings settings_;
  DocumentEncoderArrays arrays_;
  std::span<const float> input_;
  std::span<const float> output_;
  size_t dimension_ = 0;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CORE_SERVABLES_DOCUMENT_ENCODER_H_
