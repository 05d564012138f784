// SPDX-License-Identifier: GPL-3.0-or-later
// The store's care and the installation's check: backup, restore, copy, doctor.
#include <cstdio>

#include "app/doctor.h"
#include "app/stores.h"
#include "cli/command.h"
#include "cli/store_access.h"
#include "schema/language.h"

namespace gongshi::cli {
namespace {

struct BackupArguments {
  std::string store, target, backup;
  bool force = false;
};

struct CopyArguments {
  std::string from, to;
  corpus::Region region;
};

int explain(const Error& error) {
  complain(error.message);
  const bool wrong_use = error.code == "store-missing" || error.code == "backup-exists" || error.code == "store-exists";
  return wrong_use ? kExitUsage : kExitUnreadable;
}

std::string described(const corpus::StoreCondition& condition) {
  return say("{} files, {} notices, {} decisions",
             {std::to_string(condition.files), std::to_string(condition.notices), std::to_string(condition.decisions)});
}

int run_backup(const BackupArguments& arguments) {
  const auto done = app::back_up(arguments.store, arguments.target, arguments.force);
  if (!done) return explain(done.error());
  std::printf("%s: %s\n", done->path.c_str(), described(done->condition).c_str());
  return kExitClean;
}

int run_restore(const BackupArguments& arguments) {
  const auto done = app::restore(arguments.backup, arguments.store, arguments.force);
  if (!done) return explain(done.error());
  std::printf("%s: %s\n", corpus::shown_store(arguments.store).c_str(), described(done->condition).c_str());
  if (!done->kept.empty()) std::fprintf(stderr, "%s\n", say("what was there before lies in {}", {done->kept}).c_str());
  return kExitClean;
}

int run_copy(const CopyArguments& arguments) {
  const auto done = app::copy_store(arguments.from, arguments.to, arguments.region);
  if (!done) return explain(done.error());
  std::printf("%s: %s\n", corpus::shown_store(arguments.to).c_str(), described(*done).c_str());
  if (!(arguments.region == corpus::Region{}))
    std::fprintf(stderr, "%s\n",
                 std::string(tr("the next `gongshi ingest` compares these notices with each other anew")).c_str());
  return kExitClean;
}

int run_doctor(const app::DoctorRequest& request, const Shared& shared) {
  app::DoctorRequest whole = request;
  whole.programme = shared.programme;
  int status = kExitClean;
  for (const app::Checkup& checkup : app::examine(whole)) {
    std::string_view mark = tr("ok");
    if (checkup.state == app::Checkup::State::kLacking) mark = tr("note");
    if (checkup.state == app::Checkup::State::kBroken) {
      mark = tr("wrong");
      status = kExitUnreadable;
    }
    std::printf("[%s] %s\n", std::string(mark).c_str(), say("{}: {}", {checkup.subject, checkup.found}).c_str());
    if (!checkup.advice.empty()) std::printf("    %s\n", checkup.advice.c_str());
  }
  return status;
}

}  // namespace

Command add_backup_command(Parser& app, const Shared&) {
  auto arguments = std::make_shared<BackupArguments>();
  Parser& parser = app.command("backup", "Copy a store while it is in use, and check the copy");
  add_store_option(parser, arguments->store);
  parser
      .option("-o,--output", arguments->target,
              "File of the copy; without it one beside the store, named after the time")
      .file();
  parser.flag("--force", arguments->force, "Replace a file of this name");
  return {&parser, [arguments] { return run_backup(*arguments); }};
}

Command add_restore_command(Parser& app, const Shared&) {
  auto arguments = std::make_shared<BackupArguments>();
  Parser& parser = app.command("restore", "Put a backup in place of a store, after checking it");
  parser.option("BACKUP", arguments->backup, "What `gongshi backup` wrote").required().file();
  add_store_option(parser, arguments->store);
  parser.flag("--force", arguments->force,
              "Replace a store that is there; it is kept beside the new one, under a dated name");
  return {&parser, [arguments] { return run_restore(*arguments); }};
}

Command add_copy_command(Parser& app, const Shared&) {
  auto arguments = std::make_shared<CopyArguments>();
  Parser& parser = app.command("copy", "Copy a store to another place, from an SQLite file to a server or back");
  parser.option("--from", arguments->from, "The store: an SQLite file, or postgresql://USER@HOST/DATABASE").required();
  parser.option("--to", arguments->to, "Where it goes: a file or a database (or schema) that holds nothing").required();
  parser.option("--city", arguments->region.city, "Only what belongs to this city");
  parser.option("--county", arguments->region.county, "Only what belongs to this county or district");
  parser.option("--street", arguments->region.street, "Only what belongs to this street or town");
  return {&parser, [arguments] { return run_copy(*arguments); }};
}

Command add_doctor_command(Parser& app, const Shared& shared) {
  auto request = std::make_shared<app::DoctorRequest>();
  Parser& parser =
      app.command("doctor", "Look whether this machine has all that the program needs, and say what to do");
  parser.option("--db", request->store, "A store to be looked through as well").file();
  add_reading_options(parser, request->options);
  return {&parser, [request, &shared] { return run_doctor(*request, shared); }};
}

}  // namespace gongshi::cli
