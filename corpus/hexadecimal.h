// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes as text: two hexadecimal digits each.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gongshi::corpus {

/// Upper-case digits.
[[nodiscard]] std::string hexadecimal(std::string_view bytes);

/// The bytes; nothing where `digits` are none, or an odd number of them. Takes both cases.
[[nodiscard]] std::optional<std::string> bytes_of(std::string_view digits);

}  // namespace gongshi::corpus
