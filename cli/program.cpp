// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/program.h"

#include <CLI/CLI.hpp>

namespace gongshi::cli {

int run(int argc, char** argv) {
  CLI::App app("gongshi audits public notices of smart-community acceptance results.", "gongshi");
  app.set_version_flag("--version", GONGSHI_VERSION);
  app.require_subcommand(1);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return 0;
}

}  // namespace gongshi::cli
