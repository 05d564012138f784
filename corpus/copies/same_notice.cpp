// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/copies/same_notice.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <tuple>

#include "schema/utf8.h"

namespace gongshi::corpus {
namespace {

// What recognition may spoil at most, as a share of the characters of all claims, and rows that it may lose.
constexpr double kSpoilt = 0.1, kRowsKept = 0.9;
// A figure that was recognised with less is not sure enough to make another version.
constexpr double kSureFigure = 0.8;

bool recognised(const NoticeReading& reading) {
  return std::any_of(reading.file->pages.begin(), reading.file->pages.end(),
                     [](const Page& page) { return page.text_source == "ocr"; });
}

// Letters, digits and Chinese characters, in one width and case.
std::u32string plain(const std::string& text) {
  std::u32string kept;
  for (char32_t code : utf8::decode(text)) {
    if (code > 0xFF00 && code < 0xFF5F) code -= 0xFEE0;
    if (code >= 'A' && code <= 'Z') code += 'a' - 'A';
    const bool word = (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') || code == '%' || code == '.';
    if (word || code >= 0x3400) kept += code;
  }
  // A full stop between figures is part of them, others are not.
  std::u32string told;
  const auto digit = [&](std::size_t i) { return i < kept.size() && kept[i] >= '0' && kept[i] <= '9'; };
  for (std::size_t i = 0; i < kept.size(); ++i)
    if (kept[i] != '.' || (i > 0 && digit(i - 1) && digit(i + 1))) told += kept[i];
  return told;
}

std::u32string figures(const std::u32string& text) {
  std::u32string found;
  bool within = false;
  for (const char32_t code : text) {
    const bool figure = (code >= '0' && code <= '9') || code == '.' || code == '%';
    if (figure && !within && !found.empty()) found += ' ';
    if (figure) found += code;
    within = figure;
  }
  return found;
}

// Characters to be put in, taken out or changed.
std::size_t distance(const std::u32string& one, const std::u32string& other) {
  std::vector<std::size_t> row(other.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 0; i < one.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < other.size(); ++j) {
      const std::size_t changed = corner + (one[i] == other[j] ? 0 : 1);
      corner = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

bool compatible(const std::string& one, const std::string& other) {
  return one.empty() || other.empty() || one == other;
}

bool same_period(const Notice& one, const Notice& other) {
  if (!one.period || !other.period) return true;
  const auto same = [](const std::optional<Date>& a, const std::optional<Date>& b) { return !a || !b || *a == *b; };
  return same(one.period->begin, other.period->begin) && same(one.period->end, other.period->end);
}

bool unsure(const RecordCell& cell, bool was_recognised) {
  return was_recognised && (cell.uncertain || cell.confidence < kSureFigure);
}

// The greatest stands.
auto sureness(const NoticeReading& reading) {
  double confidence = 0;
  for (const IndicatorRecord& row : reading.notice->rows) confidence += row.confidence();
  if (!reading.notice->rows.empty()) confidence /= static_cast<double>(reading.notice->rows.size());
  return std::tuple(!recognised(reading), std::lround(100 * confidence), reading.notice->rows.size(),
                    reading.file->source.pages > 0);
}

}  // namespace

bool same_notice(const NoticeReading& one, const NoticeReading& other) {
  const Notice &a = *one.notice, &b = *other.notice;
  if (one.file == other.file || a.community.empty() || a.community != b.community || a.tier != b.tier ||
      a.programme != b.programme || !compatible(a.city, b.city) || !compatible(a.county, b.county) ||
      !compatible(a.street, b.street) || a.rows.empty() || b.rows.empty() || !same_period(a, b))
    return false;
  const bool recognised_a = recognised(one), recognised_b = recognised(other);
  const bool spoilt = recognised_a || recognised_b;
  std::map<int, const RecordCell*> claims;
  for (const IndicatorRecord& row : a.rows) claims[row.no] = &row.claim;
  std::size_t common = 0, characters = 0, changed = 0;
  for (const IndicatorRecord& row : b.rows) {
    const auto found = claims.find(row.no);
    if (found == claims.end()) continue;
    ++common;
    const std::u32string mine = plain(found->second->str()), theirs = plain(row.claim.str());
    characters += std::max(mine.size(), theirs.size());
    if (mine == theirs) continue;
    if (!spoilt) return false;
    if (figures(mine) != figures(theirs) && !unsure(*found->second, recognised_a) && !unsure(row.claim, recognised_b))
      return false;
    changed += distance(mine, theirs);
  }
  const std::size_t most = std::max(a.rows.size(), b.rows.size());
  if (!spoilt) return common == most && characters > 0;
  return static_cast<double>(common) >= kRowsKept * static_cast<double>(most) && characters > 0 &&
         static_cast<double>(changed) <= kSpoilt * static_cast<double>(characters);
}

std::vector<std::size_t> standing_readings(const std::vector<NoticeReading>& readings) {
  std::map<std::string, std::vector<std::size_t>> by_name;
  for (std::size_t i = 0; i < readings.size(); ++i) by_name[readings[i].notice->community].push_back(i);
  std::vector<std::size_t> standing(readings.size());
  for (const auto& [name, places] : by_name) {
    std::vector<std::size_t> surest = places;
    std::stable_sort(surest.begin(), surest.end(), [&](std::size_t one, std::size_t other) {
      return sureness(readings[one]) > sureness(readings[other]);
    });
    for (std::size_t i = 0; i < surest.size(); ++i) {
      standing[surest[i]] = surest[i];
      for (std::size_t j = 0; j < i; ++j)
        if (standing[surest[j]] == surest[j] && same_notice(readings[surest[j]], readings[surest[i]])) {
          standing[surest[i]] = surest[j];
          break;
        }
    }
  }
  return standing;
}

std::map<NoticePlace, NoticePlace> copies_among(const std::vector<ProcessedFile>& files) {
  std::vector<NoticeReading> readings;
  std::vector<NoticePlace> places;
  for (std::size_t file = 0; file < files.size(); ++file)
    for (std::size_t notice = 0; notice < files[file].file.notices.size(); ++notice) {
      readings.push_back({&files[file].file, &files[file].file.notices[notice]});
      places.emplace_back(file, notice);
    }
  const std::vector<std::size_t> standing = standing_readings(readings);
  std::map<NoticePlace, NoticePlace> copies;
  for (std::size_t i = 0; i < standing.size(); ++i)
    if (standing[i] != i) copies[places[i]] = places[standing[i]];
  return copies;
}

Problem other_forms(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return {"other-forms", fmt::format("The same notice stands in other files, which are its copies: {}", list), 0};
}

void leave_copies_out(std::vector<ProcessedFile>& files) {
  const auto copies = copies_among(files);
  std::map<std::size_t, std::vector<std::string>> names;  // by file that stands
  for (const auto& [copy, standing] : copies) {
    names[standing.first].push_back(files[copy.first].file.source.display());
    files[copy.first].file.problems.push_back(
        {"same-notice",
         fmt::format("The notice is that of {}, which was read more surely and stands for it.",
                     files[standing.first].file.source.display()),
         0});
  }
  for (const auto& [file, others] : names) files[file].file.problems.push_back(other_forms(others));
  for (auto copy = copies.rbegin(); copy != copies.rend(); ++copy) {
    ProcessedFile& processed = files[copy->first.first];
    const auto place = static_cast<std::ptrdiff_t>(copy->first.second);
    processed.file.notices.erase(processed.file.notices.begin() + place);
    if (copy->first.second < processed.audited.size()) processed.audited.erase(processed.audited.begin() + place);
  }
}

}  // namespace gongshi::corpus
