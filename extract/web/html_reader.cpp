// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/web/html_reader.h"

#include <fmt/format.h>
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "extract/flow_document.h"
#include "extract/flow_pictures.h"
#include "extract/web/charset.h"
#include "extract/web/furniture.h"
#include "extract/web/style_rules.h"
#include "extract/web/transfer_encoding.h"
#include "extract/word/number_format.h"
#include "schema/refusal.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

constexpr int kDeepTable = 128;  // Where the depth of a table begins that stands deeper than kMostDepth.
constexpr int kMostDeepTables = 2;
constexpr int kMostDepth = 256;          // Elements in each other; the deepest CMS page seen has 40.
constexpr int kMostSpanSum = 5'000'000;  // Grid places that spans may claim together.
constexpr std::size_t kMostBytes = std::size_t{128} << 20;

using DocumentHandle = std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)>;

// Lists of element names, between spaces.
constexpr std::string_view kUnseen =
    " head script style noscript template title meta link object iframe frame frameset svg math audio video canvas map "
    "datalist base ";
constexpr std::string_view kBlocks =
    " address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr "
    "html legend li main menu nav ol optgroup p pre section summary ul tr td th thead tbody tfoot caption ";
constexpr std::string_view kSiteParts = " nav aside ";
constexpr std::string_view kSiteRoles = " navigation banner contentinfo complementary search menu ";

bool listed(std::string_view list, std::string_view name) {
  return list.find(fmt::format(" {} ", name)) != std::string_view::npos;
}

std::string_view name_of(const xmlNode* node) { return reinterpret_cast<const char*>(node->name); }

std::string_view attribute(const xmlNode* node, std::string_view name) {
  for (const xmlAttr* attr = node->properties; attr != nullptr; attr = attr->next)
    if (reinterpret_cast<const char*>(attr->name) == name)
      return attr->children != nullptr && attr->children->content != nullptr
                 ? reinterpret_cast<const char*>(attr->children->content)
                 : "";
  return {};
}

bool has_attribute(const xmlNode* node, std::string_view name) {
  for (const xmlAttr* attr = node->properties; attr != nullptr; attr = attr->next)
    if (reinterpret_cast<const char*>(attr->name) == name) return true;
  return false;
}

bool is_element(const xmlNode* node) { return node->type == XML_ELEMENT_NODE; }
bool is_text(const xmlNode* node) { return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE; }

int number_attribute(const xmlNode* node, std::string_view name, int fallback) {
  const std::string value(attribute(node, name));
  char* end = nullptr;
  const long number = std::strtol(value.c_str(), &end, 10);
  return end == value.c_str() ? fallback : static_cast<int>(std::clamp<long>(number, INT_MIN, INT_MAX));
}

// Walks everything below `root` without recursion. `visit` returns false to pass over an element's children.
template <typename Visit>
void walk(const xmlNode* root, const Visit& visit) {
  const xmlNode* node = root->children;
  while (node != nullptr) {
    if (visit(node) && is_element(node) && node->children != nullptr) {
      node = node->children;
      continue;
    }
    while (node != root && node->next == nullptr) node = node->parent;
    if (node == root) return;
    node = node->next;
  }
}

// How many cells and columns a table has of its own, and how many the largest table inside it has.
struct TableShape {
  int rows = 0, cells = 0, columns = 0;
};

struct Looks {
  bool centered = false, preserved = false, superscript = false, furniture = false;
  bool content = false;  // Inside article or main: header and footer there belong to the text.
  double font_size = 0;
};

class HtmlReader {
 public:
  HtmlReader(const xmlDoc* document, const PageCarrier& carrier, Source source, const Options& options)
      : page_(document), carrier_(carrier), source_(std::move(source)), options_(options) {}

