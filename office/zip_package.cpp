// SPDX-License-Identifier: GPL-3.0-or-later
#include "office/zip_package.h"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <utility>

#include "schema/refusal.h"

namespace gongshi::office {
namespace {

constexpr std::size_t kChunk = std::size_t{64} << 10;

struct CloseArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

}  // namespace

struct ZipPackage::State {
  std::unique_ptr<zip_t, CloseArchive> archive;
  std::string shown;
  PackageLimits limits;
  std::uint64_t unpacked = 0;

  [[nodiscard]] zip_int64_t locate(std::string_view name) const {
    if (name.starts_with('/')) name.remove_prefix(1);
    return zip_name_locate(archive.get(), std::string(name).c_str(), ZIP_FL_NOCASE | ZIP_FL_ENC_GUESS);
  }

  [[nodiscard]] Error error(std::string code, std::string_view what) const {
    return {std::move(code), fmt::format("{}: {}", shown, what)};
  }
};

ZipPackage::ZipPackage(std::unique_ptr<State> state) : state_(std::move(state)) {}
ZipPackage::ZipPackage(ZipPackage&&) noexcept = default;
ZipPackage& ZipPackage::operator=(ZipPackage&&) noexcept = default;
ZipPackage::~ZipPackage() = default;

Result<ZipPackage> ZipPackage::open(std::string_view bytes, std::string shown, const PackageLimits& limits) {
  auto state = std::make_unique<State>();
  state->shown = std::move(shown);
  state->limits = limits;
  zip_error_t failure;
  zip_error_init(&failure);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &failure);
  if (source != nullptr) state->archive.reset(zip_open_from_source(source, ZIP_RDONLY, &failure));
  if (!state->archive) {
    const Error error = state->error(
        "file-damaged",
        fmt::format("the zip package is damaged or cut off ({}); get the file again.", zip_error_strerror(&failure)));
    if (source != nullptr) zip_source_free(source);
    zip_error_fini(&failure);
    return error;
  }
  zip_error_fini(&failure);
  if (zip_get_num_entries(state->archive.get(), 0) > limits.parts)
    return refusal("file-too-large",
                   fmt::format("{}: the package has more than {} entries", state->shown, limits.parts));
  return ZipPackage(std::move(state));
}

std::vector<std::string> ZipPackage::names() const {
  std::vector<std::string> names;
  const zip_int64_t count = zip_get_num_entries(state_->archive.get(), 0);
  for (zip_int64_t i = 0; i < count; ++i)
    if (const char* name = zip_get_name(state_->archive.get(), static_cast<zip_uint64_t>(i), ZIP_FL_ENC_GUESS))
      names.emplace_back(name);
  return names;
}

bool ZipPackage::has(std::string_view name) const { return state_->locate(name) >= 0; }

Result<std::string> ZipPackage::read(std::string_view name) {
  State& state = *state_;
  const zip_int64_t index = state.locate(name);
  if (index < 0)
    return state.error("part-missing", fmt::format("the package has no part {}; get the file again.", name));
  zip_stat_t status;
  zip_stat_init(&status);
  zip_stat_index(state.archive.get(), static_cast<zip_uint64_t>(index), 0, &status);
  if ((status.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && status.encryption_method != ZIP_EM_NONE)
    return state.error("file-encrypted", "encrypted with a password; remove the password and try again.");
  const std::uint64_t limit = std::min(state.limits.part_bytes, state.limits.total_bytes - state.unpacked);
  const auto too_large = [&] {
    return refusal("file-too-large", fmt::format("{}: part {} unfolds to more than {} MB", state.shown, name,
                                                 state.limits.part_bytes >> 20));
  };
  if ((status.valid & ZIP_STAT_SIZE) != 0 && status.size > limit) return too_large();
  const std::unique_ptr<zip_file_t, CloseFile> file(
      zip_fopen_index(state.archive.get(), static_cast<zip_uint64_t>(index), 0));
  std::string bytes;
  zip_int64_t count = file ? 1 : -1;
  while (count > 0) {
    const std::size_t filled = bytes.size();
    if (filled > limit) return too_large();
    // The declared size is a hint only: it can lie either way.
    bytes.resize(filled +
                 std::max<std::size_t>(kChunk, filled == 0 ? static_cast<std::size_t>(status.size) + 1 : kChunk));
    count = zip_fread(file.get(), bytes.data() + filled, bytes.size() - filled);
    bytes.resize(filled + static_cast<std::size_t>(std::max<zip_int64_t>(count, 0)));
  }
  if (count < 0)
    return state.error("file-damaged", fmt::format("part {} of the zip package is damaged; get the file again.", name));
  state.unpacked += bytes.size();
  return bytes;
}

}  // namespace gongshi::office
