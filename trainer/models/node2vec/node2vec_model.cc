#include "trainer/models/node2vec/node2vec_model.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "core/base/status_macros.h"
#include "trainer/models/embedding_model.h"
#include "trainer/models/node2vec/node2vec_config.h"
#include "trainer/models/node2vec/node2vec_graph.h"
#include "trainer/models/node2vec/node2vec_trainer.h"

namespace customer2vec {
namespace {

// How many nodes with vectors are what.
struct Matched {
  size_t customers = 0;
  size_t items = 0;
  size_t others = 0;
  size_t item_rows = 0;  // one more than the last item's row
};

Matched CountMatched(const GraphNodes& nodes, const NodeVectors& vectors) {
  Matched matched;
  for (uint32_t node = 0; node < nodes.size(); ++node) {
    if (vectors.visits[node] == 0) continue;
    if (nodes.customer_row(node) != kNoRow) {
      ++matched.customers;
    } else if (nodes.item_row(node) != kNoRow) {
      ++matched.items;
      matched.item_rows =
          std::max<size_t>(matched.item_rows, nodes.item_row(node) + 1);
    } else {
      ++matched.others;
    }
  }
  return matched;
}

// Rows by customer or item of rows by node. `row_of` gives the row or kNoRow.
template <typename RowOf>
std::vector<float> Spread(const std::vector<float>& by_node, size_t dimension,
                          size_t node_count, size_t row_count,
                          const RowOf& row_of) {
  std::vector<float> rows(row_count * dimension);
  for (uint32_t node = 0; node < node_count; ++node) {
    const uint32_t row = row_of(node);
    if (row >= row_count) continue;
    std::copy_n(by_node.begin() + node * dimension, dimension,
                rows.begin() + row * dimension);
  }
  return rows;
}

// Rows by node of rows by customer and by item; the reverse of Spread().
EarlierRows Gather(const GraphNodes& nodes, size_t dimension,
                   const EarlierRows& customers, const EarlierRows& items) {
  EarlierRows gathered{std::vector<float>(nodes.size() * dimension),
                       std::vector<uint8_t>(nodes.size())};
  const auto take = [&](const EarlierRows& from, uint32_t row, uint32_t node) {
    if (row >= from.known.size() || from.known[row] == 0) return;
    std::copy_n(from.values.begin() + row * dimension, dimension,
                gathered.values.begin() + node * dimension);
    gathered.known[node] = 1;
  };
  for (uint32_t node = 0; node < nodes.size(); ++node) {
    take(customers, nodes.customer_row(node), node);
    take(items, nodes.item_row(node), node);
  }
  return gathered;
}

// From nothing, or from the vectors of an earlier snapshot.
absl::StatusOr<NodeVectors> Train(const Node2VecGraph& built,
                                  const v1::ModelConfig& config,
                                  const ModelContext& context) {
  Node2VecOptions options{
      .seed = context.seed,
      .threads = static_cast<int>(context.threads),
      .progress = ReportTraining(config.name(), context, "steps of walks"),
      .checkpoint = context.checkpoint};
  if (context.earlier_model == nullptr) {
    return TrainNode2Vec(built.graph, config.node2vec(), options);
  }
  const EarlierModel& earlier = *context.earlier_model;
  v1::Node2VecConfig node2vec = config.node2vec();
  node2vec.set_epochs(earlier.passes(node2vec.epochs()));
  node2vec.set_learning_rate(node2vec.learning_rate() * earlier.rate_scale());
  const auto d = static_cast<size_t>(node2vec.dimension());
  const size_t items = context.tables.items.size();
  const EarlierRows input = Gather(built.nodes, d, earlier.Customers(),
                                   earlier.Items(VectorRole::kInput, items));
  const EarlierRows output =
      Gather(built.nodes, d, {}, earlier.Items(VectorRole::kOutput, items));
  options.start = {.input = {input.values, input.known, earlier.max_move()},
                   .output = {output.values, output.known, earlier.max_move()}};
  return TrainNode2Vec(built.graph, node2vec, options);
}

Embeddings ToEmbeddings(const GraphNodes& nodes, const NodeVectors& vectors,
                        const Matched& matched, size_t customer_count) {
  const auto item_row = [&](uint32_t node) { return nodes.item_row(node); };
  const auto customer_row = [&](uint32_t node) {
    return nodes.customer_row(node);
  };
  const size_t d = vectors.dimension;
  return {.dimension = d,
          .input = Spread(vectors.input, d, nodes.size(), matched.item_rows,
                          item_row),
          .output = Spread(vectors.output, d, nodes.size(), matched.item_rows,
                           item_row),
          .customers =
              Spread(vectors.input, d, nodes.size(),
                     matched.customers > 0 ? customer_count : 0, customer_row)};
}

absl::Status CheckMatched(const Matched& matched, size_t node_count) {
  if (matched.customers + matched.items > 0) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrFormat(
      "node2vec: none of %d nodes is a customer or an item of the "
      "interactions: are their ids written alike, and from_kind and to_kind of "
      "data.edges right?",
      node_count));
}

// What of the edges held-out baskets took away, or could not.
std::vector<std::string> DescribeCut(absl::string_view name,
                                     const Node2VecGraph& built) {
  std::vector<std::string> lines;
  if (built.later_edges > 0) {
    lines.push_back(absl::StrFormat(
        "%s: %d edges left out, as late as baskets that are held out", name,
        built.later_edges));
  }
  for (const std::string& path : built.undated) {
    lines.push_back(absl::StrFormat(
        "%s: edges of %s cannot be held out, as they or the baskets have no "
        "times: figures of this model may know the future",
        name, path));
  }
  return lines;
}

void FillDefaults(v1::ModelConfig* config) {
  FillNode2VecDefaults(config->mutable_node2vec());
}

absl::Status Check(const v1::ModelConfig& config, const std::string& field) {
  return CheckNode2VecConfig(config.node2vec(), field);
}

absl::Status GoesOn(const v1::ModelConfig& earlier,
                    const v1::ModelConfig& now) {
  return SameThere("node2vec.dimension", earlier.node2vec().dimension(),
                   now.node2vec().dimension());
}

absl::StatusOr<LearnedModel> Learn(const v1::ModelConfig& config,
                                   const ModelContext& context) {
  const auto say = [&](absl::string_view line) {
    if (context.progress) context.progress(line);
  };
  C2V_ASSIGN_OR_RETURN(const Node2VecGraph built,
                       BuildNode2VecGraph(config.node2vec(), context.side.edges,
                                          context.corpus, context.tables));
  for (const std::string& line : DescribeCut(config.name(), built)) say(line);
  C2V_ASSIGN_OR_RETURN(const NodeVectors vectors,
                       Train(built, config, context));
  const Matched matched = CountMatched(built.nodes, vectors);
  say(absl::StrFormat(
      "%s: %d arcs; vectors of %d of %d customers, %d of %d items, %d nodes "
      "that are neither",
      config.name(), built.graph.arc_count(), matched.customers,
      context.tables.customers.size(), matched.items,
      context.tables.items.size(), matched.others));
  C2V_RETURN_IF_ERROR(CheckMatched(matched, built.nodes.size()));
  return PublishEmbeddings(config.name(),
                           ToEmbeddings(built.nodes, vectors, matched,
                                        context.tables.customers.size()),
                           PopularityWeightOf(config.node2vec()));
}

}  // namespace

const ModelFamily& Node2VecFamily() {
  static constexpr ModelFamily kFamily = {
      .kind = v1::ModelConfig::kNode2Vec,
      .name = "node2vec",
      .publishes = v1::SERVABLE_KIND_SPACE,
      .fill_defaults = FillDefaults,
      .check = Check,
      .dependencies = NoDependencies,
      .learn = Learn,
      .tunables = PopularityWeightTunables<&v1::ModelConfig::node2vec,
                                           &v1::ModelConfig::mutable_node2vec>,
      .goes_on = GoesOn,
  };
  return kFamily;
}

}  // namespace customer2vec
