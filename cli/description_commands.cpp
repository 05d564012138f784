// SPDX-License-Identifier: GPL-3.0-or-later
// What installing the program needs of the command line's own description: the man page, and completion in shells.
#include <cstdio>
#include <functional>

#include "cli/command.h"
#include "schema/language.h"

namespace gongshi::cli {
namespace {

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : std::string(between)) + word;
  return all;
}

// ---- man page ----

// Text as troff takes it: no line begins a request, hyphens and backslashes are signs.
std::string escaped(std::string_view text) {
  std::string troff;
  for (const char sign : text) {
    if (sign == '\\')
      troff += "\\e";
    else if (sign == '-')
      troff += "\\-";
    else if (sign == '\n')
      troff += '\n';
    else
      troff += sign;
  }
  return troff.starts_with('.') || troff.starts_with('\'') ? "\\&" + troff : troff;
}

std::string shown_names(const CommandDescription::Option& option) {
  std::string shown = joined(option.names, ", ");
  if (!option.choices.empty()) shown += " " + joined(option.choices, "|");
  return shown;
}

void print_options(const CommandDescription& command) {
  for (const CommandDescription::Option& option : command.options) {
    std::string help = option.help;
    if (!option.default_value.empty()) help += say(" (default: {})", {option.default_value});
    std::printf(".TP\n.B %s\n%s\n", escaped(shown_names(option)).c_str(), escaped(help).c_str());
  }
}

void print_commands(const CommandDescription& command, const std::string& before) {
  for (const CommandDescription& below : command.commands) {
    const std::string name = before + below.name;
    std::printf(".SS \"%s\"\n%s\n", escaped(name).c_str(), escaped(below.description).c_str());
    print_options(below);
    print_commands(below, name + " ");
  }
}

int print_man_page(const Parser& program) {
  const CommandDescription described = program.describe();
  const auto section = [](std::string_view title) { std::printf(".SH %s\n", std::string(tr(title)).c_str()); };
  std::printf(".TH GONGSHI 1 \"\" \"gongshi " GONGSHI_VERSION "\" \"\"\n");
  section(tr_noop("NAME"));
  std::printf("gongshi \\- %s\n", escaped(described.description).c_str());
  section(tr_noop("SYNOPSIS"));
  std::printf(".B gongshi\n[%s] %s [%s]\n", std::string(tr("options")).c_str(), std::string(tr("command")).c_str(),
              std::string(tr("options")).c_str());
  section(tr_noop("OPTIONS"));
  print_options(described);
  section(tr_noop("COMMANDS"));
  print_commands(described, "");
  section(tr_noop("EXIT STATUS"));
  const std::pair<const char*, std::string_view> statuses[] = {{"0", tr_noop("nothing of severity error")},
                                                               {"1", tr_noop("findings of severity error")},
                                                               {"2", tr_noop("wrong use")},
                                                               {"3", tr_noop("some input could not be read")},
                                                               {"130", tr_noop("stopped from outside")}};
  for (const auto& [status, meaning] : statuses) std::printf(".TP\n.B %s\n%s\n", status, escaped(tr(meaning)).c_str());
  return kExitClean;
}

// ---- completion ----

// Every command with its names from the top: "programme show".
void each_command(const CommandDescription& command, const std::string& path,
                  const std::function<void(const std::string&, const CommandDescription&)>& use) {
  use(path, command);
  for (const CommandDescription& below : command.commands)
    each_command(below, path.empty() ? below.name : path + " " + below.name, use);
}

std::string words_after(const CommandDescription& command) {
  std::vector<std::string> words;
  for (const CommandDescription& below : command.commands) words.push_back(below.name);
  for (const CommandDescription::Option& option : command.options)
    if (!option.positional) words.insert(words.end(), option.names.begin(), option.names.end());
  return joined(words, " ");
}

