// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/reading.h"
#include "cli/report_writing.h"
#include "schema/json.h"

namespace gongshi::cli {
namespace {

struct Arguments {
  std::vector<std::string> paths;
  std::string format;
  ReportArguments report;
  extract::Options options;
};

bool has_errors(const corpus::ProcessedFile& processed) {
  return std::any_of(processed.audited.begin(), processed.audited.end(), [](const AuditedNotice& audited) {
    return std::any_of(audited.findings.begin(), audited.findings.end(), [](const Finding& finding) {
      return finding.severity == Severity::kError && finding.verdict == Verdict::kViolation;
    });
  });
}

void print_json(const std::vector<corpus::ProcessedFile>& files) {
  for (const corpus::ProcessedFile& processed : files)
    std::printf("%s\n", to_json(processed.file, processed.audited)
                            .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
                            .c_str());
}

int run_audit(const Arguments& arguments, const Shared& shared) {
  const auto standard = load_standard_or_explain(shared);
  if (standard == nullptr) return kExitUsage;
  const auto configurations = load_configurations_or_explain(arguments.report);
  if (!configurations) return kExitUsage;
  extract::Options options = arguments.options;
  options.standard = standard.get();
  int status = kExitClean;
  std::vector<corpus::ProcessedFile> files = read_inputs(arguments.paths, *standard, options, status);
  corpus::audit_all(files, *standard, configurations->audit);
  if (std::any_of(files.begin(), files.end(), has_errors)) status = std::max<int>(status, kExitFindings);
  if (arguments.format == "json")
    print_json(files);
  else if (!write_reports(files, arguments.report, *standard, configurations->report))
    return kExitUsage;
  return status;
}

}  // namespace

Command add_audit_command(CLI::App& app, const Shared& shared) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* parser = app.add_subcommand("audit", "Read files and folders, audit every notice, write reports");
  parser->add_option("PATH", arguments->paths, "Files and folders")->required();
  parser
      ->add_option("--format", arguments->format,
                   "json: findings as JSON on stdout, one document per file, instead of reports")
      ->check(CLI::IsMember({"json"}));
  add_report_options(*parser, arguments->report);
  add_reading_options(*parser, arguments->options);
  return {parser, [arguments, &shared] { return run_audit(*arguments, shared); }};
}

}  // namespace gongshi::cli
