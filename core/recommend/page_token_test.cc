#include "core/recommend/page_token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "absl/strings/escaping.h"
#include "core/base/random.h"
#include "core/base/status_matchers.h"
#include "customer2vec/v1/recommendation_service.pb.h"

namespace customer2vec {
namespace {

using ::testing::HasSubstr;

constexpr uint32_t kMaxOffset = 10000;

auto Refused(const char* words) {
  return StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(words));
}

class PageTokenTest : public ::testing::Test {
 protected:
  PageTokenTest() {
    request_.set_item_id("a");
    request_.set_k(5);
    key_ = MakePageKey("v1", request_);
    token_ = EncodePageToken(key_, {20, {7, 0.25f}});
  }

  v1::RecommendSimilarItemsRequest request_;
  PageKey key_;
  std::string token_;
};

TEST_F(PageTokenTest, ComesBackWithItsRequest) {
  request_.set_page_token(token_);
  C2V_ASSERT_OK_AND_ASSIGN(
      const PageCursor cursor,
      DecodePageToken(token_, MakePageKey("v1", request_), kMaxOffset));
  EXPECT_EQ(cursor.offset, 20u);
  EXPECT_EQ(cursor.last, (ScoredItem{7, 0.25f}));
  EXPECT_FALSE(cursor.is_first());
}

TEST_F(PageTokenTest, NoneMeansTheFirstPage) {
  C2V_ASSERT_OK_AND_ASSIGN(const PageCursor cursor,
                           DecodePageToken("", key_, kMaxOffset));
  EXPECT_TRUE(cursor.is_first());
}

TEST_F(PageTokenTest, IsRefusedWithAnythingElse) {
  EXPECT_THAT(DecodePageToken(token_, MakePageKey("v2", request_), kMaxOffset),
              Refused("another snapshot"));
  request_.set_k(6);
  EXPECT_THAT(DecodePageToken(token_, MakePageKey("v1", request_), kMaxOffset),
              Refused("another request"));
  // The same bytes in a request of another RPC.
  v1::ListBoughtTogetherRequest other;
  other.set_item_id("a");
  other.set_k(5);
  request_.set_k(5);
  ASSERT_EQ(other.SerializeAsString(), request_.SerializeAsString());
  EXPECT_THAT(DecodePageToken(token_, FingerprintOf("v1", other), kMaxOffset),
              Refused("another request"));
}

TEST_F(PageTokenTest, IsOpaqueTextWithoutPadding) {
  EXPECT_EQ(token_.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                     "abcdefghijklmnopqrstuvwxyz0123456789-_"),
            std::string::npos);
}

TEST_F(PageTokenTest, MadeUpTokensAreRefused) {
  for (const std::string& token :
       {std::string("x"), std::string("not base64!"), token_ + "AAAA",
        token_.substr(4), std::string(1000, 'A')}) {
    EXPECT_THAT(DecodePageToken(token, key_, kMaxOffset),
                Refused("not a token"))
        << token;
  }
  EXPECT_THAT(DecodePageToken(EncodePageToken(key_, {kMaxOffset + 1, {}}), key_,
                              kMaxOffset),
              Refused("not a token"));
  EXPECT_THAT(DecodePageToken(EncodePageToken(key_, {0, {}}), key_, kMaxOffset),
              Refused("not a token"));
  EXPECT_THAT(
      DecodePageToken(EncodePageToken(key_, {5, {1, NAN}}), key_, kMaxOffset),
      Refused("not a token"));
}

TEST_F(PageTokenTest, AnyFlippedBitOfTheKeyIsNoticed) {
  std::string raw;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(token_, &raw));
  for (size_t bit = 0; bit < 128; ++bit) {
    std::string flipped = raw;
    flipped[bit / 8] ^= static_cast<char>(1 << (bit % 8));
    EXPECT_THAT(
        DecodePageToken(absl::WebSafeBase64Escape(flipped), key_, kMaxOffset),
        Refused("belongs to another"));
  }
}

}  // namespace
}  // namespace customer2vec
