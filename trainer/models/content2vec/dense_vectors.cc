#include "trainer/models/content2vec/dense_vectors.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "core/base/file.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "trainer/data/data_config.h"
#include "trainer/data/delimited_reader.h"
#include "trainer/data/parse.h"

namespace customer2vec {
namespace {

static_assert(std::endian::native == std::endian::little);

constexpr uint64_t kMaxFileBytes = uint64_t{64} << 30;
constexpr size_t kMaxColumns = 1 << 16;

absl::Status Bad(absl::string_view what) {
  return absl::InvalidArgumentError(what);
}

// The text of `key` in the header's dictionary, up to `end`.
absl::StatusOr<absl::string_view> HeaderValue(absl::string_view header,
                                              absl::string_view key,
                                              absl::string_view end) {
  const size_t at = header.find(absl::StrCat("'", key, "':"));
  if (at == absl::string_view::npos) {
    return Bad(absl::StrCat("the header has no '", key, "'"));
  }
  absl::string_view value = header.substr(at + key.size() + 3);
  const size_t stop = value.find(end);
  if (stop == absl::string_view::npos) return Bad("the header is cut short");
  return absl::StripAsciiWhitespace(value.substr(0, stop));
}

// Header and data of a file of format 1 (two bytes of length) to 3 (four).
absl::StatusOr<std::pair<absl::string_view, absl::string_view>> SplitNumpy(
    absl::string_view bytes) {
  if (bytes.size() < 10 || bytes.substr(0, 6) != "\x93NUMPY") {
    return Bad("it is no NumPy file");
  }
  const bool is_short = bytes[6] == 1;
  const size_t begin = is_short ? 10 : 12;
  uint32_t length = 0;
  if (bytes.size() < begin) return Bad("the header is cut short");
  std::memcpy(&length, bytes.data() + 8, is_short ? 2 : 4);
  if (length > bytes.size() - begin) return Bad("the header is cut short");
  return std::pair(bytes.substr(begin, length), bytes.substr(begin + length));
}

// "(3, 4)" without its brackets.
absl::Status ParseShape(absl::string_view shape, NumpyMatrix* matrix) {
  const std::vector<absl::string_view> sizes =
      absl::StrSplit(shape, ',', absl::SkipWhitespace());
  uint64_t rows, columns;
  if (sizes.size() != 2 || !absl::SimpleAtoi(sizes[0], &rows) ||
      !absl::SimpleAtoi(sizes[1], &columns) || columns < 1 ||
      columns > kMaxColumns || rows > UINT32_MAX) {
    return Bad(absl::StrCat("its shape is (", shape,
                            "); two dimensions are needed, with 1 to ",
                            kMaxColumns, " columns"));
  }
  matrix->rows = rows;
  matrix->columns = columns;
  return absl::OkStatus();
}

template <typename T>
absl::Status CopyNumbers(absl::string_view data, NumpyMatrix* matrix) {
  const uint64_t count = uint64_t{matrix->rows} * matrix->columns;
  if (data.size() != count * sizeof(T)) {
    return Bad(absl::StrCat("it has ", data.size(), " bytes of numbers, not ",
                            count * sizeof(T)));
  }
  matrix->values.resize(count);
  for (uint64_t i = 0; i < count; ++i) {
    T number;
    std::memcpy(&number, data.data() + i * sizeof(T), sizeof(T));
    matrix->values[i] = static_cast<float>(number);
  }
  return absl::OkStatus();
}

// Takes vectors under ids, wherever they come from.
class BlockBuilder {
 public:
  BlockBuilder(std::span<const std::string> item_ids, size_t columns,
               int32_t wanted, uint64_t seed)
      : columns_(columns) {
    for (uint32_t row = 0; row < item_ids.size(); ++row) {
      row_of_.emplace(item_ids[row], row);
    }
    if (wanted > 0 && static_cast<size_t>(wanted) < columns) {
      DrawProjection(wanted, seed);
    }
    block_.dimension = projection_.empty() ? columns : wanted;
    block_.rows.resize(item_ids.size() * block_.dimension);
  }

