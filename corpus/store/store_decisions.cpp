// SPDX-License-Identifier: GPL-3.0-or-later
// What people decided: every word is appended and none is ever taken out, so that it can be told who said what, when,
// and what it was before. Where a finding gets another name (its community's county became known), what was decided
// goes with it if it is certain which one it is; otherwise a person is asked.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "audit/auditor.h"
#include "corpus/codec.h"
#include "corpus/store/desk.h"
#include "corpus/store/reviewing.h"
#include "corpus/store/store.h"
#include "corpus/store/store_masking.h"
#include "corpus/store/timestamp.h"
#include "corpus/store/version_words.h"
#include "extract/ocr/engines.h"
#include "schema/finding_identity.h"

namespace gongshi::corpus {
namespace {

constexpr int kCorrupt = kDatabaseCorrupt;

constexpr const char* kEventColumns =
    "SELECT id, finding, status, opinion, reason, reply, reviewer, decided, finding_group, status_before, recorded, "
    "origin, note, community, rule, no, message FROM decision_events ";

DecisionEvent event_of(const Statement& row) {
  DecisionEvent event;
  event.id = row.integer(0);
  event.decision = {row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6), row.text(7), ""};
  event.group = row.text(8);
  event.before = row.text(9);
  event.recorded = row.text(10);
  event.origin = row.text(11);
  event.note = row.text(12);
  event.community = row.text(13);
  event.rule = row.text(14);
  event.no = row.maybe_integer(15);
  event.message = row.text(16);
  return event;
}

bool says_the_same(const Decision& a, const Decision& b) {
  return a.state == b.state && a.opinion == b.opinion && a.reason == b.reason && a.reply == b.reply;
}

/// Note of a decision that went on under another name.
std::string carried_note(const std::string& earlier) { return "from " + earlier; }

// What a finding is about where its subject part tells too much: the figures may not have been told by an older reader.
auto rough_subject(const Finding& finding) {
  return std::tie(finding.rule, finding.no, finding.clause, finding.metric);
}

}  // namespace

bool Store::has_finding(const std::string& finding) {
  Statement row = database_.prepare("SELECT 1 FROM findings WHERE finding = ? LIMIT 1");
  row(present_name(finding));
  return row.step();
}

std::string Store::present_name(const std::string& finding) { return present_finding(*this, finding); }

std::optional<DecisionEvent> Store::latest_decision(const std::string& finding) {
  Statement row = database_.prepare(std::string(kEventColumns) + "WHERE finding = ? ORDER BY id DESC LIMIT 1");
  row(finding);
  if (!row.step()) return std::nullopt;
  return event_of(row);
}

// At once: a notice has some sixty findings, and a page of it is no place for sixty questions to a server.
std::vector<DecisionEvent> latest_decisions(Store& store, std::int64_t notice_id) {
  std::vector<DecisionEvent> found;
  Statement row = store.database().prepare(
      std::string(kEventColumns) +
      "WHERE id IN (SELECT max(id) FROM decision_events WHERE finding IN (SELECT finding FROM findings WHERE notice_id "
      "= ?) GROUP BY finding)");
  row(notice_id);
  while (row.step()) found.push_back(event_of(row));
  return found;
}

std::optional<std::int64_t> Store::put_decision(const Decision& said, const DecisionOrigin& origin) {
  Decision decision = said;
  decision.finding = present_name(decision.finding);
  const std::optional<DecisionEvent> standing = latest_decision(decision.finding);
  const std::int64_t stands = standing ? standing->id : 0;
  if (origin.expected && *origin.expected != stands) return std::nullopt;
  if (standing ? says_the_same(standing->decision, decision) && origin.note.empty() : decision.blank()) return stands;
  std::string community, rule, message;
  std::optional<int> no;
  {
    Statement row = database_.prepare(
        "SELECT notices.identity, findings.rule, findings.no, findings.message FROM findings "
        "JOIN notices ON notices.id = findings.notice_id WHERE findings.finding = ? LIMIT 1");
    row(decision.finding);
    if (row.step()) {
      community = row.text(0);
      rule = row.text(1);
      no = row.maybe_integer(2);
      message = row.text(3);
    } else if (standing) {
      community = standing->community;
      rule = standing->rule;
      no = standing->no;
      message = standing->message;
    }
  }
  if (message.empty()) message = decision.subject;
  const Masker masker;
  return database_
      .prepare(
          "INSERT INTO decision_events(finding, finding_group, status, opinion, reason, reply, reviewer, decided, "
          "status_before, recorded, origin, note, community, rule, no, message, masked_opinion, masked_reason, "
          "masked_reply) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) RETURNING id")(decision.finding)(
          group_of(decision.finding, rule))(decision.state)(decision.opinion)(decision.reason)(decision.reply)(
          decision.reviewer)(decision.decided)(standing ? standing->decision.state : "")(
          origin.recorded.empty() ? timestamp(seconds_now())
                                  : origin.recorded)(origin.origin)(origin.note)(community)(rule)(no)(message)(hidden(
          masker, decision.opinion))(hidden(masker, decision.reason))(hidden(masker, decision.reply))
      .run_for_id();
}

