// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/program.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <exception>

#include "cli/command.h"
#include "corpus/workers/programme_checking.h"
#include "schema/data.h"
#include "schema/data_check.h"
#include "schema/language.h"
#include "schema/presentable.h"

namespace gongshi::cli {

namespace {

// The language is known before the options are described, since their descriptions are in it.
Language language_of(int argc, const char* const* argv) {
  constexpr std::string_view kOption = "--lang";
  for (int i = 1; i < argc; ++i) {
    std::string_view word = argv[i];
    if (word == kOption && i + 1 < argc)
      word = argv[i + 1];
    else if (word.starts_with(std::string(kOption) + "="))
      word.remove_prefix(kOption.size() + 1);
    else
      continue;
    if (const auto language = parse_language(word)) return *language;
  }
  return language_of_environment(isatty(STDOUT_FILENO) == 1 || isatty(STDERR_FILENO) == 1);
}

}  // namespace

int run(int argc, char** argv) {
  set_language(language_of(argc, argv));
  Parser app("gongshi", "Audits public notices that state, row by row, how a standard of indicators is met.",
             GONGSHI_VERSION);
  app.require_command();
  app.footer(
      "Results go to stdout, everything else to stderr. Exit status: 0 nothing of severity error, 1 findings of "
      "severity error, 2 wrong "
      "use, 3 some input could not be read or something could not be written, 130 stopped.");

  Shared shared;
  app.option("--data", shared.data_directory, "Folder whose files replace the built-in data files of the same name")
      .existing_folder();
  app.option(
      "--programme,--standard", shared.programme,
      "Programme to judge all notices by: an id (`gongshi programme list`) or a folder; without it each notice is "
      "judged by the programme that it names");
  app.option("--lang", shared.language, "Language of help and messages; without it that of the locale")
      .one_of({"zh", "en"});

  const Command commands[] = {
      add_audit_command(app, shared),      add_extract_command(app, shared),         add_rules_command(app, shared),
      add_explain_command(app, shared),    add_ingest_command(app, shared),          add_search_command(app, shared),
      add_stats_command(app, shared),      add_history_command(app, shared),         add_export_command(app, shared),
      add_forget_command(app, shared),     add_programme_command(app, shared),       add_report_command(app, shared),
      add_decisions_command(app, shared),  add_letter_template_command(app, shared), add_man_command(app, shared),
      add_completion_command(app, shared), add_serve_command(app, shared),           add_user_command(app, shared),
      add_backup_command(app, shared),     add_restore_command(app, shared),         add_copy_command(app, shared),
      add_doctor_command(app, shared),     add_worker_command(app, shared),
  };

  switch (app.parse(argc, argv)) {
    case Parser::Outcome::kDone:
      return kExitClean;
    case Parser::Outcome::kWrongUse:
      return kExitUsage;
    case Parser::Outcome::kRun:
      break;
  }
  if (!shared.data_directory.empty()) set_data_directory(shared.data_directory);
  try {
    for (const Command& command : commands)
      if (command.parser->chosen()) return command.run();
  } catch (const std::exception& error) {
    complain(std::string("internal error: ") + error.what());
    return kExitUnreadable;
  }
  return kExitUsage;
}

std::optional<Programmes> load_programmes_or_explain(const Shared& shared) {
  if (const auto checked = check_data(); !checked) {
    complain(checked.error().message);
    return std::nullopt;
  }
  // What is not built in came from outside: a process of its own loads it first.
  const std::vector<std::string> built_in = programme_ids();
  if (!shared.programme.empty() && std::find(built_in.begin(), built_in.end(), shared.programme) == built_in.end())
    if (const auto checked = corpus::check_programmes_caged(shared.programme); !checked) {
      complain(checked.error().message);
      return std::nullopt;
    }
  auto programmes = load_programmes(shared.programme);
  if (!programmes) {
    complain(programmes.error().message);
    return std::nullopt;
  }
  return std::move(*programmes);
}

void add_reading_options(Parser& command, extract::Options& options) {
  command
      .option("--ocr", options.ocr_engine,
              "Engine for scanned pages: auto takes PP-OCR where it is installed, else Tesseract")
      .one_of({"auto", "pp-ocr", "tesseract", "none"})
      .shows_default();
  command.option("--max-pages", options.max_pages, "Refuse files with more pages than this")
      .range(1, 1'000'000)
      .shows_default();
}

void complain(const std::string& message) {
  std::fprintf(stderr, "gongshi: %s\n", presentable(localized(message)).c_str());
}

}  // namespace gongshi::cli
