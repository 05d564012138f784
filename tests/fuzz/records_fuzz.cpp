// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>
#include <nlohmann/json.hpp>

#include "schema/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto json = nlohmann::json::parse(data, data + size, nullptr, false);
  if (!json.is_discarded() && json.is_object()) static_cast<void>(gongshi::notice_from_json(json));
  return 0;
}
