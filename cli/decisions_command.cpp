// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <map>

#include "app/decisions.h"
#include "app/wording.h"
#include "cli/command.h"
#include "cli/store_access.h"
#include "schema/language.h"

namespace gongshi::cli {
namespace {

struct Arguments {
  std::vector<std::string> ledgers;
  std::string store, file, reviewer, format = "text";
};

void print_counts(const std::vector<Decision>& decisions) {
  std::map<std::string, int> counts;
  for (const Decision& decision : decisions) ++counts[decision.blank() ? "withdrawn" : decision.state];
  std::string line =
      decisions.size() == 1 ? std::string(tr("1 decision")) : say("{} decisions", {std::to_string(decisions.size())});
  const char* separator = ": ";
  for (const auto& [state, count] : counts) {
    line += separator + std::to_string(count) + " " + app::cell("state", state);
    separator = ", ";
  }
  std::printf("%s\n", line.c_str());
}

int run_import(const Arguments& arguments, const Shared& shared) {
  if (arguments.store.empty() == arguments.file.empty()) {
    complain("decisions go either into a store (--db FILE) or into a file (-o FILE)");
    return kExitUsage;
  }
  const app::LedgerRequest request{arguments.ledgers, arguments.reviewer};
  auto answer = Result<app::LedgerAnswer>(app::LedgerAnswer{});
  if (!arguments.store.empty()) {
    const auto programmes = load_programmes_or_explain(shared);
    if (!programmes) return kExitUsage;
    const auto store = open_store_or_explain(arguments.store, true, *programmes);
    if (store == nullptr) return kExitUsage;
    answer = app::import_into_store(*store, request);
  } else {
    answer = app::import_into_file(arguments.file, request);
  }
  if (!answer) return complain(answer.error().message), kExitUnreadable;
  for (const std::string& problem : answer->problems) complain(problem);
  if (answer->unknown > 0)
    complain(std::to_string(answer->unknown) + " of " + std::to_string(answer->decisions.size()) +
             " decisions are on findings that the store does not hold; they are kept");
  print_counts(answer->decisions);
  return answer->problems.empty() ? kExitClean : kExitUnreadable;
}

int run_unplaced(const std::string& path, const std::string& format, const Shared& shared) {
  const auto programmes = load_programmes_or_explain(shared);
  if (!programmes) return kExitUsage;
  const auto store = open_store_to_read_or_explain(path, *programmes);
  if (store == nullptr) return kExitUsage;
  const auto unplaced = app::unplaced_decisions(*store);
  if (!unplaced) return complain(unplaced.error().message), kExitUnreadable;
  std::vector<std::vector<std::string>> rows;
  for (const UnplacedDecision& one : *unplaced) {
    std::string candidates;
    for (const std::string& candidate : one.candidates) candidates += (candidates.empty() ? "" : " ") + candidate;
    const DecisionEvent& event = one.event;
    rows.push_back({event.decision.finding, event.decision.state, event.decision.opinion, event.decision.reason,
                    event.decision.reviewer, event.community, event.rule, event.no ? std::to_string(*event.no) : "",
                    event.message, candidates});
  }
  print_table({"finding", "state", "opinion", "reason", "reviewer", "community", "rule", "no", "message", "may be"},
              rows, format);
  return kExitClean;
}

}  // namespace

Command add_decisions_command(Parser& app, const Shared& shared) {
  auto arguments = std::make_shared<Arguments>();
  Parser& parser = app.command("decisions", "What reviewers decided about findings");
  parser.require_command();
  Parser& import = parser.command(
      "import", "Take over states, opinions and dismissals with their reasons from ledgers that people filled in");
  import.option("LEDGER", arguments->ledgers, "Filled ledgers (.xlsx), one or more; later ones count over earlier ones")
      .required()
      .existing_file();
  import.option("--db", arguments->store, "Into this store; `gongshi report` shows them");
  import.option("-o,--output", arguments->file, "Into this file, over what it holds; for `gongshi audit --decisions`");
  import.option("--reviewer", arguments->reviewer, "Who decided");
  Parser& unplaced = parser.command(
      "unplaced", "Decisions on findings that the store does not hold, with the findings that may be meant");
  add_store_option(unplaced, arguments->store);
  unplaced.option("--format", arguments->format, "text, csv or json (JSON Lines)")
      .one_of({"text", "csv", "json"})
      .shows_default();
  return {&parser, [arguments, &shared, chosen = &unplaced] {
            return chosen->chosen() ? run_unplaced(arguments->store, arguments->format, shared)
                                    : run_import(*arguments, shared);
          }};
}

}  // namespace gongshi::cli
