#include "trainer/models/content2vec/content_tokens.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/status_macros.h"
#include "core/servables/attribute_vectors.h"
#include "trainer/base/string_interner.h"

namespace customer2vec {
namespace {

using PartSpec = v1::ContentPartSpec;

// The texts of one part before any is dropped: number in `texts` by item.
struct RawPart {
  StringInterner texts;
  std::vector<uint64_t> offsets = {0};  // by item row
  std::vector<uint32_t> numbers;        // each once an item

  void Add(absl::string_view text) {
    const uint32_t number = texts.Intern(text);
    const auto begin = numbers.begin() + offsets.back();
    if (std::find(begin, numbers.end(), number) == numbers.end()) {
      numbers.push_back(number);
    }
  }
  void EndItem() { offsets.push_back(numbers.size()); }
  std::span<const uint32_t> Of(uint32_t item) const {
    return std::span(numbers).subspan(offsets[item],
                                      offsets[item + 1] - offsets[item]);
  }
};

// How a part reads its value of an item; empty where it has none.
class PartValues {
 public:
  PartValues(const PartSpec& part, std::optional<size_t> attribute,
             const Corpus& corpus, const Catalogue& catalogue)
      : part_(part),
        attribute_(attribute),
        corpus_(corpus),
        catalogue_(catalogue) {}

  absl::string_view Of(uint32_t item) {
    if (part_.kind() == v1::CONTENT_PART_KIND_PRICE) return PriceOf(item);
    if (attribute_) return catalogue_.Value(*attribute_, item);
    return NameOf(item);
  }

 private:
  absl::string_view PriceOf(uint32_t item) {
    const float price = corpus_.MeanPrice(item);
    if (!(price > 0)) return "";
    text_ = absl::StrCat(price);
    return text_;
  }

  // An item without a name is called by its id, which tells nothing.
  absl::string_view NameOf(uint32_t item) const {
    const absl::string_view name = catalogue_.Name(item);
    return name == corpus_.arrays().item_ids[item] ? "" : name;
  }

  const PartSpec& part_;
  const std::optional<size_t> attribute_;
  const Corpus& corpus_;
  const Catalogue& catalogue_;
  std::string text_;
};

std::string Shown(const v1::ContentPart& part, int number) {
  return absl::StrCat(
      "parts[", number, "] (", v1::ContentPartKind_Name(part.kind()),
      part.attribute().empty() ? "" : " of ", part.attribute(), ")");
}

std::string AttributeNames(const Catalogue& catalogue) {
  std::string names;
  for (size_t i = 0; i < catalogue.attribute_count(); ++i) {
    absl::StrAppend(&names, i == 0 ? "" : ", ", catalogue.AttributeName(i));
  }
  return names.empty() ? "none" : names;
}

absl::StatusOr<std::optional<size_t>> FindAttribute(
    const v1::ContentPart& part, const Catalogue& catalogue) {
  if (part.attribute().empty()) return std::nullopt;
  const std::optional<size_t> found = catalogue.FindAttribute(part.attribute());
  if (found) return found;
  return absl::InvalidArgumentError(
      absl::StrCat("the catalogue has no attribute \"", part.attribute(),
                   "\"; it has: ", AttributeNames(catalogue)));
}

// Upper bounds that cut `numbers` into `bands` of equally many; fewer where
// many are equal.
std::vector<double> QuantileBounds(std::vector<double> numbers, int bands) {
  std::sort(numbers.begin(), numbers.end());
  std::vector<double> bounds;
  for (int band = 1; band < bands && !numbers.empty(); ++band) {
    const size_t end = numbers.size() * band / bands;
    if (end == 0) continue;
    const double bound = numbers[end - 1];
    if (bound == numbers.back()) break;
    if (bounds.empty() || bound > bounds.back()) bounds.push_back(bound);
  }
  return bounds;
}

bool IsBanded(const PartSpec& part) {
  return part.kind() == v1::CONTENT_PART_KIND_BAND ||
         part.kind() == v1::CONTENT_PART_KIND_PRICE;
}

// INVALID_ARGUMENT where a value is no number.
absl::Status FillBounds(int bands, size_t items, PartValues& values,
                        PartSpec* part) {
  std::vector<double> numbers;
  for (uint32_t item = 0; item < items; ++item) {
    const absl::string_view value = values.Of(item);
    if (value.empty()) continue;
    double number;
    if (!absl::SimpleAtod(value, &number) || !std::isfinite(number)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "\"", value,
          "\" is no number; take CONTENT_PART_KIND_VALUE for categories"));
    }
    numbers.push_back(number);
  }
  for (const double bound : QuantileBounds(std::move(numbers), bands)) {
    part->add_upper_bounds(bound);
  }
  return absl::OkStatus();
}

