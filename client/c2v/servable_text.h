// What a servable is made of, in one line for people.
//
//   DescribeServable(entry);  // "own purchases, fading by 0.95 a basket"
//
// Pure functions, thread-safe.

#ifndef CUSTOMER2VEC_CLIENT_C2V_SERVABLE_TEXT_H_
#define CUSTOMER2VEC_CLIENT_C2V_SERVABLE_TEXT_H_

#include <string>

#include "customer2vec/v1/manifest.pb.h"

namespace customer2vec {

// The spec's name, as the manifest spells it, for one that this c2v does not
// know; empty where none is set.
std::string DescribeServable(const v1::ServableEntry& servable);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CLIENT_C2V_SERVABLE_TEXT_H_
