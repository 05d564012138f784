// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/workers/page_drawing.h"

#include <algorithm>
#include <bit>
#include <deque>
#include <map>
#include <optional>
#include <utility>

#include "corpus/codec.h"
#include "corpus/workers/worker_pool.h"
#include "extract/archive/archive_reader.h"
#include "extract/reader.h"

namespace gongshi::corpus {
namespace {

/// Pages of one task: enough that an archive is not unpacked too often, few enough that all workers have something.
constexpr std::size_t kBatch = 48;

enum class Report { kBegins, kDrawn, kFailed };

/// A page as a task names it. `index` is the place among the pages wanted.
struct Job {
  std::size_t index = 0;
  Source source;
  int page = 0;
  std::vector<Box> masks;
  std::optional<Box> area;
  bool from_kept = false;  ///< From bytes that the parent sends, alone in its task.
};

// Coordinates pass as they are: a mask must not shift.
void put(MessageWriter& writer, const Box& box) {
  for (const double value : {box.x0, box.y0, box.x1, box.y1}) writer.integer(std::bit_cast<std::int64_t>(value));
}

Box take_box(MessageReader& reader) {
  Box box;
  for (double* value : {&box.x0, &box.y0, &box.x1, &box.y1}) *value = std::bit_cast<double>(reader.integer());
  return box;
}

std::string encode(const std::vector<Job>& jobs, double dpi, std::string_view kept) {
  MessageWriter writer;
  writer.string(jobs.front().source.path).integer(std::bit_cast<std::int64_t>(dpi));
  writer.integer(static_cast<std::int64_t>(jobs.size()));
  for (const Job& job : jobs) {
    writer.integer(static_cast<std::int64_t>(job.index)).string(job.source.member).string(job.source.sha256);
    writer.string(job.source.kind).integer(job.page).integer(static_cast<std::int64_t>(job.masks.size()));
    for (const Box& mask : job.masks) put(writer, mask);
    writer.integer(job.area ? 1 : 0);
    if (job.area) put(writer, *job.area);
  }
  return writer.string(kept).take();
}

std::vector<Job> decode(std::string_view payload, double& dpi, std::string_view& kept) {
  MessageReader reader(payload);
  const std::string path(reader.string());
  dpi = std::bit_cast<double>(reader.integer());
  std::vector<Job> jobs;
  for (std::int64_t left = reader.integer(); left > 0 && reader.ok(); --left) {
    Job job;
    job.index = static_cast<std::size_t>(reader.integer());
    job.source.path = path;
    job.source.member = reader.string();
    job.source.sha256 = reader.string();
    job.source.kind = reader.string();
    job.page = static_cast<int>(reader.integer());
    for (std::int64_t masks = reader.integer(); masks > 0 && reader.ok(); --masks)
      job.masks.push_back(take_box(reader));
    if (reader.integer() != 0) job.area = take_box(reader);
    jobs.push_back(std::move(job));
  }
  kept = reader.string();
  return jobs;
}

std::string encode_greeting(const extract::PictureOptions& options) {
  return MessageWriter()
      .integer(options.max_pixels)
      .integer(static_cast<std::int64_t>(options.max_bytes))
      .integer(std::bit_cast<std::int64_t>(static_cast<double>(options.webp_quality)))
      .take();
}

extract::PictureOptions decode_greeting(std::string_view bytes) {
  MessageReader reader(bytes);
  extract::PictureOptions options;
  options.max_pixels = static_cast<int>(reader.integer());
  options.max_bytes = static_cast<std::uint64_t>(reader.integer());
  options.webp_quality = static_cast<float>(std::bit_cast<double>(reader.integer()));
  return options;
}

// ---- the parent's end ----

class Drawing {
 public:
  Drawing(const std::vector<std::vector<Job>>& batches, double dpi, const DrawingOptions& options,
          const PagePictures::DrawnPageFunction& drawn)
      : batches_(batches.begin(), batches.end()), dpi_(dpi), options_(options), drawn_(drawn) {}

  std::optional<Task> next() {
    if (given_ == batches_.size()) return std::nullopt;
    return task(given_++);
  }

