// The log of a generated shop's application, as JSON Lines, whose structure is
// known.
//
//   {"time":"2026-01-05T08:12:40Z","user_id":"17","event":"view","device":
//   "phone","section":"Aisle 3 of ...","seconds":12.5,"referrer":"search",
//   "app":"shop","request_id":"r17-0"}
//
// (one line in the file). Every customer of the shop is of one of kKinds hidden
// kinds, whatever they buy, and the kind shows in what they do:
//  - six views in ten are of a section that the kind favours: every kKinds-th;
//  - kinds prefer a device and a way to come (seven times in ten);
//  - kind k stays 5 * 1.5^k seconds on a page at the median.
// What tells nothing is there as well: "app" is always the same, "request_id"
// always another.
//
// A customer comes in 2 to 8 sessions, of 1 to 12 events a minute or so apart.

#ifndef CUSTOMER2VEC_TRAINER_GENERATE_LOG_GENERATOR_H_
#define CUSTOMER2VEC_TRAINER_GENERATE_LOG_GENERATOR_H_

#include <cstdint>

#include "core/base/random.h"
#include "trainer/generate/generated_shop.h"
#include "trainer/generate/text_file_writer.h"

namespace customer2vec {

class LogGenerator {
 public:
  static constexpr uint32_t kKinds = 6;

  // `shop` outlives the generator. The same seed gives the same log.
  LogGenerator(const GeneratedShop& shop, uint64_t seed)
      : shop_(shop), random_(Random(seed).Fork(2)) {}

  // The hidden kind of customer `user`, from 1.
  uint32_t KindOf(uint32_t user) const;

  // Appends the events of the customer, in order of time. Returns how many.
  uint32_t WriteCustomer(uint32_t user, TextFileWriter& file) const;

 private:
  const GeneratedShop& shop_;
  const Random random_;
};

}  // namespace customer2vec

#endif  // CUSTOMER2VEC_TRAINER_GENERATE_LOG_GENERATOR_H_
