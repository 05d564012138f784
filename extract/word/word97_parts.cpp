// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/word/word97_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "schema/refusal.h"
#include "office/compound_file.h"
#include "extract/word/word97_file.h"
#include "extract/word/word97_rows.h"
#include "extract/word/word97_xml.h"

namespace gongshi::extract {
namespace {

// Characters that are marks ([MS-DOC] 2.4.1 and 2.8.25).
constexpr char16_t kPicture = 0x01, kNote = 0x02, kCellEnd = 0x07, kShape = 0x08, kTab = 0x09, kLineBreak = 0x0B,
                   kPageBreak = 0x0C, kParagraphEnd = 0x0D, kColumnBreak = 0x0E, kFieldBegin = 0x13,
                   kFieldSeparator = 0x14, kFieldEnd = 0x15, kHyphen = 0x1E, kSoftHyphen = 0x1F, kSymbol = 0x28;
constexpr int kMostTableDepth = 20;
constexpr std::size_t kMostSearched = std::size_t{256} << 20;  // Bytes searched for pictures, which are copied.
constexpr std::size_t kMostXml = std::size_t{128} << 20;       // 82 pages of notices make 6 MB.

// Entries of a table of character positions ("PLC"): count + 1 positions, then count records of `size` bytes.
struct Positions {
  std::vector<std::uint32_t> at;
  std::vector<std::string_view> records;
};

Positions positions_of(std::string_view plc, std::size_t size) {
  Positions positions;
  if (plc.size() < 4) return positions;
  const std::size_t count = (plc.size() - 4) / (4 + size);
  for (std::size_t i = 0; i <= count; ++i) positions.at.push_back(office::little_endian(plc, 4 * i, 4));
  for (std::size_t i = 0; i < count; ++i) positions.records.push_back(plc.substr(4 * (count + 1) + size * i, size));
  return positions;
}

class Word97Writer {
 public:
  explicit Word97Writer(const Word97File& file) : file_(file), fonts_(symbol_fonts(file)) {
    for (const std::uint32_t at : positions_of(file.table(Word97Table::kFootnoteReferences), 2).at)
      footnote_at_.emplace(at, footnote_at_.size());
    for (const std::uint32_t at : positions_of(file.table(Word97Table::kEndnoteReferences), 2).at)
      endnote_at_.emplace(at, endnote_at_.size());
    for (const std::uint32_t at : positions_of(file.table(Word97Table::kSections), 12).at) section_ends_.insert(at);
    load_text_boxes();
  }

  Result<DocxParts> write() {
    DocxParts parts;
    parts.document =
        root_tag("document") + "<w:body>" + story(file_.main()) + unanchored_boxes() + "</w:body></w:document>";
    parts.styles = word97_styles(file_);
    parts.numbering = word97_numbering(file_, fonts_);
    parts.footnotes = notes(Word97Table::kFootnotes, file_.footnotes(), "footnote");
    parts.endnotes = notes(Word97Table::kEndnotes, file_.endnotes(), "endnote");
    parts.picture = [pictures = std::move(pictures_)](std::string_view id) {
      const auto picture = pictures.find(id);
      return picture == pictures.end() ? std::string() : picture->second;
    };
    if (too_large_) return refusal("table-too-large", "the document's text or tables are larger than any notice's");
    return parts;
  }

 private:
  // A table whose rows are still being read.
  struct OpenTable {
    std::vector<Word97Row> rows;
    std::vector<std::string> cells;
    std::string content;
  };

  // Text boxes hang on shapes by the shape's number: anchor position → text.
  void load_text_boxes() {
    std::map<std::uint32_t, TextRange> by_shape;
    const Positions boxes = positions_of(file_.table(Word97Table::kTextBoxes), 22);
    const TextRange all = file_.text_boxes();
    for (std::size_t i = 0; i < boxes.records.size(); ++i) {
      const TextRange range = within(all, boxes.at[i], boxes.at[i + 1]);
      if (range.end <= range.begin) continue;
      by_shape.emplace(office::little_endian(boxes.records[i], 14, 4), range);
      boxes_.push_back(range);
    }
    const Positions shapes = positions_of(file_.table(Word97Table::kShapes), 26);
    for (std::size_t i = 0; i < shapes.records.size(); ++i) {
      const auto box = by_shape.find(office::little_endian(shapes.records[i], 0, 4));
      if (box != by_shape.end()) text_boxes_.emplace(shapes.at[i], box->second);
    }
  }

  static TextRange within(TextRange all, std::uint32_t begin, std::uint32_t end) {
    const std::uint32_t size = all.end - all.begin;
    return {all.begin + std::min(begin, size), all.begin + std::min(std::max(begin, end), size)};
  }

