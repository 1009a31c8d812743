#include "bayes/site_layer.h"

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>
#include <utility>

#include "base/hash.h"
#include "fmt/format.h"

namespace crible {

std::string WriteLayer(const SiteLayer& layer) {
  std::string out = "crible-layer 1\n";
  for (const LayerCategory& category : layer.categories) {
    out += fmt::format("[{}] {} {}\n", category.name, category.documents.in,
                       category.documents.out);
    for (const LayerToken& token : category.tokens) {
      out += fmt::format("{}\t{}\t{}\t{}\n", FeatureGroupName(token.group),
                         token.text, token.counts.in, token.counts.out);
    }
  }
  return out;
}

LayerBuilder::LayerBuilder(std::vector<std::string> categories)
    : categories_([&] {
        std::sort(categories.begin(), categories.end());
        return std::move(categories);
      }()),
      documents_(categories_.size()) {}

// The first five of them in no particular order: only whether there are five is
// ever asked.
void LayerBuilder::Authors::Add(uint64_t author) {
  const auto end = first.begin() + static_cast<ptrdiff_t>(size);
  if (size == first.size() || std::find(first.begin(), end, author) != end)
    return;
  first[size++] = author;
}

void LayerBuilder::Add(const LessonDocument& document, const Text& text,
                       const Signals& signals) {
  const auto counts_in = [&](size_t c) {
    return !document.accepted && categories_[c] == document.category;
  };
  names_.Note(text, signals);
  Text name;
  AnalyzeText(document.author_name, BodyFormat::kPlain, WordSet(), &name);
  for (const Word& word : name.words()) {
    if (name.Read(word).size() >= kNameLettersMin)
      author_names_.Insert(word.hash);
  }
  for (size_t c = 0; c < categories_.size(); ++c) {
    documents_[c].in += counts_in(c);
    documents_[c].out += document.accepted;
  }
  const uint64_t author = Hash64(document.author);
  ExtractFeatures(text, signals, nullptr, &features_);
  for (const Feature& feature : features_.list) {
    Token& token = TokenOf(feature, text);
    for (size_t c = 0; c < categories_.size(); ++c) {
      if (!document.accepted && !counts_in(c)) continue;
      ++(document.accepted ? token.counts[c].out : token.counts[c].in);
      token.authors[c].Add(author);
    }
  }
}

LayerBuilder::Token& LayerBuilder::TokenOf(const Feature& feature,
                                           const Text& text) {
  const auto [it, added] = token_of_.try_emplace(
      feature.hash, static_cast<uint32_t>(tokens_.size()));
  if (added) {
    tokens_.push_back({.group = GroupOf(feature.kind),
                       .text = FeatureText(feature, features_, text),
                       .counts = std::vector<Counts>(categories_.size()),
                       .authors = std::vector<Authors>(categories_.size())});
  }
  return tokens_[it->second];
}

bool LayerBuilder::MayStand(const Token& token,
                            const WordSet& public_words) const {
  if (!IsModelToken(token.group, token.text)) return false;
  const auto words = WordsOfToken(token.group, token.text);
  return std::none_of(words.begin(), words.end(), [&](std::string_view word) {
    if (names_.IsName(word, public_words)) return true;
    const uint64_t hash = HashWord(word);
    return author_names_.Contains(hash) && !public_words.Contains(hash);
  });
}

LayerCategory LayerBuilder::Category(size_t c,
                                     const std::vector<bool>& may) const {
  LayerCategory category{.name = categories_[c], .documents = documents_[c]};
  std::map<uint32_t, size_t, std::greater<>> tokens_by_documents;
  const auto all = [&](const Token& token) {
    return token.counts[c].in + token.counts[c].out;
  };
  const auto stands = [&](size_t t) {
    return may[t] && tokens_[t].authors[c].size == kLayerAuthorsMin;
  };
  for (size_t t = 0; t < tokens_.size(); ++t)
    if (stands(t)) ++tokens_by_documents[all(tokens_[t])];
  uint32_t min = UINT32_MAX;
  size_t total = 0;
  for (const auto& [documents, tokens] : tokens_by_documents) {
    total += tokens;
    if (total > kLayerTokensMax) break;
    min = documents;
  }
  for (size_t t = 0; t < tokens_.size(); ++t) {
    if (!stands(t) || all(tokens_[t]) < min) continue;
    category.tokens.push_back({.group = tokens_[t].group,
                               .text = tokens_[t].text,
                               .counts = tokens_[t].counts[c]});
  }
  std::sort(category.tokens.begin(), category.tokens.end(),
            [](const LayerToken& a, const LayerToken& b) {
              return std::tie(a.group, a.text) < std::tie(b.group, b.text);
            });
  return category;
}

SiteLayer LayerBuilder::Build(const WordSet& public_words) const {
  std::vector<bool> may(tokens_.size());
  for (size_t t = 0; t < tokens_.size(); ++t)
    may[t] = MayStand(tokens_[t], public_words);
  SiteLayer layer;
  for (size_t c = 0; c < categories_.size(); ++c) {
    if (documents_[c].in + documents_[c].out == 0) continue;
    layer.categories.push_back(Category(c, may));
  }
  return layer;
}

}  // namespace crible
