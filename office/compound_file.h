// SPDX-License-Identifier: GPL-3.0-or-later
// Compound files ([MS-CFB], "OLE"): the container of Word 97 and Excel 97 documents.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/result.h"

namespace gongshi::office {

/// Little-endian unsigned number of `size` (1–4) bytes at `offset`; 0 where it does not lie within `bytes`.
[[nodiscard]] std::uint32_t little_endian(std::string_view bytes, std::uint64_t offset, std::size_t size);

class CompoundFile {
 public:
  /// Opens the container in `bytes`, which must outlive it. Error: "file-damaged" (no container, or its sector tables
  /// are cut off).
  [[nodiscard]] static Result<CompoundFile> open(std::string_view bytes);

  /// True where there is a stream `name` (ASCII) in the root storage or below.
  [[nodiscard]] bool has(std::string_view name) const;
  /// The bytes of the first stream `name`. Errors: "part-missing", "file-damaged" (its sectors are cut off or run in a
  /// circle).
  [[nodiscard]] Result<std::string> read(std::string_view name) const;
  /// The stream at `path`, from the root, with "/" between storages. Errors: as above.
  [[nodiscard]] Result<std::string> read_at(std::string_view path) const;
  /// Names of the storages directly below the root, in their order.
  [[nodiscard]] std::vector<std::string> storages() const;

 private:
  struct Entry {
    std::string name;  // ASCII; other characters as '?'
    std::string path;  // From the root; "" for what hangs on nothing.
    int type = 0;      // 1: storage, 2: stream, 5: root
    std::uint32_t left = 0, right = 0, child = 0;
    std::uint32_t start = 0;
    std::uint64_t size = 0;
  };

  CompoundFile() = default;
  [[nodiscard]] bool load();
  [[nodiscard]] std::string_view sector(std::uint32_t index) const;
  [[nodiscard]] bool chain(std::uint32_t start, const std::vector<std::uint32_t>& table,
                           std::vector<std::uint32_t>& sectors) const;
  [[nodiscard]] bool load_table();
  void load_directory(const std::string& bytes);
  void name_paths();
  [[nodiscard]] Result<std::string> read(const Entry& entry) const;
  [[nodiscard]] bool read_chain(std::uint32_t start, std::uint64_t size, std::string& bytes) const;

  std::string_view bytes_;
  std::uint64_t sector_size_ = 512, mini_size_ = 64, mini_cutoff_ = 4096;
  std::vector<std::uint32_t> table_, mini_table_;
  std::string mini_stream_;
  std::vector<Entry> entries_;
};

}  // namespace gongshi::office
