// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/table_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

constexpr double kSameLine = 0.6;          // em between the centres of lines that stand side by side
constexpr double kOneLine = 0.25;          // em; lines half a pitch apart differ by at least 0.5
constexpr double kSameNumber = 1.5;        // em between the lines of a number, with lines set one and a half apart
constexpr double kOverlap = 0.05;          // em; lines set solid overlap by as much
constexpr double kAboveText = 0.05;        // em; a row's edge lies this far above its first line
constexpr double kBesideAtTop = 0.85;      // share of cells with a line beside their row's number; some are empty
constexpr int kMostLost = 5;               // numbers in a row that the file may have lost
constexpr std::size_t kMostNameLines = 5;  // lines of a name in a narrow column
constexpr std::ptrdiff_t kBesideName = 3, kBesideApart = 2;  // cells that begin with a name, itself among them
constexpr std::size_t kMostGaps = 400;                       // of one part; more lines than this are no table

// What a row of cells in the middle or at the bottom costs, in em: it should hold one number, and all its cells should
// have one middle, or one bottom.
constexpr double kNoNumber = 2.0, kNoNumberAtTop = 0.3, kNoNumberAtEnd = 1.0, kMoreNumbers = 5.0;
constexpr double kLooseLines = 0.5;  // lines of one cell that stand further apart than lines do
constexpr double kLoose = 1.15;      // times the pitch of lines
constexpr double kCutText = 4.0, kTwoTexts = 4.0, kTextAbove = 1.5;  // known texts are whole, and alone in their cell
constexpr double kCutRow = 0.3;  // weight of the middles in a row that a page's end may have cut

bool is_number(std::u32string_view text) {
  return !text.empty() && text.size() <= 3 &&
         std::all_of(text.begin(), text.end(), [](char32_t code) { return code >= U'0' && code <= U'9'; });
}

int value_of(const std::u32string& digits) { return std::stoi(utf8::encode(digits)); }

bool side_by_side(const CellLine& a, const CellLine& b) {
  return std::abs(a.center() - b.center()) < kSameLine * a.size;
}

// A row begins above all lines that stand side by side with its first.
double top_of_row(const CellLine& line, const Columns& columns) {
  double top = line.y0;
  for (const std::vector<CellLine>& column : columns)
    for (const CellLine& other : column)
      if (side_by_side(line, other)) top = std::min(top, other.y0);
  return top - kAboveText * line.size;
}

// The numbers that surely stand on one line: of 1 above 0, which may be ten, neither says how its row's cells are
// aligned.
std::vector<CellLine> whole_numbers(const std::vector<CellLine>& lines) {
  const auto pair = [&](std::size_t i) {
    return i + 1 < lines.size() && is_number(lines[i].text + lines[i + 1].text) &&
           lines[i + 1].y0 - lines[i].y1 < kSameNumber * lines[i].size;
  };
  std::vector<CellLine> numbers;
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (is_number(lines[i].text) && !pair(i) && (i == 0 || !pair(i - 1))) numbers.push_back(lines[i]);
  return numbers;
}

bool wraps(const std::vector<CellLine>& lines, std::size_t i, int last) {
  if (i + 1 >= lines.size() || !is_number(lines[i].text + lines[i + 1].text)) return false;
  const int number = value_of(lines[i].text + lines[i + 1].text);
  return lines[i + 1].y0 - lines[i].y1 < kSameNumber * lines[i].size && number > last && number <= last + kMostLost;
}

// How many columns have a line at this height.
std::ptrdiff_t cells_beside(const CellLine& line, const Columns& columns) {
  return std::count_if(columns.begin(), columns.end(), [&](const std::vector<CellLine>& column) {
    return std::any_of(column.begin(), column.end(), [&](const CellLine& other) { return side_by_side(line, other); });
  });
}

double first_top(const Columns& columns) {
  double top = std::numeric_limits<double>::max();
  for (const std::vector<CellLine>& column : columns)
    if (!column.empty()) top = std::min(top, column.front().y0);
  return top;
}

