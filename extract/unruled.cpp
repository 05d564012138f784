// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/unruled.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <sstream>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "extract/table_rows.h"
#include "schema/data.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

// em; a wider gap in a line parts columns. Large type in narrow columns leaves less: then a gap counts where a column
// edge runs through it, or where the words of a header come out.
constexpr double kChunkGap = 0.7, kNarrowGap = 0.3, kGapAtEdge = 0.3, kColumnGap = 0.35;
constexpr double kSpaceGap = 1.2;        // em; a written space, with what Word adds between Chinese and Latin text
constexpr std::size_t kHeaderLines = 5;  // a header cell in a narrow column takes at most so many lines
constexpr int kHeaderWords = 3;          // header words that make a header row
constexpr double kSameColumns =
    6.0;                           // points; headers on two pages belong to one table when their words stand this near
constexpr double kBin = 0.5;       // points; resolution of the search for gaps
constexpr double kAtEdge = 3.0;    // points; a chunk that starts this near to where its column's text starts is aligned
constexpr double kFullRule = 0.5;  // of the table's width: a cross rule that parts rows
constexpr std::size_t kMostColumns = 12;

// --- header words
// -----------------------------------------------------------------------------------------------------------------

class HeaderWords {
 public:
  HeaderWords() {
    const Result<std::string> data = load_data("extract/header_words.txt");
    if (!data) return;
    std::string_view rest = *data;
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      add(rest.substr(0, end));
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
  }

  [[nodiscard]] bool matches(std::u32string_view cell) const {
    if (cell.size() > kLongest) return false;
    if (whole_.contains(std::u32string(cell))) return true;
    return std::any_of(ends_.begin(), ends_.end(), [&](const std::u32string& word) { return cell.ends_with(word); }) ||
           std::any_of(starts_.begin(), starts_.end(),
                       [&](const std::u32string& word) { return cell.starts_with(word); });
  }

 private:
  static constexpr std::size_t kLongest = 24;  // characters; a longer text is no heading

  void add(std::string_view line) {
    if (line.empty() || line.starts_with('#')) return;
    if (line.starts_with('*'))
      ends_.push_back(utf8::decode(line.substr(1)));
    else if (line.ends_with('*'))
      starts_.push_back(utf8::decode(line.substr(0, line.size() - 1)));
    else
      whole_.insert(utf8::decode(line));
  }

  std::unordered_set<std::u32string> whole_;
  std::vector<std::u32string> starts_, ends_;
};

const HeaderWords& header_words() {
  static const HeaderWords words;
  return words;
}

// The structural meaning of header words that rows hang on: extract/data/header_roles.tsv.
enum class Role { kNone, kNumber, kName, kCategory };

Role role_of(std::u32string_view heading) {
  static const std::map<std::u32string, Role, std::less<>> kRoles = [] {
    std::map<std::u32string, Role, std::less<>> roles;
    const Result<std::string> data = load_data("extract/header_roles.tsv");
    if (!data) return roles;
    std::istringstream lines(*data);
    for (std::string line; std::getline(lines, line);) {
      const std::size_t tab = line.find('\t');
      if (line.starts_with('#') || tab == std::string::npos) continue;
      const std::string role = line.substr(tab + 1);
      roles[utf8::decode(line.substr(0, tab))] = role == "number" ? Role::kNumber
                                                 : role == "name" ? Role::kName
                                                                  : Role::kCategory;
    }
    return roles;
  }();
  const auto found = kRoles.find(heading);
  return found == kRoles.end() ? Role::kNone : found->second;
}

// --- headers
// ----------------------------------------------------------------------------------------------------------------------

struct HeaderCell {
  double x0 = 0, x1 = 0;
  std::u32string text;
};

struct Header {
  std::size_t page = 0;
  std::size_t first_line = 0, end_line = 0;  // of the page's lines, half open
  double y0 = 0, y1 = 0;
  std::vector<HeaderCell> cells;  // left to right
  int words = 0;                  // cells that are header words
};

