// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decisions.h"

#include <filesystem>
#include <utility>

#include "app/clock.h"
#include "app/guard.h"
#include "app/reports.h"
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

Result<LedgerAnswer> import_into_store(corpus::Store& store, const LedgerRequest& request) {
  auto answer = read_ledgers(request);
  if (!answer) return answer;
  const auto stored = guarded([&] {
    corpus::Transaction transaction(store.database());
    answer->decisions = spread(store, answer->decisions);
    for (const Decision& decision : answer->decisions) store.put_decision(decision);
    transaction.commit();
    for (const Decision& decision : answer->decisions) answer->unknown += store.has_finding(decision.finding) ? 0 : 1;
  });
  if (!stored) return stored.error();
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
