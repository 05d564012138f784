// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "corpus/file_reading.h"
#include "corpus/workers/page_drawing.h"

namespace gongshi::cli {

Command add_worker_command(CLI::App& app, const Shared&) {
  auto duty = std::make_shared<std::string>("files");
  CLI::App* parser = app.add_subcommand("worker", "Work for another process of this program: read files, draw pages");
  parser->group("");  // not shown in the help
  parser->add_option("DUTY", *duty, "files or pictures")->check(CLI::IsMember({"files", "pictures"}));
  return {parser, [duty] { return *duty == "pictures" ? corpus::serve_page_drawing() : corpus::serve_file_reading(); }};
}

}  // namespace gongshi::cli
