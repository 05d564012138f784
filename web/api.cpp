// SPDX-License-Identifier: GPL-3.0-or-later
// The API: /healthz, /metrics and everything below /api/v1. web/data/openapi.json describes it; a test holds the two
// together.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/clock.h"
#include "app/decisions.h"
#include "app/desk.h"
#include "app/guard.h"
#include "app/queries.h"
#include "app/scratch_folder.h"
#include "corpus/store/reviewing.h"
#include "corpus/workers/ledger_reading.h"
#include "office/package.h"
#include "report/files.h"
#include "schema/data.h"
#include "schema/finding_identity.h"
#include "schema/json.h"
#include "schema/masking.h"
#include "schema/presentable.h"
#include "web/api_parts.h"
#include "web/call.h"

namespace gongshi::web {
namespace {

using app::Role;
using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::size_t kPicturesHeld = 64;
constexpr std::size_t kDeliveriesAtMost = 200;              // that wait
constexpr auto kVisitLasts = std::chrono::seconds(12);      // a page asks every four
constexpr std::size_t kVisitsHeld = 100, kLongestTab = 40;  // of one notice
constexpr double kPictureDpi = 110;
constexpr const char* kXlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The version in an If-Match header: "12" (in quotation marks), W/"12", or 12. Nothing where there is none.
Result<std::optional<std::int64_t>> expected_version(const Request& request) {
  std::string text = request.header("if-match");
  if (text.empty() || text == "*") return std::optional<std::int64_t>();
  if (text.starts_with("W/")) text.erase(0, 2);
  std::erase(text, '"');
  if (const auto version = number(text)) return std::optional(*version);
  return Error{"version-invalid", "If-Match must hold the version of a decision."};
}

std::string etag(std::int64_t version) { return "\"" + std::to_string(version) + "\""; }

int status_of(const std::string& code) {
  if (code.ends_with("-unknown")) return 404;
  if (code == "decision-changed") return 409;
  if (code == "store-failed" || code == "store-unusable" || code == "intake-failed" || code == "worker-start")
    return 503;
  if (code == "source-gone" || code == "source-changed" || code == "page-missing" || code == "no-pages") return 404;
  if (code == "picture-crashed" || code == "picture-failed") return 502;
  return 422;
}

json version_json(const corpus::NoticeVersion& version) {
  return {{"source", version.source}, {"sha256", version.sha256}, {"dated", version.dated}, {"tier", version.tier}};
}

json findings_json(const std::vector<Finding>& findings) {
  json list = json::array();
  for (const Finding& finding : findings) list.push_back(to_json(finding));
  return list;
}

/// Of a decision, what people wrote.
void mask_words(json& decision) {
  for (const char* name : {"reason", "note", "reply"}) decision[name] = masked_text(decision[name].get<std::string>());
}

std::optional<corpus::Grouping> grouping_of(const std::string& name) {
  if (name.empty() || name == "county") return corpus::Grouping::kCounty;
  if (name == "city") return corpus::Grouping::kCity;
  if (name == "tier") return corpus::Grouping::kTier;
  if (name == "indicator") return corpus::Grouping::kIndicator;
  if (name == "rule") return corpus::Grouping::kRule;
  return std::nullopt;
}

std::int64_t resident_bytes() {
  long pages = 0, resident = 0;
  if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%ld %ld", &pages, &resident) != 2) resident = 0;
    std::fclose(file);
  }
  return std::int64_t{resident} * ::sysconf(_SC_PAGESIZE);
}

}  // namespace

Response json_response(const json& object, int status) {
  Response response;
  response.status = status;
  response.type = "application/json; charset=utf-8";
  response.body = inert_json(object.dump(-1, ' ', false, json::error_handler_t::replace)) + "\n";
  return response;
}

Response api_error(int status, const std::string& code, const std::string& message) {
  return json_response({{"error", {{"code", code}, {"message", message}}}}, status);
}

Response api_error(const Error& error) { return api_error(status_of(error.code), error.code, error.message); }

// ---- the server itself ----

