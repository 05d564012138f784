// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/beside_others.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <tuple>

#include "audit/registry.h"
#include "schema/finding_identity.h"

namespace gongshi::corpus {
namespace {

bool looks_at_others(std::string_view id) {
  const audit::Rule* rule = audit::find_rule(id);
  return rule != nullptr && rule->beside_others;
}

// As audit_notice has them: by row, those on the whole notice last, then by rule.
void sort_findings(std::vector<Finding>& findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    const auto key = [](const Finding& finding) {
      return std::tuple(!finding.no, finding.no.value_or(0), finding.rule);
    };
    return key(a) < key(b);
  });
}

}  // namespace

std::vector<Finding> with_others(std::vector<Finding> by_itself, const Notice& notice, const Programmes& programmes,
                                 const NoticeCorpus& others, const audit::Config& config) {
  std::erase_if(by_itself, [](const Finding& finding) { return looks_at_others(finding.rule); });
  std::vector<Finding> beside = audit::audit_beside_others(notice, programmes.of(notice.programme), others, config);
  std::move(beside.begin(), beside.end(), std::back_inserter(by_itself));
  sort_findings(by_itself);
  identify(by_itself, notice, {notice.city, notice.county, notice.street});
  return by_itself;
}

}  // namespace gongshi::corpus
