// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/reader.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "extract/kind.h"
#include "extract/ocr/image_reader.h"
#include "extract/ofd/ofd_reader.h"
#include "extract/pdf/pdf_reader.h"
#include "extract/sha256.h"
#include "extract/sheet/xlsx_reader.h"
#include "extract/web/html_reader.h"
#include "extract/web/mht_reader.h"
#include "extract/web/text_reader.h"
#include "extract/word/docx_reader.h"
#include "extract/word/office_reader.h"

namespace gongshi::extract {
namespace {

using Read = Result<Document> (*)(std::string_view bytes, Source source, const Options& options);

struct Reader {
  Kind kind;
  Read read;
};

// One line per kind that is read. Kinds that are not here are refused by name.
// clang-format off
constexpr Reader kReaders[] = {
    {Kind::kPdf, read_pdf},
    {Kind::kOfd, read_ofd},
    {Kind::kDocx, read_docx},
    {Kind::kDoc, read_doc},
    {Kind::kRtf, read_rtf},
    {Kind::kOdt, read_odt},
    {Kind::kWordXml, read_word_xml},
    {Kind::kImage, read_image},
    {Kind::kHtml, read_html},
    {Kind::kMht, read_mht},
    {Kind::kText, read_text},
    {Kind::kXlsx, read_xlsx},
    {Kind::kXls, read_xls},
};
// clang-format on

Error refused(const Source& source, std::string code, std::string_view why) {
  return Error{std::move(code), fmt::format("{}: {}", source.display(), why)};
}

Error refused_kind(const Source& source, Kind kind) {
  if (is_archive(kind))
    return refused(source, "archive", fmt::format("a {} archive; its members are read one by one.", to_string(kind)));
  if (kind == Kind::kEncryptedOffice)
    return refused(source, "file-encrypted",
                   "an Office file encrypted with a password; remove the password and try again.");
  if (kind == Kind::kPresentation)
    return refused(source, "kind-unknown",
                   "a presentation; notices are not read from slides. Export it as PDF and try again.");
  if (kind == Kind::kUnknown)
    return refused(source, "kind-unknown",
                   "neither a document nor an archive of a kind that is known; check that the file is whole.");
  return refused(source, "kind-unknown", fmt::format("files of the kind {} cannot be read.", to_string(kind)));
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

Error unreadable(const std::string& path, std::string_view why) {
  return Error{"file-unreadable", fmt::format("{}: cannot be opened: {}.", path, why)};
}

Error too_large(std::string_view name, std::uint64_t limit) {
  return Error{
      "file-too-large",
      fmt::format("{}: larger than the limit of {} MB; raise the limit if the file is meant.", name, limit >> 20)};
}

}  // namespace

Result<std::string> load_file(const std::string& path, std::uint64_t limit) {
  // O_NONBLOCK: a named pipe must not hang the run before fstat tells what it is.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) return unreadable(path, std::strerror(errno));
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return unreadable(path, std::strerror(errno));
  if (S_ISDIR(status.st_mode)) return unreadable(path, "it is a folder");
  if (!S_ISREG(status.st_mode)) return unreadable(path, "it is no regular file");
  if (static_cast<std::uint64_t>(status.st_size) > limit) return too_large(path, limit);
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t count = ::read(file.get(), bytes.data() + filled, bytes.size() - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return unreadable(path, std::strerror(errno));
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  bytes.resize(filled);
  return bytes;
}

Result<Document> read_document(std::string_view bytes, Source source, const Options& options) {
  source.bytes = bytes.size();
  source.sha256 = sha256(bytes);
  if (bytes.empty()) return refused(source, "file-empty", "the file is empty (0 bytes): ask for it again.");
  if (bytes.size() > options.max_bytes) return too_large(source.display(), options.max_bytes);
  const Kind kind = kind_of(bytes);
  source.kind = to_string(kind);
  for (const Reader& reader : kReaders) {
    if (reader.kind != kind) continue;
    const bool contradicts = name_contradicts(source.member.empty() ? source.path : source.member, kind);
    Result<Document> document = reader.read(bytes, source, options);
    if (document && contradicts)
      document->problems.push_back(
          {"kind-mismatch", fmt::format("{}: the name promises another kind of file; read as {}, which it is.",
                                        source.display(), to_string(kind))});
    return document;
  }
  return refused_kind(source, kind);
}

Result<Document> read_file(const std::string& path, const Options& options) {
  Result<std::string> bytes = load_file(path, options.max_bytes);
  if (!bytes) return bytes.error();
  Source source;
  source.path = path;
  return read_document(*bytes, std::move(source), options);
}

}  // namespace gongshi::extract