Response Workbench::healthz(Call&) { return json_response({{"status", "ok"}, {"version", app::program_version()}}); }

Response Workbench::metrics(Call&) {
  std::string text;
  const auto add = [&](const std::string& name, const char* type, const char* help, std::uint64_t value) {
    text += "# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n" + name + " " +
            std::to_string(value) + "\n";
  };
  add("gongshi_notices", "gauge", "Notices in the store.", queue_.size());
  add("gongshi_decisions_total", "counter", "Decisions taken since the start.", decisions_);
  add("gongshi_deliveries_pending", "gauge", "Deliveries that wait or are read.", intake_->pending());
  add("process_resident_memory_bytes", "gauge", "Memory in use.", static_cast<std::uint64_t>(resident_bytes()));
  text += "# HELP gongshi_answers_total Requests answered, by class of status.\n# TYPE gongshi_answers_total counter\n";
  for (std::size_t digit = 2; digit < answers_.size(); ++digit)
    text +=
        "gongshi_answers_total{class=\"" + std::to_string(digit) + "xx\"} " + std::to_string(answers_[digit]) + "\n";
  Response response;
  response.body = std::move(text);
  response.type = "text/plain; version=0.0.4; charset=utf-8";
  return response;
}

Response Workbench::openapi(Call&) {
  const auto text = load_data("web/openapi.json");
  if (!text) return api_error(text.error());
  Response response;
  response.body = *text;
  response.type = "application/json; charset=utf-8";
  return response;
}

Response Workbench::show_session(Call& call) {
  return json_response({{"name", call.person.name},
                        {"role", to_string(call.person.role)},
                        {"accounts", with_accounts()},
                        {"csrf", call.person.csrf}});
}

Response Workbench::api_sign_out(Call& call) {
  if (!call.person.session.empty()) {
    const auto ended = writing([&](corpus::Store& store) { return app::sign_out(store, call.person.session); });
    if (!ended) return api_error(ended.error());
    note(call.person, "sign-out", "", call.request);
  }
  Response response;
  response.status = 204;
  response.body.clear();
  return response;
}

