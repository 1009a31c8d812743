#include "service/statement.h"

#include <algorithm>
#include <utility>

#include "fmt/format.h"
#include "service/convert.h"
#include "service/event_message.h"

namespace crible {
namespace {

absl::Status NotOwed(const char* why) {
  return absl::FailedPreconditionError(why);
}

bool CanBeReached(const v1::Author& author) {
  return !author.id().empty() || !author.email().empty();
}

v1::FoundBy FoundByOf(const StatementFacts& facts) {
  if (facts.reported) return v1::FOUND_BY_NOTICE;
  const v1::Decision& decision = facts.record->decision();
  const bool by_tool = decision.verdict() != v1::VERDICT_ACCEPT;
  return by_tool ? v1::FOUND_BY_TOOL : v1::FOUND_BY_PERSON;
}

std::string Day(absl::Time time, const char* format) {
  return absl::FormatTime(format, time, absl::UTCTimeZone());
}

void AddText(const char* language, std::string text,
             google::protobuf::RepeatedPtrField<v1::LocalizedText>* out) {
  v1::LocalizedText* added = out->Add();
  added->set_language(language);
  added->set_text(std::move(text));
}

// -- The author's statement ---------------------------------------------------

std::string FrenchWhy(const v1::StatementOfReasons& statement,
                      const Ground* ground) {
  if (ground == nullptr)
    return "Votre commentaire ne respecte pas la charte des commentaires.";
  std::string why = ground->author_text.fr;
  if (statement.legal()) {
    why += " Motif tiré de la loi.";
  } else if (!ground->clause.empty()) {
    why += fmt::format(" (charte, article {})", ground->clause);
  } else {
    why += " (charte des commentaires)";
  }
  return why;
}

std::string EnglishWhy(const v1::StatementOfReasons& statement,
                       const Ground* ground) {
  if (ground == nullptr)
    return "Your comment does not follow the rules for comments.";
  std::string why = ground->author_text.en;
  if (statement.legal()) {
    why += " This is a ground of law.";
  } else if (!ground->clause.empty()) {
    why += fmt::format(" (rules for comments, clause {})", ground->clause);
  } else {
    why += " (rules for comments)";
  }
  return why;
}

std::string FrenchStatement(const v1::StatementOfReasons& statement,
                            const StatementFacts& facts, absl::Time sent) {
  static constexpr const char* kFound[] = {
      "", "par notre outil, de notre propre initiative",
      "par une personne de notre équipe, de notre propre initiative",
      "à la suite d'un signalement"};
  const std::string& title = facts.record->article().title();
  return fmt::format(
      "Votre commentaire du {}{} {}, sans limite de durée. Motif : {} Il a été "
      "repéré {}, et la décision a été prise {}. Vous pouvez demander qu'une "
      "personne la réexamine ; vous pouvez aussi saisir un organisme de "
      "règlement extrajudiciaire des litiges là où il en existe, ou la "
      "justice.",
      Day(sent, "%d/%m/%Y"),
      title.empty() ? "" : fmt::format(" sous « {} »", title),
      statement.measure() == v1::MEASURE_REMOVED ? "a été retiré"
                                                 : "n'a pas été publié",
      FrenchWhy(statement, facts.ground), kFound[statement.found_by()],
      statement.decided_by() == v1::DECIDED_BY_TOOL ? "automatiquement"
                                                    : "par une personne");
}

std::string EnglishStatement(const v1::StatementOfReasons& statement,
                             const StatementFacts& facts, absl::Time sent) {
  static constexpr const char* kFound[] = {
      "", "by our tool, on our own initiative",
      "by a person of our team, on our own initiative",
      "after a reader's report"};
  const std::string& title = facts.record->article().title();
  return fmt::format(
      "Your comment of {}{} {}, without limit of time. Ground: {} It was found "
      "{}, and the decision was taken {}. You may ask for a person to look at "
      "it again; you may also turn to an out-of-court dispute settlement body "
      "where there is one, or to a court.",
      Day(sent, "%Y-%m-%d"),
      title.empty() ? "" : fmt::format(" under “{}”", title),
      statement.measure() == v1::MEASURE_REMOVED ? "was removed"
                                                 : "was not published",
      EnglishWhy(statement, facts.ground), kFound[statement.found_by()],
      statement.decided_by() == v1::DECIDED_BY_TOOL ? "automatically"
                                                    : "by a person");
}

}  // namespace

absl::StatusOr<v1::StatementOfReasons> MakeStatement(
    const StatementFacts& facts) {
  const CommentState state = facts.comment->state;
  if (state == CommentState::kWaiting || state == CommentState::kAccepted ||
      state == CommentState::kWithdrawn)
    return NotOwed("the comment is not refused");
  const auto& resolution = facts.resolution;
  if (resolution && resolution->kind == EventKind::kRemovalOrder)
    return NotOwed("an authority has ordered the removal");
  const auto& earlier = facts.record->decision().facts().earlier_resolution();
  if (!resolution && earlier == v1::EARLIER_RESOLUTION_ORDERED_AWAY)
    return NotOwed("an authority has ordered the removal of this text");
  if (!CanBeReached(facts.record->comment().author()))
    return NotOwed("the author cannot be reached");
  if (facts.ground != nullptr && !facts.ground->statement)
    return NotOwed("the ground is massive deceptive advertising");
  const bool by_person =
      resolution && (resolution->kind == EventKind::kResolution ||
                     resolution->kind == EventKind::kRectification);
  v1::StatementOfReasons statement;
  statement.set_comment(facts.comment->name);
  const bool was_published =
      facts.comment->published != absl::InfinitePast() ||
      facts.record->decision().verdict() == v1::VERDICT_ACCEPT;
  statement.set_measure(was_published ? v1::MEASURE_REMOVED
                                      : v1::MEASURE_NOT_PUBLISHED);
  *statement.mutable_decide_time() = facts.record->decision().decide_time();
  if (by_person) ToProto(resolution->time, statement.mutable_decide_time());
  statement.set_found_by(FoundByOf(facts));
  statement.set_decided_by(by_person ? v1::DECIDED_BY_PERSON
                                     : v1::DECIDED_BY_TOOL);
  statement.set_ground(facts.ground_id);
  statement.set_legal(by_person && facts.ground != nullptr &&
                      facts.ground->legal);
  if (facts.ground != nullptr) statement.set_clause(facts.ground->clause);
  const absl::Time sent = FromProto(facts.record->decision().decide_time());
  AddText("fr", FrenchStatement(statement, facts, sent),
          statement.mutable_texts());
  AddText("en", EnglishStatement(statement, facts, sent),
          statement.mutable_texts());
  return statement;
}

v1::NoticeAnswer MakeNoticeAnswer(const Event& notice,
                                  const std::optional<Event>& answer,
                                  const Ground* ground) {
  v1::NoticeAnswer out;
  out.set_name(EventName(notice.site, notice.token));
  const std::string fr = fmt::format(
      "Nous avons reçu votre signalement le {}, sous la référence {}.",
      Day(notice.time, "%d/%m/%Y à %H:%M UTC"), notice.token);
  const std::string en =
      fmt::format("We received your report on {}, under the reference {}.",
                  Day(notice.time, "%Y-%m-%d at %H:%M UTC"), notice.token);
  if (!answer) {
    AddText("fr", fr + " Une personne le lira ; vous aurez sa réponse.",
            out.mutable_texts());
    AddText("en", en + " A person will read it; you will have their answer.",
            out.mutable_texts());
    return out;
  }
  const bool followed = answer->code == static_cast<int>(Outcome::kReject);
  out.set_answered(true);
  out.set_outcome(static_cast<v1::Outcome>(answer->code));
  ToProto(answer->time, out.mutable_decide_time());
  out.set_decided_by(v1::DECIDED_BY_PERSON);
  const std::string why_fr =
      ground == nullptr ? "" : fmt::format(" Motif : {}.", ground->label.fr);
  const std::string why_en =
      ground == nullptr ? "" : fmt::format(" Ground: {}.", ground->label.en);
  AddText("fr",
          fr +
              (followed ? " Une personne l'a lu, et le commentaire n'est plus "
                          "publié." +
                              why_fr
                        : std::string(" Une personne l'a lu : le commentaire "
                                      "reste en ligne, car il ne contrevient "
                                      "pas à la charte.")) +
              " Vous pouvez demander un nouvel examen ou saisir la justice.",
          out.mutable_texts());
  AddText("en",
          en +
              (followed ? " A person read it, and the comment is no longer "
                          "published." +
                              why_en
                        : std::string(" A person read it: the comment stays "
                                      "online, as it does not break the "
                                      "rules for comments.")) +
              " You may ask for another look or turn to a court.",
          out.mutable_texts());
  return out;
}

std::vector<v1::LocalizedText> AidTexts(
    Lane lane, const std::vector<std::string>& grounds) {
  std::vector<v1::LocalizedText> texts;
  if (lane != Lane::kUrgent) return texts;
  const bool distress =
      std::find(grounds.begin(), grounds.end(), "distress") != grounds.end();
  const std::pair<const char*, const char*> pairs[] = {
      {"fr",
       distress
           ? "À envoyer à l'auteur : « Votre message nous a alertés. Vous "
             "n'êtes pas seul : en France, le 3114 répond jour et nuit, "
             "gratuitement et en toute confidentialité. En cas d'urgence, "
             "appelez le 15 ou le 112. »"
           : "Danger pour une personne : appeler le 17 ou le 112. Pour "
             "signaler aux autorités (règlement (UE) 2022/2065, article 18) : "
             "internet-signalement.gouv.fr (Pharos), avec le texte exact, "
             "l'adresse de l'article, la date et l'heure de publication, et ce "
             "qui identifie l'auteur (« crible legal disclose »). Geler "
             "d'abord : « crible legal hold »."},
      {"en",
       distress
           ? "To send to the author: “Your message worried us. You are not "
             "alone: in France, 3114 answers day and night, free of charge and "
             "in confidence. In an emergency, call 15 or 112.”"
           : "Danger to a person: call 17 or 112. To inform the authorities "
             "(Regulation (EU) 2022/2065, Article 18): "
             "internet-signalement.gouv.fr (Pharos), with the exact text, the "
             "article's address, the date and time of publication, and what "
             "identifies the author (“crible legal disclose”). Freeze first: "
             "“crible legal hold”."}};
  for (const auto& [language, text] : pairs) {
    v1::LocalizedText& added = texts.emplace_back();
    added.set_language(language);
    added.set_text(text);
  }
  return texts;
}

}  // namespace crible