// Heights [from, to] without a line, top to bottom; the first lies above, the last below all text.
std::vector<std::pair<double, double>> spaces_between(std::vector<std::pair<double, double>> spans) {
  std::sort(spans.begin(), spans.end());
  std::vector<std::pair<double, double>> spaces;
  double reached = spans.empty() ? 0 : spans.front().first - 2;
  for (const auto& [y0, y1] : spans) {
    if (y0 > reached) spaces.emplace_back(reached, y0);
    reached = std::max(reached, y1);
  }
  spaces.emplace_back(reached, reached + 2);
  return spaces;
}

// Heights where no column has a line: the edges that rows of such cells may have. A category that spans rows may stand
// across one.
std::vector<double> gaps_between_lines(const Columns& columns, int category) {
  std::vector<std::pair<double, double>> all, cells;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    for (const CellLine& line : columns[i]) {
      const std::pair span{line.y0 + kOverlap * line.size, line.y1 - kOverlap * line.size};
      all.push_back(span);
      if (static_cast<int>(i) != category) cells.push_back(span);
    }
  }
  const auto middle = [](const std::pair<double, double>& space) { return (space.first + space.second) / 2; };
  std::vector<double> gaps;
  for (const auto& space : spaces_between(std::move(all))) gaps.push_back(middle(space));
  if (cells.empty()) return gaps;
  const std::size_t clear = gaps.size();
  for (const auto& space : spaces_between(std::move(cells))) {
    const bool known = std::any_of(gaps.begin(), gaps.begin() + static_cast<std::ptrdiff_t>(clear),
                                   [&](double y) { return y > space.first - 1 && y < space.second + 1; });
    if (!known && middle(space) > gaps.front() && middle(space) < gaps[clear - 1]) gaps.push_back(middle(space));
  }
  std::sort(gaps.begin(), gaps.end());
  return gaps;
}

// Between the centres of lines that follow each other, as most do.
double line_pitch(const Columns& columns, int category) {
  std::vector<double> steps;
  for (std::size_t i = 0; i < columns.size(); ++i)
    for (std::size_t k = 1; static_cast<int>(i) != category && k < columns[i].size(); ++k)
      if (const double step = columns[i][k].center() - columns[i][k - 1].center(); step < 3 * columns[i][k].size)
        steps.push_back(step);
  if (steps.empty()) return std::numeric_limits<double>::max();
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  return *middle;
}

// How far the cells between two heights are from having one middle (or one bottom), in em, on average. In a row that a
// page's end cuts they may have one top instead: LibreOffice aligns nothing there.
double spread(const Columns& columns, int category, double from, double to, bool cut, bool at_bottom) {
  std::vector<double> middles, tops, bottoms;
  double first = std::numeric_limits<double>::max(), last = std::numeric_limits<double>::lowest(), size = 1;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (static_cast<int>(i) == category) continue;
    double y0 = std::numeric_limits<double>::max(), y1 = std::numeric_limits<double>::lowest();
    for (const CellLine& line : columns[i]) {
      if (line.center() < from || line.center() > to) continue;
      y0 = std::min(y0, line.y0), y1 = std::max(y1, line.y1), size = line.size;
    }
    if (y1 < y0) continue;
    middles.push_back((y0 + y1) / 2);
    tops.push_back(y0);
    bottoms.push_back(y1);
    first = std::min(first, y0), last = std::max(last, y1);
  }
  const auto mean_distance = [&](const std::vector<double>& heights, double height) {
    double sum = 0;
    for (const double at : heights) sum += std::abs(at - height);
    return heights.empty() ? 0 : sum / static_cast<double>(heights.size()) / size;
  };
  const double aligned = at_bottom ? mean_distance(bottoms, last) : mean_distance(middles, (first + last) / 2);
  return cut ? std::min(kCutRow * aligned, mean_distance(tops, first)) : aligned;
}

// Lines of the category column that belong together: from their first line's top to their last one's bottom.
std::vector<CellLine> category_texts(const std::vector<CellLine>& lines) {
  std::vector<CellLine> texts;
  for (const CellLine& line : lines) {
    if (!texts.empty() && line.y0 - texts.back().y1 < 0.8 * line.size) {
      texts.back().y1 = line.y1;
      texts.back().text += line.text;
    } else {
      texts.push_back(line);
    }
  }
  return texts;
}