std::vector<Decision> Store::decisions() {
  std::vector<Decision> decisions;
  Statement row = database_.prepare(
      "SELECT finding, status, opinion, reason, reply, reviewer, decided FROM decisions ORDER BY finding");
  while (row.step())
    decisions.push_back(
        {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6), ""});
  return decisions;
}

namespace {

std::vector<DecisionEvent> events(Database& database, const std::string& condition, const std::string& value) {
  std::vector<DecisionEvent> found;
  Statement row = database.prepare(std::string(kEventColumns) + condition + " ORDER BY id");
  row(value);
  while (row.step()) found.push_back(event_of(row));
  return found;
}

}  // namespace

std::vector<DecisionEvent> Store::decision_history(const std::string& finding) {
  return events(database_, "WHERE finding = ?", finding);
}

std::vector<DecisionEvent> Store::group_history(const std::string& group) {
  return events(database_, "WHERE finding_group = ?", group);
}

std::vector<std::string> Store::findings_of_group(const std::string& group) {
  const std::size_t dot = group.find('.');
  std::vector<std::string> found;
  if (dot == std::string::npos) return found;
  // Ids begin with the notice's key: a range of the index on them.
  Statement row = database_.prepare(
      "SELECT DISTINCT finding FROM findings WHERE finding >= ?1 || '-' AND finding < ?1 || '.' AND rule = ?2 "
      "ORDER BY finding");
  row(group.substr(0, dot))(group.substr(dot + 1));
  while (row.step()) found.push_back(row.text(0));
  return found;
}

std::vector<UnplacedDecision> Store::unplaced_decisions() {
  std::vector<UnplacedDecision> found;
  Statement row = database_.prepare(
      std::string(kEventColumns) +
      "WHERE id IN (SELECT max(id) FROM decision_events GROUP BY finding) "
      "AND NOT (status = 'open' AND opinion = '' AND reason = '' AND reply = '') "
      "AND NOT EXISTS (SELECT 1 FROM findings WHERE findings.finding = decision_events.finding) ORDER BY id");
  while (row.step()) found.push_back({event_of(row), {}});
  for (UnplacedDecision& unplaced : found) {
    Statement names = database_.prepare(
        "SELECT DISTINCT finding_names.finding FROM finding_names JOIN findings ON findings.finding = "
        "finding_names.finding WHERE earlier = ? ORDER BY 1");
    names(unplaced.event.decision.finding);
    while (names.step()) unplaced.candidates.push_back(names.text(0));
  }
  // What went on under another name has its place.
  std::erase_if(found, [&](const UnplacedDecision& unplaced) {
    Statement carried = database_.prepare("SELECT EXISTS(SELECT 1 FROM decision_events WHERE note = ?)");
    carried(carried_note(unplaced.event.decision.finding));
    return carried.step() && carried.integer(0) != 0;
  });
  return found;
}

bool Store::any_decisions() { return database_.integer("SELECT EXISTS(SELECT 1 FROM decision_events)") != 0; }

void Store::carry_decisions(const std::vector<Finding>& before, const std::vector<Finding>& after) {
  if (!any_decisions()) return;
  std::set<std::string> old_ids, new_ids;
  for (const Finding& finding : before) old_ids.insert(finding.id);
  for (const Finding& finding : after) new_ids.insert(finding.id);
  for (const Finding& gone : before) {
    if (new_ids.contains(gone.id)) continue;
    const std::optional<DecisionEvent> standing = latest_decision(gone.id);
    if (!standing || standing->decision.blank()) continue;
    std::vector<const Finding*> same, alike;
    for (const Finding& finding : after) {
      if (old_ids.contains(finding.id) || latest_decision(finding.id)) continue;
      if (subject_of(finding.id) == subject_of(gone.id)) same.push_back(&finding);
      if (rough_subject(finding) == rough_subject(gone) && (gone.about.empty() || gone.about == finding.about))
        alike.push_back(&finding);
    }
    const auto& fitting = same.empty() ? alike : same;
    if (fitting.size() != 1) continue;
    const auto rivals = std::count_if(before.begin(), before.end(), [&](const Finding& other) {
      return !new_ids.contains(other.id) && rough_subject(other) == rough_subject(gone);
    });
    if (same.empty() && rivals > 1) continue;
    carry(*standing, fitting.front()->id);
  }
}

