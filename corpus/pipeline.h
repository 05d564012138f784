// SPDX-License-Identifier: GPL-3.0-or-later
// What comes after reading: Document → Notices → findings. corpus/file_reading.h has the whole way.
#pragma once

#include <string>
#include <vector>

#include "audit/auditor.h"
#include "schema/finding.h"
#include "schema/notice.h"
#include "schema/programme.h"

namespace gongshi::corpus {

/// How reading an input ended.
enum class Outcome { kRead, kReadInPart, kNotANotice, kRefused, kCrashed };

[[nodiscard]] std::string_view to_string(
    Outcome outcome);  ///< "read", "read-in-part", "not-a-notice", "refused", "crashed"

/// One input (file or archive member) with everything that came of it.
struct ProcessedFile {
  Outcome outcome = Outcome::kRead;
  NoticeFile file;                     ///< source is always set; problems say why anything is missing.
  std::vector<AuditedNotice> audited;  ///< One per notice; empty before audit.
};

/// The notices of a Document, with the outcome.
[[nodiscard]] ProcessedFile build_file(const Document& document, const Programmes& programmes);

/// What stands for a file that could not be read.
[[nodiscard]] ProcessedFile refused_file(const Source& source, const Error& error);

/// All regular files below `paths` in a stable order (folders recursively, hidden files, Thumbs.db,
/// desktop.ini and lock files of office programs (~$…) left out; symbolic links are
/// not followed out of them).
[[nodiscard]] std::vector<std::string> list_inputs(const std::vector<std::string>& paths,
                                                   std::vector<Problem>& problems);

/// The places of the inputs in the order in which they are best read: kinds of files (by the ends of their names)
/// spread evenly, so that how long a kind takes is known early, and those of one kind in their order.
[[nodiscard]] std::vector<std::size_t> kinds_spread(const std::vector<std::string>& paths);

/// Audits every notice of every file by its programme and against all the others.
void audit_all(std::vector<ProcessedFile>& files, const Programmes& programmes, const audit::Config& config);

}  // namespace gongshi::corpus
