// SPDX-License-Identifier: GPL-3.0-or-later
// Automatic numbers, as Word shows them. They stand nowhere in the text: the paragraphs are counted in document order.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "extract/word/styles.h"

namespace gongshi::extract {

class Numbering {
 public:
  Numbering() = default;
  /// `root`: w:numbering. `styles` is read now and for every label, so it must outlive the object.
  Numbering(const pugi::xml_node& root, const Styles& styles);

  /// Counts the next paragraph and gives its number: "1.", "（二）", "•", with a space behind it where Word leaves a
  /// gap. Empty for a paragraph without one. `direct`: the paragraph's own properties; `style`: its style's id, "" for
  /// the default.
  [[nodiscard]] std::string next(const StyleProperties& direct, std::string_view style);

 private:
  static constexpr std::size_t kLevels = 9;

  struct Level {
    int start = 1;
    std::string format = "decimal", text, style, font;
    int padding = 0;     ///< Least digits, from a custom format ("001, 002, …").
    int restart = -1;    ///< w:lvlRestart; -1 where not stated.
    bool legal = false;  ///< w:isLgl: all levels in plain digits.
    bool hidden = false;
    bool gap = true;  ///< w:suff is a tab or a space.
  };
  struct Abstract {
    std::array<Level, kLevels> levels;
    std::array<std::optional<int>, kLevels> current;  ///< Last number of each level since its restart.
    std::string style_link;                           ///< w:numStyleLink: the list is another one's.
  };
  struct Instance {
    int abstract = -1;
    std::array<std::optional<Level>, kLevels> levels;  ///< w:lvlOverride with a level of its own.
    std::array<std::optional<int>, kLevels> starts;    ///< w:startOverride
    std::array<bool, kLevels> used{};
  };
  struct Use {
    int number_id;
    std::size_t level;
  };

  [[nodiscard]] static Level level_of(const pugi::xml_node& node);
  [[nodiscard]] Abstract* abstract_of(const Instance& instance, int depth = 0);
  [[nodiscard]] std::optional<Use> use_of(const StyleProperties& direct, std::string_view style);
  [[nodiscard]] std::optional<std::size_t> level_for_style(int number_id, std::string_view style);
  [[nodiscard]] static const Level& level(const Instance& instance, const Abstract& abstract, std::size_t index);
  static void count(Instance& instance, Abstract& abstract, std::size_t index);
  [[nodiscard]] static std::string label(const Instance& instance, const Abstract& abstract, std::size_t index);

  const Styles* styles_ = nullptr;
  std::map<int, Abstract> abstracts_;
  std::map<int, Instance> instances_;
};

}  // namespace gongshi::extract
