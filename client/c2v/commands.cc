#include "client/c2v/commands.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/c2v/arguments.h"
#include "client/c2v/inspect.h"
#include "client/c2v/json.h"
#include "client/c2v/response_text.h"
#include "client/c2v/segments.h"
#include "client/cpp/client.h"
#include "client/cpp/status_details.h"
#include "core/base/status_macros.h"

namespace customer2vec {
namespace {

using grpc::health::v1::HealthCheckResponse;

// Items that one look-up of names reads; a query by id finds few.
constexpr int kNamePageSize = 1000;

// Runs one command of the server.
class Session {
 public:
  Session(const Arguments& arguments, const Client& client, std::ostream& out)
      : arguments_(arguments), client_(client), out_(out) {}

  absl::Status Run() {
    switch (arguments_.command) {
      case Command::kSimilarItems:
        return SimilarItems();
      case Command::kCustomer:
        return Customer();
      case Command::kSession:
        return SessionItems();
      case Command::kItemEmbeddings:
        return Print(
            client_.GetItemEmbeddings(ItemEmbeddingsRequest(arguments_)),
            [](const auto& response) { return FormatEmbeddings(response); });
      case Command::kCustomerEmbeddings:
        return Print(
            client_.GetCustomerEmbeddings(
                CustomerEmbeddingsRequest(arguments_)),
            [](const auto& response) { return FormatEmbeddings(response); });
      case Command::kPredict:
        return Predict();
      case Command::kItems:
        return Print(client_.ListItems(ItemsRequest(arguments_)), FormatItems);
      case Command::kListSnapshots:
        return Print(client_.ListSnapshots({}), FormatSnapshots);
      case Command::kGetSnapshot:
        return Print(client_.GetSnapshot(SnapshotRequest(arguments_)),
                     FormatSnapshot);
      case Command::kReloadSnapshots:
        return Print(client_.ReloadSnapshots({}), FormatReload);
      case Command::kHealth:
        return Health();
      default:
        return absl::InternalError("not a command of the server");
    }
  }

 private:
  // The answer as JSON or as `format` words it.
  template <typename Response, typename Format>
  absl::Status Print(const absl::StatusOr<Response>& response, Format format) {
    C2V_RETURN_IF_ERROR(response.status());
    out_ << (arguments_.json ? ToJson(*response) : format(*response));
    return absl::OkStatus();
  }

  absl::Status SimilarItems() {
    return Print(
        client_.RecommendSimilarItems(SimilarItemsRequest(arguments_)),
        [this](const auto& response) {
          return FormatRecommendations(
              absl::StrCat("Items similar to ", NamedIds(response.served_by())),
              response);
        });
  }

  absl::Status Customer() {
    return Print(client_.RecommendForCustomer(CustomerRequest(arguments_)),
                 [this](const auto& response) {
                   return FormatRecommendations(
                       absl::StrCat("Items for customer ", arguments_.ids[0]),
                       response);
                 });
  }

  absl::Status SessionItems() {
    return Print(client_.RecommendForSession(SessionRequest(arguments_)),
                 [this](const auto& response) {
                   return FormatRecommendations(
                       absl::StrCat("Items that follow ",
                                    NamedIds(response.served_by())),
                       response);
                 });
  }

  // A call for each customer. All but the first name its snapshot, so that a
  // new one in between does not mix them.
  absl::Status Predict() {
    v1::PredictOutcomesRequest request = PredictRequest(arguments_);
    std::vector<v1::PredictOutcomesResponse> responses;
    for (const std::string& customer : arguments_.ids) {
      request.mutable_subject()->set_customer_id(customer);
      C2V_ASSIGN_OR_RETURN(v1::PredictOutcomesResponse response,
                           client_.PredictOutcomes(request));
      request.mutable_model()->set_version(
          response.served_by().snapshot_version());
      responses.push_back(std::move(response));
    }
    if (!arguments_.json) {
      out_ << FormatPredictions(arguments_.ids, responses);
      return absl::OkStatus();
    }
    for (const auto& response : responses) out_ << ToJson(response);
    return absl::OkStatus();
  }

