// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/reports.h"

#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "app/audit.h"
#include "app/clock.h"
#include "app/guard.h"
#include "audit/configuration.h"
#include "extract/versions.h"
#include "office/package.h"
#include "report/report.h"

namespace gongshi::app {
namespace {

report::ReportOptions options_from(const ReportRequest& request, const Programmes& programmes,
                                   const std::vector<Decision>& decisions) {
  report::ReportOptions options;
  options.folder = request.folder;
  options.html = request.html;
  options.ledger = request.ledger;
  options.json = request.json;
  options.csv = request.csv;
  options.letters = request.letters;
  options.all_pages = request.all_pages;
  options.programmes = &programmes;
  options.configuration = request.configurations.report;
  options.rules = request.configurations.audit;
  options.decisions = decisions;
  const Moment moment = now();
  options.today = moment.day;
  options.time = moment.time;
  options.versions = {{"gongshi", program_version()}};
  for (const ProgrammePtr& programme : programmes.all())
    options.versions.emplace_back(programme->id(), programme->standard().version);
  for (auto& version : extract::reader_versions()) options.versions.push_back(std::move(version));
  return options;
}

bool narrows(const corpus::NoticeFilter& filter) {
  for (const std::string* part : {&filter.city, &filter.county, &filter.street, &filter.community, &filter.tier,
                                  &filter.from, &filter.to, &filter.rule, &filter.severity})
    if (!part->empty()) return true;
  return false;
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

/// `whole`: files without a notice are wanted too.
std::vector<corpus::ProcessedFile> load_files(corpus::Store& store, const std::vector<std::int64_t>& notices,
                                              bool whole) {
  std::map<std::int64_t, std::set<int>> wanted;  // positions by file
  for (const std::int64_t id : notices) {
    const corpus::StoredNotice notice = store.load_notice(id);
    wanted[notice.file_id].insert(notice.position);
  }
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

}  // namespace

Result<Configurations> load_configurations(const std::string& path) {
  if (path.empty()) return Configurations{};
  const auto text = office::read_whole_file(path);
  if (!text) return Error{"file-unreadable", "The configuration file " + path + " cannot be read."};
  auto audit_part = audit::parse_config(*text);
  if (!audit_part) return audit_part.error();
  auto report_part = report::parse_configuration(*text);
  if (!report_part) return report_part.error();
  if (std::string& letter = report_part->letter_template; !letter.empty())
    letter = (std::filesystem::path(path).parent_path() / letter).string();
  return Configurations{std::move(*audit_part), std::move(*report_part)};
}

Result<std::vector<Decision>> load_decisions(const std::string& path) {
  if (path.empty()) return std::vector<Decision>{};
  const auto text = office::read_whole_file(path);
  if (!text) return Error{"file-unreadable", path + ": the decisions file cannot be read."};
  auto decisions = read_decisions(*text);
  if (!decisions) return Error{decisions.error().code, path + ": " + decisions.error().message};
  return decisions;
}

Result<ReportAnswer> report_files(std::vector<corpus::ProcessedFile>& files, const std::vector<Decision>& decisions,
                                  const ReportRequest& request, const Programmes& programmes,
                                  const corpus::DrawingOptions& drawing) {
  report::ReportOptions options = options_from(request, programmes, decisions);
  const auto pictures = corpus::make_caged_pictures(drawing);
  options.pictures = pictures.get();
  std::vector<report::ReportInput> inputs;
  for (corpus::ProcessedFile& processed : files) {
    keep_what_reports_show(processed);
    inputs.push_back({to_string(processed.outcome), &processed.file, &processed.audited});
  }
  if (const auto written = report::write_reports(inputs, options); !written) return written.error();
  auto summary = report::terminal_summary(inputs, options, request.color);
  if (!summary) return summary.error();
  return ReportAnswer{*std::move(summary), has_errors(files, decisions), files.size()};
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

Result<std::vector<corpus::ProcessedFile>> load_selection(corpus::Store& store, const corpus::NoticeFilter& filter) {
  return guarded([&] { return load_files(store, corpus::notices_where(store, filter), !narrows(filter)); });
}

Result<std::vector<corpus::ProcessedFile>> load_selection(corpus::Store& store,
                                                          const std::vector<std::int64_t>& notices) {
  return guarded([&] { return load_files(store, notices, false); });
}

Result<ReportAnswer> report_store(corpus::Store& store, const corpus::NoticeFilter& filter,
                                  const ReportRequest& request, const Programmes& programmes) {
  auto files = load_selection(store, filter);
  if (!files) return files.error();
  const auto decisions = guarded([&] { return store.decisions(); });
  if (!decisions) return decisions.error();
  return report_files(*files, *decisions, request, programmes, drawing_from(store));
}

corpus::DrawingOptions drawing_from(corpus::Store& store) {
  corpus::DrawingOptions drawing;
  drawing.kept = [&store](const Source& source) {
    const auto file = store.find_file(source.sha256);
    return file ? store.content(file->id) : std::string();
  };
  return drawing;
}

}  // namespace gongshi::app
