// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/reading.h"
#include "cli/command.h"
#include "normalize/standard_draft.h"
#include "schema/data.h"
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
  std::string document, output;
  extract::Options options;
};

// A standard by the id of a data file, or from a file.
Result<Standard> read_standard(const std::string& name) {
  std::error_code none;
  if (!std::filesystem::is_regular_file(name, none)) {
    auto loaded = load_standard(name);
    if (!loaded && loaded.error().code == "data-missing")
      return Error{"data-missing", name + ": there is neither such a file nor a standard with this id."};
    return loaded;
  }
  std::ifstream file(name, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file && !file.eof()) return Error{"file-unreadable", name + " could not be read."};
  return parse_standard(text, std::filesystem::path(name).stem().string());
}

std::string name_of(const Tier& tier) { return tier.edition.empty() ? tier.name : tier.name + "@" + tier.edition; }

std::string printed(const Clause& clause) {
  std::string line = clause.item ? std::to_string(*clause.item) + ". " : "- ";
  line += clause.metric + " [" + std::string(to_string(clause.kind));
  if (clause.value)
    line += (clause.op == ClauseOp::kAtMost ? " <= " : " >= ") + clause.value->to_plain_string() + clause.unit;
  line += "]";
  if (!clause.condition.empty()) line += " if: " + clause.condition;
  return line;
}

void print_tier(const Tier& tier) {
  std::printf("%s: %zu indicators\n", name_of(tier).c_str(), tier.indicators.size());
  for (const Indicator& indicator : tier.indicators) {
    std::printf("%3d  %s / %s\n", indicator.no, indicator.category.c_str(), indicator.name.c_str());
    for (const Clause& clause : indicator.clauses) std::printf("       %s\n", printed(clause).c_str());
  }
}

int show(const Arguments& arguments, const Shared& shared) {
  const auto standard = read_standard(arguments.standard.empty() ? shared.standard_id : arguments.standard);
  if (!standard) {
    complain(standard.error().message);
    return kExitUsage;
  }
  if (arguments.format == "json") {
    std::fputs(write_standard(*standard).c_str(), stdout);
    return kExitClean;
  }
  std::printf("%s  %s, version %s\n", standard->id.c_str(), standard->title.c_str(), standard->version.c_str());
  for (const std::string& number : standard->document_numbers) std::printf("  %s\n", number.c_str());
  bool found = arguments.tier.empty();
  for (const Tier& tier : standard->tiers) {
    if (arguments.tier.empty()) {
      std::printf("  %s: %zu indicators\n", name_of(tier).c_str(), tier.indicators.size());
    } else if (tier.name == arguments.tier && (arguments.edition.empty() || tier.edition == arguments.edition)) {
      print_tier(tier);
      found = true;
    }
  }
  if (found) return kExitClean;
  complain("the standard has no tier \"" + arguments.tier + "\" of that edition; without --tier all are listed");
  return kExitUsage;
}

int check(const Arguments& arguments, const Shared& shared) {
  int status = kExitClean;
  const std::vector<std::string> files = arguments.files.empty() ? std::vector{shared.standard_id} : arguments.files;
  for (const std::string& file : files) {
    const auto standard = read_standard(file);
    if (!standard) {
      complain(standard.error().code == "data-missing" ? standard.error().message
                                                       : file + ": " + standard.error().message);
      status = kExitUsage;
      continue;
    }
    std::size_t indicators = 0, clauses = 0;
    for (const Tier& tier : standard->tiers)
      for (const Indicator& indicator : tier.indicators) ++indicators, clauses += indicator.clauses.size();
    std::printf("%s: valid, %zu tiers and editions, %zu indicators, %zu clauses\n", file.c_str(),
                standard->tiers.size(), indicators, clauses);
    for (const std::string& remark : remarks_on(*standard)) std::printf("  check: %s\n", remark.c_str());
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
  const auto older = read_standard(arguments.standard);
  const auto newer = read_standard(arguments.other);
  for (const auto* standard : {&older, &newer})
    if (!*standard) {
      complain(standard->error().message);
      return kExitUsage;
    }
  const auto differences = compare_standards(*older, *newer);
  for (const StandardDifference& difference : differences) {
    std::printf("%s %s: %s\n", difference.tier.c_str(), difference.indicator.c_str(), difference.field.c_str());
    print_lines("-", difference.before);
    print_lines("+", difference.after);
  }
  if (differences.empty()) std::printf("no differences\n");
  return kExitClean;
}

int draft(const Arguments& arguments, const Shared& shared) {
  const auto base = load_standard_or_explain(shared);
  if (base == nullptr) return kExitUsage;
  const auto document = app::read_document(arguments.document, arguments.options, *base);
  if (!document) return complain(document.error().message), kExitUnreadable;
  const auto drafted = normalize::draft_standard(*document, *base, {arguments.tier, arguments.edition});
  if (!drafted) {
    complain(arguments.document + ": " + drafted.error().message);
    return kExitUnreadable;
  }
  const std::string json = write_standard(drafted->standard);
  if (arguments.output.empty()) {
    std::fputs(json.c_str(), stdout);
  } else {
    std::ofstream file(arguments.output, std::ios::binary);
    file << json;
    if (!file.flush()) {
      complain(arguments.output + " could not be written.");
      return kExitUnreadable;
    }
  }
  for (const std::string& remark : drafted->remarks) complain(remark);
  return kExitClean;
}

}  // namespace

Command add_standard_command(Parser& app, const Shared& shared) {
  auto arguments = std::make_shared<Arguments>();
  Parser& parser = app.command("standard", "Show, check, compare and draft editions of the standard");
  parser.require_command();

  Parser& show_parser = parser.command("show", "Print a standard: its tiers, or one tier's indicators and clauses");
  show_parser.option("STANDARD", arguments->standard, "Id or file; default: the one of --standard");
  show_parser.option("--tier", arguments->tier, "Print this tier's indicators");
  show_parser.option("--edition", arguments->edition, "Only this edition of the tier");
  show_parser.option("--format", arguments->format, "text, or json: the whole standard as a data file")
      .one_of({"text", "json"})
      .shows_default();

  Parser& check_parser = parser.command(
      "check",
      "Say whether data files are valid standards (docs/standard.schema.json), what is wrong, and what a person "
      "should look at");
  check_parser.option("STANDARD", arguments->files, "Files or ids; without any the standard that --standard names");

  Parser& diff_parser = parser.command("diff", "Print what changed from one standard to another");
  diff_parser.option("OLDER", arguments->standard, "Id or file").required();
  diff_parser.option("NEWER", arguments->other, "Id or file").required();

  Parser& draft_parser = parser.command(
      "draft", "Draft a new edition from a document that prints the indicators (the standard's annex, or a notice)");
  draft_parser.option("FILE", arguments->document, "The document").required();
  draft_parser.option("-o,--output", arguments->output, "Where the draft goes; default: stdout");
  draft_parser.option("--tier", arguments->tier, "The tier's name, where the document does not say it");
  draft_parser.option("--edition", arguments->edition, "The drafted tiers' edition");
  add_reading_options(draft_parser, arguments->options);

  return {&parser, [arguments, &shared, &show_parser, &check_parser, &diff_parser] {
            if (show_parser.chosen()) return show(*arguments, shared);
            if (check_parser.chosen()) return check(*arguments, shared);
            if (diff_parser.chosen()) return diff(*arguments);
            return draft(*arguments, shared);
          }};
}

}  // namespace gongshi::cli
