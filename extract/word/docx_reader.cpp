// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/word/docx_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <utility>
#include <vector>

#include "extract/ascii.h"
#include "extract/embedded.h"
#include "extract/flow_document.h"
#include "extract/flow_pictures.h"
#include "extract/kind.h"
#include "extract/word/docx_parts.h"
#include "extract/word/embedded_object.h"
#include "extract/word/number_format.h"
#include "extract/word/numbering.h"
#include "extract/word/styles.h"
#include "extract/word/symbols.h"
#include "office/package_relations.h"
#include "office/xml_part.h"
#include "office/zip_package.h"
#include "schema/chinese_signs.h"
#include "schema/refusal.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

constexpr int kMostEmbedded = 50;         // documents in one document
constexpr std::size_t kMostMargins = 60;  // page headers, or footers

// Namespaces that a branch of mc:AlternateContent may require of this reader; any other branch is passed over.
constexpr std::string_view kKnownRequirements = " wps wpg wpc wp14 w14 w15 w16 w16se w16cid a14 v o ";

// The pictures are loaded later, from `package`.
Result<DocxParts> load_parts(office::ZipPackage& package) {
  const std::string main =
      office::package_relations(package, "").first_of("officeDocument").value_or("word/document.xml");
  Result<std::string> document = package.read(main);
  if (!document)
    return document.error().code == "part-missing" ? Error{"file-damaged", document.error().message} : document.error();
  DocxParts parts;
  parts.document = std::move(*document);
  const office::Relations relations = office::package_relations(package, main);
  const std::pair<std::string_view, std::string*> others[] = {{"styles", &parts.styles},
                                                              {"numbering", &parts.numbering},
                                                              {"footnotes", &parts.footnotes},
                                                              {"endnotes", &parts.endnotes}};
  for (const auto& [kind, bytes] : others) {
    // By the relations, else where everybody has it.
    const std::string name =
        relations.first_of(kind).value_or(fmt::format("{}{}.xml", office::part_folder(main), kind));
    if (!package.has(name)) continue;
    Result<std::string> part = package.read(name);
    if (!part) return part.error();
    *bytes = std::move(*part);
  }
  parts.picture = [&package, relations](std::string_view id) {
    const std::optional<std::string> name = relations.target(id);
    return name ? package.read(*name).value_or(std::string()) : std::string();
  };
  parts.attached = parts.picture;
  return parts;
}

// The branch of mc:AlternateContent that a reader shows: the first whose requirements it knows.
pugi::xml_node chosen_branch(const pugi::xml_node& alternatives) {
  for (const pugi::xml_node& choice : alternatives.children("mc:Choice")) {
    std::string_view requires_list = choice.attribute("Requires").value();
    bool known = true;
    while (known && !requires_list.empty()) {
      const std::size_t space = std::min(requires_list.find(' '), requires_list.size());
      known = kKnownRequirements.find(fmt::format(" {} ", requires_list.substr(0, space))) != std::string_view::npos;
      requires_list.remove_prefix(std::min(space + 1, requires_list.size()));
    }
    if (known) return choice;
  }
  return alternatives.child("mc:Fallback");
}

bool is_removed(std::string_view name) { return name == "w:del" || name == "w:moveFrom"; }

bool is_wrapper(std::string_view name) {
  return name == "w:ins" || name == "w:moveTo" || name == "w:customXml" || name == "w:smartTag" ||
         name == "w:hyperlink" || name == "w:dir" || name == "w:bdo" || name == "w:sdtContent" ||
         name == "w:fldSimple" || name == "w:rubyBase";
}

// What stands for `node` where wrappers, content controls, changes and alternatives do not count: itself, or the node
// whose children take its place, or nothing.
enum class Standing { kItself, kChildren, kNothing };

std::pair<Standing, pugi::xml_node> standing(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  if (is_removed(name)) return {Standing::kNothing, {}};
  if (is_wrapper(name)) return {Standing::kChildren, node};
  if (name == "w:sdt") return {Standing::kChildren, node.child("w:sdtContent")};
  if (name == "w:ruby") return {Standing::kChildren, node.child("w:rubyBase")};
  if (name == "mc:AlternateContent") return {Standing::kChildren, chosen_branch(node)};
  return {Standing::kItself, node};
}

