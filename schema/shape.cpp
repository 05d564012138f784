// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/shape.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "schema/date.h"
#include "schema/decimal.h"

namespace gongshi {
inline namespace schema {
namespace {

using nlohmann::json;

constexpr const char* kOnly = "only";

// Carries place and fault to the one catch below.
struct Invalid : std::runtime_error {
  Invalid(const std::string& pointer, const std::string& fault)
      : std::runtime_error((pointer.empty() ? "the whole file" : pointer) + " " + fault) {}
};

std::string step(const std::string& pointer, std::string_view key) {
  std::string path = pointer + "/";
  for (const char c : key) path += c == '~' ? std::string("~0") : c == '/' ? std::string("~1") : std::string(1, c);
  return path;
}

std::string listed(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

bool for_people(std::string_view key) { return key == "about" || key == "comment"; }

bool is_list(Shape::Form form) { return form == Shape::Form::kWords || form == Shape::Form::kList; }

bool is_day(const std::string& text) {
  Date date;
  int end = 0;
  return text.size() == 10 &&
         std::sscanf(text.c_str(), "%4d-%2d-%2d%n", &date.year, &date.month, &date.day, &end) == 3 && end == 10 &&
         date.valid();
}

class Checker {
 public:
  explicit Checker(Extent extent) : extent_(extent), partial_(extent == Extent::kAddition) {}

  void check(const json& value, const Shape& shape, const std::string& pointer) const {
    if (partial_ && is_list(shape.form) && value.is_object()) {
      if (value.size() != 1 || !value.contains(kOnly))
        throw Invalid(pointer, "must be a list, or {\"only\": [...]} to replace the common one");
      return check(value[kOnly], shape, step(pointer, kOnly));
    }
    switch (shape.form) {
      case Shape::Form::kText:
        return check_text(value, shape, pointer);
      case Shape::Form::kDecimal:
        if (value.is_null() && shape.may_be_empty) return;
        if (!value.is_string() || !Decimal::parse(value.get_ref<const std::string&>()))
          throw Invalid(pointer, std::string("must be a decimal in quotes, is ") + described(value));
        return;
      case Shape::Form::kInteger:
        if (!value.is_number_integer() || value.get<std::int64_t>() < 0 || value.get<std::int64_t>() > 1'000'000)
          throw Invalid(pointer, "must be a whole number, is " + described(value));
        return;
      case Shape::Form::kDay:
        if (!value.is_string() || !is_day(value.get_ref<const std::string&>()))
          throw Invalid(pointer, "must be a day such as \"2024-09-29\", is " + described(value));
        return;
      case Shape::Form::kWords:
      case Shape::Form::kList:
        return check_list(value, shape, pointer);
      case Shape::Form::kObject:
        return check_object(value, shape, pointer);
      case Shape::Form::kMap:
        return check_map(value, shape, pointer);
      case Shape::Form::kTextTree:
        return check_tree(value, pointer);
    }
  }

 private:
  bool needed(Shape::Presence presence) const {
    return presence == Shape::Presence::kCommon ? extent_ != Extent::kAddition
                                                : presence == Shape::Presence::kTogether && extent_ == Extent::kWhole;
  }

  static std::string described(const json& value) {
    const std::string text = value.dump();
    return text.size() <= 40 ? text : std::string(value.type_name());
  }

  static void check_text(const json& value, const Shape& shape, const std::string& pointer) {
    if (!value.is_string()) throw Invalid(pointer, "must be a string, is " + described(value));
    const std::string& text = value.get_ref<const std::string&>();
    if (text.empty() && !shape.may_be_empty) throw Invalid(pointer, "is empty");
    if (!shape.allowed.empty() && std::find(shape.allowed.begin(), shape.allowed.end(), text) == shape.allowed.end())
      throw Invalid(pointer, "is \"" + text + "\"; known: " + listed(shape.allowed));
  }

  void check_list(const json& value, const Shape& shape, const std::string& pointer) const {
    if (!value.is_array()) throw Invalid(pointer, "must be a list, is " + described(value));
    if (value.empty() && !shape.may_be_empty) throw Invalid(pointer, "is an empty list");
    const Shape item = shape.form == Shape::Form::kWords ? Shape::text() : shape.item.front();
    for (std::size_t i = 0; i < value.size(); ++i) check(value[i], item, step(pointer, std::to_string(i)));
  }

  void check_object(const json& value, const Shape& shape, const std::string& pointer) const {
    if (!value.is_object()) throw Invalid(pointer, "must be an object, is " + described(value));
    for (const auto& [key, entry] : value.items()) {
      if (for_people(key)) continue;
      const auto member = std::find_if(shape.members.begin(), shape.members.end(),
                                       [&, name = &key](const Shape::Member& known) { return known.name == *name; });
      if (member == shape.members.end()) {
        std::vector<std::string> known;
        for (const Shape::Member& other : shape.members) known.push_back(other.name);
        throw Invalid(step(pointer, key), "is not known here; known: " + listed(known));
      }
      check(entry, member->shape, step(pointer, key));
    }
    for (const Shape::Member& member : shape.members)
      if (needed(member.presence) && !value.contains(member.name))
        throw Invalid(step(pointer, member.name), "is missing");
  }

  void check_map(const json& value, const Shape& shape, const std::string& pointer) const {
    if (!value.is_object()) throw Invalid(pointer, "must be an object, is " + described(value));
    if (value.empty() && !shape.may_be_empty) throw Invalid(pointer, "is an empty object");
    for (const auto& [key, entry] : value.items()) {
      if (key.empty()) throw Invalid(step(pointer, key), "has an empty name");
      if (!shape.allowed.empty() && std::find(shape.allowed.begin(), shape.allowed.end(), key) == shape.allowed.end())
        throw Invalid(step(pointer, key), "is not known here; known: " + listed(shape.allowed));
      check(entry, shape.item.front(), step(pointer, key));
    }
  }

  void check_tree(const json& value, const std::string& pointer) const {
    if (value.is_string()) return;
    if (!value.is_object()) throw Invalid(pointer, "must be a string or an object, is " + described(value));
    if (value.empty()) throw Invalid(pointer, "is an empty object");
    for (const auto& [key, entry] : value.items()) check_tree(entry, step(pointer, key));
  }

  Extent extent_;
  bool partial_;
};

json joined_lists(const json& common, const json& own, bool own_first) {
  json joined = own_first ? own : common;
  for (const json& entry : own_first ? common : own)
    if (std::find(joined.begin(), joined.end(), entry) == joined.end()) joined.push_back(entry);
  return joined;
}

std::string place_in(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, std::min(byte > 0 ? byte - 1 : 0, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t begin = before.rfind('\n') == before.npos ? 0 : before.rfind('\n') + 1;
  return "line " + std::to_string(line) + ", column " + std::to_string(before.size() - begin + 1);
}

}  // namespace

Shape Shape::text(std::vector<std::string> allowed) {
  Shape shape;
  shape.allowed = std::move(allowed);
  return shape;
}

Shape Shape::text_or_empty() {
  Shape shape;
  shape.may_be_empty = true;
  return shape;
}

Shape Shape::decimal() {
  Shape shape;
  shape.form = Form::kDecimal;
  return shape;
}

Shape Shape::decimal_or_null() {
  Shape shape = decimal();
  shape.may_be_empty = true;
  return shape;
}

Shape Shape::integer() {
  Shape shape;
  shape.form = Form::kInteger;
  return shape;
}

Shape Shape::day() {
  Shape shape;
  shape.form = Form::kDay;
  return shape;
}

Shape Shape::words() {
  Shape shape;
  shape.form = Form::kWords;
  return shape;
}

Shape Shape::words_or_none() {
  Shape shape = words();
  shape.may_be_empty = true;
  return shape;
}

Shape Shape::list_of(Shape item) {
  Shape shape;
  shape.form = Form::kList;
  shape.item.push_back(std::move(item));
  return shape;
}

Shape Shape::list_or_none_of(Shape item) {
  Shape shape = list_of(std::move(item));
  shape.may_be_empty = true;
  return shape;
}

Shape Shape::map_of(Shape item, std::vector<std::string> allowed) {
  Shape shape;
  shape.form = Form::kMap;
  shape.item.push_back(std::move(item));
  shape.allowed = std::move(allowed);
  return shape;
}

Shape Shape::object(std::vector<Member> members) {
  Shape shape;
  shape.form = Form::kObject;
  shape.members = std::move(members);
  return shape;
}

Shape Shape::text_tree() {
  Shape shape;
  shape.form = Form::kTextTree;
  return shape;
}

Result<json> parse_data(std::string_view text, std::string_view name) {
  std::vector<std::set<std::string>> open;  // members seen of every object that is not closed
  std::string twice;
  const auto watch = [&](int, json::parse_event_t event, json& parsed) {
    if (event == json::parse_event_t::object_start) open.emplace_back();
    if (event == json::parse_event_t::object_end) open.pop_back();
    if (event == json::parse_event_t::key && !open.back().insert(parsed.get<std::string>()).second && twice.empty())
      twice = parsed.get<std::string>();
    return true;
  };
  try {
    json value = json::parse(text.begin(), text.end(), watch);
    if (twice.empty()) return value;
    return Error{"data-damaged", std::string(name) + ": the member \"" + twice + "\" stands twice in one object."};
  } catch (const json::parse_error& error) {
    return Error{"data-damaged", std::string(name) + ", " + place_in(text, error.byte) +
                                     ": this is no valid JSON (the file is cut short or mistyped): mend it, or take it "
                                     "away to use the built-in one."};
  } catch (const json::exception& error) {
    return Error{"data-damaged", std::string(name) + ": " + error.what()};
  }
}

Result<void> check_shape(const json& value, const Shape& shape, std::string_view name, Extent extent) {
  try {
    Checker(extent).check(value, shape, "");
    return {};
  } catch (const Invalid& error) {
    return Error{"data-invalid", std::string(name) + ": " + error.what() + "."};
  }
}

json lay_over(const json& common, const json& own, const Shape& shape) {
  switch (shape.form) {
    case Shape::Form::kWords:
    case Shape::Form::kList:
      if (own.is_object()) return own.at(kOnly);
      return joined_lists(common, own, shape.form == Shape::Form::kList);
    case Shape::Form::kObject:
    case Shape::Form::kMap: {
      json joined = common;
      for (const auto& [key, entry] : own.items()) {
        const Shape* of_entry = shape.form == Shape::Form::kMap ? &shape.item.front() : nullptr;
        for (const Shape::Member& member : shape.members)
          if (member.name == key) of_entry = &member.shape;
        const bool both = of_entry != nullptr && joined.contains(key);
        const bool only = of_entry != nullptr && is_list(of_entry->form) && entry.is_object();
        joined[key] = both ? lay_over(joined[key], entry, *of_entry) : only ? entry.at(kOnly) : entry;
      }
      return joined;
    }
    default:
      return own;
  }
}

}  // namespace schema
}  // namespace gongshi
