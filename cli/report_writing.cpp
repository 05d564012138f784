// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/report_writing.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace gongshi::cli {

void add_report_options(Parser& command, ReportArguments& arguments) {
  command.option("-o,--output", arguments.folder, "Folder for the reports").shows_default();
  command
      .option("--config", arguments.configuration,
              "Configuration file (JSON): rules switched off, severities, responsible units, deadlines")
      .existing_file();
  command.flag("--csv", arguments.csv, "Also write findings.csv and rows.csv");
  command.flag("--letters", arguments.letters, "Also write letters (.docx) to the communities or counties");
  command.flag("--all-pages", arguments.all_pages, "Draw every page, not only pages with findings");
}

std::optional<app::ReportRequest> report_request_or_explain(const ReportArguments& arguments) {
  auto configurations = app::load_configurations(arguments.configuration);
  if (!configurations) {
    complain(configurations.error().message);
    return std::nullopt;
  }
  app::ReportRequest request;
  request.folder = arguments.folder;
  request.csv = arguments.csv;
  request.letters = arguments.letters;
  request.all_pages = arguments.all_pages;
  request.configurations = *std::move(configurations);
  request.color = isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
  return request;
}

bool print_summary(const Result<app::ReportAnswer>& answer) {
  if (!answer) {
    complain(answer.error().message);
    return false;
  }
  std::fputs(answer->summary.c_str(), stdout);
  return true;
}

}  // namespace gongshi::cli
