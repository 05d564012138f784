// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/claim/facts.h"

#include <algorithm>
#include <optional>

#include "normalize/claim/binding.h"
#include "normalize/contact.h"
#include "normalize/claim/dates.h"
#include "normalize/claim/lists.h"
#include "normalize/period.h"
#include "normalize/personal.h"
#include "normalize/claim/quantities.h"
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
  for (DateReading& date : find_dates(reading.text)) {
    if (acceptance) infer_event_years(date.mention, acceptance->begin, date.relative_year);
    facts.dates.push_back(date.mention);
  }
}

ClaimFacts read_claim(const Notice& notice, const RecordCell& claim, const Indicator* indicator,
                      const TierWords* words) {
  ClaimFacts facts;
  ClaimReading reading(claim.str());
  read_parts(reading, facts);
  read_dates(reading, facts, notice.acceptance);
  read_quantities(reading, facts);
  bind_claim(reading, facts, indicator, words, notice.community);
  read_lists(reading, facts, indicator != nullptr && words != nullptr ? &words->of(*indicator) : nullptr);
  facts.names = find_communities(reading.text, claim.str());
  for (NameMention& region : find_regions(reading.text, claim.str())) facts.names.push_back(std::move(region));
  facts.personal = find_personal(reading.text, false);
  mark_uncertain(facts, claim.text.uncertain);
  return facts;
}

}  // namespace

void parse_facts(Notice& notice, const Standard& standard) {
  read_period(notice);
  read_contact(notice);
  read_names(notice);
  notice.preamble_personal = find_personal(FoldedText(notice.preamble.utf8), true);
  notice.footer_personal = find_personal(FoldedText(notice.footer.utf8), true);
  const Tier* tier = notice.tier.empty() ? nullptr : standard.find(notice.tier, notice.edition);
  const std::shared_ptr<const TierWords> words = tier != nullptr ? TierWords::of(*tier) : nullptr;
  for (IndicatorRecord& row : notice.rows) {
    const Indicator* indicator = tier != nullptr && row.indicator ? tier->find(*row.indicator) : nullptr;
    row.facts = read_claim(notice, row.claim, indicator, words.get());
  }
  bind_across_rows(notice);
}

}  // namespace gongshi::normalize
