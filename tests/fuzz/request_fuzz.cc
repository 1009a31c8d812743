// Any bytes as a request. The first says of which method: 'u' unary, 's' a
// message of a stream's kind, 'b' batch, 'e' explanation. Nothing may crash;
// what is answered must hold the API's promises.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "crible/v1/moderation_service.pb.h"
#include "crible/v1/rule_service.pb.h"
#include "google/rpc/error_details.pb.h"
#include "grpcpp/support/slice.h"
#include "service/byte_buffers.h"
#include "service/limits.h"
#include "service/moderate_batch.h"
#include "service/moderator.h"
#include "service/wire.h"
#include "support/manual_clock.h"
#include "text/utf8.h"

namespace crible {
namespace {

class PatientCaller : public Caller {
 public:
  bool Waits() const override { return true; }
};

// An engine with one rule; the request is what is tested.
struct World {
  World() : bundle(Load()), engine(bundle) { SilenceProtobuf(); }

  static std::shared_ptr<const Bundle> Load() {
    BundleFiles files;
    files.bytes["rules/loans.toml"] =
        "[[rule]]\nid = \"offer\"\ncategory = \"spam\"\nthen = \"hold\"\n"
        "phrase = [\"offre de prêt\"]\nreason.fr = \"« {match} »\"\n"
        "reason.en = \"“{match}”\"\nmust_match = [\"une offre de prêt\"]\n"
        "must_pass = [\"Merci\"]\n";
    return LoadBundle(files, BundleOptions()).bundle;
  }

  std::shared_ptr<const Bundle> bundle;
  Engine engine;
  NoFacts facts;
  ManualClock clock{absl::FromUnixSeconds(1'700'000'000)};
  Moderator moderator{
      &engine, &facts, &clock,
      DecisionMemory::Options{.entries_max = 1000, .bytes_max = 1 << 20}};
  Work work;
};

// An error has a code, a reason and, if it blames fields, names of fields only.
void CheckError(const RpcStatus& status) {
  CRIBLE_CHECK(status.code() != 0 && !status.message().empty());
  CRIBLE_CHECK(status.details_size() >= 1);
  google::rpc::BadRequest bad;
  for (const auto& detail : status.details()) detail.UnpackTo(&bad);
  for (const auto& violation : bad.field_violations()) {
    for (const char c : violation.field()) {
      CRIBLE_CHECK((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                   c == '_' || c == '.' || c == '[' || c == ']');
    }
  }
}

bool OnBoundary(std::string_view text, size_t at) {
  return at == text.size() || (text[at] & 0xc0) != 0x80;
}

void CheckDecision(const v1::Decision& decision, std::string_view body) {
  CRIBLE_CHECK(decision.verdict() != v1::VERDICT_UNSPECIFIED);
  CRIBLE_CHECK(!decision.comment().empty() && !decision.name().empty());
  for (const v1::Reason& reason : decision.reasons()) {
    for (const v1::LocalizedText& text : reason.texts()) {
      CRIBLE_CHECK(IsValidUtf8(text.text()));
    }
    for (const v1::Span& span : reason.spans()) {
      if (span.field() != "body") continue;
      CRIBLE_CHECK(span.begin_byte() < span.end_byte());
      CRIBLE_CHECK(span.end_byte() <= body.size());
      CRIBLE_CHECK(OnBoundary(body, span.begin_byte()));
      CRIBLE_CHECK(OnBoundary(body, span.end_byte()));
    }
  }
}

void Moderate(World& world, v1::ModerateCommentRequest* request) {
  const std::string body = request->comment().body();
  CRIBLE_CHECK(
      IsValidUtf8(body));  // what the parser takes, the engine may read
  const RpcStatus status = world.moderator.Moderate(PatientCaller(), nullptr,
                                                    "", request, &world.work);
  if (!IsOk(status)) return CheckError(status);
  v1::Decision decision;
  CRIBLE_CHECK(decision.ParseFromString(world.work.decision));
  CheckDecision(decision, body);
}

void Unary(World& world, const grpc::ByteBuffer& bytes) {
  const RpcStatus status = Parse(bytes, kRequestBytesMax, &world.work.request);
  IsOk(status) ? Moderate(world, &world.work.request) : CheckError(status);
}

void StreamMessage(World& world, const grpc::ByteBuffer& bytes) {
  v1::ModerateCommentsRequest message;
  const RpcStatus status = Parse(bytes, kRequestBytesMax, &message);
  if (!IsOk(status)) {
    CheckError(status);
    CRIBLE_CHECK(IsValidUtf8(ReadableString(Flatten(bytes), 1, 128)));
  } else if (message.has_request()) {
    Moderate(world, message.mutable_request());
  }
}

void Batch(World& world, const grpc::ByteBuffer& bytes) {
  const RpcStatus status =
      ModerateBatch(bytes, PatientCaller(), &world.moderator, &world.work);
  if (!IsOk(status)) return CheckError(status);
  v1::BatchModerateCommentsResponse response;
  CRIBLE_CHECK(response.ParseFromString(world.work.answers));
  for (const auto& result : response.results()) {
    CRIBLE_CHECK(result.has_decision() || result.has_error());
    if (result.has_error()) CheckError(result.error());
  }
}

void Explain(World& world, const grpc::ByteBuffer& bytes) {
  v1::ExplainCommentRequest request;
  v1::Explanation explanation;
  RpcStatus status = Parse(bytes, kRequestBytesMax, &request);
  if (IsOk(status)) {
    status = world.moderator.Explain(PatientCaller(), request, &explanation);
  }
  if (!IsOk(status)) return CheckError(status);
  CRIBLE_CHECK(explanation.has_decision());
}

}  // namespace
}  // namespace crible

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static auto* const world = new crible::World;
  if (size == 0) return 0;
  grpc::Slice slice(data + 1, size - 1);
  const grpc::ByteBuffer bytes(&slice, 1);
  switch (data[0]) {
    case 'u':
      crible::Unary(*world, bytes);
      break;
    case 's':
      crible::StreamMessage(*world, bytes);
      break;
    case 'b':
      crible::Batch(*world, bytes);
      break;
    case 'e':
      crible::Explain(*world, bytes);
      break;
  }
  return 0;
}
