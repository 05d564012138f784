// SPDX-License-Identifier: GPL-3.0-or-later
// Writes small Word 97 documents ([MS-DOC] in a [MS-CFB] container) for tests.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gongshi::test {

/// The `size` low bytes of `value`, little-endian.
inline std::string le(std::uint64_t value, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i));
  return bytes;
}

inline void put(std::string& bytes, std::size_t at, std::uint64_t value, int size) {
  bytes.replace(at, static_cast<std::size_t>(size), le(value, size));
}

/// A container of the given streams, "storage/stream" inside storages: sectors of 512 bytes; streams below 4096 bytes
/// stand in the mini stream.
inline std::string compound_file(const std::vector<std::pair<std::u16string, std::string>>& streams) {
  constexpr std::uint32_t kEnd = 0xFFFFFFFE, kFree = 0xFFFFFFFF, kTable = 0xFFFFFFFD;
  std::string sectors, mini;
  std::vector<std::uint32_t> table, mini_table;
  const auto add = [&](std::string bytes) {
    const auto first = static_cast<std::uint32_t>(table.size());
    const std::size_t count = (bytes.size() + 511) / 512;
    for (std::size_t i = 1; i <= count; ++i) table.push_back(i < count ? first + static_cast<std::uint32_t>(i) : kEnd);
    bytes.resize(count * 512);
    sectors += bytes;
    return count == 0 ? kEnd : first;
  };
  const auto add_mini = [&](std::string bytes) {
    const auto first = static_cast<std::uint32_t>(mini_table.size());
    const std::size_t count = (bytes.size() + 63) / 64;
    for (std::size_t i = 1; i <= count; ++i)
      mini_table.push_back(i < count ? first + static_cast<std::uint32_t>(i) : kEnd);
    bytes.resize(count * 64);
    mini += bytes;
    return first;
  };
  struct Entry {
    std::u16string path;
    int type = 2;  // 1: storage, 2: stream, 5: root
    std::uint32_t start = 0, next = kFree, child = kFree;
    std::size_t size = 0;
  };
  std::vector<Entry> list = {{u"", 5}};
  std::vector<std::size_t> last = {0};  // what hangs on each entry last; 0 for none
  // Siblings hang on each other to the right.
  const auto hang = [&](Entry entry, std::size_t parent) {
    const auto index = static_cast<std::uint32_t>(list.size());
    (last[parent] == 0 ? list[parent].child : list[last[parent]].next) = index;
    last[parent] = index;
    list.push_back(std::move(entry));
    last.push_back(0);
    return static_cast<std::size_t>(index);
  };
  for (const auto& [path, bytes] : streams) {
    std::size_t parent = 0;
    if (const std::size_t slash = path.find(u'/'); slash != std::u16string::npos) {
      const std::u16string storage = path.substr(0, slash);
      const auto known = std::find_if(list.begin(), list.end(), [&](const Entry& one) { return one.path == storage; });
      parent = known != list.end() ? static_cast<std::size_t>(known - list.begin()) : hang({storage, 1}, 0);
    }
    Entry entry = {path, 2};
    entry.size = bytes.size();
    entry.start = bytes.size() < 4096 ? add_mini(bytes) : add(bytes);
    hang(std::move(entry), parent);
  }
  const std::uint32_t mini_start = add(mini);
  std::string mini_entries;
  for (const std::uint32_t next : mini_table) mini_entries += le(next, 4);
  const std::uint32_t mini_table_start = add(mini_entries);
  list[0].start = mini_start;
  list[0].size = mini.size();
  std::string entries;
  for (const Entry& one : list) {
    const std::u16string name = one.type == 5 ? u"Root Entry" : one.path.substr(one.path.find(u'/') + 1);
    std::string bytes;
    for (const char16_t unit : name) bytes += le(unit, 2);
    bytes.resize(64);
    bytes += le(2 * (name.size() + 1), 2) + le(static_cast<std::uint64_t>(one.type), 1) + le(1, 1) + le(kFree, 4) +
             le(one.next, 4) + le(one.child, 4) + std::string(36, '\0');
    entries += bytes + le(one.start, 4) + le(one.size, 8);
  }
  const std::uint32_t directory = add(entries);
  const auto table_at = static_cast<std::uint32_t>(table.size());
  table.push_back(kTable);  // One sector of the table holds 128 of them: 64 kB, enough here.
  table.resize(128, kFree);
  for (const std::uint32_t next : table) sectors += le(next, 4);

  std::string header = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + std::string(16, '\0');
  header += le(0x3E, 2) + le(3, 2) + le(0xFFFE, 2) + le(9, 2) + le(6, 2) + std::string(10, '\0');
  header += le(1, 4) + le(directory, 4) + le(0, 4) + le(4096, 4);
  header += le(mini_table_start, 4) + le(1, 4) + le(kEnd, 4) + le(0, 4) + le(table_at, 4);
  header.resize(512, '\xff');
  return header + sectors;
}

/// One paragraph: its runs with their character changes, the character that ends it, the paragraph's changes.
struct DocParagraph {
  std::vector<std::pair<std::u16string, std::string>> runs;
  char16_t mark = 0x0D;  // 0x07 ends a cell or row.
  std::string changes;
};

inline std::string sprm(std::uint16_t code, const std::string& operand) { return le(code, 2) + operand; }
/// A paragraph in a table at depth 1.
inline std::string in_table() { return sprm(0x2416, le(1, 1)); }

