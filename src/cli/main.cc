// The command line of `crible`: the only file that knows CLI11. Each command is
// a function of its options (moderate.h, explain.h, …).

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "cli/case_test.h"
#include "cli/command.h"
#include "cli/evaluate.h"
#include "cli/explain.h"
#include "cli/moderate.h"
#include "cli/policy_show.h"
#include "cli/rules_check.h"
#include "cli/rules_fmt.h"
#include "cli/rules_import.h"
#include "cli/rules_new.h"
#include "cli/rules_test.h"
#include "cli/serve.h"
#include "cli/train.h"

namespace crible {
namespace {

// --lang before anything else, because the help itself is in that language;
// else the locale, as gettext reads it; English for whatever is not French.
UiLanguage ChooseLanguage(int argc, char** argv) {
  std::string_view chosen;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--lang" && i + 1 < argc) chosen = argv[i + 1];
    if (word.starts_with("--lang=")) chosen = word.substr(7);
  }
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (chosen.empty() && value != nullptr) chosen = value;
  }
  return chosen.starts_with("fr") ? UiLanguage::kFrench : UiLanguage::kEnglish;
}

// CLI11 writes English; what a user can meet of it, phrase by phrase.
std::string InFrench(std::string text) {
  constexpr std::pair<std::string_view, std::string_view> kPhrases[] = {
      {"The following argument was not expected", "argument inattendu"},
      {"The following arguments were not expected", "arguments inattendus"},
      {"A subcommand is required", "il manque une commande"},
      {" is required", " est obligatoire"},
      {"Could not convert", "valeur incomprise"},
      {"Value ", "la valeur "},
      {" not in range ", " n'est pas entre "},
      {" not in ", " n'est pas parmi "},
      {" requires at least ", " demande au moins "},
      {"1 required ", "il manque une valeur, "},
      {" missing", ""},
      {" to ", " et "},
      {":INT in [", " de ["},
      {":FLOAT in [", " de ["},
      {" - ", " à "},
      {"TEXT:", ""},
      {"TEXT", "TEXTE"},
      {"UINT", "ENTIER"},
      {"INT", "ENTIER"},
      {"FLOAT", "NOMBRE"},
  };
  for (const auto& [english, french] : kPhrases) {
    for (size_t at = text.find(english); at != std::string::npos;
         at = text.find(english, at + french.size())) {
      text.replace(at, english.size(), french);
    }
  }
  return text;
}

class FrenchHelp : public CLI::Formatter {
 public:
  FrenchHelp() {
    label("Usage", "Utilisation");
    label("SUBCOMMAND", "COMMANDE");
    label("Positionals", "Arguments");
    label("REQUIRED", "(obligatoire)");
  }
  std::string make_option_opts(const CLI::Option* option) const override {
    return InFrench(CLI::Formatter::make_option_opts(option));
  }
};

// Builds the commands; what the user chose is left in `run`.
class CommandLine {
 public:
  explicit CommandLine(const Io& io)
      : io_(io),
        app_(Say("Crible : modération des commentaires, expliquée",
                 "Crible: comment moderation, explained")) {
    if (io_.language == UiLanguage::kFrench) Translate();
    app_.require_subcommand(1);
    app_.fallthrough();
    app_.set_help_flag("-h,--help",
                       Say("affiche cette aide", "print this help"));
    app_.add_option("--lang", lang_,
                    Say("langue : fr ou en", "language: fr or en"))
        ->check(CLI::IsMember({"fr", "en"}));
    AddServe();
    AddCall();
    AddModerate();
    AddExplain();
    AddRules();
    AddTest();
    AddPolicy();
    AddTrain();
    AddEvaluate();
  }

