// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/layout.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <iterator>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "extract/lines.h"
#include "extract/unruled.h"
#include "schema/characters.h"
#include "schema/chinese_signs.h"

namespace gongshi::extract {
namespace {

constexpr double kMargin = 0.10;  // share of the page's height at its top and bottom where furniture stands
constexpr double kRunningShare =
    0.6;  // a line at the same place on this share of the pages is a running header or footer
constexpr std::size_t kRunningPages = 3;  // and on at least so many
constexpr double kSameColumn = 3.0;       // points between the sides of one column on two pages
constexpr double kSheetShape = 1.2;       // width to height from which a sheet may hold two pages
constexpr double kFoldBand = 0.012;       // of the width, at both sides of the fold, where nothing stands
constexpr std::size_t kLeastOnSide = 30;  // characters
constexpr int kLeastFoldedColumns = 3;
constexpr double kOverhang = 0.6;  // em: text of a cell may stand this far outside the table

// What stands on a page besides characters of a page number.
constexpr std::u32string_view kPageNumberSigns = U"-–—－·•/|~〜";

bool is_page_number(const std::u32string& text) {
  int digits = 0;
  for (const char32_t code : text) {
    if (is_digit(code))
      ++digits;
    else if (kPageNumberSigns.find(code) == std::u32string_view::npos && code != signs::kOrdinalSign &&
             code != signs::kPageSign && code != signs::kTotalSign)
      return false;
  }
  return digits > 0 && digits <= 8 && text.size() <= 16;
}

bool in_margin(const Box& box, const Page& page) {
  return box.y1 < kMargin * page.height || box.y0 > (1 - kMargin) * page.height;
}

// The text with numbers replaced: running headers differ in the page number only, 9/12 as 10/12.
std::u32string without_numbers(const std::u32string& text) {
  std::u32string plain;
  for (const char32_t code : text) {
    const bool digit = code >= U'0' && code <= U'9';
    if (!digit || !plain.ends_with(U'0')) plain += digit ? U'0' : code;
  }
  return plain;
}

// A page taken apart: its grids with their glyphs, and the lines between them.
struct ParsedPage {
  const PageContent* content = nullptr;
  std::vector<Grid> grids;
  std::vector<bool> inferred;                                       // by grid: its columns were inferred; empty: none
  std::vector<std::vector<std::vector<const Glyph*>>> cell_glyphs;  // by grid, by cell
  std::vector<Line> lines;                                          // outside of grids, top to bottom
  std::vector<bool> furniture;                                      // by line
};

// Finds the cell of a point in a grid.
class CellFinder {
 public:
  explicit CellFinder(const Grid& grid) : grid_(grid), owner_(static_cast<std::size_t>(grid.rows() * grid.cols()), 0) {
    for (std::size_t i = 0; i < grid.cells.size(); ++i) {
      const GridCell& cell = grid.cells[i];
      for (int row = cell.row; row < cell.row + cell.row_span; ++row)
        for (int col = cell.col; col < cell.col + cell.col_span; ++col)
          owner_[static_cast<std::size_t>(row * grid.cols() + col)] = i;
    }
  }

  [[nodiscard]] std::optional<std::size_t> find(double x, double y, double overhang) const {
    if (x < grid_.box.x0 - overhang || x > grid_.box.x1 + overhang || y < grid_.box.y0 || y > grid_.box.y1)
      return std::nullopt;
    return owner_[static_cast<std::size_t>(interval(grid_.y, y) * grid_.cols() + interval(grid_.x, x))];
  }

 private:
  static int interval(const std::vector<double>& edges, double at) {
    const auto after = std::upper_bound(edges.begin() + 1, edges.end() - 1, at);
    return static_cast<int>(after - edges.begin()) - 1;
  }

