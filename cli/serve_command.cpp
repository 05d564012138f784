// SPDX-License-Identifier: GPL-3.0-or-later
#include <malloc.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>

#include "app/stores.h"
#include "cli/command.h"
#include "cli/store_access.h"
#include "office/package.h"
#include "schema/language.h"
#include "web/http_server.h"
#include "web/workbench.h"

namespace gongshi::cli {
namespace {

struct Arguments {
  std::string address = "127.0.0.1", certificate, key, configuration;
  int port = 8080;
  bool accounts = false, behind_proxy = false;
  web::WorkbenchOptions workbench;
};

std::array<int, 2> ended = {-1, -1};  // a pipe: what a signal writes wakes the main thread

void end(int) { static_cast<void>(!::write(ended[1], "", 1)); }

void wait_for_signal() {
  if (::pipe(ended.data()) != 0) return;
  std::signal(SIGINT, end);
  std::signal(SIGTERM, end);
  char byte = 0;
  while (::read(ended[0], &byte, 1) < 0 && errno == EINTR) {
  }
}

bool is_loopback(const std::string& address) { return address.starts_with("127.") || address == "::1"; }

/// What keeps these arguments from being safe; "" where nothing does.
std::string complaint_about(const Arguments& arguments, bool with_accounts) {
  if (arguments.certificate.empty() != arguments.key.empty())
    return std::string(tr("--certificate and --key go together"));
  if (is_loopback(arguments.address)) return "";
  if (!with_accounts)
    return std::string(
        tr("on an address that others can reach, people need accounts; make one with `gongshi user add`"));
  if (arguments.certificate.empty() && !arguments.behind_proxy)
    return std::string(
        tr("on an address that others can reach, passwords need TLS; give --certificate and --key, or --behind-proxy "
           "where a proxy on the way has it"));
  return "";
}

int run_serve(const Arguments& arguments, const Shared& shared) {
  // A heap of its own for every thread would keep the largest page that each of them ever made.
  ::mallopt(M_ARENA_MAX, 2);
  const auto given = load_programmes_or_explain(shared);
  if (!given) return kExitUsage;
  const auto programmes = app::programmes_of_store(arguments.workbench.store, *given);
  if (!programmes) return complain(programmes.error().message), kExitUsage;
  auto configurations = app::load_configurations(arguments.configuration);
  if (!configurations) return complain(configurations.error().message), kExitUsage;
  web::ServerOptions server;
  server.address = arguments.address;
  server.port = arguments.port;
  for (const auto& [path, text] :
       {std::pair(arguments.certificate, &server.certificate), std::pair(arguments.key, &server.key)}) {
    if (path.empty()) continue;
    const auto bytes = office::read_whole_file(path);
    if (!bytes) return complain(bytes.error().message), kExitUsage;
    *text = *bytes;
  }
  web::WorkbenchOptions options = arguments.workbench;
  options.configurations = *std::move(configurations);
  options.accounts = arguments.accounts;
  options.secure = !arguments.certificate.empty() || arguments.behind_proxy;
  const auto workbench = web::Workbench::open(options, *programmes);
  if (!workbench) return complain(workbench.error().message), kExitUsage;
  if (const std::string complaint = complaint_about(arguments, (*workbench)->with_accounts()); !complaint.empty())
    return complain(complaint), kExitUsage;
  server.upload_folder = (*workbench)->upload_folder();
  const auto running = web::HttpServer::start(
      server, [&](const web::Request& request) { return (*workbench)->admit(request); },
      [&](web::Request& request) { return (*workbench)->answer(request); });
  if (!running) return complain(running.error().message), kExitUsage;
  const bool v6 = arguments.address.find(':') != std::string::npos;
  std::printf("%s://%s%s%s:%d/\n", arguments.certificate.empty() ? "http" : "https", v6 ? "[" : "",
              arguments.address.c_str(), v6 ? "]" : "", (*running)->port());
  std::fflush(stdout);
  wait_for_signal();
  return kExitClean;
}

}  // namespace

Command add_serve_command(Parser& app, const Shared& shared) {
  auto arguments = std::make_shared<Arguments>();
  Parser& parser = app.command("serve", "Start the reviewers' workbench: pages and an API over a store");
  add_store_option(parser, arguments->workbench.store);
  parser
      .option("--deliveries", arguments->workbench.deliveries,
              "Where files that are handed in lie until they are read; without it beside the store, for one on a "
              "server in this user's folder for such things")
      .file();
  parser.option("--port", arguments->port, "Port to listen on; 0 takes a free one, which is printed")
      .range(0, 65535)
      .shows_default();
  parser
      .option("--address", arguments->address,
              "Address to listen on; others than this machine's own need accounts and TLS")
      .shows_default();
  parser.option("--certificate", arguments->certificate, "Certificate (PEM) for TLS, with its chain").existing_file();
  parser.option("--key", arguments->key, "The certificate's private key (PEM)").existing_file();
  parser.flag("--behind-proxy", arguments->behind_proxy, "People reach it by https through a proxy");
  parser.flag("--accounts", arguments->accounts, "Let nobody in without an account, even if there is none yet");
  parser
      .option("--watch", arguments->workbench.watch,
              "Folder whose files are taken in as they come, while the workbench runs")
      .existing_folder();
  parser.option("--regions", arguments->workbench.ingest.region_pattern,
                "Names of the folders below the watched one: '{city}/{county}/{street}'; * passes over a level");
  parser.option("--config", arguments->configuration, "Configuration file (JSON), as for reports").existing_file();
  parser
      .option("--jobs", arguments->workbench.ingest.reading.jobs,
              "Worker processes for files that are handed in (0: one per core)")
      .range(0, 256)
      .shows_default();
  add_reading_options(parser, arguments->workbench.ingest.reading.extract);
  return {&parser, [arguments, &shared] { return run_serve(*arguments, shared); }};
}

}  // namespace gongshi::cli
