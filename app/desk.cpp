// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk.h"

#include <sodium.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <new>
#include <nlohmann/json.hpp>
#include <set>
#include <unordered_set>

#include "app/accounts.h"
#include "app/clock.h"
#include "app/guard.h"
#include "app/scratch_folder.h"
#include "corpus/store/reviewing.h"
#include "office/package.h"
#include "schema/characters.h"
#include "schema/utf8.h"

namespace gongshi::app {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t kLongestQuery = 2000, kLongestViewName = 60, kMostReasons = 40, kLongestReason = 200;
constexpr int kLargestSample = 10000;

std::string new_id() {
  if (sodium_init() < 0) throw std::bad_alloc();
  return std::to_string(1'000'000'000 + randombytes_uniform(3'000'000'000U));
}

bool one_line(const std::string& text) {
  return utf8::valid(text) && std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20; });
}

std::string state_set(corpus::Store& store, const corpus::NoticeKey& key) {
  const auto states = corpus::notice_states(store, &key);
  return states.empty() ? "" : states.front().state;
}

void set_state_only(corpus::Store& store, const corpus::NoticeKey& key, const std::string& state,
                    const std::string& person) {
  corpus::NoticeState entry;
  if (const auto before = corpus::notice_states(store, &key); !before.empty()) entry = before.front();
  entry.key = key;
  entry.state = state;
  entry.person = person;
  entry.at = timestamp(seconds_now());
  corpus::put_notice_state(store, entry);
}

}  // namespace

// ---- letters ----

Result<Letters> make_letters(corpus::Store& store, const std::vector<std::int64_t>& notices,
                             const Configurations& configurations, const Programmes& programmes) {
  auto wanted = guarded([&] {
    std::vector<std::int64_t> open;
    for (const std::int64_t id : notices) {
      const AuditedNotice audited = store.load_audited(id);
      std::map<std::string, std::string> states;  // of findings on which something was said
      for (const DecisionEvent& event : corpus::latest_decisions(store, id))
        states[event.decision.finding] = event.decision.state;
      const bool asks = std::any_of(audited.findings.begin(), audited.findings.end(), [&](const Finding& finding) {
        if (finding.severity < configurations.report.letters_from) return false;
        const auto state = states.find(finding.id);
        return state == states.end() || (state->second != "dismissed" && state->second != "corrected");
      });
      if (asks) open.push_back(id);
    }
    return open;
  });
  if (!wanted) return wanted.error();
  Letters letters;
  letters.about = *std::move(wanted);
  if (letters.about.empty()) return letters;
  auto files = load_selection(store, letters.about);
  if (!files) return files.error();
  const ScratchFolder folder("letters");
  if (folder.path().empty()) return Error{"report-unwritable", "There is no room for the letters."};
  ReportRequest request;
  request.folder = folder.path();
  request.html = request.json = request.ledger = false;
  request.letters = true;
  request.configurations = configurations;
  const auto decisions = guarded([&] { return store.decisions(); });
  if (!decisions) return decisions.error();
  const auto written = report_files(*files, *decisions, request, programmes);
  if (!written) return written.error();
  std::vector<std::pair<std::string, std::string>> parts;
  std::error_code failed;
  for (fs::recursive_directory_iterator it(folder.path(), failed), end; !failed && it != end; it.increment(failed)) {
    if (it->path().extension() != ".docx") continue;
    auto bytes = office::read_whole_file(it->path().string());
    if (!bytes) return bytes.error();
    parts.emplace_back(it->path().filename().string(), *std::move(bytes));
  }
  std::sort(parts.begin(), parts.end());
  letters.count = parts.size();
  auto zip = office::pack(parts);
  if (!zip) return zip.error();
  letters.zip = *std::move(zip);
  return letters;
}

// ---- steps ----

Result<Step> note_sent(corpus::Store& store, const std::vector<std::int64_t>& notices, const std::string& person) {
  return guarded([&] {
    StepChanges changes;
    std::vector<std::int64_t> sent;
    corpus::Transaction transaction(store.database());
    for (const std::int64_t id : notices) {
      const corpus::NoticeKey key = corpus::key_of(store, id);
      const std::string before = state_set(store, key);
      if (before == "sent" || before == "closed") continue;
      set_state_only(store, key, "sent", person);
      changes.states.push_back({key.str(), before, "sent"});
      sent.push_back(id);
    }
    Step step = put_step(store, "letters", changes, sent, person);
    transaction.commit();
    return step;
  });
}

