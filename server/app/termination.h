// SIGTERM and SIGINT as something to wait for.
//
//   BlockTerminationSignals();          // first thing in main()
//   ...
//   WaitForTermination();
//   WaitForTermination(delay);          // a second one cuts the delay short
//
// The signals are blocked in every thread and taken by the one that waits, so
// no code runs in a signal handler. For one thread at a time.

#ifndef CUSTOMER2VEC_SERVER_APP_TERMINATION_H_
#define CUSTOMER2VEC_SERVER_APP_TERMINATION_H_

#include <chrono>

namespace customer2vec {

// In this thread and in those that it starts from now on.
void BlockTerminationSignals();

// Returns the signal's number.
int WaitForTermination();

// The same for at most `limit`; 0 if none came.
int WaitForTermination(std::chrono::milliseconds limit);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_SERVER_APP_TERMINATION_H_
