// SPDX-License-Identifier: GPL-3.0-or-later
#include "office/xml_part.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <pugixml.hpp>
#include <utility>
#include <vector>

#include "schema/refusal.h"
#include "schema/utf8.h"

namespace gongshi::office {
namespace {

// Word itself stays below 60 with tables nested ten deep. Readers recurse at most this far.
constexpr int kMostDepth = 400;

struct Namespace {
  std::string_view uri, prefix;
};

constexpr Namespace kNamespaces[] = {
    {"http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w"},
    {"http://purl.oclc.org/ooxml/wordprocessingml/main", "w"},
    {"http://schemas.openxmlformats.org/markup-compatibility/2006", "mc"},
    {"urn:schemas-microsoft-com:vml", "v"},
    {"urn:schemas-microsoft-com:office:office", "o"},
    {"http://schemas.microsoft.com/office/word/2010/wordprocessingShape", "wps"},
    {"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup", "wpg"},
    {"http://schemas.microsoft.com/office/word/2010/wordml", "w14"},
    {"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", "wp"},
    {"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", "wp"},
    {"http://schemas.openxmlformats.org/drawingml/2006/main", "a"},
    {"http://purl.oclc.org/ooxml/drawingml/main", "a"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/math", "m"},
    {"http://purl.oclc.org/ooxml/officeDocument/math", "m"},
    {"http://schemas.openxmlformats.org/officeDocument/2006/relationships", "r"},
    {"http://purl.oclc.org/ooxml/officeDocument/relationships", "r"},
    {"http://schemas.openxmlformats.org/spreadsheetml/2006/main", ""},
    {"http://purl.oclc.org/ooxml/spreadsheetml/main", ""},
    {"http://schemas.openxmlformats.org/package/2006/relationships", ""},
    {"http://schemas.openxmlformats.org/package/2006/content-types", ""},
};

// Prefix as written → customary prefix, for the scopes from the root down to a node.
using Bindings = std::map<std::string, std::string, std::less<>>;

std::string_view prefix_of(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
}

std::string_view local_of(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool bind(const pugi::xml_node& node, Bindings& bindings) {
  bool changed = false;
  for (const pugi::xml_attribute& attribute : node.attributes()) {
    const std::string_view name = attribute.name();
    if (name != "xmlns" && !name.starts_with("xmlns:")) continue;
    const std::string_view prefix = name == "xmlns" ? std::string_view() : local_of(name);
    const std::string_view uri = attribute.value();
    const auto* const known =
        std::find_if(std::begin(kNamespaces), std::end(kNamespaces), [&](const Namespace& n) { return n.uri == uri; });
    // An unknown namespace must not look like a known one: <p> of a foreign one is no w:p.
    bindings[std::string(prefix)] = known != std::end(kNamespaces) ? std::string(known->prefix)
                                    : prefix.empty()               ? "foreign"
                                                                   : std::string(prefix);
    changed = true;
  }
  return changed;
}

std::string renamed(std::string_view name, const Bindings& bindings) {
  const auto found = bindings.find(prefix_of(name));
  if (found == bindings.end()) return std::string(name);
  const std::string_view local = local_of(name);
  return found->second.empty() ? std::string(local) : fmt::format("{}:{}", found->second, local);
}

void rename_attributes(pugi::xml_node node, const Bindings& bindings) {
  for (pugi::xml_attribute attribute : node.attributes()) {
    const std::string_view name = attribute.name();
    if (prefix_of(name).empty() || prefix_of(name) == "xmlns") continue;
    const std::string customary = renamed(name, bindings);
    if (customary != name) attribute.set_name(customary.c_str());
  }
}

void rename(pugi::xml_node node, Bindings bindings) {  // depth is bounded by the check before
  bind(node, bindings);
  const std::string name = renamed(node.name(), bindings);
  rename_attributes(node, bindings);
  if (name != node.name()) node.set_name(name.c_str());
  for (pugi::xml_node child : node.children())
    if (child.type() == pugi::node_element) rename(child, bindings);
}

// The common case: the root declares everything, under the customary prefixes.
bool customary(const pugi::xml_node& root) {
  Bindings bindings;
  bind(root, bindings);
  return std::all_of(bindings.begin(), bindings.end(),
                     [](const auto& binding) { return binding.first == binding.second; });
}

bool too_deep(const pugi::xml_node& root) {
  int depth = 0;
  pugi::xml_node node = root;
  while (node) {
    if (const pugi::xml_node child = node.first_child()) {
      if (++depth > kMostDepth) return true;
      node = child;
      continue;
    }
    while (node && !node.next_sibling()) {
      node = node.parent();
      --depth;
      if (node == root || !node) return false;
    }
    node = node.next_sibling();
  }
  return false;
}

}  // namespace

Result<void> parse_xml(std::string_view bytes, std::string_view shown, pugi::xml_document& document) {
  constexpr unsigned kFlags = pugi::parse_default | pugi::parse_ws_pcdata_single;
  const pugi::xml_parse_result parsed = document.load_buffer(bytes.data(), bytes.size(), kFlags);
  if (!parsed)
    return Error{"file-damaged", fmt::format("{}: damaged XML ({} at byte {}); get the file again.", shown,
                                             parsed.description(), parsed.offset)};
  const pugi::xml_node root = document.document_element();
  if (too_deep(root)) return refusal("file-damaged", fmt::format("{}: nested more than {} deep", shown, kMostDepth));
  if (!customary(root)) rename(root, {});
  return {};
}

bool toggle(const pugi::xml_node& element) {
  if (!element) return false;
  const std::string_view value = element.attribute("w:val").value();
  return value != "false" && value != "0" && value != "off";
}

std::string clean_text(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t offset = 0; offset < text.size();) {
    const char32_t code = utf8::next(text, offset);
    if (code == U'\t' || code == U'\n' || code == U'\r')
      clean += ' ';
    else if (code >= 0x20 && code != 0x7F)
      utf8::append(clean, code);
  }
  return clean;
}

}  // namespace gongshi::office
