// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/passed_over.h"

#include <algorithm>
#include <string>

#include "extract/ascii.h"

namespace gongshi::extract {
namespace {

bool is_left_over(std::string_view part) {
  if (part.starts_with('.') && part != "." && part != "..") return true;
  if (part.starts_with("~$")) return true;
  const std::string name = lower_ascii(part);
  for (const std::string_view known : {"__macosx", "thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini",
                                       "icon\r", "$recycle.bin", "system volume information", "folder.htt"})
    if (name == known) return true;
  for (const std::string_view ending : {".url", ".lnk", ".webloc", ".desktop"})
    if (name.size() > ending.size() && name.ends_with(ending)) return true;
  return name.ends_with(".tmp") && (name.starts_with("~wr") || name.find("~rf") != std::string::npos);
}

}  // namespace

bool is_passed_over(std::string_view path) {
  while (!path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    if (is_left_over(path.substr(0, slash))) return true;
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return false;
}

}  // namespace gongshi::extract
