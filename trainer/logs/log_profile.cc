#include "trainer/logs/log_profile.h"

#include "core/base/status_macros.h"

namespace customer2vec {
namespace {

void AddNewFields(const LogReader& reader, const ProfileOptions& options,
                  LogProfile& profile) {
  for (size_t i = profile.fields.size(); i < reader.fields().size(); ++i) {
    const std::string& name = reader.fields()[i];
    // The sample of a field does not depend on which other fields there are.
    profile.fields.emplace_back(name, options.sample_size,
                                Random(options.seed).Fork(StableHash(name)));
  }
}

}  // namespace

absl::StatusOr<LogProfile> ProfileLog(LogReader& reader,
                                      const ProfileOptions& options) {
  LogProfile profile;
  profile.format = reader.format();
  while (reader.Next()) {
    AddNewFields(reader, options, profile);
    for (const LogValue& value : reader.values()) {
      FieldProfile& field = profile.fields[value.field];
      ForEachElement(profile.format, value.text, [&](absl::string_view text) {
        field.Add(text, profile.events);
      });
    }
    ++profile.events;
  }
  C2V_RETURN_IF_ERROR(reader.status());
  profile.omitted_values = reader.omitted_values();
  return profile;
}

}  // namespace customer2vec
