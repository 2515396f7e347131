#include "trainer/generate/log_generator.h"

#include <cmath>
#include <string>

#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"

namespace customer2vec {
namespace {

constexpr absl::string_view kDevices[] = {"phone", "desktop", "tablet"};
constexpr absl::string_view kReferrers[] = {"search", "mail", "direct", "ad"};
constexpr absl::string_view kEvents[] = {"view",   "view", "view",
                                         "search", "cart", "review"};
constexpr uint32_t kDays = 90;  // from 2026-01-05 on
constexpr uint32_t kSecondsPerDay = 86400;

// The kind's own word in seven of ten, else any.
template <size_t kSize>
absl::string_view Draw(const absl::string_view (&words)[kSize], uint32_t kind,
                       Random& random) {
  return random.Below(10) < 7 ? words[kind % kSize]
                              : words[random.Below(kSize)];
}

uint32_t DrawAisle(uint32_t aisles, uint32_t kind, Random& random) {
  const uint32_t aisle = random.Below(aisles);
  if (random.Below(10) >= 6) return aisle;
  const uint32_t favored = aisle - aisle % LogGenerator::kKinds + kind;
  return favored < aisles ? favored : aisle;
}

// Seconds since 2026-01-05 as ISO 8601: January has 31 days, February 28.
std::string TimeText(uint32_t seconds) {
  constexpr uint32_t kMonthDays[] = {31, 28, 31, 30, 31, 30};
  uint32_t day = 4 + seconds / kSecondsPerDay;
  uint32_t month = 0;
  while (day >= kMonthDays[month]) day -= kMonthDays[month++];
  const uint32_t clock = seconds % kSecondsPerDay;
  return absl::StrFormat("2026-%02d-%02dT%02d:%02d:%02dZ", month + 1, day + 1,
                         clock / 3600, clock / 60 % 60, clock % 60);
}

}  // namespace

uint32_t LogGenerator::KindOf(uint32_t user) const {
  return random_.Fork(user).Below(kKinds);
}

uint32_t LogGenerator::WriteCustomer(uint32_t user,
                                     TextFileWriter& file) const {
  Random random = random_.Fork(user);
  const uint32_t kind = random.Below(kKinds);
  const uint32_t sessions = 2 + random.Below(7);
  uint32_t events = 0;
  for (uint32_t session = 0; session < sessions; ++session) {
    // Each session has its own part of the time, so that none overlap.
    const uint32_t part = kDays * kSecondsPerDay / sessions;
    uint32_t time = session * part + random.Below(part - 2 * 3600);
    const absl::string_view device = Draw(kDevices, kind, random);
    const absl::string_view referrer = Draw(kReferrers, kind, random);
    for (uint32_t left = 1 + random.Below(12); left > 0; --left) {
      const uint32_t aisle = DrawAisle(shop_.aisle_count(), kind, random);
      const double seconds =
          5 * std::pow(1.5, kind) * std::exp(0.7 * random.Normal());
      file.Append(absl::StrFormat(
          R"({"time":"%s","user_id":"%d","event":"%s","device":"%s",)"
          R"("section":"%s","seconds":%.1f,"referrer":"%s","app":"shop",)"
          R"("request_id":"r%d-%d"})"
          "\n",
          TimeText(time), user, kEvents[random.Below(std::size(kEvents))],
          device, shop_.AisleName(aisle), seconds, referrer, user, events));
      ++events;
      time += 5 + random.Below(120);
    }
  }
  return events;
}

}  // namespace customer2vec
