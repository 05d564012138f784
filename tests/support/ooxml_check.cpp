// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ooxml_check.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <pugixml.hpp>
#include <set>
#include <sstream>

#include "office/package.h"
#include "schema/utf8.h"

namespace gongshi::test {
namespace {

using office::Package;
using Problems = std::vector<std::string>;

// Children in the order of the schemas (ECMA-376 part 1, sml.xsd and wml.xsd); those not named may not occur.
const std::map<std::string, std::string> kOrder = {
    {"worksheet",
     "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios "
     "autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting "
     "dataValidations "
     "hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches "
     "ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF picture oleObjects controls webPublishItems "
     "tableParts extLst"},
    {"workbook",
     "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences "
     "definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing "
     "fileRecoveryPr webPublishObjects extLst"},
    {"styleSheet", "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst"},
    {"sheetView", "pane selection pivotSelection extLst"},
    {"c", "f v is extLst"},
    {"w:styles", "w:docDefaults w:latentStyles w:style"},
    {"w:style",
     "w:name w:aliases w:basedOn w:next w:link w:autoRedefine w:hidden w:uiPriority w:semiHidden w:unhideWhenUsed "
     "w:qFormat w:locked w:personal w:personalCompose w:personalReply w:rsid w:pPr w:rPr w:tblPr w:trPr w:tcPr "
     "w:tblStylePr"},
    {"w:pPr",
     "w:pStyle w:keepNext w:keepLines w:pageBreakBefore w:framePr w:widowControl w:numPr w:suppressLineNumbers w:pBdr "
     "w:shd w:tabs w:suppressAutoHyphens w:kinsoku w:wordWrap w:overflowPunct w:topLinePunct w:autoSpaceDE "
     "w:autoSpaceDN w:bidi w:adjustRightInd w:snapToGrid w:spacing w:ind w:contextualSpacing w:mirrorIndents "
     "w:suppressOverlap w:jc w:textDirection w:textAlignment w:textboxTightWrap w:outlineLvl w:divId w:cnfStyle w:rPr "
     "w:sectPr w:pPrChange"},
    {"w:rPr",
     "w:rStyle w:rFonts w:b w:bCs w:i w:iCs w:caps w:smallCaps w:strike w:dstrike w:outline w:shadow w:emboss "
     "w:imprint w:noProof w:snapToGrid w:vanish w:webHidden w:color w:spacing w:w w:kern w:position w:sz w:szCs "
     "w:highlight w:u w:effect w:bdr w:shd w:fitText w:vertAlign w:rtl w:cs w:em w:lang w:eastAsianLayout "
     "w:specVanish w:oMath"},
    {"w:tbl", "w:tblPr w:tblGrid w:tr"},
    {"w:tblPr",
     "w:tblStyle w:tblpPr w:tblOverlap w:bidiVisual w:tblStyleRowBandSize w:tblStyleColBandSize w:tblW w:jc "
     "w:tblCellSpacing w:tblInd w:tblBorders w:shd w:tblLayout w:tblCellMar w:tblLook w:tblCaption w:tblDescription"},
    {"w:tblBorders", "w:top w:left w:start w:bottom w:right w:end w:insideH w:insideV"},
    {"w:tr", "w:tblPrEx w:trPr w:tc"},
    {"w:tcPr",
     "w:cnfStyle w:tcW w:gridSpan w:hMerge w:vMerge w:tcBorders w:shd w:noWrap w:tcMar w:textDirection w:tcFitText "
     "w:vAlign w:hideMark"},
    {"w:sectPr",
     "w:headerReference w:footerReference w:footnotePr w:endnotePr w:type w:pgSz w:pgMar w:paperSrc w:pgBorders "
     "w:lnNumType w:pgNumType w:cols w:formProt w:vAlign w:noEndnote w:titlePg w:textDirection w:bidi w:rtlGutter "
     "w:docGrid w:printerSettings"},
    {"w:document", "w:background w:body"},
};

/// Elements that stand before all their siblings.
const std::map<std::string, std::string> kFirst = {{"w:p", "w:pPr"}, {"w:r", "w:rPr"}, {"w:tc", "w:tcPr"}};

std::vector<std::string> words(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> out;
  for (std::string word; in >> word;) out.push_back(word);
  return out;
}

std::string folder_of(const std::string& part) {
  const std::size_t slash = part.rfind('/');
  return slash == std::string::npos ? "" : part.substr(0, slash + 1);
}

/// "xl/worksheets/" + "../styles.xml" → "xl/styles.xml"
std::string resolved(const std::string& folder, const std::string& target) {
  if (target.starts_with("/")) return target.substr(1);
  std::string path = folder + target;
  for (std::size_t up = path.find("../"); up != std::string::npos; up = path.find("../")) {
    const std::size_t before = up < 2 ? std::string::npos : path.rfind('/', up - 2);
    path = (before == std::string::npos ? "" : path.substr(0, before + 1)) + path.substr(up + 3);
  }
  return path;
}

class Checker {
 public:
  explicit Checker(const Package& package) : package_(package) {}

