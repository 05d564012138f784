// SPDX-License-Identifier: GPL-3.0-or-later
// What a finding is called, so that what people decided about it is found again: whose notice it is, and what it is
// about. Neither the file nor the wording takes part: the same claim read from a scan and from a Word file, quoted at
// another length or told in other words, keeps its name.
//
//   "3f9c21d07ab4-81d0e6c95f12"    notice - subject
//   "3f9c21d07ab4-81d0e6c95f12-2"  a second one on the same subject
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/finding.h"
#include "schema/notice.h"

namespace gongshi {
inline namespace schema {

/// Where a notice's community lies.
struct CommunityPlace {
  std::string city, county, street;
};

/// A community's name without white space and without a leading 智慧.
[[nodiscard]] std::string plain_community(std::string_view community);
/// The text without spaces, tabs, line feeds and full-width spaces.
[[nodiscard]] std::string without_space(std::string_view text);

/// The first part of the ids of a notice's findings: 12 lower-case hexadecimal digits over city, county, street,
/// community, programme and tier, as far as they are known.
[[nodiscard]] std::string notice_key(const Notice& notice, const CommunityPlace& place, std::string_view programme);

/// The second part: 12 lower-case hexadecimal digits over the rule, the indicator (its row's name where it matches
/// none), the clause, the metric and Finding::about.
[[nodiscard]] std::string subject_key(const Notice& notice, const Finding& finding);

/// Sets Finding::id of all of a notice's findings; those on one subject are numbered in their order. The programme is
/// the one by which each finding was judged (Finding::standard up to "@").
void identify(std::vector<Finding>& findings, const Notice& notice, const CommunityPlace& place);

/// The numbers of a text in their order, without signs, units and zeros that change nothing: "≥80.50%" gives "80.5 ".
[[nodiscard]] std::string figures_of(std::string_view text);

/// What a finding was called before notices of one name in two cities were told apart, and before quotes could be cut
/// otherwise: 16 hexadecimal digits. Decisions of that time are found by it.
[[nodiscard]] std::string earlier_id(const Notice& notice, const Finding& finding);

/// The findings of one rule in one notice: "3f9c21d07ab4.bare-assertion". "" of an id that has no notice part.
[[nodiscard]] std::string group_of(std::string_view finding_id, std::string_view rule);
[[nodiscard]] inline std::string group_of(const Finding& finding) { return group_of(finding.id, finding.rule); }

/// The subject part of an id, with its number: "81d0e6c95f12-2". "" of an id that has none.
[[nodiscard]] std::string_view subject_of(std::string_view finding_id);

}  // namespace schema
}  // namespace gongshi