  Result<Document> read() {
    const xmlNode* root = xmlDocGetRootElement(const_cast<xmlDoc*>(page_));
    if (root == nullptr) return no_text(fmt::format("{}: the page holds no text", source_.display()));
    collect_rules(root);
    Story story;
    body_ = &story;
    read_node(root, Looks{}, story, 0);
    finish_line(story);
    if (too_large_)
      return refusal("table-too-large", fmt::format("{}: a table with more than {} columns or {} cells",
                                                    source_.display(), limits_.columns, limits_.cells));
    if (too_deep_)
      document_.problems.push_back(
          {"part-unread",
           fmt::format("{}: tables more than {} deep in each other were left out.", source_.display(), kMostDepth), 0});
    for (Block& block : story.blocks)
      if (block.kind == Block::Kind::kParagraph && furniture_.is_line(block.paragraph.text.utf8))
        block.paragraph.furniture = true;
    document_.source = std::move(source_);
    document_.blocks = std::move(story.blocks);
    read_flow_pictures(document_, pictures_, options_);
    if (outside_pictures_ > 0 && !has_text(document_.blocks))
      return Error{"no-text", fmt::format("{}: no text, only pictures ({}) that are other files; read those.",
                                          document_.source.display(), outside_pictures_)};
    return with_text(std::move(document_), "page");
  }

 private:
  // The text of the paragraph that is being read, and where it goes.
  struct Story {
    std::vector<Block> blocks;
    Place place;
    int paragraphs = 0;
    std::string line;
    bool space_due = false;  // White space seen since the last character.
    Looks looks;             // Of the line's first character.
  };

  void collect_rules(const xmlNode* root) {
    walk(root, [&](const xmlNode* node) {
      if (is_element(node) && name_of(node) == "style")
        for (const xmlNode* child = node->children; child != nullptr; child = child->next)
          if (is_text(child) && child->content != nullptr) rules_.add(reinterpret_cast<const char*>(child->content));
      return true;
    });
  }

  // --- lines --------------------------------------------------------------------------------------------------------

  void finish_line(Story& story) {
    story.space_due = false;
    while (story.line.ends_with(' ')) story.line.pop_back();
    if (story.line.empty()) return;
    Place place = story.place;
    place.paragraph = story.paragraphs++;
    Paragraph paragraph = flow_paragraph(std::exchange(story.line, {}), place);
    paragraph.centered = story.looks.centered;
    paragraph.furniture = story.looks.furniture;
    paragraph.font_size = story.looks.font_size;
    story.blocks.push_back(paragraph_block(std::move(paragraph)));
  }

  void add_text(std::string_view text, const Looks& looks, Story& story) {
    for (std::size_t offset = 0; offset < text.size();) {
      const char32_t code = utf8::next(text, offset);
      const bool space = code == U' ' || code == U'\t' || code == U'\n' || code == U'\r' || code == U'\f';
      if (space && !looks.preserved) {
        story.space_due = true;
        continue;
      }
      if (looks.preserved && code == U'\n') {
        finish_line(story);
        continue;
      }
      if (code < 0x20 && code != U'\t') continue;
      add_character(code == 0xA0 || code == U'\t' ? U' ' : code, looks, story);
    }
  }

  static void add_character(char32_t code, const Looks& looks, Story& story) {
    if (story.line.empty()) {
      if (code == U' ') return;  // Indents are no part of the text.
      story.looks = looks;
    } else if (story.space_due) {
      story.line += ' ';
    }
    story.space_due = false;
    if (looks.superscript && (code == U'2' || code == U'3') &&
        (story.line.ends_with('m') || story.line.ends_with("米")))
      code = code == U'2' ? U'²' : U'³';
    utf8::append(story.line, code);
  }

  // --- elements -----------------------------------------------------------------------------------------------------

  bool hidden(const xmlNode* node, std::string_view name, const InlineStyle& style) const {
    if (listed(kUnseen, name)) return true;
    if (style.hidden) return true;
    if (style.shown) return false;
    if (has_attribute(node, "hidden")) return true;
    return rules_.hides(name, attribute(node, "id"), attribute(node, "class"));
  }

  // Parts of the site by element or role, and by the names people give them; never what holds a table worth reading.
  bool is_site_part(const xmlNode* node, std::string_view name, const Looks& looks) const {
    const bool stated = listed(kSiteParts, name) || listed(kSiteRoles, attribute(node, "role")) ||
                        (!looks.content && (name == "header" || name == "footer"));
    const bool named = name != "body" && name != "html" && name != "table" && name != "td" && name != "tr" &&
                       name != "p" && name != "span" &&
                       (furniture_.names(attribute(node, "class")) || furniture_.names(attribute(node, "id")));
    if (!stated && !named) return false;
    bool table = false;
    walk(node, [&](const xmlNode* inner) {
      if (is_element(inner) && name_of(inner) == "table") {
        const TableShape shape = shape_of(inner);
        table = table || (shape.rows > 2 && shape.columns > 2);
      }
      return !table;
    });
    return !table;
  }

