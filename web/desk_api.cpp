// SPDX-License-Identifier: GPL-3.0-or-later
// The API of what a reviewer does with many notices at once: letters, causes, samples, views, reasons, comparisons.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "app/desk.h"
#include "app/guard.h"
#include "schema/masking.h"
#include "web/api_parts.h"
#include "web/call.h"
#include "web/page_parts.h"

namespace gongshi::web {

using app::Role;
using nlohmann::json;

namespace {

constexpr std::size_t kRowsCompared = 80;  // of two notices that are alike as a whole

json pieces_json(const std::vector<app::Piece>& pieces) {
  json list = json::array();
  for (const app::Piece& piece : pieces) list.push_back({{"text", piece.text}, {"common", piece.common}});
  return list;
}

json sample_json(const app::SampleRecord& record, bool with_notices) {
  json sample = {{"id", record.id},           {"size", record.size},  {"seed", record.seed},
                 {"county", record.county},   {"tier", record.tier},  {"drawn", record.notices.size()},
                 {"reviewer", record.person}, {"recorded", record.at}};
  if (with_notices) sample["notices"] = record.notices;
  return sample;
}

}  // namespace

// ---- letters, steps ----

Response Workbench::send_letters(Call& call) {
  const auto wanted = queue_request(call.store, call.request);
  if (!wanted) return api_error(400, wanted.error().code, wanted.error().message);
  const std::vector<std::int64_t> ids = queue_.ids(call.store, *wanted);
  if (ids.size() > kLedgerAtMost)
    return api_error(
        422, "selection-large",
        "Letters go out for at most " + std::to_string(kLedgerAtMost) + " notices at once; narrow the selection.");
  const auto letters = app::make_letters(call.store, ids, options_.configurations, programmes_);
  if (!letters) return api_error(letters.error());
  if (letters->count == 0)
    return api_error(422, "selection-empty", "None of these notices has anything to be answered.");
  const auto step =
      writing([&](corpus::Store& store) { return app::note_sent(store, letters->about, call.person.name); });
  if (!step) return api_error(step.error());
  for (const std::int64_t id : step->notices) queue_.refresh(call.store, id);
  note(call.person, "letters-out", std::to_string(letters->count), call.request);
  Response response;
  response.body = letters->zip;
  response.type = "application/zip";
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"letters.zip\"");
  response.headers.emplace_back("X-Gongshi-Step", step->id);
  response.headers.emplace_back("X-Gongshi-Letters", std::to_string(letters->count));
  response.headers.emplace_back("X-Gongshi-Sent", std::to_string(step->changed));
  return response;
}

Response Workbench::list_steps(Call& call) {
  const std::string notice = call.request.parameter("notice");
  json items = json::array();
  for (const app::StepRecord& step : app::steps_of(call.store, call.person.name, notice))
    items.push_back({{"step", step.id}, {"what", step.what}, {"recorded", step.at}, {"changed", step.changed}});
  return json_response({{"steps", std::move(items)}});
}

Response Workbench::undone(Call& call, const std::string& step) {
  const auto undone = writing([&](corpus::Store& store) {
    return app::undo_step(store, step, call.person.name, programmes_, options_.configurations.audit, rules_);
  });
  if (!undone) return api_error(undone.error());
  if (undone->readings > 0) queue_.forget_words();
  for (const std::int64_t id : undone->notices) queue_.refresh(call.store, id);
  note(call.person, "undo", step, call.request);
  return json_response({{"restored", undone->restored},
                        {"left", undone->left},
                        {"readings", undone->readings},
                        {"findings", undone->findings}});
}

Response Workbench::undo_step(Call& call) { return undone(call, call.parts[0]); }

// ---- one cause ----

Result<app::CauseList> Workbench::cause(Call& call) {
  auto wanted = queue_request(call.store, call.request);
  if (!wanted) return wanted.error();
  app::CauseRequest request;
  request.rule = wanted->rule;
  if (request.rule.empty()) return Error{"parameter-invalid", "rule must name the rule of the findings."};
  if (const std::string no = call.request.parameter("no"); !no.empty()) {
    const auto value = number(no);
    if (!value || *value < 0 || *value > 1'000'000) return Error{"parameter-invalid", "no is a row's number."};
    request.no = static_cast<int>(*value);
  }
  request.wording = call.request.parameter("wording");
  request.notices = queue_.ids(call.store, *wanted);
  return app::list_cause(call.store, request);
}

