// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/limits_support.h"

#include <nlohmann/json.hpp>

namespace gongshi::audit::checks {
namespace {

using nlohmann::json;

std::optional<Decimal> limit(const json& value) {
  return value.is_null() ? std::nullopt : Decimal::parse(value.get_ref<const std::string&>());
}

}  // namespace

Limits::Limits(const Programme& programme) {
  const json& file = programme.words("limits");
  if (file.empty()) return;
  file.at("single").get_to(single);
  file.at("not_zero").get_to(not_zero);
  for (const json& entry : file.at("ratios"))
    ratios.push_back({entry.at("of").get<std::string>(), entry.at("per").get<std::string>(), limit(entry.at("min")),
                      limit(entry.at("max")), entry.at("title").get<std::string>(), entry.at("unit").get<std::string>(),
                      entry.at("source").get<std::string>()});
  if (const auto found = file.find("provisions"); found != file.end())
    for (const json& entry : *found)
      provisions.push_back({entry.at("group").get<std::string>(), entry.at("title").get<std::string>(),
                            entry.at("units").get<std::vector<std::string>>(),
                            entry.at("words").get<std::vector<std::string>>()});
  if (const auto found = file.find("same"); found != file.end()) found->get_to(same);
  if (const auto found = file.find("parts"); found != file.end())
    for (const json& entry : *found)
      parts.push_back({entry.at("whole").get<std::string>(), entry.at("title").get<std::string>(),
                       entry.value("measures", std::vector<std::string>()),
                       entry.value("units", std::vector<std::string>()),
                       entry.value("nouns", std::vector<std::string>())});
}

const Limits& limits(const Programme& programme) { return programme.prepared<Limits>(); }

}  // namespace gongshi::audit::checks
