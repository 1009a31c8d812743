#ifndef CRIBLE_BASE_LOCALIZED_STATUS_H_
#define CRIBLE_BASE_LOCALIZED_STATUS_H_

// Errors that a person will read, in both languages: the message is English,
// and the French one travels with it.
//
//   return LocalizedError(absl::StatusCode::kNotFound,
//                         FormatBoth("{} n'existe pas", "no such file: {}",
//                         p));
//   …
//   io.err << MessageIn(status, io.language);

#include <string>

#include "absl/status/status.h"
#include "base/localized.h"

namespace crible {

absl::Status LocalizedError(absl::StatusCode code, const Localized& message);

// The same error, with where it was found before its message:
// "comments.jsonl:12: the line is blank".
absl::Status WithPlace(const absl::Status& status, const std::string& place);

// The message in the language; in English if the error was made without French.
std::string MessageIn(const absl::Status& status, UiLanguage language);
Localized MessageOf(const absl::Status& status);

}  // namespace crible

#endif  // CRIBLE_BASE_LOCALIZED_STATUS_H_
