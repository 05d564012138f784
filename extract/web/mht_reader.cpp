// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/web/mht_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "extract/ascii.h"
#include "extract/web/charset.h"
#include "extract/web/html_reader.h"
#include "extract/web/mime.h"

namespace gongshi::extract {
namespace {

constexpr int kMostDepth = 8;  // Multiparts in each other.
constexpr int kMostParts = 5'000;

struct Part {
  std::string body, charset, id;
};

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
    const Attached* part = called(pictures_, address);
    return part != nullptr ? decoded_body(part->headers, part->body) : std::string();
  }

  /// The page that a frame calls `address`, in UTF-8.
  [[nodiscard]] std::string page(std::string_view address) const {
    const Attached* part = called(pages_, address);
    if (part == nullptr) return {};
    const std::string bytes = decoded_body(part->headers, part->body);
    const std::string stated = parameter(header(part->headers, "content-type"), "charset");
    return decode_text(bytes, stated.empty() ? declared_charset(bytes) : stated).utf8;
  }

  /// The style sheet that a link calls `address`.
  [[nodiscard]] std::string sheet(std::string_view address) const {
    const Attached* part = called(sheets_, address);
    return part != nullptr ? decode_text(decoded_body(part->headers, part->body), "").utf8 : std::string();
  }

 private:
  struct Attached {
    MimeHeaders headers;
    std::string_view body;  // Still encoded.
  };

  static const Attached* called(const std::vector<Attached>& parts, std::string_view address) {
    const std::string id = address.starts_with("cid:") ? fmt::format("<{}>", address.substr(4)) : std::string();
    for (const bool by_name : {false, true}) {
      for (const Attached& part : parts) {
        const std::string location = header(part.headers, "content-location");
        const bool named = by_name ? last_segment(location) == last_segment(address)
                                   : location == address || (!id.empty() && header(part.headers, "content-id") == id);
        if (named && !(by_name && location.empty())) return &part;
      }
    }
    return nullptr;
  }

  void visit(std::string_view text, int depth) {
    if (depth > kMostDepth || ++parts_ > kMostParts) return;
    const MimeHeaders headers = take_headers(text);
    const std::string type = header(headers, "content-type"), small = lower_ascii(type);
    if (small.starts_with("multipart/")) {
      if (wanted_.empty()) wanted_ = parameter(type, "start");
      for_each_part(text, parameter(type, "boundary"), [&](std::string_view part) { visit(part, depth + 1); });
    } else if (small.starts_with("text/html") || small.starts_with("application/xhtml")) {
      consider(headers, type, text);
      pages_.push_back({headers, text});
    } else if (small.starts_with("text/css")) {
      sheets_.push_back({headers, text});
    } else if (small.starts_with("image/")) {
      pictures_.push_back({headers, text});
    }
  }

  void consider(const MimeHeaders& headers, const std::string& type, std::string_view text) {
    const std::string id = header(headers, "content-id");
    if (best_ && (wanted_.empty() || id != wanted_ || best_->id == wanted_)) return;
    best_ = Part{decoded_body(headers, text), parameter(type, "charset"), id};
  }

  std::string wanted_;
  std::optional<Part> best_;
  std::vector<Attached> pictures_, pages_, sheets_;
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
  const PageCarrier carrier = {part->charset, [&](std::string_view address) { return message.picture(address); },
                               [&](std::string_view address) { return message.page(address); },
                               [&](std::string_view address) { return message.sheet(address); }};
  return read_html_in(carrier, part->body, std::move(source), options);
}

}  // namespace gongshi::extract
