#include "rules/shared_texts.h"

namespace crible {

const SharedTexts::Texts& SharedTexts::texts() const {
  static const Texts* const kNone = new Texts();
  return texts_ == nullptr ? *kNone : *texts_;
}

void SharedTexts::insert_all(const SharedTexts& more) {
  if (empty()) {
    *this = more;
    return;
  }
  Texts& own = Own();
  own.insert(own.end(), more.begin(), more.end());
}

SharedTexts::Texts& SharedTexts::Own() {
  if (texts_ == nullptr) {
    texts_ = std::make_shared<Texts>();
  } else if (texts_.use_count() > 1) {
    texts_ = std::make_shared<Texts>(*texts_);
  }
  return *texts_;
}

}  // namespace crible
