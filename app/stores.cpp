// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stores.h"

#include <unistd.h>

#include <filesystem>

#include "app/guard.h"
#include "corpus/store/store_copy.h"

namespace gongshi::app {

Result<std::unique_ptr<corpus::Store>> open_store(const std::string& path, bool must_exist,
                                                  const Programmes& programmes, int cache_kilobytes) {
  corpus::StoreOptions options;
  options.cache_kilobytes = cache_kilobytes;
  options.must_exist = must_exist;
  if (must_exist && !corpus::is_server_store(path) && !std::filesystem::exists(path))
    return Error{"store-missing", "there is no store " + path + "; `gongshi ingest PATH --db " + path + "` makes one"};
  return corpus::Store::open(path, options, programmes.texts());
}

Result<std::unique_ptr<corpus::Store>> open_store_to_read(const std::string& path, const Programmes& programmes) {
  if (corpus::is_server_store(path)) {
    auto store = open_store(path, true, programmes);
    if (store) return store;
    corpus::StoreOptions reading;
    reading.read_only = true;
    auto only_read = corpus::Store::open(path, reading, programmes.texts());
    return only_read ? std::move(only_read) : std::move(store);
  }
  const std::string folder = std::filesystem::absolute(path).parent_path().string();
  const bool writable = ::access(path.c_str(), W_OK) == 0 && ::access(folder.c_str(), W_OK) == 0;
  if (writable || !std::filesystem::exists(path)) return open_store(path, true, programmes);
  corpus::StoreOptions options;
  options.read_only = true;
  return corpus::Store::open(path, options, programmes.texts());
}

Result<Programmes> programmes_of_store(const std::string& path, const Programmes& given) {
  const bool on_server = corpus::is_server_store(path);
  if (!on_server && !std::filesystem::exists(path)) return given;
  const auto store = open_store_to_read(path, given);
  if (!store && on_server) return given;  // there may be none yet; who opens it for good says what is wrong
  if (!store) return store.error();
  auto known = guarded([&] { return corpus::known_programmes(**store, given); });
  if (!known) return known.error();
  return *std::move(known);
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

Result<Backup> back_up(const std::string& store, const std::string& target, bool force) {
  Backup backup;
  backup.path =
      target.empty() ? corpus::dated_name(corpus::is_server_store(store) ? "gongshi" : store, "backup") : target;
  auto condition = corpus::back_up(store, backup.path, force);
  if (!condition) return condition.error();
  backup.condition = *condition;
  return backup;
}

Result<corpus::StoreCondition> copy_store(const std::string& from, const std::string& to,
                                          const corpus::Region& region) {
  return corpus::copy_store(from, to, region);
}

Result<corpus::Restored> restore(const std::string& backup, const std::string& store, bool force) {
  return corpus::restore(backup, store, force);
}

}  // namespace gongshi::app
