// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/report_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>
#include <string_view>
#include <utility>

#include "report/files.h"

namespace gongshi::report {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRunFile = "run.json";
constexpr const char* kDecisionsFile = "decisions.json";

Error unwritable(const std::string& path, const std::string& reason) {
  return {"report-unwritable",
          path + ": cannot be written (" + reason + "). Choose another folder with -o, or free some space."};
}

std::string read_bytes(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> files_below(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::recursive_directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed))
    if (!it->is_directory(failed)) names.push_back(it->path().lexically_relative(folder).generic_string());
  std::sort(names.begin(), names.end());
  return names;
}

/// What desktops and office programs leave in any folder they open.
bool is_rest_of_a_program(const std::string& relative) {
  const std::string name = fs::path(relative).filename().string();
  return name == "Thumbs.db" || name == "desktop.ini" || name == ".DS_Store" || name.starts_with("~$") ||
         name.starts_with(".~lock.") || name.ends_with(".part");
}

/// Names that reports had before they kept a list of what they wrote.
bool is_of_an_old_report(const std::string& relative) {
  static const std::regex kNames(
      "index\\.html|findings\\.json|findings\\.csv|rows\\.csv|问题台账\\.xlsx|notices/[0-9]+\\.html|"
      "pictures/[0-9]+-[0-9]+\\.(webp|png)|assets/[a-z-]+\\.(css|js)|plots/[a-z]+\\.svg|letters/[0-9]+-.*\\.docx");
  return std::regex_match(relative, kNames);
}

std::string kept_name(const std::string& relative, const std::string& stamp, const fs::path& folder) {
  const fs::path path(relative);
  for (int n = 1;; ++n) {
    const std::string name =
        (path.parent_path() / fmt::format("{}-{}{}{}", path.stem().string(), stamp,
                                          n == 1 ? "" : "-" + std::to_string(n), path.extension().string()))
            .generic_string();
    std::error_code failed;
    if (!fs::exists(folder / name, failed)) return name;
  }
}

/// Of a file's bytes, read piece by piece: findings.json of a thousand notices has a hundred megabytes.
std::string digest_of(const fs::path& path) {
  constexpr std::size_t kPiece = 1U << 20U;
  std::ifstream file(path, std::ios::binary);
  FileWriter hash("");
  std::string piece(kPiece, '\0');
  while (file) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    hash.write(std::string_view(piece).substr(0, static_cast<std::size_t>(file.gcount())));
  }
  return hash.digest();
}

}  // namespace

Error foreign_folder(const std::string& folder, const EarlierReport& earlier) {
  constexpr std::size_t kNamed = 3;
  std::string names;
  for (std::size_t i = 0; i < earlier.foreign.size() && i < kNamed; ++i)
    names += (i == 0 ? "" : ", ") + earlier.foreign[i];
  if (earlier.foreign.size() > kNamed) names += fmt::format(" and {} more", earlier.foreign.size() - kNamed);
  return {"folder-foreign", fmt::format("{}: holds files that gongshi did not write ({}); nothing was written. Choose "
                                        "another folder with -o, or keep them beside the report with --force.",
                                        folder, names)};
}

std::map<std::string, std::string> hashes_of(const std::string& folder) {
  std::map<std::string, std::string> hashes;
  for (const std::string& name : files_below(folder))
    if (name != kRunFile) hashes[name] = digest_of(fs::path(folder) / name);
  return hashes;
}

Result<EarlierReport> look_into(const std::string& folder) {
  EarlierReport earlier;
  std::error_code failed;
  if (!fs::exists(folder, failed)) return earlier;
  if (!fs::is_directory(folder, failed)) return unwritable(folder, "it is no folder");
  const fs::path root(folder);
  const auto run = nlohmann::json::parse(read_bytes(root / kRunFile), nullptr, false);
  earlier.ours = run.is_object() && run.contains("format") && run["format"].is_string() &&
                 run["format"].get<std::string>().starts_with("gongshi.run/");
  std::map<std::string, std::string> wrote;
  const bool listed = earlier.ours && run.contains("files") && run["files"].is_object();
  if (listed)
    for (const auto& [name, hash] : run["files"].items())
      if (hash.is_string()) wrote[name] = hash.get<std::string>();
  if (earlier.ours && run.contains("kept") && run["kept"].is_array())
    for (const auto& name : run["kept"])
      if (name.is_string()) earlier.kept.push_back(name.get<std::string>());
  for (const std::string& name : files_below(root)) {
    if (name == kRunFile || is_rest_of_a_program(name)) continue;
    if (std::find(earlier.kept.begin(), earlier.kept.end(), name) != earlier.kept.end()) continue;
    const auto known = wrote.find(name);
    if (known == wrote.end() && !(earlier.ours && !listed && is_of_an_old_report(name))) {
      earlier.foreign.push_back(name);
      continue;
    }
    const bool ledger = fs::path(name).extension() == ".xlsx";
    if (known != wrote.end() ? digest_of(root / name) != known->second : ledger) {
      earlier.changed.push_back(name);
      if (ledger && fs::path(name).parent_path().empty()) earlier.ledger = name;
    }
    if (name == kDecisionsFile) earlier.decisions = true;
  }
  std::erase_if(earlier.kept, [&](const std::string& name) { return !fs::exists(root / name, failed); });
  return earlier;
}