  void read_children(const xmlNode* node, const Looks& looks, Story& story, int depth) {
    for (const xmlNode* child = node->children; child != nullptr && !too_large_; child = child->next)
      read_node(child, looks, story, depth);
  }

  void read_node(const xmlNode* node, const Looks& outer, Story& story, int depth) {
    if (is_text(node)) {
      if (node->content != nullptr) add_text(reinterpret_cast<const char*>(node->content), outer, story);
      return;
    }
    if (!is_element(node)) return;
    if (depth > kMostDepth) return read_flat(node, outer, story);
    const std::string_view name = name_of(node);
    const InlineStyle style = parse_style(attribute(node, "style"));
    if (hidden(node, name, style)) return;
    if (name == "br") return finish_line(story);
    if (name == "img") return note_picture(node, outer);
    if (name == "input" || name == "select" || name == "textarea") return read_control(node, name, outer, story, depth);
    const Looks looks = looks_of(node, name, style, outer);
    if (name == "table") return read_table_element(node, looks, story, depth);
    const bool block = listed(kBlocks, name);
    if (block) finish_line(story);
    if (name == "ol" && !style.no_list_number)
      read_list(node, looks, story, depth);
    else
      read_children(node, looks, story, depth + 1);
    if (block) finish_line(story);
  }

  /// Elements deeper than kMostDepth: their lines and tables, without the looks and numbers of lists, and without a
  /// call for each of them.
  void read_flat(const xmlNode* top, const Looks& looks, Story& story) {
    const auto is_block = [](const xmlNode* node) { return is_element(node) && listed(kBlocks, name_of(node)); };
    for (const xmlNode* node = top; node != nullptr && !too_large_;) {
      const bool inside = enter_flat(node, looks, story);
      if (inside && node->children != nullptr) {
        node = node->children;
        continue;
      }
      while (node != top && node->next == nullptr) {
        node = node->parent;
        if (is_block(node)) finish_line(story);
      }
      if (node == top) break;
      node = node->next;
    }
    finish_line(story);
  }

  /// True where the node's children are still to be read.
  bool enter_flat(const xmlNode* node, const Looks& looks, Story& story) {
    if (is_text(node)) {
      if (node->content != nullptr) add_text(reinterpret_cast<const char*>(node->content), looks, story);
      return false;
    }
    if (!is_element(node)) return false;
    const std::string_view name = name_of(node);
    if (hidden(node, name, parse_style(attribute(node, "style")))) return false;
    if (name == "br") finish_line(story);
    if (name == "img") note_picture(node, looks);
    if (name == "table") {
      if (deep_tables_ >= kMostDeepTables) {
        too_deep_ = true;
        return false;
      }
      ++deep_tables_;
      read_table_element(node, looks, story, kDeepTable);
      --deep_tables_;
      return false;
    }
    if (listed(kBlocks, name)) finish_line(story);
    return true;
  }

  Looks looks_of(const xmlNode* node, std::string_view name, const InlineStyle& style, Looks looks) const {
    if (const std::string_view align = attribute(node, "align"); !align.empty())
      looks.centered = align == "center" || align == "CENTER";
    if (name == "center" || name == "caption") looks.centered = true;
    if (style.centered) looks.centered = *style.centered;
    if (name == "h1") looks.font_size = 24;
    if (name == "h2") looks.font_size = 18;
    if (name == "h3") looks.font_size = 14;
    if (style.font_size) looks.font_size = *style.font_size;
    if (name == "pre") looks.preserved = true;
    if (name == "sup") looks.superscript = true;
    if (name == "article" || name == "main") looks.content = true;
    if (!looks.furniture && is_site_part(node, name, looks)) looks.furniture = true;
    return looks;
  }

  void note_picture(const xmlNode* node, const Looks& looks) {
    const std::string_view address = attribute(node, "src");
    if (looks.furniture || address.empty()) return;
    if (!address.starts_with("data:") && !carrier_.picture) {
      ++outside_pictures_;
      return;
    }
    pictures_.push_back({body_->blocks.size(), [this, address] {
                           return address.starts_with("data:") ? embedded(address) : carrier_.picture(address);
                         }});
  }