// Marks the rows where centred category cells begin. A category stands in the middle of the rows it spans, so the end
// of one tells the beginning of the next; where that does not come out, it stands in its own first row.
void mark_centered_categories(const std::vector<CellLine>& lines, double top, double bottom,
                              std::vector<RowStart>& rows) {
  std::vector<double> edges{top};
  for (const RowStart& row : rows) edges.push_back(row.y);
  edges.push_back(bottom);
  double begin = top;
  for (const CellLine& text : category_texts(lines)) {
    const double slack = kSameLine * text.size;
    const bool centered = std::any_of(edges.begin(), edges.end(), [&](double end) {
      return end > begin && std::abs((begin + end) / 2 - text.center()) < slack;
    });
    if (!centered) begin = *std::prev(std::upper_bound(edges.begin() + 1, edges.end() - 1, text.center()));
    for (RowStart& row : rows) row.category = row.category || row.y == begin;
    const double end = 2 * text.center() - begin;
    const auto nearest = std::min_element(edges.begin(), edges.end(),
                                          [&](double a, double b) { return std::abs(a - end) < std::abs(b - end); });
    begin = std::max(*nearest, *std::upper_bound(edges.begin(), edges.end() - 1, begin));
  }
}

// Marks the rows where categories at the bottom of their cells begin: a category that spans rows stands in the last of
// them. Where the first one stands in the first row, none spans any.
void mark_bottom_categories(const std::vector<CellLine>& lines, double top, std::vector<RowStart>& rows) {
  const std::vector<CellLine> texts = category_texts(lines);
  if (texts.empty() || rows.empty()) return;
  const bool spans = texts.front().center() > rows.front().y;
  double begin = top;
  for (const CellLine& text : texts) {
    if (!spans)
      for (const RowStart& row : rows)
        if (row.y < text.center()) begin = row.y;
    for (RowStart& row : rows) row.category = row.category || row.y == begin;
    const auto next =
        std::find_if(rows.begin(), rows.end(), [&](const RowStart& row) { return row.y > text.center(); });
    if (next != rows.end()) begin = next->y;
  }
}

}  // namespace

RowFinder::RowFinder(ColumnRoles roles, const Options& options) : roles_(roles), texts_(options.standard) {
  if (options.standard == nullptr) return;
  for (const Tier& tier : options.standard->tiers)
    for (const Indicator& indicator : tier.indicators) names_.insert(utf8::decode(indicator.name));
}

std::vector<RowStart> RowFinder::next_part(const Columns& columns, PartEnds part) {
  const std::vector<Number> numbers = read_numbers(columns);
  return top_aligned() ? top_aligned_rows(columns, numbers) : aligned_rows(columns, numbers, part);
}

void RowFinder::look_at(const Columns& columns, PartEnds part) {
  if (roles_.number < 0) return;
  look_for_bottoms(columns, part);
  for (const CellLine& number : whole_numbers(columns[static_cast<std::size_t>(roles_.number)])) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (static_cast<int>(i) == roles_.number || static_cast<int>(i) == roles_.category || columns[i].empty())
        continue;
      const auto nearest =
          std::min_element(columns[i].begin(), columns[i].end(), [&](const CellLine& a, const CellLine& b) {
            return std::abs(a.center() - number.center()) < std::abs(b.center() - number.center());
          });
      offsets_.push_back((nearest->center() - number.center()) / nearest->size);
    }
  }
}

// Whether the texts that begin or end beside a number do the one or the other. Without known texts the lines above the
// table's first number tell.
void RowFinder::look_for_bottoms(const Columns& columns, PartEnds part) {
  const std::vector<CellLine> numbers = whole_numbers(columns[static_cast<std::size_t>(roles_.number)]);
  const std::vector<Extents> known = known_cells(columns);
  for (const CellLine& number : numbers) {
    const double slack = kSameLine * number.size;
    for (const Extents& cells : known) {
      for (const Extent& cell : cells) {
        if (cell.y1 - cell.y0 < number.size) continue;
        tops_ += std::abs(cell.y0 - number.center()) < slack ? 1 : 0;
        bottoms_ += std::abs(cell.y1 - number.center()) < slack ? 1 : 0;
      }
    }
  }
  if (!part.begins || numbers.empty() || numbers.front().text != U"1") return;
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (static_cast<int>(i) != roles_.category && !columns[i].empty())
      text_above_first_ =
          text_above_first_ || columns[i].front().center() < numbers.front().center() - numbers.front().size;
}

