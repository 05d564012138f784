// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/run_report.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "audit/registry.h"
#include "schema/csv.h"
#include "schema/json.h"
#include "schema/presentable.h"

namespace gongshi::report {
namespace {

using nlohmann::json;

std::string dumped(const json& value, int indent = -1) {
  return inert_json(value.dump(indent, ' ', false, json::error_handler_t::replace));
}

void add_line(FileWriter& csv, const std::vector<std::string>& fields) { csv.write(csv_line(fields)); }

std::vector<std::string> head(const Run& run, std::initializer_list<const char*> keys) {
  std::vector<std::string> out;
  for (const char* key : keys) out.push_back(run.messages().get("columns." + std::string(key)));
  return out;
}

json notice_summary(const NoticeEntry& entry) {
  return {{"number", entry.number},         {"rows", entry.rows.size()},        {"supported", entry.by_status[0]},
          {"to_check", entry.by_status[1]}, {"unreadable", entry.by_status[2]}, {"dismissed", entry.dismissed_count},
          {"suggestion", entry.suggestion}, {"page", "notices/" + entry.page}};
}

}  // namespace

void write_findings_json(const Run& run, FileWriter& file) {
  std::size_t number = 0;
  for (const ReportInput& input : run.inputs()) {
    std::vector<AuditedNotice> audited(input.file->notices.size());
    const std::size_t first = number;
    for (std::size_t i = 0; i < audited.size(); ++i, ++number)
      if (const NoticeEntry& entry = run.notices()[number]; entry.audited != nullptr)
        audited[i] = entry.masker.masked(*entry.audited);
    NoticeFile shown = *input.file;
    std::vector<Decision> decisions;
    for (std::size_t i = 0; i < shown.notices.size(); ++i) {
      const NoticeEntry& entry = run.notices()[first + i];
      shown.notices[i] = entry.masker.masked(std::move(shown.notices[i]));
      for (const Finding& finding : audited[i].findings)
        if (const Decision* decided = run.decision(finding)) decisions.push_back(entry.masker.masked(*decided));
    }
    json document = to_json(shown, audited);
    document["outcome"] = input.outcome;
    add_decisions(document, decisions);
    for (std::size_t i = 0; i < shown.notices.size(); ++i)
      document["notices"][i]["summary"] = notice_summary(run.notices()[first + i]);
    file.write(dumped(document) + "\n");
  }
}

std::string run_json(const Run& run, const std::string& hash, const std::map<std::string, std::string>& files,
                     const std::vector<std::string>& kept) {
  json versions = json::array(), inputs = json::array();
  for (const auto& [name, version] : run.options().versions) versions.push_back({{"name", name}, {"version", version}});
  json rules = json::object(), switched_off = json::array(), severities = json::object();
  const audit::Config& config = run.options().rules;
  for (const audit::Rule& rule : audit::rules()) {
    const std::string id(rule.id);
    const auto enabled = config.enabled.find(id);
    if (enabled != config.enabled.end() && !enabled->second)
      switched_off.push_back(id);
    else
      rules[id] = rule.version;
    if (const auto severity = config.severity.find(id); severity != config.severity.end())
      severities[id] = to_string(severity->second);
  }
  std::set<std::string> standards, engines;
  for (const NoticeEntry& entry : run.notices())
    for (const Finding* finding : entry.all_findings()) standards.insert(finding->standard);
  for (const ReportInput& input : run.inputs()) {
    const Source& source = input.file->source;
    json problems = json::array();
    for (const Problem& problem : input.file->problems)
      problems.push_back({{"code", problem.code}, {"message", problem.message}, {"page", problem.page}});
    for (const Page& page : input.file->pages)
      if (!page.engine.empty()) engines.insert(page.engine);
    inputs.push_back({{"path", source.display()},
                      {"sha256", source.sha256},
                      {"kind", source.kind},
                      {"bytes", source.bytes},
                      {"pages", source.pages},
                      {"outcome", input.outcome},
                      {"notices", input.file->notices.size()},
                      {"problems", std::move(problems)}});
  }
  const json report = {{"format", "gongshi.run/1"},
                       {"date", run.options().today.valid() ? run.options().today.to_string() : ""},
                       {"time", run.options().time},
                       {"versions", std::move(versions)},
                       {"standard", run.standard_name()},
                       {"judged_by", standards},
                       {"rules", std::move(rules)},
                       {"rules_switched_off", std::move(switched_off)},
                       {"severities_configured", std::move(severities)},
                       {"decisions", run.options().decisions.size()},
                       {"engines", engines},
                       {"inputs", std::move(inputs)},
                       {"findings_sha256", hash},
                       {"files", files},
                       {"kept", kept}};
  return dumped(report, 1) + "\n";
}

void write_findings_csv(const Run& run, FileWriter& csv) {
  csv.write(kByteOrderMark);
  add_line(csv, head(run, {"number",    "city",       "county", "street", "community", "tier",        "no",
                           "indicator", "quote",      "page",   "rule",   "message",   "calculation", "basis",
                           "severity",  "confidence", "id",     "state",  "opinion",   "reason"}));
  int number = 0;
  for (const NoticeEntry& entry : run.notices())
    for (const Finding* finding : entry.all_findings()) {
      const Decision* decided = run.decision(*finding);
      const FindingLine line = run.line(entry, *finding);
      add_line(csv, {std::to_string(++number),
                     entry.notice->city,
                     entry.notice->county,
                     entry.notice->street,
                     entry.notice->community,
                     entry.notice->tier,
                     finding->no ? std::to_string(*finding->no) : "",
                     line.indicator,
                     line.quote,
                     line.page > 0 ? std::to_string(line.page) : "",
                     run.messages().rule(finding->rule),
                     line.message,
                     line.calculation,
                     line.basis,
                     line.severity,
                     fmt::format("{:.2f}", line.confidence),
                     finding->id,
                     run.messages().get("states." + (decided == nullptr ? "open" : decided->state)),
                     decided == nullptr ? "" : run.shown(entry, decided->opinion),
                     decided == nullptr ? "" : run.shown(entry, decided->reason)});
    }
}

void write_rows_csv(const Run& run, FileWriter& csv) {
  csv.write(kByteOrderMark);
  add_line(csv, head(run, {"city", "county", "community", "tier", "no", "category", "indicator", "requirement", "claim",
                           "grade", "status", "file"}));
  for (const NoticeEntry& read : run.notices()) {
    const Notice shown = read.masker.masked(*read.notice);
    const NoticeEntry entry = read.shown_as(shown);
    for (const RowEntry& row : entry.rows)
      add_line(
          csv,
          {entry.notice->city, entry.notice->county, entry.notice->community, entry.notice->tier,
           std::to_string(row.record->no), row.record->category, row.record->name.str(), row.record->requirement.str(),
           row.record->claim.str(), row.grade ? run.messages().grade(*row.grade) : "",
           run.messages().get("status." + std::string(to_string(row.status))), entry.input->file->source.display()});
  }
}

}  // namespace gongshi::report
