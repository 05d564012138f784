// SPDX-License-Identifier: GPL-3.0-or-later
// The standard 《山东省智慧社区建设指标》 as data: tiers, editions, indicators, clauses with thresholds, and the
// vocabulary that binds a claim's words to a clause. The code knows no threshold: everything stands in
// schema/standards/*.json.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/decimal.h"
#include "schema/result.h"

namespace gongshi {
inline namespace schema {

enum class ClauseKind { kRatio, kCoverage, kQualitative, kCount, kFrequency, kTime };
enum class ClauseOp { kNone, kAtLeast, kAtMost };

/// One thing that a requirement asks for. Several clauses may share one printed item.
struct Clause {
  std::string text;  ///< The standard's words for it.
  ClauseKind kind = ClauseKind::kQualitative;
  std::string metric;  ///< What is measured or asked for.
  ClauseOp op = ClauseOp::kNone;
  std::optional<Decimal> value;        ///< Threshold in `unit`; empty where the text gives none.
  std::string unit;                    ///< "%", "个", "种", "项", "次/年", "分钟" …
  std::string numerator, denominator;  ///< Terms of the formula; "" if the definition gives none.
  std::string condition;               ///< "" if it applies to every community.
  std::optional<int> item;             ///< Printed item number; empty if the requirement is not itemised.
  /// Vocabulary (data, not the standard's text): a claim answers the clause when for every group at least one of its
  /// terms stands in it. Empty: no vocabulary, the words of `metric` decide.
  std::vector<std::vector<std::string>> answer_terms;
  std::vector<std::string> metric_terms, numerator_terms, denominator_terms;  ///< Synonyms, longest first.
};

struct Indicator {
  int no = 0;  ///< 1-based in its tier.
  std::string category, name, definition, requirement;
  std::string score;  ///< 分值 as printed, where the standard has a column of it: "5", "10分".
  std::vector<Clause> clauses;
};

/// One tier in one edition.
struct Tier {
  std::string name;                   ///< 基础型, 成长型, 标杆型
  std::string edition;                ///< "a" where a tier has several: "a", "b".
  std::vector<Indicator> indicators;  ///< By no: indicators[no - 1].

  [[nodiscard]] const Indicator* find(int no) const;
};

/// A published standard with all its tiers and editions.
struct Standard {
  std::string id;                             ///< File name without ending: "shandong-2022".
  std::string title;                          ///< 山东省智慧社区建设指标
  std::string version;                        ///< Of the data file; stands in every finding.
  std::vector<std::string> document_numbers;  ///< 鲁数发〔2022〕16号, 数字强省办发〔2022〕4号
  std::vector<Tier> tiers;                    ///< By rank, editions of a tier side by side.

  /// The tier's edition, or its first edition where `edition` is empty; nullptr if there is none.
  [[nodiscard]] const Tier* find(std::string_view tier, std::string_view edition = {}) const;
  [[nodiscard]] std::vector<const Tier*> editions(std::string_view tier) const;
};

/// Parses and validates a standard's JSON. Errors: "standard-syntax" (with the position), "standard-invalid" (names
/// tier, indicator and field).
[[nodiscard]] Result<Standard> parse_standard(std::string_view json, std::string_view id);

/// Loads the standard with `id` from the data directories (see data.h). Errors: "data-missing", and those of
/// parse_standard.
[[nodiscard]] Result<Standard> load_standard(std::string_view id = "shandong-2022");

}  // namespace schema
}  // namespace gongshi
