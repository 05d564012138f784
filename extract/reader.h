// SPDX-License-Identifier: GPL-3.0-or-later
// The entrance to extract/: bytes of any kind → Document.
#pragma once

#include <string_view>

#include "extract/options.h"
#include "schema/document.h"
#include "schema/result.h"

namespace gongshi::extract {

/// Raised whenever a reader gives another Document than before for some file: stored files are read anew then.
inline constexpr int kReaderVersion = 7;

/// Reads one file. The kind is told by content, never by the name. `source.path` (and `member`) must be set; sha256,
/// kind, bytes and pages are filled in here. The document keeps no reference to `bytes`. Errors: "file-empty",
/// "file-too-large", "kind-unknown" (neither a document nor an archive that is known here), "file-encrypted",
/// "file-damaged", "archive" (the bytes are an archive: use extract/archive), "program-missing" (an optional program is
/// needed: the message names the package), "no-text" (nothing could be read on any page).
[[nodiscard]] Result<Document> read_document(std::string_view bytes, Source source, const Options& options);

/// The bytes of the regular file at `path`. Errors: "file-unreadable" (missing, no permission, a directory, a pipe),
/// "file-too-large".
[[nodiscard]] Result<std::string> load_file(const std::string& path, std::uint64_t max_bytes);

/// Loads the file at `path` and reads it. Errors: as above, and "file-unreadable" (missing, no permission, a
/// directory).
[[nodiscard]] Result<Document> read_file(const std::string& path, const Options& options);

}  // namespace gongshi::extract
