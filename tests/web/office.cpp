// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/web/office.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "app/accounts.h"
#include "app/stores.h"
#include "corpus/workers/worker_pool.h"
#include "tests/support/fictional_notices.h"
#include "tests/support/places.h"
#include "tests/support/records.h"

namespace gongshi::test {
namespace {

std::string decoded(const std::string& text) {
  std::string form = "x=";
  for (const char c : text) form += c == '+' ? std::string("%2B") : std::string(1, c);
  auto fields = web::form_fields(form);
  return fields["x"];
}

}  // namespace

Office::Office(bool accounts) {
  corpus::set_worker_program(kProgram);
  Notice notice = fictional_notice(0, standard());
  notice.rows[3].claim.text.utf8 = std::string(kScript) + "由网格员负责，手机" + kOfficeMobile + "，全天接听。";
  notice.rows[5].claim.text.utf8 = "";
  folder_.write("in/云州市/栖霞区/1.docx", to_docx(notice));
  folder_.write("in/云州市/栖霞区/2.pdf", to_pdf(fictional_notice(1, standard())));
  folder_.write("in/云州市/青禾县/3.docx", to_docx(fictional_notice(2, standard())));
  auto store = app::open_store(db(), false, programmes());
  REQUIRE(store);
  app::IngestRequest request;
  request.paths = {folder_.path() + "/in"};
  request.options.region_pattern = "{city}/{county}";
  request.options.reading.extract.ocr_engine = "none";
  request.options.reading.jobs = 1;
  request.options.keep_sources = true;
  REQUIRE(app::ingest(**store, request, programmes()));
  if (accounts)
    for (const app::Role role : {app::Role::kReader, app::Role::kReviewer, app::Role::kAdministrator})
      REQUIRE(app::put_account(**store, {std::string(app::to_string(role)), kOfficePassword, role}));
  options_.store = db();
  options_.deliveries = path("a.db.deliveries");
  options_.ingest.reading.extract.ocr_engine = "none";
  options_.ingest.reading.jobs = 1;
  restart();
}

void Office::restart() {
  workbench_.reset();
  auto opened = web::Workbench::open(options_, programmes());
  REQUIRE(opened);
  workbench_ = std::move(*opened);
}

web::Response Office::ask(const std::string& method, const std::string& target, const Question& question) {
  web::Request request;
  request.method = method;
  const std::size_t mark = std::min(target.find('?'), target.size());
  request.path = decoded(target.substr(0, mark));
  for (const auto& [name, value] : web::form_fields(target.substr(std::min(mark + 1, target.size()))))
    request.query.emplace_back(name, value);
  request.headers["host"] = question.host;
  if (!question.bare && !request.reads()) request.headers["x-gongshi"] = "1";
  for (const auto& [name, value] : question.headers) request.headers[name] = value;
  request.body = question.body;
  request.peer = "127.0.0.1";
  if (auto refused = workbench_->admit(request)) return *refused;
  return workbench_->answer(request);
}

nlohmann::json Office::json(const std::string& method, const std::string& target, const nlohmann::json& body,
                            int status, const std::map<std::string, std::string>& headers) {
  Question question;
  if (!body.is_null()) question.body = body.dump();
  question.headers = headers;
  const web::Response response = ask(method, target, question);
  INFO(method << " " << target << ": " << response.body.substr(0, 300));
  CHECK(response.status == status);
  return nlohmann::json::parse(response.body, nullptr, false);
}

nlohmann::json Office::hand_in(const std::map<std::string, std::string>& files) {
  web::Request request;
  request.method = "POST";
  request.path = "/api/v1/files";
  request.headers = {{"host", "127.0.0.1"}, {"x-gongshi", "1"}};
  int number = 0;
  std::filesystem::create_directories(workbench_->upload_folder());
  for (const auto& [name, bytes] : files) {
    const std::string where = workbench_->upload_folder() + "/" + std::to_string(number++);
    std::ofstream(where, std::ios::binary) << bytes;
    request.uploads.push_back({"files", name, where, bytes.size()});
  }
  const web::Response taken = workbench_->answer(request);
  REQUIRE(taken.status == 202);
  const std::string job = nlohmann::json::parse(taken.body)["job"];
  for (int i = 0; i < 1200; ++i) {
    nlohmann::json state = json("GET", "/api/v1/jobs/" + job);
    if (state["state"] == "done" || state["state"] == "failed") return state;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  FAIL("the delivery was not read in a minute");
  return {};
}

std::map<std::string, std::string> Office::sign_in(const std::string& name) {
  Question question;
  question.body = "name=" + name + "&password=" + web::percent_encoded(kOfficePassword);
  const web::Response response = ask("POST", "/sign-in", question);
  REQUIRE(response.status == 303);
  std::string cookie = header_of(response, "Set-Cookie");
  cookie = cookie.substr(0, cookie.find(';'));
  const nlohmann::json session = json("GET", "/api/v1/session", nullptr, 200, {{"cookie", cookie}});
  return {{"cookie", cookie}, {"x-csrf-token", session["csrf"]}};
}

std::string Office::first() {
  const nlohmann::json found = json("GET", "/api/v1/search?q=" + web::percent_encoded("网格员负责"));
  REQUIRE(found["items"].size() >= 1);
  return found["items"][0]["notice"];
}

std::string header_of(const web::Response& response, const std::string& name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return "";
}

}  // namespace gongshi::test
