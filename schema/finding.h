// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/notice.h"

namespace gongshi {
inline namespace schema {

enum class Severity { kInfo, kWarning, kError };
enum class Verdict { kViolation, kInconclusive };

/// How well a row's claim is supported. Order: best first (RULES.md: where two fit, the higher one wins).
enum class EvidenceGrade { kCounted, kSpecific, kEcho, kCopied, kVague, kBare, kEmpty };

[[nodiscard]] std::string_view to_string(Severity severity);    ///< "info", "warning", "error"
[[nodiscard]] std::string_view to_string(Verdict verdict);      ///< "violation", "inconclusive"
[[nodiscard]] std::string_view to_string(EvidenceGrade grade);  ///< "counted" …
[[nodiscard]] std::optional<Severity> parse_severity(std::string_view text);
[[nodiscard]] std::optional<Verdict> parse_verdict(std::string_view text);
[[nodiscard]] std::optional<EvidenceGrade> parse_evidence_grade(std::string_view text);
[[nodiscard]] bool is_supported(EvidenceGrade grade);  ///< counted or specific

/// Another notice (and row) that a finding refers to.
struct NoticeReference {
  std::string source;  ///< Source::display() of its file.
  int notice = 0;      ///< Notice::index.
  std::string community;
  std::optional<int> no;  ///< Row; empty for the notice as a whole.
  double similarity = 0;  ///< 0–1
  std::string quote;      ///< The other's words.
};

/// One thing a reviewer should look at. `message` is Chinese, neutral, complete: stated value, expected value with its
/// calculation, clause.
struct Finding {
  std::string rule;  ///< Id: "ratio-mismatch".
  int rule_version = 1;
  std::string standard;  ///< "shandong-2022@1 成长型": standard, version and tier (edition) it was judged by.
  Severity severity = Severity::kWarning;
  Verdict verdict = Verdict::kViolation;
  std::optional<int> no;      ///< The row's 序号; empty for the notice as a whole.
  std::optional<int> clause;  ///< Printed item number.
  std::string metric;
  /// What tells the finding from others of its rule on the same row, clause and metric: the figures concerned, a name,
  /// a kind of slip. Not shown; part of the id.
  std::string about;
  std::string message;
  std::string stated, expected;  ///< "80.5%", "74.26%"
  std::string calculation;       ///< "1203 ÷ 1620 = 74.26%"
  std::string quote;             ///< The notice's words, cut to what matters.
  std::string requirement;       ///< The clause of the standard it rests on.
  std::vector<Place> places;     ///< Of the quote.
  std::vector<NoticeReference> others;
  std::string id;  ///< Stable over runs, files and wordings (schema/finding_identity.h).
};

/// What the audit says of one notice.
struct AuditedNotice {
  std::map<int, EvidenceGrade> evidence;  ///< By row no.
  std::vector<Finding> findings;          ///< By row (whole-notice findings last), then by rule id.
};

}  // namespace schema
}  // namespace gongshi
