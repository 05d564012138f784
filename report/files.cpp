// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/files.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>

namespace gongshi::report {
namespace {

Error unwritable(const std::string& path, const std::string& reason) {
  return {"report-unwritable",
          path + ": cannot be written (" + reason + "). Choose another folder with -o, or free some space."};
}

std::string hexadecimal(const std::array<unsigned char, SHA256_DIGEST_LENGTH>& bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const unsigned char byte : bytes) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

}  // namespace

struct FileWriter::State {
  std::string path, temporary;
  std::FILE* file = nullptr;
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> hash{EVP_MD_CTX_new(), EVP_MD_CTX_free};
  std::optional<Error> failure;
};

FileWriter::FileWriter(const std::string& path) : state_(std::make_unique<State>()) {
  EVP_DigestInit_ex(state_->hash.get(), EVP_sha256(), nullptr);
  if (path.empty()) return;
  state_->path = path;
  state_->temporary = path + ".part";
  state_->file = std::fopen(state_->temporary.c_str(), "wb");
  if (state_->file == nullptr) state_->failure = unwritable(path, std::strerror(errno));
}

FileWriter::~FileWriter() {
  if (state_->file == nullptr) return;
  std::fclose(state_->file);
  std::remove(state_->temporary.c_str());
}

void FileWriter::write(std::string_view bytes) {
  EVP_DigestUpdate(state_->hash.get(), bytes.data(), bytes.size());
  if (state_->file == nullptr || state_->failure) return;
  if (std::fwrite(bytes.data(), 1, bytes.size(), state_->file) != bytes.size())
    state_->failure = unwritable(state_->path, std::strerror(errno));
}

Result<void> FileWriter::finish() {
  if (state_->file != nullptr) {
    const bool closed = std::fclose(state_->file) == 0;
    state_->file = nullptr;
    if (!closed && !state_->failure) state_->failure = unwritable(state_->path, std::strerror(errno));
    if (!state_->failure && std::rename(state_->temporary.c_str(), state_->path.c_str()) != 0)
      state_->failure = unwritable(state_->path, std::strerror(errno));
    if (state_->failure) std::remove(state_->temporary.c_str());
  }
  if (state_->failure) return *state_->failure;
  return {};
}

std::string FileWriter::digest() {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
  EVP_DigestFinal_ex(state_->hash.get(), hash.data(), nullptr);
  return hexadecimal(hash);
}

Result<void> write_file(const std::string& path, std::string_view bytes) {
  FileWriter writer(path);
  writer.write(bytes);
  return writer.finish();
}

Result<void> make_folder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return unwritable(path, error.message());
  return {};
}

std::string digest(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), hash.data());
  return hexadecimal(hash);
}

}  // namespace gongshi::report