RawPart ReadItems(const Corpus& corpus) {
  RawPart raw;
  for (const std::string& id : corpus.arrays().item_ids) {
    raw.Add(id);
    raw.EndItem();
  }
  return raw;
}

absl::StatusOr<RawPart> ReadPart(const v1::ContentPart& config,
                                 const Corpus& corpus,
                                 const Catalogue& catalogue, PartSpec* part) {
  if (config.kind() == v1::CONTENT_PART_KIND_ITEM) {
    return ReadItems(corpus);
  }
  C2V_ASSIGN_OR_RETURN(const std::optional<size_t> attribute,
                       FindAttribute(config, catalogue));
  PartValues values(*part, attribute, corpus, catalogue);
  if (IsBanded(*part)) {
    C2V_RETURN_IF_ERROR(
        FillBounds(config.bands(), corpus.item_count(), values, part));
  }
  RawPart raw;
  for (uint32_t item = 0; item < corpus.item_count(); ++item) {
    for (const std::string& text : ContentTokenTexts(*part, values.Of(item))) {
      raw.Add(text);
    }
    raw.EndItem();
  }
  if (!raw.numbers.empty()) return raw;
  return absl::FailedPreconditionError(
      "no item has a value of it; leave the part out, or map its column in "
      "data.catalogue (prices: in data.interactions)");
}

PartSpec SpecOf(const v1::ContentPart& config) {
  PartSpec part;
  part.set_kind(config.kind());
  part.set_attribute(config.attribute());
  part.set_input_weight(static_cast<float>(config.input_weight()));
  part.set_output_weight(static_cast<float>(config.output_weight()));
  return part;
}

// A text of a part while tokens are being counted and ranked.
struct Candidate {
  uint32_t part;
  uint32_t number;  // in the part's texts
  uint32_t count;   // training baskets that hold it
  uint64_t items;   // that have it
};

// Marks what a basket holds already.
class BasketMarks {
 public:
  explicit BasketMarks(size_t count) : basket_of_(count, UINT64_MAX) {}

  // Whether `number` is new in the basket.
  bool Mark(uint32_t number, size_t basket) {
    if (basket_of_[number] == basket) return false;
    basket_of_[number] = basket;
    return true;
  }

 private:
  std::vector<uint64_t> basket_of_;
};

std::vector<Candidate> CountTexts(const RawPart& raw, uint32_t part,
                                  const Corpus& corpus) {
  std::vector<Candidate> texts(raw.texts.size());
  for (uint32_t i = 0; i < texts.size(); ++i) texts[i] = {part, i, 0, 0};
  for (const uint32_t number : raw.numbers) ++texts[number].items;
  BasketMarks marks(texts.size());
  for (size_t basket = 0; basket < corpus.basket_count(); ++basket) {
    for (const uint32_t item : corpus.Items(basket)) {
      for (const uint32_t number : raw.Of(item)) {
        texts[number].count += marks.Mark(number, basket);
      }
    }
  }
  return texts;
}

bool Fits(const Candidate& candidate, absl::string_view text,
          uint64_t min_count) {
  return candidate.count >= std::max<uint64_t>(1, min_count) &&
         ContentTokenId(candidate.part, text).size() <= kMaxIdBytes;
}

uint64_t ItemsWithPart(const RawPart& raw) {
  uint64_t items = 0;
  for (size_t i = 1; i < raw.offsets.size(); ++i) {
    items += raw.offsets[i] > raw.offsets[i - 1];
  }
  return items;
}

// 1 + N / n keeps the weight of a text that all items have above 0.
float WeightOf(v1::ContentWeighting weighting, uint64_t items,
               uint64_t items_with_text) {
  if (weighting == v1::CONTENT_WEIGHTING_EQUAL) return 1;
  return static_cast<float>(std::log1p(static_cast<double>(items) /
                                       static_cast<double>(items_with_text)));
}

// From raw parts to ranked tokens.
class TokenRanking {
 public:
  TokenRanking(const ContentParts& config, const std::vector<RawPart>& raw,
               const Corpus& corpus)
      : config_(config), raw_(raw), corpus_(corpus) {}

