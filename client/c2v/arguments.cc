#include "client/c2v/arguments.h"

#include <CLI/CLI.hpp>
#include <map>

#include "absl/strings/str_cat.h"
#include "core/base/version.h"

namespace customer2vec {
namespace {

constexpr int kWrongUsage = 2;

constexpr char kFooter[] = R"(
Examples:
  c2v recommend similar-items 1029743 -k 5
  c2v recommend customer 900 --purchase-mode discovery
  c2v recommend session 1029743 995242 --json
  c2v predict 900 1823
  c2v items --query banana
  c2v snapshots list
  c2v inspect customer run/snapshots/20260102T030405Z-0a1b2c3d 900
  c2v segments run/snapshots/20260102T030405Z-0a1b2c3d --space joined --count 12

Exit codes: 0 done, 1 failed (the reason on stderr), 2 wrong usage.)";

const std::map<std::string, v1::PurchaseMode> kPurchaseModes = {
    {"both", v1::PURCHASE_MODE_UNSPECIFIED},
    {"repeat", v1::PURCHASE_MODE_REPEAT},
    {"discovery", v1::PURCHASE_MODE_DISCOVERY}};

const std::map<std::string, v1::VectorRole> kVectorRoles = {
    {"input", v1::VECTOR_ROLE_INPUT}, {"output", v1::VECTOR_ROLE_OUTPUT}};

// Defines the commands of one CLI::App over one Arguments, which outlives it.
class CommandLine {
 public:
  explicit CommandLine(Arguments* arguments)
      : arguments_(*arguments), app_("Asks a Customer2Vec server.", "c2v") {
    app_.footer(kFooter);
    app_.set_version_flag("--version", absl::StrCat("c2v ", CodeVersion()));
    app_.require_subcommand(1);
    DefineGlobal();
    DefineRecommend();
    DefineEmbeddings();
    DefinePredict();
    DefineItems();
    DefineSnapshots();
    DefineHealth();
    DefineInspect();
    DefineSegments();
  }

  CLI::App& app() { return app_; }

 private:
  void DefineGlobal() {
    app_.add_option("--server", arguments_.server,
                    "Where recommendations are served: HOST:PORT or "
                    "dns:///NAME:PORT")
        ->capture_default_str();
    app_.add_option("--admin-server", arguments_.admin_server,
                    "Where snapshots are administered")
        ->capture_default_str();
    app_.add_option("--deadline-ms", arguments_.deadline_ms,
                    "Time for each call, retries included")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    app_.add_flag("--json", arguments_.json,
                  "Print the answer as JSON instead of a table");
  }

  static CLI::App* AddGroup(CLI::App* parent, const char* name,
                            const char* description) {
    CLI::App* group = parent->add_subcommand(name, description);
    group->require_subcommand(1);
    group->fallthrough();
    return group;
  }

  CLI::App* AddCommand(CLI::App* parent, const char* name, Command command,
                       const char* description) {
    CLI::App* app = parent->add_subcommand(name, description);
    app->fallthrough();
    app->callback([this, command] { arguments_.command = command; });
    return app;
  }

  void DefineModel(CLI::App* app) {
    CLI::Option* label = app->add_option("--label", arguments_.label,
                                         "Label of the snapshot, e.g. stable");
    app->add_option("--snapshot-version", arguments_.snapshot_version,
                    "Version of the snapshot")
        ->excludes(label);
    app->add_option("--servable", arguments_.servable,
                    "Name of the servable, as `c2v snapshots get` lists them");
  }

  void DefineOptions(CLI::App* app) {
    app->add_option("-k,--k", arguments_.k, "How many")->capture_default_str();
    app->add_option("--exclude", arguments_.exclude, "Items never to return")
        ->type_name("ITEM_ID");
    app->add_flag("--exact", arguments_.exact,
                  "Compare every item instead of searching the index");
    app->add_flag("--no-fallback", arguments_.no_fallback,
                  "Fail where the most popular items would answer");
    DefineModel(app);
  }

  void DefineExcludeSeen(CLI::App* app) {
    app->add_flag_callback(
        "--exclude-seen", [this] { arguments_.exclude_seen = true; },
        "Leave out what the customer has had or the session holds");
    app->add_flag_callback(
        "--include-seen", [this] { arguments_.exclude_seen = false; },
        "Let it come back");
  }

  CLI::Option* DefineIds(CLI::App* app, const char* name, int most) {
    return app->add_option("ids", arguments_.ids, name)
        ->type_name(name)
        ->required()
        ->expected(1, most);
  }

