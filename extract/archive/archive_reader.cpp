// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/archive/archive_reader.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>
#include <locale.h>
#include <unicode/ucnv.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "extract/archive/mail.h"
#include "extract/kind.h"
#include "extract/passed_over.h"
#include "schema/refusal.h"
#include "schema/utf8.h"

namespace gongshi::extract {
namespace {

constexpr std::size_t kChunk = std::size_t{256} << 10;

struct FreeArchive {
  void operator()(archive* handle) const { archive_read_free(handle); }
};
using Handle = std::unique_ptr<archive, FreeArchive>;

// libarchive turns names into the locale's characters and loses Chinese ones in "C". The switch is this thread's alone.
class Utf8Locale {
 public:
  Utf8Locale() : locale_(newlocale(LC_CTYPE_MASK, "C.UTF-8", locale_t{})) {
    if (locale_ != locale_t{}) before_ = uselocale(locale_);
  }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;
  ~Utf8Locale() {
    if (locale_ == locale_t{}) return;
    uselocale(before_);
    freelocale(locale_);
  }

 private:
  locale_t locale_, before_{};
};

std::string from_gb18030(std::string_view bytes) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open("gb18030", &status), &ucnv_close);
  if (U_FAILURE(status)) return std::string(bytes);
  std::vector<UChar> wide(bytes.size() + 1);
  const int32_t length = ucnv_toUChars(converter.get(), wide.data(), static_cast<int32_t>(wide.size()), bytes.data(),
                                       static_cast<int32_t>(bytes.size()), &status);
  std::string text;
  for (int32_t i = 0; U_SUCCESS(status) && i < length; ++i) {
    char32_t code = wide[static_cast<std::size_t>(i)];
    if (code >= 0xD800 && code < 0xDC00 && i + 1 < length) {
      const char32_t low = wide[static_cast<std::size_t>(++i)];
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    utf8::append(text, code);
  }
  return text;
}

// The member's path with "/" between its parts, in UTF-8, without control characters.
std::string member_name(archive_entry* entry) {
  const char* raw = archive_entry_pathname(entry);
  if (raw == nullptr) raw = archive_entry_pathname_utf8(entry);
  const std::string bytes = raw != nullptr ? raw : "";
  std::string name = utf8::valid(bytes) ? bytes : from_gb18030(bytes);
  std::replace(name.begin(), name.end(), '\\', '/');
  std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  while (name.starts_with("./")) name.erase(0, 2);
  return name;
}

std::vector<std::string_view> parts_of(std::string_view name) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t slash = name.find('/');
    parts.push_back(name.substr(0, slash));
    if (slash == std::string_view::npos) return parts;
    name.remove_prefix(slash + 1);
  }
}

bool is_unsafe(std::string_view name) {
  if (name.empty() || name.starts_with('/') || (name.size() > 1 && name[1] == ':')) return true;
  const auto parts = parts_of(name);
  return std::find(parts.begin(), parts.end(), "..") != parts.end();
}

std::string_view base_name(std::string_view path) { return path.substr(std::min(path.rfind('/') + 1, path.size())); }

// report.docx.gz holds report.docx, x.tgz holds x.
std::string packed_name(std::string_view archive_name) {
  const std::string_view base = base_name(archive_name);
  const std::size_t dot = base.rfind('.');
  return std::string(dot == std::string_view::npos || dot == 0 ? base : base.substr(0, dot));
}

// Everything that several nested archives share.
struct Budget {
  const ArchiveLimits& limits;
  std::uint64_t packed = 0, unpacked = 0;
  int members = 0;

  [[nodiscard]] bool exceeded() const {
    return unpacked > limits.total_bytes || members > limits.members ||
           (unpacked > limits.ratio_free_bytes && unpacked / limits.ratio > packed);
  }
};

class ArchiveReader {
 public:
  ArchiveReader(const ArchiveLimits& limits, const MemberVisitor& visit, std::uint64_t packed)
      : budget_{limits, packed}, visit_(visit) {}

