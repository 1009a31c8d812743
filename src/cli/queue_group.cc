#include "cli/queue_group.h"

#include <algorithm>
#include <ostream>

#include "fmt/format.h"

namespace crible {
namespace {

v1::Similarity SimilarityOf(const std::string& by) {
  if (by == "text") return v1::SIMILARITY_TEXT;
  if (by == "link") return v1::SIMILARITY_LINK;
  if (by == "author") return v1::SIMILARITY_AUTHOR;
  if (by == "rule") return v1::SIMILARITY_RULE;
  if (by == "person") return v1::SIMILARITY_PERSON;
  return v1::SIMILARITY_UNSPECIFIED;
}

Localized StateText(v1::CommentState state) {
  switch (state) {
    case v1::COMMENT_STATE_WAITING:
      return {"attend", "waits"};
    case v1::COMMENT_STATE_ACCEPTED:
      return {"publié", "published"};
    case v1::COMMENT_STATE_REFUSED:
      return {"refusé", "refused"};
    case v1::COMMENT_STATE_WITHDRAWN:
      return {"retiré", "withdrawn"};
    case v1::COMMENT_STATE_SET_ASIDE:
      return {"écarté", "set aside"};
    default:
      return {};
  }
}

// The group as it was listed: what comes later is no part of it.
v1::BatchResolveReviewItemsRequest Refusal(
    const QueueGroupOptions& options,
    const std::vector<v1::ReviewItem>& group) {
  v1::BatchResolveReviewItemsRequest batch;
  batch.set_parent("sites/" + options.queue.site);
  for (const v1::ReviewItem& item : group) {
    const auto& except = options.except;
    if (std::find(except.begin(), except.end(), IdOf(item)) != except.end())
      continue;
    v1::ResolveReviewItemRequest& one = *batch.add_requests();
    one.set_name(item.name());
    one.set_etag(item.etag());
    one.set_outcome(v1::OUTCOME_REJECT);
    one.set_ground(options.queue.ground);
    one.set_note(options.queue.note);
  }
  batch.set_validate_only(!options.yes);
  return batch;
}

void PrintPreviews(const v1::BatchResolveReviewItemsResponse& response,
                   const Io& io) {
  for (const v1::BatchPreview& preview : response.previews()) {
    std::string reason = preview.rule();
    if (reason.empty()) reason = preview.category();
    if (reason.empty())
      reason = FormatIn(io.language, "aucune raison", "no reason");
    std::string ids;
    for (const std::string& name : preview.names())
      ids.append(" ").append(name, name.rfind('/') + 1);
    io.out << fmt::format("{:>5}  {} :{}\n", preview.names_size(), reason, ids);
  }
}

int Refuse(const QueueGroupOptions& options,
           const std::vector<v1::ReviewItem>& group, const QueueCall& call,
           const Io& io) {
  const auto done = Ask<v1::BatchResolveReviewItemsResponse>(
      call, "BatchResolveReviewItems", Refusal(options, group));
  if (!done.ok()) return Fail(io, done.status());
  PrintPreviews(*done, io);
  const auto wrong = std::count_if(
      done->results().begin(), done->results().end(),
      [](const v1::BatchResolveResult& result) { return result.has_error(); });
  const auto right = done->results_size() - wrong;
  if (options.yes) {
    io.out << FormatIn(io.language, "{} refusés, {} laissés\n",
                       "{} refused, {} left\n", right, wrong);
  } else {
    io.out << FormatIn(
        io.language,
        "{} seraient refusés, {} non ; rien n'est fait sans --yes\n",
        "{} would be refused, {} not; nothing is done without --yes\n", right,
        wrong);
  }
  return kExitOk;
}

}  // namespace

int RunQueueSimilar(const QueueGroupOptions& options, const QueueCall& call,
                    const Io& io) {
  if (options.queue.ids.size() != 1) {
    return Fail(io, Localized{"un seul identifiant", "one id only"});
  }
  const auto item = GetItem(options.queue, options.queue.ids[0], call, io);
  if (!item.ok()) return Fail(io, item.status());
  v1::ListSimilarItemsRequest request;
  request.set_name(item->name());
  request.set_by(SimilarityOf(options.by));
  request.set_max_items(999);  // with the item itself, a batch
  request.add_reason_languages(Language(io));
  const auto similar =
      Ask<v1::ListSimilarItemsResponse>(call, "ListSimilarItems", request);
  if (!similar.ok()) return Fail(io, similar.status());
  std::vector<v1::ReviewItem> group = {*item};
  for (const v1::SimilarItem& other : similar->items())
    group.push_back(other.item());
  for (const v1::ReviewItem& one : group) PrintItem(one, io);
  if (options.queue.ground.empty()) return kExitOk;
  return Refuse(options, group, call, io);
}

int RunQueueAuthor(const QueueOptions& options, const QueueCall& call,
                   const Io& io) {
  for (const std::string& id : options.ids) {
    v1::GetAuthorRequest request;
    request.set_parent("sites/" + options.site);
    request.set_author_id(id);
    request.add_reason_languages(Language(io));
    const auto author = Ask<v1::AuthorSummary>(call, "GetAuthor", request);
    if (!author.ok()) return Fail(io, author.status());
    PrintAuthor(*author, io);
    for (const v1::AuthorComment& comment : author->comments()) {
      const std::string& name = comment.record().comment().name();
      io.out << fmt::format(
          "  {}  {}  {}{}\n", name.substr(name.rfind('/') + 1),
          StateText(comment.state()).In(io.language),
          comment.resolution().subject(),
          comment.resolution().ground().empty()
              ? ""
              : fmt::format(" ({})", comment.resolution().ground()));
      io.out << fmt::format("    {}\n",
                            FirstLine(comment.record().comment().body()));
    }
  }
  return kExitOk;
}

}  // namespace crible
