// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/web/html_reader.h"
#include "extract/web/elements.h"

#include <fmt/format.h>
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <cctype>
#include <climits>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "extract/ascii.h"
#include "extract/flow_document.h"
#include "extract/flow_pictures.h"
#include "extract/web/charset.h"
#include "extract/web/css_tables.h"
#include "extract/web/furniture.h"
#include "extract/web/style_rules.h"
#include "extract/web/transfer_encoding.h"
#include "extract/word/number_format.h"
#include "schema/chinese_signs.h"
#include "schema/refusal.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

constexpr int kDeepTable = 128;  // Where the depth of a table begins that stands deeper than kMostDepth.
constexpr int kMostDeepTables = 2;
constexpr int kMostDepth = 256;          // Elements in each other; the deepest CMS page seen has 40.
constexpr int kMostSpanSum = 5'000'000;  // Grid places that spans may claim together.
constexpr std::size_t kMostBytes = std::size_t{128} << 20;
constexpr int kMostFrameDepth = 4;   // Frames in each other.
constexpr int kMostFrames = 64;      // Of one page together.
constexpr int kIconSide = 200;       // CSS pixels; pictures with a smaller side hold no page.
constexpr int kLeastLinesAbove = 2;  // A title and an introduction.
constexpr int kLeastTableSide = 3;   // Rows and columns of a table that is worth more than laying out the page.

using DocumentHandle = std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)>;

// Lists of element names, between spaces.
constexpr std::string_view kUnseen =
    " head script style noscript noframes template title meta link svg math audio video canvas map datalist base ";
constexpr std::string_view kBlocks =
    " address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr "
    "html legend li main menu nav ol optgroup p pre section summary ul tr td th thead tbody tfoot caption ";
constexpr std::string_view kSiteParts = " nav aside ";
constexpr std::string_view kSiteRoles = " navigation banner contentinfo complementary search menu ";

bool listed(std::string_view list, std::string_view name) {
  return list.find(fmt::format(" {} ", name)) != std::string_view::npos;
}

std::string_view attribute(const xmlNode* node, std::string_view name) {
  return attribute_of(node, name).value_or(std::string_view());
}

bool has_attribute(const xmlNode* node, std::string_view name) { return attribute_of(node, name).has_value(); }

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
  bool content = false;                          // Inside article or main: header and footer there belong to the text.
  bool invisible = false, without_size = false;  // visibility: hidden, font-size: 0
  double font_size = 0;
};

// Word's <![if !supportLists]> and <![endif]> are comments to a browser; the parser takes them for text.
std::string without_conditions(const std::string& page) {
  std::string plain;
  plain.reserve(page.size());
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t open = page.find("<!", at);
    plain.append(page, at, std::min(open, page.size()) - at);
    if (open == std::string::npos) break;
    if (page.compare(open, 4, "<!--") == 0) {  // A comment: whatever is in it stays there.
      const std::size_t close = page.find("-->", open + 4);
      const std::size_t end = close == std::string::npos ? page.size() : close + 3;
      plain.append(page, open, end - open);
      at = end;
      continue;
    }
    const std::size_t bracket = page.find_first_not_of(" \t\r\n", open + 2);
    const std::size_t close = page.find('>', open);
    if (bracket == std::string::npos || page[bracket] != '[' || close == std::string::npos) {
      plain += "<!";
      at = open + 2;
      continue;
    }
    const std::size_t word = page.find_first_not_of(" \t\r\n", bracket + 1);
    const std::string name = word == std::string::npos ? std::string() : lower_ascii(page.substr(word, 5));
    if (name.starts_with("if") || name.starts_with("endif") || name.starts_with("else")) {
      at = close + 1;
    } else {
      plain += "<!";
      at = open + 2;
    }
  }
  return plain;
}

// No element of a page has so many attributes; the parser compares each with all before it.
constexpr int kMostAttributes = 256;

