// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/web/css_tables.h"
#include "extract/web/elements.h"

#include <libxml/tree.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gongshi::extract {
namespace {

constexpr std::size_t kLeastRows = 3, kLeastColumns = 3;
constexpr std::size_t kLongestHeading = 60;  // bytes
constexpr std::size_t kMostChildren = 200'000;
constexpr int kMostGroups = 4;  // in each other

xmlNode* make_element(const char* name) { return xmlNewNode(nullptr, reinterpret_cast<const xmlChar*>(name)); }

bool is_blank(const xmlNode* node) {
  if (node->type == XML_COMMENT_NODE) return true;
  if (node->type != XML_TEXT_NODE) return false;
  const std::string_view text = node->content == nullptr ? "" : reinterpret_cast<const char*>(node->content);
  return text.find_first_not_of(" \t\r\n\f") == std::string_view::npos;
}

std::vector<xmlNode*> elements_in(const xmlNode* node) {
  std::vector<xmlNode*> elements;
  for (xmlNode* child = node->children; child != nullptr && elements.size() < kMostChildren; child = child->next)
    if (child->type == XML_ELEMENT_NODE) elements.push_back(child);
  return elements;
}

// What pages say to readers of screens, whatever their styles say; kOther where it is no part of a table.
Display display_of_role(std::string_view role) {
  constexpr std::pair<std::string_view, Display> kRoles[] = {
      {"table", Display::kTable},       {"grid", Display::kTable},     {"treegrid", Display::kTable},
      {"rowgroup", Display::kRowGroup}, {"row", Display::kRow},        {"cell", Display::kCell},
      {"gridcell", Display::kCell},     {"rowheader", Display::kCell}, {"columnheader", Display::kCell}};
  for (const auto& [name, display] : kRoles)
    if (role == name) return display;
  return Display::kOther;
}

// Nothing but white space beside its elements.
bool holds_only_elements(const xmlNode* node) {
  for (const xmlNode* child = node->children; child != nullptr; child = child->next)
    if (child->type != XML_ELEMENT_NODE && !is_blank(child)) return false;
  return true;
}

bool is_table_element(std::string_view name) {
  for (const std::string_view part : {"table", "thead", "tbody", "tfoot", "tr", "td", "th"})
    if (name == part) return true;
  return false;
}

class TableMaker {
 public:
  explicit TableMaker(const std::function<const Style&(const xmlNode*)>& style_of) : style_of_(style_of) {}

  void make(xmlDoc* page) {
    std::vector<xmlNode*> all;
    collect(page, all);
    for (xmlNode* node : all) style_of_(node);
    for (xmlNode* node : all) make_of_groups(node);
    // The innermost first: a table inside a cell is one before the cell moves.
    for (auto node = all.rbegin(); node != all.rend(); ++node) consider(*node);
  }

 private:
  static void collect(xmlDoc* page, std::vector<xmlNode*>& all) {
    xmlNode* root = xmlDocGetRootElement(page);
    for (xmlNode* node = root; node != nullptr;) {
      if (node->type == XML_ELEMENT_NODE) all.push_back(node);
      if (node->type == XML_ELEMENT_NODE && node->children != nullptr) {
        node = node->children;
        continue;
      }
      while (node != root && node->next == nullptr) node = node->parent;
      node = node == root ? nullptr : node->next;
    }
  }

  [[nodiscard]] Display display_of(const xmlNode* node) const {
    if (is_table_element(name_of(node))) return Display::kOther;  // made by its name
    const Display stated = style_of_(node).display.value.value_or(Display::kOther);
    if (stated == Display::kNone) return stated;
    const Display role = display_of_role(attribute_of(node, "role").value_or(std::string_view()));
    return role != Display::kOther ? role : stated;
  }

  static bool is_group(Display display) {
    return display == Display::kHeaderGroup || display == Display::kRowGroup || display == Display::kFooterGroup;
  }

  void consider(xmlNode* node) {
    if (is_table_element(name_of(node)) || name_of(node) == "html") return;
    const Display display = display_of(node);
    if (is_group(display) || display == Display::kRow) return;  // Part of the table that its parent is.
    if (display == Display::kGrid && make_grid(node)) return;
    if (make_of_rows(node)) return;
    static_cast<void>(make_of_flexible_rows(node));
  }

  // --- display: table -----------------------------------------------------------------------------------------------

  // The rows below `node`, with or without groups around them; cells that lie beside each other without a row are one.
  struct Rows {
    std::vector<std::vector<xmlNode*>> rows;
    std::vector<xmlNode*> captions;
    bool clean = true;  // nothing else in between
  };

  void find_rows(xmlNode* node, Rows& found, int depth = 0) const {
    std::vector<xmlNode*> loose;
    const auto end_row = [&] {
      if (!loose.empty()) found.rows.push_back(std::exchange(loose, {}));
    };
    for (xmlNode* child : elements_in(node)) {
      const Display display = display_of(child);
      if (display == Display::kNone) continue;
      if (display == Display::kCell) {
        loose.push_back(child);
        continue;
      }
      end_row();
      if (display == Display::kRow)
        found.rows.push_back(cells_in(child));
      else if (is_group(display) && depth < kMostGroups)
        find_rows(child, found, depth + 1);
      else if (display == Display::kCaption)
        found.captions.push_back(child);
      else
        found.clean = false;
    }
    end_row();
  }