  // data:image/png;base64,iVBOR…
  static std::string embedded(std::string_view address) {
    const std::size_t comma = std::min(address.find(','), address.size());
    const bool base64 = address.substr(0, comma).ends_with(";base64");
    const std::string bytes = from_percents(address.substr(std::min(comma + 1, address.size())));
    return base64 ? from_base64(bytes) : bytes;
  }

  void read_control(const xmlNode* node, std::string_view name, const Looks& looks, Story& story, int depth) {
    if (name == "textarea") return read_children(node, looks, story, depth + 1);
    if (name == "select") {
      const xmlNode* shown = nullptr;
      walk(node, [&](const xmlNode* option) {
        if (is_element(option) && name_of(option) == "option" &&
            (shown == nullptr || has_attribute(option, "selected")))
          shown = option;
        return true;
      });
      if (shown != nullptr) read_children(shown, looks, story, depth + 1);
      return;
    }
    const std::string_view type = attribute(node, "type");
    if (type == "checkbox" || type == "radio")
      add_text(has_attribute(node, "checked") ? "☑" : "☐", looks, story);
    else if (type.empty() || type == "text" || type == "number" || type == "tel")
      add_text(attribute(node, "value"), looks, story);
  }

  // Browsers number the items of ol; the numbers are part of what people read.
  void read_list(const xmlNode* node, const Looks& looks, Story& story, int depth) {
    const std::string_view type = attribute(node, "type");
    const std::string_view format = type == "a"   ? "lowerLetter"
                                    : type == "A" ? "upperLetter"
                                    : type == "i" ? "lowerRoman"
                                    : type == "I" ? "upperRoman"
                                                  : "decimal";
    int number = number_attribute(node, "start", 1);
    for (const xmlNode* child = node->children; child != nullptr && !too_large_; child = child->next) {
      if (is_element(child) && name_of(child) == "li") {
        number = number_attribute(child, "value", number);
        finish_line(story);
        const InlineStyle style = parse_style(attribute(child, "style"));
        if (hidden(child, "li", style)) continue;
        if (!style.no_list_number) add_text(format_number(number, format) + ". ", looks, story);
        if (number < INT_MAX) ++number;
        read_item(child, looks_of(child, "li", style, looks), story, depth + 1);
        finish_line(story);
      } else {
        read_node(child, looks, story, depth + 1);
      }
    }
  }

  // An item's first paragraph goes on behind its number.
  void read_item(const xmlNode* item, const Looks& looks, Story& story, int depth) {
    const std::size_t numbered = story.line.size();
    for (const xmlNode* child = item->children; child != nullptr && !too_large_; child = child->next) {
      const bool first =
          is_element(child) && (name_of(child) == "p" || name_of(child) == "div") && story.line.size() == numbered;
      if (first)
        read_children(child, looks, story, depth + 1);
      else
        read_node(child, looks, story, depth);
    }
  }

  // --- tables -------------------------------------------------------------------------------------------------------

  // Calls `visit` for each row of the table itself, in the order they are shown, with its group's number.
  template <typename Visit>
  void for_each_row(const xmlNode* table, const Visit& visit) const {
    int group = 0;
    const auto rows_of = [&](const xmlNode* parent) {
      for (const xmlNode* row = parent->children; row != nullptr; row = row->next)
        if (is_element(row) && name_of(row) == "tr" && !hidden(row, "tr", parse_style(attribute(row, "style"))))
          visit(row, group);
    };
    const auto groups = [&](std::string_view wanted) {
      for (const xmlNode* child = table->children; child != nullptr; child = child->next) {
        if (!is_element(child) || name_of(child) != wanted ||
            hidden(child, wanted, parse_style(attribute(child, "style"))))
          continue;
        ++group;
        rows_of(child);
      }
    };
    groups("thead");
    for (const xmlNode* child = table->children; child != nullptr; child = child->next) {
      if (!is_element(child)) continue;
      const std::string_view name = name_of(child);
      if (hidden(child, name, parse_style(attribute(child, "style")))) continue;
      if (name == "tbody") {
        ++group;
        rows_of(child);
        ++group;
      } else if (name == "tr") {
        visit(child, group);
      } else if (name == "form" || name == "div") {  // Wrong, and common.
        rows_of(child);
      }
    }
    groups("tfoot");
  }