// Calls `visit` for the children of `node`, seen through wrappers, until it returns an error.
Result<void> for_each_child(const pugi::xml_node& node,
                            const std::function<Result<void>(const pugi::xml_node&)>& visit) {
  for (const pugi::xml_node& child : node.children()) {
    const auto [kind, target] = standing(child);
    Result<void> done;
    if (kind == Standing::kItself) done = visit(target);
    if (kind == Standing::kChildren) done = for_each_child(target, visit);
    if (!done) return done;
  }
  return {};
}

// What a drawing shows, each once, in document order: text boxes, WordArt (text of a box that is bent into a shape, or
// that stands in the shape itself), names of pictures and of embedded documents.
struct Shown {
  std::vector<pugi::xml_node> text_boxes, bent_boxes;
  std::vector<std::string> word_art, pictures, documents;
};

// WordArt of later Word: a text box whose text follows a path.
bool is_bent(const pugi::xml_node& box) {
  const pugi::xml_node warp = box.parent().parent().child("wps:bodyPr").child("a:prstTxWarp");
  return warp && std::string_view(warp.attribute("prst").value()) != "textNoShape";
}

// Word names the shapes of its watermarks so.
bool is_watermark(const pugi::xml_node& text_path) {
  const std::string_view name = text_path.parent().attribute("id").value();
  return name.find("WaterMark") != std::string_view::npos || name.find("Watermark") != std::string_view::npos;
}

void find_shown(const pugi::xml_node& node, Shown& shown) {
  for (const pugi::xml_node& child : node.children()) {
    const std::string_view name = child.name();
    if (name == "w:txbxContent") {
      (is_bent(child) ? shown.bent_boxes : shown.text_boxes).push_back(child);
      continue;
    }
    if (name == "v:textpath" && !is_watermark(child)) {
      std::string text = office::clean_text(child.attribute("string").value());
      if (!text.empty()) shown.word_art.push_back(std::move(text));
    }
    if (name == "o:OLEObject" && std::string_view(child.attribute("Type").value()) != "Link")
      shown.documents.emplace_back(child.attribute("r:id").value());
    if (name == "a:blip") shown.pictures.emplace_back(child.attribute("r:embed").value());
    if (name == "v:imagedata") shown.pictures.emplace_back(child.attribute("r:id").value());
    find_shown(name == "mc:AlternateContent" ? chosen_branch(child) : child, shown);
  }
}

bool preserves_space(const pugi::xml_node& text) {
  for (pugi::xml_node node = text; node; node = node.parent())
    if (const auto space = node.attribute("xml:space")) return std::string_view(space.value()) == "preserve";
  return false;
}

// EQ \o\ac(○,12): a figure in a circle, the way Word writes the ones that fonts lack. "" for other equations.
std::string overstruck(std::string_view instruction) {
  const std::size_t option = std::min(instruction.find("\\o"), instruction.find("\\O"));
  const std::size_t open = instruction.find('(', std::min(option, instruction.size())), close = instruction.rfind(')');
  if (option == std::string_view::npos || open == std::string_view::npos || close == std::string_view::npos ||
      close < open)
    return {};
  const std::string_view inside = instruction.substr(open + 1, close - open - 1);
  const std::size_t comma = inside.find_first_of(",;");
  if (comma == std::string_view::npos) return std::string(inside);
  const std::string_view around = trimmed_ascii(inside.substr(0, comma)),
                         content = trimmed_ascii(inside.substr(comma + 1));
  const bool circle =
      around == "○" || around == "◯" || around == utf8::encode(signs::kDigits.substr(0, 1)) || around == "O";
  const bool figure =
      !content.empty() && content.size() <= 2 && content.find_first_not_of("0123456789") == std::string_view::npos;
  return circle && figure ? format_number(std::atoi(std::string(content).c_str()), "decimalEnclosedCircle")
                          : std::string(content);
}

