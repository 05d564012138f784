// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gongshi::extract {

/// Knows what of a page belongs to the web site. The words stand in extract/data/web-furniture.json.
class Furniture {
 public:
  /// The vocabulary as loaded; empty (nothing is furniture) where the file is damaged.
  [[nodiscard]] static const Furniture& vocabulary();

  /// True where a word of a class or id attribute says so.
  [[nodiscard]] bool names(std::string_view attribute) const;
  /// True for the id of an element that pages hide until a script shows it.
  [[nodiscard]] bool is_shown_by_script(std::string_view id) const;
  /// True where a paragraph's text says so: breadcrumb, share and print links, the site's imprint.
  [[nodiscard]] bool is_line(std::string_view text) const;

 private:
  std::vector<std::string> classes_, names_, starts_, contains_, trail_, trail_starts_, shown_by_script_;
  std::size_t longest_ = 0;
};

}  // namespace gongshi::extract
