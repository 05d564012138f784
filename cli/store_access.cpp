// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/store_access.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/stores.h"
#include "app/wording.h"
#include "schema/csv.h"
#include "schema/language.h"
#include "schema/presentable.h"
#include "schema/utf8.h"

namespace gongshi::cli {
namespace {

// Columns a terminal gives the text: Chinese characters take two.
std::size_t width_of(const std::string& text) {
  std::size_t width = 0;
  for (char32_t code : utf8::decode(text)) width += code >= 0x1100 ? 2 : 1;
  return width;
}

void print_aligned(const std::vector<std::string>& columns, const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const std::string& column : columns) widths.push_back(width_of(column));
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  const auto print = [&](const std::vector<std::string>& row) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line.append(widths[i] - width_of(row[i]) + 2, ' ');
    }
    std::printf("%s\n", line.c_str());
  };
  print(columns);
  for (const auto& row : rows) print(row);
}

}  // namespace

void add_store_option(Parser& command, std::string& path) {
  command.option("--db", path, "The store: an SQLite file, or postgresql://USER@HOST/DATABASE").required();
}

void add_filter_options(Parser& command, corpus::NoticeFilter& filter) {
  command.option("--city", filter.city, "Only notices of this city");
  command.option("--county", filter.county, "Only notices of this county or district");
  command.option("--street", filter.street, "Only notices of this street or town");
  command.option("--community", filter.community, "Only notices of communities with this in their name");
  command.option("--tier", filter.tier, "Only notices of this tier");
  command.option("--from", filter.from, "Only notices published from this day on (2024-11-01)");
  command.option("--to", filter.to, "Only notices published up to this day");
  command.option("--rule", filter.rule, "Only notices with a finding of this rule");
  command.option("--severity", filter.severity, "Only notices with a finding of this severity")
      .one_of({"error", "warning", "info"});
  command.flag("--all-versions", filter.latest_only, "Earlier versions of a community's notice too", false);
}

namespace {

std::unique_ptr<corpus::Store> opened_or_explain(const std::string& path,
                                                 Result<std::unique_ptr<corpus::Store>> store) {
  if (!store) {
    complain(store.error().message);
    return nullptr;
  }
  if (const std::string& copy = (*store)->earlier_copy(); !copy.empty())
    complain(say("{} was of an earlier version; as it was, it lies in {}", {corpus::shown_store(path), copy}));
  return std::move(*store);
}

}  // namespace

corpus::NoticeFilter with_rule_id(corpus::NoticeFilter filter) {
  filter.rule = app::rule_id(filter.rule);
  return filter;
}

std::unique_ptr<corpus::Store> open_store_or_explain(const std::string& path, bool must_exist,
                                                     const Programmes& programmes) {
  return opened_or_explain(path, app::open_store(path, must_exist, programmes));
}

std::unique_ptr<corpus::Store> open_store_to_read_or_explain(const std::string& path, const Programmes& programmes) {
  return opened_or_explain(path, app::open_store_to_read(path, programmes));
}

void print_table(const std::vector<std::string>& columns, const std::vector<std::vector<std::string>>& rows,
                 const std::string& format) {
  if (format == "json") {
    for (const auto& row : rows) {
      nlohmann::ordered_json object;
      for (std::size_t i = 0; i < columns.size() && i < row.size(); ++i) object[columns[i]] = row[i];
      std::printf("%s\n", inert_json(object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)).c_str());
    }
    return;
  }
  std::vector<std::vector<std::string>> shown = rows;
  for (auto& row : shown)
    for (std::size_t i = 0; i < columns.size() && i < row.size(); ++i) row[i] = app::cell(columns[i], row[i]);
  if (format == "csv") {
    std::printf("%s%s", kByteOrderMark, csv_line(app::headings(columns)).c_str());
    for (const auto& row : shown) std::fputs(csv_line(row).c_str(), stdout);
  } else {
    print_aligned(app::headings(columns), shown);
  }
}

}  // namespace gongshi::cli
