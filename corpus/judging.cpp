// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/judging.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "corpus/beside_others.h"
#include "corpus/codec.h"

namespace gongshi::corpus {
namespace {

// For each finding the id under which the store has it, just as it is, or 0. Those that it has stand in its order.
std::vector<std::int64_t> ids_of(const std::vector<Finding>& findings,
                                 const std::vector<Store::StoredFinding>& stored) {
  std::vector<std::int64_t> ids;
  std::size_t next = 0;
  for (const Finding& finding : findings) {
    const std::string record = encode(finding);
    std::size_t at = next;
    while (at < stored.size() && stored[at].record != record) ++at;
    ids.push_back(at < stored.size() ? stored[at].id : 0);
    if (at < stored.size()) next = at + 1;
  }
  return ids;
}

class RowsInStore : public RowSource {
 public:
  explicit RowsInStore(Store& store) : store_(store) {}

  [[nodiscard]] IndexedRow row(std::int64_t row_id) const override {
    Statement row = store_.database().prepare(
        "SELECT rows.notice_id, notices.position, notices.identity, notices.community, rows.no, rows.claim, "
        "notices.programme, coalesce(path, ''), coalesce(member, '') FROM rows JOIN notices ON notices.id = "
        "rows.notice_id LEFT JOIN locations ON locations.id = (SELECT id FROM locations WHERE file_id = "
        "notices.file_id ORDER BY path, member LIMIT 1) WHERE rows.id = ?");
    row(row_id);
    if (!row.step()) return {};
    Source place;
    place.path = row.text(7);
    place.member = row.text(8);
    return {row.integer(0), place.display(), static_cast<int>(row.integer(1)),
            row.text(2),    row.text(3),     static_cast<int>(row.integer(4)),
            row.text(5),    row.text(6)};
  }

 private:
  Store& store_;
};

}  // namespace

// One thread's hold on the store.
class JudgingPanel::Judge {
 public:
  Judge(Store& store, std::unique_ptr<Store> own, const Programmes& programmes, const audit::Config& config,
        const std::string& rules, const CommunityNames& names)
      : own_(std::move(own)),
        store_(own_ ? *own_ : store),
        programmes_(programmes),
        config_(config),
        rules_(rules),
        names_(names),
        rows_(store_),
        index_(store_.database(), rows_, programmes) {}

  JudgedNotice judge(std::int64_t id) {
    JudgedNotice result;
    result.id = id;
    const StoredNotice stored = store_.load_notice(id);
    std::string judged, identity;
    {
      Statement row = store_.database().prepare("SELECT judged, identity FROM notices WHERE id = ?");
      row(id);
      if (row.step()) {
        judged = row.text(0);
        identity = row.text(1);
      }
    }
    const NoticeView others(index_, names_, identity, stored.notice, id);
    const std::vector<Store::StoredFinding> before = store_.load_findings(id);
    if (judged != rules_) {
      result.audited = audit::audit_notice(stored.notice, programmes_.of(stored.notice.programme), &others, config_);
      result.stored = ids_of(result.audited.findings, before);
      return result;
    }
    // Judged by itself when it was read: only what depends on the others is left.
    std::vector<Finding>& findings = result.audited.findings;
    for (const Store::StoredFinding& known : before) findings.push_back(known.finding());
    findings = with_others(std::move(findings), stored.notice, programmes_, others, config_);
    result.stored = ids_of(findings, before);
    return result;
  }

 private:
  std::unique_ptr<Store> own_;
  Store& store_;
  const Programmes& programmes_;
  audit::Config config_;
  std::string rules_;
  const CommunityNames& names_;
  RowsInStore rows_;
  CopyIndex index_;
};

// Notices on which the judges are, each taking the next one.
struct JudgingPanel::Work {
  std::vector<std::int64_t> notices;
  std::vector<JudgedNotice> judged;
  std::function<bool()> stopped;
  std::atomic<std::size_t> next = 0;
  std::mutex failing;
  std::exception_ptr failure;
  std::vector<std::thread> threads;

  void run(Judge& judge) {
    try {
      for (std::size_t i = next++; i < notices.size() && !(stopped && stopped()); i = next++)
        judged[i] = judge.judge(notices[i]);
    } catch (...) {
      next = notices.size();
      const std::lock_guard lock(failing);
      failure = std::current_exception();
    }
  }
  ~Work() {
    next = notices.size();
    for (std::thread& thread : threads)
      if (thread.joinable()) thread.join();
  }
};

JudgingPanel::JudgingPanel(Store& store, const Programmes& programmes, const audit::Config& config, std::string rules,
                           int threads) {
  {
    Statement row = store.database().prepare("SELECT DISTINCT community FROM notices WHERE community <> ''");
    while (row.step()) names_.add(row.text(0));
  }
  if (threads <= 0) threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  for (int i = 0; i < threads; ++i) {
    std::unique_ptr<Store> own = store.reader(programmes.texts());
    const bool alone = own == nullptr;
    judges_.push_back(std::make_unique<Judge>(store, std::move(own), programmes, config, rules, names_));
    if (alone) break;
  }
}

JudgingPanel::~JudgingPanel() = default;

void JudgingPanel::begin(std::vector<std::int64_t> notices, std::function<bool()> stopped) {
  work_ = std::make_unique<Work>();
  work_->stopped = std::move(stopped);
  work_->judged.resize(notices.size());
  work_->notices = std::move(notices);
  if (judges_.size() < 2) return;
  for (const auto& judge : judges_) work_->threads.emplace_back([work = work_.get(), &judge] { work->run(*judge); });
}

std::vector<JudgedNotice> JudgingPanel::finish() {
  const std::unique_ptr<Work> work = std::move(work_);
  if (!work) return {};
  if (work->threads.empty()) work->run(*judges_.front());
  for (std::thread& thread : work->threads) thread.join();
  if (work->failure) std::rethrow_exception(work->failure);
  return std::move(work->judged);
}

}  // namespace gongshi::corpus
