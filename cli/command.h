// SPDX-License-Identifier: GPL-3.0-or-later
// How a command of the program is written: one file cli/<name>_command.cpp with one function that adds the command to
// the parser, and one line in the list in program.cpp.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "cli/parser.h"
#include "extract/options.h"
#include "schema/programme.h"

namespace gongshi::cli {

/// Exit statuses that people and scripts rely on. Several at once: the highest.
enum ExitStatus {
  kExitClean = 0,       ///< nothing of severity error
  kExitFindings = 1,    ///< findings of severity error
  kExitUsage = 2,       ///< wrong use
  kExitUnreadable = 3,  ///< some input could not be read, or something could not be written (a full disk)
  kExitStopped = 130,   ///< stopped from outside (Ctrl-C)
};

/// What all commands share; filled by the parser before a command runs.
struct Shared {
  std::string language;        ///< --lang; set before the options are described, since they are in it
  std::string data_directory;  ///< --data
  std::string programme;       ///< --programme: id or folder; "" for all known, each notice by the one that it names
};

/// Adds a command (as a subcommand of `app`) and returns what it does: called once after parsing if the command was
/// chosen; gives the exit status.
struct Command {
  const Parser* parser = nullptr;
  std::function<int()> run;
};

Command add_audit_command(Parser& app, const Shared& shared);
Command add_extract_command(Parser& app, const Shared& shared);
Command add_rules_command(Parser& app, const Shared& shared);
Command add_explain_command(Parser& app, const Shared& shared);
Command add_ingest_command(Parser& app, const Shared& shared);
Command add_search_command(Parser& app, const Shared& shared);
Command add_stats_command(Parser& app, const Shared& shared);
Command add_history_command(Parser& app, const Shared& shared);
Command add_export_command(Parser& app, const Shared& shared);
Command add_forget_command(Parser& app, const Shared& shared);
Command add_programme_command(Parser& app, const Shared& shared);
Command add_report_command(Parser& app, const Shared& shared);
Command add_decisions_command(Parser& app, const Shared& shared);
Command add_letter_template_command(Parser& app, const Shared& shared);
Command add_man_command(Parser& app, const Shared& shared);
Command add_completion_command(Parser& app, const Shared& shared);
Command add_serve_command(Parser& app, const Shared& shared);
Command add_backup_command(Parser& app, const Shared& shared);
Command add_restore_command(Parser& app, const Shared& shared);
Command add_copy_command(Parser& app, const Shared& shared);
Command add_doctor_command(Parser& app, const Shared& shared);
Command add_user_command(Parser& app, const Shared& shared);
Command add_worker_command(Parser& app, const Shared& shared);  ///< Hidden: what read_files starts.

/// Checks the data directory and loads the programme named on the command line, or all; prints the reason to stderr and
/// returns nothing where that fails.
std::optional<Programmes> load_programmes_or_explain(const Shared& shared);

/// Adds the options that choose how files are read (--ocr, --max-pages …) to a command.
void add_reading_options(Parser& command, extract::Options& options);

/// Prints "gongshi: message" to stderr; what is still English (errors) in the language that is set.
void complain(const std::string& message);

}  // namespace gongshi::cli
