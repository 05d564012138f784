// SPDX-License-Identifier: GPL-3.0-or-later
// The reviewers' workbench over one store: every page and every route of the API as a function from a request to an
// answer. HttpServer carries them; tests call admit() and answer() themselves.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "app/accounts.h"
#include "app/desk.h"
#include "app/intake.h"
#include "app/reports.h"
#include "app/review.h"
#include "report/messages.h"
#include "schema/page_pictures.h"
#include "web/http.h"

namespace gongshi::web {

struct WorkbenchOptions {
  std::string store;  ///< A file, or is_server_store.
  /// Where files that are handed in lie until they are read. Empty: beside the store; for one on a server in this
  /// user's folder for such things (STATE_DIRECTORY, XDG_STATE_HOME, ~/.local/state).
  std::string deliveries;
  std::string watch;      ///< A folder whose files are taken in as they come; "" for none.
  bool accounts = false;  ///< Nobody is let in without an account, even if there is none yet.
  bool secure = false;    ///< People reach it by https: by its own certificate, or through a proxy.
  app::Configurations configurations;
  corpus::IngestOptions ingest;  ///< For files that are handed in.
  app::LockoutOptions lockout;
};

/// The words of web/data/words.json, and of the reports for what was decided: page and ledger say it alike.
struct Words {
  std::map<std::string, std::string, std::less<>> statuses;  ///< 属实 → "confirmed"
  std::map<std::string, std::string, std::less<>> states;    ///< 未复核 → "open"
  /// The word for an id; the id where there is none.
  [[nodiscard]] std::string status(std::string_view id) const;
  [[nodiscard]] std::string state(std::string_view id) const;
};

class Workbench {
 public:
  /// Opens the store and reads its queue. `programmes` must outlive it. Errors: those of app::open_store,
  /// "data-missing", "data-invalid".
  [[nodiscard]] static Result<std::unique_ptr<Workbench>> open(const WorkbenchOptions& options,
                                                               const Programmes& programmes);
  Workbench(const Workbench&) = delete;
  Workbench& operator=(const Workbench&) = delete;
  ~Workbench();

  /// Whom it turns away before the body is read: foreign hosts, people without a session or the right, forged requests.
  [[nodiscard]] std::optional<Response> admit(const Request& request);
  /// The answer; admit() is asked again.
  [[nodiscard]] Response answer(Request& request);
  /// True where people need an account.
  [[nodiscard]] bool with_accounts() const;
  /// Where uploads are to lie until they are answered.
  [[nodiscard]] std::string upload_folder() const;

  /// Something that the workbench answers. `pattern` has {name} where a part of the path varies.
  struct Route {
    std::string_view method, pattern;
    app::Role role = app::Role::kReader;
    bool open = false;  ///< For those who are not signed in, too.
    bool page = false;  ///< For people: without a session they are led to the form, not refused.
  };
  [[nodiscard]] static const std::vector<Route>& routes();

 private:
  struct Call;
  struct Handler;
  class Reader;
  Workbench(const WorkbenchOptions& options, const Programmes& programmes);
  Result<void> prepare();

  // ---- workbench.cpp ----
  [[nodiscard]] std::optional<app::Person> person_of(const Request& request, corpus::Store& store, bool& by_token);
  [[nodiscard]] std::optional<Response> refusal(const Request& request, Call* call);
  void note(const app::Person& person, const std::string& action, const std::string& subject, const Request& request);
  void write_notes();
  void look_after();
  template <typename Work>
  auto writing(const Work& work);
  [[nodiscard]] bool reach_disk(std::uint64_t written);
  [[nodiscard]] static const std::vector<Handler>& handlers();
  [[nodiscard]] bool masks(const Call& call) const;

  // ---- api.cpp ----
  Response healthz(Call& call);
  Response metrics(Call& call);
  Response openapi(Call& call);
  Response list_notices(Call& call);
  Response show_notice(Call& call);
  Response put_decision(Call& call);
  Response put_group_decision(Call& call);
  Response list_decisions(Call& call);
  Response show_claim(Call& call);
  Response put_claim(Call& call);
  Response put_state(Call& call);
  Response show_presence(Call& call);
  Response put_latest(Call& call);
  Response picture(Call& call);
  Response take_files(Call& call);
  Response show_job(Call& call);
  Response give_ledger(Call& call);
  Response take_ledger(Call& call);
  Response list_statistics(Call& call);
  Response list_history(Call& call);
  Response search(Call& call);
  Response show_session(Call& call);
  Response list_activities(Call& call);
  Response api_sign_out(Call& call);
  [[nodiscard]] nlohmann::json notice_json(const app::ReviewedNotice& reviewed);
  [[nodiscard]] nlohmann::json decision_json(const DecisionEvent& event) const;
  [[nodiscard]] Result<app::QueueRequest> queue_request(corpus::Store& store, const Request& request) const;
  /// The word on findings in a request's body: status, reason, note. Errors: "body-invalid", "status-unknown".
  [[nodiscard]] Result<app::DecisionRequest> said_in(const nlohmann::json& body, const app::Person& person) const;
  [[nodiscard]] Response decided(Call& call, const std::vector<std::string>& findings, bool group);