json Workbench::cause_json(const Call& call, const app::CauseList& list) const {
  json notices = json::array();
  for (const app::CauseNotice& notice : list.notices) {
    const auto entry = queue_.entry(notice.key);
    json findings = json::array();
    for (const corpus::ListedFinding& finding : notice.findings)
      findings.push_back({{"id", finding.finding},
                          {"no", finding.no ? json(*finding.no) : json(nullptr)},
                          {"severity", finding.severity},
                          {"message", masks(call) ? masked_text(finding.message) : finding.message},
                          {"status", finding.status.empty() ? json(nullptr) : json(words_.status(finding.status))},
                          {"version", finding.version}});
    notices.push_back({{"id", notice.key.str()},
                       {"community", entry ? entry->notice.community : ""},
                       {"county", entry ? entry->notice.county : ""},
                       {"findings", std::move(findings)}});
  }
  return {{"notices", std::move(notices)}, {"findings", list.findings}, {"whole", list.whole}};
}

Response Workbench::list_cause(Call& call) {
  const auto list = cause(call);
  if (!list)
    return api_error(list.error().code == "parameter-invalid" ? 400 : 503, list.error().code, list.error().message);
  return json_response(cause_json(call, *list));
}

Response Workbench::put_cause_decision(Call& call) {
  const auto body = body_of(call.request);
  if (!body) return api_error(400, body.error().code, body.error().message);
  auto said = said_in(*body, call.person);
  if (!said) return api_error(400, said.error().code, said.error().message);
  app::DecisionRequest request = *std::move(said);
  // What the person has seen in the list, and nothing else: each finding with the version of the word on it.
  const auto findings = body->find("findings");
  if (findings == body->end() || !findings->is_object() || findings->empty() || findings->size() > app::kCauseAtMost)
    return api_error(400, "body-invalid", "\"findings\" must hold the findings of the list, each with its version.");
  std::vector<app::DecisionRequest> requests;
  for (const auto& [finding, version] : findings->items()) {
    if (!version.is_number_integer())
      return api_error(400, "body-invalid", "\"findings\" must hold the findings of the list, each with its version.");
    request.finding = finding;
    request.expected = version.get<std::int64_t>();
    requests.push_back(request);
  }
  const auto taken = writing([&](corpus::Store& store) { return app::decide_step(store, requests, "cause"); });
  if (!taken) return api_error(taken.error());
  const app::Step& step = taken->step;
  for (const std::int64_t id : step.notices) queue_.refresh(call.store, id);
  decisions_ += step.changed;
  note(call.person, "decide-cause", std::to_string(step.changed), call.request);
  return step_json(step);
}

Response Workbench::step_json(const app::Step& step) {
  return json_response({{"step", step.id}, {"changed", step.changed}, {"notices", step.notices.size()}});
}

// ---- reasons, views, samples ----

std::vector<std::string> Workbench::reasons(corpus::Store& store) const {
  if (auto own = app::reasons(store)) return *std::move(own);
  std::vector<std::string> usual;
  for (const std::string& reason : words_file().value("reasons", std::vector<std::string>{}))
    usual.push_back(messages_->filled(reason));
  return usual;
}

Response Workbench::list_reasons(Call& call) { return json_response({{"reasons", reasons(call.store)}}); }

Response Workbench::put_reasons(Call& call) {
  const auto body = body_of(call.request);
  if (!body) return api_error(400, body.error().code, body.error().message);
  const json list = body->value("reasons", json());
  if (!list.is_array() || !std::all_of(list.begin(), list.end(), [](const json& entry) { return entry.is_string(); }))
    return api_error(400, "body-invalid", "\"reasons\" must be a list of texts.");
  const auto put = writing([&](corpus::Store& store) {
    return app::put_reasons(store, list.get<std::vector<std::string>>(), call.person.name);
  });
  if (!put) return api_error(put.error());
  note(call.person, "reasons", "", call.request);
  return json_response({{"reasons", list}});
}

Response Workbench::list_views(Call& call) {
  json items = json::array();
  for (const app::View& view : app::views(call.store, call.person.name))
    items.push_back({{"name", view.name}, {"query", view.query}});
  return json_response({{"views", std::move(items)}});
}

Response Workbench::put_view(Call& call) {
  const auto body = body_of(call.request);
  if (!body) return api_error(400, body.error().code, body.error().message);
  const auto name = text_of(*body, "name"), query = text_of(*body, "query");
  if (!name || !query || query->empty())
    return api_error(400, "body-invalid", "The body needs a \"name\" and a \"query\".");
  const auto put = writing([&](corpus::Store& store) {
    return app::put_view(store, call.person.name, {*name, *query});
  });
  if (!put) return api_error(put.error());
  return json_response({{"name", *name}, {"query", *query}});
}

Response Workbench::remove_view(Call& call) {
  const auto put = writing([&](corpus::Store& store) {
    return app::put_view(store, call.person.name, {call.request.parameter("name"), ""});
  });
  if (!put) return api_error(put.error());
  Response response;
  response.status = 204;
  return response;
}

Response Workbench::list_samples(Call& call) {
  json items = json::array();
  for (const app::SampleRecord& record : app::samples(call.store)) items.push_back(sample_json(record, false));
  return json_response({{"samples", std::move(items)}});
}

