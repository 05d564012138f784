// SPDX-License-Identifier: GPL-3.0-or-later
// From the words of a requirement to clauses: what is measured, its threshold and unit, the counts of its formula.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/programme.h"
#include "schema/standard.h"

namespace gongshi::normalize {

/// One printed item of a requirement.
struct RequirementItem {
  std::string text;           ///< Without its number and closing punctuation.
  std::optional<int> number;  ///< As printed: 1. 2、（3）①; empty where the requirement is not itemised.
};

/// A definition's formula: 覆盖率=甲/乙×100%, 覆盖率=(甲÷乙)×100%, 覆盖率是指甲占乙的比例.
struct DefinedRatio {
  std::string metric, numerator, denominator;
  bool computed = false;  ///< One of the two is computed itself: (总供水量-总用水量)÷总供水量.
};

/// Words that drafting needs (word file "drafting"), ready for use; made once per programme.
class DraftingWords {
 public:
  explicit DraftingWords(const Programme& programme);
  ~DraftingWords();

  /// The items of a requirement in their order: by their numbers, where it has none by its lines.
  [[nodiscard]] std::vector<RequirementItem> items(std::string_view requirement) const;

  /// The formulas of a definition.
  [[nodiscard]] std::vector<DefinedRatio> ratios(std::string_view definition) const;

  /// The clauses of an item, at least one: a clause for every measure in it, and a qualitative one for what asks
  /// without a figure. Ratios take numerator and denominator from the definition's formula. `name` is the indicator's,
  /// for measures that the item does not name.
  [[nodiscard]] std::vector<Clause> clauses(const RequirementItem& item, std::string_view definition,
                                            std::string_view name) const;

  /// The words that name things in a text, as they stand there, longest first, without doubles: by them an answer is
  /// known.
  /// With `halves` also the dictionary's words in them, by which an answer may name them (垃圾收运车辆: 垃圾, 车辆).
  [[nodiscard]] std::vector<std::string> things(std::string_view text, bool halves = true) const;

  /// The things that a definition lists, three or more (包括医师、护士、营养师等: 医师、护士、营养师); "" if it lists
  /// none.
  [[nodiscard]] std::string members(std::string_view definition) const;

  /// A share's name without what makes it one: 生活垃圾分类覆盖率 → 生活垃圾分类.
  [[nodiscard]] std::string core_of_rate(std::string_view metric) const;
  /// A count's name without what makes it one: 卫生厕所户数 → 卫生厕所.
  [[nodiscard]] std::string core_of_count(std::string_view term) const;
  /// What stands before the last 的 of a count's name: 应办结的诉求件数 → 应办结; "" where it has none.
  [[nodiscard]] std::string attribute_of(std::string_view term) const;
  [[nodiscard]] bool names_rate(std::string_view text) const;

  /// What the texts judge, and the endings of its names; the first one's where none is named.
  struct Body {
    std::string word;                  ///< 学校
    std::vector<std::string> endings;  ///< 学校 小学 中学 …
  };
  [[nodiscard]] Body body_in(std::string_view texts) const;
  /// Words that end like a body's name and name none: 农业农村.
  [[nodiscard]] const std::vector<std::string>& common_names() const;
  /// The programme's name in a standard's title: 云岭省绿色学校创建指标（试行） → 绿色学校.
  [[nodiscard]] std::string programme_name(std::string_view title) const;
  /// Names of tiers that a line may hold: words that end in 型, 级 … (合格级, 成长型, 三星级), in text order.
  [[nodiscard]] std::vector<std::string> tier_names(std::string_view line) const;
  /// Numbers of documents that a line prints, without the words that lead to them (根据云教发…): 云教发〔2023〕5号.
  [[nodiscard]] std::vector<std::string> document_numbers(std::string_view line) const;
  /// The title of a standard where the line is one, without 附件1; else "".
  [[nodiscard]] std::string title_in(const std::string& line) const;
  /// The line without the ordinal in front of it: 一、, （二）, 附表1.
  [[nodiscard]] std::string without_ordinal(std::string line) const;
  /// The tiers that a sentence declares: 分为普及校、优质校、引领校三个等级; empty where it declares none.
  [[nodiscard]] std::vector<std::string> declared_tiers(std::string_view text) const;
  /// What explains and what asks, where one text has both under marks (【说明】…【要求】…, 说明：… 要求：…); `explains`
  /// is empty and `asks` the whole text where it has not.
  struct Marked {
    std::string explains, asks;
  };
  [[nodiscard]] Marked marked(std::string_view text) const;
  /// All that explains an indicator: its definition, and what stands marked so in its requirement.
  [[nodiscard]] std::string explanation(const Indicator& indicator) const;
  /// True of a cell that says that nothing is asked: —, 不作要求.
  [[nodiscard]] bool asks_nothing(std::string_view cell) const;
  /// A heading by which a column of requirements is known.
  [[nodiscard]] const std::string& requirement_heading() const;

 private:
  struct Words;
  std::unique_ptr<const Words> words_;
};

}  // namespace gongshi::normalize