  absl::Status Add(absl::string_view id, std::span<const float> vector) {
    for (size_t i = 0; i < columns_; ++i) {
      if (std::isfinite(vector[i])) continue;
      return Bad(absl::StrCat("number ", i + 1, " of item \"", id, "\" is ",
                              vector[i], "; vectors must be finite"));
    }
    if (!seen_.emplace(id).second) {
      return Bad(absl::StrCat("item \"", id, "\" has a vector already"));
    }
    const auto found = row_of_.find(id);
    if (found == row_of_.end()) {
      ++block_.unknown_items;
    } else if (Place(vector, found->second)) {
      ++block_.items_found;
    } else {
      ++block_.zero_rows;
    }
    return absl::OkStatus();
  }

  absl::StatusOr<DenseBlock> Finish() && {
    if (block_.items_found > 0) return std::move(block_);
    return Bad(absl::StrCat("no item has a vector in it (",
                            block_.unknown_items, " vectors are of other ids, ",
                            block_.zero_rows, " are zero)"));
  }

 private:
  void DrawProjection(size_t rows, uint64_t seed) {
    Random random(seed);
    const double scale = 1 / std::sqrt(static_cast<double>(rows));
    projection_.resize(rows * columns_);
    for (float& x : projection_) {
      x = static_cast<float>(scale * random.Normal());
    }
  }

  double Projected(std::span<const float> vector, size_t i) const {
    if (projection_.empty()) return vector[i];
    double sum = 0;
    for (size_t j = 0; j < columns_; ++j) {
      sum += double{projection_[i * columns_ + j]} * vector[j];
    }
    return sum;
  }

  // False for a vector of zeros.
  bool Place(std::span<const float> vector, uint32_t row) {
    std::vector<double> numbers(block_.dimension);
    double squares = 0;
    for (size_t i = 0; i < numbers.size(); ++i) {
      numbers[i] = Projected(vector, i);
      squares += numbers[i] * numbers[i];
    }
    if (!(squares > 0)) return false;
    const double scale = 1 / std::sqrt(squares);
    for (size_t i = 0; i < numbers.size(); ++i) {
      block_.rows[row * numbers.size() + i] =
          static_cast<float>(scale * numbers[i]);
    }
    return true;
  }

