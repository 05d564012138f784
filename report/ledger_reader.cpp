// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/ledger_reader.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include "office/workbook.h"
#include "report/files.h"
#include "report/messages.h"

namespace gongshi::report {
namespace {

constexpr std::size_t kHeadRows = 10;   // The heading stands in one of these.
constexpr int kMostCells = 10'000'000;  // 100 000 lines of every column, and to spare.
std::string trimmed(std::string text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!text.empty() && is_space(text.back())) text.pop_back();
  text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), is_space));
  return text;
}

using Row = std::map<int, std::string>;  ///< Text by column.

struct NumberedRow {
  int number;  ///< As the sheet counts, from 1.
  Row cells;
};

Result<std::vector<NumberedRow>> rows_of(office::Workbook& book, const office::Workbook::Sheet& sheet) {
  auto read = book.read(sheet, kMostCells);
  if (!read) return read.error();
  std::vector<NumberedRow> rows;
  for (const office::WorkbookRow& row : read->rows) {
    NumberedRow numbered{row.row + 1, {}};
    for (const office::WorkbookCell& cell : row.cells)
      if (std::string text = trimmed(cell.text); !text.empty()) numbered.cells[cell.col] = std::move(text);
    rows.push_back(std::move(numbered));
  }
  return rows;
}

struct Heading {
  std::size_t row;
  std::map<std::string, int> columns;  ///< Column key → column.
};

constexpr const char* kKeys[] = {"id",   "state",     "opinion", "reason",  "reply", "stamp",
                                 "rule", "community", "no",      "message", "group"};

std::optional<Heading> find_heading(const std::vector<NumberedRow>& rows, const Messages& messages) {
  for (std::size_t i = 0; i < std::min(rows.size(), kHeadRows); ++i) {
    Heading heading{i, {}};
    for (const auto& [column, text] : rows[i].cells)
      for (const char* key : kKeys)
        if (text == messages.get("columns." + std::string(key)) ||
            text == messages.get("formerly.columns." + std::string(key)))
          heading.columns[key] = column;
    // The column of bodies is called after what a programme judges (社区, 学校): it stands behind that of streets.
    for (const auto& [column, text] : rows[i].cells)
      if (text == messages.get("columns.street")) heading.columns.try_emplace("community", column + 1);
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
      if (text == messages_.get("states." + std::string(state)) ||
          text == messages_.get("formerly.states." + std::string(state)) || text == state)
        return std::string(state);
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

namespace {

Error unopened(const Error& error) {
  if (error.code == "file-too-large" || error.code == "table-too-large")
    return {"zip-bomb", "The file unpacks to more than 512 MB, or has more than 10 million cells."};
  const std::string what =
      error.code == "file-encrypted" ? "The file is encrypted" : "The file is no workbook, or damaged";
  return {"file-damaged", what + "; open it in Excel or WPS, save it again and try once more."};
}

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
  auto book = office::Workbook::open(bytes, "");
  if (!book) return unopened(book.error());
  auto messages = Messages::load();
  if (!messages) return messages.error();
  Collector collector(*messages);
  bool found = false;
  for (const office::Workbook::Sheet& sheet : book->sheets()) {
    const auto rows = rows_of(*book, sheet);
    if (!rows) return unopened(rows.error());
    const auto heading = find_heading(*rows, *messages);
    if (!heading) continue;
    found = true;
    for (std::size_t i = heading->row + 1; i < rows->size(); ++i) collector.add((*rows)[i], *heading, sheet.name);
  }
  if (!found)
    return Error{"ledger-unknown", "No sheet has the columns " + messages->get("columns.id") + " and " +
                                       messages->get("columns.state") + "; give a ledger that gongshi wrote."};
  return collector.finish();
}

}  // namespace gongshi::report
