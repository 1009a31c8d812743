#ifndef CRIBLE_SERVICE_REVIEW_MESSAGE_H_
#define CRIBLE_SERVICE_REVIEW_MESSAGE_H_

// The store's items → messages, and the names and tokens that go with them.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/localized.h"
#include "crible/v1/review_service.pb.h"
#include "engine/bundle.h"
#include "store/records.h"

namespace crible {

// "sites/{site}/reviewItems/{comment}" ⇄ "sites/{site}/comments/{comment}";
// nullopt for what is no such name.
std::optional<std::string> CommentOfItem(std::string_view name);
std::string ItemOfComment(std::string_view comment);

std::string EtagOf(const ReviewItem& item);
// 0, which no item has, for what is none.
uint64_t VersionOf(std::string_view etag);

// Opaque to callers. nullopt for what is none.
std::string ToPageToken(const ItemPlace& place);
std::optional<ItemPlace> FromPageToken(std::string_view token);

// All but the resolution, the history and the explanation. Texts are in
// `languages`; grounds are named as `bundle` does.
v1::ReviewItem ToProto(const ReviewItem& item, const Bundle& bundle,
                       const std::vector<UiLanguage>& languages,
                       absl::Time now);

}  // namespace crible

#endif  // CRIBLE_SERVICE_REVIEW_MESSAGE_H_
