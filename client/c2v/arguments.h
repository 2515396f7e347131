// The command line of c2v, and the requests it stands for.
//
//   Arguments arguments;
//   if (std::optional<int> code = ParseArguments(argc, argv, std::cout,
//   std::cerr,
//                                                &arguments)) {
//     return *code;  // --help, --version, or wrong usage
//   }
//   client->RecommendSimilarItems(SimilarItemsRequest(arguments));
//
// ParseArguments() writes help and complaints; the request functions are pure.
// What a field may hold is the server's to say, not checked twice.

#ifndef CUSTOMER2VEC_CLIENT_C2V_ARGUMENTS_H_
#define CUSTOMER2VEC_CLIENT_C2V_ARGUMENTS_H_

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "customer2vec/v1/embedding_service.pb.h"
#include "customer2vec/v1/recommendation_service.pb.h"
#include "customer2vec/v1/snapshot_service.pb.h"

namespace customer2vec {

enum class Command {
  kSimilarItems,
  kCustomer,
  kSession,
  kItemEmbeddings,
  kCustomerEmbeddings,
  kPredict,
  kItems,
  kListSnapshots,
  kGetSnapshot,
  kReloadSnapshots,
  kHealth,
  kInspectSnapshot,
  kInspectCustomer,
  kInspectCustomers,
  kSegments,
};

// What a command line said. A command uses the fields of its own flags only.
struct Arguments {
  Command command = Command::kHealth;

  // Before or after any command.
  std::string server = "127.0.0.1:50051";
  std::string admin_server = "127.0.0.1:50052";
  int deadline_ms = 5000;
  bool json = false;

  std::vector<std::string> ids;  // items, customers, or one of them

  // Which snapshot and servable answers; empty means the server's default.
  std::string label;
  std::string snapshot_version;
  std::string servable;

  // recommend
  int k = 10;
  std::vector<std::string> exclude;
  std::optional<bool> exclude_seen;
  bool exact = false;
  bool no_fallback = false;
  v1::PurchaseMode purchase_mode = v1::PURCHASE_MODE_UNSPECIFIED;

  // embeddings
  v1::VectorRole role = v1::VECTOR_ROLE_INPUT;

  // items
  std::string query;
  int page_size = 20;
  std::string page_token;

  // health
  double wait_seconds = 0;
  std::string service;
  bool admin = false;

  // inspect and segments
  std::string folder;

  // inspect
  int limit = 15;

  // segments
  std::string space;
  int count = 0;
  int seed = 1;
  std::string output;
  int items = 5;
};

// Fills `arguments`, or returns the exit code where the program is done
// already: 0 after --help and --version, 2 after wrong usage.
std::optional<int> ParseArguments(int argc, const char* const* argv,
                                  std::ostream& out, std::ostream& err,
                                  Arguments* arguments);

v1::RecommendSimilarItemsRequest SimilarItemsRequest(
    const Arguments& arguments);
v1::RecommendForCustomerRequest CustomerRequest(const Arguments& arguments);
v1::RecommendForSessionRequest SessionRequest(const Arguments& arguments);
v1::GetItemEmbeddingsRequest ItemEmbeddingsRequest(const Arguments& arguments);
v1::GetCustomerEmbeddingsRequest CustomerEmbeddingsRequest(
    const Arguments& arguments);
// For the first customer.
v1::PredictOutcomesRequest PredictRequest(const Arguments& arguments);
v1::ListItemsRequest ItemsRequest(const Arguments& arguments);
v1::GetSnapshotRequest SnapshotRequest(const Arguments& arguments);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CLIENT_C2V_ARGUMENTS_H_
