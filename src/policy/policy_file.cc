#include "policy/policy_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "fmt/core.h"
#include "policy/reader.h"
#include "toml/document.h"
#include "toml/keys.h"
#include "toml/wording.h"

namespace crible {
namespace {

constexpr std::string_view kDefaultZone = "Europe/Paris";

// What people write who think in French.
constexpr Alias kAliases[] = {{"avant", "before"},
                              {"après", "after"},
                              {"apres", "after"},
                              {"fermé", "closed"},
                              {"ferme", "closed"},
                              {"jamais", "never"},
                              {"retenir", "hold"},
                              {"refuser", "reject"},
                              {"rubrique", "section"},
                              {"mot-clé", "tag"},
                              {"heures", "hours"},
                              {"du", "from"},
                              {"au", "to"},
                              {"lecteurs", "readers"},
                              {"fuseau", "time_zone"},
                              {"observer", "observe"},
                              {"articles", "article"},
                              {"sections", "section"},
                              {"tags", "tag"},
                              {"sites", "site"},
                              {"until", "to"},
                              {"hour", "hours"},
                              {"timezone", "time_zone"}};

std::optional<int> ParseMinute(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const size_t i : {0, 1, 3, 4}) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
  }
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  if (minute > 59 || hour * 60 + minute > 24 * 60) return std::nullopt;
  return hour * 60 + minute;
}

std::optional<Hours> ParseHours(std::string_view text) {
  if (text.size() != 11 || text[5] != '-') return std::nullopt;
  const auto begin = ParseMinute(text.substr(0, 5));
  const auto end = ParseMinute(text.substr(6));
  if (!begin || !end || *begin == *end) return std::nullopt;
  return Hours{*begin, *end};
}

// A number where its setting's kind allows one.
bool IsWithin(SettingKind kind, double x) {
  switch (kind) {
    case SettingKind::kBaseShare:
    case SettingKind::kThreshold:
    case SettingKind::kReject:
    case SettingKind::kShareOrNever:
      return x > 0 && x < 1;
    case SettingKind::kShare:
      return x >= 0 && x <= 1;
    case SettingKind::kCount:
      return x >= 0 && x <= 1e9 && x == std::floor(x);
    case SettingKind::kCountOrNever:
      return x >= 1 && x <= 1e9 && x == std::floor(x);
    default:
      return false;
  }
}

class PolicyReader {
 public:
  PolicyReader(std::string_view path, const std::vector<Setting>& settings,
               std::vector<Issue>* issues)
      : settings_(settings), mistakes_(path, issues) {}

  PolicyFile Read(std::string_view bytes);

 private:
  void ReadGroup(const Document& document);
  void ReadSite(const Table& table);
  void ReadWhen(const Table& table);
  void ReadZone(const Value* name);
  void ReadHours(const Value& value, PolicyBlock* block);
  void ReadDates(const Table& table, PolicyBlock* block);
  std::optional<absl::CivilSecond> ReadMoment(const Value& value, bool end);

  // The settings of a table whose other keys are `own`.
  void ReadSettings(const Table& table, std::vector<std::string_view> own,
                    PolicyBlock* block);
  void ReadSettingGroup(const Table::Entry& entry, PolicyBlock* block);
  void ReadSetting(size_t setting, const Value& value, PolicyBlock* block);
  void CheckSites();
  void CheckZone();
  void CheckOrder();

  const std::vector<Setting>& settings_;
  Mistakes mistakes_;
  PolicyFile file_;
  std::vector<const Value*> when_sites_;
  bool has_zone_ = false;
};

