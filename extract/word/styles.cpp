// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/word/styles.h"

#include <pugixml.hpp>

#include "office/xml_part.h"

namespace gongshi::extract {
namespace {

constexpr int kMostBases = 64;  // Word allows ten

void inherit(StyleProperties& properties, const StyleProperties& base) {
  if (!properties.number_id) properties.number_id = base.number_id;
  if (!properties.number_level) properties.number_level = base.number_level;
  if (!properties.centered) properties.centered = base.centered;
  if (!properties.vanish) properties.vanish = base.vanish;
  if (!properties.superscript) properties.superscript = base.superscript;
  if (!properties.font_size) properties.font_size = base.font_size;
  if (properties.font.empty()) properties.font = base.font;
}

}  // namespace

StyleProperties properties_of(const pugi::xml_node& paragraph, const pugi::xml_node& run) {
  StyleProperties properties;
  const pugi::xml_node number = paragraph.child("w:numPr");
  if (const auto id = number.child("w:numId")) properties.number_id = id.attribute("w:val").as_int();
  if (const auto level = number.child("w:ilvl")) properties.number_level = level.attribute("w:val").as_int();
  if (const auto alignment = paragraph.child("w:jc"))
    properties.centered = std::string_view(alignment.attribute("w:val").value()) == "center";
  if (const auto vanish = run.child("w:vanish")) properties.vanish = office::toggle(vanish);
  if (const auto position = run.child("w:vertAlign"))
    properties.superscript = std::string_view(position.attribute("w:val").value()) == "superscript";
  if (const auto size = run.child("w:sz")) properties.font_size = size.attribute("w:val").as_double() / 2;
  properties.font = run.child("w:rFonts").attribute("w:ascii").value();
  return properties;
}

Styles::Styles(const pugi::xml_node& root) {
  const pugi::xml_node defaults = root.child("w:docDefaults");
  defaults_ =
      properties_of(defaults.child("w:pPrDefault").child("w:pPr"), defaults.child("w:rPrDefault").child("w:rPr"));
  for (const pugi::xml_node& style : root.children("w:style")) {
    const std::string id = style.attribute("w:styleId").value();
    Entry entry;
    entry.based_on = style.child("w:basedOn").attribute("w:val").value();
    entry.own = properties_of(style.child("w:pPr"), style.child("w:rPr"));
    entry.paragraph = std::string_view(style.attribute("w:type").value()) == "paragraph";
    const std::string_view is_default = style.attribute("w:default").value();
    if (entry.paragraph && (is_default == "1" || is_default == "true" || is_default == "on")) default_paragraph_ = id;
    entries_.insert_or_assign(id, std::move(entry));
  }
  for (auto& [id, entry] : entries_) resolve(entry, 0);
  for (auto& [id, entry] : entries_)
    if (entry.paragraph) inherit(entry.resolved, defaults_);
}

const StyleProperties& Styles::resolve(Entry& entry, int depth) {
  if (entry.done) return entry.resolved;
  entry.resolved = entry.own;
  entry.done = true;  // before its base: a circle ends here
  const auto base = entries_.find(entry.based_on);
  if (base != entries_.end() && depth < kMostBases) inherit(entry.resolved, resolve(base->second, depth + 1));
  return entry.resolved;
}

const StyleProperties& Styles::paragraph(std::string_view id) const {
  auto found = entries_.find(id);
  if (found == entries_.end()) found = entries_.find(default_paragraph_);
  return found == entries_.end() ? defaults_ : found->second.resolved;
}

const StyleProperties& Styles::character(std::string_view id) const {
  const auto found = entries_.find(id);
  return found == entries_.end() ? none_ : found->second.resolved;
}

const StyleProperties& Styles::own(std::string_view id) const {
  const auto found = entries_.find(id);
  return found == entries_.end() ? none_ : found->second.own;
}

std::string_view Styles::based_on(std::string_view id) const {
  const auto found = entries_.find(id);
  return found == entries_.end() ? std::string_view() : std::string_view(found->second.based_on);
}

}  // namespace gongshi::extract
