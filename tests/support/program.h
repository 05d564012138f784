// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the built program as a user would.
#pragma once

#include <string>
#include <vector>

namespace gongshi::test {

struct ProgramResult {
  int status = -1;     ///< Exit status; 128 + signal when it was killed.
  std::string out;     ///< stdout
  std::string errors;  ///< stderr
};

/// Runs gongshi with these arguments (no shell) in `folder` (the current one if empty), with `variables` ("NAME=VALUE")
/// in its environment.
ProgramResult run_program(const std::vector<std::string>& arguments, const std::string& folder = {},
                          std::vector<std::string> variables = {});

/// A fresh folder that is removed with everything in it when the object goes.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  /// Path of `name` inside; writes `bytes` there.
  std::string write(const std::string& name, const std::string& bytes) const;

 private:
  std::string path_;
};

/// Whole file; throws std::runtime_error where it cannot be read.
std::string read_bytes(const std::string& path);

}  // namespace gongshi::test
