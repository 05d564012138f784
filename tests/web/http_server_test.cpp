// SPDX-License-Identifier: GPL-3.0-or-later
// The server over real sockets: what slow, endless, malformed and hostile clients get, and TLS.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/fictional_notices.h"
#include "tests/support/records.h"
#include "tests/web/office.h"
#include "web/http_server.h"

using namespace gongshi;
using nlohmann::json;
using test::Office;
using Clock = std::chrono::steady_clock;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// A connection to this machine that waits at most ten seconds for anything.
class Client {
 public:
  explicit Client(int port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    const timeval limit{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { ::close(socket_); }

  /// False where the other side has hung up.
  bool send(const std::string& bytes) const {
    for (std::size_t sent = 0; sent < bytes.size();) {
      const ssize_t wrote = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (wrote <= 0) return false;
      sent += static_cast<std::size_t>(wrote);
    }
    return true;
  }
  /// Everything up to the end of the connection (or of a body of known length).
  std::string receive() const {
    std::string text;
    char buffer[16384];
    while (true) {
      const std::size_t head = text.find("\r\n\r\n");
      if (head != std::string::npos) {
        const std::size_t at = text.find("Content-Length: ");
        if (at != std::string::npos && at < head && text.size() >= head + 4 + std::stoul(text.substr(at + 16)))
          return text;
      }
      const ssize_t got = ::recv(socket_, buffer, sizeof buffer, 0);
      if (got <= 0) return text;
      text.append(buffer, static_cast<std::size_t>(got));
    }
  }
  /// True where the connection ends within the time that receive() waits.
  bool ended() const {
    char byte = 0;
    const ssize_t got = ::recv(socket_, &byte, 1, 0);
    return got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
  }
  [[nodiscard]] int handle() const { return socket_; }

 private:
  int socket_;
};

std::string ask(int port, const std::string& request) {
  const Client client(port);
  client.send(request);
  return client.receive();
}

std::string get(int port, const std::string& target, const std::string& more = "") {
  return ask(port, "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + more + "\r\n");
}

int status_of(const std::string& answer) {
  return answer.starts_with("HTTP/1.1 ") ? std::stoi(answer.substr(9, 3)) : 0;
}

std::string head_of(const std::string& answer) { return answer.substr(0, answer.find("\r\n\r\n")); }

/// The workbench of a small office behind sockets.
struct Served {
  explicit Served(bool accounts = false, web::ServerOptions options = {}) : office(accounts) {
    options.upload_folder = office.workbench().upload_folder();
    auto started = web::HttpServer::start(
        options, [&](const web::Request& request) { return office.workbench().admit(request); },
        [&](web::Request& request) { return office.workbench().answer(request); });
    REQUIRE(started);
    server = std::move(*started);
  }
  [[nodiscard]] int port() const { return server->port(); }

  Office office;
  std::unique_ptr<web::HttpServer> server;
};

web::ServerOptions impatient() {
  web::ServerOptions options;
  options.idle = std::chrono::seconds(2);
  options.head = std::chrono::seconds(2);
  options.request = std::chrono::seconds(2);
  options.body_bytes = 64 << 10;
  options.sheet_bytes = 256 << 10;
  options.upload_bytes = 1 << 20;
  options.connections = 400;
  return options;
}

std::int64_t resident_kilobytes() {
  std::int64_t kilobytes = 0;
  if (std::FILE* file = std::fopen("/proc/self/status", "r")) {
    char line[256];
    while (std::fgets(line, sizeof line, file) != nullptr)
      if (std::sscanf(line, "VmRSS: %ld", &kilobytes) == 1) break;
    std::fclose(file);
  }
  return kilobytes;
}

}  // namespace

TEST_CASE("clients that are slow or silent keep nobody waiting, and are shown out") {
  const Served served(false, impatient());
  std::vector<std::unique_ptr<Client>> slow;
  for (int i = 0; i < 200; ++i) {
    slow.push_back(std::make_unique<Client>(served.port()));
    slow.back()->send(i % 2 == 0 ? "GET / HTTP/1.1\r\nHost: 127" : "");
  }
  const auto begun = Clock::now();
  for (int i = 0; i < 5; ++i) CHECK(status_of(get(served.port(), "/healthz")) == 200);
  CHECK(Clock::now() - begun < std::chrono::seconds(2));
  // One that says a byte now and then, for ever.
  const Client dripping(served.port());
  dripping.send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ");
  const auto dripped = Clock::now();
  while (dripping.send("a") && Clock::now() - dripped < std::chrono::seconds(8))
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  CHECK(Clock::now() - dripped < std::chrono::seconds(6));
  for (const auto& client : slow) CHECK(client->ended());
  // A body that drips.
  const Client body(served.port());
  body.send("PUT /api/v1/reasons HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Gongshi: 1\r\nContent-Length: 5000\r\n\r\n{");
  const auto writing = Clock::now();
  while (body.send(" ") && Clock::now() - writing < std::chrono::seconds(8))
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  CHECK(Clock::now() - writing < std::chrono::seconds(6));
  CHECK(status_of(get(served.port(), "/healthz")) == 200);
}

TEST_CASE("bodies that are too large or have no end are cut off") {
  const Served served(false, impatient());
  const std::string head = "PUT /api/v1/reasons HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Gongshi: 1\r\n";
  CHECK(status_of(ask(served.port(), head + "Content-Length: 99999999999\r\n\r\n")) == 413);
  CHECK(status_of(ask(served.port(), head + "Content-Length: 18446744073709551616\r\n\r\n")) / 100 != 2);
  CHECK(status_of(ask(served.port(), head + "Content-Length: -1\r\n\r\n")) / 100 != 2);
  const std::int64_t before = resident_kilobytes();
  for (const char* kind : {"", "Content-Type: multipart/form-data; boundary=xy\r\n"}) {
    const Client endless(served.port());
    const std::string begin =
        *kind == '\0' ? head : "POST /api/v1/files HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Gongshi: 1\r\n";
    endless.send(begin + kind + "Transfer-Encoding: chunked\r\n\r\n");
    if (*kind != '\0')
      endless.send("45\r\n--xy\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.docx\"\r\n\r\n\r\n");
    std::string chunk = "8000\r\n" + std::string(0x8000, 'a') + "\r\n";
    int sent = 0;
    while (sent < 2000 && endless.send(chunk)) ++sent;
    CHECK(sent < 600);  // what the sockets' own buffers take, and no more
  }
  CHECK(resident_kilobytes() - before < 60'000);
  // Heads have an end, too.
  CHECK(status_of(get(served.port(), "/healthz", "X-Long: " + std::string(200'000, 'a') + "\r\n")) / 100 != 2);
  std::string many;
  for (int i = 0; i < 5000; ++i) many += "X-" + std::to_string(i) + ": a\r\n";
  CHECK(status_of(get(served.port(), "/healthz", many)) / 100 != 2);
  CHECK(status_of(get(served.port(), "/?q=" + std::string(100'000, 'a'))) / 100 != 2);
  CHECK(status_of(get(served.port(), "/healthz")) == 200);
  std::error_code failed;
  CHECK((!std::filesystem::exists(served.office.path("a.db") + ".deliveries/arriving", failed) ||
         std::filesystem::is_empty(served.office.path("a.db") + ".deliveries/arriving", failed)));
}

TEST_CASE("what is no HTTP gets no answer that helps") {
  const Served served(false, impatient());
  for (const std::string& request :
       {std::string("\x16\x03\x01\x02\x00\x01\x00", 7), std::string("GET\r\n\r\n"), std::string("\0\0\0\0\r\n\r\n", 8),
        std::string("GET / HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n"), std::string("FOO BAR BAZ QUX\r\n\r\n"),
        std::string("GET / HTTP/1.1\r\nHost 127.0.0.1\r\n\r\n"),
        std::string("TRACE / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
        std::string("CONNECT evil:443 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
        std::string("GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n")}) {
    INFO(request);
    CHECK(status_of(ask(served.port(), request)) / 100 != 2);
  }
  CHECK(status_of(get(served.port(), "/healthz")) == 200);
}

TEST_CASE("line breaks in addresses and forms make no headers") {
  const Served served(true);
  for (const char* target : {"/notices/%0d%0aX-Evil:%201", "/history?community=%0d%0aX-Evil:%201",
                             "/notices/a%0aX-Evil:1", "/sign-in?next=/%0d%0aX-Evil:%201", "/compare/%0d%0aX-Evil:%201"})
    CHECK_FALSE(contains(head_of(get(served.port(), target)), "\nX-Evil"));
  const std::string form = "name=reviewer&password=" + web::percent_encoded(test::kOfficePassword) +
                           "&next=%2F%0d%0aX-Evil%3A+1%0d%0a%0d%0a%3Cscript%3E";
  const std::string answer =
      ask(served.port(), "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + std::to_string(form.size()) +
                             "\r\n\r\n" + form);
  CHECK(status_of(answer) == 303);
  CHECK_FALSE(contains(answer, "X-Evil"));
  CHECK_FALSE(contains(answer, "<script>"));
}

TEST_CASE("addresses that lead out of the program's data lead nowhere, however they are written") {
  const Served served;
  for (const char* target :
       {"/assets/../../../../etc/passwd", "/assets/..%2f..%2f..%2fetc%2fpasswd", "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..%5c..%5cetc%5cpasswd", "/assets//etc/passwd", "/../../etc/passwd", "/assets/%00",
        "/assets/words.json", "/assets/report.css%00.js", "/api/v1/jobs/..%2f..%2fa.db",
        "/api/v1/notices/..%2f..%2fa.db/pages/1"}) {
    INFO(target);
    const std::string answer = get(served.port(), target);
    CHECK(status_of(answer) / 100 == 4);
    CHECK_FALSE(contains(answer, "root:"));
  }
}

TEST_CASE("file names and reviewers' words are shown as text, over the wire too") {
  Served served;
  const std::string docx = test::to_docx(test::fictional_notice(5, test::standard()));
  const std::string name = "..\\..\\<img src=x onerror=alert(7)>.docx";
  const std::string body = "--xy\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + name +
                           "\"\r\nContent-Type: text/html\r\n\r\n" + docx + "\r\n--xy--\r\n";
  const std::string taken = ask(served.port(),
                                "POST /api/v1/files HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Gongshi: 1\r\nContent-Type: "
                                "multipart/form-data; boundary=xy\r\nContent-Length: " +
                                    std::to_string(body.size()) + "\r\n\r\n" + body);
  REQUIRE(status_of(taken) == 202);
  const json job = json::parse(taken.substr(taken.find("\r\n\r\n") + 4));
  json state;
  for (int i = 0; i < 600 && (state.is_null() || state["state"] == "waiting" || state["state"] == "running"); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    state = served.office.json("GET", "/api/v1/jobs/" + job["job"].get<std::string>());
  }
  REQUIRE(state["state"] == "done");
  REQUIRE(state["files"][0]["notices"].size() == 1);
  const std::string id = state["files"][0]["notices"][0];
  const json notice = served.office.json("GET", "/api/v1/notices/" + id);
  served.office.json("PUT", "/api/v1/findings/" + notice["findings"][0]["id"].get<std::string>() + "/decision",
                     {{"status", "属实"}, {"note", "</textarea><svg onload=alert(8)>"}});
  const std::string page = get(served.port(), "/notices/" + id);
  CHECK(status_of(page) == 200);
  CHECK_FALSE(contains(page, "<img src=x"));
  CHECK_FALSE(contains(page, "<svg onload"));
  CHECK(contains(page, "&lt;img src=x"));
  CHECK(contains(head_of(page), "default-src 'none'"));
  const std::string answer = get(served.port(), "/api/v1/jobs/" + job["job"].get<std::string>());
  CHECK(contains(head_of(answer), "application/json"));
  CHECK(contains(head_of(answer), "nosniff"));
}

TEST_CASE("a session that was there before signing in is not the one after it") {
  const Served served(true);
  const auto sign_in = [&](const std::string& cookie, const std::string& password) {
    const std::string form = "name=reviewer&password=" + web::percent_encoded(password);
    return ask(served.port(), "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n" + cookie +
                                  "Content-Length: " + std::to_string(form.size()) + "\r\n\r\n" + form);
  };
  const auto session_in = [](const std::string& answer) {
    const std::size_t at = answer.find("gongshi_session=");
    return at == std::string::npos ? "" : answer.substr(at + 16, answer.find(';', at) - at - 16);
  };
  const std::string planted(64, 'a');
  const std::string first = session_in(sign_in("Cookie: gongshi_session=" + planted + "\r\n", test::kOfficePassword));
  const std::string second = session_in(sign_in("Cookie: gongshi_session=" + first + "\r\n", test::kOfficePassword));
  CHECK(first.size() == 64);
  CHECK(second.size() == 64);
  CHECK(first != planted);
  CHECK(first != second);
  const auto list = [&](const std::string& session) {
    return status_of(get(served.port(), "/api/v1/notices", "Cookie: gongshi_session=" + session + "\r\n"));
  };
  CHECK(list(planted) == 401);
  CHECK(list(first) == 200);
  CHECK(list(std::string(64, '0')) == 401);
  CHECK(list("") == 401);
  CHECK(list(first + "; gongshi_session=" + planted) == 200);
}

TEST_CASE("guessing passwords from many connections at once locks the account, and stops nobody's work") {
  Served served(true);
  const auto headers = served.office.sign_in("administrator");
  std::atomic<int> let_in{0}, answered{0};
  std::vector<std::thread> guessers;
  for (int i = 0; i < 12; ++i)
    guessers.emplace_back([&, i] {
      for (int k = 0; k < 3; ++k) {
        const std::string form = "name=reviewer&password=guess-" + std::to_string(i * 3 + k);
        const int status =
            status_of(ask(served.port(), "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " +
                                             std::to_string(form.size()) + "\r\n\r\n" + form));
        let_in += status == 303 ? 1 : 0;
        answered += status == 401 || status == 429 ? 1 : 0;
      }
    });
  // Meanwhile somebody works.
  const std::string notice = served.office.json("GET", "/api/v1/notices", nullptr, 200, headers)["items"][0]["id"];
  for (int i = 0; i < 5; ++i)
    served.office.json("PUT", "/api/v1/notices/" + notice + "/state", {{"assigned", "甲"}}, 200, headers);
  for (std::thread& guesser : guessers) guesser.join();
  CHECK(let_in == 0);
  CHECK(answered == 36);
  const std::string right = "name=reviewer&password=" + web::percent_encoded(test::kOfficePassword);
  CHECK(status_of(ask(served.port(), "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " +
                                         std::to_string(right.size()) + "\r\n\r\n" + right)) == 429);
}

// ---- TLS ----

namespace {

template <typename Type, void (*Free)(Type*)>
struct Freed {
  void operator()(Type* it) const { Free(it); }
};

std::string pem_of(const std::function<void(BIO*)>& write) {
  std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new(BIO_s_mem()), BIO_free_all);
  write(bio.get());
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

/// A certificate for 127.0.0.1 that signs itself, and its key.
std::pair<std::string, std::string> make_certificate() {
  std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY, EVP_PKEY_free>> key(EVP_EC_gen("P-256"));
  std::unique_ptr<X509, Freed<X509, X509_free>> certificate(X509_new());
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("127.0.0.1"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  return {pem_of([&](BIO* bio) { PEM_write_bio_X509(bio, certificate.get()); }),
          pem_of([&](BIO* bio) { PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr); })};
}

/// The answer to a request over TLS of this version; "" where the two do not come together.
std::string ask_by_tls(int port, const std::string& certificate, int version) {
  std::unique_ptr<SSL_CTX, Freed<SSL_CTX, SSL_CTX_free>> context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_min_proto_version(context.get(), version);
  SSL_CTX_set_max_proto_version(context.get(), version);
  SSL_CTX_set_security_level(context.get(), 0);
  std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new_mem_buf(certificate.data(), -1), BIO_free_all);
  std::unique_ptr<X509, Freed<X509, X509_free>> known(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), known.get());
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  const Client client(port);
  std::unique_ptr<SSL, Freed<SSL, SSL_free>> ssl(SSL_new(context.get()));
  SSL_set_fd(ssl.get(), client.handle());
  if (SSL_connect(ssl.get()) != 1) return "";
  const std::string request = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
  SSL_write(ssl.get(), request.data(), static_cast<int>(request.size()));
  std::string text;
  char buffer[4096];
  for (int got = 0; (got = SSL_read(ssl.get(), buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<std::size_t>(got));
  return text;
}

}  // namespace

TEST_CASE("TLS by a certificate and a key: 1.2 and 1.3, nothing older, nothing in the clear") {
  const auto [certificate, key] = make_certificate();
  web::ServerOptions options;
  options.certificate = certificate;
  options.key = key;
  options.idle = std::chrono::seconds(2);
  const Served served(true, options);
  CHECK(status_of(ask_by_tls(served.port(), certificate, TLS1_3_VERSION)) == 200);
  CHECK(status_of(ask_by_tls(served.port(), certificate, TLS1_2_VERSION)) == 200);
  CHECK(ask_by_tls(served.port(), certificate, TLS1_1_VERSION).empty());
  CHECK(status_of(get(served.port(), "/healthz")) == 0);
  // A key of another certificate is no key.
  options.key = make_certificate().second;
  CHECK_FALSE(web::HttpServer::start(
      options, [](const web::Request&) { return std::nullopt; }, [](web::Request&) { return web::Response(); }));
}
