// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/parser.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>

#include "schema/language.h"
#include "schema/utf8.h"

namespace gongshi::cli {
namespace {

std::string translated(std::string_view message) { return std::string(tr(message)); }

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : std::string(between)) + word;
  return all;
}

// CLI11 words its errors in English; ours say the same in the language that is set. What its own validators would say
// comes from ours.
std::string explanation(const CLI::ParseError& error) {
  const std::string said = error.what();
  const auto behind = [&said](std::string_view mark) {
    const auto at = said.rfind(mark);
    return at == std::string::npos ? said : said.substr(at + mark.size());
  };
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    if (said.find("subcommand") != std::string::npos) return translated("Which command? `gongshi --help` lists them.");
    const auto end = said.find(" is required");
    return say("{} is missing.", {said.substr(0, end)});
  }
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) return say("Not expected here: {}", {behind(": ")});
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr)
    return say("A value is missing, or there is one too many: {}", {said});
  if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr) return say("That is no number: {}", {behind(": ")});
  return said;
}

// Columns that a text takes on a terminal: Chinese characters and signs take two.
std::size_t columns(std::string_view text) {
  std::size_t wide = 0;
  for (std::size_t at = 0; at < text.size();) wide += utf8::next(text, at) < 0x1100 ? 1 : 2;
  return wide;
}

// Help as CLI11 lays it out, with columns that stand in line where names and values are Chinese.
class HelpFormatter : public CLI::Formatter {
 public:
  std::string make_group(std::string group, bool positional, std::vector<const CLI::Option*> options) const override {
    if (group == "Options") group = translated("Options");
    return CLI::Formatter::make_group(std::move(group), positional, std::move(options));
  }
  std::string make_option(const CLI::Option* option, bool positional) const override {
    return line(make_option_name(option, positional) + make_option_opts(option), make_option_desc(option));
  }
  std::string make_option_opts(const CLI::Option* option) const override {
    if (option->get_type_size() == 0) return {};
    const std::string kind = option->get_type_name();
    const auto choices = kind.find(":{");
    std::string shown =
        " " + (choices == std::string::npos ? get_label(kind.substr(0, kind.find(':'))) : kind.substr(choices + 1));
    if (!option->get_default_str().empty()) shown += "=" + option->get_default_str();
    if (option->get_expected_max() == CLI::detail::expected_max_vector_size) shown += " ...";
    if (option->get_required()) shown += " " + get_label("REQUIRED");
    return shown;
  }
  std::string make_subcommand(const CLI::App* command) const override {
    return line(command->get_display_name(true), command->get_description());
  }

 private:
  [[nodiscard]] std::string line(std::string name, const std::string& description) const {
    name = "  " + name;
    if (description.empty()) return name + "\n";
    const std::size_t width = get_column_width(), taken = columns(name);
    name += taken + 1 > width ? "\n" + std::string(width, ' ') : std::string(width - taken, ' ');
    return name + description + "\n";
  }
};

CLI::Validator validator(std::string shown, std::function<std::string(std::string&)> check) {
  return CLI::Validator(std::move(check), std::move(shown), "");
}

}  // namespace

struct Parser::Option::State {
  CLI::Option* option = nullptr;
  std::vector<std::string> choices;
  bool file = false, folder = false;
};

struct Parser::State {
  std::unique_ptr<CLI::App> owned;  // of the whole program
  CLI::App* app = nullptr;
  bool hidden = false;
  std::vector<std::unique_ptr<Parser>> commands;
  std::vector<std::unique_ptr<Option::State>> options;
};

Parser::Parser(std::string name, std::string_view description, std::string version)
    : state_(std::make_unique<State>()) {
  state_->owned = std::make_unique<CLI::App>(translated(description), std::move(name));
  state_->app = state_->owned.get();
  state_->app->set_help_flag("-h,--help", translated("Print this help and end"));
  state_->app->set_version_flag("--version", std::move(version), translated("Print the version and end"));
  const auto format = std::make_shared<HelpFormatter>();
  state_->app->formatter(format);
  for (const std::string_view label :
       {tr_noop("Usage"), tr_noop("OPTIONS"), tr_noop("SUBCOMMAND"), tr_noop("Options"), tr_noop("Positionals"),
        tr_noop("REQUIRED"), tr_noop("TEXT"), tr_noop("INT"), tr_noop("UINT"), tr_noop("FLOAT")})
    format->label(std::string(label), translated(label));
}

Parser::Parser(std::unique_ptr<State> state) : state_(std::move(state)) {}

Parser::~Parser() = default;

Parser& Parser::command(const std::string& name, std::string_view description) {
  auto state = std::make_unique<State>();
  state->app = state_->app->add_subcommand(name, translated(description));
  state->app->group(translated("Commands"));
  state->app->fallthrough();  // options of the program may stand behind the command too
  state->app->set_help_flag("-h,--help", translated("Print this help and end"));
  state_->commands.push_back(std::unique_ptr<Parser>(new Parser(std::move(state))));
  return *state_->commands.back();
}

void Parser::require_command() { state_->app->require_subcommand(1); }

void Parser::hide() {
  state_->app->group("");
  state_->hidden = true;
}

