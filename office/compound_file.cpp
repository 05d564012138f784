// SPDX-License-Identifier: GPL-3.0-or-later
#include "office/compound_file.h"

#include <algorithm>

namespace gongshi::office {
namespace {

constexpr std::uint32_t kEndOfChain = 0xFFFFFFFE, kLargestSector = 0xFFFFFFFA;
constexpr std::size_t kHeader = 512, kDirectoryEntry = 128, kHeaderTableSectors = 109;

// Names of streams are one in upper and lower case.
bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

Error damaged(std::string what) { return {"file-damaged", std::move(what)}; }

}  // namespace

std::uint32_t little_endian(std::string_view bytes, std::uint64_t offset, std::size_t size) {
  if (offset > bytes.size() || size > bytes.size() - offset) return 0;
  std::uint32_t value = 0;
  for (std::size_t i = size; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[offset + i]);
  return value;
}

Result<CompoundFile> CompoundFile::open(std::string_view bytes) {
  CompoundFile file;
  file.bytes_ = bytes;
  if (!file.load()) return damaged("the container is damaged or cut off; get the file again.");
  return file;
}

bool CompoundFile::load() {
  if (bytes_.size() < kHeader || !bytes_.starts_with("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) return false;
  const std::uint32_t shift = little_endian(bytes_, 30, 2), mini_shift = little_endian(bytes_, 32, 2);
  if (shift < 7 || shift > 16 || mini_shift < 3 || mini_shift >= shift) return false;
  sector_size_ = std::uint64_t{1} << shift;
  mini_size_ = std::uint64_t{1} << mini_shift;
  mini_cutoff_ = little_endian(bytes_, 56, 4);
  if (!load_table()) return false;
  std::string directory;
  if (!read_chain(little_endian(bytes_, 48, 4), UINT64_MAX, directory)) return false;
  load_directory(directory);
  std::string mini;
  const std::uint32_t mini_start = little_endian(bytes_, 60, 4);
  if (mini_start <= kLargestSector && !read_chain(mini_start, UINT64_MAX, mini)) return false;
  for (std::size_t at = 0; at + 4 <= mini.size(); at += 4) mini_table_.push_back(little_endian(mini, at, 4));
  for (const Entry& entry : entries_)
    if (entry.type == 5 && entry.start <= kLargestSector && !read_chain(entry.start, entry.size, mini_stream_))
      return false;
  return true;
}

// The bytes of a sector; fewer at the end of a file that is cut off.
std::string_view CompoundFile::sector(std::uint32_t index) const {
  const std::uint64_t at = (std::uint64_t{index} + 1) * sector_size_;
  return at >= bytes_.size() ? std::string_view() : bytes_.substr(at, sector_size_);
}

// The sector table: its first sectors are listed in the header, more of them in a chain of lists.
bool CompoundFile::load_table() {
  std::vector<std::uint32_t> parts;
  for (std::size_t i = 0; i < kHeaderTableSectors; ++i) parts.push_back(little_endian(bytes_, 76 + 4 * i, 4));
  std::uint32_t next = little_endian(bytes_, 68, 4);
  const std::uint64_t most = bytes_.size() / sector_size_ + 1;
  for (std::uint64_t seen = 0; next <= kLargestSector; ++seen) {
    const std::string_view list = sector(next);
    if (list.size() < sector_size_ || seen > most) return false;
    for (std::uint64_t at = 0; at + 4 < sector_size_; at += 4) parts.push_back(little_endian(list, at, 4));
    next = little_endian(list, sector_size_ - 4, 4);
  }
  for (const std::uint32_t part : parts) {
    if (part > kLargestSector) continue;
    const std::string_view entries = sector(part);
    if (entries.size() < sector_size_ || table_.size() > most + sector_size_) return false;
    for (std::uint64_t at = 0; at < sector_size_; at += 4) table_.push_back(little_endian(entries, at, 4));
  }
  return !table_.empty();
}

void CompoundFile::load_directory(const std::string& bytes) {
  for (std::size_t at = 0; at + kDirectoryEntry <= bytes.size(); at += kDirectoryEntry) {
    Entry entry;
    const std::uint32_t length = std::min<std::uint32_t>(little_endian(bytes, at + 64, 2), 64);
    for (std::uint32_t i = 0; i + 2 < length; i += 2) {
      const std::uint32_t unit = little_endian(bytes, at + i, 2);
      entry.name += unit >= 0x20 && unit < 0x7F ? static_cast<char>(unit) : '?';
    }
    entry.type = static_cast<int>(little_endian(bytes, at + 66, 1));
    entry.start = little_endian(bytes, at + 116, 4);
    entry.size = little_endian(bytes, at + 120, 4);
    entry.left = little_endian(bytes, at + 68, 4);
    entry.right = little_endian(bytes, at + 72, 4);
    entry.child = little_endian(bytes, at + 76, 4);
    entries_.push_back(std::move(entry));
  }
  name_paths();
}

// Storages keep what they hold in a tree of siblings. Each entry is visited once: damaged trees may run in circles.
void CompoundFile::name_paths() {
  std::vector<bool> seen(entries_.size(), false);
  std::vector<std::pair<std::uint32_t, std::string>> open;
  for (const Entry& entry : entries_)
    if (entry.type == 5) {
      open.emplace_back(entry.child, std::string());
      break;
    }
  while (!open.empty()) {
    const auto [index, folder] = std::move(open.back());
    open.pop_back();
    if (index >= entries_.size() || seen[index]) continue;
    seen[index] = true;
    Entry& entry = entries_[index];
    entry.path = folder + entry.name;
    open.emplace_back(entry.left, folder);
    open.emplace_back(entry.right, folder);
    if (entry.type == 1 && folder.size() < 1'000) open.emplace_back(entry.child, entry.path + "/");
  }
}

bool CompoundFile::chain(std::uint32_t start, const std::vector<std::uint32_t>& table,
                         std::vector<std::uint32_t>& sectors) const {
  for (std::uint32_t at = start; at != kEndOfChain; at = table[at]) {
    if (at >= table.size() || sectors.size() > table.size()) return false;
    sectors.push_back(at);
  }
  return true;
}

bool CompoundFile::read_chain(std::uint32_t start, std::uint64_t size, std::string& bytes) const {
  std::vector<std::uint32_t> sectors;
  if (!chain(start, table_, sectors)) return false;
  for (const std::uint32_t index : sectors) {
    if (bytes.size() >= size) break;
    bytes += sector(index);
  }
  if (size == UINT64_MAX) return true;
  if (bytes.size() < size) return false;
  bytes.resize(size);
  return true;
}

bool CompoundFile::has(std::string_view name) const {
  return std::any_of(entries_.begin(), entries_.end(),
                     [&](const Entry& entry) { return entry.type == 2 && same_name(entry.name, name); });
}

Result<std::string> CompoundFile::read(std::string_view name) const {
  for (const Entry& entry : entries_)
    if (entry.type == 2 && same_name(entry.name, name)) return read(entry);
  return Error{"part-missing", "the container has no stream " + std::string(name) + "."};
}

Result<std::string> CompoundFile::read_at(std::string_view path) const {
  for (const Entry& entry : entries_)
    if (entry.type == 2 && same_name(entry.path, path)) return read(entry);
  return Error{"part-missing", "the container has no stream " + std::string(path) + "."};
}

std::vector<std::string> CompoundFile::storages() const {
  std::vector<std::string> names;
  for (const Entry& entry : entries_)
    if (entry.type == 1 && !entry.path.empty() && entry.path.find('/') == std::string::npos)
      names.push_back(entry.name);
  return names;
}

Result<std::string> CompoundFile::read(const Entry& entry) const {
  std::string bytes;
  if (entry.size >= mini_cutoff_) {
    if (read_chain(entry.start, entry.size, bytes)) return bytes;
    return damaged("a stream of the container is cut off; get the file again.");
  }
  std::vector<std::uint32_t> sectors;
  if (entry.size > 0 && !chain(entry.start, mini_table_, sectors))
    return damaged("a stream of the container is damaged; get the file again.");
  for (const std::uint32_t index : sectors)
    if (index * mini_size_ < mini_stream_.size()) bytes += mini_stream_.substr(index * mini_size_, mini_size_);
  if (bytes.size() < entry.size) return damaged("a stream of the container is cut off; get the file again.");
  bytes.resize(entry.size);
  return bytes;
}

}  // namespace gongshi::office