  template <typename Visit>
  void for_each_cell(const xmlNode* row, const Visit& visit) const {
    for (const xmlNode* cell = row->children; cell != nullptr; cell = cell->next) {
      if (!is_element(cell)) continue;
      const std::string_view name = name_of(cell);
      if ((name == "td" || name == "th") && !hidden(cell, name, parse_style(attribute(cell, "style")))) visit(cell);
    }
  }

  TableShape shape_of(const xmlNode* table) const {
    TableShape shape;
    for_each_row(table, [&](const xmlNode* row, int) {
      int columns = 0;
      for_each_cell(row, [&](const xmlNode* cell) {
        ++shape.cells;
        columns += std::clamp(number_attribute(cell, "colspan", 1), 1, limits_.columns);
      });
      shape.columns = std::max(shape.columns, columns);
      ++shape.rows;
    });
    return shape;
  }

  // Tables that only lay out the page: a single column or cell, or fewer cells than a table inside.
  bool is_layout(const xmlNode* table) const {
    if (attribute(table, "role") == "presentation") return true;
    const TableShape own = shape_of(table);
    if (own.columns <= 1) return true;
    bool larger_inside = false;
    walk(table, [&](const xmlNode* node) {
      if (is_element(node) && name_of(node) == "table") {
        const TableShape inner = shape_of(node);
        larger_inside = larger_inside || (inner.cells > own.cells && inner.columns > 1);
      }
      return !larger_inside;
    });
    return larger_inside;
  }

  void read_table_element(const xmlNode* node, const Looks& looks, Story& story, int depth) {
    finish_line(story);
    if (++table_elements_ > limits_.cells) too_large_ = true;
    if (too_large_) return;
    for (const xmlNode* child = node->children; child != nullptr; child = child->next)
      if (is_element(child) && name_of(child) == "caption") read_node(child, looks, story, depth + 1);
    if (is_layout(node))
      dissolve(node, looks, story, depth);
    else
      read_table(node, looks, story, depth);
    finish_line(story);
  }

  void dissolve(const xmlNode* node, const Looks& looks, Story& story, int depth) {
    for_each_row(node, [&](const xmlNode* row, int) {
      for_each_cell(row, [&](const xmlNode* cell) {
        const Looks inner = looks_of(cell, name_of(cell), parse_style(attribute(cell, "style")), looks);
        finish_line(story);
        read_children(cell, inner, story, depth + 1);
        finish_line(story);
      });
    });
  }

  // The table model of HTML: a cell takes the next free places of its row; spans down end with the row group.
  struct Grid {
    Table table;
    std::vector<int> busy_until;          // Per column: first row that no cell from above covers.
    std::vector<int> row_group;           // Group of each row.
    std::vector<std::size_t> open_ended;  // Cells with rowspan 0 or beyond: cut at the end.
  };

  void read_table(const xmlNode* node, const Looks& looks, Story& story, int depth) {
    Grid grid;
    grid.table.place.table = tables_++;
    for_each_row(node, [&](const xmlNode* row, int group) {
      if (too_large_) return;
      if (grid.table.rows >= limits_.rows) too_large_ = true;
      // A new group: nothing from above reaches into it.
      if (!grid.row_group.empty() && grid.row_group.back() != group)
        std::fill(grid.busy_until.begin(), grid.busy_until.end(), grid.table.rows);
      grid.row_group.push_back(group);
      int column = 0;
      for_each_cell(row, [&](const xmlNode* cell) {
        read_cell(cell, looks_of(row, "tr", parse_style(attribute(row, "style")), looks), grid, column, depth);
      });
      ++grid.table.rows;
    });
    cut_spans(grid);
    if (!too_large_ && grid.table.rows > 0 && grid.table.cols > 0)
      story.blocks.push_back(table_block(std::move(grid.table)));
  }

