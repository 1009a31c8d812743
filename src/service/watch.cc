#include "service/watch.h"

#include <utility>

#include "absl/time/clock.h"
#include "service/acts.h"
#include "service/byte_buffers.h"
#include "service/check.h"
#include "service/event_message.h"

namespace crible {
namespace {

// Events that are read at once for one watcher.
constexpr int kEventsAtOnce = 100;

grpc::Status Unavailable(const char* why) {
  return grpc::Status(grpc::StatusCode::UNAVAILABLE, why);
}

class RefusedStream : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  explicit RefusedStream(const grpc::Status& status) { Finish(status); }

 private:
  void OnDone() override { delete this; }
};

}  // namespace

grpc::ServerWriteReactor<grpc::ByteBuffer>* RefuseWatch(
    const grpc::Status& status) {
  return new RefusedStream(status);
}

bool WatchStream::Feed(Store* store, absl::Time now) {
  {
    absl::MutexLock lock(&mutex_);
    if (ended_) return false;
    if (writing_) return true;
  }
  // While nothing is being written nobody else puts anything here.
  const auto events = store->ReadEvents(
      {.site = watched_.site, .decisions = watched_.decisions}, watched_.token,
      kEventsAtOnce);
  std::vector<grpc::ByteBuffer> messages;
  if (events.ok()) {
    for (const Event& event : *events) {
      watched_.token = event.token;
      if (watched_.wanted(event))
        messages.push_back(watched_.write(&event, event.token));
    }
    const bool more = events->size() == kEventsAtOnce;
    if (messages.empty() && more) hub_.Wake();
    if (messages.empty() && now - last_sent_ >= kHeartbeat)
      messages.push_back(watched_.write(nullptr, watched_.token));
    if (!messages.empty()) last_sent_ = now;
  }
  absl::MutexLock lock(&mutex_);
  if (ended_) return false;
  if (!events.ok()) {
    End(Unavailable("the store cannot be read"));
    return false;
  }
  for (grpc::ByteBuffer& message : messages)
    unsent_.push_back(std::move(message));
  WriteNext();
  return true;
}

void WatchStream::WriteNext() {
  if (writing_ || ended_ || unsent_.empty()) return;
  writing_ = true;
  StartWrite(&unsent_.front());
}

void WatchStream::Stop() {
  absl::MutexLock lock(&mutex_);
  if (!ended_) End(Unavailable("the server stops"));
}

// A write that is under way ends first.
void WatchStream::End(const grpc::Status& status) {
  ended_ = true;
  status_ = status;
  if (!writing_) Finish(status_);
}

void WatchStream::OnWriteDone(bool ok) {
  bool all_sent = false;
  {
    absl::MutexLock lock(&mutex_);
    writing_ = false;
    unsent_.pop_front();
    if (ended_) return Finish(status_);
    if (!ok) return End(grpc::Status::CANCELLED);
    WriteNext();
    all_sent = unsent_.empty();
  }
  if (all_sent) hub_.Wake();
}

void WatchStream::OnCancel() {
  absl::MutexLock lock(&mutex_);
  if (!ended_) End(grpc::Status::CANCELLED);
}

void WatchStream::OnDone() {
  hub_.Wake();
  const auto last = std::move(self_);  // may free this
}

WatchHub::WatchHub(Store* store) : store_(store), thread_([this] { Run(); }) {
  if (store_ != nullptr)
    listening_ = store_->Listen([this](uint64_t) { Wake(); });
}

WatchHub::~WatchHub() {
  listening_.reset();
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* WatchHub::Watch(
    std::string_view parent, std::string_view resume_token, bool only_new,
    Watched watched) {
  FieldErrors errors;
  const auto site = ParseSite(parent);
  if (!site) errors.Add("parent", "must be sites/{site}");
  const auto token = FromResumeToken(resume_token);
  if (!resume_token.empty() && !token)
    errors.Add("resume_token", "is none that was given out");
  if (only_new && !resume_token.empty())
    errors.Add("resume_token", "must be empty with only_new");
  if (!errors.empty()) return RefuseWatch(ToGrpc(errors.ToStatus()));
  if (store_ == nullptr) return RefuseWatch(ToGrpc(NoDataError()));
  watched.site = std::string(*site);
  watched.token = token.value_or(0);
  if (only_new) {
    const auto head = store_->Head();
    if (!head.ok()) return RefuseWatch(ToGrpc(NotRecordedError()));
    watched.token = head->token;
  }
  return Add(std::move(watched));
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* WatchHub::Add(Watched watched) {
  auto stream = std::make_shared<WatchStream>(std::move(watched), this);
  stream->self_ = stream;
  WatchStream* const reactor = stream.get();
  bool draining = false;
  {
    absl::MutexLock lock(&mutex_);
    draining = draining_;
    if (!draining) streams_.push_back(std::move(stream));
    awake_ = true;
  }
  if (draining) reactor->Stop();
  return reactor;
}

void WatchHub::Drain() {
  std::vector<std::shared_ptr<WatchStream>> streams;
  {
    absl::MutexLock lock(&mutex_);
    draining_ = true;
    streams.swap(streams_);
  }
  for (const auto& stream : streams) stream->Stop();
}

void WatchHub::Wake() {
  absl::MutexLock lock(&mutex_);
  awake_ = true;
}

void WatchHub::Run() {
  while (true) {
    std::vector<std::shared_ptr<WatchStream>> streams;
    {
      absl::MutexLock lock(&mutex_);
      const auto ready = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
        return awake_ || stopping_;
      };
      mutex_.AwaitWithTimeout(absl::Condition(&ready), kHeartbeat / 4);
      if (stopping_) return;
      awake_ = false;
      streams = streams_;
    }
    for (const auto& stream : streams) {
      if (stream->Feed(store_, absl::Now())) continue;
      absl::MutexLock lock(&mutex_);
      std::erase(streams_, stream);
    }
  }
}

}  // namespace crible
