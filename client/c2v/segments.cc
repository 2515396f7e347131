#include "client/c2v/segments.h"

#include <google/protobuf/struct.pb.h>

#include <cstddef>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/c2v/json.h"
#include "client/c2v/manifest_text.h"
#include "client/c2v/text_table.h"
#include "core/base/file.h"
#include "core/base/status_macros.h"
#include "core/snapshot/snapshot.h"

namespace customer2vec {
namespace {

using google::protobuf::Struct;

std::string Percent(double part, double whole) {
  return absl::StrFormat("%.1f%%", 100 * part / whole);
}

std::string SizeLines(const CustomerSegments& segments) {
  TextTable table({{"segment", Align::kRight},
                   {"customers", Align::kRight},
                   {"share", Align::kRight},
                   {"mean cosine", Align::kRight}});
  for (size_t i = 0; i < segments.profiles.size(); ++i) {
    const SegmentProfile& profile = segments.profiles[i];
    table.AddRow({absl::StrCat(i + 1), FormatCount(profile.customers),
                  Percent(profile.customers, segments.customers.size()),
                  absl::StrFormat("%.3f", profile.mean_cosine)});
  }
  return table.ToString();
}

std::string ItemLines(const Tables& tables, const CustomerSegments& segments) {
  TextTable table({{"segment", Align::kRight},
                   {"lift", Align::kRight},
                   {"taken by", Align::kRight},
                   {"item"},
                   {"name"}});
  for (size_t i = 0; i < segments.profiles.size(); ++i) {
    const SegmentProfile& profile = segments.profiles[i];
    for (const SegmentItem& item : profile.items) {
      table.AddRow({absl::StrCat(i + 1), absl::StrFormat("%.2f", item.lift),
                    Percent(item.customers, profile.customers),
                    std::string(tables.items.Id(item.item)),
                    std::string(tables.catalogue.Name(item.item))});
    }
  }
  return table.empty() ? "" : absl::StrCat("\n", table.ToString());
}

std::string SegmentsText(absl::string_view space, const Tables& tables,
                         const CustomerSegments& segments) {
  std::string text =
      absl::StrCat(FormatCount(segments.profiles.size()), " segments of ",
                   FormatCount(segments.customers.size()),
                   " customers by space ", Printable(space));
  if (segments.without_vector > 0) {
    absl::StrAppend(&text, "; ", FormatCount(segments.without_vector),
                    " without a vector are in none");
  }
  return absl::StrCat(text, "\n\n", SizeLines(segments),
                      ItemLines(tables, segments));
}

std::string SegmentsJson(absl::string_view space, const Tables& tables,
                         const CustomerSegments& segments) {
  Struct json;
  SetText("space", space, &json);
  SetNumber("withoutVector", segments.without_vector, &json);
  const auto customers = static_cast<double>(segments.customers.size());
  for (size_t i = 0; i < segments.profiles.size(); ++i) {
    const SegmentProfile& profile = segments.profiles[i];
    const auto size = static_cast<double>(profile.customers);
    Struct* segment = AddObject("segments", &json);
    SetNumber("segment", i + 1, segment);
    SetNumber("customers", size, segment);
    SetNumber("share", size / customers, segment);
    SetNumber("meanCosine", profile.mean_cosine, segment);
    for (const SegmentItem& each : profile.items) {
      Struct* item = AddObject("items", segment);
      SetText("itemId", tables.items.Id(each.item), item);
      SetText("name", tables.catalogue.Name(each.item), item);
      SetNumber("lift", each.lift, item);
      SetNumber("share", each.customers / size, item);
    }
  }
  return ToJson(json);
}

std::string CsvField(absl::string_view text) {
  if (text.find_first_of(",\"\r\n") == absl::string_view::npos) {
    return std::string(text);
  }
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

absl::StatusOr<const Space*> FindSpace(const Snapshot& snapshot,
                                       const std::string& name) {
  if (const Space* space = snapshot.FindSpace(name)) return space;
  std::vector<std::string> spaces;
  for (const v1::ServableEntry& entry : snapshot.manifest().servables()) {
    if (entry.kind() == v1::SERVABLE_KIND_SPACE) spaces.push_back(entry.name());
  }
  return absl::NotFoundError(absl::StrCat(
      "this snapshot has no space \"", name, "\"; ",
      spaces.empty()
          ? "it has none"
          : absl::StrCat("its spaces: ", absl::StrJoin(spaces, ", "))));
}

}  // namespace

std::string FormatSegments(absl::string_view space, const Tables& tables,
                           const CustomerSegments& segments, bool json) {
  return json ? SegmentsJson(space, tables, segments)
              : SegmentsText(space, tables, segments);
}

std::string SegmentsCsv(const Tables& tables,
                        const CustomerSegments& segments) {
  std::string csv = "customer,segment\n";
  for (size_t i = 0; i < segments.customers.size(); ++i) {
    absl::StrAppend(&csv, CsvField(tables.customers.Id(segments.customers[i])),
                    ",", segments.segments[i] + 1, "\n");
  }
  return csv;
}

absl::Status RunSegments(const Arguments& arguments, std::ostream& out) {
  C2V_ASSIGN_OR_RETURN(const std::unique_ptr<const Snapshot> snapshot,
                       Snapshot::Load(arguments.folder));
  C2V_ASSIGN_OR_RETURN(const Space* space,
                       FindSpace(*snapshot, arguments.space));
  const Tables& tables = snapshot->tables();
  C2V_ASSIGN_OR_RETURN(
      const CustomerSegments segments,
      SegmentCustomers(*space, tables,
                       {.count = static_cast<size_t>(arguments.count),
                        .seed = static_cast<uint64_t>(arguments.seed),
                        .items = static_cast<size_t>(arguments.items)}));
  if (!arguments.output.empty()) {
    C2V_RETURN_IF_ERROR(
        WriteFileDurably(arguments.output, SegmentsCsv(tables, segments)));
  }
  out << FormatSegments(space->name(), tables, segments, arguments.json);
  return absl::OkStatus();
}

}  // namespace customer2vec
