// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include "app/queries.h"
#include "cli/command.h"
#include "cli/store_access.h"
#include "schema/language.h"

namespace gongshi::cli {
namespace {

struct Arguments {
  std::string store, by = "county", format = "text";
  corpus::NoticeFilter filter;
  int sample = 0;
  std::uint64_t seed = 1;
  bool clusters = false;
};

corpus::Grouping grouping_of(const std::string& name) {
  if (name == "city") return corpus::Grouping::kCity;
  if (name == "street") return corpus::Grouping::kStreet;
  if (name == "tier") return corpus::Grouping::kTier;
  if (name == "indicator") return corpus::Grouping::kIndicator;
  if (name == "rule") return corpus::Grouping::kRule;
  return corpus::Grouping::kCounty;
}

void print_sample(const std::vector<corpus::SearchHit>& hits, const std::string& format) {
  std::vector<std::vector<std::string>> rows;
  for (const corpus::SearchHit& hit : hits)
    rows.push_back({hit.city, hit.county, hit.tier, hit.street, hit.community, hit.dated, hit.source});
  print_table({"city", "county", "tier", "street", "community", "dated", "source"}, rows, format);
}

void print_clusters(const std::vector<corpus::TemplateCluster>& clusters, const std::string& format) {
  std::vector<std::vector<std::string>> rows;
  if (clusters.empty()) complain(std::string(tr("no two communities of the store share a template")));
  int number = 0;
  for (const corpus::TemplateCluster& cluster : clusters) {
    ++number;
    for (const std::string& identity : cluster.identities)
      rows.push_back({std::to_string(number), std::to_string(cluster.identities.size()), identity});
  }
  print_table({"cluster", "communities", "community"}, rows, format);
}

int run_stats(const Arguments& arguments, const Shared& shared) {
  const auto programmes = load_programmes_or_explain(shared);
  if (!programmes) return kExitUsage;
  const auto store = open_store_to_read_or_explain(arguments.store, *programmes);
  if (store == nullptr) return kExitUsage;
  const corpus::NoticeFilter filter = with_rule_id(arguments.filter);
  // Each question gives a result; what is wrong with the store is said alike for all.
  const auto shown = [](const auto& answer, const auto& print) -> int {
    if (!answer) return complain(answer.error().message), kExitUnreadable;
    print(*answer);
    return kExitClean;
  };
  if (arguments.sample > 0)
    return shown(app::sample(*store, {arguments.sample, arguments.seed, filter}),
                 [&](const auto& hits) { print_sample(hits, arguments.format); });
  if (arguments.clusters)
    return shown(app::template_clusters(*store),
                 [&](const auto& clusters) { print_clusters(clusters, arguments.format); });
  return shown(app::statistics(*store, {grouping_of(arguments.by), filter}),
               [&](const auto& table) { print_table(table.columns, table.rows, arguments.format); });
}

}  // namespace

Command add_stats_command(Parser& app, const Shared& shared) {
  auto arguments = std::make_shared<Arguments>();
  Parser& parser =
      app.command("stats", "Figures of a store per city, county, street, tier, indicator or rule; samples; clusters");
  add_store_option(parser, arguments->store);
  add_filter_options(parser, arguments->filter);
  parser.option("--by", arguments->by, "What the figures are grouped by")
      .one_of({"city", "county", "street", "tier", "indicator", "rule"})
      .shows_default();
  parser.option("--sample", arguments->sample, "Draw so many notices instead, stratified by county and tier");
  parser.option("--seed", arguments->seed, "The same seed draws the same sample").shows_default();
  parser.flag("--clusters", arguments->clusters, "Communities whose notices share a template instead");
  parser.option("--format", arguments->format, "text, csv or json (JSON Lines)")
      .one_of({"text", "csv", "json"})
      .shows_default();
  return {&parser, [arguments, &shared] { return run_stats(*arguments, shared); }};
}

}  // namespace gongshi::cli
