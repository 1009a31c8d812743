#include "cli/policy_show.h"

#include <algorithm>
#include <memory>
#include <ostream>

#include "absl/time/clock.h"
#include "fmt/core.h"

namespace crible {

int RunPolicyShow(const PolicyShowOptions& options, const Io& io) {
  const auto bundle = LoadBundleOrSay(io, ModelsFolder(options.models));
  if (!bundle) return kExitFailed;
  Scope scope{.site = options.site,
              .article = options.article,
              .section = options.section,
              .now = absl::Now()};
  scope.tags.assign(options.tags.begin(), options.tags.end());
  absl::TimeZone paris;
  std::string error;
  if (!options.at.empty() && (!absl::LoadTimeZone("Europe/Paris", &paris) ||
                              !absl::ParseTime("%Y-%m-%d %H:%M", options.at,
                                               paris, &scope.now, &error))) {
    return Fail(
        io,
        FormatBoth("« {} » n'est pas une date : écrivez \"2026-12-31 22:30\"",
                   "“{}” is no date: write \"2026-12-31 22:30\"", options.at));
  }
  const auto lines = bundle->policy->Show(scope);
  size_t key_width = 0, value_width = 0;
  for (const Policy::Line& line : lines) {
    key_width = std::max(key_width, line.key.size());
    value_width = std::max(value_width, line.value.size());
  }
  for (const Policy::Line& line : lines) {
    io.out << fmt::format("{:<{}}  {:<{}}  {}\n", line.key, key_width,
                          line.value, value_width, line.source);
  }
  return kExitOk;
}

void AddPolicyShow(Command* policy) {
  auto options = std::make_shared<PolicyShowOptions>();
  Command command = policy->Add(
      "show", {"les réglages qui s'appliquent, et d'où ils viennent",
               "the settings that apply, and where they come from"});
  command.Models(&options->models);
  command.Value("--site", &options->site, {"site", "site"});
  command.Value("--article", &options->article, {"article", "article"});
  command.Value("--section", &options->section, {"rubrique", "section"});
  command.Value("--tag", &options->tags, {"mots-clés", "tags"});
  command.Value("--at", &options->at,
                {"moment, à Paris : \"2026-12-31 22:30\"",
                 "moment, in Paris: \"2026-12-31 22:30\""});
  command.Runs([options](const Io& io) { return RunPolicyShow(*options, io); });
}

}  // namespace crible
