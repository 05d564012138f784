// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/page_clock.h"

#include <algorithm>

namespace gongshi::cli {

std::optional<double> PageClock::pages_done(const std::string& file, int done, int total, Time now) {
  auto [begun, first] = begun_.emplace(file, Begun{now, done});
  // Archives hold file after file under one name: the count begins again.
  if (done < begun->second.pages) begun->second = {now, done}, first = true;
  const int timed = done - begun->second.pages;
  if (first || timed <= 0) return std::nullopt;
  const double seconds = std::chrono::duration<double>(now - begun->second.time).count();
  return seconds / timed * std::max(0, total - done);
}

}  // namespace gongshi::cli
