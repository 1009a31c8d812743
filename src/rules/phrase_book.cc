#include "rules/phrase_book.h"

#include <algorithm>
#include <numeric>

#include "base/free_memory.h"
#include "base/hash.h"
#include "fmt/core.h"
#include "rules/inflection.h"

namespace crible {

PhraseBook::Key PhraseBook::KeyOf(std::string_view text) {
  constexpr uint64_t kOtherSeed = 0x6a09e667f3bcc908;
  return {Hash64(text), Hash64(text, kOtherSeed)};
}

uint32_t PhraseBook::FormsOf(std::string_view exact_word,
                             std::string_view folded, bool inflect) {
  std::string& key = key_;
  key.assign(1, inflect ? 'i' : 'e').append(exact_word);
  key.append(1, '\0').append(folded);
  const auto [it, is_new] =
      form_of_.try_emplace(KeyOf(key), static_cast<uint32_t>(forms_.size()));
  if (!is_new) return it->second;
  WordForm word{.hash = HashWord(folded),
                .bytes = static_cast<uint32_t>(folded.size())};
  word.hashes.push_back(word.hash);
  if (inflect) {
    for (const std::string& form : WordForms(exact_word)) {
      word.hashes.push_back(HashWord(form));
    }
  }
  std::sort(word.hashes.begin(), word.hashes.end());
  word.hashes.erase(std::unique(word.hashes.begin(), word.hashes.end()),
                    word.hashes.end());
  forms_.push_back(std::move(word));
  return it->second;
}

// A phrase is read by the same analysis as a comment, so that both are cut into
// the same words.
uint32_t PhraseBook::PhraseOf(const PhraseCondition& condition,
                              std::string_view phrase, Problem* problem) {
  Text& text = text_;
  AnalyzeText(phrase, BodyFormat::kPlain, WordSet(), &text);
  const auto words = text.words();
  *problem = words.empty()                    ? Problem::kNoWords
             : words.size() > kPhraseWordsMax ? Problem::kTooManyWords
                                              : Problem::kNone;
  if (*problem != Problem::kNone) return 0;
  Entry entry{.field = condition.field,
              .first_word = static_cast<uint32_t>(entry_words_.size()),
              .words = static_cast<uint32_t>(words.size()),
              .exact_begin = static_cast<uint32_t>(exact_forms_.size())};
  uint32_t bytes = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    exact_word_.clear();
    text.AppendExact(i, i, &exact_word_);
    const uint32_t form =
        FormsOf(exact_word_, text.Read(words[i]), !condition.exact);
    entry_words_.push_back(form);
    bytes += forms_[form].bytes + 1;
  }
  if (condition.exact) text.AppendExact(0, words.size() - 1, &exact_forms_);
  entry.exact_bytes =
      static_cast<uint32_t>(exact_forms_.size()) - entry.exact_begin;
  key_.assign({static_cast<char>(condition.field), condition.exact ? 'e' : 'i',
               static_cast<char>(words.size())});
  key_.append(
      reinterpret_cast<const char*>(entry_words_.data() + entry.first_word),
      entry.words * sizeof(uint32_t));
  key_.append(exact_forms_, entry.exact_begin, entry.exact_bytes);
  const auto [it, is_new] = phrase_of_.try_emplace(
      KeyOf(key_), static_cast<uint32_t>(phrases_.size()));
  if (is_new) {
    phrases_.push_back({.bytes = bytes});
    entries_.push_back(entry);
  } else {
    entry_words_.resize(entry.first_word);
    exact_forms_.resize(entry.exact_begin);
  }
  return it->second;
}

bool PhraseBook::IsFormOf(uint32_t phrase, uint32_t of) const {
  const auto words = WordsOf(phrase);
  const auto others = WordsOf(of);
  if (words.size() != others.size()) return false;
  for (size_t i = 0; i < words.size(); ++i) {
    const auto& forms = forms_[others[i]].hashes;
    if (!std::binary_search(forms.begin(), forms.end(),
                            forms_[words[i]].hash)) {
      return false;
    }
  }
  return true;
}

