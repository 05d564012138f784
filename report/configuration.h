// SPDX-License-Identifier: GPL-3.0-or-later
// What a bureau sets for its reports: who answers for which finding, until when, and how letters look
// (docs/configuration.md).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/finding.h"
#include "schema/programme.h"
#include "schema/result.h"

namespace gongshi::report {

/// Who answers for findings. An empty field matches everything; the first entry that matches wins, unless its unit
/// names something that the notice does not say.
struct ResponsibleUnit {
  std::string city, county, street, community;
  std::vector<std::string> rules;       ///< Rule ids.
  std::vector<std::string> indicators;  ///< Names of indicators (二级指标).
  std::string unit;                     ///< May hold {city}, {county}, {street}, {community}.
};

/// Days from the day of the report; nothing where no deadline is set.
struct Deadlines {
  std::optional<int> error, warning, info;
  bool working_days = true;
};

/// Who sends the letters.
struct Bureau {
  std::string name, contact, telephone;
  std::string document_number;  ///< 发文字号 with {n} for the letter's number: 示数函〔2025〕{n}号
};

/// When a notice gets which of the named outcomes (Outcome in report/run.h); shares in per cent of its rows.
struct OutcomeLimits {
  int return_supported_below = 20, return_errors = 12;   ///< 退回重报: so little holds, or so many are certain.
  int recheck_supported_below = 45, recheck_errors = 5;  ///< 重新核查
  int amend_errors = 1, amend_to_check_above = 30;       ///< 补正后认定
};

struct Configuration {
  std::vector<ResponsibleUnit> responsible_units;
  Deadlines deadlines;
  Bureau bureau;
  /// Path of a .docx, in the file relative to the configuration file; empty: the built-in one.
  std::string letter_template;
  std::string letters_by = "community";  ///< "community" or "county"
  /// Findings below this severity stay out of letters.
  Severity letters_from = Severity::kWarning;
  OutcomeLimits outcomes;
};

/// Parses the `report` object of a configuration file (or the file as a whole where it has none). Errors:
/// "configuration-syntax", "configuration-invalid" (names the member).
[[nodiscard]] Result<Configuration> parse_configuration(std::string_view json);

/// The unit that answers for `finding` on `notice`; "" if none is configured. `indicator`: name of the row's indicator.
[[nodiscard]] std::string responsible_unit(const Configuration& configuration, const Notice& notice,
                                           const Finding& finding, const std::string& indicator);

/// The day by which a finding of `severity` found on `today` has to be answered; empty if no deadline is set. Working
/// days are those of the programme's calendar, Monday to Friday where it is null.
[[nodiscard]] std::optional<Date> deadline(const Configuration& configuration, Severity severity, const Date& today,
                                           const Programme* programme);

}  // namespace gongshi::report
