#include "trainer/models/factorization_machine/factorization_machine_trainer.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <numeric>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "trainer/models/factorization_machine/basket_history.h"
#include "trainer/models/factorization_machine/factorization_machine_config.h"
#include "trainer/models/factorization_machine/factorization_parameters.h"
#include "trainer/models/interactions/frequent_items.h"
#include "trainer/models/interactions/pass_saver.h"
#include "trainer/models/sgns/alias_sampler.h"
#include "trainer/models/sgns/matrix_start.h"

namespace customer2vec {
namespace {

// Customers, or baskets without one, that a thread takes at a time.
constexpr size_t kCustomersAtATime = 16;

using Clock = std::chrono::steady_clock;

float Sigmoid(float x) { return 1 / (1 + std::exp(-x)); }

// -ln sigmoid(x)
double LogLoss(float x) {
  return x > 0 ? std::log1p(std::exp(-x)) : -x + std::log1p(std::exp(x));
}

struct Tally {
  double loss = 0;
  uint64_t count = 0;
};

// What all threads of a run share.
struct Run {
  const FactorizationData& data;
  const v1::FactorizationMachineConfig& config;
  FactorizationFeatures features;
  std::vector<std::vector<uint32_t>> item_values;  // rows of values, by item
  AliasSampler sampler;
  FactorizationParameters parameters;

  FactorizationRates rates() const {
    return {static_cast<float>(config.learning_rate()),
            static_cast<float>(config.regularization())};
  }
  // Rows of the feature table after those that items make.
  uint32_t FirstCustomerValue() const {
    return static_cast<uint32_t>(features.row_count());
  }
  uint32_t FirstCustomer() const {
    return FirstCustomerValue() +
           static_cast<uint32_t>(data.customer_value_count);
  }
};

// A thread's part of an epoch.
class Worker {
 public:
  explicit Worker(Run& run)
      : run_(run), history_(run.features.item_count(), run.config.decay()) {}

  void Start(Random random) {
    random_ = random;
    tally_ = {};
  }
  const Tally& tally() const { return tally_; }

  void TrainCustomer(uint32_t customer) {
    const BasketRange baskets = run_.data.corpus.BasketsOf(customer);
    const size_t most = static_cast<size_t>(run_.config.max_baskets());
    const size_t first = baskets.size() > most ? baskets.size() - most : 0;
    history_.Clear();
    for (size_t i = 0; i < baskets.size(); ++i) {
      if (i >= first) TrainBasket(customer, baskets[i]);
      history_.Add(run_.data.corpus.Items(baskets[i]));
    }
  }

  // A basket without a customer.
  void TrainSession(size_t basket) {
    history_.Clear();
    TrainBasket(kNoCustomer, basket);
  }

 private:
  void TrainBasket(uint32_t customer, size_t basket) {
    basket_.clear();
    for (const uint32_t item : run_.data.corpus.Items(basket)) {
      if (item < run_.features.item_count()) basket_.push_back(item);
    }
    std::ranges::sort(basket_);
    AddOwnFeatures(customer);
    const size_t own = features_.size();
    if (history_.baskets() > 0) TrainExample(basket_);
    if (basket_.size() < 2) return;
    // The context first, then what is to be found.
    halves_ = basket_;
    for (size_t i = halves_.size(); i > 1; --i) {
      std::swap(halves_[i - 1],
                halves_[random_.Below(static_cast<uint32_t>(i))]);
    }
    const size_t half = halves_.size() / 2;
    features_.resize(own);
    run_.features.AddContext(std::span(halves_).first(half), &features_);
    TrainExample(std::span(halves_).subspan(half));
  }

  void AddOwnFeatures(uint32_t customer) {
    features_.clear();
    history_.Weigh(&weights_);
    run_.features.AddHistory(weights_, &features_);
    if (customer == kNoCustomer) return;
    if (!run_.data.customer_values.empty()) {
      for (const uint32_t value : run_.data.customer_values[customer]) {
        features_.push_back({run_.FirstCustomerValue() + value, 1});
      }
    }
    if (!run_.config.no_customer_id()) {
      features_.push_back({run_.FirstCustomer() + customer, 1});
    }
  }

