#include "engine/reason_text.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string_view>

#include "fmt/format.h"

namespace crible {
namespace {

// Quoted words longer than this are cut: a reason is one line.
constexpr size_t kQuoteBytesMax = 80;
// At most so many places are quoted for {match}.
constexpr size_t kMatchesNamed = 3;
// At most so many tokens are named after "resembles".
constexpr size_t kTokensNamed = 5;

bool IsFrench(UiLanguage language) { return language == UiLanguage::kFrench; }

// White space and controls become single spaces, none at the ends: a reason is
// one line. Cuts on a code-point boundary, with an ellipsis.
void AppendQuote(std::string_view text, std::string* out) {
  const bool cut = text.size() > kQuoteBytesMax;
  if (cut) {
    size_t end = kQuoteBytesMax;
    while (end > 0 && (text[end] & 0xc0) == 0x80) --end;
    text = text.substr(0, end);
  }
  bool space = false, begun = false;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= ' ' || c == 0x7f) {
      space = begun;
      continue;
    }
    if (space) out->push_back(' ');
    out->push_back(c);
    space = false;
    begun = true;
  }
  if (cut) out->append("…");
}

std::string_view Source(const Comment& comment, const Span& span) {
  return FieldText(comment, span.field)
      .substr(span.begin, span.end - span.begin);
}

// The first span of the hit in this role, quoted; false if it has none.
bool AppendSpan(const Moderation& m, const Comment& comment, const Hit& hit,
                SpanRole role, std::string* out) {
  for (uint32_t i = hit.span_begin; i < hit.span_end; ++i) {
    const HitSpan& found = m.evidence.spans[i];
    if (found.role != role) continue;
    AppendQuote(Source(comment, found.span), out);
    return true;
  }
  return false;
}

// What the hit matched, as it stands in the comment: up to three places, the
// parts of a rule that needs several among them. False if it has none.
bool AppendMatches(const Moderation& m, const Comment& comment, const Hit& hit,
                   std::string* out) {
  size_t named = 0;
  Span last;
  for (uint32_t i = hit.span_begin; i < hit.span_end; ++i) {
    const HitSpan& found = m.evidence.spans[i];
    if (found.role != SpanRole::kMatch) continue;
    const bool overlaps = named > 0 && found.span.field == last.field &&
                          found.span.begin < last.end;
    if (overlaps) continue;
    if (named > 0) out->append(" … ");
    AppendQuote(Source(comment, found.span), out);
    last = found.span;
    if (++named == kMatchesNamed) break;
  }
  return named > 0;
}

void AppendDomain(const Moderation& m, const Hit& hit, std::string* out) {
  for (uint32_t i = hit.span_begin; i < hit.span_end; ++i) {
    const HitSpan& found = m.evidence.spans[i];
    if (found.role != SpanRole::kLink || found.span.field != Field::kBody)
      continue;
    for (const Link& link : m.body.links()) {
      if (link.source_begin == found.span.begin)
        return out->append(link.domain), void();
    }
  }
  out->append("?");
}

void AppendWindow(uint32_t seconds, UiLanguage language, std::string* out) {
  const char* day = IsFrench(language) ? "j" : "d";
  if (seconds % 86400 == 0) {
    fmt::format_to(std::back_inserter(*out), "{} {}", seconds / 86400, day);
  } else if (seconds % 3600 == 0) {
    fmt::format_to(std::back_inserter(*out), "{} h", seconds / 3600);
  } else if (seconds % 60 == 0) {
    fmt::format_to(std::back_inserter(*out), "{} min", seconds / 60);
  } else {
    fmt::format_to(std::back_inserter(*out), "{} s", seconds);
  }
}

void AppendPlaceholder(std::string_view name, const Moderation& m,
                       const Comment& comment, const Hit& hit,
                       UiLanguage language, std::string* out) {
  const auto number = [out](uint32_t n) {
    fmt::format_to(std::back_inserter(*out), "{}", n);
  };
  if (name == "match") {
    if (!AppendMatches(m, comment, hit, out) &&
        !AppendSpan(m, comment, hit, SpanRole::kLink, out)) {
      AppendSpan(m, comment, hit, SpanRole::kContact, out);
    }
  } else if (name == "contact") {
    if (!AppendSpan(m, comment, hit, SpanRole::kContact, out)) {
      AppendSpan(m, comment, hit, SpanRole::kLink, out);
    }
  } else if (name == "domain") {
    AppendDomain(m, hit, out);
  } else if (name == "count") {
    number(hit.counts.count);
  } else if (name == "authors") {
    number(hit.counts.authors);
  } else if (name == "window") {
    AppendWindow(hit.counts.window_seconds, language, out);
  }
}

