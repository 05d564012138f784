// SPDX-License-Identifier: GPL-3.0-or-later
#include "web/http_server.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <deque>
#include <exception>
#include <filesystem>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace gongshi::web {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kMemoryOfConnection = 64 * 1024;  // headers included: longer ones are refused by the library
constexpr std::size_t kPostBuffer = 64 * 1024;
constexpr std::size_t kUploadsAtMost = 1000;  // files of one request

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

std::string address_of(const sockaddr* address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address == nullptr) return text;
  if (address->sa_family == AF_INET)
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(address)->sin_addr, text, sizeof text);
  else if (address->sa_family == AF_INET6)
    inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr, text, sizeof text);
  return text;
}

Response plain(int status, const std::string& text) {
  Response response;
  response.status = status;
  response.body = text + "\n";
  return response;
}

}  // namespace

// One request from its first line to its answer.
struct Exchange {
  HttpServer* server = nullptr;
  Request request;
  Clock::time_point begun = Clock::now();
  MHD_PostProcessor* multipart = nullptr;
  std::FILE* file = nullptr;  // the upload in hand
  std::string folder;         // of this request's uploads
  std::uint64_t received = 0, limit = 0;
  bool broken = false;     // an upload could not be kept
  bool handed_on = false;  // to the threads that answer
  std::optional<Response> response;

  ~Exchange() {
    if (multipart != nullptr) MHD_destroy_post_processor(multipart);
    if (file != nullptr) std::fclose(file);
    std::error_code ignored;
    if (!folder.empty()) fs::remove_all(folder, ignored);
  }
};

struct HttpServer::State {
  ServerOptions options;
  Admission admission;
  Handler handler;
  MHD_Daemon* daemon = nullptr;
  std::mutex mutex;
  std::condition_variable filled;
  std::deque<std::pair<MHD_Connection*, Exchange*>> waiting;
  bool ending = false;
  std::uint64_t uploads = 0;  // folders given out
  std::vector<std::thread> threads;
  // Connections whose next request has not shown its head, by when that began. The library's own limit on silence is
  // no limit on one that says a byte now and then.
  struct Headless {
    int socket = -1;
    Clock::time_point begun;
    bool headless = true;
  };
  std::map<MHD_Connection*, Headless> connections;
  std::mutex watching;
  std::condition_variable ended;
  std::thread watchman;

