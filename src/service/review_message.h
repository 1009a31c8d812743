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

// Without the resolutions of the comments.
v1::AuthorSummary ToProto(const std::string& author_id, const AuthorLine& line,
                          const std::vector<UiLanguage>& languages);

// `item` is the name of the item that was reported.
v1::ReportRecord ToProto(const NoticeRecord& notice, std::string_view item);

v1::ObservedCell ToProto(const ObservedCell& cell);

// Fills the previews of a batch from the items in its results.
void GroupByReason(v1::BatchResolveReviewItemsResponse* response);

// Takes out that chance chose it to be looked at: who knows that an item is a
// test decides otherwise.
void HideChance(v1::Decision* decision);

// Takes out what only an opened item shows: e-mail and network addresses are
// opened one by one, and the log says by whom.
void HideIdentity(v1::CommentRecord* record);

// What to do about an urgent item, in the languages asked for.
void FillAid(const ReviewItem& item, const std::vector<UiLanguage>& languages,
             v1::ReviewItem* out);

}  // namespace crible

#endif  // CRIBLE_SERVICE_REVIEW_MESSAGE_H_
