#include "trainer/models/sgns/sgns_blocks.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace customer2vec {
namespace {

// One bit of 64 for a row: most rows that are not held share no bit with one
// that is.
uint64_t BitOf(uint32_t row) { return uint64_t{1} << (row % 64); }

uint64_t BitsOf(std::span<const uint32_t> rows) {
  uint64_t bits = 0;
  for (uint32_t row : rows) bits |= BitOf(row);
  return bits;
}

}  // namespace

SgnsBlockSettings BlockSettings(const SgnsSettings& settings) {
  return {.whole_basket = settings.whole_sentence,
          .window_size = settings.window_size,
          .max_context = settings.max_context,
          .negatives = settings.negatives,
          .shared_negatives = settings.shared_negatives,
          .negative_blocks = settings.negative_blocks};
}

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
                               const AliasSampler& sampler,
                               const HuffmanTree* tree)
    : settings_(settings),
      keep_(keep),
      sampler_(sampler),
      tree_(tree == nullptr || tree->empty() ? nullptr : tree),
      negatives_(settings.shared_negatives) {}

void SgnsBlockMaker::ShareNegatives(uint32_t count) {
  settings_.shared_negatives = count;
  negatives_.resize(count);
  ForgetNegatives();
}

void SgnsBlockMaker::Start(std::span<const uint32_t> tokens, Random& random) {
  tokens_.clear();
  for (uint32_t token : tokens) {
    if (token >= keep_.size()) continue;
    if (keep_[token] >= 1 || random.Uniform() < keep_[token]) {
      tokens_.push_back(token);
    }
  }
  next_ = seen_ = 0;
  if (!settings_.whole_basket) return;
  shuffled_ = tokens_;
  held_ = tokens_;
  std::ranges::sort(held_);
  held_bits_ = BitsOf(held_);
}

bool SgnsBlockMaker::Next(Random& random, SgnsBlock* block) {
  if (tokens_.size() < 2 || next_ == tokens_.size()) return false;
  if (tree_ != nullptr) {
    NextPath(random, block);
    return true;
  }
  const size_t begin = next_;
  next_ = std::min(begin + kSgnsInputs, tokens_.size());
  block->inputs.assign(tokens_.begin() + begin, tokens_.begin() + next_);
  DrawNegatives(random, block);
  if (settings_.whole_basket) {
    AddWholeSentence(random, block);
  } else {
    AddWindow(begin, random, block);
    held_ = block->outputs;
    held_bits_ = BitsOf(held_);
  }
  AddNegatives(block);
  return true;
}

void SgnsBlockMaker::NextPath(Random& random, SgnsBlock* block) {
  const size_t centre = next_++;
  block->new_tokens.clear();
  block->new_negatives.clear();
  block->outputs.clear();
  block->inputs.clear();
  // Turns to the first child are what hierarchical softmax calls positive.
  for (bool first : {true, false}) {
    for (const HuffmanTurn& turn : tree_->Path(tokens_[centre])) {
      if (turn.first == first) block->outputs.push_back(turn.node);
    }
    if (first) block->positives = block->outputs.size();
  }
  DrawContext(centre, random, block);
  block->weights.assign(block->inputs.size() * block->outputs.size(), 1.0f);
}

// What is near to the centre or, for whole sentences, the others, as many of
// them as max_context.
void SgnsBlockMaker::DrawContext(size_t centre, Random& random,
                                 SgnsBlock* block) {
  const size_t others = tokens_.size() - 1;
  if (settings_.whole_basket && others > settings_.max_context) {
    return DrawOthers(centre, random, block);
  }
  const size_t reach = settings_.whole_basket
                           ? tokens_.size()
                           : 1 + random.Below(settings_.window_size);
  const size_t begin = centre - std::min(centre, reach);
  const size_t end = std::min(centre + reach + 1, tokens_.size());
  for (size_t i = begin; i < end; ++i) {
    if (i != centre) block->inputs.push_back(tokens_[i]);
  }
}

// The first places of a shuffle (Fisher and Yates) of all that are not the
// centre's, which is taken back so that the next one begins with the same
// order without copying it.
void SgnsBlockMaker::DrawOthers(size_t centre, Random& random,
                                SgnsBlock* block) {
  const size_t others = tokens_.size() - 1, count = settings_.max_context;
  while (places_.size() < others) {
    places_.push_back(static_cast<uint32_t>(places_.size()));
  }
  swaps_.clear();
  for (size_t i = 0; i < count; ++i) {
    const auto left = static_cast<uint32_t>(others - i);
    swaps_.push_back(i + random.Below(left));
    std::swap(places_[i], places_[swaps_.back()]);
  }
  for (size_t i = 0; i < count; ++i) {
    const size_t place = places_[i] < centre ? places_[i] : places_[i] + 1;
    block->inputs.push_back(tokens_[place]);
  }
  for (size_t i = count; i-- > 0;) std::swap(places_[i], places_[swaps_[i]]);
}

