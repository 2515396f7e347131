#include "trainer/models/sgns/sgns_settings.h"

#include "core/base/status_macros.h"
#include "trainer/models/sgns/training_checks.h"

namespace customer2vec {

uint32_t SharedNegatives(const SgnsSettings& settings, double done) {
  const bool middle = kMiddleBegin <= done && done < kMiddleEnd;
  return middle && !settings.whole_sentence ? settings.middle_negatives
                                            : settings.shared_negatives;
}

absl::Status CheckSgnsSettings(const SgnsSettings& settings,
                               absl::string_view path) {
  const SettingRange ranges[] = {
      {"dimension", static_cast<double>(settings.dimension), 1, 4096},
      {"window_size", static_cast<double>(settings.window_size), 1, 1000},
      {"max_context", static_cast<double>(settings.max_context), 1, 1000},
      {"negatives", static_cast<double>(settings.negatives), 1, 1000},
      {"shared_negatives", static_cast<double>(settings.shared_negatives), 1,
       1000},
      {"middle_negatives", static_cast<double>(settings.middle_negatives), 1,
       4000},
      {"negative_blocks", static_cast<double>(settings.negative_blocks), 1,
       1000},
      {"negative_exponent", settings.negative_exponent, -2, 2},
      {"subsample", settings.subsample, 0, 1},
      {"start_reach", settings.start_reach, 1e-6, 1000},
      {"epochs", static_cast<double>(settings.epochs), 1, 10000},
  };
  C2V_RETURN_IF_ERROR(CheckRanges(ranges, path));
  return CheckLearningRate(settings.rate, path);
}

}  // namespace customer2vec