void Store::carry(const DecisionEvent& event, const std::string& finding) {
  Decision decision = event.decision;
  decision.finding = finding;
  static_cast<void>(put_decision(decision, {"carried", carried_note(event.decision.finding), "", std::nullopt}));
}

// Once, for stores of the time before: all findings get their present names, and decisions go with them.
void Store::rename_findings() {
  std::vector<std::int64_t> notices;
  {
    Statement row = database_.prepare("SELECT DISTINCT notice_id FROM findings ORDER BY notice_id");
    while (row.step()) notices.push_back(row.integer(0));
  }
  for (const std::int64_t id : notices) {
    const Notice notice = load_notice(id).notice;
    const std::vector<StoredFinding> stored = load_findings(id);
    std::vector<Finding> findings;
    std::vector<std::string> earlier;
    for (const StoredFinding& one : stored) {
      findings.push_back(one.finding());
      earlier.push_back(findings.back().id);
      audit::complete_about(findings.back());
    }
    identify(findings, notice, {notice.city, notice.county, notice.street});
    for (std::size_t i = 0; i < findings.size(); ++i) {
      database_
          .prepare("INSERT INTO finding_names(earlier, finding) VALUES (?,?) ON CONFLICT DO NOTHING")(earlier[i])(
              findings[i].id)
          .run();
      database_.prepare("UPDATE findings SET finding = ?, record = ? WHERE id = ?")(findings[i].id)
          .blob(packer_.pack(encode(findings[i])))(stored[i].id)
          .run();
    }
  }
  std::vector<std::string> decided;
  {
    Statement row = database_.prepare("SELECT finding FROM decisions ORDER BY finding");
    while (row.step()) decided.push_back(row.text(0));
  }
  for (const std::string& earlier : decided)
    if (const std::string name = present_name(earlier); name != earlier) carry(*latest_decision(earlier), name);
}

// "7/1/auto/8db0b94f23855743" was reader, codec, engine asked for, data. Of these reader and data are left; the engine
// that did read stands on each page.
void Store::note_engines() {
  struct File {
    std::int64_t id;
    std::string reader, engine;
  };
  std::vector<File> files;
  {
    Statement row = database_.prepare("SELECT id, reader, record FROM files");
    while (row.step()) {
      const std::string reader = row.text(1);
      const std::size_t first = reader.find('/'), last = reader.rfind('/');
      const auto head = decode_notice_file(unpacked(row.text(2)));
      if (!head) throw DatabaseError(head.error().message, kCorrupt);
      files.push_back({row.integer(0),
                       first == std::string::npos ? reader : reader.substr(0, first) + reader.substr(last),
                       engine_of(*head)});
    }
  }
  for (const File& file : files)
    database_.prepare("UPDATE files SET reader = ?, engine = ? WHERE id = ?")(file.reader)(file.engine)(file.id).run();
}

void Store::note_revisions() {
  std::vector<std::int64_t> later;
  {
    Statement row = database_.prepare("SELECT id, file_id, title FROM notices");
    while (row.step()) {
      const Source place = standing(row.integer(1)).source;
      const std::string& path = place.member.empty() ? place.path : place.member;
      if (says_later_version(row.text(2), path.substr(path.rfind('/') + 1))) later.push_back(row.integer(0));
    }
  }
  for (const std::int64_t id : later) database_.prepare("UPDATE notices SET revision = 1 WHERE id = ?")(id).run();
}

void Store::bring_records_up_to_date() {
  constexpr const char* kDone = "SELECT count(*) FROM settings WHERE key = 'finding-names'";
  if (database_.integer(kDone) != 0) return;
  Transaction transaction(database_);
  if (database_.integer(kDone) != 0) return;  // another process was quicker
  rename_findings();
  note_engines();
  note_revisions();
  database_.execute("INSERT INTO settings(key, value) VALUES ('finding-names', '2')");
  transaction.commit();
}

}  // namespace gongshi::corpus