bool RowFinder::at_bottom() const { return tops_ + bottoms_ > 0 ? bottoms_ > tops_ : text_above_first_; }

// At the top, the first line of every cell stands beside the number, or as far above or below it as another font brings
// with it; in the middle, cells of an even and of an odd number of lines differ by half a line.
bool RowFinder::beside_numbers() const {
  if (offsets_.empty()) return true;
  std::vector<double> offsets = offsets_;
  const auto middle = offsets.begin() + static_cast<std::ptrdiff_t>(offsets.size() / 2);
  std::nth_element(offsets.begin(), middle, offsets.end());
  const double usual = *middle;
  const auto equal =
      std::count_if(offsets.begin(), offsets.end(), [&](double offset) { return std::abs(offset - usual) < kOneLine; });
  return static_cast<double>(equal) >= kBesideAtTop * static_cast<double>(offsets.size());
}

std::vector<RowFinder::Number> RowFinder::read_numbers(const Columns& columns) {
  std::vector<Number> found;
  if (roles_.number < 0) return found;
  const std::vector<CellLine>& lines = columns[static_cast<std::size_t>(roles_.number)];
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const CellLine& line = lines[i];
    if (!is_number(line.text)) continue;
    const std::u32string rest = std::exchange(rest_of_number_, {});
    if (i == 0 && line.text == rest) continue;  // the second half of a number that the page's end cut
    const std::u32string next = utf8::decode(std::to_string(last_number_ + 1));
    std::u32string number = line.text;
    double bottom = line.y1;
    if (line.text != next && wraps(lines, i, last_number_)) {
      number += lines[++i].text;
      bottom = lines[i].y1;
    } else if (line.text != next && i + 1 == lines.size() && next.starts_with(line.text)) {
      rest_of_number_ = next.substr(line.text.size());
      number = next;
    }
    last_number_ = value_of(number);
    found.push_back({top_of_row(line, columns), (line.y0 + bottom) / 2});
  }
  return found;
}

void RowFinder::add_names(const Columns& columns, std::vector<double>& starts) const {
  if (roles_.name < 0) return;
  const std::vector<CellLine>& lines = columns[static_cast<std::size_t>(roles_.name)];
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const double top = top_of_row(lines[i], columns);
    const bool known =
        std::any_of(starts.begin(), starts.end(), [&](double y) { return std::abs(y - top) < lines[i].size; });
    const bool apart = i == 0 || lines[i].y0 - lines[i - 1].y1 > lines[i].size;
    if (!known && begins_name(lines, i) && completes_name(lines, i, starts) &&
        cells_beside(lines[i], columns) >= (apart ? kBesideApart : kBesideName))
      starts.push_back(top);
  }
}

bool RowFinder::begins_name(const std::vector<CellLine>& lines, std::size_t i) const {
  std::u32string text;
  for (std::size_t k = i; k < std::min(lines.size(), i + kMostNameLines); ++k) {
    text += lines[k].text;
    if (names_.contains(text)) return true;
  }
  return false;
}

// The lines above, back to where a row began, are no beginning of a longer name.
bool RowFinder::completes_name(const std::vector<CellLine>& lines, std::size_t i,
                               const std::vector<double>& starts) const {
  double begin = std::numeric_limits<double>::lowest();
  for (const double y : starts)
    if (y < lines[i].y0 - lines[i].size / 2) begin = std::max(begin, y);
  std::u32string text;
  for (std::size_t k = 0; k < i; ++k)
    if (lines[k].y1 > begin) text += lines[k].text;
  return text.empty() || std::none_of(names_.begin(), names_.end(), [&](const std::u32string& name) {
           return name.starts_with(text + lines[i].text);
         });
}

