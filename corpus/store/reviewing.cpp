// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store/reviewing.h"

#include <algorithm>
#include <charconv>

#include "corpus/placeless.h"

namespace gongshi::corpus {
namespace {

constexpr std::size_t kHashDigits = 16;
constexpr int kNotFound = 12;  // SQLITE_NOTFOUND

bool is_hash(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

std::string NoticeKey::str() const { return sha256.substr(0, kHashDigits) + "-" + std::to_string(position); }

std::optional<std::int64_t> find_notice(Store& store, std::string_view key) {
  if (key.size() < kHashDigits + 2 || key[kHashDigits] != '-') return std::nullopt;
  const std::string hash(key.substr(0, kHashDigits));
  const std::string_view number = key.substr(kHashDigits + 1);
  int position = 0;
  const auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), position);
  if (!is_hash(hash) || failed != std::errc() || end != number.data() + number.size()) return std::nullopt;
  Statement row = store.database().prepare(
      "SELECT notices.id FROM files JOIN notices ON notices.file_id = files.id "
      "WHERE files.sha256 >= ? AND files.sha256 < ? AND notices.position = ?");
  row(hash)(hash + "g")(position);  // "g" comes after every digit
  if (!row.step()) return std::nullopt;
  return row.integer(0);
}

namespace {

void visit_summaries(Store& store, std::optional<std::int64_t> only,
                     const std::function<void(NoticeSummary&& summary)>& visit) {
  std::string sql =
      "SELECT notices.id, files.sha256, notices.position, notices.community, notices.tier, notices.city, "
      "notices.county, notices.street, notices.identity, notices.dated, files.outcome, "
      "EXISTS (SELECT 1 FROM locations WHERE locations.file_id = files.id AND gone = 0), "
      "coalesce(counts.error, 0), coalesce(counts.warning, 0), coalesce(counts.info, 0), coalesce(counts.rules, ''), "
      "notices.programme, "
      "coalesce((SELECT rank FROM chosen_versions AS chosen WHERE chosen.identity = notices.identity AND "
      "chosen.sha256 = files.sha256 AND chosen.position = notices.position), 0), notices.revision, "
      "coalesce((SELECT max(written) FROM locations WHERE locations.file_id = files.id), 0), files.first_run "
      "FROM notices JOIN files ON files.id = notices.file_id "
      "LEFT JOIN notice_counts AS counts ON counts.notice_id = notices.id";
  if (only) sql += " WHERE notices.id = ?";
  Statement row = store.database().prepare(sql + " ORDER BY notices.id");
  if (only) row(*only);
  while (row.step()) {
    NoticeSummary summary;
    summary.id = row.integer(0);
    summary.key = {row.text(1), static_cast<int>(row.integer(2))};
    summary.community = row.text(3);
    summary.tier = row.text(4);
    summary.city = row.text(5);
    summary.county = row.text(6);
    summary.street = row.text(7);
    summary.identity = row.text(8);
    summary.dated = row.text(9);
    summary.outcome = row.text(10);
    summary.placed = row.integer(11) != 0;
    summary.error = static_cast<int>(row.integer(12));
    summary.warning = static_cast<int>(row.integer(13));
    summary.info = static_cast<int>(row.integer(14));
    summary.rules = row.text(15);
    summary.programme = row.text(16);
    summary.chosen = row.integer(17);
    summary.revision = row.integer(18);
    summary.written = row.integer(19);
    summary.first_run = row.integer(20);
    visit(std::move(summary));
  }
}

}  // namespace

void each_notice_summary(Store& store, const std::function<void(NoticeSummary&& summary)>& visit) {
  visit_summaries(store, std::nullopt, visit);
}

std::vector<NoticeSummary> notice_summaries(Store& store, std::optional<std::int64_t> only) {
  std::vector<NoticeSummary> summaries;
  visit_summaries(store, only, [&](NoticeSummary&& summary) { summaries.push_back(std::move(summary)); });
  return summaries;
}

std::vector<DecidedFinding> decided_findings(Store& store, std::optional<std::int64_t> only) {
  std::vector<DecidedFinding> found;
  // The view of all decisions is made anew by every question to it: a single notice's findings are looked up one by
  // one.
  Statement row = store.database().prepare(
      std::string("SELECT findings.notice_id, findings.finding, findings.severity, decisions.status FROM ") +
      (only ? "findings JOIN decision_events AS decisions ON decisions.id = (SELECT max(id) FROM decision_events WHERE "
              "decision_events.finding = findings.finding) WHERE findings.notice_id = ? AND NOT (status = 'open' AND "
              "opinion = '' AND reason = '' AND reply = '')"
            : "decisions JOIN findings ON findings.finding = decisions.finding"));
  if (only) row(*only);
  while (row.step()) found.push_back({row.integer(0), row.text(1), row.text(2), row.text(3)});
  return found;
}

void put_notice_state(Store& store, const NoticeState& state) {
  store.database()
      .prepare("INSERT INTO notice_states(sha256, position, state, assigned, person, at) VALUES (?,?,?,?,?,?)")(
          state.key.sha256)(state.key.position)(state.state)(state.assigned)(state.person)(state.at)
      .run();
}

std::vector<NoticeState> notice_states(Store& store, const NoticeKey* only) {
  std::vector<NoticeState> states;
  Statement row = store.database().prepare(
      std::string("SELECT sha256, position, state, assigned, person, at FROM notice_states WHERE id IN "
                  "(SELECT max(id) FROM notice_states ") +
      (only != nullptr ? "WHERE sha256 = ? AND position = ? " : "") + "GROUP BY sha256, position)");
  if (only != nullptr) row(only->sha256)(only->position);
  while (row.step())
    states.push_back(
        {{row.text(0), static_cast<int>(row.integer(1))}, row.text(2), row.text(3), row.text(4), row.text(5)});
  return states;
}

void put_correction(Store& store, const Correction& correction) {
  store.database()
      .prepare("INSERT INTO corrections(sha256, position, no, before, after, person, at) VALUES (?,?,?,?,?,?,?)")(
          correction.key.sha256)(correction.key.position)(correction.no)(correction.before)(correction.after)(
          correction.person)(correction.at)
      .run();
}

std::vector<Correction> corrections(Store& store, const NoticeKey& key) {
  std::vector<Correction> found;
  Statement row = store.database().prepare(
      "SELECT no, before, after, person, at FROM corrections WHERE sha256 = ? AND position = ? ORDER BY id");
  row(key.sha256)(key.position);
  while (row.step())
    found.push_back({key, static_cast<int>(row.integer(0)), row.text(1), row.text(2), row.text(3), row.text(4)});
  return found;
}

void put_activities(Store& store, const std::vector<Activity>& activities) {
  Transaction transaction(store.database());
  for (const Activity& activity : activities)
    store.database()
        .prepare("INSERT INTO activities(at, person, action, subject, peer) VALUES (?,?,?,?,?)")(activity.at)(
            activity.person)(activity.action)(activity.subject)(activity.peer)
        .run();
  transaction.commit();
}

std::vector<Activity> activities(Store& store, int limit, int offset) {
  std::vector<Activity> found;
  Statement row = store.database().prepare(
      "SELECT at, person, action, subject, peer FROM activities ORDER BY id DESC LIMIT ? OFFSET ?");
  row(limit)(offset);
  while (row.step()) found.push_back({row.text(0), row.text(1), row.text(2), row.text(3), row.text(4)});
  return found;
}

std::vector<PlacedFile> files_at(Store& store, const std::string& path) {
  std::vector<PlacedFile> found;
  Statement row = store.database().prepare(
      "SELECT member, locations.outcome, locations.reason, file_id FROM locations WHERE path = ? AND locations.outcome "
      "<> 'archive' ORDER BY member");
  row(path);
  while (row.step()) {
    PlacedFile file{row.text(0), row.text(1), row.text(2), {}};
    if (!row.null(3)) {
      Statement notice = store.database().prepare(
          "SELECT sha256, position FROM notices JOIN files ON files.id = file_id WHERE file_id = ? ORDER BY position");
      notice(row.integer(3));
      while (notice.step()) file.notices.push_back({notice.text(0), static_cast<int>(notice.integer(1))});
    }
    // The place stands beside it already.
    file.reason = without_place(file.reason);
    found.push_back(std::move(file));
  }
  return found;
}

NoticeKey key_of(Store& store, std::int64_t notice_id) {
  Statement row = store.database().prepare(
      "SELECT sha256, position FROM notices JOIN files ON files.id = file_id WHERE notices.id = ?");
  row(notice_id);
  if (!row.step()) throw DatabaseError("a notice is missing", kNotFound);
  return {row.text(0), static_cast<int>(row.integer(1))};
}

std::vector<std::int64_t> notices_of_finding(Store& store, const std::string& finding) {
  std::vector<std::int64_t> found;
  Statement row =
      store.database().prepare("SELECT DISTINCT notice_id FROM findings WHERE finding = ? ORDER BY notice_id");
  row(finding);
  while (row.step()) found.push_back(row.integer(0));
  return found;
}

std::vector<std::string> findings_decided_since(Store& store, std::int64_t notice_id, std::int64_t since) {
  std::vector<std::string> found;
  Statement row = store.database().prepare(
      "SELECT DISTINCT finding FROM findings WHERE notice_id = ? AND (SELECT max(id) FROM decision_events WHERE "
      "decision_events.finding = findings.finding) > ? ORDER BY finding");
  row(notice_id)(since);
  while (row.step()) found.push_back(row.text(0));
  return found;
}

std::string present_finding(Store& store, const std::string& finding) {
  Statement row = store.database().prepare("SELECT finding FROM finding_names WHERE earlier = ? LIMIT 2");
  row(finding);
  std::vector<std::string> names;
  while (row.step()) names.push_back(row.text(0));
  return names.size() == 1 ? names.front() : finding;
}

}  // namespace gongshi::corpus