// Fills a rule's template. The reader of rule files has refused unknown
// placeholders.
void AppendTemplate(std::string_view text, const Moderation& m,
                    const Comment& comment, const Hit& hit, UiLanguage language,
                    std::string* out) {
  while (true) {
    const size_t open = text.find('{');
    const size_t close = open == text.npos ? text.npos : text.find('}', open);
    out->append(text.substr(0, close == text.npos ? text.npos : open));
    if (close == text.npos) return;
    AppendPlaceholder(text.substr(open + 1, close - open - 1), m, comment, hit,
                      language, out);
    text.remove_prefix(close + 1);
  }
}

void AppendRule(const Moderation& m, const Comment& comment, const Hit& hit,
                UiLanguage language, std::string* out) {
  const Localized& reason = hit.rule->reason;
  const bool other =
      reason.In(language).empty();  // a site's rule may have one language
  const UiLanguage written = !other               ? language
                             : IsFrench(language) ? UiLanguage::kEnglish
                                                  : UiLanguage::kFrench;
  AppendTemplate(reason.In(written), m, comment, hit, language, out);
}

Localized CategoryLabel(std::string_view name) {
  if (name == "spam") return {"spam", "spam"};
  if (name == "abuse") return {"propos agressifs", "abusive language"};
  if (name == "personal_data") return {"données personnelles", "personal data"};
  if (name == "distress") return {"détresse", "distress"};
  return {std::string(name), std::string(name)};
}

// The same tokens in an explanation, which has all, as in a decision.
std::span<const TokenShare> Weighed(const ModelScore& score) {
  const std::span<const TokenShare> all = score.shares;
  return all.first(std::min(all.size(), kReasonTokensMax));
}

const CategoryScore* ScoreOf(const Moderation& m, CategoryId category) {
  for (const CategoryScore& score : m.decision.scores) {
    if (score.category == category) return &score;
  }
  return nullptr;
}

// "Resembles comments refused as spam: 93 of 100 at this level. Weighed: …".
void AppendModel(const Moderation& m, const Comment& comment,
                 const Reason& reason, UiLanguage language, std::string* out) {
  const ModelScore& score = m.evidence.scores[reason.index];
  const std::string label =
      CategoryLabel(m.bundle->categories.Name(reason.category)).In(language);
  if (score.log_odds <= 0) {
    out->append(FormatIn(language,
                         "Ne ressemble pas à des commentaires refusés ({})",
                         "Does not resemble refused comments ({})", label));
  } else {
    const CategoryScore* sum = ScoreOf(m, reason.category);
    const double share = sum ? 100 * sum->probability : 0;
    out->append(FormatIn(
        language,
        "Ressemble à des commentaires refusés ({}) : {:.0f} sur 100 le sont à "
        "ce niveau",
        "Resembles refused comments ({}): {:.0f} of 100 at this level are",
        label, share));
  }
  std::string_view separator =
      IsFrench(language) ? ". Ont pesé : " : ". Weighed: ";
  size_t named = 0;
  for (const TokenShare& token : Weighed(score)) {
    if (token.group != FeatureGroup::kWords ||
        token.span.begin == token.span.end)
      continue;
    if ((token.share > 0) != (score.log_odds > 0)) continue;
    out->append(separator);
    separator = ", ";
    AppendQuote(Source(comment, token.span), out);
    if (++named == kTokensNamed) break;
  }
}