void Parser::alias(const std::string& name) { state_->app->alias(name); }

void Parser::footer(std::string_view words) { state_->app->footer(translated(words)); }

template <typename Value>
Parser::Option Parser::add(const std::string& names, Value& value, std::string_view help) {
  auto state = std::make_unique<Option::State>();
  state->option = state_->app->add_option(names, value, translated(help));
  state_->options.push_back(std::move(state));
  return Option(state_->options.back().get());
}

Parser::Option Parser::option(const std::string& names, std::string& value, std::string_view help) {
  return add(names, value, help);
}
Parser::Option Parser::option(const std::string& names, std::vector<std::string>& value, std::string_view help) {
  return add(names, value, help);
}
Parser::Option Parser::option(const std::string& names, int& value, std::string_view help) {
  return add(names, value, help);
}
Parser::Option Parser::option(const std::string& names, std::uint32_t& value, std::string_view help) {
  return add(names, value, help);
}
Parser::Option Parser::option(const std::string& names, std::int64_t& value, std::string_view help) {
  return add(names, value, help);
}
Parser::Option Parser::option(const std::string& names, std::uint64_t& value, std::string_view help) {
  return add(names, value, help);
}
Parser::Option Parser::option(const std::string& names, double& value, std::string_view help) {
  return add(names, value, help);
}

void Parser::flag(const std::string& names, bool& value, std::string_view help, bool becomes) {
  auto state = std::make_unique<Option::State>();
  state->option = state_->app->add_flag_callback(
      names, [&value, becomes] { value = becomes; }, translated(help));
  state_->options.push_back(std::move(state));
}

Parser::Option& Parser::Option::required() {
  state_->option->required();
  return *this;
}

Parser::Option& Parser::Option::one_of(std::vector<std::string> choices) {
  state_->choices = std::move(choices);
  state_->option->check(validator("{" + joined(state_->choices, ",") + "}", [state = state_](std::string& value) {
    if (std::find(state->choices.begin(), state->choices.end(), value) != state->choices.end()) return std::string();
    return say("\"{}\" is none of {}", {value, joined(state->choices, ", ")});
  }));
  return *this;
}

Parser::Option& Parser::Option::existing_file() {
  state_->file = true;
  state_->option->check(validator(translated("FILE"), [](std::string& value) {
    std::error_code failed;
    return std::filesystem::is_regular_file(value, failed) ? std::string() : say("there is no file {}", {value});
  }));
  return *this;
}

Parser::Option& Parser::Option::existing_folder() {
  state_->folder = true;
  state_->option->check(validator(translated("FOLDER"), [](std::string& value) {
    std::error_code failed;
    return std::filesystem::is_directory(value, failed) ? std::string() : say("there is no folder {}", {value});
  }));
  return *this;
}

Parser::Option& Parser::Option::file() {
  state_->file = true;
  return *this;
}

Parser::Option& Parser::Option::range(std::int64_t least, std::int64_t most) {
  const std::string from = std::to_string(least), to = std::to_string(most);
  state_->option->check(validator(from + "–" + to, [least, most, from, to](std::string& value) {
    std::int64_t number = 0;
    return CLI::detail::lexical_cast(value, number) && number >= least && number <= most
               ? std::string()
               : say("{} is no number from {} to {}", {value, from, to});
  }));
  return *this;
}

Parser::Option& Parser::Option::shows_default() {
  state_->option->capture_default_str();
  return *this;
}

Parser::Outcome Parser::parse(int argc, const char* const* argv) {
  try {
    state_->app->parse(argc, argv);
  } catch (const CLI::Success& success) {  // help or version
    state_->app->exit(success);
    return Outcome::kDone;
  } catch (const CLI::ParseError& error) {
    std::fprintf(stderr, "gongshi: %s\n%s\n", explanation(error).c_str(),
                 translated("`gongshi COMMAND --help` says how it is used.").c_str());
    return Outcome::kWrongUse;
  }
  return Outcome::kRun;
}

bool Parser::chosen() const { return state_->app->parsed(); }

CommandDescription Parser::describe() const {
  CommandDescription described;
  described.name = state_->app->get_name();
  described.description = state_->app->get_description();
  for (const CLI::Option* option : state_->app->get_options()) {
    CommandDescription::Option shown;
    shown.positional = option->get_positional();
    if (shown.positional) {
      shown.names = {option->get_name(true)};
    } else {
      for (const std::string& name : option->get_snames()) shown.names.push_back("-" + name);
      for (const std::string& name : option->get_lnames()) shown.names.push_back("--" + name);
    }
    shown.required = option->get_required();
    shown.takes_value = option->get_items_expected_max() > 0;
    shown.many = option->get_items_expected_max() > 1;
    shown.help = option->get_description();
    shown.default_value = option->get_default_str();
    for (const auto& state : state_->options) {
      if (state->option != option) continue;
      shown.choices = state->choices;
      shown.file = state->file;
      shown.folder = state->folder;
    }
    described.options.push_back(std::move(shown));
  }
  for (const auto& command : state_->commands)
    if (!command->state_->hidden) described.commands.push_back(command->describe());
  return described;
}

}  // namespace gongshi::cli
