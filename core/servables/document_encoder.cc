#include "core/servables/document_encoder.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/servables/embedding_vectors.h"
#include "core/vectors/kernels.h"

namespace customer2vec {

// Buffers of an inference, reused by each thread.
struct DocumentEncoder::Scratch {
  std::vector<HistoryEvent> events;
  std::vector<Token> text;
  std::vector<float> gradient;
  std::vector<float> hidden;
  std::vector<float> contexts;       // PV-DM: sums of inputs, by place
  std::vector<float> context_sizes;  // with the document
  size_t next_draw = 0;

  uint32_t Draw(std::span<const uint32_t> draws) {
    if (next_draw == draws.size()) next_draw = 0;
    return draws[next_draw++];
  }
};

namespace {

absl::Status Invalid(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("document encoder: ", what));
}

bool AllFinite(std::span<const float> numbers) {
  return std::ranges::all_of(numbers, [](float x) { return std::isfinite(x); });
}

float Sigmoid(float z) { return 1 / (1 + std::exp(-z)); }

size_t CopiesOf(float weight) {
  const double copies = std::ceil(std::abs(weight));
  return static_cast<size_t>(
      std::min<double>(copies, DocumentEncoder::kMaxCopies));
}

}  // namespace

absl::StatusOr<DocumentEncoder> DocumentEncoder::Create(
    DocumentEncoderSettings settings, const DocumentEncoderArrays& arrays,
    std::span<const float> input, std::span<const float> output) {
  DocumentEncoder encoder;
  encoder.settings_ = std::move(settings);
  encoder.arrays_ = arrays;
  encoder.input_ = input;
  encoder.output_ = output;
  C2V_RETURN_IF_ERROR(encoder.CheckSettings());
  for (const DocumentColumns& part : encoder.settings_.parts) {
    encoder.dimension_ += part.dimension;
  }
  C2V_RETURN_IF_ERROR(encoder.CheckLengths());
  C2V_RETURN_IF_ERROR(encoder.CheckNumbers());
  return encoder;
}

absl::Status DocumentEncoder::CheckSettings() const {
  if (settings_.parts.empty()) return Invalid("it has no parts");
  for (const DocumentColumns& part : settings_.parts) {
    if (part.dimension < 1 || part.dimension > kMaxDimension) {
      return Invalid(absl::StrCat("a part has ", part.dimension, " columns"));
    }
    if (part.distributed_memory &&
        (part.window_size < 1 || part.window_size > 1000)) {
      return Invalid(absl::StrCat("a window of ", part.window_size,
                                  " is not in 1 to 1000"));
    }
  }
  if (settings_.learning_rates.empty()) return Invalid("it has no passes");
  for (const float rate : settings_.learning_rates) {
    if (!(rate > 0 && rate <= 1)) {
      return Invalid(absl::StrCat("learning rate ", rate, " is not in (0, 1]"));
    }
  }
  if (settings_.negatives < 1 || settings_.negatives > 1000) {
    return Invalid(
        absl::StrCat(settings_.negatives, " negatives are not 1 to 1000"));
  }
  return absl::OkStatus();
}

absl::Status DocumentEncoder::CheckLengths() const {
  if (output_.size() % dimension_ != 0 || input_.size() != output_.size()) {
    return Invalid(absl::StrCat("its parts have ", dimension_,
                                " columns, which is not those of the items"));
  }
  if (arrays_.keep.size() < item_count() ||
      arrays_.extra_output.size() !=
          (arrays_.keep.size() - item_count()) * dimension_ ||
      arrays_.extra_input.size() != arrays_.extra_output.size()) {
    return Invalid("the vectors of its tokens do not fit the shares kept");
  }
  if (arrays_.negatives.empty()) return Invalid("it has no draws");
  if (arrays_.extra_offsets.empty()) {
    if (arrays_.extra_tokens.empty()) return absl::OkStatus();
    return Invalid("extra tokens without offsets");
  }
  if (arrays_.extra_offsets.size() != item_count() + 1 ||
      arrays_.extra_offsets.front() != 0 ||
      arrays_.extra_offsets.back() != arrays_.extra_tokens.size() ||
      !std::ranges::is_sorted(arrays_.extra_offsets)) {
    return Invalid("offsets of extra tokens do not fit items and tokens");
  }
  return absl::OkStatus();
}