  void DefineRecommend() {
    CLI::App* group = AddGroup(&app_, "recommend", "Items to recommend");
    CLI::App* similar =
        AddCommand(group, "similar-items", Command::kSimilarItems,
                   "Items like the given one");
    DefineIds(similar, "ITEM_ID", 1);
    DefineOptions(similar);
    CLI::App* customer = AddCommand(group, "customer", Command::kCustomer,
                                    "Items for a customer");
    DefineIds(customer, "CUSTOMER_ID", 1);
    DefineOptions(customer);
    DefineExcludeSeen(customer);
    customer
        ->add_option("--purchase-mode", arguments_.purchase_mode,
                     "both, repeat (had before) or discovery (new)")
        ->transform(CLI::Transformer(kPurchaseModes))
        ->type_name("MODE");
    CLI::App* session = AddCommand(group, "session", Command::kSession,
                                   "Items that follow the given ones");
    DefineIds(session, "ITEM_ID", kMaxIds);
    DefineOptions(session);
    DefineExcludeSeen(session);
  }

  void DefineEmbeddings() {
    CLI::App* group = AddGroup(&app_, "embeddings", "Vectors by id");
    CLI::App* items = AddCommand(group, "items", Command::kItemEmbeddings,
                                 "Vectors of items");
    DefineIds(items, "ITEM_ID", kMaxIds);
    items
        ->add_option("--role", arguments_.role,
                     "input (the item itself) or output (the item as what "
                     "follows)")
        ->transform(CLI::Transformer(kVectorRoles))
        ->type_name("ROLE");
    DefineModel(items);
    CLI::App* customers =
        AddCommand(group, "customers", Command::kCustomerEmbeddings,
                   "Vectors of customers");
    DefineIds(customers, "CUSTOMER_ID", kMaxIds);
    DefineModel(customers);
  }

  void DefinePredict() {
    CLI::App* predict =
        AddCommand(&app_, "predict", Command::kPredict,
                   "What customers are likely to do, by the predictors; --json "
                   "prints a response a customer, in order");
    DefineIds(predict, "CUSTOMER_ID", kMaxIds);
    DefineModel(predict);
  }

  void DefineItems() {
    CLI::App* items = AddCommand(&app_, "items", Command::kItems,
                                 "The catalogue, most popular first");
    items->add_option("--query", arguments_.query,
                      "Only items whose id or name holds this text");
    items->add_option("--page-size", arguments_.page_size, "Items a page")
        ->capture_default_str();
    items->add_option("--page-token", arguments_.page_token,
                      "Where the last page ended");
    DefineModel(items);
  }

  void DefineSnapshots() {
    CLI::App* group = AddGroup(&app_, "snapshots", "Snapshots of the server");
    AddCommand(group, "list", Command::kListSnapshots,
               "All versions, newest first");
    CLI::App* get = AddCommand(group, "get", Command::kGetSnapshot,
                               "One version: state, servables, evaluation");
    CLI::Option* version =
        get->add_option("version", arguments_.snapshot_version,
                        "Version; nothing means stable");
    get->add_option("--label", arguments_.label, "Label of the snapshot")
        ->excludes(version);
    AddCommand(group, "reload", Command::kReloadSnapshots,
               "Look at the store now");
  }

  void DefineHealth() {
    CLI::App* health = AddCommand(&app_, "health", Command::kHealth,
                                  "Exit code 0 when SERVING");
    health
        ->add_option("--wait-seconds", arguments_.wait_seconds,
                     "Wait so long for SERVING")
        ->check(CLI::NonNegativeNumber);
    health->add_option("--service", arguments_.service,
                       "Full service name; nothing means the whole server");
    health->add_flag("--admin", arguments_.admin, "Ask the admin port");
  }

  void DefineInspect() {
    CLI::App* group =
        AddGroup(&app_, "inspect", "Snapshot folders on this machine");
    CLI::App* snapshot =
        AddCommand(group, "snapshot", Command::kInspectSnapshot,
                   "Servables and evaluation figures");
    DefineFolder(snapshot);
    CLI::App* customer =
        AddCommand(group, "customer", Command::kInspectCustomer,
                   "What a customer has taken, newest first");
    DefineFolder(customer);
    DefineIds(customer, "CUSTOMER_ID", 1);
    DefineLimit(customer);
    CLI::App* customers =
        AddCommand(group, "customers", Command::kInspectCustomers,
                   "Customers with the most baskets");
    DefineFolder(customers);
    DefineLimit(customers);
  }

  void DefineSegments() {
    CLI::App* segments =
        AddCommand(&app_, "segments", Command::kSegments,
                   "Customers of a snapshot folder in groups that are alike, "
                   "and what each takes more of");
    DefineFolder(segments);
    segments
        ->add_option("--space", arguments_.space,
                     "Space whose vectors of customers are compared")
        ->type_name("NAME")
        ->required();
    segments->add_option("--count", arguments_.count, "How many segments")
        ->check(CLI::PositiveNumber)
        ->required();
    segments
        ->add_option("--seed", arguments_.seed,
                     "Of the random starts of k-means")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    segments
        ->add_option("--output", arguments_.output,
                     "CSV of customer and segment to write; one that is there "
                     "is replaced")
        ->type_name("FILE");
    segments->add_option("--items", arguments_.items, "Items of each to show")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
  }