  void read_cell(const xmlNode* node, const Looks& row_looks, Grid& grid, int& column, int depth) {
    if (too_large_) return;
    const int row = grid.table.rows;
    const auto busy = [&](int at) {
      return static_cast<std::size_t>(at) < grid.busy_until.size() &&
             grid.busy_until[static_cast<std::size_t>(at)] > row;
    };
    while (busy(column)) ++column;
    Cell cell;
    cell.row = row;
    cell.col = column;
    const int wanted = std::clamp(number_attribute(node, "colspan", 1), 1, limits_.columns);
    cell.col_span = 1;
    while (cell.col_span < wanted && !busy(column + cell.col_span)) ++cell.col_span;
    const int down = number_attribute(node, "rowspan", 1);
    cell.row_span = down <= 0 || down > limits_.rows ? limits_.rows : down;
    column += cell.col_span;
    span_sum_ += cell.col_span;
    if (column > limits_.columns || ++cells_ > limits_.cells || span_sum_ > kMostSpanSum) {
      too_large_ = true;
      return;
    }
    if (grid.busy_until.size() < static_cast<std::size_t>(column))
      grid.busy_until.resize(static_cast<std::size_t>(column), 0);
    std::fill(grid.busy_until.begin() + cell.col, grid.busy_until.begin() + column, row + cell.row_span);
    grid.table.cols = std::max(grid.table.cols, column);
    cell.place.table = grid.table.place.table;
    cell.place.row = cell.row;
    cell.place.cell = cell.col;
    Story story;
    story.place = cell.place;
    read_children(node, looks_of(node, name_of(node), parse_style(attribute(node, "style")), row_looks), story,
                  depth + 1);
    finish_line(story);
    fill_cell(cell, std::move(story.blocks));
    grid.table.cells.push_back(std::move(cell));
  }

  static void cut_spans(Grid& grid) {
    std::vector<int> group_end(grid.row_group.size());
    for (std::size_t row = grid.row_group.size(); row-- > 0;) {
      const bool last = row + 1 == grid.row_group.size() || grid.row_group[row + 1] != grid.row_group[row];
      group_end[row] = last ? static_cast<int>(row) + 1 : group_end[row + 1];
    }
    for (Cell& cell : grid.table.cells)
      cell.row_span = std::min(cell.row_span, group_end[static_cast<std::size_t>(cell.row)] - cell.row);
  }

  const xmlDoc* page_;
  const PageCarrier& carrier_;
  Source source_;
  const Options& options_;
  std::vector<FlowPicture> pictures_;
  const Story* body_ = nullptr;
  int outside_pictures_ = 0;
  Document document_;
  HidingRules rules_;
  const Furniture& furniture_ = Furniture::vocabulary();
  TableLimits limits_;
  int tables_ = 0, cells_ = 0, table_elements_ = 0, span_sum_ = 0;
  int deep_tables_ = 0;  // Being read, in each other.
  bool too_large_ = false, too_deep_ = false;
};

/// As htmlReadMemory, but without the parser's own bound of 256 elements in each other, past which it would read no
/// more: the reader goes on flatly there. nullptr where there is no page.
xmlDoc* parsed(const std::string& text, int flags) {
  htmlParserCtxt* context = htmlCreateMemoryParserCtxt(text.data(), static_cast<int>(text.size()));
  if (context == nullptr) return nullptr;
  htmlCtxtUseOptions(context, flags);
  context->options |= XML_PARSE_HUGE;
  if (xmlCharEncodingHandler* encoding = xmlFindCharEncodingHandler("UTF-8")) {
    xmlSwitchToEncoding(context, encoding);
    if (context->input != nullptr && context->input->encoding == nullptr)
      context->input->encoding = xmlStrdup(reinterpret_cast<const xmlChar*>("UTF-8"));
  }
  htmlParseDocument(context);
  xmlDoc* page = std::exchange(context->myDoc, nullptr);
  htmlFreeParserCtxt(context);
  return page;
}

}  // namespace

Result<Document> read_html_in(const PageCarrier& carrier, std::string_view bytes, Source source,
                              const Options& options) {
  if (bytes.size() > kMostBytes)
    return refusal("file-too-large", fmt::format("{}: a page of more than {} MB", source.display(), kMostBytes >> 20));
  const std::string declared = carrier.charset.empty() ? declared_charset(bytes) : carrier.charset;
  const DecodedText text = decode_text(bytes, declared);
  constexpr int kFlags =
      HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT;
  const DocumentHandle page(parsed(text.utf8, kFlags), &xmlFreeDoc);
  if (!page)
    return Error{"file-damaged", fmt::format("{}: the page cannot be parsed; get the file again.", source.display())};
  return HtmlReader(page.get(), carrier, std::move(source), options).read();
}

Result<Document> read_html(std::string_view bytes, Source source, const Options& options) {
  return read_html_in({}, bytes, std::move(source), options);
}

}  // namespace gongshi::extract
