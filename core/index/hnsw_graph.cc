#include "core/index/hnsw_graph.h"

#include <faiss/impl/AuxIndexStructures.h>
#include <faiss/impl/DistanceComputer.h>
#include <omp.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <limits>
#include <new>
#include <numeric>
#include <span>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/index/centred_rows.h"
#include "core/vectors/kernels.h"

namespace customer2vec {
namespace {

constexpr uint32_t kMaxLinks = 128;
constexpr uint32_t kMaxBeam = 10000;

// Distances between rows while the graph is built.
class RowDistance : public faiss::DistanceComputer {
 public:
  explicit RowDistance(const CentredRows& rows) : rows_(rows) {}

  // The row that operator() compares with.
  void SetRow(int64_t row) { row_ = row; }

  void set_query(const float*) override {}  // rows only
  float operator()(int64_t row) override { return symmetric_dis(row_, row); }
  float symmetric_dis(int64_t i, int64_t j) override {
    return -Dot(rows_[i], rows_[j]);
  }

 private:
  const CentredRows& rows_;
  int64_t row_ = 0;
};

// One lock a row, as FAISS takes them.
class RowLocks {
 public:
  explicit RowLocks(size_t rows) : locks_(rows) {
    for (omp_lock_t& lock : locks_) omp_init_lock(&lock);
  }
  ~RowLocks() {
    for (omp_lock_t& lock : locks_) omp_destroy_lock(&lock);
  }
  RowLocks(const RowLocks&) = delete;
  RowLocks& operator=(const RowLocks&) = delete;

  std::vector<omp_lock_t>& get() { return locks_; }

 private:
  std::vector<omp_lock_t> locks_;
};

// Inserts rows into a graph whose levels are drawn.
class GraphBuilder {
 public:
  GraphBuilder(const VectorSet& vectors, faiss::HNSW* hnsw)
      : rows_(vectors), hnsw_(*hnsw), locks_(vectors.size()) {}

  void Run(size_t threads);

 private:
  // Top level first, so that the entry point and the upper levels stand before
  // others search through them; by row within a level.
  std::vector<uint32_t> InsertionOrder() const;

  // Inserts rows of `order` until none is left.
  void InsertRest(std::span<const uint32_t> order, std::atomic<size_t>* next);

