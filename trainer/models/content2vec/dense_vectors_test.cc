#include "trainer/models/content2vec/dense_vectors.h"

#include <gmock/gmock.h>

#include <cmath>
#include <cstring>
#include <string>

#include "absl/strings/str_cat.h"
#include "core/base/file.h"
#include "core/base/random.h"
#include "core/base/scratch_folder.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

template <typename T>
std::string Numpy(absl::string_view type, absl::string_view shape,
                  const std::vector<T>& values, int version = 1) {
  std::string header =
      absl::StrCat("{'descr': '", type,
                   "', 'fortran_order': False, 'shape': ", shape, ", }\n");
  std::string bytes = "\x93NUMPY";
  bytes.push_back(static_cast<char>(version));
  bytes.push_back(0);
  const auto length = static_cast<uint32_t>(header.size());
  bytes.append(reinterpret_cast<const char*>(&length), version == 1 ? 2 : 4);
  bytes.append(header);
  bytes.append(reinterpret_cast<const char*>(values.data()),
               values.size() * sizeof(T));
  return bytes;
}

class ReadDenseVectorsTest : public ::testing::Test {
 protected:
  std::string Write(absl::string_view name, absl::string_view text) {
    const std::string path = folder_.Path(name);
    folder_.Write(name, text);
    return path;
  }
  absl::StatusOr<DenseBlock> ReadCsv(absl::string_view text,
                                     int dimension = 0) {
    v1::DenseVectors config;
    config.set_name("image");
    config.set_path(Write("vectors.csv", text));
    config.set_dimension(dimension);
    return ReadDenseVectors(config, "", ids_, 1);
  }

  ScratchFolder folder_;
  const std::vector<std::string> ids_ = {"a", "b", "c"};
};

TEST_F(ReadDenseVectorsTest, BringsVectorsToLengthOne) {
  const DenseBlock block = ReadCsv("item,x,y\nb,3,4\nz,1,1\nc,0,0\n").value();
  EXPECT_EQ(block.dimension, 2u);
  EXPECT_THAT(block.rows, ElementsAre(0, 0, 0.6f, 0.8f, 0, 0));
  EXPECT_EQ(block.items_found, 1u);
  EXPECT_EQ(block.unknown_items, 1u);
  EXPECT_EQ(block.zero_rows, 1u);
}

TEST_F(ReadDenseVectorsTest, SaysWhereAFileIsWrong) {
  const auto refuses = [&](absl::string_view text, const char* what) {
    EXPECT_THAT(ReadCsv(text),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(what)));
  };
  refuses("item,x\na,1\nb,nan\n", "line 3: field 2 is \"nan\"");
  refuses("item,x\na,1\nb,1e999\n", "line 3: field 2");
  refuses("item,x\na,1\nb,1e39\n", "line 3: number 1 of item \"b\" is inf");
  refuses("item,x\na,1\nb,1,2\n", "line 3 is no record of 2 fields");
  refuses("item,x\na,1\na,2\n", "line 3: item \"a\" has a vector already");
  refuses("item\na\n", "header line");
  refuses("", "header line");
  refuses("item,x\nz,1\na,0\n", "no item has a vector in it (1 vectors");
  v1::DenseVectors config;
  config.set_path(folder_.Path("none.csv"));
  EXPECT_THAT(ReadDenseVectors(config, "", ids_, 1),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("none.csv")));
}

TEST_F(ReadDenseVectorsTest, ReadsNumpy) {
  v1::DenseVectors config;
  config.set_path(Write("v.npy", Numpy<float>("<f4", "(2, 2)", {3, 4, 0, -2})));
  EXPECT_THAT(ReadDenseVectors(config, "", ids_, 1),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("`ids`")));
  config.set_ids(Write("ids.txt", "c\r\na\r\n"));
  const DenseBlock block = ReadDenseVectors(config, "", ids_, 1).value();
  EXPECT_THAT(block.rows, ElementsAre(0, -1, 0, 0, 0.6f, 0.8f));
  config.set_ids(Write("ids.txt", "c\n"));
  EXPECT_THAT(
      ReadDenseVectors(config, "", ids_, 1),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("2 rows, but")));
  config.set_ids(Write("ids.txt", "c\na\n"));
  config.set_path(Write("v.npy", Numpy<float>("<f4", "(2, 1)", {1, NAN})));
  EXPECT_THAT(ReadDenseVectors(config, "", ids_, 1),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("row 1: number 1 of item \"a\" is nan")));
}

