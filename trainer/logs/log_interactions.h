// Logs in place of interactions: tokens are the items, sessions the baskets.
//
//   auto interactions = OpenLogInteractions(log, v1::LOG_TOKENS_SEPARATE);
//   while (interactions->Next()) Use(interactions->interaction());
//
// A session becomes the order "CUSTOMER/N", N from 1 in order of time; that of
// nobody known becomes "/N", N over all sessions. A token of an event stands at
// the event's place in the session. Each token's catalogue row is named by the
// token and has one attribute, its field: "event", "device".
//
// `log` outlives the readers. They never fail.

#ifndef CUSTOMER2VEC_TRAINER_LOGS_LOG_INTERACTIONS_H_
#define CUSTOMER2VEC_TRAINER_LOGS_LOG_INTERACTIONS_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "customer2vec/v1/log_models.pb.h"
#include "trainer/data/catalogue_reader.h"
#include "trainer/data/interaction_reader.h"
#include "trainer/logs/event_log.h"

namespace customer2vec {

std::unique_ptr<InteractionReader> OpenLogInteractions(const EventLog& log,
                                                       v1::LogTokens style);

// What a corpus of OpenLogInteractions() will have as the time of each session:
// that of its first event with a token; without times, how many sessions with
// tokens stand before it. INT64_MIN for a session without a token in a log with
// times, which becomes no basket.
std::vector<int64_t> BasketTimes(const EventLog& log, v1::LogTokens style);

std::unique_ptr<CatalogueReader> OpenLogCatalogue(const EventLog& log,
                                                  v1::LogTokens style);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_LOGS_LOG_INTERACTIONS_H_
