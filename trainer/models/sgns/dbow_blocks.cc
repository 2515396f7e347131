#include "trainer/models/sgns/dbow_blocks.h"

#include <algorithm>

namespace customer2vec {
namespace {

constexpr uint32_t kPoolRowsAUse = 32;

uint32_t Front(std::span<const uint32_t> sorted) {
  return sorted.empty() ? UINT32_MAX : sorted.front();
}

// Takes `row` off the front of a sorted list; how often it stood there.
size_t TakeRun(uint32_t row, std::span<const uint32_t>* sorted) {
  size_t count = 0;
  while (count < sorted->size() && (*sorted)[count] == row) ++count;
  *sorted = sorted->subspan(count);
  return count;
}

}  // namespace

void DbowBlockMaker::Start(std::span<const uint32_t> tokens, Random& random) {
  tokens_.clear();
  for (uint32_t token : tokens) {
    if (token >= keep_.size()) continue;
    if (keep_[token] >= 1 || random.Uniform() < keep_[token]) {
      tokens_.push_back(token);
    }
  }
  next_ = 0;
}

uint32_t DbowBlockMaker::Draw(Random& random) {
  if (pool_uses_ == pool_.size() * settings_.reuse) {
    pool_.resize(size_t{kPoolRowsAUse} * settings_.reuse);
    for (uint32_t& row : pool_) row = sampler_.Draw(random);
    pool_uses_ = 0;
  }
  return pool_[pool_uses_++ % pool_.size()];
}

// Merges two sorted lists, the block's tokens and its draws.
bool DbowBlockMaker::Next(Random& random, DbowBlock* block) {
  if (next_ == tokens_.size()) return false;
  const size_t count =
      std::min<size_t>(settings_.tokens, tokens_.size() - next_);
  std::span<uint32_t> chunk = std::span(tokens_).subspan(next_, count);
  next_ += count;
  // A short block has fewer draws, as heavy as those of a long one.
  const size_t draws =
      (count * settings_.shared_negatives + settings_.tokens - 1) /
      settings_.tokens;
  draws_.clear();
  while (draws_.size() < draws) draws_.push_back(Draw(random));
  std::ranges::sort(chunk);
  std::ranges::sort(draws_);
  block->outputs.clear();
  block->targets.clear();
  block->weights.clear();
  const float draw_weight =
      static_cast<float>(settings_.negatives) / static_cast<float>(draws);
  std::span<const uint32_t> tokens = chunk, drawn = draws_;
  while (!tokens.empty() || !drawn.empty()) {
    const uint32_t row = std::min(Front(tokens), Front(drawn));
    const auto positive = static_cast<float>(TakeRun(row, &tokens));
    const float others = static_cast<float>(count) - positive;
    const float negative =
        draw_weight * others * static_cast<float>(TakeRun(row, &drawn));
    if (positive + negative == 0) continue;
    block->outputs.push_back(row);
    block->targets.push_back(positive / (positive + negative));
    block->weights.push_back(positive + negative);
  }
  return true;
}

}  // namespace customer2vec
