// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/program.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "cli/command.h"
#include "schema/data.h"

namespace gongshi::cli {

int run(int argc, char** argv) {
  CLI::App app("Audits public notices of smart-community acceptance results (智慧社区建设验收结果公示).", "gongshi");
  app.set_version_flag("--version", GONGSHI_VERSION);
  app.require_subcommand(1);
  app.failure_message(CLI::FailureMessage::simple);
  app.footer(
      "Results go to stdout, everything else to stderr. Exit status: 0 nothing of severity error, 1 findings of "
      "severity error,\n"
      "2 wrong use, 3 some input could not be read.");

  Shared shared;
  app.add_option("--data", shared.data_directory, "Folder whose files replace the built-in data files of the same name")
      ->check(CLI::ExistingDirectory);
  app.add_option("--standard", shared.standard_id, "Standard to audit against")->capture_default_str();

  const Command commands[] = {
      add_audit_command(app, shared),     add_extract_command(app, shared),         add_rules_command(app, shared),
      add_explain_command(app, shared),   add_ingest_command(app, shared),          add_search_command(app, shared),
      add_stats_command(app, shared),     add_history_command(app, shared),         add_export_command(app, shared),
      add_forget_command(app, shared),    add_standard_command(app, shared),        add_report_command(app, shared),
      add_decisions_command(app, shared), add_letter_template_command(app, shared), add_worker_command(app, shared),
  };

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitClean : kExitUsage;
  }
  if (!shared.data_directory.empty()) set_data_directory(shared.data_directory);
  try {
    for (const Command& command : commands)
      if (command.parser->parsed()) return command.run();
  } catch (const std::exception& error) {
    complain(std::string("internal error: ") + error.what());
    return kExitUnreadable;
  }
  return kExitUsage;
}

std::unique_ptr<Standard> load_standard_or_explain(const Shared& shared) {
  auto standard = load_standard(shared.standard_id);
  if (!standard) {
    complain(standard.error().message);
    return nullptr;
  }
  return std::make_unique<Standard>(std::move(*standard));
}

void add_reading_options(CLI::App& command, extract::Options& options) {
  command
      .add_option("--ocr", options.ocr_engine,
                  "Engine for scanned pages: auto takes PP-OCR where it is installed, else Tesseract")
      ->check(CLI::IsMember({"auto", "pp-ocr", "tesseract", "none"}))
      ->capture_default_str();
  command.add_option("--max-pages", options.max_pages, "Refuse files with more pages than this")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
}

void complain(const std::string& message) { std::fprintf(stderr, "gongshi: %s\n", message.c_str()); }

}  // namespace gongshi::cli