// What a form's check box or list shows: Word keeps it in the field's own data.
std::string form_field_text(const pugi::xml_node& data) {
  if (const pugi::xml_node box = data.child("w:checkBox"))
    return office::toggle(box.child("w:checked") ? box.child("w:checked") : box.child("w:default")) ? "☑" : "☐";
  if (const pugi::xml_node list = data.child("w:ddList")) {
    int index = (list.child("w:result") ? list.child("w:result") : list.child("w:default")).attribute("w:val").as_int();
    for (const pugi::xml_node& entry : list.children("w:listEntry"))
      if (index-- == 0) return office::clean_text(entry.attribute("w:val").value());
  }
  return {};
}

// The text of one w:p while it is read.
struct Inline {
  std::vector<std::string> lines{1};  // A break starts a new one.
  Shown shown;
  std::vector<pugi::xml_node> notes;
  double font_size = 0;

  [[nodiscard]] bool empty() const {
    return std::all_of(lines.begin(), lines.end(), [](const std::string& line) { return line.empty(); });
  }
  [[nodiscard]] std::size_t size() const {
    std::size_t bytes = lines.size();
    for (const std::string& line : lines) bytes += line.size();
    return bytes;
  }
};

// Footnotes or endnotes by their id.
using Notes = std::map<std::string, pugi::xml_node, std::less<>>;

Notes notes_of(const pugi::xml_node& part) {
  Notes notes;
  for (const pugi::xml_node& note : part.children()) notes.emplace(note.attribute("w:id").value(), note);
  return notes;
}

// Where paragraphs go: the document's body, a cell, a text box.
struct Story {
  std::vector<Block> blocks;
  Place place;  // Of the cell; paragraph counts up.
  int paragraphs = 0;
  std::string carried;  // Text of paragraphs whose mark was deleted: it belongs to the next one.
};

class DocxReader {
 public:
  DocxReader(const DocxParts& parts, Source source, const Options& options)
      : parts_(parts), source_(std::move(source)), options_(options) {}

  Result<Document> read() {
    if (const auto loaded = load(parts_.document, main_); !loaded) return loaded.error();
    const pugi::xml_node body = main_.child("w:document").child("w:body");
    if (!body)
      return Error{"file-damaged",
                   fmt::format("{}: the package holds no Word text; get the file again.", source_.display())};
    if (const auto loaded = load(parts_.styles, styles_part_); !loaded) return loaded.error();
    if (const auto loaded = load(parts_.numbering, numbering_part_); !loaded) return loaded.error();
    if (const auto loaded = load(parts_.footnotes, footnotes_part_); !loaded) return loaded.error();
    if (const auto loaded = load(parts_.endnotes, endnotes_part_); !loaded) return loaded.error();
    styles_ = Styles(styles_part_.child("w:styles"));
    numbering_ = Numbering(numbering_part_.child("w:numbering"), styles_);

    footnotes_ = notes_of(footnotes_part_.child("w:footnotes"));
    endnotes_ = notes_of(endnotes_part_.child("w:endnotes"));

    Story story;
    body_ = &story;
    if (const auto done = read_margins("w:headerReference", story); !done) return done.error();
    if (const auto done = read_blocks(body, story); !done) return done.error();
    finish(story);
    add_notes(story);
    if (const auto done = read_margins("w:footerReference", story); !done) return done.error();
    document_.source = std::move(source_);
    document_.blocks = std::move(story.blocks);
    read_flow_pictures(document_, pictures_, options_);
    return with_text(std::move(document_), "document");
  }

 private:
  Result<void> load(const std::string& part, pugi::xml_document& document) const {
    return part.empty() ? Result<void>{} : office::parse_xml(part, source_.display(), document);
  }

  // --- blocks -------------------------------------------------------------------------------------------------------

  Result<void> read_blocks(const pugi::xml_node& container, Story& story) {
    return for_each_child(container, [&](const pugi::xml_node& node) -> Result<void> {
      const std::string_view name = node.name();
      if (name == "w:p") return read_paragraph(node, story);
      if (name == "w:tbl") return read_table(node, story);
      if (name == "w:altChunk" && !in_margin_) read_imported(node.attribute("r:id").value(), story);
      return {};
    });
  }

