// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/ingest.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <thread>
#include <tuple>
#include <utility>

#include "audit/registry.h"
#include "corpus/codec.h"
#include "corpus/copies/notice_copies.h"
#include "corpus/copies/same_notice.h"
#include "corpus/corrections.h"
#include "corpus/judging.h"
#include "corpus/store/search.h"
#include "corpus/store/shared_work.h"
#include "corpus/store/timestamp.h"
#include "extract/ocr/engines.h"
#include "extract/reader.h"
#include "extract/sha256.h"
#include "normalize/notice_builder.h"
#include "schema/data.h"
#include "schema/language.h"

namespace gongshi::corpus {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNoticesJudgedAtOnce = 200;
// Hashes scatter over the whole index: the more notices at a time, the less often each of its pages is written.
constexpr std::size_t kNoticesIndexedAtOnce = 2000;
// A file that was changed within this time before it was looked at may be changed again without its time of change
// telling (as git's index has it).
constexpr std::int64_t kRacyNanoseconds = 2'000'000'000;

std::int64_t now_nanoseconds() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::vector<std::string> split(const std::string& path) {
  std::vector<std::string> parts;
  std::string part;
  for (char c : path + "/") {
    if (c != '/')
      part += c;
    else if (!part.empty())
      parts.push_back(std::exchange(part, {}));
  }
  return parts;
}

std::vector<std::string> split_lines(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

std::string short_hash(std::string_view text) { return extract::sha256(text).substr(0, 16); }

// One input with its place and what the folders say of it.
struct Input {
  Location location;  // of the file itself; member ""
  std::string path;   // here; the location's path begins with the source's name where there is one
  std::int64_t seen = 0;
};

// A path that was given: where it is here, and by what name the store knows it.
struct Root {
  std::string path, name;
};

// How often a run begins anew after the server went down; below how many paths work is asked for at once.
constexpr int kRunsAtMost = 20;
constexpr std::size_t kRootsAtOnce = 32;
constexpr std::chrono::milliseconds kSharePause{200};

/// Whether somebody else writes to the store: the reviewers' workbench, while files are taken in.
class Others {
 public:
  explicit Others(Database& database) : database_(database), version_(version()) {
    if (wrote_before()) seen_ = std::chrono::steady_clock::now();
  }

  /// Lately. Not to be asked within a transaction.
  bool write() {
    const auto now = std::chrono::steady_clock::now();
    if (const std::int64_t present = version(); present != version_) {
      version_ = present;
      seen_ = now;
    }
    return seen_ && now - *seen_ < kRemembered;
  }

 private:
  static constexpr auto kRemembered = std::chrono::seconds(30);

  // Before this run began: by the time of the log, as nothing was written here yet.
  bool wrote_before() {
    if (database_.engine() != Engine::kSqlite) return false;
    Statement row = database_.prepare("PRAGMA database_list");
    if (!row.step()) return false;
    std::error_code failed;
    const auto written = fs::last_write_time(row.text(2) + "-wal", failed);
    return !failed && fs::file_time_type::clock::now() - written < kRemembered;
  }
  // On a server nobody waits for another's transaction.
  std::int64_t version() { return database_.engine() == Engine::kSqlite ? database_.data_version() : 0; }

  Database& database_;
  std::int64_t version_;
  std::optional<std::chrono::steady_clock::time_point> seen_;
};

/// Many changes, each of which may stand by itself: in one transaction as long as nobody else writes, which costs
/// least, else in transactions of a few hundredths of a second with a moment for others between them, as the lock on an
/// SQLite file is nobody's turn.
class ShareableTransaction {
 public:
  ShareableTransaction(Database& database, Others& others) : database_(database), others_(others) { begin(); }

  /// After a change.
  void changed() {
    if (std::chrono::steady_clock::now() - begun_ < (shared_ ? kLongest : kLongestAlone)) return;
    transaction_->commit();
    if (shared_) std::this_thread::sleep_for(kMoment);
    begin();
  }
  /// After the last one.
  void commit() { transaction_->commit(); }

 private:
  static constexpr std::chrono::milliseconds kLongest{8}, kLongestAlone{1000};
  static constexpr auto kMoment = std::chrono::milliseconds(2);  // those who wait look every millisecond

  void begin() {
    transaction_.reset();
    shared_ = others_.write();
    transaction_.emplace(database_);
    begun_ = std::chrono::steady_clock::now();
  }

  Database& database_;
  Others& others_;
  bool shared_ = false;
  std::optional<Transaction> transaction_;
  std::chrono::steady_clock::time_point begun_;
};

class Ingest {
 public:
  Ingest(Store& store, const Programmes& programmes, const IngestOptions& options,
         const std::function<bool(const IngestProgress&)>& progress)
      : store_(store),
        programmes_(programmes),
        options_(options),
        progress_(progress),
        versions_(stage_versions(programmes, options.reading)),
        index_(store.database(), programmes) {
    options_.reading.with_audit = true;
    options_.reading.with_document = true;
    options_.reading.with_content = options_.keep_sources;
  }

  Result<IngestReport> run(const std::vector<std::string>& paths) {
    begin_run();
    if (store_.database().engine() == Engine::kPostgresql) work_.emplace(store_.database(), options_.lease_seconds);
    note_source(paths);
    if (!list(paths)) return stop();
    note_gone();
    spread_inputs();
    if (auto done = work_ ? read_shared() : read(inputs_.size()); !done) return done.error();
    {
      const Election election(store_.database(), options_.stopped);
      if (!election.won()) return stop();
      if (auto done = rebuild(); !done) return done.error();
      if (auto done = compare(); !done) return done.error();
    }
    report_.unread = store_.unread();
    end_run();
    return std::move(report_);
  }

 private:
  void begin_run() {
    run_id_ = store_.database()
                  .prepare(
                      "INSERT INTO runs(started, program, reader, standard, rules, protections) VALUES (?,?,?,?,?,'') "
                      "RETURNING id")(timestamp(seconds_now()))("gongshi")(versions_.reader)(versions_.standard)(
                      versions_.rules)
                  .run_for_id();
  }

  void end_run() {
    store_.database()
        .prepare("UPDATE runs SET ended = ?, protections = ?, files = ?, notices = ? WHERE id = ?")(
            timestamp(seconds_now()))(report_.protections)(static_cast<std::int64_t>(report_.files))(
            static_cast<std::int64_t>(report_.notices))(run_id_)
        .run();
  }

  // Where the named source lies on this machine: pages are drawn from there later.
  void note_source(const std::vector<std::string>& paths) {
    if (options_.source.empty() || paths.empty()) return;
    store_.database()
        .prepare(
            "INSERT INTO sources(name, machine, root) VALUES (?,?,?) ON CONFLICT(name, machine) DO UPDATE SET root = "
            "excluded.root")(options_.source)(machine_name())(plain(paths.front()))
        .run();
  }

  static std::string plain(const std::string& given) {
    std::string root = fs::absolute(given).lexically_normal().string();
    if (root.size() > 1 && root.back() == '/') root.pop_back();
    return root;
  }

  Input input_at(const std::string& path, const Root& root) const {
    Input input;
    input.path = path;
    input.location.path = options_.source.empty() ? path : root.name + path.substr(root.path.size());
    const fs::path below = fs::path(path).parent_path().lexically_relative(root.path);
    input.location.region = region_by_pattern(options_.region_pattern, below.string());
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0) {
      input.location.bytes = static_cast<std::uint64_t>(status.st_size);
      input.location.modified = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
      input.location.written = input.location.modified;
    }
    input.seen = now_nanoseconds();
    return input;
  }

  // False where the run was stopped: what is gone is not known then.
  bool list(const std::vector<std::string>& paths) {
    std::set<std::string>& known = found_;  // a file below two of the paths is one input
    for (const std::string& given : paths) {
      // The same file has one name in the store, wherever the command was given.
      Root root;
      root.path = plain(given);
      root.name = options_.source.empty() ? root.path : options_.source + ":";
      roots_.push_back(root);
      for (const std::string& path : list_inputs({root.path}, report_.problems)) {
        Input input = input_at(path, root);
        if (stopped()) return false;
        if (!known.insert(input.location.path).second) continue;
        ++report_.files;
        if (unchanged(input))
          ++report_.unchanged;
        else
          inputs_.push_back(std::move(input));
      }
    }
    return true;
  }

  void spread_inputs() {
    std::vector<std::string> paths;
    for (const Input& input : inputs_) paths.push_back(input.path);
    std::vector<Input> spread;
    for (const std::size_t place : kinds_spread(paths)) spread.push_back(std::move(inputs_[place]));
    inputs_ = std::move(spread);
  }

  // Files that the store knows below the paths given and that are not there any more. A folder that is empty now, or
  // has lost most of its files, is more likely a share that is not mounted.
  void note_gone() {
    constexpr std::size_t kFewFiles = 4;
    for (const Root& given : roots_) {
      const std::string& root = given.name;
      std::error_code failed;
      if (!fs::exists(given.path, failed)) continue;  // a path that is not there stands among the problems
      const auto lacking = [&](std::vector<std::string> paths) {
        std::erase_if(paths, [&](const std::string& path) { return found_.contains(path); });
        return paths;
      };
      const std::vector<std::string> known = store_.paths_below(root, false), lost = lacking(known);
      const bool emptied = !lost.empty() && lost.size() == known.size() && fs::is_directory(given.path, failed);
      if (emptied || (lost.size() > kFewFiles && 2 * lost.size() > known.size())) {
        report_.problems.push_back(
            {"folder-emptied",
             fmt::format(
                 "{}: {} of {} known files are not there; is it mounted? Nothing was taken for deleted (`gongshi "
                 "forget` removes what is known of a file).",
                 given.path, lost.size(), known.size()),
             0});
        continue;
      }
      store_.put_gone({found_.begin(), found_.end()}, false);
      const std::vector<std::string> missing = lacking(store_.paths_below(root, true));
      report_.gone += missing.size();
      if (options_.prune)
        for (const std::string& path : missing) store_.forget(path);
      else
        store_.put_gone(missing, true);
    }
  }

  bool current(const std::optional<StoredFile>& file) {
    return file && file->reader == versions_.reader && !better_engine_than(file->engine);
  }

  // The engine is loaded to be asked for its name: only where a page was or should have been recognised.
  bool better_engine_than(const std::string& engine) {
    if (engine.empty()) return false;
    if (!engine_) engine_ = extract::engine_in_use(options_.reading.extract);
    return extract::engine_rank(*engine_) > extract::engine_rank(engine);
  }

  // True where nothing of the input has to be opened: size and time of change are as before, and the present reader has
  // read it.
  bool unchanged(const Input& input) {
    if (options_.rehash) return false;
    const auto before = store_.find_location(input.location.path, "");
    if (!before || before->location.bytes != input.location.bytes ||
        before->location.modified != input.location.modified || !(before->location.region == input.location.region))
      return false;
    if (before->outcome != "archive") return current(before->file) && !lacks_content(*before->file);
    const std::vector<Store::Seen> members = store_.members(input.location.path);
    return std::all_of(members.begin(), members.end(), [&](const Store::Seen& member) {
      return !member.file || (current(member.file) && !lacks_content(*member.file));
    });
  }

  bool lacks_content(const StoredFile& file) {
    if (!options_.keep_sources) return false;
    Statement row = store_.database().prepare("SELECT content IS NULL AND bytes > 0 FROM files WHERE id = ?");
    row(file.id);
    return row.step() && row.integer(0) != 0;
  }

  Location location_of(std::size_t index, const Source& source) const {
    Location location = input_of(index).location;
    location.member = source.member;
    if (!source.member.empty()) {
      location.bytes = source.bytes;
      if (const auto slash = source.member.rfind('/'); slash != std::string::npos && !options_.region_pattern.empty()) {
        // Archives carry folders too: a city sends one with its counties inside.
        const Region inside = region_by_pattern(options_.region_pattern, source.member.substr(0, slash));
        if (location.region == Region{}) location.region = inside;
      }
    }
    // Too young to be trusted: its time of change is not kept, and the next run looks into it again.
    if (input_of(index).seen - location.modified < kRacyNanoseconds) location.modified = 0;
    return location;
  }

  [[nodiscard]] IngestProgress so_far(const std::string& stage, std::size_t done, std::size_t total,
                                      const std::string& path = {}) const {
    IngestProgress progress;
    progress.stage = stage;
    progress.done = done;
    progress.total = total;
    progress.notices = report_.notices;
    progress.findings = report_.findings;
    progress.path = path;
    return progress;
  }
  bool tell(const IngestProgress& progress) { return !progress_ || progress_(progress); }
  [[nodiscard]] bool stopped() const { return options_.stopped && options_.stopped(); }
  static Error stop() { return {"stopped", "Stopped before the work was done."}; }

  // ---- reading ----

  // The input that is to be read `index`th. Without a path where there is none now: others have what is left.
  ReadingInput next_input(std::size_t index) {
    if (!work_) return {inputs_[index].path, {}};
    while (const auto name = work_->take(root_names())) {
      const Root* root = nullptr;
      for (const Root& one : roots_)
        if (*name == one.name || name->starts_with(one.name == "/" ? "/" : one.name + "/")) root = &one;
      if (root == nullptr) break;
      const std::string path = root->path + name->substr(root->name.size());
      if (std::error_code failed; !fs::is_regular_file(path, failed)) {
        work_->done(*name);  // gone meanwhile
        continue;
      }
      if (claimed_.size() <= index) claimed_.resize(index + 1);
      claimed_[index] = input_at(path, *root);
      return {path, {}};
    }
    return {};
  }
  [[nodiscard]] const Input& input_of(std::size_t index) const { return work_ ? claimed_[index] : inputs_[index]; }
  [[nodiscard]] std::vector<std::string> root_names() const {
    std::vector<std::string> names;
    for (std::size_t i = group_; i < roots_.size() && i < group_ + kRootsAtOnce; ++i) names.push_back(roots_[i].name);
    return names;
  }

  // Together with others that read into the same store: until nothing is left below our paths.
  Result<void> read_shared() {
    std::vector<std::string> names;
    for (const Input& input : inputs_) names.push_back(input.location.path);
    work_->offer(names);
    for (group_ = 0; group_ < roots_.size(); group_ += kRootsAtOnce)
      while (const std::int64_t left = work_->left(root_names())) {
        // One that gets nothing to read does not start its workers.
        if (auto done = read(static_cast<std::size_t>(left)); !done) return done.error();
        work_->keep();
        if (stopped()) return stop();
        if (work_->left(root_names()) != 0) std::this_thread::sleep_for(kSharePause);
      }
    return {};
  }

  // True where this process is to read the content: nobody else is at it.
  bool claim_content(std::size_t index, const std::string& sha256) {
    if (!work_ || work_->claim("sha256:" + sha256)) return true;
    again_.insert(index);
    return false;
  }

  Result<void> read(std::size_t total) {
    std::optional<ReadingInput> first;
    if (work_) {
      first = next_input(0);
      if (first->path.empty()) return {};
    }
    std::size_t done = 0;
    bool go_on = true;
    std::vector<PlannedFile> planned;
    if (!work_) {  // what is shared with others cannot be planned
      for (const Input& input : inputs_) planned.push_back({input.path, input.location.bytes});
      IngestProgress start = so_far("reading", 0, total);
      start.planned = &planned;
      go_on = tell(start);
    }
    std::map<std::size_t, std::set<std::string>> archives;  // members seen, of archives that are being read
    std::set<std::size_t> unreadable;                       // files that could not be read, archives that broke off
    const auto unread = [](Outcome outcome) { return outcome == Outcome::kRefused || outcome == Outcome::kCrashed; };
    ReadingEvents events;
    events.wanted = [&](std::size_t index, const Source& found) {
      if (!found.member.empty()) archives[index].insert(found.member);
      const auto known = store_.find_file(found.sha256);
      if (!current(known) || lacks_content(*known)) return true;
      if (found.member.empty() && unread(known->outcome)) unreadable.insert(index);
      store_.put_location(known->id, location_of(index, found));
      ++report_.unchanged;
      return false;
    };
    if (work_) {
      events.wanted = [this, known_or_new = std::move(events.wanted)](std::size_t index, const Source& found) {
        return known_or_new(index, found) && claim_content(index, found.sha256);
      };
    }
    events.item = [&](ReadItem&& item) {
      const std::string& member = item.processed.file.source.member;
      if (!member.empty())
        archives[item.input].insert(member);
      else if (unread(item.processed.outcome))
        unreadable.insert(item.input);
      keep(item);
      if (work_) work_->done("sha256:" + item.processed.file.source.sha256);
    };
    events.pages = [&](std::size_t index, int pages_done, int pages) {
      IngestProgress progress = so_far("reading", done, total, input_of(index).path);
      progress.input = index;
      progress.pages_done = pages_done;
      progress.pages = pages;
      go_on = tell(progress) && go_on;
    };
    events.finished = [&](std::size_t index) {
      const auto archive = archives.find(index);
      // What could not be read to its end keeps what was known of its members: they may come back when it is mended.
      if (unreadable.erase(index) == 0) {
        if (archive != archives.end())
          store_.put_archive(location_of(index, {}), archive->second);
        else
          store_.drop_members(input_of(index).location.path, {});
      }
      if (work_) {
        // What another is reading just now is looked at again when that is done.
        if (again_.erase(index) != 0)
          work_->give_back(input_of(index).location.path);
        else
          work_->done(input_of(index).location.path);
      }
      if (archive != archives.end()) archives.erase(archive);
      IngestProgress progress = so_far("reading", ++done, total, input_of(index).path);
      progress.input = index;
      go_on = tell(progress) && go_on;
    };
    events.tick = [&] {
      if (work_) work_->keep();
      return go_on && !stopped();
    };
    const auto read = options_.read(
        total,
        [&](std::size_t i) {
          ReadingInput input = i == 0 && first ? *first : next_input(i);
          if (!input.path.empty()) {
            IngestProgress progress = so_far("reading", done, total, input.path);
            progress.input = i;
            progress.begun = true;
            go_on = tell(progress) && go_on;
          }
          return input;
        },
        options_.reading, events);
    if (!read) return read.error();
    report_.protections = *read;
    return {};
  }

  // What people corrected stands again, and is judged with all others that are new.
  void put_corrections_in(const std::string& sha256, ProcessedFile& processed) {
    bool changed = false;
    for (std::size_t i = 0; i < processed.file.notices.size(); ++i) {
      const std::vector<Correction> known = corrections(store_, {sha256, static_cast<int>(i)});
      changed = (!known.empty() && apply_corrections(processed.file.notices[i], known, programmes_)) || changed;
    }
    if (changed) processed.audited.clear();
  }

  void keep(ReadItem& item) {
    const NoticeFile& file = item.processed.file;
    const Location location = location_of(item.input, file.source);
    const std::string reason = file.problems.empty() ? "" : file.problems.front().message;
    const std::string_view outcome = to_string(item.processed.outcome);
    if (item.processed.outcome == Outcome::kRefused) ++report_.refused;
    if (item.processed.outcome == Outcome::kCrashed) ++report_.crashed;
    if (file.source.sha256.empty()) {
      store_.put_other_location(location, outcome, reason);
    } else if (const auto known = store_.find_file(file.source.sha256); current(known) && !lacks_content(*known)) {
      store_.put_location(known->id, location);  // the same content came in by another path meanwhile
    } else {
      put_corrections_in(file.source.sha256, item.processed);
      store_.put_file(item.processed, item.document, item.content, versions_, location);
      ++report_.read;
      count(item.processed);
    }
    IngestProgress progress = so_far("reading", 0, 0, file.source.display());
    progress.outcome = outcome;
    progress.reason = reason;
    progress.problems = file.problems;
    static_cast<void>(tell(progress));
  }

  void count(const ProcessedFile& processed) {
    report_.notices += processed.file.notices.size();
    for (const AuditedNotice& audited : processed.audited) report_.findings += audited.findings.size();
  }

  // Contents whose notices stand for another version of the standard: from the stored Documents, without opening a
  // file.
  Result<void> rebuild() {
    const std::vector<std::int64_t> files = store_.files_of_other_standard(versions_);
    std::size_t done = 0;
    bool go_on = true;
    ReadingEvents events;
    events.item = [&](ReadItem&& item) {
      if (item.processed.outcome == Outcome::kCrashed) return;  // stands as it was; the next run tries again
      put_corrections_in(store_.load_head(files[item.input]).file.source.sha256, item.processed);
      store_.put_notices(files[item.input], item.processed, versions_);
      ++report_.rebuilt;
      count(item.processed);
    };
    events.finished = [&](std::size_t) { go_on = tell(so_far("building", ++done, files.size())) && go_on; };
    events.tick = [&] { return go_on && !stopped(); };
    ReadingOptions reading = options_.reading;
    reading.programmes = programmes_.origins();  // whichever were given for what is read now
    reading.with_document = false;
    reading.with_content = false;
    const auto built = options_.read(
        files.size(),
        [&](std::size_t i) {
          return ReadingInput{store_.display(files[i]), store_.document(files[i])};
        },
        reading, events);
    if (!built) return built.error();
    return {};
  }

  // ---- the last stage: each notice beside all others ----

  Result<void> compare() {
    store_.finish_forgetting();
    // Others may put notices in meanwhile, and mark some to be judged again.
    while (true) {
      if (!index_new_notices()) return stop();
      const std::vector<std::int64_t> pending = pending_notices();
      if (pending.empty()) return {};
      if (auto done = judge(pending); !done) return done;
    }
  }

  Result<void> judge(const std::vector<std::int64_t>& pending) {
    mark_copies(pending);
    std::size_t done = 0;
    const auto stop_judging = [this] { return stopped(); };
    JudgingPanel panel(store_, programmes_, options_.reading.audit, versions_.rules, options_.reading.jobs);
    const auto batch_from = [&](std::size_t first) {
      const auto at = [&](std::size_t i) {
        return pending.begin() + static_cast<std::ptrdiff_t>(std::min(i, pending.size()));
      };
      return std::vector<std::int64_t>(at(first), at(first + kNoticesJudgedAtOnce));
    };
    panel.begin(claimed(batch_from(0)), stop_judging);
    for (std::size_t next = kNoticesJudgedAtOnce; done < pending.size(); next += kNoticesJudgedAtOnce) {
      const std::vector<JudgedNotice> judged = panel.finish();
      if (stopped()) return stop();                          // some of them were not looked at
      store_.database().restart_log();                       // nobody reads now
      panel.begin(claimed(batch_from(next)), stop_judging);  // while what came of the last batch is written
      ShareableTransaction transaction(store_.database(), others_);
      for (const JudgedNotice& notice : judged) {
        if (!still_claimed(notice.id)) continue;
        store_.put_audited(notice.id, notice.audited, notice.stored, versions_.rules);
        transaction.changed();
      }
      transaction.commit();
      done = std::min(next, pending.size());
      report_.judged += judged.size();
      if (!tell(so_far("comparing", done, pending.size()))) return stop();
      if (stopped()) return stop();
    }
    return {};
  }

  // Where others write, a notice that is being judged says so, until somebody marks it to be judged again or puts
  // another in its place: what comes of the judging is out of date then.
  std::vector<std::int64_t> claimed(std::vector<std::int64_t> notices) {
    if (!work_ || notices.empty()) return notices;
    Transaction transaction(store_.database());
    std::erase_if(notices, [&](std::int64_t id) {
      Statement row =
          store_.database().prepare("UPDATE notices SET rules = ? WHERE id = ? AND indexed = 1 RETURNING id");
      row(judging())(id);
      return !row.step();
    });
    transaction.commit();
    return notices;
  }
  bool still_claimed(std::int64_t id) {
    if (!work_) return true;
    Statement row = store_.database().prepare("SELECT 1 FROM notices WHERE id = ? AND rules = ?");
    row(id)(judging());
    return row.step();
  }
  [[nodiscard]] std::string judging() const { return "judging " + work_->holder(); }

  // Which of the notices in several files of one community are one notice. All of a community together: the surest
  // reading may be an older one.
  void mark_copies(const std::vector<std::int64_t>& changed) {
    std::set<std::string> identities;
    for (const std::int64_t id : changed) {
      Statement row = store_.database().prepare(
          "SELECT identity FROM notices WHERE id = ? AND (SELECT count(*) FROM notices AS other WHERE other.identity = "
          "notices.identity) > 1");
      row(id);
      if (row.step()) identities.insert(row.text(0));
    }
    if (identities.empty()) return;
    // Looked at first, written then: who waits to write does not wait for the looking.
    std::vector<std::pair<std::int64_t, std::int64_t>> standing;  // notices with those that stand for them
    for (const std::string& identity : identities) find_copies_of(identity, standing);
    ShareableTransaction transaction(store_.database(), others_);
    for (const auto& [id, other] : standing) {
      store_.database().prepare("DELETE FROM notice_copies WHERE notice_id = ?")(id).run();
      if (other != id)
        store_.database().prepare("INSERT INTO notice_copies(notice_id, standing) VALUES (?,?)")(id)(other).run();
      transaction.changed();
    }
    transaction.commit();
  }

  void find_copies_of(const std::string& identity, std::vector<std::pair<std::int64_t, std::int64_t>>& found) {
    std::vector<std::int64_t> ids;
    std::vector<StoredNotice> notices;
    std::vector<NoticeFile> files;
    {
      Statement row = store_.database().prepare("SELECT id, file_id FROM notices WHERE identity = ? ORDER BY id");
      row(identity);
      while (row.step()) {
        ids.push_back(row.integer(0));
        notices.push_back(store_.load_notice(ids.back()));
        files.push_back(store_.load_head(row.integer(1)).file);
      }
    }
    std::vector<NoticeReading> readings;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      // Two notices of one file are two notices, whatever they say.
      std::size_t first = 0;
      while (notices[first].file_id != notices[i].file_id) ++first;
      readings.push_back({&files[first], &notices[i].notice});
    }
    const std::vector<std::size_t> standing = standing_readings(readings);
    for (std::size_t i = 0; i < ids.size(); ++i) found.emplace_back(ids[i], ids[standing[i]]);
  }

