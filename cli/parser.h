// SPDX-License-Identifier: GPL-3.0-or-later
// The command line: what the program's commands and options are, once, for parsing, for help, for the man page and for
// completion in shells. A thin layer over CLI11, which takes long to compile: only parser.cpp names it. Texts are
// English and shown in the language that is set (schema/language.h); they stand in po/ by the names of these functions.
//
//   Parser& search = app.command("search", "Find claims and notices in a store");
//   search.option("WORDS", arguments.words, "All of them must stand in one claim").required();
//   search.flag("--unmasked", arguments.unmasked, "Show names and mobile numbers of contacts");
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gongshi::cli {

/// A command as it is described to people and shells.
struct CommandDescription {
  struct Option {
    std::vector<std::string> names;  ///< "-o", "--output"; the word shown for a positional one ("PATH").
    bool positional = false, required = false, takes_value = false, many = false;
    bool file = false, folder = false;  ///< The value is a path.
    std::vector<std::string> choices;   ///< Empty: free.
    std::string help, default_value;
  };
  std::string name, description;
  std::vector<Option> options;
  std::vector<CommandDescription> commands;
};

class Parser {
 public:
  /// Conditions on an option that was just added. Refers to the parser.
  class Option {
   public:
    Option& required();
    Option& one_of(std::vector<std::string> choices);
    Option& existing_file();    ///< The value must name a file that is there.
    Option& existing_folder();  ///< The value must name a folder that is there.
    Option& file();             ///< The value is a path, which need not be there: for completion.
    Option& range(std::int64_t least, std::int64_t most);
    Option& shows_default();  ///< Help shows the value that the variable has now.

   private:
    friend class Parser;
    struct State;
    explicit Option(State* state) : state_(state) {}
    State* state_;
  };

  /// The whole program.
  Parser(std::string name, std::string_view description, std::string version);
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  ~Parser();

  /// A command below this one; lives as long as the parser.
  Parser& command(const std::string& name, std::string_view description);
  void require_command();
  void hide();                          ///< Not shown in help.
  void alias(const std::string& name);  ///< The command has this second name.
  void footer(std::string_view text);   ///< Below the help.

  /// Adds an option "-o,--output", or a positional one, written in capitals: "PATH". The value, which must outlive
  /// parsing, keeps what it has where the option is not given.
  Option option(const std::string& names, std::string& value, std::string_view help);
  Option option(const std::string& names, std::vector<std::string>& value, std::string_view help);
  Option option(const std::string& names, int& value, std::string_view help);
  Option option(const std::string& names, std::uint32_t& value, std::string_view help);
  Option option(const std::string& names, std::int64_t& value, std::string_view help);
  Option option(const std::string& names, std::uint64_t& value, std::string_view help);
  Option option(const std::string& names, double& value, std::string_view help);
  /// An option without a value: sets `value` to `becomes`.
  void flag(const std::string& names, bool& value, std::string_view help, bool becomes = true);

  enum class Outcome { kRun, kDone, kWrongUse };
  /// Parses; prints help or version to stdout (kDone), or what is wrong to stderr (kWrongUse).
  [[nodiscard]] Outcome parse(int argc, const char* const* argv);
  /// After parse(): the command was chosen.
  [[nodiscard]] bool chosen() const;

  /// The command with all that is below it; hidden commands are left out.
  [[nodiscard]] CommandDescription describe() const;

 private:
  struct State;
  explicit Parser(std::unique_ptr<State> state);
  template <typename Value>
  Option add(const std::string& names, Value& value, std::string_view help);

  std::unique_ptr<State> state_;
};

}  // namespace gongshi::cli
