#include "core/servables/document_encoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <vector>

#include "core/base/random.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;

constexpr size_t kItems = 20;
constexpr size_t kExtra = 4;
constexpr size_t kDraws = 37;

// Items with vectors at random; item i has the extra token i % kExtra, but for
// item 0, which has none. Owns what an encoder looks at.
struct Fixture {
  DocumentEncoderSettings settings;
  std::vector<float> input, output, extra_input, extra_output, keep;
  std::vector<uint32_t> negatives, extra_tokens;
  std::vector<uint64_t> extra_offsets = {0, 0};

  explicit Fixture(std::vector<DocumentColumns> parts, uint64_t seed = 1)
      : settings{.parts = std::move(parts),
                 .learning_rates = {0.05f, 0.03f, 0.01f},
                 .negatives = 3} {
    size_t d = 0;
    for (const DocumentColumns& part : settings.parts) d += part.dimension;
    Random random(seed);
    const auto fill = [&](size_t rows, std::vector<float>* values) {
      for (size_t i = 0; i < rows * d; ++i) {
        values->push_back(static_cast<float>(random.Normal() / 2));
      }
    };
    fill(kItems, &input);
    fill(kItems, &output);
    fill(kExtra, &extra_input);
    fill(kExtra, &extra_output);
    for (size_t i = 0; i < kItems + kExtra; ++i) {
      keep.push_back(static_cast<float>(1 - random.Uniform() / 2));
    }
    for (size_t i = 0; i < kDraws; ++i) {
      negatives.push_back(random.Below(kItems + kExtra));
    }
    for (uint32_t item = 1; item < kItems; ++item) {
      extra_tokens.push_back(item % kExtra);
      extra_offsets.push_back(extra_tokens.size());
    }
  }

  DocumentEncoderArrays arrays() const {
    return {.keep = keep,
            .negatives = negatives,
            .extra_input = extra_input,
            .extra_output = extra_output,
            .extra_offsets = extra_offsets,
            .extra_tokens = extra_tokens};
  }
  absl::StatusOr<DocumentEncoder> Create() const {
    return DocumentEncoder::Create(settings, arrays(), input, output);
  }
  size_t dimension() const { return output.size() / kItems; }
};

using Numbers = std::vector<double>;

// The same inference as the header describes it, in double and with copies.
class PlainEncoder {
 public:
  explicit PlainEncoder(const Fixture& fixture) : f_(fixture) {}

  Numbers Infer(std::vector<HistoryEvent> events) {
    std::ranges::stable_sort(events, {}, &HistoryEvent::time);
    Write(events);
    Numbers vector;
    size_t column = 0;
    for (const DocumentColumns& part : f_.settings.parts) {
      draw_ = 0;
      Numbers x(part.dimension);
      for (const float rate : f_.settings.learning_rates) {
        if (part.distributed_memory) {
          for (size_t i = 0; i < text_.size(); ++i)
            Token(part, column, i, rate, &x);
        } else {
          for (size_t i = 0; i < text_.size(); i += 4)
            Chunk(column, i, rate, &x);
        }
      }
      vector.insert(vector.end(), x.begin(), x.end());
      column += part.dimension;
    }
    return vector;
  }

 private:
  struct Word {
    uint32_t row;
    double weight;
  };

  void Write(const std::vector<HistoryEvent>& events) {
    for (int copy = 0; copy < 32; ++copy) {
      for (const HistoryEvent& event : events) {
        const double copies =
            std::min<double>(32, std::ceil(std::abs(event.weight)));
        if (event.item >= kItems || copy >= copies) continue;
        const double weight =
            std::clamp<double>(event.weight, -32, 32) / copies;
        text_.push_back({event.item, weight * f_.keep[event.item]});
        if (event.item == 0) continue;
        const uint32_t extra = kItems + event.item % kExtra;
        text_.push_back({extra, weight * f_.keep[extra]});
      }
    }
  }

  Numbers Row(const std::vector<float>& items, const std::vector<float>& extra,
              uint32_t row, size_t column, size_t d) const {
    const std::vector<float>& from = row < kItems ? items : extra;
    const size_t begin = (row % kItems) * f_.dimension() + column;
    return Numbers(from.begin() + begin, from.begin() + begin + d);
  }
  Numbers Output(uint32_t row, size_t column, size_t d) const {
    return Row(f_.output, f_.extra_output, row, column, d);
  }

  static double Sigmoid(const Numbers& x, const Numbers& y) {
    const double z = std::inner_product(x.begin(), x.end(), y.begin(), 0.0);
    return 1 / (1 + std::exp(-z));
  }
  static void Add(double factor, const Numbers& x, Numbers* sum) {
    for (size_t i = 0; i < x.size(); ++i) (*sum)[i] += factor * x[i];
  }
  uint32_t Draw() { return f_.negatives[draw_++ % kDraws]; }