  // By the index on `rules`, on both sides of the present version: where little is left to do, little is looked at.
  std::vector<std::int64_t> pending_notices() {
    std::vector<std::int64_t> pending;
    Statement row = store_.database().prepare(
        "SELECT id FROM notices WHERE rules < ?1 UNION ALL SELECT id FROM notices WHERE rules > ?1 ORDER BY id");
    row(versions_.rules);
    while (row.step()) pending.push_back(row.integer(0));
    return pending;
  }

  // Own texts of notices that are new, in transactions that also say which others are to be judged anew.
  // False where the run was stopped.
  bool index_new_notices() {
    const bool others = store_.database().integer("SELECT EXISTS(SELECT 1 FROM notices WHERE rules > '')") != 0;
    AffectedNotices affected(store_.database());  // none is judged before all are in: those that join are new
    if (store_.database().integer("SELECT EXISTS(SELECT 1 FROM notices WHERE indexed = 0)") == 0) return true;
    while (true) {
      ShareableTransaction transaction(store_.database(), others_);
      struct NewNotice {
        std::int64_t id;
        std::string community, content, programme;
      };
      std::vector<NewNotice> batch;
      {
        Statement row = store_.database().prepare(
            "SELECT notices.id, community, sha256 || '#' || position, programme FROM notices JOIN files ON files.id = "
            "file_id WHERE indexed = 0 ORDER BY notices.id LIMIT ?");
        // Where others write, they are not kept waiting long.
        row(static_cast<std::int64_t>(work_ ? kNoticesJudgedAtOnce : kNoticesIndexedAtOnce));
        while (row.step()) batch.push_back({row.integer(0), row.text(1), row.text(2), row.text(3)});
      }
      if (batch.empty()) return true;
      for (const auto& [id, community, content, programme] : batch) {
        if (stopped()) {
          transaction.commit();  // what is indexed stands
          return false;
        }
        std::vector<CopyIndex::Claim> claims;
        {
          Statement row = store_.database().prepare("SELECT id, claim FROM rows WHERE notice_id = ? ORDER BY position");
          row(id);
          while (row.step()) claims.push_back({row.integer(0), row.text(1)});
        }
        index_.add(id, claims, community, content, programme);
        store_.database().prepare("UPDATE notices SET indexed = 1 WHERE id = ?")(id).run();
        if (others) mark_affected(id, community, affected);
        transaction.changed();
      }
      transaction.commit();
    }
  }