  [[nodiscard]] std::vector<xmlNode*> cells_in(const xmlNode* row) const {
    std::vector<xmlNode*> cells;
    for (xmlNode* child : elements_in(row))
      if (display_of(child) != Display::kNone) cells.push_back(child);  // whatever stands in a row is a cell of it
    return cells;
  }

  bool make_of_rows(xmlNode* node) const {
    const bool stated = display_of(node) == Display::kTable;
    Rows found;
    find_rows(node, found);
    const bool heads = stated && found.clean && found.rows.size() == 1 && are_headings(found.rows.front());
    if (!heads && (found.rows.size() < kLeastRows || !is_wide(found.rows))) return false;
    // Rows without a table around them stand in one of their own; what else there is stays where it is.
    if (!stated && !found.clean) return make_of_runs(node);
    build(node, found.rows, found.captions);
    return true;
  }

  // Rows among other elements: each run of them is a table.
  bool make_of_runs(xmlNode* node) const {
    bool made = false;
    std::vector<xmlNode*> run;
    const auto end_run = [&] {
      std::vector<std::vector<xmlNode*>> rows;
      for (const xmlNode* row : run) rows.push_back(cells_in(row));
      if (rows.size() >= kLeastRows && is_wide(rows)) {
        build(holder_of(run), rows, {});
        made = true;
      }
      run.clear();
    };
    for (xmlNode* child : elements_in(node)) {
      if (display_of(child) == Display::kRow)
        run.push_back(child);
      else if (display_of(child) != Display::kNone)
        end_run();
    }
    end_run();
    return made;
  }

  // A table of one row with short cells is the head of the one that follows.
  static bool are_headings(const std::vector<xmlNode*>& cells) {
    return cells.size() > kLeastColumns && std::all_of(cells.begin(), cells.end(), [](xmlNode* cell) {
             xmlChar* text = xmlNodeGetContent(cell);
             const std::size_t bytes = text == nullptr ? 0 : std::string_view(reinterpret_cast<char*>(text)).size();
             xmlFree(text);
             return bytes > 0 && bytes <= kLongestHeading;
           });
  }

  static bool is_wide(const std::vector<std::vector<xmlNode*>>& rows) {
    const auto wide = std::count_if(rows.begin(), rows.end(),
                                    [](const std::vector<xmlNode*>& row) { return row.size() >= kLeastColumns; });
    return static_cast<std::size_t>(wide) >= kLeastRows;
  }

  // `node` becomes a table of the given rows; each cell keeps its element inside, so that its own looks stay.
  void build(xmlNode* node, const std::vector<std::vector<xmlNode*>>& rows, const std::vector<xmlNode*>& captions,
             const std::map<const xmlNode*, int>& spans = {}) const {
    xmlNode* table = make_element("table");
    for (xmlNode* caption : captions) {
      xmlNode* holder = make_element("caption");
      xmlUnlinkNode(caption);
      xmlAddChild(holder, caption);
      xmlAddChild(table, holder);
    }
    for (const std::vector<xmlNode*>& row : rows) {
      xmlNode* line = make_element("tr");
      xmlAddChild(table, line);
      for (xmlNode* cell : row) {
        xmlNode* holder = make_element("td");
        const Style& style = style_of_(cell);
        add_span(holder, "colspan", style.column_span.value.value_or(1));
        const auto span = spans.find(cell);
        add_span(holder, "rowspan", span != spans.end() ? span->second : style.row_span.value.value_or(1));
        xmlUnlinkNode(cell);
        xmlAddChild(holder, cell);
        xmlAddChild(line, holder);
      }
    }
    xmlAddChild(node, table);
  }

  static void add_span(xmlNode* cell, const char* name, int span) {
    if (span <= 1) return;
    xmlNewProp(cell, reinterpret_cast<const xmlChar*>(name),
               reinterpret_cast<const xmlChar*>(std::to_string(span).c_str()));
  }

  // --- display: grid ------------------------------------------------------------------------------------------------

  // Children fill the places of the grid row by row.
  bool make_grid(xmlNode* node) const {
    const int columns = style_of_(node).grid_columns.value.value_or(0);
    if (columns < static_cast<int>(kLeastColumns) || !holds_only_elements(node)) return false;
    std::vector<std::vector<xmlNode*>> rows(1);
    std::vector<int> busy(static_cast<std::size_t>(columns), 0);  // rows that a cell from above still covers
    int column = 0;
    const auto next_free = [&](int span) {
      while (true) {
        if (column + span > columns) {
          for (int& rest : busy) rest = std::max(0, rest - 1);
          rows.emplace_back();
          column = 0;
        }
        if (busy[static_cast<std::size_t>(column)] == 0) return;
        ++column;
      }
    };
    for (xmlNode* child : elements_in(node)) {
      const Style& style = style_of_(child);
      if (style.display.value == Display::kNone) continue;
      const int across = std::clamp(style.column_span.value.value_or(1), 1, columns);
      next_free(across);
      const int down = style.row_span.value.value_or(1);
      for (int i = 0; i < across; ++i) busy[static_cast<std::size_t>(column + i)] = down;
      rows.back().push_back(child);
      column += across;
      if (rows.size() > kMostChildren) return false;
    }
    if (rows.size() < kLeastRows) return false;
    build(node, rows, {});
    return true;
  }

