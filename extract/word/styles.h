// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace pugi {
class xml_node;
}

namespace gongshi::extract {

/// What the reader needs of paragraph and character properties. Empty: not stated here, so inherited.
struct StyleProperties {
  std::optional<int> number_id;     ///< w:numId; 0 takes the numbering away.
  std::optional<int> number_level;  ///< w:ilvl
  std::optional<bool> centered;
  std::optional<bool> vanish;
  std::optional<bool> superscript;
  std::optional<double> font_size;  ///< Points.
  std::string font;                 ///< w:ascii of w:rFonts; "" if not stated.
};

/// Reads w:pPr and w:rPr (either may be null) into properties.
[[nodiscard]] StyleProperties properties_of(const pugi::xml_node& paragraph, const pugi::xml_node& run);

/// The styles of a document, with what they inherit (w:basedOn) already filled in.
class Styles {
 public:
  Styles() = default;
  /// `root`: w:styles. Chains that run in a circle end where they close.
  explicit Styles(const pugi::xml_node& root);

  /// Properties of a paragraph style; of the default paragraph style where `id` is "" or unknown.
  [[nodiscard]] const StyleProperties& paragraph(std::string_view id) const;
  /// Properties of a character style; none where unknown.
  [[nodiscard]] const StyleProperties& character(std::string_view id) const;
  /// `id`, or the default paragraph style's id where it is "".
  [[nodiscard]] std::string_view paragraph_id(std::string_view id) const {
    return id.empty() ? default_paragraph_ : id;
  }
  /// What style `id` itself states, without what it inherits; nothing where unknown.
  [[nodiscard]] const StyleProperties& own(std::string_view id) const;
  /// The style that `id` is based on; "" if none.
  [[nodiscard]] std::string_view based_on(std::string_view id) const;

 private:
  struct Entry {
    std::string based_on;
    StyleProperties own, resolved;
    bool paragraph = false, done = false;
  };
  const StyleProperties& resolve(Entry& entry, int depth);

  std::map<std::string, Entry, std::less<>> entries_;
  std::string default_paragraph_;
  StyleProperties defaults_, none_;
};

}  // namespace gongshi::extract
