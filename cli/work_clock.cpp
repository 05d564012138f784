// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/work_clock.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <string_view>

namespace gongshi::cli {
namespace {

// Seconds that one worker takes for a page of each kind, measured on two cores with `bench/ingest.sh`: only their
// proportions matter, and only until some files of a kind are done.
struct Usual {
  std::string_view kind;
  double seconds;
};
constexpr std::array kUsual = {Usual{"text", 0.05}, Usual{"office", 0.08}, Usual{"pdf", 0.15},
                               Usual{"scan", 6.0},  Usual{"picture", 6.0}, Usual{"archive", 0.5}};
// How much is believed of a kind's own pace: as if so many usual pages had been read at everybody's pace.
constexpr double kPagesOfDoubt = 1.0;
// What is in hand for longer than it should be takes at least this share of what it took already.
constexpr double kLeastLeft = 0.25;
// A page that is awaited is a good part of a page away.
constexpr double kLeastOfAPage = 0.5;

double usual_seconds(std::string_view kind) {
  for (const Usual& usual : kUsual)
    if (usual.kind == kind) return usual.seconds;
  return kUsual.front().seconds;
}

double seconds(std::chrono::steady_clock::duration time) { return std::chrono::duration<double>(time).count(); }

std::string ending_of(const std::string& path) {
  const std::size_t dot = path.find_last_of("./");
  if (dot == std::string::npos || path[dot] == '/') return "";
  std::string ending = path.substr(dot + 1);
  for (char& sign : ending) sign = static_cast<char>(std::tolower(static_cast<unsigned char>(sign)));
  return ending;
}

bool one_of(std::string_view ending, std::string_view list) {
  return !ending.empty() && list.find(" " + std::string(ending) + " ") != std::string_view::npos;
}

// A scanner's PDF begins with the picture of its first page: pages are pictures of much the same size. Returns that
// size, 0 where the PDF begins with something else.
double bytes_of_first_picture(std::string_view head) {
  for (std::size_t at = head.find("/Subtype"); at != std::string_view::npos; at = head.find("/Subtype", at + 1)) {
    std::string_view name = head.substr(at + 8);
    while (name.starts_with(' ')) name.remove_prefix(1);
    if (!name.starts_with("/Image")) continue;
    const std::size_t begin = head.rfind("<<", at), end = head.find("stream", at);
    if (begin == std::string_view::npos) return 0;
    const std::string_view dictionary = head.substr(begin, end == std::string_view::npos ? end : end - begin);
    constexpr std::string_view kLength = "/Length";
    const std::size_t length = dictionary.find(kLength);
    if (length == std::string_view::npos) return 0;
    double bytes = 0;
    std::size_t digit = length + kLength.size();
    while (digit < dictionary.size() && dictionary[digit] == ' ') ++digit;
    for (; digit < dictionary.size() && std::isdigit(static_cast<unsigned char>(dictionary[digit])) != 0; ++digit)
      bytes = 10 * bytes + (dictionary[digit] - '0');
    return bytes;
  }
  return 0;
}

}  // namespace

Work work_of(const std::string& path, std::uint64_t bytes, const std::string& head) {
  const std::string ending = ending_of(path);
  const auto size = static_cast<double>(bytes);
  if (one_of(ending, " png jpg jpeg tif tiff bmp gif webp jp2 heic heif ")) return {"picture", 1};
  if (one_of(ending, " zip rar 7z tar gz tgz bz2 xz eml msg "))
    return {"archive", std::max(1.0, size / (200.0 * 1024))};
  if (one_of(ending, " doc wps dot rtf odt uof uot ")) return {"office", 1};
  if (ending != "pdf" && ending != "ofd") return {"text", 1};
  constexpr double kLeastOfAScan = 20000;  // bytes of a page's picture: smaller ones are signs and seals
  if (const double picture = bytes_of_first_picture(head); picture > kLeastOfAScan && head.find("/Font") == head.npos)
    return {"scan", std::max(1.0, size / picture)};
  // A page of a table with its share of the fonts.
  return {"pdf", std::clamp(size / (40.0 * 1024), 1.0, 12.0)};
}

Work work_of(const std::string& path, std::uint64_t bytes) {
  std::string head;
  if (ending_of(path) == "pdf") {
    constexpr std::size_t kHead = 64 * 1024;
    head.resize(kHead);
    std::ifstream file(path, std::ios::binary);
    file.read(head.data(), static_cast<std::streamsize>(kHead));
    head.resize(static_cast<std::size_t>(std::max<std::streamsize>(0, file.gcount())));
  }
  return work_of(path, bytes, head);
}

void WorkClock::plan(std::vector<Work> files, Time now) {
  *this = WorkClock();
  files_ = std::move(files);
  waiting_.assign(files_.size(), true);
  for (const Work& work : files_) waiting_pages_[work.kind] += work.pages;
  start_ = now;
}

void WorkClock::begun(std::size_t file, Time now) {
  if (file >= files_.size() || !waiting_[file]) return;
  waiting_[file] = false;
  waiting_pages_[files_[file].kind] -= files_[file].pages;
  in_hand_[file] = {now, now, now, 0, 0, 0};
}

void WorkClock::pages_done(std::size_t file, int done, int total, Time now) {
  begun(file, now);
  const auto found = in_hand_.find(file);
  if (found == in_hand_.end()) return;
  InHand& hand = found->second;
  if (hand.total == 0 || total != hand.total || done < hand.done) {
    hand.first_page = now;
    hand.pages_at_first = done;
  }
  hand.last_page = now;
  hand.done = done;
  hand.total = total;
}

void WorkClock::finished(std::size_t file, Time now) {
  begun(file, now);
  const auto found = in_hand_.find(file);
  if (found == in_hand_.end()) return;
  const double taken = seconds(now - found->second.begun);
  in_hand_.erase(found);
  const Work& work = files_[file];
  Pace& pace = paces_[work.kind];  // of what was taken for such a file, whatever it turned out to be
  pace.usual += work.pages * usual_seconds(work.kind);
  pace.taken += taken;
  pace.longest = std::max(pace.longest, taken);
  busy_ += taken;
  ++finished_;
}

double WorkClock::expected(const Work& work) const {
  Pace all;
  for (const auto& [kind, pace] : paces_) {
    all.usual += pace.usual;
    all.taken += pace.taken;
  }
  const double everybody = all.usual > 0 ? all.taken / all.usual : 1;
  const double usual = usual_seconds(work.kind), doubt = kPagesOfDoubt * usual;
  const auto known = paces_.find(work.kind);
  const Pace own = known == paces_.end() ? Pace{} : known->second;
  return work.pages * usual * (own.taken + doubt * everybody) / (own.usual + doubt);
}

double WorkClock::left_in(const Work& work, const InHand& file, Time now) const {
  const double spent = seconds(now - file.begun);
  if (file.total > 0 && file.done > 0 && work.kind != "archive") {
    const int timed = file.done - file.pages_at_first;
    // The first page's own time is not known; opening the file is part of it.
    const double page = timed > 0 ? seconds(file.last_page - file.first_page) / timed
                                  : seconds(file.last_page - file.begun) / file.done;
    // What has passed since the last page belongs to the next one.
    const double rest = page * (file.total - file.done);
    return std::max(rest - seconds(now - file.last_page), std::min(rest, kLeastOfAPage * page));
  }
  const Work known = file.total > 0 && work.kind != "archive" ? Work{work.kind, static_cast<double>(file.total)} : work;
  return std::max(expected(known) - spent, kLeastLeft * spent);
}

void WorkClock::follow(std::size_t file, bool begun, int pages_done, int pages) {
  if (begun)
    this->begun(file);
  else if (pages > 0)
    this->pages_done(file, pages_done, pages);
  else
    finished(file);
}

std::optional<double> WorkClock::seconds_left(Time now) const {
  if (files_.empty()) return std::nullopt;
  bool page_known = false;
  double work = 0, longest = 0, spent = busy_;
  for (const auto& [file, hand] : in_hand_) {
    const double left = left_in(files_[file], hand, now);
    work += left;
    longest = std::max(longest, left);
    spent += seconds(now - hand.begun);
    page_known = page_known || hand.done > hand.pages_at_first;
  }
  if (finished_ == 0 && !page_known) return std::nullopt;
  double last = 0;  // what may be begun last of all, while the other workers have no more to do
  for (const auto& [kind, pages] : waiting_pages_) {
    if (pages <= 0) continue;
    work += expected({kind, pages});
    if (const auto known = paces_.find(kind); known != paces_.end()) last = std::max(last, known->second.longest);
  }
  // As many at a time as there were so far.
  const double passed = std::max(seconds(now - start_), 1e-3);
  const double at_once = std::max(spent / passed, 0.1);
  const double idle = std::max(0.0, 1 - 1 / at_once);
  return std::max(longest, work / at_once + idle * last / 2);
}

std::optional<double> WorkClock::seconds_for_pages(std::size_t file) const {
  const auto found = in_hand_.find(file);
  if (found == in_hand_.end()) return std::nullopt;
  const InHand& hand = found->second;
  const int timed = hand.done - hand.pages_at_first;
  if (timed <= 0) return std::nullopt;
  return seconds(hand.last_page - hand.first_page) / timed * std::max(0, hand.total - hand.done);
}

std::optional<std::size_t> WorkClock::in_hand() const {
  const auto longest = std::min_element(in_hand_.begin(), in_hand_.end(), [](const auto& one, const auto& other) {
    return one.second.begun < other.second.begun;
  });
  return longest == in_hand_.end() ? std::nullopt : std::optional(longest->first);
}

}  // namespace gongshi::cli
