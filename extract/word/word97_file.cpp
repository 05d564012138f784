// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/word/word97_file.h"

#include <algorithm>
#include <array>

#include "office/compound_file.h"

namespace gongshi::extract {
namespace {

constexpr std::size_t kPage = 512;
constexpr std::uint32_t kMagic = 0xA5EC, kOldestVersion = 0x00C1;  // Word 97
constexpr std::uint16_t kTableDefinition = 0xD608, kTabs = 0xC615;
constexpr std::size_t kTablePairs = 154;  // FibRgFcLcb97

// What Windows-1252 has at 0x80–0x9F.
constexpr std::array<char16_t, 32> kWindows = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                               0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                               0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                               0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

std::string_view part(std::string_view bytes, std::uint64_t offset, std::uint64_t size) {
  if (offset > bytes.size()) return {};
  return bytes.substr(offset, std::min<std::uint64_t>(size, bytes.size() - offset));
}

// Bytes of the operand at the start of `rest`, and how many of them tell its length.
std::pair<std::size_t, std::size_t> operand_size(std::uint16_t code, std::string_view rest) {
  switch (code >> 13) {
    case 0:
    case 1:
      return {1, 0};
    case 2:
    case 4:
    case 5:
      return {2, 0};
    case 3:
      return {4, 0};
    case 7:
      return {3, 0};
    default:
      break;
  }
  if (code == kTableDefinition) {
    const std::uint32_t length = office::little_endian(rest, 0, 2);
    return {length > 0 ? length - 1 : 0, 2};
  }
  const std::uint32_t length = office::little_endian(rest, 0, 1);
  if (code == kTabs && length == 255) {
    const std::uint32_t deleted = office::little_endian(rest, 1, 1), added = office::little_endian(rest, 2 + 4 * deleted, 1);
    return {2 + 4 * deleted + 3 * added, 1};
  }
  return {length, 1};
}

}  // namespace

std::uint32_t Sprm::value(std::size_t size) const { return office::little_endian(operand, 0, std::min(size, operand.size())); }

std::vector<Sprm> sprms_of(std::string_view bytes) {
  std::vector<Sprm> sprms;
  while (bytes.size() > 2) {
    Sprm sprm;
    sprm.code = static_cast<std::uint16_t>(office::little_endian(bytes, 0, 2));
    bytes.remove_prefix(2);
    const auto [size, length] = operand_size(sprm.code, bytes);
    if (size + length > bytes.size()) break;
    sprm.operand = bytes.substr(length, size);
    bytes.remove_prefix(size + length);
    sprms.push_back(sprm);
  }
  return sprms;
}

Result<Word97File> Word97File::open(std::string_view bytes) {
  const Result<office::CompoundFile> container = office::CompoundFile::open(bytes);
  if (!container) return container.error();
  Result<std::string> document = container->read("WordDocument");
  if (!document) return Error{"file-damaged", document.error().message};
  Word97File file;
  file.document_ = std::move(*document);
  if (office::little_endian(file.document_, 0, 2) != kMagic)
    return Error{"kind-unknown", "no Word 97 document; save it as .docx and try again."};
  const std::uint32_t flags = office::little_endian(file.document_, 10, 2);
  if ((flags & 0x0100) != 0)
    return Error{"file-encrypted", "encrypted with a password; remove the password and try again."};
  if (office::little_endian(file.document_, 2, 2) < kOldestVersion)
    return Error{"kind-unknown", "older than Word 97; save it as .docx and try again."};
  Result<std::string> tables = container->read((flags & 0x0200) != 0 ? "1Table" : "0Table");
  if (!tables) return Error{"file-damaged", tables.error().message};
  file.tables_ = std::move(*tables);
  if (container->has("Data")) file.data_ = container->read("Data").value_or(std::string());

  std::uint64_t begin = 0;
  constexpr std::size_t kCounts[] = {76, 80, 84, 88, 92, 96, 100};
  for (std::size_t i = 0; i < std::size(kCounts); ++i) {
    const std::uint64_t end = begin + office::little_endian(file.document_, kCounts[i], 4);
    if (end > INT32_MAX) return Error{"file-damaged", "the document's lengths cannot be; get the file again."};
    file.stories_[i] = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    begin = end;
  }
  if (!file.load_pieces())
    return Error{"file-damaged", "the document's text is damaged or cut off; get the file again."};
  file.load_runs(Word97Table::kCharacterPages, false, file.characters_);
  file.load_runs(Word97Table::kParagraphPages, true, file.paragraphs_);
  return file;
}

std::string_view Word97File::table(Word97Table which) const {
  const auto index = static_cast<std::size_t>(which);
  if (index >= office::little_endian(document_, kTablePairs - 2, 2)) return {};
  return part(tables_, office::little_endian(document_, kTablePairs + 8 * index, 4),
              office::little_endian(document_, kTablePairs + 8 * index + 4, 4));
}

std::string_view Word97File::table_onwards(Word97Table which) const {
  const std::string_view counted = table(which);
  return counted.empty() ? counted
                         : std::string_view(tables_).substr(static_cast<std::size_t>(counted.data() - tables_.data()));
}

// The piece table ("Clx"): which stretch of the text is stored where.
bool Word97File::load_pieces() {
  std::string_view clx = table(Word97Table::kPieces);
  std::vector<std::string_view> changes;
  while (!clx.empty() && clx[0] == 1) {
    const std::uint32_t size = office::little_endian(clx, 1, 2);
    changes.push_back(part(clx, 3, size));
    clx = part(clx, 3 + size, clx.size());
  }
  if (clx.empty() || clx[0] != 2) return false;
  const std::string_view plc = part(clx, 5, office::little_endian(clx, 1, 4));
  if (plc.size() < 16) return false;
  const std::size_t count = (plc.size() - 4) / 12;
  std::uint64_t stored = 0;
  for (std::size_t i = 0; i < count; ++i) {
    Piece piece;
    piece.begin = office::little_endian(plc, 4 * i, 4);
    piece.end = office::little_endian(plc, 4 * i + 4, 4);
    const std::size_t descriptor = 4 * (count + 1) + 8 * i;
    const std::uint32_t offset = office::little_endian(plc, descriptor + 2, 4), change = office::little_endian(plc, descriptor + 6, 2);
    piece.narrow = (offset & 0x40000000) != 0;
    piece.offset = piece.narrow ? (offset & 0x3FFFFFFF) / 2 : offset & 0x3FFFFFFF;
    if ((change & 1) != 0 && change / 2 < changes.size()) piece.grpprl = changes[change / 2];
    if (piece.end < piece.begin || (!pieces_.empty() && piece.begin != pieces_.back().end)) return false;
    const std::uint64_t bytes = std::uint64_t{piece.end - piece.begin} * (piece.narrow ? 1 : 2);
    // Pieces that share their bytes would unpack a small file into a text without bounds.
    if (piece.offset + bytes > document_.size() || (stored += bytes) > document_.size()) return false;
    pieces_.push_back(piece);
  }
  return pieces_.front().begin == 0 && pieces_.back().end >= stories_[0].end;
}

// Property pages ("FKP") of 512 bytes, listed in a table of theirs.
void Word97File::load_runs(Word97Table which, bool paragraphs, std::vector<PropertyRun>& runs) const {
  const std::string_view plc = table(which);
  if (plc.size() < 12) return;
  const std::size_t count = (plc.size() - 4) / 8;
  if (count > document_.size() / kPage) return;  // A page named more than once.
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t page = office::little_endian(plc, 4 * (count + 1) + 4 * i, 4) & 0x3FFFFF;
    load_page(part(document_, page * kPage, kPage), paragraphs, runs);
  }
  std::stable_sort(runs.begin(), runs.end(),
                   [](const PropertyRun& a, const PropertyRun& b) { return a.begin < b.begin; });
}

