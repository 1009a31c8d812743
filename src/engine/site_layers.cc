#include "engine/site_layers.h"

#include <map>
#include <utility>

#include "base/sha256.h"
#include "fmt/core.h"

namespace crible {
namespace {

std::string HashWithLayers(const Bundle& bundle) {
  if (bundle.layers.empty()) return bundle.files_hash;
  std::map<std::string, std::string> sorted;
  for (const auto& [site, layer] : bundle.layers) sorted[site] = layer.hash;
  std::string all = bundle.files_hash + "\n";
  for (const auto& [site, hash] : sorted)
    all += fmt::format("{} {}\n", hash, site);
  return Sha256Hex(all);
}

}  // namespace

std::string LayerHash(const SiteLayer& layer) {
  return Sha256Hex(WriteLayer(layer));
}

std::shared_ptr<const Bundle> WithLayers(const Bundle& bundle,
                                         const SiteCounts& layers) {
  auto with = std::make_shared<Bundle>(bundle);
  with->layers.clear();
  for (const auto& [site, counts] : layers) {
    if (counts == nullptr || counts->categories.empty()) continue;
    with->layers[site] = {.counts = counts,
                          .weights = with->classifier->Weigh(*counts),
                          .hash = LayerHash(*counts)};
  }
  with->hash = HashWithLayers(*with);
  return with;
}

std::shared_ptr<const Bundle> WithLayersOf(const Bundle& now,
                                           const Bundle& next) {
  SiteCounts layers;
  for (const auto& [site, layer] : now.layers) layers[site] = layer.counts;
  return WithLayers(next, layers);
}

}  // namespace crible