  void DefineFolder(CLI::App* app) {
    app->add_option("folder", arguments_.folder, "Folder of the snapshot")
        ->type_name("FOLDER")
        ->required();
  }

  void DefineLimit(CLI::App* app) {
    app->add_option("--limit", arguments_.limit, "Lines to show")
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
  }

  static constexpr int kMaxIds = 1000;

  Arguments& arguments_;
  CLI::App app_;
};

void FillModel(const Arguments& arguments, v1::ModelSelector* model) {
  if (!arguments.label.empty()) model->set_label(arguments.label);
  if (!arguments.snapshot_version.empty()) {
    model->set_version(arguments.snapshot_version);
  }
  model->set_servable(arguments.servable);
}

// What the three recommendations have in common.
template <typename Request>
Request RecommendationRequest(const Arguments& arguments) {
  Request request;
  FillModel(arguments, request.mutable_model());
  request.set_k(arguments.k);
  request.set_include_names(true);
  v1::RecommendationOptions& options = *request.mutable_options();
  options.mutable_exclude_item_ids()->Assign(arguments.exclude.begin(),
                                             arguments.exclude.end());
  if (arguments.exclude_seen) options.set_exclude_seen(*arguments.exclude_seen);
  if (arguments.exact) options.set_search_mode(v1::SEARCH_MODE_EXACT);
  if (arguments.no_fallback) {
    options.set_fallback_policy(v1::FALLBACK_POLICY_REFUSE);
  }
  return request;
}

}  // namespace

std::optional<int> ParseArguments(int argc, const char* const* argv,
                                  std::ostream& out, std::ostream& err,
                                  Arguments* arguments) {
  CommandLine command_line(arguments);
  try {
    command_line.app().parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    return command_line.app().exit(error, out, err) == 0 ? 0 : kWrongUsage;
  }
}

v1::RecommendSimilarItemsRequest SimilarItemsRequest(
    const Arguments& arguments) {
  auto request =
      RecommendationRequest<v1::RecommendSimilarItemsRequest>(arguments);
  request.set_item_id(arguments.ids.front());
  return request;
}

v1::RecommendForCustomerRequest CustomerRequest(const Arguments& arguments) {
  auto request =
      RecommendationRequest<v1::RecommendForCustomerRequest>(arguments);
  request.set_customer_id(arguments.ids.front());
  request.set_purchase_mode(arguments.purchase_mode);
  return request;
}

v1::RecommendForSessionRequest SessionRequest(const Arguments& arguments) {
  auto request =
      RecommendationRequest<v1::RecommendForSessionRequest>(arguments);
  for (const std::string& id : arguments.ids) {
    request.add_events()->set_item_id(id);
  }
  return request;
}

v1::GetItemEmbeddingsRequest ItemEmbeddingsRequest(const Arguments& arguments) {
  v1::GetItemEmbeddingsRequest request;
  FillModel(arguments, request.mutable_model());
  request.mutable_item_ids()->Assign(arguments.ids.begin(),
                                     arguments.ids.end());
  request.set_role(arguments.role);
  return request;
}

v1::GetCustomerEmbeddingsRequest CustomerEmbeddingsRequest(
    const Arguments& arguments) {
  v1::GetCustomerEmbeddingsRequest request;
  FillModel(arguments, request.mutable_model());
  request.mutable_customer_ids()->Assign(arguments.ids.begin(),
                                         arguments.ids.end());
  return request;
}

v1::PredictOutcomesRequest PredictRequest(const Arguments& arguments) {
  v1::PredictOutcomesRequest request;
  FillModel(arguments, request.mutable_model());
  request.mutable_subject()->set_customer_id(arguments.ids.front());
  return request;
}

v1::ListItemsRequest ItemsRequest(const Arguments& arguments) {
  v1::ListItemsRequest request;
  FillModel(arguments, request.mutable_model());
  request.set_page_size(arguments.page_size);
  request.set_page_token(arguments.page_token);
  request.set_query(arguments.query);
  return request;
}

v1::GetSnapshotRequest SnapshotRequest(const Arguments& arguments) {
  v1::GetSnapshotRequest request;
  if (!arguments.label.empty()) request.set_label(arguments.label);
  if (!arguments.snapshot_version.empty()) {
    request.set_version(arguments.snapshot_version);
  }
  return request;
}

}  // namespace customer2vec
