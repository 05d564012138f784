// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "office/zip_package.h"
#include "schema/result.h"

namespace gongshi::office {

/// Whether an OpenDocument package can be read at all. Error: "file-encrypted" (its manifest says that parts are).
[[nodiscard]] Result<void> check_open_document(ZipPackage& package, const std::string& shown);

}  // namespace gongshi::office