  // --- display: flex ------------------------------------------------------------------------------------------------

  // What stands beside what is before it, as cells do.
  [[nodiscard]] bool stands_beside(const xmlNode* node) const {
    return style_of_(node).floated.value.value_or(false) || display_of(node) == Display::kInlineBlock;
  }

  // The cells of a line of boxes: the children of a flexible box, or of a block whose children all stand beside each
  // other, save for empty ones that end the line; empty for any other element.
  [[nodiscard]] std::vector<xmlNode*> boxes_in(const xmlNode* line) const {
    if (!holds_only_elements(line)) return {};
    std::vector<xmlNode*> cells = cells_in(line);
    if (display_of(line) == Display::kFlex) return cells;
    std::erase_if(cells, [&](const xmlNode* cell) { return cell->children == nullptr && !stands_beside(cell); });
    const bool beside =
        std::all_of(cells.begin(), cells.end(), [&](const xmlNode* cell) { return stands_beside(cell); });
    return beside ? cells : std::vector<xmlNode*>();
  }

  // Rows that are lines of boxes, most with equally many children: a table without the name.
  bool make_of_flexible_rows(xmlNode* node) const {
    const std::vector<xmlNode*> children = elements_in(node);
    bool made = false;
    std::vector<xmlNode*> lines;
    std::vector<std::vector<xmlNode*>> rows;
    const auto end_run = [&] {
      if (rows.size() >= kLeastRows && is_wide(rows) && are_mostly_equal(rows)) {
        build(lines.size() == children.size() ? node : holder_of(lines), rows, {});
        made = true;
      }
      lines.clear();
      rows.clear();
    };
    for (xmlNode* child : children) {
      if (display_of(child) == Display::kNone) continue;
      std::vector<xmlNode*> boxes = boxes_in(child);
      if (boxes.empty() && child->children == nullptr) continue;  // ends the floating of what is above
      if (boxes.empty()) {
        end_run();
        continue;
      }
      lines.push_back(child);
      rows.push_back(std::move(boxes));
    }
    end_run();
    return made;
  }

  // Lines of two boxes, a label and all the rows that it heads: category | (row, row, …).
  void make_of_groups(xmlNode* node) const {
    if (is_table_element(name_of(node)) || name_of(node) == "html") return;
    std::vector<std::vector<xmlNode*>> rows;
    std::map<const xmlNode*, int> spans;
    for (xmlNode* child : elements_in(node)) {
      if (display_of(child) == Display::kNone) continue;
      const std::vector<xmlNode*> boxes = boxes_in(child);
      if (boxes.size() != 2) {
        if (rows.empty()) continue;  // what stands above the groups
        break;
      }
      std::vector<std::vector<xmlNode*>> inner;
      for (xmlNode* line : elements_in(boxes[1])) {
        if (display_of(line) == Display::kNone) continue;
        inner.push_back(boxes_in(line));
        if (inner.back().size() < kLeastColumns) return;
      }
      if (inner.empty()) return;
      spans[boxes[0]] = static_cast<int>(inner.size());
      inner.front().insert(inner.front().begin(), boxes[0]);
      std::move(inner.begin(), inner.end(), std::back_inserter(rows));
    }
    if (rows.size() < kLeastRows || spans.size() < 2) return;
    // The table takes the place of the first group.
    xmlNode* group = rows.front().front()->parent;
    xmlNode* holder = make_element("div");
    xmlAddPrevSibling(group, holder);
    build(holder, rows, {}, spans);
  }

  static bool are_mostly_equal(const std::vector<std::vector<xmlNode*>>& rows) {
    const std::size_t width = rows.front().size();
    const auto equal =
        std::count_if(rows.begin(), rows.end(), [&](const std::vector<xmlNode*>& row) { return row.size() == width; });
    return 4 * static_cast<std::size_t>(equal) >= 3 * rows.size();
  }

  // A new element in the place of the first line that holds them all.
  static xmlNode* holder_of(const std::vector<xmlNode*>& lines) {
    xmlNode* holder = make_element("div");
    xmlAddPrevSibling(lines.front(), holder);
    for (xmlNode* line : lines) {
      xmlUnlinkNode(line);
      xmlAddChild(holder, line);
    }
    return holder;
  }

  const std::function<const Style&(const xmlNode*)>& style_of_;
};

}  // namespace

void make_css_tables(_xmlDoc* page, const std::function<const Style&(const _xmlNode*)>& style_of) {
  TableMaker(style_of).make(page);
}

}  // namespace gongshi::extract
