// SPDX-License-Identifier: GPL-3.0-or-later
// Archives (.zip .tar .tar.gz .7z .rar and what is packed inside them) and mail with its attachments, member by member,
// in memory: nothing is written to disk.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "schema/result.h"

namespace gongshi::extract {

/// How far an archive may unfold. A district's whole delivery measured below 200 MB in 400 members; office files and
/// PDFs pack at most 1 : 30, and zeros at 1 : 1000.
struct ArchiveLimits {
  std::uint64_t member_bytes = std::uint64_t{1} << 30;  ///< Of one member, unpacked.
  std::uint64_t total_bytes = std::uint64_t{8} << 30;   ///< Of all members together, nested ones too.
  std::uint64_t ratio = 200;                            ///< Unpacked to packed bytes, beyond `ratio_free_bytes`.
  std::uint64_t ratio_free_bytes = std::uint64_t{64} << 20;
  int members = 20'000;  ///< Of all archives together.
  int depth = 4;         ///< Archives inside archives; 1: none inside.
};

/// Called for every member that is a file: its path inside the archive ("b/c.docx"; "inner.zip!c.docx" for a member of
/// a nested archive) in UTF-8, and its bytes or why it could not be read ("file-encrypted", "file-damaged",
/// "file-too-large", "archive-unsafe-name": the name leads out of the archive). The bytes live as long as the call.
/// Returning false ends the reading.
using MemberVisitor = std::function<bool(const std::string& name, const Result<std::string_view>& bytes)>;

/// Visits the members of the archive in `bytes` in its order. `shown` is the archive's name in messages; a packed
/// single file (.gz) takes its name from it. Folders, hidden files and the leftovers of file managers (__MACOSX,
/// Thumbs.db) are left out. Names that are no UTF-8 are taken for GB 18030. Errors end the reading, members visited
/// before stay valid: "file-damaged", "file-encrypted" (names included), "archive-bomb" (more than the limits allow),
/// "file-empty" (it holds no files), "kind-unknown" (no archive).
[[nodiscard]] Result<void> for_each_member(std::string_view bytes, const std::string& shown,
                                           const ArchiveLimits& limits, const MemberVisitor& visit);

}  // namespace gongshi::extract
