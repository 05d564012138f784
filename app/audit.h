// SPDX-License-Identifier: GPL-3.0-or-later
// The main use case: files and folders → records → findings, each notice beside all the others.
#pragma once

#include <vector>

#include "app/reading.h"
#include "audit/auditor.h"
#include "schema/decision.h"

namespace gongshi::app {

struct AuditRequest {
  ReadingRequest reading;  ///< Its `rules` are those below.
  audit::Config rules;
};

/// As read_files, with the findings of every notice.
[[nodiscard]] FilesRead audit_files(const AuditRequest& request, const Programmes& programmes,
                                    const ReadingWatcher& watcher = {});

/// True where a violation of severity error stands that was not dismissed.
[[nodiscard]] bool has_errors(const std::vector<corpus::ProcessedFile>& files, const std::vector<Decision>& decisions);

/// The file without personal data (schema/masking.h), its findings too.
[[nodiscard]] corpus::ProcessedFile masked(corpus::ProcessedFile processed);

}  // namespace gongshi::app