Response Workbench::list_activities(Call& call) {
  const auto limit = parameter(call.request, "limit", 1, kMostAtOnce, 100);
  const auto offset = parameter(call.request, "offset", 0, 1'000'000'000, 0);
  if (!limit || !offset) return api_error(400, "parameter-invalid", "limit and offset must be numbers in their range.");
  json items = json::array();
  for (const corpus::Activity& activity :
       corpus::activities(call.store, static_cast<int>(*limit), static_cast<int>(*offset)))
    items.push_back({{"at", activity.at},
                     {"person", activity.person},
                     {"action", activity.action},
                     {"subject", activity.subject},
                     {"from", activity.peer}});
  return json_response({{"items", std::move(items)}});
}

// ---- notices ----

Result<app::QueueRequest> Workbench::queue_request(corpus::Store& store, const Request& request) const {
  app::QueueRequest wanted;
  wanted.city = request.parameter("city");
  wanted.county = request.parameter("county");
  wanted.community = request.parameter("community");
  wanted.tier = request.parameter("tier");
  wanted.severity = request.parameter("severity");
  wanted.rule = request.parameter("rule");
  wanted.assigned = request.parameter("assigned");
  wanted.words = request.parameter("q");
  wanted.sort = request.parameter("sort");
  wanted.all_versions = request.parameter("versions") == "all";
  wanted.programme = request.parameter("programme");
  wanted.from = request.parameter("from");
  wanted.to = request.parameter("to");
  if (const std::string sample = request.parameter("sample"); !sample.empty()) {
    const auto drawn = app::find_sample(store, sample);
    if (!drawn) return Error{"parameter-invalid", "There is no such sample."};
    wanted.among.emplace(drawn->notices.begin(), drawn->notices.end());
    wanted.all_versions = true;
  }
  if (std::string state = request.parameter("state"); !state.empty()) {
    if (const auto known = words_.states.find(state); known != words_.states.end()) state = known->second;
    wanted.state = app::parse_review_state(state);
    if (!wanted.state) return Error{"parameter-invalid", "There is no such state."};
  }
  if (!wanted.severity.empty() && !parse_severity(wanted.severity))
    return Error{"parameter-invalid", "severity is error, warning or info."};
  constexpr std::string_view kSorts[] = {"", "gravest", "community", "date", "state"};
  if (std::find(std::begin(kSorts), std::end(kSorts), wanted.sort) == std::end(kSorts))
    return Error{"parameter-invalid", "sort is gravest, community, date or state."};
  const auto limit = parameter(request, "limit", 0, kMostAtOnce, 50);
  const auto offset = parameter(request, "offset", 0, 1'000'000'000, 0);
  if (!limit || !offset)
    return Error{"parameter-invalid",
                 "limit is a number up to " + std::to_string(kMostAtOnce) + ", offset one from 0 on."};
  wanted.limit = static_cast<std::size_t>(*limit);
  wanted.offset = static_cast<std::size_t>(*offset);
  return wanted;
}

Response Workbench::list_notices(Call& call) {
  const auto wanted = queue_request(call.store, call.request);
  if (!wanted) return api_error(400, wanted.error().code, wanted.error().message);
  const app::QueueAnswer answer = queue_.find(call.store, *wanted);
  json items = json::array();
  for (const app::QueueEntry& entry : answer.items) {
    const corpus::NoticeSummary& notice = entry.notice;
    items.push_back({{"id", notice.key.str()},
                     {"community", notice.community},
                     {"programme", notice.programme},
                     {"tier", notice.tier},
                     {"city", notice.city},
                     {"county", notice.county},
                     {"street", notice.street},
                     {"dated", notice.dated},
                     {"state", words_.state(to_string(entry.state))},
                     {"outcome", notice.outcome},
                     {"suggestion", entry.suggestion},
                     {"error", notice.error},
                     {"warning", notice.warning},
                     {"info", notice.info},
                     {"decided", entry.decided},
                     {"to_decide", entry.to_decide},
                     {"assigned", entry.assigned}});
  }
  json counties = json::array(), states = json::object();
  for (const app::QueueAnswer::County& county : answer.counties)
    counties.push_back(
        {{"city", county.city}, {"county", county.county}, {"notices", county.notices}, {"open", county.open}});
  for (const app::ReviewState state : app::kReviewStates)
    states[words_.state(to_string(state))] = answer.states[static_cast<std::size_t>(state)];
  return json_response({{"total", answer.total},
                        {"items", std::move(items)},
                        {"counties", std::move(counties)},
                        {"states", std::move(states)}});
}

json Workbench::decision_json(const DecisionEvent& event) const {
  const Decision& decision = event.decision;
  return {{"finding", decision.finding},
          {"status", words_.status(decision.state)},
          {"reason", decision.reason},
          {"note", decision.opinion},
          {"reply", decision.reply},
          {"reviewer", decision.reviewer},
          {"decided", decision.decided},
          {"recorded", event.recorded},
          {"before", event.before.empty() ? json(nullptr) : json(words_.status(event.before))},
          {"origin", event.origin},
          {"version", event.id}};
}

json Workbench::notice_json(const app::ReviewedNotice& reviewed) {
  json document = to_json(reviewed.file.file, reviewed.file.audited);
  json notice = std::move(document["notices"][0]);
  notice["format"] = document["format"];
  notice["source"] = std::move(document["source"]);
  notice["file_problems"] = std::move(document["problems"]);
  notice["id"] = reviewed.key.str();
  const auto entry = queue_.entry(reviewed.key);
  notice["state"] = words_.state(to_string(entry ? entry->state : app::ReviewState::kOpen));
  notice["assigned"] = entry ? entry->assigned : "";
  notice["outcome"] = to_string(reviewed.file.outcome);
  const std::vector<Finding>& findings = reviewed.audited().findings;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    json& finding = notice["findings"][i];
    finding["id"] = findings[i].id;
    finding["group"] = group_of(findings[i].id, findings[i].rule);
    const auto decided = reviewed.decisions.find(findings[i].id);
    const bool stands = decided != reviewed.decisions.end() && !decided->second.decision.blank();
    finding["decision"] = stands ? decision_json(decided->second) : json(nullptr);
    finding["version"] = decided == reviewed.decisions.end() ? 0 : decided->second.id;
  }
  json corrections = json::array();
  for (const corpus::Correction& correction : reviewed.corrections)
    corrections.push_back({{"no", correction.no},
                           {"before", correction.before},
                           {"after", correction.after},
                           {"reviewer", correction.person},
                           {"recorded", correction.at}});
  notice["corrections"] = std::move(corrections);
  return notice;
}

Response Workbench::show_notice(Call& call) {
  auto reviewed = app::load_reviewed(call.store, call.parts[0]);
  if (!reviewed) return api_error(reviewed.error());
  note(call.person, masks(call) ? "see" : "see-unmasked", reviewed->key.str(), call.request);
  if (masks(call)) *reviewed = app::masked(*std::move(reviewed));
  return json_response(notice_json(*reviewed));
}

Response Workbench::put_state(Call& call) {
  const auto body = body_of(call.request);
  if (!body) return api_error(400, body.error().code, body.error().message);
  app::StateRequest request;
  request.notice = call.parts[0];
  request.person = call.person.name;
  for (const auto& [name, member] : {std::pair("state", &request.state), std::pair("assigned", &request.assigned)}) {
    if (!body->contains(name)) continue;
    auto text = text_of(*body, name);
    if (!text) return api_error(400, text.error().code, text.error().message);
    *member = *std::move(text);
  }
  if (!request.state && !request.assigned)
    return api_error(400, "body-invalid", "The body needs a \"state\", or who is \"assigned\", or both.");
  if (request.state)
    if (const auto known = words_.states.find(*request.state); known != words_.states.end())
      request.state = known->second;
  const auto set = writing([&](corpus::Store& store) { return app::set_state(store, request); });
  if (!set) return api_error(set.error());
  if (const auto id = corpus::find_notice(call.store, call.parts[0])) queue_.refresh(call.store, *id);
  note(call.person, "state", call.parts[0], call.request);
  const auto entry = queue_.entry(set->key);
  return json_response({{"id", set->key.str()},
                        {"state", words_.state(to_string(entry ? entry->state : app::ReviewState::kOpen))},
                        {"assigned", set->assigned}});
}

// A person says that this is the latest notice of its community, where nothing else tells.
Response Workbench::put_latest(Call& call) {
  const auto id = corpus::find_notice(call.store, call.parts[0]);
  if (!id) return api_error(404, "notice-unknown", "The store has no notice of this name.");
  const auto chosen = writing([&](corpus::Store& store) { return app::guarded([&] { store.choose_latest(*id); }); });
  if (!chosen) return api_error(chosen.error());
  note(call.person, "latest", call.parts[0], call.request);
  {
    const std::lock_guard lock(noting_);
    changed_ = true;  // the queue shows the latest of each community
  }
  wake_.notify_all();
  return json_response({{"id", corpus::key_of(call.store, *id).str()}});
}

// Who else has the notice open, and what was decided about it since.
Response Workbench::show_presence(Call& call) {
  const auto since = parameter(call.request, "since", 0, std::numeric_limits<std::int64_t>::max(), 0);
  const std::string tab = call.request.parameter("tab");
  if (!since || tab.empty() || tab.size() > kLongestTab)
    return api_error(400, "parameter-invalid", "tab names the page that asks, since is the version of a decision.");
  const auto id = corpus::find_notice(call.store, call.parts[0]);
  if (!id) return api_error(404, "notice-unknown", "The store has no notice of this name.");
  json others = json::array(), decisions = json::array();
  {
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(visiting_);
    for (auto& [notice, visits] : visits_)
      std::erase_if(visits, [&](const Visit& visit) { return now - visit.at > kVisitLasts; });
    std::erase_if(visits_, [](const auto& entry) { return entry.second.empty(); });
    std::vector<Visit>& visits = visits_[corpus::key_of(call.store, *id).str()];
    std::erase_if(visits, [&](const Visit& visit) { return visit.tab == tab && visit.person == call.person.name; });
    for (const Visit& visit : visits) others.push_back(visit.person);
    const bool leaving = call.request.parameter("leaving") == "1";
    if (!leaving && visits.size() < kVisitsHeld) visits.push_back({call.person.name, tab, now});
  }
  for (const std::string& finding : corpus::findings_decided_since(call.store, *id, *since))
    if (const auto event = call.store.latest_decision(finding)) {
      json decision = decision_json(*event);
      if (masks(call)) mask_words(decision);
      decisions.push_back(std::move(decision));
    }
  return json_response({{"others", std::move(others)}, {"decisions", std::move(decisions)}});
}

Response Workbench::picture(Call& call) {
  const auto page = number(call.parts[1]);
  if (!page || *page < 1 || *page > 100000) return api_error(404, "page-missing", "There is no such page.");
  const auto id = corpus::find_notice(call.store, call.parts[0]);
  if (!id) return api_error(404, "notice-unknown", "The store has no notice of this name.");
  const bool masked = masks(call);
  const corpus::NoticeKey key = corpus::key_of(call.store, *id);
  const std::string name = key.sha256 + "/" + std::to_string(*page) + (masked ? "/masked" : "");
  const auto respond = [](const Picture& picture) {
    Response response;
    response.body = picture.bytes;
    response.type = picture.media_type;
    response.headers.emplace_back("Cache-Control", "private, max-age=600");
    return response;
  };
  const auto held = [&]() -> std::optional<Picture> {
    const std::lock_guard lock(picturing_);
    const auto found = std::find_if(pictures_.begin(), pictures_.end(), [&](const auto& p) { return p.key == name; });
    if (found == pictures_.end()) return std::nullopt;
    pictures_.splice(pictures_.begin(), pictures_, found);
    return pictures_.front().picture;
  };
  if (const auto picture = held()) return respond(*picture);
  const std::lock_guard drawing(drawing_);  // one page at a time: each takes a worker of its own
  if (const auto picture = held()) return respond(*picture);
  // All notices of the file: the page may show more than one.
  const corpus::ProcessedFile file = call.store.load(call.store.load_notice(*id).file_id);
  std::vector<Box> areas;
  if (masked)
    for (const Notice& notice : file.file.notices) {
      const auto personal = personal_areas(notice);
      if (const auto here = personal.find(static_cast<int>(*page)); here != personal.end())
        areas.insert(areas.end(), here->second.begin(), here->second.end());
    }
  corpus::DrawingOptions options = app::drawing_from(call.store);
  options.jobs = 1;
  const auto picture =
      corpus::make_caged_pictures(options)->page(file.file.source, static_cast<int>(*page), kPictureDpi, areas);
  if (!picture) return api_error(picture.error());
  {
    const std::lock_guard lock(picturing_);
    pictures_.push_front({name, *picture});
    if (pictures_.size() > kPicturesHeld) pictures_.pop_back();
  }
  return respond(*picture);
}

Response Workbench::show_claim(Call& call) {
  const auto reviewed = app::load_reviewed(call.store, call.parts[0]);
  if (!reviewed) return api_error(reviewed.error());
  const auto no = number(call.parts[1]);
  for (const IndicatorRecord& row : reviewed->notice().rows)
    if (no && row.no == *no) {
      note(call.person, "see-unmasked", call.parts[0] + "/" + call.parts[1], call.request);
      return json_response({{"no", row.no}, {"text", row.claim.str()}});
    }
  return api_error(404, "row-unknown", "The notice has no row of this number.");
}

Response Workbench::put_claim(Call& call) {
  const auto body = body_of(call.request);
  if (!body) return api_error(400, body.error().code, body.error().message);
  const auto text = text_of(*body, "text");
  if (!text || !body->contains("text"))
    return api_error(400, "body-invalid", "The body needs a \"text\": what stands in the file.");
  const auto no = number(call.parts[1]);
  if (!no || *no < 0 || *no > 1'000'000) return api_error(404, "row-unknown", "The notice has no row of this number.");
  auto corrected = writing([&](corpus::Store& store) {
    return app::correct(store, {call.parts[0], static_cast<int>(*no), *text, call.person.name}, programmes_,
                        options_.configurations.audit, rules_);
  });
  if (!corrected) return api_error(corrected.error());
  queue_.forget_words();
  queue_.refresh(call.store, corrected->id);
  note(call.person, "correct", call.parts[0] + "/" + call.parts[1], call.request);
  if (masks(call)) *corrected = app::masked(*std::move(corrected));
  return json_response(notice_json(*corrected));
}

// ---- decisions ----

Result<app::DecisionRequest> Workbench::said_in(const json& body, const app::Person& person) const {
  app::DecisionRequest request;
  request.person = person.name;
  std::string status;
  for (const auto& [name, member] :
       {std::pair("status", &status), std::pair("reason", &request.reason), std::pair("note", &request.opinion)}) {
    auto text = text_of(body, name);
    if (!text) return text.error();
    *member = *std::move(text);
  }
  const auto state = words_.statuses.find(status);
  if (state == words_.statuses.end()) return Error{"status-unknown", "There is no such status."};
  request.state = state->second;
  return request;
}

Response Workbench::decided(Call& call, const std::vector<std::string>& findings, bool group) {
  const auto body = body_of(call.request);
  if (!body) return api_error(400, body.error().code, body.error().message);
  auto said = said_in(*body, call.person);
  if (!said) return api_error(400, said.error().code, said.error().message);
  app::DecisionRequest request = *std::move(said);
  const auto expected = expected_version(call.request);
  if (!expected) return api_error(400, expected.error().code, expected.error().message);
  const json versions = body->value("versions", json::object());
  std::vector<app::DecisionRequest> requests;
  for (const std::string& finding : findings) {
    request.finding = finding;
    request.expected = *expected;
    if (group && body->contains("versions")) {
      const auto version = versions.is_object() ? versions.find(finding) : versions.end();
      const bool seen = versions.is_object() && version != versions.end() && version->is_number_integer();
      request.expected = seen ? version->get<std::int64_t>() : 0;
    }
    requests.push_back(request);
  }
  const auto taken =
      writing([&](corpus::Store& store) { return app::decide_step(store, requests, group ? "group" : "decision"); });
  if (!taken) return api_error(taken.error());
  for (const std::int64_t notice : taken->step.notices) queue_.refresh(call.store, notice);
  const std::vector<app::DecisionAnswer>& answers = taken->answers;
  decisions_ += answers.size();
  if (!group) {
    Response response = json_response(decision_json(answers.front().event));
    response.headers.emplace_back("ETag", etag(answers.front().event.id));
    return response;
  }
  json items = json::array();
  for (const app::DecisionAnswer& answer : answers) items.push_back(decision_json(answer.event));
  return json_response({{"decisions", std::move(items)}});
}

Response Workbench::put_decision(Call& call) { return decided(call, {call.parts[0]}, false); }

Response Workbench::put_group_decision(Call& call) {
  const std::vector<std::string> findings = call.store.findings_of_group(call.parts[0]);
  if (findings.empty()) return api_error(404, "group-unknown", "The store has no finding of this group.");
  return decided(call, findings, true);
}

Response Workbench::list_decisions(Call& call) {
  const auto events = app::decisions_of(call.store, call.parts[0]);
  if (!events) return api_error(events.error());
  json items = json::array();
  for (const DecisionEvent& event : *events) {
    json item = decision_json(event);
    if (masks(call)) mask_words(item);
    items.push_back(std::move(item));
  }
  return json_response({{"decisions", std::move(items)}});
}

// ---- files in ----

Response Workbench::take_files(Call& call) {
  if (call.request.uploads.empty())
    return api_error(400, "body-invalid", "Files come as multipart/form-data, each a part with a file name.");
  if (intake_->pending() >= kDeliveriesAtMost)
    return api_error(503, "intake-full", "Too many deliveries wait already; try again later.");
  std::vector<app::Intake::Incoming> files;
  for (const Upload& upload : call.request.uploads) files.push_back({upload.name, upload.path});
  const auto id = intake_->take(files, call.person.name);
  if (!id) return api_error(id.error());
  note(call.person, "hand-in", *id, call.request);
  Response response = json_response({{"job", *id}}, 202);
  response.headers.emplace_back("Location", "/api/v1/jobs/" + *id);
  return response;
}

Response Workbench::show_job(Call& call) {
  const auto delivery = intake_->find(call.parts[0]);
  if (!delivery) return api_error(404, "job-unknown", "There is no such job.");
  json files = json::array();
  for (const app::DeliveredFile& file : delivery->files)
    files.push_back({{"path", file.path},
                     {"outcome", file.outcome},
                     {"reason", call.said(file.reason)},
                     {"notices", file.notices}});
  return json_response({{"job", delivery->id},
                        {"state", delivery->state},
                        {"done", delivery->done},
                        {"total", delivery->total},
                        {"error", call.said(delivery->error)},
                        {"files", std::move(files)}});
}

// ---- ledgers ----

Response Workbench::give_ledger(Call& call) {
  const auto wanted = queue_request(call.store, call.request);
  if (!wanted) return api_error(400, wanted.error().code, wanted.error().message);
  const std::vector<std::int64_t> ids = queue_.ids(call.store, *wanted);
  if (ids.size() > kLedgerAtMost)
    return api_error(422, "selection-large",
                     "A ledger holds at most " + std::to_string(kLedgerAtMost) + " notices; narrow the selection.");
  auto files = app::load_selection(call.store, ids);
  if (!files) return api_error(files.error());
  const app::ScratchFolder folder("ledger");
  if (folder.path().empty()) return api_error(503, "report-unwritable", "There is no room for the ledger.");
  app::ReportRequest request;
  request.folder = folder.path();
  request.html = request.json = false;
  request.configurations = options_.configurations;
  const auto written = app::report_files(*files, call.store.decisions(), request, programmes_);
  if (!written) return api_error(written.error());
  for (const auto& entry : fs::directory_iterator(folder.path())) {
    if (entry.path().extension() != ".xlsx") continue;
    const auto bytes = office::read_whole_file(entry.path().string());
    if (!bytes) return api_error(bytes.error());
    note(call.person, "ledger-out", std::to_string(ids.size()), call.request);
    Response response;
    response.body = *bytes;
    response.type = kXlsx;
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"ledger.xlsx\"; filename*=UTF-8''" +
                                                             percent_encoded(entry.path().filename().string()));
    return response;
  }
  return api_error(500, "report-unwritable", "The ledger was not written.");
}

