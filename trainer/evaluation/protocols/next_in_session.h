// The last item of a session from the one before it: the protocol of
// Caselles-Dupré et al. 2018 ("Word2vec applied to recommendation") on UCI
// Online Retail; HR@10.
//
//   C2V_ASSIGN_OR_RETURN(NamedSessions sessions, ReadInvoices(folder));
//   ProtocolSplit test = AskForLastItem(sessions);
//   ProtocolSplit validation = ValidateLastItem(sessions);
//
// The file is online_retail.csv as published: a session is an invoice, in the
// order of its lines, an item at its first line; cancellations (invoices whose
// number starts with "C"), rows without a customer and sessions of one item are
// left out. All items but the last of a session are learned from; the last is
// asked for, given the one before it.

#ifndef CUSTOMER2VEC_TRAINER_EVALUATION_PROTOCOLS_NEXT_IN_SESSION_H_
#define CUSTOMER2VEC_TRAINER_EVALUATION_PROTOCOLS_NEXT_IN_SESSION_H_

#include <string>

#include "absl/status/statusor.h"
#include "trainer/evaluation/protocols/protocol_split.h"
#include "trainer/evaluation/protocols/session_prefixes.h"

namespace customer2vec {

// Errors of TableReader::Open(), and of its rows.
absl::StatusOr<NamedSessions> ReadInvoices(const std::string& folder);

// Sessions of one item are learned from and not asked.
ProtocolSplit AskForLastItem(const NamedSessions& sessions);

// The same cut of what AskForLastItem() learns from, to choose parameters on:
// the last item but one is asked for, where another stands before it, and the
// items before it are learned from. The test's targets are not looked at.
ProtocolSplit ValidateLastItem(const NamedSessions& sessions);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_EVALUATION_PROTOCOLS_NEXT_IN_SESSION_H_
