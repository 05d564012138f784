// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/word/numbering.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <pugixml.hpp>

#include "extract/word/number_format.h"
#include "extract/word/symbols.h"
#include "office/xml_part.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

constexpr int kMostLinks = 8;
constexpr int kMostBases = 64;

// w:numFmt, or the first alternative's custom format ("001, 002, 003, ..."), which newer versions write beside a plain
// one.
pugi::xml_node number_format_of(const pugi::xml_node& level) {
  if (const pugi::xml_node plain = level.child("w:numFmt")) return plain;
  const pugi::xml_node alternatives = level.child("mc:AlternateContent");
  if (const pugi::xml_node chosen = alternatives.child("mc:Choice").child("w:numFmt")) return chosen;
  return alternatives.child("mc:Fallback").child("w:numFmt");
}

// The bullet's characters with those of symbol fonts explained.
std::string bullet_text(std::string_view text, std::string_view font) {
  std::string plain;
  for (std::size_t offset = 0; offset < text.size();)
    utf8::append(plain, bullet_character(utf8::next(text, offset), font));
  return plain;
}

}  // namespace

Numbering::Level Numbering::level_of(const pugi::xml_node& node) {
  Level level;
  if (const auto start = node.child("w:start")) level.start = start.attribute("w:val").as_int(1);
  const pugi::xml_node format = number_format_of(node);
  if (format) level.format = format.attribute("w:val").value();
  if (level.format == "custom") {
    const std::string_view pattern = format.attribute("w:format").value();
    level.padding = static_cast<int>(std::min<std::size_t>(pattern.substr(0, pattern.find(',')).size(), 8));
    level.format = "decimal";
  }
  const StyleProperties look = properties_of(node.child("w:pPr"), node.child("w:rPr"));
  level.hidden = look.vanish.value_or(false);
  level.font = look.font;
  level.text = office::clean_text(node.child("w:lvlText").attribute("w:val").value());
  if (level.format == "bullet") level.text = node.child("w:lvlPicBulletId") ? "•" : bullet_text(level.text, level.font);
  level.style = node.child("w:pStyle").attribute("w:val").value();
  if (const auto restart = node.child("w:lvlRestart")) level.restart = restart.attribute("w:val").as_int(-1);
  level.legal = office::toggle(node.child("w:isLgl"));
  level.gap = std::string_view(node.child("w:suff").attribute("w:val").value()) != "nothing";
  return level;
}

Numbering::Numbering(const pugi::xml_node& root, const Styles& styles) : styles_(&styles) {
  const auto index_of = [](const pugi::xml_node& node) {
    return static_cast<std::size_t>(node.attribute("w:ilvl").as_uint(kLevels));
  };
  for (const pugi::xml_node& node : root.children("w:abstractNum")) {
    Abstract& abstract = abstracts_[node.attribute("w:abstractNumId").as_int(-1)];
    abstract.style_link = node.child("w:numStyleLink").attribute("w:val").value();
    for (const pugi::xml_node& level : node.children("w:lvl"))
      if (index_of(level) < kLevels) abstract.levels[index_of(level)] = level_of(level);
  }
  for (const pugi::xml_node& node : root.children("w:num")) {
    Instance& instance = instances_[node.attribute("w:numId").as_int(-1)];
    instance.abstract = node.child("w:abstractNumId").attribute("w:val").as_int(-1);
    for (const pugi::xml_node& change : node.children("w:lvlOverride")) {
      const std::size_t index = index_of(change);
      if (index >= kLevels) continue;
      if (const auto level = change.child("w:lvl")) instance.levels[index] = level_of(level);
      if (const auto start = change.child("w:startOverride"))
        instance.starts[index] = start.attribute("w:val").as_int(1);
    }
  }
}

Numbering::Abstract* Numbering::abstract_of(const Instance& instance, int depth) {
  const auto found = abstracts_.find(instance.abstract);
  if (found == abstracts_.end()) return nullptr;
  if (found->second.style_link.empty() || depth >= kMostLinks) return &found->second;
  const auto linked = instances_.find(styles_->own(found->second.style_link).number_id.value_or(-1));
  return linked == instances_.end() ? &found->second : abstract_of(linked->second, depth + 1);
}