Response Workbench::take_ledger(Call& call) {
  const app::ScratchFolder folder("ledger");
  std::string path = folder.path() + "/ledger.xlsx";
  if (!call.request.uploads.empty())
    path = call.request.uploads.front().path;
  else if (const auto kept = report::write_file(path, call.request.body); folder.path().empty() || !kept)
    return api_error(503, "report-unwritable", "There is no room for the ledger.");
  const auto ledger = corpus::read_ledger_caged(path);
  if (!ledger) {
    // People know the ledger by another name.
    std::string message = ledger.error().message;
    if (const std::size_t at = message.find(path); at != std::string::npos) message.replace(at, path.size(), "ledger");
    return api_error(422, ledger.error().code, message);
  }
  const bool preview = call.request.parameter("preview") == "1";
  const auto taken = writing(
      [&](corpus::Store& store) { return app::take_ledger(store, ledger->decisions, call.person.name, preview); });
  if (!taken) return api_error(taken.error());
  json changes = json::array();
  for (const app::LedgerChange& change : taken->changes) {
    const DecisionEvent& after = change.after;
    changes.push_back(
        {{"finding", after.decision.finding},
         {"notice",
          change.notices.empty() ? json(nullptr) : json(corpus::key_of(call.store, change.notices.back()).str())},
         {"community", after.community},
         {"no", after.no ? json(*after.no) : json(nullptr)},
         {"message", masks(call) ? masked_text(after.message) : after.message},
         {"before", change.before ? json(words_.status(change.before->decision.state)) : json(nullptr)},
         {"after", decision_json(after)}});
  }
  if (!preview) {
    for (const std::int64_t id : taken->step.notices) queue_.refresh(call.store, id);
    decisions_ += changes.size();
    note(call.person, "ledger-in", std::to_string(changes.size()), call.request);
  }
  json problems = json::array();
  for (const std::string& problem : ledger->problems) problems.push_back(call.said(problem));
  return json_response({{"preview", preview},
                        {"lines", ledger->lines},
                        {"changes", std::move(changes)},
                        {"unknown", taken->unknown},
                        {"problems", std::move(problems)},
                        {"step", taken->step.id}});
}

