// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/notice_words.h"

#include <algorithm>
#include <sstream>

#include "schema/data.h"

namespace gongshi::extract {

const std::vector<std::string>& notice_words() {
  static const std::vector<std::string> kWords = [] {
    std::vector<std::string> words;
    std::istringstream lines(load_data("extract/notice_words.txt").value_or(std::string()));
    for (std::string line; std::getline(lines, line);)
      if (!line.empty() && !line.starts_with('#')) words.push_back(line);
    return words;
  }();
  return kWords;
}

int count_notice_words(std::string_view text) {
  return static_cast<int>(std::count_if(notice_words().begin(), notice_words().end(), [&](const std::string& word) {
    return text.find(word) != std::string_view::npos;
  }));
}

}  // namespace gongshi::extract
