#ifndef CRIBLE_RULES_SHARED_TEXTS_H_
#define CRIBLE_RULES_SHARED_TEXTS_H_

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace crible {

// Texts in a row, whose copies are one in memory: a list that hundreds of rules
// name is kept, and compiled, once. To add to one of several copies makes it a
// list of its own. Copies may be read by several threads, one is added to by
// one.
class SharedTexts {
 public:
  using Texts = std::vector<std::string>;
  using value_type = std::string;
  using const_iterator = Texts::const_iterator;

  SharedTexts() = default;
  SharedTexts(std::initializer_list<std::string> texts)
      : SharedTexts(Texts(texts)) {}
  SharedTexts(Texts texts)  // NOLINT: is one, in all but memory
      : texts_(std::make_shared<Texts>(std::move(texts))) {
    texts_->shrink_to_fit();
  }

  size_t size() const { return texts().size(); }
  bool empty() const { return texts().empty(); }
  const std::string& operator[](size_t i) const { return texts()[i]; }
  Texts::const_iterator begin() const { return texts().begin(); }
  Texts::const_iterator end() const { return texts().end(); }
  const Texts& texts() const;

  void push_back(std::string text) { Own().push_back(std::move(text)); }
  void insert_all(const SharedTexts& more);

  // The same for copies; others may have it once this and its copies are gone.
  const void* id() const { return texts_.get(); }
  size_t copies() const { return static_cast<size_t>(texts_.use_count()); }

  friend bool operator==(const SharedTexts& a, const SharedTexts& b) {
    return a.texts_ == b.texts_ || a.texts() == b.texts();
  }

 private:
  Texts& Own();

  std::shared_ptr<Texts> texts_;  // null: none
};

}  // namespace crible

#endif  // CRIBLE_RULES_SHARED_TEXTS_H_
