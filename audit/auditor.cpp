// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/auditor.h"

#include <algorithm>

#include "audit/claim_text.h"
#include "audit/evidence.h"
#include "audit/messages.h"
#include "audit/registry.h"
#include "schema/finding_identity.h"

namespace gongshi::audit {
namespace {

const IndicatorRecord* find_row(const Notice& notice, int no) {
  for (const IndicatorRecord& row : notice.rows)
    if (row.no == no) return &row;
  return nullptr;
}

/// "shandong-2022@1 标杆型 b"
std::string standard_label(const Standard& standard, const Tier* tier) {
  std::string label = standard.id + "@" + standard.version;
  if (tier != nullptr) label += " " + tier->name;
  if (tier != nullptr && !tier->edition.empty()) label += " " + tier->edition;
  return label;
}

/// The places of the quote in the claim, or of the whole row where the quote does not stand there word for word.
std::vector<Place> places_of(const Finding& finding, const IndicatorRecord& row) {
  const std::size_t begin = finding.quote.empty() ? std::string::npos : row.claim.str().find(finding.quote);
  if (begin != std::string::npos) {
    const ByteRange range{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + finding.quote.size())};
    if (auto places = row.claim.text.places(range); !places.empty()) return places;
  }
  return row.places();
}

void complete(Finding& finding, const Rule& rule, const Notice& notice, const Config& config,
              const std::string& label) {
  finding.rule = rule.id;
  finding.rule_version = rule.version;
  finding.standard = label;
  if (finding.severity ==
      Severity::kWarning) {  // a rule that left it alone; rules that differ from their own severity set info or error
    const auto configured = config.severity.find(finding.rule);
    finding.severity = configured == config.severity.end() ? rule.severity : configured->second;
  }
  const IndicatorRecord* row = finding.no ? find_row(notice, *finding.no) : nullptr;
  if (row != nullptr && finding.places.empty()) finding.places = places_of(finding, *row);
  if (finding.verdict == Verdict::kInconclusive)
    finding.message = inconclusive_message(rule.id, std::move(finding.message));
  if (rule.figures && row != nullptr && row->claim.uncertain && finding.verdict == Verdict::kViolation) {
    finding.verdict = Verdict::kInconclusive;
    finding.message += common_words("held-back");
  }
  complete_about(finding);
}

/// By row, findings on the whole notice last, then by rule; the order in which a rule gave its findings stays.
bool before(const Finding& a, const Finding& b) {
  if (a.no.has_value() != b.no.has_value()) return a.no.has_value();
  if (a.no != b.no) return *a.no < *b.no;
  return a.rule < b.rule;
}

const Tier* tier_of(const Notice& notice, const Standard& standard) {
  if (notice.tier.empty()) return nullptr;
  const Tier* tier = standard.find(notice.tier, notice.edition);
  return tier != nullptr ? tier : standard.find(notice.tier);
}

/// Findings of the enabled rules; of those that look at other notices alone where `beside_others`.
std::vector<Finding> findings_of(const RuleInput& input, const Config& config, bool beside_others) {
  std::vector<Finding> findings;
  const std::string label = standard_label(input.standard, input.tier);
  for (const Rule& rule : rules()) {
    if (beside_others && !rule.beside_others) continue;
    const auto enabled = config.enabled.find(std::string(rule.id));
    if (enabled != config.enabled.end() && !enabled->second) continue;
    for (Finding& finding : rule.check(input)) {
      complete(finding, rule, input.notice, config, label);
      findings.push_back(std::move(finding));
    }
  }
  std::stable_sort(findings.begin(), findings.end(), before);
  identify(findings, input.notice, {input.notice.city, input.notice.county, input.notice.street});
  return findings;
}

}  // namespace

void complete_about(Finding& finding) {
  const Rule* rule = find_rule(finding.rule);
  if (!finding.about.empty() || rule == nullptr || !rule->figures) return;
  finding.about = figures_of(finding.stated) + figures_of(finding.expected);
}

AuditedNotice audit_notice(const Notice& notice, const Programme& programme, const NoticeCorpus* corpus,
                           const Config& config) {
  AuditedNotice audited;
  const Standard& standard = programme.standard();
  const Tier* tier = tier_of(notice, standard);
  const auto& standard_text = programme.prepared<normalize::StandardText>();
  const std::vector<ClaimText> claims = prepare_claims(notice, tier, programme);
  audited.evidence = grade_notice(notice, claims, standard_text, tier);
  const RuleInput input{programme, standard, tier, notice, audited.evidence, corpus, standard_text, claims};
  audited.findings = findings_of(input, config, false);
  return audited;
}

std::vector<Finding> audit_beside_others(const Notice& notice, const Programme& programme, const NoticeCorpus& corpus,
                                         const Config& config) {
  const Standard& standard = programme.standard();
  const std::map<int, EvidenceGrade> no_grades;
  const std::vector<ClaimText> no_claims;
  const RuleInput input{programme,
                        standard,
                        tier_of(notice, standard),
                        notice,
                        no_grades,
                        &corpus,
                        programme.prepared<normalize::StandardText>(),
                        no_claims};
  return findings_of(input, config, true);
}

}  // namespace gongshi::audit
