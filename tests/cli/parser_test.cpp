// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/parser.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/program.h"

using gongshi::cli::CommandDescription;
using gongshi::cli::Parser;
using gongshi::test::run_program;

namespace {

struct Values {
  std::vector<std::string> paths;
  std::string format = "text";
  int pages = 50;
  bool versions = true;
};

// A program with one command.
struct Program {
  Values values;
  Parser parser{"sample", "A sample program", "1.2"};
  Parser& read = parser.command("read", "Read files");

  Program() {
    parser.require_command();
    read.option("PATH", values.paths, "Files").required();
    read.option("--format", values.format, "Form of results").one_of({"text", "json"}).shows_default();
    read.option("-p,--pages", values.pages, "Pages at most").range(1, 100);
    read.flag("--all-versions", values.versions, "Earlier versions too", false);
  }

  Parser::Outcome parse(std::vector<const char*> words) {
    words.insert(words.begin(), "sample");
    return parser.parse(static_cast<int>(words.size()), words.data());
  }
};

}  // namespace

TEST_CASE("options set the variables they were given") {
  Program program;
  REQUIRE(program.parse({"read", "a.pdf", "b.pdf", "--format", "json", "-p", "7", "--all-versions"}) ==
          Parser::Outcome::kRun);
  CHECK(program.read.chosen());
  CHECK(program.values.paths == std::vector<std::string>{"a.pdf", "b.pdf"});
  CHECK(program.values.format == "json");
  CHECK(program.values.pages == 7);
  CHECK_FALSE(program.values.versions);
}

TEST_CASE("variables keep what they have where their option is not given") {
  Program program;
  REQUIRE(program.parse({"read", "a.pdf"}) == Parser::Outcome::kRun);
  CHECK(program.values.format == "text");
  CHECK(program.values.pages == 50);
  CHECK(program.values.versions);
}

TEST_CASE("wrong use is told from help") {
  const std::vector<std::vector<const char*>> wrong = {{},
                                                       {"write"},
                                                       {"read"},
                                                       {"read", "a.pdf", "--format", "csv"},
                                                       {"read", "a.pdf", "--pages", "0"},
                                                       {"read", "a.pdf", "--pages", "many"},
                                                       {"read", "a.pdf", "--unknown"}};
  for (const auto& words : wrong) {
    Program program;
    CHECK(program.parse(words) == Parser::Outcome::kWrongUse);
  }
  Program program;
  CHECK(program.parse({"read", "--help"}) == Parser::Outcome::kDone);
}

TEST_CASE("the description has every command with its options") {
  const CommandDescription described = Program().parser.describe();
  REQUIRE(described.commands.size() == 1);
  const CommandDescription& read = described.commands[0];
  const auto option = [&read](const std::string& name) {
    return *std::find_if(
        read.options.begin(), read.options.end(), [&name](const CommandDescription::Option& candidate) {
          return std::find(candidate.names.begin(), candidate.names.end(), name) != candidate.names.end();
        });
  };
  CHECK(option("PATH").positional);
  CHECK(option("PATH").many);
  CHECK(option("--format").choices == std::vector<std::string>{"text", "json"});
  CHECK(option("--format").default_value == "text");
  CHECK(option("-p").names == std::vector<std::string>{"-p", "--pages"});
  CHECK_FALSE(option("--all-versions").takes_value);
}

TEST_CASE("help speaks the language that is asked for, or the locale's") {
  CHECK(run_program({"--lang", "zh", "search", "--help"}).out.find("选项") != std::string::npos);
  CHECK(run_program({"search", "--help"}, {}, {"LC_ALL=zh_CN.UTF-8"}).out.find("选项") != std::string::npos);
  CHECK(run_program({"--lang=en", "search", "--help"}, {}, {"LC_ALL=zh_CN.UTF-8"}).out.find("Options:") !=
        std::string::npos);
  CHECK(run_program({"search", "--help"}, {}, {"LC_ALL=C"}).out.find("Options:") != std::string::npos);
}

TEST_CASE("the man page and the completions name every command") {
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"man"}, {"completion", "bash"}, {"completion", "zsh"}}) {
    const auto result = run_program(command);
    CHECK(result.status == 0);
    for (const char* name : {"audit", "ingest", "decisions"}) CHECK(result.out.find(name) != std::string::npos);
  }
}
