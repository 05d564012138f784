// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <filesystem>

#include "app/programmes.h"
#include "cli/command.h"
#include "schema/data.h"
#include "schema/data_check.h"
#include "schema/language.h"
#include "schema/standard_diff.h"
#include "schema/standard_remarks.h"
#include "schema/standard_writer.h"

namespace gongshi::cli {
namespace {

struct Arguments {
  std::string standard, other;  // ids or files
  std::string tier, edition;
  std::string format = "text";
  std::vector<std::string> files;
  app::DraftRequest draft;
};

std::string name_of(const Tier& tier) { return tier.edition.empty() ? tier.name : tier.name + "@" + tier.edition; }

std::string printed(const Clause& clause) {
  std::string line = clause.item ? std::to_string(*clause.item) + ". " : "- ";
  line += clause.metric + " [" + std::string(to_string(clause.kind));
  if (clause.value)
    line += (clause.op == ClauseOp::kAtMost ? " <= " : " >= ") + clause.value->to_plain_string() + clause.unit;
  line += "]";
  if (!clause.condition.empty()) line += say(" if: {}", {clause.condition});
  return line;
}

std::string indicators_of(const Tier& tier) {
  return say("{1}: {2} indicators", {name_of(tier), std::to_string(tier.indicators.size())});
}

void print_tier(const Tier& tier) {
  std::printf("%s\n", indicators_of(tier).c_str());
  for (const Indicator& indicator : tier.indicators) {
    std::printf("%3d  %s / %s\n", indicator.no, indicator.category.c_str(), indicator.name.c_str());
    for (const Clause& clause : indicator.clauses) std::printf("       %s\n", printed(clause).c_str());
  }
}

std::string chosen(const Shared& shared) {
  return shared.programme.empty() ? std::string(kDefaultProgramme) : shared.programme;
}

// Its standard's title, tiers and so on in one line each.
void print_outline(const Programme& programme) {
  const Standard& standard = programme.standard();
  std::printf("%s  %s\n", programme.id().c_str(), say("{1}, version {2}", {standard.title, standard.version}).c_str());
  std::printf("  %s: %s (%s)\n", programme.names().programme.c_str(), programme.names().notice.c_str(),
              programme.names().body.c_str());
  for (const std::string& number : standard.document_numbers) std::printf("  %s\n", number.c_str());
}

int list() {
  int status = kExitClean;
  for (const std::string& id : programme_ids()) {
    const auto programme = load_programme(id);
    if (!programme) {
      complain(programme.error().message);
      status = kExitUsage;
      continue;
    }
    print_outline(**programme);
  }
  return status;
}

int show(const Arguments& arguments, const Shared& shared) {
  const auto programme = load_programme(arguments.standard.empty() ? chosen(shared) : arguments.standard);
  if (!programme) {
    complain(programme.error().message);
    return kExitUsage;
  }
  const Standard* standard = &(*programme)->standard();
  if (arguments.format == "json") {
    std::fputs(write_standard(*standard).c_str(), stdout);
    return kExitClean;
  }
  print_outline(**programme);
  bool found = arguments.tier.empty();
  for (const Tier& tier : standard->tiers) {
    if (arguments.tier.empty()) {
      std::printf("  %s\n", indicators_of(tier).c_str());
    } else if (tier.name == arguments.tier && (arguments.edition.empty() || tier.edition == arguments.edition)) {
      print_tier(tier);
      found = true;
    }
  }
  if (found) return kExitClean;
  complain("the standard has no tier \"" + arguments.tier + "\" of that edition; without --tier all are listed");
  return kExitUsage;
}

// Everything that a run would read: the data directory, and the programmes named, or all.
int check(const Arguments& arguments, const Shared& shared) {
  int status = kExitClean;
  if (const auto checked = check_data(); !checked) {
    complain(checked.error().message);
    status = kExitUsage;
  }
  std::vector<std::string> names = arguments.files;
  if (names.empty()) names = shared.programme.empty() ? programme_ids() : std::vector{shared.programme};
  for (const std::string& name : names) {
    const auto programme = load_programme(name);
    if (!programme) {
      const std::string& message = programme.error().message;
      complain(message.find(name) == std::string::npos ? name + ": " + message : message);
      status = kExitUsage;
      continue;
    }
    const Standard& standard = (*programme)->standard();
    std::size_t indicators = 0, clauses = 0;
    for (const Tier& tier : standard.tiers)
      for (const Indicator& indicator : tier.indicators) ++indicators, clauses += indicator.clauses.size();
    std::printf("%s\n",
                say("{1}: valid, {2} tiers and editions, {3} indicators, {4} clauses",
                    {name, std::to_string(standard.tiers.size()), std::to_string(indicators), std::to_string(clauses)})
                    .c_str());
    for (const std::string& remark : remarks_on(standard))
      std::printf("  %s\n", say("check: {}", {localized(remark)}).c_str());
  }
  return status;
}

// Every difference as a block: where, then the old words with "-" and the new ones with "+" before each line.
void print_lines(const char* sign, const std::string& text) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::printf("  %s %s\n", sign, text.substr(begin, end - begin).c_str());
    begin = end + 1;
  }
}

