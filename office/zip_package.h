// SPDX-License-Identifier: GPL-3.0-or-later
// Documents that are zip packages of parts: .docx, .xlsx, .ofd. Parts are unpacked into memory, one by one, within
// limits.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "schema/result.h"

namespace gongshi::office {

/// How far a package may unfold. The largest notices measured (82 pages) have 2 MB of XML.
struct PackageLimits {
  std::uint64_t part_bytes = std::uint64_t{128} << 20;   ///< Of one part, unpacked.
  std::uint64_t total_bytes = std::uint64_t{512} << 20;  ///< Of all parts that were read.
  int parts = 50'000;                                    ///< Entries of the package.
};

class ZipPackage {
 public:
  /// Opens the package in `bytes`, which must outlive it. `shown` is the file's name in messages.
  /// Errors: "file-damaged" (cut off, no directory), "file-too-large" (too many entries).
  [[nodiscard]] static Result<ZipPackage> open(std::string_view bytes, std::string shown,
                                               const PackageLimits& limits = {});

  ZipPackage(ZipPackage&&) noexcept;
  ZipPackage& operator=(ZipPackage&&) noexcept;
  ~ZipPackage();

  /// Names of all entries, in the package's order.
  [[nodiscard]] std::vector<std::string> names() const;
  /// True where there is a part `name`. A leading "/" is ignored, and upper and lower case are one.
  [[nodiscard]] bool has(std::string_view name) const;
  /// The part's bytes, unpacked and checked. Errors: "part-missing", "file-encrypted", "file-damaged",
  /// "file-too-large".
  [[nodiscard]] Result<std::string> read(std::string_view name);

 private:
  struct State;
  explicit ZipPackage(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace gongshi::office