  void Chunk(size_t column, size_t begin, double rate, Numbers* x) {
    const size_t end = std::min(begin + 4, text_.size()), d = x->size();
    Numbers gradient(d);
    double total = 0;
    for (size_t i = begin; i < end; ++i) {
      const Numbers y = Output(text_[i].row, column, d);
      const double w = text_[i].weight;
      Add(w > 0 ? w * (1 - Sigmoid(*x, y)) : w * Sigmoid(*x, y), y, &gradient);
      total += std::max(0.0, w);
    }
    for (size_t i = begin; i < end && total > 0; ++i) {
      const uint32_t draw = Draw();
      double others = 0;
      for (size_t j = begin; j < end; ++j) {
        if (text_[j].row != draw) others += std::max(0.0, text_[j].weight);
      }
      const Numbers y = Output(draw, column, d);
      Add(-3 * others / static_cast<double>(end - begin) * Sigmoid(*x, y), y,
          &gradient);
    }
    Add(rate, gradient, x);
  }

  void Token(const DocumentColumns& part, size_t column, size_t place,
             double rate, Numbers* x) {
    const size_t d = x->size();
    Numbers hidden = *x;
    double size = 1;
    const auto reach = static_cast<int64_t>(1 + place % part.window_size);
    for (size_t i = 0; i < text_.size(); ++i) {
      const int64_t distance =
          std::abs(static_cast<int64_t>(i) - static_cast<int64_t>(place));
      if (distance == 0 || distance > reach) continue;
      Add(1, Row(f_.input, f_.extra_input, text_[i].row, column, d), &hidden);
      ++size;
    }
    if (part.mean) {
      for (double& h : hidden) h /= size;
    }
    const double w = text_[place].weight;
    const Numbers y = Output(text_[place].row, column, d);
    Numbers gradient(d);
    Add(w > 0 ? w * (1 - Sigmoid(hidden, y)) : w * Sigmoid(hidden, y), y,
        &gradient);
    for (int i = 0; i < 3 && w > 0; ++i) {
      const uint32_t draw = Draw();
      if (draw == text_[place].row) continue;
      const Numbers n = Output(draw, column, d);
      Add(-w * Sigmoid(hidden, n), n, &gradient);
    }
    Add(part.mean ? rate : rate / size, gradient, x);
  }

  const Fixture& f_;
  std::vector<Word> text_;
  size_t draw_ = 0;
};

const std::vector<std::vector<DocumentColumns>> kModels = {
    {{.dimension = 7}},
    {{.dimension = 9, .distributed_memory = true, .window_size = 3}},
    {{.dimension = 5,
      .distributed_memory = true,
      .window_size = 2,
      .mean = false}},
    {{.dimension = 20},
     {.dimension = 17, .distributed_memory = true, .window_size = 4}}};

std::vector<HistoryEvent> LongHistory() {
  std::vector<HistoryEvent> history;
  Random random(9);
  for (int i = 0; i < 40; ++i) {
    history.push_back({.item = random.Below(kItems + 2),
                       .weight = static_cast<float>(random.Uniform() * 4 - 0.5),
                       .time = random.Below(5)});
  }
  history.push_back({.item = 3, .weight = 1e9f});
  history.push_back({.item = 4, .weight = 0});
  return history;
}

TEST(DocumentEncoderTest, MatchesPlainLoops) {
  for (const auto& parts : kModels) {
    const Fixture fixture(parts);
    C2V_ASSERT_OK_AND_ASSIGN(const DocumentEncoder encoder, fixture.Create());
    for (const std::vector<HistoryEvent>& history :
         {std::vector<HistoryEvent>{{.item = 0}},
          std::vector<HistoryEvent>{{.item = 5, .weight = 2.5f},
                                    {.item = 0, .weight = -1}},
          LongHistory()}) {
      std::vector<float> vector(encoder.dimension(), 9);
      ASSERT_TRUE(encoder.Infer(history, vector));
      const Numbers expected = PlainEncoder(fixture).Infer(history);
      for (size_t i = 0; i < vector.size(); ++i) {
        EXPECT_NEAR(vector[i], expected[i], 1e-4 * (1 + std::abs(expected[i])))
            << "column " << i << " of " << vector.size();
      }
    }
  }
}

