#include "server/http/http_server.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/status_matchers.h"

namespace customer2vec {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// Sends `request` as it stands and returns all that comes back.
std::string Exchange(int port, const std::string& request) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
  EXPECT_EQ(connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)),
            0);
  EXPECT_EQ(write(fd, request.data(), request.size()), request.size());
  std::string response;
  char buffer[4096];
  for (ssize_t n; (n = read(fd, buffer, sizeof(buffer))) > 0;) {
    response.append(buffer, n);
  }
  close(fd);
  return response;
}

std::string Ask(const HttpServer& server, const std::string& method,
                const std::string& path) {
  return Exchange(server.port(), absl::StrCat(method, " ", path,
                                              " HTTP/1.1\r\nHost: x\r\n\r\n"));
}

std::unique_ptr<HttpServer> StartServer() {
  auto server = HttpServer::Start(
      "127.0.0.1:0",
      {{"/healthz", [] { return HttpResponse{.body = "ok\n"}; }},
       {"/readyz",
        [] { return HttpResponse{.status = 503, .body = "no snapshot\n"}; }}});
  EXPECT_THAT(server, IsOk());
  return *std::move(server);
}

TEST(HttpServerTest, AnswersGet) {
  const auto server = StartServer();
  const std::string response = Ask(*server, "GET", "/healthz");
  EXPECT_THAT(response, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(response, HasSubstr("Content-Length: 3\r\n"));
  EXPECT_THAT(response, EndsWith("\r\n\r\nok\n"));
}

TEST(HttpServerTest, PagesChooseTheStatus) {
  const auto server = StartServer();
  const std::string response = Ask(*server, "GET", "/readyz?verbose=1");
  EXPECT_THAT(response, StartsWith("HTTP/1.1 503 Service Unavailable\r\n"));
  EXPECT_THAT(response, EndsWith("\r\n\r\nno snapshot\n"));
}

TEST(HttpServerTest, HeadHasNoBody) {
  const auto server = StartServer();
  const std::string response = Ask(*server, "HEAD", "/healthz");
  EXPECT_THAT(response, HasSubstr("Content-Length: 3\r\n"));
  EXPECT_THAT(response, EndsWith("\r\n\r\n"));
}

TEST(HttpServerTest, OtherPathsAreNotFound) {
  const auto server = StartServer();
  for (const std::string path : {"/", "/healthz/", "/etc/passwd", "/../x"}) {
    const std::string response = Ask(*server, "GET", path);
    EXPECT_THAT(response, StartsWith("HTTP/1.1 404 Not Found\r\n")) << path;
    EXPECT_THAT(response, HasSubstr("/healthz /readyz")) << path;
  }
}

TEST(HttpServerTest, OtherMethodsAreRefused) {
  const auto server = StartServer();
  for (const std::string method : {"POST", "PUT", "DELETE", "OPTIONS"}) {
    const std::string response = Ask(*server, method, "/healthz");
    EXPECT_THAT(response, StartsWith("HTTP/1.1 405 Method Not Allowed\r\n"))
        << method;
    EXPECT_THAT(response, HasSubstr("Allow: GET, HEAD\r\n"));
  }
}

TEST(HttpServerTest, RubbishDoesNotHurt) {
  const auto server = StartServer();
  EXPECT_THAT(Exchange(server->port(), "\x16\x03\x01 rubbish\r\n\r\n"),
              Not(HasSubstr("200 OK")));
  EXPECT_THAT(Ask(*server, "GET", "/healthz"), HasSubstr("200 OK"));
}

TEST(HttpServerTest, ServesManyAtOnce) {
  const auto server = StartServer();
  std::atomic<int> ok = 0;
  std::vector<std::thread> clients;
  for (int t = 0; t < 4; ++t) {
    clients.emplace_back([&] {
      for (int i = 0; i < 10; ++i) {
        if (Ask(*server, "GET", "/healthz").find("200 OK") != std::string::npos)
          ++ok;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(ok, 40);
}

TEST(HttpServerTest, ATakenPortIsNamed) {
  const auto server = StartServer();
  const std::string address = absl::StrCat("127.0.0.1:", server->port());
  EXPECT_THAT(HttpServer::Start(address, {}),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr(address)));
}

TEST(HttpServerTest, WhatIsNoAddressIsNamed) {
  for (const std::string address :
       {"", "localhost", ":80", "127.0.0.1:http", "127.0.0.1:70000",
        "127.0.0.1:1,127.0.0.1:2"}) {
    EXPECT_THAT(
        HttpServer::Start(address, {}),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("HOST:PORT")))
        << address;
  }
}

}  // namespace
}  // namespace customer2vec
