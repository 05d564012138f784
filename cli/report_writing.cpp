// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/report_writing.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "audit/configuration.h"
#include "extract/versions.h"

namespace gongshi::cli {
namespace {



/// SOURCE_DATE_EPOCH (seconds since 1970, as reproducible builds have it) stands for the clock where it is set.
std::tm local_time() {
  std::tm local{};
  if (const char* fixed = std::getenv("SOURCE_DATE_EPOCH")) {
    const std::time_t then = std::strtoll(fixed, nullptr, 10);
    gmtime_r(&then, &local);
  } else {
    const std::time_t now = std::time(nullptr);
    localtime_r(&now, &local);
  }
  return local;
}

Result<std::vector<Decision>> load_decisions(const std::string& path) {
  if (path.empty()) return std::vector<Decision>{};
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{"file-unreadable", "The decisions file " + path + " cannot be read."};
  return read_decisions(std::string{std::istreambuf_iterator<char>(file), {}});
}

Result<Configurations> load_configurations(const std::string& path) {
  if (path.empty()) return Configurations{};
  std::ifstream file(path, std::ios::binary);
  if (!file) return Error{"file-unreadable", "The configuration file " + path + " cannot be read."};
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  auto audit_part = audit::parse_config(text);
  if (!audit_part) return audit_part.error();
  auto report_part = report::parse_configuration(text);
  if (!report_part) return report_part.error();
  if (std::string& letter = report_part->letter_template; !letter.empty())
    letter = (std::filesystem::path(path).parent_path() / letter).string();
  return Configurations{std::move(*audit_part), std::move(*report_part)};
}

report::ReportOptions options_from(const ReportArguments& arguments, const Standard& standard,
                                   const Configurations& configurations, const std::vector<Decision>& decisions) {
  report::ReportOptions options;
  options.folder = arguments.folder;
  options.csv = arguments.csv;
  options.letters = arguments.letters;
  options.all_pages = arguments.all_pages;
  options.standard = &standard;
  options.configuration = configurations.report;
  options.rules = configurations.audit;
  options.decisions = decisions;
  options.today = today();
  const std::tm local = local_time();
  char time[6];
  std::strftime(time, sizeof time, "%H:%M", &local);
  options.time = time;
  options.versions = {{"gongshi", GONGSHI_VERSION}, {standard.id, standard.version}};
  for (auto& version : extract::reader_versions()) options.versions.push_back(std::move(version));
  return options;
}

}  // namespace

void add_report_options(CLI::App& command, ReportArguments& arguments) {
  command.add_option("-o,--output", arguments.folder, "Folder for the reports")->capture_default_str();
  command
      .add_option("--config", arguments.configuration,
                  "Configuration file (JSON): rules switched off, severities, responsible units, deadlines")
      ->check(CLI::ExistingFile);
  command.add_flag("--csv", arguments.csv, "Also write findings.csv and rows.csv");
  command.add_flag("--letters", arguments.letters, "Also write letters (.docx) to the communities or counties");
  command.add_flag("--all-pages", arguments.all_pages, "Draw every page, not only pages with findings");
}

std::optional<Configurations> load_configurations_or_explain(const ReportArguments& arguments) {
  auto loaded = load_configurations(arguments.configuration);
  if (loaded) return std::move(*loaded);
  complain(loaded.error().message);
  return std::nullopt;
}

std::optional<std::vector<Decision>> load_decisions_or_explain(const std::string& path) {
  auto loaded = load_decisions(path);
  if (loaded) return std::move(*loaded);
  complain(path + ": " + loaded.error().message);
  return std::nullopt;
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

void keep_what_reports_show(corpus::ProcessedFile& processed) {
  for (Notice& notice : processed.file.notices)
    for (IndicatorRecord& row : notice.rows) {
      // Figures stay for the plots, personal mentions for the masks.
      row.facts.lists = {};
      row.facts.dates = {};
      row.facts.parts = {};
      row.facts.names = {};
      for (RecordCell* cell : {&row.number, &row.name, &row.definition, &row.requirement})
        for (TextSpan& span : cell->text.spans) {
          span.edges = {};
          span.char_confidence = {};
        }
    }
}

Date today() {
  const std::tm local = local_time();
  return {local.tm_year + 1900, local.tm_mon + 1, local.tm_mday};
}

bool write_reports(const std::vector<corpus::ProcessedFile>& files, const ReportArguments& arguments,
                   const Standard& standard, const Configurations& configurations,
                   const std::vector<Decision>& decisions, const corpus::DrawingOptions& drawing) {
  report::ReportOptions options = options_from(arguments, standard, configurations, decisions);
  const auto pictures = corpus::make_caged_pictures(drawing);
  options.pictures = pictures.get();
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

}  // namespace gongshi::cli
