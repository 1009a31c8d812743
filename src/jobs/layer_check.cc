#include "jobs/layer_check.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <utility>

#include "comment/facts.h"
#include "engine/engine.h"
#include "engine/site_layers.h"
#include "fmt/format.h"
#include "jobs/lesson_text.h"

namespace crible {
namespace {

constexpr double kProbabilityMin = 1e-4;  // one mistake is not all

// Decides on comments one by one and remembers what each category came to.
class Measuring {
 public:
  Measuring(std::shared_ptr<const Bundle> bundle, std::string_view site)
      : bundle_(bundle), engine_(bundle) {
    Settings room;
    const Settings& settings = bundle->policy->For({.site = site}, &room);
    for (const std::string& name : bundle->learned) {
      const auto id = bundle->categories.Find(name);
      if (!id) continue;
      // What holds for any sign, or never, asks no score.
      const double hold = settings.categories[*id].hold.value_or(kAnySign);
      hold_.emplace_back(*id, hold == kAnySign ? 2.0 : hold);
    }
  }

  void Run(const Comment& comment) {
    NoFacts facts;
    engine_.Moderate(comment, &facts, absl::UnixEpoch(), &moderation_);
  }
  double Probability(CategoryId category) const {
    for (const CategoryScore& score : moderation_.decision.scores)
      if (score.category == category) return score.probability;
    return 0;
  }
  bool Held(CategoryId category) const {
    for (const auto& [id, hold] : hold_)
      if (id == category) return Probability(id) >= hold;
    return false;
  }
  bool HeldAtAll() const {
    return std::any_of(hold_.begin(), hold_.end(),
                       [&](const auto& it) { return Held(it.first); });
  }
  const std::vector<std::pair<CategoryId, double>>& categories() const {
    return hold_;
  }
  const Bundle& bundle() const { return *bundle_; }

 private:
  const std::shared_ptr<const Bundle> bundle_;
  const Engine engine_;
  Moderation moderation_;
  // Thresholds of the categories that are learned; no probability reaches 2.
  std::vector<std::pair<CategoryId, double>> hold_;
};

void MeasureReference(std::string_view site,
                      std::span<const ReferenceComment> reference,
                      Measuring* measuring, LayerFigures* figures) {
  std::map<std::string, LayerFigures::Category> categories;
  for (const ReferenceComment& it : reference) {
    Comment comment;
    comment.site = site;
    comment.body = it.row.body;
    comment.format = it.row.format;
    measuring->Run(comment);
    if (it.category.empty()) {
      ++figures->innocent;
      figures->innocent_held += measuring->HeldAtAll();
      continue;
    }
    const auto id = measuring->bundle().categories.Find(it.category);
    if (!id) continue;
    LayerFigures::Category& category = categories[it.category];
    category.name = it.category;
    ++category.comments;
    category.found += measuring->Held(*id);
  }
  for (auto& [name, category] : categories)
    figures->categories.push_back(std::move(category));
}

double Loss(double probability, bool in) {
  return -std::log(
      std::max(in ? probability : 1 - probability, kProbabilityMin));
}

void MeasureKept(std::span<const Lesson> kept, Measuring* measuring,
                 LayerFigures* figures) {
  LessonText text;
  for (const Lesson& lesson : kept) {
    const bool accepted = lesson.label == LessonLabel::kAccepted;
    const auto category = measuring->bundle().categories.Find(
        CategoryOf(lesson, measuring->bundle()));
    if (!accepted && !category) continue;
    if (!text.Read(lesson, measuring->bundle(), false)) continue;
    measuring->Run(text.comment());
    ++figures->kept;
    for (const auto& [id, hold] : measuring->categories()) {
      if (!accepted && id != *category) continue;
      figures->kept_loss += Loss(measuring->Probability(id), !accepted);
    }
    figures->kept_wrong +=
        accepted ? measuring->HeldAtAll() : !measuring->Held(*category);
  }
  if (figures->kept > 0)
    figures->kept_loss /= static_cast<double>(figures->kept);
}

Localized FoundWhy(const LayerFigures::Category& without,
                   const LayerFigures::Category& with) {
  return FormatBoth(
      "{} : {} commentaires de référence sur {} seraient trouvés, {} sans la "
      "couche ; au plus {:.1f} % de moins",
      "{}: {} reference comments of {} would be found, {} without the layer; "
      "at most {:.1f} % fewer",
      with.name, with.found, with.comments, without.found, 100 * kFoundFallMax);
}

// The first bound that does not hold.
Localized WhyNot(const LayerFigures& without, const LayerFigures& with) {
  if (with.innocent == 0) {
    return FormatBoth("aucun commentaire de référence innocent",
                      "no innocent reference comment");
  }
  if (with.innocent_share() - without.innocent_share() > kInnocentHeldRiseMax) {
    return FormatBoth(
        "{} commentaires innocents de référence sur {} seraient retenus, {} "
        "sans la couche ; au plus {:.1f} % de plus",
        "{} innocent reference comments of {} would be held, {} without the "
        "layer; at most {:.1f} % more",
        with.innocent_held, with.innocent, without.innocent_held,
        100 * kInnocentHeldRiseMax);
  }
  for (size_t i = 0; i < with.categories.size(); ++i) {
    const auto& before = without.categories[i];
    const auto& after = with.categories[i];
    const double fall =
        (static_cast<double>(before.found) - static_cast<double>(after.found)) /
        static_cast<double>(after.comments);
    if (fall > kFoundFallMax) return FoundWhy(before, after);
  }
  if (with.kept >= kKeptMin &&
      with.kept_loss - without.kept_loss > kKeptLossRiseMax) {
    return FormatBoth(
        "sur {} décisions gardées pour l'essai, la perte moyenne serait de "
        "{:.3f}, {:.3f} sans la couche ; au plus {:.2f} de plus",
        "on {} decisions kept for testing the mean loss would be {:.3f}, "
        "{:.3f} without the layer; at most {:.2f} more",
        with.kept, with.kept_loss, without.kept_loss, kKeptLossRiseMax);
  }
  return {};
}

}  // namespace

LayerFigures MeasureLayer(std::shared_ptr<const Bundle> bundle,
                          std::string_view site,
                          std::span<const ReferenceComment> reference,
                          std::span<const Lesson> kept) {
  LayerFigures figures;
  Measuring measuring(std::move(bundle), site);
  MeasureReference(site, reference, &measuring, &figures);
  MeasureKept(kept, &measuring, &figures);
  return figures;
}

LayerCheck CheckLayer(const Bundle& bundle, std::string_view site,
                      const SiteLayer& layer,
                      std::span<const ReferenceComment> reference,
                      std::span<const Lesson> kept) {
  const auto counts = std::make_shared<const SiteLayer>(layer);
  LayerCheck check;
  check.without = MeasureLayer(WithLayers(bundle, {}), site, reference, kept);
  check.with = MeasureLayer(WithLayers(bundle, {{std::string(site), counts}}),
                            site, reference, kept);
  check.why = WhyNot(check.without, check.with);
  check.passes = check.why.en.empty();
  return check;
}

}  // namespace crible