std::vector<RowStart> RowFinder::top_aligned_rows(const Columns& columns, const std::vector<Number>& numbers) const {
  std::vector<double> starts;
  for (const Number& number : numbers) starts.push_back(number.top);
  add_names(columns, starts);
  std::sort(starts.begin(), starts.end());
  const double first = first_top(columns);
  std::vector<RowStart> rows;
  for (const double y : starts) {
    if (y <= first) continue;
    RowStart row{y, false};
    if (roles_.category >= 0)
      for (const CellLine& line : columns[static_cast<std::size_t>(roles_.category)])
        row.category = row.category || (line.y0 > y - 2 && line.y0 < y + line.size);
    rows.push_back(row);
  }
  return rows;
}

// Where the standard's own texts stand, by column.
std::vector<RowFinder::Extents> RowFinder::known_cells(const Columns& columns) const {
  std::vector<Extents> known(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (static_cast<int>(i) == roles_.category || static_cast<int>(i) == roles_.number) continue;
    std::vector<std::u32string_view> lines;
    for (const CellLine& line : columns[i]) lines.emplace_back(line.text);
    for (const KnownCell& cell : texts_.find(lines))
      known[i].push_back({columns[i][cell.begin].center(), columns[i][cell.end - 1].center()});
  }
  return known;
}

// The cheapest way to cut the part at gaps between lines.
std::vector<RowStart> RowFinder::aligned_rows(const Columns& columns, const std::vector<Number>& numbers,
                                              PartEnds part) const {
  const bool bottom = beside_numbers();
  const std::vector<Extents> known = known_cells(columns);
  const double pitch = line_pitch(columns, roles_.category);
  const auto text_cost = [&](double from, double to) {
    double cost = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (static_cast<int>(i) == roles_.category) continue;
      int whole = 0;
      double top = to;  // of the first whole text
      for (const Extent& cell : known[i]) {
        const bool begins = cell.y0 > from && cell.y0<to, finishes = cell.y1> from && cell.y1 < to;
        if (begins && finishes)
          ++whole, top = std::min(top, cell.y0);
        else if (begins || finishes)
          cost += kCutText / 2;  // The row on the other side of the cut has the other half.
      }
      cost += kTwoTexts * std::max(0, whole - 1);
      const CellLine* above = nullptr;
      for (const CellLine& line : columns[i]) {
        if (line.center() < from || line.center() > to) continue;
        if (above != nullptr && line.center() - above->center() > kLoose * pitch) cost += kLooseLines;
        if (above == nullptr && whole > 0 && line.center() < top) cost += kTextAbove;
        above = &line;
      }
    }
    return cost;
  };
  const std::vector<double> gaps = gaps_between_lines(columns, roles_.category);
  std::vector<RowStart> rows;
  if (gaps.size() < 3 || gaps.size() > kMostGaps) return rows;
  const std::size_t last = gaps.size() - 1;
  const auto cost_of = [&](std::size_t from, std::size_t to) {
    const auto count = std::count_if(numbers.begin(), numbers.end(), [&](const Number& number) {
      return number.center > gaps[from] && number.center < gaps[to];
    });
    const bool rest = from == 0 && !part.begins, cut = rest || (to == last && !part.ends);
    const double missing = rest ? kNoNumberAtTop : cut ? kNoNumberAtEnd : kNoNumber;
    const double penalty = count == 0 ? missing : kMoreNumbers * static_cast<double>(count - 1);
    return penalty + text_cost(gaps[from], gaps[to]) +
           spread(columns, roles_.category, gaps[from], gaps[to], cut, bottom);
  };
  std::vector<double> best(gaps.size(), std::numeric_limits<double>::max());
  std::vector<std::size_t> before(gaps.size(), 0);
  best[0] = 0;
  for (std::size_t to = 1; to <= last; ++to) {
    for (std::size_t from = 0; from < to; ++from) {
      const double cost = best[from] + cost_of(from, to);
      if (cost < best[to]) best[to] = cost, before[to] = from;
    }
  }
  for (std::size_t at = before[last]; at > 0; at = before[at]) rows.insert(rows.begin(), {gaps[at], false});
  if (roles_.category < 0) return rows;
  const std::vector<CellLine>& categories = columns[static_cast<std::size_t>(roles_.category)];
  if (bottom)
    mark_bottom_categories(categories, gaps.front(), rows);
  else
    mark_centered_categories(categories, gaps.front(), gaps.back(), rows);
  return rows;
}

}  // namespace gongshi::extract
