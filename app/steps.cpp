// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/steps.h"

#include <sodium.h>

#include <charconv>
#include <new>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "app/accounts.h"
#include "app/clock.h"
#include "app/guard.h"
#include "corpus/corrections.h"
#include "corpus/store/desk.h"
#include "corpus/store/reviewing.h"

namespace gongshi::app {
namespace {

using nlohmann::json;

// A step that touches more notices than these is a person's, not a notice's.
constexpr std::size_t kNoticesNamed = 4;
constexpr std::size_t kStepsShown = 20;

std::string new_id() {
  if (sodium_init() < 0) throw std::bad_alloc();
  return std::to_string(1'000'000'000 + randombytes_uniform(3'000'000'000U));
}

/// Whose list a step stands in.
std::string list_of(const std::string& person, const std::string& notice) { return person + "\n" + notice; }

// The note of a word that was put back: which one it says again, so that the step before it can be taken back, too.
constexpr std::string_view kRestores = "restores ";

/// The word itself, or the one that it says again.
std::int64_t said_first(const DecisionEvent& event) {
  std::int64_t version = event.id;
  if (event.note.starts_with(kRestores))
    std::from_chars(event.note.data() + kRestores.size(), event.note.data() + event.note.size(), version);
  return version;
}

json standing_before(const std::optional<DecisionEvent>& event) {
  if (!event) return {{"state", "open"}, {"version", 0}};
  const Decision& decision = event->decision;
  return {{"state", decision.state},
          {"reason", decision.reason},
          {"opinion", decision.opinion},
          {"reply", decision.reply},
          {"version", said_first(*event)}};
}

/// Puts corrected claims back, each for itself: judging anew takes its own transactions. One that was put back before
/// the step was ended reads otherwise by then and stays.
void restore_readings(corpus::Store& store, const std::string& step, const json& readings, const std::string& person,
                      const Programmes& programmes, const audit::Config& config, const std::string& rules,
                      Undone& undone, std::set<std::int64_t>& touched) {
  for (const json& reading : readings) {
    const auto id = corpus::find_notice(store, reading.value("notice", ""));
    const auto entry = corpus::desk_entry(store, "reading", reading.value("sha256", ""), step);
    const json value = entry ? json::parse(entry->value, nullptr, false) : json();
    const auto cell = value.is_object() ? corpus::cell_of_text(value.value("before", "")) : std::optional<RecordCell>();
    corpus::Correction correction;
    bool restored = false;
    if (id && cell) {
      correction.key = corpus::key_of(store, *id);
      correction.no = value.value("no", 0);
      correction.before = value.value("after", "");
      correction.person = person;
      correction.at = timestamp(seconds_now());
      restored = corpus::restore_claim(store, *id, correction, *cell, programmes, config, rules);
    }
    if (!restored) {
      ++undone.left;
      continue;
    }
    touched.insert(*id);
    ++undone.readings;
    ++undone.restored;
  }
}

}  // namespace

Step put_step(corpus::Store& store, const std::string& what, const StepChanges& changes,
              const std::vector<std::int64_t>& notices, const std::string& person) {
  Step step;
  const std::set<std::int64_t> touched(notices.begin(), notices.end());
  step.notices.assign(touched.begin(), touched.end());
  step.changed = changes.states.size() + changes.words.size() + changes.readings.size();
  if (step.changed == 0) return step;
  step.id = new_id();
  json states = json::array(), words = json::array(), readings = json::array(), lists = json::array();
  for (const StepChanges::State& state : changes.states)
    states.push_back({{"notice", state.notice}, {"before", state.before}, {"after", state.after}});
  for (const StepChanges::Word& word : changes.words)
    words.push_back({{"finding", word.finding}, {"before", standing_before(word.before)}, {"version", word.version}});
  if (touched.size() <= kNoticesNamed)
    for (const std::int64_t id : touched) lists.push_back(list_of(person, corpus::key_of(store, id).str()));
  else
    lists.push_back(list_of(person, ""));
  const bool of_many = what == "cause" || what == "letters" || what == "ledger";
  if (of_many && touched.size() <= kNoticesNamed) lists.push_back(list_of(person, ""));
  const std::string at = timestamp(seconds_now());
  for (const StepChanges::Reading& reading : changes.readings) {
    readings.push_back({{"notice", reading.notice.str()}, {"sha256", reading.notice.sha256}});
    corpus::put_desk_entry(
        store,
        {"reading", reading.notice.sha256, step.id,
         json{{"no", reading.no}, {"after", reading.after}, {"before", corpus::text_of_cell(reading.before)}}.dump(),
         person, at});
  }
  const std::string shown = json{{"what", what}, {"changed", step.changed}}.dump();
  corpus::put_desk_entry(store, {"step", "", step.id,
                                 json{{"states", std::move(states)},
                                      {"decisions", std::move(words)},
                                      {"readings", std::move(readings)},
                                      {"lists", lists}}
                                     .dump(),
                                 person, at});
  for (const json& list : lists)
    corpus::put_desk_entry(store, {"steps", list.get<std::string>(), step.id, shown, person, at});
  return step;
}

