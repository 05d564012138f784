// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/report/files.h"

#include <openssl/sha.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

namespace gongshi::audit::report {
namespace {

Error unwritable(const std::string& path, const std::string& reason) {
  return {"report-unwritable",
          path + ": cannot be written (" + reason + "). Choose another folder with -o, or free some space."};
}

}  // namespace

Result<void> write_file(const std::string& path, std::string_view bytes) {
  const std::string temporary = path + ".part";
  std::FILE* file = std::fopen(temporary.c_str(), "wb");
  if (file == nullptr) return unwritable(path, std::strerror(errno));
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  const int reason = errno;
  if (std::fclose(file) != 0 || !written) {
    const std::string why = std::strerror(written ? errno : reason);
    std::remove(temporary.c_str());
    return unwritable(path, why);
  }
  if (std::rename(temporary.c_str(), path.c_str()) != 0) return unwritable(path, std::strerror(errno));
  return {};
}

Result<void> make_folder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return unwritable(path, error.message());
  return {};
}

std::string digest(std::string_view bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), hash.data());
  std::string out;
  for (const unsigned char byte : hash) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

}  // namespace gongshi::audit::report
