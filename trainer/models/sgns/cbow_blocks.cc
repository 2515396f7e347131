#include "trainer/models/sgns/cbow_blocks.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace customer2vec {

void CbowBlockMaker::Start(std::span<const uint32_t> tokens, Random& random) {
  tokens_.clear();
  for (uint32_t token : tokens) {
    if (token >= keep_.size()) continue;
    if (keep_[token] >= 1 || random.Uniform() < keep_[token]) {
      tokens_.push_back(token);
    }
  }
  next_ = 0;
  if (!settings_.whole_text) return;
  places_.resize(tokens_.size());
  std::iota(places_.begin(), places_.end(), 0);
}

bool CbowBlockMaker::Next(Random& random, CbowBlock* block) {
  if (next_ == tokens_.size()) return false;
  if (tokens_.size() < 2 && !settings_.lone_tokens) return false;
  const size_t begin = next_;
  next_ = std::min(begin + settings_.centers, tokens_.size());
  block->inputs.clear();
  block->centers.clear();
  block->pooling = settings_.pooling;
  block->negative_weight = static_cast<float>(settings_.negatives) /
                           static_cast<float>(settings_.shared_negatives);
  if (settings_.whole_text) {
    FillWhole(begin, next_, random, block);
  } else {
    FillSliding(begin, next_, random, block);
  }
  DrawNegatives(random);
  block->negatives = negatives_;
  return true;
}

void CbowBlockMaker::DrawNegatives(Random& random) {
  if (blocks_left_ == 0) {
    negatives_.resize(settings_.shared_negatives);
    for (uint32_t& row : negatives_) row = sampler_.Draw(random);
    blocks_left_ = settings_.negative_blocks;
  }
  --blocks_left_;
}

void CbowBlockMaker::FillSliding(size_t begin, size_t end, Random& random,
                                 CbowBlock* block) {
  size_t first = begin, last = end;
  for (size_t center = begin; center < end; ++center) {
    const size_t reach = 1 + random.Below(settings_.window_size);
    const size_t from = center - std::min(center, reach);
    const size_t to = std::min(center + reach + 1, tokens_.size());
    first = std::min(first, from);
    last = std::max(last, to);
    block->centers.push_back({.target = tokens_[center],
                              .begin = static_cast<uint32_t>(from),
                              .end = static_cast<uint32_t>(to),
                              .hole = static_cast<uint32_t>(center)});
  }
  block->inputs.assign(tokens_.begin() + static_cast<std::ptrdiff_t>(first),
                       tokens_.begin() + static_cast<std::ptrdiff_t>(last));
  for (CbowCenter& center : block->centers) {
    center.begin -= static_cast<uint32_t>(first);
    center.end -= static_cast<uint32_t>(first);
    center.hole -= static_cast<uint32_t>(first);
  }
}

// The whole text, where it is short enough that each center has at most
// max_context others; a random part of it otherwise.
void CbowBlockMaker::FillWhole(size_t begin, size_t end, Random& random,
                               CbowBlock* block) {
  size_t count = places_.size();
  if (count > size_t{settings_.max_context} + 1) {
    count = settings_.max_context;
    for (size_t i = 0; i < count; ++i) {
      const auto left = static_cast<uint32_t>(places_.size() - i);
      std::swap(places_[i], places_[i + random.Below(left)]);
    }
  }
  for (size_t center = begin; center < end; ++center) {
    block->centers.push_back({.target = tokens_[center],
                              .begin = 0,
                              .end = static_cast<uint32_t>(count)});
  }
  for (size_t i = 0; i < count; ++i) {
    block->inputs.push_back(tokens_[places_[i]]);
    if (places_[i] < begin || places_[i] >= end) continue;
    block->centers[places_[i] - begin].hole = static_cast<uint32_t>(i);
  }
}

}  // namespace customer2vec