  std::string notes(Word97Table table, TextRange all, std::string_view name) {
    const Positions texts = positions_of(file_.table(table), 0);
    if (texts.at.size() < 2 || all.end == all.begin) return {};
    std::string xml = root_tag(std::string(name) + "s");
    for (std::size_t i = 0; i + 1 < texts.at.size(); ++i)
      xml +=
          fmt::format("<w:{} w:id=\"{}\">{}</w:{}>", name, i, story(within(all, texts.at[i], texts.at[i + 1])), name);
    return xml + fmt::format("</w:{}s>", name);
  }

  // The paragraphs and tables of a range of the text.
  std::string story(TextRange range) {
    std::string body;
    std::vector<OpenTable> open;
    std::vector<bool> fields;  // Per field that is open: whether its result has begun.
    std::uint32_t begin = range.begin;
    for (std::uint32_t at = range.begin; at < range.end && !too_large_; ++at) {
      const char16_t mark = file_.character(at);
      const bool ends =
          mark == kParagraphEnd || mark == kCellEnd || (mark == kPageBreak && section_ends_.contains(at + 1));
      if (!ends && at + 1 < range.end) continue;
      add_paragraph({begin, ends ? at : at + 1}, at, mark, fields, open, body);
      begin = at + 1;
    }
    while (!open.empty()) close_table(open, body);
    return body;
  }

  void add_paragraph(TextRange text, std::uint32_t mark_at, char16_t mark, std::vector<bool>& fields,
                     std::vector<OpenTable>& open, std::string& body) {
    const PropertyRun& run = file_.paragraph_run(mark_at);
    ParagraphChanges changes;
    changes.apply(file_, run.grpprl);
    changes.apply(file_, file_.piece_grpprl(mark_at));
    const int depth = changes.in_table || changes.depth > 0 ? std::clamp(changes.depth, 1, kMostTableDepth) : 0;
    while (open.size() > static_cast<std::size_t>(depth)) close_table(open, body);
    while (open.size() < static_cast<std::size_t>(depth)) open.emplace_back();
    const bool row_end = depth == 1 ? changes.row_end : depth > 1 && changes.inner_row_end;
    if (row_end) return finish_row(open.back(), changes);
    std::string& target = open.empty() ? body : open.back().content;
    const std::string xml = paragraph(text, mark_at, run.style, changes, fields);
    target += xml;
    if ((written_ += xml.size()) > kMostXml) too_large_ = true;
    const bool cell_end = depth == 1 ? mark == kCellEnd : depth > 1 && changes.inner_cell;
    if (cell_end) open.back().cells.push_back(std::exchange(open.back().content, {}));
  }

  static void finish_row(OpenTable& table, const ParagraphChanges& changes) {
    Word97Row row;
    if (!table.content.empty()) table.cells.push_back(std::exchange(table.content, {}));
    row.cells = std::exchange(table.cells, {});
    row.apply(changes.table);
    if (!row.cells.empty()) table.rows.push_back(std::move(row));
  }

  void close_table(std::vector<OpenTable>& open, std::string& body) {
    OpenTable table = std::move(open.back());
    open.pop_back();
    if (!table.content.empty() || !table.cells.empty()) finish_row(table, {});
    if (table.rows.empty()) return;
    (open.empty() ? body : open.back().content) += word97_table(table.rows);
  }

  std::string paragraph(TextRange text, std::uint32_t mark_at, int style, const ParagraphChanges& changes,
                        std::vector<bool>& fields) {
    CharacterChanges mark;
    std::uint32_t end = 0;
    mark.apply(file_.character_run(mark_at, end).grpprl);
    std::string mark_xml;
    if (mark.deleted) mark_xml += "<w:del/>";
    if (mark.hidden.value_or(false)) mark_xml += "<w:vanish/>";
    std::string xml =
        fmt::format("<w:p><w:pPr><w:pStyle w:val=\"s{}\"/>{}<w:rPr>{}</w:rPr></w:pPr>", style, changes.xml(), mark_xml);
    for (std::uint32_t at = text.begin; at < text.end; at = end) {
      const PropertyRun& run = file_.character_run(at, end);
      end = std::min(end, text.end);
      CharacterChanges look;
      look.apply(run.grpprl);
      look.apply(file_.piece_grpprl(at));
      add_run({at, end}, look, fields, xml);
    }
    return xml + "</w:p>";
  }

  void add_run(TextRange range, const CharacterChanges& look, std::vector<bool>& fields, std::string& xml) {
    if (look.deleted) return;
    xml += "<w:r><w:rPr>" + look.xml(fonts_) + "</w:rPr>";
    std::u16string plain;
    const auto flush = [&] {
      if (plain.empty()) return;
      const bool code = !fields.empty() && !fields.back();
      xml += code ? "<w:instrText>" : "<w:t xml:space=\"preserve\">";
      xml += escaped(plain);
      xml += code ? "</w:instrText>" : "</w:t>";
      plain.clear();
    };
    for (std::uint32_t at = range.begin; at < range.end; ++at) {
      const char16_t unit = file_.character(at);
      if (unit >= 0x20 && !(unit == kSymbol && look.symbol)) {
        plain += unit;
        continue;
      }
      flush();
      xml += mark_xml(unit, at, look, fields);
    }
    flush();
    xml += "</w:r>";
  }

