#include "trainer/corpus/load_corpus.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/sha256.h"
#include "core/base/status_macros.h"
#include "trainer/corpus/corpus_builder.h"
#include "trainer/data/bad_row_log.h"
#include "trainer/data/data_config.h"
#include "trainer/data/data_sources.h"
#include "trainer/data/table_reader.h"
#include "trainer/logs/log_interactions.h"

namespace customer2vec {
namespace {

absl::Status ReadCatalogue(CatalogueReader& reader,
                           CatalogueTableBuilder& catalogue) {
  while (reader.Next()) {
    if (catalogue.Add(reader.row())) continue;
    reader.Reject(
        BadRowReason::kDuplicateId,
        absl::StrCat("item ", Shown(reader.row().item), " has a row already"));
  }
  return reader.status();
}

// `catalogue` is null where an item need not be in it. Stops early when nobody
// needs the rows any more: `given_up`.
absl::Status ReadInteractions(InteractionReader& reader,
                              const CatalogueTableBuilder* catalogue,
                              const std::atomic<bool>& given_up,
                              CorpusBuilder& builder) {
  while (!given_up.load(std::memory_order_relaxed) && reader.Next()) {
    const Interaction& row = reader.interaction();
    if (catalogue != nullptr && !catalogue->Contains(row.item)) {
      reader.Reject(
          BadRowReason::kUnknownProduct,
          absl::StrCat("item ", Shown(row.item), " is not in the catalogue"));
    } else if (!builder.Add(row)) {
      reader.Reject(BadRowReason::kOrderOfAnother,
                    absl::StrCat("order ", Shown(row.order), " of customer ",
                                 Shown(row.customer), " belongs to customer ",
                                 Shown(builder.CustomerOf(row.order))));
    }
  }
  return reader.status();
}

absl::Status ReadShop(
    std::span<const std::unique_ptr<CatalogueReader>> catalogue_readers,
    std::span<const std::unique_ptr<InteractionReader>> interaction_readers,
    bool requires_catalogue_item, const std::atomic<bool>& given_up,
    CatalogueTableBuilder& catalogue, CorpusBuilder& builder) {
  for (const auto& reader : catalogue_readers) {
    C2V_RETURN_IF_ERROR(ReadCatalogue(*reader, catalogue));
  }
  const CatalogueTableBuilder* required =
      requires_catalogue_item ? &catalogue : nullptr;
  for (const auto& reader : interaction_readers) {
    C2V_RETURN_IF_ERROR(ReadInteractions(*reader, required, given_up, builder));
  }
  return absl::OkStatus();
}

std::string FingerprintOf(const std::vector<FileLog>& files) {
  Sha256 hash;
  for (const FileLog& file : files) hash.Update(file.digest());
  return hash.HexDigest();
}

DataReport ReportOn(const Corpus& corpus,
                    const CatalogueTableBuilder& catalogue, size_t lines,
                    const BadRowLog& log) {
  DataReport report;
  report.files.assign(log.files().begin(), log.files().end());
  report.fingerprint = FingerprintOf(report.files);
  report.lines = lines;
  report.baskets = corpus.basket_count();
  report.anonymous_baskets =
      corpus.basket_count() - corpus.arrays().customer_offsets.back();
  report.customers = corpus.customer_count();
  report.catalogue_items = catalogue.items().size();
  for (size_t row = 0; row < corpus.item_count(); ++row) {
    if (corpus.basket_counts()[row] == 0) break;  // counts descend
    ++report.items_taken;
    if (!catalogue.Contains(corpus.arrays().item_ids[row])) {
      ++report.items_without_a_row;
    }
  }
  return report;
}

uint64_t CountUnknown(std::span<const std::string> ids, const Corpus& corpus) {
  const std::vector<uint32_t> rows = RowsOf(corpus.arrays().customer_ids, ids);
  return std::count(rows.begin(), rows.end(), kNoRow);
}

void ReportOnSide(const SideTables& side, const Corpus& corpus,
                  DataReport& report) {
  report.logs = side.logs.reports;
  report.customer_rows = side.customers.ids.size();
  report.customer_rows_without_interactions =
      CountUnknown(side.customers.ids, corpus);
  report.outcomes = side.outcomes.outcomes.size();
  report.outcomes_without_value = side.outcomes.without_value;
  report.outcomes_superseded = side.outcomes.superseded;
  report.outcome_customers_without_interactions =
      CountUnknown(side.outcomes.ids, corpus);
  report.edge_nodes = side.edges.node_count();
  for (const EdgeList& list : side.edges.lists()) {
    report.edges += list.edges.size();
    report.edges_without_weight += list.weightless;
    report.edge_loops += list.loops;
  }
}

// Nodes that may be items, where there is nothing else to take items from.
void AddNodes(const EdgeTable& edges, CorpusBuilder& builder) {
  for (uint32_t node = 0; node < edges.node_count(); ++node) {
    const NodeName name = edges.node(node);
    if (name.kind == v1::NODE_KIND_UNSPECIFIED ||
        name.kind == v1::NODE_KIND_ITEM) {
      builder.AddItem(name.id);
    }
  }
}

// Side tables as they are read on a thread of their own, where there are any.
//
// The log is shared: each side adds its own files to it and counts in them
// alone, and what is opened beside them was opened before the thread began.
class SideReading {
 public:
  SideReading(const v1::DataConfig& config, absl::string_view data_root,
              BadRowLog& log) {
    const bool worth_a_thread = config.customers_size() +
                                    config.outcomes_size() +
                                    config.edges_size() + config.logs_size() >
                                0;
    side_ =
        std::async(worth_a_thread ? std::launch::async : std::launch::deferred,
                   [this, &config, data_root, &log] {
                     absl::StatusOr<SideTables> side =
                         LoadSideTables(config, data_root, log);
                     failed_ = !side.ok();
                     return side;
                   });
  }