  /// What a worker says is checked: it may have been taken over by the file it draws.
  void message(const Task& on, std::string_view bytes) {
    MessageReader reader(bytes);
    std::vector<Job>& jobs = batches_.at(on.id);
    const auto report = static_cast<Report>(reader.integer());
    const auto index = static_cast<std::size_t>(reader.integer());
    const auto job = std::find_if(jobs.begin(), jobs.end(), [&](const Job& one) { return one.index == index; });
    if (!reader.ok() || job == jobs.end()) return;
    if (report == Report::kBegins) {
      now_[on.id] = index;
    } else if (report == Report::kDrawn) {
      Picture picture;
      picture.media_type = reader.string() == "image/png" ? "image/png" : "image/webp";
      picture.width = static_cast<int>(reader.integer());
      picture.height = static_cast<int>(reader.integer());
      picture.scale = dpi_ / 72;
      picture.area = take_box(reader);
      picture.bytes = reader.string();
      if (reader.ok() && picture.width > 0 && picture.height > 0 && !picture.area.empty())
        finish(jobs, job, std::move(picture));
    } else if (report == Report::kFailed) {
      const std::string code(reader.string()), text(reader.string());
      finish(jobs, job, Error{code, text, job->page});
    }
  }

  void done(const Task& on) {
    for (std::vector<Job>& jobs = batches_.at(on.id); !jobs.empty();)
      finish(jobs, jobs.begin(), Error{"source-gone", jobs.front().source.display() + ": no longer there.", 0});
  }

  std::optional<Task> failed(const Task& on, const std::string& reason) {
    std::vector<Job>& jobs = batches_.at(on.id);
    if (jobs.empty()) return std::nullopt;
    const auto now = now_.find(on.id);
    auto job = std::find_if(jobs.begin(), jobs.end(),
                            [&](const Job& one) { return now != now_.end() && one.index == now->second; });
    if (job == jobs.end()) job = jobs.begin();
    const std::string message = job->source.display() + ": page " + std::to_string(job->page) + ": " + reason + ".";
    finish(jobs, job, Error{"picture-crashed", message, job->page});
    if (jobs.empty()) return std::nullopt;
    return task(on.id);
  }

  /// Of the pages that no worker could be found for.
  void give_up(const Error& error) {
    for (std::vector<Job>& jobs : batches_)
      while (!jobs.empty()) finish(jobs, jobs.begin(), error);
  }

 private:
  Task task(std::size_t batch) {
    Task task;
    task.id = batch;
    const Job& first = batches_[batch].front();
    task.payload = encode(batches_[batch], dpi_, first.from_kept ? options_.kept(first.source) : "");
    return task;
  }

  void finish(std::vector<Job>& jobs, std::vector<Job>::iterator job, Result<Picture> picture) {
    const std::size_t index = job->index;
    if (!picture && may_be_kept(*job, picture.error())) {
      job->from_kept = true;
      batches_.push_back({*job});
      jobs.erase(job);
      return;
    }
    jobs.erase(job);
    drawn_(index, std::move(picture));
  }

  bool may_be_kept(const Job& job, const Error& error) const {
    return options_.kept && !job.from_kept && (error.code == "source-gone" || error.code == "source-changed") &&
           !options_.kept(job.source).empty();
  }

  std::deque<std::vector<Job>> batches_;  ///< What is not drawn yet. Grows at its end while others are at work on it.
  double dpi_;
  const DrawingOptions& options_;
  const PagePictures::DrawnPageFunction& drawn_;
  std::size_t given_ = 0;
  std::map<std::uint64_t, std::size_t> now_;  ///< By task: the page that is being drawn.
};

class CagedPictures : public PagePictures {
 public:
  explicit CagedPictures(const DrawingOptions& options) : options_(options) {}

  Result<Picture> page(const Source& source, int page, double dpi, const std::vector<Box>& masks) const override {
    return one({0, located(source), page, masks, {}}, dpi);
  }

  Result<Picture> area(const Source& source, int page, const Box& area, double dpi,
                       const std::vector<Box>& masks) const override {
    return one({0, located(source), page, masks, area}, dpi);
  }

  void pages(const std::vector<PageRequest>& wanted, double dpi, const DrawnPageFunction& drawn) const override {
    std::vector<std::vector<Job>> batches;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const PageRequest& request = wanted[i];
      const Source source = located(*request.source);
      if (batches.empty() || batches.back().size() >= kBatch || batches.back().front().source.path != source.path)
        batches.emplace_back();
      batches.back().push_back({i, source, request.page, request.masks, {}});
    }
    draw(batches, dpi, drawn);
  }

 private:
  [[nodiscard]] Source located(const Source& source) const {
    Source here = source;
    if (options_.located) here.path = options_.located(source);
    return here;
  }

  Result<Picture> one(Job job, double dpi) const {
    Result<Picture> picture = Error{"picture-failed", "nothing was drawn."};
    draw({{std::move(job)}}, dpi, [&](std::size_t, Result<Picture>&& made) { picture = std::move(made); });
    return picture;
  }

