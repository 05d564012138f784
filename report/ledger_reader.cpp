// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/ledger_reader.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <set>

#include "report/files.h"
#include "report/messages.h"
#include "office/package.h"

namespace gongshi::report {
namespace {

constexpr std::size_t kHeadRows = 10;  // The heading stands in one of these.
constexpr std::size_t kMostColumns = 16'384;
constexpr unsigned kParse = pugi::parse_default | pugi::parse_ws_pcdata;

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string trimmed(std::string text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!text.empty() && is_space(text.back())) text.pop_back();
  text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), is_space));
  return text;
}

/// Text of all <t> below `node`; phonetic guides (rPh) are no part of it.
std::string text_below(const pugi::xml_node& node) {
  std::string out;
  for (const pugi::xml_node& child : node.children()) {
    const std::string_view name = local_name(child);
    if (name == "t")
      out += child.child_value();
    else if (name != "rPh")
      out += text_below(child);
  }
  return out;
}

bool parse(const office::Package& package, const std::string& name, pugi::xml_document& document) {
  const auto part = package.find(name);
  return part != package.end() && document.load_buffer(part->second.data(), part->second.size(), kParse);
}

std::vector<std::string> shared_strings(const office::Package& package) {
  std::vector<std::string> strings;
  pugi::xml_document document;
  if (parse(package, "xl/sharedStrings.xml", document))
    for (const pugi::xml_node& item : document.document_element().children())
      if (local_name(item) == "si") strings.push_back(text_below(item));
  return strings;
}

struct SheetPart {
  std::string name, part;
};

std::vector<SheetPart> sheets(const office::Package& package) {
  pugi::xml_document workbook, relations;
  std::map<std::string, std::string> targets;
  if (parse(package, "xl/_rels/workbook.xml.rels", relations))
    for (const pugi::xml_node& relation : relations.document_element().children()) {
      const std::string target = relation.attribute("Target").value();
      targets[relation.attribute("Id").value()] = target.starts_with("/") ? target.substr(1) : "xl/" + target;
    }
  std::vector<SheetPart> out;
  if (!parse(package, "xl/workbook.xml", workbook)) return out;
  for (const pugi::xml_node& list : workbook.document_element().children()) {
    if (local_name(list) != "sheets") continue;
    for (const pugi::xml_node& sheet : list.children())
      for (const pugi::xml_attribute& attribute : sheet.attributes())
        if (std::string_view(attribute.name()).ends_with(":id"))
          out.push_back({sheet.attribute("name").value(), targets[attribute.value()]});
  }
  return out;
}

/// "AB12" → 27. Cells without a reference follow the one before.
std::size_t column_of(const std::string& reference, std::size_t next) {
  std::size_t column = 0;
  for (const char c : reference) {
    if (c < 'A' || c > 'Z' || column > kMostColumns) break;
    column = column * 26 + static_cast<std::size_t>(c - 'A') + 1;
  }
  return column == 0 ? next : column - 1;
}

using Row = std::map<std::size_t, std::string>;

struct NumberedRow {
  int number;
  Row cells;
};

std::string cell_text(const pugi::xml_node& cell, const std::vector<std::string>& strings) {
  const std::string_view type = cell.attribute("t").value();
  if (type == "inlineStr") return text_below(cell);
  std::string value;
  for (const pugi::xml_node& child : cell.children())
    if (local_name(child) == "v") value = child.child_value();
  if (type != "s") return value;
  const auto index = static_cast<std::size_t>(std::strtoull(value.c_str(), nullptr, 10));
  return index < strings.size() ? strings[index] : "";
}

std::vector<NumberedRow> rows_of(const office::Package& package, const std::string& part,
                                 const std::vector<std::string>& strings) {
  std::vector<NumberedRow> rows;
  pugi::xml_document document;
  if (!parse(package, part, document)) return rows;
  for (const pugi::xml_node& data : document.document_element().children()) {
    if (local_name(data) != "sheetData") continue;
    int number = 0;
    for (const pugi::xml_node& row : data.children()) {
      number = row.attribute("r").as_int(number + 1);
      NumberedRow read{number, {}};
      std::size_t next = 0;
      for (const pugi::xml_node& cell : row.children()) {
        const std::size_t column = column_of(cell.attribute("r").value(), next);
        next = column + 1;
        if (std::string text = trimmed(cell_text(cell, strings)); !text.empty()) read.cells[column] = std::move(text);
      }
      rows.push_back(std::move(read));
    }
  }
  return rows;
}

struct Heading {
  std::size_t row;
  std::map<std::string, std::size_t> columns;  ///< Column key → column.
};

constexpr const char* kKeys[] = {"id",   "state",     "opinion", "reason",  "reply", "stamp",
                                 "rule", "community", "no",      "message", "group"};

std::optional<Heading> find_heading(const std::vector<NumberedRow>& rows, const Messages& messages) {
  for (std::size_t i = 0; i < std::min(rows.size(), kHeadRows); ++i) {
    Heading heading{i, {}};
    for (const auto& [column, text] : rows[i].cells)
      for (const char* key : kKeys)
        if (text == messages.get("columns." + std::string(key))) heading.columns[key] = column;
    if (heading.columns.contains("id") && heading.columns.contains("state")) return heading;
  }
  return {};
}

class Collector {
 public:
  explicit Collector(const Messages& messages) : messages_(messages) {}