  const Grid& grid_;
  std::vector<std::size_t> owner_;
};

// `strips`: grids that its rules alone do not make (find_strips).
ParsedPage parse_page(const PageContent& content, const std::vector<Rule>& rules, std::vector<Grid> strips,
                      const LayoutOptions& options) {
  ParsedPage page;
  page.content = &content;
  page.grids = std::move(strips);
  for (Grid& grid : find_grids(rules, options))
    if (grid.cols() >= 2) page.grids.push_back(std::move(grid));  // one column: a frame around running text
  std::sort(page.grids.begin(), page.grids.end(), [](const Grid& a, const Grid& b) { return a.box.y0 < b.box.y0; });
  std::vector<CellFinder> finders(page.grids.begin(), page.grids.end());
  for (const Grid& grid : page.grids) page.cell_glyphs.emplace_back(grid.cells.size());
  std::vector<const Glyph*> outside;
  for (const Glyph& glyph : content.glyphs) {
    const double x = (glyph.box.x0 + glyph.box.x1) / 2, y = (glyph.box.y0 + glyph.box.y1) / 2;
    bool found = false;
    for (std::size_t i = 0; i < finders.size() && !found; ++i) {
      const std::optional<std::size_t> cell = finders[i].find(x, y, kOverhang * static_cast<double>(glyph.size));
      if (cell) page.cell_glyphs[i][*cell].push_back(&glyph);
      found = cell.has_value();
    }
    if (!found) outside.push_back(&glyph);
  }
  page.lines = make_lines(std::move(outside));
  page.furniture.assign(page.lines.size(), false);
  return page;
}

void mark_page_numbers(ParsedPage& page) {
  for (std::size_t i = 0; i < page.lines.size(); ++i)
    if (in_margin(page.lines[i].box, page.content->page) && is_page_number(plain_text(page.lines[i])))
      page.furniture[i] = true;
}

bool holds_number(const Line& line, int wanted) {
  long number = -1;
  for (const char32_t code : plain_text(line) + U' ') {
    const bool digit = code >= U'0' && code <= U'9';
    if (!digit && number == wanted) return true;
    number = !digit ? -1 : std::min(10 * std::max(number, 0L) + static_cast<long>(code - U'0'), 1'000'000L);
  }
  return false;
}

// Lines that stand at the same height in the margins of most pages.
void mark_running_lines(std::vector<ParsedPage>& pages) {
  std::map<std::pair<std::u32string, long>, int> seen;
  const auto key_of = [](const Line& line) {
    return std::pair(without_numbers(plain_text(line)), std::lround(line.center_y() / 4));
  };
  // Two pages are few: there the line must count them.
  const bool few = pages.size() < kRunningPages;
  for (const ParsedPage& page : pages)
    for (const Line& line : page.lines)
      if (in_margin(line.box, page.content->page) && (!few || holds_number(line, page.content->page.number)))
        ++seen[key_of(line)];
  const double least = few ? static_cast<double>(pages.size())
                           : std::max<double>(kRunningPages, kRunningShare * static_cast<double>(pages.size()));
  for (ParsedPage& page : pages) {
    const std::vector<bool> header = header_lines(page.lines);  // a repeated header row is no running header
    for (std::size_t i = 0; i < page.lines.size(); ++i)
      if (!header[i] && in_margin(page.lines[i].box, page.content->page) && seen[key_of(page.lines[i])] >= least)
        page.furniture[i] = true;
  }
}

// Where the text of each column ends on this page: all that is known of the room of an inferred column.
std::vector<double> text_ends(const Grid& grid, const std::vector<std::vector<const Glyph*>>& glyphs) {
  std::vector<double> ends(static_cast<std::size_t>(grid.cols()), 0);
  for (std::size_t i = 0; i < grid.cells.size(); ++i)
    if (grid.cells[i].col_span == 1)
      for (const Glyph* glyph : glyphs[i]) {
        double& end = ends[static_cast<std::size_t>(grid.cells[i].col)];
        end = std::max(end, glyph->box.x1);
      }
  return ends;
}

Table make_table(const Grid& grid, const std::vector<std::vector<const Glyph*>>& glyphs, int page, bool ruled) {
  const std::vector<double> ends = text_ends(grid, glyphs);
  Table table;
  table.rows = grid.rows();
  table.cols = grid.cols();
  table.ruled = ruled;
  table.col_x = grid.x;
  table.open_top = grid.open_top;
  table.open_bottom = grid.open_bottom;
  table.place.page = page;
  table.place.box = grid.box;
  for (std::size_t i = 0; i < grid.cells.size(); ++i) {
    const GridCell& from = grid.cells[i];
    Cell cell;
    cell.row = from.row, cell.col = from.col, cell.row_span = from.row_span, cell.col_span = from.col_span;
    cell.place.page = page;
    cell.place.box = from.box;
    const std::vector<Line> lines = make_lines(glyphs[i]);
    TextRegion region = cell_region(lines, from.box, page);
    if (!ruled && from.col_span == 1) region.right = ends[static_cast<std::size_t>(from.col)];
    cell.paragraphs = make_paragraphs(lines, region);
    table.cells.push_back(std::move(cell));
  }
  return table;
}

bool is_empty_row(const Table& table, int row) {
  return std::all_of(table.cells.begin(), table.cells.end(), [&](const Cell& cell) {
    return row < cell.row || row >= cell.row + cell.row_span || cell.row_span > 1 || cell.paragraphs.empty();
  });
}

// The strip between the last cross rule and the page's end often holds nothing but the ends of the side rules.
void drop_empty_open_rows(Table& table) {
  const auto drop = [&](int row) {
    if (table.rows < 2 || !is_empty_row(table, row)) return;
    std::vector<Cell> kept;
    for (Cell& cell : table.cells) {
      if (cell.row <= row && row < cell.row + cell.row_span && --cell.row_span == 0) continue;
      if (cell.row > row) --cell.row;
      kept.push_back(std::move(cell));
    }
    table.cells = std::move(kept);
    --table.rows;
  };
  if (table.open_bottom) drop(table.rows - 1);
  if (table.open_top) drop(0);
}

bool is_inferred(const Grid& grid, const std::vector<Rule>& inferred) {
  return std::any_of(inferred.begin(), inferred.end(), [&](const Rule& rule) {
    return !rule.horizontal() && rule.x0 >= grid.box.x0 - 1 && rule.x1 <= grid.box.x1 + 1 &&
           rule.y0 >= grid.box.y0 - 1 && rule.y1 <= grid.box.y1 + 1;
  });
}

// The page's text column: from the leftmost to the rightmost character of its lines and tables.
TextRegion page_region(const ParsedPage& page) {
  double left = page.content->page.width, right = 0;
  for (const Line& line : page.lines) left = std::min(left, line.box.x0), right = std::max(right, line.box.x1);
  for (const Grid& grid : page.grids) left = std::min(left, grid.box.x0), right = std::max(right, grid.box.x1);
  return {left, right, page.content->page.number, true};
}

void append_paragraphs(std::vector<Block>& blocks, std::vector<Line>& lines, const TextRegion& region, bool furniture) {
  for (Paragraph& paragraph : make_paragraphs(lines, region)) {
    Block block;
    block.page = region.page;
    block.paragraph = std::move(paragraph);
    block.paragraph.furniture = furniture;
    blocks.push_back(std::move(block));
  }
  lines.clear();
}

void append_page(std::vector<Block>& blocks, const ParsedPage& page) {
  const TextRegion region = page_region(page);
  std::vector<Line> pending;
  bool pending_furniture = false;
  std::size_t next_grid = 0;
  const auto append_grids_above = [&](double y) {
    for (; next_grid < page.grids.size() && page.grids[next_grid].box.y0 < y; ++next_grid) {
      append_paragraphs(blocks, pending, region, pending_furniture);
      Block block;
      block.kind = Block::Kind::kTable;
      block.page = region.page;
      const bool ruled = page.inferred.empty() || !page.inferred[next_grid];
      block.table = make_table(page.grids[next_grid], page.cell_glyphs[next_grid], region.page, ruled);
      drop_empty_open_rows(block.table);
      blocks.push_back(std::move(block));
    }
  };
  for (std::size_t i = 0; i < page.lines.size(); ++i) {
    append_grids_above(page.lines[i].center_y());
    if (page.furniture[i] != pending_furniture) append_paragraphs(blocks, pending, region, pending_furniture);
    pending_furniture = page.furniture[i];
    pending.push_back(page.lines[i]);
  }
  append_paragraphs(blocks, pending, region, pending_furniture);
  append_grids_above(page.content->page.height + 1e6);
}

void mark_furniture(std::vector<ParsedPage>& pages) {
  for (ParsedPage& page : pages) mark_page_numbers(page);
  if (pages.size() > 1) mark_running_lines(pages);
}

bool same_columns(const Grid& a, const Grid& b) {
  return a.x.size() == b.x.size() && std::equal(a.x.begin(), a.x.end(), b.x.begin(),
                                                [](double x, double y) { return std::abs(x - y) <= kSameColumn; });
}

// Do the strip's columns stand where the table's do? Either may lack some: that of a merged category, say.
bool continues(const Grid& strip, const Grid& table) {
  constexpr std::ptrdiff_t kSharedSides = 3;
  return std::count_if(strip.x.begin(), strip.x.end(), [&](double x) {
           return std::any_of(table.x.begin(), table.x.end(),
                              [&](double other) { return std::abs(x - other) <= kSameColumn; });
         }) >= kSharedSides;
}

// Adds the pages that one row of the table on the page before fills from top to bottom.
void add_strips(std::vector<ParsedPage>& pages, const LayoutOptions& layout) {
  for (std::size_t i = 1; i < pages.size(); ++i) {
    if (!pages[i].grids.empty() || pages[i - 1].grids.empty()) continue;
    const Grid& table = pages[i - 1].grids.back();
    const PageContent& content = *pages[i].content;
    std::vector<Grid> strips = find_strips(content.rules, layout);
    std::erase_if(strips, [&](const Grid& strip) { return !continues(strip, table); });
    if (strips.size() == 1) pages[i] = parse_page(content, content.rules, std::move(strips), layout);
  }
}

// Rows that no rule parts: three lines with numbers that follow each other (two may be one number in a narrow column),
// or a number below the column's heading.
bool counts_rows(const std::vector<const Glyph*>& glyphs) {
  int run = 0, last = -1;
  bool heading = false;
  std::u32string words;
  for (const Line& line : make_lines(glyphs)) {
    const std::u32string text = plain_text(line);
    const bool number = text.size() <= 3 && std::all_of(text.begin(), text.end(),
                                                        [](char32_t code) { return code >= U'0' && code <= U'9'; });
    if (!number) {
      run = 0;
      heading = is_number_heading(words += text);
      continue;
    }
    int value = 0;
    for (const char32_t code : text) value = value * 10 + static_cast<int>(code - U'0');
    run = value == last + 1 ? run + 1 : 1;
    last = value;
    if (run >= 3 || heading) return true;
  }
  return false;
}

// Does text of at least three columns stand between the grid and the next one of the same columns? Then only every
// other row has a background.
bool skips_rows(const ParsedPage& page, std::size_t index) {
  const Grid& grid = page.grids[index];
  if (index + 1 >= page.grids.size() || !same_columns(grid, page.grids[index + 1])) return false;
  std::vector<bool> filled(static_cast<std::size_t>(grid.cols()), false);
  for (const Line& line : page.lines) {
    if (line.center_y() < grid.box.y1 || line.center_y() > page.grids[index + 1].box.y0) continue;
    for (const Glyph* glyph : line.glyphs) {
      const auto after = std::upper_bound(grid.x.begin(), grid.x.end(), (glyph->box.x0 + glyph->box.x1) / 2);
      if (after != grid.x.begin() && after != grid.x.end())
        filled[static_cast<std::size_t>(after - grid.x.begin()) - 1] = true;
    }
  }
  return std::count(filled.begin(), filled.end(), true) >= 3;
}

// The page with the text of its grids as loose as the rest.
ParsedPage without_grids(const ParsedPage& page) {
  ParsedPage loose;
  loose.content = page.content;
  std::vector<const Glyph*> glyphs;
  for (const Line& line : page.lines) glyphs.insert(glyphs.end(), line.glyphs.begin(), line.glyphs.end());
  for (const auto& cells : page.cell_glyphs)
    for (const auto& cell : cells) glyphs.insert(glyphs.end(), cell.begin(), cell.end());
  loose.lines = make_lines(std::move(glyphs));
  std::unordered_set<const Glyph*> furniture;
  for (std::size_t i = 0; i < page.lines.size(); ++i)
    if (page.furniture[i]) furniture.insert(page.lines[i].glyphs.begin(), page.lines[i].glyphs.end());
  for (const Line& line : loose.lines) loose.furniture.push_back(furniture.contains(line.glyphs.front()));
  return loose;
}

// Pages with tables that have columns but no rows, or backgrounds instead of rules: their grids say too little, so the
// text is looked at as if there were none. Empty where a page's grids are good.
std::vector<std::optional<ParsedPage>> set_aside_unfinished(const std::vector<ParsedPage>& pages) {
  std::vector<const Grid*> unfinished;
  for (const ParsedPage& page : pages) {
    for (std::size_t i = 0; i < page.grids.size(); ++i) {
      const auto& cells = page.cell_glyphs[i];
      if (skips_rows(page, i) || std::any_of(cells.begin(), cells.end(), counts_rows))
        unfinished.push_back(&page.grids[i]);
    }
  }
  std::vector<std::optional<ParsedPage>> loose(pages.size());
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const std::vector<Grid>& grids = pages[i].grids;
    const bool affected = std::any_of(grids.begin(), grids.end(), [&](const Grid& grid) {
      return std::any_of(unfinished.begin(), unfinished.end(),
                         [&](const Grid* other) { return same_columns(grid, *other); });
    });
    if (affected) loose[i] = without_grids(pages[i]);
  }
  return loose;
}

// Does the vertical rule share most of its height with an inferred one?
bool stands_beside(const Rule& rule, const std::vector<Rule>& inferred) {
  return std::any_of(inferred.begin(), inferred.end(), [&](const Rule& other) {
    return !other.horizontal() && std::min(rule.y1, other.y1) - std::max(rule.y0, other.y0) > (rule.y1 - rule.y0) / 2;
  });
}

// Adds the rules that tables without full rules lack, and takes those pages apart again.
void complete_tables(std::vector<ParsedPage>& pages, const Options& options, const LayoutOptions& layout) {
  const std::vector<std::optional<ParsedPage>> set_aside = set_aside_unfinished(pages);
  std::vector<LooseText> loose;
  for (std::size_t k = 0; k < pages.size(); ++k) {
    const ParsedPage& page = set_aside[k] ? *set_aside[k] : pages[k];
    loose.push_back({page.content, {}});
    for (std::size_t i = 0; i < page.lines.size(); ++i)
      if (!page.furniture[i]) loose.back().lines.push_back(page.lines[i]);
  }
  const std::vector<std::vector<Rule>> inferred = infer_rules(loose, options);
  bool changed = false;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (inferred[i].empty()) continue;
    std::vector<Rule> rules = pages[i].content->rules;
    // Columns are inferred; drawn ones a little beside them, or the sides of a frame, would make columns of their own.
    std::erase_if(rules, [&](const Rule& rule) {
      return !rule.horizontal() && (set_aside[i] || stands_beside(rule, inferred[i]));
    });
    rules.insert(rules.end(), inferred[i].begin(), inferred[i].end());
    std::vector<Grid> strips = find_strips(rules, layout);
    std::erase_if(strips, [&](const Grid& strip) { return !is_inferred(strip, inferred[i]); });
    ParsedPage page = parse_page(*pages[i].content, rules, std::move(strips), layout);
    for (std::size_t k = 0; k < page.grids.size(); ++k)
      page.inferred.push_back(is_inferred(page.grids[k], inferred[i]));
    pages[i] = std::move(page);
    changed = true;
  }
  if (changed) mark_furniture(pages);
}