Result<DecisionStep> decide_step(corpus::Store& store, const std::vector<DecisionRequest>& requests,
                                 const std::string& what) {
  DecisionStep taken;
  auto answers = decide_all(store, requests, [&](const std::vector<DecisionAnswer>& made) {
    StepChanges changes;
    std::vector<std::int64_t> touched;
    for (const DecisionAnswer& answer : made) {
      if (answer.event.id == (answer.before ? answer.before->id : 0)) continue;  // it stood already
      changes.words.push_back({answer.event.decision.finding, answer.before, answer.event.id});
      touched.insert(touched.end(), answer.notices.begin(), answer.notices.end());
    }
    taken.step = put_step(store, what, changes, touched, requests.front().person);
  });
  if (!answers) return answers.error();
  taken.answers = *std::move(answers);
  return taken;
}

// ---- one cause ----

Result<CauseList> list_cause(corpus::Store& store, const CauseRequest& request) {
  return guarded([&] {
    CauseList list;
    for (const std::int64_t id : request.notices) {
      CauseNotice notice;
      for (corpus::ListedFinding& finding : corpus::findings_of_rule(store, id, request.rule)) {
        if (request.no && finding.no != request.no) continue;
        if (!request.wording.empty() && finding.message.find(request.wording) == std::string::npos) continue;
        notice.findings.push_back(std::move(finding));
      }
      if (notice.findings.empty()) continue;
      if (list.findings + notice.findings.size() > kCauseAtMost) {
        list.whole = false;
        break;
      }
      notice.key = corpus::key_of(store, id);
      list.findings += notice.findings.size();
      list.notices.push_back(std::move(notice));
    }
    return list;
  });
}

// ---- samples ----

namespace {

SampleRecord sample_of(const corpus::DeskEntry& entry) {
  const json value = json::parse(entry.value, nullptr, false);
  SampleRecord record;
  record.id = entry.name;
  record.person = entry.person;
  record.at = entry.at;
  if (!value.is_object()) return record;
  record.size = value.value("size", 0);
  record.seed = value.value("seed", std::uint64_t{0});
  record.county = value.value("county", "");
  record.tier = value.value("tier", "");
  record.notices = value.value("notices", std::vector<std::string>{});
  return record;
}

}  // namespace

Result<SampleRecord> draw_sample(corpus::Store& store, const SampleRecord& wanted) {
  if (wanted.size < 1 || wanted.size > kLargestSample)
    return Error{"sample-invalid", "A sample has between 1 and " + std::to_string(kLargestSample) + " notices."};
  return guarded([&] {
    SampleRecord record = wanted;
    corpus::SampleOptions options;
    options.size = wanted.size;
    options.seed = wanted.seed;
    options.filter.county = wanted.county;
    options.filter.tier = wanted.tier;
    record.notices.clear();
    for (const corpus::SearchHit& hit : corpus::sample(store, options))
      record.notices.push_back(corpus::key_of(store, hit.notice_id).str());
    record.id = new_id();
    record.at = timestamp(seconds_now());
    corpus::Transaction transaction(store.database());
    corpus::put_desk_entry(store, {"sample", "", record.id,
                                   json{{"size", record.size},
                                        {"seed", record.seed},
                                        {"county", record.county},
                                        {"tier", record.tier},
                                        {"notices", record.notices}}
                                       .dump(),
                                   record.person, record.at});
    transaction.commit();
    return record;
  });
}

std::vector<SampleRecord> samples(corpus::Store& store) {
  std::vector<SampleRecord> records;
  for (const corpus::DeskEntry& entry : corpus::desk_entries(store, "sample", "")) records.push_back(sample_of(entry));
  return records;
}

std::optional<SampleRecord> find_sample(corpus::Store& store, const std::string& id) {
  const auto entry = corpus::desk_entry(store, "sample", "", id);
  if (!entry) return std::nullopt;
  return sample_of(*entry);
}

// ---- views and reasons ----

