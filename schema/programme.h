// SPDX-License-Identifier: GPL-3.0-or-later
// A programme of notices as an object: its standard with tiers and editions, and everything that is particular to it
// (docs/programmes.md describes the folder). Loaded and checked whole before any file is read, immutable from then on,
// passed by const reference. Several live side by side in one process; no function keeps one in a static.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/result.h"
#include "schema/standard.h"

namespace gongshi {
inline namespace schema {

inline constexpr std::string_view kDefaultProgramme = "shandong-2022";

/// By what a notice of a programme is known, beside its document numbers, the standard's title and the tiers' names.
struct ProgrammeCues {
  std::vector<std::string> title;        ///< Words of a notice's title or preamble: 智慧社区.
  std::vector<std::string> table_title;  ///< Words of the line above the table: 智慧社区建设指标.
};

/// Words that reports, ledger and letters print.
struct ProgrammeNames {
  std::string programme;  ///< 山东省智慧社区建设
  std::string notice;     ///< 智慧社区建设验收结果公示: what its notices are called.
  std::string body;       ///< 社区: what is judged.
  std::string authority;  ///< 大数据主管部门: who judges.
};

class Programme {
 public:
  Programme(const Programme&) = delete;
  Programme& operator=(const Programme&) = delete;
  ~Programme();

  [[nodiscard]] const std::string& id() const { return id_; }          ///< "shandong-2022"
  [[nodiscard]] const std::string& origin() const { return origin_; }  ///< Id or folder that it was loaded from.
  [[nodiscard]] const std::string& data_version() const { return data_version_; }  ///< Changes with any of its data.
  [[nodiscard]] const Standard& standard() const { return standard_; }
  [[nodiscard]] const ProgrammeNames& names() const { return names_; }
  [[nodiscard]] const ProgrammeCues& cues() const { return cues_; }

  /// The common words of a word file with the programme's own (word_files.h), as its shape says; an empty object where
  /// neither has any. Precondition: there is such a word file.
  [[nodiscard]] const nlohmann::json& words(std::string_view file) const;

  /// The T that its constructor T(const Programme&) makes of the programme: tables made once per programme, however
  /// often and from however many threads it is asked for. Lives as long as the programme.
  template <typename T>
  [[nodiscard]] const T& prepared() const {
    static const std::size_t kSlot = new_slot();
    if (const void* made = slots_[kSlot].load(std::memory_order_acquire)) return *static_cast<const T*>(made);
    return *static_cast<const T*>(prepare(
        kSlot, [](const Programme& self) -> std::shared_ptr<const void> { return std::make_shared<const T>(self); }));
  }

 private:
  friend class ProgrammeLoader;
  static constexpr std::size_t kMostSlots = 64;

  Programme();
  static std::size_t new_slot();
  const void* prepare(std::size_t slot, std::shared_ptr<const void> (*make)(const Programme&)) const;

  std::string id_, origin_, data_version_;
  Standard standard_;
  ProgrammeNames names_;
  ProgrammeCues cues_;
  struct Words;
  std::unique_ptr<Words> words_;
  mutable std::recursive_mutex preparing_;  // a T may ask for another in its constructor
  mutable std::vector<std::shared_ptr<const void>> made_;
  mutable std::array<std::atomic<const void*>, kMostSlots> slots_{};
};

using ProgrammePtr = std::shared_ptr<const Programme>;

/// Loads the programme of a built-in id, of a folder programmes/ID in the data directory, of a folder, or of a bare
/// standard's file (with the words of the default programme). Errors: "programme-missing" (with the known ids),
/// "data-damaged", "data-invalid", "standard-invalid": file, place, what is wrong.
[[nodiscard]] Result<ProgrammePtr> load_programme(std::string_view id_or_path = kDefaultProgramme);

/// Ids of the programmes that are built in or stand in the data directory, sorted.
[[nodiscard]] std::vector<std::string> programme_ids();

/// The programmes that a run knows. Copies share the programmes.
class Programmes {
 public:
  /// Precondition: at least one; the first is the one for a notice that names none.
  explicit Programmes(std::vector<ProgrammePtr> all);

  [[nodiscard]] const std::vector<ProgrammePtr>& all() const { return all_; }
  [[nodiscard]] const Programme& first() const { return *all_.front(); }
  /// nullptr where it is not among them.
  [[nodiscard]] const Programme* find(std::string_view id) const;
  /// The one with this id, or the first.
  [[nodiscard]] const Programme& of(std::string_view id) const;
  /// The tiers of all of them, for whoever wants to know what may be printed.
  [[nodiscard]] const Standard& texts() const { return *texts_; }
  /// Origins, one a line: what load_programmes makes the same set from.
  [[nodiscard]] std::string origins() const;
  /// Changes with any data of any of them.
  [[nodiscard]] std::string data_version() const;

 private:
  std::vector<ProgrammePtr> all_;
  std::shared_ptr<const Standard> texts_;
};

/// All known programmes where `choice` is empty, else those it names (one a line), in that order.
[[nodiscard]] Result<Programmes> load_programmes(std::string_view choice = {});

}  // namespace schema
}  // namespace gongshi
