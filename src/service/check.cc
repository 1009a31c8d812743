#include "service/check.h"

#include <algorithm>
#include <cmath>

#include "base/string_map.h"
#include "fmt/format.h"
#include "service/limits.h"

namespace crible {
namespace {

constexpr std::string_view kNoCommentName =
    "must be sites/{site}/comments/{comment}";
constexpr std::string_view kNoArticleName =
    "must be sites/{site}/articles/{article}";
constexpr std::string_view kNoSiteName = "must be sites/{site}";

bool IsIdByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '~' || c == '-';
}

bool IsSite(std::string_view site) {
  const auto is_site_byte = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-';
  };
  return !site.empty() && site.size() <= kSiteBytesMax && site[0] != '.' &&
         site[0] != '-' && std::all_of(site.begin(), site.end(), is_site_byte);
}

void CheckText(std::string_view path, std::string_view value, size_t bytes_max,
               FieldErrors* errors) {
  if (value.size() > bytes_max) {
    errors->Add(path, fmt::format("is longer than {} bytes", bytes_max));
  }
}

void CheckCount(std::string_view path, int count, int max,
                FieldErrors* errors) {
  if (count > max) errors->Add(path, fmt::format("holds more than {}", max));
}

// Up to 10,000 years, as Duration says of itself.
void CheckDuration(std::string_view path,
                   const google::protobuf::Duration& duration,
                   FieldErrors* errors) {
  if (duration.seconds() < 0 || duration.seconds() > 315576000000 ||
      duration.nanos() < 0 || duration.nanos() > 999999999) {
    errors->Add(path, "is negative or no duration");
  }
}

// Only white space, or characters that show nothing.
bool IsBlank(std::string_view text) {
  static constexpr std::string_view kInvisible[] = {
      "\u00a0", "\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f",
      "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
      "\u2007", "\u2008", "\u2009", "\u200a", "\u2028", "\u2029", "\u202f",
      "\u205f", "\u2060", "\u3000", "\ufeff"};
  while (!text.empty()) {
    if (static_cast<unsigned char>(text[0]) <= ' ') {
      text.remove_prefix(1);
      continue;
    }
    const auto starts = [text](std::string_view s) {
      return text.starts_with(s);
    };
    const auto* found =
        std::find_if(std::begin(kInvisible), std::end(kInvisible), starts);
    if (found == std::end(kInvisible)) return false;
    text.remove_prefix(found->size());
  }
  return true;
}

void CheckAuthor(const v1::Author& author, FieldErrors* errors) {
  CheckText("comment.author.id", author.id(), kAuthorIdBytesMax, errors);
  CheckText("comment.author.display_name", author.display_name(),
            kDisplayNameBytesMax, errors);
  CheckText("comment.author.email", author.email(), kEmailBytesMax, errors);
  CheckText("comment.author.url", author.url(), kUrlBytesMax, errors);
  CheckText("comment.author.ip_address", author.ip_address(),
            kIpAddressBytesMax, errors);
  CheckTime("comment.author.create_time", author.has_create_time(),
            author.create_time(), errors);
}

void CheckScores(const v1::Comment& comment, FieldErrors* errors) {
  CheckCount("comment.scores", comment.scores_size(), kScoresMax, errors);
  for (int i = 0; i < std::min(comment.scores_size(), kScoresMax); ++i) {
    const v1::OutsideScore& score = comment.scores(i);
    const auto add = [&](std::string_view field, std::string_view what) {
      errors->Add(fmt::format("comment.scores[{}].{}", i, field), what);
    };
    if (score.name().empty()) add("name", "is required");
    if (score.name().size() > kScoreNameBytesMax)
      add("name", "is longer than 64 bytes");
    if (score.source().size() > kScoreNameBytesMax)
      add("source", "is longer than 64 bytes");
    if (!std::isfinite(score.value())) add("value", "is no finite number");
  }
}

void CheckComment(const v1::Comment& comment, FieldErrors* errors) {
  if (!comment.name().empty() && !ParseName(comment.name(), "comments"))
    errors->Add("comment.name", kNoCommentName);
  if (comment.body().size() > kBodyBytesMax) {
    CheckText("comment.body", comment.body(), kBodyBytesMax, errors);
  } else if (IsBlank(comment.body())) {
    errors->Add("comment.body", "must not be blank");
  }
  if (!v1::BodyFormat_IsValid(comment.body_format()))
    errors->Add("comment.body_format", "is no known value");
  CheckAuthor(comment.author(), errors);
  if (!comment.article().empty() && !ParseName(comment.article(), "articles"))
    errors->Add("comment.article", kNoArticleName);
  CheckText("comment.parent.text", comment.parent().text(), kBodyBytesMax,
            errors);
  if (!comment.parent().name().empty() &&
      !ParseName(comment.parent().name(), "comments"))
    errors->Add("comment.parent.name", kNoCommentName);
  CheckText("comment.parent.author", comment.parent().author(),
            kDisplayNameBytesMax, errors);
  CheckScores(comment, errors);
  CheckText("comment.language", comment.language(), kLanguageBytesMax, errors);
  CheckTime("comment.create_time", comment.has_create_time(),
            comment.create_time(), errors);
  CheckDuration("comment.time_on_page", comment.time_on_page(), errors);
  CheckText("comment.user_agent", comment.user_agent(), kUserAgentBytesMax,
            errors);
  CheckText("comment.referrer", comment.referrer(), kUrlBytesMax, errors);
}

