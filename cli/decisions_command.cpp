// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>

#include "report/files.h"
#include "report/ledger_reader.h"
#include "office/package.h"
#include "cli/command.h"
#include "cli/report_writing.h"
#include "cli/store_access.h"

namespace gongshi::cli {
namespace {



struct Arguments {
  std::vector<std::string> ledgers;
  std::string store, file, reviewer;
};

/// What the ledgers say, later ones over earlier ones. `problems` counts what was left out.
std::optional<std::vector<Decision>> read_ledgers(const Arguments& arguments, int& problems) {
  std::vector<Decision> all;
  for (const std::string& path : arguments.ledgers) {
    const auto bytes = office::read_whole_file(path);
    const auto ledger = bytes ? report::read_ledger(*bytes) : Result<report::ReadLedger>(bytes.error());
    if (!ledger) {
      complain(path + ": " + ledger.error().message);
      return std::nullopt;
    }
    for (const std::string& problem : ledger->problems) complain(path + ": " + problem);
    problems += static_cast<int>(ledger->problems.size());
    all.insert(all.end(), ledger->decisions.begin(), ledger->decisions.end());
  }
  const std::string day = today().to_string();
  for (Decision& decision : all) {
    decision.reviewer = arguments.reviewer;
    decision.decided = day;
  }
  return all;
}

/// How many decisions are on findings that the store does not hold: a ledger of other files, or of a reading by other
/// rules. They are kept, as the findings may come back.
int unknown_findings(corpus::Store& store, const std::vector<Decision>& decisions) {
  int count = 0;
  for (const Decision& decision : decisions) {
    corpus::Statement row = store.database().prepare("SELECT 1 FROM findings WHERE finding = ? LIMIT 1");
    row(decision.finding);
    count += row.step() ? 0 : 1;
  }
  return count;
}

void put_into_store(corpus::Store& store, const std::vector<Decision>& decisions) {
  corpus::Transaction transaction(store.database());
  for (const Decision& decision : decisions) store.put_decision(decision);
  transaction.commit();
}

Result<void> put_into_file(const std::string& path, const std::vector<Decision>& decisions) {
  std::vector<Decision> known;
  if (std::filesystem::exists(path)) {
    const auto text = office::read_whole_file(path);
    if (!text) return text.error();
    auto read = read_decisions(*text);
    if (!read) return Error{read.error().code, path + ": " + read.error().message};
    known = *std::move(read);
  }
  return report::write_file(path, write_decisions(merged(std::move(known), decisions)));
}

void print_counts(const std::vector<Decision>& decisions) {
  std::map<std::string, int> counts;
  for (const Decision& decision : decisions) ++counts[decision.blank() ? "withdrawn" : decision.state];
  std::string line = std::to_string(decisions.size()) + (decisions.size() == 1 ? " decision" : " decisions");
  const char* separator = ": ";
  for (const auto& [state, count] : counts) {
    line += separator + std::to_string(count) + " " + state;
    separator = ", ";
  }
  std::printf("%s\n", line.c_str());
}

int run_import(const Arguments& arguments, const Shared& shared) {
  if (arguments.store.empty() == arguments.file.empty()) {
    complain("decisions go either into a store (--db FILE) or into a file (-o FILE)");
    return kExitUsage;
  }
  int problems = 0;
  const auto decisions = read_ledgers(arguments, problems);
  if (!decisions) return kExitUnreadable;
  if (!arguments.store.empty()) {
    const auto standard = load_standard_or_explain(shared);
    if (standard == nullptr) return kExitUsage;
    const auto store = open_store(arguments.store, true, *standard);
    if (store == nullptr) return kExitUsage;
    put_into_store(*store, *decisions);
    if (const int unknown = unknown_findings(*store, *decisions); unknown > 0)
      complain(std::to_string(unknown) + " of " + std::to_string(decisions->size()) +
               " decisions are on findings that the store does not hold; they are kept");
  } else if (const auto written = put_into_file(arguments.file, *decisions); !written) {
    complain(written.error().message);
    return kExitUsage;
  }
  print_counts(*decisions);
  return problems > 0 ? kExitUnreadable : kExitClean;
}

}  // namespace

Command add_decisions_command(CLI::App& app, const Shared& shared) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* parser = app.add_subcommand("decisions", "What reviewers decided about findings");
  parser->require_subcommand(1);
  CLI::App* import = parser->add_subcommand(
      "import", "Take over states, opinions and dismissals with their reasons from ledgers that people filled in");
  import->add_option("LEDGER", arguments->ledgers, "问题台账.xlsx, one or more; later ones count over earlier ones")
      ->required()
      ->check(CLI::ExistingFile);
  import->add_option("--db", arguments->store, "Into this store; `gongshi report` shows them");
  import->add_option("-o,--output", arguments->file,
                     "Into this file, over what it holds; for `gongshi audit --decisions`");
  import->add_option("--reviewer", arguments->reviewer, "Who decided");
  return {parser, [arguments, &shared] { return run_import(*arguments, shared); }};
}

}  // namespace gongshi::cli
