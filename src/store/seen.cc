#include "store/seen.h"

#include <string>
#include <vector>

namespace crible {
namespace {

constexpr int64_t kFirstTexts = int64_t{1} << 17;
constexpr int64_t kBitsText = 12;
constexpr int kBlockBits = 512;
// Of a text, in its block: the fewest false answers at 12 bits would be by 8,
// which are hardly fewer.
constexpr int kBitsSet = 6;
// Rows of a slice: some milliseconds, in which no checkpoint can end.
constexpr int kSlice = 5000;

}  // namespace

class Seen::Filter {
 public:
  explicit Filter(int64_t texts)
      : texts_max_(texts), blocks_(texts * kBitsText / kBlockBits) {}

  bool full() const { return texts_ >= texts_max_; }
  int64_t texts_max() const { return texts_max_; }

  void Add(const Hash128& hash) {
    Block& block = blocks_[hash.low % blocks_.size()];
    bool is_new = false;
    for (int i = 0; i < kBitsSet; ++i) {
      const uint64_t bit = BitOf(hash, i);
      is_new |= (block[WordOf(hash, i)].fetch_or(bit) & bit) == 0;
    }
    texts_ += is_new;
  }
  bool MayHave(const Hash128& hash) const {
    const Block& block = blocks_[hash.low % blocks_.size()];
    for (int i = 0; i < kBitsSet; ++i) {
      if ((block[WordOf(hash, i)].load() & BitOf(hash, i)) == 0) return false;
    }
    return true;
  }

 private:
  struct alignas(64) Block : std::array<std::atomic<uint64_t>, 8> {};

  // Nine bits of the hash a bit of the block.
  static int WordOf(const Hash128& hash, int i) {
    return static_cast<int>(hash.high >> (9 * i)) & 7;
  }
  static uint64_t BitOf(const Hash128& hash, int i) {
    return uint64_t{1} << (hash.high >> (9 * i + 3) & 63);
  }

  const int64_t texts_max_;
  std::atomic<int64_t> texts_ = 0;
  std::vector<Block> blocks_;
};

Seen::Seen() {
  filters_[0] = std::make_unique<Filter>(kFirstTexts);
  count_ = 1;
}
Seen::~Seen() = default;

Hash128 Seen::HashOf(Kind kind, std::string_view text,
                     std::string_view more) const {
  std::string bytes(1, static_cast<char>(kind));
  bytes.append(text);
  bytes += '\0';
  bytes.append(more);
  return hash_(bytes);
}

void Seen::Add(Kind kind, std::string_view text, std::string_view more) {
  Filter* filter = filters_[count_ - 1].get();
  if (filter->full()) filter = Grow(filter);
  if (filter != nullptr) filter->Add(HashOf(kind, text, more));
}

// Null when it has given up.
Seen::Filter* Seen::Grow(Filter* full) {
  absl::MutexLock lock(&mutex_);
  const int count = count_;
  if (filters_[count - 1].get() != full) return filters_[count - 1].get();
  if (count == kFiltersMax) return nullptr;
  filters_[count] = std::make_unique<Filter>(2 * full->texts_max());
  count_ = count + 1;
  return filters_[count].get();
}

bool Seen::MayHave(Kind kind, std::string_view text,
                   std::string_view more) const {
  if (!complete_) return true;
  const int count = count_;
  if (count == kFiltersMax && filters_[count - 1]->full()) return true;
  const Hash128 hash = HashOf(kind, text, more);
  for (int i = count - 1; i >= 0; --i) {
    if (filters_[i]->MayHave(hash)) return true;
  }
  return false;
}

namespace {

void FillComments(Connection* db, const std::atomic<bool>& stop, Seen* seen) {
  int64_t id = 0;
  for (bool more = true; more && !stop;) {
    Rows rows = db->Query(
        "SELECT id, name FROM comments WHERE id > ?1 ORDER BY id LIMIT ?2", id,
        kSlice);
    more = false;
    for (; rows.Next(); more = true) {
      id = rows.Int(0);
      seen->Add(Seen::Kind::kComment, rows.Bytes(1));
    }
  }
}

// Rows of two columns that are their key.
void FillPairs(Connection* db, std::string_view sql, bool blob,
               const std::atomic<bool>& stop, Seen::Kind kind, Seen* seen) {
  std::string first, second;
  for (bool more = true; more && !stop;) {
    const Value last =
        blob ? Value(Blob{second}) : Value(std::string_view(second));
    Rows rows = db->QueryWith(sql, {std::string_view(first), last, kSlice});
    std::string next_first, next_second;
    for (more = false; rows.Next(); more = true) {
      next_first = rows.Text(0);
      next_second = rows.Text(1);
      seen->Add(kind, next_first, next_second);
    }
    first.swap(next_first);
    second.swap(next_second);
  }
}

}  // namespace

void FillSeen(Connection* db, const std::atomic<bool>& stop, Seen* seen) {
  FillComments(db, stop, seen);
  FillPairs(db,
            "SELECT site, request_id FROM calls WHERE (site, request_id) > "
            "(?1, ?2) ORDER BY site, request_id LIMIT ?3",
            false, stop, Seen::Kind::kCall, seen);
  FillPairs(db,
            "SELECT site, author FROM authors WHERE (site, author) > (?1, ?2) "
            "AND comment = 0 ORDER BY site, author LIMIT ?3",
            true, stop, Seen::Kind::kAuthor, seen);
  {
    Rows rows = db->Query("SELECT article FROM article_modes");
    while (rows.Next() && !stop)
      seen->Add(Seen::Kind::kArticleMode, rows.Bytes(0));
  }
  if (!stop && db->status().ok()) seen->SetComplete();
}

}  // namespace crible
