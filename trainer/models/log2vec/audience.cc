#include "trainer/models/log2vec/audience.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <cstdint>

namespace customer2vec {
namespace {

constexpr double kShrinkage = 5;
constexpr double kRidge = 0.1;

using Matrix =
    Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Rows of length 1 less their mean; zero rows stay zero.
Matrix CentredDirections(std::span<const float> customers, size_t dimension) {
  Matrix rows = Eigen::Map<const Matrix>(
      customers.data(), static_cast<Eigen::Index>(customers.size() / dimension),
      static_cast<Eigen::Index>(dimension));
  std::vector<Eigen::Index> known;
  for (Eigen::Index row = 0; row < rows.rows(); ++row) {
    const float norm = rows.row(row).norm();
    if (norm <= 0) continue;
    rows.row(row) /= norm;
    known.push_back(row);
  }
  if (known.empty()) return rows;
  const Eigen::RowVectorXf mean =
      rows.colwise().sum() / static_cast<float>(known.size());
  for (const Eigen::Index row : known) rows.row(row) -= mean;
  return rows;
}

// Shrunk means of the rows of those who took each item.
Matrix MeanOfTakers(const Matrix& customers, const CustomerHistories& histories,
                    size_t item_count) {
  Matrix means =
      Matrix::Zero(static_cast<Eigen::Index>(item_count), customers.cols());
  std::vector<double> takers(item_count);
  for (uint32_t customer = 0; customer < histories.customer_count();
       ++customer) {
    if (customers.row(customer).isZero(0)) continue;
    for (const HistoryEntry& entry : histories.Of(customer)) {
      if (entry.item >= item_count) continue;
      means.row(entry.item) += customers.row(customer);
      ++takers[entry.item];
    }
  }
  for (size_t item = 0; item < item_count; ++item) {
    means.row(static_cast<Eigen::Index>(item)) /=
        static_cast<float>(takers[item] + kShrinkage);
  }
  return means;
}

// means * S^-1.
Matrix Discriminants(const Matrix& customers, const Matrix& means) {
  const Eigen::MatrixXd rows = customers.cast<double>();
  Eigen::MatrixXd covariance = rows.transpose() * rows;
  covariance /= std::max<double>(1, static_cast<double>(rows.rows()));
  const double variance =
      covariance.trace() / static_cast<double>(covariance.rows());
  if (variance <= 0) return Matrix::Zero(means.rows(), means.cols());
  covariance.diagonal().array() += kRidge * variance;
  const Eigen::MatrixXd solved =
      covariance.llt().solve(means.cast<double>().transpose());
  return solved.transpose().cast<float>();
}

std::vector<float> ToVector(const Matrix& matrix) {
  return {matrix.data(), matrix.data() + matrix.size()};
}

}  // namespace

Audience AudienceOf(std::span<const float> customers, size_t dimension,
                    const CustomerHistories& histories, size_t item_count) {
  const Matrix rows = CentredDirections(customers, dimension);
  const Matrix means = MeanOfTakers(rows, histories, item_count);
  return {.customers = ToVector(rows),
          .input = ToVector(means),
          .output = ToVector(Discriminants(rows, means))};
}

}  // namespace customer2vec
