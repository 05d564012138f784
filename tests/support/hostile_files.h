// SPDX-License-Identifier: GPL-3.0-or-later
// Files made to hurt whoever reads them.
#pragma once

#include <string>
#include <vector>

namespace gongshi::test {

struct HostileFile {
  std::string name;  ///< Says what it is.
  std::string bytes;
};

/// Bombs, loops, entities, names that lead out of archives, sizes that are not true, noise. `secret` is the path of a
/// file that some of them try to read in.
[[nodiscard]] std::vector<HostileFile> hostile_files(const std::string& secret);

}  // namespace gongshi::test