  Result<void> read(std::string_view bytes, const std::string& shown, const std::string& prefix, int depth) {
    const Kind kind = kind_of(bytes);
    if (kind == Kind::kMail || kind == Kind::kOutlook) return read_mail(bytes, kind, shown, prefix, depth);
    if (!is_archive(kind)) return Error{"kind-unknown", fmt::format("{}: no archive of a kind that is known.", shown)};
    const Handle handle(archive_read_new());
    if (!handle) return Error{"file-damaged", fmt::format("{}: no memory to open the archive.", shown)};
    prepare(handle.get(), kind);
    const int members_before = budget_.members;
    if (archive_read_open_memory(handle.get(), bytes.data(), bytes.size()) != ARCHIVE_OK)
      return failure(handle.get(), shown);
    while (!stopped_) {
      archive_entry* entry = nullptr;
      const int status = archive_read_next_header(handle.get(), &entry);
      if (status == ARCHIVE_EOF) {
        if (budget_.members > members_before) return {};
        return Error{"file-empty", fmt::format("{}: the archive holds no files.", shown)};
      }
      if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return failure(handle.get(), shown);
      if (const auto done = read_member(handle.get(), entry, shown, prefix, depth); !done) return done;
    }
    return {};
  }

 private:
  static void prepare(archive* handle, Kind kind) {
    archive_read_support_filter_gzip(handle);
    archive_read_support_filter_bzip2(handle);
    archive_read_support_filter_xz(handle);
    archive_read_support_format_zip(handle);
    archive_read_support_format_tar(handle);
    archive_read_support_format_7zip(handle);
    archive_read_support_format_rar(handle);
    archive_read_support_format_rar5(handle);
    if (kind == Kind::kGzip) archive_read_support_format_raw(handle);
  }

  static Error failure(archive* handle, const std::string& shown) {
    const char* text = archive_error_string(handle);
    std::string why = text != nullptr ? text : "unknown reason";
    std::replace(why.begin(), why.end(), '\n', ' ');
    // Where no format was recognised, libarchive 3.6 would look for encryption behind the end of its list of formats.
    const bool encrypted = archive_format(handle) != 0 && archive_read_has_encrypted_entries(handle) > 0;
    if (encrypted || why.find("ncrypt") != std::string::npos || why.find("assphrase") != std::string::npos)
      return {"file-encrypted", fmt::format("{}: encrypted with a password; unpack it and try again.", shown)};
    return {"file-damaged", fmt::format("{}: the archive is damaged or cut off ({}); get the file again.", shown, why)};
  }

  Error bomb(const std::string& shown) const {
    return {"archive-bomb",
            fmt::format("{}: the archive unfolds to more than is allowed ({} members, {} MB, {} times its size); "
                        "refused from here on: check what it is, and unpack what you need.",
                        shown, budget_.limits.members, budget_.limits.total_bytes >> 20, budget_.limits.ratio)};
  }

  void give(const std::string& name, const Result<std::string_view>& bytes) {
    if (!visit_(name, bytes)) stopped_ = true;
  }

  Result<void> read_member(archive* handle, archive_entry* entry, const std::string& shown, const std::string& prefix,
                           int depth) {
    if (archive_entry_filetype(entry) == AE_IFDIR) return {};
    std::string inside = member_name(entry);
    if (archive_format(handle) == ARCHIVE_FORMAT_RAW) inside = packed_name(prefix.empty() ? shown : prefix);
    if (inside.ends_with('/') || is_passed_over(inside)) return {};
    ++budget_.members;
    if (budget_.exceeded()) return bomb(shown);
    const std::string name = prefix.empty() ? inside : prefix + "!" + inside;
    const auto refuse = [&](std::string code, std::string_view why) {
      give(name, Error{std::move(code), fmt::format("{}!{}: {}", shown, inside, why)});
    };
    if (is_unsafe(inside)) {
      give(name,
           refusal("archive-unsafe-name", fmt::format("{}!{}: its name leads out of the archive", shown, inside)));
      return {};
    }
    if (archive_entry_filetype(entry) != AE_IFREG) {
      refuse("kind-unknown", "a link or device, not a file.");
      return {};
    }
    if (archive_entry_is_encrypted(entry) != 0) {
      refuse("file-encrypted", "encrypted with a password; unpack it and try again.");
      return {};
    }
    return unpack(handle, entry, shown, name, depth);
  }

