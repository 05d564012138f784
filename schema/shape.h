// SPDX-License-Identifier: GPL-3.0-or-later
// What a data file in JSON must look like, and how a programme's own file is laid over the common one. A data file that
// is not as it must be never passes: half a word list would give half an audit and a clean bill of health.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/result.h"

namespace gongshi {
inline namespace schema {

/// The form of one value of a data file.
struct Shape {
  enum class Form {
    kText,      ///< A string; not empty unless may_be_empty.
    kDecimal,   ///< A decimal in quotes; null too if may_be_empty.
    kInteger,   ///< A whole number, not negative.
    kDay,       ///< "2024-09-29"
    kWords,     ///< A list of strings, none of them empty; not empty unless may_be_empty.
    kList,      ///< A list of `item`; not empty unless may_be_empty.
    kObject,    ///< The members, and "about" or "comment" for people. Any other member is an error.
    kMap,       ///< Any keys (those of `allowed`, if it is not empty), each with an `item`.
    kTextTree,  ///< Objects in objects with strings at their ends.
  };
  /// Where a member must stand: in the common file already, in the common file or the programme's, or nowhere.
  enum class Presence { kCommon, kTogether, kOptional };
  struct Member;

  Form form = Form::kText;
  bool may_be_empty = false;
  std::vector<std::string> allowed;  ///< Of a text or a map's keys; empty: any.
  std::vector<Shape> item;           ///< Of a list or map: one.
  std::vector<Member> members;       ///< Of an object.

  static Shape text(std::vector<std::string> allowed = {});
  static Shape text_or_empty();
  static Shape decimal();
  static Shape decimal_or_null();
  static Shape integer();
  static Shape day();
  static Shape words();
  static Shape words_or_none();
  static Shape list_of(Shape item);
  static Shape list_or_none_of(Shape item);
  static Shape map_of(Shape item, std::vector<std::string> allowed = {});
  static Shape object(std::vector<Member> members);
  static Shape text_tree();
};

struct Shape::Member {
  std::string name;
  Shape shape;
  Presence presence = Presence::kCommon;
};

/// What a file is checked as: the common file, a programme's addition to it (members may be missing, and in place of a
/// list may stand {"only": […]}, see lay_over), or the two together.
enum class Extent { kCommon, kAddition, kWhole };

/// Parses the JSON text of the data file `name` (for messages). Error "data-damaged": with line and column where it is
/// no JSON, not UTF-8, or has a member twice.
[[nodiscard]] Result<nlohmann::json> parse_data(std::string_view text, std::string_view name);

/// Checks `value`. Error "data-invalid": file, JSON pointer, what is wrong.
[[nodiscard]] Result<void> check_shape(const nlohmann::json& value, const Shape& shape, std::string_view name,
                                       Extent extent = Extent::kWhole);

/// A programme's own data over the common: lists are joined, own objects first (the first that fits counts), own words
/// last; maps and objects are joined by key, the own value wins; {"only": […]} replaces the common list. Both must
/// have passed check_shape.
[[nodiscard]] nlohmann::json lay_over(const nlohmann::json& common, const nlohmann::json& own, const Shape& shape);

}  // namespace schema
}  // namespace gongshi