/// `page` without the attributes beyond those, up to the end of the tag or the begin of the next.
std::string with_few_attributes(std::string page) {
  std::string kept;
  std::size_t copied = 0;
  for (std::size_t at = page.find('<'); at != std::string::npos; at = page.find('<', at)) {
    ++at;
    if (at >= page.size() || std::isalpha(static_cast<unsigned char>(page[at])) == 0) continue;
    int names = 0;
    char quote = '\0', before = ' ';
    for (; at < page.size() && (quote != '\0' || page[at] != '>'); ++at) {
      const char c = page[at];
      const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '/';
      if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if ((c == '"' || c == '\'') && before == '=') {
        quote = c;
      } else if (before == ' ' && !space && c != '=' && ++names > kMostAttributes) {
        kept.append(page, copied, at - copied);
        at = copied = std::min(page.find_first_of("<>", at), page.size());
        break;
      }
      if (!space || before != '=') before = space ? ' ' : c;
    }
  }
  if (copied == 0) return page;
  return kept.append(page, copied);
}

// What of the hidden is read too, because a script of the page would show it.
enum class Reveal { kNothing, kInvisible, kAll };

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

DocumentHandle parse_page(const std::string& utf8) {
  constexpr int kFlags =
      HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_COMPACT;
  const std::string page = with_few_attributes(without_conditions(utf8));
  return {parsed(page, kFlags), &xmlFreeDoc};
}

// A page's tree with the style of each element.
class StyledPage {
 public:
  StyledPage(DocumentHandle page, const PageCarrier& carrier) : page_(std::move(page)) {
    if (root() == nullptr) return;
    walk(root(), [&](const xmlNode* node) {
      if (is_element(node) && name_of(node) == "link" && carrier.sheet && is_for_screen(attribute(node, "media")) &&
          lower_ascii(attribute(node, "rel")) == "stylesheet")
        sheet_.add(carrier.sheet(attribute(node, "href")));
      if (is_element(node) && name_of(node) == "style" && is_for_screen(attribute(node, "media")))
        for (const xmlNode* child = node->children; child != nullptr; child = child->next)
          if (is_text(child) && child->content != nullptr) sheet_.add(reinterpret_cast<const char*>(child->content));
      return true;
    });
    make_css_tables(page_.get(), [this](const xmlNode* node) -> const Style& { return style_of(node); });
  }

  /// The sheets ask for more than any page's do: some elements were read without them.
  [[nodiscard]] bool styles_left_out() const { return sheet_.exhausted(); }

  [[nodiscard]] const xmlNode* root() const { return page_ ? xmlDocGetRootElement(page_.get()) : nullptr; }

  [[nodiscard]] const Style& style_of(const xmlNode* node) const {
    const auto found = styles_.find(node);
    if (found != styles_.end()) return found->second;
    Style style = sheet_.style_of(node);
    style.centered = {};  // Sheets centre whole pages; only what an element says itself tells a title.
    style.cover(parse_style(attribute(node, "style")));
    return styles_.emplace(node, std::move(style)).first->second;
  }

 private:
  DocumentHandle page_;
  StyleSheet sheet_;
  mutable std::unordered_map<const xmlNode*, Style> styles_;
};

class HtmlReader {
 public:
  HtmlReader(const StyledPage& page, const PageCarrier& carrier, Source source, const Options& options)
      : page_(&page), carrier_(carrier), source_(std::move(source)), options_(options) {}

