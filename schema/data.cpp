// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/data.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "schema/embedded_data.h"

namespace gongshi {
inline namespace schema {
namespace {

std::string& data_directory() {
  static std::string directory = [] {
    const char* set = std::getenv("GONGSHI_DATA");
    return std::string(set != nullptr ? set : "");
  }();
  return directory;
}

}  // namespace

void set_data_directory(std::string path) { data_directory() = std::move(path); }

const std::string& data_directory_in_use() { return data_directory(); }

Result<std::string> load_data(std::string_view name) {
  if (!data_directory().empty()) {
    const std::filesystem::path path = std::filesystem::path(data_directory()) / name;
    std::error_code failed;
    if (std::filesystem::exists(path, failed)) {
      // What stands there counts: a file that cannot be read must not give way to the built-in one in silence.
      std::ifstream file(path, std::ios::binary);
      std::string text{std::istreambuf_iterator<char>(file), {}};
      if (std::filesystem::is_directory(path, failed) || !file.is_open() || file.bad())
        return Error{"file-unreadable", path.string() + " could not be read."};
      return text;
    }
  }
  for (const data::EmbeddedFile& file : data::embedded_files())
    if (file.name == name) return std::string(file.bytes, file.size);
  return Error{"data-missing",
               "There is no data file " + std::string(name) + ", neither built in nor in the data directory."};
}

std::vector<std::string> list_data(std::string_view prefix) {
  std::set<std::string> names;
  for (const data::EmbeddedFile& file : data::embedded_files())
    if (file.name.starts_with(prefix)) names.emplace(file.name);
  std::error_code failed;
  if (const std::filesystem::path root(data_directory()); !root.empty()) {
    for (std::filesystem::recursive_directory_iterator it(root, failed), end; !failed && it != end;
         it.increment(failed)) {
      const std::string name = std::filesystem::relative(it->path(), root, failed).generic_string();
      if (it->is_regular_file(failed) && name.starts_with(prefix)) names.insert(name);
    }
  }
  return {names.begin(), names.end()};
}

}  // namespace schema
}  // namespace gongshi
