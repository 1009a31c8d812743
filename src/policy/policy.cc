#include "policy/policy.h"

#include <algorithm>
#include <utility>

#include "fmt/core.h"
#include "policy/policy_file.h"
#include "policy/settings.h"
#include "text/fold.h"

namespace crible {
namespace {

constexpr std::string_view kQueueFullKey = "queue.full_above";
constexpr std::string_view kQueueExpireKey = "queue.expire_after_hours";

using BlockList = std::vector<uint32_t>;  // indices, nearest last

bool IsAmong(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool IsAmong(const std::vector<std::string>& names,
             const std::vector<std::string>& any_of) {
  return std::any_of(any_of.begin(), any_of.end(), [&](const std::string& one) {
    return IsAmong(names, one);
  });
}

// "Faits divers" and "faits-divers", "DECES" and "décès" are the same section
// or tag: what a CMS sends is seldom written as people write it.
std::string PlaceName(std::string_view written) {
  std::string name;
  for (const std::string& word : FoldWords(written)) {
    if (!name.empty()) name += ' ';
    name += word;
  }
  return name.empty() ? std::string(written) : name;
}

// A scope whose section and tags are as PlaceName writes them.
struct Place {
  std::string_view site, article;
  std::string section;
  std::vector<std::string> tags;
  absl::Time now;
};

std::vector<PolicyBlock> WithPlaceNames(std::vector<PolicyBlock> blocks) {
  for (PolicyBlock& block : blocks) {
    for (std::string& section : block.sections) section = PlaceName(section);
    for (std::string& tag : block.tags) tag = PlaceName(tag);
  }
  return blocks;
}

class FilePolicy : public Policy {
 public:
  FilePolicy(std::string_view path, PolicyFile file,
             std::vector<Setting> settings);

  const Settings& For(const Scope& scope, Settings* storage) const override;
  const StringSet& sites() const override { return sites_; }
  bool limits_queue() const override { return limits_queue_; }
  bool limits_waiting() const override { return limits_waiting_; }
  const Keep& keep() const override { return keep_.keep; }
  std::vector<Line> Show(const Scope& scope) const override;

 private:
  void Index(uint32_t block);
  void Apply(const BlockList& blocks, Settings* settings) const;
  // The blocks beyond those of the site as a whole that hold for the scope.
  BlockList Matching(const Scope& scope) const;
  Place PlaceOf(const Scope& scope) const;
  bool Holds(const PolicyBlock& block, const Place& place) const;
  const BlockList& OfSite(std::string_view site) const;
  // All blocks that hold for the scope, the nearest last.
  BlockList Merged(std::string_view site, const BlockList& matching) const;

  const std::string path_;
  const absl::TimeZone time_zone_;
  const KeepRead keep_;
  const std::vector<PolicyBlock> blocks_;
  const std::vector<Setting> settings_;
  StringSet sites_;

  // What holds for a whole site at all times, merged once.
  struct Site {
    BlockList blocks;
    Settings settings;
  };
  StringMap<Site> by_site_;
  Site group_;
  // The others, by the nearest place that they name.
  StringMap<BlockList> by_article_, by_section_, by_tag_;
  BlockList timed_;
  bool names_sections_ = false;  // or tags
  bool limits_queue_ = false;
  bool limits_waiting_ = false;
};

FilePolicy::FilePolicy(std::string_view path, PolicyFile file,
                       std::vector<Setting> settings)
    : path_(path),
      time_zone_(file.time_zone),
      keep_(file.keep),
      blocks_(WithPlaceNames(std::move(file.blocks))),
      settings_(std::move(settings)),
      sites_(file.sites.begin(), file.sites.end()) {
  for (const std::string& site : sites_) by_site_[site];
  for (uint32_t i = 0; i < blocks_.size(); ++i) {
    Index(i);
    for (const Assignment& a : blocks_[i].assignments) {
      const std::string key = settings_[a.setting].key();
      limits_queue_ |= key == kQueueFullKey && a.value;
      limits_waiting_ |= key == kQueueExpireKey && a.value;
    }
  }
  group_.settings = DefaultSettings();
  Apply(group_.blocks, &group_.settings);
  for (auto& [name, site] : by_site_) {
    site.settings = group_.settings;
    Apply(site.blocks, &site.settings);
  }
}

void FilePolicy::Index(uint32_t index) {
  const PolicyBlock& block = blocks_[index];
  names_sections_ |= !block.sections.empty() || !block.tags.empty();
  const auto add = [&](const std::vector<std::string>& names, auto* map) {
    for (const std::string& name : names) (*map)[name].push_back(index);
  };
  if (!block.articles.empty()) {
    add(block.articles, &by_article_);
  } else if (!block.sections.empty()) {
    add(block.sections, &by_section_);
  } else if (!block.tags.empty()) {
    add(block.tags, &by_tag_);
  } else if (block.timed()) {
    timed_.push_back(index);
  } else if (block.sites.empty()) {
    group_.blocks.push_back(index);
  } else {
    for (const std::string& site : block.sites) {
      by_site_[site].blocks.push_back(index);
    }
  }
}

void FilePolicy::Apply(const BlockList& blocks, Settings* settings) const {
  for (const uint32_t index : blocks) {
    for (const Assignment& a : blocks_[index].assignments) {
      settings_[a.setting].set(settings, a.value);
    }
  }
}

bool FilePolicy::Holds(const PolicyBlock& block, const Place& place) const {
  const auto names = [](const std::vector<std::string>& among, const auto& it) {
    return among.empty() || IsAmong(among, it);
  };
  if (!names(block.sites, place.site)) return false;
  if (!names(block.articles, place.article)) return false;
  if (!names(block.sections, place.section)) return false;
  if (!names(block.tags, place.tags)) return false;
  if (!block.timed()) return true;
  const absl::CivilSecond now = absl::ToCivilSecond(place.now, time_zone_);
  if (block.from && now < *block.from) return false;
  if (block.until && now >= *block.until) return false;
  return !block.hours ||
         block.hours->Contain(static_cast<int>(now.hour() * 60 + now.minute()));
}

Place FilePolicy::PlaceOf(const Scope& scope) const {
  Place place{.site = scope.site, .article = scope.article, .now = scope.now};
  if (!names_sections_) return place;
  place.section = PlaceName(scope.section);
  for (const std::string_view tag : scope.tags) {
    std::string name = PlaceName(tag);
    if (!IsAmong(place.tags, name)) place.tags.push_back(std::move(name));
  }
  return place;
}

BlockList FilePolicy::Matching(const Scope& scope) const {
  const Place place = PlaceOf(scope);
  BlockList matching;
  const auto add = [&](const BlockList& blocks) {
    for (const uint32_t index : blocks) {
      if (Holds(blocks_[index], place)) matching.push_back(index);
    }
  };
  const auto find = [&](const StringMap<BlockList>& map, std::string_view key) {
    if (map.empty()) return;
    const auto found = map.find(key);
    if (found != map.end()) add(found->second);
  };
  add(timed_);
  find(by_article_, place.article);
  find(by_section_, place.section);
  for (const std::string& tag : place.tags) find(by_tag_, tag);
  return matching;
}

const BlockList& FilePolicy::OfSite(std::string_view site) const {
  static const BlockList* const kNone = new BlockList;
  const auto found = by_site_.find(site);
  return found == by_site_.end() ? *kNone : found->second.blocks;
}

BlockList FilePolicy::Merged(std::string_view site,
                             const BlockList& matching) const {
  BlockList all = group_.blocks;
  const BlockList& of_site = OfSite(site);
  all.insert(all.end(), of_site.begin(), of_site.end());
  all.insert(all.end(), matching.begin(), matching.end());
  const auto rank = [&](uint32_t index) {
    return std::pair(blocks_[index].Nearness(), index);
  };
  std::sort(all.begin(), all.end(),
            [&](uint32_t a, uint32_t b) { return rank(a) < rank(b); });
  return all;
}

const Settings& FilePolicy::For(const Scope& scope, Settings* storage) const {
  const BlockList matching = Matching(scope);
  if (matching.empty()) {
    const auto site = by_site_.find(scope.site);
    return site == by_site_.end() ? group_.settings : site->second.settings;
  }
  *storage = DefaultSettings();
  Apply(Merged(scope.site, matching), storage);
  return *storage;
}

std::vector<Policy::Line> FilePolicy::Show(const Scope& scope) const {
  std::vector<std::string> sources(settings_.size(), "default");
  for (const uint32_t index : Merged(scope.site, Matching(scope))) {
    for (const Assignment& a : blocks_[index].assignments) {
      sources[a.setting] = fmt::format("{}:{}", path_, a.at.line);
    }
  }
  Settings storage;
  const Settings& merged = For(scope, &storage);
  std::vector<Line> lines;
  for (size_t i = 0; i < settings_.size(); ++i) {
    lines.push_back({settings_[i].key(),
                     FormatSetting(settings_[i].kind, settings_[i].get(merged)),
                     std::move(sources[i])});
  }
  for (const KeepSetting& setting : KeepSettings()) {
    const auto line = keep_.lines.find(setting.name);
    lines.push_back({"keep." + setting.name,
                     FormatKeep(keep_.keep.*setting.value),
                     line == keep_.lines.end()
                         ? "default"
                         : fmt::format("{}:{}", path_, line->second)});
  }
  return lines;
}

}  // namespace

std::shared_ptr<const Policy> Policy::Read(std::string_view path,
                                           std::string_view bytes,
                                           const CategoryTable& categories,
                                           std::vector<Issue>* issues) {
  std::vector<Setting> settings = AllSettings(categories);
  std::vector<Issue> found;
  PolicyFile file = ReadPolicyFile(path, bytes, settings, &found);
  const bool failed = HasErrors(found);
  SortIssues(&found);
  issues->insert(issues->end(), found.begin(), found.end());
  if (failed) return nullptr;
  return std::make_shared<FilePolicy>(path, std::move(file),
                                      std::move(settings));
}

}  // namespace crible
