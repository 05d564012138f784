// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/ledger_editing.h"

#include <stdexcept>

#include "office/package.h"

namespace gongshi::test {

using office::pack;
using office::unpack;

std::string filled_in(const std::string& bytes, const std::string& sheet, int row,
                      const std::vector<std::pair<char, std::string>>& cells) {
  auto package = unpack(bytes);
  if (!package) throw std::runtime_error(package.error().message);
  std::string& xml = package->at(sheet);
  for (const auto& [column, text] : cells) {
    const std::string reference = "<c r=\"" + std::string(1, column) + std::to_string(row) + "\"";
    const std::size_t begin = xml.find(reference);
    if (begin == std::string::npos) throw std::runtime_error("no cell " + reference);
    const std::size_t tag = xml.find('>', begin);
    const std::size_t end = xml[tag - 1] == '/' ? tag + 1 : xml.find("</c>", begin) + 4;
    xml.replace(begin, end - begin, reference + " t=\"inlineStr\"><is><r><t>" + text + "</t></r></is></c>");
  }
  const auto packed = pack({package->begin(), package->end()});
  if (!packed) throw std::runtime_error(packed.error().message);
  return *packed;
}

int ledger_lines(const std::string& bytes) {
  const auto package = unpack(bytes);
  if (!package) throw std::runtime_error(package.error().message);
  const std::string& xml = package->at(kLedgerSheet);
  int lines = -1;
  for (std::size_t at = xml.find("<row "); at != std::string::npos; at = xml.find("<row ", at + 1)) ++lines;
  return lines;
}

}  // namespace gongshi::test