// Two pages on one sheet (A4 side by side on an A3): where the sheet folds. Nothing is drawn across the fold, both
// sides have text, and one has a table of its own.
std::optional<double> fold_of(const PageContent& page, const LayoutOptions& layout) {
  const double width = page.page.width, height = page.page.height;
  if (!(width > kSheetShape * height)) return std::nullopt;
  const double middle = width / 2, band = kFoldBand * width;
  std::size_t left = 0, right = 0;
  for (const Glyph& glyph : page.glyphs) {
    if (glyph.box.x1 > middle - band && glyph.box.x0 < middle + band) return std::nullopt;
    ++(glyph.box.x0 < middle ? left : right);
  }
  if (std::min(left, right) < kLeastOnSide) return std::nullopt;
  std::vector<Rule> sides[2];
  for (const Rule& rule : page.rules) {
    if (rule.horizontal() && rule.x0 < middle - band && rule.x1 > middle + band) return std::nullopt;
    sides[rule.x0 + rule.x1 < width ? 0 : 1].push_back(rule);
  }
  for (const std::vector<Rule>& side : sides)
    for (const Grid& grid : find_grids(side, layout))
      if (grid.cols() >= kLeastFoldedColumns && grid.rows() >= 2) return middle;
  return std::nullopt;
}

