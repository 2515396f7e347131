// Events as tokens, customers as texts of them: what models learn from.
//
//   TokenTexts texts = MakeTokenTexts(log, v1::LOG_TOKENS_SEPARATE,
//                                     /*min_count=*/5);
//   texts.vocabulary[0];                       // the most frequent: "view"
//   const Sentences customers{texts.tokens, texts.customer_offsets};
//   const Sentences sessions{texts.tokens, texts.session_offsets};
//
// Pure functions; thread-safe.

#ifndef CUSTOMER2VEC_TRAINER_LOGS_LOG_TOKENS_H_
#define CUSTOMER2VEC_TRAINER_LOGS_LOG_TOKENS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "customer2vec/v1/log_models.pb.h"
#include "trainer/base/string_interner.h"
#include "trainer/logs/event_log.h"

namespace customer2vec {

// Tokens of one event after another, numbered as they are met. Not thread-safe.
class TokenMaker {
 public:
  // `log` outlives the maker.
  TokenMaker(const EventLog& log, v1::LogTokens style)
      : log_(log), style_(style) {}

  // The event's tokens: its name first, then its attributes in order. Numbers
  // in texts().
  void TokensOf(size_t event, std::vector<uint32_t>* tokens);

  const StringInterner& texts() const { return texts_; }
  // The field that a token is of: "event" for names of events. By token.
  const std::vector<std::string>& fields() const { return fields_; }

 private:
  uint32_t AttributeToken(uint32_t name, uint32_t attribute);
  uint32_t Number(uint64_t key, std::string text, std::string field);

  const EventLog& log_;
  const v1::LogTokens style_;
  StringInterner texts_;
  std::vector<std::string> fields_;
  absl::flat_hash_map<uint64_t, uint32_t> numbers_;  // by name and attribute
};

// A token belongs to one session, a session to one customer: both offsets cut
// the same tokens.
struct TokenTexts {
  std::vector<std::string>
      vocabulary;                // by row, most frequent first, ties by text
  std::vector<uint32_t> counts;  // by row
  std::vector<uint32_t> tokens;  // rows, in order of time
  std::vector<uint64_t> session_offsets;   // into tokens; sessions + 1
  std::vector<uint64_t> customer_offsets;  // into tokens; customers + 1,
                                           // customers as in the EventLog
};

// Of the events that are known; sessions and customers without any stay. Tokens
// that stand fewer than `min_count` times are left out.
TokenTexts MakeTokenTexts(const KnownEvents& events, v1::LogTokens style,
                          uint32_t min_count);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_LOGS_LOG_TOKENS_H_
