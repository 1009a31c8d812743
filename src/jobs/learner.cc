#include "jobs/learner.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/localized_status.h"
#include "base/status_macros.h"
#include "engine/site_layers.h"
#include "fmt/format.h"
#include "jobs/lesson_layer.h"

namespace crible {
namespace {

struct LessonCount {
  int64_t lessons = 0;
  uint64_t last = 0;  // event
};

absl::StatusOr<LessonCount> CountLessons(Store* store, std::string_view site) {
  CRIBLE_ASSIGN_OR_RETURN(const auto sources, store->ListLessonSources(site));
  LessonCount count;
  for (const LessonSource& source : sources) {
    count.lessons += source.lessons;
    count.last = std::max(count.last, source.last_event);
  }
  return count;
}

std::shared_ptr<const Bundle> WithLayer(
    const Bundle& bundle, const std::string& site,
    std::shared_ptr<const SiteLayer> layer) {
  SiteCounts layers;
  for (const auto& [name, it] : bundle.layers) layers[name] = it.counts;
  layers[site] = std::move(layer);
  return WithLayers(bundle, layers);
}

}  // namespace

absl::StatusOr<Candidate> TrainCandidate(Store* store, const Bundle& bundle,
                                         const std::string& models,
                                         std::string_view site) {
  CRIBLE_ASSIGN_OR_RETURN(const LessonCount count, CountLessons(store, site));
  if (count.lessons == 0) {
    return LocalizedError(
        absl::StatusCode::kNotFound,
        FormatBoth("{} : aucune leçon", "{}: no lessons", site));
  }
  CRIBLE_ASSIGN_OR_RETURN(const auto reference, ReadReference(models));
  CRIBLE_ASSIGN_OR_RETURN(const auto kept,
                          store->ListLessons({.site = std::string(site),
                                              .teaching = true,
                                              .kept = true,
                                              .lessons_max = kLessonsKeptMax}));
  Candidate candidate{.site = std::string(site), .upto = count.last};
  CRIBLE_ASSIGN_OR_RETURN(candidate.layer,
                          CountLayer(store, bundle, site, count.last));
  candidate.hash = LayerHash(candidate.layer);
  candidate.check = CheckLayer(bundle, site, candidate.layer, reference, kept);
  return candidate;
}

absl::Status Learner::LoadLayers() {
  CRIBLE_ASSIGN_OR_RETURN(const auto sites, store_.ListLearning());
  const auto bundle = engine_.bundle();
  for (const SiteLearning& site : sites) {
    Made made{site.upto, site.changes, bundle->files_hash};
    if (made_[site.site] == made) continue;
    std::shared_ptr<const SiteLayer> layer;
    if (site.upto != 0) {
      CRIBLE_ASSIGN_OR_RETURN(
          SiteLayer counted,
          CountLayer(&store_, *bundle, site.site, site.upto));
      layer = std::make_shared<const SiteLayer>(std::move(counted));
    }
    const auto now = bundle->layers.find(site.site);
    const bool same = layer == nullptr ? now == bundle->layers.end()
                                       : now != bundle->layers.end() &&
                                             *now->second.counts == *layer;
    if (!same) {
      engine_.Amend([&](const Bundle& before) {
        return WithLayer(before, site.site, layer);
      });
    }
    made_[site.site] = std::move(made);
  }
  return absl::OkStatus();
}

std::vector<LearnerNews> Learner::Run(absl::Time now) {
  std::vector<LearnerNews> news;
  if (!LoadLayers().ok() || now < next_) return news;
  next_ = now + options_.every;
  const auto sites = store_.ListLearning();
  if (!sites.ok()) return news;
  for (const SiteLearning& site : *sites) {
    if (site.held) continue;
    const auto count = CountLessons(&store_, site.site);
    if (!count.ok()) return news;
    if (count->lessons < kLessonsToLearnMin || count->last <= site.upto ||
        count->last == tried_[site.site])
      continue;
    tried_[site.site] = count->last;
    const auto learned = LearnOn(site.site, now);
    if (learned.ok()) news.push_back(*learned);
  }
  if (!news.empty()) LoadLayers().IgnoreError();
  return news;
}

absl::StatusOr<LearnerNews> Learner::LearnOn(const std::string& site,
                                             absl::Time now) {
  CRIBLE_ASSIGN_OR_RETURN(
      const Candidate candidate,
      TrainCandidate(&store_, *engine_.bundle(), models_, site));
  LearnerNews news{.site = site,
                   .learned = candidate.check.passes,
                   .hash = candidate.hash,
                   .why = candidate.check.why};
  if (!news.learned) return news;
  CRIBLE_RETURN_IF_ERROR(
      store_
          .Apply({options_.subject, now}, LayerChange{.site = site,
                                                      .upto = candidate.upto,
                                                      .hash = candidate.hash})
          .status());
  return news;
}

}  // namespace crible
