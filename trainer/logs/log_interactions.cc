#include "trainer/logs/log_interactions.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "trainer/logs/log_tokens.h"

namespace customer2vec {
namespace {

class LogInteractionReader final : public InteractionReader {
 public:
  LogInteractionReader(const EventLog& log, v1::LogTokens style)
      : log_(log), maker_(log, style) {}

  bool Next() override {
    while (next_token_ == tokens_.size()) {
      if (next_event_ == log_.event_count()) return false;
      BeginEvent(next_event_++);
    }
    interaction_.item = maker_.texts()[tokens_[next_token_++]];
    return true;
  }
  const absl::Status& status() const override { return status_; }
  void Reject(BadRowReason /*reason*/, std::string detail) override {
    status_ = absl::InternalError(
        absl::StrCat("a token of a log was refused: ", detail));
  }

 private:
  void BeginEvent(size_t event) {
    while (event >= log_.session_offsets[session_ + 1]) ++session_;
    while (session_ >= log_.customer_offsets[customer_ + 1]) ++customer_;
    const std::string& id = log_.customer_ids[customer_];
    order_ = absl::StrCat(
        id, "/",
        session_ + 1 - (id.empty() ? 0 : log_.customer_offsets[customer_]));
    interaction_ = Interaction();
    interaction_.customer = id;
    interaction_.order = order_;
    interaction_.time = log_.event_times[event];
    interaction_.position =
        static_cast<uint32_t>(event - log_.session_offsets[session_]);
    maker_.TokensOf(event, &tokens_);
    next_token_ = 0;
  }

  const EventLog& log_;
  TokenMaker maker_;
  absl::Status status_;
  size_t customer_ = 0;
  size_t session_ = 0;
  size_t next_event_ = 0;
  std::string order_;
  std::vector<uint32_t> tokens_;  // of the event at hand
  size_t next_token_ = 0;
};

class LogCatalogueReader final : public CatalogueReader {
 public:
  LogCatalogueReader(const EventLog& log, v1::LogTokens style)
      : maker_(log, style) {
    std::vector<uint32_t> tokens;
    for (size_t event = 0; event < log.event_count(); ++event) {
      maker_.TokensOf(event, &tokens);
    }
  }

  bool Next() override {
    if (next_ == maker_.texts().size()) return false;
    const absl::string_view text = maker_.texts()[next_];
    row_ = {.item = text, .name = text, .values = {maker_.fields()[next_]}};
    ++next_;
    return true;
  }
  const absl::Status& status() const override { return status_; }
  void Reject(BadRowReason /*reason*/, std::string detail) override {
    status_ = absl::InternalError(
        absl::StrCat("a token of a log was refused: ", detail));
  }

 private:
  TokenMaker maker_;
  absl::Status status_;
  uint32_t next_ = 0;
};

// As TokenMaker::TokensOf() has it.
bool HasToken(const EventLog& log, v1::LogTokens style, size_t event) {
  return log.event_names[event] != kNoEventName ||
         (style != v1::LOG_TOKENS_EVENT && !log.AttributesOf(event).empty());
}

}  // namespace

std::vector<int64_t> BasketTimes(const EventLog& log, v1::LogTokens style) {
  std::vector<int64_t> times;
  int64_t baskets = 0;  // so far
  for (size_t session = 0; session < log.session_count(); ++session) {
    const auto events = log.EventsOf(session);
    const auto first = std::ranges::find_if(
        events, [&](size_t event) { return HasToken(log, style, event); });
    const bool is_basket = first != events.end();
    if (!log.has_times) {
      times.push_back(baskets);
    } else {
      times.push_back(is_basket ? log.event_times[*first] : INT64_MIN);
    }
    baskets += is_basket;
  }
  return times;
}

std::unique_ptr<InteractionReader> OpenLogInteractions(const EventLog& log,
                                                       v1::LogTokens style) {
  return std::make_unique<LogInteractionReader>(log, style);
}

std::unique_ptr<CatalogueReader> OpenLogCatalogue(const EventLog& log,
                                                  v1::LogTokens style) {
  return std::make_unique<LogCatalogueReader>(log, style);
}

}  // namespace customer2vec
