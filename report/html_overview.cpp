// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <set>

#include "report/html.h"
#include "schema/date_text.h"
#include "schema/language.h"
#include "schema/presentable.h"

namespace gongshi::report {
namespace {

using nlohmann::json;

struct Tally {
  int notices = 0, rows = 0, supported = 0, to_check = 0, unreadable = 0, errors = 0, warnings = 0, infos = 0,
      dismissed = 0;

  void add(const NoticeEntry& entry) {
    ++notices;
    rows += static_cast<int>(entry.rows.size());
    supported += entry.by_status[0];
    to_check += entry.by_status[1];
    unreadable += entry.by_status[2];
    errors += entry.by_severity[2];
    warnings += entry.by_severity[1];
    infos += entry.by_severity[0];
    dismissed += entry.dismissed_count;
  }
};

struct RuleTally {
  int notices = 0, count = 0, inconclusive = 0;
  Severity severity = Severity::kInfo;
};

std::map<std::string, RuleTally> count_rules(const Run& run) {
  std::map<std::string, RuleTally> rules;
  for (const NoticeEntry& entry : run.notices()) {
    std::set<std::string> seen;
    for (const Finding* finding : entry.findings()) {
      RuleTally& tally = rules[finding->rule];
      ++tally.count;
      tally.inconclusive += finding->verdict == Verdict::kInconclusive ? 1 : 0;
      tally.severity = std::max(tally.severity, finding->severity);
      if (seen.insert(finding->rule).second) ++tally.notices;
    }
  }
  return rules;
}

json rules_context(const Run& run) {
  const auto counted = count_rules(run);
  std::vector<std::pair<std::string, RuleTally>> sorted(counted.begin(), counted.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return std::tie(b.second.notices, b.second.count) < std::tie(a.second.notices, a.second.count);
  });
  const int total = static_cast<int>(run.notices().size());
  json out = json::array();
  for (const auto& [id, tally] : sorted)
    out.push_back({{"id", id},
                   {"name", run.messages().rule(id)},
                   {"severity", to_string(tally.severity)},
                   {"severity_name", run.messages().severity(tally.severity)},
                   {"notices", tally.notices},
                   {"count", tally.count},
                   {"inconclusive", tally.inconclusive},
                   {"share", share(tally.notices, total)},
                   {"width", fmt::format("{:.1f}", total == 0 ? 0.0 : 100.0 * tally.notices / total)}});
  return out;
}

json notices_context(const Run& run) {
  json out = json::array();
  for (const NoticeEntry* sorted : run.by_need()) {
    const NoticeEntry& entry = *sorted;
    std::set<std::string> rules;
    for (const Finding* finding : entry.findings()) rules.insert(finding->rule);
    json context = entry_context(run, entry);
    context["page"] = entry.page;
    context["city"] = entry.city;
    context["county"] = entry.county;
    context["rules"] = fmt::format("{}", fmt::join(rules, " "));
    out.push_back(std::move(context));
  }
  return out;
}

json shared_context(const Run& run) {
  json out = json::array();
  for (const Run::SharedCause& cause : run.shared_causes()) {
    std::string text = run.messages().get("causes.shared", cause.findings);
    const auto put = [&](const char* name, const std::string& value) {
      if (const std::size_t at = text.find(name); at != std::string::npos)
        text.replace(at, std::string_view(name).size(), value);
    };
    const auto known = [&](const std::string& name, const char* unknown) {
      return name == run.messages().get(unknown) ? std::string() : name;
    };
    put("{city}", known(cause.city, "words.unknown-city"));
    put("{county}", known(cause.county, "words.unknown-county"));
    put("{of}", std::to_string(cause.of));
    put("{notices}", std::to_string(cause.notices));
    put("{rule}", run.messages().rule(cause.rule));
    out.push_back({{"rule", cause.rule}, {"text", std::move(text)}});
  }
  return out;
}

json inputs_context(const Run& run) {
  json out = json::array();
  for (const ReportInput& input : run.inputs()) {
    json problems = json::array();
    for (const Problem& problem : input.file->problems)
      problems.push_back({{"page", problem.page}, {"message", problem_text(run, problem)}});
    const Source& source = input.file->source;
    out.push_back({{"source", source.display()},
                   {"kind", source.kind},
                   {"pages", source.pages > 0 ? std::to_string(source.pages) : ""},
                   {"notices", input.file->notices.size()},
                   {"outcome", input.outcome},
                   {"outcome_name", run.messages().get("outcome." + std::string(input.outcome))},
                   {"problems", std::move(problems)}});
  }
  return out;
}

json outcomes_context(const Run& run) {
  json out = json::array();
  for (const std::string_view outcome : {"read", "read-in-part", "not-a-notice", "refused", "crashed"}) {
    const auto count = std::count_if(run.inputs().begin(), run.inputs().end(),
                                     [&](const ReportInput& input) { return input.outcome == outcome; });
    if (count > 0) out.push_back({{"name", run.messages().get("outcome." + std::string(outcome))}, {"count", count}});
  }
  return out;
}

/// One small table: notices by what `key` says of them, in order of first appearance for few, of size for many.
json group_context(const Run& run, const std::string& caption, const std::string& head, std::string NoticeEntry::*key) {
  constexpr std::size_t kMost = 20;
  std::map<std::string, Tally> tallies;
  for (const NoticeEntry& entry : run.notices()) tallies[entry.*key].add(entry);
  std::vector<std::pair<std::string, Tally>> sorted(tallies.begin(), tallies.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second.notices > b.second.notices; });
  if (sorted.size() > kMost) {
    // The remainder stands together in the last line.
    Tally rest;
    for (std::size_t i = kMost - 1; i < sorted.size(); ++i) {
      const Tally& tally = sorted[i].second;
      rest.notices += tally.notices;
      rest.rows += tally.rows;
      rest.supported += tally.supported;
      rest.errors += tally.errors;
      rest.warnings += tally.warnings;
    }
    const int others = static_cast<int>(sorted.size() - kMost + 1);
    sorted.resize(kMost - 1);
    sorted.emplace_back(run.messages().get("words.others", others), rest);
  }
  json lines = json::array();
  for (const auto& [name, tally] : sorted)
    lines.push_back({{"name", name},
                     {"notices", tally.notices},
                     {"share", share(tally.supported, tally.rows)},
                     {"errors", tally.errors},
                     {"warnings", tally.warnings}});
  return {{"caption", caption}, {"head", head}, {"lines", std::move(lines)}};
}