  // The attachments of a message, and what it says itself.
  Result<void> read_mail(std::string_view bytes, Kind kind, const std::string& shown, const std::string& prefix,
                         int depth) {
    Result<std::vector<MailPart>> parts = kind == Kind::kMail ? mail_parts(bytes) : outlook_parts(bytes);
    if (!parts) return Error{parts.error().code, fmt::format("{}: {}", shown, parts.error().message)};
    for (const MailPart& part : *parts) {
      if (stopped_) break;
      if (is_passed_over(part.name)) continue;
      ++budget_.members;
      budget_.unpacked += part.bytes.size();
      if (budget_.exceeded()) return bomb(shown);
      const std::string name = prefix.empty() ? part.name : prefix + "!" + part.name;
      if (const auto done = hand_on(part.bytes, shown, name, depth); !done) return done;
    }
    return {};
  }

  // A member, or what is in it where it is an archive itself.
  Result<void> hand_on(const std::string& bytes, const std::string& shown, const std::string& name, int depth) {
    if (!is_archive(kind_of(bytes))) {
      give(name, std::string_view(bytes));
      return {};
    }
    if (depth >= budget_.limits.depth) {
      give(name, refusal("archive-bomb", fmt::format("{}!{}: archives more than {} deep in each other", shown, name,
                                                     budget_.limits.depth)));
      return {};
    }
    const Result<void> nested = read(bytes, fmt::format("{}!{}", shown, name), name, depth + 1);
    if (!nested && nested.error().code == "archive-bomb") return nested;
    if (!nested) give(name, nested.error());
    return {};
  }

  Result<void> unpack(archive* handle, archive_entry* entry, const std::string& shown, const std::string& name,
                      int depth) {
    std::string bytes;
    const std::uint64_t before = budget_.unpacked;
    if (archive_entry_size_is_set(entry) != 0 && archive_entry_size(entry) > 0)
      bytes.reserve(std::min<std::size_t>(static_cast<std::size_t>(archive_entry_size(entry)), std::size_t{16} << 20));
    while (true) {
      const std::size_t filled = bytes.size();
      bytes.resize(filled + kChunk);
      const la_ssize_t count = archive_read_data(handle, bytes.data() + filled, kChunk);
      bytes.resize(filled + static_cast<std::size_t>(std::max<la_ssize_t>(count, 0)));
      budget_.unpacked = before + bytes.size();
      if (budget_.exceeded()) return bomb(shown);
      if (count < 0) {
        // Zip members stand alone; in the other formats what follows may be lost too, which the next header tells.
        give(name, failure(handle, fmt::format("{}!{}", shown, name)));
        return {};
      }
      if (count == 0) break;
      if (bytes.size() > budget_.limits.member_bytes) {
        give(name, Error{"file-too-large", fmt::format("{}!{}: larger than the limit of {} MB.", shown, name,
                                                       budget_.limits.member_bytes >> 20)});
        return {};
      }
    }
    return hand_on(bytes, shown, name, depth);
  }

  Budget budget_;
  const MemberVisitor& visit_;
  bool stopped_ = false;
};

}  // namespace

Result<void> for_each_member(std::string_view bytes, const std::string& shown, const ArchiveLimits& limits,
                             const MemberVisitor& visit) {
  const Utf8Locale locale;
  return ArchiveReader(limits, visit, bytes.size()).read(bytes, shown, "", 1);
}

}  // namespace gongshi::extract