inline DocParagraph doc_line(const std::u16string& text, const std::string& changes = "") {
  return {{{text, ""}}, 0x0D, changes};
}
inline DocParagraph doc_cell(const std::u16string& text, const std::string& more = "") {
  return {{{text, ""}}, 0x07, in_table() + more};
}
/// Ends a row: `edges` in twips, one more than cells; `flags` per cell ([MS-DOC] TCGRF): 0x60 begins a vertical merge,
/// 0x20 goes on with it.
inline DocParagraph doc_row_end(const std::vector<int>& edges, const std::vector<int>& flags = {}) {
  std::string definition = le(edges.size() - 1, 1);
  for (const int edge : edges) definition += le(static_cast<std::uint16_t>(edge), 2);
  for (std::size_t i = 0; i + 1 < edges.size(); ++i)
    definition += le(i < flags.size() ? static_cast<std::uint64_t>(flags[i]) : 0, 2) + std::string(18, '\0');
  return {{}, 0x07, in_table() + sprm(0x2417, le(1, 1)) + sprm(0xD608, le(definition.size() + 1, 2) + definition)};
}

struct DocSample {
  std::vector<DocParagraph> paragraphs;
  std::string lists, list_overrides;  // PlfLst with the levels behind it, PlfLfo.
  std::uint16_t flags = 0x0200;       // The tables stand in the stream 1Table.
  std::uint16_t version = 0x00C1;
};

/// A list of one level whose numbers look like `text` (character 0 stands for the number) in format `format`.
inline void set_list(DocSample& sample, int format, const std::u16string& text) {
  std::string head = le(7, 4) + std::string(22, '\0') + le(1, 1) + le(0, 1);  // LSTF: one simple level.
  std::string level = le(1, 4) + le(static_cast<std::uint64_t>(format), 1) + std::string(10, '\0') + le(2, 1);
  level.resize(28);
  level += le(text.size(), 2);
  for (const char16_t unit : text) level += le(unit, 2);
  sample.lists = le(1, 2) + head + level;
  sample.list_overrides = le(1, 4) + le(7, 4) + std::string(12, '\0') + le(0xFFFFFFFF, 4);
}

inline std::string doc_file(const DocSample& sample) {
  constexpr std::size_t kText = 1024;
  std::string text;
  struct Run {
    std::size_t end;
    std::string changes;
  };
  std::vector<Run> characters, paragraphs;
  for (const DocParagraph& paragraph : sample.paragraphs) {
    for (const auto& [piece, changes] : paragraph.runs) {
      for (const char16_t unit : piece) text += le(unit, 2);
      characters.push_back({kText + text.size(), changes});
    }
    text += le(paragraph.mark, 2);
    characters.push_back({kText + text.size(), ""});
    paragraphs.push_back({kText + text.size(), paragraph.changes});
  }
  std::string document(kText, '\0');
  document += text;
  document.resize((document.size() + 511) / 512 * 512);

  // Pages of properties: positions, then where each one's changes stand (in words), which fill the page from its end.
  const auto add_pages = [&](const std::vector<Run>& runs, bool of_paragraphs) {
    std::string positions = le(kText, 4), numbers;
    const std::size_t stride = of_paragraphs ? 13 : 1;
    for (std::size_t next = 0; next < runs.size();) {
      std::string page(512, '\0'), entries, offsets = le(next == 0 ? kText : runs[next - 1].end, 4);
      std::size_t floor = 510, count = 0;
      for (; next < runs.size(); ++next, ++count) {
        std::string stored = runs[next].changes;
        if (of_paragraphs) {  // With the style's number in front, in words or in words less half a one.
          stored = le(0, 2) + stored;
          stored = stored.size() % 2 != 0 ? le((stored.size() + 1) / 2, 1) + stored
                                          : le(0, 1) + le(stored.size() / 2, 1) + stored;
        } else {
          stored = le(stored.size(), 1) + stored;
        }
        const std::size_t at = (floor - stored.size()) / 2 * 2;
        if (stored.size() > floor || 4 * (count + 2) + stride * (count + 1) > at) break;
        floor = at;
        page.replace(at, stored.size(), stored);
        entries += le(at / 2, 1) + std::string(stride - 1, '\0');
        offsets += le(runs[next].end, 4);
      }
      page.replace(0, offsets.size(), offsets);
      page.replace(offsets.size(), entries.size(), entries);
      put(page, 511, count, 1);
      positions += le(runs[next - 1].end, 4);
      numbers += le(document.size() / 512, 4);
      document += page;
    }
    return positions + numbers;
  };
  const std::string character_pages = add_pages(characters, false), paragraph_pages = add_pages(paragraphs, true);
  const std::string piece = le(0, 4) + le(text.size() / 2, 4) + le(0, 2) + le(kText, 4) + le(0, 2);

  std::string tables(16, '\0');
  put(document, 0, 0xA5EC, 2);
  put(document, 2, sample.version, 2);
  put(document, 10, sample.flags, 2);
  put(document, 32, 14, 2);
  put(document, 62, 22, 2);
  put(document, 76, text.size() / 2, 4);
  put(document, 152, 93, 2);
  // `counted` bytes of the table are its length; the rest only follows it.
  const auto add_table = [&](std::size_t index, const std::string& bytes, std::size_t counted) {
    if (bytes.empty()) return;
    put(document, 154 + 8 * index, tables.size(), 4);
    put(document, 158 + 8 * index, counted, 4);
    tables += bytes;
  };
  add_table(12, character_pages, character_pages.size());
  add_table(13, paragraph_pages, paragraph_pages.size());
  const std::string pieces = le(2, 1) + le(piece.size(), 4) + piece;
  add_table(33, pieces, pieces.size());
  add_table(73, sample.lists, sample.lists.empty() ? 0 : 2 + 28);
  add_table(74, sample.list_overrides, sample.list_overrides.size());
  if (document.size() < 4096) document.resize(4096);
  return compound_file({{u"WordDocument", document}, {u"1Table", tables}});
}

}  // namespace gongshi::test
