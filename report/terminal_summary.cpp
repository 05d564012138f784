// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

#include "report/html.h"
#include "report/report.h"
#include "report/run.h"
#include "schema/presentable.h"
#include "schema/utf8.h"

namespace gongshi::report {
namespace {

constexpr std::size_t kMostRules = 8;     // Lines of the list of rules.
constexpr std::size_t kMostNotices = 10;  // Lines of the lists of notices and of files; the report has them all.

/// Columns on a terminal: everything past ASCII that occurs here is two wide.
std::size_t columns(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t offset = 0; offset < text.size();) width += utf8::next(text, offset) < 0x1100 ? 1 : 2;
  return width;
}

std::string padded(const std::string& text, std::size_t width) {
  const std::size_t own = columns(text);
  return own >= width ? text : text + std::string(width - own, ' ');
}

class Painter {
 public:
  explicit Painter(bool color) : color_(color) {}
  std::string bold(const std::string& text) const { return paint("1", text); }
  std::string severity(Severity severity, const std::string& text) const {
    return paint(severity == Severity::kError ? "31" : severity == Severity::kWarning ? "33" : "36", text);
  }

 private:
  std::string paint(const char* code, const std::string& text) const {
    return color_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
  }
  bool color_;
};

std::string counts(const Run& run, const Painter& painter, const std::array<int, 3>& by_severity) {
  std::string out;
  for (const Severity severity : {Severity::kError, Severity::kWarning, Severity::kInfo}) {
    const int count = by_severity[static_cast<std::size_t>(severity)];
    const std::string text = fmt::format("{} {}", run.messages().severity(severity), count);
    out += (out.empty() ? "" : "  ") + (count > 0 ? painter.severity(severity, text) : text);
  }
  return out;
}

std::string notice_lines(const Run& run, const Painter& painter) {
  const std::vector<const NoticeEntry*> sorted = run.by_need();
  std::size_t width = 0;
  const std::size_t shown = std::min(sorted.size(), kMostNotices);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < shown; ++i) {
    names.push_back(presentable_line(sorted[i]->community));
    width = std::max(width, columns(names.back()));
  }
  std::string out;
  for (std::size_t i = 0; i < shown; ++i) {
    out += fmt::format("  {}  {}  {}  {}\n", padded(names[i], width), padded(sorted[i]->tier, 8),
                       counts(run, painter, sorted[i]->by_severity),
                       run.messages().get("suggestion." + sorted[i]->suggestion + ".name"));
    // What weighs most, by name.
    for (const FindingGroup& group : sorted[i]->groups)
      if (group.severity == Severity::kError)
        out += fmt::format("      {}：{}\n", painter.severity(group.severity, run.messages().rule(group.rule)),
                           run.rows_text(group));
  }
  if (sorted.size() > shown)
    out += "  " + run.messages().get("terminal.more", static_cast<int>(sorted.size() - shown)) + "\n";
  return out;
}

std::string rule_lines(const Run& run, const Painter& painter) {
  std::map<std::string, std::pair<int, Severity>> counted;
  for (const NoticeEntry& entry : run.notices())
    for (const Finding* finding : entry.findings()) {
      auto& [count, severity] = counted[finding->rule];
      ++count;
      severity = std::max(severity, finding->severity);
    }
  std::vector<std::pair<std::string, std::pair<int, Severity>>> sorted(counted.begin(), counted.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second.first > b.second.first; });
  std::string out;
  for (std::size_t i = 0; i < std::min(sorted.size(), kMostRules); ++i)
    out += fmt::format("  {:>5}  {}\n", sorted[i].second.first,
                       painter.severity(sorted[i].second.second, run.messages().rule(sorted[i].first)));
  return out;
}

std::string unread_lines(const Run& run) {
  std::string out;
  std::size_t count = 0;
  for (const ReportInput& input : run.inputs()) {
    if (input.outcome == "read" || ++count > kMostNotices) continue;
    const auto& problems = input.file->problems;
    // Of several, the one that decided.
    const auto decisive = std::find_if(problems.begin(), problems.end(),
                                       [&](const Problem& problem) { return problem.code == input.outcome; });
    const std::string why = problems.empty()             ? ""
                            : decisive == problems.end() ? "：" + problem_text(run, problems.front())
                                                         : "：" + problem_text(run, *decisive);
    out += fmt::format("  {}  {}{}\n", run.messages().get("outcome." + std::string(input.outcome)),
                       presentable_line(input.file->source.display()), presentable_line(why));
  }
  if (count > kMostNotices)
    out += "  " + run.messages().get("terminal.more-files", static_cast<int>(count - kMostNotices)) + "\n";
  return out;
}

}  // namespace

Result<std::string> terminal_summary(const std::vector<ReportInput>& inputs, const ReportOptions& options, bool color) {
  auto made = Run::make(inputs, options);
  if (!made) return made.error();
  const Run& run = *made;
  const Messages& messages = run.messages();
  const Painter painter(color);
  std::array<int, 3> severities{}, statuses{};
  int dismissed = 0;
  for (const NoticeEntry& entry : run.notices()) {
    dismissed += entry.dismissed_count;
    for (std::size_t i = 0; i < 3; ++i) {
      severities[i] += entry.by_severity[i];
      statuses[i] += entry.by_status[i];
    }
  }
  std::string out = painter.bold(messages.get("terminal.files", static_cast<int>(inputs.size())) + "，" +
                                 messages.get("terminal.notices", static_cast<int>(run.notices().size()))) +
                    "\n";
  if (!run.notices().empty()) {
    const int rows = statuses[0] + statuses[1] + statuses[2];
    out += messages.get("terminal.rows", rows) + "：";
    for (const RowStatus status : {RowStatus::kSupported, RowStatus::kToCheck, RowStatus::kUnreadable})
      out += fmt::format("{} {}  ", messages.get("status." + std::string(to_string(status))),
                         statuses[static_cast<std::size_t>(status)]);
    out += "\n" + messages.get("terminal.findings") + "：" + counts(run, painter, severities) +
           (dismissed > 0 ? "  " + messages.get("terminal.dismissed", dismissed) : "") + "\n";
    out += "\n" + painter.bold(messages.get("terminal.by-notice")) + "\n" + notice_lines(run, painter);
    if (const std::string lines = rule_lines(run, painter); !lines.empty())
      out += "\n" + painter.bold(messages.get("terminal.by-rule")) + "\n" + lines;
  }
  if (const std::string lines = unread_lines(run); !lines.empty())
    out += "\n" + painter.bold(messages.get("terminal.unread")) + "\n" + lines;
  if (!options.folder.empty() && options.html)
    out += "\n" + messages.get("terminal.report") + "：" + options.folder + "/index.html\n";
  return out;
}

}  // namespace gongshi::report
