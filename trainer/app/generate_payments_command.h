// `c2v-train generate-payments`: a payment network with known structure, for
// trials and tests of models that read graphs.

#ifndef CUSTOMER2VEC_TRAINER_APP_GENERATE_PAYMENTS_COMMAND_H_
#define CUSTOMER2VEC_TRAINER_APP_GENERATE_PAYMENTS_COMMAND_H_

#include <iosfwd>
#include <string>

#include "absl/status/status.h"
#include "trainer/generate/payment_world.h"

namespace CLI {
class App;
}

namespace customer2vec {

struct GeneratePaymentsFlags {
  std::string output;  // folder to make
  PaymentOptions options;
};

// Adds the command and its flags to `app`; they write into `flags`, which
// outlives it.
void AddGeneratePayments(CLI::App& app, GeneratePaymentsFlags& flags);

// Makes the folder and says what is in it.
absl::Status RunGeneratePayments(const GeneratePaymentsFlags& flags,
                                 std::ostream& out);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_APP_GENERATE_PAYMENTS_COMMAND_H_