  Result<void> read_paragraph(const pugi::xml_node& node, Story& story) {
    const pugi::xml_node properties = node.child("w:pPr"), mark = properties.child("w:rPr");
    const std::string_view style = properties.child("w:pStyle").attribute("w:val").value();
    StyleProperties look = properties_of(properties, {});
    Inline text;
    read_inline(node, style, text);
    for (; settled_fields_ < fields_.size(); ++settled_fields_)
      end_code(fields_[settled_fields_]);  // A code that goes on over paragraphs is a broken field: show what follows.

    const int index = story.paragraphs++;
    if (mark.child("w:del") || mark.child("w:moveFrom")) {
      for (std::string& line : text.lines) story.carried += line;
      return read_attached(text, story);
    }
    text.lines.front().insert(0, std::exchange(story.carried, {}));
    const bool hidden = office::toggle(mark.child("w:vanish")) && text.empty();
    if (!hidden) text.lines.front().insert(0, numbering_.next(look, style));
    Place place = story.place;
    place.paragraph = index;
    // WordArt floats, and heads what it hangs on.
    for (std::string& title : text.shown.word_art) {
      Paragraph paragraph = flow_paragraph(std::move(title), place);
      paragraph.centered = true;
      story.blocks.push_back(paragraph_block(std::move(paragraph)));
    }
    for (const pugi::xml_node& box : text.shown.bent_boxes)
      if (const auto done = read_blocks(box, story); !done) return done;
    for (std::string& line : text.lines) {
      if (line.empty()) continue;
      Paragraph paragraph = flow_paragraph(std::move(line), place);
      paragraph.centered = look.centered.value_or(styles_.paragraph(style).centered.value_or(false));
      paragraph.font_size = text.font_size;
      story.blocks.push_back(paragraph_block(std::move(paragraph)));
    }
    return read_attached(text, story);
  }

  // What hangs on a paragraph: its pictures and text boxes, and inside a table its notes.
  Result<void> read_attached(const Inline& text, Story& story) {
    for (const std::string& id : text.shown.pictures)
      if (parts_.picture) pictures_.push_back({body_->blocks.size(), [this, id] { return parts_.picture(id); }});
    for (const pugi::xml_node& box : text.shown.text_boxes)
      if (const auto done = read_blocks(box, story); !done) return done;
    for (const std::string& id : text.shown.documents)
      if (!in_margin_) read_object(id, story);
    for (const pugi::xml_node& note : text.notes) {
      if (story.place.table < 0)
        notes_.push_back(note);
      else if (const auto done = read_blocks(note, story); !done)
        return done;
    }
    return {};
  }

  // A document that stands in this one: what it says belongs here. False where it could not be read.
  bool read_within(const std::string& bytes, Story& story) {
    if (++embedded_ > kMostEmbedded) return false;
    Result<Document> read = read_embedded(bytes, source_, options_);
    if (!read) return read.error().code == "no-text";
    Document& inner = *read;
    tables_ += renumber_tables(inner.blocks, tables_);
    int paragraphs = 0;
    for (Block& block : inner.blocks) {
      if (block.kind != Block::Kind::kParagraph || block.page != 0 || story.place.table >= 0) continue;
      for (TextSpan& span : block.paragraph.text.spans) {
        paragraphs = std::max(paragraphs, span.place.paragraph + 1);
        span.place.paragraph += story.paragraphs;
      }
    }
    story.paragraphs += paragraphs;
    std::move(inner.blocks.begin(), inner.blocks.end(), std::back_inserter(story.blocks));
    std::move(inner.problems.begin(), inner.problems.end(), std::back_inserter(document_.problems));
    if (document_.pages.empty()) document_.pages = std::move(inner.pages);
    return true;
  }

  void read_imported(const std::string& id, Story& story) {
    const std::string bytes = parts_.attached ? parts_.attached(id) : std::string();
    if (bytes.empty() || !read_within(bytes, story))
      document_.problems.push_back(
          {"part-unread", fmt::format("{}: a document imported into it (altChunk) was not read.", source_.display()),
           0});
  }

