// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <set>

#include "cli/command.h"
#include "cli/report_writing.h"
#include "cli/store_access.h"

namespace gongshi::cli {
namespace {

struct Arguments {
  std::string store;
  corpus::NoticeFilter filter;
  ReportArguments report;
};

bool narrows(const corpus::NoticeFilter& filter) {
  for (const std::string* part : {&filter.city, &filter.county, &filter.street, &filter.community, &filter.tier,
                                  &filter.from, &filter.to, &filter.rule, &filter.severity})
    if (!part->empty()) return true;
  return false;
}

/// Positions of the wanted notices, by file.
std::map<std::int64_t, std::set<int>> wanted_notices(corpus::Store& store, const corpus::NoticeFilter& filter) {
  std::map<std::int64_t, std::set<int>> wanted;
  for (const std::int64_t id : corpus::notices_where(store, filter)) {
    const corpus::StoredNotice notice = store.load_notice(id);
    wanted[notice.file_id].insert(notice.position);
  }
  return wanted;
}

void keep(corpus::ProcessedFile& processed, const std::set<int>& positions) {
  std::vector<Notice> notices;
  std::vector<AuditedNotice> audited;
  for (const int position : positions) {
    const auto index = static_cast<std::size_t>(position);
    notices.push_back(std::move(processed.file.notices.at(index)));
    audited.push_back(std::move(processed.audited.at(index)));
  }
  processed.file.notices = std::move(notices);
  processed.audited = std::move(audited);
}

/// What the report is about. A filter leaves out the files that hold no notice which fits; without one, files that
/// could not be read and files that are no notices are part of the report.
std::vector<corpus::ProcessedFile> load_files(corpus::Store& store, const corpus::NoticeFilter& filter) {
  const bool whole = !narrows(filter);
  const auto wanted = wanted_notices(store, filter);
  std::vector<corpus::ProcessedFile> files;
  for (const std::int64_t id : store.file_ids()) {
    const auto positions = wanted.find(id);
    if (positions == wanted.end() && !whole) continue;
    corpus::ProcessedFile processed = store.load(id);
    if (positions != wanted.end())
      keep(processed, positions->second);
    else if (!processed.file.notices.empty())
      continue;  // earlier versions alone
    keep_what_reports_show(processed);
    files.push_back(std::move(processed));
  }
  return files;
}

int run_report(const Arguments& arguments, const Shared& shared) {
  const auto standard = load_standard_or_explain(shared);
  if (standard == nullptr) return kExitUsage;
  const auto configurations = load_configurations_or_explain(arguments.report);
  if (!configurations) return kExitUsage;
  const auto store = open_store(arguments.store, true, *standard);
  if (store == nullptr) return kExitUsage;
  const std::vector<corpus::ProcessedFile> files = load_files(*store, arguments.filter);
  if (files.empty()) complain("nothing in the store fits; the report is empty");
  const std::vector<Decision> decisions = store->decisions();
  corpus::DrawingOptions drawing;
  drawing.kept = [&store](const Source& source) {
    const auto file = store->find_file(source.sha256);
    return file ? store->content(file->id) : std::string();
  };
  if (!write_reports(files, arguments.report, *standard, *configurations, decisions, drawing)) return kExitUsage;
  return has_errors(files, decisions) ? kExitFindings : kExitClean;
}

}  // namespace

Command add_report_command(CLI::App& app, const Shared& shared) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* parser = app.add_subcommand(
      "report", "Write reports over a store: all of it, or the notices that fit; with the reviewers' decisions");
  add_store_option(*parser, arguments->store);
  add_filter_options(*parser, arguments->filter);
  add_report_options(*parser, arguments->report);
  return {parser, [arguments, &shared] { return run_report(*arguments, shared); }};
}

}  // namespace gongshi::cli
