// `c2v-train generate`: a shop with known structure, for trials and tests.

#ifndef CUSTOMER2VEC_TRAINER_APP_GENERATE_COMMAND_H_
#define CUSTOMER2VEC_TRAINER_APP_GENERATE_COMMAND_H_

#include <iosfwd>
#include <string>

#include "absl/status/status.h"
#include "trainer/generate/generate_options.h"

namespace CLI {
class App;
}

namespace customer2vec {

struct GenerateFlags {
  std::string output;  // folder to make
  GenerateOptions options;
};

// Adds the command and its flags to `app`; they write into `flags`, which
// outlives it.
void AddGenerate(CLI::App& app, GenerateFlags& flags);

// Makes the folder and says what is in it.
absl::Status RunGenerate(const GenerateFlags& flags, std::ostream& out);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_APP_GENERATE_COMMAND_H_
