// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/intake.h"

#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <new>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/accounts.h"
#include "app/guard.h"
#include "app/stores.h"
#include "corpus/store/reviewing.h"
#include "corpus/store/synced.h"
#include "office/package.h"
#include "report/files.h"
#include "schema/utf8.h"

namespace gongshi::app {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kManifest = "delivery.json";
constexpr std::size_t kLongestName = 180;  // file systems take 255 bytes
constexpr std::size_t kIdDigits = 16;

std::string new_id() {
  std::array<unsigned char, kIdDigits / 2> bytes{};
  if (sodium_init() < 0) throw std::bad_alloc();
  randombytes_buf(bytes.data(), bytes.size());
  std::string digits;
  for (const unsigned char byte : bytes) {
    digits += "0123456789abcdef"[byte >> 4];
    digits += "0123456789abcdef"[byte & 15];
  }
  return digits;
}

bool is_id(const std::string& id) {
  return id.size() == kIdDigits && id.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::vector<fs::path> files_below(const std::string& folder) {
  std::vector<fs::path> files;
  std::error_code failed;
  for (fs::recursive_directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed))
    if (it->is_regular_file(failed) && it->path().filename() != kManifest) files.push_back(it->path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

std::string safe_file_name(const std::string& name) {
  if (!utf8::valid(name)) return "file";
  std::string safe = name.substr(name.find_last_of("/\\") + 1);  // npos + 1: the whole name
  std::erase_if(safe, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
  safe.erase(0, std::min(safe.find_first_not_of(". "), safe.size()));
  if (safe.size() > kLongestName) {
    // The ending tells the reader what it is.
    const std::size_t dot = safe.rfind('.');
    const std::string ending = dot != std::string::npos && safe.size() - dot <= 10 ? safe.substr(dot) : "";
    safe.resize(kLongestName - ending.size());
    while (!utf8::valid(safe)) safe.pop_back();
    safe += ending;
  }
  return safe.empty() ? "file" : safe;
}

Intake::Intake(Options options, const Programmes& programmes) : options_(std::move(options)), programmes_(programmes) {
  load_known();
  watched_.folder = options_.watch;
  watched_.state = "idle";
  thread_ = std::thread([this] { work(); });
}

Intake::~Intake() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool Intake::write(const Delivery& delivery) const {
  json files = json::array();
  for (const DeliveredFile& file : delivery.files)
    files.push_back(
        {{"path", file.path}, {"outcome", file.outcome}, {"reason", file.reason}, {"notices", file.notices}});
  const json object = {{"state", delivery.state}, {"done", delivery.done},     {"total", delivery.total},
                       {"error", delivery.error}, {"person", delivery.person}, {"files", std::move(files)}};
  const std::string path = folder_of(delivery.id) + "/" + kManifest;
  return report::write_file(path, object.dump(-1, ' ', false, json::error_handler_t::replace)).has_value() &&
         corpus::synced(path);
}

void Intake::load_known() {
  std::error_code failed;
  std::vector<std::pair<fs::file_time_type, std::string>> unfinished;
  for (fs::directory_iterator it(options_.folder, failed), end; !failed && it != end; it.increment(failed)) {
    const std::string id = it->path().filename().string();
    if (!is_id(id)) continue;
    Delivery delivery;
    delivery.id = id;
    const auto text = office::read_whole_file((it->path() / kManifest).string());
    const json object = text ? json::parse(*text, nullptr, false) : json();
    if (!object.is_object()) {  // never answered for: it was not taken
      std::error_code ignored;
      fs::remove_all(it->path(), ignored);
      continue;
    }
    delivery.state = object.value("state", "waiting");
    delivery.done = object.value("done", std::size_t{0});
    delivery.total = object.value("total", std::size_t{0});
    delivery.error = object.value("error", "");
    delivery.person = object.value("person", "");
    for (const json& file : object.value("files", json::array()))
      delivery.files.push_back({file.value("path", ""), file.value("outcome", ""), file.value("reason", ""),
                                file.value("notices", std::vector<std::string>{})});
    if (delivery.state != "done" && delivery.state != "failed") {
      delivery.state = "waiting";
      delivery.done = 0;
      std::error_code ignored;
      unfinished.emplace_back(fs::last_write_time(it->path() / kManifest, ignored), id);
    }
    deliveries_[id] = std::move(delivery);
  }
  std::sort(unfinished.begin(), unfinished.end());
  for (auto& [time, id] : unfinished) waiting_.push_back(std::move(id));
}

Result<std::string> Intake::take(const std::vector<Incoming>& files, const std::string& person) {
  const Error failed{"intake-failed", "The files could not be kept; free some space on the server's disk."};
  Delivery delivery;
  delivery.id = new_id();
  delivery.state = "waiting";
  delivery.person = person;
  delivery.total = files.size();
  const std::string folder = folder_of(delivery.id);
  std::error_code error;
  for (std::size_t i = 0; i < files.size() && !error; ++i) {
    // Each in a folder of its own: two may have one name.
    const fs::path place = fs::path(folder) / std::to_string(i);
    fs::create_directories(place, error);
    const std::string name = safe_file_name(files[i].name);
    if (!error) fs::rename(files[i].path, place / name, error);
    if (!error && !corpus::synced((place / name).string())) error = std::make_error_code(std::errc::io_error);
    delivery.files.push_back({name, "", "", {}});
  }
  if (error || !write(delivery) || !corpus::synced(folder) || !corpus::synced(options_.folder)) {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    return failed;
  }
  const std::string id = delivery.id;
  {
    const std::lock_guard lock(mutex_);
    deliveries_[id] = std::move(delivery);
    waiting_.push_back(id);
  }
  changed_.notify_all();
  return id;
}

std::optional<Delivery> Intake::find(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = deliveries_.find(id);
  if (found == deliveries_.end()) return std::nullopt;
  return found->second;
}

std::size_t Intake::pending() const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(std::count_if(deliveries_.begin(), deliveries_.end(), [](const auto& entry) {
    return entry.second.state == "waiting" || entry.second.state == "running";
  }));
}

void Intake::work() {
  while (true) {
    std::string id;
    {
      std::unique_lock lock(mutex_);
      const auto wanted = [&] { return ending_ || !waiting_.empty(); };
      if (options_.watch.empty())
        changed_.wait(lock, wanted);
      else
        changed_.wait_for(lock, options_.watch_every, wanted);
      if (ending_) return;
      if (!waiting_.empty()) {
        id = waiting_.front();
        waiting_.pop_front();
        deliveries_[id].state = "running";
      }
    }
    if (id.empty())
      look_through();
    else
      read(id);
  }
}

namespace {

/// Names, sizes and times of all files below a folder: another text where anything came, went or changed.
std::string signature_of(const std::string& folder) {
  std::string text;
  std::error_code failed;
  for (fs::recursive_directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) {
    std::error_code lost;
    if (!it->is_regular_file(lost)) continue;
    text += it->path().string() + "|" + std::to_string(it->file_size(lost)) + "|" +
            std::to_string(it->last_write_time(lost).time_since_epoch().count()) + "\n";
  }
  return failed ? "" : text;
}

}  // namespace

// The ingest knows by itself what is new; the signature saves asking it every few seconds. A delivery that comes
// meanwhile goes first: the folder is looked through again afterwards.
void Intake::look_through() {
  const std::string present = signature_of(options_.watch);
  if (present == seen_ && !present.empty()) return;
  const auto note = [&](const std::string& state, const std::string& error) {
    const std::lock_guard lock(mutex_);
    watched_.state = state;
    watched_.error = error;
    watched_.file.clear();
    if (state != "reading") watched_.last = timestamp(seconds_now());
  };
  if (!fs::is_directory(options_.watch)) return note("failed", "The folder is not there.");
  if (present.empty()) return note("idle", "");
  auto store = open_store(options_.store, true, programmes_);
  if (!store) return note("failed", store.error().message);
  note("reading", "");
  const auto interrupted = [&] {
    const std::lock_guard lock(mutex_);
    return ending_ || !waiting_.empty();
  };
  IngestRequest request{{options_.watch}, options_.ingest};
  const auto report = ingest(**store, request, programmes_, [&](const corpus::IngestProgress& progress) {
    {
      const std::lock_guard lock(mutex_);
      if (progress.stage == "reading") {
        watched_.done = progress.done;
        watched_.total = progress.total;
        watched_.file = fs::path(progress.path).filename().string();
      }
    }
    return !interrupted();
  });
  if (!report && report.error().code == "stopped") return note("idle", "");
  if (!report) return note("failed", report.error().message);
  seen_ = present;
  {
    const std::lock_guard lock(mutex_);
    watched_.read = report->read;
    watched_.done = watched_.total = report->files;
  }
  note("idle", "");
  if (report->read > 0 && options_.finished) options_.finished(Delivery{});
}

Watched Intake::watched() const {
  const std::lock_guard lock(mutex_);
  return watched_;
}

void Intake::read(const std::string& id) {
  const std::string folder = folder_of(id);
  const auto ending = [&] {
    const std::lock_guard lock(mutex_);
    return ending_;
  };
  std::vector<std::string> paths;
  for (const fs::path& path : files_below(folder)) paths.push_back(path.string());
  auto store = open_store(options_.store, true, programmes_);
  std::string error;
  if (!store) {
    error = store.error().message;
  } else {
    IngestRequest request{paths, options_.ingest};
    request.options.keep_sources = true;  // the files themselves do not stay
    const auto report = ingest(**store, request, programmes_, [&](const corpus::IngestProgress& progress) {
      if (progress.outcome.empty() && progress.stage == "reading" && progress.pages == 0) {
        const std::lock_guard lock(mutex_);
        deliveries_[id].done = std::min(progress.done, deliveries_[id].total);
      }
      return !ending();
    });
    if (!report && report.error().code == "stopped" && ending()) return;  // goes on after the next start
    if (!report) error = report.error().message;
  }
  Delivery delivery = *find(id);
  delivery.state = error.empty() ? "done" : "failed";
  delivery.error = error;
  if (error.empty()) delivery.done = delivery.total;
  if (store) {
    const auto settled = guarded([&] {
      std::vector<DeliveredFile> files;
      for (const std::string& path : paths)
        for (const corpus::PlacedFile& placed : corpus::files_at(**store, path)) {
          const std::string name = fs::path(path).filename().string();
          DeliveredFile file;
          file.path = placed.member.empty() ? name : name + "!" + placed.member;
          file.outcome = placed.outcome;
          file.reason = placed.reason;
          for (const corpus::NoticeKey& key : placed.notices) file.notices.push_back(key.str());
          files.push_back(std::move(file));
        }
      return files;
    });
    if (settled) delivery.files = *settled;
  }
  static_cast<void>(write(delivery));
  if (error.empty())
    for (const fs::path& path : files_below(folder)) {
      std::error_code ignored;
      fs::remove(path, ignored);
    }
  {
    const std::lock_guard lock(mutex_);
    deliveries_[id] = delivery;
  }
  if (options_.finished) options_.finished(delivery);
}

}  // namespace gongshi::app