Result<void> put_view(corpus::Store& store, const std::string& person, const View& view) {
  const bool named = !view.name.empty() && one_line(view.name) && utf8::decode(view.name).size() <= kLongestViewName;
  if (!named || view.query.size() > kLongestQuery || !one_line(view.query))
    return Error{"view-invalid", "A view has a name of 1 to 60 characters, and a query of at most 2000 bytes."};
  return guarded([&] {
    corpus::Transaction transaction(store.database());
    corpus::put_desk_entry(
        store, {"view", person, view.name, view.query.empty() ? "" : json{{"query", view.query}}.dump(), person,
                timestamp(seconds_now())});
    transaction.commit();
  });
}

std::vector<View> views(corpus::Store& store, const std::string& person) {
  std::vector<View> found;
  for (const corpus::DeskEntry& entry : corpus::desk_entries(store, "view", person)) {
    const json value = json::parse(entry.value, nullptr, false);
    if (value.is_object()) found.push_back({entry.name, value.value("query", "")});
  }
  std::sort(found.begin(), found.end(), [](const View& a, const View& b) { return a.name < b.name; });
  return found;
}

std::optional<std::vector<std::string>> reasons(corpus::Store& store) {
  const auto entry = corpus::desk_entry(store, "reasons", "", "dismissal");
  if (!entry) return std::nullopt;
  const json value = json::parse(entry->value, nullptr, false);
  if (!value.is_array()) return std::nullopt;
  return value.get<std::vector<std::string>>();
}

Result<void> put_reasons(corpus::Store& store, const std::vector<std::string>& reasons, const std::string& person) {
  const bool fine = !reasons.empty() && reasons.size() <= kMostReasons &&
                    std::all_of(reasons.begin(), reasons.end(), [](const std::string& reason) {
                      return !reason.empty() && reason.size() <= kLongestReason && one_line(reason);
                    });
  if (!fine)
    return Error{"reasons-invalid", "There must be 1 to 40 reasons of at most 200 bytes, each on a line of its own."};
  return guarded([&] {
    corpus::Transaction transaction(store.database());
    corpus::put_desk_entry(store, {"reasons", "", "dismissal", json(reasons).dump(), person, timestamp(seconds_now())});
    transaction.commit();
  });
}

// ---- copied texts ----

namespace {

/// The text's characters without spaces, each with its place.
struct Squeezed {
  std::u32string characters;
  std::vector<std::size_t> places;

  explicit Squeezed(const std::u32string& text) {
    for (std::size_t i = 0; i < text.size(); ++i)
      if (!is_space(text[i])) {
        characters += text[i];
        places.push_back(i);
      }
  }
};

std::vector<Piece> marked(const std::u32string& text, const Squeezed& own, const Squeezed& other, std::size_t least) {
  std::unordered_set<std::u32string> runs;
  for (std::size_t i = 0; i + least <= other.characters.size(); ++i) runs.insert(other.characters.substr(i, least));
  std::vector<bool> common(text.size(), false);
  for (std::size_t i = 0; i + least <= own.characters.size(); ++i)
    if (runs.contains(own.characters.substr(i, least)))
      for (std::size_t place = own.places[i]; place <= own.places[i + least - 1]; ++place) common[place] = true;
  std::vector<Piece> pieces;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin + 1;
    while (end < text.size() && common[end] == common[begin]) ++end;
    pieces.push_back({utf8::encode(text.substr(begin, end - begin)), common[begin]});
    begin = end;
  }
  return pieces;
}

}  // namespace

Comparison compare_texts(const std::string& first, const std::string& second, std::size_t least) {
  const std::u32string a = utf8::decode(first), b = utf8::decode(second);
  const Squeezed of_a(a), of_b(b);
  return {marked(a, of_a, of_b, least), marked(b, of_b, of_a, least)};
}

std::optional<std::int64_t> find_referred(corpus::Store& store, const NoticeReference& reference) {
  std::string path = reference.source, member;
  std::vector<corpus::PlacedFile> files = corpus::files_at(store, path);
  for (std::size_t mark = path.find('!'); files.empty() && mark != std::string::npos; mark = path.find('!', mark + 1)) {
    member = path.substr(mark + 1);
    files = corpus::files_at(store, path.substr(0, mark));
  }
  for (const corpus::PlacedFile& file : files) {
    if (file.member != member) continue;
    for (const corpus::NoticeKey& key : file.notices)
      if (key.position == reference.notice) return corpus::find_notice(store, key.str());
  }
  return std::nullopt;
}

}  // namespace gongshi::app