  // Objects are formulas, drawings and charts as well: only documents are read.
  void read_object(const std::string& id, Story& story) {
    const std::string bytes = embedded_object(parts_.attached ? parts_.attached(id) : std::string());
    switch (kind_of(bytes)) {
      case Kind::kDocx:
      case Kind::kDoc:
      case Kind::kRtf:
      case Kind::kOdt:
      case Kind::kXlsx:
      case Kind::kXls:
      case Kind::kHtml:
      case Kind::kMht:
      case Kind::kPdf:
      case Kind::kOfd:
        break;
      default:
        return;
    }
    if (!read_within(bytes, story))
      document_.problems.push_back(
          {"part-unread",
           fmt::format("{}: a document embedded in it was not read; save it as a file of its own.", source_.display()),
           0});
  }

  // Page headers stand before the text and footers behind it, as furniture: each wording once.
  Result<void> read_margins(std::string_view reference, Story& story) {
    std::vector<std::string> seen;
    const std::size_t first = story.blocks.size();
    const pugi::xpath_node_set found = main_.select_nodes(fmt::format("//w:sectPr/{}", reference).c_str());
    for (const pugi::xpath_node& node : found) {
      std::string id = node.node().attribute("r:id").value();
      if (id.empty() || seen.size() >= kMostMargins || std::find(seen.begin(), seen.end(), id) != seen.end()) continue;
      seen.push_back(id);
      const std::string bytes = parts_.attached ? parts_.attached(id) : std::string();
      pugi::xml_document& part = margin_parts_.emplace_back();
      if (bytes.empty() || !office::parse_xml(bytes, source_.display(), part)) continue;
      Story margin;
      margin.place.paragraph = -1;
      const pugi::xml_node root = part.document_element();
      const auto pictures = pictures_.size();
      const bool in_margin = std::exchange(in_margin_, true);
      const auto done = read_blocks(root, margin);
      in_margin_ = in_margin;
      pictures_.resize(pictures);  // Its pictures are named by relations of its own; they are logos.
      if (!done) return done;
      finish(margin);
      for (Block& block : without_tables(std::move(margin.blocks))) {
        const bool known =
            std::any_of(story.blocks.begin() + static_cast<std::ptrdiff_t>(first), story.blocks.end(),
                        [&](const Block& other) { return other.paragraph.text.utf8 == block.paragraph.text.utf8; });
        block.paragraph.furniture = true;
        if (!known) story.blocks.push_back(std::move(block));
      }
    }
    return {};
  }

  // Page headers are often laid out by tables.
  static std::vector<Block> without_tables(std::vector<Block> blocks) {
    std::vector<Block> lines;
    for (Block& block : blocks) {
      if (block.kind == Block::Kind::kParagraph) {
        lines.push_back(std::move(block));
        continue;
      }
      for (Cell& cell : block.table.cells)
        for (Paragraph& paragraph : cell.paragraphs) lines.push_back(paragraph_block(std::move(paragraph)));
    }
    return lines;
  }

  // A deleted mark at the end of a story has no paragraph to join.
  static void finish(Story& story) {
    if (story.carried.empty()) return;
    Place place = story.place;
    place.paragraph = story.paragraphs;
    story.blocks.push_back(paragraph_block(flow_paragraph(std::exchange(story.carried, {}), place)));
  }

  void add_notes(Story& story) {
    const std::vector<pugi::xml_node> notes = std::exchange(notes_, {});
    const std::size_t first = story.blocks.size();
    for (const pugi::xml_node& note : notes)
      if (const auto done = read_blocks(note, story); !done)
        document_.problems.push_back({done.error().code, done.error().message, 0});
    for (std::size_t i = first; i < story.blocks.size(); ++i) story.blocks[i].paragraph.furniture = true;
  }

  // --- tables -------------------------------------------------------------------------------------------------------

  Error table_too_large() const {
    return refusal("table-too-large", fmt::format("{}: a table with more than {} columns, {} rows or {} cells",
                                                  source_.display(), limits_.columns, limits_.rows, limits_.cells));
  }

