// SPDX-License-Identifier: GPL-3.0-or-later
#include "office/open_document.h"

#include <fmt/format.h>

namespace gongshi::office {

Result<void> check_open_document(ZipPackage& package, const std::string& shown) {
  const std::string manifest = package.read("META-INF/manifest.xml").value_or(std::string());
  if (manifest.find("encryption-data") == std::string::npos) return {};
  return Error{"file-encrypted",
               fmt::format("{}: encrypted with a password; save it without one and try again.", shown)};
}

}  // namespace gongshi::office
