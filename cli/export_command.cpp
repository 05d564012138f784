// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include "app/exports.h"
#include "cli/command.h"
#include "cli/store_access.h"

namespace gongshi::cli {
namespace {

struct Arguments {
  std::string store, what = "findings", format = "csv";
  corpus::NoticeFilter filter;
  bool unmasked = false;
};

int run_export(const Arguments& arguments, const Shared& shared) {
  const auto programmes = load_programmes_or_explain(shared);
  if (!programmes) return kExitUsage;
  const auto store = open_store_to_read_or_explain(arguments.store, *programmes);
  if (store == nullptr) return kExitUsage;
  app::ExportRequest request;
  request.what = arguments.what == "records" ? app::ExportRequest::What::kRecords : app::ExportRequest::What::kFindings;
  request.format = arguments.format == "json" ? app::ExportRequest::Format::kJson : app::ExportRequest::Format::kCsv;
  request.filter = with_rule_id(arguments.filter);
  request.unmasked = arguments.unmasked;
  const auto exported = app::export_store(
      *store, request, [](std::string_view piece) { std::fwrite(piece.data(), 1, piece.size(), stdout); });
  if (!exported) return complain(exported.error().message), kExitUnreadable;
  return kExitClean;
}

}  // namespace

Command add_export_command(Parser& app, const Shared& shared) {
  auto arguments = std::make_shared<Arguments>();
  Parser& parser = app.command("export", "Records or findings of a store as CSV or JSON Lines");
  add_store_option(parser, arguments->store);
  add_filter_options(parser, arguments->filter);
  parser
      .option("--what", arguments->what,
              "records: one row per indicator; findings: one per finding, with what reviewers decided")
      .one_of({"records", "findings"})
      .shows_default();
  parser.option("--format", arguments->format, "csv, or json: one document per notice, one per line")
      .one_of({"csv", "json"})
      .shows_default();
  parser.flag("--unmasked", arguments->unmasked, "Names and mobile numbers of contacts as they are");
  return {&parser, [arguments, &shared] { return run_export(*arguments, shared); }};
}

}  // namespace gongshi::cli