  // A table while its rows are read.
  struct Grid {
    Table table;
    std::vector<int> open;  // Per column: index of the cell that a vertical merge may continue, -1 if none.
  };

  Result<void> read_table(const pugi::xml_node& node, Story& story) {
    Grid grid;
    grid.table.place.table = tables_++;
    const auto done = for_each_child(node, [&](const pugi::xml_node& row) -> Result<void> {
      return std::string_view(row.name()) == "w:tr" ? read_row(row, grid) : Result<void>{};
    });
    if (!done) return done;
    if (grid.table.rows > 0 && grid.table.cols > 0) story.blocks.push_back(table_block(std::move(grid.table)));
    return {};
  }

  Result<void> read_row(const pugi::xml_node& node, Grid& grid) {
    const pugi::xml_node properties = node.child("w:trPr");
    if (properties.child("w:del") || properties.child("w:moveFrom") || office::toggle(properties.child("w:hidden")))
      return {};
    if (grid.table.rows >= limits_.rows) return table_too_large();
    int column = properties.child("w:gridBefore").attribute("w:val").as_int();
    if (column < 0 || column > limits_.columns) return table_too_large();
    std::vector<int> open;
    int left = -1;  // Index of the cell before it in the row.
    const auto done = for_each_child(node, [&](const pugi::xml_node& cell) -> Result<void> {
      return std::string_view(cell.name()) == "w:tc" ? read_cell(cell, grid, open, column, left) : Result<void>{};
    });
    if (!done) return done;
    grid.open = std::move(open);
    grid.table.cols = std::max(grid.table.cols, column);
    ++grid.table.rows;
    return {};
  }

  Result<void> read_cell(const pugi::xml_node& node, Grid& grid, std::vector<int>& open, int& column, int& left) {
    const pugi::xml_node properties = node.child("w:tcPr");
    if (properties.child("w:cellDel")) return {};
    const int span = std::max(1, properties.child("w:gridSpan").attribute("w:val").as_int(1));
    if (span > limits_.columns || column + span > limits_.columns) return table_too_large();
    const pugi::xml_node vertical = properties.child("w:vMerge"), horizontal = properties.child("w:hMerge");
    const auto continues = [](const pugi::xml_node& merge) {
      return merge && std::string_view(merge.attribute("w:val").value()) != "restart";
    };
    const auto col = static_cast<std::size_t>(column);
    open.resize(static_cast<std::size_t>(column + span), -1);
    column += span;

    if (continues(horizontal) && left >= 0) {
      grid.table.cells[static_cast<std::size_t>(left)].col_span += span;
      return {};
    }
    if (continues(vertical) && col < grid.open.size() && grid.open[col] >= 0) {
      const int above = grid.open[col];
      Cell& cell = grid.table.cells[static_cast<std::size_t>(above)];
      if (cell.col_span == span) {
        ++cell.row_span;
        open[col] = above;
        left = -1;
        return {};
      }
    }
    if (++cells_ > limits_.cells) return table_too_large();
    Cell cell;
    cell.row = grid.table.rows;
    cell.col = static_cast<int>(col);
    cell.col_span = span;
    cell.place.table = grid.table.place.table;
    cell.place.row = cell.row;
    cell.place.cell = cell.col;
    Story story;
    story.place = cell.place;
    if (const auto done = read_blocks(node, story); !done) return done;
    finish(story);
    fill_cell(cell, std::move(story.blocks));
    left = static_cast<int>(grid.table.cells.size());
    if (vertical) open[col] = left;
    grid.table.cells.push_back(std::move(cell));
    return {};
  }

  // --- text ---------------------------------------------------------------------------------------------------------

  struct Field {
    bool result = false;  // Past the separator: what follows is shown.
    std::string instruction;
    std::string form;  // What a form field shows where it has no result of its own.
    std::size_t shown_from = 0;
  };

  [[nodiscard]] bool visible() const { return codes_ == 0; }
  void end_code(Field& field) {
    if (!std::exchange(field.result, true)) --codes_;
  }

