#ifndef CRIBLE_COMMENT_SIGNALS_H_
#define CRIBLE_COMMENT_SIGNALS_H_

#include <cstdint>
#include <optional>

namespace crible {

// Facts measured in the text of one comment's body. Shares are between 0 and 1
// and 0 when there is nothing to share.
struct Signals {
  uint32_t characters =
      0;  // code points of the plain view, white space included
  uint32_t words = 0;
  uint32_t letters = 0;
  uint32_t capitals = 0;  // letters in upper case
  uint32_t digits = 0;
  uint32_t punctuation = 0;
  uint32_t emoji = 0;
  uint32_t lines = 0;
  uint32_t links = 0;
  uint32_t hosts = 0;     // different hosts among the links
  uint32_t contacts = 0;  // e-mail, telephone, messenger
  uint32_t exclamations = 0;
  uint32_t questions = 0;
  uint32_t disguised_words = 0;
  uint32_t mixed_script_words = 0;
  uint32_t invisible_characters = 0;  // zero-width, bidi controls, soft hyphens
  uint32_t longest_run = 0;           // the same character in a row
  uint32_t mentions = 0;              // @name
  uint32_t hashtags = 0;
  float capitals_share = 0;        // of letters
  float digits_share = 0;          // of characters
  float repeated_words_share = 0;  // of words that stood before in the text
  float latin_share = 0;           // of letters
  std::optional<float> seconds_on_page;
};

}  // namespace crible

#endif  // CRIBLE_COMMENT_SIGNALS_H_
