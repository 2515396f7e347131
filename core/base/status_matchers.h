// Matchers for tests: the code and the words, never just "not OK".
//
//   EXPECT_THAT(Load(path), StatusIs(absl::StatusCode::kDataLoss,
//                                    HasSubstr("checksum")));
//   ASSERT_THAT(Load(path), IsOk());
//
// Works on absl::Status and absl::StatusOr<T>.

#ifndef CUSTOMER2VEC_CORE_BASE_STATUS_MATCHERS_H_
#define CUSTOMER2VEC_CORE_BASE_STATUS_MATCHERS_H_

#include <gmock/gmock.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace customer2vec {
namespace status_internal {

inline const absl::Status& GetStatus(const absl::Status& status) {
  return status;
}

template <typename T>
const absl::Status& GetStatus(const absl::StatusOr<T>& status_or) {
  return status_or.status();
}

}  // namespace status_internal

MATCHER(IsOk, "is OK") {
  *result_listener << status_internal::GetStatus(arg).ToString();
  return status_internal::GetStatus(arg).ok();
}

MATCHER_P2(StatusIs, code, message_matcher, "has the code and the message") {
  const absl::Status& status = status_internal::GetStatus(arg);
  *result_listener << status.ToString();
  return status.code() == code &&
         ::testing::Matches(message_matcher)(std::string(status.message()));
}

}  // namespace customer2vec

// Declares or assigns `target` from an absl::StatusOr, or fails the test here.
#define C2V_ASSERT_OK_AND_ASSIGN(target, expression)                        \
  C2V_ASSERT_OK_AND_ASSIGN_IMPL(C2V_TEST_CONCAT(c2v_or_, __LINE__), target, \
                                expression)
#define C2V_TEST_CONCAT_INNER(a, b) a##b
#define C2V_TEST_CONCAT(a, b) C2V_TEST_CONCAT_INNER(a, b)
#define C2V_ASSERT_OK_AND_ASSIGN_IMPL(value, target, expression) \
  auto value = (expression);                                     \
  ASSERT_TRUE(value.ok()) << value.status();                     \
  target = *std::move(value)

#endif  // CUSTOMER2VEC_CORE_BASE_STATUS_MATCHERS_H_
