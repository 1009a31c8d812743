#include "rules/example_reader.h"

#include "rules/fact_conditions.h"

namespace crible {
namespace {

// The text of a key, if it is there and is one.
void TakeText(const Slot& group, std::string_view key, Reading* reading,
              std::string* out) {
  const Table::Entry* entry = group.value->AsTable()->FindEntry(key);
  if (entry == nullptr) return;
  if (const auto text = reading->Text(group.Part(*entry))) *out = *text;
}

void TakeCount(const Slot& group, std::string_view key, uint32_t min,
               Reading* reading, std::optional<uint32_t>* out) {
  const Table::Entry* entry = group.value->AsTable()->FindEntry(key);
  if (entry == nullptr) return;
  *out = reading->Count(group.Part(*entry), min, 100'000);
}

// A group below the example, author = { … }, or nullopt.
std::optional<Slot> Below(const Slot& group, std::string_view key,
                          const std::vector<std::string_view>& known,
                          Reading* reading) {
  const Table::Entry* entry = group.value->AsTable()->FindEntry(key);
  if (entry == nullptr) return std::nullopt;
  Slot slot = group.Part(*entry);
  if (reading->Group(slot, known) == nullptr) return std::nullopt;
  return slot;
}

void ReadExampleAuthor(const Slot& slot, Reading* reading, Example* example) {
  const auto author = Below(
      slot, "author", {"name", "email", "url", "id", "comments"}, reading);
  if (!author) return;
  TakeText(*author, "name", reading, &example->author_name);
  TakeText(*author, "email", reading, &example->author_email);
  TakeText(*author, "url", reading, &example->author_url);
  TakeText(*author, "id", reading, &example->author_id);
  TakeCount(*author, "comments", 0, reading, &example->author_comments);
}

void ReadExampleArticle(const Slot& slot, Reading* reading, Example* example) {
  const auto article =
      Below(slot, "article", {"title", "section", "tags"}, reading);
  if (!article) return;
  TakeText(*article, "title", reading, &example->article_title);
  TakeText(*article, "section", reading, &example->article_section);
  const Table::Entry* tags = article->value->AsTable()->FindEntry("tags");
  if (tags != nullptr) {
    example->article_tags = reading->Strings(article->Part(*tags));
  }
}

void ReadFormat(const Slot& slot, Reading* reading, Example* example) {
  std::string format = "plain";
  TakeText(slot, "format", reading, &format);
  if (format == "html") {
    example->format = BodyFormat::kHtml;
  } else if (format != "plain") {
    reading->Fail(slot.value->AsTable()->Find("format")->at(), "unknown-format",
                  FormatBoth("Le format « {} » n'existe pas : écrivez plain ou "
                             "html.",
                             "There is no format “{}”: write plain or html.",
                             Excerpt(format)));
  }
}

void ReadSending(const Slot& slot, Reading* reading, Example* example) {
  const Table& table = *slot.value->AsTable();
  TakeText(slot, "language", reading, &example->language);
  if (!example->language.empty()) {
    CheckLanguage(example->language, table.Find("language")->at(), reading);
  }
  TakeText(slot, "site", reading, &example->site);
  if (!example->site.empty()) {
    CheckSite(example->site, table.Find("site")->at(), reading);
  }
  if (const Table::Entry* honeypot = table.FindEntry("honeypot")) {
    example->honeypot = reading->Flag(slot.Part(*honeypot));
  }
  if (const Table::Entry* time = table.FindEntry("time_on_page")) {
    example->seconds_on_page = reading->Seconds(slot.Part(*time));
  }
  std::optional<uint32_t> times, authors;
  TakeCount(slot, "reports", 0, reading, &example->reports);
  TakeCount(slot, "times", 1, reading, &times);
  TakeCount(slot, "authors", 1, reading, &authors);
  example->times = times.value_or(1);
  example->authors = authors.value_or(1);
  if (example->authors > example->times) {
    reading->Fail(table.Find("authors")->at(), "more-authors-than-times",
                  FormatBoth("{} comptes ne peuvent pas poster {} fois en tout "
                             ": montez « times » ou baissez « authors ».",
                             "{} accounts cannot post {} times in all: raise "
                             "“times” or lower “authors”.",
                             example->authors, example->times));
  }
}

Example ReadTable(const Slot& slot, Reading* reading) {
  Example example{.at = slot.value->at()};
  reading->Known(
      *slot.value->AsTable(),
      {"body", "format", "author", "parent", "article", "language", "site",
       "honeypot", "reports", "time_on_page", "times", "authors"});
  TakeText(slot, "body", reading, &example.body);
  TakeText(slot, "parent", reading, &example.parent_text);
  ReadFormat(slot, reading, &example);
  ReadExampleAuthor(slot, reading, &example);
  ReadExampleArticle(slot, reading, &example);
  ReadSending(slot, reading, &example);
  return example;
}

}  // namespace

std::vector<Example> ReadExamples(const Slot& slot, Reading* reading) {
  std::vector<Example> examples;
  const auto* list = slot.value->As<Array>();
  if (list == nullptr || list->empty()) {
    reading->WrongKind(slot, {"une liste d'exemples, [\"…\", \"…\"]",
                              "a list of examples, [\"…\", \"…\"]"});
    return examples;
  }
  if (list->size() > kExamplesMax) {
    reading->Fail((*list)[kExamplesMax].at(), "too-many-examples",
                  FormatBoth("« {} » a {} exemples au plus : gardez les plus "
                             "parlants.",
                             "“{}” has at most {} examples: keep the most "
                             "telling ones.",
                             slot.key, kExamplesMax));
    return examples;
  }
  for (const Value& item : *list) {
    const Slot part{slot.key, &item, item.at()};
    if (const auto* text = item.As<std::string>()) {
      examples.push_back({.body = *text, .at = item.at()});
    } else if (item.AsTable() != nullptr) {
      examples.push_back(ReadTable(part, reading));
    } else {
      reading->WrongKind(part, {"des textes ou des groupes { body = \"…\" }",
                                "texts or groups { body = \"…\" }"});
      continue;
    }
    const std::string& body = examples.back().body;
    if (body.find_first_not_of(" \t\r\n") == std::string::npos ||
        CountCharacters(body) > kExampleCharactersMax) {
      reading->Fail(
          item.at(), "bad-example",
          FormatBoth("Un exemple a un texte de 1 à {} caractères : "
                     "écrivez body = \"…\".",
                     "An example has a text of 1 to {} characters: write "
                     "body = \"…\".",
                     kExampleCharactersMax));
    }
  }
  return examples;
}

}  // namespace crible
