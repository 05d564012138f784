// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/evidence.h"

#include <algorithm>

#include "normalize/text_forms.h"

namespace gongshi::audit {

EvidenceGrade grade_row(const Notice& notice, const IndicatorRecord& row, const Standard&, const Tier*) {
  if (row.claim.text.trimmed().empty()) return EvidenceGrade::kEmpty;
  if (normalize::comparison_key(row.claim.str(), normalize::subject_names(notice.community)).empty())
    return EvidenceGrade::kBare;
  return EvidenceGrade::kSpecific;
}

std::map<int, EvidenceGrade> grade_notice(const Notice& notice, const Standard& standard, const Tier* tier) {
  std::map<int, EvidenceGrade> grades;
  for (const IndicatorRecord& row : notice.rows) {
    const EvidenceGrade grade = grade_row(notice, row, standard, tier);
    const auto [found, fresh] = grades.emplace(row.no, grade);
    if (!fresh) found->second = std::min(found->second, grade);
  }
  return grades;
}

}  // namespace gongshi::audit
