#include "service/moderate_batch.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "fmt/format.h"
#include "service/byte_buffers.h"
#include "service/check.h"
#include "service/limits.h"
#include "service/wire.h"
#include "service/wire_writer.h"

namespace crible {
namespace {

using Batch = v1::BatchModerateCommentsRequest;

// The room of a longer batch is not kept for the next.
constexpr size_t kBatchBytesKept = 1 << 20;

// A batch as far as it can be read: requests that cannot be are empty and have
// their error in `unreadable`.
struct ReadBatch {
  Batch& message;
  absl::flat_hash_map<int, RpcStatus> unreadable;  // by index
};

// Reads request by request, after the whole could not be read.
RpcStatus ReadApart(const std::string& bytes, ReadBatch* batch) {
  std::vector<std::string_view> requests;
  std::string rest;
  const bool split =
      SplitField(bytes, Batch::kRequestsFieldNumber, &requests, &rest);
  batch->message.Clear();
  if (!split || requests.size() > kBatchItemsMax ||
      !batch->message.ParseFromString(rest)) {
    return ExplainUnreadable(*Batch::descriptor(), bytes);
  }
  for (const std::string_view request : requests) {
    v1::ModerateCommentRequest* message = batch->message.add_requests();
    if (message->ParseFromArray(request.data(),
                                static_cast<int>(request.size()))) {
      continue;
    }
    message->Clear();
    batch->unreadable.emplace(
        batch->message.requests_size() - 1,
        ExplainUnreadable(*message->GetDescriptor(), request));
  }
  return RpcStatus();
}

RpcStatus Read(const grpc::ByteBuffer& bytes, ReadBatch* batch) {
  RpcStatus status = Parse(bytes, kBatchBytesMax, &batch->message);
  if (status.code() == static_cast<int>(absl::StatusCode::kInvalidArgument)) {
    status = ReadApart(Flatten(bytes), batch);
  }
  return IsOk(status) ? CheckBatch(batch->message) : status;
}

RpcStatus BookArticles(Batch* batch, ArticleBook* articles) {
  for (int i = 0; i < batch->articles_size(); ++i) {
    FieldErrors errors(fmt::format("articles[{}].", i));
    CheckArticle(batch->articles(i), true, &errors);
    if (!errors.empty()) return errors.ToStatus();
    articles->Add(std::move(*batch->mutable_articles(i)));
  }
  return RpcStatus();
}

}  // namespace

RpcStatus ModerateBatch(const grpc::ByteBuffer& bytes, const Caller& caller,
                        Moderator* moderator, Work* work) {
  if (!caller.Waits()) return DeadlineError();
  ReadBatch batch{.message = work->batch};
  RpcStatus status = Read(bytes, &batch);
  ArticleBook articles(kBatchItemsMax, kBatchBytesMax, moderator->hash());
  if (IsOk(status)) status = BookArticles(&batch.message, &articles);
  if (!IsOk(status)) return status;

  work->answers.clear();
  WireWriter out(&work->answers);
  const std::string& parent = batch.message.parent();
  std::vector<CommitPointer> commits;
  for (int i = 0; i < batch.message.requests_size(); ++i) {
    if (!caller.Waits()) return DeadlineError();
    v1::ModerateCommentRequest* request = batch.message.mutable_requests(i);
    if (request->parent().empty()) request->set_parent(parent);
    if (const auto bad = batch.unreadable.find(i);
        bad != batch.unreadable.end()) {
      status = bad->second;
    } else if (!parent.empty() && request->parent() != parent) {
      status =
          FieldError(kInvalidField, "parent", "is another than the batch's");
    } else {
      status = moderator->Moderate(caller, &articles, "", request, work);
    }
    using Result = v1::BatchModerateCommentsResult;
    const auto result =
        out.Begin(v1::BatchModerateCommentsResponse::kResultsFieldNumber);
    if (IsOk(status)) {
      out.Bytes(Result::kDecisionFieldNumber, work->decision);
      if (Moderator::MustWait(*work)) commits.push_back(work->commit);
    } else {
      out.Bytes(Result::kErrorFieldNumber, status.SerializeAsString());
    }
    out.End(result);
  }
  if (bytes.Length() > kBatchBytesKept) Batch().Swap(&work->batch);
  for (const CommitPointer& commit : commits) {
    if (!commit->Wait().ok()) return NotRecordedError();
  }
  return RpcStatus();
}

}  // namespace crible
