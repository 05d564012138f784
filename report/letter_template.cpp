// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>
#include <pugixml.hpp>
#include <sstream>

#include "office/package.h"
#include "report/letters.h"
#include "schema/data.h"
#include "schema/presentable.h"

namespace gongshi::report {
namespace {

// Data files carry names that every file system and build tool takes; these are their names in the package, in its
// order.
constexpr std::pair<const char*, const char*> kParts[] = {
    {"[Content_Types].xml", "content_types.xml"},
    {"_rels/.rels", "package_relationships.xml"},
    {"word/document.xml", "document.xml"},
    {"word/_rels/document.xml.rels", "document_relationships.xml"},
    {"word/styles.xml", "styles.xml"},
    {"word/settings.xml", "settings.xml"},
    {"word/footer1.xml", "footer_odd.xml"},
    {"word/footer2.xml", "footer_even.xml"},
};
constexpr const char* kOpen = "{{";
constexpr const char* kClose = "}}";
constexpr char kHeldBrace =
    '\x01';  // Stands for '{' of a value until all placeholders are filled; no presentable text has it.
constexpr unsigned kParse = pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_declaration;

using Values = std::map<std::string, std::string>;

void collect(const pugi::xml_node& node, std::string_view name, std::vector<pugi::xml_node>& out) {
  for (const pugi::xml_node& child : node.children()) {
    if (child.name() == name) out.push_back(child);
    collect(child, name, out);
  }
}

std::string text_of(const pugi::xml_node& node) {
  std::vector<pugi::xml_node> texts;
  collect(node, "w:t", texts);
  std::string out;
  for (const pugi::xml_node& text : texts) out += text.child_value();
  return out;
}

/// Puts `text` into a w:t, with w:br for line breaks.
void set_text(pugi::xml_node text, const std::string& value) {
  pugi::xml_node run = text.parent();
  std::size_t begin = 0;
  pugi::xml_node current = text;
  while (true) {
    const std::size_t end = value.find('\n', begin);
    current.remove_children();
    current.append_child(pugi::node_pcdata)
        .set_value(value.substr(begin, end == std::string::npos ? end : end - begin).c_str());
    if (!current.attribute("xml:space")) current.append_attribute("xml:space") = "preserve";
    if (end == std::string::npos) return;
    const pugi::xml_node line_break = run.insert_child_after("w:br", current);
    current = run.insert_child_after("w:t", line_break);
    begin = end + 1;
  }
}

/// Word cuts a placeholder over several runs where its spelling or format was touched: it is found in the paragraph's
/// whole text, its value goes into the run where it begins, the rest of it is taken out of the others.
class ParagraphFiller {
 public:
  explicit ParagraphFiller(const pugi::xml_node& paragraph) {
    collect(paragraph, "w:t", texts_);
    for (const pugi::xml_node& text : texts_) parts_.emplace_back(text.child_value());
  }

  /// Gives the name of a placeholder that `find` does not know, or nothing.
  template <typename Find>
  std::optional<std::string> fill(const Find& find) {
    std::size_t from = 0;
    bool changed = false;
    while (true) {
      const std::string whole = joined();
      const std::size_t open = whole.find(kOpen, from);
      const std::size_t close = open == std::string::npos ? open : whole.find(kClose, open);
      if (close == std::string::npos) break;
      const std::string name = whole.substr(open + 2, close - open - 2);
      const std::optional<std::string> value = find(name);
      if (!value) return name;
      replace(open, close + 2, *value);
      from = open + value->size();
      changed = true;
    }
    if (changed)
      for (std::size_t i = 0; i < texts_.size(); ++i) set_text(texts_[i], parts_[i]);
    return {};
  }

 private:
  std::string joined() const {
    std::string out;
    for (const std::string& part : parts_) out += part;
    return out;
  }

  void replace(std::size_t begin, std::size_t end, const std::string& value) {
    std::size_t at = 0;
    bool placed = false;
    for (std::string& part : parts_) {
      const std::size_t size = part.size();
      const std::size_t first = std::clamp(begin, at, at + size) - at, last = std::clamp(end, at, at + size) - at;
      if (first < last) {
        part.replace(first, last - first, placed ? "" : value);
        placed = true;
      }
      at += size;
    }
  }

