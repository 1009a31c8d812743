#include "jobs/lesson_layer.h"

#include <functional>
#include <utility>

#include "base/status_macros.h"
#include "bayes/features.h"
#include "jobs/lesson_text.h"

namespace crible {
namespace {

// Visits the lessons that a layer is made of, each with its text.
absl::Status VisitTaught(
    Store* store, const Bundle& bundle, std::string_view site, uint64_t upto,
    const std::function<void(Lesson*, const LessonText&)>& visit) {
  CRIBLE_ASSIGN_OR_RETURN(const auto sources, store->ListLessonSources(site));
  LessonText text;
  for (const LessonSource& source : sources) {
    CRIBLE_ASSIGN_OR_RETURN(
        std::vector<Lesson> lessons,
        store->ListLessons({.site = std::string(site),
                            .source = source.source,
                            .upto = upto,
                            .teaching = true,
                            .kept = false,
                            .lessons_max = kLessonsOfSourceMax}));
    for (Lesson& lesson : lessons)
      if (text.Read(lesson, bundle)) visit(&lesson, text);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<SiteLayer> CountLayer(Store* store, const Bundle& bundle,
                                     std::string_view site, uint64_t upto) {
  LayerBuilder builder(bundle.learned);
  CRIBLE_RETURN_IF_ERROR(VisitTaught(
      store, bundle, site, upto, [&](Lesson* lesson, const LessonText& text) {
        builder.Add({.category = CategoryOf(*lesson, bundle),
                     .accepted = lesson->label == LessonLabel::kAccepted,
                     .author = text.author(),
                     .author_name = text.comment().author.name},
                    text.text(), text.signals());
      }));
  return builder.Build(bundle.model_words);
}

absl::StatusOr<std::vector<TokenLesson>> LessonsOfToken(
    Store* store, const Bundle& bundle, std::string_view site, uint64_t upto,
    std::string_view token) {
  std::vector<TokenLesson> found;
  FeatureSet features;
  const auto has_token = [&](const LessonText& text) {
    ExtractFeatures(text.text(), text.signals(), nullptr, &features);
    for (const FeatureGroup group :
         {FeatureGroup::kWords, FeatureGroup::kCharacters,
          FeatureGroup::kShape}) {
      const uint64_t hash = FeatureHash(group, token);
      for (const Feature& feature : features.list)
        if (feature.hash == hash) return true;
    }
    return false;
  };
  CRIBLE_RETURN_IF_ERROR(VisitTaught(
      store, bundle, site, upto, [&](Lesson* lesson, const LessonText& text) {
        const std::string category(CategoryOf(*lesson, bundle));
        const bool accepted = lesson->label == LessonLabel::kAccepted;
        if ((!accepted && category.empty()) || !has_token(text)) return;
        lesson->payload.clear();
        found.push_back({std::move(*lesson), category});
      }));
  return found;
}

}  // namespace crible