  const size_t columns_;
  std::vector<float> projection_;  // dimension * columns_, or empty
  absl::flat_hash_map<absl::string_view, uint32_t> row_of_;
  absl::flat_hash_set<std::string> seen_;
  DenseBlock block_;
};

std::vector<absl::string_view> Lines(absl::string_view text) {
  std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  for (absl::string_view& line : lines) line = absl::StripSuffix(line, "\r");
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

absl::StatusOr<DenseBlock> ReadNumpy(const v1::DenseVectors& config,
                                     std::span<const std::string> item_ids,
                                     uint64_t seed) {
  if (config.ids().empty()) {
    return Bad("a NumPy file needs `ids`, a file with the id of each row");
  }
  C2V_ASSIGN_OR_RETURN(const std::string bytes,
                       ReadFileToString(config.path(), kMaxFileBytes));
  C2V_ASSIGN_OR_RETURN(const NumpyMatrix matrix, ParseNumpyMatrix(bytes));
  C2V_ASSIGN_OR_RETURN(const std::string id_text,
                       ReadFileToString(config.ids(), kMaxFileBytes));
  const std::vector<absl::string_view> ids = Lines(id_text);
  if (ids.size() != matrix.rows) {
    return Bad(absl::StrCat("it has ", matrix.rows, " rows, but ", config.ids(),
                            " has ", ids.size(), " ids"));
  }
  BlockBuilder builder(item_ids, matrix.columns, config.dimension(), seed);
  for (size_t row = 0; row < ids.size(); ++row) {
    C2V_RETURN_IF_ERROR(builder.Add(ids[row], std::span(matrix.values)
                                                  .subspan(row * matrix.columns,
                                                           matrix.columns)))
        .With("row ", row);
  }
  return std::move(builder).Finish();
}

absl::Status ParseFields(std::span<const absl::string_view> fields,
                         std::vector<float>* vector) {
  for (size_t i = 1; i < fields.size(); ++i) {
    const std::optional<double> number = ParseNumber(fields[i]);
    if (!number) {
      return Bad(absl::StrCat("field ", i + 1, " is \"", fields[i],
                              "\", no finite number"));
    }
    (*vector)[i - 1] = static_cast<float>(*number);
  }
  return absl::OkStatus();
}

absl::StatusOr<DenseBlock> ReadDelimited(const v1::DenseVectors& config,
                                         std::span<const std::string> item_ids,
                                         uint64_t seed) {
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<ByteSource> source,
                       OpenByteSource(config.path()));
  DelimitedReader reader(std::move(source), SeparatorOf("", config.path()));
  if (!reader.Next() || reader.fields().size() < 2) {
    C2V_RETURN_IF_ERROR(reader.status());
    return Bad("the header line must name the item and one number at least");
  }
  const size_t columns = reader.fields().size() - 1;
  reader.ExpectFields(columns + 1);
  BlockBuilder builder(item_ids, columns, config.dimension(), seed);
  std::vector<float> vector(columns);
  while (reader.Next()) {
    if (reader.defect() != RecordDefect::kNone) {
      return Bad(absl::StrCat("line ", reader.line(), " is no record of ",
                              columns + 1, " fields"));
    }
    C2V_RETURN_IF_ERROR(ParseFields(reader.fields(), &vector))
        .With("line ", reader.line());
    C2V_RETURN_IF_ERROR(builder.Add(reader.fields()[0], vector))
        .With("line ", reader.line());
  }
  C2V_RETURN_IF_ERROR(reader.status());
  return std::move(builder).Finish();
}

}  // namespace

absl::StatusOr<NumpyMatrix> ParseNumpyMatrix(absl::string_view bytes) {
  C2V_ASSIGN_OR_RETURN(const auto parts, SplitNumpy(bytes));
  const auto [header, data] = parts;
  C2V_ASSIGN_OR_RETURN(const absl::string_view type,
                       HeaderValue(header, "descr", ","));
  C2V_ASSIGN_OR_RETURN(const absl::string_view by_columns,
                       HeaderValue(header, "fortran_order", ","));
  C2V_ASSIGN_OR_RETURN(const absl::string_view shape,
                       HeaderValue(header, "shape", ")"));
  if (by_columns != "False")
    return Bad("its columns stand first, not its rows");
  NumpyMatrix matrix;
  C2V_RETURN_IF_ERROR(ParseShape(absl::StripPrefix(shape, "("), &matrix));
  if (type == "'<f4'") {
    C2V_RETURN_IF_ERROR(CopyNumbers<float>(data, &matrix));
  } else if (type == "'<f8'") {
    C2V_RETURN_IF_ERROR(CopyNumbers<double>(data, &matrix));
  } else {
    return Bad(absl::StrCat("its numbers are ", type,
                            "; write float32 ('<f4') or float64 ('<f8')"));
  }
  return matrix;
}

absl::StatusOr<DenseBlock> ReadDenseVectors(
    const v1::DenseVectors& config, absl::string_view data_root,
    std::span<const std::string> item_ids, uint64_t seed) {
  v1::DenseVectors resolved = config;
  resolved.set_path(ResolvePath(data_root, config.path()));
  if (!config.ids().empty()) {
    resolved.set_ids(ResolvePath(data_root, config.ids()));
  }
  absl::StatusOr<DenseBlock> block =
      absl::EndsWith(config.path(), ".npy")
          ? ReadNumpy(resolved, item_ids, seed)
          : ReadDelimited(resolved, item_ids, seed);
  if (block.ok()) return block;
  return Annotate(
      block.status(),
      absl::StrCat("dense vectors \"", config.name(), "\", ", config.path()));
}

}  // namespace customer2vec