// The site must be said, and all who say it must agree.
void CheckSite(std::string_view parent, const v1::Comment& comment,
               const v1::Article* article, FieldErrors* errors) {
  const auto site = ParseSite(parent);
  if (!parent.empty() && !site) return errors->Add("parent", kNoSiteName);
  const auto name = ParseName(comment.name(), "comments");
  if (!site && !name) {
    if (comment.name().empty())
      errors->Add("parent", "is required when comment.name is empty");
    return;
  }
  if (site && name && *site != name->site)
    errors->Add("comment.name", "is of another site than parent");
  const std::string_view known = site ? *site : name->site;
  const auto named = ParseName(comment.article(), "articles");
  if (named && named->site != known)
    errors->Add("comment.article", "is of another site");
  if (article == nullptr) return;
  const auto sent = ParseName(article->name(), "articles");
  if (sent && sent->site != known)
    errors->Add("article.name", "is of another site");
  if (sent && named && sent->id != named->id)
    errors->Add("comment.article", "is another than article.name");
}

void CheckLanguages(
    const google::protobuf::RepeatedPtrField<std::string>& languages,
    FieldErrors* errors) {
  CheckCount("reason_languages", languages.size(), kReasonLanguagesMax, errors);
  for (int i = 0; i < std::min(languages.size(), kReasonLanguagesMax); ++i) {
    CheckText(fmt::format("reason_languages[{}]", i), languages[i],
              kLanguageBytesMax, errors);
  }
}

void CheckFacts(const v1::Facts& facts, FieldErrors* errors) {
  CheckTime("facts.observe_time", true, facts.observe_time(), errors);
  CheckTime("facts.author.first_seen_time",
            facts.author().has_first_seen_time(),
            facts.author().first_seen_time(), errors);
  if (!v1::EarlierResolution_IsValid(facts.earlier_resolution()))
    errors->Add("facts.earlier_resolution", "is no known value");
  CheckText("facts.order", facts.order(), kOrderBytesMax, errors);
  if (!v1::ArticleMode_IsValid(facts.article_mode()))
    errors->Add("facts.article_mode", "is no known value");
  if (!v1::AuthorStatus_IsValid(facts.author().status()))
    errors->Add("facts.author.status", "is no known value");
  CheckCount("facts.repeats", facts.repeats_size(), kFactsRepeatsMax, errors);
  for (int i = 0; i < std::min(facts.repeats_size(), kFactsRepeatsMax); ++i) {
    const v1::RepeatCount& repeat = facts.repeats(i);
    if (repeat.of() == 0 || !v1::RepeatOf_IsValid(repeat.of()))
      errors->Add(fmt::format("facts.repeats[{}].of", i), "is no known value");
    if (repeat.window().seconds() < 1 ||
        repeat.window().seconds() > UINT32_MAX || repeat.window().nanos() != 0)
      errors->Add(fmt::format("facts.repeats[{}].window", i),
                  "must be whole seconds, 1 to 4294967295");
  }
}

template <typename Request>
void CheckCommon(const Request& request, FieldErrors* errors) {
  if (!request.has_comment()) return errors->Add("comment", "is required");
  CheckComment(request.comment(), errors);
  if (request.has_article()) {
    errors->SetScope("article.");
    CheckArticle(request.article(), false, errors);
    errors->SetScope("");
  }
  CheckSite(request.parent(), request.comment(),
            request.has_article() ? &request.article() : nullptr, errors);
  CheckLanguages(request.reason_languages(), errors);
}

bool IsPrintableAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c > ' ' && c < 0x7f; });
}

// The first value that comes twice makes an error at its path.
class Repeats {
 public:
  explicit Repeats(RpcStatus* status) : status_(status) {}
  void Add(const std::string& value, int i, std::string_view path) {
    if (value.empty() || seen_.insert(value).second || !IsOk(*status_)) return;
    *status_ = FieldError(kRepeatedName, fmt::format(fmt::runtime(path), i),
                          "stands twice in the batch");
  }

 private:
  RpcStatus* const status_;
  StringSet seen_;
};

}  // namespace

