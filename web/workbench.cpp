// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/workbench.h"

#include <fcntl.h>
#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/guard.h"
#include "app/stores.h"
#include "schema/data.h"
#include "schema/decision.h"
#include "web/call.h"

namespace gongshi::web {
namespace {

using app::Role;
using nlohmann::json;
namespace fs = std::filesystem;

constexpr const char* kSessionCookie = "gongshi_session";
constexpr int kReaderCacheKilobytes = 4096, kWriterCacheKilobytes = 16384;
constexpr std::uintmax_t kLogBytes = 32U << 20U;       // copied into the file from so many on
constexpr auto kTendEvery = std::chrono::seconds(30);  // copying waits for the disk, and with it everybody's commits
constexpr auto kNoteEvery = std::chrono::seconds(1);
// The queue is read anew where the store has changed, but never takes more than a twentieth of the time.
constexpr int kLoadShare = 20;

/// The host of a Host header, without its port.
std::string host_of(const std::string& header) {
  if (header.starts_with('[')) return header.substr(0, header.find(']') + 1);
  return header.substr(0, header.find(':'));
}

bool is_this_machine(const std::string& host) { return host == "127.0.0.1" || host == "localhost" || host == "[::1]"; }

std::string deliveries_of(const std::string& store) {
  if (!corpus::is_server_store(store)) return store + ".deliveries";
  for (const auto& [variable, below] :
       {std::pair("STATE_DIRECTORY", "/deliveries"), std::pair("XDG_STATE_HOME", "/gongshi/deliveries"),
        std::pair("HOME", "/.local/state/gongshi/deliveries")})
    if (const char* folder = std::getenv(variable); folder != nullptr && *folder != '\0')
      return folder + std::string(below);
  return (fs::temp_directory_path() / "gongshi-deliveries").string();
}

/// The path's parts where `pattern` has {…}; nothing where it does not fit.
std::optional<std::vector<std::string>> matched(std::string_view pattern, std::string_view path) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t pattern_end = std::min(pattern.find('/', 1), pattern.size());
    const std::size_t path_end = std::min(path.find('/', 1), path.size());
    const std::string_view wanted = pattern.substr(0, pattern_end), given = path.substr(0, path_end);
    if (wanted.starts_with("/{")) {
      if (given.size() < 2) return std::nullopt;
      parts.emplace_back(given.substr(1));
    } else if (wanted != given) {
      return std::nullopt;
    }
    pattern.remove_prefix(pattern_end);
    path.remove_prefix(path_end);
    if (pattern.empty() && path.empty()) return parts;
    if (pattern.empty() || path.empty()) return std::nullopt;
  }
}

/// What every answer says to browsers: nothing from elsewhere, nothing inline, no frames, no guessing of types.
void add_safety(Response& response, bool secure) {
  response.headers.emplace_back(
      "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action "
      "'self'; base-uri 'none'; frame-ancestors 'none'");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("X-Frame-Options", "DENY");
  response.headers.emplace_back("Referrer-Policy", "same-origin");
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  response.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  if (secure) response.headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
  const bool cached = std::any_of(response.headers.begin(), response.headers.end(),
                                  [](const auto& header) { return header.first == "Cache-Control"; });
  if (!cached) response.headers.emplace_back("Cache-Control", "no-store");
}

std::string word_for(const std::map<std::string, std::string, std::less<>>& words, std::string_view id) {
  for (const auto& [word, meant] : words)
    if (meant == id) return word;
  return std::string(id);
}

Result<Words> load_words() {
  const auto text = load_data("web/words.json");
  if (!text) return text.error();
  const json object = json::parse(*text, nullptr, false);
  if (!object.is_object() || !object.contains("states"))
    return Error{"data-invalid", "The data file web/words.json is damaged; install the program anew."};
  Words words;
  for (const auto& [word, id] : object["states"].items()) words.states[word] = id.get<std::string>();
  return words;
}

