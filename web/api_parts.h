// SPDX-License-Identifier: GPL-3.0-or-later
// How the API reads requests.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "schema/result.h"
#include "web/http.h"

namespace gongshi::web {

inline constexpr int kMostAtOnce = 500;              ///< Lines of one answer.
inline constexpr std::size_t kLedgerAtMost = 20000;  ///< Notices of one ledger, and of the letters of one request.

[[nodiscard]] std::optional<std::int64_t> number(std::string_view text);
/// A parameter between `least` and `most`; `otherwise` where there is none, nothing where it is no such number.
[[nodiscard]] std::optional<std::int64_t> parameter(const Request& request, std::string_view name, std::int64_t least,
                                                    std::int64_t most, std::int64_t otherwise);
/// The body, which has to be a JSON object. Error: "body-invalid".
[[nodiscard]] Result<nlohmann::json> body_of(const Request& request);
/// A member that has to be a text where it is there; "" where it is not. Error: "body-invalid".
[[nodiscard]] Result<std::string> text_of(const nlohmann::json& body, const char* name);

}  // namespace gongshi::web