  Problems check() {
    parse_parts();
    check_content_types();
    for (const auto& [name, document] : documents_) {
      if (name.ends_with(".rels")) check_relations(name, *document);
      check_ids(name, *document);
      check_element(name, document->document_element());
    }
    check_main();
    return std::move(problems_);
  }

 private:
  void complain(const std::string& part, const std::string& what) { problems_.push_back(part + ": " + what); }

  void parse_parts() {
    for (const auto& [name, bytes] : package_) {
      if (!name.ends_with(".xml") && !name.ends_with(".rels")) continue;
      auto document = std::make_unique<pugi::xml_document>();
      const auto parsed = document->load_buffer(bytes.data(), bytes.size(),
                                                pugi::parse_default | pugi::parse_declaration | pugi::parse_ws_pcdata);
      if (!parsed) complain(name, std::string("not well-formed: ") + parsed.description());
      for (const unsigned char c : bytes)
        if (c < 0x20 && c != '\n' && c != '\r' && c != '\t') {
          complain(name, "has a control character");
          break;
        }
      documents_[name] = std::move(document);
    }
  }

  const pugi::xml_document* document(const std::string& name) const {
    const auto found = documents_.find(name);
    return found == documents_.end() ? nullptr : found->second.get();
  }

  void check_content_types() {
    const pugi::xml_document* types = document("[Content_Types].xml");
    if (types == nullptr) return complain("package", "has no [Content_Types].xml");
    std::set<std::string> extensions, overrides;
    for (const pugi::xml_node& type : types->document_element().children()) {
      const std::string name = type.name();
      if (name == "Default") extensions.insert(type.attribute("Extension").value());
      if (name == "Override") {
        const std::string part = std::string(type.attribute("PartName").value()).substr(1);
        if (!overrides.insert(part).second) complain(part, "has two content types");
        if (!package_.contains(part)) complain(part, "has a content type but is not there");
      }
    }
    for (const auto& [name, bytes] : package_)
      if (name != "[Content_Types].xml" && !overrides.contains(name) &&
          !extensions.contains(name.substr(name.rfind('.') + 1)))
        complain(name, "has no content type");
  }

  /// Targets are there, ids are unique.
  void check_relations(const std::string& name, const pugi::xml_document& relations) {
    const std::string folder = folder_of(name).substr(0, folder_of(name).size() - std::string("_rels/").size());
    const std::string file = name.substr(folder_of(name).size());
    const std::string owner = folder + file.substr(0, file.size() - std::string(".rels").size());
    if (!owner.empty() && owner != folder && !package_.contains(owner)) complain(name, "belongs to no part");
    for (const pugi::xml_node& relation : relations.document_element().children("Relationship")) {
      const std::string id = relation.attribute("Id").value();
      if (!ids_[owner].insert(id).second) complain(name, "has the id " + id + " twice");
      if (std::string_view(relation.attribute("TargetMode").value()) == "External") continue;
      const std::string target = resolved(folder, relation.attribute("Target").value());
      if (!package_.contains(target)) complain(name, "leads to " + target + ", which is not there");
    }
  }

