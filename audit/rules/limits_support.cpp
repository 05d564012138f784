// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/limits_support.h"

#include <nlohmann/json.hpp>

#include "schema/data.h"

namespace gongshi::audit::checks {
namespace {

using nlohmann::json;

std::string text(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

void add_names(const json& object, const char* key, std::map<std::string, std::string>& names) {
  if (const auto found = object.find(key); found != object.end() && found->is_object())
    for (const auto& [id, title] : found->items())
      if (title.is_string()) names[id] = title.get<std::string>();
}

}  // namespace

const Limits& limits() {
  static const Limits kLimits = [] {
    Limits loaded;
    const auto file = load_data("audit/limits.json");
    const json object = file ? json::parse(*file, nullptr, false) : json();
    if (!object.is_object()) return loaded;
    add_names(object, "single", loaded.single);
    add_names(object, "not_zero", loaded.not_zero);
    if (const auto ratios = object.find("ratios"); ratios != object.end() && ratios->is_array())
      for (const json& entry : *ratios)
        if (entry.is_object())
          loaded.ratios.push_back({text(entry, "of"), text(entry, "per"), Decimal::parse(text(entry, "min")),
                                   Decimal::parse(text(entry, "max")), text(entry, "title"), text(entry, "unit"),
                                   text(entry, "source")});
    return loaded;
  }();
  return kLimits;
}

}  // namespace gongshi::audit::checks
