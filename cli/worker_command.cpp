// SPDX-License-Identifier: GPL-3.0-or-later

#include "cli/command.h"
#include "corpus/file_reading.h"
#include "corpus/workers/ledger_reading.h"
#include "corpus/workers/page_drawing.h"
#include "corpus/workers/programme_checking.h"

namespace gongshi::cli {

Command add_worker_command(Parser& app, const Shared&) {
  auto duty = std::make_shared<std::string>("files");
  Parser& parser =
      app.command("worker", "Work for another process of this program: read files, draw pages, read ledgers");
  parser.hide();  // not shown in the help
  parser.option("DUTY", *duty, "files, pictures, ledgers or programmes")
      .one_of({"files", "pictures", "ledgers", "programmes"});
  return {&parser, [duty] {
            if (*duty == "pictures") return corpus::serve_page_drawing();
            if (*duty == "programmes") return corpus::serve_programme_checking();
            return *duty == "ledgers" ? corpus::serve_ledger_reading() : corpus::serve_file_reading();
          }};
}

}  // namespace gongshi::cli
