#ifndef CRIBLE_SERVICE_ARTICLE_BOOK_H_
#define CRIBLE_SERVICE_ARTICLE_BOOK_H_

#include <list>
#include <string>
#include <string_view>

#include "base/keyed_hash.h"
#include "base/string_map.h"
#include "comment/comment.h"
#include "crible/v1/comment.pb.h"

namespace crible {

// An article of a call with its digest, made once however many comments name
// it.
struct BookedArticle {
  BookedArticle(v1::Article sent, const KeyedHash& hash);
  BookedArticle(const BookedArticle&) = delete;
  BookedArticle& operator=(const BookedArticle&) = delete;

  const v1::Article message;
  Article article;  // views into `message`
  Hash128 digest;   // of all that it holds
};

// The articles that came in one batch or one stream, by name. When full, the
// earliest goes. For one thread at a time.
class ArticleBook {
 public:
  ArticleBook(size_t articles_max, size_t bytes_max, const KeyedHash& hash)
      : articles_max_(articles_max), bytes_max_(bytes_max), hash_(hash) {}

  void Add(v1::Article article);
  // Null when unknown. Valid until the next Add.
  const BookedArticle* Find(std::string_view name) const;
  size_t size() const { return by_name_.size(); }

 private:
  void Remove(std::list<BookedArticle>::iterator article);

  const size_t articles_max_;
  const size_t bytes_max_;
  const KeyedHash hash_;
  std::list<BookedArticle> articles_;  // earliest first
  StringMap<std::list<BookedArticle>::iterator> by_name_;
  size_t bytes_ = 0;
};

}  // namespace crible

#endif  // CRIBLE_SERVICE_ARTICLE_BOOK_H_
