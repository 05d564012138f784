// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace gongshi::app {

/// A new folder below the system's one for temporary files, that goes with everything in it.
class ScratchFolder {
 public:
  /// `purpose` stands in its name: "letters".
  explicit ScratchFolder(const std::string& purpose);
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder();

  /// "" where it could not be made.
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace gongshi::app