  static void connected(void* closure, MHD_Connection* connection, void**, MHD_ConnectionNotificationCode code) {
    auto& state = *static_cast<State*>(closure);
    const std::lock_guard lock(state.watching);
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
      state.connections.erase(connection);
      return;
    }
    const auto* info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (info != nullptr) state.connections[connection] = {info->connect_fd, Clock::now(), true};
  }
  void mark(MHD_Connection* connection, bool headless) {
    const std::lock_guard lock(watching);
    const auto found = connections.find(connection);
    if (found == connections.end()) return;
    found->second.headless = headless;
    found->second.begun = Clock::now();
  }
  void watch() {
    std::unique_lock lock(watching);
    while (!ended.wait_for(lock, std::chrono::milliseconds(500), [&] { return ending; }))
      for (auto& [connection, it] : connections)
        if (it.headless && Clock::now() - it.begun > options.head) ::shutdown(it.socket, SHUT_RDWR);
  }

  void answer_requests() {
    while (true) {
      std::unique_lock lock(mutex);
      filled.wait(lock, [&] { return ending || !waiting.empty(); });
      if (waiting.empty()) return;
      const auto [connection, exchange] = waiting.front();
      waiting.pop_front();
      lock.unlock();
      try {
        exchange->response = handler(exchange->request);
      } catch (const std::exception& error) {
        std::fprintf(stderr, "gongshi: %s %s: internal error: %s\n", exchange->request.method.c_str(),
                     exchange->request.path.c_str(), error.what());
        exchange->response = plain(500, "Internal error.");
      }
      MHD_resume_connection(connection);
    }
  }

  // ---- what the library calls ----

  // The library hands on C strings: what stands behind a %00 would be cut off unseen.
  static std::size_t unescape(void*, MHD_Connection*, char* text) {
    for (char* at = std::strstr(text, "%00"); at != nullptr; at = std::strstr(at, "%00")) std::memcpy(at, "%1a", 3);
    return MHD_http_unescape(text);
  }

  static MHD_Result add_header(void* list, MHD_ValueKind, const char* key, const char* value) {
    (*static_cast<std::map<std::string, std::string, std::less<>>*>(list))[lower(key)] = value != nullptr ? value : "";
    return MHD_YES;
  }
  static MHD_Result add_argument(void* list, MHD_ValueKind, const char* key, const char* value) {
    static_cast<std::vector<std::pair<std::string, std::string>>*>(list)->emplace_back(key,
                                                                                       value != nullptr ? value : "");
    return MHD_YES;
  }

  static MHD_Result add_part(void* closure, MHD_ValueKind, const char* key, const char* name, const char*, const char*,
                             const char* data, std::uint64_t offset, std::size_t size) {
    auto& exchange = *static_cast<Exchange*>(closure);
    if (name == nullptr) return MHD_YES;  // a field of the form that is no file
    Request& request = exchange.request;
    if (offset == 0) {
      if (exchange.file != nullptr) std::fclose(std::exchange(exchange.file, nullptr));
      if (request.uploads.size() >= kUploadsAtMost) return MHD_NO;
      // A number for a name: what the other side calls it never becomes a path.
      Upload upload{key != nullptr ? key : "", name, exchange.folder + "/" + std::to_string(request.uploads.size()), 0};
      exchange.file = std::fopen(upload.path.c_str(), "wb");
      request.uploads.push_back(std::move(upload));
    }
    if (exchange.file == nullptr || std::fwrite(data, 1, size, exchange.file) != size) {
      exchange.broken = true;
      return MHD_NO;
    }
    request.uploads.back().bytes += size;
    return MHD_YES;
  }

  /// Takes the head of a request. Gives an answer where its body is not wanted.
  std::optional<Response> begin(MHD_Connection* connection, Exchange& exchange) {
    Request& request = exchange.request;
    MHD_get_connection_values(connection, MHD_HEADER_KIND, add_header, &request.headers);
    MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, add_argument, &request.query);
    if (const auto* info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS); info != nullptr)
      request.peer = address_of(info->client_addr);
    if (auto refusal = admission(request)) return refusal;
    const std::string type = lower(request.header("content-type"));
    const bool multipart = type.starts_with("multipart/form-data");
    const bool sheet = type.starts_with("application/vnd.openxmlformats-officedocument.spreadsheetml");
    exchange.limit = multipart ? options.upload_bytes : sheet ? options.sheet_bytes : options.body_bytes;
    if (const std::string length = request.header("content-length");
        !length.empty() && std::strtoull(length.c_str(), nullptr, 10) > exchange.limit)
      return plain(413, "The body is too large.");
    if (!multipart) return std::nullopt;
    if (options.upload_folder.empty()) return plain(415, "Uploads are not taken here.");
    exchange.folder = options.upload_folder + "/" + std::to_string(++uploads);
    std::error_code failed;
    fs::remove_all(exchange.folder, failed);
    fs::create_directories(exchange.folder, failed);
    exchange.multipart = MHD_create_post_processor(connection, kPostBuffer, add_part, &exchange);
    if (failed || exchange.multipart == nullptr) return plain(400, "The upload cannot be taken.");
    return std::nullopt;
  }

  static MHD_Result queue(MHD_Connection* connection, const Response& response) {
    MHD_Response* made = MHD_create_response_from_buffer(response.body.size(), const_cast<char*>(response.body.data()),
                                                         MHD_RESPMEM_MUST_COPY);
    if (made == nullptr) return MHD_NO;
    MHD_add_response_header(made, "Content-Type", response.type.c_str());
    for (const auto& [name, value] : response.headers) MHD_add_response_header(made, name.c_str(), value.c_str());
    const MHD_Result queued = MHD_queue_response(connection, static_cast<unsigned>(response.status), made);
    MHD_destroy_response(made);
    return queued;
  }

  static MHD_Result access(void* closure, MHD_Connection* connection, const char* url, const char* method, const char*,
                           const char* data, std::size_t* size, void** held) {
    auto& state = *static_cast<State*>(closure);
    if (*held == nullptr) {
      state.mark(connection, false);
      auto* exchange = new Exchange;  // freed by completed()
      *held = exchange;
      exchange->request.path = url;
      exchange->request.method = method;
      if (auto refusal = state.begin(connection, *exchange)) {
        exchange->response = std::move(refusal);
        return queue(connection, *exchange->response);
      }
      return MHD_YES;
    }
    auto& exchange = *static_cast<Exchange*>(*held);
    if (exchange.response) return queue(connection, *exchange.response);
    if (*size > 0) {
      exchange.received += *size;
      // Endless, or too slow: there is no answer that such a sender would wait for.
      if (exchange.received > exchange.limit || Clock::now() - exchange.begun > state.options.request) return MHD_NO;
      if (exchange.multipart == nullptr)
        exchange.request.body.append(data, *size);
      else if (MHD_post_process(exchange.multipart, data, *size) == MHD_NO)
        exchange.broken = true;
      *size = 0;
      return MHD_YES;
    }
    if (exchange.multipart != nullptr) {
      if (MHD_destroy_post_processor(std::exchange(exchange.multipart, nullptr)) == MHD_NO) exchange.broken = true;
      if (exchange.file != nullptr && std::fclose(std::exchange(exchange.file, nullptr)) != 0) exchange.broken = true;
    }
    if (exchange.broken) return queue(connection, plain(400, "The body is damaged, or the disk is full."));
    if (exchange.handed_on) return MHD_YES;
    exchange.handed_on = true;
    {
      const std::lock_guard lock(state.mutex);
      if (state.ending) return queue(connection, plain(503, "The server is ending."));
      MHD_suspend_connection(connection);
      state.waiting.emplace_back(connection, &exchange);
    }
    state.filled.notify_one();
    return MHD_YES;
  }

  static void completed(void* closure, MHD_Connection* connection, void** held, MHD_RequestTerminationCode) {
    static_cast<State*>(closure)->mark(connection, true);
    delete static_cast<Exchange*>(*held);
    *held = nullptr;
  }
};

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<HttpServer>> HttpServer::start(const ServerOptions& options, Admission admission,
                                                      Handler handler) {
  auto state = std::make_unique<State>();
  state->options = options;
  state->admission = std::move(admission);
  state->handler = std::move(handler);

  sockaddr_storage address{};
  auto* v4 = reinterpret_cast<sockaddr_in*>(&address);
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&address);
  unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
  if (inet_pton(AF_INET, options.address.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(static_cast<std::uint16_t>(options.port));
  } else if (inet_pton(AF_INET6, options.address.c_str(), &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(static_cast<std::uint16_t>(options.port));
    flags |= MHD_USE_IPv6;
  } else {
    return Error{"server-start", "\"" + options.address + "\" is no IP address; give one of this machine's."};
  }
  std::vector<MHD_OptionItem> items = {
      {MHD_OPTION_SOCK_ADDR, 0, &address},
      {MHD_OPTION_NOTIFY_COMPLETED, reinterpret_cast<intptr_t>(&State::completed), state.get()},
      {MHD_OPTION_NOTIFY_CONNECTION, reinterpret_cast<intptr_t>(&State::connected), state.get()},
      {MHD_OPTION_UNESCAPE_CALLBACK, reinterpret_cast<intptr_t>(&State::unescape), state.get()},
      {MHD_OPTION_CONNECTION_LIMIT, options.connections, nullptr},
      {MHD_OPTION_CONNECTION_TIMEOUT, static_cast<intptr_t>(options.idle.count()), nullptr},
      {MHD_OPTION_CONNECTION_MEMORY_LIMIT, static_cast<intptr_t>(kMemoryOfConnection), nullptr},
      {MHD_OPTION_LISTENING_ADDRESS_REUSE, 1, nullptr},
  };
  if (!options.certificate.empty()) {
    flags |= MHD_USE_TLS;
    items.push_back({MHD_OPTION_HTTPS_MEM_CERT, 0, const_cast<char*>(options.certificate.c_str())});
    items.push_back({MHD_OPTION_HTTPS_MEM_KEY, 0, const_cast<char*>(options.key.c_str())});
    items.push_back(
        {MHD_OPTION_HTTPS_PRIORITIES, 0, const_cast<char*>("NORMAL:-VERS-TLS1.0:-VERS-TLS1.1:%SERVER_PRECEDENCE")});
  }
  items.push_back({MHD_OPTION_END, 0, nullptr});
  state->daemon = MHD_start_daemon(flags, 0, nullptr, nullptr, &State::access, state.get(), MHD_OPTION_ARRAY,
                                   items.data(), MHD_OPTION_END);
  if (state->daemon == nullptr)
    return Error{"server-start", "The server cannot listen on " + options.address + ", port " +
                                     std::to_string(options.port) +
                                     (options.certificate.empty() ? "" : " with this certificate and key") +
                                     "; choose another port (--port 0 takes a free one) or end what listens there."};
  state->watchman = std::thread([state = state.get()] { state->watch(); });
  for (int i = 0; i < std::max(1, options.threads); ++i)
    state->threads.emplace_back([state = state.get()] { state->answer_requests(); });
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

HttpServer::~HttpServer() {
  const MHD_socket listening = MHD_quiesce_daemon(state_->daemon);
  // Connections that wait for an answer have to have it before the library lets itself be stopped.
  {
    const std::scoped_lock lock(state_->mutex, state_->watching);
    state_->ending = true;
  }
  state_->filled.notify_all();
  state_->ended.notify_all();
  state_->watchman.join();
  for (std::thread& thread : state_->threads) thread.join();
  MHD_stop_daemon(state_->daemon);
  if (listening != MHD_INVALID_SOCKET) ::close(listening);
}

int HttpServer::port() const {
  const MHD_DaemonInfo* info = MHD_get_daemon_info(state_->daemon, MHD_DAEMON_INFO_BIND_PORT);
  return info != nullptr ? info->port : 0;
}

}  // namespace gongshi::web