absl::Status DocumentEncoder::CheckNumbers() const {
  if (!std::ranges::all_of(arrays_.keep,
                           [](float x) { return x > 0 && x <= 1; })) {
    return Invalid("a share kept is not in (0, 1]");
  }
  const size_t tokens = token_count();
  if (!std::ranges::all_of(arrays_.negatives,
                           [&](uint32_t row) { return row < tokens; })) {
    return Invalid("a draw is no token");
  }
  const size_t extra = tokens - item_count();
  if (!std::ranges::all_of(arrays_.extra_tokens,
                           [&](uint32_t row) { return row < extra; })) {
    return Invalid("an item has an extra token that is none");
  }
  if (!AllFinite(arrays_.extra_input) || !AllFinite(arrays_.extra_output)) {
    return Invalid("a number of an extra token is not finite");
  }
  return absl::OkStatus();
}

std::span<const float> DocumentEncoder::Row(std::span<const float> items,
                                            std::span<const float> extra,
                                            uint32_t token, size_t column,
                                            size_t dimension) const {
  const size_t count = item_count();
  return token < count
             ? items.subspan(token * dimension_ + column, dimension)
             : extra.subspan((token - count) * dimension_ + column, dimension);
}

void DocumentEncoder::AppendItem(uint32_t item, float weight,
                                 std::vector<Token>* text) const {
  text->push_back({item, weight * arrays_.keep[item]});
  if (arrays_.extra_offsets.empty()) return;
  for (uint64_t i = arrays_.extra_offsets[item];
       i < arrays_.extra_offsets[item + 1]; ++i) {
    const auto token =
        static_cast<uint32_t>(item_count() + arrays_.extra_tokens[i]);
    text->push_back({token, weight * arrays_.keep[token]});
  }
}

void DocumentEncoder::WriteText(std::span<const HistoryEvent> history,
                                Scratch* scratch) const {
  std::vector<HistoryEvent>& events = scratch->events;
  events.clear();
  for (const HistoryEvent& event : history) {
    // Not 0, and a number.
    if (event.item < item_count() && std::abs(event.weight) > 0) {
      events.push_back(event);
    }
  }
  std::ranges::stable_sort(events, {}, &HistoryEvent::time);
  scratch->text.clear();
  for (size_t copy = 0; copy < kMaxCopies; ++copy) {
    for (const HistoryEvent& event : events) {
      const size_t copies = CopiesOf(event.weight);
      if (copy >= copies) continue;
      const float limit = kMaxCopies;
      const float weight = std::clamp(event.weight, -limit, limit);
      AppendItem(event.item, weight / static_cast<float>(copies),
                 &scratch->text);
    }
  }
  if (scratch->text.size() <= kMaxTokens) return;
  scratch->text.erase(scratch->text.begin(),
                      scratch->text.end() - std::ptrdiff_t{kMaxTokens});
}

bool DocumentEncoder::Infer(std::span<const HistoryEvent> history,
                            std::span<float> vector) const {
  thread_local Scratch scratch;
  std::ranges::fill(vector, 0.0f);
  WriteText(history, &scratch);
  if (scratch.text.empty()) return false;
  size_t column = 0;
  for (const DocumentColumns& part : settings_.parts) {
    scratch.next_draw = 0;
    const std::span<float> columns = vector.subspan(column, part.dimension);
    if (part.distributed_memory) {
      InferDistributedMemory(part, column, &scratch, columns);
    } else {
      InferBagOfWords(column, part.dimension, &scratch, columns);
    }
    column += part.dimension;
  }
  return true;
}

void DocumentEncoder::InferBagOfWords(size_t column, size_t dimension,
                                      Scratch* scratch,
                                      std::span<float> vector) const {
  scratch->gradient.resize(dimension);
  for (const float rate : settings_.learning_rates) {
    std::span<const Token> rest = scratch->text;
    while (!rest.empty()) {
      const size_t count = std::min(kChunk, rest.size());
      StepOnChunk(rest.first(count), column, rate, scratch, vector);
      rest = rest.subspan(count);
    }
  }
}

