#include "service/moderate_stream.h"

#include <utility>

#include "service/check.h"
#include "service/limits.h"
#include "service/wire.h"
#include "service/wire_writer.h"

namespace crible {

ModerateStream::ModerateStream(grpc::CallbackServerContext* context,
                               const KeyRing& keys, Moderator* moderator,
                               Pool<Work>* pool,
                               std::function<void(ModerateStream*)> done)
    : caller_(context, keys, KeyScope::kModerate),
      moderator_(*moderator),
      pool_(*pool),
      done_(std::move(done)),
      articles_(kStreamArticlesMax, kStreamArticleBytesMax, moderator->hash()) {
}

void ModerateStream::Start() {
  self_ = shared_from_this();
  absl::MutexLock lock(&mutex_);
  if (IsOk(caller_.refusal())) return Step();
  finished_ = true;
  Finish(ToGrpc(caller_.refusal()));
}

void ModerateStream::Drain() {
  absl::MutexLock lock(&mutex_);
  draining_ = true;
  Step();
}

void ModerateStream::OnReadDone(bool ok) {
  {
    absl::MutexLock lock(&mutex_);
    if (!ok) {
      reading_ = false;
      read_all_ = true;
      return Step();
    }
    handling_ = true;
  }
  Answered answer = Answer(in_);
  in_.Clear();
  const CommitPointer commit = answer.commit;
  {
    absl::MutexLock lock(&mutex_);
    reading_ = handling_ = false;
    if (commit != nullptr) ++unkept_;
    if (commit == nullptr) Queue(std::move(answer.bytes));
    Step();
  }
  if (commit == nullptr) return;
  commit->WhenSettled([self = shared_from_this(),
                       answer = std::move(answer)](const absl::Status& kept) {
    self->OnKept(answer, kept);
  });
}

void ModerateStream::Queue(grpc::ByteBuffer answer) {
  if (answer.Valid() && !broken_) answers_.push_back(std::move(answer));
}

void ModerateStream::OnKept(Answered answer, const absl::Status& kept) {
  if (!kept.ok()) {
    answer.bytes = Error(answer.correlation_id, NotRecordedError());
  }
  absl::MutexLock lock(&mutex_);
  --unkept_;
  Queue(std::move(answer.bytes));
  Step();
}

void ModerateStream::OnWriteDone(bool ok) {
  absl::MutexLock lock(&mutex_);
  writing_ = false;
  answers_.pop_front();
  if (!ok) broken_ = true;
  Step();
}

void ModerateStream::OnCancel() {
  absl::MutexLock lock(&mutex_);
  broken_ = true;
  Step();
}

void ModerateStream::OnDone() {
  done_(this);
  const auto last = std::move(self_);  // may free this
}

void ModerateStream::Step() {
  if (finished_) return;
  if (broken_ && !writing_) answers_.clear();
  if (!writing_ && !answers_.empty()) {
    writing_ = true;
    StartWrite(&answers_.front());
  }
  const bool ending = read_all_ || broken_ || draining_;
  if (!ending && !reading_ && answers_.size() + unkept_ < kStreamAnswersMax) {
    reading_ = true;
    StartRead(&in_);
  }
  if (!ending || handling_ || writing_ || unkept_ > 0) return;
  finished_ = true;
  if (broken_) {
    Finish(grpc::Status(grpc::StatusCode::CANCELLED, "the caller went away"));
  } else if (read_all_) {
    Finish(grpc::Status::OK);
  } else {
    Finish(grpc::Status(grpc::StatusCode::UNAVAILABLE, "the server stops"));
  }
}

ModerateStream::Answered ModerateStream::Answer(const grpc::ByteBuffer& bytes) {
  using Response = v1::ModerateCommentsResponse;
  const Pool<Work>::Lent work = pool_.Take();
  bool decided = false;
  RpcStatus status = Parse(bytes, kRequestBytesMax, &message_);
  std::string correlation_id;
  if (IsOk(status)) {
    correlation_id = message_.correlation_id();
    FieldErrors errors;
    CheckCorrelationId(correlation_id, &errors);
    if (!errors.empty()) {
      correlation_id.clear();  // not given back if it is over its limit
      status = errors.ToStatus();
    } else {
      status = Handle(&message_, work.get(), &decided);
    }
    if (IsOk(status) && !decided) return {};
  } else if (bytes.Length() <= kMessageBytesMax) {
    correlation_id = ReadableString(
        Flatten(bytes), v1::ModerateCommentsRequest::kCorrelationIdFieldNumber,
        kCorrelationIdBytesMax);
  }
  if (!IsOk(status)) return {.bytes = Error(correlation_id, status)};
  work->answers.clear();
  WireWriter out(&work->answers);
  out.Text(Response::kCorrelationIdFieldNumber, correlation_id);
  out.Bytes(Response::kDecisionFieldNumber, work->decision);
  Answered answer{.bytes = ToBuffer(work->answers)};
  if (!Moderator::MustWait(*work)) return answer;
  answer.commit = work->commit;
  answer.correlation_id = std::move(correlation_id);
  return answer;
}

grpc::ByteBuffer ModerateStream::Error(std::string_view correlation_id,
                                       const RpcStatus& status) {
  using Response = v1::ModerateCommentsResponse;
  std::string bytes;
  WireWriter out(&bytes);
  out.Text(Response::kCorrelationIdFieldNumber, correlation_id);
  out.Bytes(Response::kErrorFieldNumber, status.SerializeAsString());
  return ToBuffer(bytes);
}

RpcStatus ModerateStream::Handle(v1::ModerateCommentsRequest* message,
                                 Work* work, bool* decided) {
  switch (message->payload_case()) {
    case v1::ModerateCommentsRequest::kArticle:
      return BookArticle(message->mutable_article());
    case v1::ModerateCommentsRequest::kRequest:
      *decided = true;
      return moderator_.Moderate(caller_, &articles_, "request.",
                                 message->mutable_request(), work);
    case v1::ModerateCommentsRequest::PAYLOAD_NOT_SET:
      break;
  }
  return FieldError(kInvalidField, "payload",
                    "an article or a request is required");
}

RpcStatus ModerateStream::BookArticle(v1::Article* article) {
  FieldErrors errors("article.");
  CheckArticle(*article, true, &errors);
  if (errors.empty()) articles_.Add(std::move(*article));
  return errors.ToStatus();
}

}  // namespace crible