void Word97File::load_page(std::string_view page, bool paragraphs, std::vector<PropertyRun>& runs) const {
  if (page.size() < kPage) return;
  const std::size_t count = static_cast<unsigned char>(page[kPage - 1]), stride = paragraphs ? 13 : 1;
  if (4 * (count + 1) + stride * count > kPage - 1) return;
  for (std::size_t i = 0; i < count; ++i) {
    PropertyRun run;
    run.begin = office::little_endian(page, 4 * i, 4);
    run.end = office::little_endian(page, 4 * i + 4, 4);
    std::size_t at = 2 * static_cast<unsigned char>(page[4 * (count + 1) + stride * i]);
    if (at > 0 && at < kPage) {
      std::size_t size = static_cast<unsigned char>(page[at++]);
      if (paragraphs) {
        // A length of 0 stands before the true one.
        size = size > 0 ? 2 * size - 1 : 2 * office::little_endian(page, at++, 1);
        run.style = static_cast<std::uint16_t>(office::little_endian(page, at, 2));
        at += 2;
        size = size > 2 ? size - 2 : 0;
      }
      run.grpprl = part(page, at, size);
    }
    runs.push_back(run);
  }
}

const Word97File::Piece* Word97File::piece(std::uint32_t position) const {
  const auto behind = std::upper_bound(pieces_.begin(), pieces_.end(), position,
                                       [](std::uint32_t at, const Piece& p) { return at < p.begin; });
  if (behind == pieces_.begin()) return nullptr;
  const Piece& found = *std::prev(behind);
  return position < found.end ? &found : nullptr;
}

