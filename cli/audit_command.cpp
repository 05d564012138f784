// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "audit/configuration.h"
#include "audit/report/report.h"
#include "cli/command.h"
#include "cli/reading.h"
#include "schema/json.h"

namespace gongshi::cli {
namespace {

namespace report = audit::report;

struct Arguments {
  std::vector<std::string> paths;
  std::string output = "gongshi-report";
  std::string format;
  std::string configuration;
  bool csv = false, letters = false, all_pages = false;
  extract::Options options;
};

struct Configurations {
  audit::Config audit;
  report::Configuration report;
};

// Both parts of the configuration file; the built-in settings where no file is named.
Result<Configurations> load_configurations(const std::string& path) {
  if (path.empty()) return Configurations{};
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{"file-unreadable", "The configuration file " + path + " cannot be read."};
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  auto audit_part = audit::parse_config(text);
  if (!audit_part) return audit_part.error();
  auto report_part = report::parse_configuration(text);
  if (!report_part) return report_part.error();
  return Configurations{std::move(*audit_part), std::move(*report_part)};
}

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

// Prints the summary and writes the folder; false where that failed.
bool write_reports(const std::vector<corpus::ProcessedFile>& files, const report::ReportOptions& options) {
  std::vector<report::ReportInput> inputs;
  for (const corpus::ProcessedFile& processed : files)
    inputs.push_back({to_string(processed.outcome), &processed.file, &processed.audited});
  if (const auto written = report::write_reports(inputs, options); !written) {
    complain(written.error().message);
    return false;
  }
  const bool color = isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
  const auto summary = report::terminal_summary(inputs, options, color);
  if (!summary) {
    complain(summary.error().message);
    return false;
  }
  std::fputs(summary->c_str(), stdout);
  return true;
}

report::ReportOptions report_options(const Arguments& arguments, const Standard& standard,
                                     Configurations&& configurations) {
  report::ReportOptions options;
  options.folder = arguments.output;
  options.csv = arguments.csv;
  options.letters = arguments.letters;
  options.all_pages = arguments.all_pages;
  options.standard = &standard;
  options.configuration = std::move(configurations.report);
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  options.today = {local.tm_year + 1900, local.tm_mon + 1, local.tm_mday};
  char time[6];
  std::strftime(time, sizeof time, "%H:%M", &local);
  options.time = time;
  options.versions = {{"gongshi", GONGSHI_VERSION}, {standard.id, standard.version}};
  return options;
}

int run_audit(const Arguments& arguments, const Shared& shared) {
  const auto standard = load_standard_or_explain(shared);
  if (standard == nullptr) return kExitUsage;
  auto configurations = load_configurations(arguments.configuration);
  if (!configurations) {
    complain(configurations.error().message);
    return kExitUsage;
  }
  extract::Options options = arguments.options;
  options.standard = standard.get();
  int status = kExitClean;
  std::vector<corpus::ProcessedFile> files = read_inputs(arguments.paths, *standard, options, status);
  corpus::audit_all(files, *standard, configurations->audit);
  if (std::any_of(files.begin(), files.end(), has_errors)) status = std::max<int>(status, kExitFindings);
  if (arguments.format == "json") {
    print_json(files);
  } else if (!write_reports(files, report_options(arguments, *standard, std::move(*configurations)))) {
    return kExitUsage;
  }
  return status;
}

}  // namespace

Command add_audit_command(CLI::App& app, const Shared& shared) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* parser = app.add_subcommand("audit", "Read files and folders, audit every notice, write reports");
  parser->add_option("PATH", arguments->paths, "Files and folders")->required();
  parser->add_option("-o,--output", arguments->output, "Folder for the reports")->capture_default_str();
  parser
      ->add_option("--format", arguments->format,
                   "json: findings as JSON on stdout, one document per file, instead of reports")
      ->check(CLI::IsMember({"json"}));
  parser
      ->add_option("--config", arguments->configuration,
                   "Configuration file (JSON): rules switched off, severities, responsible units, deadlines")
      ->check(CLI::ExistingFile);
  parser->add_flag("--csv", arguments->csv, "Also write findings.csv and rows.csv");
  parser->add_flag("--letters", arguments->letters, "Also write letters (.docx) to the communities or counties");
  parser->add_flag("--all-pages", arguments->all_pages, "Draw every page, not only pages with findings");
  add_reading_options(*parser, arguments->options);
  return {parser, [arguments, &shared] { return run_audit(*arguments, shared); }};
}

}  // namespace gongshi::cli