  // Set as soon as there is an error that Finish() will give.
  const std::atomic<bool>& failed() const { return failed_; }

  // Waits for the end. Once.
  absl::StatusOr<SideTables> Finish() { return side_.get(); }

 private:
  std::atomic<bool> failed_ = false;
  std::future<absl::StatusOr<SideTables>> side_;  // waits in its destructor
};

absl::Status NothingRead(const BadRowLog& log) {
  std::string text = "data: not one line of interactions could be used";
  for (const FileLog& file : log.files()) {
    absl::StrAppend(&text, "\n", file.Describe());
  }
  return absl::InvalidArgumentError(text);
}

}  // namespace

absl::StatusOr<LoadedData> LoadCorpus(const v1::DataConfig& config,
                                      absl::string_view data_root) {
  C2V_RETURN_IF_ERROR(ValidateDataConfig(config));
  BadRowLog log(LimitsOf(config.bad_rows()));
  C2V_ASSIGN_OR_RETURN(auto catalogue_readers,
                       OpenCatalogue(config, data_root, log));
  C2V_ASSIGN_OR_RETURN(auto interaction_readers,
                       OpenInteractions(config, data_root, log));
  SideReading side_reading(config, data_root, log);
  SideTables side;
  const bool side_first = LogsAreInteractions(config);
  if (side_first) {
    C2V_ASSIGN_OR_RETURN(side, side_reading.Finish());
    const v1::LogTokens style = config.logs(0).tokens();
    side.logs.basket_times = BasketTimes(side.logs, style);
    catalogue_readers.push_back(OpenLogCatalogue(side.logs, style));
    interaction_readers.push_back(OpenLogInteractions(side.logs, style));
  }

  CatalogueTableBuilder catalogue(AttributesOf(config));
  CorpusBuilder builder(side_first ? side.logs.has_times : HasTimes(config),
                        KeepsRepeats(config),
                        /*absolute_times=*/!config.has_instacart());
  const absl::Status read = ReadShop(catalogue_readers, interaction_readers,
                                     RequiresCatalogueItem(config),
                                     side_reading.failed(), catalogue, builder);
  if (!side_first) {
    C2V_ASSIGN_OR_RETURN(side, side_reading.Finish());
  }
  C2V_RETURN_IF_ERROR(read);
  interaction_readers.clear();  // what they hold is room for Build()
  const size_t lines = builder.line_count();
  if (EdgesStandAlone(config)) {
    AddNodes(side.edges, builder);
  } else if (lines == 0) {
    return NothingRead(log);
  }
  for (uint32_t item = 0; item < catalogue.items().size(); ++item) {
    builder.AddItem(catalogue.items()[item]);
  }

  LoadedData data;
  data.corpus = std::move(builder).Build();
  data.catalogue = catalogue.Build(data.corpus.arrays().item_ids);
  data.report = ReportOn(data.corpus, catalogue, lines, log);
  ReportOnSide(side, data.corpus, data.report);
  data.side = std::move(side);
  return data;
}

}  // namespace customer2vec
