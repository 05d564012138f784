// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/corrections.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "corpus/codec.h"
#include "corpus/hexadecimal.h"
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

/// Keeps the correction and the notice with its other claim, then judges it anew.
void keep(Store& store, std::int64_t notice_id, const Notice& notice, const IndicatorRecord& row,
          const Correction& correction, const Programmes& programmes, const audit::Config& config,
          const std::string& rules, const std::function<void()>& along) {
  {
    Transaction transaction(store.database());
    put_correction(store, correction);
    store.put_corrected(notice_id, notice, static_cast<std::size_t>(&row - notice.rows.data()));
    along();
    transaction.commit();
  }
  JudgingPanel panel(store, programmes, config, rules, 1);
  panel.begin({notice_id});
  const std::vector<JudgedNotice> judged = panel.finish();
  Transaction transaction(store.database());
  for (const JudgedNotice& one : judged) store.put_audited(one.id, one.audited, one.stored, rules);
  transaction.commit();
}

}  // namespace

bool apply_corrections(Notice& notice, const std::vector<Correction>& corrections, const Programmes& programmes) {
  bool changed = false;
  std::map<int, RecordCell> read;
  for (const Correction& correction : corrections) {
    IndicatorRecord* row = row_of(notice, correction.no);
    if (row == nullptr || row->claim.str() != correction.before) continue;
    const auto [first, fresh] = read.try_emplace(correction.no, row->claim);
    if (!fresh && correction.after == first->second.str())
      row->claim = first->second;
    else
      replace_claim(row->claim, correction.after);
    changed = true;
  }
  if (changed) normalize::parse_facts(notice, programmes.of(notice.programme));
  return changed;
}

bool correct_claim(Store& store, std::int64_t notice_id, const Correction& correction, const Programmes& programmes,
                   const audit::Config& config, const std::string& rules,
                   const std::function<void(const RecordCell&)>& along) {
  Notice notice = store.load_notice(notice_id).notice;
  IndicatorRecord* row = row_of(notice, correction.no);
  if (row == nullptr || correction.after.size() > std::numeric_limits<std::uint32_t>::max()) return false;
  const RecordCell before = row->claim;
  Correction kept = correction;
  kept.before = before.str();
  if (!apply_corrections(notice, {kept}, programmes)) return false;
  keep(store, notice_id, notice, *row, kept, programmes, config, rules, [&] {
    if (along) along(before);
  });
  return true;
}

bool restore_claim(Store& store, std::int64_t notice_id, const Correction& correction, const RecordCell& cell,
                   const Programmes& programmes, const audit::Config& config, const std::string& rules) {
  Notice notice = store.load_notice(notice_id).notice;
  IndicatorRecord* row = row_of(notice, correction.no);
  if (row == nullptr || row->claim.str() != correction.before) return false;
  Correction kept = correction;
  kept.after = cell.str();
  row->claim = cell;
  normalize::parse_facts(notice, programmes.of(notice.programme));
  keep(store, notice_id, notice, *row, kept, programmes, config, rules, [] {});
  return true;
}

// As a notice of one row, in hexadecimal digits: no second form of a record beside the codec's.
std::string text_of_cell(const RecordCell& cell) {
  Notice notice;
  notice.rows.emplace_back().claim = cell;
  return hexadecimal(encode(notice));
}

std::optional<RecordCell> cell_of_text(const std::string& text) {
  const auto bytes = bytes_of(text);
  if (!bytes) return std::nullopt;
  auto notice = decode_notice(*bytes);
  if (!notice || notice->rows.size() != 1) return std::nullopt;
  return std::move(notice->rows.front().claim);
}

}  // namespace gongshi::corpus
