// SPDX-License-Identifier: GPL-3.0-or-later
// Which claims, and which whole notices, are those of another community. Works on the tables own_texts, skeletons and
// bands of a store, or on the same tables in memory for `gongshi audit`; near-linear, whatever the number of notices:
//
// 1. Of each claim the standard's text, conclusion words and the community's name are taken away
// (normalize/similarity.h). What is left, if it is long
//    enough, is the claim's own text; with every figure alike it is its skeleton.
// 2. Equal skeletons meet by hash. Different ones meet by MinHash: pairs of characters, kBands bands of kRowsPerBand
// least hashes (Broder 1997; Leskovec,
//    Rajaraman, Ullman, Mining of Massive Datasets, ch. 3). Where a crowd meets, only its first members by rank are
//    looked at, so that a template of a hundred thousand notices costs each of them the same; rank depends on contents
//    alone, so that the order of arrival changes nothing.
// 3. Every candidate is aligned exactly (longest common subsequence; figures, Latin words and proper names weigh
// double).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "corpus/store/database.h"
#include "normalize/similarity.h"
#include "schema/notice_corpus.h"
#include "schema/programme.h"

namespace gongshi::corpus {

struct CopyOptions {
  double similarity = 0.85;     ///< RULES.md, notice-copied.
  std::size_t characters = 30;  ///< The same.
  int listed = 20;              ///< Others that one claim names at most.
  int crowd = 32;               ///< Members of one skeleton that are compared.
  int near_skeletons = 16;      ///< Skeletons of one band that are compared …
  int near_members = 8;         ///< … and members of each.
  /// A whole notice is another's when this share of its own text is alike, in at least so many rows and characters.
  double whole_share = 0.85;
  int whole_rows = 5;
  std::size_t whole_characters = 200;
  /// Rows of others that are held ready at most: about 2 KB each.
  std::size_t rows_held = 20000;
};

/// What the index has to know of a row beside its hashes; whoever owns the rows tells it.
struct IndexedRow {
  std::int64_t notice_id = 0;
  std::string source;    ///< Source::display() of the file.
  int notice = 0;        ///< Notice::index
  std::string identity;  ///< Of the community: rows of one community are never copies of each other.
  std::string community;
  int no = 0;
  std::string claim;
  std::string programme{};  ///< Notice::programme
};

class RowSource {
 public:
  virtual ~RowSource() = default;
  [[nodiscard]] virtual IndexedRow row(std::int64_t row_id) const = 0;
};

class CopyIndex {
 public:
  /// All references must outlive the index.
  CopyIndex(Database& database, const RowSource& rows, const Programmes& programmes, const CopyOptions& options = {});
  /// An index that is added to only.
  CopyIndex(Database& database, const Programmes& programmes, const CopyOptions& options = {});

  /// Makes the tables in an empty database (a store has them already).
  static void create_tables(Database& database);

  struct Claim {
    std::int64_t row_id = 0;
    std::string text;
  };
  /// Adds all claims of a notice, in the order of its rows. `content` is any text that is this notice's alone (hash of
  /// the file and place in it): ranks are made of it. A notice that was added before must have been removed.
  /// `programme` is that of the notice.
  void add(std::int64_t notice_id, const std::vector<Claim>& claims, std::string_view community,
           std::string_view content, std::string_view programme = {});

  /// What NoticeCorpus::rows_like says of each row, and notices_like of the notice. `identity` is that of its
  /// community, `notice_id` the one it was added under. Precondition: the index has a source of rows.
  struct Comparison {
    std::vector<std::vector<NoticeReference>> rows;
    std::vector<NoticeReference> whole;
  };
  [[nodiscard]] Comparison compare(const Notice& notice, const std::string& identity, std::int64_t notice_id);

 private:
  struct OwnText;
  struct Alike;

  struct Prepared;
  struct Candidate {
    std::int64_t row_id = 0, rank = 0;
    std::shared_ptr<const Prepared> row;
  };

