// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/audit.h"

#include <set>
#include <string_view>
#include <utility>

#include "schema/masking.h"

namespace gongshi::app {

FilesRead audit_files(const AuditRequest& request, const Programmes& programmes, const ReadingWatcher& watcher) {
  ReadingRequest reading = request.reading;
  reading.rules = request.rules;
  FilesRead result = read_files(reading, programmes, watcher);
  corpus::audit_all(result.files, programmes, request.rules);
  return result;
}

bool has_errors(const std::vector<corpus::ProcessedFile>& files, const std::vector<Decision>& decisions) {
  std::set<std::string_view> dismissed;
  for (const Decision& decision : decisions)
    if (decision.dismissed()) dismissed.insert(decision.finding);
  for (const corpus::ProcessedFile& processed : files)
    for (const AuditedNotice& audited : processed.audited)
      for (const Finding& finding : audited.findings)
        if (finding.severity == Severity::kError && finding.verdict == Verdict::kViolation &&
            !dismissed.contains(finding.id))
          return true;
  return false;
}

corpus::ProcessedFile masked(corpus::ProcessedFile processed) {
  for (std::size_t i = 0; i < processed.file.notices.size(); ++i) {
    Notice& notice = processed.file.notices[i];
    const Masker masker(notice);
    if (i < processed.audited.size()) processed.audited[i] = masker.masked(std::move(processed.audited[i]));
    notice = masker.masked(std::move(notice));
  }
  return processed;
}

}  // namespace gongshi::app