  std::string mark_xml(char16_t unit, std::uint32_t at, const CharacterChanges& look, std::vector<bool>& fields) {
    switch (unit) {
      case kTab:
        return "<w:tab/>";
      case kPageBreak:
        return "<w:br w:type=\"page\"/>";
      case kLineBreak:
      case kColumnBreak:
        return "<w:br/>";
      case kHyphen:
        return "<w:noBreakHyphen/>";
      case kSoftHyphen:
        return "<w:softHyphen/>";
      case kFieldBegin:
        fields.push_back(false);
        return "<w:fldChar w:fldCharType=\"begin\"/>";
      case kFieldSeparator:
        if (!fields.empty()) fields.back() = true;
        return "<w:fldChar w:fldCharType=\"separate\"/>";
      case kFieldEnd:
        if (!fields.empty()) fields.pop_back();
        return "<w:fldChar w:fldCharType=\"end\"/>";
      case kSymbol:
        return symbol_xml(look);
      case kNote:
        return note_xml(at);
      case kShape:
        return text_box_xml(at);
      case kPicture:
        return look.picture ? pictures_xml(picture_bytes(*look.picture)) : std::string();
      default:
        return {};
    }
  }

  std::string symbol_xml(const CharacterChanges& look) const {
    const auto& [font, character] = *look.symbol;
    const auto name = fonts_.find(font);
    return fmt::format("<w:sym w:font=\"{}\" w:char=\"{:04X}\"/>", name == fonts_.end() ? "" : name->second,
                       static_cast<unsigned>(character));
  }

  std::string note_xml(std::uint32_t at) const {
    if (at >= file_.main().end) return {};  // The note's own mark.
    if (const auto note = footnote_at_.find(at); note != footnote_at_.end())
      return fmt::format("<w:footnoteReference w:id=\"{}\"/>", note->second);
    if (const auto note = endnote_at_.find(at); note != endnote_at_.end())
      return fmt::format("<w:endnoteReference w:id=\"{}\"/>", note->second);
    return {};
  }

  std::string text_box_xml(std::uint32_t at) {
    const auto box = text_boxes_.find(at);
    if (at >= file_.main().end) return {};
    if (box == text_boxes_.end()) return floating_pictures_xml();
    if (!shown_boxes_.insert(box->second.begin).second) return {};
    return "<w:pict><w:txbxContent>" + story(box->second) + "</w:txbxContent></w:pict>";
  }

  // A picture in the line ("PICF"): its length, then a header, then the drawing.
  std::string_view picture_bytes(std::uint32_t offset) const {
    const std::string_view data = file_.data(offset);
    return data.substr(0, std::min<std::size_t>(office::little_endian(data, 0, 4), data.size()));
  }

  // Pictures of floating shapes stand together; the first shape without text brings them all.
  std::string floating_pictures_xml() {
    return std::exchange(floating_added_, true) ? std::string() : pictures_xml(file_.stream());
  }

  std::string pictures_xml(std::string_view drawing) {
    std::string xml;
    if ((searched_ += drawing.size()) > kMostSearched) return xml;
    for (std::string& picture : blips_of(drawing)) {
      const std::string id = fmt::format("p{}", pictures_.size());
      xml += fmt::format("<w:drawing><a:blip r:embed=\"{}\"/></w:drawing>", id);
      pictures_.emplace(id, std::move(picture));
    }
    return xml;
  }

  // Boxes in groups of shapes: the group's number stands at the anchor, theirs does not.
  std::string unanchored_boxes() {
    std::string xml;
    for (const TextRange& box : boxes_)
      if (shown_boxes_.insert(box.begin).second) xml += story(box);
    return xml;
  }

  const Word97File& file_;
  SymbolFonts fonts_;
  std::map<std::uint32_t, std::size_t> footnote_at_, endnote_at_;
  std::map<std::uint32_t, TextRange> text_boxes_;
  std::vector<TextRange> boxes_;
  std::set<std::uint32_t> shown_boxes_, section_ends_;
  std::size_t written_ = 0;
  std::map<std::string, std::string, std::less<>> pictures_;
  bool floating_added_ = false;
  std::size_t searched_ = 0;
  bool too_large_ = false;
};

}  // namespace

Result<DocxParts> word97_parts(std::string_view bytes) {
  const Result<Word97File> file = Word97File::open(bytes);
  if (!file) return file.error();
  return Word97Writer(*file).write();
}

}  // namespace gongshi::extract
