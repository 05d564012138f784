// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/sheet/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include "schema/date.h"
#include "schema/decimal.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

constexpr int kMostDecimals = 10;

struct BuiltIn {
  int id;
  std::string_view format;
};

constexpr BuiltIn kBuiltIns[] = {
    {1, "0"},
    {2, "0.00"},
    {3, "#,##0"},
    {4, "#,##0.00"},
    {9, "0%"},
    {10, "0.00%"},
    {14, "yyyy/m/d"},
    {15, "d-mmm-yy"},
    {16, "d-mmm"},
    {17, "mmm-yy"},
    {18, "h:mm AM/PM"},
    {19, "h:mm:ss AM/PM"},
    {20, "h:mm"},
    {21, "h:mm:ss"},
    {22, "yyyy/m/d h:mm"},
    {27, "yyyy\"年\"m\"月\""},
    {28, "m\"月\"d\"日\""},
    {29, "m\"月\"d\"日\""},
    {30, "m-d-yy"},
    {31, "yyyy\"年\"m\"月\"d\"日\""},
    {32, "h\"时\"mm\"分\""},
    {33, "h\"时\"mm\"分\"ss\"秒\""},
    {37, "#,##0"},
    {38, "#,##0"},
    {39, "#,##0.00"},
    {40, "#,##0.00"},
    {45, "mm:ss"},
    {46, "h:mm:ss"},
    {47, "mm:ss"},
    {57, "yyyy\"年\"m\"月\""},
    {58, "m\"月\"d\"日\""},
};

constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::string_view kHalfDay = "AM/PM";
constexpr std::string_view kGeneral = "General";

// A format code cut into what it shows literally and what it shows of the number.
struct Piece {
  bool literal = false;
  std::string text;  // Literal characters, or a run of one placeholder: "yyyy", "0", "#", "." …

  [[nodiscard]] bool is(std::string_view signs) const {
    return !literal && signs.find(text[0]) != std::string_view::npos;
  }
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

class Pieces {
 public:
  explicit Pieces(std::string_view section) : left_(section) {
    while (!left_.empty()) take();
  }
  std::vector<Piece> list;

 private:
  void literal(std::string_view text) {
    if (list.empty() || !list.back().literal) list.push_back({true, {}});
    list.back().text += text;
  }

  std::string_view cut(std::size_t size) {
    const std::string_view part = left_.substr(0, size);
    left_.remove_prefix(part.size());
    return part;
  }

  void take() {
    const char c = left_[0];
    if (c == '"') {
      cut(1);
      literal(cut(left_.find('"')));
      cut(1);
    } else if (c == '[') {  // colour, condition, locale
      cut(left_.find(']'));
      cut(1);
    } else if (c == '\\' || c == '_' || c == '*') {  // a character shown, a gap of its width, a filling
      cut(1);
      const std::string_view shown = left_.empty() ? left_ : cut(utf8::length(left_[0]));
      if (c == '\\') literal(shown);
    } else if (left_.starts_with(kHalfDay) || left_.starts_with(kGeneral)) {
      list.push_back({false, std::string(cut(c == 'A' ? kHalfDay.size() : kGeneral.size()))});
    } else if (std::string_view("0#?.,%ymdhse/").find(lower(c)) != std::string_view::npos) {
      std::size_t size = 1;
      while (size < left_.size() && lower(left_[size]) == lower(c)) ++size;
      list.push_back({false, std::string(size, lower(c))});
      cut(size);
    } else {
      literal(cut(utf8::length(c)));
    }
  }