  void read_inline(const pugi::xml_node& node, std::string_view style, Inline& text) {
    static_cast<void>(for_each_child(node, [&](const pugi::xml_node& child) -> Result<void> {
      const std::string_view name = child.name();
      if (name == "w:r")
        read_run(child, style, text);
      else if (name == "m:oMath" || name == "m:oMathPara")
        read_math(child, text);
      return {};
    }));
  }

  void read_run(const pugi::xml_node& run, std::string_view paragraph_style, Inline& text) {
    const pugi::xml_node properties = run.child("w:rPr");
    const StyleProperties direct = properties_of({}, properties);
    const StyleProperties& character = styles_.character(properties.child("w:rStyle").attribute("w:val").value());
    const StyleProperties& paragraph = styles_.paragraph(paragraph_style);
    const auto stated = [&](auto member) {
      return direct.*member ? direct.*member : character.*member ? character.*member : paragraph.*member;
    };
    if (stated(&StyleProperties::vanish).value_or(false)) {
      for_each_field_mark(run, text);  // A hidden run can still open or close a field.
      return;
    }
    RunLook look;
    look.superscript = stated(&StyleProperties::superscript).value_or(false);
    look.font = !direct.font.empty() ? direct.font : !character.font.empty() ? character.font : paragraph.font;
    const std::size_t before = text.size();
    static_cast<void>(for_each_child(run, [&](const pugi::xml_node& child) -> Result<void> {
      if (std::string_view(child.name()) == "w:r")  // ruby's base
        read_run(child, paragraph_style, text);
      else
        read_run_child(child, look, text);
      return {};
    }));
    if (text.font_size == 0 && text.size() > before) text.font_size = stated(&StyleProperties::font_size).value_or(0);
  }

  struct RunLook {
    bool superscript = false;
    std::string font;
  };

  void read_run_child(const pugi::xml_node& node, const RunLook& look, Inline& text) {
    const std::string_view name = node.name();
    if (name == "w:fldChar") return read_field_mark(node, text);
    if (name == "w:instrText") {
      if (!fields_.empty() && !fields_.back().result) fields_.back().instruction += node.child_value();
      return;
    }
    if (!visible()) return;
    if (name == "w:t")
      add_text(node, look, text);
    else if (name == "w:tab" || name == "w:ptab")
      text.lines.back() += '\t';
    else if (name == "w:br" || name == "w:cr")
      add_break(node, text);
    else if (name == "w:noBreakHyphen")
      text.lines.back() += '-';
    else if (name == "w:sym")
      add_symbol(node, text);
    else if (name == "w:footnoteReference")
      add_note(footnotes_, node, text);
    else if (name == "w:endnoteReference")
      add_note(endnotes_, node, text);
    else if (name == "w:drawing" || name == "w:pict" || name == "w:object")
      find_shown(node, text.shown);
  }

  // A page break before a paragraph's text is none of its lines.
  static void add_break(const pugi::xml_node& node, Inline& text) {
    const std::string_view type = node.attribute("w:type").value();
    if ((type == "page" || type == "column") && text.lines.back().empty()) return;
    text.lines.emplace_back();
  }

  void for_each_field_mark(const pugi::xml_node& run, Inline& text) {
    for (const pugi::xml_node& mark : run.children("w:fldChar")) read_field_mark(mark, text);
  }

  void read_field_mark(const pugi::xml_node& mark, Inline& text) {
    const std::string_view type = mark.attribute("w:fldCharType").value();
    if (type == "begin") {
      Field field;
      field.form = form_field_text(mark.child("w:ffData"));
      field.shown_from = text.size();
      fields_.push_back(std::move(field));
      ++codes_;
    } else if (type == "separate" && !fields_.empty()) {
      end_code(fields_.back());
      fields_.back().shown_from = text.size();
    } else if (type == "end" && !fields_.empty()) {
      end_code(fields_.back());
      const Field field = std::move(fields_.back());
      fields_.pop_back();
      settled_fields_ = std::min(settled_fields_, fields_.size());
      if (!visible() || text.size() != field.shown_from) return;
      const std::string_view code = trimmed_ascii(field.instruction);
      const bool equation = code.size() > 2 && (code[0] == 'e' || code[0] == 'E') && (code[1] == 'q' || code[1] == 'Q');
      text.lines.back() += equation ? office::clean_text(overstruck(code)) : field.form;
    }
  }

