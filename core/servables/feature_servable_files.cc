#include "core/servables/feature_servable_files.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/compressed_rows.h"
#include "core/base/status_macros.h"
#include "core/servables/content_scorer.h"
#include "core/servables/logistic_predictor.h"
#include "core/servables/segments_scorer.h"
#include "core/snapshot/snapshot_file_names.h"

namespace customer2vec {
namespace {

// The files of one servable and what is wrong with them.
class ServableFiles {
 public:
  ServableFiles(const FileSource& files, const v1::ServableEntry& entry)
      : files_(files), name_(entry.name()) {}

  template <typename T>
  absl::StatusOr<std::span<const T>> Array(absl::string_view file,
                                           uint64_t count) const {
    return files_.Array<T>(ServableFile(name_, file), count);
  }

  template <typename... Parts>
  absl::Status Wrong(const Parts&... parts) const {
    return absl::DataLossError(
        absl::StrCat("servable \"", name_, "\": ", parts...));
  }

  // Finite numbers of at least `least`.
  absl::StatusOr<std::span<const float>> Numbers(
      absl::string_view file, uint64_t count, float least = -INFINITY) const {
    C2V_ASSIGN_OR_RETURN(const std::span<const float> values,
                         Array<float>(file, count));
    for (size_t i = 0; i < values.size(); ++i) {
      if (std::isfinite(values[i]) && values[i] >= least) continue;
      return Wrong(file, " has ", values[i], " at ", i,
                   least == 0 ? ", which must be finite and at least 0"
                              : ", which must be finite");
    }
    return values;
  }

  absl::StatusOr<std::span<const uint64_t>> Offsets(absl::string_view file,
                                                    uint64_t rows,
                                                    uint64_t values) const {
    C2V_ASSIGN_OR_RETURN(const std::span<const uint64_t> offsets,
                         Array<uint64_t>(file, rows + 1));
    C2V_RETURN_IF_ERROR(CheckOffsets(offsets, rows, values))
        .With("servable \"", name_, "\": ", file);
    return offsets;
  }

  // Numbers below `bound` that ascend within each row.
  absl::StatusOr<std::span<const uint32_t>> Ascending(
      absl::string_view file, std::span<const uint64_t> offsets,
      uint64_t bound) const {
    C2V_ASSIGN_OR_RETURN(const std::span<const uint32_t> values,
                         Array<uint32_t>(file, offsets.back()));
    for (size_t row = 0; row + 1 < offsets.size(); ++row) {
      for (uint64_t p = offsets[row]; p < offsets[row + 1]; ++p) {
        if (values[p] >= bound) {
          return Wrong(file, " has ", values[p], " at ", p,
                       ", which must be below ", bound);
        }
        if (p > offsets[row] && values[p] <= values[p - 1]) {
          return Wrong(file, " does not ascend in row ", row);
        }
      }
    }
    return values;
  }

  absl::Status CheckCount(absl::string_view what, int64_t count) const {
    if (count >= 0 && count <= UINT32_MAX) return absl::OkStatus();
    return Wrong(what, " is ", count, ", which must be from 0 to 2^32 - 1");
  }

  absl::Status CheckWeight(absl::string_view what, float weight) const {
    if (std::isfinite(weight) && weight >= 0) return absl::OkStatus();
    return Wrong(what, " is ", weight,
                 ", which must be a finite number of at least 0");
  }

