// SPDX-License-Identifier: GPL-3.0-or-later
// Files that people hand in while a server runs: kept on disk until they are in the store, read one delivery after the
// other in worker processes. A delivery that was taken is not lost: after a crash or a restart it is read again.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "corpus/ingest.h"
#include "schema/programme.h"
#include "schema/result.h"

namespace gongshi::app {

/// What became of one file (or archive member) of a delivery.
struct DeliveredFile {
  std::string path;                  ///< Its name as it was handed in; "a.zip!b.docx" for members.
  std::string outcome;               ///< "read", "read-in-part", "not-a-notice", "refused", "crashed"; "" before.
  std::string reason;                ///< Why it was not read whole; "" otherwise.
  std::vector<std::string> notices;  ///< corpus::NoticeKey::str()
};

struct Delivery {
  std::string id;
  std::string state;  ///< "waiting", "running", "done", "failed"
  std::size_t done = 0, total = 0;
  std::vector<DeliveredFile> files;
  std::string error;   ///< Why it failed.
  std::string person;  ///< Who handed it in.
};

/// A folder whose files are taken in as they come.
struct Watched {
  std::string folder;  ///< "" where none is watched.
  std::string state;   ///< "idle", "reading", "failed"
  std::size_t done = 0, total = 0;
  std::string file;      ///< In hand.
  std::size_t read = 0;  ///< Contents read by the last run.
  std::string error;     ///< Why the last run failed.
  std::string last;      ///< When it ended: "2025-03-04T09:12:00Z"; "" before the first.
};

class Intake {
 public:
  struct Options {
    std::string store;   ///< Path.
    std::string folder;  ///< Where files lie until they are read; made if absent.
    std::string watch;   ///< A folder that is looked through every few seconds; "" for none.
    std::chrono::milliseconds watch_every{5000};
    corpus::IngestOptions ingest;
    /// Called on the intake's own thread when a delivery is done. May be empty.
    std::function<void(const Delivery&)> finished;
  };
  /// Goes on with deliveries that were taken before. `programmes` must outlive the intake.
  Intake(Options options, const Programmes& programmes);
  Intake(const Intake&) = delete;
  Intake& operator=(const Intake&) = delete;
  ~Intake();  ///< Ends after the file in hand; what is left is read after the next start.

  struct Incoming {
    std::string name;  ///< As the sender calls it: not to be trusted.
    std::string path;  ///< Where it lies; it is moved away from there.
  };
  /// Takes a delivery; once it returns, the files are safe on disk. Gives the delivery's id. Error: "intake-failed".
  [[nodiscard]] Result<std::string> take(const std::vector<Incoming>& files, const std::string& person);
  [[nodiscard]] std::optional<Delivery> find(const std::string& id) const;
  [[nodiscard]] Watched watched() const;
  /// Deliveries that wait or are read.
  [[nodiscard]] std::size_t pending() const;

 private:
  void work();
  void read(const std::string& id);
  void look_through();
  void load_known();
  [[nodiscard]] bool write(const Delivery& delivery) const;
  [[nodiscard]] std::string folder_of(const std::string& id) const { return options_.folder + "/" + id; }

  Options options_;
  const Programmes& programmes_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Delivery> deliveries_;
  std::deque<std::string> waiting_;
  Watched watched_;
  std::string seen_;  // of the watched folder, when it was last read to its end
  bool ending_ = false;
  std::thread thread_;
};

/// A name that is safe as a file's: without folders and control characters, not hidden, at most 180 bytes.
[[nodiscard]] std::string safe_file_name(const std::string& name);

}  // namespace gongshi::app