void DocumentEncoder::StepOnChunk(std::span<const Token> chunk, size_t column,
                                  float rate, Scratch* scratch,
                                  std::span<float> vector) const {
  const std::span gradient = scratch->gradient;
  std::ranges::fill(gradient, 0.0f);
  float total = 0;
  for (const Token& token : chunk) {
    const auto y = Output(token.row, column, vector.size());
    const float target = token.weight > 0 ? 1 : 0;
    AddScaled(std::abs(token.weight) * (target - Sigmoid(Dot(vector, y))), y,
              gradient);
    total += std::max(0.0f, token.weight);
  }
  const float share = static_cast<float>(settings_.negatives) /
                      static_cast<float>(chunk.size());
  for (size_t i = 0; i < chunk.size() && total > 0; ++i) {
    const uint32_t draw = scratch->Draw(arrays_.negatives);
    float others = total;
    for (const Token& token : chunk) {
      if (token.row == draw) others -= std::max(0.0f, token.weight);
    }
    const auto y = Output(draw, column, vector.size());
    AddScaled(-share * others * Sigmoid(Dot(vector, y)), y, gradient);
  }
  AddScaled(rate, gradient, vector);
}

void DocumentEncoder::InferDistributedMemory(const DocumentColumns& part,
                                             size_t column, Scratch* scratch,
                                             std::span<float> vector) const {
  scratch->gradient.resize(part.dimension);
  scratch->hidden.resize(part.dimension);
  SumContexts(part, column, scratch);
  for (const float rate : settings_.learning_rates) {
    for (size_t place = 0; place < scratch->text.size(); ++place) {
      StepOnToken(part, column, place, rate, scratch, vector);
    }
  }
}

// The same in every pass: inputs stay as they are.
void DocumentEncoder::SumContexts(const DocumentColumns& part, size_t column,
                                  Scratch* scratch) const {
  const size_t d = part.dimension, tokens = scratch->text.size();
  scratch->contexts.assign(tokens * d, 0.0f);
  scratch->context_sizes.assign(tokens, 1.0f);
  for (size_t place = 0; place < tokens; ++place) {
    const size_t reach = 1 + place % part.window_size;
    const size_t end = std::min(place + reach + 1, tokens);
    for (size_t other = place - std::min(place, reach); other < end; ++other) {
      if (other == place) continue;
      AddScaled(1, Input(scratch->text[other].row, column, d),
                std::span(scratch->contexts).subspan(place * d, d));
      ++scratch->context_sizes[place];
    }
  }
}

void DocumentEncoder::StepOnToken(const DocumentColumns& part, size_t column,
                                  size_t place, float rate, Scratch* scratch,
                                  std::span<float> vector) const {
  const size_t d = part.dimension;
  const float size = scratch->context_sizes[place];
  const std::span hidden = scratch->hidden, gradient = scratch->gradient;
  std::ranges::copy(vector, hidden.begin());
  AddScaled(1, std::span(scratch->contexts).subspan(place * d, d), hidden);
  const float scale = part.mean ? 1 / size : 1;
  for (float& number : hidden) number *= scale;
  std::ranges::fill(gradient, 0.0f);
  const Token token = scratch->text[place];
  const auto y = Output(token.row, column, d);
  const float target = token.weight > 0 ? 1 : 0;
  AddScaled(std::abs(token.weight) * (target - Sigmoid(Dot(hidden, y))), y,
            gradient);
  for (uint32_t i = 0; i < settings_.negatives && token.weight > 0; ++i) {
    const uint32_t draw = scratch->Draw(arrays_.negatives);
    if (draw == token.row) continue;
    const auto n = Output(draw, column, d);
    AddScaled(-token.weight * Sigmoid(Dot(hidden, n)), n, gradient);
  }
  AddScaled(part.mean ? rate : rate / size, gradient, vector);
}

}  // namespace customer2vec
