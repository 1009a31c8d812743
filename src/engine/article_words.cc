#include "engine/article_words.h"

#include <string_view>

#include "base/hash.h"
#include "text/text.h"

namespace crible {
namespace {

// Longer articles are cut here: the first words of a text name its subject.
constexpr size_t kArticleBytesMax = 64 << 10;

uint64_t ContentHash(const Article& article) {
  return HashCombine(
      HashCombine(Hash64(article.title), Hash64(article.standfirst)),
      Hash64(article.text));
}

// Cuts at a code-point boundary.
std::string_view Beginning(std::string_view text) {
  if (text.size() <= kArticleBytesMax) return text;
  size_t end = kArticleBytesMax;
  while (end > 0 && (text[end] & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

std::shared_ptr<const WordSet> Read(const Article& article) {
  auto words = std::make_shared<WordSet>();
  const WordSet no_vocabulary;
  Text text;
  for (std::string_view part :
       {article.title, article.standfirst, article.text}) {
    text.Clear();
    AnalyzeText(Beginning(part), BodyFormat::kPlain, no_vocabulary, &text);
    for (const Word& word : text.words()) words->Insert(word.hash);
  }
  return words;
}

}  // namespace

std::shared_ptr<const WordSet> ArticleWords::For(const Article* article) {
  if (article == nullptr) return nullptr;
  if (article->title.empty() && article->standfirst.empty() &&
      article->text.empty()) {
    return nullptr;
  }
  const uint64_t hash = ContentHash(*article);
  {
    absl::MutexLock lock(&mutex_);
    if (const auto found = by_hash_.find(hash); found != by_hash_.end()) {
      recent_.splice(recent_.begin(), recent_, found->second);
      return found->second->second;
    }
  }
  auto words =
      Read(*article);  // outside the lock: two threads may both read it
  absl::MutexLock lock(&mutex_);
  if (by_hash_.contains(hash)) return words;
  recent_.emplace_front(hash, words);
  by_hash_[hash] = recent_.begin();
  if (recent_.size() > articles_max_) {
    by_hash_.erase(recent_.back().first);
    recent_.pop_back();
  }
  return words;
}

}  // namespace crible
