#include "service/decision_record.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "crible/v1/comment_record.pb.h"
#include "engine/reason_text.h"
#include "fmt/format.h"
#include "service/wire_writer.h"
#include "signals/persons.h"
#include "text/fold.h"

namespace crible {
namespace {

using Kept = v1::CommentRecord;

// All but the text, which is kept once for all comments.
v1::Article WithoutText(const v1::Article& article) {
  v1::Article out;
  out.set_name(article.name());
  out.set_url(article.url());
  out.set_title(article.title());
  out.set_standfirst(article.standfirst());
  out.set_section(article.section());
  *out.mutable_tags() = article.tags();
  if (article.has_publish_time())
    *out.mutable_publish_time() = article.publish_time();
  return out;
}

std::string Payload(const DecidedCall& call, const v1::Comment& comment,
                    std::string_view article_digest) {
  std::string payload;
  WireWriter out(&payload);
  const auto begin = out.Begin(Kept::kCommentFieldNumber);
  out.Text(v1::Comment::kNameFieldNumber, call.name);
  comment.AppendToString(&payload);
  out.End(begin);
  if (call.article != nullptr) {
    out.Bytes(Kept::kArticleFieldNumber,
              WithoutText(*call.article).SerializeAsString());
    out.Text(Kept::kArticleDigestFieldNumber, article_digest);
  }
  out.Bytes(Kept::kDecisionFieldNumber, call.remembered.bytes);
  return payload;
}

// Of the strongest reason that has one. Of what is accepted, whether chance
// alone chose it to be looked at: error rates are measured on those.
std::string GroundOf(const Moderation& m) {
  if (m.decision.verdict == Verdict::kAccept) {
    const bool sampled =
        m.decision.look &&
        std::any_of(m.decision.reasons.begin(), m.decision.reasons.end(),
                    [](const Reason& reason) {
                      return reason.kind == ReasonKind::kPolicy &&
                             reason.note == PolicyNote::kSample;
                    });
    return sampled ? std::string(kSampleGround) : "";
  }
  for (const Reason& reason : m.decision.reasons)
    if (!reason.ground.empty()) return std::string(reason.ground);
  return "";
}

std::vector<std::string> LabelsOf(const Moderation& m) {
  std::vector<std::string> labels;
  const auto add = [&](std::string_view kind, std::string_view value) {
    if (value.empty()) return;
    labels.emplace_back(kind);
    labels.back() += value;
  };
  for (const Reason& reason : m.decision.reasons) {
    add("rule:", ReasonRule(m, reason));
    add("ground:", reason.ground);
    const bool of_category =
        reason.kind == ReasonKind::kRule || reason.kind == ReasonKind::kModel;
    if (of_category)
      add("category:", m.bundle->categories.Name(reason.category));
  }
  return labels;
}

// Of an author's name: any three bytes of it side by side, so that a part of a
// name is found as well. A name of 14 letters has 12.
constexpr size_t kPieceBytes = 3;
constexpr size_t kPiecesMax = 4;

// No word of a text begins so.
std::string PieceAt(std::string_view folded, size_t at) {
  return fmt::format("\n{}", folded.substr(at, kPieceBytes));
}

}  // namespace

void AppendTextLabels(const Comment& comment, const Text& body,
                      const FactQuery& query, const KeyedHash& hash,
                      std::vector<std::string>* labels) {
  for (const FactKey& key : query.keys) {
    const bool compares =
        key.of == RepeatOf::kText || key.of == RepeatOf::kLink;
    if (compares) {
      labels->push_back(
          fmt::format("{}:{:016x}", RepeatOfName(key.of), key.hash));
    }
  }
  for (const Person& person : FindPersons(comment, body)) {
    const Hash128 mark =
        hash(fmt::format("person {} {}", comment.site, person.name));
    labels->push_back(
        fmt::format("{}{}", person.certain ? "person:" : "name:", ToHex(mark)));
  }
}

std::vector<std::string> WordsOfRecord(std::string_view payload) {
  v1::CommentRecord record;
  if (!record.ParseFromArray(payload.data(), static_cast<int>(payload.size())))
    return {};
  std::vector<std::string> words = FoldWords(record.comment().body());
  const v1::Author& author = record.comment().author();
  for (const std::string& text : {author.display_name(), author.email()}) {
    const std::string folded = FoldText(text);
    for (size_t at = 0; at + kPieceBytes <= folded.size(); ++at)
      words.push_back(PieceAt(folded, at));
  }
  return words;
}

std::vector<std::string> PiecesToFind(std::string_view text) {
  std::vector<std::string> pieces;
  if (text.size() < kPieceBytes) return pieces;
  const size_t last = text.size() - kPieceBytes;
  const size_t count = std::min(kPiecesMax, last + 1);
  for (size_t i = 0; i < count; ++i)
    pieces.push_back(PieceAt(text, count == 1 ? 0 : i * last / (count - 1)));
  return pieces;
}

void KeepDecision(const DecidedCall& call,
                  const v1::ModerateCommentRequest& request, absl::Time now,
                  Store* store) {
  const v1::Comment& comment = request.comment();
  const Moderation& m = call.moderation;
  CommentDecision record{
      .site = std::string(call.site),
      .comment = std::string(call.name),
      .article = comment.article(),
      .parent = comment.parent().name(),
      .author_id = comment.author().id(),
      .body = comment.body(),
      .content = ToHex(call.remembered.content),
      .request_id = request.request_id(),
      .subject = std::string(call.subject),
      .verdict = m.decision.verdict,
      .look = m.decision.look,
      .lane = m.decision.lane,
      .fault_only = m.decision.fault_only,
      .restricted = m.evidence.facts.author.restricts.value_or(false),
      .again = call.again,
      .language = std::string(m.evidence.language),
      .time = now};
  if (!request.request_id().empty())
    record.call_content = ToHex(call.call_content);
  record.ground = GroundOf(m);
  if (m.observes) record.observed = m.decision.observed;
  if (m.decision.verdict == Verdict::kHold || m.decision.look) {
    record.labels = LabelsOf(m);
    AppendTextLabels(call.comment, m.body, m.facts_query, call.hash,
                     &record.labels);
  }
  if (call.article != nullptr) {
    record.article_digest = ToHex(call.article_digest);
    if (store->WantsArticle(record.article_digest, now))
      record.article_bytes = call.article->SerializeAsString();
  }
  record.payload = Payload(call, comment, record.article_digest);
  store->Record(std::move(record), call.remembered.commit);
}

DecisionMemory::Pointer FromRecord(std::string_view content,
                                   std::string_view payload) {
  v1::CommentRecord record;
  if (!record.ParseFromArray(payload.data(),
                             static_cast<int>(payload.size())) ||
      !record.has_decision())
    return nullptr;
  const std::string_view name = record.decision().name();
  return std::make_shared<const RememberedDecision>(
      RememberedDecision{.content = ParseHash(content),
                         .id = ParseHash(name.substr(name.rfind('/') + 1)),
                         .bytes = record.decision().SerializeAsString()});
}

Hash128 ParseHash(std::string_view hex) {
  Hash128 hash;
  if (hex.size() != 2 * sizeof hash) return hash;
  char bytes[sizeof hash];
  for (size_t i = 0; i < sizeof hash; ++i) {
    uint8_t byte = 0;
    std::from_chars(hex.data() + 2 * i, hex.data() + 2 * i + 2, byte, 16);
    bytes[i] = static_cast<char>(byte);
  }
  std::memcpy(&hash, bytes, sizeof hash);  // as ToHex reads it
  return hash;
}

}  // namespace crible
