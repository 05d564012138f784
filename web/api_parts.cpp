// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/api_parts.h"

#include <charconv>
#include <nlohmann/json.hpp>

namespace gongshi::web {

using nlohmann::json;

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> parameter(const Request& request, std::string_view name, std::int64_t least,
                                      std::int64_t most, std::int64_t otherwise) {
  const std::string text = request.parameter(name);
  if (text.empty()) return otherwise;
  const auto value = number(text);
  if (!value || *value < least || *value > most) return std::nullopt;
  return value;
}

Result<json> body_of(const Request& request) {
  json body = json::parse(request.body, nullptr, false);
  if (!body.is_object()) return Error{"body-invalid", "The body must be a JSON object."};
  return body;
}

Result<std::string> text_of(const json& body, const char* name) {
  const auto member = body.find(name);
  if (member == body.end() || member->is_null()) return std::string();
  if (!member->is_string()) return Error{"body-invalid", std::string("\"") + name + "\" must be a text."};
  return member->get<std::string>();
}

}  // namespace gongshi::web
