// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "schema/result.h"

namespace gongshi::report {

/// Writes a file piece by piece: into a temporary name beside it, which is renamed at the end, so that nobody ever
/// opens half a report.
class FileWriter {
 public:
  /// An empty path writes nowhere and only computes the digest.
  explicit FileWriter(const std::string& path);
  FileWriter(const FileWriter&) = delete;
  FileWriter& operator=(const FileWriter&) = delete;
  ~FileWriter();  ///< Without finish(), nothing is left.

  void write(std::string_view bytes);
  /// Error of anything so far: "report-unwritable".
  [[nodiscard]] Result<void> finish();
  /// SHA-256 of all that was written, 64 lower-case hexadecimal digits. Call once.
  [[nodiscard]] std::string digest();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Writes a file whole, as FileWriter. Error: "report-unwritable".
[[nodiscard]] Result<void> write_file(const std::string& path, std::string_view bytes);

/// Makes the folder and those above it. Error: "report-unwritable".
[[nodiscard]] Result<void> make_folder(const std::string& path);

/// SHA-256 of `bytes`, 64 lower-case hexadecimal digits.
[[nodiscard]] std::string digest(std::string_view bytes);

}  // namespace gongshi::report
