#include "base/localized_status.h"

#include "absl/strings/cord.h"

namespace crible {
namespace {

constexpr char kFrenchPayload[] = "crible/message.fr";

}  // namespace

absl::Status LocalizedError(absl::StatusCode code, const Localized& message) {
  absl::Status status(code, message.en);
  status.SetPayload(kFrenchPayload, absl::Cord(message.fr));
  return status;
}

absl::Status WithPlace(const absl::Status& status, const std::string& place) {
  const Localized message = MessageOf(status);
  return LocalizedError(status.code(),
                        {fmt::format("{}: {}", place, message.fr),
                         fmt::format("{}: {}", place, message.en)});
}

std::string MessageIn(const absl::Status& status, UiLanguage language) {
  if (language == UiLanguage::kFrench) {
    if (const auto french = status.GetPayload(kFrenchPayload)) {
      return std::string(*french);
    }
  }
  return std::string(status.message());
}

Localized MessageOf(const absl::Status& status) {
  return {MessageIn(status, UiLanguage::kFrench),
          MessageIn(status, UiLanguage::kEnglish)};
}

}  // namespace crible