PolicyFile PolicyReader::Read(std::string_view bytes) {
  const Document document = ReadDocument(mistakes_.file(), bytes);
  mistakes_.AddAll(document.issues);
  mistakes_.CheckTables(document, {"group", "keep"}, {"site", "when"});
  ReadGroup(document);
  if (const Value* keep = document.root.Find("keep")) {
    if (const Table* table = keep->AsTable()) {
      file_.keep = ReadKeep(*table, &mistakes_);
    } else {
      mistakes_.WrongKind("keep", *keep, {"un bloc [keep]", "a [keep] block"});
    }
  }
  size_t blocks = 0;
  for (const auto& [name, tables] : document.arrays) blocks += tables.size();
  if (blocks > kPolicyBlocksMax) {
    mistakes_.Add(
        {1, 1}, "too-many-blocks",
        {fmt::format("{} blocs : {} au plus.", blocks, kPolicyBlocksMax),
         fmt::format("{} blocks: at most {}.", blocks, kPolicyBlocksMax)});
    return std::move(file_);
  }
  for (const Table& table : document.Tables("site")) ReadSite(table);
  const auto& whens = document.Tables("when");
  for (const Table& table : whens) ReadWhen(table);
  CheckSites();
  CheckZone();
  std::stable_sort(
      file_.blocks.begin(), file_.blocks.end(),
      [](const PolicyBlock& a, const PolicyBlock& b) { return a.at < b.at; });
  CheckOrder();
  return std::move(file_);
}

// -- Blocks ------------------------------------------------------------------

void PolicyReader::ReadGroup(const Document& document) {
  const Value* value = document.root.Find("group");
  const Table* table = value == nullptr ? nullptr : value->AsTable();
  if (value != nullptr && table == nullptr) {
    mistakes_.WrongKind("group", *value,
                        {"un bloc [group]", "a [group] block"});
  }
  ReadZone(table == nullptr ? nullptr : table->Find("time_zone"));
  if (table == nullptr) return;
  PolicyBlock block{.at = table->at()};
  ReadSettings(*table, {"time_zone"}, &block);
  file_.blocks.push_back(std::move(block));
}

void PolicyReader::ReadSite(const Table& table) {
  PolicyBlock block{.at = table.at()};
  const Value* id = table.Find("id");
  if (id == nullptr) {
    mistakes_.Missing(table.at(), "id", "[[site]]");
  } else if (const std::string* name = mistakes_.Text("id", *id)) {
    const bool known = std::find(file_.sites.begin(), file_.sites.end(),
                                 *name) != file_.sites.end();
    if (known) mistakes_.Duplicate(id->at(), *name);
    file_.sites.push_back(*name);
    block.sites = {*name};
  }
  ReadSettings(table, {"id"}, &block);
  // Without its name a block would hold everywhere.
  if (!block.sites.empty()) file_.blocks.push_back(std::move(block));
}

void PolicyReader::ReadWhen(const Table& table) {
  PolicyBlock block{.at = table.at()};
  bool complete = true;
  const auto read = [&](std::string_view key, std::vector<std::string>* names) {
    const Value* value = table.Find(key);
    if (value == nullptr) return;
    *names = mistakes_.Texts(key, *value);
    complete &= !names->empty();
    if (key == "site") when_sites_.push_back(value);
  };
  read("site", &block.sites);
  read("section", &block.sections);
  read("tag", &block.tags);
  read("article", &block.articles);
  if (const Value* hours = table.Find("hours")) {
    ReadHours(*hours, &block);
    complete &= block.hours.has_value();
  }
  ReadDates(table, &block);
  ReadSettings(table,
               {"site", "section", "tag", "article", "hours", "from", "to"},
               &block);
  if (block.Nearness() == 0 && complete) {
    mistakes_.Add(
        table.at(), "no-condition",
        {"Ce [[when]] n'a pas de condition : donnez-lui site, section, tag, "
         "article, hours, from ou to, ou déplacez-le dans [group].",
         "This [[when]] has no condition: give it site, section, tag, article, "
         "hours, from or to, or move it to [group]."});
  }
  if (complete) file_.blocks.push_back(std::move(block));
}

// -- Time --------------------------------------------------------------------

void PolicyReader::ReadZone(const Value* name) {
  std::string zone(kDefaultZone);
  if (name != nullptr) {
    const std::string* text = mistakes_.Text("time_zone", *name);
    if (text == nullptr) return;
    zone = *text;
  }
  has_zone_ = absl::LoadTimeZone(zone, &file_.time_zone);
  if (has_zone_ || name == nullptr) return;
  mistakes_.Add(name->at(), "unknown-time-zone",
                {fmt::format("Le fuseau horaire {} n'existe pas sur cette "
                             "machine : écrivez par exemple \"Europe/Paris\", "
                             "et installez le paquet tzdata s'il manque.",
                             FrenchQuote(zone)),
                 fmt::format("The time zone {} does not exist on this machine: "
                             "write for example \"Europe/Paris\", and install "
                             "the package tzdata if it is missing.",
                             EnglishQuote(zone))});
  has_zone_ = true;  // said once
}