// The lines' chunks, those above one another taken together.
std::vector<HeaderCell> stacked_cells(const std::vector<Line>& lines, std::size_t begin, std::size_t end, double gap) {
  std::vector<HeaderCell> cells;
  for (std::size_t i = begin; i < end; ++i) {
    for (const Line& chunk : split_at_gaps(lines[i], gap)) {
      const auto over = std::find_if(cells.begin(), cells.end(), [&](const HeaderCell& cell) {
        return std::min(cell.x1, chunk.box.x1) - std::max(cell.x0, chunk.box.x0) >
               0.3 * std::min(cell.x1 - cell.x0, chunk.box.width());
      });
      if (over == cells.end()) {
        cells.push_back({chunk.box.x0, chunk.box.x1, plain_text(chunk)});
      } else {
        over->x0 = std::min(over->x0, chunk.box.x0);
        over->x1 = std::max(over->x1, chunk.box.x1);
        over->text += plain_text(chunk);
      }
    }
  }
  std::sort(cells.begin(), cells.end(), [](const HeaderCell& a, const HeaderCell& b) { return a.x0 < b.x0; });
  return cells;
}

// The best header that begins at line `begin`; its score is 0 where there is none.
std::pair<Header, double> header_at(const std::vector<Line>& lines, std::size_t begin) {
  std::pair<Header, double> best{{}, 0};
  for (std::size_t end = begin + 1; end <= std::min(lines.size(), begin + kHeaderLines); ++end) {
    if (end > begin + 1 && lines[end - 1].box.y0 - lines[end - 2].box.y1 > 2 * lines[end - 1].size) break;
    for (const double gap : {kChunkGap, kNarrowGap}) {
      std::vector<HeaderCell> cells = stacked_cells(lines, begin, end, gap);
      if (cells.size() > kMostColumns) continue;
      const auto words = std::count_if(cells.begin(), cells.end(),
                                       [](const HeaderCell& cell) { return header_words().matches(cell.text); });
      const double score =
          static_cast<double>(words) - 1.5 * static_cast<double>(cells.size() - static_cast<std::size_t>(words));
      if (words < kHeaderWords || score <= best.second) continue;
      best.first = {0, begin, end, lines[begin].box.y0, 0, std::move(cells), static_cast<int>(words)};
      for (std::size_t i = begin; i < end; ++i) best.first.y1 = std::max(best.first.y1, lines[i].box.y1);
      best.second = score;
    }
  }
  return best;
}

std::vector<Header> headers_of(const std::vector<Line>& lines, std::size_t page) {
  std::vector<Header> headers;
  for (std::size_t i = 0; i < lines.size();) {
    auto [header, score] = header_at(lines, i);
    // A title right above would become part of a cell: the header may begin some lines later.
    for (std::size_t later = i + 1; score > 0 && later < std::min(lines.size(), i + kHeaderLines); ++later)
      if (auto [other, better] = header_at(lines, later); better > score) header = std::move(other), score = better;
    if (score <= 0) {
      ++i;
      continue;
    }
    header.page = page;
    i = header.end_line;
    headers.push_back(std::move(header));
  }
  return headers;
}

bool same_columns(const Header& a, const Header& b) {
  if (a.cells.size() != b.cells.size()) return false;
  for (std::size_t i = 0; i < a.cells.size(); ++i)
    if (std::abs(a.cells[i].x0 - b.cells[i].x0) > kSameColumns ||
        std::abs(a.cells[i].x1 - b.cells[i].x1) > kSameColumns)
      return false;
  return true;
}

// --- tables
// -----------------------------------------------------------------------------------------------------------------------

// The part of a table that may stand on one page.
struct Part {
  std::size_t page = 0;
  const Header* header = nullptr;  // null where the page goes on without one
  std::size_t begin = 0, end = 0;  // lines below the header, half open
  bool ends = false;               // other text follows: the table is over
};

// One table: its parts page after page, under headers with the same columns.
struct Draft {
  std::vector<Part> parts;
  std::vector<double> edges;    // columns + 1
  std::vector<double> starts;   // by column: where most of its lines start
  std::vector<double> middles;  // and where most of them have their middle
  ColumnRoles roles;
};

std::vector<Draft> draft_tables(const std::vector<LooseText>& pages, const std::vector<Header>& headers) {
  std::vector<Draft> tables;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    const Header& header = headers[i];
    if (tables.empty() || !same_columns(header, *tables.back().parts.front().header)) tables.emplace_back();
    std::vector<Part>& parts = tables.back().parts;
    const bool last = i + 1 == headers.size();
    const std::size_t stop_page = last ? pages.size() - 1 : headers[i + 1].page;
    const std::size_t stop_line = last ? pages.back().lines.size() : headers[i + 1].first_line;
    for (std::size_t page = header.page; page <= stop_page; ++page) {
      const std::size_t begin = page == header.page ? header.end_line : 0;
      const std::size_t end = page == stop_page ? stop_line : pages[page].lines.size();
      if (page != header.page && begin == end) continue;
      parts.push_back({page, page == header.page ? &header : nullptr, begin, end, false});
    }
  }
  return tables;
}

