#ifndef CRIBLE_BAYES_CORPUS_H_
#define CRIBLE_BAYES_CORPUS_H_

// Labelled comments as JSON lines, and the mix of them that a model is trained
// on: one file an entry, with caps. A cap keeps the rows with the smallest
// hashes of their ids, so that a mix names the same rows everywhere.
//
//   [[corpus]]                            # models/training/mix.toml
//   file     = "wp_blog_spam.train.jsonl" # below the folder of the data
//   category = "spam"
//   in       = ["spam"]                   # labels of the category
//   in_max   = 1500
//   out      = ["ham"]                    # labels outside it

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "base/issue.h"
#include "comment/comment.h"

namespace crible {

// One line: `id`, `body`, `label`, `lang`; `format` "html" or "plain"
// (default).
struct CorpusRow {
  std::string id;
  std::string body;
  std::string label;
  std::string language;
  BodyFormat format = BodyFormat::kPlain;
  std::string family;  // what it is about, where the corpus says so
};

// All lines of a file. INVALID_ARGUMENT as "file:line: what is wrong", which
// never quotes a comment; empty lines are passed over.
absl::StatusOr<std::vector<CorpusRow>> ReadCorpus(std::string_view file,
                                                  std::string_view bytes);

struct MixEntry {
  std::string file;
  std::string corpus;  // the file's name without ".jsonl" and ".train"
  std::string category;
  std::vector<std::string> in;   // the category's name by default
  std::vector<std::string> out;  // "ham" by default
  size_t in_max = SIZE_MAX;
  size_t out_max = SIZE_MAX;
  // Kind of place, when the corpus is to be compared with itself alone: rows
  // then stand in the stratum "fr-tweets" instead of "fr".
  std::string place;
  // The language of rows whose language nobody knows ("und").
  std::string und = "und";
  // Parts of the corpus, cut between families (or ids), each of which is scored
  // by a model of the others; 1 holds the corpus out as a whole.
  uint32_t folds = 1;
  // How heavy the corpus is in the fits, beside another of the same size.
  uint32_t weight = 1;
};

struct Mix {
  std::string salt;  // of the hashes that choose rows
  std::vector<MixEntry> entries;
  std::vector<Issue> issues;
};

inline constexpr uint32_t kFoldsMax = 100;
inline constexpr uint32_t kCorpusWeightMax = 100;

// All mistakes at once, in `issues`.
Mix ReadMix(std::string_view file, std::string_view bytes);

// A row that the mix takes.
struct MixRow {
  CorpusRow row;
  bool in = false;
  std::string corpus;
  std::string fold;
  std::string stratum;
  uint32_t weight = 1;
};

// The entry's rows, by id. Labels that it does not name are left out.
std::vector<MixRow> SelectRows(const MixEntry& entry, std::string_view salt,
                               std::vector<CorpusRow> rows);

}  // namespace crible

#endif  // CRIBLE_BAYES_CORPUS_H_
