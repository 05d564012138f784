// SPDX-License-Identifier: GPL-3.0-or-later
// Which notices hold some words, remembered: words that stand in nearly every claim of a large store cost a second the
// first time, and nothing but what came in since the next time.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "corpus/store/store.h"

namespace gongshi::corpus {

/// A set of notices by their ids.
class NoticeSet {
 public:
  void add(std::int64_t notice_id) {
    const auto place = static_cast<std::size_t>(notice_id);
    if (place / 64 >= bits_.size()) bits_.resize(place / 64 + 1);
    bits_[place / 64] |= std::uint64_t{1} << (place % 64);
  }
  [[nodiscard]] bool has(std::int64_t notice_id) const {
    const auto place = static_cast<std::size_t>(notice_id);
    return place / 64 < bits_.size() && (bits_[place / 64] >> (place % 64) & 1) != 0;
  }

 private:
  std::vector<std::uint64_t> bits_;
};

/// Functions may be called by several threads at once.
class NoticeSearch {
 public:
  /// The notices that hold all of the words (as notices_with() finds them); those that are no longer in the store may
  /// be among them. Throws DatabaseError.
  [[nodiscard]] std::shared_ptr<const NoticeSet> find(Store& store, const std::string& words);
  /// Learns which rows are whose, which the first search would do otherwise. Throws DatabaseError.
  void read_ahead(Store& store);
  /// Forgets everything: rows were taken out or changed, not only added.
  void forget();

 private:
  /// The rows of one notice have ids in a row, beginning with `row`.
  struct Span {
    std::int64_t row = 0, notice = 0;
  };
  struct Spans {
    std::vector<Span> list;  ///< Ascending.
    std::int64_t last = 0;   ///< Rows up to this one are known.
  };
  struct Remembered {
    std::string words;
    std::shared_ptr<const NoticeSet> notices;
    std::int64_t rows = 0, heads = 0;  ///< Rows and notices up to these ids were searched.
  };
  [[nodiscard]] std::shared_ptr<const Spans> spans(Store& store);

  std::mutex mutex_;                  // of what stands below
  std::list<Remembered> remembered_;  // the last used first
  std::shared_ptr<const Spans> spans_;
  std::int64_t generation_ = 0;
  std::mutex learning_;
};

}  // namespace gongshi::corpus
