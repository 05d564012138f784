// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/reader.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "extract/embedded.h"
#include "extract/flow_document.h"
#include "extract/formats.h"
#include "extract/kind.h"
#include "extract/sha256.h"

namespace gongshi::extract {
namespace {

constexpr int kMostEmbedded = 3;  // documents in each other

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
  const std::string_view advice =
      advice_for_name(source.member.empty() ? source.path : source.member, kind == Kind::kText);
  if (!advice.empty()) return refused(source, "kind-unknown", advice);
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

namespace {

// How deep the document that is read on this thread lies in others.
thread_local int embedded_depth = 0;

Result<Document> read_one(std::string_view bytes, Source source, const Options& options) {
  source.bytes = bytes.size();
  source.sha256 = sha256(bytes);
  if (bytes.empty()) return refused(source, "file-empty", "the file is empty (0 bytes): ask for it again.");
  if (bytes.size() > options.max_bytes) return too_large(source.display(), options.max_bytes);
  const Kind kind = kind_of(bytes);
  source.kind = to_string(kind);
  const std::string& name = source.member.empty() ? source.path : source.member;
  const Format* format = format_of(kind);
  // Bytes that look like text may be of a program that nobody else reads.
  if (format == nullptr || format->read == nullptr || (kind == Kind::kText && !advice_for_name(name, true).empty()))
    return refused_kind(source, kind);
  const bool contradicts = embedded_depth == 0 && name_contradicts(name, kind);
  Result<Document> document = format->read(bytes, source, options);
  if (!document) return document;
  document->blocks = without_frames(std::move(document->blocks));
  if (contradicts)
    document->problems.push_back(
        {"kind-mismatch", fmt::format("{}: the name promises another kind of file; read as {}, which it is.",
                                      source.display(), to_string(kind))});
  return document;
}

}  // namespace

Result<Document> read_document(std::string_view bytes, Source source, const Options& options) {
  return read_one(bytes, std::move(source), options);
}

Result<Document> read_embedded(std::string_view bytes, const Source& holder, const Options& options) {
  if (embedded_depth >= kMostEmbedded)
    return Error{"file-too-large", fmt::format("{}: documents more than {} deep in each other were left out.",
                                               holder.display(), kMostEmbedded)};
  ++embedded_depth;
  Result<Document> document = read_one(bytes, holder, options);
  --embedded_depth;
  return document;
}

Result<Document> read_file(const std::string& path, const Options& options) {
  Result<std::string> bytes = load_file(path, options.max_bytes);
  if (!bytes) return bytes.error();
  Source source;
  source.path = path;
  return read_document(*bytes, std::move(source), options);
}

}  // namespace gongshi::extract
