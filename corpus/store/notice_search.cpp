// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/store/notice_search.h"

#include <fmt/format.h>

#include <algorithm>

namespace gongshi::corpus {
namespace {

constexpr std::size_t kRemembered = 256;  // a set of a hundred thousand takes 12 KB

}  // namespace

std::shared_ptr<const NoticeSearch::Spans> NoticeSearch::spans(Store& store) {
  const std::lock_guard learning(learning_);
  std::shared_ptr<const Spans> known;
  std::int64_t generation = 0;
  {
    const std::lock_guard lock(mutex_);
    known = spans_;
    generation = generation_;
  }
  const std::int64_t last = store.database().integer("SELECT coalesce(max(id), 0) FROM rows");
  if (known && known->last >= last) return known;
  auto learned = known ? std::make_shared<Spans>(*known) : std::make_shared<Spans>();
  // All at once by the index on notices, later ones by the rows themselves.
  Statement row = store.database().prepare(
      known ? "SELECT min(id), min(notice_id) FROM rows WHERE id > ? GROUP BY notice_id + 0 ORDER BY 1"
            : "SELECT min(id), notice_id FROM rows GROUP BY notice_id ORDER BY 1");
  if (known) row(known->last);
  while (row.step()) {
    const Span span{row.integer(0), row.integer(1)};
    if (learned->list.empty() || learned->list.back().notice != span.notice) learned->list.push_back(span);
  }
  learned->last = last;
  const std::lock_guard lock(mutex_);
  if (generation == generation_) spans_ = learned;
  return learned;
}

void NoticeSearch::read_ahead(Store& store) { static_cast<void>(spans(store)); }

void NoticeSearch::forget() {
  const std::lock_guard lock(mutex_);
  remembered_.clear();
  spans_.reset();
  ++generation_;
}

std::shared_ptr<const NoticeSet> NoticeSearch::find(Store& store, const std::string& words) {
  const std::string expression = store.database().words_wanted(words);
  if (expression.empty()) return std::make_shared<const NoticeSet>();
  Remembered known;
  std::int64_t generation = 0;
  {
    const std::lock_guard lock(mutex_);
    generation = generation_;
    const auto found = std::find_if(remembered_.begin(), remembered_.end(),
                                    [&](const Remembered& entry) { return entry.words == expression; });
    if (found != remembered_.end()) {
      remembered_.splice(remembered_.begin(), remembered_, found);
      known = remembered_.front();
    }
  }
  const std::int64_t rows = store.database().integer("SELECT coalesce(max(id), 0) FROM rows");
  const std::int64_t heads = store.database().integer("SELECT coalesce(max(id), 0) FROM notices");
  if (known.notices && known.rows == rows && known.heads == heads) return known.notices;
  const auto owners = spans(store);
  auto notices = known.notices ? std::make_shared<NoticeSet>(*known.notices) : std::make_shared<NoticeSet>();
  {
    Statement row = store.database().prepare(fmt::format(
        "SELECT found.id FROM ({}) AS found WHERE found.id > ? ORDER BY found.id", store.database().ids_with_words()));
    row(expression)(known.rows);
    auto owner = owners->list.begin();  // both go upwards
    while (row.step()) {
      const std::int64_t id = row.integer(0);
      if (id <= 0) continue;
      while (owner != owners->list.end() && std::next(owner) != owners->list.end() && std::next(owner)->row <= id)
        ++owner;
      if (owner != owners->list.end() && owner->row <= id) notices->add(owner->notice);
    }
  }
  {
    Statement row = store.database().prepare(
        fmt::format("SELECT found.id FROM ({}) AS found WHERE found.id < ?", store.database().ids_with_words()));
    row(expression)(-known.heads);
    while (row.step()) notices->add(-row.integer(0));
  }
  const std::lock_guard lock(mutex_);
  if (generation != generation_) return notices;
  std::erase_if(remembered_, [&](const Remembered& entry) { return entry.words == expression; });
  remembered_.push_front({expression, notices, rows, heads});
  if (remembered_.size() > kRemembered) remembered_.pop_back();
  return notices;
}

}  // namespace gongshi::corpus
