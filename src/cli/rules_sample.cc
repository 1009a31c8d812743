#include "cli/rules_sample.h"

#include <algorithm>

#include "rules/inflection.h"

namespace crible {
namespace {

template <typename Use>
void ForEachLine(std::string_view list, Use&& use) {
  while (!list.empty()) {
    const size_t end = std::min(list.find('\n'), list.size());
    if (end > 0) use(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

}  // namespace

ListSample::ListSample(std::string_view phrases, std::string_view domains) {
  ForEachLine(phrases, [this](std::string_view line) { AddPhrase(line); });
  ForEachLine(domains, [this](std::string_view line) {
    domains_[std::string(line)] = entries_.size();
    entries_.push_back({.line = {std::string(line)}});
  });
  for (size_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i].words.empty()) continue;
    for (const uint64_t form : entries_[i].words[0])
      starts_.emplace_back(form, i);
  }
  std::sort(starts_.begin(), starts_.end());
}

void ListSample::AddPhrase(std::string_view line) {
  Entry entry{.line = {std::string(line)}};
  AnalyzeText(line, BodyFormat::kPlain, WordSet(), &text_);
  for (size_t i = 0; i < text_.words().size(); ++i) {
    std::string exact;
    text_.AppendExact(i, i, &exact);
    std::vector<uint64_t> forms = {HashWord(text_.Read(text_.words()[i]))};
    for (const std::string& form : WordForms(exact))
      forms.push_back(HashWord(form));
    std::sort(forms.begin(), forms.end());
    forms.erase(std::unique(forms.begin(), forms.end()), forms.end());
    for (const uint64_t form : forms) vocabulary_.Insert(form);
    entry.words.push_back(std::move(forms));
  }
  if (!entry.words.empty()) entries_.push_back(std::move(entry));
}

bool ListSample::StandsAt(const Entry& entry, size_t word) const {
  const auto words = text_.words();
  if (word + entry.words.size() > words.size()) return false;
  for (size_t i = 0; i < entry.words.size(); ++i) {
    const std::vector<uint64_t>& forms = entry.words[i];
    if (!std::binary_search(forms.begin(), forms.end(), words[word + i].hash))
      return false;
  }
  return true;
}

bool ListSample::Count(Entry* entry) {
  if (entry->last_comment != comments_) ++entry->line.comments;
  entry->last_comment = comments_;
  return true;
}

void ListSample::Add(const Comment& comment) {
  ++comments_;
  AnalyzeText(comment.body, comment.format, vocabulary_, &text_);
  bool found = false;
  for (size_t i = 0; i < text_.words().size(); ++i) {
    const uint64_t hash = text_.words()[i].hash;
    auto start = std::lower_bound(starts_.begin(), starts_.end(),
                                  std::pair<uint64_t, size_t>(hash, 0));
    for (; start != starts_.end() && start->first == hash; ++start) {
      Entry& entry = entries_[start->second];
      if (StandsAt(entry, i)) found = Count(&entry);
    }
  }
  for (const Link& link : text_.links()) {
    for (std::string_view host = link.host; !host.empty();) {
      const auto entry = domains_.find(host);
      if (entry != domains_.end()) found = Count(&entries_[entry->second]);
      const size_t dot = host.find('.');
      host.remove_prefix(dot == host.npos ? host.size() : dot + 1);
    }
  }
  comments_found_ += found;
}

std::vector<ListSample::Line> ListSample::Found() const {
  std::vector<Line> lines;
  for (const Entry& entry : entries_) {
    if (entry.line.comments > 0) lines.push_back(entry.line);
  }
  std::stable_sort(
      lines.begin(), lines.end(),
      [](const Line& a, const Line& b) { return a.comments > b.comments; });
  return lines;
}

}  // namespace crible
