// SPDX-License-Identifier: GPL-3.0-or-later
// The entrance to audit/: Notice → evidence grades and findings.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "schema/finding.h"
#include "schema/notice_corpus.h"
#include "schema/programme.h"

namespace gongshi::audit {

/// Which rules run and how severe they are; from a configuration file (docs/configuration.md).
struct Config {
  std::map<std::string, Severity> severity;  ///< By rule id; rules not named keep their own.
  std::map<std::string, bool> enabled;       ///< By rule id; rules not named run.
};

/// Grades every row and runs every enabled rule. `corpus` may be null (then no rule on other notices fires). Pure.
[[nodiscard]] AuditedNotice audit_notice(const Notice& notice, const Programme& programme,
                                         const NoticeCorpus* corpus = nullptr, const Config& config = {});

/// The findings of those rules alone that look at other notices (Rule::beside_others), as audit_notice has them.
[[nodiscard]] std::vector<Finding> audit_beside_others(const Notice& notice, const Programme& programme,
                                                       const NoticeCorpus& corpus, const Config& config = {});

/// Fills Finding::about of a finding of a rule on figures, where the rule left it empty; for findings of earlier
/// versions too. The runner calls it for all.
void complete_about(Finding& finding);

}  // namespace gongshi::audit
