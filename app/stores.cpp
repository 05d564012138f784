// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stores.h"

#include <filesystem>

#include "app/guard.h"

namespace gongshi::app {

Result<std::unique_ptr<corpus::Store>> open_store(const std::string& path, bool must_exist,
                                                  const Programmes& programmes) {
  if (must_exist && !std::filesystem::exists(path))
    return Error{"store-missing", "there is no store " + path + "; `gongshi ingest PATH --db " + path + "` makes one"};
  return corpus::Store::open(path, {}, programmes.texts());
}

Result<corpus::IngestReport> ingest(corpus::Store& store, const IngestRequest& request, const Programmes& programmes,
                                    const std::function<bool(const corpus::IngestProgress&)>& watcher) {
  corpus::IngestOptions options = request.options;
  options.reading.programmes = programmes.origins();
  return corpus::ingest(store, request.paths, programmes, options, watcher);
}

Result<std::vector<Forgotten>> forget(corpus::Store& store, const std::vector<std::string>& files) {
  return guarded([&] {
    std::vector<Forgotten> answers;
    for (const std::string& file : files) {
      int removed = store.forget(file);
      if (removed == 0) removed = store.forget(std::filesystem::absolute(file).lexically_normal().string());
      answers.emplace_back(file, removed);
    }
    store.erase_traces();
    return answers;
  });
}

}  // namespace gongshi::app
