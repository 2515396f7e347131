// The c2v program without its main: runs one command line.
//
//   int main(int argc, char** argv) {
//     return customer2vec::RunC2v(argc, argv, std::cout, std::cerr);
//   }
//
// Answers go to `out`: tables with names, or the response as proto JSON (what
// grpcurl prints) under --json. Failures go to `err` as one line what, then
// the server's details, then a hint what to do; the exit code is 1 for them, 2
// for wrong usage, 0 otherwise. `health` fails unless the answer is SERVING.

#ifndef CUSTOMER2VEC_CLIENT_C2V_COMMANDS_H_
#define CUSTOMER2VEC_CLIENT_C2V_COMMANDS_H_

#include <ostream>

namespace customer2vec {

int RunC2v(int argc, const char* const* argv, std::ostream& out,
           std::ostream& err);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CLIENT_C2V_COMMANDS_H_
