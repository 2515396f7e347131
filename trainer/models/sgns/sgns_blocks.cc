#include "trainer/models/sgns/sgns_blocks.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace customer2vec {

std::vector<float> KeepProbabilities(std::span<const uint32_t> counts,
                                     double subsample) {
  const double total =
      std::accumulate(counts.begin(), counts.end(), uint64_t{0});
  std::vector<float> keep;
  keep.reserve(counts.size());
  for (uint32_t count : counts) {
    const double ratio = subsample * total / count;  // infinite for 0
    const double share = subsample == 0 ? 1 : std::sqrt(ratio) + ratio;
    keep.push_back(static_cast<float>(std::min(1.0, share)));
  }
  return keep;
}

SgnsBlockMaker::SgnsBlockMaker(const SgnsBlockSettings& settings,
                               std::span<const float> keep,
                               const AliasSampler& sampler)
    : settings_(settings),
      keep_(keep),
      sampler_(sampler),
      held_(keep.size(), 0),
      drawn_(keep.size(), 0),
      output_of_(keep.size(), 0) {}

void SgnsBlockMaker::Start(std::span<const uint32_t> items, Random& random) {
  items_.clear();
  for (uint32_t item : items) {
    if (item >= keep_.size()) continue;
    if (keep_[item] >= 1 || random.Uniform() < keep_[item]) {
      items_.push_back(item);
    }
  }
  contexts_ = items_;
  next_ = 0;
}

bool SgnsBlockMaker::Next(Random& random, SgnsBlock* block) {
  if (items_.size() < 2 || next_ == items_.size()) return false;
  ++block_number_;
  return settings_.whole_basket ? NextWholeBasket(random, block)
                                : NextSliding(random, block);
}

bool SgnsBlockMaker::NextWholeBasket(Random& random, SgnsBlock* block) {
  const size_t end = std::min(next_ + kCentres, items_.size());
  block->inputs.assign(items_.begin() + next_, items_.begin() + end);
  next_ = end;
  for (uint32_t item : items_) held_[item] = block_number_;
  AddContexts(random, block);
  AddNegatives(kSharedNegatives, random, block);
  WeighWholeBasket(block);
  return true;
}

// The whole basket, where it is short enough that each centre has at most
// max_context others; a random part of it otherwise.
void SgnsBlockMaker::AddContexts(Random& random, SgnsBlock* block) {
  size_t count = contexts_.size();
  if (count > size_t{settings_.max_context} + 1) {
    count = settings_.max_context;
    for (size_t i = 0; i < count; ++i) {
      const auto left = static_cast<uint32_t>(contexts_.size() - i);
      std::swap(contexts_[i], contexts_[i + random.Below(left)]);
    }
  }
  block->outputs.assign(contexts_.begin(), contexts_.begin() + count);
  block->positives = count;
}

void SgnsBlockMaker::AddNegatives(size_t draws, Random& random,
                                  SgnsBlock* block) {
  draws_.clear();
  for (size_t i = 0; i < draws; ++i) {
    const uint32_t negative = sampler_.Draw(random);
    if (held_[negative] == block_number_) continue;
    if (drawn_[negative] != block_number_) {
      drawn_[negative] = block_number_;
      output_of_[negative] = static_cast<uint32_t>(draws_.size());
      block->outputs.push_back(negative);
      draws_.push_back(0);
    }
    ++draws_[output_of_[negative]];
  }
}

void SgnsBlockMaker::WeighNegatives(size_t input, float weight,
                                    SgnsBlock* block) const {
  const size_t inputs = block->inputs.size();
  float* weights = block->weights.data() + block->positives * inputs + input;
  for (uint32_t draws : draws_) {
    *weights = weight * static_cast<float>(draws);
    weights += inputs;
  }
}

void SgnsBlockMaker::WeighWholeBasket(SgnsBlock* block) const {
  const size_t inputs = block->inputs.size();
  block->weights.assign(inputs * block->outputs.size(), 1.0f);
  for (size_t b = 0; b < inputs; ++b) {
    size_t contexts = 0;
    for (size_t n = 0; n < block->positives; ++n) {
      const bool other = block->outputs[n] != block->inputs[b];
      block->weights[n * inputs + b] = other ? 1.0f : 0.0f;
      contexts += other ? 1 : 0;
    }
    WeighNegatives(b,
                   static_cast<float>(settings_.negatives * contexts) /
                       static_cast<float>(kSharedNegatives),
                   block);
  }
}

bool SgnsBlockMaker::NextSliding(Random& random, SgnsBlock* block) {
  const size_t centre = next_++;
  const size_t reach = 1 + random.Below(settings_.window_size);
  const size_t begin = centre - std::min(centre, reach);
  const size_t end = std::min(centre + reach + 1, items_.size());
  block->inputs.clear();
  for (size_t i = begin; i < end; ++i) {
    held_[items_[i]] = block_number_;
    if (i != centre) block->inputs.push_back(items_[i]);
  }
  block->outputs.assign(1, items_[centre]);
  block->positives = 1;
  AddNegatives(settings_.negatives, random, block);
  block->weights.assign(block->inputs.size() * block->outputs.size(), 1.0f);
  for (size_t b = 0; b < block->inputs.size(); ++b) WeighNegatives(b, 1, block);
  return true;
}

}  // namespace customer2vec
