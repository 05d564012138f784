// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/scratch_folder.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace gongshi::app {

namespace fs = std::filesystem;

ScratchFolder::ScratchFolder(const std::string& purpose) {
  std::error_code failed;
  std::string name = (fs::temp_directory_path(failed) / ("gongshi-" + purpose + "-XXXXXX")).string();
  if (!failed && ::mkdtemp(name.data()) != nullptr) path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

}  // namespace gongshi::app
