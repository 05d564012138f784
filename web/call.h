// SPDX-License-Identifier: GPL-3.0-or-later
// What the parts of the workbench share about one request.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/language.h"
#include "web/workbench.h"

namespace gongshi::web {

/// The language of who asks: the first of the header Accept-Language that the program speaks (pages send their own),
/// else the one that the program was started with.
[[nodiscard]] Language language_of(const Request& request);

struct Workbench::Call {
  const Request& request;
  corpus::Store& store;  ///< For reading.
  app::Person person;
  std::vector<std::string> parts;  ///< What stands in the pattern's places.
  bool may(app::Role role) const { return person.role >= role; }
  /// A message of the program's in the language of who asks.
  std::string said(std::string_view message) const { return localized(message, language_of(request)); }
};

/// A route with what answers it.
struct Workbench::Handler {
  Route route;
  Response (Workbench::*answer)(Call& call);
};

/// Does `work` with the store that writes, one at a time, and gives its answer when what was written has reached the
/// disk: an Error "store-failed" where it did not.
template <typename Work>
auto Workbench::writing(const Work& work) {
  std::uint64_t written = 0;
  auto done = [&] {
    const std::lock_guard lock(writing_);
    auto result = work(*writer_);
    written = ++written_;
    return result;
  }();
  const bool kept = reach_disk(written);
  if constexpr (requires { done.error(); })
    if (!kept)
      done = Error{"store-failed", "What was said may be lost if the machine fails now: the disk does not answer."};
  return done;
}

}  // namespace gongshi::web
