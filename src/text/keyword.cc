#include "text/keyword.h"

#include <array>
#include <string_view>

#include "base/check.h"
#include "text/text.h"

namespace crible {
namespace {

using K = KeywordKind;

struct Entry {
  std::string_view word;
  K kind;
  uint8_t value = 0;
};

constexpr Entry kEntries[] = {
    {"dot", K::kDot},
    {"point", K::kDot},
    {"at", K::kAt},
    {"arobase", K::kAt},
    {"arobas", K::kAt},
    {"arrobase", K::kAt},
    {"arobaze", K::kAt},
    // French numbers as they are spoken; the parts of 70 to 99 add up.
    {"zero", K::kNumber, 0},
    {"un", K::kNumber, 1},
    {"une", K::kNumber, 1},
    {"deux", K::kNumber, 2},
    {"trois", K::kNumber, 3},
    {"quatre", K::kNumber, 4},
    {"cinq", K::kNumber, 5},
    {"six", K::kNumber, 6},
    {"sept", K::kNumber, 7},
    {"huit", K::kNumber, 8},
    {"neuf", K::kNumber, 9},
    {"dix", K::kNumber, 10},
    {"onze", K::kNumber, 11},
    {"douze", K::kNumber, 12},
    {"treize", K::kNumber, 13},
    {"quatorze", K::kNumber, 14},
    {"quinze", K::kNumber, 15},
    {"seize", K::kNumber, 16},
    {"vingt", K::kNumber, 20},
    {"vingts", K::kNumber, 20},
    {"trente", K::kNumber, 30},
    {"quarante", K::kNumber, 40},
    {"cinquante", K::kNumber, 50},
    {"soixante", K::kNumber, 60},
    {"septante", K::kNumber, 70},
    {"huitante", K::kNumber, 80},
    {"nonante", K::kNumber, 90},
    // English digits.
    {"oh", K::kNumber, 0},
    {"one", K::kNumber, 1},
    {"two", K::kNumber, 2},
    {"three", K::kNumber, 3},
    {"four", K::kNumber, 4},
    {"five", K::kNumber, 5},
    {"seven", K::kNumber, 7},
    {"eight", K::kNumber, 8},
    {"nine", K::kNumber, 9},
    {"whatsapp", K::kWhatsApp},
    {"watsapp", K::kWhatsApp},
    {"whatsap", K::kWhatsApp},
    {"watsap", K::kWhatsApp},
    {"whatapp", K::kWhatsApp},
    {"wathsapp", K::kWhatsApp},
    {"whatssapp", K::kWhatsApp},
    {"whasapp", K::kWhatsApp},
    {"wsp", K::kWhatsApp},
    {"telegram", K::kTelegram},
    {"telegramme", K::kTelegram},
    {"telegrame", K::kTelegram},
    {"telegran", K::kTelegram},
    {"snapchat", K::kMessenger},
    {"snap", K::kMessenger},
    {"insta", K::kMessenger},
    {"instagram", K::kMessenger},
    {"ig", K::kMessenger},
    {"discord", K::kMessenger},
    {"signal", K::kMessenger},
    {"wechat", K::kMessenger},
    {"kik", K::kMessenger},
    {"viber", K::kMessenger},
    {"skype", K::kMessenger},
    {"tel", K::kCall},
    {"telephone", K::kCall},
    {"phone", K::kCall},
    {"mobile", K::kCall},
    {"portable", K::kCall},
    {"gsm", K::kCall},
    {"call", K::kCall},
    {"appelez", K::kCall},
    {"appeler", K::kCall},
    {"appelle", K::kCall},
    {"contactez", K::kCall},
    {"contact", K::kCall},
    {"joindre", K::kCall},
    {"sms", K::kCall},
    {"text", K::kCall},
    {"cell", K::kCall},
    {"dial", K::kCall},
    {"isbn", K::kNoTelephone},
    {"issn", K::kNoTelephone},
    {"ean", K::kNoTelephone},
    {"siret", K::kNoTelephone},
    {"siren", K::kNoTelephone},
    {"rcs", K::kNoTelephone},
    {"iban", K::kNoTelephone},
    {"ref", K::kNoTelephone},
    {"reference", K::kNoTelephone},
    {"article", K::kNoTelephone},
    {"articles", K::kNoTelephone},
    {"dossier", K::kNoTelephone},
    {"commande", K::kNoTelephone},
    {"order", K::kNoTelephone},
    {"facture", K::kNoTelephone},
    {"invoice", K::kNoTelephone},
    {"loto", K::kNoTelephone},
    {"tirage", K::kNoTelephone},
    {"keno", K::kNoTelephone},
    {"euromillions", K::kNoTelephone},
    {"lottery", K::kNoTelephone},
};

class Table {
 public:
  Table() {
    for (const Entry& entry : kEntries) {
      const uint64_t hash = HashWord(entry.word);
      size_t i = hash % kSlots;
      while (slots_[i].hash != 0) i = (i + 1) % kSlots;
      slots_[i] = {hash, {entry.kind, entry.value}};
      maybe_[hash / 64 % kMaybeWords] |= uint64_t{1} << (hash % 64);
    }
  }
  static const Table& Get() {
    static const Table table;
    return table;
  }
  // False for nine words of ten that are no keyword, in 128 bytes of memory.
  bool Maybe(uint64_t hash) const {
    return maybe_[hash / 64 % kMaybeWords] >> (hash % 64) & 1;
  }
  Keyword Find(uint64_t hash) const {
    if (!Maybe(hash)) return {};
    for (size_t i = hash % kSlots; slots_[i].hash != 0; i = (i + 1) % kSlots) {
      if (slots_[i].hash == hash) return slots_[i].keyword;
    }
    return {};
  }

 private:
  static constexpr size_t kSlots = 512;
  static constexpr size_t kMaybeWords = 16;
  static_assert(std::size(kEntries) * 4 < kSlots);
  struct Slot {
    uint64_t hash = 0;
    Keyword keyword;
  };
  std::array<uint64_t, kMaybeWords> maybe_{};
  std::array<Slot, kSlots> slots_;
};

}  // namespace

Keyword FindKeyword(uint64_t hash) { return Table::Get().Find(hash); }

void FindKeywords(TextParts* parts) {
  const Table& table = Table::Get();
  for (size_t i = 0; i < parts->words.size(); ++i) {
    const uint64_t hash = parts->words[i].hash;
    if (!table.Maybe(hash)) continue;
    const Keyword keyword = table.Find(hash);
    if (keyword.kind == KeywordKind::kNone) continue;
    parts->keywords.push_back({static_cast<uint32_t>(i), keyword});
  }
}

}  // namespace crible
