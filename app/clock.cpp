// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/clock.h"

#include <cstdlib>
#include <ctime>

namespace gongshi::app {

Moment now() {
  std::tm local{};
  if (const char* fixed = std::getenv("SOURCE_DATE_EPOCH")) {
    const std::time_t then = std::strtoll(fixed, nullptr, 10);
    gmtime_r(&then, &local);
  } else {
    const std::time_t present = std::time(nullptr);
    localtime_r(&present, &local);
  }
  char time[6];
  std::strftime(time, sizeof time, "%H:%M", &local);
  return {{local.tm_year + 1900, local.tm_mon + 1, local.tm_mday}, time};
}

std::string program_version() { return GONGSHI_VERSION; }

}  // namespace gongshi::app