Localized NoteText(PolicyNote note) {
  switch (note) {
    case PolicyNote::kBase:
      return {"Part habituelle de ces commentaires sur le site",
              "The site's usual share of such comments"};
    case PolicyNote::kPublicationBefore:
      return {
          "Relecture avant publication : tous les commentaires de cet article",
          "Review before publication: all comments of this article"};
    case PolicyNote::kPublicationClosed:
      return {"Commentaires fermés pour cet article",
              "Comments are closed for this article"};
    case PolicyNote::kNewAuthor:
      return {"Nouveau compte : relecture avant publication (règle du site)",
              "New account: review before publication (the site's rule)"};
    case PolicyNote::kAuthorStatus:
      return {"Auteur mis en relecture, suspendu ou exclu par le site",
              "The site reviews, has muted or has banned this author"};
    case PolicyNote::kTrustedAuthor:
      return {"Auteur de confiance (règle du site)",
              "Trusted author (the site's rule)"};
    case PolicyNote::kObserve:
      return {"Le site observe seulement : rien n'est retenu",
              "The site only observes: nothing is held"};
    case PolicyNote::kEarlierRefusal:
      return {
          "Le même texte du même auteur a déjà été refusé par un modérateur",
          "The same text by the same author was refused by a moderator before"};
    case PolicyNote::kEarlierAcceptance:
      return {
          "Le même texte du même auteur a déjà été accepté sous cet article",
          "The same text by the same author was accepted under this article "
          "before"};
    case PolicyNote::kReports:
      return {"Signalé par des lecteurs", "Reported by readers"};
    case PolicyNote::kObjection:
      return {"L'auteur s'oppose au refus automatique : une personne décide",
              "The author objects to automatic refusal: a person decides"};
    case PolicyNote::kModelCeiling:
      return {"Le modèle seul ne refuse jamais : une personne décide",
              "The model alone never refuses: a person decides"};
    case PolicyNote::kQueueFull:
      return {"File pleine : seuls les cas urgents sont retenus",
              "Queue full: only urgent cases are held"};
    case PolicyNote::kSample:
      return {"Choisi au hasard parmi les commentaires acceptés",
              "Chosen by chance among the accepted comments"};
    case PolicyNote::kOrderedAway:
      return {"Une autorité a ordonné le retrait de ce texte",
              "An authority has ordered the removal of this text"};
    case PolicyNote::kNearlyOrdered:
      return {"Presque le texte dont une autorité a ordonné le retrait",
              "Nearly the text whose removal an authority has ordered"};
    case PolicyNote::kNone:
      return {};
  }
  return {};
}

// Which order: what the legal desk entered of it, never its text.
void AppendOrder(const ObservedFacts& facts, PolicyNote note,
                 UiLanguage language, std::string* out) {
  const bool is_order =
      note == PolicyNote::kOrderedAway || note == PolicyNote::kNearlyOrdered;
  if (!is_order || facts.order.empty()) return;
  out->append(FormatIn(language, " : ", ": "));
  AppendQuote(facts.order, out);
}

Localized PartText(Part part) {
  switch (part) {
    case Part::kText:
      return {"lecture du texte", "reading the text"};
    case Part::kFacts:
      return {"comptages", "counts"};
    case Part::kRules:
      return {"règles", "rules"};
    case Part::kModel:
      return {"modèle", "model"};
    case Part::kLanguage:
      return {"langue", "language"};
  }
  return {};
}

void AppendFault(const Fault& fault, UiLanguage language, std::string* out) {
  out->append(FormatIn(
      language,
      "Vérification non terminée : {} ({}). Ce n'est pas un indice contre le "
      "commentaire",
      "Check not finished: {} ({}). This is no evidence against the comment",
      PartText(fault.part).In(language), fault.cause));
}

}  // namespace

void AppendReasonText(const Moderation& moderation, const Comment& comment,
                      const Reason& reason, UiLanguage language,
                      std::string* out) {
  const Evidence& evidence = moderation.evidence;
  switch (reason.kind) {
    case ReasonKind::kRule:
      return AppendRule(moderation, comment, evidence.hits[reason.index],
                        language, out);
    case ReasonKind::kModel:
      return AppendModel(moderation, comment, reason, language, out);
    case ReasonKind::kFault:
      return AppendFault(evidence.faults[reason.index], language, out);
    case ReasonKind::kSignal:
    case ReasonKind::kFacts:
    case ReasonKind::kPolicy:
      out->append(NoteText(reason.note).In(language));
      AppendOrder(evidence.facts, reason.note, language, out);
  }
}

void AppendReasonSpans(const Moderation& moderation, const Reason& reason,
                       std::vector<Span>* spans) {
  const Evidence& evidence = moderation.evidence;
  const size_t first = spans->size();
  if (reason.kind == ReasonKind::kRule) {
    const Hit& hit = evidence.hits[reason.index];
    for (uint32_t i = hit.span_begin; i < hit.span_end; ++i) {
      spans->push_back(evidence.spans[i].span);
    }
  } else if (reason.kind == ReasonKind::kModel) {
    const ModelScore& score = evidence.scores[reason.index];
    for (const TokenShare& token : Weighed(score)) {
      const bool placed = token.span.begin != token.span.end;
      if (placed && (token.share > 0) == (score.log_odds > 0))
        spans->push_back(token.span);
    }
  }
  std::sort(spans->begin() + first, spans->end());
  spans->erase(std::unique(spans->begin() + first, spans->end()), spans->end());
}

std::string_view ReasonRule(const Moderation& moderation,
                            const Reason& reason) {
  if (reason.kind != ReasonKind::kRule) return {};
  return moderation.evidence.hits[reason.index].rule->id;
}

}  // namespace crible
