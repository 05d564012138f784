// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/archive/mail.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "extract/ascii.h"
#include "extract/web/charset.h"
#include "extract/web/mime.h"
#include "office/compound_file.h"
#include "schema/data.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

constexpr int kMostDepth = 12;     // multiparts in each other
constexpr int kMostParts = 2'000;  // of one message

/// A name from extract/data/part-names.json for a part that has none, with its number.
std::string part_name(const char* kind, std::size_t number = 0) {
  static const nlohmann::json kNames = [] {
    const auto text = load_data("extract/part-names.json");
    return text ? nlohmann::json::parse(*text, nullptr, false) : nlohmann::json();
  }();
  const std::string pattern = kNames.is_object() ? kNames.value(kind, std::string(kind)) : std::string(kind);
  const std::size_t at = pattern.find("{}");
  return at == std::string::npos ? pattern : std::string(pattern).replace(at, 2, std::to_string(number));
}

// A name without folders and control characters; `fallback` where nothing is left.
std::string safe_name(std::string name, std::string_view fallback) {
  std::replace(name.begin(), name.end(), '\\', '/');
  name = name.substr(name.rfind('/') + 1);
  std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  if (!utf8::valid(name)) name = decode_text(name, "gb18030").utf8;
  return name.empty() || name == "." || name == ".." ? std::string(fallback) : name;
}

bool is_blank(std::string_view text) { return trimmed_ascii(text).empty(); }

class MailReader {
 public:
  std::vector<MailPart> read(std::string_view bytes) {
    if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
    visit(bytes, 0);
    // What the message says comes first, as a page where it has one.
    if (page_ && !is_blank(page_->bytes))
      parts_.insert(parts_.begin(), std::move(*page_));
    else if (!is_blank(text_))
      parts_.insert(parts_.begin(), {fmt::format("{}.txt", part_name("body")), std::move(text_)});
    return std::move(parts_);
  }

 private:
  void visit(std::string_view entity, int depth) {
    if (depth > kMostDepth || ++seen_ > kMostParts) return;
    std::string_view body = entity;
    const MimeHeaders headers = take_headers(body);
    const std::string type = header(headers, "content-type"), small = lower_ascii(type);
    const std::string disposition = header(headers, "content-disposition");
    std::string name = decoded_words(parameter(disposition, "filename"));
    if (name.empty()) name = decoded_words(parameter(type, "name"));
    const bool attached = lower_ascii(disposition).starts_with("attachment") || !name.empty();
    if (small.starts_with("multipart/")) {
      // A page with its pictures is read as a saved page.
      if (small.starts_with("multipart/related") && !page_ && holds_page(body, parameter(type, "boundary")))
        page_ = MailPart{fmt::format("{}.mht", part_name("body")), fmt::format("MIME-Version: 1.0\r\n{}", entity)};
      for_each_part(body, parameter(type, "boundary"), [&](std::string_view part) { visit(part, depth + 1); });
    } else if (small.starts_with("message/rfc822")) {
      parts_.push_back({safe_name(name, part_name("message", parts_.size() + 1)), decoded_body(headers, body)});
    } else if (!attached && small.starts_with("text/html")) {
      if (!page_)
        page_ = MailPart{fmt::format("{}.html", part_name("body")), with_charset(decoded_body(headers, body), type)};
    } else if (!attached && (small.empty() || small.starts_with("text/plain"))) {
      const std::string stated = parameter(type, "charset");
      text_ += decode_text(decoded_body(headers, body), stated).utf8;
    } else if (is_signature(small)) {
      return;
    } else if (attached || small.starts_with("application/") || small.starts_with("image/")) {
      // Pictures of the page itself came with it.
      const bool inline_picture = small.starts_with("image/") && !header(headers, "content-id").empty() &&
                                  !lower_ascii(disposition).starts_with("attachment");
      if (inline_picture && page_ && page_->name.ends_with(".mht")) return;
      std::string content = decoded_body(headers, body);
      if (!content.empty())
        parts_.push_back({safe_name(name, part_name("attachment", parts_.size() + 1)), std::move(content)});
    }
  }

  // It vouches for the message and says nothing of its own.
  static bool is_signature(std::string_view type) {
    return type.find("pkcs7-signature") != std::string_view::npos || type.starts_with("application/pgp-signature");
  }

  static bool holds_page(std::string_view body, const std::string& boundary) {
    bool found = false;
    for_each_part(body, boundary, [&](std::string_view part) {
      const std::string type = lower_ascii(header(take_headers(part), "content-type"));
      found = found || type.starts_with("text/html") || type.starts_with("multipart/alternative");
    });
    return found;
  }

  // The part's headers are not kept: what they say of the page's characters is told by decoding it.
  static std::string with_charset(const std::string& page, const std::string& type) {
    const std::string stated = parameter(type, "charset");
    return decode_text(page, stated.empty() ? declared_charset(page) : stated).utf8;
  }

  std::vector<MailPart> parts_;
  std::optional<MailPart> page_;
  std::string text_;
  int seen_ = 0;
};

std::string from_utf16(std::string_view bytes) { return decode_text("\xff\xfe" + std::string(bytes), "").utf8; }

}  // namespace

Result<std::vector<MailPart>> mail_parts(std::string_view bytes) {
  std::vector<MailPart> parts = MailReader().read(bytes);
  if (parts.empty())
    return Error{"file-damaged", "a message without text and attachments; save it from the mail program again."};
  return parts;
}

Result<std::vector<MailPart>> outlook_parts(std::string_view bytes) {
  const Result<office::CompoundFile> file = office::CompoundFile::open(bytes);
  if (!file) return file.error();
  std::vector<MailPart> parts;
  // Properties are streams named by their number and type: 3701 the attachment's bytes, 3707 and 3704 its names, 1013
  // the page, 1000 the text; 0102 bytes, 001F UTF-16, 001E eight bits.
  const auto stream = [&](const std::string& folder, std::string_view property) {
    std::string name = fmt::format("{}__substg1.0_{}", folder, property);
    return file->read_at(name).value_or(std::string());
  };
  const auto text_of = [&](const std::string& folder, std::string_view property) {
    std::string text = from_utf16(stream(folder, fmt::format("{}001F", property)));
    if (text.empty()) text = decode_text(stream(folder, fmt::format("{}001E", property)), "gb18030").utf8;
    return text;
  };
  std::string page = stream("", "10130102");
  if (page.empty()) page = text_of("", "1013");
  if (!is_blank(page))
    parts.push_back({fmt::format("{}.html", part_name("body")), std::move(page)});
  else if (std::string text = text_of("", "1000"); !is_blank(text))
    parts.push_back({fmt::format("{}.txt", part_name("body")), std::move(text)});
  for (const std::string& storage : file->storages()) {
    if (!storage.starts_with("__attach_version1.0_") || parts.size() >= static_cast<std::size_t>(kMostParts)) continue;
    const std::string folder = storage + "/";
    std::string content = stream(folder, "37010102");
    if (content.empty()) continue;  // an attached message, or a link
    std::string name = text_of(folder, "3707");
    if (name.empty()) name = text_of(folder, "3704");
    parts.push_back({safe_name(std::move(name), part_name("attachment", parts.size() + 1)), std::move(content)});
  }
  if (parts.empty())
    return Error{"file-damaged", "a message without text and attachments; save it from Outlook again."};
  return parts;
}

}  // namespace gongshi::extract
