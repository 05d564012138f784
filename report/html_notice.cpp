// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <set>

#include "report/html.h"
#include "report/template.h"
#include "schema/date_text.h"

namespace gongshi::report {
namespace {

using nlohmann::json;

/// Points around a cell's text, so that the box drawn does not touch the characters.
constexpr double kPadding = 2.5;

struct Highlight {
  std::string text, kind;
};

std::string worst_kind(const RowEntry& row) {
  return row.findings.empty() ? "none" : std::string(to_string(row.findings.front()->severity));
}

/// What the page's filters ask for: "error warning handled".
std::string kinds_of(const Run& run, const RowEntry& row) {
  std::set<std::string> kinds;
  for (const Finding* finding : row.findings) {
    kinds.emplace(to_string(finding->severity));
    const Decision* decision = run.decision(*finding);
    if (decision != nullptr && decision->state != "open") kinds.insert("handled");
  }
  if (!row.dismissed.empty()) kinds.insert("handled");
  return fmt::format("{}", fmt::join(kinds, " "));
}

std::size_t row_number(const NoticeEntry& entry, const RowEntry& row) {
  return static_cast<std::size_t>(&row - entry.rows.data()) + 1;
}

std::string number_text(const RowEntry& row) { return row.record->no > 0 ? std::to_string(row.record->no) : ""; }

const std::vector<Place>& cell_places(const RowEntry& row, std::vector<Place>& spare) {
  if (!row.record->claim.places.empty()) return row.record->claim.places;
  spare = row.record->places();
  return spare;
}

std::string marked_line(std::string_view line, const std::vector<Highlight>& highlights) {
  // The first highlight that stands in the line wins the stretch; others are looked for around it.
  for (std::size_t i = 0; i < highlights.size(); ++i) {
    const std::size_t at = highlights[i].text.empty() ? std::string_view::npos : line.find(highlights[i].text);
    if (at == std::string_view::npos) continue;
    const std::vector<Highlight> others(highlights.begin() + static_cast<std::ptrdiff_t>(i) + 1, highlights.end());
    return marked_line(line.substr(0, at), others) +
           fmt::format("<mark class=\"{}\">{}</mark>", highlights[i].kind, escaped(highlights[i].text)) +
           marked_line(line.substr(at + highlights[i].text.size()), others);
  }
  return escaped(line);
}

/// A cell's text as paragraphs.
std::string paragraphs(std::string_view text, const std::vector<Highlight>& highlights = {}) {
  std::string out;
  for (std::size_t begin = 0; begin <= text.size() && !text.empty();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    out += "<p>" + marked_line(text.substr(begin, end - begin), highlights) + "</p>";
    begin = end + 1;
  }
  return out;
}

std::vector<Highlight> highlights_of(const Run& run, const NoticeEntry& entry, const RowEntry& row) {
  std::vector<Highlight> out;
  if (row.findings.empty()) return out;
  const std::string whole = run.shown(entry, row.record->claim.str());
  for (const Finding* finding : row.findings) {
    const std::string quote = run.shown(entry, finding->quote);
    // A quote of several paragraphs is marked paragraph by paragraph; one of the whole cell would mark nothing out.
    if (quote.size() * 10 >= whole.size() * 9) continue;
    for (std::size_t begin = 0; begin < quote.size();) {
      const std::size_t end = std::min(quote.find('\n', begin), quote.size());
      out.push_back({quote.substr(begin, end - begin), std::string(to_string(finding->severity))});
      begin = end + 1;
    }
  }
  return out;
}

json place_context(const Run& run, const std::vector<Place>& places, const std::vector<WrittenPicture>& pictures,
                   bool table, std::size_t row) {
  if (!places.empty() && places.front().page > 0) {
    const int page = places.front().page;
    const bool drawn = std::any_of(pictures.begin(), pictures.end(),
                                   [&](const WrittenPicture& picture) { return picture.page == page; });
    if (drawn) return {{"target", fmt::format("page-{}", page)}, {"text", run.messages().get("words.see-page", page)}};
  }
  if (table && row > 0)
    return {{"target", fmt::format("o{}", row)}, {"text", run.messages().get("words.see-original")}};
  return nullptr;
}

json others_context(const Run& run, const Finding& finding) {
  json others = json::array();
  for (const NoticeReference& other : finding.others) {
    const NoticeEntry* entry = run.find(other);
    json anchor = nullptr;
    if (entry != nullptr && other.no)
      for (const RowEntry& row : entry->rows)
        if (row.record->no == *other.no) anchor = row_number(*entry, row);
    others.push_back({{"community", other.community},
                      {"page", entry == nullptr ? json(nullptr) : json(entry->page)},
                      {"anchor", anchor},
                      {"no", other.no ? json(*other.no) : json(nullptr)},
                      {"similarity", fmt::format("{:.0f}%", std::floor(other.similarity * 100))}});
  }
  return others;
}

struct PageParts {
  const std::vector<WrittenPicture>& pictures;
  bool table;
};

json decision_context(const Run& run, const NoticeEntry& entry, const Decision* decision) {
  if (decision == nullptr) return nullptr;
  return {{"state", run.messages().get("states." + decision->state)},
          {"opinion", run.shown(entry, decision->opinion)},
          {"reply", run.shown(entry, decision->reply)}};
}

json finding_context(const Run& run, const NoticeEntry& entry, const Finding& finding, const PageParts& parts) {
  const FindingLine line = run.line(entry, finding);
  const Finding shown = entry.masker.masked(finding);
  const std::size_t row = line.row == nullptr ? 0 : row_number(entry, *line.row);
  json others = others_context(run, finding);
  const bool has_others = !others.empty();
  return {{"id", entry.index_of(finding)},
          {"severity", to_string(finding.severity)},
          {"severity_name", line.severity},
          {"rule", finding.rule},
          {"rule_name", run.messages(entry).rule(finding.rule)},
          {"open", finding.severity == Severity::kError},
          {"handled", run.decision(finding) != nullptr && run.decision(finding)->state != "open"},
          {"inconclusive", finding.verdict == Verdict::kInconclusive},
          {"message", line.message},
          {"quote", shown.quote},
          {"compared", !finding.stated.empty() && !finding.expected.empty()},
          {"stated", shown.stated},
          {"expected", shown.expected},
          {"calculation", line.calculation},
          {"basis", line.basis},
          {"others", std::move(others)},
          {"has_others", has_others},
          {"advice", line.advice},
          {"unit", line.unit},
          {"deadline", line.deadline ? date_text(*line.deadline) : ""},
          {"decision", decision_context(run, entry, run.decision(finding))},
          {"place", finding.places.empty() ? json(nullptr)
                                           : place_context(run, finding.places, parts.pictures, parts.table, row)}};
}

json findings_context(const Run& run, const NoticeEntry& entry, const std::vector<const Finding*>& findings,
                      const PageParts& parts) {
  json out = json::array();
  for (const Finding* finding : findings) out.push_back(finding_context(run, entry, *finding, parts));
  return out;
}

/// Findings that a person has set aside: named, with the reason, and no more.
json dismissed_context(const Run& run, const NoticeEntry& entry, const std::vector<const Finding*>& findings) {
  json out = json::array();
  for (const Finding* finding : findings) {
    const Decision* decision = run.decision(*finding);
    out.push_back({{"rule_name", run.messages(entry).rule(finding->rule)},
                   {"state", run.messages().get("states.dismissed")},
                   {"message", run.shown(entry, finding->message)},
                   {"reason", decision == nullptr ? "" : run.shown(entry, decision->reason)}});
  }
  return out;
}

json row_context(const Run& run, const NoticeEntry& entry, const RowEntry& row, const PageParts& parts) {
  const IndicatorRecord& record = *row.record;
  json grade = nullptr;
  if (row.grade) {
    const std::string id(to_string(*row.grade));
    grade = {{"id", id},
             {"name", run.messages().grade(*row.grade)},
             {"meaning", run.messages(entry).get("grade." + id + ".meaning")}};
  }
  std::vector<Place> spare;
  const bool recognised = record.claim.confidence < 0.995;
  return {{"row", row_number(entry, row)},
          {"no", number_text(row)},
          {"name", run.shown(entry, record.name.str())},
          {"category", record.category},
          {"kind", worst_kind(row)},
          {"kinds", kinds_of(run, row)},
          {"status", to_string(row.status)},
          {"status_name", run.messages().get("status." + std::string(to_string(row.status)))},
          {"grade", grade},
          {"place", place_context(run, cell_places(row, spare), parts.pictures, parts.table, row_number(entry, row))},
          {"claim", paragraphs(run.shown(entry, record.claim.str()), highlights_of(run, entry, row))},
          {"requirement", paragraphs(record.requirement.str())},
          {"confidence", recognised ? fmt::format("{:.0f}%", std::floor(record.claim.confidence * 100)) : ""},
          {"has_findings", !row.findings.empty()},
          {"findings", findings_context(run, entry, row.findings, parts)},
          {"has_dismissed", !row.dismissed.empty()},
          {"dismissed", dismissed_context(run, entry, row.dismissed)}};
}

/// Findings of one rule as one block: gravest first. Those on rows are a line each that leads to the row; those on the
/// notice as a whole stand here with all that is said of them.
json groups_context(const Run& run, const NoticeEntry& entry, const PageParts& parts) {
  json out = json::array();
  for (const FindingGroup& group : entry.groups) {
    json items = json::array();
    int handled = 0;
    for (const Finding* finding : group.findings) {
      const RowEntry* row = entry.row_of(*finding);
      const Decision* decision = run.decision(*finding);
      const bool decided = decision != nullptr && decision->state != "open";
      handled += decided ? 1 : 0;
      items.push_back({{"row", row == nullptr ? json(nullptr) : json(row_number(entry, *row))},
                       {"no", row == nullptr ? "" : number_text(*row)},
                       {"message", entry.masker.masked(*finding).message},
                       {"state", decided ? run.messages().get("states." + decision->state) : ""},
                       {"inconclusive", finding->verdict == Verdict::kInconclusive},
                       {"whole", row == nullptr ? finding_context(run, entry, *finding, parts) : json(nullptr)}});
    }
    out.push_back({{"id", group.id},
                   {"rule", group.rule},
                   {"rule_name", run.messages(entry).rule(group.rule)},
                   {"severity", to_string(group.severity)},
                   {"severity_name", run.messages().severity(group.severity)},
                   {"rows", run.rows_text(group)},
                   {"count", group.findings.size()},
                   {"handled", handled == static_cast<int>(group.findings.size())},
                   {"advice", run.messages(entry).advice(group.rule)},
                   {"open", group.severity == Severity::kError},
                   {"items", std::move(items)}});
  }
  return out;
}

json percent_box(const Box& box, const Box& area, double padding) {
  const auto clamp = [](double value) { return std::clamp(value, 0.0, 100.0); };
  const double left = clamp(100 * (box.x0 - padding - area.x0) / area.width());
  const double top = clamp(100 * (box.y0 - padding - area.y0) / area.height());
  const double right = clamp(100 * (box.x1 + padding - area.x0) / area.width());
  const double bottom = clamp(100 * (box.y1 + padding - area.y0) / area.height());
  return {{"left", fmt::format("{:.2f}", left)},
          {"top", fmt::format("{:.2f}", top)},
          {"w", fmt::format("{:.2f}", right - left)},
          {"h", fmt::format("{:.2f}", bottom - top)}};
}

json picture_context(const Run& run, const NoticeEntry& entry, const WrittenPicture& picture) {
  json marks = json::array(), quotes = json::array();
  for (const RowEntry& row : entry.rows) {
    std::vector<Place> spare;
    for (const Place& place : cell_places(row, spare)) {
      if (place.page != picture.page || place.box.empty()) continue;
      json mark = percent_box(place.box, picture.area, kPadding);
      mark["kind"] = worst_kind(row);
      mark["quiet"] = row.findings.empty();
      mark["row"] = row_number(entry, row);
      mark["label"] = run.messages().get("words.row", row.record->no) + " " + row.record->name.str();
      marks.push_back(std::move(mark));
    }
  }
  for (const Finding* finding : entry.findings()) {
    const RowEntry* row = entry.row_of(*finding);
    for (const Place& place : finding->places) {
      if (place.page != picture.page || place.box.empty()) continue;
      if (row != nullptr &&
          std::any_of(row->record->claim.places.begin(), row->record->claim.places.end(),
                      [&](const Place& cell) { return cell.page == place.page && cell.box == place.box; }))
        continue;
      json quote = percent_box(place.box, picture.area, 0.5);
      quote["kind"] = to_string(finding->severity);
      quote["finding"] = entry.index_of(*finding);
      quotes.push_back(std::move(quote));
    }
  }
  return {{"page", picture.page},     {"file", picture.file},      {"width", picture.width},
          {"height", picture.height}, {"marks", std::move(marks)}, {"quotes", std::move(quotes)}};
}

/// The table as the file has it, for formats without pages.
json table_context(const Run& run, const NoticeEntry& entry) {
  json lines = json::array();
  for (std::size_t i = 0; i < entry.rows.size(); ++i) {
    const RowEntry& row = entry.rows[i];
    const IndicatorRecord& record = *row.record;
    json category = nullptr;
    if (i == 0 || entry.rows[i - 1].record->category != record.category) {
      std::size_t end = i + 1;
      while (end < entry.rows.size() && entry.rows[end].record->category == record.category) ++end;
      category = {{"text", record.category}, {"span", end - i}};
    }
    lines.push_back({{"row", i + 1},
                     {"kind", worst_kind(row)},
                     {"category", category},
                     {"no", record.no_printed ? number_text(row) : ""},
                     {"name", run.shown(entry, record.name.str())},
                     {"definition", paragraphs(record.definition.str())},
                     {"requirement", paragraphs(record.requirement.str())},
                     {"claim", paragraphs(run.shown(entry, record.claim.str()), highlights_of(run, entry, row))}});
  }
  json header = json::array();
  for (const std::string& cell : entry.notice->header) header.push_back(cell);
  if (header.size() != 6)
    header = {run.messages().get("header.category"),    run.messages().get("header.no"),
              run.messages().get("header.name"),        run.messages().get("header.definition"),
              run.messages().get("header.requirement"), run.messages().get("header.claim")};
  return {{"title", run.shown(entry, entry.notice->title.utf8)},
          {"preamble", run.shown(entry, entry.notice->preamble.utf8)},
          {"table_title", run.shown(entry, entry.notice->table_title.utf8)},
          {"header", std::move(header)},
          {"lines", std::move(lines)},
          {"footer", run.shown(entry, entry.notice->footer.utf8)}};
}

json neighbour(const Run& run, int number) {
  if (number < 1 || number > static_cast<int>(run.notices().size())) return nullptr;
  const NoticeEntry& entry = run.notices()[static_cast<std::size_t>(number) - 1];
  return {{"page", entry.page}, {"community", entry.community}};
}

json problems_context(const Run& run, const NoticeEntry& entry) {
  json out = json::array();
  for (const auto* problems : {&entry.input->file->problems, &entry.notice->problems})
    for (const Problem& problem : *problems)
      out.push_back({{"page", problem.page}, {"message", problem_text(run, problem)}});
  return out;
}

/// Names the files that hold the same notice in other forms; "" where there are none.
std::string copies_text(const Run& run, const NoticeEntry& entry) {
  for (const Problem& problem : entry.input->file->problems)
    if (problem.code == "other-forms") return problem_text(run, problem);
  return {};
}

std::string where_text(const Notice& notice) {
  std::string out;
  for (const std::string* part : {&notice.city, &notice.county, &notice.street, &notice.authority}) {
    if (part->empty()) continue;
    if (!out.empty()) out += "　";
    out += *part;
  }
  return out;
}

/// Pages of `wanted` that were not drawn and are not in `but`: "第2、5页", or nothing.
std::string pages_text(const Run& run, const std::vector<int>& wanted, const std::vector<WrittenPicture>& pictures,
                       const std::vector<int>& but) {
  std::string numbers;
  for (const int page : wanted) {
    const bool drawn = std::any_of(pictures.begin(), pictures.end(),
                                   [&](const WrittenPicture& picture) { return picture.page == page; });
    if (drawn || std::find(but.begin(), but.end(), page) != but.end()) continue;
    numbers += (numbers.empty() ? "" : "、") + std::to_string(page);
  }
  if (numbers.empty()) return {};
  std::string text = run.messages().get("words.page");
  return text.replace(text.find("{n}"), 3, numbers);
}

}  // namespace

std::vector<int> pages_to_draw(const NoticeEntry& entry, bool all) {
  std::set<int> pages;
  const auto add = [&](const std::vector<Place>& places) {
    for (const Place& place : places)
      if (place.page > 0) pages.insert(place.page);
  };
  std::vector<Place> spare;
  for (const RowEntry& row : entry.rows)
    if (all || !row.findings.empty()) add(cell_places(row, spare));
  for (const Finding* finding : entry.findings()) add(finding->places);
  if (all)
    for (const Text* text : {&entry.notice->title, &entry.notice->preamble, &entry.notice->footer}) add(text->places());
  return {pages.begin(), pages.end()};
}

json notice_context(const Run& run, const NoticeEntry& entry, const std::vector<WrittenPicture>& pictures,
                    std::string_view no_pictures) {
  const NoticeFile& file = *entry.input->file;
  const bool has_table = pictures.empty();
  const PageParts parts{pictures, has_table};
  json rows = json::array(), drawn = json::array();
  for (const RowEntry& row : entry.rows) rows.push_back(row_context(run, entry, row, parts));
  for (const WrittenPicture& picture : pictures) drawn.push_back(picture_context(run, entry, picture));
  const std::vector<int> wanted = pages_to_draw(entry, run.options().all_pages),
                         every_page = pages_to_draw(entry, true);
  json context = entry_context(run, entry);
  context.update(json{{"where", where_text(*entry.notice)},
                      {"pages", file.source.pages},
                      {"total", run.notices().size()},
                      {"previous", neighbour(run, entry.number - 1)},
                      {"next", neighbour(run, entry.number + 1)},
                      {"in_part", read_in_part(*entry.input)},
                      {"problems", problems_context(run, entry)},
                      {"copies", copies_text(run, entry)},
                      {"dismissed_count", entry.dismissed_count},
                      {"has_groups", !entry.groups.empty()},
                      {"groups", groups_context(run, entry, parts)},
                      {"handled", entry.handled},
                      {"has_dismissed", !entry.dismissed.empty()},
                      {"dismissed_on_notice", dismissed_context(run, entry, entry.dismissed)},
                      {"has_original", !entry.rows.empty()},
                      {"has_pictures", !pictures.empty()},
                      {"pictures", std::move(drawn)},
                      {"source_gone", no_pictures == "source-gone"},
                      {"source_changed", no_pictures == "source-changed"},
                      {"skipped_pages", pictures.empty() ? "" : pages_text(run, every_page, pictures, wanted)},
                      {"failed_pages", pictures.empty() ? "" : pages_text(run, wanted, pictures, {})},
                      {"table", has_table ? table_context(run, entry) : json(nullptr)},
                      {"rows", std::move(rows)},
                      {"generated", generated_at(run.options())}});
  return context;
}

}  // namespace gongshi::report