TEST_F(ReadDenseVectorsTest, RelativePathsStartAtTheDataRoot) {
  v1::DenseVectors config;
  Write("vectors.csv", "item,x\nb,3\n");
  config.set_path("vectors.csv");
  EXPECT_THAT(ReadDenseVectors(config, folder_.path(), ids_, 1), IsOk());
  EXPECT_THAT(ReadDenseVectors(config, "", ids_, 1),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("vectors.csv")));
  Write("v.npy", Numpy<float>("<f4", "(1, 2)", {3, 4}));
  Write("ids.txt", "c\n");
  config.set_path("v.npy");
  config.set_ids("ids.txt");
  EXPECT_THAT(ReadDenseVectors(config, folder_.path(), ids_, 1), IsOk());
}

TEST_F(ReadDenseVectorsTest, ProjectionKeepsInnerProducts) {
  constexpr int kFrom = 400, kTo = 100;
  Random random(7);
  std::string text = "item";
  for (int i = 0; i < kFrom; ++i) absl::StrAppend(&text, ",x", i);
  std::vector<float> a(kFrom), b(kFrom);
  double dot = 0, aa = 0, bb = 0;
  for (int i = 0; i < kFrom; ++i) {
    a[i] = static_cast<float>(random.Normal());
    b[i] = a[i] + static_cast<float>(random.Normal());
    dot += double{a[i]} * b[i];
    aa += double{a[i]} * a[i];
    bb += double{b[i]} * b[i];
  }
  for (const auto& [id, vector] : {std::pair("a", a), std::pair("b", b)}) {
    absl::StrAppend(&text, "\n", id);
    for (const float x : vector) absl::StrAppend(&text, ",", x);
  }
  const DenseBlock block = ReadCsv(text, kTo).value();
  ASSERT_EQ(block.dimension, size_t{kTo});
  double cosine = 0, length = 0;
  for (int i = 0; i < kTo; ++i) {
    cosine += double{block.rows[i]} * block.rows[kTo + i];
    length += double{block.rows[i]} * block.rows[i];
  }
  EXPECT_NEAR(length, 1, 1e-5);
  EXPECT_NEAR(cosine, dot / std::sqrt(aa * bb), 4 / std::sqrt(double{kTo}));
  EXPECT_GT(cosine, 0.3);  // .71 before
  EXPECT_EQ(ReadCsv(text, kTo).value().rows, block.rows);
  EXPECT_EQ(ReadCsv(text, 1000).value().dimension, size_t{kFrom});
}

TEST(ParseNumpyMatrixTest, ReadsBothTypesAndVersions) {
  const NumpyMatrix floats =
      ParseNumpyMatrix(Numpy<float>("<f4", "(1, 3)", {1, 2, 3})).value();
  EXPECT_THAT(floats.values, ElementsAre(1, 2, 3));
  const NumpyMatrix doubles =
      ParseNumpyMatrix(Numpy<double>("<f8", "(3, 1)", {1, 2, 3}, 2)).value();
  EXPECT_EQ(doubles.rows, 3u);
  EXPECT_EQ(doubles.columns, 1u);
  EXPECT_THAT(doubles.values, ElementsAre(1, 2, 3));
}

TEST(ParseNumpyMatrixTest, RefusesWhatItDoesNotKnow) {
  const auto refuses = [](const std::string& bytes, const char* what) {
    EXPECT_THAT(ParseNumpyMatrix(bytes),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(what)));
  };
  const std::string good = Numpy<float>("<f4", "(1, 2)", {1, 2});
  refuses("", "no NumPy file");
  refuses("PK", "no NumPy file");
  refuses(good.substr(0, 11), "header is cut short");
  refuses(good.substr(0, 40), "header is cut short");
  refuses(good.substr(0, good.size() - 1), "7 bytes of numbers, not 8");
  refuses(Numpy<float>("<i4", "(1, 2)", {1, 2}), "numbers are '<i4'");
  refuses(Numpy<float>("<f4", "(2,)", {1, 2}), "two dimensions");
  refuses(Numpy<float>("<f4", "(1, 0)", {}), "two dimensions");
  refuses(Numpy<float>("<f4", "(99999999999, 1)", {}), "two dimensions");
  std::string by_columns = good;
  by_columns.replace(by_columns.find("False"), 5, "True ");
  refuses(by_columns, "columns stand first");
}

}  // namespace
}  // namespace customer2vec