  void add(const NumberedRow& row, const Heading& heading, const std::string& sheet) {
    const auto value = [&](const std::string& key) {
      const auto column = heading.columns.find(key);
      if (column == heading.columns.end()) return std::string();
      const auto cell = row.cells.find(column->second);
      return cell == row.cells.end() ? std::string() : cell->second;
    };
    Decision decision{value("id"), state_of(value("state")), value("opinion"), value("reason"), value("reply"), {}, {},
                      {}};
    const std::string place = sheet + ", row " + std::to_string(row.number);
    if (decision.finding.empty()) return;
    const bool is_group = decision.finding.find('.') != std::string::npos;
    if (!is_group) {
      ids_.insert(decision.finding);
      groups_[value("group")].insert(decision.finding);
      subjects_.try_emplace(decision.finding, subject_of(value));
    }
    if (decision.state.empty()) {
      ledger_.problems.push_back(place + ": the state \"" + value("state") + "\" is unknown; the line was left out.");
      return;
    }
    decision.subject = subject_of(value);
    if (!is_group && !decision.blank() && standing_.insert(decision.finding).second)
      ledger_.standing.push_back(decision);
    const std::string stamp = value("stamp");
    if (!is_group && !stamp.empty()) decided_before_.insert(decision.finding);
    if (stamp.empty() ? decision.blank() : stamp == ledger_stamp(decision)) return;
    if (is_group && !stamp.empty()) uniform_.insert(decision.finding);
    // Where the reason stands under 复核意见, that is the reason.
    if (decision.dismissed() && decision.reason.empty()) decision.reason = decision.opinion;
    if (decision.dismissed() && decision.reason.empty()) {
      ledger_.problems.push_back(place + ": a dismissal needs a reason; the line was left out.");
      return;
    }
    merge(std::move(decision), place);
  }

  ReadLedger finish() {
    spread_groups();
    ledger_.lines = static_cast<int>(ids_.size());
    return std::move(ledger_);
  }

 private:
  std::string state_of(const std::string& text) const {
    if (text.empty()) return "open";
    for (const std::string_view state : kDecisionStates)
      if (text == messages_.get("states." + std::string(state)) || text == state) return std::string(state);
    return {};
  }

  /// What is said of a group is said of each of its findings that nothing else was said of: no line of its own was
  /// changed, and it was no exception from the group before. Where the ledger does not have the single lines any more,
  /// the group's own id is left for those who know its findings.
  void spread_groups() {
    std::vector<Decision> spread;
    for (Decision& decision : ledger_.decisions) {
      const auto members = groups_.find(decision.finding);
      if (decision.finding.find('.') == std::string::npos || members == groups_.end()) {
        spread.push_back(std::move(decision));
        continue;
      }
      for (const std::string& finding : members->second) {
        if (places_.contains(finding)) continue;
        if (!uniform_.contains(decision.finding) && decided_before_.contains(finding)) continue;
        spread.push_back(decision);
        spread.back().finding = finding;
        spread.back().subject = subjects_[finding];
      }
    }
    ledger_.decisions = std::move(spread);
  }

  template <typename Value>
  std::string subject_of(const Value& value) const {
    std::string subject = value("community");
    if (const std::string no = value("no"); !no.empty()) {
      std::string row = messages_.get("words.row");
      if (const std::size_t at = row.find("{n}"); at != std::string::npos) row.replace(at, 3, no);
      subject += " " + row;
    }
    for (const char* key : {"rule", "message"})
      if (const std::string text = value(key); !text.empty()) subject += (subject.empty() ? "" : " ") + text;
    return subject;
  }

  void merge(Decision decision, const std::string& place) {
    const auto [known, fresh] = places_.try_emplace(decision.finding, ledger_.decisions.size(), place);
    if (fresh)
      ledger_.decisions.push_back(std::move(decision));
    else if (ledger_.decisions[known->second.first] != decision)
      ledger_.problems.push_back(place + ": differs from " + known->second.second + "; the latter was taken over.");
  }

  const Messages& messages_;
  std::set<std::string> ids_, standing_;
  std::map<std::string, std::set<std::string>> groups_;  ///< Findings by group.
  std::map<std::string, std::string> subjects_;          ///< By finding.
  std::set<std::string> decided_before_;  ///< Findings whose line was filled in when the ledger was written.
  std::set<std::string> uniform_;         ///< Groups all of whose findings were decided alike then.
  std::map<std::string, std::pair<std::size_t, std::string>> places_;  ///< By finding: its decision, and from where.
  ReadLedger ledger_;
};

}  // namespace

std::string ledger_stamp(const Decision& decision) {
  std::string said;
  for (const std::string* part : {&decision.state, &decision.opinion, &decision.reason, &decision.reply}) {
    std::copy_if(part->begin(), part->end(), std::back_inserter(said),
                 [](char c) { return c != ' ' && c != '\t' && c != '\n' && c != '\r'; });
    said += '\0';
  }
  constexpr std::size_t kLength = 12;  // Enough to tell two lines of one cell apart.
  return digest(said).substr(0, kLength);
}

Result<ReadLedger> read_ledger(std::string_view bytes) {
  auto package = office::unpack(bytes);
  if (!package) return package.error();
  auto messages = Messages::load();
  if (!messages) return messages.error();
  const std::vector<std::string> strings = shared_strings(*package);
  Collector collector(*messages);
  bool found = false;
  for (const SheetPart& sheet : sheets(*package)) {
    const std::vector<NumberedRow> rows = rows_of(*package, sheet.part, strings);
    const auto heading = find_heading(rows, *messages);
    if (!heading) continue;
    found = true;
    for (std::size_t i = heading->row + 1; i < rows.size(); ++i) collector.add(rows[i], *heading, sheet.name);
  }
  if (!found)
    return Error{"ledger-unknown", "No sheet has the columns " + messages->get("columns.id") + " and " +
                                       messages->get("columns.state") + "; give a ledger that gongshi wrote."};
  return collector.finish();
}

}  // namespace gongshi::report
