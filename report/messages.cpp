// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/messages.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "schema/data.h"

namespace gongshi::report {
namespace {

void flatten(const nlohmann::json& value, const std::string& path, std::map<std::string, std::string>& words) {
  if (value.is_string()) words[path] = value.get<std::string>();
  if (!value.is_object()) return;
  for (const auto& [key, child] : value.items()) flatten(child, path.empty() ? key : path + "." + key, words);
}

/// Every rule's own name for itself (audit/data/rules).
void add_rule_names(std::map<std::string, std::string>& words) {
  const std::string folder = "audit/rules/";
  for (const std::string& name : list_data(folder)) {
    const auto text = load_data(name);
    if (!text) continue;
    const auto parsed = nlohmann::json::parse(*text, nullptr, false);
    if (!parsed.is_object() || !parsed.contains("title") || !parsed["title"].is_string()) continue;
    const std::string id = name.substr(folder.size(), name.rfind('.') - folder.size());
    words["rules." + id] = parsed["title"].get<std::string>();
  }
}

/// Places in the words, and what stands in them.
constexpr std::array<std::pair<std::string_view, std::string ProgrammeNames::*>, 4> kNames = {
    std::pair{std::string_view("programme"), &ProgrammeNames::programme},
    std::pair{std::string_view("notice-name"), &ProgrammeNames::notice},
    std::pair{std::string_view("body"), &ProgrammeNames::body},
    std::pair{std::string_view("authority"), &ProgrammeNames::authority}};

/// What all of them say alike; `common` where they do not, or there is none.
std::string agreed(const std::vector<const Programme*>& programmes, std::string ProgrammeNames::*name,
                   const std::string& common) {
  if (programmes.empty()) return common;
  const std::string& first = programmes.front()->names().*name;
  const bool alike = std::all_of(programmes.begin(), programmes.end(),
                                 [&](const Programme* programme) { return programme->names().*name == first; });
  return alike ? first : common;
}

}  // namespace

Result<Messages> Messages::load(const std::vector<const Programme*>& programmes) {
  auto text = load_data("report/messages.json");
  if (!text) return text.error();
  const auto parsed = nlohmann::json::parse(*text, nullptr, false);
  if (!parsed.is_object()) return Error{"template-invalid", "report/messages.json is not a JSON object."};
  Messages messages;
  flatten(parsed, "", messages.words_);
  add_rule_names(messages.words_);
  for (const auto& [key, name] : kNames)
    messages.names_.*name = agreed(programmes, name, messages.get("several." + std::string(key)));
  for (auto& [path, word] : messages.words_) word = messages.filled(std::move(word));
  return messages;
}

std::string Messages::filled(std::string text) const {
  for (const auto& [key, name] : kNames) {
    const std::string place = "{" + std::string(key) + "}";
    for (std::size_t at = text.find(place); at != std::string::npos; at = text.find(place, at + (names_.*name).size()))
      text.replace(at, place.size(), names_.*name);
  }
  return text;
}

std::string Messages::get(const std::string& path) const {
  const auto found = words_.find(path);
  return found == words_.end() ? path : found->second;
}

std::string Messages::get(const std::string& path, int n) const {
  std::string text = get(path);
  if (const auto at = text.find("{n}"); at != std::string::npos) text.replace(at, 3, std::to_string(n));
  return text;
}

std::string Messages::severity(Severity severity) const {
  return get("severity." + std::string(to_string(severity)) + ".name");
}

std::string Messages::grade(EvidenceGrade grade) const {
  return get("grade." + std::string(to_string(grade)) + ".name");
}

std::string Messages::grade_mark(EvidenceGrade grade) const {
  return get("grade." + std::string(to_string(grade)) + ".mark");
}

std::string Messages::rule(const std::string& id) const {
  const auto found = words_.find("rules." + id);
  return found == words_.end() ? id : found->second;
}

std::string Messages::advice(const std::string& rule) const {
  const auto found = words_.find("advice." + rule);
  return found == words_.end() ? "" : found->second;
}

}  // namespace gongshi::report
