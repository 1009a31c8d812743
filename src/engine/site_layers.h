#ifndef CRIBLE_ENGINE_SITE_LAYERS_H_
#define CRIBLE_ENGINE_SITE_LAYERS_H_

// Bundles with what sites have learned. The hash of a bundle names its layers:
// the same files with another layer are another bundle.

#include <memory>

#include "base/string_map.h"
#include "bayes/site_layer.h"
#include "engine/bundle.h"

namespace crible {

// By site.
using SiteCounts = StringMap<std::shared_ptr<const SiteLayer>>;

// The bundle with these layers in place of its own; empty ones are left out.
std::shared_ptr<const Bundle> WithLayers(const Bundle& bundle,
                                         const SiteCounts& layers);

// `next` with the layers of `now`: the files have changed, what was learned has
// not.
std::shared_ptr<const Bundle> WithLayersOf(const Bundle& now,
                                           const Bundle& next);

// SHA-256 of the layer's bytes, hexadecimal.
std::string LayerHash(const SiteLayer& layer);

}  // namespace crible

#endif  // CRIBLE_ENGINE_SITE_LAYERS_H_