  Result<Document> read() {
    const xmlNode* root = page_->root();
    if (root == nullptr) return no_text(fmt::format("{}: the page holds no text", source_.display()));
    Story story;
    for (const Reveal reveal : {Reveal::kNothing, Reveal::kInvisible, Reveal::kAll}) {
      start_anew(reveal);
      story = Story();
      body_ = &story;
      read_node(root, Looks{}, story, 0);
      finish_line(story);
      const bool more = reveal == Reveal::kNothing ? invisible_table_ || hidden_table_ : hidden_table_;
      if (too_large_ || shown_table_ || !more) break;
    }
    const bool table_read = std::any_of(story.blocks.begin(), story.blocks.end(),
                                        [](const Block& block) { return block.kind == Block::Kind::kTable; });
    if (too_large_ && !table_read)
      return refusal("table-too-large", fmt::format("{}: a table with more than {} columns or {} cells",
                                                    source_.display(), limits_.columns, limits_.cells));
    if (too_large_)
      document_.problems.push_back(
          {"table-too-large",
           fmt::format("{}: the page was read up to a table with more than {} columns or {} cells: look at the file.",
                       source_.display(), limits_.columns, limits_.cells),
           0});
    if (page_->styles_left_out())
      document_.problems.push_back(
          {"part-unread",
           fmt::format("{}: its style sheets are longer than those of any page; what they hide may be shown here: look "
                       "at the file.",
                       source_.display()),
           0});
    if (too_deep_)
      document_.problems.push_back(
          {"part-unread",
           fmt::format("{}: tables more than {} deep in each other, or frames more than {}, were left out.",
                       source_.display(), kMostDepth, kMostFrameDepth),
           0});
    for (Block& block : story.blocks)
      if (block.kind == Block::Kind::kParagraph && furniture_.is_line(block.paragraph.text.utf8))
        block.paragraph.furniture = true;
    part_from_site(story.blocks);
    document_.source = std::move(source_);
    document_.blocks = std::move(story.blocks);
    read_flow_pictures(document_, pictures_, options_);
    if (outside_pictures_ > 0 && !has_text(document_.blocks))
      return Error{"no-text", fmt::format("{}: no text, only pictures ({}) that are other files; read those.",
                                          document_.source.display(), outside_pictures_)};
    note_lost_pictures(document_, outside_pictures_, "are other files: read those");
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

  void start_anew(Reveal reveal) {
    reveal_ = reveal;
    document_ = {};
    pictures_.clear();
    frames_.clear();
    frame_ranges_.clear();
    tables_ = cells_ = table_elements_ = span_sum_ = outside_pictures_ = 0;
    too_deep_ = shown_table_ = invisible_table_ = hidden_table_ = false;
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
    if ((looks.invisible && reveal_ == Reveal::kNothing) || looks.without_size) {
      unseen_text_ = unseen_text_ || text.find_first_not_of(" \t\r\n\f") != std::string_view::npos;
      return;
    }
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
        (story.line.ends_with('m') || story.line.ends_with(signs::kMetres)))
      code = code == U'2' ? U'²' : U'³';
    utf8::append(story.line, code);
  }

  // --- elements -----------------------------------------------------------------------------------------------------

  bool hidden(const xmlNode* node) const {
    if (listed(kUnseen, name_of(node))) return true;
    if (reveal_ == Reveal::kAll) return false;
    const Style& style = page_->style_of(node);
    if (style.hidden()) return true;
    if (name_of(node) == "tr" && style.visible.value == false) return reveal_ == Reveal::kNothing;
    return !style.display.value && has_attribute(node, "hidden");
  }

  // An element that is not shown; remembers whether there was a table in it.
  void pass_over(const xmlNode* node) {
    if (hidden_table_ || listed(kUnseen, name_of(node))) return;
    const auto look = [&](const xmlNode* inner) {
      if (!is_element(inner) || name_of(inner) != "table") return true;
      int rows = 0;
      walk(inner, [&](const xmlNode* row) {
        if (is_element(row) && name_of(row) == "tr") ++rows;
        return true;
      });
      hidden_table_ = hidden_table_ || rows >= kLeastTableSide;
      return false;
    };
    if (look(node)) walk(node, look);
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
    if (hidden(node)) return pass_over(node);
    if (name == "br") return finish_line(story);
    if (name == "img") return note_picture(node, outer);
    const Looks looks = looks_of(node, outer);
    if (name == "input" || name == "select" || name == "textarea") return read_control(node, name, looks, story, depth);
    if (is_frame(name)) return read_frame(node, looks, story, depth);
    if (name == "table") return read_table_element(node, looks, story, depth);
    const bool block = listed(kBlocks, name);
    if (block) finish_line(story);
    if (name == "ol" && !page_->style_of(node).no_list_number)
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
    if (hidden(node)) {
      pass_over(node);
      return false;
    }
    if (is_frame(name)) {
      read_frame(node, looks, story, kDeepTable);
      return false;
    }
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

  Looks looks_of(const xmlNode* node, Looks looks) const {
    const std::string_view name = name_of(node);
    const Style& style = page_->style_of(node);
    if (style.visible.value) looks.invisible = !*style.visible.value;
    if (furniture_.is_shown_by_script(attribute(node, "id"))) looks.invisible = false;
    if (const std::string_view align = attribute(node, "align"); !align.empty())
      looks.centered = align == "center" || align == "CENTER";
    if (name == "center" || name == "caption") looks.centered = true;
    if (style.centered.value) looks.centered = *style.centered.value;
    if (name == "h1") looks.font_size = 24;
    if (name == "h2") looks.font_size = 18;
    if (name == "h3") looks.font_size = 14;
    if (const auto& size = style.font_size.value) {
      if (size->kind != FontSize::Kind::kRelative) looks.without_size = size->kind == FontSize::Kind::kZero;
      if (size->points && *size->points > 0 && has_attribute(node, "style")) looks.font_size = *size->points;
    }
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
      const int least =
          std::min(number_attribute(node, "width", kIconSide), number_attribute(node, "height", kIconSide));
      outside_pictures_ += least >= kIconSide;
      return;
    }
    pictures_.push_back({body_->blocks.size(), [this, address] {
                           return address.starts_with("data:") ? embedded(address) : carrier_.picture(address);
                         }});
  }