std::vector<std::string> distinct(const Run& run, std::string NoticeEntry::*key) {
  std::set<std::string> values;
  for (const NoticeEntry& entry : run.notices()) values.insert(entry.*key);
  return {values.begin(), values.end()};
}

std::string cities_text(const Run& run) {
  std::vector<std::string> cities;
  for (const std::string& city : distinct(run, &NoticeEntry::city))
    if (city != run.messages().get("words.unknown-city")) cities.push_back(city);
  if (cities.empty()) return {};
  return cities.size() <= 4 ? fmt::format("{}", fmt::join(cities, "、"))
                            : run.messages().get("words.cities", static_cast<int>(cities.size()));
}

/// Columns of the map: the standard's indicators, or where it is not at hand the names that the tier's notices have.
std::vector<std::string> indicator_names(const Run& run, const std::string& tier_name) {
  std::vector<std::string> names;
  for (const Standard* standard : run.standards())
    if (const Tier* tier = standard->find(tier_name); tier != nullptr && names.empty())
      for (const Indicator& indicator : tier->indicators) names.push_back(indicator.name);
  if (!names.empty()) return names;
  for (const NoticeEntry& entry : run.notices())
    if (entry.tier == tier_name && entry.rows.size() > names.size()) {
      names.clear();
      for (const RowEntry& row : entry.rows) names.push_back(run.shown(entry, row.record->name.str()));
    }
  return names;
}

json map_line(const NoticeEntry& entry, std::size_t columns) {
  std::string grades(columns, '-');
  std::vector<std::size_t> rows(columns, 0), flags;
  for (std::size_t i = 0; i < entry.rows.size(); ++i) {
    const RowEntry& row = entry.rows[i];
    const std::size_t column = static_cast<std::size_t>(row.record->indicator.value_or(static_cast<int>(i) + 1)) - 1;
    if (column >= columns || rows[column] != 0) continue;
    rows[column] = i + 1;
    if (row.grade) grades[column] = static_cast<char>('0' + static_cast<int>(*row.grade));
    if (!row.findings.empty() && row.findings.front()->severity == Severity::kError) flags.push_back(column);
  }
  return {{"number", entry.number}, {"name", entry.community}, {"page", entry.page}, {"grades", grades},
          {"rows", rows},           {"flags", flags}};
}

}  // namespace

std::string share(int part, int whole) {
  if (whole == 0) return "–";
  int percent = (200 * part + whole) / (2 * whole);
  if (percent == 100 && part < whole) percent = 99;
  if (percent == 0 && part > 0) percent = 1;
  return std::to_string(percent) + "%";
}

std::string generated_at(const ReportOptions& options) {
  if (!options.today.valid()) return {};
  return date_text(options.today) + (options.time.empty() ? "" : " " + options.time);
}

std::string problem_text(const Run& run, const Problem& problem) {
  const std::string key = "problem." + problem.code;
  const std::string text = run.messages().get(key);
  return text == key ? localized(problem.message, Language::kChinese) : text;
}

namespace {

/// The counts that an outcome rests on, put into its sentence.
std::string filled_in(std::string text, const NoticeEntry& entry) {
  const std::pair<const char*, int> values[] = {{"{supported}", entry.by_status[0]},
                                                {"{rows}", static_cast<int>(entry.rows.size())},
                                                {"{to_check}", entry.by_status[1] + entry.by_status[2]},
                                                {"{errors}", entry.certain_errors},
                                                {"{open}", entry.by_severity[2] - entry.certain_errors},
                                                {"{warnings}", entry.by_severity[1]}};
  for (const auto& [name, value] : values)
    if (const std::size_t at = text.find(name); at != std::string::npos)
      text.replace(at, std::string_view(name).size(), std::to_string(value));
  return text;
}

}  // namespace

