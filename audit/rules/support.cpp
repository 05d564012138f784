// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/support.h"

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
  const std::string number = "第" + std::to_string(row.no) + "项";
  return name.empty() ? number : number + "“" + shortened(name, 20) + "”";
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

}  // namespace gongshi::audit::checks