void PolicyReader::CheckZone() {
  if (has_zone_) return;
  const auto timed =
      std::find_if(file_.blocks.begin(), file_.blocks.end(),
                   [](const PolicyBlock& block) { return block.timed(); });
  if (timed == file_.blocks.end()) return;
  mistakes_.Add(
      timed->at, "no-time-zones",
      {fmt::format("Des heures ou des dates, mais cette machine ne connaît pas "
                   "le fuseau {} : installez le paquet tzdata.",
                   kDefaultZone),
       fmt::format("Hours or dates, but this machine does not know the time "
                   "zone {}: install the package tzdata.",
                   kDefaultZone)});
}

void PolicyReader::ReadHours(const Value& value, PolicyBlock* block) {
  const auto* text = value.As<std::string>();
  if (text != nullptr) block->hours = ParseHours(*text);
  if (block->hours) return;
  mistakes_.WrongKind("hours", value,
                      {"deux heures différentes, comme \"22:00-06:00\"",
                       "two different times of day, as \"22:00-06:00\""});
}

std::optional<absl::CivilSecond> PolicyReader::ReadMoment(const Value& value,
                                                          bool end) {
  if (const auto* day = value.As<Date>()) {
    // The last day belongs to it.
    return absl::CivilSecond(absl::CivilDay(day->year, day->month, day->day) +
                             (end ? 1 : 0));
  }
  if (const auto* t = value.As<DateTime>()) {
    return absl::CivilSecond(t->date.year, t->date.month, t->date.day, t->hour,
                             t->minute, t->second);
  }
  return std::nullopt;
}

void PolicyReader::ReadDates(const Table& table, PolicyBlock* block) {
  const Localized wanted = {
      "une date ou une heure sans guillemets, comme 2027-04-10 ou "
      "2027-04-10T20:00:00",
      "a date or a time without quotation marks, as 2027-04-10 or "
      "2027-04-10T20:00:00"};
  const auto read = [&](std::string_view key, bool end, auto* moment) {
    const Value* value = table.Find(key);
    if (value == nullptr) return;
    *moment = ReadMoment(*value, end);
    if (!*moment) mistakes_.WrongKind(key, *value, wanted);
  };
  read("from", false, &block->from);
  read("to", true, &block->until);
  if (!block->from || !block->until || *block->from < *block->until) return;
  mistakes_.Add(table.Find("to")->at(), "empty-period",
                {"La fin (to) n'est pas après le début (from).",
                 "The end (to) is not after the beginning (from)."});
}

// -- Settings ----------------------------------------------------------------

void PolicyReader::ReadSettings(const Table& table,
                                std::vector<std::string_view> own,
                                PolicyBlock* block) {
  for (const Table::Entry& entry : table.entries()) {
    for (size_t i = 0; i < settings_.size(); ++i) {
      const Setting& setting = settings_[i];
      if (setting.group.empty() && setting.name == entry.key) {
        ReadSetting(i, entry.value, block);
      } else if (setting.group == entry.key) {
        ReadSettingGroup(entry, block);
        break;
      }
    }
  }
  for (const Setting& setting : settings_) {
    const std::string& key =
        setting.group.empty() ? setting.name : setting.group;
    if (own.back() != key) own.push_back(key);
  }
  mistakes_.CheckKeys(table, own, kAliases);
}

void PolicyReader::ReadSettingGroup(const Table::Entry& entry,
                                    PolicyBlock* block) {
  const Table* table = entry.value.AsTable();
  std::vector<std::string_view> known;
  for (size_t i = 0; i < settings_.size(); ++i) {
    if (settings_[i].group != entry.key) continue;
    known.push_back(settings_[i].name);
    if (table == nullptr) continue;
    const Value* value = table->Find(settings_[i].name);
    if (value != nullptr) ReadSetting(i, *value, block);
  }
  if (table != nullptr) {
    mistakes_.CheckKeys(*table, known, kAliases, entry.key + ".");
    return;
  }
  const std::string example =
      fmt::format("{}.{} = …", entry.key, known.front());
  mistakes_.WrongKind(entry.key, entry.value,
                      {fmt::format("un de ses réglages, comme {}", example),
                       fmt::format("one of its settings, as {}", example)});
}

