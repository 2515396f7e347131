#include "trainer/data/web_words.h"

#include <gtest/gtest.h>

#include <string>

namespace customer2vec {
namespace {

TEST(WebWordsTest, PathsLoseQueriesAndIdentifiers) {
  EXPECT_EQ(PathTemplate("/shop/42/reviews/?page=3#top"), "/shop/{id}/reviews");
  EXPECT_EQ(PathTemplate("https://example.org/a/7?b"), "/a/{id}");
  EXPECT_EQ(PathTemplate("https://example.org"), "/");
  EXPECT_EQ(PathTemplate("/"), "/");
  EXPECT_EQ(PathTemplate("*"), "/*");
  EXPECT_EQ(PathTemplate(""), "");
  EXPECT_EQ(PathTemplate("/u/550e8400-e29b-41d4-a716-446655440000"), "/u/{id}");
  EXPECT_EQ(PathTemplate("/s/" + std::string(31, 'x') + "7"), "/s/{id}");
  // Words stay: letters alone, or digits in a short name.
  EXPECT_EQ(PathTemplate("/v2/top10/" + std::string(40, 'x')),
            "/v2/top10/" + std::string(40, 'x'));
  EXPECT_EQ(PathTemplate("/go?to=http://example.org/7"), "/go");
}

TEST(WebWordsTest, HostsAreBareAndSmall) {
  EXPECT_EQ(HostOf("https://www.Example.org:443/x?y"), "example.org");
  EXPECT_EQ(HostOf("http://ann:secret@shop.example.org"), "shop.example.org");
  EXPECT_EQ(HostOf("http://[::1]:80/"), "[::1]");
  EXPECT_EQ(HostOf("/just/a/path"), "");
  EXPECT_EQ(HostOf(""), "");
}

TEST(WebWordsTest, AgentsHaveFamilies) {
  EXPECT_EQ(AgentFamily("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 "
                        "Chrome/117.0 Safari/537.36 Edg/117.0"),
            "Edge");
  EXPECT_EQ(AgentFamily("Mozilla/5.0 (Macintosh) AppleWebKit/605 Safari/605"),
            "Safari");
  EXPECT_EQ(AgentFamily("Mozilla/5.0 (compatible; Googlebot/2.1)"), "bot");
  EXPECT_EQ(AgentFamily("curl/8.1"), "script");
  EXPECT_EQ(AgentFamily("?"), "other");
}

}  // namespace
}  // namespace customer2vec