// ---- questions ----

Response Workbench::list_statistics(Call& call) {
  const auto grouping = grouping_of(call.request.parameter("by"));
  if (!grouping) return api_error(400, "parameter-invalid", "by is city, county, tier, indicator or rule.");
  app::StatisticsRequest request;
  request.grouping = *grouping;
  request.filter.city = call.request.parameter("city");
  request.filter.county = call.request.parameter("county");
  request.filter.tier = call.request.parameter("tier");
  request.filter.rule = call.request.parameter("rule");
  request.filter.severity = call.request.parameter("severity");
  request.filter.from = call.request.parameter("from");
  request.filter.to = call.request.parameter("to");
  const auto table = app::statistics(call.store, request);
  if (!table) return api_error(table.error());
  return json_response({{"columns", table->columns}, {"rows", table->rows}});
}

Response Workbench::list_history(Call& call) {
  const std::string community = call.request.parameter("community");
  if (community.empty()) return api_error(400, "parameter-invalid", "community must name one.");
  const auto histories = app::history(call.store, {community, !masks(call)});
  if (!histories) return api_error(histories.error());
  json items = json::array();
  for (const app::CommunityHistory& history : *histories) {
    json versions = json::array(), changes = json::array();
    for (const corpus::NoticeVersion& version : history.versions) versions.push_back(version_json(version));
    for (const corpus::VersionChange& change : history.changes) {
      json rows = json::array();
      for (const corpus::RowChange& row : change.rows)
        rows.push_back({{"no", row.no}, {"name", row.name}, {"before", row.before}, {"after", row.after}});
      changes.push_back({{"from", version_json(change.from)},
                         {"to", version_json(change.to)},
                         {"rows", std::move(rows)},
                         {"cured", findings_json(change.cured)},
                         {"new", findings_json(change.fresh)}});
    }
    items.push_back(
        {{"community", history.identity}, {"versions", std::move(versions)}, {"changes", std::move(changes)}});
  }
  return json_response({{"items", std::move(items)}});
}