  /// Every r:id of a part is in its relationships.
  void check_ids(const std::string& name, const pugi::xml_document& part) {
    const std::string file = name.substr(folder_of(name).size());
    const pugi::xml_document* relations = document(folder_of(name) + "_rels/" + file + ".rels");
    std::set<std::string> known;
    if (relations != nullptr)
      for (const pugi::xml_node& relation : relations->document_element().children("Relationship"))
        known.insert(relation.attribute("Id").value());
    struct Walker : pugi::xml_tree_walker {
      std::vector<std::string> used;
      bool for_each(pugi::xml_node& node) override {
        for (const pugi::xml_attribute& attribute : node.attributes())
          if (std::string_view(attribute.name()) == "r:id" || std::string_view(attribute.name()) == "r:embed")
            used.emplace_back(attribute.value());
        return true;
      }
    } walker;
    const_cast<pugi::xml_document&>(part).traverse(walker);
    for (const std::string& id : walker.used)
      if (!known.contains(id)) complain(name, "uses the relationship " + id + ", which is not there");
  }

  void check_element(const std::string& part, const pugi::xml_node& element) {
    const std::string name = element.name();
    if (const auto order = kOrder.find(name); order != kOrder.end()) check_order(part, element, words(order->second));
    if (const auto first = kFirst.find(name); first != kFirst.end())
      for (pugi::xml_node child = element.first_child().next_sibling(); child; child = child.next_sibling())
        if (first->second == child.name() && has_element_before(child))
          complain(part, first->second + " does not stand first in " + name);
    if (name == "w:tc" && std::string_view(last_element(element).name()) != "w:p")
      complain(part, "a cell does not end with a paragraph");
    if (name == "w:body" && !element.child("w:sectPr").empty() &&
        std::string_view(last_element(element).name()) != "w:sectPr")
      complain(part, "w:sectPr does not stand last");
    for (const pugi::xml_node& child : element.children())
      if (child.type() == pugi::node_element) check_element(part, child);
  }

  static bool has_element_before(pugi::xml_node node) {
    for (node = node.previous_sibling(); node; node = node.previous_sibling())
      if (node.type() == pugi::node_element) return true;
    return false;
  }

  static pugi::xml_node last_element(const pugi::xml_node& parent) {
    pugi::xml_node node = parent.last_child();
    while (node && node.type() != pugi::node_element) node = node.previous_sibling();
    return node;
  }

  void check_order(const std::string& part, const pugi::xml_node& element, const std::vector<std::string>& order) {
    std::size_t reached = 0;
    for (const pugi::xml_node& child : element.children()) {
      if (child.type() != pugi::node_element) continue;
      const auto place = std::find(order.begin(), order.end(), std::string(child.name()));
      if (place == order.end()) {
        complain(part, std::string(child.name()) + " has no place in " + element.name());
        continue;
      }
      const auto index = static_cast<std::size_t>(place - order.begin());
      if (index < reached) complain(part, std::string(child.name()) + " stands too late in " + element.name());
      reached = std::max(reached, index);
    }
  }

  void check_main() {
    const pugi::xml_document* root = document("_rels/.rels");
    std::string main;
    if (root != nullptr)
      for (const pugi::xml_node& relation : root->document_element().children("Relationship"))
        if (std::string_view(relation.attribute("Type").value()).ends_with("/officeDocument"))
          main = relation.attribute("Target").value();
    if (main.starts_with("/")) main.erase(0, 1);
    const pugi::xml_document* document = this->document(main);
    if (document == nullptr) return complain("package", "has no main part");
    const std::string kind = document->document_element().name();
    if (kind == "workbook")
      check_workbook(*document);
    else if (kind == "w:document")
      check_styles(main, *document);
    else
      complain(main, "is neither a workbook nor a document");
  }

  // ---- Word ----

  void check_styles(const std::string& main, const pugi::xml_document& document) {
    std::set<std::string> known;
    if (const pugi::xml_document* styles = this->document("word/styles.xml"))
      for (const pugi::xml_node& style : styles->document_element().children("w:style"))
        if (!known.insert(style.attribute("w:styleId").value()).second)
          complain("word/styles.xml", std::string("has the style ") + style.attribute("w:styleId").value() + " twice");
    for (const char* path : {"//w:pStyle", "//w:rStyle", "//w:tblStyle"})
      for (const pugi::xpath_node& used : document.select_nodes(path))
        if (const std::string id = used.node().attribute("w:val").value(); !known.contains(id))
          complain(main, "uses the style " + id + ", which is not there");
    for (const pugi::xpath_node& table : document.select_nodes("//w:tbl")) {
      const auto columns = table.node().child("w:tblGrid").children("w:gridCol");
      const auto width = std::distance(columns.begin(), columns.end());
      for (const pugi::xml_node& row : table.node().children("w:tr")) {
        std::ptrdiff_t cells = 0;
        for (const pugi::xml_node& cell : row.children("w:tc"))
          cells += std::max(1, cell.child("w:tcPr").child("w:gridSpan").attribute("w:val").as_int(1));
        if (cells != width)
          complain(main, "a row has " + std::to_string(cells) + " of " + std::to_string(width) + " columns");
      }
    }
  }

