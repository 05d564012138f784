// SPDX-License-Identifier: GPL-3.0-or-later
// A store that somebody sent: a true one with stretches of it overwritten as the bytes say (three of an offset, one of
// a length, then what stands there instead), opened, searched and read through. Damage ends in an error, not in a
// crash.
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "corpus/store/search.h"
#include "normalize/claim/facts.h"
#include "tests/support/records.h"

namespace {

using namespace gongshi;
namespace fs = std::filesystem;

std::string folder() {
  const fs::path shared = fs::exists("/dev/shm") ? "/dev/shm" : fs::temp_directory_path();
  const fs::path own = shared / ("gongshi-fuzz-store-" + std::to_string(::getpid()));
  fs::create_directories(own);
  return own.string();
}

std::string whole_store(const std::string& path) {
  {
    auto store = corpus::Store::open(path, {}, test::standard());
    if (!store) std::abort();
    corpus::ProcessedFile processed;
    processed.file.source = {"a.docx", "", std::string(64, 'a'), "docx", 100, 1};
    processed.file.notices.push_back(test::make_notice("基础型", "柳岸社区", "覆盖居民1200户，覆盖率98.5%"));
    processed.audited.push_back(audit::audit_notice(processed.file.notices[0], test::programme()));
    (*store)->put_file(processed, "", "", {"1", "1", "1"}, {"a.docx", "", 100, 0, {"柳城市", "青禾县", ""}});
  }
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string kPath = folder() + "/a.db";
  static const std::string kWhole = whole_store(kPath);
  std::string bytes = kWhole;
  while (size > 4) {
    const std::size_t offset = (data[0] | data[1] << 8 | data[2] << 16) % bytes.size();
    const std::size_t length = std::min({std::size_t{data[3]}, size - 4, bytes.size() - offset});
    std::copy_n(data + 4, length, bytes.begin() + static_cast<std::ptrdiff_t>(offset));
    data += 4 + length;
    size -= 4 + length;
  }
  for (const char* end : {"", "-wal", "-shm", "-journal"}) fs::remove(kPath + end);
  std::ofstream(kPath, std::ios::binary) << bytes;
  try {
    corpus::StoreOptions options;
    options.read_only = true;
    options.cache_kilobytes = 1024;
    if (const auto store = corpus::Store::open(kPath, options, test::standard())) {
      corpus::SearchQuery query;
      query.words = "居民 1200";
      static_cast<void>(corpus::search(**store, query));
      for (const std::int64_t id : (*store)->file_ids()) static_cast<void>((*store)->load(id));
      for (const std::int64_t id : corpus::notices_where(**store, {})) static_cast<void>((*store)->load_findings(id));
      static_cast<void>((*store)->decisions());
    }
  } catch (const corpus::DatabaseError&) {
    // Said to whoever opened it.
  }
  return 0;
}