  // ---- desk_api.cpp ----
  Response send_letters(Call& call);
  Response list_steps(Call& call);
  Response undo_step(Call& call);
  [[nodiscard]] Response undone(Call& call, const std::string& step);
  Response list_cause(Call& call);
  Response put_cause_decision(Call& call);
  Response list_reasons(Call& call);
  Response put_reasons(Call& call);
  Response list_views(Call& call);
  Response put_view(Call& call);
  Response remove_view(Call& call);
  Response list_samples(Call& call);
  Response draw_sample(Call& call);
  Response compare(Call& call);
  Response show_watch(Call& call);
  Response list_timeline(Call& call);
  [[nodiscard]] std::vector<std::string> reasons(corpus::Store& store) const;
  [[nodiscard]] Result<app::CauseList> cause(Call& call);
  [[nodiscard]] nlohmann::json cause_json(const Call& call, const app::CauseList& list) const;
  [[nodiscard]] Result<nlohmann::json> comparison(Call& call, const std::string& finding);
  [[nodiscard]] Response step_json(const app::Step& step);

  // ---- pages ----
  Response queue_page(Call& call);
  Response notice_page(Call& call);
  Response files_page(Call& call);
  Response ledger_page(Call& call);
  Response statistics_page(Call& call);
  Response history_page(Call& call);
  Response log_page(Call& call);
  Response sign_in_page(Call& call);
  Response sign_in(Call& call);
  Response sign_out(Call& call);
  [[nodiscard]] nlohmann::json time_context(Call& call);
  [[nodiscard]] nlohmann::json version_context(Call& call, const app::ReviewedNotice& reviewed);
  [[nodiscard]] nlohmann::json change_context(const corpus::VersionChange& change) const;
  Response cause_page(Call& call);
  Response compare_page(Call& call);
  Response samples_page(Call& call);
  Response settings_page(Call& call);
  Response asset(Call& call);
  [[nodiscard]] const report::Messages& messages_of(const std::string& programme) const;
  [[nodiscard]] Response page(Call& call, const std::string& name, nlohmann::json context, int status = 200);
  [[nodiscard]] Response sign_in_form(const std::string& complaint, const std::string& next, int status);

  WorkbenchOptions options_;
  const Programmes& programmes_;
  std::string rules_;  // version that findings stand for
  Words words_;
  std::vector<const Programme*> in_use_;                  // whose notices the store has, when it was opened
  std::optional<report::Messages> messages_;              // with the words that these agree in
  std::map<std::string, report::Messages> own_messages_;  // by programme
  std::unique_ptr<corpus::Store> writer_;
  std::mutex writing_;
  std::atomic<std::uint64_t> written_{0};  // times that something was written, each under writing_
  std::uint64_t on_disk_ = 0;              // of these
  int log_ = -1;                           // SQLite's write-ahead log
  std::mutex syncing_;
  std::vector<std::unique_ptr<corpus::Store>> idle_;  // for reading
  std::mutex reading_;
  app::Queue queue_;
  std::unique_ptr<app::Intake> intake_;
  std::atomic<bool> accounts_{false};
  std::atomic<int> signing_in_{0};
  std::mutex hashing_;

  struct CachedPicture {
    std::string key;
    Picture picture;
  };
  std::list<CachedPicture> pictures_;  // the last used first
  std::mutex drawing_, picturing_;

  /// A page that shows a notice, and when it was heard of last.
  struct Visit {
    std::string person, tab;
    std::chrono::steady_clock::time_point at;
  };
  std::map<std::string, std::vector<Visit>> visits_;  // by notice
  std::mutex visiting_;

  std::vector<corpus::Activity> notes_;  // not yet written
  std::mutex noting_;
  std::condition_variable wake_;
  bool ending_ = false;
  bool changed_ = false;  // the queue is to be read anew at once
  std::thread caretaker_;

  // ---- what /metrics tells ----
  std::array<std::atomic<std::uint64_t>, 6> answers_{};  // by first digit of the status
  std::atomic<std::uint64_t> decisions_{0};
};

/// An error of the API: {"error": {"code", "message"}}.
[[nodiscard]] Response api_error(int status, const std::string& code, const std::string& message);
[[nodiscard]] Response api_error(const Error& error);
[[nodiscard]] Response json_response(const nlohmann::json& json, int status = 200);

}  // namespace gongshi::web
