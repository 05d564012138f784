// SPDX-License-Identifier: GPL-3.0-or-later

#include "cli/command.h"
#include "cli/report_writing.h"
#include "cli/store_access.h"

namespace gongshi::cli {
namespace {

struct Arguments {
  std::string store;
  corpus::NoticeFilter filter;
  ReportArguments report;
};

int run_report(const Arguments& arguments, const Shared& shared) {
  const auto programmes = load_programmes_or_explain(shared);
  if (!programmes) return kExitUsage;
  const auto request = report_request_or_explain(arguments.report);
  if (!request) return kExitUsage;
  const auto store = open_store_to_read_or_explain(arguments.store, *programmes);
  if (store == nullptr) return kExitUsage;
  return print_summary(app::report_store(*store, with_rule_id(arguments.filter), *request, *programmes));
}

}  // namespace

Command add_report_command(Parser& app, const Shared& shared) {
  auto arguments = std::make_shared<Arguments>();
  Parser& parser = app.command(
      "report", "Write reports over a store: all of it, or the notices that fit; with the reviewers' decisions");
  add_store_option(parser, arguments->store);
  add_filter_options(parser, arguments->filter);
  add_report_options(parser, arguments->report);
  return {&parser, [arguments, &shared] { return run_report(*arguments, shared); }};
}

}  // namespace gongshi::cli
