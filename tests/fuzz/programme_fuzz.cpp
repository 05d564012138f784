// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as one file of somebody's programme, which builds on the one that is built in. The first byte says which
// file.
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>

#include "schema/programme.h"
#include "schema/word_files.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gongshi;
  namespace fs = std::filesystem;
  if (size == 0) return 0;
  static const std::string kFolder = [] {
    const fs::path shared = fs::exists("/dev/shm") ? "/dev/shm" : fs::temp_directory_path();
    return (shared / ("gongshi-fuzz-programme-" + std::to_string(::getpid()))).string();
  }();
  std::error_code failed;
  fs::remove_all(kFolder, failed);
  fs::create_directories(kFolder + "/words", failed);
  const auto write = [](const std::string& name, std::string_view text) {
    std::ofstream(kFolder + "/" + name, std::ios::binary) << text;
  };
  const std::vector<WordFile>& files = word_files();
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::size_t which = data[0] % (files.size() + 1);
  write("programme.json",
        which == files.size()
            ? text
            : R"({"id": "fuzz", "base": "shandong-2022", "standard": "shandong-2022", "names": {"programme":
 "河湾镇", "notice": "公示", "body": "社区", "authority": "主管部门"}, "known_by": {"title": ["河湾"], "table_title": []}})");
  if (which < files.size()) write("words/" + std::string(files[which].name) + ".json", text);
  static_cast<void>(load_programme(kFolder));
  fs::remove_all(kFolder, failed);
  return 0;
}
