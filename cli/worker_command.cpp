// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "corpus/file_reading.h"

namespace gongshi::cli {

Command add_worker_command(CLI::App& app, const Shared&) {
  CLI::App* parser = app.add_subcommand("worker", "Read files for another process of this program");
  parser->group("");  // not shown in the help
  return {parser, [] { return corpus::serve_file_reading(); }};
}

}  // namespace gongshi::cli
