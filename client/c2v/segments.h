// The command that segments the customers of a snapshot's folder, without a
// server.
//
//   c2v segments run/snapshots/20260102T030405Z-0a1b2c3d --space joined
//     --count 12 --output segments.csv
//
// RunSegments() loads through core, so a damaged folder is refused with the
// file's name; the functions over segments are pure.

#ifndef CUSTOMER2VEC_CLIENT_C2V_SEGMENTS_H_
#define CUSTOMER2VEC_CLIENT_C2V_SEGMENTS_H_

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/c2v/arguments.h"
#include "client/segments/customer_segments.h"
#include "core/tables/tables.h"

namespace customer2vec {

// Prints the segments and writes `arguments.output` where it is named, whole or
// not at all. NOT_FOUND when the snapshot has no such space, with the names of
// those it has; errors of SegmentCustomers(), Snapshot::Load() and
// WriteFileDurably().
absl::Status RunSegments(const Arguments& arguments, std::ostream& out);

// A line a segment, then a line an item of each. `json` gives {"space",
// "withoutVector", "segments": [{"segment", "customers", "share", "meanCosine",
// "items": [{"itemId", "name", "lift", "share"}]}]}. Segments count from 1.
std::string FormatSegments(absl::string_view space, const Tables& tables,
                           const CustomerSegments& segments, bool json);

// "customer,segment", then a line for each customer with a vector, by id; ids
// with a comma, a quote or a line break are quoted (RFC 4180).
std::string SegmentsCsv(const Tables& tables, const CustomerSegments& segments);

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_CLIENT_C2V_SEGMENTS_H_
