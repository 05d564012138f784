// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/reading.h"
#include "schema/csv.h"
#include "schema/json.h"
#include "schema/masking.h"

namespace gongshi::cli {
namespace {

struct Arguments {
  std::vector<std::string> paths;
  std::string format = "json";
  bool mask = false;
  extract::Options options;
};

void print_csv_row(const std::vector<std::string>& fields) { std::fputs(csv_line(fields).c_str(), stdout); }

void print_csv(const NoticeFile& file) {
  for (const Notice& notice : file.notices)
    for (const IndicatorRecord& row : notice.rows)
      print_csv_row({file.source.display(), notice.community, notice.tier, row.category, std::to_string(row.no),
                     row.indicator ? std::to_string(*row.indicator) : "", row.name.str(), row.definition.str(),
                     row.requirement.str(), row.claim.str(), row.claim.uncertain ? "true" : "false"});
}

int run_extract(const Arguments& arguments, const Shared& shared) {
  const auto programmes = load_programmes_or_explain(shared);
  if (!programmes) return kExitUsage;
  if (arguments.format == "csv") {
    std::printf("%s", kByteOrderMark);
    print_csv_row({"source", "community", "tier", "category", "no", "indicator", "name", "definition", "requirement",
                   "claim", "uncertain"});
  }
  app::FilesRead read = read_with_progress([&](const app::ReadingWatcher& watcher) {
    return app::read_files({arguments.paths, arguments.options}, *programmes, watcher);
  });
  for (corpus::ProcessedFile& processed : read.files) {
    if (arguments.mask) processed.file = masked(std::move(processed.file));
    if (arguments.format == "csv")
      print_csv(processed.file);
    else
      std::printf("%s\n",
                  to_json(processed.file).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
  }
  return read.complete() ? kExitClean : kExitUnreadable;
}

}  // namespace

Command add_extract_command(Parser& app, const Shared& shared) {
  auto arguments = std::make_shared<Arguments>();
  Parser& parser = app.command("extract", "Print the records of files and folders, without judging them");
  parser.option("PATH", arguments->paths, "Files and folders").required();
  parser.option("--format", arguments->format, "json: one document per file, one per line; csv: one row per indicator")
      .one_of({"json", "csv"})
      .shows_default();
  parser.flag("--mask", arguments->mask, "Hide names and mobile numbers of contacts");
  add_reading_options(parser, arguments->options);
  return {&parser, [arguments, &shared] { return run_extract(*arguments, shared); }};
}

}  // namespace gongshi::cli