 private:
  const FileSource& files_;
  const std::string name_;
};

absl::StatusOr<std::vector<uint64_t>> SegmentBaskets(
    const v1::SegmentsSpec& spec, const ServableFiles& files) {
  if (spec.segments().empty()) return files.Wrong("it has no segments");
  std::vector<uint64_t> baskets;
  for (const v1::DemographicSegment& segment : spec.segments()) {
    if (segment.basket_count() < 0) {
      return files.Wrong("segment \"", segment.name(), "\" has ",
                         segment.basket_count(), " baskets");
    }
    baskets.push_back(static_cast<uint64_t>(segment.basket_count()));
  }
  return baskets;
}

absl::Status CheckSegments(const SegmentCounts& segments,
                           const ServableFiles& files) {
  for (size_t s = 0; s < segments.basket_counts.size(); ++s) {
    for (const uint32_t count : RowOf(segments.offsets, segments.counts, s)) {
      if (count > 0 && count <= segments.basket_counts[s]) continue;
      return files.Wrong("an item is in ", count, " of the ",
                         segments.basket_counts[s], " baskets of segment ", s);
    }
  }
  for (const uint32_t segment : segments.of_customers) {
    if (segment < segments.basket_counts.size()) continue;
    return files.Wrong("a customer is of segment ", segment, ", but there are ",
                       segments.basket_counts.size());
  }
  return absl::OkStatus();
}

// Adds part `i` of a logistic servable's input.
absl::Status AddInput(const v1::LogisticInput& input, int i,
                      const ServableFiles& files, const Tables& tables,
                      const ServableSet& servables, CustomerInputs* inputs) {
  const size_t before = inputs->dimension();
  if (input.has_columns()) {
    const auto count = static_cast<size_t>(input.columns().names_size());
    C2V_ASSIGN_OR_RETURN(const auto values,
                         files.Numbers(absl::StrCat("columns.", i, ".f32"),
                                       tables.customers.size() * count));
    inputs->AddColumns(values, count);
  } else if (input.has_shares()) {
    const auto attribute =
        tables.catalogue.FindAttribute(input.shares().attribute());
    const float power = input.shares().power();
    if (!attribute) {
      return files.Wrong("the catalogue has no attribute \"",
                         input.shares().attribute(), "\"");
    }
    if (!(power > 0 && power <= 1)) {
      return files.Wrong("power ", power, " of shares is not in (0, 1]");
    }
    inputs->AddShares(*attribute, power);
  } else if (input.part_case() == v1::LogisticInput::kSpace) {
    const Space* space = servables.FindSpace(input.space());
    if (space == nullptr) {
      return files.Wrong("\"", input.space(), "\" is no space");
    }
    if (space->customer_count() != tables.customers.size()) {
      return files.Wrong("space \"", input.space(),
                         "\" has no customer vectors");
    }
    inputs->AddSpace(*space);
  } else {
    return files.Wrong("part ", i, " of its input is of no known kind");
  }
  if (inputs->dimension() - before == static_cast<size_t>(input.dimension())) {
    return absl::OkStatus();
  }
  return files.Wrong("part ", i, " of its input has ",
                     inputs->dimension() - before, " numbers, not ",
                     input.dimension());
}

absl::Status AddOutcomes(const v1::LogisticSpec& spec,
                         const ServableFiles& files,
                         std::vector<std::string>* metrics,
                         std::vector<double>* biases) {
  if (spec.outcomes().empty()) return files.Wrong("it has no outcomes");
  for (const v1::LogisticOutcome& outcome : spec.outcomes()) {
    if (!std::isfinite(outcome.bias())) {
      return files.Wrong("the bias of \"", outcome.metric(),
                         "\" is not finite");
    }
    metrics->push_back(outcome.metric());
    biases->push_back(outcome.bias());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<const Scorer>> LoadContentScorer(
    const FileSource& source, const v1::ServableEntry& entry,
    const Tables& tables) {
  const ServableFiles files(source, entry);
  const v1::ContentSpec& spec = entry.content();
  C2V_RETURN_IF_ERROR(files.CheckCount("term_count", spec.term_count()));
  C2V_RETURN_IF_ERROR(files.CheckCount("weight_count", spec.weight_count()));
  C2V_RETURN_IF_ERROR(
      files.CheckWeight("popularity_weight", spec.popularity_weight()));
  if (spec.item_count() != static_cast<int64_t>(tables.items.size())) {
    return files.Wrong("it has rows of ", spec.item_count(), " items, not of ",
                       tables.items.size());
  }
  TermRows rows;
  rows.term_count = static_cast<size_t>(spec.term_count());
  const auto count = static_cast<uint64_t>(spec.weight_count());
  C2V_ASSIGN_OR_RETURN(rows.offsets, files.Offsets("rows.offsets.u64",
                                                   tables.items.size(), count));
  C2V_ASSIGN_OR_RETURN(
      rows.terms,
      files.Ascending("rows.terms.u32", rows.offsets, rows.term_count));
  C2V_ASSIGN_OR_RETURN(rows.weights,
                       files.Numbers("rows.weights.f32", count, 0));
  return std::make_unique<ContentScorer>(entry.name(), tables, rows,
                                         spec.popularity_weight());
}

absl::StatusOr<std::unique_ptr<const Scorer>> LoadSegmentsScorer(
    const FileSource& source, const v1::ServableEntry& entry,
    const Tables& tables) {
  const ServableFiles files(source, entry);
  const v1::SegmentsSpec& spec = entry.segments();
  C2V_RETURN_IF_ERROR(files.CheckCount("entry_count", spec.entry_count()));
  C2V_RETURN_IF_ERROR(files.CheckWeight("smoothing", spec.smoothing()));
  SegmentCounts segments;
  const auto count = static_cast<uint64_t>(spec.entry_count());
  C2V_ASSIGN_OR_RETURN(segments.basket_counts, SegmentBaskets(spec, files));
  C2V_ASSIGN_OR_RETURN(
      segments.offsets,
      files.Offsets("items.offsets.u64", segments.basket_counts.size(), count));
  C2V_ASSIGN_OR_RETURN(
      segments.items,
      files.Ascending("items.rows.u32", segments.offsets, tables.items.size()));
  C2V_ASSIGN_OR_RETURN(segments.counts,
                       files.Array<uint32_t>("items.counts.u32", count));
  C2V_ASSIGN_OR_RETURN(
      segments.of_customers,
      files.Array<uint32_t>("customers.u32", tables.customers.size()));
  C2V_RETURN_IF_ERROR(CheckSegments(segments, files));
  return std::make_unique<SegmentsScorer>(
      entry.name(), tables, std::move(segments), spec.smoothing());
}

absl::StatusOr<std::unique_ptr<const Predictor>> LoadLogisticPredictor(
    const FileSource& source, const v1::ServableEntry& entry,
    const Tables& tables, const ServableSet& servables) {
  const ServableFiles files(source, entry);
  const v1::LogisticSpec& spec = entry.logistic();
  CustomerInputs inputs(tables);
  for (int i = 0; i < spec.inputs_size(); ++i) {
    C2V_RETURN_IF_ERROR(
        AddInput(spec.inputs(i), i, files, tables, servables, &inputs));
  }
  const size_t d = inputs.dimension();
  if (d == 0 || d != static_cast<size_t>(spec.dimension())) {
    return files.Wrong("its inputs have ", d, " numbers, not ",
                       spec.dimension());
  }
  LogisticParameters parameters;
  std::vector<std::string> metrics;
  C2V_RETURN_IF_ERROR(AddOutcomes(spec, files, &metrics, &parameters.biases));
  C2V_ASSIGN_OR_RETURN(parameters.means, files.Numbers("means.f32", d));
  C2V_ASSIGN_OR_RETURN(parameters.scales, files.Numbers("scales.f32", d, 0));
  C2V_ASSIGN_OR_RETURN(parameters.weights,
                       files.Numbers("weights.f32", metrics.size() * d));
  return std::make_unique<LogisticPredictor>(entry.name(), std::move(metrics),
                                             std::move(parameters),
                                             std::move(inputs));
}

}  // namespace customer2vec
