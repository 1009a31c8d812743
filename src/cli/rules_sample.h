#ifndef CRIBLE_CLI_RULES_SAMPLE_H_
#define CRIBLE_CLI_RULES_SAMPLE_H_

// How often the lines of a list stand in a sample of comments. Knows no rules:
// for lists that are no rules yet.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/string_map.h"
#include "comment/comment.h"
#include "text/text.h"
#include "text/word_set.h"

namespace crible {

class ListSample {
 public:
  // Lines of a list of phrases, and of one of domains.
  ListSample(std::string_view phrases, std::string_view domains);

  // Counts one comment; its body must be valid UTF-8.
  void Add(const Comment& comment);

  struct Line {
    std::string text;
    size_t comments = 0;  // that hold it, in any of its forms
  };
  // Those that were found, the most frequent first.
  std::vector<Line> Found() const;
  size_t comments() const { return comments_; }
  size_t comments_found() const { return comments_found_; }

 private:
  struct Entry {
    Line line;
    std::vector<std::vector<uint64_t>> words;  // hashes of each word's forms
    size_t last_comment = 0;
  };
  void AddPhrase(std::string_view line);
  bool StandsAt(const Entry& entry, size_t word) const;
  bool Count(Entry* entry);

  std::vector<Entry> entries_;
  std::vector<std::pair<uint64_t, size_t>> starts_;  // form → entry, sorted
  StringMap<size_t> domains_;                        // host → entry
  WordSet vocabulary_;
  Text text_;
  size_t comments_ = 0;
  size_t comments_found_ = 0;
};

}  // namespace crible

#endif  // CRIBLE_CLI_RULES_SAMPLE_H_