  std::vector<pugi::xml_node> texts_;
  std::vector<std::string> parts_;
};

class LetterFiller {
 public:
  explicit LetterFiller(const LetterValues& values) : values_(values), prefix_(values.item + ".") {}

  Result<void> fill(pugi::xml_node root) {
    for (const char* repeated : {"w:tr", "w:p"})
      if (auto done = repeat(root, repeated); !done) return done;
    if (auto done = fill_paragraphs(root, {}); !done) return done;
    std::vector<pugi::xml_node> texts;
    collect(root, "w:t", texts);
    for (const pugi::xml_node& text : texts) {
      std::string value = text.child_value();
      if (value.find(kHeldBrace) == std::string::npos) continue;
      std::replace(value.begin(), value.end(), kHeldBrace, '{');
      text.first_child().set_value(value.c_str());
    }
    return {};
  }

 private:
  Result<void> repeat(pugi::xml_node root, const char* name) {
    std::vector<pugi::xml_node> nodes;
    collect(root, name, nodes);
    for (pugi::xml_node node : nodes) {
      if (text_of(node).find(kOpen + prefix_) == std::string::npos) continue;
      pugi::xml_node parent = node.parent();
      for (const Values& item : values_.items)
        if (auto done = fill_paragraphs(parent.insert_copy_before(node, node), item); !done) return done;
      parent.remove_child(node);
    }
    return {};
  }

  Result<void> fill_paragraphs(pugi::xml_node root, const Values& item) {
    std::vector<pugi::xml_node> paragraphs;
    if (std::string_view(root.name()) == "w:p") paragraphs.push_back(root);
    collect(root, "w:p", paragraphs);
    for (const pugi::xml_node& paragraph : paragraphs) {
      const auto unknown = ParagraphFiller(paragraph).fill([&](const std::string& name) { return find(name, item); });
      if (unknown)
        return Error{"template-invalid", "The letter template has the unknown placeholder {{" + *unknown +
                                             "}}; see docs/configuration.md for their names."};
    }
    return {};
  }

  std::optional<std::string> find(const std::string& name, const Values& item) const {
    const bool of_item = name.starts_with(prefix_);
    const Values& values = of_item ? item : values_.values;
    const auto found = values.find(of_item ? name.substr(prefix_.size()) : name);
    if (found == values.end()) return {};
    // What looks like a placeholder in a notice's words is none: they are put back last.
    std::string value = presentable(found->second);
    std::replace(value.begin(), value.end(), '{', kHeldBrace);
    return value;
  }

  const LetterValues& values_;
  std::string prefix_;
};

bool has_text(const std::string& part) {
  return part == "word/document.xml" ||
         ((part.starts_with("word/header") || part.starts_with("word/footer")) && part.ends_with(".xml"));
}

}  // namespace

Result<std::string> default_letter_template() {
  std::vector<std::pair<std::string, std::string>> parts;
  for (const auto& [part, file] : kParts) {
    auto text = load_data(std::string("report/letter/") + file);
    if (!text) return text.error();
    parts.emplace_back(part, *std::move(text));
  }
  return office::pack(parts);
}

Result<std::string> fill_letter(std::string_view letter_template, const LetterValues& values) {
  auto package = office::unpack(letter_template);
  if (!package || !package->contains("word/document.xml"))
    return Error{"template-invalid", "The letter template is no Word file (.docx); save it in Word as .docx."};
  std::vector<std::pair<std::string, std::string>> parts;
  for (auto& [name, bytes] : *package) {
    if (name.ends_with("/")) continue;
    if (!has_text(name)) {
      parts.emplace_back(name, std::move(bytes));
      continue;
    }
    pugi::xml_document document;
    if (!document.load_buffer(bytes.data(), bytes.size(), kParse))
      return Error{"template-invalid", "The letter template is damaged: " + name + "; save it again in Word."};
    if (auto done = LetterFiller(values).fill(document.document_element()); !done) return done.error();
    std::ostringstream out;
    document.save(out, "", pugi::format_raw);
    parts.emplace_back(name, out.str());
  }
  // Readers look for the list of content types first.
  std::stable_partition(parts.begin(), parts.end(),
                        [](const auto& part) { return part.first == "[Content_Types].xml"; });
  return office::pack(parts);
}

}  // namespace gongshi::report