  void mark_affected(std::int64_t id, const std::string& community, AffectedNotices& affected) {
    std::set<std::int64_t> marked;
    affected.of(id, [&](std::int64_t other) { marked.insert(other); });
    // A name that no notice had that was compared before may stand in older notices.
    Statement before =
        store_.database().prepare("SELECT count(*) FROM notices WHERE community = ? AND id <> ? AND indexed = 1");
    before(community)(id);
    if (before.step() && before.integer(0) == 0) store_.mark_naming(community);
    for (std::int64_t other : marked)
      store_.database().prepare("UPDATE notices SET rules = '' WHERE id = ? AND rules <> ''")(other).run();
  }

  Store& store_;
  Others others_{store_.database()};
  const Programmes& programmes_;
  IngestOptions options_;
  const std::function<bool(const IngestProgress&)>& progress_;
  StageVersions versions_;
  CopyIndex index_;
  std::vector<Input> inputs_;
  std::vector<Root> roots_;
  std::optional<SharedWork> work_;  // on a server: what others read, too
  std::vector<Input> claimed_;      // of it, in the order in which it was claimed
  std::size_t group_ = 0;           // first of the roots below which work is asked for
  std::set<std::size_t> again_;     // inputs with a content that another process was reading
  std::set<std::string> found_;     // paths that are there
  IngestReport report_;
  std::int64_t run_id_ = 0;
  std::optional<std::string> engine_;  // that would recognise pages now, once it was asked for
};

}  // namespace

