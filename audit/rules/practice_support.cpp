// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/practice_support.h"

#include <nlohmann/json.hpp>

#include "schema/data.h"

namespace gongshi::audit::checks {
namespace {

using nlohmann::json;

std::vector<std::string> texts(const json& object, const char* key) {
  std::vector<std::string> list;
  const auto found = object.find(key);
  if (found == object.end() || !found->is_array()) return list;
  for (const json& entry : *found)
    if (entry.is_string()) list.push_back(entry.get<std::string>());
  return list;
}

}  // namespace

const Practice& practice() {
  static const Practice kPractice = [] {
    Practice loaded;
    const auto file = load_data("audit/practice.json");
    const json object = file ? json::parse(*file, nullptr, false) : json();
    if (!object.is_object()) return loaded;
    if (const auto days = object.find("usual_days"); days != object.end() && days->is_number_integer())
      loaded.usual_days = days->get<int>();
    if (const auto source = object.find("source"); source != object.end() && source->is_string())
      loaded.source = source->get<std::string>();
    loaded.documents = texts(object, "documents");
    loaded.identity = texts(object, "identity");
    loaded.asked_for = texts(object, "asked_for");
    return loaded;
  }();
  return kPractice;
}

}  // namespace gongshi::audit::checks