  const CentredRows rows_;
  faiss::HNSW& hnsw_;
  RowLocks locks_;
};

std::vector<uint32_t> GraphBuilder::InsertionOrder() const {
  std::vector<uint32_t> order(rows_.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::stable_sort(order, [this](uint32_t a, uint32_t b) {
    return hnsw_.levels[a] > hnsw_.levels[b];
  });
  return order;
}

void GraphBuilder::InsertRest(std::span<const uint32_t> order,
                              std::atomic<size_t>* next) {
  RowDistance distance(rows_);
  faiss::VisitedTable visited(static_cast<int>(rows_.size()));
  for (size_t i = next->fetch_add(1); i < order.size();
       i = next->fetch_add(1)) {
    distance.SetRow(order[i]);
    hnsw_.add_with_locks(distance, hnsw_.levels[order[i]] - 1, order[i],
                         locks_.get(), visited);
  }
}

void GraphBuilder::Run(size_t threads) {
  const std::vector<uint32_t> order = InsertionOrder();
  std::atomic<size_t> next = 0;
  // The first row becomes the entry point; nothing to link yet.
  InsertRest(std::span(order).first(std::min<size_t>(order.size(), 1)), &next);
  next = 1;
  std::vector<std::exception_ptr> errors(threads);
  std::vector<std::thread> workers;
  for (size_t i = 0; i < threads; ++i) {
    workers.emplace_back([&, i] {
      try {
        InsertRest(order, &next);
      } catch (...) {
        errors[i] = std::current_exception();
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  for (const std::exception_ptr& error : errors) {
    if (error != nullptr) std::rethrow_exception(error);
  }
}

absl::Status CheckOptions(const HnswOptions& options) {
  if (options.links < 2 || options.links > kMaxLinks) {
    return absl::InvalidArgumentError(absl::StrCat(
        "links is ", options.links, "; it must be 2 to ", kMaxLinks));
  }
  for (const uint32_t beam : {options.build_beam, options.search_beam}) {
    if (beam < 1 || beam > kMaxBeam) {
      return absl::InvalidArgumentError(
          absl::StrCat("a beam is ", beam, "; it must be 1 to ", kMaxBeam));
    }
  }
  if (options.threads < 1) {
    return absl::InvalidArgumentError("threads is 0; it must be 1 or more");
  }
  return absl::OkStatus();
}

absl::Status CheckVectors(const VectorSet& vectors) {
  if (vectors.size() > std::numeric_limits<int32_t>::max()) {
    return absl::InvalidArgumentError(
        absl::StrCat(vectors.size(), " rows are too many for a graph"));
  }
  for (const std::span<const float> numbers :
       {vectors.data, vectors.scale, vectors.bias}) {
    const auto finite = [](float number) { return std::isfinite(number); };
    if (!std::ranges::all_of(numbers, finite)) {
      return absl::InvalidArgumentError("a number of a vector is not finite");
    }
  }
  return absl::OkStatus();
}

// Runs `work`, in which FAISS may throw.
template <typename Work>
absl::Status Guard(Work work) {
  try {
    work();
  } catch (const std::bad_alloc&) {
    return absl::ResourceExhaustedError("not enough memory for the graph");
  } catch (const std::exception& error) {
    return absl::InternalError(absl::StrCat("FAISS: ", error.what()));
  }
  return absl::OkStatus();
}

// Levels and the total length of their lists.
absl::Status CheckLevels(const HnswGraphView& graph, const faiss::HNSW& hnsw,
                         size_t rows) {
  if (graph.levels.size() != rows) {
    return absl::DataLossError(absl::StrCat("the graph has ",
                                            graph.levels.size(), " nodes for ",
                                            rows, " vectors"));
  }
  const size_t max_levels = hnsw.cum_nneighbor_per_level.size() - 1;
  uint64_t links = 0;
  uint8_t top = 0;
  for (const uint8_t levels : graph.levels) {
    if (levels < 1 || levels > max_levels) {
      return absl::DataLossError(absl::StrCat(
          "a node is on ", levels, " levels; 1 to ", max_levels, " may be"));
    }
    links += (levels + uint64_t{1}) * graph.links;
    top = std::max(top, levels);
  }
  if (graph.neighbors.size() != links) {
    return absl::DataLossError(absl::StrCat("the graph has ",
                                            graph.neighbors.size(),
                                            " neighbours instead of ", links));
  }
  if (rows > 0 &&
      (graph.entry_point >= rows || graph.levels[graph.entry_point] != top)) {
    return absl::DataLossError(absl::StrCat("entry point ", graph.entry_point,
                                            " is not on the top level"));
  }
  return absl::OkStatus();
}

// Every neighbour is a node of the list's own level, so that a search finds a
// list of that level there.
absl::Status CheckNeighbors(const faiss::HNSW& hnsw) {
  const int rows = static_cast<int>(hnsw.levels.size());
  for (int row = 0; row < rows; ++row) {
    for (int level = 0; level < hnsw.levels[row]; ++level) {
      size_t begin;
      size_t end;
      hnsw.neighbor_range(row, level, &begin, &end);
      for (size_t i = begin; i < end; ++i) {
        const int neighbor = hnsw.neighbors[i];
        if (neighbor == -1) continue;
        if (neighbor < 0 || neighbor >= rows ||
            hnsw.levels[neighbor] <= level) {
          return absl::DataLossError(absl::StrCat("node ", row, " links to ",
                                                  neighbor, " on level ", level,
                                                  ", where it is not"));
        }
      }
    }
  }
  return absl::OkStatus();
}

void CopyGraph(const HnswGraphView& graph, faiss::HNSW* hnsw) {
  hnsw->levels.assign(graph.levels.begin(), graph.levels.end());
  hnsw->offsets.reserve(graph.levels.size() + 1);
  for (const uint8_t levels : graph.levels) {
    hnsw->offsets.push_back(hnsw->offsets.back() +
                            hnsw->cum_nb_neighbors(levels));
    hnsw->max_level = std::max(hnsw->max_level, levels - 1);
  }
  hnsw->neighbors.assign(graph.neighbors.begin(), graph.neighbors.end());
  if (!graph.levels.empty()) {
    hnsw->entry_point = static_cast<int>(graph.entry_point);
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<faiss::HNSW>> BuildGraph(
    const VectorSet& vectors, const HnswOptions& options) {
  C2V_RETURN_IF_ERROR(CheckOptions(options));
  C2V_RETURN_IF_ERROR(CheckVectors(vectors));
  std::unique_ptr<faiss::HNSW> hnsw;
  C2V_RETURN_IF_ERROR(Guard([&] {
    hnsw = std::make_unique<faiss::HNSW>(static_cast<int>(options.links));
    hnsw->efConstruction = static_cast<int>(options.build_beam);
    hnsw->efSearch = static_cast<int>(options.search_beam);
    hnsw->prepare_level_tab(vectors.size());
    GraphBuilder(vectors, hnsw.get()).Run(options.threads);
  }));
  return hnsw;
}

absl::StatusOr<std::unique_ptr<faiss::HNSW>> RestoreGraph(
    const VectorSet& vectors, const HnswGraphView& graph,
    uint32_t search_beam) {
  if (graph.links < 2 || graph.links > kMaxLinks || search_beam < 1 ||
      search_beam > kMaxBeam) {
    return absl::DataLossError(absl::StrCat(
        "the graph has ", graph.links, " links a node and a search beam of ",
        search_beam, "; 2 to ", kMaxLinks, " and 1 to ", kMaxBeam, " may be"));
  }
  std::unique_ptr<faiss::HNSW> hnsw;
  C2V_RETURN_IF_ERROR(Guard([&] {
    hnsw = std::make_unique<faiss::HNSW>(static_cast<int>(graph.links));
    hnsw->efSearch = static_cast<int>(search_beam);
  }));
  C2V_RETURN_IF_ERROR(CheckLevels(graph, *hnsw, vectors.size()));
  C2V_RETURN_IF_ERROR(Guard([&] { CopyGraph(graph, hnsw.get()); }));
  C2V_RETURN_IF_ERROR(CheckNeighbors(*hnsw));
  return hnsw;
}

}  // namespace customer2vec
