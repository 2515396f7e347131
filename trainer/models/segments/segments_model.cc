#include "trainer/models/segments/segments_model.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/snapshot/snapshot_file_names.h"
#include "trainer/models/field_checks.h"
#include "trainer/models/segments/demographic_segments.h"

namespace customer2vec {
namespace {

// What stands where nothing is there to choose on.
constexpr double kSmoothing = 1000;

void FillDefaults(v1::ModelConfig* config) {
  v1::SegmentsConfig* segments = config->mutable_segments();
  if (segments->min_customers() == 0) segments->set_min_customers(30);
  if (segments->number_bins() == 0) segments->set_number_bins(4);
}

absl::Status Check(const v1::ModelConfig& config, const std::string& field) {
  const v1::SegmentsConfig& segments = config.segments();
  if (segments.attributes().empty()) {
    return InvalidField(field, "attributes",
                        "is empty: name attributes of data.customers, the "
                        "most important first");
  }
  return FieldChecks(field)
      .That("min_customers", segments.min_customers(),
            segments.min_customers() >= 1, "1 or more")
      .Range("number_bins", segments.number_bins(), 2, 100)
      .ChosenWeight("smoothing", segments.smoothing())
      .status();
}

// How many baskets of each segment hold each item.
struct Counts {
  std::vector<uint64_t> baskets;                       // by segment
  std::vector<std::map<uint32_t, uint32_t>> of_items;  // by segment
};

Counts CountItems(const Corpus& corpus, const DemographicSegments& segments) {
  Counts counts{std::vector<uint64_t>(segments.size(), 0),
                std::vector<std::map<uint32_t, uint32_t>>(segments.size())};
  for (uint32_t customer = 0; customer < corpus.customer_count(); ++customer) {
    for (const uint32_t segment : segments.MembershipsOf(customer)) {
      for (const size_t basket : corpus.BasketsOf(customer)) {
        ++counts.baskets[segment];
        for (const uint32_t item : corpus.Items(basket)) {
          ++counts.of_items[segment][item];
        }
      }
    }
  }
  return counts;
}

void Describe(const DemographicSegments& segments, const Counts& counts,
              v1::SegmentsSpec* spec) {
  for (size_t s = 0; s < segments.size(); ++s) {
    v1::DemographicSegment* segment = spec->add_segments();
    segment->set_name(segments.names[s]);
    segment->set_customer_count(segments.customers[s]);
    segment->set_basket_count(static_cast<int64_t>(counts.baskets[s]));
  }
}

absl::Status WriteFiles(const std::string& name, DemographicSegments segments,
                        const Counts& counts, LearnedModel* model) {
  std::vector<uint64_t> offsets = {0};
  std::vector<uint32_t> items, item_counts;
  for (const auto& of_items : counts.of_items) {
    for (const auto& [item, count] : of_items) {
      items.push_back(item);
      item_counts.push_back(count);
    }
    offsets.push_back(items.size());
  }
  model->entry.mutable_segments()->set_entry_count(
      static_cast<int64_t>(items.size()));
  MemoryFiles& files = model->files;
  C2V_RETURN_IF_ERROR(files.Adopt(ServableFile(name, "customers.u32"),
                                  std::move(segments.of_customer)));
  C2V_RETURN_IF_ERROR(
      files.Adopt(ServableFile(name, "items.offsets.u64"), std::move(offsets)));
  C2V_RETURN_IF_ERROR(
      files.Adopt(ServableFile(name, "items.rows.u32"), std::move(items)));
  return files.Adopt(ServableFile(name, "items.counts.u32"),
                     std::move(item_counts));
}

absl::StatusOr<LearnedModel> Learn(const v1::ModelConfig& config,
                                   const ModelContext& context) {
  C2V_ASSIGN_OR_RETURN(
      DemographicSegments segments,
      GroupCustomers(context.side.customers,
                     context.corpus.arrays().customer_ids, config.segments()),
      "segments model \"", config.name(), "\"");
  const Counts counts = CountItems(context.corpus, segments);
  LearnedModel model;
  model.entry.set_name(config.name());
  model.entry.set_kind(v1::SERVABLE_KIND_SCORER);
  v1::SegmentsSpec* spec = model.entry.mutable_segments();
  *spec->mutable_attributes() = config.segments().attributes();
  spec->set_smoothing(static_cast<float>(config.segments().has_smoothing()
                                             ? config.segments().smoothing()
                                             : kSmoothing));
  Describe(segments, counts, spec);
  C2V_RETURN_IF_ERROR(
      WriteFiles(config.name(), std::move(segments), counts, &model));
  return model;
}

std::vector<TunableParameter> Tunables(const v1::ModelConfig& config) {
  if (config.segments().has_smoothing()) return {};
  return {{.name = "smoothing",
           .grid = {1000, 0, 100, 10000},
           .metric = TuningMetric::kCustomerRecall10,
           .set = [](double value, v1::ModelConfig* config,
                     v1::ServableEntry* entry) {
             config->mutable_segments()->set_smoothing(value);
             entry->mutable_segments()->set_smoothing(
                 static_cast<float>(value));
           }}};
}

}  // namespace

const ModelFamily& SegmentsFamily() {
  static constexpr ModelFamily kFamily = {
      .kind = v1::ModelConfig::kSegments,
      .name = "segments",
      .publishes = v1::SERVABLE_KIND_SCORER,
      .fill_defaults = FillDefaults,
      .check = Check,
      .dependencies = NoDependencies,
      .learn = Learn,
      .tunables = Tunables,
  };
  return kFamily;
}

}  // namespace customer2vec
