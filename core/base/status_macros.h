// Early return on errors, with the context added where it is known.
//
//   absl::StatusOr<Manifest> ReadManifest(absl::string_view folder) {
//     C2V_ASSIGN_OR_RETURN(std::string text, ReadFile(path), "in ", folder);
//     C2V_RETURN_IF_ERROR(Validate(text)).With("manifest of ", folder);
//     ...
//   }
//
// The packaged Abseil has no such macros. Context, the arguments of `With(...)`
// or those after the expression, goes before the message; the code and the
// payloads stay.

#ifndef CUSTOMER2VEC_CORE_BASE_STATUS_MACROS_H_
#define CUSTOMER2VEC_CORE_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace customer2vec {

// `status` with "context: " before its message; code and payloads stay. OK
// stays OK.
[[nodiscard]] absl::Status Annotate(const absl::Status& status,
                                    absl::string_view context);

namespace status_internal {

// What a failing C2V_RETURN_IF_ERROR returns; takes context by With().
class ErrorReturn {
 public:
  explicit ErrorReturn(absl::Status status) : status_(std::move(status)) {}

  template <typename... Parts>
  ErrorReturn&& With(const Parts&... parts) && {
    if constexpr (sizeof...(parts) > 0) {
      status_ = Annotate(status_, absl::StrCat(parts...));
    }
    return std::move(*this);
  }

  // NOLINTNEXTLINE(google-explicit-constructor): it stands for the value
  // returned.
  operator absl::Status() && { return std::move(status_); }

  template <typename T>
  // NOLINTNEXTLINE(google-explicit-constructor)
  operator absl::StatusOr<T>() && {
    return std::move(status_);
  }

 private:
  absl::Status status_;
};

}  // namespace status_internal
}  // namespace customer2vec

// Returns from the function when `expression`, an absl::Status, is not OK.
#define C2V_RETURN_IF_ERROR(expression)                        \
  if (absl::Status c2v_status = (expression); c2v_status.ok()) \
    ;                                                          \
  else                                                         \
    return ::customer2vec::status_internal::ErrorReturn(std::move(c2v_status))

#define C2V_CONCAT_INNER(a, b) a##b
#define C2V_CONCAT(a, b) C2V_CONCAT_INNER(a, b)

// Declares or assigns `target` from `expression`, an absl::StatusOr, or
// returns. What follows the expression is context, as With() takes it.
#define C2V_ASSIGN_OR_RETURN(target, expression, ...)                          \
  C2V_ASSIGN_OR_RETURN_IMPL(C2V_CONCAT(c2v_or_, __LINE__), target, expression, \
                            __VA_ARGS__)
#define C2V_ASSIGN_OR_RETURN_IMPL(value, target, expression, ...) \
  auto value = (expression);                                      \
  if (!value.ok())                                                \
    return ::customer2vec::status_internal::ErrorReturn(          \
               std::move(value).status())                         \
        .With(__VA_ARGS__);                                       \
  target = *std::move(value)

#endif  // CUSTOMER2VEC_CORE_BASE_STATUS_MACROS_H_
