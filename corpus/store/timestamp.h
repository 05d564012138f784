// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace gongshi::corpus {

/// Seconds since 1970 by the machine's clock.
[[nodiscard]] std::int64_t seconds_now();
/// "2025-03-04T09:12:00Z"; `seconds` since 1970.
[[nodiscard]] std::string timestamp(std::int64_t seconds);

}  // namespace gongshi::corpus
