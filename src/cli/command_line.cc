#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace crible {
namespace {

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
    column_width(40);  // "FICHIER TEXTE ... (obligatoire)" and more
  }
  std::string make_option_opts(const CLI::Option* option) const override {
    return InFrench(CLI::Formatter::make_option_opts(option));
  }
};

void SpeakFrench(CLI::App* app) {
  app->formatter(std::make_shared<FrenchHelp>());
  app->failure_message([](const CLI::App*, const CLI::Error& error) {
    return "crible : ligne de commande incomprise : " + InFrench(error.what()) +
           "\nEssayez --help.\n";
  });
}

}  // namespace

// What the commands of one line have in common.
struct Command::Shared {
  const Io& io;
  std::function<int(const Io&)> chosen;

  const std::string& Say(const Localized& text) const {
    return text.In(io.language);
  }
};

Option& Option::Required() {
  option_->required();
  return *this;
}

Option& Option::Between(int min, int max) {
  option_->check(CLI::Range(min, max));
  return *this;
}

Option& Option::Between(double min, double max) {
  option_->check(CLI::Range(min, max));
  return *this;
}

Option& Option::OneOf(const std::vector<std::string>& values) {
  option_->check(CLI::IsMember(values));
  return *this;
}

Option& Option::SplitAtCommas() {
  option_->delimiter(',');
  return *this;
}

template <typename T>
Option Command::AddOption(const OptionName& name, T* value,
                          const Localized& help) {
  return Option(
      app_->add_option(shared_->Say(name), *value, shared_->Say(help)));
}

Option Command::Value(const OptionName& name, std::string* value,
                      const Localized& help) {
  return AddOption(name, value, help);
}

Option Command::Value(const OptionName& name, int* value,
                      const Localized& help) {
  return AddOption(name, value, help);
}

Option Command::Value(const OptionName& name, size_t* value,
                      const Localized& help) {
  return AddOption(name, value, help);
}

Option Command::Value(const OptionName& name, double* value,
                      const Localized& help) {
  return AddOption(name, value, help);
}

Option Command::Value(const OptionName& name, std::vector<std::string>* values,
                      const Localized& help) {
  return AddOption(name, values, help);
}

Option Command::Value(const OptionName& name, std::array<double, 3>* values,
                      const Localized& help) {
  return AddOption(name, values, help);
}

void Command::Flag(const OptionName& name, bool* value, const Localized& help) {
  app_->add_flag(shared_->Say(name), *value, shared_->Say(help));
}

void Command::Models(std::string* folder) {
  Value("--models", folder,
        {"dossier des règles et modèles (sinon $CRIBLE_MODELS, puis ./models)",
         "folder of rules and models (else $CRIBLE_MODELS, then ./models)"});
}

void Command::Runs(std::function<int(const Io&)> run) {
  app_->callback(
      [shared = shared_, run = std::move(run)] { shared->chosen = run; });
}

Command Command::Add(const char* name, const Localized& help) {
  CLI::App* command = app_->add_subcommand(name, shared_->Say(help));
  command->group(shared_->Say({"Commandes", "Commands"}));
  app_->require_subcommand(1);
  return Command(command, shared_);
}

CommandLine::CommandLine(const Io& io)
    : shared_(std::make_unique<Command::Shared>(Command::Shared{.io = io})) {
  app_ = std::make_unique<CLI::App>(
      shared_->Say({"Crible : modération des commentaires, expliquée",
                    "Crible: comment moderation, explained"}));
  if (io.language == UiLanguage::kFrench) SpeakFrench(app_.get());
  app_->fallthrough();
  app_->set_help_flag("-h,--help",
                      shared_->Say({"affiche cette aide", "print this help"}));
  Command(app_.get(), shared_.get())
      .Value("--lang", &language_, {"langue : fr ou en", "language: fr or en"})
      .OneOf({"fr", "en"});
}

CommandLine::~CommandLine() = default;

Command CommandLine::Add(const char* name, const Localized& help) {
  return Command(app_.get(), shared_.get()).Add(name, help);
}

int CommandLine::Run(int argc, const char* const* argv) {
  const Io& io = shared_->io;
  try {
    app_->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app_->exit(error, io.out, io.err) == 0 ? kExitOk : kExitFailed;
  }
  return shared_->chosen(io);
}

UiLanguage ChooseLanguage(int argc, const char* const* argv) {
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

}  // namespace crible
