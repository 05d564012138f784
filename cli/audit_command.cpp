// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/reading.h"
#include "cli/report_writing.h"
#include "schema/json.h"
#include "schema/masking.h"

namespace gongshi::cli {
namespace {

struct Arguments {
  std::vector<std::string> paths;
  std::string format;
  bool unmasked = false;
  ReportArguments report;
  extract::Options options;
};

void mask(corpus::ProcessedFile& processed) {
  for (std::size_t i = 0; i < processed.audited.size(); ++i)
    processed.audited[i] = masked(std::move(processed.audited[i]), processed.file.notices.at(i));
  processed.file = masked(std::move(processed.file));
}

void print_json(std::vector<corpus::ProcessedFile>& files, const std::vector<Decision>& decisions, bool unmasked) {
  for (corpus::ProcessedFile& processed : files) {
    if (!unmasked) mask(processed);
    nlohmann::json document = to_json(processed.file, processed.audited);
    add_decisions(document, decisions);
    std::printf("%s\n", document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
  }
}

int run_audit(const Arguments& arguments, const Shared& shared) {
  const auto standard = load_standard_or_explain(shared);
  if (standard == nullptr) return kExitUsage;
  const auto configurations = load_configurations_or_explain(arguments.report);
  if (!configurations) return kExitUsage;
  const auto decisions = load_decisions_or_explain(arguments.report.decisions);
  if (!decisions) return kExitUsage;
  extract::Options options = arguments.options;
  options.standard = standard.get();
  int status = kExitClean;
  std::vector<corpus::ProcessedFile> files = read_inputs(arguments.paths, *standard, options, status);
  corpus::audit_all(files, *standard, configurations->audit);
  if (has_errors(files, *decisions)) status = std::max<int>(status, kExitFindings);
  for (corpus::ProcessedFile& processed : files) keep_what_reports_show(processed);
  if (arguments.format == "json")
    print_json(files, *decisions, arguments.unmasked);
  else if (!write_reports(files, arguments.report, *standard, *configurations, *decisions))
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
  parser->add_flag("--unmasked", arguments->unmasked,
                   "With --format json: names and mobile numbers of contacts as they are");
  add_report_options(*parser, arguments->report);
  parser
      ->add_option("--decisions", arguments->report.decisions,
                   "What was decided before: a file that `gongshi decisions import` wrote")
      ->check(CLI::ExistingFile);
  add_reading_options(*parser, arguments->options);
  return {parser, [arguments, &shared] { return run_audit(*arguments, shared); }};
}

}  // namespace gongshi::cli