  static void add_text(const pugi::xml_node& node, const RunLook& look, Inline& text) {
    std::string_view value = node.text().get();
    if (!preserves_space(node)) value = trimmed_ascii(value);
    std::string clean = office::clean_text(value);
    std::string& line = text.lines.back();
    // m² and m³ are typed as a raised digit.
    if (look.superscript && (clean == "2" || clean == "3") &&
        (line.ends_with('m') || line.ends_with(signs::kMetres) || line.ends_with("ｍ")))
      clean = clean == "2" ? "²" : "³";
    if (!look.font.empty()) clean = with_symbols(clean, look.font);
    line += clean;
  }

  // Characters typed in a symbol font stand in the private use area.
  static std::string with_symbols(const std::string& text, std::string_view font) {
    std::string plain;
    for (std::size_t offset = 0; offset < text.size();) {
      const char32_t code = utf8::next(text, offset);
      const char32_t known = code >= 0xF000 && code <= 0xF0FF ? symbol_character(code, font) : 0;
      utf8::append(plain, known != 0 ? known : code);
    }
    return plain;
  }

  static void add_symbol(const pugi::xml_node& node, Inline& text) {
    const auto code = static_cast<char32_t>(std::strtoul(node.attribute("w:char").value(), nullptr, 16));
    if (code == 0) return;
    const char32_t known = symbol_character(code, node.attribute("w:font").value());
    utf8::append(text.lines.back(), known != 0 ? known : code);
  }

  // Every note is shown once, so that notes that refer to each other end.
  static void add_note(Notes& notes, const pugi::xml_node& reference, Inline& text) {
    const auto note = notes.find(std::string_view(reference.attribute("w:id").value()));
    if (note == notes.end()) return;
    text.notes.push_back(note->second);
    notes.erase(note);
  }

  // A formula in one line: a fraction is numerator/denominator.
  static void read_math(const pugi::xml_node& node, Inline& text) {
    for (const pugi::xml_node& child : node.children()) {
      const std::string_view name = child.name();
      if (name == "m:t" || name == "w:t") {
        text.lines.back() += office::clean_text(child.text().get());
      } else if (name == "m:f") {
        read_math(child.child("m:num"), text);
        text.lines.back() += '/';
        read_math(child.child("m:den"), text);
      } else if (!is_removed(name)) {
        read_math(child, text);
      }
    }
  }

  const DocxParts& parts_;
  Source source_;
  const Options& options_;
  Document document_;
  pugi::xml_document main_, styles_part_, numbering_part_, footnotes_part_, endnotes_part_;
  Styles styles_;
  Numbering numbering_;
  std::vector<Field> fields_;
  std::size_t settled_fields_ = 0;     // The first so many are past their codes.
  int codes_ = 0;                      // Fields that are not.
  Notes footnotes_, endnotes_;         // Not yet shown.
  std::vector<pugi::xml_node> notes_;  // Of paragraphs outside tables: they follow the document.
  std::vector<FlowPicture> pictures_;
  const Story* body_ = nullptr;
  TableLimits limits_;
  int tables_ = 0, cells_ = 0, embedded_ = 0;
  std::deque<pugi::xml_document> margin_parts_;
  bool in_margin_ = false;  // What is read now is a page header or footer.
};

}  // namespace

Result<Document> read_docx_parts(const DocxParts& parts, Source source, const Options& options) {
  return DocxReader(parts, std::move(source), options).read();
}

Result<Document> read_docx(std::string_view bytes, Source source, const Options& options) {
  office::PackageLimits limits;
  limits.part_bytes = std::min(limits.part_bytes, options.max_bytes);
  Result<office::ZipPackage> package = office::ZipPackage::open(bytes, source.display(), limits);
  if (!package) return package.error();
  const Result<DocxParts> parts = load_parts(*package);
  if (!parts) return parts.error();
  return read_docx_parts(*parts, std::move(source), options);
}

}  // namespace gongshi::extract
