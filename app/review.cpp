// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/review.h"

#include <algorithm>
#include <tuple>

#include "app/accounts.h"
#include "app/clock.h"
#include "app/guard.h"
#include "corpus/corrections.h"
#include "corpus/store/search.h"
#include "schema/masking.h"
#include "schema/utf8.h"

namespace gongshi::app {
namespace {

constexpr std::string_view kNames[] = {"open", "reviewing", "reviewed", "sent", "closed"};

bool holds(const std::string& text, const std::string& part) {
  return part.empty() || text.find(part) != std::string::npos;
}

std::string suggestion_of(const corpus::NoticeSummary& notice) {
  if (notice.outcome == "read-in-part") return "unread";
  if (notice.error > 0) return "explain";
  if (notice.warning > 0) return "check";
  return notice.info > 0 ? "look" : "clear";
}

/// Decisions on findings of severity error or warning.
struct Tally {
  int decided = 0;
  int over = 0;   // set aside, or cured
  int cured = 0;  // of these

  void add(const corpus::DecidedFinding& finding) {
    if (finding.severity == "info" || finding.state == "open") return;
    ++decided;
    cured += finding.state == "corrected" ? 1 : 0;
    over += finding.state == "corrected" || finding.state == "dismissed" ? 1 : 0;
  }
};

void settle(QueueEntry& entry, const Tally& tally, const std::string& set) {
  entry.to_decide = entry.notice.error + entry.notice.warning;
  entry.decided = tally.decided;
  entry.suggestion = suggestion_of(entry.notice);
  if (const auto state = parse_review_state(set)) {
    entry.state = *state;
    return;
  }
  if (tally.decided == 0)
    entry.state = ReviewState::kOpen;
  else if (tally.decided < entry.to_decide)
    entry.state = ReviewState::kReviewing;
  else
    entry.state = tally.cured > 0 && tally.over == entry.to_decide ? ReviewState::kClosed : ReviewState::kReviewed;
}

auto gravity(const QueueEntry& entry) {
  const corpus::NoticeSummary& notice = entry.notice;
  return std::tuple(-notice.error, -notice.warning, -notice.info, std::tie(notice.county, notice.community),
                    std::tie(notice.key.sha256, notice.key.position));
}

void sort(std::vector<const QueueEntry*>& entries, const std::string& by) {
  const auto sort_by = [&](const auto& key) {
    std::sort(entries.begin(), entries.end(), [&](const QueueEntry* a, const QueueEntry* b) {
      return std::pair(key(*a), gravity(*a)) < std::pair(key(*b), gravity(*b));
    });
  };
  if (by == "community")
    sort_by([](const QueueEntry& entry) { return std::tie(entry.notice.county, entry.notice.community); });
  else if (by == "state")
    sort_by([](const QueueEntry& entry) { return entry.state; });
  else if (by == "date")
    std::sort(entries.begin(), entries.end(), [](const QueueEntry* a, const QueueEntry* b) {
      return std::pair(b->notice.dated, gravity(*a)) < std::pair(a->notice.dated, gravity(*b));
    });
  else
    std::sort(entries.begin(), entries.end(),
              [](const QueueEntry* a, const QueueEntry* b) { return gravity(*a) < gravity(*b); });
}

/// Fits everything but the state.
bool fits(const QueueEntry& entry, const QueueRequest& request, const std::set<std::int64_t>* found) {
  const corpus::NoticeSummary& notice = entry.notice;
  if (!entry.latest && !request.all_versions) return false;
  if (!holds(notice.city, request.city) || !holds(notice.county, request.county) ||
      !holds(notice.community, request.community))
    return false;
  if (!request.tier.empty() && notice.tier != request.tier) return false;
  if (!request.programme.empty() && notice.programme != request.programme) return false;
  if (!request.assigned.empty() && entry.assigned != request.assigned) return false;
  const std::string wanted = (request.severity.empty() ? ":" : " " + request.severity + ":") + request.rule;
  if (!request.rule.empty() && !holds(notice.rules, wanted + " ")) return false;
  if (!request.severity.empty() && request.rule.empty() && !holds(notice.rules, wanted)) return false;
  return found == nullptr || found->contains(notice.id) || holds(notice.community, request.words);
}

template <typename Entries>
std::vector<const QueueEntry*> all_that_fit(corpus::Store& store, const Entries& entries, const QueueRequest& request) {
  std::set<std::int64_t> found;
  if (!request.words.empty())
    for (const std::int64_t id : corpus::notices_with(store, request.words)) found.insert(id);
  std::vector<const QueueEntry*> fitting;
  for (const auto& entry : entries)
    if (fits(*entry, request, request.words.empty() ? nullptr : &found)) fitting.push_back(entry.get());
  return fitting;
}

/// The latest notice of each community, as corpus/store/search.cpp has it for questions to the store itself.
void mark_latest(std::vector<QueueEntry>& entries) {
  std::unordered_map<std::string, QueueEntry*> latest;
  const auto rank = [](const QueueEntry& entry) {
    const corpus::NoticeSummary& notice = entry.notice;
    return std::tie(notice.chosen, notice.placed, notice.dated, notice.revision, notice.written, notice.first_run,
                    notice.key.sha256, notice.key.position);
  };
  for (QueueEntry& entry : entries) {
    QueueEntry*& best = latest[entry.notice.identity];
    if (best == nullptr || rank(*best) < rank(entry)) best = &entry;
  }
  for (QueueEntry& entry : entries) entry.latest = entry.notice.placed && latest[entry.notice.identity] == &entry;
}

}  // namespace

std::string_view to_string(ReviewState state) { return kNames[static_cast<std::size_t>(state)]; }

std::optional<ReviewState> parse_review_state(std::string_view text) {
  for (const ReviewState state : kReviewStates)
    if (to_string(state) == text) return state;
  return std::nullopt;
}

// ---- the queue ----

std::shared_ptr<const Queue::Entries> Queue::entries() const {
  const std::lock_guard lock(mutex_);
  return entries_;
}

void Queue::load(corpus::Store& store) {
  {
    const std::lock_guard lock(mutex_);
    ++loading_;
  }
  auto entries = std::make_shared<Entries>();
  std::unordered_map<std::string, std::size_t> places;
  std::vector<QueueEntry> lines;
  try {
    std::unordered_map<std::int64_t, Tally> tallies;
    for (const corpus::DecidedFinding& finding : corpus::decided_findings(store))
      tallies[finding.notice_id].add(finding);
    std::unordered_map<std::string, corpus::NoticeState> states;
    for (corpus::NoticeState& state : corpus::notice_states(store)) states[state.key.str()] = std::move(state);
    for (corpus::NoticeSummary& summary : corpus::notice_summaries(store)) {
      QueueEntry entry;
      entry.notice = std::move(summary);
      const std::string key = entry.notice.key.str();
      const auto set = states.find(key);
      if (set != states.end()) entry.assigned = set->second.assigned;
      settle(entry, tallies[entry.notice.id], set == states.end() ? "" : set->second.state);
      places[key] = lines.size();
      lines.push_back(std::move(entry));
    }
    mark_latest(lines);
    for (QueueEntry& line : lines) entries->push_back(std::make_shared<const QueueEntry>(std::move(line)));
  } catch (...) {
    const std::lock_guard lock(mutex_);
    --loading_;
    throw;
  }
  std::set<std::int64_t> touched;
  {
    const std::lock_guard lock(mutex_);
    entries_ = std::move(entries);
    places_ = std::move(places);
    if (--loading_ == 0) touched = std::exchange(touched_, {});
  }
  for (const std::int64_t id : touched) refresh(store, id);
}

void Queue::refresh(corpus::Store& store, std::int64_t notice_id) {
  std::vector<corpus::NoticeSummary> summaries = corpus::notice_summaries(store, notice_id);
  if (summaries.empty()) return;
  QueueEntry entry;
  entry.notice = std::move(summaries.front());
  Tally tally;
  for (const corpus::DecidedFinding& finding : corpus::decided_findings(store, notice_id)) tally.add(finding);
  const auto states = corpus::notice_states(store, &entry.notice.key);
  if (!states.empty()) entry.assigned = states.front().assigned;
  settle(entry, tally, states.empty() ? "" : states.front().state);

  const std::lock_guard lock(mutex_);
  if (loading_ > 0) touched_.insert(notice_id);
  const auto place = places_.find(entry.notice.key.str());
  if (place == places_.end()) return;
  // Whoever goes through the lines holds them as they are: only where nobody does is the list itself changed.
  if (entries_.use_count() > 1) entries_ = std::make_shared<Entries>(*entries_);
  std::shared_ptr<const QueueEntry>& standing = (*entries_)[place->second];
  entry.latest = standing->latest;
  standing = std::make_shared<const QueueEntry>(std::move(entry));
}

QueueAnswer Queue::find(corpus::Store& store, const QueueRequest& request) const {
  const auto entries = this->entries();
  std::vector<const QueueEntry*> fitting = all_that_fit(store, *entries, request);
  QueueAnswer answer;
  for (const QueueEntry* entry : fitting) ++answer.states[static_cast<std::size_t>(entry->state)];
  if (request.state) std::erase_if(fitting, [&](const QueueEntry* entry) { return entry->state != *request.state; });
  std::map<std::pair<std::string_view, std::string_view>, std::pair<std::size_t, std::size_t>> counties;
  for (const QueueEntry* entry : fitting) {
    auto& [notices, open] = counties[{entry->notice.city, entry->notice.county}];
    ++notices;
    open += entry->state < ReviewState::kReviewed ? 1 : 0;
  }
  for (const auto& [name, figures] : counties)
    answer.counties.push_back({std::string(name.first), std::string(name.second), figures.first, figures.second});
  answer.total = fitting.size();
  sort(fitting, request.sort);
  for (std::size_t i = request.offset; i < fitting.size() && answer.items.size() < request.limit; ++i)
    answer.items.push_back(*fitting[i]);
  return answer;
}

std::optional<QueueEntry> Queue::entry(const corpus::NoticeKey& key) const {
  const std::lock_guard lock(mutex_);
  const auto place = places_.find(key.str());
  if (place == places_.end()) return std::nullopt;
  return *(*entries_)[place->second];
}

std::size_t Queue::size() const { return entries()->size(); }

std::vector<std::int64_t> Queue::ids(corpus::Store& store, const QueueRequest& request) const {
  const auto entries = this->entries();
  std::vector<const QueueEntry*> fitting = all_that_fit(store, *entries, request);
  if (request.state) std::erase_if(fitting, [&](const QueueEntry* entry) { return entry->state != *request.state; });
  sort(fitting, request.sort);
  std::vector<std::int64_t> ids;
  for (const QueueEntry* entry : fitting) ids.push_back(entry->notice.id);
  return ids;
}

// ---- one notice ----

Result<ReviewedNotice> load_reviewed(corpus::Store& store, std::string_view key) {
  auto loaded = guarded([&]() -> std::optional<ReviewedNotice> {
    const auto id = corpus::find_notice(store, key);
    if (!id) return std::nullopt;
    corpus::StoredNotice stored = store.load_notice(*id);
    ReviewedNotice reviewed;
    reviewed.key = {stored.sha256, stored.position};
    reviewed.id = *id;
    reviewed.file = store.load_head(stored.file_id);
    reviewed.file.file.notices.push_back(std::move(stored.notice));
    reviewed.file.audited.push_back(store.load_audited(*id));
    for (const Finding& finding : reviewed.audited().findings)
      if (auto event = store.latest_decision(finding.id)) reviewed.decisions.emplace(finding.id, *std::move(event));
    reviewed.corrections = corpus::corrections(store, reviewed.key);
    if (auto states = corpus::notice_states(store, &reviewed.key); !states.empty())
      reviewed.state = std::move(states.front());
    return reviewed;
  });
  if (!loaded) return loaded.error();
  if (!*loaded) return Error{"notice-unknown", "The store has no notice of this name."};
  return **std::move(loaded);
}

ReviewedNotice masked(ReviewedNotice reviewed) {
  const std::vector<std::string> persons = reviewed.notice().contact.persons;
  for (auto& [id, event] : reviewed.decisions) {
    Decision& decision = event.decision;
    for (std::string* words : {&decision.opinion, &decision.reason, &decision.reply})
      *words = masked_text(*words, persons);
  }
  for (corpus::Correction& correction : reviewed.corrections) {
    correction.before = masked_text(correction.before, persons);
    correction.after = masked_text(correction.after, persons);
  }
  AuditedNotice& audited = reviewed.file.audited.front();
  audited = gongshi::masked(std::move(audited), reviewed.notice());
  reviewed.file.file = gongshi::masked(std::move(reviewed.file.file));
  return reviewed;
}

// ---- what people say ----

namespace {

std::optional<Error> complaint_about(const DecisionRequest& request) {
  const bool known =
      std::find(std::begin(kDecisionStates), std::end(kDecisionStates), request.state) != std::end(kDecisionStates);
  if (!known) return Error{"decision-invalid", "There is no such state of a decision."};
  if (request.state == "dismissed" && request.reason.empty())
    return Error{"decision-invalid", "A finding is dismissed with a reason; give one."};
  for (const std::string* words : {&request.reason, &request.opinion, &request.reply})
    if (words->size() > kLongestClaim || !utf8::valid(*words))
      return Error{"decision-invalid", "The words of a decision must be UTF-8 and not longer than a claim."};
  return std::nullopt;
}

}  // namespace

Result<std::vector<DecisionAnswer>> decide_all(corpus::Store& store, const std::vector<DecisionRequest>& requests) {
  for (const DecisionRequest& request : requests)
    if (auto complaint = complaint_about(request)) return *complaint;
  std::optional<Error> refusal;
  auto done = guarded([&] {
    std::vector<DecisionAnswer> answers;
    corpus::Transaction transaction(store.database());
    for (const DecisionRequest& request : requests) {
      DecisionAnswer answer;
      answer.notices = corpus::notices_of_finding(store, request.finding);
      if (answer.notices.empty()) {
        refusal = Error{"finding-unknown", "No notice of the store has this finding."};
        return answers;
      }
      Decision decision;
      decision.finding = request.finding;
      decision.state = request.state;
      decision.reason = request.reason;
      decision.opinion = request.opinion;
      decision.reply = request.reply;
      decision.reviewer = request.person;
      decision.decided = now().day.to_string();
      DecisionOrigin origin;
      origin.origin = "page";
      origin.expected = request.expected;
      if (!store.put_decision(decision, origin)) {
        refusal = Error{"decision-changed", "Another decision was made on this finding meanwhile; look at it first."};
        return answers;
      }
      if (auto event = store.latest_decision(request.finding))
        answer.event = *std::move(event);
      else
        answer.event.decision = decision;
      answers.push_back(std::move(answer));
    }
    transaction.commit();
    return answers;
  });
  if (refusal) return *refusal;
  return done;
}

Result<DecisionAnswer> decide(corpus::Store& store, const DecisionRequest& request) {
  auto answers = decide_all(store, {request});
  if (!answers) return answers.error();
  return std::move(answers->front());
}

Result<std::vector<DecisionEvent>> decisions_of(corpus::Store& store, const std::string& finding) {
  auto events = guarded([&] { return store.decision_history(finding); });
  if (!events || !events->empty()) return events;
  const auto known = guarded([&] { return store.has_finding(finding); });
  if (!known) return known.error();
  if (!*known) return Error{"finding-unknown", "No notice of the store has this finding."};
  return events;
}

Result<corpus::NoticeState> set_state(corpus::Store& store, const StateRequest& request) {
  if (request.state && !request.state->empty() && !parse_review_state(*request.state))
    return Error{"state-invalid", "There is no such state of a review."};
  if (request.assigned && (request.assigned->size() > 200 || !utf8::valid(*request.assigned)))
    return Error{"state-invalid", "The name of who is at it is too long, or no UTF-8."};
  auto set = guarded([&]() -> std::optional<corpus::NoticeState> {
    corpus::Transaction transaction(store.database());
    const auto id = corpus::find_notice(store, request.notice);
    if (!id) return std::nullopt;
    corpus::NoticeState state;
    state.key = corpus::key_of(store, *id);
    if (const auto before = corpus::notice_states(store, &state.key); !before.empty()) state = before.front();
    if (request.state) state.state = *request.state;
    if (request.assigned) state.assigned = *request.assigned;
    state.person = request.person;
    state.at = timestamp(seconds_now());
    corpus::put_notice_state(store, state);
    transaction.commit();
    return state;
  });
  if (!set) return set.error();
  if (!*set) return Error{"notice-unknown", "The store has no notice of this name."};
  return **std::move(set);
}

Result<ReviewedNotice> correct(corpus::Store& store, const CorrectionRequest& request, const Programmes& programmes,
                               const audit::Config& config, const std::string& rules) {
  if (request.text.size() > kLongestClaim || !utf8::valid(request.text) || request.text.find('\0') != std::string::npos)
    return Error{"text-invalid", "A claim must be UTF-8 of at most 100,000 bytes."};
  const auto before = load_reviewed(store, request.notice);
  if (!before) return before.error();
  for (const IndicatorRecord& row : before->notice().rows)
    if (row.no == request.no) {
      const std::string hidden = masked_text(row.claim.str(), before->notice().contact.persons);
      if (hidden != row.claim.str() && request.text == hidden)
        return Error{"text-invalid", "This is the text with personal data hidden; correct the text as it was read."};
    }
  const auto corrected = guarded([&] {
    corpus::Correction correction;
    correction.key = before->key;
    correction.no = request.no;
    correction.after = request.text;
    correction.person = request.person;
    correction.at = timestamp(seconds_now());
    return corpus::correct_claim(store, before->id, correction, programmes, config, rules);
  });
  if (!corrected) return corrected.error();
  if (!*corrected) return Error{"row-unknown", "The notice has no row of this number."};
  return load_reviewed(store, request.notice);
}

}  // namespace gongshi::app
