// The gRPC service config that ships with the client:
// client/service_config.json, compiled in.
//
//   arguments.SetServiceConfigJSON(std::string(ServiceConfigJson()));
//
// Calls that answer UNAVAILABLE are tried up to four times with growing,
// jittered pauses (gRFC A6); no other code is retried and nothing is hedged
// (AIP-194). A token bucket stops retries while a server fails most calls, so
// that clients do not keep an overloaded server down. Calls go round robin over
// all addresses that the target's name resolves to. EventService is left out:
// recording an event twice is harmless only where the caller gave a request_id,
// which a config cannot know.
//
// Clients in other languages take the same file. Thread-safe.

#ifndef CUSTOMER2VEC_CLIENT_CPP_SERVICE_CONFIG_H_
#define CUSTOMER2VEC_CLIENT_CPP_SERVICE_CONFIG_H_

#include "absl/strings/string_view.h"

namespace customer2vec {

// The file's content; lives as long as the program.
absl::string_view ServiceConfigJson();

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CLIENT_CPP_SERVICE_CONFIG_H_