  absl::Status Health() {
    const Port port = arguments_.admin ? Port::kAdmin : Port::kServing;
    if (arguments_.wait_seconds > 0) {
      C2V_RETURN_IF_ERROR(client_.WaitUntilServing(
          port, arguments_.service, absl::Seconds(arguments_.wait_seconds)));
    }
    C2V_ASSIGN_OR_RETURN(const Client::HealthStatus health,
                         client_.CheckHealth(port, arguments_.service));
    HealthCheckResponse response;
    response.set_status(health);
    const std::string name = HealthCheckResponse::ServingStatus_Name(health);
    out_ << (arguments_.json ? ToJson(response) : absl::StrCat(name, "\n"));
    if (health == HealthCheckResponse::SERVING) return absl::OkStatus();
    return absl::UnavailableError(absl::StrCat("the server is ", name));
  }

  // The asked items with their names, from the snapshot that answered. Names
  // help a reader judge; an id whose name cannot be had stands alone.
  std::string NamedIds(const v1::ServedBy& served_by) {
    std::vector<std::string> texts;
    for (const std::string& id : arguments_.ids) {
      const std::string name = FindName(id, served_by.snapshot_version());
      texts.push_back(name.empty() ? id : absl::StrCat(id, " (", name, ")"));
    }
    return absl::StrJoin(texts, ", ");
  }

  std::string FindName(const std::string& id, const std::string& version) {
    v1::ListItemsRequest request;
    request.mutable_model()->set_version(version);
    request.set_query(id);
    request.set_page_size(kNamePageSize);
    const absl::StatusOr<v1::ListItemsResponse> response =
        client_.ListItems(request);
    if (!response.ok()) return "";
    const auto item = std::find_if(
        response->items().begin(), response->items().end(),
        [&](const v1::Item& candidate) { return candidate.item_id() == id; });
    return item == response->items().end() ? "" : item->name();
  }

  const Arguments& arguments_;
  const Client& client_;
  std::ostream& out_;
};

bool IsLocal(Command command) {
  return command == Command::kInspectSnapshot ||
         command == Command::kInspectCustomer ||
         command == Command::kInspectCustomers || command == Command::kSegments;
}

absl::Status RunLocally(const Arguments& arguments, std::ostream& out) {
  return arguments.command == Command::kSegments ? RunSegments(arguments, out)
                                                 : RunInspect(arguments, out);
}

absl::Status RunAgainstServer(const Arguments& arguments, std::ostream& out) {
  C2V_ASSIGN_OR_RETURN(
      const std::unique_ptr<Client> client,
      Client::Connect({.address = arguments.server,
                       .admin_address = arguments.admin_server,
                       .deadline = absl::Milliseconds(arguments.deadline_ms)}));
  return Session(arguments, *client, out).Run();
}

bool UsesAdminPort(const Arguments& arguments) {
  return arguments.command == Command::kListSnapshots ||
         arguments.command == Command::kGetSnapshot ||
         arguments.command == Command::kReloadSnapshots || arguments.admin;
}

// What to do next, where the code tells.
std::string Hint(const absl::Status& status, const Arguments& arguments) {
  if (IsLocal(arguments.command)) return "";
  const bool admin = UsesAdminPort(arguments);
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return absl::StrCat(
          "asked ", admin ? arguments.admin_server : arguments.server,
          "; is c2v-server running there (",
          admin ? "--admin-server" : "--server",
          " names another place) and has it loaded a snapshot (c2v health)?");
    case absl::StatusCode::kDeadlineExceeded:
      return "give it more time with --deadline-ms, or with --wait-seconds";
    case absl::StatusCode::kUnimplemented:
      return "this server's version does not carry it out";
    default:
      return "";
  }
}

void PrintError(const absl::Status& status, const Arguments& arguments,
                std::ostream& err) {
  err << "c2v: " << DescribeError(status) << "\n";
  const std::string hint = Hint(status, arguments);
  if (!hint.empty()) err << "  hint: " << hint << "\n";
}

}  // namespace

int RunC2v(int argc, const char* const* argv, std::ostream& out,
           std::ostream& err) {
  Arguments arguments;
  if (const std::optional<int> code =
          ParseArguments(argc, argv, out, err, &arguments)) {
    return *code;
  }
  const absl::Status status = IsLocal(arguments.command)
                                  ? RunLocally(arguments, out)
                                  : RunAgainstServer(arguments, out);
  if (status.ok()) return 0;
  out.flush();
  PrintError(status, arguments, err);
  return 1;
}

}  // namespace customer2vec
