#include "cli/explain.h"

#include <algorithm>
#include <istream>
#include <iterator>
#include <memory>
#include <ostream>
#include <vector>

#include "absl/time/clock.h"
#include "engine/explanation.h"
#include "engine/reason_text.h"
#include "fmt/core.h"
#include "text/utf8.h"

namespace crible {
namespace {

constexpr size_t kTokensShown = 12;

std::string VerdictLabel(Verdict verdict, UiLanguage language) {
  switch (verdict) {
    case Verdict::kAccept:
      return FormatIn(language, "ACCEPTÉ", "ACCEPT");
    case Verdict::kHold:
      return FormatIn(language, "RETENU", "HOLD");
    case Verdict::kReject:
      return FormatIn(language, "REFUSÉ", "REJECT");
  }
  return "";
}

// Prints one explanation, section by section.
class Page {
 public:
  Page(const Explanation& explanation, const Comment& comment, const Io& io)
      : e_(explanation),
        m_(explanation.moderation),
        comment_(comment),
        io_(io) {}

  void Print() const {
    PrintText();
    PrintVerdict();
    PrintReasons();
    for (const CategoryScore& score : m_.decision.scores) PrintScore(score);
    PrintCounterfactuals();
    PrintUndecided();
  }

 private:
  std::string Bold(std::string_view text) const {
    return io_.out_is_terminal ? fmt::format("\x1b[1m{}\x1b[0m", text)
                               : std::string(text);
  }

  void Title(std::string_view fr, std::string_view en) const {
    io_.out << "\n"
            << Bold(io_.language == UiLanguage::kFrench ? fr : en) << "\n";
  }

  // The body with the reasons' spans between marks.
  void PrintText() const {
    std::vector<Span> spans;
    for (const Reason& reason : m_.decision.reasons)
      AppendReasonSpans(m_, reason, &spans);
    std::sort(spans.begin(), spans.end());
    const char* open = io_.out_is_terminal ? "\x1b[7m" : "⟦";
    const char* close = io_.out_is_terminal ? "\x1b[0m" : "⟧";
    uint32_t at = 0;
    for (const Span& span : spans) {
      if (span.field != Field::kBody || span.end <= at) continue;
      const uint32_t begin = std::max(at, span.begin);
      io_.out << comment_.body.substr(at, begin - at) << open
              << comment_.body.substr(begin, span.end - begin) << close;
      at = span.end;
    }
    io_.out << comment_.body.substr(at) << "\n";
  }

  void PrintVerdict() const {
    io_.out << "\n" << Bold(VerdictLabel(m_.decision.verdict, io_.language));
    if (m_.decision.look)
      io_.out << FormatIn(io_.language, " (à regarder)", " (to look at)");
    if (m_.decision.lane != Lane::kNormal) {
      io_.out << FormatIn(io_.language, " · file : {}", " · lane: {}",
                          LaneName(m_.decision.lane));
    }
    io_.out << FormatIn(io_.language, " · langue : {} · version {}\n",
                        " · language: {} · bundle {}\n", m_.evidence.language,
                        m_.bundle->hash.substr(0, 12));
  }

  void PrintReasons() const {
    Title("Raisons", "Reasons");
    if (m_.decision.reasons.empty()) {
      io_.out << FormatIn(io_.language, "  aucune\n", "  none\n");
    }
    for (const Reason& reason : m_.decision.reasons) {
      std::string text;
      AppendReasonText(m_, comment_, reason, io_.language, &text);
      io_.out << "  • " << text;
      if (const std::string_view rule = ReasonRule(m_, reason); !rule.empty()) {
        io_.out << fmt::format("  [{}]", rule);
      }
      if (reason.share != 0) io_.out << fmt::format("  {:+.2f}", reason.share);
      io_.out << "\n";
    }
  }

