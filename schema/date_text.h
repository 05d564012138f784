// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "schema/date.h"

namespace gongshi {
inline namespace schema {

/// "2024年11月7日"; a part that is 0 is left out ("11月7日", "2024年11月").
[[nodiscard]] std::string date_text(const Date& date);

}  // namespace schema
}  // namespace gongshi