  void draw(const std::vector<std::vector<Job>>& batches, double dpi, const DrawnPageFunction& drawn) const {
    if (batches.empty()) return;
    WorkerOptions workers;
    workers.command = options_.worker_command.empty() ? worker_command("pictures") : options_.worker_command;
    workers.greeting = encode_greeting(options_.pictures);
    workers.limits = options_.limits;
    workers.workers = options_.jobs;
    Drawing drawing(batches, dpi, options_, drawn);
    WorkerEvents events;
    events.next = [&] { return drawing.next(); };
    events.message = [&](const Task& task, std::string_view message, bool) {
      drawing.message(task, message);
      return std::string();
    };
    events.done = [&](const Task& task) { drawing.done(task); };
    events.failed = [&](const Task& task, const std::string& reason) { return drawing.failed(task, reason); };
    WorkerPool pool(std::move(workers));
    if (const auto worked = pool.run(events); !worked) drawing.give_up(worked.error());
  }

  DrawingOptions options_;
};

// ---- the worker's end ----

class PageWorker {
 public:
  PageWorker(std::string_view greeting, PageDrawing drawing)
      : options_(decode_greeting(greeting)), drawing_(std::move(drawing)) {}

  void work(std::string_view payload, WorkerChannel& channel) {
    double dpi = 0;
    std::string_view kept;
    const std::vector<Job> jobs = decode(payload, dpi, kept);
    if (jobs.empty()) return;
    if (drawing_) {
      for (const Job& job : jobs) hand_back(job, channel, [&] { return drawing_(job.source, job.page); });
      return;
    }
    if (!kept.empty()) {
      draw_file(jobs, jobs.front().source.member, kept, dpi, channel);
      return;
    }
    const auto bytes = extract::load_file(jobs.front().source.path, options_.max_bytes);
    if (!bytes) return;  // what is not answered is taken for gone
    draw_members(jobs, *bytes, dpi, channel);
  }

 private:
  void draw_members(const std::vector<Job>& jobs, const std::string& bytes, double dpi, WorkerChannel& channel) {
    draw_file(jobs, "", bytes, dpi, channel);
    std::size_t left = 0;
    for (const Job& job : jobs) left += job.source.member.empty() ? 0 : 1;
    if (left == 0) return;
    static_cast<void>(extract::for_each_member(bytes, jobs.front().source.path, {},
                                               [&](const std::string& name, const Result<std::string_view>& member) {
                                                 channel.progress();
                                                 if (member) left -= draw_file(jobs, name, *member, dpi, channel);
                                                 return left > 0;
                                               }));
  }

  /// Draws the pages of one file or member; gives their number.
  std::size_t draw_file(const std::vector<Job>& jobs, const std::string& member, std::string_view bytes, double dpi,
                        WorkerChannel& channel) {
    std::optional<Result<extract::PageDrawer>> drawer;
    std::size_t count = 0;
    for (const Job& job : jobs) {
      if (job.source.member != member) continue;
      ++count;
      hand_back(job, channel, [&]() -> Result<Picture> {
        if (!drawer) drawer = extract::PageDrawer::open(std::string(bytes), job.source, options_);
        if (!*drawer) return drawer->error();
        return (*drawer)->draw(job.page, dpi, job.masks, job.area ? &*job.area : nullptr);
      });
    }
    return count;
  }

  template <typename Draw>
  static void hand_back(const Job& job, WorkerChannel& channel, const Draw& draw) {
    const auto index = static_cast<std::int64_t>(job.index);
    channel.send(MessageWriter().integer(static_cast<int>(Report::kBegins)).integer(index).take());
    const Result<Picture> picture = draw();
    MessageWriter writer;
    if (picture) {
      writer.integer(static_cast<int>(Report::kDrawn)).integer(index).string(picture->media_type);
      writer.integer(picture->width).integer(picture->height);
      put(writer, picture->area);
      writer.string(picture->bytes);
    } else {
      writer.integer(static_cast<int>(Report::kFailed)).integer(index);
      writer.string(picture.error().code).string(picture.error().message);
    }
    channel.send(writer.take());
  }

  extract::PictureOptions options_;
  PageDrawing drawing_;
};

}  // namespace

std::unique_ptr<PagePictures> make_caged_pictures(const DrawingOptions& options) {
  return std::make_unique<CagedPictures>(options);
}

int serve_page_drawing(const PageDrawing& drawing) {
  std::unique_ptr<PageWorker> worker;
  return serve_tasks(kWorkerDescriptor, [&](std::string_view greeting, bool) -> TaskFunction {
    worker = std::make_unique<PageWorker>(greeting, drawing);
    return [&worker](std::string_view payload, WorkerChannel& channel) { worker->work(payload, channel); };
  });
}

}  // namespace gongshi::corpus