void SgnsBlockMaker::NoteNewTokens(size_t end, SgnsBlock* block) {
  const size_t begin = std::min(seen_, end);
  block->new_tokens.assign(tokens_.begin() + begin, tokens_.begin() + end);
  seen_ = std::max(seen_, end);
}

// The whole sentence, where it is short enough that each centre has at most
// max_context others; a random part of it otherwise.
void SgnsBlockMaker::AddWholeSentence(Random& random, SgnsBlock* block) {
  size_t count = shuffled_.size();
  if (count > size_t{settings_.max_context} + 1) {
    count = settings_.max_context;
    for (size_t i = 0; i < count; ++i) {
      const auto left = static_cast<uint32_t>(shuffled_.size() - i);
      std::swap(shuffled_[i], shuffled_[i + random.Below(left)]);
    }
  }
  block->outputs.assign(shuffled_.begin(), shuffled_.begin() + count);
  block->positives = count;
  NoteNewTokens(tokens_.size(), block);
  const size_t inputs = block->inputs.size();
  block->weights.resize(inputs * count);
  for (size_t n = 0; n < count; ++n) {
    for (size_t b = 0; b < inputs; ++b) {
      block->weights[n * inputs + b] =
          block->outputs[n] == block->inputs[b] ? 0.0f : 1.0f;
    }
  }
}

void SgnsBlockMaker::AddWindow(size_t begin, Random& random, SgnsBlock* block) {
  const size_t inputs = block->inputs.size();
  size_t from[kSgnsInputs], to[kSgnsInputs];
  for (size_t b = 0; b < inputs; ++b) {
    const size_t centre = begin + b;
    const size_t reach = 1 + random.Below(settings_.window_size);
    from[b] = centre - std::min(centre, reach);
    to[b] = std::min(centre + reach + 1, tokens_.size());
  }
  const size_t first = *std::min_element(from, from + inputs);
  const size_t end = *std::max_element(to, to + inputs);
  block->outputs.assign(tokens_.begin() + first, tokens_.begin() + end);
  block->positives = end - first;
  NoteNewTokens(end, block);
  block->weights.assign(inputs * block->positives, 0.0f);
  for (size_t b = 0; b < inputs; ++b) {
    for (size_t at = from[b]; at < to[b]; ++at) {
      block->weights[(at - first) * inputs + b] = at == begin + b ? 0.0f : 1.0f;
    }
  }
}

void SgnsBlockMaker::DrawNegatives(Random& random, SgnsBlock* block) {
  block->new_negatives.clear();
  if (blocks_left_ == 0) {
    if (settings_.whole_basket) {
      sampler_.DrawSpread(random, negatives_);
    } else {
      for (uint32_t& row : negatives_) row = sampler_.Draw(random);
    }
    block->new_negatives = negatives_;
    blocks_left_ = settings_.negative_blocks;
  }
  --blocks_left_;
}

bool SgnsBlockMaker::IsHeld(uint32_t row) const {
  if ((held_bits_ & BitOf(row)) == 0) return false;
  return settings_.whole_basket ? std::ranges::binary_search(held_, row)
                                : std::ranges::count(held_, row) > 0;
}

void SgnsBlockMaker::AddNegatives(SgnsBlock* block) {
  // A negative weighs the same with every output: by input alone.
  const size_t inputs = block->inputs.size();
  negative_weights_.assign(inputs, 0.0f);
  for (size_t pair = 0; pair < block->weights.size(); ++pair) {
    negative_weights_[pair % inputs] += block->weights[pair];
  }
  for (float& weight : negative_weights_) {
    weight *= static_cast<float>(settings_.negatives) /
              static_cast<float>(settings_.shared_negatives);
  }
  for (uint32_t row : negatives_) {
    if (!IsHeld(row)) block->outputs.push_back(row);
  }
  const size_t positives = block->weights.size();
  block->weights.resize(inputs * block->outputs.size());
  for (size_t pair = positives; pair < block->weights.size(); pair += inputs) {
    std::ranges::copy(negative_weights_, block->weights.begin() + pair);
  }
}

}  // namespace customer2vec
