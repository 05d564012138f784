// SPDX-License-Identifier: GPL-3.0-or-later
// Figures as tables and plots that lead to the notices behind them.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "app/queries.h"
#include "corpus/store/desk.h"
#include "web/call.h"
#include "web/page_parts.h"

#include <nlohmann/json.hpp>

namespace gongshi::web {

using app::Role;
using nlohmann::json;

namespace {

constexpr double kPlotHeight = 120, kBarWidth = 14, kBarStep = 18, kPlotLeft = 44, kPlotBottom = 26;

/// Bars over time; `values` are stacked from below. Every bar may lead somewhere.
struct Bar {
  std::string label, title, address;
  std::vector<double> values;
};

json plot_of(const std::vector<Bar>& bars) {
  double most = 1;
  for (const Bar& bar : bars) {
    double sum = 0;
    for (const double value : bar.values) sum += value;
    most = std::max(most, sum);
  }
  const auto point = [](double value) { return fmt::format("{:.1f}", value); };
  json list = json::array();
  double x = kPlotLeft;
  std::size_t index = 0;
  const std::size_t every = std::max<std::size_t>(3, bars.size() / 12);
  for (const Bar& bar : bars) {
    json parts = json::array();
    double y = kPlotHeight;
    std::size_t kind = 0;
    for (const double value : bar.values) {
      const double height = kPlotHeight * value / most;
      y -= height;
      parts.push_back({{"part", "k" + std::to_string(kind++)}, {"x", point(x)}, {"y", point(y)}, {"h", point(height)}});
    }
    list.push_back({{"title", bar.title},
                    {"address", bar.address},
                    {"parts", std::move(parts)},
                    {"kind", bar.values.size() > 1 ? "two" : "one"},
                    {"x", point(x)},
                    {"label", index % every == 0 ? bar.label : ""},
                    {"label_x", point(x + kBarWidth / 2)}});
    x += kBarStep;
    ++index;
  }
  return {{"bars", std::move(list)},
          {"width", point(std::max(x + 4, 360.0))},
          {"height", point(kPlotHeight + kPlotBottom)},
          {"base", point(kPlotHeight)},
          {"label_y", point(kPlotHeight + 16)},
          {"bar", point(kBarWidth)},
          {"most", fmt::format("{:.0f}", most)}};
}

}  // namespace

json Workbench::time_context(Call& call) {
  std::vector<Bar> notices, findings, days;
  for (const corpus::MonthFigures& month : corpus::figures_by_month(call.store)) {
    if (month.month.size() != 7) continue;
    const std::string year = month.month.substr(0, 4), number = month.month.substr(5);
    const std::string title = word("page", "month",
                                   {{"year", year},
                                    {"month", number},
                                    {"notices", std::to_string(month.notices)},
                                    {"error", std::to_string(month.errors)},
                                    {"warning", std::to_string(month.warnings)}});
    const std::string address = "/?versions=all&from=" + month.month + "-01&to=" + month.month + "-31";
    notices.push_back({month.month, title, address, {static_cast<double>(month.notices)}});
    findings.push_back(
        {month.month, title, address, {static_cast<double>(month.errors), static_cast<double>(month.warnings)}});
  }
  for (const corpus::DayFigures& day : corpus::decisions_by_day(call.store))
    days.push_back({day.day.substr(5),
                    word("page", "day", {{"day", day.day}, {"n", std::to_string(day.decisions)}}),
                    "",
                    {static_cast<double>(day.decisions)}});
  json context = {{"has_months", !notices.empty()}, {"has_days", !days.empty()}};
  json plots = json::array();
  for (const auto& [id, bars] : {std::pair("by-month", &notices), std::pair("findings-by-month", &findings),
                                 std::pair("decisions-by-day", &days)}) {
    if (bars->empty()) continue;
    json plot = plot_of(*bars);
    plot["name"] = word("plots", id);
    plot["id"] = id;
    plots.push_back(std::move(plot));
  }
  context["plots"] = std::move(plots);
  return context;
}

Response Workbench::statistics_page(Call& call) {
  std::string by = call.request.parameter("by");
  constexpr std::array kGroupings = {"county", "city", "tier", "indicator", "rule"};
  if (std::find(kGroupings.begin(), kGroupings.end(), by) == kGroupings.end()) by = "county";
  app::StatisticsRequest request;
  request.grouping = by == "city"        ? corpus::Grouping::kCity
                     : by == "tier"      ? corpus::Grouping::kTier
                     : by == "indicator" ? corpus::Grouping::kIndicator
                     : by == "rule"      ? corpus::Grouping::kRule
                                         : corpus::Grouping::kCounty;
  const auto table = app::statistics(call.store, request);
  if (!table) return api_error(table.error());
  json columns = json::array(), rows = json::array();
  for (const std::string& column : table->columns) {
    columns.push_back({{"name", messages_->filled(word("columns", column))},
                       {"figure", column != "city" && column != "county" && column != "tier" && column != "name" &&
                                      column != "rule"}});
  }
  double most = 1;
  const auto errors_at = static_cast<std::size_t>(std::find(table->columns.begin(), table->columns.end(), "errors") -
                                                  table->columns.begin());
  for (const auto& line : table->rows)
    if (errors_at < line.size()) most = std::max(most, std::strtod(line[errors_at].c_str(), nullptr));
  for (const auto& line : table->rows) {
    json cells = json::array();
    std::string address = "/?versions=";
    for (std::size_t i = 0; i < line.size(); ++i) {
      const std::string& column = table->columns[i];
      const bool is_rule = column == "rule";
      if (column == "city" || column == "county" || column == "tier" || is_rule)
        address += "&" + column + "=" + percent_encoded(line[i]);
      cells.push_back(
          {{"text", is_rule ? messages_->rule(line[i]) : or_unknown(line[i])}, {"figure", columns[i]["figure"]}});
    }
    const double errors = errors_at < line.size() ? std::strtod(line[errors_at].c_str(), nullptr) : 0;
    rows.push_back(
        {{"cells", std::move(cells)}, {"address", address}, {"bar", fmt::format("{:.1f}", 100 * errors / most)}});
  }
  json choices = json::array();
  for (const std::string value : kGroupings)
    choices.push_back(
        {{"name", word("groupings", value)}, {"address", "/statistics?by=" + value}, {"on", value == by}});
  app::QueueRequest everything;
  everything.limit = 0;
  const app::QueueAnswer answer = queue_.find(call.store, everything);
  json states = json::array();
  for (const app::ReviewState state : app::kReviewStates) {
    const std::size_t count = answer.states[static_cast<std::size_t>(state)];
    states.push_back({{"name", words_.state(to_string(state))},
                      {"count", std::to_string(count)},
                      {"address", "/?state=" + percent_encoded(words_.state(to_string(state)))}});
  }
  json context = time_context(call);
  context.update(json{{"title", page_word("statistics")},
                      {"columns", std::move(columns)},
                      {"rows", std::move(rows)},
                      {"has_rows", !table->rows.empty()},
                      {"choices", std::move(choices)},
                      {"states", std::move(states)},
                      {"total", std::to_string(answer.total)}});
  return page(call, "statistics", std::move(context));
}

}  // namespace gongshi::web
