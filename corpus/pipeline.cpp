// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/pipeline.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <numeric>
#include <utility>

#include "corpus/beside_others.h"
#include "corpus/copies/notice_copies.h"
#include "corpus/store/database.h"
#include "corpus/store/store.h"
#include "extract/passed_over.h"
#include "normalize/notice_builder.h"
#include "schema/unread.h"

namespace gongshi::corpus {
namespace fs = std::filesystem;

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::kRead:
      return "read";
    case Outcome::kReadInPart:
      return "read-in-part";
    case Outcome::kNotANotice:
      return "not-a-notice";
    case Outcome::kRefused:
      return "refused";
    case Outcome::kCrashed:
      return "crashed";
  }
  return "";
}

namespace {

/// A message that stands by itself begins with its file; beside the file's source it need not say it again.
void drop_own_name(NoticeFile& file) {
  const std::string name = file.source.display() + ": ";
  for (Problem& problem : file.problems)
    if (problem.message.starts_with(name)) problem.message.erase(0, name.size());
}

/// Says nothing about what could be read: the file was read whole.
bool is_remark(const Problem& problem) { return problem.code == "kind-mismatch"; }

}  // namespace

ProcessedFile refused_file(const Source& source, const Error& error) {
  ProcessedFile processed;
  processed.outcome = Outcome::kRefused;
  processed.file.source = source;
  processed.file.problems.push_back({error.code, error.message, error.page});
  drop_own_name(processed.file);
  return processed;
}

ProcessedFile build_file(const Document& document, const Programmes& programmes) {
  ProcessedFile processed;
  processed.file = normalize::build_notices(document, programmes);
  drop_own_name(processed.file);
  const std::vector<Problem>& problems = processed.file.problems;
  if (processed.file.notices.empty())
    processed.outcome =
        std::any_of(problems.begin(), problems.end(), hides_text) ? Outcome::kReadInPart : Outcome::kNotANotice;
  else if (std::any_of(problems.begin(), problems.end(), [](const Problem& problem) { return !is_remark(problem); }))
    processed.outcome = Outcome::kReadInPart;
  return processed;
}

std::vector<std::string> list_inputs(const std::vector<std::string>& paths, std::vector<Problem>& problems) {
  std::vector<std::string> inputs;
  for (const std::string& path : paths) {
    std::error_code failed;
    if (fs::is_directory(path, failed)) {
      std::vector<std::string> found;
      for (fs::recursive_directory_iterator it(path, fs::directory_options::skip_permission_denied, failed), end;
           !failed && it != end; it.increment(failed)) {
        const bool hidden = extract::is_passed_over(it->path().filename().string());
        if (hidden && it->is_directory(failed)) it.disable_recursion_pending();
        if (!hidden && it->is_regular_file(failed)) found.push_back(it->path().string());
      }
      std::sort(found.begin(), found.end());
      inputs.insert(inputs.end(), found.begin(), found.end());
    } else if (fs::exists(path, failed)) {
      inputs.push_back(path);
    } else {
      problems.push_back({"file-unreadable", path + ": there is no such file or folder.", 0});
    }
  }
  return inputs;
}

std::vector<std::size_t> kinds_spread(const std::vector<std::string>& paths) {
  std::map<std::string, std::size_t> counts;
  std::vector<std::pair<std::string, std::size_t>> places;  // kind, and place among its files
  for (const std::string& path : paths) {
    std::string kind = fs::path(path).extension().string();
    for (char& sign : kind) sign = static_cast<char>(std::tolower(static_cast<unsigned char>(sign)));
    const std::size_t place = counts[kind]++;
    places.emplace_back(std::move(kind), place);
  }
  std::vector<std::size_t> order(paths.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
    // place / count of the kind, compared without rounding
    return places[one].second * counts[places[other].first] < places[other].second * counts[places[one].first];
  });
  return order;
}

namespace {

// The rows of files in memory: row ids count the rows of all notices.
class RowsInMemory : public RowSource {
 public:
  struct Entry {
    const NoticeFile* file;
    const Notice* notice;
    int row;
    std::int64_t notice_id;
  };

  std::int64_t add(const Entry& entry) {
    entries_.push_back(entry);
    return static_cast<std::int64_t>(entries_.size()) - 1;
  }
  [[nodiscard]] IndexedRow row(std::int64_t row_id) const override {
    const Entry& entry = entries_.at(static_cast<std::size_t>(row_id));
    const IndicatorRecord& record = entry.notice->rows.at(static_cast<std::size_t>(entry.row));
    return {entry.notice_id,         entry.file->source.display(), entry.notice->index,
            identity(*entry.notice), entry.notice->community,      record.no,
            record.claim.str(),      entry.notice->programme};
  }
  [[nodiscard]] static std::string identity(const Notice& notice) {
    return identity_of({notice.city, notice.county, notice.street}, notice.community);
  }

 private:
  std::vector<Entry> entries_;
};

}  // namespace

void audit_all(std::vector<ProcessedFile>& files, const Programmes& programmes, const audit::Config& config) {
  Database tables(":memory:", {});
  CopyIndex::create_tables(tables);
  RowsInMemory rows;
  CopyIndex index(tables, rows, programmes);
  CommunityNames names;
  std::int64_t notice_id = 0;
  for (const ProcessedFile& processed : files) {
    for (const Notice& notice : processed.file.notices) {
      std::vector<CopyIndex::Claim> claims;
      for (std::size_t i = 0; i < notice.rows.size(); ++i)
        claims.push_back(
            {rows.add({&processed.file, &notice, static_cast<int>(i), notice_id}), notice.rows[i].claim.str()});
      index.add(notice_id, claims, notice.community,
                processed.file.source.display() + "#" + std::to_string(notice.index), notice.programme);
      names.add(notice.community);
      ++notice_id;
    }
  }
  notice_id = 0;
  for (ProcessedFile& processed : files) {
    const bool judged = processed.audited.size() == processed.file.notices.size();
    processed.audited.resize(processed.file.notices.size());
    for (std::size_t i = 0; i < processed.file.notices.size(); ++i) {
      const Notice& notice = processed.file.notices[i];
      const NoticeView others(index, names, RowsInMemory::identity(notice), notice, notice_id++);
      AuditedNotice& audited = processed.audited[i];
      if (judged)
        audited.findings = with_others(std::move(audited.findings), notice, programmes, others, config);
      else
        audited = audit::audit_notice(notice, programmes.of(notice.programme), &others, config);
    }
  }
}

}  // namespace gongshi::corpus
