#ifndef CRIBLE_ENGINE_ARTICLE_WORDS_H_
#define CRIBLE_ENGINE_ARTICLE_WORDS_H_

#include <cstdint>
#include <list>
#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "comment/comment.h"
#include "text/word_set.h"

namespace crible {

// The words that an article itself uses: under it they are no evidence. An
// article is read once and kept by a hash of its content, the most recently
// used first, within a bound. Safe from any thread.
class ArticleWords {
 public:
  explicit ArticleWords(size_t articles_max = 512)
      : articles_max_(articles_max) {}

  // Null for no article or one without text.
  std::shared_ptr<const WordSet> For(const Article* article);

 private:
  using Entry = std::pair<uint64_t, std::shared_ptr<const WordSet>>;

  const size_t articles_max_;
  absl::Mutex mutex_;
  std::list<Entry> recent_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<uint64_t, std::list<Entry>::iterator> by_hash_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace crible

#endif  // CRIBLE_ENGINE_ARTICLE_WORDS_H_