// A phrase joins the group of each phrase of which it is a form. Candidates are
// found by the first word, so that a list of thousands stays quick.
std::vector<uint32_t> PhraseBook::GroupsOf(
    std::span<const uint32_t> phrases) const {
  absl::flat_hash_map<uint64_t, std::vector<uint32_t>> by_first_word;
  std::vector<uint32_t> parent(phrases.size());
  for (uint32_t i = 0; i < phrases.size(); ++i) {
    parent[i] = i;
    by_first_word[forms_[WordsOf(phrases[i])[0]].hash].push_back(i);
  }
  const auto root = [&parent](uint32_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  for (uint32_t i = 0; i < phrases.size(); ++i) {
    for (const uint64_t form : forms_[WordsOf(phrases[i])[0]].hashes) {
      const auto it = by_first_word.find(form);
      if (it == by_first_word.end()) continue;
      for (const uint32_t j : it->second) {
        if (!IsFormOf(phrases[j], phrases[i])) continue;
        const uint32_t a = root(i), b = root(j);
        parent[std::max(a, b)] = std::min(a, b);
      }
    }
  }
  std::vector<uint32_t> groups(phrases.size());
  uint32_t count = 0;
  for (uint32_t i = 0; i < phrases.size(); ++i) {
    groups[i] = root(i) == i ? count++ : groups[root(i)];
  }
  return groups;
}

PhraseBook::Problem PhraseBook::AddCondition(const PhraseCondition& condition,
                                             bool in_near, uint32_t* list,
                                             size_t* bad) {
  const auto id = std::tuple(condition.phrases.id(), condition.field,
                             condition.exact, condition.min > 1);
  if (const auto known = list_of_id_.find(id); known != list_of_id_.end()) {
    *list = known->second;
    near_counts_[*list] += in_near;
    return Problem::kNone;
  }
  std::string content =
      fmt::format("{} {} {}", static_cast<int>(condition.field),
                  condition.exact, condition.min > 1);
  for (const std::string& phrase : condition.phrases) {
    content.append(1, '\n').append(phrase);
  }
  const Key key = KeyOf(content);
  if (const auto known = list_of_.find(key); known != list_of_.end()) {
    *list = known->second;
    near_counts_[*list] += in_near;
    list_of_id_.emplace(id, *list);
    return Problem::kNone;
  }
  std::vector<uint32_t> ids;
  for (size_t i = 0; i < condition.phrases.size(); ++i) {
    Problem problem;
    const uint32_t id = PhraseOf(condition, condition.phrases[i], &problem);
    if (problem != Problem::kNone) {
      *bad = i;
      return problem;
    }
    ids.push_back(id);
  }
  *list = static_cast<uint32_t>(near_counts_.size());
  AddList(condition, std::move(ids));
  near_counts_.push_back(in_near);
  list_of_.emplace(key, *list);
  list_of_id_.emplace(id, *list);
  return Problem::kNone;
}

void PhraseBook::AddList(const PhraseCondition& condition,
                         std::vector<uint32_t> ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::vector<uint32_t> groups(ids.size(), 0);
  if (condition.min > 1) groups = GroupsOf(ids);
  const auto list = static_cast<uint32_t>(near_counts_.size());
  for (size_t i = 0; i < ids.size(); ++i) {
    drafts_.push_back({ids[i], {list, groups[i]}});
  }
}

// Puts the uses of each phrase side by side.
void PhraseBook::FillPhrases() {
  std::vector<uint32_t> ends(phrases_.size() + 1, 0);
  for (const Draft& draft : drafts_) ++ends[draft.phrase + 1];
  std::partial_sum(ends.begin(), ends.end(), ends.begin());
  std::vector<uint32_t> next(ends.begin(), ends.end() - 1);
  uses_.resize(drafts_.size());
  for (const Draft& draft : drafts_) uses_[next[draft.phrase]++] = draft.use;
  for (uint32_t id = 0; id < phrases_.size(); ++id) {
    Phrase& phrase = phrases_[id];
    phrase.uses = std::span(uses_).subspan(ends[id], ends[id + 1] - ends[id]);
    phrase.exact_form =
        std::string_view(exact_forms_)
            .substr(entries_[id].exact_begin, entries_[id].exact_bytes);
    for (const PhraseUse& use : phrase.uses) {
      phrase.near_uses += near_counts_[use.list];
    }
  }
}

bool PhraseBook::BuildTries() {
  std::array<std::vector<PhrasePattern>, kFieldCount> patterns;
  for (uint32_t id = 0; id < entries_.size(); ++id) {
    PhrasePattern pattern{.id = id};
    for (const uint32_t word : WordsOf(id)) {
      pattern.words.push_back(forms_[word].hashes);
    }
    patterns[static_cast<size_t>(entries_[id].field)].push_back(
        std::move(pattern));
  }
  for (size_t field = 0; field < kFieldCount; ++field) {
    if (!tries_[field].Build(patterns[field])) return false;
  }
  return true;
}

bool PhraseBook::Build() {
  phrases_.shrink_to_fit();
  exact_forms_.shrink_to_fit();
  FillPhrases();
  FreeMemory(&drafts_, &form_of_, &phrase_of_, &list_of_, &list_of_id_);
  if (!BuildTries()) return false;
  for (const WordForm& word : forms_) {
    word_hashes_.insert(word_hashes_.end(), word.hashes.begin(),
                        word.hashes.end());
  }
  std::sort(word_hashes_.begin(), word_hashes_.end());
  word_hashes_.erase(std::unique(word_hashes_.begin(), word_hashes_.end()),
                     word_hashes_.end());
  word_hashes_.shrink_to_fit();
  FreeMemory(&entries_, &entry_words_, &forms_, &text_, &key_, &exact_word_);
  return true;
}

void PhraseBook::AddWords(WordSet* words) const {
  for (const uint64_t hash : word_hashes_) words->Insert(hash);
}

size_t PhraseBook::memory_bytes() const {
  size_t bytes = word_hashes_.capacity() * sizeof(uint64_t);
  for (const PhraseTrie& trie : tries_) bytes += trie.memory_bytes();
  return bytes + phrases_.capacity() * sizeof(Phrase) +
         uses_.capacity() * sizeof(PhraseUse) + exact_forms_.capacity();
}

}  // namespace crible
