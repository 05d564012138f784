// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/reports.h"

#include <malloc.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "app/audit.h"
#include "app/clock.h"
#include "app/decisions.h"
#include "app/guard.h"
#include "app/kept_parts.h"
#include "audit/configuration.h"
#include "corpus/copies/same_notice.h"
#include "corpus/ingest.h"
#include "corpus/store/search.h"
#include "corpus/store/shared_work.h"
#include "corpus/workers/ledger_reading.h"
#include "extract/versions.h"
#include "office/package.h"
#include "report/report.h"
#include "report/report_folder.h"
#include "schema/finding_identity.h"

namespace gongshi::app {
namespace {

report::ReportOptions options_from(const ReportRequest& request, const Programmes& programmes,
                                   const std::vector<Decision>& decisions) {
  report::ReportOptions options;
  options.folder = request.folder;
  options.force = request.force;
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
  std::map<std::int64_t, std::vector<std::string>> copies;
  for (const std::int64_t id : notices) {
    const corpus::StoredNotice notice = store.load_notice(id);
    wanted[notice.file_id].insert(notice.position);
    for (std::string& name : corpus::copies_of(store, id)) copies[notice.file_id].push_back(std::move(name));
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
    if (const auto others = copies.find(id); others != copies.end())
      processed.file.problems.push_back(corpus::other_forms(others->second));
    files.push_back(std::move(processed));
  }
  return files;
}

/// What the folder of an earlier report says was decided.
struct EarlierDecisions {
  std::vector<Decision> known;    ///< When that report was written.
  std::vector<Decision> changed;  ///< Filled in since.
  std::vector<std::string> problems;
};

Result<EarlierDecisions> decisions_in(const ReportRequest& request) {
  const auto earlier = report::look_into(request.folder);
  if (!earlier) return earlier.error();
  if (!earlier->foreign.empty() && !request.force) return report::foreign_folder(request.folder, *earlier);
  EarlierDecisions decisions;
  const std::string folder = request.folder + "/";
  if (earlier->decisions) {
    auto known = load_decisions(folder + "decisions.json");
    if (!known) return known.error();
    decisions.known = *std::move(known);
  }
  if (earlier->ledger.empty()) return decisions;
  const std::string path = folder + earlier->ledger;
  auto ledger = corpus::read_ledger_caged(path);
  if (!ledger)
    return Error{ledger.error().code, path + ": has been changed and cannot be read, so that nothing was written: " +
                                          ledger.error().message};
  if (!earlier->decisions) decisions.known = std::move(ledger->standing);
  decisions.changed = std::move(ledger->decisions);
  for (Decision& decision : decisions.changed) decision.decided = now().day.to_string();
  for (const std::string& problem : ledger->problems) decisions.problems.push_back(path + ": " + problem);
  return decisions;
}

/// Names that findings of the report had in earlier versions, where each means but one.
std::map<std::string, std::string> earlier_names(const std::vector<corpus::ProcessedFile>& files) {
  std::map<std::string, std::set<std::string>> names;
  for (const corpus::ProcessedFile& processed : files)
    for (std::size_t i = 0; i < processed.audited.size(); ++i)
      for (const Finding& finding : processed.audited[i].findings)
        names[earlier_id(processed.file.notices[i], finding)].insert(finding.id);
  std::map<std::string, std::string> single;
  for (const auto& [earlier, ids] : names)
    if (ids.size() == 1) single[earlier] = *ids.begin();
  return single;
}

void call_by_present_names(std::vector<Decision>& decisions, const std::map<std::string, std::string>& names) {
  for (Decision& decision : decisions)
    if (const auto name = names.find(decision.finding); name != names.end()) decision.finding = name->second;
}

/// A decision on a group as one on each of its findings.
void spread_over(const std::vector<corpus::ProcessedFile>& files, std::vector<Decision>& decisions) {
  const auto names_group = [](const Decision& decision) { return decision.finding.find('.') != std::string::npos; };
  std::vector<Decision> groups;
  std::copy_if(decisions.begin(), decisions.end(), std::back_inserter(groups), names_group);
  if (groups.empty()) return;
  std::erase_if(decisions, names_group);
  for (const corpus::ProcessedFile& processed : files)
    for (const AuditedNotice& audited : processed.audited)
      for (const Finding& finding : audited.findings)
        for (const Decision& decision : groups)
          if (group_of(finding) == decision.finding) {
            decisions.push_back(decision);
            decisions.back().finding = finding.id;
          }
}

Result<ReportAnswer> write_report(std::vector<corpus::ProcessedFile>& files, EarlierDecisions& earlier,
                                  const std::vector<Decision>& given, const ReportRequest& request,
                                  const Programmes& programmes, const corpus::DrawingOptions& drawing) {
  ReportAnswer answer;
  const std::map<std::string, std::string> names = earlier_names(files);
  std::vector<Decision> decisions = given;
  for (auto* some : {&decisions, &earlier.known, &earlier.changed}) call_by_present_names(*some, names);
  spread_over(files, earlier.changed);
  decisions = merged(merged(std::move(earlier.known), decisions), earlier.changed);
  answer.carried = static_cast<int>(earlier.changed.size());
  answer.problems = std::move(earlier.problems);
  std::set<std::string_view> present;
  for (const corpus::ProcessedFile& processed : files)
    for (const AuditedNotice& audited : processed.audited)
      for (const Finding& finding : audited.findings) present.insert(finding.id);
  for (const Decision& decision : decisions)
    if (!present.contains(decision.finding)) answer.left_over.push_back(decision);

  report::ReportOptions options = options_from(request, programmes, decisions);
  const auto pictures = corpus::make_caged_pictures(drawing);
  options.pictures = pictures.get();
  std::vector<report::ReportInput> inputs;
  for (corpus::ProcessedFile& processed : files) {
    keep_what_reports_show(processed);
    inputs.push_back({to_string(processed.outcome), &processed.file, &processed.audited});
  }
  ::malloc_trim(0);  // reading takes more than what is kept
  auto written = report::write_reports(inputs, options);
  if (!written) return written.error();
  auto summary = report::terminal_summary(inputs, options, request.color);
  if (!summary) return summary.error();
  answer.kept = std::move(written->kept);
  answer.summary = *std::move(summary);
  answer.has_errors = has_errors(files, decisions);
  answer.files = files.size();
  return answer;
}

}  // namespace

Result<Configurations> load_configurations(const std::string& path) {
  if (path.empty()) return Configurations{};
  const auto text = office::read_whole_file(path);
  if (!text) return Error{"file-unreadable", "The configuration file " + path + " cannot be read."};
  const auto with_path = [&](const Error& error) { return Error{error.code, path + ": " + error.message}; };
  auto audit_part = audit::parse_config(*text);
  if (!audit_part) return with_path(audit_part.error());
  auto report_part = report::parse_configuration(*text);
  if (!report_part) return with_path(report_part.error());
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

Result<ReportAnswer> report_files(std::vector<corpus::ProcessedFile>& files, const std::vector<Decision>& given,
                                  const ReportRequest& request, const Programmes& programmes,
                                  const corpus::DrawingOptions& drawing) {
  if (files.empty()) return Error{"no-input", "There is nothing to report on; " + request.folder + " is left alone."};
  auto earlier = decisions_in(request);
  if (!earlier) return earlier.error();
  corpus::leave_copies_out(files);
  return write_report(files, *earlier, given, request, programmes, drawing);
}

void keep_what_is_compared(corpus::ProcessedFile& processed) {
  for (Notice& notice : processed.file.notices)
    for (IndicatorRecord& row : notice.rows) {
      row.facts.lists = {};
      row.facts.numbers = {};
      row.facts.sums = {};
      row.facts.dates = {};
      row.facts.parts = {};
      for (RecordCell* cell : {&row.number, &row.name, &row.definition, &row.requirement})
        for (TextSpan& span : cell->text.spans) {
          span.edges = {};
          span.char_confidence = {};
        }
    }
}

void keep_what_reports_show(corpus::ProcessedFile& processed) {
  keep_what_is_compared(processed);
  for (Notice& notice : processed.file.notices)
    for (IndicatorRecord& row : notice.rows) row.facts.names = {};
}

Result<std::vector<corpus::ProcessedFile>> load_selection(corpus::Store& store, const corpus::NoticeFilter& filter) {
  return guarded([&] { return load_files(store, corpus::notices_where(store, filter), !narrows(filter)); });
}

Result<std::vector<corpus::ProcessedFile>> load_selection(corpus::Store& store,
                                                          const std::vector<std::int64_t>& notices) {
  return guarded([&] { return load_files(store, notices, false); });
}

Result<ReportAnswer> report_store(corpus::Store& store, const corpus::NoticeFilter& filter,
                                  const ReportRequest& request, const Programmes& given) {
  const auto known = guarded([&] { return corpus::known_programmes(store, given); });
  if (!known) return known.error();
  if (!*known) return known->error();
  const Programmes& programmes = **known;
  auto files = load_selection(store, filter);
  if (!files) return files.error();
  if (files->empty()) return Error{"no-input", "Nothing in the store fits; " + request.folder + " is left alone."};
  auto earlier = decisions_in(request);
  if (!earlier) return earlier.error();
  // The store knows better than an earlier report; what was filled in since goes into it.
  earlier->known.clear();
  const auto decisions = guarded([&] {
    if (!earlier->changed.empty()) {
      corpus::Transaction transaction(store.database());
      for (const Decision& decision : spread(store, earlier->changed)) store.put_decision(decision);
      transaction.commit();
    }
    return store.decisions();
  });
  if (!decisions) return decisions.error();
  auto answer = write_report(*files, *earlier, *decisions, request, programmes, drawing_from(store));
  if (answer) answer->left_over.clear();  // stand in the store (Store::unplaced_decisions)
  return answer;
}

corpus::DrawingOptions drawing_from(corpus::Store& store) {
  corpus::DrawingOptions drawing;
  drawing.kept = [&store](const Source& source) {
    const auto file = store.find_file(source.sha256);
    return file ? store.content(file->id) : std::string();
  };
  drawing.located = [&store](const Source& source) { return corpus::located(store.database(), source.path); };
  return drawing;
}

}  // namespace gongshi::app
