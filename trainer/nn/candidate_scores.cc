#include "trainer/nn/candidate_scores.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "core/nn/eigen_maps.h"
#include "core/nn/products.h"
#include "core/nn/unit_rows.h"
#include "trainer/nn/layer_gradients.h"

namespace customer2vec::nn {
namespace {

// matrix /= temperature.
template <typename T>
void Cool(double temperature, MatrixView<T> matrix) {
  if (temperature != 1) Map(matrix) *= static_cast<T>(1 / temperature);
}

template <typename T>
struct UnitRows {
  MatrixView<const T> rows;
  std::span<const T> norms;
};

template <typename T>
UnitRows<T> TakeUnitRows(MatrixView<const T> x, Workspace<T>& workspace) {
  const MatrixView<T> unit = workspace.Take(x.rows, x.cols);
  const std::span<T> norms = workspace.Take(x.rows);
  ToUnitRows(x, norms, unit);
  return {unit, norms};
}

}  // namespace

absl::Status CheckScoreSettings(const ScoreSettings& settings,
                                absl::string_view path) {
  if (settings.temperature > 0 && std::isfinite(settings.temperature)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      path, ".temperature is ", settings.temperature, ", wanted is above 0"));
}

template <typename T>
ScoreTape<T> ScoreCandidates(const ScoreSettings& settings,
                             MatrixView<T> queries, ConstMatrix<T> candidates,
                             Workspace<T>& workspace) {
  ScoreTape<T> tape = {workspace.Take(queries.rows, candidates.rows),
                       queries,
                       candidates,
                       {},
                       {}};
  if (settings.unit_length) {
    const auto unit = TakeUnitRows<T>(queries, workspace);
    const auto items = TakeUnitRows<T>(candidates, workspace);
    tape = {tape.scores, unit.rows, items.rows, unit.norms, items.norms};
  }
  MultiplyABt(tape.queries, tape.candidates, tape.scores);
  Cool(settings.temperature, tape.scores);
  return tape;
}

template <typename T>
void ScoreCandidatesBackward(const ScoreSettings& settings,
                             const ScoreTape<T>& tape, ConstMatrix<T> dscores,
                             MatrixView<T> dqueries,
                             MatrixView<T> dcandidates) {
  MultiplyAB(dscores, tape.candidates, dqueries);
  MultiplyAtB(dscores, tape.queries, dcandidates);
  Cool(settings.temperature, dqueries);
  Cool(settings.temperature, dcandidates);
  if (!settings.unit_length) return;
  UnitRowsBackward(tape.query_norms, tape.queries, dqueries, dqueries);
  UnitRowsBackward(tape.candidate_norms, tape.candidates, dcandidates,
                   dcandidates);
}

#define C2V_INSTANTIATE(T)                                                 \
  template ScoreTape<T> ScoreCandidates<T>(                                \
      const ScoreSettings&, MatrixView<T>, ConstMatrix<T>, Workspace<T>&); \
  template void ScoreCandidatesBackward<T>(                                \
      const ScoreSettings&, const ScoreTape<T>&, ConstMatrix<T>,           \
      MatrixView<T>, MatrixView<T>);
C2V_INSTANTIATE(float)
C2V_INSTANTIATE(double)
#undef C2V_INSTANTIATE

}  // namespace customer2vec::nn