int diff(const Arguments& arguments) {
  const auto older = load_programme(arguments.standard);
  const auto newer = load_programme(arguments.other);
  for (const auto* programme : {&older, &newer})
    if (!*programme) {
      complain(programme->error().message);
      return kExitUsage;
    }
  const auto differences = compare_standards((*older)->standard(), (*newer)->standard());
  for (const StandardDifference& difference : differences) {
    std::printf("%s %s: %s\n", difference.tier.c_str(), difference.indicator.c_str(), difference.field.c_str());
    print_lines("-", difference.before);
    print_lines("+", difference.after);
  }
  if (differences.empty()) std::printf("%s\n", std::string(tr("no differences")).c_str());
  return kExitClean;
}

int draft(const Arguments& arguments, const Shared& shared) {
  const auto programmes = load_programmes_or_explain(shared);
  if (!programmes) return kExitUsage;
  const auto drafted = app::draft_programme(arguments.draft, *programmes);
  if (!drafted) {
    complain(drafted.error().message);
    return kExitUnreadable;
  }
  for (const std::string& remark : drafted->remarks) complain(remark);
  std::printf("%s\n", say("{1}: {2}, {3} tiers, {4} indicators, {5} clauses",
                          {arguments.draft.folder, drafted->title, std::to_string(drafted->tiers),
                           std::to_string(drafted->indicators), std::to_string(drafted->clauses)})
                          .c_str());
  std::printf("%s\n", say("Try it: gongshi audit PATH --programme {}", {arguments.draft.folder}).c_str());
  return kExitClean;
}

}  // namespace

Command add_programme_command(Parser& app, const Shared& shared) {
  auto arguments = std::make_shared<Arguments>();
  Parser& parser = app.command("programme", "List, show, check, compare and draft programmes of notices");
  parser.alias("standard");
  parser.require_command();

  Parser& list_parser = parser.command("list", "Print the programmes that are built in or in the --data folder");

  Parser& show_parser = parser.command("show", "Print a programme: its tiers, or one tier's indicators and clauses");
  show_parser.option("PROGRAMME", arguments->standard,
                     "Id, folder or a standard's file; default: the one of --programme");
  show_parser.option("--tier", arguments->tier, "Print this tier's indicators");
  show_parser.option("--edition", arguments->edition, "Only this edition of the tier");
  show_parser.option("--format", arguments->format, "text, or json: the whole standard as a data file")
      .one_of({"text", "json"})
      .shows_default();

  Parser& check_parser = parser.command(
      "check",
      "Say whether programmes and the --data folder are valid, what is wrong and where, and what a person should look "
      "at");
  check_parser.option("DIR", arguments->files,
                      "Folders, ids or standards' files; without any all programmes, or the one of --programme");

  Parser& diff_parser = parser.command("diff", "Print what changed from one programme's standard to another's");
  diff_parser.option("OLDER", arguments->standard, "Id, folder or a standard's file").required();
  diff_parser.option("NEWER", arguments->other, "Id, folder or a standard's file").required();

  Parser& draft_parser = parser.command(
      "draft",
      "Draft a whole programme from documents that print the indicators: the standard's annex, and notices of it");
  draft_parser.option("FILE", arguments->draft.documents, "The documents, the annex first").required();
  draft_parser.option("-o,--output", arguments->draft.folder, "The programme's folder, which the draft makes")
      .required();
  draft_parser.flag("--force", arguments->draft.replace, "Write over a folder that is not empty");
  draft_parser.option("--body", arguments->draft.body,
                      "What is judged (in Chinese), where the documents do not say it");
  draft_parser.option("--tier", arguments->draft.tier, "The tier's name, where the document does not say it");
  draft_parser.option("--edition", arguments->draft.edition, "The drafted tiers' edition");
  add_reading_options(draft_parser, arguments->draft.options);

  return {&parser, [arguments, &shared, &list_parser, &show_parser, &check_parser, &diff_parser] {
            if (list_parser.chosen()) return list();
            if (show_parser.chosen()) return show(*arguments, shared);
            if (check_parser.chosen()) return check(*arguments, shared);
            if (diff_parser.chosen()) return diff(*arguments);
            return draft(*arguments, shared);
          }};
}

}  // namespace gongshi::cli
