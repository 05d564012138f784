// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/audit.h"
#include "cli/command.h"
#include "cli/reading.h"
#include "cli/report_writing.h"
#include "corpus/copies/same_notice.h"
#include "extract/fixed_layout.h"
#include "schema/json.h"
#include "schema/language.h"
#include "schema/presentable.h"

namespace gongshi::cli {
namespace {

struct Arguments {
  std::vector<std::string> paths;
  std::string format;
  bool unmasked = false, all = false;
  ReportArguments report;
  extract::Options options;
};

void print_json(std::vector<corpus::ProcessedFile>& files, const std::vector<Decision>& decisions, bool unmasked) {
  const auto copies = corpus::copies_among(files);
  std::vector<Source> sources;
  for (const corpus::ProcessedFile& processed : files) sources.push_back(processed.file.source);
  for (std::size_t i = 0; i < files.size(); ++i) {
    corpus::ProcessedFile& processed = files[i];
    if (!unmasked) processed = app::masked(std::move(processed));
    localize_problems(processed.file);
    nlohmann::json document = to_json(processed.file, processed.audited);
    add_decisions(document, decisions);
    for (const auto& [copy, standing] : copies)
      if (copy.first == i)
        document["notices"][copy.second]["copy_of"] = {{"path", sources[standing.first].display()},
                                                       {"notice", standing.second}};
    std::printf("%s\n", inert_json(document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)).c_str());
  }
}

int run_audit(const Arguments& arguments, const Shared& shared) {
  const auto programmes = load_programmes_or_explain(shared);
  if (!programmes) return kExitUsage;
  const auto request = report_request_or_explain(arguments.report);
  if (!request) return kExitUsage;
  const auto decisions = app::load_decisions(arguments.report.decisions);
  if (!decisions) return complain(decisions.error().message), kExitUsage;
  app::FilesRead read = read_with_progress([&](const app::ReadingWatcher& watcher) {
    return app::audit_files({{arguments.paths, arguments.options}, request->configurations.audit}, *programmes,
                            watcher);
  });
  const int status = read.complete() ? kExitClean : kExitUnreadable;
  if (arguments.format == "json") {
    const bool errors = app::has_errors(read.files, *decisions);
    print_json(read.files, *decisions, arguments.unmasked);
    return errors ? std::max<int>(status, kExitFindings) : status;
  }
  if (read.broken_off) return complain(std::string(tr("the report is left as it was"))), kExitUnreadable;
  return std::max(status, print_summary(app::report_files(read.files, *decisions, *request, *programmes)));
}

}  // namespace

Command add_audit_command(Parser& app, const Shared& shared) {
  auto arguments = std::make_shared<Arguments>();
  Parser& parser = app.command("audit", "Read files and folders, audit every notice, write reports");
  parser.option("PATH", arguments->paths, "Files and folders").required();
  parser
      .option("--format", arguments->format,
              "json: findings as JSON on stdout, one document per file, instead of reports")
      .one_of({"json"});
  parser.flag("--unmasked", arguments->unmasked,
              "With --format json: names and mobile numbers of contacts as they are");
  add_report_options(parser, arguments->report);
  parser
      .option("--decisions", arguments->report.decisions,
              "What was decided before: a file that `gongshi decisions import` wrote")
      .existing_file();
  parser.flag("--all", arguments->all,
              "Recognise every page, also of long documents whose first pages are plainly no notice");
  add_reading_options(parser, arguments->options);
  return {&parser, [arguments, &shared] {
            if (arguments->all) arguments->options.max_pages = extract::kEveryPage;
            return run_audit(*arguments, shared);
          }};
}

}  // namespace gongshi::cli
