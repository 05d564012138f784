// SPDX-License-Identifier: GPL-3.0-or-later
// The words by which notices and their tables are recognised.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "normalize/likeness.h"
#include "schema/programme.h"

namespace gongshi::normalize {

/// What a column of an indicator table holds.
enum class ColumnRole {
  kOther,
  kCategory,
  kNumber,
  kNumberAndName,  ///< 序号 and 二级指标 in one cell.
  kName,
  kDefinition,
  kRequirement,
  kClaim,
  kScore,      ///< 分值
  kCommunity,  ///< Names of communities, one table for several.
};

/// As the word file "columns" writes it: "requirement".
[[nodiscard]] std::string name_of(ColumnRole role);

struct ColumnWords {
  ColumnRole role = ColumnRole::kOther;
  std::vector<std::u32string> exact, within;  ///< As likeness_key().
  std::vector<Shingles> alike = {};           ///< Of those of `exact` that are long enough to be told when misread.
};

/// Words that tell the parts of a notice outside its table.
struct CueWords {
  std::vector<std::string> title, not_title;  ///< 公示 …; 公示期 …
  std::vector<std::string> preamble_start;    ///< 根据 …
  std::vector<std::string> preamble;          ///< 公示如下 …
  std::vector<std::string> footer;            ///< 异议, 联系电话 …
  std::vector<std::string> site;              ///< 当前位置, 版权所有 …: a web site's own lines.
  std::vector<std::string> table_title;       ///< 指标, 智慧社区 …
  std::vector<std::string> continued;         ///< 续表 …
  std::vector<std::string> sums;              ///< 小计 …: rows that add up others.
  std::vector<std::string> signature;         ///< 签字 …: rows to be signed.
  std::vector<std::string> form_start;        ///< 填表人 …: how the row of who filled in a form begins.
};

/// Words that tell the name of the body that is judged (data/vocabulary/communities.json says what each list is for).
struct CommunityWords {
  std::vector<std::u32string> endings;  ///< Longest first: 社区; 新村, 村.
  std::vector<std::u32string> accepted, acting, lead, first, streets, districts, smart, not_names;
};

/// Made of the word files columns, cues and communities: Programme::prepared<Vocabulary>().
struct Vocabulary {
  explicit Vocabulary(const Programme& programme);

  std::vector<ColumnWords> columns;  ///< In order of precedence.
  CueWords cues;
  CommunityWords communities;

  /// The role that a heading names; kOther where none does. `known` tells a heading that stands for kOther from an
  /// unknown one.
  [[nodiscard]] ColumnRole role_of(std::string_view heading, bool* known = nullptr) const;
  /// Is a heading nothing but one of the words for a column of claims, so that it names nobody?
  [[nodiscard]] bool is_claim_heading(std::string_view heading) const;
};

/// The longest ending of a body's name that `name` ends with; empty if none.
[[nodiscard]] std::u32string_view ending_of(std::u32string_view name, const CommunityWords& words);

}  // namespace gongshi::normalize