  void PrintScore(const CategoryScore& score) const {
    const std::string name(m_.bundle->categories.Name(score.category));
    Title(fmt::format("Score « {} »", name), fmt::format("Score “{}”", name));
    io_.out << FormatIn(
                   io_.language,
                   "  base {:+.2f}  modèle {:+.2f}  règles {:+.2f}  =  {:+.2f}",
                   "  base {:+.2f}  model {:+.2f}  rules {:+.2f}  =  {:+.2f}",
                   score.base, score.model, score.rules, score.log_odds)
            << FormatIn(io_.language, "  soit {:.1f} chances sur 100\n",
                        "  that is {:.1f} in 100\n", 100 * score.probability);
    for (const ModelScore& model : m_.evidence.scores) {
      if (model.category == score.category) PrintTokens(model);
    }
  }

  // What of a share the site's own lessons made.
  std::string LearnedHere(const TokenShare& token) const {
    if (token.learned_here == 0) return "";
    return FormatIn(io_.language, ", dont {:+.3f} appris ici",
                    ", {:+.3f} of it learned here", token.learned_here);
  }

  void PrintTokens(const ModelScore& model) const {
    if (!model.trained || !model.enough) {
      io_.out << FormatIn(
          io_.language,
          "  le modèle connaît trop peu de ces mots ({}) : il se tait\n",
          "  the model knows too few of these words ({}): it says nothing\n",
          model.known_tokens);
      return;
    }
    for (size_t i = 0; i < std::min(kTokensShown, model.shares.size()); ++i) {
      const TokenShare& token = model.shares[i];
      io_.out << fmt::format("  {:+.3f}  {}  ({}{})\n", token.share,
                             token.token, FeatureGroupName(token.group),
                             LearnedHere(token));
    }
    if (model.shares.size() > kTokensShown) {
      io_.out << FormatIn(io_.language, "  … et {} autres\n",
                          "  … and {} more\n",
                          model.shares.size() - kTokensShown);
    }
  }

  void PrintCounterfactuals() const {
    if (m_.decision.verdict == Verdict::kAccept) return;
    Title("Ce qui changerait le verdict", "What would change the verdict");
    for (const Counterfactual& counterfactual : e_.counterfactuals) {
      std::string text;
      AppendCounterfactualText(counterfactual, io_.language, &text);
      io_.out << "  " << text << "\n";
    }
    if (e_.counterfactuals.empty()) {
      io_.out << FormatIn(io_.language,
                          "  rien de ce qu'on pourrait enlever seul\n",
                          "  nothing that could be left out alone\n");
    }
  }

  void PrintUndecided() const {
    if (e_.undecided.empty()) return;
    Title("Règles indécises, faute de données",
          "Undecided rules, for want of data");
    for (const UndecidedRule& undecided : e_.undecided) {
      std::string missing;
      for (const std::string& field : undecided.missing) {
        missing += (missing.empty() ? "" : ", ") + field;
      }
      io_.out << fmt::format("  {}  ({})\n", undecided.rule->id, missing);
    }
  }

