#include "trainer/data/byte_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vector>

#include "core/base/random.h"
#include "core/base/scratch_folder.h"
#include "core/base/sha256.h"
#include "core/base/status_macros.h"
#include "core/base/status_matchers.h"
#include "trainer/data/test_archives.h"

namespace customer2vec {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

absl::StatusOr<std::string> ReadAll(ByteSource& source, size_t chunk) {
  std::string all;
  std::vector<char> buffer(chunk);
  while (true) {
    C2V_ASSIGN_OR_RETURN(const size_t count, source.Read(buffer));
    if (count == 0) return all;
    all.append(buffer.data(), count);
  }
}

absl::StatusOr<std::string> ReadAll(const std::string& path,
                                    size_t chunk = 4096) {
  C2V_ASSIGN_OR_RETURN(std::unique_ptr<ByteSource> source,
                       OpenByteSource(path));
  return ReadAll(*source, chunk);
}

// A megabyte that compresses, but not to nothing: the stored bytes do not fit
// one buffer.
std::string Text() {
  Random random(1);
  std::string text;
  while (text.size() < 1 << 20) {
    text += std::to_string(random.Below(1 << 20)) + ",";
  }
  return text;
}

TEST(ByteSourceTest, ReadsWhatWasCompressed) {
  const ScratchFolder folder;
  const std::string text = Text();
  for (const size_t chunk : {1u, 999u, 1u << 22}) {
    EXPECT_EQ(*ReadAll(folder.Write("a.csv", text), chunk), text);
    EXPECT_EQ(*ReadAll(folder.Write("a.csv.gz", Gzip(text)), chunk), text);
    EXPECT_EQ(*ReadAll(folder.Write("a.csv.zst", Zstd(text)), chunk), text);
  }
}

TEST(ByteSourceTest, ReadsSeveralMembersAsOneFile) {
  const ScratchFolder folder;
  EXPECT_EQ(*ReadAll(folder.Write("a.gz", Gzip("ab") + Gzip("") + Gzip("c"))),
            "abc");
  EXPECT_EQ(*ReadAll(folder.Write("a.zst", Zstd("ab") + Zstd("") + Zstd("c"))),
            "abc");
}

// Members without text, cut anywhere by the end of the reader's buffer.
TEST(ByteSourceTest, ReadsOnPastEmptyMembers) {
  const ScratchFolder folder;
  std::string gzip, zstd;
  for (int i = 0; i < 40000; ++i) {
    gzip += Gzip("");
    zstd += Zstd("");
  }
  EXPECT_EQ(*ReadAll(folder.Write("a.gz", gzip + Gzip("end"))), "end");
  EXPECT_EQ(*ReadAll(folder.Write("a.zst", zstd + Zstd("end"))), "end");
}

TEST(ByteSourceTest, NothingInsideIsNoError) {
  const ScratchFolder folder;
  EXPECT_EQ(*ReadAll(folder.Write("a", "")), "");
  EXPECT_EQ(*ReadAll(folder.Write("a.gz", Gzip(""))), "");
  EXPECT_EQ(*ReadAll(folder.Write("a.zst", Zstd(""))), "");
}

TEST(ByteSourceTest, EveryTruncationIsNoticed) {
  const ScratchFolder folder;
  for (const auto& [name, whole] :
       {std::pair("a.gz", Gzip("some text to store")),
        std::pair("a.zst", Zstd("some text to store"))}) {
    for (size_t length = 0; length < whole.size(); ++length) {
      EXPECT_THAT(ReadAll(folder.Write(name, whole.substr(0, length))),
                  StatusIs(absl::StatusCode::kDataLoss,
                           AllOf(HasSubstr(name), HasSubstr("too early"))))
          << name << " " << length;
    }
  }
}

TEST(ByteSourceTest, DamageIsNoticed) {
  const ScratchFolder folder;
  std::string gzip = Gzip(Text());
  gzip[gzip.size() - 6] ^= 1;  // in its checksum
  EXPECT_THAT(ReadAll(folder.Write("a.gz", gzip)),
              StatusIs(absl::StatusCode::kDataLoss,
                       AllOf(HasSubstr("a.gz"), HasSubstr("incorrect data"))));
  std::string zstd = Zstd(Text());
  zstd[0] ^= 1;
  EXPECT_THAT(ReadAll(folder.Write("a.zst", zstd)),
              StatusIs(absl::StatusCode::kDataLoss,
                       AllOf(HasSubstr("a.zst"), HasSubstr("not valid"))));
  EXPECT_THAT(ReadAll(folder.Write("b.gz", "item,order\n")),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("not valid")));
}

TEST(ByteSourceTest, CountsAndHashesStoredBytes) {
  const ScratchFolder folder;
  for (const auto& [name, stored] :
       {std::pair("a.csv", Text()), std::pair("a.csv.gz", Gzip(Text())),
        std::pair("a.csv.zst", Zstd(Text()))}) {
    C2V_ASSERT_OK_AND_ASSIGN(auto source,
                             OpenByteSource(folder.Write(name, stored)));
    ASSERT_THAT(ReadAll(*source, 4096), IsOk());
    EXPECT_EQ(source->stored_bytes(), stored.size());
    EXPECT_EQ(source->StoredDigest(), Sha256Hex(stored));
  }
}

TEST(ByteSourceTest, OpeningNamesTheFileAndTheCause) {
  const ScratchFolder folder;
  EXPECT_THAT(OpenByteSource(folder.Path("absent.csv")),
              StatusIs(absl::StatusCode::kNotFound,
                       AllOf(HasSubstr("absent.csv"),
                             HasSubstr("No such file or directory"))));
  EXPECT_THAT(
      OpenByteSource(folder.path()),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is a folder")));
  const std::string secret = folder.Write("secret.csv", "x");
  ASSERT_EQ(chmod(secret.c_str(), 0), 0);
  if (geteuid() != 0) {  // root may read everything
    EXPECT_THAT(
        OpenByteSource(secret),
        StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("secret.csv")));
  }
}

TEST(ByteSourceTest, SuffixGoes) {
  EXPECT_EQ(WithoutCompressionSuffix("a.tsv.gz"), "a.tsv");
  EXPECT_EQ(WithoutCompressionSuffix("a.tsv.zst"), "a.tsv");
  EXPECT_EQ(WithoutCompressionSuffix("a.tsv"), "a.tsv");
}

}  // namespace
}  // namespace customer2vec