int print_bash(const CommandDescription& program) {
  std::puts("# bash completion for gongshi: source it, or put it into /usr/share/bash-completion/completions/gongshi.");
  std::puts(
      "_gongshi() {\n  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} path= known at\n"
      "  for ((at = 1; at < COMP_CWORD; ++at)); do\n    known=\"${path:+$path }${COMP_WORDS[at]}\"\n    case "
      "\"$known\" in");
  std::vector<std::string> paths;
  each_command(program, "", [&paths](const std::string& path, const CommandDescription&) {
    if (!path.empty()) paths.push_back("\"" + path + "\"");
  });
  std::printf("      %s) path=$known ;;\n    esac\n  done\n  case \"$path:$before\" in\n", joined(paths, "|").c_str());
  each_command(program, "", [](const std::string& path, const CommandDescription& command) {
    for (const CommandDescription::Option& option : command.options) {
      if (option.choices.empty() || option.positional) continue;
      std::vector<std::string> cases;
      for (const std::string& name : option.names) cases.push_back("\"" + path + ":" + name + "\"");
      std::printf("    %s) COMPREPLY=($(compgen -W \"%s\" -- \"$word\")); return ;;\n", joined(cases, "|").c_str(),
                  joined(option.choices, " ").c_str());
    }
  });
  std::puts("  esac\n  case \"$path\" in");
  each_command(program, "", [](const std::string& path, const CommandDescription& command) {
    std::string words = words_after(command);
    for (const CommandDescription::Option& option : command.options)
      if (option.positional && !option.choices.empty()) words += " " + joined(option.choices, " ");
    std::printf("    \"%s\") COMPREPLY=($(compgen -W \"%s\" -- \"$word\")) ;;\n", path.c_str(), words.c_str());
  });
  std::puts(
      "  esac\n  [[ $word == -* ]] || COMPREPLY+=($(compgen -f -- \"$word\"))\n}\ncomplete -o filenames -F _gongshi "
      "gongshi");
  return kExitClean;
}

// A description as zsh takes it within single quotes.
std::string quoted(std::string_view text) {
  std::string safe;
  for (const char sign : text) {
    if (sign == '\'')
      safe += "'\\''";
    else if (sign == '[' || sign == ']' || sign == ':')
      (safe += '\\') += sign;
    else
      safe += sign == '\n' ? ' ' : sign;
  }
  return safe;
}

int print_zsh(const CommandDescription& program) {
  std::puts("#compdef gongshi");
  each_command(program, "", [](const std::string& path, const CommandDescription& command) {
    std::string name = "_gongshi" + (path.empty() ? "" : "_" + path);
    for (char& sign : name)
      if (sign == ' ' || sign == '-') sign = '_';
    std::printf("%s() {\n  _arguments -s \\\n", name.c_str());
    for (const CommandDescription::Option& option : command.options) {
      const std::string values = !option.choices.empty() ? "(" + joined(option.choices, " ") + ")" : "_files";
      if (option.positional) {
        std::printf("    '%s:%s:%s' \\\n", option.many ? "*" : "", quoted(option.help).c_str(), values.c_str());
        continue;
      }
      for (const std::string& spelt : option.names)
        std::printf("    '%s[%s]%s' \\\n", spelt.c_str(), quoted(option.help).c_str(),
                    option.takes_value ? (": :" + values).c_str() : "");
    }
    if (command.commands.empty()) {
      std::puts("    && return");
    } else {
      std::puts(
          "    '1: :->command' '*:: :->rest' && return\n  case $state in\n    command) local -a commands; commands=(");
      for (const CommandDescription& below : command.commands)
        std::printf("      '%s:%s'\n", below.name.c_str(), quoted(below.description).c_str());
      std::printf(
          "      ); _describe command commands ;;\n    rest) _call_function ret %s_${words[1]//-/_} ;;\n  esac\n",
          name.c_str());
    }
    std::puts("}");
  });
  std::puts("_gongshi \"$@\"");
  return kExitClean;
}

}  // namespace

Command add_man_command(Parser& app, const Shared&) {
  Parser& parser = app.command("man", "Print the man page (troff), in the language of messages");
  return {&parser, [&app] { return print_man_page(app); }};
}

Command add_completion_command(Parser& app, const Shared&) {
  auto shell = std::make_shared<std::string>();
  Parser& parser = app.command("completion", "Print what completes commands and options in a shell");
  parser.option("SHELL", *shell, "bash or zsh").required().one_of({"bash", "zsh"});
  return {&parser, [&app, shell] { return *shell == "zsh" ? print_zsh(app.describe()) : print_bash(app.describe()); }};
}

}  // namespace gongshi::cli