  void TrainExample(std::span<const uint32_t> positives) {
    run_.parameters.Describe(features_, scratch_);
    const bool pairs = run_.config.loss() == v1::FACTORIZATION_LOSS_BPR;
    for (const uint32_t positive : positives) {
      if (!pairs) TrainItem(positive, 1);
      for (int i = 0; i < run_.config.negatives(); ++i) {
        const uint32_t negative = run_.sampler.Draw(random_);
        if (std::ranges::binary_search(basket_, negative)) continue;
        if (pairs) {
          TrainPair(positive, negative);
        } else {
          TrainItem(negative, 0);
        }
      }
    }
    run_.parameters.Finish(features_, run_.rates(), scratch_);
  }

  float ScoreOf(uint32_t item) {
    return run_.parameters.ScoreOf(item, run_.item_values[item], RepeatOf(item),
                                   scratch_);
  }
  void Push(uint32_t item, float up) {
    run_.parameters.Push(item, run_.item_values[item], RepeatOf(item), up,
                         run_.rates(), scratch_);
  }
  float RepeatOf(uint32_t item) {
    return run_.config.no_repeat() ? 0 : history_.WeightOf(item);
  }

  void TrainPair(uint32_t positive, uint32_t negative) {
    const float margin = ScoreOf(positive) - ScoreOf(negative);
    const float up = Sigmoid(-margin);
    Push(positive, up);
    Push(negative, -up);
    Count(LogLoss(margin));
  }

  void TrainItem(uint32_t item, float target) {
    const float score = ScoreOf(item);
    Push(item, target - Sigmoid(score));
    Count(LogLoss(target == 1 ? score : -score));
  }

  void Count(double loss) {
    tally_.loss += loss;
    ++tally_.count;
  }