PageContent half_of(const PageContent& page, double fold, bool left) {
  PageContent half;
  half.page = page.page;
  const auto inside = [&](double x0, double x1) { return ((x0 + x1) / 2 < fold) == left; };
  std::copy_if(page.glyphs.begin(), page.glyphs.end(), std::back_inserter(half.glyphs),
               [&](const Glyph& glyph) { return inside(glyph.box.x0, glyph.box.x1); });
  std::copy_if(page.rules.begin(), page.rules.end(), std::back_inserter(half.rules),
               [&](const Rule& rule) { return inside(rule.x0, rule.x1); });
  std::copy_if(page.pictures.begin(), page.pictures.end(), std::back_inserter(half.pictures),
               [&](const Box& box) { return inside(box.x0, box.x1); });
  return half;
}

}  // namespace

std::vector<Block> layout_pages(const std::vector<PageContent>& pages, const Options& options,
                                const LayoutOptions& layout) {
  std::deque<PageContent> halves;
  std::vector<ParsedPage> parsed;
  for (const PageContent& page : pages) {
    const std::optional<double> fold = fold_of(page, layout);
    if (!fold) {
      parsed.push_back(parse_page(page, page.rules, {}, layout));
      continue;
    }
    for (const bool left : {true, false}) {
      const PageContent& half = halves.emplace_back(half_of(page, *fold, left));
      parsed.push_back(parse_page(half, half.rules, {}, layout));
    }
  }
  add_strips(parsed, layout);
  mark_furniture(parsed);
  complete_tables(parsed, options, layout);
  std::vector<Block> blocks;
  for (const ParsedPage& page : parsed) append_page(blocks, page);
  return blocks;
}

std::vector<Block> layout_page(const PageContent& page, const Options& options, const LayoutOptions& layout) {
  return layout_pages({page}, options, layout);
}

}  // namespace gongshi::extract
