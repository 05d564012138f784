// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/report_writing.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "schema/language.h"

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
  command.flag("--force", arguments.force, "Also into a folder that holds files of others; they stay there");
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
  request.force = arguments.force;
  request.configurations = *std::move(configurations);
  request.color = isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
  return request;
}

int print_summary(const Result<app::ReportAnswer>& answer) {
  if (!answer) {
    complain(answer.error().message);
    return answer.error().code == "folder-foreign" ? kExitUsage : kExitUnreadable;
  }
  std::fputs(answer->summary.c_str(), stdout);
  for (const std::string& problem : answer->problems) complain(problem);
  if (answer->carried > 0)
    complain(
        say("{} decisions were taken over from the ledger that was in the folder", {std::to_string(answer->carried)}));
  for (const std::string& name : answer->kept) complain(say("kept as it was changed: {}", {name}));
  if (!answer->left_over.empty())
    complain(say("{} decisions are on findings that this report does not have; they stand in decisions.json:",
                 {std::to_string(answer->left_over.size())}));
  constexpr std::size_t kMost = 20;
  for (std::size_t i = 0; i < answer->left_over.size() && i < kMost; ++i) {
    const Decision& decision = answer->left_over[i];
    complain("  " + decision.finding + " " + decision.state +
             (decision.subject.empty() ? "" : ": " + decision.subject));
  }
  return answer->has_errors ? kExitFindings : kExitClean;
}

}  // namespace gongshi::cli