namespace {

constexpr const char* kProgrammesSetting = "programmes";

/// Folders of programmes that were ever given for the store.
std::vector<std::string> remembered_programmes(Store& store) {
  Statement row = store.database().prepare("SELECT value FROM settings WHERE key = ?");
  row(kProgrammesSetting);
  return row.step() ? split_lines(row.text(0)) : std::vector<std::string>();
}

Error lost_programme(const std::string& origin, const Error& error) {
  return {error.code,
          "The store has notices of the programme " + origin + ", which cannot be loaded: " + error.message};
}

/// What the store's notices stand for: all known programmes, and those from elsewhere that were ever given for it,
/// which the store remembers by their folders. A run without the flag that named one neither loses its notices nor
/// judges them by another.
Result<Programmes> programmes_of(Store& store, const Programmes& given) {
  std::vector<std::string> remembered = remembered_programmes(store);
  const std::vector<std::string> known = programme_ids();
  bool more = false;
  for (const ProgrammePtr& programme : given.all()) {
    const std::string& origin = programme->origin();
    if (std::find(known.begin(), known.end(), origin) != known.end() ||
        std::find(remembered.begin(), remembered.end(), origin) != remembered.end())
      continue;
    remembered.push_back(origin);
    more = true;
  }
  std::string list;
  for (const std::string& origin : remembered) list += (list.empty() ? "" : "\n") + origin;
  if (more)
    store.database()
        .prepare("INSERT INTO settings(key, value) VALUES (?,?) ON CONFLICT(key) DO UPDATE SET value = excluded.value")(
            kProgrammesSetting)(list)
        .run();
  auto all = load_programmes();
  if (!all) return all.error();
  std::vector<ProgrammePtr> programmes = all->all();
  for (const std::string& origin : remembered) {
    auto programme = load_programme(origin);
    if (!programme) return lost_programme(origin, programme.error());
    std::erase_if(programmes, [&](const ProgrammePtr& other) { return other->id() == (*programme)->id(); });
    programmes.push_back(std::move(*programme));
  }
  return Programmes(std::move(programmes));
}

}  // namespace

