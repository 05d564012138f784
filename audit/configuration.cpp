// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/configuration.h"

#include <nlohmann/json.hpp>

#include "audit/registry.h"
#include "schema/text_place.h"

namespace gongshi::audit {
namespace {

using nlohmann::json;

/// `what` begins with the setting's path.
Error wrong(std::string_view source, const std::string& what) {
  const std::string place = place_of_key(source, what.substr(0, what.find_first_of(" :")));
  return Error{"configuration-invalid", "Configuration: " + what + (place.empty() ? "" : " (" + place + ")") + "."};
}

}  // namespace

Result<Config> parse_config(std::string_view source) {
  json file;
  try {
    file = json::parse(source, nullptr, true, true);
  } catch (const json::parse_error& error) {
    return Error{"configuration-syntax",
                 "The configuration file is not valid JSON: " + place_of_syntax_error(source, error.byte) + "."};
  }
  const auto invalid = [&](const std::string& what) { return wrong(source, what); };
  if (!file.is_object()) return invalid("the file must hold one object");
  Config config;
  const auto rules = file.find("rules");
  if (rules == file.end()) return config;
  if (!rules->is_object()) return invalid("rules must be an object of rule ids");
  for (const auto& [id, settings] : rules->items()) {
    if (find_rule(id) == nullptr) return invalid("rules." + id + ": there is no such rule");
    if (!settings.is_object()) return invalid("rules." + id + " must be an object");
    for (const auto& [key, value] : settings.items()) {
      const std::string where = "rules." + id + "." + key;
      if (key == "enabled") {
        if (!value.is_boolean()) return invalid(where + " must be true or false");
        config.enabled[id] = value.get<bool>();
      } else if (key == "severity") {
        const auto severity = parse_severity(value.is_string() ? value.get<std::string>() : std::string());
        if (!severity) return invalid(where + " must be \"info\", \"warning\" or \"error\"");
        config.severity[id] = *severity;
      } else {
        return invalid(where + " is not known here; known: enabled, severity");
      }
    }
  }
  return config;
}

}  // namespace gongshi::audit
