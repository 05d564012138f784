// SPDX-License-Identifier: GPL-3.0-or-later
// How long the pages of files that are being recognised will still take.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

namespace gongshi::cli {

class PageClock {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// `done` of the `total` pages of `file` are read at `now`. Returns the seconds that the others will take at the pace
  /// so far, 0 or more; nothing at the first page told of, whose own time is not known.
  std::optional<double> pages_done(const std::string& file, int done, int total,
                                   Time now = std::chrono::steady_clock::now());
  /// The file is done with: its name may come again.
  void file_done(const std::string& file) { begun_.erase(file); }

 private:
  struct Begun {
    Time time;
    int pages = 0;  ///< Done at that time.
  };
  std::map<std::string, Begun> begun_;
};

}  // namespace gongshi::cli