Response Workbench::draw_sample(Call& call) {
  const auto body = body_of(call.request);
  if (!body) return api_error(400, body.error().code, body.error().message);
  app::SampleRecord wanted;
  wanted.person = call.person.name;
  for (const auto& [name, member] : {std::pair("county", &wanted.county), std::pair("tier", &wanted.tier)}) {
    auto text = text_of(*body, name);
    if (!text) return api_error(400, text.error().code, text.error().message);
    *member = *std::move(text);
  }
  const json size = body->value("size", json()), seed = body->value("seed", json(1));
  if (!size.is_number_integer() || !seed.is_number_integer() || seed.get<std::int64_t>() < 0)
    return api_error(400, "body-invalid", "\"size\" must be a number, and \"seed\" one from 0 on.");
  wanted.size = static_cast<int>(std::clamp<std::int64_t>(size.get<std::int64_t>(), 0, 1'000'000));
  wanted.seed = seed.get<std::uint64_t>();
  const auto drawn = writing([&](corpus::Store& store) { return app::draw_sample(store, wanted); });
  if (!drawn) return api_error(drawn.error());
  note(call.person, "sample", drawn->id, call.request);
  return json_response(sample_json(*drawn, true), 201);
}

// ---- comparisons ----

Result<json> Workbench::comparison(Call& call, const std::string& finding_id) {
  const Error unknown{"finding-unknown", "No notice of the store has this finding beside others."};
  auto compared = app::guarded([&]() -> Result<json> {
    const std::vector<std::int64_t> notices = corpus::notices_of_finding(call.store, finding_id);
    if (notices.empty()) return unknown;
    const auto load = [&](std::int64_t id) {
      auto reviewed = app::load_reviewed(call.store, corpus::key_of(call.store, id).str());
      if (reviewed && masks(call)) *reviewed = app::masked(*std::move(reviewed));
      return reviewed;
    };
    const auto own = load(notices.back());
    if (!own) return own.error();
    const auto& findings = own->audited().findings;
    const auto finding =
        std::find_if(findings.begin(), findings.end(), [&](const Finding& one) { return one.id == finding_id; });
    if (finding == findings.end() || finding->others.empty()) return unknown;
    json others = json::array();
    for (const NoticeReference& reference : finding->others) {
      const auto id = app::find_referred(call.store, reference);
      json other = {{"community", reference.community},
                    {"similarity", static_cast<int>(reference.similarity * 100)},
                    {"notice", nullptr},
                    {"rows", json::array()}};
      const auto stored = id ? load(*id) : Result<app::ReviewedNotice>(unknown);
      if (stored) {
        other["notice"] = stored->key.str();
        for (const IndicatorRecord& row : own->notice().rows) {
          if (finding->no && row.no != *finding->no) continue;
          const int wanted = reference.no && finding->no ? *reference.no : row.no;
          const auto& rows = stored->notice().rows;
          const auto same =
              std::find_if(rows.begin(), rows.end(), [&](const IndicatorRecord& its) { return its.no == wanted; });
          if (same == rows.end() || row.claim.empty() || same->claim.empty()) continue;
          const app::Comparison texts = app::compare_texts(row.claim.str(), same->claim.str());
          other["rows"].push_back({{"no", row.no},
                                   {"name", row.name.str()},
                                   {"other_no", same->no},
                                   {"first", pieces_json(texts.first)},
                                   {"second", pieces_json(texts.second)}});
          if (other["rows"].size() >= kRowsCompared) break;
        }
      }
      others.push_back(std::move(other));
    }
    return json{{"finding", finding_id},
                {"notice", own->key.str()},
                {"community", own->notice().community},
                {"others", std::move(others)}};
  });
  if (!compared) return compared.error();
  return *std::move(compared);
}

Response Workbench::compare(Call& call) {
  const auto compared = comparison(call, call.parts[0]);
  if (!compared) return api_error(compared.error());
  return json_response(*compared);
}

// ---- the watched folder, time ----

Response Workbench::show_watch(Call& call) {
  const app::Watched watched = intake_->watched();
  return json_response({{"folder", watched.folder},
                        {"state", watched.state},
                        {"done", watched.done},
                        {"total", watched.total},
                        {"file", watched.file},
                        {"read", watched.read},
                        {"error", call.said(watched.error)},
                        {"last", watched.last}});
}

Response Workbench::list_timeline(Call& call) {
  json months = json::array(), days = json::array();
  for (const corpus::MonthFigures& month : corpus::figures_by_month(call.store))
    months.push_back({{"month", month.month},
                      {"notices", month.notices},
                      {"error", month.errors},
                      {"warning", month.warnings},
                      {"info", month.infos}});
  for (const corpus::DayFigures& day : corpus::decisions_by_day(call.store))
    days.push_back({{"day", day.day}, {"decisions", day.decisions}});
  return json_response({{"months", std::move(months)}, {"days", std::move(days)}});
}

}  // namespace gongshi::web
