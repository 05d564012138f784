// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace gongshi::extract {

/// What the reader needs of an element's style attribute.
struct InlineStyle {
  bool hidden = false;              ///< display:none, visibility:hidden, font-size:0
  bool shown = false;               ///< A display other than none.
  std::optional<bool> centered;     ///< text-align
  std::optional<double> font_size;  ///< Points.
  bool no_list_number = false;      ///< list-style(-type): none
};

[[nodiscard]] InlineStyle parse_style(std::string_view declarations);

/// Selectors of a page's style sheets that hide what they match: ".name", "#name", "tag", "tag.name" — others are not
/// understood and hide nothing.
class HidingRules {
 public:
  /// Adds a sheet's rules; those for print only are passed over.
  void add(std::string_view sheet);
  [[nodiscard]] bool hides(std::string_view tag, std::string_view id, std::string_view classes) const;

 private:
  std::set<std::string, std::less<>> selectors_;
};

}  // namespace gongshi::extract