  int Run(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      const int code = app_.exit(error, io_.out, io_.err);
      return code == 0 ? kExitOk : kExitFailed;
    }
    return run_();
  }

 private:
  std::string Say(std::string_view fr, std::string_view en) const {
    return std::string(io_.language == UiLanguage::kFrench ? fr : en);
  }

  void Translate() {
    app_.formatter(std::make_shared<FrenchHelp>());
    app_.failure_message([](const CLI::App*, const CLI::Error& error) {
      return "crible : ligne de commande incomprise : " +
             InFrench(error.what()) + "\nEssayez --help.\n";
    });
  }

  CLI::App* Add(CLI::App* parent, const char* name, std::string_view fr,
                std::string_view en) {
    CLI::App* command = parent->add_subcommand(name, Say(fr, en));
    return command->group(Say("Commandes", "Commands"));
  }

  void AddModels(CLI::App* command, std::string* models) {
    command->add_option(
        "--models", *models,
        Say("dossier des règles et modèles (sinon $CRIBLE_MODELS, puis "
            "./models)",
            "folder of rules and models (else $CRIBLE_MODELS, then ./models)"));
  }

  void AddServe() {
    CLI::App* command =
        Add(&app_, "serve", "le serveur gRPC", "the gRPC server");
    AddModels(command, &serve_.models);
    command->add_option(
        "--listen", serve_.listen,
        Say("HÔTE:PORT de cette machine ; port 0 : au choix du système",
            "HOST:PORT of this machine; port 0: the system's choice"));
    command
        ->add_option("--drain", serve_.drain_seconds,
                     Say("secondes laissées aux appels en cours à l'arrêt",
                         "seconds left to open calls at the end"))
        ->check(CLI::Range(0, 3600));
    command->callback(
        [this] { run_ = [this] { return RunServe(serve_, io_); }; });
  }

  void AddCall() {
    CLI::App* command =
        Add(&app_, "call", "un appel au serveur, JSON en entrée et en sortie",
            "one call to a server, JSON in and out");
    command->add_option("--server", call_.server,
                        Say("HÔTE:PORT", "HOST:PORT"));
    command
        ->add_option(Say("APPEL", "METHOD"), call_.method,
                     Say("ModerateComment, BatchModerateComments ou "
                         "ExplainComment",
                         "ModerateComment, BatchModerateComments or "
                         "ExplainComment"))
        ->required();
    command
        ->add_option("JSON", call_.request,
                     Say("la requête, ou - pour l'entrée standard",
                         "the request, or - for standard input"))
        ->required();
    command
        ->add_option("--timeout", call_.timeout_seconds,
                     Say("secondes d'attente", "seconds to wait"))
        ->check(CLI::Range(1, 3600));
    command->callback(
        [this] { run_ = [this] { return RunCall(call_, io_); }; });
  }

  void AddModerate() {
    CLI::App* command = Add(
        &app_, "moderate",
        "décide de commentaires : JSON par lignes en entrée, une décision par "
        "ligne en sortie",
        "decide on comments: JSON lines in, one decision a line out");
    AddModels(command, &moderate_.models);
    command->add_option(Say("FICHIER", "FILE"), moderate_.files,
                        Say("fichiers, ou - pour l'entrée standard",
                            "files, or - for standard input"));
    command->add_flag("--traffic", moderate_.traffic,
                      Say("compte les répétitions d'une ligne à l'autre",
                          "count repeats from row to row"));
    command
        ->add_option("--threads", moderate_.threads,
                     Say("nombre de fils (sinon un par cœur)",
                         "threads (else one a core)"))
        ->check(CLI::Range(0, 256));
    command->callback(
        [this] { run_ = [this] { return RunModerate(moderate_, io_); }; });
  }

  void AddExplain() {
    CLI::App* command =
        Add(&app_, "explain", "explique la décision sur un commentaire",
            "explain the decision on a comment");
    AddModels(command, &explain_.models);
    command
        ->add_option(Say("TEXTE", "TEXT"), explain_.text,
                     Say("le commentaire, ou - pour l'entrée standard",
                         "the comment, or - for standard input"))
        ->required();
    command->add_flag("--html", explain_.html,
                      Say("le texte est du HTML", "the text is HTML"));
    command->add_option("--title", explain_.title,
                        Say("titre de l'article", "title of the article"));
    command->add_option("--author", explain_.author,
                        Say("nom de l'auteur", "name of the author"));
    command->add_option(
        "--language", explain_.language,
        Say("langue du commentaire", "language of the comment"));
    command->add_option("--site", explain_.site,
                        Say("nom du site", "name of the site"));
    command->add_option("--rule", explain_.rule,
                        Say("cette règle, condition par condition (fichier/id)",
                            "this rule, condition by condition (file/id)"));
    command->callback(
        [this] { run_ = [this] { return RunExplain(explain_, io_); }; });
  }

  void AddRules() {
    CLI::App* rules = Add(&app_, "rules", "vérifie, essaie et écrit des règles",
                          "check, try and write rules");
    rules->require_subcommand(1);
    AddRulesCheck(rules);
    AddRulesTest(rules);
    AddRulesFmt(rules);
    AddRulesNew(rules);
    AddRulesImport(rules);
  }

  void AddRulesCheck(CLI::App* rules) {
    CLI::App* check =
        Add(rules, "check",
            "toutes les erreurs d'un dossier, avec ligne et colonne",
            "all mistakes of a folder, with line and column");
    AddModels(check, &rules_check_.models);
    check->add_flag(
        "--costs", rules_check_.costs,
        Say("montre les règles les plus coûteuses", "show the dearest rules"));
    check->add_flag("--no-warnings", rules_check_.no_warnings,
                    Say("les erreurs seulement", "errors only"));
    check->add_flag(
        "--evasion", rules_check_.evasion,
        Say("par règle, la part de ses exemples encore trouvée sous chaque "
            "déguisement",
            "per rule, the share of its examples still found under each "
            "disguise"));
    check->add_option("--coverage", rules_check_.coverage,
                      Say("dossier de cas : quelle règle change quel verdict",
                          "folder of cases: which rule changes which verdict"));
    check->callback(
        [this] { run_ = [this] { return RunRulesCheck(rules_check_, io_); }; });
  }

  void AddRulesTest(CLI::App* rules) {
    CLI::App* test = Add(rules, "test",
                         "joue les exemples de toutes les règles, puis des "
                         "fichiers de cas",
                         "run the examples of all rules, then case files");
    AddModels(test, &rules_test_.models);
    test->add_option(
        "PATH", rules_test_.paths,
        Say("fichiers ou dossiers de cas", "case files or folders of them"));
    test->add_option("--known-failures", rules_test_.known_failures,
                     Say("fichier des cas qui échouent encore, un nom par "
                         "ligne",
                         "file of cases that still fail, one name a line"));
    test->callback(
        [this] { run_ = [this] { return RunRulesTest(rules_test_, io_); }; });
  }

  void AddRulesFmt(CLI::App* rules) {
    CLI::App* fmt =
        Add(rules, "fmt", "met des fichiers de règles en forme, sur place",
            "format rule files, in place");
    AddModels(fmt, &rules_fmt_.models);
    fmt->add_option("FILE", rules_fmt_.files,
                    Say("fichiers (sinon toutes les règles du dossier)",
                        "files (else all rules of the folder)"));
    fmt->add_flag("--check", rules_fmt_.check,
                  Say("ne change rien : nomme les fichiers à mettre en forme",
                      "change nothing: name the files to format"));
    fmt->callback(
        [this] { run_ = [this] { return RunRulesFmt(rules_fmt_, io_); }; });
  }

  void AddRulesNew(CLI::App* rules) {
    CLI::App* command =
        Add(rules, "new",
            "pose cinq questions, montre la règle et l'ajoute à un fichier",
            "ask five questions, show the rule and add it to a file");
    AddModels(command, &rules_new_.models);
    command->add_option(
        "FILE", rules_new_.file,
        Say("fichier de règles du dossier, par exemple rules/arnaques.toml "
            "(sinon demandé)",
            "rule file of the folder, for example rules/scams.toml (else "
            "asked for)"));
    AddFace(command, &rules_new_.category, &rules_new_.ground);
    command->callback(
        [this] { run_ = [this] { return RunRulesNew(rules_new_, io_); }; });
  }

  void AddRulesImport(CLI::App* rules) {
    CLI::App* command = Add(
        rules, "import",
        "fait d'une liste de mots d'un autre outil des listes et des règles",
        "make lists and rules of another tool's list of words");
    AddModels(command, &rules_import_.models);
    command
        ->add_option("FILE", rules_import_.file,
                     Say("un mot, une expression ou un domaine par ligne",
                         "a word, phrase or domain a line"))
        ->required();
    command->add_option(
        "--name", rules_import_.name,
        Say("nom des fichiers écrits (sinon celui de la liste)",
            "name of the files written (else that of the list)"));
    AddFace(command, &rules_import_.category, &rules_import_.ground);
    command
        ->add_option("--then", rules_import_.then,
                     Say("ce que font les règles", "what the rules do"))
        ->check(CLI::IsMember({"watch", "look", "hold", "reject"}));
    command->add_option(
        "--on", rules_import_.on,
        Say("échantillon de commentaires (JSON par lignes) : quels mots en "
            "arrêteraient trop",
            "sample of comments (JSON lines): which words would stop too "
            "many"));
    command->add_flag(
        "--force", rules_import_.force,
        Say("remplace les fichiers qui existent", "replace files that exist"));
    command->callback([this] {
      run_ = [this] { return RunRulesImport(rules_import_, io_); };
    });
  }

  void AddFace(CLI::App* command, std::string* category, std::string* ground) {
    command->add_option(
        "--category", *category,
        Say("catégorie : spam, abuse, …", "category: spam, abuse, …"));
    command->add_option(
        "--ground", *ground,
        Say("motif, d'après grounds.toml", "ground, of grounds.toml"));
  }

  void AddTest() {
    CLI::App* command =
        Add(&app_, "test", "joue des fichiers de cas", "run case files");
    AddModels(command, &test_.models);
    command
        ->add_option(Say("CHEMIN", "PATH"), test_.paths,
                     Say("fichiers ou dossiers", "files or folders"))
        ->required();
    command->add_flag("--families", test_.families,
                      Say("résultat par famille", "result per family"));
    command->add_option(
        "--known-failures", test_.known_failures,
        Say("fichier des cas qui échouent encore, un nom par ligne",
            "file of cases that still fail, one name a line"));
    command->callback(
        [this] { run_ = [this] { return RunCaseTest(test_, io_); }; });
  }

  void AddPolicy() {
    CLI::App* policy =
        Add(&app_, "policy", "la politique du site", "the site's policy");
    policy->require_subcommand(1);
    CLI::App* show = Add(policy, "show",
                         "les réglages qui s'appliquent, et d'où ils viennent",
                         "the settings that apply, and where they come from");
    AddModels(show, &policy_show_.models);
    show->add_option("--site", policy_show_.site, Say("site", "site"));
    show->add_option("--article", policy_show_.article,
                     Say("article", "article"));
    show->add_option("--section", policy_show_.section,
                     Say("rubrique", "section"));
    show->add_option("--tag", policy_show_.tags, Say("mots-clés", "tags"));
    show->add_option("--at", policy_show_.at,
                     Say("moment, à Paris : \"2026-12-31 22:30\"",
                         "moment, in Paris: \"2026-12-31 22:30\""));
    show->callback(
        [this] { run_ = [this] { return RunPolicyShow(policy_show_, io_); }; });
  }

  void AddTrain() {
    CLI::App* command =
        Add(&app_, "train", "refait les modèles livrés, octet pour octet",
            "make the shipped models again, byte for byte");
    AddModels(command, &train_.models);
    command->add_option(
        "--data", train_.data,
        Say("dossier des corpus publics", "folder of the public corpora"));
    command->add_option("--out", train_.out,
                        Say("dossier des modèles (sinon celui des règles)",
                            "folder of the models (else that of the rules)"));
    command->add_option(
        "--category", train_.categories,
        Say("catégories (sinon toutes)", "categories (else all)"));
    command->callback(
        [this] { run_ = [this] { return RunTrain(train_, io_); }; });
  }

  void AddEvaluate() {
    CLI::App* command = Add(
        &app_, "evaluate",
        "mesure la justesse sur des commentaires étiquetés (label : ham, spam, "
        "abuse)",
        "measure how right the engine is on labelled comments (label: ham, "
        "spam, abuse)");
    AddModels(command, &evaluate_.models);
    command
        ->add_option(Say("FICHIER", "FILE"), evaluate_.files,
                     Say("fichiers JSON par lignes", "JSON lines files"))
        ->required();
    command
        ->add_option("--fields", evaluate_.fields,
                     Say("champs lus en plus du texte : author, author_url, "
                         "author_email, title, "
                         "article, parent, lang, date",
                         "fields read beside the body: author, author_url, "
                         "author_email, title, "
                         "article, parent, lang, date"))
        ->delimiter(',')
        ->check(CLI::IsMember({"author", "author_url", "author_email", "title",
                               "article", "parent", "lang", "date"}));
    command
        ->add_option("--mix", evaluate_.mix,
                     Say("parts d'innocents, d'agressifs et de spam",
                         "shares of innocent, abuse and spam"))
        ->delimiter(',')
        ->check(CLI::Range(0.0, 1.0));
    command->add_flag("--json", evaluate_.json, Say("en JSON", "as JSON"));
    command->callback(
        [this] { run_ = [this] { return RunEvaluate(evaluate_, io_); }; });
  }

  const Io& io_;
  CLI::App app_;
  std::string lang_;
  ServeOptions serve_;
  CallCommandOptions call_;
  ModerateOptions moderate_;
  ExplainOptions explain_;
  RulesCheckOptions rules_check_;
  RulesTestOptions rules_test_;
  RulesFmtOptions rules_fmt_;
  RulesNewOptions rules_new_;
  RulesImportOptions rules_import_;
  CaseTestOptions test_;
  PolicyShowOptions policy_show_;
  TrainOptions train_;
  EvaluateOptions evaluate_;
  std::function<int()> run_;
};

}  // namespace
}  // namespace crible

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  const crible::Io io{.in = std::cin,
                      .out = std::cout,
                      .err = std::cerr,
                      .language = crible::ChooseLanguage(argc, argv),
                      .out_is_terminal = isatty(STDOUT_FILENO) == 1,
                      .err_is_terminal = isatty(STDERR_FILENO) == 1};
  return crible::CommandLine(io).Run(argc, argv);
}
