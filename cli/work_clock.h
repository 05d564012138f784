// SPDX-License-Identifier: GPL-3.0-or-later
// How long reading many files of different kinds will still take. A page that is recognised costs a hundred times what
// a Word table costs, and files of either kind may come first: each kind learns its own pace, in pages, and what has
// not been seen yet is taken to be as much faster or slower than usual as the rest was on this machine.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gongshi::cli {

/// What a file is going to cost, by its name and its first bytes.
struct Work {
  std::string kind;  ///< "text", "office", "pdf", "scan", "picture", "archive"
  double pages = 1;  ///< More than 0; a guess until the file is being recognised.
};

/// Looks at the first bytes of a PDF only. A file that cannot be read costs a page.
[[nodiscard]] Work work_of(const std::string& path, std::uint64_t bytes);
/// The same with the first bytes given.
[[nodiscard]] Work work_of(const std::string& path, std::uint64_t bytes, const std::string& head);

class WorkClock {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// The files to come, by their places among the inputs. Forgets what was.
  void plan(std::vector<Work> files, Time now = std::chrono::steady_clock::now());
  /// A worker has taken the file.
  void begun(std::size_t file, Time now = std::chrono::steady_clock::now());
  /// `done` of `total` pages of the file are recognised. An archive holds file after file: the count begins again.
  void pages_done(std::size_t file, int done, int total, Time now = std::chrono::steady_clock::now());
  void finished(std::size_t file, Time now = std::chrono::steady_clock::now());

  /// What a report of progress says of the file: it was taken, so many of its pages are recognised, or (`pages` 0) it
  /// is done.
  void follow(std::size_t file, bool begun, int pages_done, int pages);

  /// Seconds until all is read; nothing before anything was.
  [[nodiscard]] std::optional<double> seconds_left(Time now = std::chrono::steady_clock::now()) const;
  /// Seconds until the other pages of the file are read; nothing before its second page.
  [[nodiscard]] std::optional<double> seconds_for_pages(std::size_t file) const;
  /// The file that has been in hand for the longest time; nothing where none is.
  [[nodiscard]] std::optional<std::size_t> in_hand() const;

 private:
  struct Pace {
    double usual = 0;    ///< Seconds that the finished files' pages take usually, a worker alone …
    double taken = 0;    ///< … and took.
    double longest = 0;  ///< What the longest of them took.
  };
  struct InHand {
    Time begun, first_page, last_page;
    int pages_at_first = 0, done = 0, total = 0;
  };
  [[nodiscard]] double expected(const Work& work) const;
  [[nodiscard]] double left_in(const Work& work, const InHand& file, Time now) const;

  std::vector<Work> files_;
  std::vector<bool> waiting_;
  std::map<std::string, double> waiting_pages_;  // by kind
  std::map<std::size_t, InHand> in_hand_;
  std::map<std::string, Pace> paces_;
  double busy_ = 0;  // seconds that workers spent on finished files
  Time start_{};
  std::size_t finished_ = 0;
};

}  // namespace gongshi::cli
