#include "trainer/logs/log_tokens.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace customer2vec {
namespace {

constexpr uint32_t kDropped = UINT32_MAX;

// "device=phone" is of field "device".
std::string FieldOf(absl::string_view attribute) {
  return std::string(attribute.substr(0, attribute.find('=')));
}

// Tokens as they were met, with how often.
struct RawTexts {
  std::vector<uint32_t> tokens;
  std::vector<uint64_t> session_offsets{0};
  std::vector<uint32_t> counts;
};

RawTexts WriteTexts(const KnownEvents& events, TokenMaker& maker) {
  const EventLog& log = events.log();
  RawTexts raw;
  std::vector<uint32_t> tokens;
  for (size_t customer = 0; customer < log.customer_count(); ++customer) {
    for (const size_t session : log.SessionsOf(customer)) {
      for (const size_t event : log.EventsOf(session)) {
        if (!events.Has(customer, session, event)) continue;
        maker.TokensOf(event, &tokens);
        raw.tokens.insert(raw.tokens.end(), tokens.begin(), tokens.end());
        raw.counts.resize(maker.texts().size());
        for (const uint32_t token : tokens) ++raw.counts[token];
      }
      raw.session_offsets.push_back(raw.tokens.size());
    }
  }
  return raw;
}

// Numbers of the tokens to keep, by row.
std::vector<uint32_t> ChooseRows(const RawTexts& raw, const TokenMaker& maker,
                                 uint32_t min_count) {
  std::vector<uint32_t> rows(raw.counts.size());
  std::iota(rows.begin(), rows.end(), 0);
  std::erase_if(rows, [&](uint32_t i) { return raw.counts[i] < min_count; });
  std::sort(rows.begin(), rows.end(), [&](uint32_t a, uint32_t b) {
    return raw.counts[a] != raw.counts[b] ? raw.counts[a] > raw.counts[b]
                                          : maker.texts()[a] < maker.texts()[b];
  });
  return rows;
}

// The kept tokens as rows, and the offsets that are left.
void TakeTokens(const RawTexts& raw, const std::vector<uint32_t>& row_of,
                TokenTexts& texts) {
  texts.session_offsets.push_back(0);
  for (size_t session = 0; session + 1 < raw.session_offsets.size();
       ++session) {
    for (uint64_t i = raw.session_offsets[session];
         i < raw.session_offsets[session + 1]; ++i) {
      const uint32_t row = row_of[raw.tokens[i]];
      if (row != kDropped) texts.tokens.push_back(row);
    }
    texts.session_offsets.push_back(texts.tokens.size());
  }
}

}  // namespace

void TokenMaker::TokensOf(size_t event, std::vector<uint32_t>* tokens) {
  tokens->clear();
  const uint32_t name = log_.event_names[event];
  if (name != kNoEventName) {
    tokens->push_back(
        Number(uint64_t{name} << 32 | kNoEventName, log_.words[name], "event"));
  }
  if (style_ == v1::LOG_TOKENS_EVENT) return;
  for (const uint32_t attribute : log_.AttributesOf(event)) {
    tokens->push_back(AttributeToken(name, attribute));
  }
}

uint32_t TokenMaker::AttributeToken(uint32_t name, uint32_t attribute) {
  const std::string& text = log_.words[attribute];
  if (style_ != v1::LOG_TOKENS_JOINED || name == kNoEventName) {
    return Number(uint64_t{kNoEventName} << 32 | attribute, text,
                  FieldOf(text));
  }
  const uint64_t key = uint64_t{name} << 32 | attribute;
  const auto found = numbers_.find(key);
  if (found != numbers_.end()) return found->second;
  return Number(key, absl::StrCat(log_.words[name], "|", text), FieldOf(text));
}

// An event may be called what an attribute is called: then they are one token.
uint32_t TokenMaker::Number(uint64_t key, std::string text, std::string field) {
  const auto found = numbers_.find(key);
  if (found != numbers_.end()) return found->second;
  const uint32_t number = texts_.Intern(text);
  if (number == fields_.size()) fields_.push_back(std::move(field));
  numbers_.emplace(key, number);
  return number;
}

TokenTexts MakeTokenTexts(const KnownEvents& events, v1::LogTokens style,
                          uint32_t min_count) {
  TokenMaker maker(events.log(), style);
  const RawTexts raw = WriteTexts(events, maker);
  const std::vector<uint32_t> rows = ChooseRows(raw, maker, min_count);
  TokenTexts texts;
  texts.vocabulary = maker.texts().Texts(rows);
  std::vector<uint32_t> row_of(raw.counts.size(), kDropped);
  for (uint32_t row = 0; row < rows.size(); ++row) {
    row_of[rows[row]] = row;
    texts.counts.push_back(raw.counts[rows[row]]);
  }
  TakeTokens(raw, row_of, texts);
  for (const uint64_t session : events.log().customer_offsets) {
    texts.customer_offsets.push_back(texts.session_offsets[session]);
  }
  return texts;
}

}  // namespace customer2vec