  const Explanation& e_;
  const Moderation& m_;
  const Comment& comment_;
  const Io& io_;
};

std::string TruthLabel(Truth truth, UiLanguage language) {
  switch (truth) {
    case Truth::kTrue:
      return FormatIn(language, "vrai", "true");
    case Truth::kFalse:
      return FormatIn(language, "faux", "false");
    case Truth::kUnknown:
      return FormatIn(language, "inconnu", "unknown");
  }
  return "";
}

int PrintRule(const std::string& id, const Moderation& m,
              const Comment& comment, const Io& io) {
  const auto& rules = m.bundle->rules->rules();
  const auto rule =
      std::find_if(rules.begin(), rules.end(),
                   [&](const Rule& r) { return r.face.id == id; });
  if (rule == rules.end()) {
    return Fail(
        io, FormatBoth(
                "la règle « {} » n'existe pas ; son nom complet est fichier/id",
                "there is no rule “{}”; its full name is file/id", id));
  }
  const RuleInput input = InputOf(m, comment);
  io.out << fmt::format("{} ({}:{}, then = \"{}\")\n", id, rule->file,
                        rule->at.line, ThenName(rule->face.then));
  for (const auto& finding :
       m.bundle->rules->Explain(rule - rules.begin(), input)) {
    io.out << fmt::format("  {}{:<10}", std::string(2 * finding.depth, ' '),
                          TruthLabel(finding.truth, io.language));
    if (finding.exception && !finding.key.starts_with("unless"))
      io.out << "unless.";
    io.out << finding.key
           << FormatIn(io.language, "  (ligne {})", "  (line {})",
                       finding.at.line);
    if (!finding.missing.empty()) {
      io.out << FormatIn(io.language, "  non fourni : {}", "  not sent: {}",
                         finding.missing);
    }
    for (const Span& span : finding.spans) {
      io.out << fmt::format("  « {} »",
                            FieldText(comment, span.field)
                                .substr(span.begin, span.end - span.begin));
    }
    io.out << "\n";
  }
  const bool hit =
      std::any_of(m.evidence.hits.begin(), m.evidence.hits.end(),
                  [&](const Hit& h) { return h.rule == &rule->face; });
  io.out << (hit ? FormatIn(io.language, "La règle s'applique.\n",
                            "The rule hits.\n")
                 : FormatIn(io.language, "La règle ne s'applique pas.\n",
                            "The rule does not hit.\n"));
  return kExitOk;
}

}  // namespace

int RunExplain(const ExplainOptions& options, const Io& io) {
  std::string text = options.text;
  if (text == "-") text.assign(std::istreambuf_iterator<char>(io.in), {});
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
    return Fail(io, {"le commentaire est vide", "the comment is blank"});
  }
  if (text.size() > kBodyBytesMax) {
    return Fail(io, FormatBoth("le commentaire a {} octets, plus que {}",
                               "the comment has {} bytes, more than {}",
                               text.size(), kBodyBytesMax));
  }
  if (!IsValidUtf8(text)) {
    return Fail(io, FormatBoth("l'octet {} du commentaire n'est pas de l'UTF-8",
                               "byte {} of the comment is not UTF-8",
                               ValidUtf8Prefix(text)));
  }
  const auto bundle = LoadBundleOrSay(io, ModelsFolder(options.models));
  if (!bundle) return kExitFailed;
  const Engine engine(bundle);
  Comment comment{
      .site = options.site.empty() ? std::string_view("default") : options.site,
      .body = text,
      .format = options.html ? BodyFormat::kHtml : BodyFormat::kPlain,
      .language = options.language};
  comment.author.name = options.author;
  Article article{.title = options.title};
  if (!options.title.empty()) comment.article = &article;
  ObservedFacts facts;
  facts.now = absl::Now();
  Explanation explanation;
  Explain(engine, comment, facts, &explanation);
  if (!options.rule.empty()) {
    return PrintRule(options.rule, explanation.moderation, comment, io);
  }
  Page(explanation, comment, io).Print();
  return kExitOk;
}

void AddExplain(CommandLine* line) {
  auto options = std::make_shared<ExplainOptions>();
  Command command =
      line->Add("explain", {"explique la décision sur un commentaire",
                            "explain the decision on a comment"});
  command.Models(&options->models);
  command
      .Value({"TEXTE", "TEXT"}, &options->text,
             {"le commentaire, ou - pour l'entrée standard",
              "the comment, or - for standard input"})
      .Required();
  command.Flag("--html", &options->html,
               {"le texte est du HTML", "the text is HTML"});
  command.Value("--title", &options->title,
                {"titre de l'article", "title of the article"});
  command.Value("--author", &options->author,
                {"nom de l'auteur", "name of the author"});
  command.Value("--language", &options->language,
                {"langue du commentaire", "language of the comment"});
  command.Value("--site", &options->site, {"nom du site", "name of the site"});
  command.Value("--rule", &options->rule,
                {"cette règle, condition par condition (fichier/id)",
                 "this rule, condition by condition (file/id)"});
  command.Runs([options](const Io& io) { return RunExplain(*options, io); });
}

}  // namespace crible
