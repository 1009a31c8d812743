#include "bayes/features.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "base/hash.h"
#include "bayes/group_names.h"
#include "bayes/shape.h"
#include "bayes/word_classes.h"

namespace crible {
namespace {

constexpr uint64_t kWordSeed = 0x5b1d2e8f6a3c4907;
constexpr uint64_t kPairSeed = 0x27d4eb2f165667c5;
constexpr uint64_t kCharactersSeed = 0xc2b2ae3d27d4eb4f;
constexpr uint64_t kShapeSeed = 0x9fb21c651e98df25;

constexpr char kBoundary = '_';
constexpr size_t kRunMin = 3, kRunMax = 5;  // characters
// Classes of words stand in a pair when so few items lie between their places.
constexpr size_t kClassesNear = 5;

constexpr std::array<std::string_view, 6> kItemNames = {
    "", "<number>", "<name>", "<link>", "<contact>", "<group>"};

std::string_view ItemName(ItemKind kind) {
  return kItemNames[static_cast<size_t>(kind)];
}

uint64_t ItemHash(ItemKind kind) { return Hash64(ItemName(kind), kWordSeed); }

// A seed apart from the text's own use of the word's hash.
uint64_t WordFeatureHash(uint64_t word) { return HashMix(word, kWordSeed); }
uint64_t PairFeatureHash(uint64_t first, uint64_t second) {
  return HashCombine(first ^ kPairSeed, second);
}

// `bytes` must be followed by eight readable bytes: runs of ASCII are hashed
// by one load and one multiplication.
uint64_t RunHash(const char* bytes, size_t length) {
  if (length > 8) return Hash64({bytes, length}, kCharactersSeed);
  const uint64_t kept = ~uint64_t{0} >> (64 - 8 * length);
  const uint64_t load = HashLoad(bytes, 8) & kept;
  return HashMix(load ^ kCharactersSeed, kHashFactor);
}

uint64_t ShapeFeatureHash(std::string_view name) {
  return Hash64(name, kShapeSeed);
}
uint64_t ShapeFeatureHash(std::string_view name, uint64_t word) {
  return HashCombine(ShapeFeatureHash(name), word);
}

bool HasDigit(std::string_view letters) {
  return std::any_of(letters.begin(), letters.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

ItemKind KindOf(const Word& word, const Text& text) {
  if (word.number) return ItemKind::kNumber;
  const std::string& folded = text.folded().bytes;
  if (word.begin > 0 && folded[word.begin - 1] == '@') return ItemKind::kName;
  if (HasDigit(text.Read(word))) return ItemKind::kNumber;
  const bool group = IsGroupName(word.hash) ||
                     (word.capitalised && IsGroupNameInCapitals(word.hash));
  return group ? ItemKind::kGroup : ItemKind::kWord;
}

void AddPlaceholder(ItemKind kind, uint32_t begin, uint32_t end,
                    FeatureSet* features) {
  features->items.push_back(FeatureItem{.hash = ItemHash(kind),
                                        .source_begin = begin,
                                        .source_end = end,
                                        .kind = kind});
}

void AddWordItem(const Text& text, uint32_t index, const WordSet* article_words,
                 FeatureSet* features) {
  const Word& word = text.words()[index];
  const ItemKind kind = KindOf(word, text);
  if (kind != ItemKind::kWord) {
    return AddPlaceholder(kind, word.source_begin, word.source_end, features);
  }
  features->items.push_back(FeatureItem{
      .hash = word.hash,
      .word = index,
      .source_begin = word.source_begin,
      .source_end = word.source_end,
      .kind = kind,
      .in_article =
          article_words != nullptr && article_words->Contains(word.hash)});
}

// "Black women", "disabled people": neighbours that name one
// group become one item, and "people" beside it is a part of it. So sentences
// that differ in the group alone have the same tokens.
void JoinGroups(const Text& text, FeatureSet* features) {
  std::vector<FeatureItem>& items = features->items;
  const auto belongs = [&](const FeatureItem& item) {
    return item.kind == ItemKind::kGroup ||
           (item.kind == ItemKind::kWord &&
            IsGroupCompanion(text.words()[item.word].hash));
  };
  size_t kept = 0;
  for (size_t i = 0; i < items.size();) {
    size_t end = i;
    bool group = false;
    for (; end < items.size() && belongs(items[end]); ++end) {
      group |= items[end].kind == ItemKind::kGroup;
    }
    if (group) {
      items[kept++] = {.hash = ItemHash(ItemKind::kGroup),
                       .source_begin = items[i].source_begin,
                       .source_end = items[end - 1].source_end,
                       .kind = ItemKind::kGroup};
    } else {
      end = std::max(end, i + 1);  // people of no group, or another item
      for (size_t j = i; j < end; ++j) items[kept++] = items[j];
    }
    i = end;
  }
  items.resize(kept);
}

// Words, links and contacts in reading order.
void AddItems(const Text& text, const WordSet* article_words,
              FeatureSet* features) {
  const auto words = text.words();
  size_t link = 0, contact = 0;
  for (uint32_t i = 0; i <= words.size(); ++i) {
    if (features->items.size() >= kFeatureItemsMax) return;
    for (; link < text.links().size() && text.links()[link].next_word <= i;
         ++link) {
      const Link& it = text.links()[link];
      AddPlaceholder(ItemKind::kLink, it.source_begin, it.source_end, features);
    }
    for (; contact < text.contacts().size() &&
           text.contacts()[contact].next_word <= i;
         ++contact) {
      const Contact& it = text.contacts()[contact];
      AddPlaceholder(ItemKind::kContact, it.source_begin, it.source_end,
                     features);
    }
    if (i < words.size()) AddWordItem(text, i, article_words, features);
  }
}

// The word between boundaries, and eight bytes more for RunHash.
using PaddedWord = std::array<char, kFeatureWordBytesMax + 2 + 8>;
size_t Pad(std::string_view letters, PaddedWord* padded) {
  (*padded)[0] = kBoundary;
  std::memcpy(padded->data() + 1, letters.data(), letters.size());
  (*padded)[letters.size() + 1] = kBoundary;
  std::memset(padded->data() + letters.size() + 2, 0, 8);
  return letters.size() + 2;
}

bool BeginsCharacter(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

bool IsEvidence(const FeatureItem& item) {
  return item.kind == ItemKind::kWord && !item.in_article;
}

void AddWord(const Text& text, uint32_t index, bool runs,
             FeatureSet* features) {
  const FeatureItem& item = features->items[index];
  if (!IsEvidence(item)) return;
  const std::string_view letters = text.Read(text.words()[item.word]);
  if (letters.size() > kFeatureWordBytesMax) return;
  features->list.push_back(Feature{.hash = WordFeatureHash(item.hash),
                                   .at = index,
                                   .kind = FeatureKind::kWord});
  if (runs) AppendRuns(letters, index, &features->list);
}
void AddPair(const Text& text, uint32_t index, FeatureSet* features) {
  const FeatureItem& first = features->items[index];
  const FeatureItem& second = features->items[index + 1];
  const auto is_article = [](const FeatureItem& item) {
    return item.kind == ItemKind::kWord && item.in_article;
  };
  // With an article's word a pair is evidence only by its other, real word.
  if ((is_article(first) && !IsEvidence(second)) ||
      (is_article(second) && !IsEvidence(first))) {
    return;
  }
  for (const FeatureItem* item : {&first, &second}) {
    if (item->kind == ItemKind::kWord &&
        text.Read(text.words()[item->word]).size() > kFeatureWordBytesMax) {
      return;
    }
  }
  features->list.push_back(
      Feature{.hash = PairFeatureHash(first.hash, second.hash),
              .at = index,
              .kind = FeatureKind::kPair});
}

void AddShapeWord(std::string_view name, uint32_t item, const Text& text,
                  FeatureSet* features) {
  const FeatureItem& it = features->items[item];
  if (it.in_article) return;
  if (it.kind == ItemKind::kWord &&
      text.Read(text.words()[it.word]).size() > kFeatureWordBytesMax) {
    return;
  }
  features->list.push_back(
      Feature{.hash = ShapeFeatureHash(name, it.hash),
              .at = static_cast<uint32_t>(features->shapes.size()),
              .kind = FeatureKind::kShape});
  features->shapes.push_back(ShapeToken{.name = name, .item = item});
}

void AddStaticShape(std::string_view name, FeatureSet* features) {
  features->list.push_back(
      Feature{.hash = ShapeFeatureHash(name),
              .at = static_cast<uint32_t>(features->shapes.size()),
              .kind = FeatureKind::kShape});
  features->shapes.push_back(ShapeToken{.name = name});
}

WordClass ClassOfItem(const FeatureItem& item) {
  switch (item.kind) {
    case ItemKind::kWord:
      return item.in_article ? kNoWordClass : WordClassOf(item.hash);
    case ItemKind::kLink:
      return kLinkClass;
    case ItemKind::kContact:
      return kContactClass;
    default:
      return kNoWordClass;
  }
}

// Which classes of words stand in the text, and which soon after which other.
void AddWordClasses(FeatureSet* features) {
  struct Place {
    uint32_t item;
    WordClass word_class;
  };
  std::array<Place, kClassesNear> last;  // the last ones, in a ring
  std::array<std::array<bool, kWordClasses + 1>, kWordClasses + 1> seen = {};
  size_t places = 0;
  for (uint32_t i = 0; i < features->items.size(); ++i) {
    const WordClass it = ClassOfItem(features->items[i]);
    if (it == kNoWordClass) continue;
    if (!seen[it][0]) AddStaticShape(WordClassName(it), features);
    seen[it][0] = true;
    for (size_t n = 1; n <= std::min(places, kClassesNear); ++n) {
      const Place& before = last[(places - n) % kClassesNear];
      if (i - before.item > kClassesNear) break;
      if (before.word_class == it || seen[before.word_class][it]) continue;
      seen[before.word_class][it] = true;
      AddStaticShape(WordClassPairName(before.word_class, it), features);
    }
    last[places++ % kClassesNear] = {i, it};
  }
}

void AddShape(const Text& text, const Signals& signals, FeatureSet* features) {
  thread_local std::vector<std::string_view> names;
  names.clear();
  AppendShapeNames(text, signals, &names);
  for (const std::string_view name : names) AddStaticShape(name, features);
  if (features->items.empty()) return;
  AddWordClasses(features);
  AddShapeWord("first:", 0, text, features);
  AddShapeWord("last:", static_cast<uint32_t>(features->items.size()) - 1, text,
               features);
}

// Presence is what counts: keeps the first of equal features. `seen` is an
// open-addressing table of places in the list, counted from 1.
void KeepFirsts(FeatureSet* features) {
  std::vector<Feature>& list = features->list;
  const size_t slots = std::bit_ceil(2 * list.size() + 2);
  features->seen.assign(slots, 0);
  const uint64_t mask = slots - 1;
  uint32_t kept = 0;
  for (const Feature& feature : list) {
    uint64_t i = feature.hash & mask;
    uint32_t at;
    while ((at = features->seen[i]) != 0 && list[at - 1].hash != feature.hash) {
      i = (i + 1) & mask;
    }
    if (at != 0) {
      uint8_t& occurrences = list[at - 1].occurrences;
      occurrences += occurrences < UINT8_MAX;
      continue;
    }
    list[kept++] = feature;
    features->seen[i] = kept;
  }
  list.resize(kept);
}

void Extract(const Text& text, const Signals& signals,
             const WordSet* article_words, bool runs, FeatureSet* features) {
  features->Clear();
  AddItems(text, article_words, features);
  JoinGroups(text, features);
  // Shape first: a limit must never cut it off.
  AddShape(text, signals, features);
  for (uint32_t i = 0; i < features->items.size(); ++i) {
    if (features->list.size() >= kFeaturesMax) break;
    AddWord(text, i, runs, features);
    if (i + 1 < features->items.size()) AddPair(text, i, features);
  }
  KeepFirsts(features);
}

std::string_view ItemText(const FeatureItem& item, const Text& text) {
  if (item.kind != ItemKind::kWord) return ItemName(item.kind);
  return text.Read(text.words()[item.word]);
}

uint64_t ItemHash(std::string_view item) {
  for (const std::string_view name : kItemNames) {
    if (!name.empty() && name == item) return Hash64(name, kWordSeed);
  }
  return HashWord(item);
}

}  // namespace

void FeatureSet::Clear() {
  list.clear();
  items.clear();
  shapes.clear();
}

void ExtractFeatures(const Text& text, const Signals& signals,
                     const WordSet* article_words, FeatureSet* features) {
  Extract(text, signals, article_words, /*runs=*/true, features);
}

void ExtractTokens(const Text& text, const Signals& signals,
                   const WordSet* article_words, FeatureSet* features) {
  Extract(text, signals, article_words, /*runs=*/false, features);
}

void AppendRuns(std::string_view letters, uint32_t item,
                std::vector<Feature>* list) {
  PaddedWord padded;
  const size_t size = Pad(letters, &padded);
  std::array<uint8_t, kFeatureWordBytesMax + 3> starts;
  size_t characters = 0;
  for (size_t i = 0; i < size; ++i) {
    if (BeginsCharacter(padded[i])) starts[characters++] = uint8_t(i);
  }
  starts[characters] = static_cast<uint8_t>(size);
  for (size_t from = 0; from + kRunMin <= characters; ++from) {
    const size_t last = std::min(characters - from, kRunMax);
    for (size_t n = kRunMin; n <= last; ++n) {
      const auto length = static_cast<uint8_t>(starts[from + n] - starts[from]);
      list->push_back(
          Feature{.hash = RunHash(padded.data() + starts[from], length),
                  .at = item,
                  .begin = starts[from],
                  .length = length,
                  .kind = FeatureKind::kCharacters});
    }
  }
}

size_t RunsMax(size_t bytes) {
  constexpr size_t kPadding = 2;  // see Pad
  return (kRunMax - kRunMin + 1) * (bytes + kPadding);
}

std::string FeatureText(const Feature& feature, const FeatureSet& features,
                        const Text& text) {
  if (feature.kind == FeatureKind::kShape) {
    const ShapeToken& shape = features.shapes[feature.at];
    std::string token(shape.name);
    if (shape.item != UINT32_MAX) {
      token += ItemText(features.items[shape.item], text);
    }
    return token;
  }
  const std::string_view letters = ItemText(features.items[feature.at], text);
  if (feature.kind == FeatureKind::kWord) return std::string(letters);
  if (feature.kind == FeatureKind::kPair) {
    std::string pair(letters);
    pair += ' ';
    return pair += ItemText(features.items[feature.at + 1], text);
  }
  PaddedWord padded;
  Pad(letters, &padded);
  return std::string(padded.data() + feature.begin, feature.length);
}

Span FeatureSpan(const Feature& feature, const FeatureSet& features,
                 const Text& text) {
  if (feature.kind == FeatureKind::kShape) return Span{};
  const FeatureItem& item = features.items[feature.at];
  if (feature.kind == FeatureKind::kPair) {
    const FeatureItem& second = features.items[feature.at + 1];
    return Span{.begin = std::min(item.source_begin, second.source_begin),
                .end = std::max(item.source_end, second.source_end)};
  }
  const Word& word = text.words()[item.word];
  if (feature.kind == FeatureKind::kWord || word.disguised ||
      word.end - word.begin != text.Read(word).size()) {
    return Span{.begin = item.source_begin, .end = item.source_end};
  }
  // Without the boundaries, which stand for no byte of the word.
  const uint32_t begin = std::max<uint32_t>(feature.begin, 1) - 1;
  const uint32_t end = std::min<uint32_t>(feature.begin + feature.length - 1,
                                          word.end - word.begin);
  const auto range =
      text.ToSource(ViewKind::kFolded, word.begin + begin, word.begin + end);
  return Span{.begin = range.begin, .end = range.end};
}

uint64_t FeatureHash(FeatureGroup group, std::string_view token) {
  if (group == FeatureGroup::kCharacters) {
    std::array<char, 64> padded{};
    if (token.size() > 8 || token.empty()) {
      return Hash64(token, kCharactersSeed);
    }
    std::memcpy(padded.data(), token.data(), token.size());
    return RunHash(padded.data(), token.size());
  }
  if (group == FeatureGroup::kShape) {
    for (const std::string_view name : {"first:", "last:"}) {
      if (token.starts_with(name)) {
        return ShapeFeatureHash(name, ItemHash(token.substr(name.size())));
      }
    }
    return ShapeFeatureHash(token);
  }
  const size_t space = token.find(' ');
  if (space == token.npos) return WordFeatureHash(ItemHash(token));
  return PairFeatureHash(ItemHash(token.substr(0, space)),
                         ItemHash(token.substr(space + 1)));
}

}  // namespace crible