void CheckTime(std::string_view path, bool sent,
               const google::protobuf::Timestamp& time, FieldErrors* errors) {
  if (!sent) return;
  if (time.seconds() < -62135596800 || time.seconds() > 253402300799 ||
      time.nanos() < 0 || time.nanos() > 999999999) {
    errors->Add(path, "is no time between the years 1 and 9999");
  }
}

std::optional<ResourceName> ParseName(std::string_view name,
                                      std::string_view collection) {
  if (name.size() > kNameBytesMax) return std::nullopt;
  if (!name.starts_with("sites/")) return std::nullopt;
  name.remove_prefix(6);
  const size_t slash = name.find('/');
  if (slash == name.npos || !IsSite(name.substr(0, slash))) return std::nullopt;
  ResourceName parsed{.site = name.substr(0, slash)};
  name.remove_prefix(slash + 1);
  if (!name.starts_with(collection)) return std::nullopt;
  name.remove_prefix(collection.size());
  if (!name.starts_with('/')) return std::nullopt;
  parsed.id = name.substr(1);
  if (parsed.id.empty() || parsed.id.size() > kIdBytesMax) return std::nullopt;
  if (!std::all_of(parsed.id.begin(), parsed.id.end(), IsIdByte))
    return std::nullopt;
  return parsed;
}

std::optional<std::string_view> ParseSite(std::string_view name) {
  if (!name.starts_with("sites/")) return std::nullopt;
  name.remove_prefix(6);
  if (!IsSite(name)) return std::nullopt;
  return name;
}

void CheckRequest(const v1::ModerateCommentRequest& request,
                  FieldErrors* errors) {
  CheckCommon(request, errors);
  CheckRequestId(request.request_id(), errors);
}

void CheckRequestId(std::string_view id, FieldErrors* errors) {
  CheckText("request_id", id, kRequestIdBytesMax, errors);
  if (!IsPrintableAscii(id))
    errors->Add("request_id", "must be printable ASCII without spaces");
}

void CheckArticle(const v1::Article& article, bool name_required,
                  FieldErrors* errors) {
  if (name_required && article.name().empty()) {
    errors->Add("name", "is required");
  } else if (!article.name().empty() &&
             !ParseName(article.name(), "articles")) {
    errors->Add("name", kNoArticleName);
  }
  CheckText("url", article.url(), kUrlBytesMax, errors);
  CheckText("title", article.title(), kTitleBytesMax, errors);
  CheckText("standfirst", article.standfirst(), kStandfirstBytesMax, errors);
  CheckText("text", article.text(), kArticleTextBytesMax, errors);
  CheckText("section", article.section(), kTagBytesMax, errors);
  CheckCount("tags", article.tags_size(), kTagsMax, errors);
  for (int i = 0; i < std::min(article.tags_size(), kTagsMax); ++i) {
    if (article.tags(i).size() > kTagBytesMax)
      errors->Add(fmt::format("tags[{}]", i), "is longer than 256 bytes");
  }
  CheckTime("publish_time", article.has_publish_time(), article.publish_time(),
            errors);
}

void CheckExplain(const v1::ExplainCommentRequest& request,
                  FieldErrors* errors) {
  CheckCommon(request, errors);
  if (request.has_facts()) CheckFacts(request.facts(), errors);
  CheckCount("rules", request.rules_size(), kExplainRulesMax, errors);
  for (int i = 0; i < std::min(request.rules_size(), kExplainRulesMax); ++i) {
    CheckText(fmt::format("rules[{}]", i), request.rules(i), kRuleIdBytesMax,
              errors);
  }
}

void CheckCorrelationId(std::string_view id, FieldErrors* errors) {
  CheckText("correlation_id", id, kCorrelationIdBytesMax, errors);
}

RpcStatus CheckBatch(const v1::BatchModerateCommentsRequest& batch) {
  if (batch.requests_size() > kBatchItemsMax ||
      batch.articles_size() > kBatchItemsMax) {
    return MakeError(
        absl::StatusCode::kResourceExhausted, kTooMany,
        fmt::format("a batch holds at most {} comments and {} articles",
                    kBatchItemsMax, kBatchItemsMax));
  }
  if (!batch.parent().empty() && !ParseSite(batch.parent()))
    return FieldError(kInvalidField, "parent", kNoSiteName);
  RpcStatus status;
  Repeats articles(&status), names(&status), ids(&status);
  for (int i = 0; i < batch.articles_size(); ++i) {
    articles.Add(batch.articles(i).name(), i, "articles[{}].name");
  }
  for (int i = 0; i < batch.requests_size(); ++i) {
    const v1::ModerateCommentRequest& request = batch.requests(i);
    names.Add(request.comment().name(), i, "requests[{}].comment.name");
    ids.Add(request.request_id(), i, "requests[{}].request_id");
  }
  return status;
}

}  // namespace crible
