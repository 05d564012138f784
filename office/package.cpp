// SPDX-License-Identifier: GPL-3.0-or-later
#include "office/package.h"

#include <zip.h>

#include <cstdint>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include "office/zip_package.h"

namespace gongshi::office {
namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{512} << 20;
constexpr int kMostParts = 10'000;
constexpr std::time_t kPartTime = 315'619'200;  // 1980-01-02, the first day that ZIP knows in every time zone.

struct DiscardArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Archive = std::unique_ptr<zip_t, DiscardArchive>;

Error damaged(const std::string& what) {
  return {"file-damaged", what + "; open it in Excel or Word, save it again and try once more."};
}

}  // namespace

Result<Package> unpack(std::string_view bytes) {
  PackageLimits limits;
  limits.part_bytes = limits.total_bytes = kMostBytes;
  limits.parts = kMostParts;
  const auto refused = [](const Error& error) {
    if (error.code == "file-too-large")
      return Error{"zip-bomb", "The file unpacks to more than 512 MB, or has more than 10 000 parts."};
    if (error.code == "file-encrypted") return damaged("The file is encrypted");
    return damaged("The file is no Office file, or damaged");
  };
  auto zip = ZipPackage::open(bytes, "", limits);
  if (!zip) return refused(zip.error());
  Package package;
  for (const std::string& name : zip->names()) {
    if (name.ends_with('/')) continue;
    auto part = zip->read(name);
    if (!part) return refused(part.error());
    package[name] = *std::move(part);
  }
  return package;
}

Result<std::string> pack(const std::vector<std::pair<std::string, std::string>>& parts) {
  const Error failed{"report-unwritable", "An Office file cannot be packed: out of memory."};
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  if (target == nullptr) return failed;
  zip_source_keep(target);  // Survives zip_close, to be read from.
  const std::unique_ptr<zip_source_t, decltype(&zip_source_free)> kept(target, zip_source_free);
  Archive archive(zip_open_from_source(target, ZIP_TRUNCATE, nullptr));
  if (archive == nullptr) {
    zip_source_free(target);
    return failed;
  }
  for (const auto& [name, bytes] : parts) {
    zip_source_t* source = zip_source_buffer(archive.get(), bytes.data(), bytes.size(), 0);
    const zip_int64_t index =
        source == nullptr ? -1 : zip_file_add(archive.get(), name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
      zip_source_free(source);
      return failed;
    }
    zip_file_set_mtime(archive.get(), static_cast<zip_uint64_t>(index), kPartTime, 0);
  }
  if (zip_close(archive.get()) != 0) return failed;
  static_cast<void>(archive.release());
  zip_stat_t stat;
  if (zip_source_stat(target, &stat) != 0 || zip_source_open(target) != 0) return failed;
  std::string out(stat.size, '\0');
  const bool read = zip_source_read(target, out.data(), out.size()) == static_cast<zip_int64_t>(out.size());
  zip_source_close(target);
  if (!read) return failed;
  return out;
}

Result<std::string> read_whole_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  // A folder can be opened, but reading it throws.
  std::error_code unknown;
  if (!file || std::filesystem::is_directory(path, unknown)) return Error{"file-unreadable", path + ": cannot be opened; check the name and the permissions."};
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return bytes;
}

}  // namespace gongshi::office
