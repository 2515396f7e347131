// Compressed bytes for tests of readers.
//
//   folder.Write("a.csv.gz", Gzip("item\nmilk\n"));

#ifndef CUSTOMER2VEC_TRAINER_DATA_TEST_ARCHIVES_H_
#define CUSTOMER2VEC_TRAINER_DATA_TEST_ARCHIVES_H_

#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <string>

#include "absl/strings/string_view.h"

namespace customer2vec {

// One gzip member.
inline std::string Gzip(absl::string_view text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, 0), Z_OK);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = text.size();
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = out.size();
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// One zstd frame.
inline std::string Zstd(absl::string_view text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(
      ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_DATA_TEST_ARCHIVES_H_
