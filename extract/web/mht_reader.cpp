// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/web/mht_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "extract/ascii.h"
#include "extract/web/html_reader.h"
#include "extract/web/transfer_encoding.h"

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

struct Part {
  std::string body, charset, id;
};

std::string decoded(const Headers& headers, std::string_view text) {
  const std::string encoding = lower_ascii(header(headers, "content-transfer-encoding"));
  return encoding == "quoted-printable" ? from_quoted_printable(text)
         : encoding == "base64"         ? from_base64(text)
                                        : std::string(text);
}

std::string_view last_segment(std::string_view address) {
  address = address.substr(0, address.find_first_of("?#"));
  return address.substr(address.find_last_of("/\\") + 1);
}

// The parts of a message: its HTML page, a wanted root part (by Content-ID) first, and its pictures.
class Message {
 public:
  explicit Message(std::string_view bytes) { visit(bytes, 0); }

  [[nodiscard]] const std::optional<Part>& html() const { return best_; }

  /// The picture that the page calls `address`: a Content-ID, a Content-Location, or the name at the end of one.
  [[nodiscard]] std::string picture(std::string_view address) const {
    const std::string id = address.starts_with("cid:") ? fmt::format("<{}>", address.substr(4)) : std::string();
    for (const bool by_name : {false, true}) {
      for (const Picture& part : pictures_) {
        const std::string location = header(part.headers, "content-location");
        const bool called = by_name ? last_segment(location) == last_segment(address)
                                    : location == address || (!id.empty() && header(part.headers, "content-id") == id);
        if (called && !(by_name && location.empty())) return decoded(part.headers, part.body);
      }
    }
    return {};
  }

 private:
  struct Picture {
    Headers headers;
    std::string_view body;  // Still encoded.
  };

  void visit(std::string_view text, int depth) {
    if (depth > kMostDepth || ++parts_ > kMostParts) return;
    const Headers headers = take_headers(text);
    const std::string type = header(headers, "content-type"), small = lower_ascii(type);
    if (small.starts_with("multipart/")) {
      if (wanted_.empty()) wanted_ = parameter(type, "start");
      visit_parts(text, parameter(type, "boundary"), depth);
    } else if (small.starts_with("text/html") || small.starts_with("application/xhtml")) {
      consider(headers, type, text);
    } else if (small.starts_with("image/")) {
      pictures_.push_back({headers, text});
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
      if (part.ends_with('\r')) part.remove_suffix(1);  // The line's end before a boundary belongs to the boundary.
      visit(part, depth + 1);
      begin = end == std::string_view::npos ? end : end + 1;
    }
  }

  void consider(const Headers& headers, const std::string& type, std::string_view text) {
    const std::string id = header(headers, "content-id");
    if (best_ && (wanted_.empty() || id != wanted_ || best_->id == wanted_)) return;
    best_ = Part{decoded(headers, text), parameter(type, "charset"), id};
  }

  std::string wanted_;
  std::optional<Part> best_;
  std::vector<Picture> pictures_;
  int parts_ = 0;
};

}  // namespace

Result<Document> read_mht(std::string_view bytes, Source source, const Options& options) {
  if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
  const Message message(bytes);
  const std::optional<Part>& part = message.html();
  if (!part)
    return Error{"file-damaged",
                 fmt::format("{}: a MIME file without a web page in it; save the page again.", source.display())};
  const PageCarrier carrier = {part->charset, [&](std::string_view address) { return message.picture(address); }};
  return read_html_in(carrier, part->body, std::move(source), options);
}

}  // namespace gongshi::extract