  void Fill(v1::ContentWeighting weighting, ContentTokens* tokens) const {
    const std::vector<Candidate> kept = Rank(tokens);
    std::vector<std::vector<uint32_t>> row_of(raw_.size());
    for (size_t part = 0; part < raw_.size(); ++part) {
      row_of[part].assign(raw_[part].texts.size(), kNoRow);
    }
    std::vector<uint64_t> items;
    for (const RawPart& raw : raw_) items.push_back(ItemsWithPart(raw));
    for (const Candidate& token : kept) {
      row_of[token.part][token.number] = static_cast<uint32_t>(tokens->size());
      tokens->texts.emplace_back(raw_[token.part].texts[token.number]);
      tokens->part_of.push_back(token.part);
      tokens->counts.push_back(
          static_cast<uint32_t>(std::min<uint64_t>(token.count, UINT32_MAX)));
      tokens->weights.push_back(
          WeightOf(weighting, items[token.part], token.items));
    }
    FillItems(row_of, tokens);
  }

 private:
  std::vector<Candidate> Rank(ContentTokens* tokens) const {
    std::vector<Candidate> kept;
    for (uint32_t part = 0; part < raw_.size(); ++part) {
      const std::vector<Candidate> all = CountTexts(raw_[part], part, corpus_);
      const size_t before = kept.size();
      std::copy_if(all.begin(), all.end(), std::back_inserter(kept),
                   [&](const Candidate& text) {
                     return Fits(text, TextOf(text), config_[part].min_count());
                   });
      tokens->dropped.push_back(all.size() - (kept.size() - before));
    }
    std::sort(kept.begin(), kept.end(),
              [this](const Candidate& a, const Candidate& b) {
                if (a.count != b.count) return a.count > b.count;
                return a.part != b.part ? a.part < b.part
                                        : TextOf(a) < TextOf(b);
              });
    return kept;
  }

  absl::string_view TextOf(const Candidate& text) const {
    return raw_[text.part].texts[text.number];
  }

  void FillItems(const std::vector<std::vector<uint32_t>>& row_of,
                 ContentTokens* tokens) const {
    tokens->item_offsets.push_back(0);
    for (uint32_t item = 0; item < corpus_.item_count(); ++item) {
      for (size_t part = 0; part < raw_.size(); ++part) {
        for (const uint32_t number : raw_[part].Of(item)) {
          if (row_of[part][number] == kNoRow) continue;
          tokens->item_tokens.push_back(row_of[part][number]);
        }
      }
      tokens->item_offsets.push_back(tokens->item_tokens.size());
    }
  }

  const ContentParts& config_;
  const std::vector<RawPart>& raw_;
  const Corpus& corpus_;
};

}  // namespace

absl::StatusOr<ContentTokens> BuildContentTokens(const ContentParts& parts,
                                                 v1::ContentWeighting weighting,
                                                 const Corpus& corpus,
                                                 const Catalogue& catalogue) {
  ContentTokens tokens;
  std::vector<RawPart> raw;
  for (int i = 0; i < parts.size(); ++i) {
    PartSpec part = SpecOf(parts[i]);
    absl::StatusOr<RawPart> read = ReadPart(parts[i], corpus, catalogue, &part);
    if (!read.ok()) return Annotate(read.status(), Shown(parts[i], i));
    raw.push_back(*std::move(read));
    tokens.parts.push_back(std::move(part));
  }
  TokenRanking(parts, raw, corpus).Fill(weighting, &tokens);
  if (tokens.size() >= 2) return tokens;
  return absl::FailedPreconditionError(absl::StrCat(
      "parts: ", tokens.size(),
      " tokens stand in enough training baskets, two are needed; lower "
      "min_count"));
}

ContentSentences WriteSentences(const Corpus& corpus,
                                const ContentTokens& tokens, bool distinct) {
  ContentSentences sentences;
  sentences.offsets.reserve(corpus.basket_count() + 1);
  BasketMarks marks(tokens.size());
  for (size_t basket = 0; basket < corpus.basket_count(); ++basket) {
    for (const uint32_t item : corpus.Items(basket)) {
      for (const uint32_t token : tokens.Of(item)) {
        if (distinct && !marks.Mark(token, basket)) continue;
        sentences.tokens.push_back(token);
      }
    }
    sentences.offsets.push_back(sentences.tokens.size());
  }
  return sentences;
}

}  // namespace customer2vec
