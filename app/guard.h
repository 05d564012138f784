// SPDX-License-Identifier: GPL-3.0-or-later
// Failures of a store are thrown below; above, they are Errors.
#pragma once

#include <string>
#include <type_traits>
#include <utility>

#include "corpus/store/database.h"
#include "schema/result.h"

namespace gongshi::app {

/// What `work` returns, or "store-failed" where the store cannot be read or written.
template <typename Work>
auto guarded(const Work& work) -> Result<std::invoke_result_t<Work>> {
  try {
    if constexpr (std::is_void_v<std::invoke_result_t<Work>>) {
      work();
      return {};
    } else {
      return work();
    }
  } catch (const corpus::DatabaseError& error) {
    return Error{"store-failed", std::string("The store cannot be used: ") + error.what() + "."};
  }
}

}  // namespace gongshi::app
