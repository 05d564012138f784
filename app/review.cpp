// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/review.h"

#include <algorithm>

#include "app/accounts.h"
#include "app/clock.h"
#include "app/guard.h"
#include "app/steps.h"
#include "corpus/corrections.h"
#include "corpus/store/desk.h"
#include "corpus/store/search.h"
#include "schema/masking.h"
#include "schema/utf8.h"

namespace gongshi::app {

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
    for (DecisionEvent& event : corpus::latest_decisions(store, *id)) {
      std::string finding = event.decision.finding;
      reviewed.decisions.emplace(std::move(finding), std::move(event));
    }
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

Result<std::vector<DecisionAnswer>> decide_all(corpus::Store& store, const std::vector<DecisionRequest>& requests,
                                               const std::function<void(const std::vector<DecisionAnswer>&)>& along) {
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
      answer.before = store.latest_decision(request.finding);
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
    if (along) along(answers);
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
    StepChanges changes;
    if (request.state && *request.state != state.state)
      changes.states.push_back({state.key.str(), state.state, *request.state});
    if (request.state) state.state = *request.state;
    if (request.assigned) state.assigned = *request.assigned;
    state.person = request.person;
    state.at = timestamp(seconds_now());
    corpus::put_notice_state(store, state);
    static_cast<void>(put_step(store, "state", changes, {*id}, request.person));
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
    return corpus::correct_claim(store, before->id, correction, programmes, config, rules, [&](const RecordCell& read) {
      StepChanges changes;
      changes.readings.push_back({before->key, request.no, request.text, read});
      static_cast<void>(put_step(store, "reading", changes, {before->id}, request.person));
    });
  });
  if (!corrected) return corrected.error();
  if (!*corrected) return Error{"row-unknown", "The notice has no row of this number."};
  return load_reviewed(store, request.notice);
}

}  // namespace gongshi::app
