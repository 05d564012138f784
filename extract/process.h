// SPDX-License-Identifier: GPL-3.0-or-later
// Other programs, run on untrusted files: in a folder of their own, within a time, and nothing of them stays behind.
#pragma once

#include <string>
#include <vector>

#include "schema/result.h"

namespace gongshi::extract {

/// A private folder under the system's folder for temporary files, removed with everything in it at the end.
class TemporaryFolder {
 public:
  /// Errors: "disk-full" (it could not be made).
  [[nodiscard]] static Result<TemporaryFolder> make();
  TemporaryFolder(TemporaryFolder&& other) noexcept;
  TemporaryFolder& operator=(TemporaryFolder&& other) noexcept;
  ~TemporaryFolder();

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

struct ProgramRun {
  int exit_status = 0;  ///< As the program gave it; 128 + n after signal n.
  std::string output;   ///< Standard output, where asked for; cut at 256 MB.
};

/// Runs `arguments` (the first is the program, looked up on PATH) with standard input and error closed off, HOME and
/// the folder for temporary files at `folder`, in a process group of its own. After `seconds` the whole group is
/// killed; so is what is left of it when the program ends. Errors: "program-missing" (not on PATH), "program-timeout",
/// "program-failed" (could not be started).
[[nodiscard]] Result<ProgramRun> run_program(const std::vector<std::string>& arguments, const std::string& folder,
                                             int seconds, bool want_output);

}  // namespace gongshi::extract