Result<Programmes> known_programmes(Store& store, const Programmes& given) {
  std::vector<ProgrammePtr> programmes = given.all();
  for (const std::string& origin : remembered_programmes(store)) {
    const bool known = std::any_of(programmes.begin(), programmes.end(),
                                   [&](const ProgrammePtr& programme) { return programme->origin() == origin; });
    if (known) continue;
    auto programme = load_programme(origin);
    if (!programme) return lost_programme(origin, programme.error());
    if (given.find((*programme)->id()) == nullptr) programmes.push_back(std::move(*programme));
  }
  return Programmes(std::move(programmes));
}

std::vector<const Programme*> programmes_in_use(Store& store, const Programmes& programmes) {
  std::set<std::string> ids;
  Statement rows = store.database().prepare("SELECT DISTINCT programme FROM notices");
  while (rows.step()) ids.insert(programmes.of(rows.text(0)).id());
  std::vector<const Programme*> used;
  for (const ProgrammePtr& programme : programmes.all())
    if (ids.contains(programme->id())) used.push_back(programme.get());
  if (used.empty()) used.push_back(&programmes.first());
  return used;
}

StageVersions stage_versions(const Programmes& programmes, const ReadingOptions& options) {
  StageVersions versions;
  std::string data;
  for (const std::string& name : list_data("extract/"))
    if (const auto text = load_data(name)) data += name + "\n" + *text;
  versions.reader = fmt::format("{}/{}", extract::kReaderVersion, short_hash(data));
  std::string ids;
  for (const ProgrammePtr& programme : programmes.all())
    ids += (ids.empty() ? "" : "+") + programme->id() + "@" + programme->standard().version;
  versions.standard = fmt::format("{}/{}/{}", ids, normalize::kRecordVersion, programmes.data_version());
  std::string rules = "named by subject ";  // findings are called by what they are about
  for (const audit::Rule& rule : audit::rules()) rules += fmt::format("{}/{} ", rule.id, rule.version);
  for (const auto& [rule, severity] : options.audit.severity) rules += fmt::format("{}={} ", rule, to_string(severity));
  for (const auto& [rule, enabled] : options.audit.enabled) rules += fmt::format("{}:{} ", rule, enabled);
  rules += programmes.data_version();
  for (const std::string& name : list_data("audit/"))
    if (const auto text = load_data(name)) rules += name + "\n" + *text;
  versions.rules = short_hash(rules);
  return versions;
}

