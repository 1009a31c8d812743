#include "store/ordered_texts.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace crible {
namespace {

struct Packed {
  std::string order;
  std::vector<uint64_t> bands;
};

// A count, so many bands, the order's name.
Packed Unpack(std::string_view bytes) {
  Packed packed;
  if (bytes.empty()) return packed;
  const size_t count = static_cast<unsigned char>(bytes.front());
  bytes.remove_prefix(1);
  if (bytes.size() < count * sizeof(uint64_t)) return packed;
  packed.bands.resize(count);
  std::memcpy(packed.bands.data(), bytes.data(), count * sizeof(uint64_t));
  packed.order = bytes.substr(count * sizeof(uint64_t));
  return packed;
}

}  // namespace

std::string OrderedTexts::Pack(std::string_view order,
                               std::span<const uint64_t> bands) {
  bands = bands.first(std::min<size_t>(bands.size(), 255));
  std::string bytes(1, static_cast<char>(bands.size()));
  bytes.append(reinterpret_cast<const char*>(bands.data()),
               bands.size() * sizeof(uint64_t));
  return bytes.append(order);
}

void OrderedTexts::Load(Connection* db) {
  absl::flat_hash_map<uint64_t, std::string> by_band;
  uint64_t last = 0;
  {
    Rows rows =
        db->Query("SELECT event, sealed FROM ordered_texts ORDER BY event");
    while (rows.Next()) {
      const auto opened = key_.Open(rows.Text(1));
      const Packed packed = Unpack(opened.ok() ? *opened : "");
      for (const uint64_t band : packed.bands) by_band[band] = packed.order;
      last = static_cast<uint64_t>(rows.Int(0));
    }
  }
  if (!db->status().ok()) return;
  absl::MutexLock lock(&mutex_);
  by_band_.swap(by_band);
  last_.store(last, std::memory_order_release);
}

std::optional<std::string> OrderedTexts::FindExact(
    Connection* db, const SealingKey& key, const std::string& body_mark) {
  Rows rows = db->Query(
      "SELECT sealed FROM ordered_texts WHERE body = ?1 ORDER BY event DESC "
      "LIMIT 1",
      Blob{body_mark});
  if (!rows.Next()) return std::nullopt;
  const auto opened = key.Open(rows.Text(0));
  return Unpack(opened.ok() ? *opened : "").order;
}

std::optional<std::string> OrderedTexts::FindNear(
    std::span<const uint64_t> bands) const {
  if (bands.empty() || last() == 0) return std::nullopt;
  absl::ReaderMutexLock lock(&mutex_);
  for (const uint64_t band : bands) {
    const auto found = by_band_.find(band);
    if (found != by_band_.end()) return found->second;
  }
  return std::nullopt;
}

}  // namespace crible
