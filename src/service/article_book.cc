#include "service/article_book.h"

#include <utility>

#include "service/convert.h"

namespace crible {

BookedArticle::BookedArticle(v1::Article sent, const KeyedHash& hash)
    : message(std::move(sent)), digest(hash(message.SerializeAsString())) {
  ToArticle(message, &article);
}

void ArticleBook::Add(v1::Article article) {
  if (const auto old = by_name_.find(article.name()); old != by_name_.end()) {
    Remove(old->second);
  }
  bytes_ += article.ByteSizeLong();
  articles_.emplace_back(std::move(article), hash_);
  by_name_.emplace(articles_.back().message.name(), std::prev(articles_.end()));
  while (articles_.size() > articles_max_ ||
         (bytes_ > bytes_max_ && articles_.size() > 1)) {
    Remove(articles_.begin());
  }
}

const BookedArticle* ArticleBook::Find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &*found->second;
}

void ArticleBook::Remove(std::list<BookedArticle>::iterator article) {
  bytes_ -= article->message.ByteSizeLong();
  by_name_.erase(article->message.name());
  articles_.erase(article);
}

}  // namespace crible
