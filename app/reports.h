// SPDX-License-Identifier: GPL-3.0-or-later
// Reports: over files that were just audited, and over a selection of a store.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "audit/auditor.h"
#include "corpus/pipeline.h"
#include "corpus/store/search.h"
#include "corpus/workers/page_drawing.h"
#include "report/configuration.h"
#include "schema/decision.h"
#include "schema/programme.h"
#include "schema/result.h"

namespace gongshi::app {

/// Both parts of a configuration file.
struct Configurations {
  audit::Config audit;
  report::Configuration report;
};

/// Reads a configuration file; the built-in settings where `path` is empty. Errors: "file-unreadable", those of
/// audit::parse_config and report::parse_configuration.
[[nodiscard]] Result<Configurations> load_configurations(const std::string& path);

/// The decisions of a file that was written by import_into_file; none where `path` is empty. Errors: "file-unreadable",
/// "json-invalid"; every message begins with the path.
[[nodiscard]] Result<std::vector<Decision>> load_decisions(const std::string& path);

/// Which reports are written, and where.
struct ReportRequest {
  std::string folder = "gongshi-report";
  bool html = true, ledger = true, json = true;
  bool csv = false, letters = false, all_pages = false;
  Configurations configurations;
  bool color = false;  ///< Of the summary: with ANSI colours.
  bool force = false;  ///< Also into a folder that holds files of others; they stay.
};

struct ReportAnswer {
  std::string summary;                ///< What a reviewer wants to know first, in a few lines of Chinese.
  bool has_errors = false;            ///< A violation of severity error stands that was not dismissed.
  std::size_t files = 0;              ///< That the report is about.
  std::vector<std::string> kept;      ///< Files that a person had changed in the folder, under their dated names.
  std::vector<Decision> left_over;    ///< What was decided about findings that the report does not have.
  std::vector<std::string> problems;  ///< Lines of the folder's ledger that could not be taken over, one line each.
  int carried = 0;                    ///< Decisions that were read from the folder's ledger.
};

/// Writes the folder of reports about `files`, which are as audit_files gave them; what no report shows is let go of.
/// What a person filled into the ledger of an earlier report in the folder counts over `decisions`, and so do, below
/// them, the decisions that were known there. Errors: "no-input" (there are no files: nothing is written), those of
/// report::write_reports, and of the folder's ledger, which is left alone then.
[[nodiscard]] Result<ReportAnswer> report_files(std::vector<corpus::ProcessedFile>& files,
                                                const std::vector<Decision>& decisions, const ReportRequest& request,
                                                const Programmes& programmes,
                                                const corpus::DrawingOptions& drawing = {});

/// Lets go of what served the audit and no report needs: parsed lists, dates, parts and names of claims, positions of
/// single characters in quotations of the standard. What masks personal data and what plots show stays.
void keep_what_reports_show(corpus::ProcessedFile& processed);

/// The files of a store with the notices that `filter` chooses. Where it narrows nothing down, files that could not be
/// read and files that are no notices are among them. Errors: "store-failed".
[[nodiscard]] Result<std::vector<corpus::ProcessedFile>> load_selection(corpus::Store& store,
                                                                        const corpus::NoticeFilter& filter);
/// The same for notices by their ids.
[[nodiscard]] Result<std::vector<corpus::ProcessedFile>> load_selection(corpus::Store& store,
                                                                        const std::vector<std::int64_t>& notices);

/// As report_files over a selection of the store, with its decisions. Errors: also "store-failed".
[[nodiscard]] Result<ReportAnswer> report_store(corpus::Store& store, const corpus::NoticeFilter& filter,
                                                const ReportRequest& request, const Programmes& programmes);

/// How pages of the store's files are drawn: of the bytes that the store kept where a file is gone.
[[nodiscard]] corpus::DrawingOptions drawing_from(corpus::Store& store);

}  // namespace gongshi::app
