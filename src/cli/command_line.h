#ifndef CRIBLE_CLI_COMMAND_LINE_H_
#define CRIBLE_CLI_COMMAND_LINE_H_

// The command line, as commands describe themselves: the name of each option,
// where its value goes, and what it means in both languages. What a command
// needs:
//
//   void AddGreet(CommandLine* line) {
//     auto options = std::make_shared<GreetOptions>();
//     Command command = line->Add("greet", {"salue", "say hello"});
//     command.Value({"NOM", "NAME"}, &options->name, {"qui",
//     "whom"}).Required(); command.Runs([options](const Io& io) { return
//     RunGreet(*options, io); });
//   }
//
// CLI11 reads the words; only command_line.cc knows it, because its header
// takes seconds to compile and it speaks English alone.

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/localized.h"
#include "cli/command.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace crible {

// "--listen" in both languages, or the name of an argument in each.
struct OptionName : Localized {
  OptionName(const char* both) : Localized{both, both} {}
  OptionName(const char* fr, const char* en) : Localized{fr, en} {}
};

// What may still be said of an option. Values that break it end the program
// with kExitFailed and a sentence in the user's language.
class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}
  Option& Required();
  Option& Between(int min, int max);
  Option& Between(double min, double max);
  Option& OneOf(const std::vector<std::string>& values);
  Option& SplitAtCommas();

 private:
  CLI::Option* option_;
};

// One command, or a group of commands. A handle: copies mean the same command,
// which lives in its CommandLine.
class Command {
 public:
  // A name with dashes is an option, one without an argument. What `value`
  // holds is the default; it must live as long as the command can run.
  Option Value(const OptionName& name, std::string* value,
               const Localized& help);
  Option Value(const OptionName& name, int* value, const Localized& help);
  Option Value(const OptionName& name, size_t* value, const Localized& help);
  Option Value(const OptionName& name, double* value, const Localized& help);
  Option Value(const OptionName& name, std::vector<std::string>* values,
               const Localized& help);
  Option Value(const OptionName& name, std::array<double, 3>* values,
               const Localized& help);
  void Flag(const OptionName& name, bool* value, const Localized& help);
  // --models, as ModelsFolder reads it.
  void Models(std::string* folder);

  void Runs(std::function<int(const Io&)> run);
  // A command within this one, which then is a group and runs nothing itself.
  Command Add(const char* name, const Localized& help);

 private:
  friend class CommandLine;
  struct Shared;
  Command(CLI::App* app, Shared* shared) : app_(app), shared_(shared) {}
  template <typename T>
  Option AddOption(const OptionName& name, T* value, const Localized& help);

  CLI::App* app_;
  Shared* shared_;
};

class CommandLine {
 public:
  // `io` must outlive it; its language is that of all help and mistakes.
  explicit CommandLine(const Io& io);
  ~CommandLine();

  Command Add(const char* name, const Localized& help);
  // Reads the words, runs the command that they name and answers its exit
  // code; after --help kExitOk, after a mistake kExitFailed.
  int Run(int argc, const char* const* argv);

 private:
  std::unique_ptr<CLI::App> app_;
  std::unique_ptr<Command::Shared> shared_;
  std::string language_;
};

// --lang before anything else, because the help itself is in that language;
// else the locale, as gettext reads it; English for whatever is not French.
UiLanguage ChooseLanguage(int argc, const char* const* argv);

}  // namespace crible

#endif  // CRIBLE_CLI_COMMAND_LINE_H_
