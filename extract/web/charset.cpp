// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/web/charset.h"

#include <uchardet.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "extract/ascii.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

constexpr std::size_t kDeclarationWithin = 8192;
constexpr std::size_t kSample = std::size_t{256} << 10;
// A cut or patched file has a few malformed bytes; one in a wrong charset has them in every sentence.
constexpr double kTolerated = 0.002;

using Converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;

Converter open_converter(const std::string& charset) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(charset.c_str(), &status), &ucnv_close);
  if (U_FAILURE(status)) converter.reset();
  return converter;
}

// UTF-8 of `bytes` in `charset`, malformed bytes as U+FFFD; nothing for an unknown charset.
std::optional<std::string> convert(std::string_view bytes, const std::string& charset) {
  const Converter converter = open_converter(charset);
  if (!converter) return std::nullopt;
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 2);
  std::array<UChar, 8192> wide{};
  const char* source = bytes.data();
  const char* const end = source + bytes.size();
  char32_t high = 0;
  UErrorCode status = U_BUFFER_OVERFLOW_ERROR;
  while (status == U_BUFFER_OVERFLOW_ERROR) {
    status = U_ZERO_ERROR;
    UChar* target = wide.data();
    ucnv_toUnicode(converter.get(), &target, wide.data() + wide.size(), &source, end, nullptr, 1, &status);
    for (const UChar* unit = wide.data(); unit != target; ++unit) {
      const char32_t code = *unit;
      if (code >= 0xD800 && code < 0xDC00) {
        high = code;
        continue;
      }
      utf8::append(text, high != 0 && code >= 0xDC00 && code < 0xE000
                             ? 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
                             : code);
      high = 0;
    }
  }
  return text;
}

std::size_t count_of(std::string_view text, std::string_view word) {
  std::size_t count = 0;
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size())) ++count;
  return count;
}

// Share of malformed places among the characters beyond ASCII; 1 for an unknown charset.
double damage(std::string_view bytes, const std::string& charset) {
  const auto text = convert(bytes, charset);
  if (!text) return 1;
  const auto beyond = static_cast<std::size_t>(
      std::count_if(text->begin(), text->end(), [](char c) { return static_cast<unsigned char>(c) >= 0xC0; }));
  return beyond == 0 ? 0 : static_cast<double>(count_of(*text, "\uFFFD")) / static_cast<double>(beyond);
}

// What people write, for what they mean.
std::string canonical(std::string_view declared) {
  const std::string name = lower_ascii(declared);
  if (name == "gb2312" || name == "gbk" || name == "gb_2312-80" || name == "x-gbk" || name == "cp936" ||
      name == "ms936" || name == "windows-936")
    return "gb18030";
  if (name == "utf8") return "utf-8";
  return name;
}

// Latin charsets accept every byte, so that a page declared to be in one proves nothing.
bool says_nothing(const std::string& charset) {
  return charset.starts_with("iso-8859") || charset.starts_with("windows-125") || charset == "latin1" ||
         charset == "us-ascii" || charset == "ascii";
}

std::string guessed(std::string_view sample) {
  const std::unique_ptr<uchardet, decltype(&uchardet_delete)> detector(uchardet_new(), &uchardet_delete);
  if (!detector || uchardet_handle_data(detector.get(), sample.data(), sample.size()) != 0) return {};
  uchardet_data_end(detector.get());
  return canonical(uchardet_get_charset(detector.get()));
}

std::string charset_of(std::string_view bytes, std::string_view declared) {
  const std::string_view sample = bytes.substr(0, kSample);
  const std::string stated = canonical(declared);
  if (damage(sample, "utf-8") <= kTolerated) return "utf-8";
  if (!stated.empty() && stated != "utf-8" && !says_nothing(stated) && damage(sample, stated) <= kTolerated)
    return stated;
  // Most Chinese pages without a true declaration; Big5 read as GB 18030 is damaged within a line or two.
  if (damage(sample, "gb18030") <= kTolerated) return "gb18030";
  std::string best = "gb18030";
  double least = damage(sample, best);
  for (const std::string& candidate : {guessed(sample), stated, std::string("utf-8"), std::string("big5")}) {
    if (candidate.empty() || says_nothing(candidate)) continue;
    const double share = damage(sample, candidate);
    if (share < least) {
      least = share;
      best = candidate;
    }
  }
  return best;
}

// UTF-16 without its mark: every other byte of Latin markup is zero.
std::string_view unmarked_utf16(std::string_view bytes) {
  std::size_t even = 0, odd = 0;
  const std::string_view head = bytes.substr(0, 512);
  for (std::size_t i = 0; i < head.size(); ++i)
    if (head[i] == '\0') ++(i % 2 == 0 ? even : odd);
  if (odd > head.size() / 8 && even <= odd / 8) return "UTF-16LE";
  if (even > head.size() / 8 && odd <= even / 8) return "UTF-16BE";
  return {};
}

}  // namespace

std::string declared_charset(std::string_view html) {
  const std::string head = lower_ascii(html.substr(0, kDeclarationWithin));
  for (const std::string_view key : {"charset=", "encoding="}) {
    std::size_t at = head.find(key);
    if (at == std::string::npos) continue;
    at += key.size();
    while (at < head.size() && (head[at] == '"' || head[at] == '\'' || head[at] == ' ')) ++at;
    const std::size_t end = head.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_:.", at);
    if (end != std::string::npos && end > at) return head.substr(at, end - at);
  }
  return {};
}

DecodedText decode_text(std::string_view bytes, std::string_view declared) {
  DecodedText decoded;
  if (bytes.starts_with("\xef\xbb\xbf")) {
    bytes.remove_prefix(3);
    decoded.charset = "UTF-8";
  } else if (bytes.starts_with("\xff\xfe")) {
    bytes.remove_prefix(2);
    decoded.charset = "UTF-16LE";
  } else if (bytes.starts_with("\xfe\xff")) {
    bytes.remove_prefix(2);
    decoded.charset = "UTF-16BE";
  } else if (const std::string_view wide = unmarked_utf16(bytes); !wide.empty()) {
    decoded.charset = wide;
  } else {
    decoded.charset = charset_of(bytes, declared);
  }
  decoded.utf8 = convert(bytes, decoded.charset).value_or(std::string());
  std::erase(decoded.utf8, '\0');
  return decoded;
}

}  // namespace gongshi::extract