  // ---- Excel ----

  void check_workbook(const pugi::xml_document& workbook) {
    std::set<std::string> names;
    for (const pugi::xml_node& sheet : workbook.document_element().child("sheets").children("sheet")) {
      const std::string name = sheet.attribute("name").value();
      if (name.empty() || utf8::decode(name).size() > 31 || name.find_first_of("[]:*?/\\") != std::string::npos)
        complain("xl/workbook.xml", "the sheet name " + name + " is not allowed");
      if (!names.insert(name).second) complain("xl/workbook.xml", "has two sheets " + name);
    }
    std::vector<std::size_t> lengths;
    if (const pugi::xml_document* strings = document("xl/sharedStrings.xml"))
      for (const pugi::xml_node& string : strings->document_element().children("si"))
        lengths.push_back(utf8::decode(string.text().get()).size() +
                          utf8::decode(string.child("t").text().get()).size());
    if (std::any_of(lengths.begin(), lengths.end(), [](std::size_t length) { return length > 32'767; }))
      complain("xl/sharedStrings.xml", "has a string of more than 32 767 characters");
    std::size_t formats = 0;
    if (const pugi::xml_document* styles = document("xl/styles.xml")) {
      const auto list = styles->document_element().child("cellXfs").children("xf");
      formats = static_cast<std::size_t>(std::distance(list.begin(), list.end()));
    }
    for (const auto& [name, part] : documents_)
      if (name.starts_with("xl/worksheets/sheet")) check_sheet(name, *part, lengths.size(), formats);
  }

  void check_sheet(const std::string& name, const pugi::xml_document& sheet, std::size_t strings, std::size_t formats) {
    int last_row = 0;
    for (const pugi::xml_node& row : sheet.document_element().child("sheetData").children("row")) {
      const int number = row.attribute("r").as_int();
      if (number <= last_row) complain(name, "row " + std::to_string(number) + " stands out of order");
      last_row = number;
      if (row.attribute("ht").as_double() > 409) complain(name, "row " + std::to_string(number) + " is too high");
      std::pair<std::size_t, std::string> last_cell;
      for (const pugi::xml_node& cell : row.children("c")) {
        const std::string reference = cell.attribute("r").value();
        const std::string letters = reference.substr(0, reference.find_first_of("0123456789"));
        if (reference != letters + std::to_string(number))
          complain(name, "the cell " + reference + " stands in another row");
        const std::pair<std::size_t, std::string> place{letters.size(), letters};
        if (place <= last_cell) complain(name, "the cell " + reference + " stands out of order");
        last_cell = place;
        if (cell.attribute("s").as_uint() >= std::max<std::size_t>(formats, 1))
          complain(name, "the cell " + reference + " has a format that is not there");
        if (std::string_view(cell.attribute("t").value()) == "s" && cell.child("v").text().as_uint() >= strings)
          complain(name, "the cell " + reference + " has a string that is not there");
      }
    }
    for (const pugi::xpath_node& list : sheet.select_nodes("//dataValidation/formula1"))
      if (utf8::decode(list.node().text().get()).size() > 257) complain(name, "a drop-down list is too long");
    for (const pugi::xpath_node& validation : sheet.select_nodes("//dataValidation"))
      for (const auto& [attribute, most] : {std::pair{"promptTitle", 32U}, std::pair{"prompt", 255U}})
        if (utf8::decode(validation.node().attribute(attribute).value()).size() > most)
          complain(name, std::string(attribute) + " of a drop-down list is too long");
  }

  const Package& package_;
  std::map<std::string, std::unique_ptr<pugi::xml_document>> documents_;
  std::map<std::string, std::set<std::string>> ids_;  ///< Of relationships, by the part they belong to.
  Problems problems_;
};

}  // namespace

std::vector<std::string> ooxml_problems(std::string_view bytes) {
  const auto package = office::unpack(bytes);
  if (!package) return {package.error().message};
  return Checker(*package).check();
}

}  // namespace gongshi::test
