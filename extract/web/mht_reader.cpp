// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/web/mht_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "extract/ascii.h"
#include "extract/web/html_reader.h"

namespace gongshi::extract {
namespace {

constexpr int kMostDepth = 8;  // Multiparts in each other.
constexpr int kMostParts = 5'000;

using Headers = std::map<std::string, std::string, std::less<>>;

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// The header block, folded lines joined; `text` is left at the body.
Headers take_headers(std::string_view& text) {
  Headers headers;
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

std::string header(const Headers& headers, std::string_view name) {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

// `name="value"` or `name=value` of a Content-Type.
std::string parameter(const std::string& value, std::string_view name) {
  const std::string small = lower_ascii(value);
  for (std::size_t at = small.find(name); at != std::string::npos; at = small.find(name, at + 1)) {
    std::size_t begin = at + name.size();
    if (begin >= value.size() || value[begin] != '=' || (at > 0 && small[at - 1] >= 'a' && small[at - 1] <= 'z'))
      continue;
    ++begin;
    if (begin < value.size() && value[begin] == '"')
      return value.substr(begin + 1, value.find('"', begin + 1) - begin - 1);
    return std::string(trimmed_ascii(std::string_view(value).substr(begin, value.find(';', begin) - begin)));
  }
  return {};
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::string from_quoted_printable(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      bytes += text[i];
      continue;
    }
    if (i + 2 < text.size() && text[i + 1] == '\r' && text[i + 2] == '\n') {
      i += 2;
    } else if (i + 1 < text.size() && text[i + 1] == '\n') {
      i += 1;
    } else if (i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
      bytes += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      bytes += '=';
    }
  }
  return bytes;
}

std::string from_base64(std::string_view text) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::array<int, 256> value{};
  value.fill(-1);
  for (std::size_t i = 0; i < kDigits.size(); ++i) value[static_cast<unsigned char>(kDigits[i])] = static_cast<int>(i);
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  unsigned held = 0;
  int bits = 0;
  for (const char c : text) {
    const int digit = value[static_cast<unsigned char>(c)];
    if (c == '=') break;
    if (digit < 0) continue;
    held = held << 6 | static_cast<unsigned>(digit);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>(held >> bits & 0xFF);
  }
  return bytes;
}

struct Part {
  std::string body, charset, id;
};

// The HTML parts of a message, in order; a wanted root part (by Content-ID) comes first.
class Message {
 public:
  std::optional<Part> html(std::string_view bytes) {
    visit(bytes, 0);
    return std::move(best_);
  }

 private:
  void visit(std::string_view text, int depth) {
    if (depth > kMostDepth || ++parts_ > kMostParts) return;
    const Headers headers = take_headers(text);
    const std::string type = header(headers, "content-type"), small = lower_ascii(type);
    if (small.starts_with("multipart/")) {
      if (wanted_.empty()) wanted_ = parameter(type, "start");
      visit_parts(text, parameter(type, "boundary"), depth);
    } else if (small.starts_with("text/html") || small.starts_with("application/xhtml")) {
      consider(headers, type, text);
    }
  }

  void visit_parts(std::string_view text, const std::string& boundary, int depth) {
    if (boundary.empty()) return;
    const std::string mark = "--" + boundary;
    std::size_t begin = text.find(mark);
    while (begin != std::string_view::npos) {
      begin += mark.size();
      if (text.substr(begin).starts_with("--")) return;
      const std::size_t end = text.find("\n" + mark, begin);
      std::string_view part = text.substr(begin, end == std::string_view::npos ? end : end - begin);
      static_cast<void>(take_line(part));
      visit(part, depth + 1);
      begin = end == std::string_view::npos ? end : end + 1;
    }
  }

  void consider(const Headers& headers, const std::string& type, std::string_view text) {
    const std::string id = header(headers, "content-id");
    if (best_ && (wanted_.empty() || id != wanted_ || best_->id == wanted_)) return;
    const std::string encoding = lower_ascii(header(headers, "content-transfer-encoding"));
    best_ = Part{encoding == "quoted-printable" ? from_quoted_printable(text)
                 : encoding == "base64"         ? from_base64(text)
                                                : std::string(text),
                 parameter(type, "charset"), id};
  }

  std::string wanted_;
  std::optional<Part> best_;
  int parts_ = 0;
};

}  // namespace

Result<Document> read_mht(std::string_view bytes, Source source, const Options& options) {
  if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
  const std::optional<Part> part = Message().html(bytes);
  if (!part)
    return Error{"file-damaged",
                 fmt::format("{}: a MIME file without a web page in it; save the page again.", source.display())};
  return read_html_as(part->body, part->charset, std::move(source), options);
}

}  // namespace gongshi::extract
