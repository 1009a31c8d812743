#include "cli/lessons.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <ostream>
#include <utility>

#include "absl/time/clock.h"
#include "base/localized_status.h"
#include "base/status_macros.h"
#include "engine/site_layers.h"
#include "fmt/format.h"
#include "jobs/learner.h"
#include "jobs/lesson_layer.h"
#include "store/store.h"

namespace crible {
namespace {

constexpr size_t kHashDigits = 12;
constexpr int kListedMax = 1000;

Actor LocalActor() { return {LocalSubject(), absl::Now()}; }

absl::StatusOr<std::unique_ptr<Store>> Open(const LessonsOptions& options) {
  const StorePlace place = PlaceOf(options.data);
  return OpenStoreBeside({.folder = place.folder, .database = place.database});
}

std::string Day(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d", time, absl::UTCTimeZone());
}

absl::StatusOr<SiteLearning> LearningOf(Store* store, const std::string& site) {
  CRIBLE_ASSIGN_OR_RETURN(const auto sites, store->ListLearning());
  for (const SiteLearning& it : sites)
    if (it.site == site) return it;
  return LocalizedError(
      absl::StatusCode::kNotFound,
      FormatBoth("{} : aucune leçon", "{}: no lessons", site));
}

std::string SaidOf(const Lesson& lesson, UiLanguage language) {
  if (lesson.label == LessonLabel::kAccepted)
    return FormatIn(language, "accepté", "accepted");
  std::string why = lesson.ground.empty() ? lesson.category : lesson.ground;
  if (why.empty()) why = FormatIn(language, "sans motif", "without a ground");
  return FormatIn(language, "refusé, {}", "refused, {}", why);
}

void PrintLesson(const Lesson& lesson, const Io& io) {
  io.out << fmt::format(
      "{}  {}  {}  {}{}\n", Day(lesson.time), lesson.comment,
      SaidOf(lesson, io.language), lesson.source,
      lesson.kept()
          ? FormatIn(io.language, "  (pour l'essai)", "  (for testing)")
          : "");
}

int ListOne(Store* store, const LessonsOptions& options, const Io& io) {
  const auto lessons = store->ListLessons({.site = options.site,
                                           .source = options.source,
                                           .lessons_max = kListedMax,
                                           .texts = false});
  if (!lessons.ok()) return Fail(io, lessons.status());
  for (const Lesson& lesson : *lessons) PrintLesson(lesson, io);
  return kExitOk;
}

void PrintFigures(const LayerFigures& figures, const Localized& name,
                  const Io& io) {
  io.out << FormatIn(
      io.language, "{} : {} innocents de référence retenus sur {}",
      "{}: {} innocent "
      "reference comments held of {}",
      name.In(io.language), figures.innocent_held, figures.innocent);
  for (const auto& category : figures.categories) {
    io.out << FormatIn(io.language, " ; {} : {} trouvés sur {}",
                       "; {}: {} found of {}", category.name, category.found,
                       category.comments);
  }
  io.out << FormatIn(io.language,
                     " ; sur {} décisions gardées, {} erreurs, perte {:.3f}\n",
                     "; on {} kept decisions {} mistakes, loss {:.3f}\n",
                     figures.kept, figures.kept_wrong, figures.kept_loss);
}

using RunForm = int (*)(const LessonsOptions&, const Io&);

// A form of the command, with what all of them need; its own options first.
void AddForm(
    Command* lessons, const char* name, const Localized& help, RunForm run,
    bool needs_models,
    const std::function<void(Command*, LessonsOptions*)>& more = nullptr) {
  auto options = std::make_shared<LessonsOptions>();
  Command command = lessons->Add(name, help);
  if (more) more(&command, options.get());
  command.Value("--site", &options->site, {"le site", "the site"}).Required();
  if (needs_models) command.Models(&options->models);
  AddDataOptions(&command, &options->data);
  command.Runs([options, run](const Io& io) { return run(*options, io); });
}

void AddTeach(Command* command, LessonsOptions* options) {
  command
      ->Value(
          {"COMMENTAIRE", "COMMENT"}, &options->comment,
          {"son identifiant, ou son nom entier", "its id, or its whole name"})
      .Required();
  command
      ->Value({"QUOI", "WHAT"}, &options->said,
              {"accepted, refused, spam ou abuse",
               "accepted, refused, spam or abuse"})
      .Required();
  command->Value("--ground", &options->ground,
                 {"le motif, de la charte", "the ground, of the charter"});
}

void AddWord(Command* command, LessonsOptions* options) {
  command
      ->Value({"MOT", "WORD"}, &options->word,
              {"un mot, ou deux qui se suivent, sans accents",
               "a word, or two in a row, without accents"})
      .Required();
}

void AddCandidate(Command* command, LessonsOptions* options) {
  command->Flag("--candidate", &options->candidate,
                {"celle que feraient toutes les leçons, en service ou non",
                 "what all lessons would make, live or not"});
}

void AddDropped(Command* command, LessonsOptions* options) {
  command
      ->Value("SOURCE", &options->source,
              {"comme « crible lessons list » la nomme",
               "as \"crible lessons list\" names it"})
      .Required();
}

void AddListed(Command* command, LessonsOptions* options) {
  command->Value(
      "--source", &options->source,
      {"chaque leçon de cette source", "each lesson of this source"});
}

}  // namespace

int RunLessonsList(const LessonsOptions& options, const Io& io) {
  const auto store = Open(options);
  if (!store.ok()) return Fail(io, store.status());
  if (!options.source.empty()) return ListOne(store->get(), options, io);
  const auto learning = LearningOf(store->get(), options.site);
  if (!learning.ok()) return Fail(io, learning.status());
  const auto sources = (*store)->ListLessonSources(options.site);
  if (!sources.ok()) return Fail(io, sources.status());
  for (const LessonSource& it : *sources) {
    io.out << FormatIn(io.language,
                       "{}  {} leçons, dont {} refus ; la dernière du {}\n",
                       "{}  {} lessons, {} of them refusals; the last of {}\n",
                       it.source, it.lessons, it.refused, Day(it.last));
  }
  if (learning->upto == 0) {
    io.out << FormatIn(io.language, "rien n'est encore appris",
                       "nothing is learned yet");
  } else {
    io.out << FormatIn(io.language, "appris jusqu'à l'événement {}",
                       "learned up to event {}", learning->upto);
  }
  io.out << (learning->held
                 ? FormatIn(io.language,
                            " ; en arrière, et n'apprend plus avant « crible "
                            "lessons activate »\n",
                            "; went back, and learns no more before \"crible "
                            "lessons activate\"\n")
                 : "\n");
  return kExitOk;
}

int RunLessonsTeach(const LessonsOptions& options, const Io& io) {
  const auto store = Open(options);
  if (!store.ok()) return Fail(io, store.status());
  const Actor actor = LocalActor();
  Teaching teaching{.comment = options.comment,
                    .source = "teach:" + actor.subject,
                    .ground = options.ground};
  if (options.said == "accepted") {
    if (!options.ground.empty()) {
      return Fail(io, {"un commentaire accepté n'a pas de motif de refus",
                       "an accepted comment has no ground to refuse it"});
    }
  } else {
    teaching.label = LessonLabel::kRefused;
    if (options.said != "refused") teaching.category = options.said;
  }
  if (!teaching.comment.starts_with("sites/")) {
    teaching.comment =
        fmt::format("sites/{}/comments/{}", options.site, options.comment);
  }
  const auto token = (*store)->Apply(actor, std::move(teaching));
  if (!token.ok()) return Fail(io, token.status());
  io.out << FormatIn(io.language, "leçon {}\n", "lesson {}\n", *token);
  return kExitOk;
}

int RunLessonsToken(const LessonsOptions& options, const Io& io) {
  const auto store = Open(options);
  if (!store.ok()) return Fail(io, store.status());
  const auto bundle = LoadBundleOrSay(io, ModelsFolder(options.models));
  if (bundle == nullptr) return kExitFailed;
  const auto learning = LearningOf(store->get(), options.site);
  if (!learning.ok()) return Fail(io, learning.status());
  const auto found = LessonsOfToken(store->get(), *bundle, options.site,
                                    learning->upto, options.word);
  if (!found.ok()) return Fail(io, found.status());
  for (const TokenLesson& it : *found) PrintLesson(it.lesson, io);
  if (found->empty()) {
    io.out << FormatIn(io.language, "« {} » ne vient d'aucune leçon apprise\n",
                       "\"{}\" comes from no lesson that was learned\n",
                       options.word);
  }
  return kExitOk;
}

int RunLessonsDropSource(const LessonsOptions& options, const Io& io) {
  const auto store = Open(options);
  if (!store.ok()) return Fail(io, store.status());
  const auto token = (*store)->Apply(
      LocalActor(), SourceDrop{.site = options.site, .source = options.source});
  if (!token.ok()) return Fail(io, token.status());
  io.out << FormatIn(io.language, "les leçons de {} sont désapprises\n",
                     "the lessons of {} are unlearned\n", options.source);
  return kExitOk;
}

int RunLessonsActivate(const LessonsOptions& options, const Io& io) {
  const auto store = Open(options);
  if (!store.ok()) return Fail(io, store.status());
  const std::string models = ModelsFolder(options.models);
  const auto bundle = LoadBundleOrSay(io, models);
  if (bundle == nullptr) return kExitFailed;
  const auto candidate =
      TrainCandidate(store->get(), *bundle, models, options.site);
  if (!candidate.ok()) return Fail(io, candidate.status());
  PrintFigures(candidate->check.without, {"sans", "without"}, io);
  PrintFigures(candidate->check.with, {"avec", "with"}, io);
  if (!candidate->check.passes) {
    io.out << FormatIn(io.language, "pas mise en service : {}\n",
                       "does not go live: {}\n",
                       candidate->check.why.In(io.language));
    return kExitFindings;
  }
  const auto token =
      (*store)->Apply(LocalActor(), LayerChange{.site = options.site,
                                                .upto = candidate->upto,
                                                .hash = candidate->hash});
  if (!token.ok()) return Fail(io, token.status());
  io.out << FormatIn(io.language, "couche {} en service\n",
                     "layer {} is live\n",
                     candidate->hash.substr(0, kHashDigits));
  return kExitOk;
}

int RunLessonsRollback(const LessonsOptions& options, const Io& io) {
  const auto store = Open(options);
  if (!store.ok()) return Fail(io, store.status());
  const auto token = (*store)->Apply(
      LocalActor(), LayerChange{.site = options.site, .back = true});
  if (!token.ok()) return Fail(io, token.status());
  io.out << FormatIn(
      io.language,
      "la couche d'avant est en service ; plus rien ne s'apprend avant « "
      "crible lessons activate »\n",
      "the layer before is live; nothing more is learned before \"crible "
      "lessons activate\"\n");
  return kExitOk;
}

int RunLessonsLayer(const LessonsOptions& options, const Io& io) {
  const auto store = Open(options);
  if (!store.ok()) return Fail(io, store.status());
  const auto bundle = LoadBundleOrSay(io, ModelsFolder(options.models));
  if (bundle == nullptr) return kExitFailed;
  const auto learning = LearningOf(store->get(), options.site);
  if (!learning.ok()) return Fail(io, learning.status());
  const uint64_t upto = options.candidate ? INT64_MAX : learning->upto;
  const auto layer = CountLayer(store->get(), *bundle, options.site, upto);
  if (!layer.ok()) return Fail(io, layer.status());
  io.out << WriteLayer(*layer);
  return kExitOk;
}

void AddLessons(CommandLine* line) {
  Command lessons =
      line->Add("lessons", {"ce que les modèles ont appris du site",
                            "what the models have learned at the site"});
  AddForm(&lessons, "list",
          {"les sources, et où en est la couche du site",
           "the sources, and how far the site's layer has learned"},
          RunLessonsList, false, AddListed);
  AddForm(&lessons, "teach",
          {"dit ce qu'est un commentaire connu", "say what a known comment is"},
          RunLessonsTeach, false, AddTeach);
  AddForm(
      &lessons, "token",
      {"les leçons qui ont appris un mot", "the lessons that taught a word"},
      RunLessonsToken, true, AddWord);
  AddForm(&lessons, "drop-source",
          {"désapprend tout ce qui vient d'une source",
           "unlearn all that comes from a source"},
          RunLessonsDropSource, false, AddDropped);
  AddForm(&lessons, "activate",
          {"met en service ce qui est appris, si ce n'est pas pire",
           "let what is learned go live, if it is no worse"},
          RunLessonsActivate, true);
  AddForm(&lessons, "rollback",
          {"revient à la couche d'avant", "go back to the layer before"},
          RunLessonsRollback, false);
  AddForm(&lessons, "layer",
          {"écrit la couche en service", "write the layer in force"},
          RunLessonsLayer, true, AddCandidate);
}

}  // namespace crible
