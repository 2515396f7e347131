#include "trainer/evaluation/protocols/next_in_session.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "core/base/status_macros.h"
#include "trainer/data/bad_row_log.h"
#include "trainer/data/table_reader.h"
#include "trainer/evaluation/protocols/protocol_files.h"

namespace customer2vec {
namespace {

// Gathers the lines of invoices.
class Invoices {
 public:
  void Add(const std::string& invoice, const std::string& item) {
    const auto [it, is_new] = numbers_.try_emplace(invoice, sessions_.size());
    if (is_new) {
      sessions_.emplace_back();
      held_.emplace_back();
    }
    if (held_[it->second].insert(item).second) {
      sessions_[it->second].push_back(item);
    }
  }

  NamedSessions Finish() && {
    std::erase_if(sessions_,
                  [](const auto& items) { return items.size() < 2; });
    return std::move(sessions_);
  }

 private:
  absl::flat_hash_map<std::string, size_t> numbers_;
  NamedSessions sessions_;
  std::vector<absl::flat_hash_set<std::string>> held_;
};

std::vector<std::string> WithoutLast(const std::vector<std::string>& session) {
  return {session.begin(), session.end() - 1};
}

}  // namespace

absl::StatusOr<NamedSessions> ReadInvoices(const std::string& folder) {
  C2V_ASSIGN_OR_RETURN(const std::string path,
                       FindProtocolFile(folder, "online_retail.csv"));
  BadRowLog log(BadRowLimits{});
  C2V_ASSIGN_OR_RETURN(const auto table, TableReader::Open(path, ',', log));
  C2V_ASSIGN_OR_RETURN(const size_t invoice, table->Column("InvoiceNo"));
  C2V_ASSIGN_OR_RETURN(const size_t item, table->Column("StockCode"));
  C2V_ASSIGN_OR_RETURN(const size_t customer, table->Column("CustomerID"));
  Invoices invoices;
  while (table->Next()) {
    if (absl::StartsWith(table->Value(invoice), "C")) continue;
    if (table->Value(customer).empty()) continue;
    invoices.Add(std::string(table->Value(invoice)),
                 std::string(table->Value(item)));
  }
  C2V_RETURN_IF_ERROR(table->status());
  return std::move(invoices).Finish();
}

ProtocolSplit AskForLastItem(const NamedSessions& sessions) {
  NamedSessions training;
  std::vector<NamedCase> cases;
  std::vector<std::string> asked;
  for (const std::vector<std::string>& session : sessions) {
    if (session.size() < 2) {
      training.push_back(session);
      continue;
    }
    training.push_back(WithoutLast(session));
    cases.push_back({{session.end()[-2]}, "", {session.back()}});
    asked.push_back(session.back());
  }
  return ResolveCases(CorpusOfSessions(training, asked), cases);
}

ProtocolSplit ValidateLastItem(const NamedSessions& sessions) {
  NamedSessions training;
  for (const std::vector<std::string>& session : sessions) {
    training.push_back(WithoutLast(session));
  }
  return AskForLastItem(training);
}

}  // namespace customer2vec
