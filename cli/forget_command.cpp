// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include "app/stores.h"
#include "cli/command.h"
#include "cli/store_access.h"
#include "schema/language.h"

namespace gongshi::cli {
namespace {

struct Arguments {
  std::string store;
  std::vector<std::string> files;
};

int run_forget(const Arguments& arguments, const Shared& shared) {
  const auto programmes = load_programmes_or_explain(shared);
  if (!programmes) return kExitUsage;
  const auto store = open_store_or_explain(arguments.store, true, *programmes);
  if (store == nullptr) return kExitUsage;
  const auto forgotten = app::forget(*store, arguments.files);
  if (!forgotten) return complain(forgotten.error().message), kExitUnreadable;
  int status = kExitClean;
  for (const auto& [file, removed] : *forgotten) {
    if (removed == 0) {
      complain("the store knows nothing of " + file);
      status = kExitUsage;
    } else {
      std::printf("%s\n", say("{1}: forgotten (places: {2})", {file, std::to_string(removed)}).c_str());
    }
  }
  return status;
}

}  // namespace

Command add_forget_command(Parser& app, const Shared& shared) {
  auto arguments = std::make_shared<Arguments>();
  Parser& parser = app.command("forget", "Remove all data of a file from a store");
  parser.option("FILE", arguments->files, "Path, archive!member, or SHA-256").required();
  add_store_option(parser, arguments->store);
  return {&parser, [arguments, &shared] { return run_forget(*arguments, shared); }};
}

}  // namespace gongshi::cli
