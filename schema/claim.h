// SPDX-License-Identifier: GPL-3.0-or-later
// What a claim (完成情况) states, parsed: quantities with units and roles, ratios, lists, dates. normalize/ fills it;
// the rules of audit/ read it and never parse text for figures themselves.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schema/date.h"
#include "schema/decimal.h"
#include "schema/document.h"

namespace gongshi {
inline namespace schema {

/// How a figure is qualified by the words beside it.
enum class Qualifier {
  kExact,     ///< 3790户, 为80%
  kAbout,     ///< 约 近 余 多 左右 几
  kAtLeast,   ///< 以上 不少于 不低于 至少 及以上 ≥
  kMoreThan,  ///< 超过 大于 高于 >
  kAtMost,    ///< 以下 不超过 不多于 以内 ≤
  kLessThan,  ///< 低于 不足 少于 <
  kReaches,   ///< 达到 达: a bound where the figure is the tier's threshold, else exact
};

/// What a figure is for.
enum class QuantityRole {
  kUnknown,
  kNumerator,
  kDenominator,
  kRate,        ///< A percentage stated for a metric.
  kCount,       ///< A number of items, times, services, scenarios, devices, people, households …
  kFrequency,   ///< Times per year, quarter, month.
  kDuration,    ///< 15分钟内
  kCondition,   ///< A figure of the standard's own condition: 60岁, 19层, 占比超过30%.
  kListTotal,   ///< The stated number of an enumeration.
  kItemNumber,  ///< 1. 2、（3）: the number of a list item or clause.
  kName,        ///< Part of a name: 5G, 12345热线, 24小时, 110, 4K.
  kDatePart,    ///< Part of a date or a year.
};

/// One figure of a claim.
struct Quantity {
  Decimal value;  ///< In `unit`: 1.2万户 is 12000 with unit 户; 百分之八十五点五 is 85.5 with unit %; 全部 is 100 %.
  std::optional<Decimal> upper;  ///< Upper end of a range (90%-95%); value is the lower one.
  std::string unit;  ///< Canonical: "%", "户", "人", "个", "处", "次", "平方米", "平方公里", "分钟", "次/年", "种",
                     ///< "项", "份" …; "" if none.
  std::string printed;  ///< As printed, figure with unit and qualifier.
  ByteRange range;      ///< Of `printed` in the claim's text.
  ByteRange figure;     ///< Of the digits or numerals alone.
  Qualifier qualifier = Qualifier::kExact;
  QuantityRole role = QuantityRole::kUnknown;
  std::string label;  ///< The words the figure belongs to, as printed: 社区家庭总数, 智能照明设备数.
  std::string
      subject;  ///< Named part of the community it is about, when the claim gives figures for several: a 小区's name.
  std::string measure;      ///< Which of the community's quantities it is ("households", "residents", "area" …, see
                            ///< the word file "measures"); "" if none. Of the whole community where `subject` is empty.
  Decimal step = 1;         ///< One unit of the last printed place, in `unit`: 1.2万户 has 1000, 78.81% has 0.01.
  int part = -1;            ///< Index of the ClaimPart it stands in.
  bool from_words = false;  ///< 全部 均 全覆盖: a whole that is stated in words.
  bool uncertain = false;   ///< The figure could not be confirmed by OCR's second look.
  int clause = -1;          ///< Index into the indicator's clauses that it answers; -1 if none.
};

/// Why a statement can be understood in one way. bench/show_facts prints them; audit/data/readings.json has the words
/// that findings use.
enum class ReadingReason {
  kNamed,      ///< The figure bears the name of what the standard asks for, or the counts those of its formula.
  kUnnamed,    ///< It bears no name, and the row asks for one such figure only.
  kDivision,   ///< Printed as a division: 3790户/3790户.
  kSentence,   ///< Whole and part of one sentence: 1620户中1562户.
  kNearest,    ///< Of the count named just before, itself a part: 1562户具备能力，其中办理486户，占31.1%.
  kWider,      ///< Of a count further in front: of all 1620户.
  kOtherRow,   ///< Of a whole that another row states.
  kInAll,      ///< The number is that of all together.
  kEach,       ///< The number is that of each of several dates or places: 3月、9月各1次 is two.
  kPartition,  ///< The parts are all that there is: 48台（快充16台、慢充32台）.
  kAmong,      ///< The parts are some of the whole: 其中.
  kOverlap,    ///< The parts may lie within one another: 12层及以上31栋、19层及以上9栋.
};

/// One way to understand a statement. Figures are indices into ClaimFacts::quantities, -1 where it has none.
struct Reading {
  ReadingReason reason = ReadingReason::kNamed;
  int numerator = -1, denominator = -1;                       ///< Of a share.
  std::optional<Decimal> numerator_value, denominator_value;  ///< In one unit; empty where they cannot be divided.
  std::optional<Decimal> value;                               ///< Of a number: what it comes to in this reading.
};

/// A ratio: percentage and/or the counts it is of. Indices go into ClaimFacts::quantities, -1 where not stated. Where
/// `denominator_row` is set, `denominator` goes into that row's quantities.
struct RatioStatement {
  int rate = -1, numerator = -1, denominator = -1;
  int clause = -1;      ///< Index into the indicator's clauses; -1 if none.
  std::string metric;   ///< Its name, as the standard or the claim has it.
  std::string subject;  ///< As Quantity::subject.
  int denominator_row =
      0;            ///< no of the row that the denominator was taken from when it stands in another row; 0 = this row.
  ByteRange range;  ///< The stretch of the claim that states it.
  /// Numerator and denominator in one unit, so that they can be divided; empty where not stated or not comparable.
  std::optional<Decimal> numerator_value, denominator_value;
  bool certain =
      false;  ///< Counts and percentage belong together without doubt; else a finding on them is inconclusive.
  bool remainder = false;  ///< The share is of all but the numerator: 402盏，除后巷18盏外均已更换.
  std::vector<int>
      terms;  ///< Counts that make the numerator together (非常满意187份、满意84份); empty where it is one.
  ReadingReason reason = ReadingReason::kNamed;  ///< Why the figures above are read together: the natural reading.
  std::vector<Reading> others;                   ///< Other counts that the percentage may be of, likeliest first.
};

/// A number that may be of each or of all: 今年3月、9月各开展1次.
struct NumberStatement {
  int figure = -1;                ///< Index into ClaimFacts::quantities.
  std::vector<Reading> readings;  ///< The natural one first; at least one. A reading without a value can be any number.
};

/// Parts and what they add up to: 48台（快充16台、慢充32台）; 东苑1204户、西苑986户，合计2190户; 1204+986=2190户; also
/// 22栋， 每栋2台，共44台, of which `parts` has the two factors.
struct SumStatement {
  int total = -1;          ///< Index into ClaimFacts::quantities.
  std::vector<int> parts;  ///< Indices; empty for parts that are dates.
  int dates = 0;           ///< So many dates or quarters are listed: 4次：2月1日、4月18日、6月27日.
  bool product = false;
  std::vector<Reading> readings;  ///< The natural one first; at least one, `value` is the sum.
  ByteRange range;
};

/// An enumeration: 分别是A、B、C等.
struct ListStatement {
  int stated = -1;  ///< Index of the stated number of items in quantities; -1 if none.
  std::vector<std::string> items;
  std::vector<ByteRange> item_ranges;
  std::vector<int>
      amounts;  ///< Indices of the items' own figures (快件箱8个、售卖机15个); empty unless every item has one.
  bool open_ended = false;   ///< Closes with 等 and no number: a lower bound.
  std::string kind;          ///< Of what: 应用场景, 社区养老服务, 小区 …; "" if unknown.
  bool examples = false;     ///< Introduced as 如 包括 or the like: the items need not be all of them.
  bool number_first = true;  ///< 5个场景，包括A、B; false for A、B等5个场景.
  int clause = -1;           ///< Index into the indicator's clauses that it answers; -1 if none.
  ByteRange range;
};

/// A date or period inside a claim.
struct DateMention {
  Date begin;  ///< year 0 where not printed and not known from context; day 0 for a month, month 0 for a year.
  std::optional<Date> end;
  bool year_inferred = false;
  bool until = false;  ///< 截至 截止: everything up to it.
  ByteRange range;
};

/// The name of a place or community in a text.
struct NameMention {
  enum class Kind { kCommunity, kStreet, kCounty, kCity, kProvince };
  Kind kind = Kind::kCommunity;
  std::string name;                  ///< As printed, without blanks: 柳岸社区, 望泽县, 澜州市.
  std::vector<std::string> parents;  ///< Cities that a county of this name lies in; provinces of a city.
  bool subject = false;  ///< The sentence states a figure of it (柳岸社区总户数…) or relies on it (依托澜州市…平台).
  ByteRange range;
};

/// Something that must not be published. Its text is never copied out of the record.
struct PersonalMention {
  enum class Kind { kIdentityNumber, kMobileNumber, kProtectedName };
  Kind kind = Kind::kIdentityNumber;
  ByteRange range;
};

/// A sentence or numbered item of the claim.
struct ClaimPart {
  ByteRange range;
  int item = 0;  ///< The printed item number; 0 if none.
};

struct ClaimFacts {
  std::vector<Quantity> quantities;  ///< In text order.
  std::vector<RatioStatement> ratios;
  std::vector<ListStatement> lists;
  std::vector<NumberStatement> numbers;  ///< Only of figures that can be read in several ways.
  std::vector<SumStatement> sums;
  std::vector<DateMention> dates;
  std::vector<ClaimPart> parts;  ///< In text order, covering the claim.
  std::vector<NameMention> names;
  std::vector<PersonalMention> personal;
};

}  // namespace schema
}  // namespace gongshi