  [[nodiscard]] OwnText own_text(std::string_view claim, std::string_view community, std::string_view programme,
                                 bool weighted) const;
  [[nodiscard]] std::vector<Alike> alike(const OwnText& own, const std::string& identity, std::int64_t notice_id);
  [[nodiscard]] std::vector<std::int64_t> near_skeletons(const OwnText& own);
  [[nodiscard]] const std::vector<Candidate>& candidates(const OwnText& own);
  [[nodiscard]] std::shared_ptr<const Prepared> prepared(std::int64_t row_id);
  void drop_held();

  Database& database_;
  const RowSource* rows_;
  CopyOptions options_;
  const Programmes& programmes_;
  // Members of crowds are looked at again and again. Dropped when there are too many, and by add().
  std::unordered_map<std::int64_t, std::vector<Candidate>> candidates_;         // by skeleton
  std::unordered_map<std::int64_t, std::shared_ptr<const Prepared>> prepared_;  // by row
  std::size_t candidates_held_ = 0;
};

/// Finds notices whose answers may be others with a notice in the index than without it.
class AffectedNotices {
 public:
  explicit AffectedNotices(Database& database, const CopyOptions& options = {})
      : database_(database), options_(options) {}

  /// Calls `mark` with each notice that this one affects (itself among them), often more than once. A crowd that was
  /// gone through for an earlier notice is left out: who joined it since is not among those that are told.
  void of(std::int64_t notice_id, const std::function<void(std::int64_t notice_id)>& mark);

 private:
  Database& database_;
  CopyOptions options_;
  std::unordered_set<std::int64_t> skeletons_, texts_;  // gone through
};

/// Takes a notice's claims out of the index, with the skeletons that no other claim has.
void remove_own_texts(Database& database, std::int64_t notice_id);

/// Names of communities, asked which of them stand in a notice: a hundred thousand names are never walked through.
class CommunityNames {
 public:
  void add(const std::string& name);
  /// The words by which a name is known in a text: without 社区 at the end.
  [[nodiscard]] static std::string stem(const std::string& name);
  /// Names whose stems stand in a text of the notice, sorted; `except` is left out.
  [[nodiscard]] std::vector<std::string> standing_in(const Notice& notice, const std::string& except) const;

 private:
  std::unordered_map<std::string, std::vector<std::string>> names_;  // by stem
  std::unordered_set<std::string> heads_;                            // first two characters of the stems
  std::size_t longest_ = 0;                                          // bytes
};

/// The other notices as the rules see them while `notice` is judged; asked about another notice it knows nothing.
class NoticeView : public NoticeCorpus {
 public:
  NoticeView(CopyIndex& index, const CommunityNames& names, std::string identity, const Notice& notice,
             std::int64_t notice_id)
      : index_(index), names_(names), identity_(std::move(identity)), notice_(notice), notice_id_(notice_id) {}

  [[nodiscard]] std::vector<NoticeReference> rows_like(const Notice& notice, int row) const override {
    return &notice == &notice_ ? comparison().rows.at(static_cast<std::size_t>(row)) : std::vector<NoticeReference>{};
  }
  [[nodiscard]] std::vector<NoticeReference> notices_like(const Notice& notice) const override {
    return &notice == &notice_ ? comparison().whole : std::vector<NoticeReference>{};
  }
  /// Only names that stand in this notice: others cannot be in conflict with it.
  [[nodiscard]] std::vector<std::string> communities() const override {
    return names_.standing_in(notice_, notice_.community);
  }

 private:
  CopyIndex& index_;
  const CommunityNames& names_;
  const CopyIndex::Comparison& comparison() const {
    if (!comparison_) comparison_ = index_.compare(notice_, identity_, notice_id_);
    return *comparison_;
  }

  std::string identity_;
  const Notice& notice_;
  std::int64_t notice_id_;
  mutable std::optional<CopyIndex::Comparison> comparison_;  // made when first asked for
};

}  // namespace gongshi::corpus
