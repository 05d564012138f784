// SPDX-License-Identifier: GPL-3.0-or-later

#include "cli/command.h"
#include "corpus/file_reading.h"
#include "corpus/workers/page_drawing.h"

namespace gongshi::cli {

Command add_worker_command(Parser& app, const Shared&) {
  auto duty = std::make_shared<std::string>("files");
  Parser& parser = app.command("worker", "Work for another process of this program: read files, draw pages");
  parser.hide();  // not shown in the help
  parser.option("DUTY", *duty, "files or pictures").one_of({"files", "pictures"});
  return {&parser,
          [duty] { return *duty == "pictures" ? corpus::serve_page_drawing() : corpus::serve_file_reading(); }};
}

}  // namespace gongshi::cli
