// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>

#include "cli/command.h"
#include "report/files.h"
#include "report/letters.h"

namespace gongshi::cli {
namespace {

struct Arguments {
  std::string file = "letter-template.docx";
  bool force = false;
};

int run_letter_template(const Arguments& arguments) {
  if (!arguments.force && std::filesystem::exists(arguments.file)) {
    complain(arguments.file + " is there already; give another name with -o, or --force to replace it");
    return kExitUsage;
  }
  const auto bytes = report::default_letter_template();
  const auto written = bytes ? report::write_file(arguments.file, *bytes) : Result<void>(bytes.error());
  if (!written) {
    complain(written.error().message);
    return kExitUsage;
  }
  return kExitClean;
}

}  // namespace

Command add_letter_template_command(Parser& app, const Shared&) {
  auto arguments = std::make_shared<Arguments>();
  Parser& parser = app.command(
      "letter-template", "Write the built-in template of letters, to be edited in Word and named in the configuration");
  parser.option("-o,--output", arguments->file, "The .docx to write").shows_default();
  parser.flag("--force", arguments->force, "Replace the file if it is there");
  return {&parser, [arguments] { return run_letter_template(*arguments); }};
}

}  // namespace gongshi::cli
