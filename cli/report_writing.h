// SPDX-License-Identifier: GPL-3.0-or-later
// What the commands that write reports share: `audit` over files, `report` over a store.
#pragma once

#include <optional>
#include <string>

#include "app/reports.h"
#include "cli/command.h"

namespace gongshi::cli {

/// Which reports are written, where, and by which configuration.
struct ReportArguments {
  std::string folder = "gongshi-report";
  std::string configuration;  ///< Path of a file; empty: the built-in settings.
  std::string decisions;      ///< Path of a decisions file; empty: none.
  bool csv = false, letters = false, all_pages = false, force = false;
};

/// Adds -o, --config, --csv, --letters, --all-pages and --force to a command.
void add_report_options(Parser& command, ReportArguments& arguments);

/// Prints the reason and returns nothing where the configuration cannot be read or is wrong.
std::optional<app::ReportRequest> report_request_or_explain(const ReportArguments& arguments);

/// Prints the summary to stdout, and to stderr what became of an earlier report in the folder; the reason where there
/// is no report. Returns the exit status.
int print_summary(const Result<app::ReportAnswer>& answer);

}  // namespace gongshi::cli
