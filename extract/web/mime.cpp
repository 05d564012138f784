// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/web/mime.h"

#include <fmt/format.h>

#include <algorithm>

#include "extract/ascii.h"
#include "extract/web/charset.h"
#include "extract/web/transfer_encoding.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

constexpr int kMostPieces = 50;  // of one parameter (RFC 2231)

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// The raw value of the parameter called exactly `name`; nothing quoted or percent-encoded is decoded.
bool find_parameter(const std::string& value, std::string_view name, std::string& found) {
  const std::string small = lower_ascii(value);
  for (std::size_t at = small.find(name); at != std::string::npos; at = small.find(name, at + 1)) {
    std::size_t begin = at + name.size();
    const bool inside_word = at > 0 && small[at - 1] != ' ' && small[at - 1] != ';' && small[at - 1] != '\t';
    while (begin < value.size() && value[begin] == ' ') ++begin;
    if (begin >= value.size() || value[begin] != '=' || inside_word) continue;
    ++begin;
    while (begin < value.size() && value[begin] == ' ') ++begin;
    if (begin < value.size() && value[begin] == '"') {
      const std::size_t end = value.find('"', begin + 1);
      found = value.substr(begin + 1, end == std::string::npos ? end : end - begin - 1);
    } else {
      found = trimmed_ascii(std::string_view(value).substr(begin, value.find(';', begin) - begin));
    }
    return true;
  }
  return false;
}

// charset'language'percent-encoded text
std::string from_extended(const std::string& text) {
  const std::size_t first = text.find('\''), second = text.find('\'', first == std::string::npos ? first : first + 1);
  if (second == std::string::npos) return decode_text(from_percents(text), "").utf8;
  return decode_text(from_percents(text.substr(second + 1)), text.substr(0, first)).utf8;
}

}  // namespace

MimeHeaders take_headers(std::string_view& text) {
  MimeHeaders headers;
  std::string last;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (line.empty()) break;
    if ((line.front() == ' ' || line.front() == '\t') && !last.empty()) {
      headers[last] += ' ';
      headers[last] += trimmed_ascii(line);
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    last = lower_ascii(trimmed_ascii(line.substr(0, colon)));
    headers[last] = trimmed_ascii(line.substr(colon + 1));
  }
  return headers;
}

std::string header(const MimeHeaders& headers, std::string_view name) {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

std::string parameter(const std::string& value, std::string_view name) {
  std::string found;
  if (find_parameter(value, fmt::format("{}*", name), found)) return from_extended(found);
  std::string joined;
  bool extended = false;
  for (int piece = 0; piece < kMostPieces; ++piece) {
    if (find_parameter(value, fmt::format("{}*{}*", name, piece), found))
      extended = true;
    else if (!find_parameter(value, fmt::format("{}*{}", name, piece), found))
      break;
    joined += found;
  }
  if (!joined.empty()) return extended ? from_extended(joined) : joined;
  return find_parameter(value, name, found) ? found : std::string();
}

std::string decoded_body(const MimeHeaders& headers, std::string_view body) {
  const std::string encoding = lower_ascii(header(headers, "content-transfer-encoding"));
  return encoding.starts_with("quoted-printable") ? from_quoted_printable(body)
         : encoding.starts_with("base64")         ? from_base64(body)
                                                  : std::string(body);
}

std::string decoded_words(const std::string& text) {
  std::string plain;
  bool after_word = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = text.find("=?", at);
    const std::size_t charset_end = open == std::string::npos ? open : text.find('?', open + 2);
    const std::size_t encoding_end = charset_end == std::string::npos ? charset_end : text.find('?', charset_end + 1);
    const std::size_t close = encoding_end == std::string::npos ? encoding_end : text.find("?=", encoding_end + 1);
    const std::string_view between = std::string_view(text).substr(at, std::min(open, text.size()) - at);
    // White space between two encoded words is none of the text.
    if (!(after_word && close != std::string::npos && trimmed_ascii(between).empty()))
      plain += utf8::valid(between) ? std::string(between) : decode_text(between, "gb18030").utf8;
    if (close == std::string::npos) {
      if (open != std::string::npos) plain += text.substr(open);
      break;
    }
    const std::string charset = text.substr(open + 2, charset_end - open - 2);
    const char encoding = charset_end + 1 < encoding_end ? text[charset_end + 1] : 'b';
    std::string coded = text.substr(encoding_end + 1, close - encoding_end - 1);
    if (encoding == 'q' || encoding == 'Q') {
      std::replace(coded.begin(), coded.end(), '_', ' ');
      plain += decode_text(from_quoted_printable(coded), charset).utf8;
    } else {
      plain += decode_text(from_base64(coded), charset).utf8;
    }
    after_word = true;
    at = close + 2;
  }
  return plain;
}

void for_each_part(std::string_view body, const std::string& boundary,
                   const std::function<void(std::string_view part)>& visit) {
  if (boundary.empty()) return;
  const std::string mark = "--" + boundary;
  std::size_t begin = body.find(mark);
  while (begin != std::string_view::npos) {
    begin += mark.size();
    if (body.substr(begin).starts_with("--")) return;
    const std::size_t end = body.find("\n" + mark, begin);
    std::string_view part = body.substr(begin, end == std::string_view::npos ? end : end - begin);
    static_cast<void>(take_line(part));
    if (part.ends_with('\r')) part.remove_suffix(1);  // The line's end before a boundary belongs to the boundary.
    visit(part);
    begin = end == std::string_view::npos ? end : end + 1;
  }
}

}  // namespace gongshi::extract