Response Workbench::search(Call& call) {
  app::SearchRequest request;
  request.query.words = call.request.parameter("q");
  request.query.filter.city = call.request.parameter("city");
  request.query.filter.county = call.request.parameter("county");
  request.query.filter.tier = call.request.parameter("tier");
  const auto limit = parameter(call.request, "limit", 1, kMostAtOnce, 50);
  const auto offset = parameter(call.request, "offset", 0, 1'000'000'000, 0);
  if (!limit || !offset || request.query.words.empty())
    return api_error(400, "parameter-invalid", "q must hold words; limit and offset are numbers.");
  request.query.limit = static_cast<int>(*limit);
  request.query.offset = static_cast<int>(*offset);
  request.unmasked = !masks(call);
  const auto answer = app::search(call.store, request);
  if (!answer) return api_error(answer.error());
  json items = json::array();
  for (const corpus::SearchHit& hit : answer->hits)
    items.push_back({{"notice", corpus::key_of(call.store, hit.notice_id).str()},
                     {"community", hit.community},
                     {"county", hit.county},
                     {"tier", hit.tier},
                     {"no", hit.no ? json(*hit.no) : json(nullptr)},
                     {"name", hit.name},
                     {"text", hit.text}});
  return json_response({{"total", answer->total}, {"items", std::move(items)}});
}

}  // namespace gongshi::web
