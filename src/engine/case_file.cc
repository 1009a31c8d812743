#include "engine/case_file.h"

#include <algorithm>

#include "absl/time/civil_time.h"
#include "fmt/core.h"
#include "fmt/ranges.h"
#include "signals/memory_facts.h"
#include "text/utf8.h"
#include "toml/document.h"
#include "toml/keys.h"

namespace crible {
namespace {

// Reads the values of one [[case]]; each getter says what is wrong at its
// place.
class CaseReader {
 public:
  CaseReader(std::string_view file, std::vector<Issue>* issues)
      : file_(file), issues_(issues) {}

  void Fail(Position at, std::string_view kind, Localized message) {
    issues_->push_back({std::string(file_), at, Severity::kError,
                        std::string(kind), std::move(message)});
  }

  void Text(const Table& table, std::string_view key, std::string* out) {
    const Value* value = table.Find(key);
    if (value == nullptr) return;
    if (const auto* text = value->As<std::string>()) {
      *out = *text;
    } else {
      WrongKind(*value, key, {"un texte", "a text"});
    }
  }

  void Texts(const Table& table, std::string_view key,
             std::vector<std::string>* out) {
    const Value* value = table.Find(key);
    if (value == nullptr) return;
    if (const auto* text = value->As<std::string>())
      return out->push_back(*text);
    const auto* list = value->As<Array>();
    if (list == nullptr)
      return WrongKind(*value, key, {"une liste de textes", "a list of texts"});
    for (const Value& item : *list) {
      if (const auto* text = item.As<std::string>()) {
        out->push_back(*text);
      } else {
        WrongKind(item, key, {"une liste de textes", "a list of texts"});
      }
    }
  }

  template <typename Number>
  void Count(const Table& table, std::string_view key, Number* out) {
    const Value* value = table.Find(key);
    if (value == nullptr) return;
    const auto* number = value->As<int64_t>();
    if (number != nullptr && *number >= 0 && *number <= 1'000'000) {
      *out = static_cast<uint32_t>(*number);
    } else {
      WrongKind(*value, key, {"un nombre entier", "a whole number"});
    }
  }

  void Flag(const Table& table, std::string_view key,
            std::optional<bool>* out) {
    const Value* value = table.Find(key);
    if (value == nullptr) return;
    if (const auto* flag = value->As<bool>()) {
      *out = *flag;
    } else {
      WrongKind(*value, key, {"true ou false", "true or false"});
    }
  }

  // The nested table of a dotted key, or null.
  const Table* Nested(const Table& table, std::string_view key,
                      const std::vector<std::string_view>& known) {
    const Value* value = table.Find(key);
    if (value == nullptr) return nullptr;
    const Table* nested = value->AsTable();
    if (nested == nullptr) {
      WrongKind(*value, key, {"un groupe de clés", "a group of keys"});
    } else {
      CheckKeys(*nested, known, file_, issues_);
    }
    return nested;
  }

  void WrongKind(const Value& value, std::string_view key,
                 const Localized& wanted) {
    Fail(value.at(), "wrong-kind",
         {fmt::format("« {} » attend {}, et non {}", key, wanted.fr,
                      value.KindName().fr),
          fmt::format("“{}” wants {}, not {}", key, wanted.en,
                      value.KindName().en)});
  }

