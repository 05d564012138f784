// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/corrections.h"

#include <algorithm>
#include <limits>

#include "corpus/judging.h"
#include "normalize/claim/facts.h"

namespace gongshi::corpus {
namespace {

IndicatorRecord* row_of(Notice& notice, int no) {
  const auto row = std::find_if(notice.rows.begin(), notice.rows.end(), [&](const auto& r) { return r.no == no; });
  return row == notice.rows.end() ? nullptr : &*row;
}

/// The words of a person stand where the old ones stood, and are certain.
void replace_claim(RecordCell& claim, const std::string& text) {
  Text corrected;
  corrected.utf8 = text;
  if (!claim.places.empty() && !text.empty()) {
    TextSpan span;
    span.range = {0, static_cast<std::uint32_t>(text.size())};
    span.place = claim.places.front();
    corrected.spans.push_back(std::move(span));
  }
  claim.text = std::move(corrected);
  claim.confidence = 1;
  claim.uncertain = false;
  claim.suggested.clear();
  claim.from_standard = false;
}

}  // namespace

bool apply_corrections(Notice& notice, const std::vector<Correction>& corrections, const Programmes& programmes) {
  bool changed = false;
  for (const Correction& correction : corrections) {
    IndicatorRecord* row = row_of(notice, correction.no);
    if (row == nullptr || row->claim.str() != correction.before) continue;
    replace_claim(row->claim, correction.after);
    changed = true;
  }
  if (changed) normalize::parse_facts(notice, programmes.of(notice.programme));
  return changed;
}

bool correct_claim(Store& store, std::int64_t notice_id, const Correction& correction, const Programmes& programmes,
                   const audit::Config& config, const std::string& rules) {
  Notice notice = store.load_notice(notice_id).notice;
  IndicatorRecord* row = row_of(notice, correction.no);
  if (row == nullptr || correction.after.size() > std::numeric_limits<std::uint32_t>::max()) return false;
  Correction kept = correction;
  kept.before = row->claim.str();
  if (!apply_corrections(notice, {kept}, programmes)) return false;
  {
    Transaction transaction(store.database());
    put_correction(store, kept);
    store.put_corrected(notice_id, notice, static_cast<std::size_t>(row - notice.rows.data()));
    transaction.commit();
  }
  JudgingPanel panel(store, programmes, config, rules, 1);
  panel.begin({notice_id});
  const std::vector<JudgedNotice> judged = panel.finish();
  Transaction transaction(store.database());
  for (const JudgedNotice& one : judged) store.put_audited(one.id, one.audited, one.stored, rules);
  transaction.commit();
  return true;
}

}  // namespace gongshi::corpus
