#include "store/wishes.h"

#include <utility>

#include "text/fold.h"

namespace crible {
namespace {

std::string_view Trim(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

struct Trait {
  TraitKind kind;
  std::string_view purpose, text;
};

std::vector<Trait> TraitsOf(const TraitViews& traits) {
  std::vector<Trait> all;
  for (const Trait& one :
       {Trait{TraitKind::kEmail, "wish of an e-mail", Trim(traits.email)},
        Trait{TraitKind::kAddress, "wish of an address", Trim(traits.address)},
        Trait{TraitKind::kName, "wish of a name", Trim(traits.name)}}) {
    if (!one.text.empty()) all.push_back(one);
  }
  return all;
}

// No site holds a space.
std::string MarkOf(const SealingKey& key, std::string_view site,
                   const Trait& trait) {
  std::string text(site);
  text += ' ';
  text += FoldText(trait.text);
  return key.Mark(trait.purpose, text);
}

int64_t ReadVersion(Connection* db) {
  Rows rows = db->Query("SELECT value FROM marks WHERE name = 'wishes'");
  return rows.Next() ? rows.Int(0) : 0;
}

void NoteChange(Connection* db) {
  db->Run(
      "INSERT INTO marks (name, value) VALUES ('wishes', 1) "
      "ON CONFLICT (name) DO UPDATE SET value = marks.value + 1");
}

}  // namespace

std::vector<TraitMark> TraitMarks(const SealingKey& key, std::string_view site,
                                  const TraitViews& traits) {
  std::vector<TraitMark> marks;
  for (const Trait& one : TraitsOf(traits))
    marks.push_back({one.kind, MarkOf(key, site, one)});
  return marks;
}

void Wishes::Load(Connection* db) {
  StringMap<Site> sites;
  const int64_t version = ReadVersion(db);
  {
    Rows rows =
        db->Query("SELECT site, mark, kind, objects, restricted FROM wishes");
    while (rows.Next()) {
      Site& site = sites[rows.Text(0)];
      site.has[rows.Int(2) & 3] = true;
      site.by_mark[rows.Text(1)] = {.objects = rows.Bool(3),
                                    .restricted = rows.Bool(4)};
    }
  }
  if (!db->status().ok()) return;
  absl::MutexLock lock(&mutex_);
  any_.store(!sites.empty(), std::memory_order_release);
  sites_.swap(sites);
  version_ = version;
}

void Wishes::Follow(Connection* db) {
  if (ReadVersion(db) != version_) Load(db);
}

PersonWish Wishes::Find(std::string_view site, const TraitViews& traits) const {
  PersonWish wish;
  if (!any_.load(std::memory_order_acquire)) return wish;
  absl::ReaderMutexLock lock(&mutex_);
  const auto at = sites_.find(site);
  if (at == sites_.end()) return wish;
  for (const Trait& one : TraitsOf(traits)) {
    if (!at->second.has[static_cast<int>(one.kind)]) continue;
    const auto found = at->second.by_mark.find(MarkOf(key_, site, one));
    if (found != at->second.by_mark.end()) wish.Add(found->second);
  }
  return wish;
}

void SetWishes(const AuthorWishes& act, uint64_t token, const SealingKey& key,
               Connection* db) {
  const auto marks = TraitMarks(
      key, act.site,
      {.email = act.email, .address = act.address, .name = act.name});
  for (const TraitMark& one : marks) {
    db->Run(
        "INSERT INTO wishes (site, mark, kind, objects, restricted, event) "
        "VALUES (?1, ?2, ?3, 0, 0, ?4) ON CONFLICT (site, mark) DO UPDATE SET "
        "event = excluded.event",
        act.site, Blob{one.mark}, one.kind, token);
    if (act.objects) {
      db->Run("UPDATE wishes SET objects = ?3 WHERE site = ?1 AND mark = ?2",
              act.site, Blob{one.mark}, *act.objects);
    }
    if (act.restricted) {
      db->Run("UPDATE wishes SET restricted = ?3 WHERE site = ?1 AND mark = ?2",
              act.site, Blob{one.mark}, *act.restricted);
    }
    db->Run(
        "DELETE FROM wishes WHERE site = ?1 AND mark = ?2 AND objects = 0 AND "
        "restricted = 0",
        act.site, Blob{one.mark});
  }
  if (!marks.empty()) NoteChange(db);
}

bool EndWish(std::string_view site, const std::string& mark, Connection* db) {
  db->Run("DELETE FROM wishes WHERE site = ?1 AND mark = ?2", site, Blob{mark});
  if (db->changed() == 0) return false;
  NoteChange(db);
  return true;
}

}  // namespace crible
