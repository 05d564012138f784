// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/claim/facts.h"

#include <algorithm>
#include <optional>

#include "normalize/claim/binding.h"
#include "normalize/claim/claim_view.h"
#include "normalize/claim/dates.h"
#include "normalize/claim/lists.h"
#include "normalize/claim/quantities.h"
#include "normalize/contact.h"
#include "normalize/period.h"
#include "normalize/personal.h"
#include "normalize/regions.h"

namespace gongshi::normalize {
namespace {

bool overlaps(const ByteRange& a, const ByteRange& b) { return a.begin < b.end && b.begin < a.end; }

void mark_uncertain(ClaimFacts& facts, const std::vector<ByteRange>& uncertain) {
  for (Quantity& quantity : facts.quantities)
    quantity.uncertain = std::any_of(uncertain.begin(), uncertain.end(),
                                     [&](const ByteRange& range) { return overlaps(range, quantity.range); });
}

void read_dates(const ClaimReading& reading, ClaimFacts& facts, const std::optional<DateMention>& acceptance) {
  for (DateReading& date : find_dates(reading.text, reading.programme)) {
    if (acceptance) infer_event_years(date.mention, acceptance->begin, date.relative_year);
    facts.dates.push_back(date.mention);
  }
}

ClaimFacts read_claim(const Programme& programme, const Notice& notice, const RecordCell& claim,
                      const Indicator* indicator, const TierWords* words) {
  ClaimFacts facts;
  ClaimReading reading(claim.str(), programme);
  read_parts(reading, facts);
  read_dates(reading, facts, notice.acceptance);
  read_quantities(reading, facts);
  bind_claim(reading, facts, indicator, words, notice.community);
  const ClaimView view(reading, facts);
  const std::vector<ClauseWords>* clauses = indicator != nullptr && words != nullptr ? &words->of(*indicator) : nullptr;
  settle_shares(view, clauses);
  read_numbers(view);
  read_sums(view);
  read_lists(reading, facts, clauses);
  facts.names = find_communities(reading.text, claim.str(), programme);
  for (NameMention& region : find_regions(reading.text, claim.str(), programme))
    facts.names.push_back(std::move(region));
  facts.personal = find_personal(reading.text, false, programme);
  mark_uncertain(facts, claim.text.uncertain);
  return facts;
}

}  // namespace

void parse_facts(Notice& notice, const Programme& programme) {
  const Standard& standard = programme.standard();
  read_period(notice, programme);
  read_contact(notice, programme);
  read_names(notice, programme);
  notice.preamble_personal = find_personal(FoldedText(notice.preamble.utf8), true, programme);
  notice.footer_personal = find_personal(FoldedText(notice.footer.utf8), true, programme);
  const Tier* tier = notice.tier.empty() ? nullptr : standard.find(notice.tier, notice.edition);
  const TierWords* words = tier != nullptr ? &TierWords::of(programme, *tier) : nullptr;
  for (IndicatorRecord& row : notice.rows) {
    const Indicator* indicator = tier != nullptr && row.indicator ? tier->find(*row.indicator) : nullptr;
    row.facts = read_claim(programme, notice, row.claim, indicator, words);
  }
  bind_across_rows(notice, programme);
}

}  // namespace gongshi::normalize
