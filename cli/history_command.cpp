// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/queries.h"
#include "app/wording.h"
#include "cli/command.h"
#include "cli/store_access.h"
#include "schema/json.h"
#include "schema/language.h"
#include "schema/presentable.h"

namespace gongshi::cli {
namespace {

struct Arguments {
  std::string store, community, latest, format = "text";
  bool unmasked = false;
};

nlohmann::json version_json(const corpus::NoticeVersion& version) {
  return {{"source", version.source}, {"sha256", version.sha256},         {"dated", version.dated},
          {"tier", version.tier},     {"order_open", version.order_open}, {"copies", version.copies}};
}

nlohmann::json findings_json(const std::vector<Finding>& findings) {
  nlohmann::json list = nlohmann::json::array();
  for (const Finding& finding : findings) list.push_back(to_json(finding));
  return list;
}

void print_findings(std::string_view title, const std::vector<Finding>& findings) {
  for (const Finding& finding : findings)
    std::printf("  %s: %s%s %s\n", std::string(tr(title)).c_str(),
                finding.no ? (std::to_string(*finding.no) + " ").c_str() : "", app::rule_titles(finding.rule).c_str(),
                presentable(finding.message).c_str());
}

void print_change(const std::string& identity, const corpus::VersionChange& change, bool json) {
  if (json) {
    nlohmann::json rows = nlohmann::json::array();
    for (const corpus::RowChange& row : change.rows)
      rows.push_back({{"no", row.no}, {"name", row.name}, {"before", row.before}, {"after", row.after}});
    const nlohmann::json object = {
        {"community", identity}, {"from", version_json(change.from)},    {"to", version_json(change.to)},
        {"rows", rows},          {"cured", findings_json(change.cured)}, {"new", findings_json(change.fresh)}};
    std::printf("%s\n", inert_json(object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)).c_str());
    return;
  }
  std::printf("%s %s -> %s %s\n", change.from.dated.c_str(), presentable_line(change.from.source).c_str(),
              change.to.dated.c_str(), presentable_line(change.to.source).c_str());
  for (const corpus::RowChange& row : change.rows)
    std::printf("  %d %s\n    - %s\n    + %s\n", row.no, presentable_line(row.name).c_str(),
                presentable(row.before).c_str(), presentable(row.after).c_str());
  print_findings(tr_noop("cured"), change.cured);
  print_findings(tr_noop("new"), change.fresh);
}

int run_history(const Arguments& arguments, const Shared& shared) {
  const auto programmes = load_programmes_or_explain(shared);
  if (!programmes) return kExitUsage;
  const auto store = arguments.latest.empty() ? open_store_to_read_or_explain(arguments.store, *programmes)
                                              : open_store_or_explain(arguments.store, true, *programmes);
  if (store == nullptr) return kExitUsage;
  if (!arguments.latest.empty()) {
    const auto chosen = app::choose_latest(*store, arguments.community, arguments.latest);
    if (!chosen) return complain(chosen.error().message), kExitUsage;
  }
  const auto answer = app::history(*store, {arguments.community, arguments.unmasked});
  if (!answer) return complain(answer.error().message), kExitUnreadable;
  if (answer->empty()) complain("no community in the store has \"" + arguments.community + "\" in its name");
  const bool json = arguments.format == "json";
  for (const app::CommunityHistory& community : *answer) {
    if (!json) {
      std::printf("%s\n", presentable_line(community.identity).c_str());
      for (const corpus::NoticeVersion& version : community.versions) {
        std::printf(
            "  %s %s %s%s\n", version.dated.empty() ? std::string(tr("(no date)")).c_str() : version.dated.c_str(),
            presentable_line(version.tier).c_str(),
            version.source.empty() ? std::string(tr("(file replaced)")).c_str()
                                   : presentable_line(version.source).c_str(),
            version.order_open
                ? std::string(tr(" (or earlier than the one above: say which is the latest with --latest)")).c_str()
                : "");
        for (const std::string& copy : version.copies)
          std::printf("    %s\n", say("the same notice: {}", {presentable_line(copy)}).c_str());
      }
    }
    for (const corpus::VersionChange& change : community.changes) print_change(community.identity, change, json);
  }
  return kExitClean;
}

}  // namespace

Command add_history_command(Parser& app, const Shared& shared) {
  auto arguments = std::make_shared<Arguments>();
  Parser& parser =
      app.command("history", "A community's notices over time: what changed, which findings were cured or are new");
  parser.option("COMMUNITY", arguments->community, "Name, or a part of city/county/street/name").required();
  add_store_option(parser, arguments->store);
  parser.option("--latest", arguments->latest, "This version (path or SHA-256) is the latest one; kept in the store");
  parser.option("--format", arguments->format, "text or json (JSON Lines)").one_of({"text", "json"}).shows_default();
  parser.flag("--unmasked", arguments->unmasked, "Show names and mobile numbers of contacts");
  return {&parser, [arguments, &shared] { return run_history(*arguments, shared); }};
}

}  // namespace gongshi::cli