std::vector<StepRecord> steps_of(corpus::Store& store, const std::string& person, const std::string& notice) {
  std::vector<StepRecord> records;
  for (const corpus::DeskEntry& entry : corpus::desk_entries(store, "steps", list_of(person, notice))) {
    const json value = json::parse(entry.value, nullptr, false);
    if (!value.is_object()) continue;
    records.push_back({entry.name, value.value("what", ""), entry.at, value.value("changed", std::size_t{0})});
    if (records.size() == kStepsShown) break;
  }
  return records;
}

Result<Undone> undo_step(corpus::Store& store, const std::string& step, const std::string& person,
                         const Programmes& programmes, const audit::Config& config, const std::string& rules) {
  const Error unknown{"step-unknown", "There is no such step of yours, or it was taken back already."};
  auto done = guarded([&]() -> std::optional<Undone> {
    Undone undone;
    std::set<std::int64_t> touched;
    const auto standing_step = [&]() -> json {
      const auto entry = corpus::desk_entry(store, "step", "", step);
      if (!entry || entry->person != person) return json();
      return json::parse(entry->value, nullptr, false);
    };
    if (const json step_before = standing_step(); step_before.is_object())
      restore_readings(store, step, step_before.value("readings", json::array()), person, programmes, config, rules,
                       undone, touched);
    corpus::Transaction transaction(store.database());
    const json value = standing_step();
    if (!value.is_object()) return std::nullopt;
    for (const json& state : value.value("states", json::array())) {
      const auto id = corpus::find_notice(store, state.value("notice", ""));
      if (!id) continue;
      corpus::NoticeState standing;
      standing.key = corpus::key_of(store, *id);
      if (const auto set = corpus::notice_states(store, &standing.key); !set.empty()) standing = set.front();
      if (standing.state != state.value("after", "")) {
        ++undone.left;
        continue;
      }
      standing.state = state.value("before", "");
      standing.person = person;
      standing.at = timestamp(seconds_now());
      corpus::put_notice_state(store, standing);
      touched.insert(*id);
      ++undone.restored;
    }
    for (const json& said : value.value("decisions", json::array())) {
      const json before = said.value("before", json::object());
      Decision decision;
      decision.finding = said.value("finding", "");
      decision.state = before.value("state", "open");
      decision.reason = before.value("reason", "");
      decision.opinion = before.value("opinion", "");
      decision.reply = before.value("reply", "");
      decision.reviewer = person;
      decision.decided = now().day.to_string();
      DecisionOrigin origin;
      origin.origin = "page";
      origin.note = std::string(kRestores) + std::to_string(before.value("version", std::int64_t{0}));
      const auto standing = store.latest_decision(decision.finding);
      if (!standing || said_first(*standing) != said.value("version", std::int64_t{0}) ||
          !store.put_decision(decision, origin)) {
        ++undone.left;
        continue;
      }
      for (const std::int64_t id : corpus::notices_of_finding(store, decision.finding)) touched.insert(id);
      undone.findings.push_back(decision.finding);
      ++undone.restored;
    }
    const std::string at = timestamp(seconds_now());
    corpus::put_desk_entry(store, {"step", "", step, "", person, at});
    for (const json& reading : value.value("readings", json::array()))
      corpus::put_desk_entry(store, {"reading", reading.value("sha256", ""), step, "", person, at});
    for (const json& list : value.value("lists", json::array()))
      corpus::put_desk_entry(store, {"steps", list.get<std::string>(), step, "", person, at});
    transaction.commit();
    undone.notices.assign(touched.begin(), touched.end());
    return undone;
  });
  if (!done) return done.error();
  if (!*done) return unknown;
  return **std::move(done);
}

}  // namespace gongshi::app
