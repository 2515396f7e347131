#include "server/http/http_server.h"

#include <civetweb.h>

#include <cstdlib>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"

namespace customer2vec {
namespace {

// Enough for a scraper, a prober, and no more.
constexpr char kThreads[] = "2";
constexpr char kRequestTimeoutMs[] = "5000";

// "HOST:PORT" with a numeric port, as civetweb wants it.
absl::Status CheckAddress(absl::string_view address) {
  const size_t colon = address.rfind(':');
  int port;
  if (colon == absl::string_view::npos || colon == 0 ||
      !absl::SimpleAtoi(address.substr(colon + 1), &port) || port < 0 ||
      port > 65535 || address.find(',') != absl::string_view::npos) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", address, "\" is no address; give HOST:PORT, 127.0.0.1:9464"));
  }
  return absl::OkStatus();
}

const char* ReasonPhrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 503:
      return "Service Unavailable";
    default:
      return "Error";
  }
}

void Send(const HttpResponse& response, bool with_body,
          mg_connection* connection) {
  std::string text = absl::StrCat(
      "HTTP/1.1 ", response.status, " ", ReasonPhrase(response.status),
      "\r\nContent-Type: ", response.content_type,
      "\r\nContent-Length: ", response.body.size(),
      response.status == 405 ? "\r\nAllow: GET, HEAD" : "",
      "\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n");
  if (with_body) text += response.body;
  mg_write(connection, text.data(), text.size());
}

}  // namespace

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(
    absl::string_view address, HttpPages pages) {
  C2V_RETURN_IF_ERROR(CheckAddress(address));
  std::unique_ptr<HttpServer> server(new HttpServer(std::move(pages)));
  const std::string listen(address);
  const char* options[] = {"listening_ports",
                           listen.c_str(),
                           "num_threads",
                           kThreads,
                           "request_timeout_ms",
                           kRequestTimeoutMs,
                           "enable_keep_alive",
                           "no",
                           nullptr};
  mg_callbacks callbacks = {};
  callbacks.begin_request = &HttpServer::OnRequest;
  callbacks.log_message = [](const mg_connection*, const char*) { return 1; };
  mg_init_data init = {&callbacks, server.get(), options};
  char reason[256] = "";
  unsigned code = 0;
  mg_error_data error = {&code, reason, sizeof(reason)};
  server->context_ = mg_start2(&init, &error);
  if (server->context_ == nullptr) {
    return absl::UnavailableError(absl::StrCat(
        "cannot listen on ", address, ": ", reason,
        "; is the port in use, and is the address one of this machine?"));
  }
  mg_server_port port = {};
  mg_get_server_ports(server->context_, 1, &port);
  server->port_ = port.port;
  return server;
}

HttpServer::~HttpServer() {
  if (context_ != nullptr) mg_stop(context_);
}

int HttpServer::OnRequest(mg_connection* connection) {
  const mg_request_info* info = mg_get_request_info(connection);
  const auto* server = static_cast<const HttpServer*>(info->user_data);
  const absl::string_view method = info->request_method;
  Send(server->Answer(method, info->local_uri), method != "HEAD", connection);
  return 1;  // answered
}

HttpResponse HttpServer::Answer(absl::string_view method,
                                absl::string_view path) const {
  const auto page = pages_.find(std::string(path));
  if (page == pages_.end()) {
    std::string body = absl::StrCat(path, " is not here; there are:");
    for (const auto& [known, unused] : pages_) {
      absl::StrAppend(&body, " ", known);
    }
    return {.status = 404, .body = body + "\n"};
  }
  if (method != "GET" && method != "HEAD") {
    return {.status = 405, .body = "only GET and HEAD are answered\n"};
  }
  return page->second();
}

}  // namespace customer2vec
