// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ofd/ofd_path.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace gongshi::extract::ofd {
namespace {

constexpr double kLargest = 1e7;  // millimetres; larger numbers are damage
constexpr std::size_t kMostPoints = 100'000;

bool is_space(char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == ','; }

// Takes the next word off `rest`; empty at the end.
std::string_view next_word(std::string_view& rest) {
  while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
  std::size_t end = 0;
  while (end < rest.size() && !is_space(rest[end])) ++end;
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(end);
  return word;
}

std::optional<double> number(std::string_view word) {
  if (word.starts_with('+')) word.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size() || !std::isfinite(value) || std::abs(value) > kLargest)
    return std::nullopt;
  return value;
}

// Numbers that an operator of a path takes.
std::size_t operands(char name) {
  switch (name) {
    case 'S':
    case 'M':
    case 'L':
      return 2;
    case 'Q':
      return 4;
    case 'B':
      return 6;
    case 'A':
      return 7;
    default:
      return 0;
  }
}

}  // namespace

std::vector<double> numbers(std::string_view text, std::size_t most) {
  std::vector<double> found;
  while (found.size() < most) {
    const std::string_view word = next_word(text);
    const std::optional<double> value = number(word);
    if (!value) break;
    found.push_back(*value);
  }
  return found;
}

std::vector<double> advances(std::string_view text, std::size_t count) {
  std::vector<double> found;
  while (found.size() < count) {
    const std::string_view word = next_word(text);
    if (word == "g" || word == "G") {
      const std::optional<double> times = number(next_word(text)), value = number(next_word(text));
      if (!times || !value || *times < 0) break;
      const double room = static_cast<double>(count - found.size());
      found.insert(found.end(), static_cast<std::size_t>(std::min(*times, room)), *value);
    } else if (const std::optional<double> value = number(word)) {
      found.push_back(*value);
    } else {
      break;
    }
  }
  if (!found.empty()) found.resize(count, found.back());
  return found;
}

std::vector<Subpath> subpaths(std::string_view data) {
  std::vector<Subpath> found;
  std::size_t points = 0;
  for (std::string_view word = next_word(data); !word.empty() && points < kMostPoints; word = next_word(data)) {
    const char name = word.front();
    double values[7] = {};
    const std::size_t count = operands(name);
    for (std::size_t i = 0; i < count; ++i) {
      const std::optional<double> value = number(next_word(data));
      if (!value) return found;
      values[i] = *value;
    }
    if (name == 'S' || name == 'M') {
      found.push_back({{{values[0], values[1]}}, true});
    } else if (found.empty()) {
      return found;
    } else if (name == 'C') {
      found.back().points.push_back(found.back().points.front());
    } else if (count > 0) {
      found.back().points.push_back({values[count - 2], values[count - 1]});
      found.back().straight = found.back().straight && name == 'L';
    } else {
      return found;
    }
    ++points;
  }
  return found;
}

Matrix Matrix::then(const Matrix& next) const {
  return {next.a * a + next.c * b, next.b * a + next.d * b,          next.a * c + next.c * d,
          next.b * c + next.d * d, next.a * e + next.c * f + next.e, next.b * e + next.d * f + next.f};
}

Matrix Matrix::inverse() const {
  const double over = 1 / determinant();
  return {d * over, -b * over, -c * over, a * over, (c * f - d * e) * over, (b * e - a * f) * over};
}

std::string pdf_operators(std::string_view data, const Matrix& matrix, double height) {
  std::string out;
  std::size_t points = 0;
  Point at;
  const auto put = [&](Point point) {
    const Point placed = matrix.apply(point);
    out += fmt::format("{:.2f} {:.2f} ", placed.x, height - placed.y);
  };
  for (std::string_view word = next_word(data); !word.empty() && points < kMostPoints; word = next_word(data)) {
    const char name = word.front();
    double v[7] = {};
    const std::size_t count = operands(name);
    for (std::size_t i = 0; i < count; ++i) {
      const std::optional<double> value = number(next_word(data));
      if (!value) return out;
      v[i] = *value;
    }
    if (points++ == 0 && name != 'S' && name != 'M') return out;
    if (name == 'C') {
      out += "h\n";
      continue;
    }
    if (count == 0) return out;
    const Point end = {v[count - 2], v[count - 1]};
    if (name == 'Q') {
      const Point middle = {v[0], v[1]};
      put({at.x + (middle.x - at.x) * 2 / 3, at.y + (middle.y - at.y) * 2 / 3});
      put({end.x + (middle.x - end.x) * 2 / 3, end.y + (middle.y - end.y) * 2 / 3});
    } else if (name == 'B') {
      put({v[0], v[1]});
      put({v[2], v[3]});
    }
    put(end);
    out += name == 'S' || name == 'M' ? "m\n" : name == 'Q' || name == 'B' ? "c\n" : "l\n";
    at = end;
  }
  return out;
}

std::string resolve(std::string_view folder, std::string_view target) {
  std::vector<std::string_view> steps;
  const auto add = [&](std::string_view path) {
    while (!path.empty()) {
      const std::size_t end = path.find('/');
      const std::string_view step = path.substr(0, end);
      path.remove_prefix(end == std::string_view::npos ? path.size() : end + 1);
      if (step == "..") {
        if (!steps.empty()) steps.pop_back();
      } else if (!step.empty() && step != ".") {
        steps.push_back(step);
      }
    }
  };
  if (!target.starts_with('/')) add(folder);
  add(target);
  std::string path;
  for (const std::string_view step : steps) {
    if (!path.empty()) path += '/';
    path += step;
  }
  return path;
}

std::string folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string() : std::string(path.substr(0, slash));
}

}  // namespace gongshi::extract::ofd
