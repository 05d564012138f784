// SPDX-License-Identifier: GPL-3.0-or-later
// Requests of any kind to the workbench: lines of method, path, query, a header's name and value, then the body.
// Whatever is asked, there is an answer, and no answer is a failure of the program itself.
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>

#include "normalize/claim/facts.h"
#include "tests/support/records.h"
#include "web/workbench.h"

namespace {

using namespace gongshi;
namespace fs = std::filesystem;

std::unique_ptr<web::Workbench> workbench() {
  const fs::path shared = fs::exists("/dev/shm") ? "/dev/shm" : fs::temp_directory_path();
  const fs::path folder = shared / ("gongshi-fuzz-workbench-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  const std::string path = (folder / "a.db").string();
  {
    auto store = corpus::Store::open(path, {}, test::standard());
    if (!store) std::abort();
    corpus::ProcessedFile processed;
    processed.file.source = {"a.docx", "", std::string(64, 'a'), "docx", 100, 1};
    processed.file.notices.push_back(test::make_notice("基础型", "柳岸社区", "覆盖居民1200户，覆盖率198.5%"));
    processed.audited.push_back(audit::audit_notice(processed.file.notices[0], test::programme()));
    (*store)->put_file(processed, "", "", {"1", "1", "1"}, {"a.docx", "", 100, 0, {"柳城市", "青禾县", ""}});
  }
  web::WorkbenchOptions options;
  options.store = path;
  auto opened = web::Workbench::open(options, test::programmes());
  if (!opened) std::abort();
  return std::move(*opened);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::unique_ptr<web::Workbench> kWorkbench = workbench();
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto line = [&] {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string taken(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    return taken;
  };
  web::Request request;
  request.method = line();
  request.path = line();
  for (const auto& [name, value] : web::form_fields(line())) request.query.emplace_back(name, value);
  request.headers["host"] = "127.0.0.1";
  request.headers["x-gongshi"] = "1";
  const std::string name = line();
  request.headers[name] = line();
  request.body = std::string(text);
  request.peer = "127.0.0.1";
  // Files that are handed in are read in processes of their own: their harnesses are others.
  if (request.path.find("files") != std::string::npos && !request.reads()) return 0;
  if (kWorkbench->admit(request)) return 0;
  const web::Response response = kWorkbench->answer(request);
  if (response.status < 100 || response.status >= 500) std::abort();
  return 0;
}
