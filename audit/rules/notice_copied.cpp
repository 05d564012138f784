// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/rules.h"
#include "audit/rules/support.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "notice-copied";

/// The first few references in words: “青杨社区”第5项（相似度93%）
std::string named(const std::vector<NoticeReference>& others) {
  static constexpr std::size_t kNamed = 3;
  std::string names;
  for (std::size_t i = 0; i < others.size() && i < kNamed; ++i) {
    const NoticeReference& other = others[i];
    const std::string row = other.no ? item_label(*other.no) : std::string();
    const auto percent = std::to_string(static_cast<int>(other.similarity * 100));
    names +=
        (i == 0 ? "" : "、") + message(kId, "other", {{"name", other.community}, {"row", row}, {"percent", percent}});
  }
  return others.size() > kNamed ? message(kId, "others", {{"names", names}, {"count", std::to_string(others.size())}})
                                : names;
}

std::vector<Finding> check(const RuleInput& input) {
  std::vector<Finding> findings;
  if (input.corpus == nullptr) return findings;
  if (auto others = input.corpus->notices_like(input.notice); !others.empty()) {
    Finding finding;
    finding.message = message(kId, "notice", {{"others", named(others)}, {"body", input.programme.names().body}});
    finding.others = std::move(others);
    findings.push_back(std::move(finding));
  }
  for (std::size_t i = 0; i < input.notice.rows.size(); ++i) {
    auto others = input.corpus->rows_like(input.notice, static_cast<int>(i));
    if (others.empty()) continue;
    const IndicatorRecord& row = input.notice.rows[i];
    Finding finding = row_finding(
        input, row,
        message(kId, "row",
                {{"row", row_label(input, row)}, {"others", named(others)}, {"body", input.programme.names().body}}),
        row.claim.str());
    finding.others = std::move(others);
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace

Rule notice_copied() { return {kId, 2, Severity::kWarning, false, check, true}; }

}  // namespace gongshi::audit::checks
