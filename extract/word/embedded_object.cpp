// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/word/embedded_object.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "extract/kind.h"
#include "office/compound_file.h"

namespace gongshi::extract {
namespace {

// Behind a size: a type, the file's name, the path it came from, eight bytes, the length and path of a temporary copy,
// then the length of the file and the file. Empty where the stream is something else, such as a bare picture.
std::string packaged_file(std::string_view native) {
  std::size_t at = 6;
  const auto skip_text = [&] {
    const std::size_t end = native.find('\0', at);
    at = end == std::string_view::npos ? native.size() : end + 1;
  };
  skip_text();
  skip_text();
  at += 4;
  const std::uint32_t copy = office::little_endian(native, at, 4);
  at += 4 + static_cast<std::size_t>(copy);
  if (at + 4 > native.size()) return {};
  const std::uint32_t size = office::little_endian(native, at, 4);
  at += 4;
  return size <= native.size() - at ? std::string(native.substr(at, size)) : std::string();
}

}  // namespace

std::string embedded_object(std::string bytes) {
  if (kind_of(bytes) != Kind::kUnknown) return bytes;
  const Result<office::CompoundFile> file = office::CompoundFile::open(bytes);
  if (!file) return bytes;
  // Office's own documents and Acrobat's are kept as they are.
  for (const std::string_view name : {"Package", "CONTENTS"})
    if (Result<std::string> inside = file->read(name))
      if (kind_of(*inside) != Kind::kUnknown) return std::move(*inside);
  // The sign before its name shows nothing; CompoundFile gives '?' for it.
  if (const Result<std::string> native = file->read("?Ole10Native"))
    if (std::string inside = packaged_file(*native); !inside.empty()) return inside;
  return bytes;
}

}  // namespace gongshi::extract