  Run& run_;
  Random random_{0};
  BasketHistory history_;
  std::vector<HistoryWeight> weights_;
  std::vector<uint32_t> basket_;  // ascending
  std::vector<uint32_t> halves_;
  std::vector<Feature> features_;
  StepScratch scratch_;
  Tally tally_;
};

// Customers' rows, then numbers of baskets without one behind them.
std::vector<size_t> Subjects(const Corpus& corpus) {
  std::vector<size_t> subjects(corpus.customer_count());
  std::iota(subjects.begin(), subjects.end(), 0);
  for (size_t basket = 0; basket < corpus.basket_count(); ++basket) {
    if (corpus.Customer(basket) == kNoCustomer) {
      subjects.push_back(corpus.customer_count() + basket);
    }
  }
  return subjects;
}

void Train(const Corpus& corpus, size_t subject, Worker& worker) {
  if (subject < corpus.customer_count()) {
    worker.TrainCustomer(static_cast<uint32_t>(subject));
  } else {
    worker.TrainSession(subject - corpus.customer_count());
  }
}

absl::StatusOr<Tally> RunEpoch(const std::vector<size_t>& subjects,
                               const Random& random, const Corpus& corpus,
                               const PassSaver& saver,
                               std::vector<Worker>& workers, PassPlace* place) {
  const size_t chunks =
      (subjects.size() + kCustomersAtATime - 1) / kCustomersAtATime;
  std::vector<Tally> tallies(chunks);
  const auto run = [&](size_t chunk, size_t thread) {
    Worker& worker = workers[thread];
    worker.Start(random.Fork(chunk));
    const size_t end =
        std::min(subjects.size(), (chunk + 1) * kCustomersAtATime);
    for (size_t i = chunk * kCustomersAtATime; i < end; ++i) {
      Train(corpus, subjects[i], worker);
    }
    tallies[chunk] = worker.tally();
  };
  C2V_RETURN_IF_ERROR(RunPieces(workers.size(), chunks, saver, place, run));
  Tally total;
  for (const Tally& each : tallies) {
    total.loss += each.loss;
    total.count += each.count;
  }
  return total;
}

// `done` epochs were run since `start`.
void Report(int epoch, int done, int epochs, const Tally& tally,
            Clock::time_point begin, Clock::time_point start,
            const FactorizationOptions& options) {
  if (!options.progress) return;
  const auto seconds = [](Clock::duration duration) {
    return std::chrono::duration<double>(duration).count();
  };
  const Clock::time_point now = Clock::now();
  options.progress(
      {.epoch = epoch,
       .epochs = epochs,
       .loss =
           tally.loss / static_cast<double>(std::max<uint64_t>(1, tally.count)),
       .seconds = seconds(now - begin),
       .seconds_left = seconds(now - start) / done * (epochs - epoch)});
}

// Everything that steps change.
PassSaver SaverOf(Run& run, LearningCheckpoint* checkpoint) {
  FactorizationParameters& all = run.parameters;
  return PassSaver(
      checkpoint, run.config.epochs(),
      {&all.items.rows, &all.values.rows, &all.features.rows},
      {&all.items.squares, &all.values.squares, &all.features.squares,
       &all.biases.numbers, &all.biases.squares, &all.repeats.numbers,
       &all.repeats.squares, &all.repeat_weight.numbers,
       &all.repeat_weight.squares});
}

// In an order of its own for each epoch.
void Shuffle(Random& random, std::vector<size_t>& subjects) {
  for (size_t i = subjects.size(); i > 1; --i) {
    std::swap(subjects[i - 1],
              subjects[random.Below(static_cast<uint32_t>(i))]);
  }
}

absl::Status RunEpochs(Run& run, const FactorizationOptions& options) {
  std::vector<Worker> workers(options.threads, Worker(run));
  std::vector<size_t> subjects = Subjects(run.data.corpus);
  const Random random(options.seed);
  Random shuffling = random.Fork(0);
  PassSaver saver = SaverOf(run, options.checkpoint);
  PassPlace place = saver.Restore();
  const int done = place.passes;
  for (int epoch = 1; epoch <= done; ++epoch) Shuffle(shuffling, subjects);
  const Clock::time_point start = Clock::now();
  while (place.passes < run.config.epochs()) {
    const Clock::time_point begin = Clock::now();
    const int epoch = place.passes + 1;
    Shuffle(shuffling, subjects);
    C2V_ASSIGN_OR_RETURN(
        const Tally tally,
        RunEpoch(subjects, random.Fork(static_cast<uint64_t>(epoch)),
                 run.data.corpus, saver, workers, &place));
    Report(epoch, epoch - done, run.config.epochs(), tally, begin, start,
           options);
    C2V_RETURN_IF_ERROR(saver.EndPass(&place));
  }
  return absl::OkStatus();
}

std::vector<std::vector<uint32_t>> ItemValues(
    const FactorizationFeatures& features) {
  std::vector<std::vector<uint32_t>> values(features.item_count());
  const auto first = static_cast<uint32_t>(2 * features.item_count());
  for (uint32_t item = 0; item < values.size(); ++item) {
    for (size_t i = 0; i < features.attributes().size(); ++i) {
      const uint32_t row = features.ValueRow(i, item);
      if (row != kNoValue) values[item].push_back(row - first);
    }
  }
  return values;
}

FactorizationShape ShapeOf(const FactorizationData& data,
                           const FactorizationFeatures& features,
                           const v1::FactorizationMachineConfig& config) {
  const size_t customers =
      config.no_customer_id() ? 0 : data.corpus.customer_count();
  return {
      .factors = static_cast<size_t>(config.factors()),
      .items = features.item_count(),
      .values = features.row_count() - 2 * features.item_count(),
      .features = features.row_count() + data.customer_value_count + customers};
}

void Append(const std::vector<float>& from, std::vector<float>* to) {
  to->insert(to->end(), from.begin(), from.end());
}

// Takes the sums apart and starts each part there.
void StartAt(const FactorizationStart& start, Run& run) {
  const auto d = static_cast<size_t>(run.config.factors());
  FactorizationParameters& all = run.parameters;
  const SplitRows items =
      SplitSums(start.items, d, run.item_values, all.values.rows.rows());
  all.items.Start(items.own, start.max_move);
  all.values.Start(items.shared, start.max_move);
  const SplitRows customers =
      SplitSums(start.customers, d, run.data.customer_values,
                run.data.customer_value_count);
  std::vector<float> features = start.features;
  Append(customers.shared, &features);
  if (!run.config.no_customer_id()) Append(customers.own, &features);
  all.features.Start(features, start.max_move);
  all.biases.Start(start.biases, start.max_move);
  all.repeats.Start(start.repeats, start.max_move);
  all.repeat_weight.Start({&start.repeat_weight, 1}, start.max_move);
}

// What is summed up of parts may have moved farther than each of them.
void HoldSums(const FactorizationStart& start,
              FactorizationMachineModel* model) {
  const auto d = static_cast<size_t>(model->spec.factors());
  HoldNear({start.items, {}, start.max_move}, d, model->items);
  if (model->customers.size() != start.customers.size()) return;
  HoldNear({start.customers, {}, start.max_move}, d, model->customers);
}

// Item vectors with those of their values.
std::vector<float> SumOfItems(const Run& run) {
  FactorMatrix sums(run.features.item_count(),
                    static_cast<size_t>(run.config.factors()));
  for (uint32_t item = 0; item < sums.rows(); ++item) {
    const std::span<float> sum(sums.Row(item), sums.stride());
    const auto add = [&](const float* row) {
      for (size_t j = 0; j < sum.size(); ++j) sum[j] += row[j];
    };
    add(run.parameters.items.rows.Row(item));
    for (const uint32_t value : run.item_values[item]) {
      add(run.parameters.values.rows.Row(value));
    }
  }
  return sums.Dense();
}

// Customers' own vectors with those of their values; empty where there is none.
std::vector<float> SumOfCustomers(const Run& run) {
  const bool values = !run.data.customer_values.empty();
  if (!values && run.config.no_customer_id()) return {};
  FactorMatrix sums(run.data.corpus.customer_count(),
                    static_cast<size_t>(run.config.factors()));
  for (uint32_t customer = 0; customer < sums.rows(); ++customer) {
    const std::span<float> sum(sums.Row(customer), sums.stride());
    const auto add = [&](uint32_t feature) {
      const float* row = run.parameters.features.rows.Row(feature);
      for (size_t j = 0; j < sum.size(); ++j) sum[j] += row[j];
    };
    if (!run.config.no_customer_id()) add(run.FirstCustomer() + customer);
    if (!values) continue;
    for (const uint32_t value : run.data.customer_values[customer]) {
      add(run.FirstCustomerValue() + value);
    }
  }
  return sums.Dense();
}

FactorizationMachineModel ModelOf(const Run& run) {
  FactorizationMachineModel model;
  const auto d = static_cast<size_t>(run.config.factors());
  model.items = SumOfItems(run);
  model.biases = run.parameters.biases.numbers;
  model.features = run.parameters.features.rows.Dense();
  model.features.resize(run.features.row_count() * d);
  model.customers = SumOfCustomers(run);
  v1::FactorizationMachineSpec& spec = model.spec;
  spec.set_factors(run.config.factors());
  spec.set_item_count(static_cast<int64_t>(run.features.item_count()));
  for (const size_t attribute : run.data.attributes) {
    spec.add_item_attributes(
        std::string(run.data.catalogue.AttributeName(attribute)));
  }
  spec.set_customer_count(static_cast<int64_t>(model.customers.size() / d));
  spec.set_decay(static_cast<float>(run.config.decay()));
  spec.set_popularity_weight(
      static_cast<float>(run.config.popularity_weight()));
  if (run.config.no_repeat()) return model;
  model.repeat = run.parameters.repeats.numbers;
  spec.set_has_repeat(true);
  spec.set_repeat_weight(run.parameters.repeat_weight.numbers[0]);
  return model;
}

bool IsFinite(const std::vector<float>& numbers) {
  return std::ranges::all_of(numbers, [](float x) { return std::isfinite(x); });
}

}  // namespace

absl::StatusOr<FactorizationMachineModel> TrainFactorizationMachine(
    const FactorizationData& data, const v1::FactorizationMachineConfig& config,
    const FactorizationOptions& options) {
  C2V_RETURN_IF_ERROR(
      CheckFactorizationMachineConfig(config, "factorization_machine"));
  v1::FactorizationMachineConfig full = config;
  FillFactorizationMachineDefaults(&full);
  C2V_ASSIGN_OR_RETURN(
      const size_t items,
      FrequentItems(data.corpus, full.min_count(), "factorization_machine"));
  FactorizationFeatures features(items, data.catalogue, data.attributes);
  const std::span counts = std::span(data.corpus.basket_counts()).first(items);
  Run run{data,
          full,
          features,
          ItemValues(features),
          AliasSampler(PowerWeights(counts, full.negative_exponent())),
          FactorizationParameters(ShapeOf(data, features, full),
                                  Random(options.seed).Fork(UINT32_MAX))};
  if (options.start != nullptr) StartAt(*options.start, run);
  C2V_RETURN_IF_ERROR(RunEpochs(run, options));
  FactorizationMachineModel model = ModelOf(run);
  if (options.start != nullptr) HoldSums(*options.start, &model);
  if (IsFinite(model.items) && IsFinite(model.features) &&
      IsFinite(model.customers) && IsFinite(model.repeat)) {
    return model;
  }
  return absl::FailedPreconditionError(absl::StrCat(
      "factorization_machine: training diverged at learning_rate ",
      full.learning_rate(), ": lower factorization_machine.learning_rate"));
}

}  // namespace customer2vec
