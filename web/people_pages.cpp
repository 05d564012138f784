// SPDX-License-Identifier: GPL-3.0-or-later
// Signing in and out, and who did what.
#include "corpus/store/reviewing.h"
#include "web/call.h"
#include "web/page_parts.h"

#include <nlohmann/json.hpp>

namespace gongshi::web {

using app::Role;
using nlohmann::json;

namespace {

constexpr int kSignInsWaiting = 4;

}  // namespace

Response Workbench::sign_in_form(const std::string& complaint, const std::string& next, int status) {
  const auto form = template_of("sign-in.html");
  if (!form) return api_error(form.error());
  Response response;
  response.status = status;
  response.type = "text/html; charset=utf-8";
  response.body = (*form)->render({{"complaint", complaint}, {"next", local_path(next)}});
  return response;
}

Response Workbench::sign_in_page(Call& call) {
  if (!with_accounts()) return redirect("/");
  return sign_in_form("", call.request.parameter("next"), 200);
}

Response Workbench::sign_in(Call& call) {
  auto fields = form_fields(call.request.body);
  // Forms of other sites may post here: signing somebody in as another is refused where the browser tells.
  const std::string origin = call.request.header("origin"), host = call.request.header("host");
  if (!origin.empty() && origin != "https://" + host && origin != "http://" + host)
    return sign_in_form(page_word("sign-in-foreign"), "/", 403);
  // Looking at a password takes a tenth of a second and tens of megabytes: one at a time, few in a row, and nobody who
  // decides waits for it.
  struct Place {
    std::atomic<int>& taken;
    const int before = taken++;
    ~Place() { --taken; }
  } place{signing_in_};
  if (place.before >= kSignInsWaiting) return sign_in_form(page_word("sign-in-busy"), fields["next"], 429);
  const auto person = [&]() -> Result<app::Person> {
    const std::int64_t now = app::seconds_now();
    Result<app::PasswordCheck> checked = [&] {
      const std::lock_guard one_at_a_time(hashing_);
      return app::check_password(call.store, fields["name"], fields["password"], now);
    }();
    if (!checked) return checked.error();
    return writing([&](corpus::Store& store) { return app::sign_in(store, *checked, now, options_.lockout); });
  }();
  if (!person) {
    app::Person unknown;
    unknown.name = fields["name"].substr(0, 64);
    note(unknown, "sign-in-refused", "", call.request);
    const bool locked = person.error().code == "sign-in-locked";
    return sign_in_form(page_word(locked ? "sign-in-locked" : "sign-in-refused"), fields["next"], locked ? 429 : 401);
  }
  note(*person, "sign-in", "", call.request);
  Response response = redirect(local_path(fields["next"]));
  response.headers.emplace_back("Set-Cookie", "gongshi_session=" + person->session +
                                                  "; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age=" +
                                                  std::to_string(options_.lockout.session_seconds));
  return response;
}

Response Workbench::sign_out(Call& call) {
  const auto ended = writing([&](corpus::Store& store) { return app::sign_out(store, call.person.session); });
  if (!ended) return api_error(ended.error());
  note(call.person, "sign-out", "", call.request);
  Response response = redirect("/sign-in");
  response.headers.emplace_back("Set-Cookie", "gongshi_session=; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age=0");
  return response;
}

Response Workbench::log_page(Call& call) {
  json lines = json::array();
  for (const corpus::Activity& activity : corpus::activities(call.store, 200, 0))
    lines.push_back({{"at", activity.at},
                     {"person", activity.person},
                     {"action", word("actions", activity.action)},
                     {"subject", activity.subject},
                     {"from", activity.peer}});
  return page(call, "log", {{"title", page_word("log")}, {"lines", std::move(lines)}});
}

}  // namespace gongshi::web
