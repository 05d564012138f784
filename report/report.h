// SPDX-License-Identifier: GPL-3.0-or-later
// The entrance to report/: audited notices → a folder that a reviewer opens, prints and sends.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "audit/auditor.h"
#include "report/configuration.h"
#include "schema/decision.h"
#include "schema/finding.h"
#include "schema/page_pictures.h"
#include "schema/programme.h"
#include "schema/result.h"

namespace gongshi::report {

/// One input with everything that came of it. Nothing is copied: what the pointers show must outlive the call.
struct ReportInput {
  std::string_view outcome;  ///< "read", "read-in-part", "not-a-notice", "refused", "crashed"
  const NoticeFile* file = nullptr;
  const std::vector<AuditedNotice>* audited =
      nullptr;  ///< One per notice of the file; may be empty or null where nothing was audited.
};

struct ReportOptions {
  std::string folder;                      ///< Made if absent; an earlier report in it is replaced whole.
  bool force = false;                      ///< Also where the folder holds files that gongshi did not write; they stay.
  bool html = true;                        ///< index.html, notices/, pictures/, assets/
  bool ledger = true;                      ///< 问题台账.xlsx
  bool json = true;                        ///< findings.json (JSON Lines of "gongshi.findings/1")
  bool csv = false;                        ///< findings.csv, rows.csv (UTF-8 with a byte order mark, for Excel)
  bool letters = false;                    ///< letters/*.docx
  const PagePictures* pictures = nullptr;  ///< May be null: then the table is shown as text instead of pages.
  bool all_pages = false;                  ///< Draw every page, not only pages with findings.
  /// Resolution of page pictures. 96 dpi keeps 五号 (10.5 pt) Chinese text readable and a page below 100 kB.
  double dpi = 96;
  int threads = 2;                         ///< For the notices' pages; at least 1.
  const Programmes* programmes = nullptr;  ///< For thresholds in plots and names in the run report; may be null.
  Configuration configuration;             ///< Responsible units, deadlines, letter template.
  audit::Config rules;                     ///< Which rules ran and how severe they were, for the run report.
  /// What was decided about findings before, one entry per finding. Dismissed findings are shown as such with their
  /// reason and counted nowhere else; the ledger is filled in with the rest.
  std::vector<Decision> decisions;
  Date today;  ///< Day of the run: for deadlines and the letters.
  /// Time of the run as shown ("12:05"). It and the day are all that differs between two runs on one input.
  std::string time;
  /// "gongshi" → "0.1.0", "poppler" → "22.12" …, in the order to be shown.
  std::vector<std::pair<std::string, std::string>> versions;
};

/// What came of an earlier report in the folder.
struct WrittenReport {
  std::vector<std::string> kept;  ///< Files that a person had changed, under the dated names that they have now.
};

/// Writes the reports, without personal data (schema/masking.h): aside, and in place of an earlier report when all is
/// written, so that nobody sees half of one, and an interrupted run leaves the earlier one. What a person changed or
/// put into the folder stays (report/report_folder.h). decisions.json has all of `decisions`, those on findings that
/// are not part of the report too. Two calls with the same inputs and options write the same bytes except for `today`
/// and `time`. Errors: "folder-foreign" (the folder holds files that gongshi did not write, and there is no `force`),
/// "report-unwritable" (a file or folder could not be written), "template-invalid" (a letter template or a data file of
/// the report is damaged), "data-missing". After an error the folder is as it was.
[[nodiscard]] Result<WrittenReport> write_reports(const std::vector<ReportInput>& inputs, const ReportOptions& options);

/// What a reviewer wants to know first, in a few lines of Chinese. `color`: with ANSI colours. `width`: columns of the
/// terminal.
[[nodiscard]] Result<std::string> terminal_summary(const std::vector<ReportInput>& inputs, const ReportOptions& options,
                                                   bool color);

}  // namespace gongshi::report
