// SPDX-License-Identifier: GPL-3.0-or-later
#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <string>

#include "app/accounts.h"
#include "cli/command.h"
#include "cli/store_access.h"
#include "schema/language.h"

namespace gongshi::cli {
namespace {

struct Arguments {
  std::string store, name, role = "reviewer", label;
};

/// A line of stdin, without showing it on a terminal.
std::string read_password() {
  termios before{};
  const bool terminal = isatty(STDIN_FILENO) != 0 && ::tcgetattr(STDIN_FILENO, &before) == 0;
  if (terminal) {
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    std::fprintf(stderr, "%s", std::string(tr("Password: ")).c_str());
  }
  std::string line;
  std::getline(std::cin, line);
  if (terminal) {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::fprintf(stderr, "\n");
  }
  return line;
}

std::string role_word(std::string_view role) {
  for (const std::string_view known : {tr_noop("reader"), tr_noop("reviewer"), tr_noop("administrator")})
    if (known == role) return std::string(tr(known));
  return std::string(role);
}

int add(corpus::Store& store, const Arguments& arguments) {
  const auto role = app::parse_role(arguments.role);
  if (!role) return complain(std::string(tr("there is no such role"))), kExitUsage;
  const auto put = app::put_account(store, {arguments.name, read_password(), *role});
  if (!put) return complain(put.error().message), kExitUsage;
  std::printf("%s: %s\n", arguments.name.c_str(), role_word(arguments.role).c_str());
  return kExitClean;
}

int list(corpus::Store& store) {
  const auto accounts = app::accounts(store);
  if (!accounts) return complain(accounts.error().message), kExitUnreadable;
  for (const corpus::Account& account : *accounts)
    std::printf("%s  %s  %s\n", account.name.c_str(), role_word(account.role).c_str(), account.created.c_str());
  return kExitClean;
}

int remove(corpus::Store& store, const std::string& name) {
  const auto removed = app::remove_account(store, name);
  if (!removed) return complain(removed.error().message), kExitUnreadable;
  if (!*removed) return complain(say("there is no account {}", {name})), kExitUsage;
  std::printf("%s\n", say("{}: removed", {name}).c_str());
  return kExitClean;
}

int token(corpus::Store& store, const Arguments& arguments) {
  const auto made = app::make_token(store, arguments.name, arguments.label);
  if (!made) return complain(made.error().message), kExitUsage;
  std::printf("%s\n", made->c_str());
  return kExitClean;
}

}  // namespace

Command add_user_command(Parser& app, const Shared& shared) {
  auto arguments = std::make_shared<Arguments>();
  Parser& parser = app.command("user", "Accounts of the reviewers' workbench");
  parser.require_command();
  Parser& add_parser =
      parser.command("add", "Add an account, or give one another role and password; the password is read from stdin");
  Parser& list_parser = parser.command("list", "Print the accounts");
  Parser& remove_parser = parser.command("remove", "Remove an account with its sessions and tokens");
  Parser& token_parser = parser.command("token", "Print a new token by which another system acts for an account");
  for (Parser* each : {&add_parser, &list_parser, &remove_parser, &token_parser})
    add_store_option(*each, arguments->store);
  for (Parser* each : {&add_parser, &remove_parser, &token_parser})
    each->option("NAME", arguments->name, "The account's name").required();
  add_parser
      .option("--role", arguments->role,
              "reader: looks, without personal data; reviewer: decides; administrator: sees who did what, too")
      .one_of({"reader", "reviewer", "administrator"})
      .shows_default();
  token_parser.option("--label", arguments->label, "What the token is for; each is there once").required();
  return {&parser, [arguments, &shared, &add_parser, &list_parser, &remove_parser] {
            const auto programmes = load_programmes_or_explain(shared);
            if (!programmes) return static_cast<int>(kExitUsage);
            const auto store = open_store_or_explain(arguments->store, !add_parser.chosen(), *programmes);
            if (store == nullptr) return static_cast<int>(kExitUsage);
            if (add_parser.chosen()) return add(*store, *arguments);
            if (list_parser.chosen()) return list(*store);
            if (remove_parser.chosen()) return remove(*store, arguments->name);
            return token(*store, *arguments);
          }};
}

}  // namespace gongshi::cli
