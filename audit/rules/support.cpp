// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/support.h"

#include <algorithm>
#include <array>

#include "schema/chinese_signs.h"
#include "schema/utf8.h"

namespace gongshi::audit::checks {

Finding row_finding(const RuleInput& input, const IndicatorRecord& row, std::string message, std::string quote) {
  Finding finding;
  finding.no = row.no;
  finding.message = std::move(message);
  finding.quote = std::move(quote);
  if (const Indicator* indicator = input.indicator(row)) finding.requirement = indicator->requirement;
  return finding;
}

std::string row_label(const RuleInput& input, const IndicatorRecord& row) {
  const Indicator* indicator = input.indicator(row);
  const std::string& name = row.name.empty() && indicator != nullptr ? indicator->name : row.name.str();
  const std::string number = item_label(row.no);
  return name.empty() ? number : number + "“" + shortened(name, 20) + "”";
}

std::string item_label(int number) {
  return std::string(signs::kOrdinal) + std::to_string(number) + std::string(signs::kItems);
}

std::string shortened(std::string_view text, std::size_t characters) {
  std::string result;
  std::size_t count = 0;
  for (std::size_t offset = 0; offset < text.size();) {
    if (count++ == characters) return result + "……";
    const char32_t code = utf8::next(text, offset);
    utf8::append(result, code == U'\n' ? U' ' : code);
  }
  return result;
}

namespace {

/// The sign at `at` stands between digits (1,580; 8:30) and parts nothing.
bool inside_figure(std::string_view text, std::size_t at) {
  const auto is_digit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  return at > 0 && is_digit(at - 1) && is_digit(at + 1);
}

}  // namespace

ByteRange clause_around(const std::string& text, ByteRange range) {
  static constexpr std::array<std::string_view, 20> kMarks = {"，", "。", "；", "、", "：", "！", "（", "）", "“", "”",
                                                              ",",  ";",  ":",  "\n", "(",  ")",  "①",  "②",  "③", "④"};
  const std::string_view all = text;
  std::size_t begin = 0, end = text.size();
  for (const std::string_view mark : kMarks) {
    std::size_t before = all.substr(0, range.begin).rfind(mark);
    while (before != std::string_view::npos && mark.size() == 1 && inside_figure(all, before))
      before = before == 0 ? std::string_view::npos : all.substr(0, before).rfind(mark);
    if (before != std::string_view::npos) begin = std::max(begin, before + mark.size());
    std::size_t behind = all.find(mark, std::max(range.end, range.begin));
    while (behind != std::string_view::npos && mark.size() == 1 && inside_figure(all, behind))
      behind = all.find(mark, behind + 1);
    end = std::min(end, behind);
  }
  // 1.社区内…: an item's number is no part of the words.
  std::size_t digits = begin;
  while (digits < range.begin && all[digits] >= '0' && all[digits] <= '9') ++digits;
  if (digits > begin && digits + 1 < range.begin && all[digits] == '.' &&
      !(all[digits + 1] >= '0' && all[digits + 1] <= '9'))
    begin = digits + 1;
  while (begin < range.begin && all[begin] == ' ') ++begin;
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

}  // namespace gongshi::audit::checks
