#include "service/person_match.h"

#include <algorithm>

#include "text/fold.h"

namespace crible {
namespace {

constexpr std::string_view kBlack = "[…]";
// A shorter text may stand anywhere by chance.
constexpr size_t kQuoteBytesMin = 12;

std::string_view Trim(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

void ReplaceAll(std::string_view what, std::string* in) {
  if (what.empty()) return;
  for (size_t at = in->find(what); at != in->npos;
       at = in->find(what, at + kBlack.size()))
    in->replace(at, what.size(), kBlack);
}

}  // namespace

TraitViews TraitsOf(const v1::Author& author) {
  return {.email = author.email(),
          .address = author.ip_address(),
          .name = author.display_name()};
}

TraitViews TraitsOf(const v1::PersonQuery& person) {
  return {.email = person.email(),
          .address = person.ip_address(),
          .name = person.display_name()};
}

bool SamePersonText(std::string_view a, std::string_view b) {
  return FoldText(Trim(a)) == FoldText(Trim(b));
}

std::vector<std::string> MatchesOf(const v1::PersonQuery& person,
                                   const v1::Comment& comment) {
  const v1::Author& author = comment.author();
  std::vector<std::string> by;
  const auto match = [&](const char* field, std::string_view asked,
                         std::string_view sent, bool exact) {
    if (asked.empty() || sent.empty()) return;
    if (exact ? asked == sent : SamePersonText(asked, sent))
      by.emplace_back(field);
  };
  match("author_id", person.author_id(), author.id(), true);
  match("email", person.email(), author.email(), false);
  match("ip_address", person.ip_address(), author.ip_address(), false);
  match("display_name", person.display_name(), author.display_name(), false);
  return by;
}

bool TellsOf(const v1::PersonQuery& person, const v1::EventDetail& detail) {
  const auto is_same = [](const std::string& asked, const std::string& sent) {
    return !asked.empty() && asked == sent;
  };
  return is_same(person.author_id(), detail.author_id()) ||
         is_same(person.author_id(), detail.reporter().author_id()) ||
         (!person.email().empty() &&
          SamePersonText(person.email(), detail.reporter().email()));
}

void Quotes::Add(const v1::Comment& comment) {
  comments_.push_back({.name = comment.name(),
                       .article = comment.article(),
                       .author = comment.author().display_name(),
                       .body = comment.body()});
}

bool Quotes::Answers(const v1::Comment& comment) const {
  const v1::Parent& parent = comment.parent();
  return std::any_of(comments_.begin(), comments_.end(), [&](const Said& said) {
    if (said.article != comment.article()) return false;
    const std::string_view text = Trim(parent.text());
    const bool says =
        !text.empty() &&
        (text == Trim(said.body) || (text.size() >= kQuoteBytesMin &&
                                     said.body.find(text) != said.body.npos));
    const bool names = !parent.author().empty() && !said.author.empty() &&
                       SamePersonText(parent.author(), said.author);
    return says || (names && text.empty());
  });
}

bool Quotes::Redact(v1::CommentRecord* record) const {
  if (!record->comment().has_parent() || !Answers(record->comment()))
    return false;
  return RedactParent(record);
}

bool RedactParent(v1::CommentRecord* record) {
  if (!record->comment().has_parent()) return false;
  v1::Parent& parent = *record->mutable_comment()->mutable_parent();
  const std::string text(Trim(parent.text())), author(Trim(parent.author()));
  if (text.empty() && author.empty()) return false;
  for (v1::Reason& reason : *record->mutable_decision()->mutable_reasons()) {
    for (v1::LocalizedText& words : *reason.mutable_texts()) {
      ReplaceAll(text, words.mutable_text());
      ReplaceAll(author, words.mutable_text());
    }
  }
  parent.clear_text();
  parent.clear_author();
  return true;
}

std::string WithoutParent(std::string_view payload) {
  v1::CommentRecord record;
  if (!record.ParseFromArray(payload.data(),
                             static_cast<int>(payload.size())) ||
      !RedactParent(&record))
    return std::string(payload);
  return record.SerializeAsString();
}

}  // namespace crible