// Counts, per bin across the page, how many lines of the table cover it.
class Coverage {
 public:
  explicit Coverage(double width) : counts_(static_cast<std::size_t>(std::max(0.0, width) / kBin) + 2, 0) {}

  void add(const Line& line) {
    std::size_t covered_to = 0;
    for (const Glyph* glyph : line.glyphs) {
      const std::size_t begin = std::max(bin(glyph->box.x0), covered_to), end = bin(glyph->box.x1);
      for (std::size_t i = begin; i < end; ++i) ++counts_[i];
      covered_to = std::max(covered_to, end);
    }
  }

  // The middle of the gap (bins covered least) that parts two columns between `from` and `to`: the first of `wide`
  // points, since short texts leave gaps behind them in their own column; the widest where none is so wide.
  [[nodiscard]] double gap(double from, double to, double wide) const {
    const std::size_t begin = bin(from), end = std::max(bin(to), begin + 1);
    const int least = *std::min_element(counts_.begin() + static_cast<std::ptrdiff_t>(begin),
                                        counts_.begin() + static_cast<std::ptrdiff_t>(end));
    std::size_t best = begin, best_size = 0;
    for (std::size_t i = begin; i < end && static_cast<double>(best_size) * kBin < wide;) {
      std::size_t stop = i;
      while (stop < end && counts_[stop] <= least) ++stop;
      if (stop - i > best_size) best = i, best_size = stop - i;
      i = std::max(stop, i + 1);
    }
    return (static_cast<double>(best) + static_cast<double>(best_size) / 2) * kBin;
  }

 private:
  [[nodiscard]] std::size_t bin(double x) const {
    return std::min(static_cast<std::size_t>(std::max(0.0, x) / kBin), counts_.size() - 1);
  }

  std::vector<int> counts_;
};

void find_columns(Draft& table, const std::vector<LooseText>& pages) {
  const std::vector<HeaderCell>& cells = table.parts.front().header->cells;
  Coverage coverage(pages[table.parts.front().page].page->page.width);
  double left = cells.front().x0, right = cells.back().x1;
  const Part& first = table.parts.front();
  const double size = pages[first.page].lines[first.header->first_line].size;
  for (const Part& part : table.parts) {
    const std::size_t begin = part.header != nullptr ? part.header->first_line : part.begin;
    for (std::size_t i = begin; i < part.end; ++i) {
      const Line& line = pages[part.page].lines[i];
      coverage.add(line);
      left = std::min(left, line.box.x0);
      right = std::max(right, line.box.x1);
    }
  }
  constexpr double kOutside = 2.0;  // points between text and the table's own sides
  table.edges.push_back(left - kOutside);
  for (std::size_t i = 0; i + 1 < cells.size(); ++i)
    table.edges.push_back(
        coverage.gap((cells[i].x0 + cells[i].x1) / 2, (cells[i + 1].x0 + cells[i + 1].x1) / 2, kColumnGap * size));
  table.edges.push_back(right + kOutside);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto column = static_cast<int>(i);
    if (role_of(cells[i].text) == Role::kNumber)
      table.roles.number = column;
    else if (role_of(cells[i].text) == Role::kName)
      table.roles.name = column;
    else if (role_of(cells[i].text) == Role::kCategory)
      table.roles.category = column;
  }
}

std::size_t column_of(const Draft& table, double x) {
  const auto after = std::upper_bound(table.edges.begin() + 1, table.edges.end() - 1, x);
  return static_cast<std::size_t>(after - table.edges.begin()) - 1;
}

bool at_edge(const Draft& table, double from, double to) {
  return std::any_of(table.edges.begin() + 1, table.edges.end() - 1,
                     [&](double edge) { return edge > from - 1 && edge < to + 1; });
}

// The line's pieces: cut at wide gaps, and at narrow ones that a column edge runs through.
std::vector<Line> chunks_of(const Draft& table, const Line& line) {
  return split_where(line, [&](const Glyph& left, const Glyph& right) {
    const double gap = right.box.x0 - left.box.x1;
    return gap > kChunkGap * line.size || (gap > kGapAtEdge * line.size && at_edge(table, left.box.x1, right.box.x0));
  });
}