TEST(DocumentEncoderTest, AHistoryHasOneVector) {
  const Fixture fixture(kModels.back());
  C2V_ASSERT_OK_AND_ASSIGN(const DocumentEncoder encoder, fixture.Create());
  std::vector<float> first(37), other(37), again(37);
  const std::vector<HistoryEvent> one = {{.item = 7}};
  EXPECT_TRUE(encoder.Infer(LongHistory(), first));
  EXPECT_TRUE(encoder.Infer(one, other));
  EXPECT_TRUE(encoder.Infer(LongHistory(), again));
  EXPECT_EQ(first, again);
  EXPECT_NE(first, other);
}

TEST(DocumentEncoderTest, TakesTheEventsByTime) {
  const Fixture fixture(kModels[1]);
  C2V_ASSERT_OK_AND_ASSIGN(const DocumentEncoder encoder, fixture.Create());
  std::vector<float> forward(9), backward(9);
  const HistoryEvent a{.item = 2, .time = 10}, b{.item = 3, .time = 20},
      c{.item = 9, .time = 30};
  EXPECT_TRUE(encoder.Infer(std::vector{a, b, c}, forward));
  EXPECT_TRUE(encoder.Infer(std::vector{c, a, b}, backward));
  EXPECT_EQ(forward, backward);
}

TEST(DocumentEncoderTest, NothingKnownHasNoVector) {
  const Fixture fixture(kModels[0]);
  C2V_ASSERT_OK_AND_ASSIGN(const DocumentEncoder encoder, fixture.Create());
  std::vector<float> vector(7, 9);
  const float nan = std::nanf("");
  for (const std::vector<HistoryEvent>& history :
       {std::vector<HistoryEvent>{},
        std::vector<HistoryEvent>{{.item = kItems}, {.item = 1, .weight = 0}},
        std::vector<HistoryEvent>{{.item = 1, .weight = nan}}}) {
    vector.assign(7, 9);
    EXPECT_FALSE(encoder.Infer(history, vector));
    EXPECT_THAT(vector, Each(0));
  }
}

TEST(DocumentEncoderTest, VeryLongHistoriesStayFiniteAndCutTheirBeginning) {
  const Fixture fixture(kModels[0]);
  C2V_ASSERT_OK_AND_ASSIGN(const DocumentEncoder encoder, fixture.Create());
  std::vector<HistoryEvent> history(DocumentEncoder::kMaxTokens, {.item = 0});
  std::vector<float> all(7), with_more(7);
  EXPECT_TRUE(encoder.Infer(history, all));
  history.insert(history.begin(), 100, {.item = 5});
  EXPECT_TRUE(encoder.Infer(history, with_more));
  EXPECT_EQ(all, with_more);
  for (float x : all) EXPECT_TRUE(std::isfinite(x));
}

TEST(DocumentEncoderTest, RefusesWhatDoesNotFit) {
  const auto broken = [](const std::function<void(Fixture*)>& change) {
    Fixture fixture(kModels.back());
    change(&fixture);
    return fixture.Create().status();
  };
  const auto invalid = [](const char* text) {
    return StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(text));
  };
  EXPECT_THAT(broken([](Fixture* f) { f->settings.parts.clear(); }),
              invalid("no parts"));
  EXPECT_THAT(broken([](Fixture* f) { f->settings.parts[0].dimension = 19; }),
              invalid("36 columns"));
  EXPECT_THAT(broken([](Fixture* f) { f->settings.parts[1].window_size = 0; }),
              invalid("window"));
  EXPECT_THAT(broken([](Fixture* f) { f->settings.learning_rates.clear(); }),
              invalid("no passes"));
  EXPECT_THAT(broken([](Fixture* f) { f->settings.learning_rates[1] = 2; }),
              invalid("learning rate 2"));
  EXPECT_THAT(broken([](Fixture* f) { f->settings.negatives = 0; }),
              invalid("negatives"));
  EXPECT_THAT(broken([](Fixture* f) { f->keep.pop_back(); }),
              invalid("shares kept"));
  EXPECT_THAT(broken([](Fixture* f) { f->keep[3] = 0; }),
              invalid("share kept"));
  EXPECT_THAT(broken([](Fixture* f) { f->negatives.clear(); }),
              invalid("no draws"));
  EXPECT_THAT(broken([](Fixture* f) { f->negatives[2] = kItems + kExtra; }),
              invalid("draw is no token"));
  EXPECT_THAT(broken([](Fixture* f) { f->extra_offsets[4] = 99; }),
              invalid("offsets"));
  EXPECT_THAT(broken([](Fixture* f) { f->extra_tokens.push_back(0); }),
              invalid("offsets"));
  EXPECT_THAT(broken([](Fixture* f) { f->extra_tokens[0] = kExtra; }),
              invalid("extra token that is none"));
  EXPECT_THAT(broken([](Fixture* f) { f->extra_output[5] = NAN; }),
              invalid("not finite"));
}

}  // namespace
}  // namespace customer2vec