json entry_context(const Run& run, const NoticeEntry& entry) {
  const std::string source = entry.input->file->source.display();
  const std::string suggestion = "suggestion." + entry.suggestion;
  return {{"number", entry.number},
          {"community", entry.community},
          {"tier", entry.tier},
          {"source", source},
          {"file", std::filesystem::path(source).filename().string()},
          {"suggestion",
           {{"kind", entry.suggestion},
            {"name", run.messages().get(suggestion + ".name")},
            {"why", filled_in(run.messages(entry).get(suggestion + ".why"), entry)},
            {"rank", need_rank(entry)}}},
          {"rows_total", entry.rows.size()},
          {"supported", entry.by_status[0]},
          {"to_check", entry.by_status[1]},
          {"unreadable", entry.by_status[2]},
          {"errors", entry.by_severity[2]},
          {"warnings", entry.by_severity[1]},
          {"infos", entry.by_severity[0]}};
}

json overview_context(const Run& run) {
  Tally all;
  for (const NoticeEntry& entry : run.notices()) all.add(entry);
  const Messages& messages = run.messages();
  json grades = json::array(), versions = json::array(), groups = json::array();
  for (int i = 0; i <= static_cast<int>(EvidenceGrade::kEmpty); ++i) {
    const auto grade = static_cast<EvidenceGrade>(i);
    const std::string id(to_string(grade));
    grades.push_back({{"id", id},
                      {"name", messages.grade(grade)},
                      {"mark", messages.grade_mark(grade)},
                      {"meaning", messages.get("grade." + id + ".meaning")}});
  }
  for (const auto& [name, version] : run.options().versions) versions.push_back({{"name", name}, {"version", version}});
  if (run.notices().size() > 1) {
    groups.push_back(group_context(run, messages.get("groups.tier"), messages.get("columns.tier"), &NoticeEntry::tier));
    if (distinct(run, &NoticeEntry::city) != std::vector{messages.get("words.unknown-city")})
      groups.push_back(
          group_context(run, messages.get("groups.city"), messages.get("columns.city"), &NoticeEntry::city));
  }
  const auto unread = std::count_if(run.inputs().begin(), run.inputs().end(), [](const ReportInput& input) {
    return read_in_part(input) || input.outcome == "refused";
  });
  return {{"names", {{"notice", messages.names().notice}, {"body", messages.names().body}}},
          {"files", run.inputs().size()},
          {"total", all.notices},
          {"cities_text", cities_text(run)},
          {"standard", run.standard_name()},
          {"unread", unread},
          {"rows_total", all.rows},
          {"supported", all.supported},
          {"supported_share", share(all.supported, all.rows)},
          {"to_check", all.to_check},
          {"to_check_share", share(all.to_check, all.rows)},
          {"unreadable", all.unreadable},
          {"errors", all.errors},
          {"warnings", all.warnings},
          {"infos", all.infos},
          {"dismissed", all.dismissed},
          {"has_groups", !groups.empty()},
          {"groups", std::move(groups)},
          {"cities", distinct(run, &NoticeEntry::city)},
          {"tiers", distinct(run, &NoticeEntry::tier)},
          {"rules", rules_context(run)},
          {"has_shared", !run.shared_causes().empty()},
          {"shared", shared_context(run)},
          {"notices", notices_context(run)},
          {"grades", std::move(grades)},
          {"outcomes", outcomes_context(run)},
          {"inputs", inputs_context(run)},
          {"inputs_open", unread > 0 || run.inputs().size() <= 12},
          {"versions", std::move(versions)},
          {"generated", generated_at(run.options())}};
}

std::string overview_data(const Run& run) {
  json grades = json::object(), tiers = json::array();
  for (int i = 0; i <= static_cast<int>(EvidenceGrade::kEmpty); ++i) {
    const auto grade = static_cast<EvidenceGrade>(i);
    grades[std::to_string(i)] = {{"id", to_string(grade)},
                                 {"name", run.messages().grade(grade)},
                                 {"mark", run.messages().grade_mark(grade)},
                                 {"supported", is_supported(grade)}};
  }
  for (const std::string& name : distinct(run, &NoticeEntry::tier)) {
    const std::vector<std::string> indicators = indicator_names(run, name);
    json notices = json::array();
    for (const NoticeEntry& entry : run.notices())
      if (entry.tier == name) notices.push_back(map_line(entry, indicators.size()));
    tiers.push_back({{"name", name}, {"indicators", indicators}, {"notices", std::move(notices)}});
  }
  const json data = {{"grades", std::move(grades)}, {"tiers", std::move(tiers)}};
  return "window.GONGSHI = " + inert_json(data.dump(-1, ' ', false, json::error_handler_t::replace)) + ";\n";
}

}  // namespace gongshi::report