  static bool is_frame(std::string_view name) {
    return name == "iframe" || name == "frame" || name == "object" || name == "embed";
  }

  // A page in the page: given in the element itself, as a data address, or by what carries the page.
  void read_frame(const xmlNode* node, const Looks& looks, Story& story, int depth) {
    std::string inner(attribute(node, "srcdoc"));
    const std::string_view address = attribute(node, name_of(node) == "object" ? "data" : "src");
    if (inner.empty() && address.starts_with("data:text/html")) {
      const std::string bytes = embedded(address);
      inner = decode_text(bytes, declared_charset(bytes)).utf8;
    }
    if (inner.empty() && !address.empty() && carrier_.page) inner = carrier_.page(address);
    if (inner.empty() || looks.furniture) return;
    if (frame_depth_ >= kMostFrameDepth || frames_.size() >= kMostFrames) {
      too_deep_ = true;
      return;
    }
    DocumentHandle page = parse_page(inner);
    if (!page) return;
    frames_.push_back(std::make_unique<StyledPage>(std::move(page), carrier_));
    const StyledPage* const outer = std::exchange(page_, frames_.back().get());
    ++frame_depth_;
    finish_line(story);
    Looks own;  // Styles are not inherited into a frame.
    own.invisible = looks.invisible;
    const std::size_t begin = story.blocks.size();
    if (const xmlNode* root = page_->root()) read_node(root, own, story, depth + 1);
    finish_line(story);
    if (&story == body_) frame_ranges_.emplace_back(begin, story.blocks.size());
    --frame_depth_;
    page_ = outer;
  }