std::optional<std::size_t> Numbering::level_for_style(int number_id, std::string_view style) {
  const auto instance = instances_.find(number_id);
  if (instance == instances_.end()) return std::nullopt;
  const Abstract* abstract = abstract_of(instance->second);
  if (abstract == nullptr) return std::nullopt;
  for (std::size_t i = 0; i < kLevels; ++i)
    if (level(instance->second, *abstract, i).style == style) return i;
  return std::nullopt;
}

std::optional<Numbering::Use> Numbering::use_of(const StyleProperties& direct, std::string_view style) {
  const auto within = [](int level) {
    return static_cast<std::size_t>(std::clamp(level, 0, static_cast<int>(kLevels) - 1));
  };
  if (direct.number_id) {
    if (*direct.number_id <= 0) return std::nullopt;
    return Use{*direct.number_id, within(direct.number_level.value_or(0))};
  }
  std::optional<int> stated_level = direct.number_level;
  std::string_view id = styles_->paragraph_id(style);
  for (int depth = 0; !id.empty() && depth < kMostBases; ++depth, id = styles_->based_on(id)) {
    const StyleProperties& own = styles_->own(id);
    if (!stated_level) stated_level = own.number_level;
    if (!own.number_id) continue;
    if (*own.number_id <= 0) return std::nullopt;
    // The level that names the paragraph's style is the one, whatever the style says.
    if (!direct.number_level)
      if (const auto linked = level_for_style(*own.number_id, id)) stated_level = static_cast<int>(*linked);
    return Use{*own.number_id, within(stated_level.value_or(0))};
  }
  return std::nullopt;
}

const Numbering::Level& Numbering::level(const Instance& instance, const Abstract& abstract, std::size_t index) {
  return instance.levels[index] ? *instance.levels[index] : abstract.levels[index];
}

void Numbering::count(Instance& instance, Abstract& abstract, std::size_t index) {
  const bool restart = instance.starts[index] && !instance.used[index];
  instance.used[index] = true;
  std::optional<int>& current = abstract.current[index];
  if (restart || !current)
    current = instance.starts[index].value_or(level(instance, abstract, index).start);
  else if (*current < std::numeric_limits<int>::max())
    ++*current;
  for (std::size_t deeper = index + 1; deeper < kLevels; ++deeper) {
    // lvlRestart n: only levels up to the nth start it anew; 0: none does.
    const int after = level(instance, abstract, deeper).restart;
    if (after < 0 || static_cast<int>(index) < after) abstract.current[deeper].reset();
  }
}

std::string Numbering::label(const Instance& instance, const Abstract& abstract, std::size_t index) {
  const Level& own = level(instance, abstract, index);
  if (own.hidden) return {};
  std::string text;
  for (std::size_t i = 0; i < own.text.size(); ++i) {
    const char c = own.text[i];
    const bool number = c == '%' && i + 1 < own.text.size() && own.text[i + 1] >= '1' && own.text[i + 1] <= '9';
    if (!number || own.format == "bullet") {
      text += c;
      continue;
    }
    const auto wanted = static_cast<std::size_t>(own.text[++i] - '1');
    const Level& shown = level(instance, abstract, wanted);
    const int value = abstract.current[wanted].value_or(instance.starts[wanted].value_or(shown.start));
    const std::string figure = format_number(value, own.legal && shown.format != "none" ? "decimal" : shown.format);
    text += shown.padding > 0 && static_cast<int>(figure.size()) < shown.padding
                ? fmt::format("{:0>{}}", figure, shown.padding)
                : figure;
  }
  if (!text.empty() && own.gap) text += ' ';
  return text;
}

std::string Numbering::next(const StyleProperties& direct, std::string_view style) {
  if (styles_ == nullptr) return {};
  const std::optional<Use> use = use_of(direct, style);
  if (!use) return {};
  const auto instance = instances_.find(use->number_id);
  if (instance == instances_.end()) return {};
  Abstract* abstract = abstract_of(instance->second);
  if (abstract == nullptr) return {};
  count(instance->second, *abstract, use->level);
  return label(instance->second, *abstract, use->level);
}

}  // namespace gongshi::extract
