// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store/timestamp.h"

#include <array>
#include <ctime>

namespace gongshi::corpus {

std::int64_t seconds_now() { return std::time(nullptr); }

std::string timestamp(std::int64_t seconds) {
  const auto time = static_cast<std::time_t>(seconds);
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

}  // namespace gongshi::corpus
