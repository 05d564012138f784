// SPDX-License-Identifier: GPL-3.0-or-later
// What the commands that write reports share: `audit` over files, `report` over a store.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/auditor.h"
#include "report/report.h"
#include "cli/command.h"
#include "corpus/workers/page_drawing.h"
#include "corpus/pipeline.h"

namespace gongshi::cli {

/// Which reports are written, where, and by which configuration.
struct ReportArguments {
  std::string folder = "gongshi-report";
  std::string configuration;  ///< Path of a file; empty: the built-in settings.
  std::string decisions;      ///< Path of a decisions file; empty: none.
  bool csv = false, letters = false, all_pages = false;
};

/// Adds -o, --config, --csv, --letters and --all-pages to a command.
void add_report_options(CLI::App& command, ReportArguments& arguments);

/// Both parts of a configuration file.
struct Configurations {
  audit::Config audit;
  report::Configuration report;
};

/// Prints the reason and returns nothing where the file cannot be read or is wrong.
std::optional<Configurations> load_configurations_or_explain(const ReportArguments& arguments);

/// The decisions of a file that `gongshi decisions import` wrote; none where `path` is empty. Prints the reason and
/// returns nothing where it cannot be read or is wrong.
std::optional<std::vector<Decision>> load_decisions_or_explain(const std::string& path);

/// True where a violation of severity error stands that was not dismissed.
bool has_errors(const std::vector<corpus::ProcessedFile>& files, const std::vector<Decision>& decisions);

/// Lets go of what served the audit and no report needs: parsed lists, dates, parts and names of claims, positions of
/// single characters in quotations of the standard. What masks personal data and what plots show stays.
void keep_what_reports_show(corpus::ProcessedFile& processed);

/// Writes the folder of reports and prints the summary to stdout; prints the reason and returns false where that fails.
bool write_reports(const std::vector<corpus::ProcessedFile>& files, const ReportArguments& arguments,
                   const Standard& standard, const Configurations& configurations,
                   const std::vector<Decision>& decisions, const corpus::DrawingOptions& drawing = {});

/// The day by the machine's clock.
Date today();

}  // namespace gongshi::cli