double middle_of(const Line& chunk) { return (chunk.box.x0 + chunk.box.x1) / 2; }

// Where most lines of each column start, and where they have their middle.
void find_starts(Draft& table, const std::vector<LooseText>& pages) {
  using Votes = std::vector<std::map<long, int>>;
  Votes starts(table.edges.size() - 1), middles(table.edges.size() - 1);
  for (const Part& part : table.parts) {
    for (std::size_t i = part.begin; i < part.end; ++i) {
      for (const Line& chunk : chunks_of(table, pages[part.page].lines[i])) {
        const std::size_t column = column_of(table, chunk.box.x0 + chunk.size / 2);
        ++starts[column][std::lround(chunk.box.x0)];
        ++middles[column][std::lround(middle_of(chunk))];
      }
    }
  }
  const auto most = [&](const std::map<long, int>& votes, double fallback) {
    const auto found =
        std::max_element(votes.begin(), votes.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    return found == votes.end() ? fallback : static_cast<double>(found->first);
  };
  for (std::size_t column = 0; column + 1 < table.edges.size(); ++column) {
    table.starts.push_back(most(starts[column], table.edges[column]));
    table.middles.push_back(most(middles[column], table.edges[column]));
  }
}

bool is_aligned(const Draft& table, const Line& chunk) {
  const std::size_t column = column_of(table, chunk.box.x0 + chunk.size / 2);
  return std::abs(chunk.box.x0 - table.starts[column]) <= kAtEdge ||
         std::abs(middle_of(chunk) - table.middles[column]) <= kAtEdge;
}

// The same, but a written space holds words together: 公示期 5 天 has gaps as wide as those between columns.
std::vector<Line> sentences_of(const Draft& table, const Line& line) {
  return split_where(line, [&](const Glyph& left, const Glyph& right) {
    const double gap = right.box.x0 - left.box.x1;
    if (right.space_before) return gap > kSpaceGap * line.size;
    return gap > kChunkGap * line.size || (gap > kGapAtEdge * line.size && at_edge(table, left.box.x1, right.box.x0));
  });
}

// Running text has chunks that lie across several columns, or across an edge without being aligned with a column (a
// text that overflows its cell is).
bool is_running_text(const Draft& table, const Line& line) {
  for (const Line& chunk : sentences_of(table, line)) {
    int crossed = 0;
    for (std::size_t i = 1; i + 1 < table.edges.size(); ++i)
      if (chunk.box.x0 < table.edges[i] - 1 && chunk.box.x1 > table.edges[i] + 1) ++crossed;
    if (crossed >= 2 || (crossed == 1 && !is_aligned(table, chunk))) return true;
  }
  return false;
}

bool starts_with_a_column(const Draft& table, const Line& line) {
  const std::vector<Line> chunks = chunks_of(table, line);
  return std::any_of(chunks.begin(), chunks.end(), [&](const Line& chunk) { return is_aligned(table, chunk); });
}

// Ends the table where running text begins, and drops parts that come after.
void cut_running_text(Draft& table, const std::vector<LooseText>& pages) {
  std::vector<Part> kept;
  bool over = false;
  for (Part part : table.parts) {
    if (part.header != nullptr) over = false;
    if (over) continue;
    const std::vector<Line>& lines = pages[part.page].lines;
    for (std::size_t i = part.begin; i < part.end; ++i) {
      if (!is_running_text(table, lines[i])) continue;
      part.end = i;
      part.ends = over = true;
      break;
    }
    // Names and dates of signatures stand to the right, aligned with no column.
    std::size_t end = part.end;
    while (end > part.begin && !starts_with_a_column(table, lines[end - 1])) --end;
    const bool apart =
        end > part.begin && end < part.end && lines[end].box.y0 - lines[end - 1].box.y1 > lines[end].size;
    if (apart || (part.ends && end < part.end)) part.end = end, part.ends = over = true;
    if (part.begin < part.end || part.header != nullptr) kept.push_back(part);
  }
  table.parts = std::move(kept);
}

Columns columns_of(const Draft& table, const Part& part, const LooseText& page) {
  std::vector<std::vector<const Glyph*>> glyphs(table.edges.size() - 1);
  for (std::size_t i = part.begin; i < part.end; ++i)
    for (const Glyph* glyph : page.lines[i].glyphs)
      glyphs[column_of(table, (glyph->box.x0 + glyph->box.x1) / 2)].push_back(glyph);
  Columns columns;
  for (std::vector<const Glyph*>& column : glyphs) {
    columns.emplace_back();
    for (const Line& line : make_lines(std::move(column)))
      columns.back().push_back({line.box.y0, line.box.y1, line.size, plain_text(line)});
  }
  return columns;
}

// --- rules
// ------------------------------------------------------------------------------------------------------------------------

// Heights of drawn rules that cross most of the table.
std::vector<double> cross_rules(const Draft& table, const PageContent& page, double top, double bottom) {
  std::map<long, double> length;  // by point of height
  const double left = table.edges.front(), right = table.edges.back();
  for (const Rule& rule : page.rules)
    if (rule.horizontal() && rule.y0 >= top && rule.y1 <= bottom)
      length[std::lround((rule.y0 + rule.y1) / 2)] +=
          std::max(0.0, std::min(rule.x1, right + 20) - std::max(rule.x0, left - 20));
  std::vector<double> heights;
  for (const auto& [y, covered] : length)
    if (covered > kFullRule * (right - left)) heights.push_back(static_cast<double>(y));
  return heights;
}

// Moves the table's sides out to where its cross rules end.
void widen_to_rules(Draft& table, const std::vector<LooseText>& pages) {
  constexpr double kFarthest = 250.0;  // points; the last column may hold short texts only
  double left = table.edges.front(), right = table.edges.back();
  for (const Part& part : table.parts) {
    if (part.header == nullptr) continue;
    std::map<long, Box> across;  // by point of height; a rule may be drawn cell by cell
    for (const Rule& rule : pages[part.page].page->rules)
      if (rule.horizontal() && std::abs(rule.y0 - part.header->y0) <= 30)
        across[std::lround(rule.y0)] = united(across[std::lround(rule.y0)], {rule.x0, rule.y0, rule.x1, rule.y0 + 1});
    for (const auto& [y, box] : across) {
      if (box.width() < kFullRule * (right - left)) continue;
      if (box.x0 > table.edges.front() - kFarthest) left = std::min(left, box.x0);
      if (box.x1 < table.edges.back() + kFarthest) right = std::max(right, box.x1);
    }
  }
  table.edges.front() = left;
  table.edges.back() = right;
}

class RuleMaker {
 public:
  RuleMaker(const Draft& table, const std::vector<LooseText>& pages, const Options& options)
      : table_(table), pages_(pages), finder_(table.roles, options), rows_are_ruled_(rows_are_ruled(options)) {}

  void make(std::vector<std::vector<Rule>>& rules) {
    for (const Part& part : table_.parts) finder_.look_at(columns_of(table_, part, pages_[part.page]), ends_of(part));
    for (std::size_t i = 0; i < table_.parts.size(); ++i) add_part(i, rules[table_.parts[i].page]);
  }

 private:
  void add_part(std::size_t index, std::vector<Rule>& rules) {
    const Part& part = table_.parts[index];
    const LooseText& page = pages_[part.page];
    const double size = part.begin < part.end ? page.lines[part.begin].size : 10;
    const bool goes_on = index + 1 < table_.parts.size() && table_.parts[index + 1].page != part.page && !part.ends;
    double text_top = part.header != nullptr ? part.header->y0 : page.lines[part.begin].box.y0;
    double text_bottom = part.header != nullptr ? part.header->y1 : text_top;
    for (std::size_t i = part.begin; i < part.end; ++i) text_bottom = std::max(text_bottom, page.lines[i].box.y1);
    const std::vector<double> drawn = cross_rules(table_, *page.page, text_top - 2 * size, text_bottom + 2 * size);
    const bool rule_above = !drawn.empty() && drawn.front() <= text_top + 1;
    const bool rule_below = !drawn.empty() && drawn.back() >= text_bottom - 1;
    // Open sides reach past the text by more than any tolerance, so that the grid shows them as open.
    constexpr double kOpenEnd = 10.0;
    const bool open_top = part.header == nullptr && !rule_above, open_bottom = goes_on && !rule_below;
    const auto below_top = std::upper_bound(drawn.begin(), drawn.end(), text_top + 1);
    const double top = rule_above ? *std::prev(below_top) : text_top - 1;
    const double bottom = rule_below ? drawn.back() : text_bottom + 1;
    for (const double x : table_.edges)
      rules.push_back({x, open_top ? top - kOpenEnd : top, x, open_bottom ? bottom + kOpenEnd : bottom, 0});
    if (!rule_above && !open_top) add_across(rules, top, 0);
    if (!rule_below && !open_bottom) add_across(rules, bottom, 0);
    add_rows(part, page, drawn, rules);
  }

  [[nodiscard]] PartEnds ends_of(const Part& part) const {
    return {&part == &table_.parts.front(), part.ends || &part == &table_.parts.back()};
  }

  void add_across(std::vector<Rule>& rules, double y, std::size_t from_column) const {
    rules.push_back({table_.edges[from_column], y, table_.edges.back(), y, 0});
  }

  void add_rows(const Part& part, const LooseText& page, const std::vector<double>& drawn, std::vector<Rule>& rules) {
    const Columns columns = columns_of(table_, part, page);
    const std::vector<RowStart> rows = finder_.next_part(columns, ends_of(part));
    const double header_end = part.header != nullptr ? part.header->y1 : -1;
    if (part.header != nullptr) {
      double below = std::numeric_limits<double>::max();
      for (const auto& column : columns)
        if (!column.empty()) below = std::min(below, column.front().y0);
      const bool parted =
          std::any_of(drawn.begin(), drawn.end(), [&](double y) { return y > header_end - 2 && y < below + 2; });
      if (part.begin < part.end && !parted) add_across(rules, (header_end + below) / 2, 0);
    }
    for (const RowStart& row : rows)
      if (!parted_by_drawn(row.y, drawn, rows))
        add_across(rules, row.y, row.category || table_.roles.category != 0 ? 0 : 1);
  }

  // Where the table draws rules between rows, a rule near by parts them, and the first row of a band between two rules
  // needs nothing.
  [[nodiscard]] bool parted_by_drawn(double y, const std::vector<double>& drawn,
                                     const std::vector<RowStart>& rows) const {
    if (!rows_are_ruled_) return false;
    constexpr double kNear = 8.0;  // points
    if (std::any_of(drawn.begin(), drawn.end(), [&](double rule) { return std::abs(rule - y) < kNear; })) return true;
    const auto above = std::upper_bound(drawn.begin(), drawn.end(), y);
    if (above == drawn.begin()) return false;
    return std::none_of(rows.begin(), rows.end(),
                        [&](const RowStart& other) { return other.y > *std::prev(above) - kNear && other.y < y - 1; });
  }

  // Nearly as many drawn rules as rows with a number.
  [[nodiscard]] bool rows_are_ruled(const Options& options) const {
    std::size_t rows = 0, rules = 0;
    RowFinder finder(table_.roles, options);
    for (const Part& part : table_.parts) finder.look_at(columns_of(table_, part, pages_[part.page]), ends_of(part));
    for (const Part& part : table_.parts) {
      if (part.begin == part.end) continue;
      const LooseText& page = pages_[part.page];
      rows += finder.next_part(columns_of(table_, part, page), ends_of(part)).size();
      rules += cross_rules(table_, *page.page, page.lines[part.begin].box.y0, page.lines[part.end - 1].box.y1).size();
    }
    constexpr double kNearly = 0.6;
    return static_cast<double>(rules) >= kNearly * static_cast<double>(rows);
  }

  const Draft& table_;
  const std::vector<LooseText>& pages_;
  RowFinder finder_;
  bool rows_are_ruled_;
};

}  // namespace

bool is_number_heading(std::u32string_view text) { return role_of(text) == Role::kNumber; }

std::vector<bool> header_lines(const std::vector<Line>& lines) {
  std::vector<bool> found(lines.size(), false);
  for (const Header& header : headers_of(lines, 0))
    for (std::size_t i = header.first_line; i < header.end_line; ++i) found[i] = true;
  return found;
}

std::vector<std::vector<Rule>> infer_rules(const std::vector<LooseText>& pages, const Options& options) {
  std::vector<std::vector<Rule>> rules(pages.size());
  std::vector<Header> headers;
  for (std::size_t page = 0; page < pages.size(); ++page)
    for (Header& header : headers_of(pages[page].lines, page)) headers.push_back(std::move(header));
  for (Draft& table : draft_tables(pages, headers)) {
    find_columns(table, pages);
    find_starts(table, pages);
    cut_running_text(table, pages);
    widen_to_rules(table, pages);
    RuleMaker(table, pages, options).make(rules);
  }
  return rules;
}

}  // namespace gongshi::extract
