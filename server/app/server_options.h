// The flags of c2v-server.
//
//   const ParsedFlags flags = ParseFlags(argc, argv);
//   if (!flags.options) return flags.exit_code;
//
// `--help` lists them with their defaults, which are those below.

#ifndef CUSTOMER2VEC_SERVER_APP_SERVER_OPTIONS_H_
#define CUSTOMER2VEC_SERVER_APP_SERVER_OPTIONS_H_

#include <optional>
#include <string>

namespace customer2vec {

struct ServerOptions {
  std::string store;  // folder of snapshots. REQUIRED
  // HOST:PORT each; port 0 is any free one.
  std::string listen = "127.0.0.1:50051";        // what shops ask
  std::string admin_listen = "127.0.0.1:50052";  // what operators ask
  std::string http_listen = "127.0.0.1:9464";    // what monitoring asks
  int poll_interval_ms = 2000;                   // between looks at the store
  int drain_delay_ms = 0;          // NOT_SERVING before new calls are refused
  int drain_timeout_ms = 10000;    // for calls that run, then they are cut off
  int executor_threads = 0;        // for long calls; 0: one a core
  int executor_queue = 64;         // long calls that may wait
  std::string log_level = "info";  // trace, debug, info, warn, error or off
  bool reflection = true;  // lets grpcurl and its like ask what is there
  std::string ports_file;  // gets {"grpc":N,"admin":N,"http":N} once all listen
};

struct ParsedFlags {
  std::optional<ServerOptions> options;  // nothing: the program is over
  int exit_code = 0;                     // 0 after --help, 2 after wrong usage
};

// Prints help, version and what is wrong with the usage by itself.
ParsedFlags ParseFlags(int argc, const char* const* argv);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_APP_SERVER_OPTIONS_H_
