// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decisions.h"

#include <filesystem>
#include <utility>

#include "app/clock.h"
#include "app/guard.h"
#include "app/reports.h"
#include "corpus/store/reviewing.h"
#include "corpus/workers/ledger_reading.h"
#include "report/files.h"

namespace gongshi::app {

Result<LedgerAnswer> read_ledgers(const LedgerRequest& request) {
  LedgerAnswer answer;
  for (const std::string& path : request.ledgers) {
    const auto ledger = corpus::read_ledger_caged(path);
    if (!ledger) {
      std::string message = ledger.error().message;
      if (message.starts_with(path + ": ")) message.erase(0, path.size() + 2);
      return Error{ledger.error().code, path + ": " + message};
    }
    for (const std::string& problem : ledger->problems) answer.problems.push_back(path + ": " + problem);
    answer.decisions.insert(answer.decisions.end(), ledger->decisions.begin(), ledger->decisions.end());
  }
  const std::string day = now().day.to_string();
  for (Decision& decision : answer.decisions) {
    decision.reviewer = request.reviewer;
    decision.decided = day;
  }
  return answer;
}

std::vector<Decision> spread(corpus::Store& store, const std::vector<Decision>& decisions) {
  std::vector<Decision> single;
  for (const Decision& decision : decisions) {
    if (decision.finding.find('.') == std::string::npos) {
      single.push_back(decision);
      continue;
    }
    for (const std::string& finding : store.findings_of_group(decision.finding)) {
      const auto known = store.latest_decision(finding);
      if (known && !known->decision.blank()) continue;
      single.push_back(decision);
      single.back().finding = finding;
    }
  }
  return single;
}

Result<std::vector<UnplacedDecision>> unplaced_decisions(corpus::Store& store) {
  return guarded([&] { return store.unplaced_decisions(); });
}

Result<LedgerStep> take_ledger(corpus::Store& store, const std::vector<Decision>& decisions, const std::string& person,
                               bool preview) {
  return guarded([&] {
    LedgerStep taken;
    StepChanges said;
    std::vector<std::int64_t> touched;
    corpus::Transaction transaction(store.database());
    for (Decision& decision : spread(store, decisions)) {
      decision.reviewer = person;
      decision.decided = now().day.to_string();
      LedgerChange change;
      decision.finding = corpus::present_finding(store, decision.finding);
      change.before = store.latest_decision(decision.finding);
      const std::optional<std::int64_t> version = store.put_decision(decision);
      change.notices = corpus::notices_of_finding(store, decision.finding);
      taken.unknown += change.notices.empty() ? 1 : 0;
      if (!version || *version == (change.before ? change.before->id : 0)) continue;  // it stood already
      change.after = *store.latest_decision(decision.finding);
      said.words.push_back({change.after.decision.finding, change.before, change.after.id});
      touched.insert(touched.end(), change.notices.begin(), change.notices.end());
      taken.changes.push_back(std::move(change));
    }
    if (preview) return taken;  // and the transaction is rolled back
    taken.step = put_step(store, "ledger", said, touched, person);
    transaction.commit();
    return taken;
  });
}

Result<LedgerAnswer> import_into_store(corpus::Store& store, const LedgerRequest& request) {
  auto answer = read_ledgers(request);
  if (!answer) return answer;
  const auto placed = guarded([&] { return spread(store, answer->decisions); });
  if (!placed) return placed.error();
  answer->decisions = *placed;
  const auto taken = take_ledger(store, answer->decisions, request.reviewer, false);
  if (!taken) return taken.error();
  answer->unknown = static_cast<int>(taken->unknown);
  return answer;
}

Result<LedgerAnswer> import_into_file(const std::string& path, const LedgerRequest& request) {
  auto answer = read_ledgers(request);
  if (!answer) return answer;
  std::vector<Decision> known;
  if (std::filesystem::exists(path)) {
    auto loaded = load_decisions(path);
    if (!loaded) return loaded.error();
    known = *std::move(loaded);
  }
  const auto written = report::write_file(path, write_decisions(merged(std::move(known), answer->decisions)));
  if (!written) return written.error();
  return answer;
}

}  // namespace gongshi::app
