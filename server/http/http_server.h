// The few pages that monitoring asks for, over HTTP/1.1.
//
//   C2V_ASSIGN_OR_RETURN(
//       std::unique_ptr<HttpServer> http,
//       HttpServer::Start("127.0.0.1:9464", {{"/healthz", [] {
//         return HttpResponse{.body = "ok\n"};
//       }}}));
//   http->port();   // which one, where 0 was asked for
//
// GET and HEAD of exactly the given paths; any other path is 404, any other
// method 405. Two threads, one request after the other on each, and no
// keep-alive, so that an idle scraper holds nothing. No TLS and no files: bind
// it where only monitoring can reach it.
//
// Pages may be called from both threads at once. Thread-safe.

#ifndef CUSTOMER2VEC_SERVER_HTTP_HTTP_SERVER_H_
#define CUSTOMER2VEC_SERVER_HTTP_HTTP_SERVER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct mg_connection;
struct mg_context;

namespace customer2vec {

struct HttpResponse {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
};

using HttpPage = std::function<HttpResponse()>;
using HttpPages = std::map<std::string, HttpPage, std::less<>>;

class HttpServer {
 public:
  // Listens on `address`, "HOST:PORT". UNAVAILABLE, naming the address, where
  // that cannot be; INVALID_ARGUMENT where it is no address.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(
      absl::string_view address, HttpPages pages);

  // Ends requests that run, then closes.
  ~HttpServer();

  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  int port() const { return port_; }

 private:
  explicit HttpServer(HttpPages pages) : pages_(std::move(pages)) {}

  static int OnRequest(mg_connection* connection);
  HttpResponse Answer(absl::string_view method, absl::string_view path) const;

  const HttpPages pages_;
  mg_context* context_ = nullptr;
  int port_ = 0;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_HTTP_HTTP_SERVER_H_
