// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store/desk.h"

namespace gongshi::corpus {
namespace {

constexpr const char* kEntryColumns = "SELECT kind, owner, name, value, person, at FROM desk_entries ";

DeskEntry entry_of(const Statement& row) {
  return {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5)};
}

}  // namespace

void put_desk_entry(Store& store, const DeskEntry& entry) {
  store.database()
      .prepare("INSERT INTO desk_entries(kind, owner, name, value, person, at) VALUES (?,?,?,?,?,?)")(entry.kind)(
          entry.owner)(entry.name)(entry.value)(entry.person)(entry.at)
      .run();
}

std::optional<DeskEntry> desk_entry(Store& store, const std::string& kind, const std::string& owner,
                                    const std::string& name) {
  Statement row = store.database().prepare(std::string(kEntryColumns) +
                                           "WHERE kind = ? AND owner = ? AND name = ? ORDER BY id DESC LIMIT 1");
  row(kind)(owner)(name);
  if (!row.step() || row.text(3).empty()) return std::nullopt;
  return entry_of(row);
}

std::vector<DeskEntry> desk_entries(Store& store, const std::string& kind, const std::string& owner) {
  std::vector<DeskEntry> entries;
  Statement row = store.database().prepare(std::string(kEntryColumns) +
                                           "WHERE id IN (SELECT max(id) FROM desk_entries WHERE kind = ? AND owner = "
                                           "? GROUP BY name) AND value <> '' ORDER BY id DESC");
  row(kind)(owner);
  while (row.step()) entries.push_back(entry_of(row));
  return entries;
}

std::vector<ListedFinding> findings_of_rule(Store& store, std::int64_t notice_id, const std::string& rule) {
  std::vector<ListedFinding> found;
  Statement row = store.database().prepare(
      "SELECT findings.finding, findings.severity, findings.metric, findings.message, findings.no, findings.clause, "
      "coalesce(events.status, ''), coalesce(events.id, 0) FROM findings LEFT JOIN decision_events AS events ON "
      "events.id = (SELECT max(id) FROM decision_events WHERE decision_events.finding = findings.finding) "
      "WHERE findings.notice_id = ? AND findings.rule = ? ORDER BY findings.position");
  row(notice_id)(rule);
  while (row.step()) {
    ListedFinding finding;
    finding.finding = row.text(0);
    finding.rule = rule;
    finding.severity = row.text(1);
    finding.metric = row.text(2);
    finding.message = row.text(3);
    finding.no = row.maybe_integer(4);
    finding.clause = row.maybe_integer(5);
    finding.status = row.text(6);
    finding.version = row.integer(7);
    found.push_back(std::move(finding));
  }
  return found;
}

bool cured_by(Store& store, std::int64_t earlier, std::int64_t later) {
  Statement row = store.database().prepare(
      "SELECT count(*), count(*) FILTER (WHERE EXISTS (SELECT 1 FROM findings AS present WHERE present.notice_id = ? "
      "AND "
      "present.finding = before.finding)) FROM findings AS before WHERE before.notice_id = ? AND before.severity <> "
      "'info' AND "
      "coalesce((SELECT status FROM decision_events WHERE decision_events.finding = before.finding ORDER BY id DESC "
      "LIMIT 1), '') <> 'dismissed'");
  row(later)(earlier);
  return row.step() && row.integer(0) > 0 && row.integer(1) == 0;
}

std::vector<MonthFigures> figures_by_month(Store& store) {
  std::vector<MonthFigures> months;
  Statement row = store.database().prepare(
      "SELECT substr(dated, 1, 7) AS month, count(*), CAST(coalesce(sum(error), 0) AS BIGINT), "
      "CAST(coalesce(sum(warning), 0) AS "
      "BIGINT), CAST(coalesce(sum(info), 0) AS BIGINT) FROM notices LEFT JOIN notice_counts ON notice_counts.notice_id "
      "= notices.id "
      "GROUP BY month ORDER BY month");
  while (row.step()) months.push_back({row.text(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4)});
  return months;
}

std::vector<DayFigures> decisions_by_day(Store& store) {
  std::vector<DayFigures> days;
  Statement row = store.database().prepare(
      "SELECT day, decisions FROM (SELECT substr(recorded, 1, 10) AS day, count(*) AS decisions FROM decision_events "
      "WHERE origin IN ('page', 'ledger') AND recorded <> '' GROUP BY day ORDER BY day DESC LIMIT 366) AS days ORDER "
      "BY day");
  while (row.step()) days.push_back({row.text(0), row.integer(1)});
  return days;
}

}  // namespace gongshi::corpus
