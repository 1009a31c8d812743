#include "service/review_check.h"

#include <algorithm>
#include <utility>

#include "crible/v1/comment_record.pb.h"
#include "crible/v1/event.pb.h"
#include "fmt/format.h"
#include "service/acts.h"
#include "service/check.h"
#include "service/convert.h"
#include "service/decision_record.h"
#include "service/limits.h"
#include "service/review_message.h"
#include "text/fold.h"

namespace crible {
namespace {

// One label is looked up; more would need more than an index.
std::string LabelOf(const v1::ReviewFilter& filter, FieldErrors* errors) {
  std::string label;
  int given = 0;
  const auto add = [&](std::string_view kind, const std::string& value) {
    if (value.empty()) return;
    ++given;
    label = fmt::format("{}:{}", kind, value);
  };
  add("rule", filter.rule());
  add("category", filter.category());
  add("ground", filter.ground());
  if (given > 1) {
    errors->Add("filter", "may have only one of rule, category and ground");
  }
  return label;
}

absl::Time Since(bool set, const google::protobuf::Duration& age,
                 absl::Time now, absl::Time otherwise) {
  return set ? now - FromProto(age) : otherwise;
}

}  // namespace

ItemFilter ToFilter(std::string_view parent, const v1::ReviewFilter& filter,
                    absl::Time now, FieldErrors* errors) {
  ItemFilter out;
  const auto site = ParseSite(parent);
  if (!site) errors->Add("parent", "must be sites/{site}");
  out.site = std::string(site.value_or(""));
  if (!v1::ReviewQueue_IsValid(filter.queue()))
    errors->Add("filter.queue", "is no known value");
  if (!v1::Lane_IsValid(filter.lane()))
    errors->Add("filter.lane", "is no known value");
  if (filter.queue() != v1::REVIEW_QUEUE_UNSPECIFIED)
    out.queue = static_cast<ReviewQueue>(filter.queue());
  if (filter.lane() != v1::LANE_UNSPECIFIED)
    out.lane = static_cast<Lane>(static_cast<int>(filter.lane()) - 1);
  if (filter.has_desk()) out.desk = filter.desk();
  if (filter.has_claimed()) out.claimed = filter.claimed();
  out.label = LabelOf(filter, errors);
  out.language = filter.language();
  out.article = filter.article();
  out.author_id = filter.author_id();
  out.fault_only = filter.fault_only();
  out.words = PiecesToFind(FoldText(filter.author()));
  for (std::string& word : FoldWords(filter.text()))
    out.words.push_back(std::move(word));
  out.since_min =
      Since(filter.has_max_age(), filter.max_age(), now, absl::InfinitePast());
  out.since_max = Since(filter.has_min_age(), filter.min_age(), now,
                        absl::InfiniteFuture());
  return out;
}

Resolution ToResolution(const v1::ResolveReviewItemRequest& request,
                        FieldErrors* errors) {
  Resolution out;
  const auto comment = CommentOfItem(request.name());
  if (!comment)
    errors->Add("name", "must be sites/{site}/reviewItems/{comment}");
  out.comment = comment.value_or("");
  out.version = VersionOf(request.etag());
  if (out.version == 0) errors->Add("etag", "is none that was given out");
  if (request.outcome() == v1::OUTCOME_UNSPECIFIED ||
      request.outcome() == v1::OUTCOME_SET_ASIDE ||
      !v1::Outcome_IsValid(request.outcome())) {
    errors->Add("outcome", "is required");
  }
  out.outcome = static_cast<Outcome>(request.outcome());
  if (out.outcome == Outcome::kReject && request.ground().empty())
    errors->Add("ground", "is required to refuse");
  if (request.ground().size() > kIdBytesMax)
    errors->Add("ground", "is too long");
  out.ground = request.ground();
  out.with_replies = request.with_replies();
  if (out.with_replies && out.outcome != Outcome::kReject)
    errors->Add("with_replies", "is only for REJECT");
  if (request.note().size() > kNoteBytesMax) errors->Add("note", "is too long");
  out.payload = NoteDetail(request.note());
  return out;
}

TextFilter::TextFilter(const v1::ReviewFilter& filter)
    : author_(FoldText(filter.author())), words_(FoldWords(filter.text())) {}

bool TextFilter::Takes(const std::string& payload) const {
  if (empty()) return true;
  v1::CommentRecord record;
  if (!record.ParseFromString(payload)) return false;
  const v1::Author& author = record.comment().author();
  const auto named = [&](const std::string& text) {
    return FoldText(text).find(author_) != std::string::npos;
  };
  if (!author_.empty() && !named(author.display_name()) &&
      !named(author.email()))
    return false;
  if (words_.empty()) return true;
  const std::vector<std::string> body = FoldWords(record.comment().body());
  return std::all_of(words_.begin(), words_.end(), [&](const auto& word) {
    return std::find(body.begin(), body.end(), word) != body.end();
  });
}

}  // namespace crible
