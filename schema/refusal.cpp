// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/refusal.h"

#include <fmt/format.h>

#include <utility>

namespace gongshi {

Error refusal(std::string code, std::string_view what) {
  return {std::move(code), fmt::format("{}; refused: check what it is, and ask for another copy.", what)};
}

Error no_text(std::string_view what) {
  return {"no-text", fmt::format("{}: look at it, and ask for another copy.", what)};
}

}  // namespace gongshi