void PolicyReader::ReadSetting(size_t index, const Value& value,
                               PolicyBlock* block) {
  const Setting& setting = settings_[index];
  const auto assign = [&](SettingValue number) {
    block->assignments.push_back({index, number, value.at()});
  };
  const auto number = value.AsNumber();
  if (number && IsWithin(setting.kind, *number)) return assign(*number);
  const auto* yes = value.As<bool>();
  if (yes != nullptr && setting.kind == SettingKind::kYesNo) {
    return assign(*yes ? 1 : 0);
  }
  std::vector<std::string_view> words;
  const auto* text = value.As<std::string>();
  for (const SettingWord& word : SettingWords(setting.kind)) {
    if (text != nullptr && *text == word.word) return assign(word.value);
    words.push_back(word.word);
  }
  Localized hint;
  if (number && *number > 1 && *number < 100 &&
      IsWithin(setting.kind, *number / 100)) {
    hint = {fmt::format(" : {} sur 100 s'écrit {}", *number, *number / 100),
            fmt::format(": {} in 100 is written {}", *number, *number / 100)};
  } else if (text != nullptr) {
    if (const auto meant = DidYouMean(*text, words, kAliases)) {
      hint = {fmt::format(" : écrivez \"{}\"", *meant),
              fmt::format(": write \"{}\"", *meant)};
    }
  }
  mistakes_.WrongKind(setting.key(), value, WantedText(setting.kind), hint);
}

// -- What only the whole file shows ------------------------------------------

// Sites need not be declared, but where some are, another is a typing error.
void PolicyReader::CheckSites() {
  const std::vector<std::string_view> declared(file_.sites.begin(),
                                               file_.sites.end());
  for (const Value* value : when_sites_) {
    mistakes_.ForEachText(*value, [&](const std::string& name, Position at) {
      const bool known =
          std::find(declared.begin(), declared.end(), name) != declared.end();
      if (known) return;
      if (declared.empty()) {
        file_.sites.push_back(name);
        return;
      }
      const Localized advice = SuggestionText(name, declared);
      mistakes_.Add(at, "unknown-site",
                    {fmt::format("Aucun bloc [[site]] n'a l'id {} : {}.",
                                 FrenchQuote(name), advice.fr),
                     fmt::format("No [[site]] block has the id {}: {}.",
                                 EnglishQuote(name), advice.en)});
    });
  }
}

// A threshold that a lower one hides is most likely a slip.
void PolicyReader::CheckOrder() {
  Settings group = DefaultSettings();
  for (const PolicyBlock& block : file_.blocks) {
    const bool is_group = block.Nearness() == 0;
    Settings merged = group;
    for (const Assignment& a : block.assignments) {
      settings_[a.setting].set(&merged, a.value);
    }
    if (is_group) group = merged;
    for (const Assignment& a : block.assignments) {
      const Setting& setting = settings_[a.setting];
      if (setting.kind != SettingKind::kThreshold || !a.value) continue;
      const std::string above = setting.name == "look" ? "hold" : "reject";
      for (const Setting& other : settings_) {
        if (other.group != setting.group || other.name != above) continue;
        const SettingValue limit = other.get(merged);
        if (!limit || *limit == kAnySign || *a.value < *limit) continue;
        mistakes_.Warn(
            a.at, "never-reached",
            {fmt::format("{} = {} n'est jamais atteint : {} agit dès {}.",
                         setting.key(), *a.value, other.key(), *limit),
             fmt::format("{} = {} is never reached: {} acts from {} on.",
                         setting.key(), *a.value, other.key(), *limit)});
      }
    }
  }
}

}  // namespace

int PolicyBlock::Nearness() const {
  return (articles.empty() ? 0 : 8) +
         (sections.empty() && tags.empty() ? 0 : 4) + (sites.empty() ? 0 : 2) +
         (timed() ? 1 : 0);
}

PolicyFile ReadPolicyFile(std::string_view path, std::string_view bytes,
                          const std::vector<Setting>& settings,
                          std::vector<Issue>* issues) {
  return PolicyReader(path, settings, issues).Read(bytes);
}

}  // namespace crible