 private:
  const std::string_view file_;
  std::vector<Issue>* const issues_;
};

std::optional<Verdict> ParseVerdict(std::string_view name) {
  for (const Verdict verdict :
       {Verdict::kAccept, Verdict::kHold, Verdict::kReject}) {
    if (VerdictName(verdict) == name) return verdict;
  }
  return std::nullopt;
}

void ReadWant(CaseReader* reader, const Table& table, Case* c) {
  std::vector<std::string> names;
  reader->Texts(table, "want", &names);
  for (const std::string& name : names) {
    if (const auto verdict = ParseVerdict(name)) {
      c->want.push_back(*verdict);
    } else {
      reader->Fail(
          table.Find("want")->at(), "unknown-verdict",
          FormatBoth(
              "« {} » n'est pas un verdict : écrivez accept, hold ou reject",
              "“{}” is no verdict: write accept, hold or reject", name));
    }
  }
  if (table.Find("want") == nullptr) {
    reader->Fail(table.at(), "missing-key",
                 {"il manque « want » : le verdict attendu",
                  "“want” is missing: the verdict expected"});
  }
}

void ReadAuthor(CaseReader* reader, const Table& table, Case* c) {
  const Table* author =
      reader->Nested(table, "author",
                     {"id", "name", "email", "url", "address", "comments",
                      "accepted", "rejected", "age_days"});
  if (author == nullptr) return;
  reader->Text(*author, "id", &c->author.id);
  reader->Text(*author, "name", &c->author.name);
  reader->Text(*author, "email", &c->author.email);
  reader->Text(*author, "url", &c->author.url);
  reader->Text(*author, "address", &c->author.address);
  reader->Count(*author, "comments", &c->author.comments);
  reader->Count(*author, "accepted", &c->author.accepted);
  reader->Count(*author, "rejected", &c->author.rejected);
  reader->Count(*author, "age_days", &c->author.age_days);
}

void ReadContext(CaseReader* reader, const Table& table, Case* c) {
  if (const Table* article = reader->Nested(
          table, "article",
          {"title", "standfirst", "text", "section", "tags", "age_days"})) {
    reader->Text(*article, "title", &c->article.title);
    reader->Text(*article, "standfirst", &c->article.standfirst);
    reader->Text(*article, "text", &c->article.text);
    reader->Text(*article, "section", &c->article.section);
    reader->Texts(*article, "tags", &c->article.tags);
    reader->Count(*article, "age_days", &c->article.age_days);
  }
  if (const Table* parent =
          reader->Nested(table, "parent", {"text", "author"})) {
    reader->Text(*parent, "text", &c->parent_text);
    reader->Text(*parent, "author", &c->parent_author);
  }
  std::string hour;
  reader->Text(table, "hour", &hour);
  int hours = 0, minutes = 0;
  if (hour.empty()) return;
  if (std::sscanf(hour.c_str(), "%2d:%2d", &hours, &minutes) == 2 &&
      hours < 24 && minutes < 60) {
    c->minute_of_day = 60 * hours + minutes;
  } else {
    reader->Fail(table.Find("hour")->at(), "bad-hour",
                 {"« hour » s'écrit \"22:30\"", "“hour” is written \"22:30\""});
  }
}

Case ReadCase(CaseReader* reader, std::string_view file, const Table& table) {
  Case c;
  c.file = file;
  c.at = table.at();
  reader->Text(table, "name", &c.name);
  reader->Text(table, "family", &c.family);
  reader->Text(table, "lang", &c.language);
  reader->Text(table, "note", &c.note);
  std::optional<bool> tell;
  reader->Flag(table, "tell_lang", &tell);
  c.tells_language = tell.value_or(false);
  reader->Text(table, "body", &c.body);
  std::string format = "plain";
  reader->Text(table, "format", &format);
  c.format = format == "html" ? BodyFormat::kHtml : BodyFormat::kPlain;
  if (format != "html" && format != "plain") {
    reader->Fail(table.Find("format")->at(), "unknown-format",
                 {"« format » est \"plain\" ou \"html\"",
                  "“format” is \"plain\" or \"html\""});
  }
  ReadWant(reader, table, &c);
  reader->Flag(table, "look", &c.look);
  reader->Flag(table, "honeypot", &c.honeypot);
  reader->Text(table, "ground", &c.ground);
  reader->Text(table, "category", &c.category);
  reader->Text(table, "rule", &c.rule);
  reader->Text(table, "site", &c.site);
  reader->Count(table, "times", &c.times);
  reader->Count(table, "authors", &c.authors);
  ReadAuthor(reader, table, &c);
  ReadContext(reader, table, &c);
  for (const char* key : {"name", "body"}) {
    if (table.Find(key) != nullptr) continue;
    reader->Fail(table.at(), "missing-key",
                 FormatBoth("il manque « {} »", "“{}” is missing", key));
  }
  return c;
}

std::string VerdictNames(const std::vector<Verdict>& verdicts) {
  std::string names;
  for (const Verdict verdict : verdicts) {
    names += names.empty() ? "" : ", ";
    names += VerdictName(verdict);
  }
  return names;
}

// What the decision lacks of what the case names, or empty.
Localized Missing(const Case& c, const Moderation& m) {
  const auto any = [&](auto&& holds) {
    return std::any_of(m.decision.reasons.begin(), m.decision.reasons.end(),
                       holds);
  };
  if (!c.ground.empty() &&
      !any([&](const Reason& r) { return r.ground == c.ground; })) {
    return FormatBoth("aucune raison de motif {}", "no reason of ground {}",
                      c.ground);
  }
  if (!c.category.empty() && !any([&](const Reason& r) {
        return m.bundle->categories.Name(r.category) == c.category;
      })) {
    return FormatBoth("aucune raison de catégorie {}",
                      "no reason of category {}", c.category);
  }
  if (!c.rule.empty() && !any([&](const Reason& r) {
        return r.kind == ReasonKind::kRule &&
               m.evidence.hits[r.index].rule->id == c.rule;
      })) {
    return FormatBoth("la règle {} n'est pas une raison",
                      "rule {} is no reason", c.rule);
  }
  if (c.look && *c.look != m.decision.look) {
    return *c.look ? Localized{"pas marqué à relire", "not marked to look at"}
                   : Localized{"marqué à relire", "marked to look at"};
  }
  return {};
}

}  // namespace

CaseFile ReadCaseFile(std::string_view path, std::string_view bytes) {
  CaseFile file;
  Document document = ReadDocument(path, bytes);
  file.issues = std::move(document.issues);
  CaseReader reader(path, &file.issues);
  CheckKeys(document.root, {}, path, &file.issues);
  for (const auto& [name, tables] : document.arrays) {
    for (const Table& table : tables) {
      if (name != "case") {
        reader.Fail(
            table.at(), "unknown-table",
            FormatBoth("« [[{}]] » n'existe pas ici : écrivez [[case]]",
                       "“[[{}]]” does not exist here: write [[case]]", name));
        continue;
      }
      CheckKeys(table,
                {"name",     "family",   "lang",   "tell_lang", "note",
                 "body",     "format",   "want",   "look",      "ground",
                 "category", "rule",     "site",   "hour",      "times",
                 "authors",  "honeypot", "author", "article",   "parent"},
                path, &file.issues);
      file.cases.push_back(ReadCase(&reader, path, table));
    }
  }
  SortIssues(&file.issues);
  return file;
}

absl::Time CaseTime(const Case& c) {
  // A Thursday in January: Paris is one hour ahead of UTC.
  const absl::Time midnight = absl::FromCivil(absl::CivilSecond(2026, 1, 15),
                                              absl::FixedTimeZone(3600));
  return midnight + absl::Minutes(c.minute_of_day.value_or(12 * 60));
}

CaseComment::CaseComment(const Case& c, absl::Time now) {
  const auto days_ago =
      [now](std::optional<uint32_t> days) -> std::optional<absl::Time> {
    if (!days) return std::nullopt;
    return now - absl::Hours(24 * *days);
  };
  comment.site = c.site.empty() ? std::string_view("default") : c.site;
  comment.body = c.body;
  comment.format = c.format;
  if (c.tells_language) comment.language = c.language;
  comment.author = {.id = c.author.id,
                    .name = c.author.name,
                    .email = c.author.email,
                    .url = c.author.url,
                    .address = c.author.address,
                    .created = days_ago(c.author.age_days),
                    .comments = c.author.comments,
                    .accepted = c.author.accepted,
                    .rejected = c.author.rejected};
  comment.parent = {.text = c.parent_text, .author = c.parent_author};
  comment.honeypot = c.honeypot;
  article = {.title = c.article.title,
             .standfirst = c.article.standfirst,
             .text = c.article.text,
             .section = c.article.section,
             .published = days_ago(c.article.age_days)};
  article.tags.assign(c.article.tags.begin(), c.article.tags.end());
  const bool has_article = !article.title.empty() || !article.section.empty() ||
                           !article.text.empty() || !article.tags.empty() ||
                           article.published;
  if (has_article) comment.article = &article;
}

CaseOutcome RunCase(const Engine& engine, const Case& c,
                    Moderation* moderation) {
  if (!IsValidUtf8(c.body) || c.body.empty() || c.body.size() > kBodyBytesMax) {
    return {.failure = {"le texte est vide, trop long ou pas en UTF-8",
                        "the body is empty, too long or not UTF-8"}};
  }
  const absl::Time start = CaseTime(c);
  const auto facts = NewMemoryFacts({.bytes_max = 1 << 20});
  NoFacts no_facts;
  CaseComment as_comment(c, start);
  std::string name, author;
  for (uint32_t i = 0; i < c.times; ++i) {
    name = fmt::format("sites/default/comments/{}", i);
    as_comment.comment.name = name;
    if (c.times > 1) {
      author = fmt::format("author-{}", i % c.authors);
      as_comment.comment.author.id = author;
    }
    engine.Moderate(as_comment.comment,
                    c.times > 1 ? facts.get() : static_cast<Facts*>(&no_facts),
                    start + i * absl::Minutes(1) / c.times, moderation);
  }
  CaseOutcome outcome{.verdict = moderation->decision.verdict};
  if (std::find(c.want.begin(), c.want.end(), outcome.verdict) ==
      c.want.end()) {
    outcome.failure =
        FormatBoth("attendu {}, obtenu {}", "want {}, got {}",
                   VerdictNames(c.want), VerdictName(outcome.verdict));
  } else {
    outcome.failure = Missing(c, *moderation);
  }
  outcome.passed = outcome.failure.empty();
  return outcome;
}

}  // namespace crible
