// A snapshot's manifest as text for people: counts, servables, defaults,
// evaluation figures and where it comes from.
//
//   std::cout << DescribeManifest(snapshot->manifest());
//
// Pure functions, thread-safe.

#ifndef CUSTOMER2VEC_CLIENT_C2V_MANIFEST_TEXT_H_
#define CUSTOMER2VEC_CLIENT_C2V_MANIFEST_TEXT_H_

#include <cstdint>
#include <string>

#include "customer2vec/v1/manifest.pb.h"

namespace customer2vec {

std::string DescribeManifest(const v1::SnapshotManifest& manifest);

// "1,467,000".
std::string FormatCount(int64_t count);

// "831 B", "12.3 MB", in powers of 1000.
std::string FormatBytes(int64_t bytes);

// "2026-01-02 03:04:05", UTC; empty for a time that is not set.
std::string FormatTimestamp(const google::protobuf::Timestamp& time);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CLIENT_C2V_MANIFEST_TEXT_H_