  std::string_view left_;
};

std::vector<std::string_view> sections_of(std::string_view format) {
  std::vector<std::string_view> sections;
  std::size_t begin = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] == '\\') {
      ++i;
    } else if (format[i] == '"') {
      quoted = !quoted;
    } else if (format[i] == ';' && !quoted) {
      sections.push_back(format.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  sections.push_back(format.substr(begin));
  return sections;
}

// The stored number at 15 significant digits, exactly, as Excel takes it.
std::optional<Decimal> decimal_of(double value) {
  if (!std::isfinite(value) || std::fabs(value) >= 1e15) return std::nullopt;
  const int exponent = value == 0 ? 0 : static_cast<int>(std::floor(std::log10(std::fabs(value))));
  const int decimals = std::clamp(14 - exponent, 0, Decimal::kMaxScale);
  return Decimal::parse(fmt::format("{:.{}f}", value, decimals));
}

std::string general(double value) {
  if (const auto exact = decimal_of(value)) return exact->to_plain_string();
  return fmt::format("{:.10g}", value);
}

std::string with_thousands(const std::string& digits) {
  std::string text = digits;
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  for (std::size_t at = std::min(digits.find('.'), digits.size()); at > first + 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string padded(int number, std::size_t width) {
  return width > 1 ? fmt::format("{:02}", number) : std::to_string(number);
}

// A date with its time of day.
struct Moment {
  Date date;
  int hour = 0, minute = 0, second = 0;
};

std::optional<Moment> moment_of(double value, bool since_1904) {
  if (value < 0 || value > 2'958'466) return std::nullopt;  // Excel ends with the year 9999
  auto days = static_cast<std::int64_t>(std::floor(value));
  auto seconds = static_cast<std::int64_t>(std::llround((value - static_cast<double>(days)) * 86'400));
  if (seconds == 86'400) {
    seconds = 0;
    ++days;
  }
  // Excel counts a 29 February 1900 that never was.
  const Date epoch = since_1904 ? Date{1904, 1, 1} : days < 61 ? Date{1899, 12, 31} : Date{1899, 12, 30};
  return Moment{Date::from_days(epoch.days() + days), static_cast<int>(seconds / 3600),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60)};
}

std::string month_text(int month, std::size_t width) {
  return width >= 3 ? std::string(kMonths[static_cast<std::size_t>(month - 1)]) : padded(month, width);
}

std::string date_text(const Moment& moment, const std::vector<Piece>& pieces) {
  const bool half_day = std::any_of(pieces.begin(), pieces.end(),
                                    [](const Piece& piece) { return !piece.literal && piece.text == kHalfDay; });
  std::string text;
  bool after_hour = false;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Piece& piece = pieces[i];
    if (piece.literal || piece.is("/.,%0#?e")) {
      text += piece.text;
      continue;
    }
    const std::size_t width = piece.text.size();
    std::size_t next = i + 1;
    while (next < pieces.size() && pieces[next].literal) ++next;
    // m is the minute behind an hour and before a second.
    const bool minute = after_hour || (next < pieces.size() && pieces[next].is("s"));
    if (piece.is("y"))
      text += width <= 2 ? fmt::format("{:02}", moment.date.year % 100) : fmt::format("{:04}", moment.date.year);
    if (piece.is("m")) text += minute ? padded(moment.minute, width) : month_text(moment.date.month, width);
    if (piece.is("d") && width <= 2) text += padded(moment.date.day, width);
    if (piece.is("h")) text += padded(half_day ? (moment.hour + 11) % 12 + 1 : moment.hour, width);
    if (piece.is("s")) text += padded(moment.second, width);
    if (piece.is("A")) text += moment.hour < 12 ? "AM" : "PM";
    after_hour = piece.is("h");
  }
  return text;
}

// What a format asks of a figure.
struct FigureFormat {
  std::size_t decimals = 0, least_whole = 0;
  int percents = 0, thousandths = 0;
  bool digits = false, grouped = false, understood = true;
};

FigureFormat figure_format(const std::vector<Piece>& pieces) {
  FigureFormat format;
  const auto last_digit =
      std::find_if(pieces.rbegin(), pieces.rend(), [](const Piece& piece) { return piece.is("0#?"); });
  format.digits = last_digit != pieces.rend();
  bool point = false;
  for (const Piece& piece : pieces) {
    const bool behind = format.digits && &piece > &*last_digit;
    if (piece.is("0#?") && point) format.decimals += piece.text.size();
    if (piece.is("0") && !point) format.least_whole += piece.text.size();
    if (piece.is(".")) point = true;
    if (piece.is(",") && behind) format.thousandths += static_cast<int>(piece.text.size());
    if (piece.is(",") && !behind) format.grouped = true;
    if (piece.is("%")) format.percents += static_cast<int>(piece.text.size());
    if (piece.is("e/")) format.understood = false;
  }
  return format;
}

std::string figure_text(double value, const std::vector<Piece>& pieces) {
  const FigureFormat format = figure_format(pieces);
  std::optional<Decimal> exact = decimal_of(value);
  for (int i = 0; i < format.percents && exact; ++i) exact = Decimal::multiply(*exact, Decimal(100));
  for (int i = 0; i < format.thousandths && exact; ++i)
    exact = Decimal::divide(*exact, Decimal(1000), Decimal::kMaxScale);
  if (exact) exact = exact->rescaled(static_cast<int>(std::min<std::size_t>(format.decimals, kMostDecimals)));
  std::string text;
  if (exact && !format.digits) {  // Words alone: a section that shows no figure.
    for (const Piece& piece : pieces) text += piece.literal ? piece.text : "";
    return text;
  }
  if (!format.understood || !exact) return general(value);
  std::string digits = exact->to_string();
  const std::size_t sign = digits.starts_with('-') ? 1 : 0;
  while (std::min(digits.find('.'), digits.size()) - sign < format.least_whole) digits.insert(sign, "0");
  if (format.grouped) digits = with_thousands(digits);
  bool written = false;
  for (const Piece& piece : pieces) {
    if (piece.literal || piece.is("%")) text += piece.text;
    if (piece.is("0#?") && !std::exchange(written, true)) text += digits;
  }
  return text;
}

}  // namespace

std::string_view built_in_format(int id) {
  for (const BuiltIn& entry : kBuiltIns)
    if (entry.id == id) return entry.format;
  return kGeneral;
}

std::string number_text(std::string_view stored, std::string_view format, bool since_1904) {
  const std::string digits(stored);
  char* end = nullptr;
  double value = std::strtod(digits.c_str(), &end);
  if (digits.empty() || *end != '\0' || !std::isfinite(value)) return digits;
  const std::vector<std::string_view> sections = sections_of(format);
  const std::size_t section = value < 0 && sections.size() > 1 ? 1 : value == 0 && sections.size() > 2 ? 2 : 0;
  if (section == 1) value = -value;  // The section for negative numbers writes its own sign.
  const std::vector<Piece> pieces = Pieces(sections[section]).list;
  const auto any = [&](const auto& test) { return std::any_of(pieces.begin(), pieces.end(), test); };
  if (any([](const Piece& piece) { return !piece.literal && piece.text == kGeneral; })) {
    std::string text;
    for (const Piece& piece : pieces) text += piece.literal ? piece.text : piece.text == kGeneral ? general(value) : "";
    return text;
  }
  if (sections[section] == "@") return general(value);
  if (!any([](const Piece& piece) { return piece.is("ymdhs"); })) return figure_text(value, pieces);
  const std::optional<Moment> moment = moment_of(value, since_1904);
  return moment ? date_text(*moment, pieces) : general(value);
}

}  // namespace gongshi::extract
