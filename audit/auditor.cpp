// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/auditor.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/claim_text.h"
#include "audit/evidence.h"
#include "audit/messages.h"
#include "audit/registry.h"
#include "schema/finding_identity.h"
#include "schema/utf8.h"

namespace gongshi::audit {
namespace {

// The most findings of one rule: of the corpus's rows none has more than three.
constexpr std::size_t kMostOfRow = 24, kMostOfNotice = 200;
// The longest quote of the corpus has 1,041 characters.
constexpr std::size_t kMostQuoteCharacters = 1200, kMostTextCharacters = 4000;

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

/// Where in `text` the `most` characters begin and end that are shown of it: around `point`, if that stands there.
ByteRange shown_part(std::string_view text, std::string_view point, std::size_t most) {
  std::size_t begin = point.empty() ? std::string_view::npos : text.find(point);
  begin = begin == std::string_view::npos ? 0 : begin;
  for (std::size_t back = most / 4; back > 0 && begin > 0; --back) do
      --begin;
    while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80);
  std::size_t end = begin;
  for (std::size_t count = 0; count < most && end < text.size(); ++count) static_cast<void>(utf8::next(text, end));
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

/// Cuts what no person would read to its end. A quote stays a stretch of its text.
void shorten(Finding& finding) {
  if (finding.quote.size() > kMostQuoteCharacters) {
    const ByteRange part = shown_part(finding.quote, finding.stated, kMostQuoteCharacters);
    finding.quote = finding.quote.substr(part.begin, part.size());
  }
  for (std::string* text :
       {&finding.message, &finding.stated, &finding.expected, &finding.calculation, &finding.requirement}) {
    if (text->size() <= kMostTextCharacters) continue;
    const ByteRange part = shown_part(*text, {}, kMostTextCharacters);
    if (part.end < text->size()) *text = text->substr(0, part.end) + "……";
  }
}

/// Leaves of what one rule says of one row, or of the notice, the first findings; the last of them tells how many more
/// there were. `findings` are sorted by row and rule.
void keep_the_first(std::vector<Finding>& findings) {
  std::size_t kept = 0;
  for (std::size_t begin = 0, end = 0; begin < findings.size(); begin = end) {
    const auto same = [&](const Finding& other) {
      return other.no == findings[begin].no && other.rule == findings[begin].rule;
    };
    while (end < findings.size() && same(findings[end])) ++end;
    const std::size_t most = findings[begin].no ? kMostOfRow : kMostOfNotice;
    const std::size_t count = std::min(end - begin, most);
    if (end - begin > most)
      findings[begin + count - 1].message +=
          fmt::format(fmt::runtime(common_words("more-alike")), fmt::arg("n", end - begin - most));
    for (std::size_t i = 0; i < count; ++i, ++kept)
      if (kept != begin + i) findings[kept] = std::move(findings[begin + i]);
  }
  findings.resize(kept);
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
      shorten(finding);
      complete(finding, rule, input.notice, config, label);
      findings.push_back(std::move(finding));
    }
  }
  std::stable_sort(findings.begin(), findings.end(), before);
  keep_the_first(findings);
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
