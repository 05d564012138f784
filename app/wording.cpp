// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wording.h"

#include <algorithm>
#include <iterator>

#include "audit/messages.h"
#include "audit/registry.h"
#include "schema/language.h"

namespace gongshi::app {
namespace {

constexpr std::string_view kHeadings[] = {
    tr_noop("source"),    tr_noop("sha256"),      tr_noop("city"),     tr_noop("county"),      tr_noop("street"),
    tr_noop("community"), tr_noop("communities"), tr_noop("tier"),     tr_noop("dated"),       tr_noop("category"),
    tr_noop("no"),        tr_noop("indicator"),   tr_noop("name"),     tr_noop("definition"),  tr_noop("requirement"),
    tr_noop("claim"),     tr_noop("text"),        tr_noop("evidence"), tr_noop("confidence"),  tr_noop("uncertain"),
    tr_noop("page"),      tr_noop("row"),         tr_noop("rows"),     tr_noop("rule"),        tr_noop("rules"),
    tr_noop("severity"),  tr_noop("verdict"),     tr_noop("clause"),   tr_noop("message"),     tr_noop("stated"),
    tr_noop("expected"),  tr_noop("calculation"), tr_noop("quote"),    tr_noop("standard"),    tr_noop("state"),
    tr_noop("opinion"),   tr_noop("reason"),      tr_noop("reply"),    tr_noop("reviewer"),    tr_noop("decided"),
    tr_noop("id"),        tr_noop("finding"),     tr_noop("may be"),   tr_noop("cluster"),     tr_noop("notices"),
    tr_noop("errors"),    tr_noop("warnings"),    tr_noop("infos"),    tr_noop("supported %"),
};

// By column: what the program itself calls its values.
struct Words {
  std::string_view column, value, shown;
};
constexpr Words kWords[] = {
    {"evidence", "counted", tr_noop("counted")},
    {"evidence", "specific", tr_noop("specific")},
    {"evidence", "echo", tr_noop("echo")},
    {"evidence", "copied", tr_noop("copied")},
    {"evidence", "vague", tr_noop("vague")},
    {"evidence", "bare", tr_noop("bare")},
    {"evidence", "empty", tr_noop("empty")},
    {"severity", "error", tr_noop("error")},
    {"severity", "warning", tr_noop("warning")},
    {"severity", "info", tr_noop("info")},
    {"verdict", "violation", tr_noop("violation")},
    {"verdict", "inconclusive", tr_noop("inconclusive")},
    {"state", "open", tr_noop("open")},
    {"state", "confirmed", tr_noop("confirmed")},
    {"state", "correcting", tr_noop("correcting")},
    {"state", "corrected", tr_noop("corrected")},
    {"state", "dismissed", tr_noop("dismissed")},
    {"state", "withdrawn", tr_noop("withdrawn")},
    {"uncertain", "true", tr_noop("yes")},
    {"uncertain", "false", tr_noop("no, certain")},
};

}  // namespace

std::vector<std::string> headings(std::vector<std::string> columns) {
  for (std::string& column : columns)
    if (std::find(std::begin(kHeadings), std::end(kHeadings), column) != std::end(kHeadings)) column = tr(column);
  return columns;
}

std::string cell(std::string_view column, const std::string& value) {
  if (language() == Language::kEnglish) return value;
  if (column == "rule" || column == "rules") return rule_titles(value);
  for (const Words& words : kWords)
    if (words.column == column && words.value == value) return std::string(tr(words.shown));
  return value;
}

std::string rule_titles(const std::string& rules) {
  if (language() == Language::kEnglish) return rules;
  std::string titles;
  for (std::size_t begin = 0; begin < rules.size();) {
    const std::size_t end = std::min(rules.find(' ', begin), rules.size());
    const std::string id = rules.substr(begin, end - begin);
    titles += (titles.empty() ? "" : "、") + (audit::find_rule(id) != nullptr ? audit::rule_messages(id).title : id);
    begin = end + 1;
  }
  return titles;
}

std::string rule_id(const std::string& name) {
  for (const audit::Rule& rule : audit::rules())
    if (audit::rule_messages(rule.id).title == name) return std::string(rule.id);
  return name;
}

}  // namespace gongshi::app
