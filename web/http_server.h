// SPDX-License-Identifier: GPL-3.0-or-later
// The HTTP server: libmicrohttpd behind two functions. One thread waits for all connections, so that slow ones cost
// nothing but memory; requests are answered by a few others.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "schema/result.h"
#include "web/http.h"

namespace gongshi::web {

struct ServerOptions {
  std::string address = "127.0.0.1";                      ///< An IPv4 or IPv6 address of this machine.
  int port = 0;                                           ///< 0: a free one.
  std::string certificate, key;                           ///< PEM; both empty: no TLS.
  int threads = 8;                                        ///< Requests answered at once.
  std::uint64_t body_bytes = 1 << 20;                     ///< Of a body that is no upload.
  std::uint64_t sheet_bytes = 64 << 20;                   ///< Of a spreadsheet.
  std::uint64_t upload_bytes = std::uint64_t{512} << 20;  ///< Of a multipart body.
  std::string upload_folder;      ///< Where uploads lie until they are answered; made if absent. Empty: none are taken.
  int connections = 1000;         ///< At once; more are turned away.
  std::chrono::seconds idle{30};  ///< A connection on which nothing happens is closed then.
  std::chrono::seconds head{60};  ///< So is one whose request has not shown its head then, however it drips.
  std::chrono::seconds request{600};  ///< So is one whose request has not arrived whole then.
};

/// Looks at a request before its body is read. An answer turns it away. Called on the waiting thread: must be quick.
using Admission = std::function<std::optional<Response>(const Request& request)>;
/// Answers a request. Called by several threads at once; an exception becomes status 500.
using Handler = std::function<Response(Request& request)>;

class HttpServer {
 public:
  /// Starts to answer. Errors: "server-start" (address in use or not of this machine, unusable certificate), with what
  /// to do.
  [[nodiscard]] static Result<std::unique_ptr<HttpServer>> start(const ServerOptions& options, Admission admission,
                                                                 Handler handler);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  /// Takes no more connections, answers the requests that are in hand, and ends.
  ~HttpServer();

  [[nodiscard]] int port() const;

 private:
  struct State;
  explicit HttpServer(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace gongshi::web