Result<FolderSwap> FolderSwap::begin(const std::string& folder) {
  std::error_code failed;
  fs::path target = fs::weakly_canonical(fs::absolute(folder), failed);
  if (failed) return unwritable(folder, failed.message());
  if (!target.has_filename()) target = target.parent_path();
  fs::create_directories(target.parent_path(), failed);
  const std::string prefix = "." + target.filename().string() + ".gongshi-";
  // What an interrupted run left behind; a run that is still at work has its process there.
  for (fs::directory_iterator it(target.parent_path(), failed), end; !failed && it != end; it.increment(failed)) {
    const std::string name = it->path().filename().string();
    if (!name.starts_with(prefix)) continue;
    const std::string process = name.substr(prefix.size(), name.find('-', prefix.size()) - prefix.size());
    if (!fs::exists("/proc/" + process)) {
      std::error_code ignored;
      fs::remove_all(it->path(), ignored);
    }
  }
  const fs::path part = target.parent_path() / (prefix + std::to_string(::getpid()) + "-new");
  fs::remove_all(part, failed);
  if (!fs::create_directory(part, failed)) return unwritable(folder, failed.message());
  // Who may look into the old folder may look into the new one.
  if (const fs::file_status status = fs::status(target, failed); fs::is_directory(status))
    fs::permissions(part, status.permissions(), failed);
  return FolderSwap(target.string(), part.string());
}

FolderSwap::FolderSwap(FolderSwap&& other) noexcept
    : folder_(std::move(other.folder_)), part_(std::exchange(other.part_, {})) {}

FolderSwap::~FolderSwap() {
  std::error_code ignored;
  if (!part_.empty()) fs::remove_all(part_, ignored);
}

Result<std::vector<std::string>> FolderSwap::take_over(const EarlierReport& earlier, const std::string& stamp) {
  const fs::path from(folder_), to(part_);
  std::vector<std::string> kept;
  std::error_code failed;
  const auto copy = [&](const std::string& name, const std::string& as) {
    fs::create_directories((to / as).parent_path(), failed);
    fs::copy(from / name, to / as, fs::copy_options::overwrite_existing | fs::copy_options::copy_symlinks, failed);
    if (failed) return false;
    // Its time is part of what tells a person when it was filled in.
    std::error_code ignored;
    fs::last_write_time(to / as, fs::last_write_time(from / name, ignored), ignored);
    return true;
  };
  for (const std::string& name : earlier.kept) {
    if (!copy(name, name)) return unwritable(folder_ + "/" + name, failed.message());
    kept.push_back(name);
  }
  for (const std::string& name : earlier.changed) {
    const std::string as = kept_name(name, stamp, to);
    if (!copy(name, as)) return unwritable(folder_ + "/" + as, failed.message());
    kept.push_back(as);
  }
  for (const std::string& name : earlier.foreign) {
    const std::string as = fs::exists(to / name, failed) ? kept_name(name, stamp, to) : name;
    if (!copy(name, as)) return unwritable(folder_ + "/" + as, failed.message());
    if (as != name) kept.push_back(as);
  }
  return kept;
}

Result<void> FolderSwap::finish() {
  std::error_code failed;
  if (!fs::exists(folder_, failed)) {
    fs::rename(part_, folder_, failed);
    if (failed) return unwritable(folder_, failed.message());
    part_.clear();
    return {};
  }
  // At once for everybody who looks at it, where the file system can.
  if (::renameat2(AT_FDCWD, part_.c_str(), AT_FDCWD, folder_.c_str(), RENAME_EXCHANGE) == 0) {
    fs::remove_all(part_, failed);
    part_.clear();
    return {};
  }
  const std::string old = part_.substr(0, part_.size() - 3) + "old";
  fs::rename(folder_, old, failed);
  if (failed) return unwritable(folder_, failed.message());
  fs::rename(part_, folder_, failed);
  if (failed) {
    const Error error = unwritable(folder_, failed.message());
    fs::rename(old, folder_, failed);
    return error;
  }
  part_.clear();
  fs::remove_all(old, failed);
  return {};
}

}  // namespace gongshi::report
