// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/messages.h"

#include <fmt/args.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "schema/data.h"

namespace gongshi::audit {
namespace {

using nlohmann::json;

constexpr std::string_view kFolder = "audit/rules/";
constexpr std::string_view kEnding = ".json";

Error invalid(const std::string& file, const std::string& what) { return {"messages-invalid", file + ": " + what}; }

Result<std::map<std::string, std::string, std::less<>>> string_members(const json& object, const std::string& file) {
  std::map<std::string, std::string, std::less<>> members;
  if (!object.is_object()) return invalid(file, "must be an object of strings");
  for (const auto& [key, value] : object.items()) {
    if (!value.is_string()) return invalid(file, key + " must be a string");
    members[key] = value.get<std::string>();
  }
  return members;
}

Result<RuleMessages> parse(const std::string& text, const std::string& file) {
  const json object = json::parse(text, nullptr, false);
  if (object.is_discarded() || !object.is_object()) return invalid(file, "is not a JSON object");
  RuleMessages messages;
  for (const auto& [key, target] : {std::pair{"title", &messages.title}, std::pair{"summary", &messages.summary}}) {
    if (!object.contains(key) || !object[key].is_string()) return invalid(file, std::string(key) + " must be a string");
    *target = object[key].get<std::string>();
  }
  if (!object.contains("messages")) return invalid(file, "messages is missing");
  auto templates = string_members(object["messages"], file + ": messages");
  if (!templates) return templates.error();
  messages.templates = std::move(*templates);
  return messages;
}

Result<RuleMessages> load(const std::string& rule) {
  const std::string file = std::string(kFolder) + rule + std::string(kEnding);
  const auto text = load_data(file);
  if (!text) return text.error();
  return parse(*text, file);
}

std::map<std::string, RuleMessages, std::less<>> load_all() {
  std::map<std::string, RuleMessages, std::less<>> all;
  for (const std::string& name : list_data(kFolder)) {
    if (!name.ends_with(kEnding)) continue;
    const std::string rule = name.substr(kFolder.size(), name.size() - kFolder.size() - kEnding.size());
    if (auto loaded = load(rule)) all[rule] = std::move(*loaded);
  }
  return all;
}

}  // namespace

const RuleMessages& rule_messages(std::string_view rule) {
  static const std::map<std::string, RuleMessages, std::less<>> kAll = load_all();
  static const RuleMessages kNone;
  const auto found = kAll.find(rule);
  return found == kAll.end() ? kNone : found->second;
}

std::string message(std::string_view rule, std::string_view key, std::initializer_list<MessageArgument> arguments) {
  const RuleMessages& messages = rule_messages(rule);
  const auto found = messages.templates.find(key);
  const std::string fallback = std::string(rule) + ": " + std::string(key);
  if (found == messages.templates.end()) return fallback;
  fmt::dynamic_format_arg_store<fmt::format_context> store;
  std::vector<std::string> names;  // fmt keeps pointers to the names
  names.reserve(arguments.size());
  for (const MessageArgument& argument : arguments)
    store.push_back(fmt::arg(names.emplace_back(argument.name).c_str(), argument.value));
  try {
    return fmt::vformat(found->second, store);
  } catch (const fmt::format_error&) {
    return fallback;
  }
}

std::string inconclusive_message(std::string_view rule, std::string message) {
  static const std::string kSettled = common_words("settled"), kDemand = common_words("demand"),
                           kStop = common_words("stop");
  static constexpr std::size_t kDemandBytes = 75;  // a demand at the message's end
  if (message.find(kSettled) != std::string::npos) return message;
  const RuleMessages& messages = rule_messages(rule);
  const auto own = messages.templates.find("settle");
  const std::string settle = own != messages.templates.end() ? own->second : common_words("settle");
  if (settle.empty()) return message;
  if (const std::size_t demand = message.rfind(kDemand);
      demand != std::string::npos && message.size() - demand <= kDemandBytes)
    message.resize(demand);
  else if (message.ends_with(kStop))
    message.resize(message.size() - kStop.size());
  return message + "；" + settle;
}

std::string common_words(std::string_view key) {
  static const std::map<std::string, std::string, std::less<>> kWords = [] {
    const auto text = load_data("audit/words.json");
    const json object = text ? json::parse(*text, nullptr, false) : json();
    auto members = string_members(object, "audit/words.json");
    return members ? *members : std::map<std::string, std::string, std::less<>>();
  }();
  const auto found = kWords.find(key);
  return found == kWords.end() ? std::string() : found->second;
}

Result<void> check_messages(const std::vector<std::string_view>& rules) {
  for (const std::string_view rule : rules) {
    const auto loaded = load(std::string(rule));
    if (!loaded) return loaded.error();
    if (loaded->title.empty() || loaded->summary.empty() || loaded->templates.empty())
      return invalid(std::string(rule), "title, summary and messages must not be empty");
  }
  return {};
}

}  // namespace gongshi::audit
