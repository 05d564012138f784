// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include "app/queries.h"
#include "app/wording.h"
#include "cli/command.h"
#include "cli/store_access.h"
#include "schema/language.h"
#include "schema/presentable.h"

namespace gongshi::cli {
namespace {

struct Arguments {
  std::string store, format = "text";
  std::vector<std::string> words;
  corpus::SearchQuery query;
  int indicator = 0;
  bool unmasked = false;
};

std::string place_of(const corpus::SearchHit& hit) {
  std::string place = hit.source;
  if (hit.page) place += say(", page {}", {std::to_string(*hit.page)});
  if (hit.position >= 0) place += say(", row {}", {std::to_string(hit.position + 1)});
  return place;
}

int run_search(const Arguments& arguments, const Shared& shared) {
  const auto programmes = load_programmes_or_explain(shared);
  if (!programmes) return kExitUsage;
  const auto store = open_store_to_read_or_explain(arguments.store, *programmes);
  if (store == nullptr) return kExitUsage;
  corpus::SearchQuery query = arguments.query;
  query.filter = with_rule_id(query.filter);
  for (const std::string& word : arguments.words) query.words += (query.words.empty() ? "" : " ") + word;
  if (arguments.indicator > 0) query.indicator = arguments.indicator;
  const auto answer = app::search(*store, {query, arguments.unmasked});
  if (!answer) return complain(answer.error().message), kExitUnreadable;
  const std::vector<corpus::SearchHit>& hits = answer->hits;
  if (arguments.format == "text") {
    for (const corpus::SearchHit& hit : hits)
      std::printf("%s%s%s%s  %s  %s%s  [%s]%s%s\n    %s\n    %s\n", hit.city.c_str(), hit.county.c_str(),
                  hit.street.c_str(), presentable_line(hit.community).c_str(), hit.tier.c_str(),
                  hit.no ? (std::to_string(*hit.no) + " ").c_str() : "", presentable_line(hit.name).c_str(),
                  app::cell("evidence", hit.evidence).c_str(), hit.rules.empty() ? "" : "  ",
                  app::rule_titles(hit.rules).c_str(), presentable(hit.text).c_str(),
                  presentable_line(place_of(hit)).c_str());
    std::printf("%s\n", say("{1} of {2}", {std::to_string(hits.size()), std::to_string(answer->total)}).c_str());
    return kExitClean;
  }
  std::vector<std::vector<std::string>> rows;
  for (const corpus::SearchHit& hit : hits)
    rows.push_back({hit.city, hit.county, hit.street, hit.community, hit.tier, hit.dated,
                    hit.no ? std::to_string(*hit.no) : "", hit.name, hit.text, hit.evidence, hit.rules, hit.source,
                    hit.page ? std::to_string(*hit.page) : "",
                    hit.position >= 0 ? std::to_string(hit.position + 1) : ""});
  print_table({"city", "county", "street", "community", "tier", "dated", "no", "name", "text", "evidence", "rules",
               "source", "page", "row"},
              rows, arguments.format);
  return kExitClean;
}

}  // namespace

Command add_search_command(Parser& app, const Shared& shared) {
  auto arguments = std::make_shared<Arguments>();
  Parser& parser = app.command("search", "Find claims and notices in a store, by words and filters");
  parser.option("WORDS", arguments->words, "All of them must stand in one claim, or around one table");
  add_store_option(parser, arguments->store);
  add_filter_options(parser, arguments->query.filter);
  parser.option("--indicator", arguments->indicator, "Only rows of this indicator (its number in the tier)");
  parser.option("--limit", arguments->query.limit, "Results at most").shows_default();
  parser.option("--offset", arguments->query.offset, "Results to pass over").shows_default();
  parser.option("--format", arguments->format, "text, csv or json (JSON Lines)")
      .one_of({"text", "csv", "json"})
      .shows_default();
  parser.flag("--unmasked", arguments->unmasked, "Show names and mobile numbers of contacts");
  return {&parser, [arguments, &shared] { return run_search(*arguments, shared); }};
}

}  // namespace gongshi::cli