Result<IngestReport> ingest(Store& store, const std::vector<std::string>& paths, const Programmes& programmes,
                            const IngestOptions& options, const std::function<bool(const IngestProgress&)>& progress) {
  if (!options.source.empty()) {
    const bool plain = options.source.find_first_of(":/!") == std::string::npos;
    std::error_code failed;
    if (!plain || paths.size() > 1 || (!paths.empty() && !fs::is_directory(paths.front(), failed)))
      return Error{"source-invalid", say("A source has a name without : / ! and is one folder: {}", {options.source})};
  }
  for (int runs = 1;; ++runs) {
    try {
      const auto all = programmes_of(store, programmes);
      if (!all) return all.error();
      return Ingest(store, *all, options, progress).run(paths);
    } catch (const DatabaseError& error) {
      store.forget_what_is_known();
      // A server that went down costs what was in hand.
      if (error.code == kDatabaseLost && runs < kRunsAtMost && !(options.stopped && options.stopped())) continue;
      return Error{"store-failed",
                   fmt::format("The store cannot be written: {}. What was reported as done stands; the next "
                               "run goes on from there.",
                               error.what())};
    }
  }
}

Region region_by_pattern(const std::string& pattern, const std::string& folders) {
  Region region;
  const std::vector<std::string> names = split(pattern), parts = split(folders);
  for (std::size_t i = 0; i < names.size() && i < parts.size(); ++i) {
    if (parts[i] == "." || parts[i] == "..") continue;
    if (names[i] == "{city}") region.city = parts[i];
    if (names[i] == "{county}") region.county = parts[i];
    if (names[i] == "{street}") region.street = parts[i];
  }
  return region;
}

}  // namespace gongshi::corpus