/// Puts the message of an API's error into words of who asks.
void say_in(Language language, Response& response) {
  if (response.status < 400 || !response.type.starts_with("application/json")) return;
  json body = json::parse(response.body, nullptr, false);
  if (!body.is_object() || !body.contains("error")) return;
  const std::string message = body["error"].value("message", "");
  body["error"]["message"] = localized(message, language);
  response.body = json_response(body).body;
}

}  // namespace

Language language_of(const Request& request) {
  const std::string accepted = request.header("accept-language");
  for (std::size_t begin = 0; begin < accepted.size();) {
    const std::size_t end = std::min(accepted.find(',', begin), accepted.size());
    begin = std::min(accepted.find_first_not_of(' ', begin), end);
    if (const auto known = parse_language(std::string_view(accepted).substr(begin, end - begin))) return *known;
    begin = end + 1;
  }
  return language();
}

std::string Words::status(std::string_view id) const { return word_for(statuses, id); }
std::string Words::state(std::string_view id) const { return word_for(states, id); }

// One of the stores that are open for reading, for as long as a request takes.
class Workbench::Reader {
 public:
  explicit Reader(Workbench& workbench) : workbench_(workbench) {
    {
      const std::lock_guard lock(workbench_.reading_);
      if (!workbench_.idle_.empty()) {
        store_ = std::move(workbench_.idle_.back());
        workbench_.idle_.pop_back();
      }
    }
    if (!store_) store_ = workbench_.writer_->reader(workbench_.programmes_.texts(), kReaderCacheKilobytes);
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() {
    const std::lock_guard lock(workbench_.reading_);
    workbench_.idle_.push_back(std::move(store_));
  }
  [[nodiscard]] corpus::Store& store() { return *store_; }

 private:
  Workbench& workbench_;
  std::unique_ptr<corpus::Store> store_;
};

// ---- routes ----

const std::vector<Workbench::Handler>& Workbench::handlers() {
  using W = Workbench;
  static const std::vector<Handler> kHandlers = {
      {{"GET", "/healthz", Role::kReader, true, false}, &W::healthz},
      {{"GET", "/metrics", Role::kReader, false, false}, &W::metrics},
      {{"GET", "/api/v1/openapi.json", Role::kReader, false, false}, &W::openapi},
      {{"GET", "/api/v1/session", Role::kReader, false, false}, &W::show_session},
      {{"DELETE", "/api/v1/session", Role::kReader, false, false}, &W::api_sign_out},
      {{"GET", "/api/v1/notices", Role::kReader, false, false}, &W::list_notices},
      {{"GET", "/api/v1/notices/{notice}", Role::kReader, false, false}, &W::show_notice},
      {{"PUT", "/api/v1/notices/{notice}/state", Role::kReviewer, false, false}, &W::put_state},
      {{"PUT", "/api/v1/notices/{notice}/latest", Role::kReviewer, false, false}, &W::put_latest},
      {{"GET", "/api/v1/notices/{notice}/presence", Role::kReader, false, false}, &W::show_presence},
      {{"GET", "/api/v1/notices/{notice}/pages/{page}", Role::kReader, false, false}, &W::picture},
      {{"GET", "/api/v1/notices/{notice}/rows/{no}/claim", Role::kReviewer, false, false}, &W::show_claim},
      {{"PUT", "/api/v1/notices/{notice}/rows/{no}/claim", Role::kReviewer, false, false}, &W::put_claim},
      {{"PUT", "/api/v1/findings/{finding}/decision", Role::kReviewer, false, false}, &W::put_decision},
      {{"GET", "/api/v1/findings/{finding}/decisions", Role::kReader, false, false}, &W::list_decisions},
      {{"PUT", "/api/v1/groups/{group}/decision", Role::kReviewer, false, false}, &W::put_group_decision},
      {{"POST", "/api/v1/files", Role::kReviewer, false, false}, &W::take_files},
      {{"GET", "/api/v1/jobs/{job}", Role::kReader, false, false}, &W::show_job},
      {{"GET", "/api/v1/ledger.xlsx", Role::kReviewer, false, false}, &W::give_ledger},
      {{"POST", "/api/v1/ledger", Role::kReviewer, false, false}, &W::take_ledger},
      {{"POST", "/api/v1/letters", Role::kReviewer, false, false}, &W::send_letters},
      {{"GET", "/api/v1/steps", Role::kReviewer, false, false}, &W::list_steps},
      {{"POST", "/api/v1/steps/{step}/undo", Role::kReviewer, false, false}, &W::undo_step},
      {{"GET", "/api/v1/causes", Role::kReader, false, false}, &W::list_cause},
      {{"POST", "/api/v1/causes/decision", Role::kReviewer, false, false}, &W::put_cause_decision},
      {{"GET", "/api/v1/reasons", Role::kReader, false, false}, &W::list_reasons},
      {{"PUT", "/api/v1/reasons", Role::kAdministrator, false, false}, &W::put_reasons},
      {{"GET", "/api/v1/views", Role::kReader, false, false}, &W::list_views},
      {{"PUT", "/api/v1/views", Role::kReader, false, false}, &W::put_view},
      {{"DELETE", "/api/v1/views", Role::kReader, false, false}, &W::remove_view},
      {{"GET", "/api/v1/samples", Role::kReader, false, false}, &W::list_samples},
      {{"POST", "/api/v1/samples", Role::kReviewer, false, false}, &W::draw_sample},
      {{"GET", "/api/v1/findings/{finding}/comparison", Role::kReader, false, false}, &W::compare},
      {{"GET", "/api/v1/watch", Role::kReviewer, false, false}, &W::show_watch},
      {{"GET", "/api/v1/timeline", Role::kReader, false, false}, &W::list_timeline},
      {{"GET", "/api/v1/statistics", Role::kReader, false, false}, &W::list_statistics},
      {{"GET", "/api/v1/history", Role::kReader, false, false}, &W::list_history},
      {{"GET", "/api/v1/search", Role::kReader, false, false}, &W::search},
      {{"GET", "/api/v1/activities", Role::kAdministrator, false, false}, &W::list_activities},
      {{"GET", "/", Role::kReader, false, true}, &W::queue_page},
      {{"GET", "/notices/{notice}", Role::kReader, false, true}, &W::notice_page},
      {{"GET", "/files", Role::kReviewer, false, true}, &W::files_page},
      {{"GET", "/ledger", Role::kReviewer, false, true}, &W::ledger_page},
      {{"GET", "/causes", Role::kReader, false, true}, &W::cause_page},
      {{"GET", "/compare/{finding}", Role::kReader, false, true}, &W::compare_page},
      {{"GET", "/samples", Role::kReader, false, true}, &W::samples_page},
      {{"GET", "/settings", Role::kAdministrator, false, true}, &W::settings_page},
      {{"GET", "/statistics", Role::kReader, false, true}, &W::statistics_page},
      {{"GET", "/history", Role::kReader, false, true}, &W::history_page},
      {{"GET", "/log", Role::kAdministrator, false, true}, &W::log_page},
      {{"GET", "/sign-in", Role::kReader, true, true}, &W::sign_in_page},
      {{"POST", "/sign-in", Role::kReader, true, true}, &W::sign_in},
      {{"POST", "/sign-out", Role::kReader, false, true}, &W::sign_out},
      {{"GET", "/assets/{name}", Role::kReader, true, false}, &W::asset},
  };
  return kHandlers;
}

const std::vector<Workbench::Route>& Workbench::routes() {
  static const std::vector<Route> kRoutes = [] {
    std::vector<Route> routes;
    for (const Handler& handler : handlers()) routes.push_back(handler.route);
    return routes;
  }();
  return kRoutes;
}

// ---- opening and closing ----

Workbench::Workbench(const WorkbenchOptions& options, const Programmes& programmes)
    : options_(options), programmes_(programmes) {}

Result<std::unique_ptr<Workbench>> Workbench::open(const WorkbenchOptions& options, const Programmes& programmes) {
  std::unique_ptr<Workbench> workbench(new Workbench(options, programmes));
  if (const auto prepared = workbench->prepare(); !prepared) return prepared.error();
  return workbench;
}

Result<void> Workbench::prepare() {
  auto words = load_words();
  if (!words) return words.error();
  words_ = *std::move(words);
  auto store = app::open_store(options_.store, false, programmes_, kWriterCacheKilobytes);
  if (!store) return store.error();
  writer_ = std::move(*store);
  // Its log grows with each decision: look_after() copies it into the file, so that no decision has to.
  if (writer_->database().engine() == corpus::Engine::kSqlite)
    writer_->database().execute("PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = NORMAL");  // see reach_disk()
  const auto used = app::guarded([&] { in_use_ = corpus::programmes_in_use(*writer_, programmes_); });
  if (!used) return used.error();
  auto messages = report::Messages::load(in_use_);
  if (!messages) return messages.error();
  messages_ = *std::move(messages);
  for (const std::string_view state : kDecisionStates)
    words_.statuses[messages_->get("states." + std::string(state))] = state;
  for (const ProgrammePtr& programme : programmes_.all()) {
    auto own = report::Messages::load({programme.get()});
    if (!own) return own.error();
    own_messages_.emplace(programme->id(), *std::move(own));
  }
  options_.ingest.reading.programmes = programmes_.origins();
  options_.ingest.reading.audit = options_.configurations.audit;
  rules_ = corpus::stage_versions(programmes_, options_.ingest.reading).rules;
  const auto loaded = app::guarded([&] {
    Reader reader(*this);
    queue_.load(reader.store());
    ::malloc_trim(0);  // reading takes more than what is kept
    accounts_ = options_.accounts || !corpus::accounts(reader.store()).empty();
  });
  if (!loaded) return loaded.error();
  app::Intake::Options intake;
  intake.store = options_.store;
  intake.watch = options_.watch;
  if (options_.deliveries.empty()) options_.deliveries = deliveries_of(options_.store);
  intake.folder = options_.deliveries;
  intake.ingest = options_.ingest;
  intake.finished = [this](const app::Delivery&) {
    const std::lock_guard lock(noting_);
    changed_ = true;
    wake_.notify_all();
  };
  std::error_code failed;
  fs::create_directories(intake.folder, failed);
  fs::permissions(intake.folder, fs::perms::owner_all, failed);
  intake_ = std::make_unique<app::Intake>(std::move(intake), programmes_);
  caretaker_ = std::thread([this] { look_after(); });
  return {};
}

const report::Messages& Workbench::messages_of(const std::string& programme) const {
  const auto own = own_messages_.find(programmes_.of(programme).id());
  return own == own_messages_.end() ? *messages_ : own->second;
}

Workbench::~Workbench() {
  intake_.reset();
  {
    const std::lock_guard lock(noting_);
    ending_ = true;
  }
  wake_.notify_all();
  if (caretaker_.joinable()) caretaker_.join();
  if (writer_) write_notes();
  if (log_ >= 0) ::close(log_);
}

bool Workbench::with_accounts() const { return accounts_; }
std::string Workbench::upload_folder() const { return options_.deliveries + "/arriving"; }

// Writes notes and keeps the queue in line with what others put into the store.
void Workbench::look_after() {
  using Clock = std::chrono::steady_clock;
  std::unique_ptr<corpus::Store> watching;
  std::optional<corpus::Database> tending;  // copies SQLite's log into the file, which keeps no decision waiting here
  std::int64_t version = 0;
  Clock::time_point next = Clock::now(), tend = next;
  while (true) {
    bool at_once = false;
    {
      std::unique_lock lock(noting_);
      wake_.wait_for(lock, kNoteEvery, [&] { return ending_ || changed_; });
      if (ending_) return;
      at_once = std::exchange(changed_, false);
    }
    write_notes();
    const auto tended = app::guarded([&] {
      if (writer_->database().engine() != corpus::Engine::kSqlite) return;
      if (!tending) {
        corpus::DatabaseOptions small;
        small.cache_kilobytes = kReaderCacheKilobytes;
        tending.emplace(options_.store, small);
      }
      std::error_code failed;
      if (Clock::now() < tend || fs::file_size(options_.store + "-wal", failed) < kLogBytes || failed) return;
      tending->execute("PRAGMA wal_checkpoint(PASSIVE)");
      tend = Clock::now() + kTendEvery;
    });
    if (!tended) tending.reset();
    const auto kept = app::guarded([&] {
      if (!watching) watching = writer_->reader(programmes_.texts(), kReaderCacheKilobytes);
      // As the connection that writes sees it: what the workbench wrote itself is no news.
      const std::int64_t present = [this] {
        const std::lock_guard lock(writing_);
        return writer_->data_version();
      }();
      if (!at_once && (present == version || Clock::now() < next)) return;
      const auto begun = Clock::now();
      queue_.load(*watching);
      ::malloc_trim(0);
      accounts_ = options_.accounts || !corpus::accounts(*watching).empty();
      version = present;
      next = Clock::now() + kLoadShare * (Clock::now() - begun);
    });
    if (!kept) watching.reset();  // another try with a fresh one
  }
}

// Words of many reviewers reach the disk together, and none waits for the disk with the store locked: a commit only
// hands the log to the system, and the first who comes here brings all to the disk that were said by then.
bool Workbench::reach_disk(std::uint64_t written) {
  if (writer_->database().engine() != corpus::Engine::kSqlite) return true;  // a server answers when it is done
  const std::lock_guard lock(syncing_);
  if (on_disk_ >= written) return true;
  if (log_ < 0) log_ = ::open((options_.store + "-wal").c_str(), O_RDWR | O_CLOEXEC);
  const std::uint64_t by_now = written_;
  if (log_ < 0 || ::fdatasync(log_) != 0) return false;
  on_disk_ = by_now;
  return true;
}

void Workbench::note(const app::Person& person, const std::string& action, const std::string& subject,
                     const Request& request) {
  const std::lock_guard lock(noting_);
  notes_.push_back({app::timestamp(app::seconds_now()), person.name, action, subject, request.peer});
}

void Workbench::write_notes() {
  std::vector<corpus::Activity> notes;
  {
    const std::lock_guard lock(noting_);
    notes.swap(notes_);
  }
  if (notes.empty()) return;
  const auto written =
      writing([&](corpus::Store& store) { return app::guarded([&] { corpus::put_activities(store, notes); }); });
  if (written) return;
  const std::lock_guard lock(noting_);
  notes_.insert(notes_.begin(), notes.begin(), notes.end());
}

// ---- who may ----

std::optional<app::Person> Workbench::person_of(const Request& request, corpus::Store& store, bool& by_token) {
  if (!with_accounts()) return app::Person{"", Role::kAdministrator, "", ""};
  const std::string authorization = request.header("authorization");
  constexpr std::string_view kBearer = "Bearer ";
  if (authorization.starts_with(kBearer)) {
    by_token = true;
    return app::person_of_token(store, authorization.substr(kBearer.size()));
  }
  return app::person_of_session(store, request.cookie(kSessionCookie), app::seconds_now());
}

std::optional<Response> Workbench::refusal(const Request& request, Call* call) {
  const auto refuse = [&](int status, const char* code, const char* message, bool page = false) {
    if (!page) return api_error(status, code, message);
    Response response;
    response.status = status;
    response.body = localized(message, language_of(request)) + "\n";
    return response;
  };
  // Another site's name that leads here (DNS rebinding) has no business on a machine's own address.
  if (!with_accounts() && !is_this_machine(host_of(request.header("host"))))
    return refuse(403, "host-foreign", "Only requests to this machine's own name are answered.");
  bool path_known = false;
  for (const Handler& handler : handlers()) {
    const auto parts = matched(handler.route.pattern, request.path);
    if (!parts) continue;
    path_known = true;
    const bool fits =
        handler.route.method == request.method || (request.method == "HEAD" && handler.route.method == "GET");
    if (!fits) continue;
    if (call != nullptr) call->parts = *parts;
    const Route& route = handler.route;
    // Pages of other sites can send neither header nor token.
    const bool sign_in = route.method == "POST" && route.pattern == "/sign-in";
    if (const std::string site = request.header("sec-fetch-site");
        !request.reads() && !site.empty() && site != "same-origin" && site != "none")
      return refuse(403, "request-forged", "The request came from another site.", route.page);
    if (route.open) {
      if (call != nullptr && !sign_in) {
        bool by_token = false;
        if (auto person = person_of(request, call->store, by_token)) call->person = *std::move(person);
      }
      return std::nullopt;
    }
    std::optional<app::Person> person;
    bool by_token = false;
    if (call != nullptr) {
      person = person_of(request, call->store, by_token);
    } else {
      Reader reader(*this);
      person = person_of(request, reader.store(), by_token);
    }
    if (!person) {
      if (!route.page || !request.reads())
        return refuse(401, "not-signed-in", "Sign in, or give a valid token.", route.page);
      Response response;
      response.status = 303;
      response.headers.emplace_back("Location", "/sign-in?next=" + percent_encoded(request.path));
      return response;
    }
    if (person->role < route.role)
      return refuse(403, "not-allowed", "Your role does not allow this; ask an administrator.", route.page);
    if (!request.reads()) {
      const std::string form_token =
          route.page && call != nullptr ? std::string(form_fields(call->request.body)["csrf"]) : std::string();
      const bool shown = !with_accounts() ? request.header("x-gongshi") == "1" || route.page
                         : by_token       ? true
                         : call == nullptr && route.page
                             ? true  // its token stands in the body
                             : app::same_secret(route.page ? form_token : request.header("x-csrf-token"), person->csrf);
      if (!shown)
        return refuse(403, "request-forged",
                      with_accounts() ? "The request lacks the session's X-CSRF-Token."
                                      : "The request lacks the header X-Gongshi: 1.",
                      route.page);
    }
    if (call != nullptr) call->person = *std::move(person);
    return std::nullopt;
  }
  if (path_known) {
    Response response = refuse(405, "method-unknown", "This address does not answer to this method.");
    std::string allowed;
    for (const Handler& handler : handlers())
      if (matched(handler.route.pattern, request.path))
        allowed += (allowed.empty() ? "" : ", ") + std::string(handler.route.method);
    response.headers.emplace_back("Allow", allowed);
    return response;
  }
  return refuse(404, "address-unknown", "There is nothing at this address.");
}

std::optional<Response> Workbench::admit(const Request& request) {
  try {
    auto refused = refusal(request, nullptr);
    if (!refused) return std::nullopt;
    say_in(language_of(request), *refused);
    add_safety(*refused, options_.secure);
    ++answers_[static_cast<std::size_t>(refused->status / 100)];
    return refused;
  } catch (const corpus::DatabaseError& error) {
    Response response = api_error(503, "store-failed", std::string("The store cannot be read: ") + error.what());
    say_in(language_of(request), response);
    add_safety(response, options_.secure);
    return response;
  }
}

Response Workbench::answer(Request& request) {
  Response response;
  try {
    Reader reader(*this);
    Call call{request, reader.store(), {}, {}};
    if (auto refused = refusal(request, &call)) {
      response = *std::move(refused);
    } else {
      for (const Handler& handler : handlers()) {
        const bool fits =
            handler.route.method == request.method || (request.method == "HEAD" && handler.route.method == "GET");
        if (!fits || !matched(handler.route.pattern, request.path)) continue;
        response = (this->*handler.answer)(call);
        break;
      }
    }
  } catch (const corpus::DatabaseError& error) {
    response = api_error(503, "store-failed", std::string("The store cannot be read: ") + error.what());
  }
  say_in(language_of(request), response);
  add_safety(response, options_.secure);
  ++answers_[static_cast<std::size_t>(response.status / 100)];
  return response;
}

bool Workbench::masks(const Call& call) const {
  return call.request.parameter("unmasked") != "1" || !call.may(Role::kReviewer);
}

}  // namespace gongshi::web