  // A frame with a table and lines above it is the article; what stands outside of it is the site's.
  void part_from_site(std::vector<Block>& blocks) const {
    for (const auto& [begin, end] : frame_ranges_) {
      const auto first = blocks.begin() + static_cast<std::ptrdiff_t>(begin),
                 last = blocks.begin() + static_cast<std::ptrdiff_t>(end);
      const auto table = std::find_if(first, last, [](const Block& block) {
        return block.kind == Block::Kind::kTable && block.table.rows >= kLeastTableSide &&
               block.table.cols >= kLeastTableSide;
      });
      const auto lines = std::count_if(first, table, [](const Block& block) {
        return block.kind == Block::Kind::kParagraph && !block.paragraph.furniture;
      });
      if (table == last || lines < kLeastLinesAbove) continue;
      for (auto block = blocks.begin(); block != blocks.end(); ++block)
        if ((block < first || block >= last) && block->kind == Block::Kind::kParagraph)
          block->paragraph.furniture = true;
      return;
    }
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
        if (hidden(child)) continue;
        const Looks inner = looks_of(child, looks);
        if (!page_->style_of(child).no_list_number) add_text(format_number(number, format) + ". ", inner, story);
        if (number < INT_MAX) ++number;
        read_item(child, inner, story, depth + 1);
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
        if (is_element(row) && name_of(row) == "tr" && !hidden(row)) visit(row, group);
    };
    const auto groups = [&](std::string_view wanted) {
      for (const xmlNode* child = table->children; child != nullptr; child = child->next) {
        if (!is_element(child) || name_of(child) != wanted || hidden(child)) continue;
        ++group;
        rows_of(child);
      }
    };
    groups("thead");
    for (const xmlNode* child = table->children; child != nullptr; child = child->next) {
      if (!is_element(child)) continue;
      const std::string_view name = name_of(child);
      if (hidden(child)) continue;
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
      if ((name == "td" || name == "th") && !hidden(cell)) visit(cell);
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
        finish_line(story);
        read_children(cell, looks_of(cell, looks_of(row, looks)), story, depth + 1);
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
    const bool unseen_before = std::exchange(unseen_text_, false);
    for_each_row(node, [&](const xmlNode* row, int group) {
      if (too_large_) return;
      if (grid.table.rows >= limits_.rows) too_large_ = true;
      // A new group: nothing from above reaches into it.
      if (!grid.row_group.empty() && grid.row_group.back() != group)
        std::fill(grid.busy_until.begin(), grid.busy_until.end(), grid.table.rows);
      grid.row_group.push_back(group);
      int column = 0;
      for_each_cell(row, [&](const xmlNode* cell) { read_cell(cell, looks_of(row, looks), grid, column, depth); });
      ++grid.table.rows;
    });
    cut_spans(grid);
    if (too_large_ || grid.table.rows == 0 || grid.table.cols == 0) return;
    const bool large = grid.table.rows >= kLeastTableSide && grid.table.cols >= kLeastTableSide;
    const auto filled = std::count_if(grid.table.cells.begin(), grid.table.cells.end(),
                                      [](const Cell& cell) { return !cell.paragraphs.empty(); });
    if (large && 2 * static_cast<std::size_t>(filled) > grid.table.cells.size()) shown_table_ = true;
    if (large && unseen_text_ && filled == 0) invisible_table_ = true;
    unseen_text_ = unseen_text_ || unseen_before;
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
    read_children(node, looks_of(node, row_looks), story, depth + 1);
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

  const StyledPage* page_;  // Whose elements are being read: the page itself, or that of a frame.
  const PageCarrier& carrier_;
  Source source_;
  const Options& options_;
  std::vector<FlowPicture> pictures_;
  const Story* body_ = nullptr;
  int outside_pictures_ = 0;
  Document document_;
  Reveal reveal_ = Reveal::kNothing;
  std::vector<std::pair<std::size_t, std::size_t>> frame_ranges_;  // Of blocks, inner ones before their outer ones.
  std::vector<std::unique_ptr<StyledPage>> frames_;  // Of this reading: pictures in them are loaded at its end.
  int frame_depth_ = 0;
  const Furniture& furniture_ = Furniture::vocabulary();
  TableLimits limits_;
  int tables_ = 0, cells_ = 0, table_elements_ = 0, span_sum_ = 0;
  int deep_tables_ = 0;  // Being read, in each other.
  bool too_large_ = false, too_deep_ = false;
  bool unseen_text_ = false;  // Text was passed over since the table began.
  bool shown_table_ = false, invisible_table_ = false, hidden_table_ = false;
};

}  // namespace

Result<Document> read_html_in(const PageCarrier& carrier, std::string_view bytes, Source source,
                              const Options& options) {
  if (bytes.size() > kMostBytes)
    return refusal("file-too-large", fmt::format("{}: a page of more than {} MB", source.display(), kMostBytes >> 20));
  const std::string declared = carrier.charset.empty() ? declared_charset(bytes) : carrier.charset;
  const DecodedText text = decode_text(bytes, declared);
  DocumentHandle page = parse_page(text.utf8);
  if (!page)
    return Error{"file-damaged", fmt::format("{}: the page cannot be parsed; get the file again.", source.display())};
  const StyledPage styled(std::move(page), carrier);
  return HtmlReader(styled, carrier, std::move(source), options).read();
}

Result<Document> read_html(std::string_view bytes, Source source, const Options& options) {
  return read_html_in({}, bytes, std::move(source), options);
}

}  // namespace gongshi::extract
