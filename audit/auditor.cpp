// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/auditor.h"

#include <algorithm>
#include <cstdint>

#include "audit/claim_text.h"
#include "audit/evidence.h"
#include "audit/messages.h"
#include "audit/registry.h"
#include "schema/utf8.h"

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

/// FNV-1a over the finding's identity, which holds nothing of the file: the same notice from a PDF and from a Word file
/// has the same ids. White space of the quote is left out, because formats differ in it.
std::string stable_id(const Notice& notice, const Finding& finding) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  const auto add = [&hash](std::string_view part) {
    for (const char byte : part) {
      if (byte == ' ' || byte == '\n' || byte == '\t') continue;
      hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
    }
    hash = (hash ^ 0xFFU) * 0x100000001b3U;
  };
  for (const std::string& part :
       {notice.county, notice.community, notice.tier, finding.rule, finding.no ? std::to_string(*finding.no) : "",
        finding.clause ? std::to_string(*finding.clause) : "", finding.metric, finding.quote})
    add(part);
  std::string digits(16, '0');
  for (std::size_t i = 0; i < digits.size(); ++i)
    digits[digits.size() - 1 - i] = "0123456789abcdef"[(hash >> (4 * i)) & 0xF];
  return digits;
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
  finding.id = stable_id(notice, finding);
}

/// By row, findings on the whole notice last, then by rule; the order in which a rule gave its findings stays.
bool before(const Finding& a, const Finding& b) {
  if (a.no.has_value() != b.no.has_value()) return a.no.has_value();
  if (a.no != b.no) return *a.no < *b.no;
  return a.rule < b.rule;
}

/// Two findings of one identity (the same words twice in a cell) get ids of their own.
void separate_ids(std::vector<Finding>& findings) {
  std::map<std::string, int> seen;
  for (Finding& finding : findings)
    if (const int earlier = seen[finding.id]++; earlier > 0) finding.id += "-" + std::to_string(earlier + 1);
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
  separate_ids(findings);
  return findings;
}

}  // namespace

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
