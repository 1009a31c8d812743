#ifndef CRIBLE_POLICY_READER_H_
#define CRIBLE_POLICY_READER_H_

// Reads the values of this folder's two files and words the mistakes in them.

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/issue.h"
#include "toml/document.h"
#include "toml/keys.h"

namespace crible {

class Mistakes {
 public:
  Mistakes(std::string_view file, std::vector<Issue>* issues)
      : file_(file), issues_(issues) {}

  const std::string& file() const { return file_; }
  void Add(Position at, std::string_view kind, Localized message);
  void Warn(Position at, std::string_view kind, Localized message);
  void AddAll(const std::vector<Issue>& issues);

  // Wrong tables and arrays of tables, and keys outside of any.
  void CheckTables(const Document& document,
                   std::vector<std::string_view> tables,
                   std::vector<std::string_view> arrays);
  void CheckKeys(const Table& table, const std::vector<std::string_view>& known,
                 std::span<const Alias> aliases = {},
                 std::string_view prefix = {});
  void Missing(Position at, std::string_view key, std::string_view block);
  void Duplicate(Position at, std::string_view id);
  // "`key` wants `wanted`, not …" and, if any, a hint that begins with a colon.
  void WrongKind(std::string_view key, const Value& value,
                 const Localized& wanted, const Localized& hint = {});

  // A text that is not empty, or null after saying so.
  const std::string* Text(std::string_view key, const Value& value);
  // One text or a list of them; empty after saying so.
  std::vector<std::string> Texts(std::string_view key, const Value& value);
  // The texts of such a value.
  void ForEachText(
      const Value& value,
      const std::function<void(const std::string&, Position)>& visit);

 private:
  const std::string file_;
  std::vector<Issue>* const issues_;
};

}  // namespace crible

#endif  // CRIBLE_POLICY_READER_H_
