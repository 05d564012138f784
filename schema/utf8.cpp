// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/utf8.h"

#include <cstring>

namespace gongshi::utf8 {
namespace {
constexpr char32_t kReplacement = 0xFFFD;
}

char32_t next(std::string_view text, std::size_t& offset) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[offset + i]); };
  const std::size_t size = length(text[offset]);
  if (size == 1 || offset + size > text.size()) {
    const unsigned char lead = byte(0);
    ++offset;
    return lead < 0x80 ? lead : kReplacement;
  }
  static constexpr unsigned char kLeadMask[] = {0, 0, 0x1F, 0x0F, 0x07};
  char32_t code = byte(0) & kLeadMask[size];
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) {
      ++offset;
      return kReplacement;
    }
    code = code << 6 | (byte(i) & 0x3F);
  }
  static constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < kLeast[size] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
    ++offset;
    return kReplacement;
  }
  offset += size;
  return code;
}

void append(std::string& text, char32_t code) {
  if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) code = kReplacement;
  const auto push = [&](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    push(code);
  } else if (code < 0x800) {
    push(0xC0 | code >> 6);
    push(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    push(0xE0 | code >> 12);
    push(0x80 | (code >> 6 & 0x3F));
    push(0x80 | (code & 0x3F));
  } else {
    push(0xF0 | code >> 18);
    push(0x80 | (code >> 12 & 0x3F));
    push(0x80 | (code >> 6 & 0x3F));
    push(0x80 | (code & 0x3F));
  }
}

std::size_t count(std::string_view text) {
  std::size_t found = 0;
  for (std::size_t offset = 0; offset < text.size(); ++found) static_cast<void>(next(text, offset));
  return found;
}

std::u32string decode(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t offset = 0; offset < text.size();) out.push_back(next(text, offset));
  return out;
}

std::string encode(std::u32string_view text) {
  std::string out;
  out.reserve(text.size() * 3);
  for (char32_t code : text) {
    if (code < 0x800 || code > 0xFFFF || (code >= 0xD800 && code <= 0xDFFF)) {
      append(out, code);
      continue;
    }
    const char bytes[] = {static_cast<char>(0xE0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 0x3F)),
                          static_cast<char>(0x80 | (code & 0x3F))};
    out.append(bytes, sizeof bytes);
  }
  return out;
}

std::size_t find(std::string_view text, std::string_view word, std::size_t from) {
  if (word.empty() || from >= text.size()) return text.find(word, from);
  const void* found = memmem(text.data() + from, text.size() - from, word.data(), word.size());
  return found == nullptr ? std::string_view::npos
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

bool valid(std::string_view text) {
  for (std::size_t offset = 0; offset < text.size();) {
    const std::size_t before = offset;
    if (next(text, offset) == kReplacement && text.substr(before, 3) != "\xEF\xBF\xBD") return false;
  }
  return true;
}

}  // namespace gongshi::utf8
