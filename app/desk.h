// SPDX-License-Identifier: GPL-3.0-or-later
// What a reviewer does with many notices at once, and what she sets up for it: letters, one decision for one cause,
// steps that can be taken back, samples for 抽查, saved views, the bureau's reasons for setting findings aside.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/reports.h"
#include "app/review.h"
#include "app/steps.h"
#include "corpus/store/desk.h"
#include "corpus/store/search.h"
#include "schema/programme.h"
#include "schema/result.h"

namespace gongshi::app {

// ---- letters ----

struct Letters {
  std::string zip;                  ///< The letters as .docx; "" where nobody needs one.
  std::size_t count = 0;            ///< Of letters.
  std::vector<std::int64_t> about;  ///< Ids of the notices that have something to be answered.
};
/// Letters about these notices, as a report has them. Reads only. Errors: "store-failed", those of report_files.
[[nodiscard]] Result<Letters> make_letters(corpus::Store& store, const std::vector<std::int64_t>& notices,
                                           const Configurations& configurations, const Programmes& programmes);

// ---- steps ----

/// Sets these notices to 已发函; what was sent or closed before stays. Errors: "store-failed".
[[nodiscard]] Result<Step> note_sent(corpus::Store& store, const std::vector<std::int64_t>& notices,
                                     const std::string& person);
/// Words on findings, all or none, as decide_all(), as the step `what` of put_step(). Errors: as decide_all().
struct DecisionStep {
  std::vector<DecisionAnswer> answers;  ///< By request.
  Step step;
};
[[nodiscard]] Result<DecisionStep> decide_step(corpus::Store& store, const std::vector<DecisionRequest>& requests,
                                               const std::string& what);

// ---- one cause ----

struct CauseRequest {
  std::vector<std::int64_t> notices;  ///< Among these.
  std::string rule;
  std::optional<int> no;  ///< Of this row only.
  std::string wording;    ///< Whose message holds this; "" for all.
};
struct CauseNotice {
  corpus::NoticeKey key;
  std::vector<corpus::ListedFinding> findings;  ///< Not empty.
};
struct CauseList {
  std::vector<CauseNotice> notices;  ///< In the order of the request.
  std::size_t findings = 0;
  bool whole = true;  ///< False where there are more than kCauseAtMost: these are the first.
};
inline constexpr std::size_t kCauseAtMost = 2000;
/// What a decision on the cause would touch. Error: "store-failed".
[[nodiscard]] Result<CauseList> list_cause(corpus::Store& store, const CauseRequest& request);

// ---- samples ----

struct SampleRecord {
  std::string id;
  int size = 0;
  std::uint64_t seed = 0;
  std::string county, tier;  ///< Drawn among notices of these; "" for all.
  std::string person, at;
  std::vector<std::string> notices;  ///< NoticeKey::str(), in the order drawn.
};
/// Draws a sample as `gongshi stats --sample` does and keeps it. Errors: "sample-invalid" (size not 1–10000),
/// "store-failed".
[[nodiscard]] Result<SampleRecord> draw_sample(corpus::Store& store, const SampleRecord& wanted);
/// The latest first. Throws corpus::DatabaseError.
[[nodiscard]] std::vector<SampleRecord> samples(corpus::Store& store);
[[nodiscard]] std::optional<SampleRecord> find_sample(corpus::Store& store, const std::string& id);

// ---- views and reasons ----

struct View {
  std::string name, query;  ///< Query: "county=…&state=…", as in an address.
};
/// Keeps a person's view; an empty query takes it away. Errors: "view-invalid" (a name of 1–60 characters, a query of
/// at most 2000 bytes), "store-failed".
[[nodiscard]] Result<void> put_view(corpus::Store& store, const std::string& person, const View& view);
/// By name. Throws corpus::DatabaseError.
[[nodiscard]] std::vector<View> views(corpus::Store& store, const std::string& person);

/// The bureau's reasons, in order; nothing where none were set. Throws corpus::DatabaseError.
[[nodiscard]] std::optional<std::vector<std::string>> reasons(corpus::Store& store);
/// Errors: "reasons-invalid" (1–40 of at most 200 bytes, UTF-8, one line each), "store-failed".
[[nodiscard]] Result<void> put_reasons(corpus::Store& store, const std::vector<std::string>& reasons,
                                       const std::string& person);

// ---- copied texts ----

/// A piece of a text, and whether the other text has it too.
struct Piece {
  std::string text;
  bool common = false;
};
/// Both texts in pieces: common are runs of at least `least` characters that stand in both; spaces do not count.
struct Comparison {
  std::vector<Piece> first, second;
};
[[nodiscard]] Comparison compare_texts(const std::string& first, const std::string& second, std::size_t least = 5);

/// A notice of the store by NoticeReference: its file's display and place in it. Nothing where it is gone. Throws
/// corpus::DatabaseError.
[[nodiscard]] std::optional<std::int64_t> find_referred(corpus::Store& store, const NoticeReference& reference);

}  // namespace gongshi::app