char16_t Word97File::character(std::uint32_t position) const {
  const Piece* at = piece(position);
  if (at == nullptr) return 0;
  if (!at->narrow)
    return static_cast<char16_t>(office::little_endian(document_, at->offset + 2 * std::uint64_t{position - at->begin}, 2));
  const auto byte = static_cast<unsigned char>(document_[at->offset + (position - at->begin)]);
  return byte >= 0x80 && byte < 0xA0 ? kWindows[byte - 0x80] : byte;
}

const PropertyRun& Word97File::run_at(const std::vector<PropertyRun>& runs, std::uint64_t offset) {
  static const PropertyRun kNone;
  const auto behind = std::upper_bound(runs.begin(), runs.end(), offset,
                                       [](std::uint64_t at, const PropertyRun& run) { return at < run.begin; });
  if (behind == runs.begin()) return kNone;
  const PropertyRun& found = *std::prev(behind);
  return offset < found.end ? found : kNone;
}

const PropertyRun& Word97File::character_run(std::uint32_t position, std::uint32_t& end) const {
  const Piece* at = piece(position);
  end = position + 1;
  if (at == nullptr) return run_at({}, 0);
  const std::uint64_t width = at->narrow ? 1 : 2, offset = at->offset + width * (position - at->begin);
  const PropertyRun& run = run_at(characters_, offset);
  if (run.end > offset)
    end =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(at->end, position + (run.end - offset + width - 1) / width));
  return run;
}

const PropertyRun& Word97File::paragraph_run(std::uint32_t position) const {
  const Piece* at = piece(position);
  return run_at(paragraphs_,
                at == nullptr ? UINT64_MAX : at->offset + (at->narrow ? 1 : 2) * std::uint64_t{position - at->begin});
}

std::string_view Word97File::huge_grpprl(std::uint32_t offset) const {
  return part(data_, std::uint64_t{offset} + 2, office::little_endian(data_, offset, 2));
}

std::string_view Word97File::data(std::uint32_t offset) const { return part(data_, offset, data_.size()); }

std::string_view Word97File::piece_grpprl(std::uint32_t position) const {
  const Piece* at = piece(position);
  return at == nullptr ? std::string_view() : at->grpprl;
}

}  // namespace gongshi::extract
