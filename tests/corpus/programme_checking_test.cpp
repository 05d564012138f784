// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/workers/programme_checking.h"

#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/support/labelled_notices.h"
#include "tests/support/places.h"
#include "tests/support/program.h"

namespace gongshi::corpus {
namespace {

ProgrammeCheckingOptions of_the_program() {
  ProgrammeCheckingOptions options;
  options.worker_command = {test::kProgram, "worker", "programmes"};
  return options;
}

}  // namespace

TEST_CASE("a programme of others is loaded in a worker, with the loader's own reasons") {
  CHECK(check_programmes_caged("shandong-2022", of_the_program()).has_value());
  test::TemporaryFolder folder;
  folder.write("河湾/programme.json", "{\"id\": ");
  const auto damaged = check_programmes_caged(folder.path() + "/河湾", of_the_program());
  REQUIRE_FALSE(damaged.has_value());
  CHECK(damaged.error().code == "data-damaged");
  CHECK(damaged.error().message.find("programme.json") != std::string::npos);
}

TEST_CASE("a programme that its loader dies on costs one line") {
  ProgrammeCheckingOptions options;
  options.worker_command = {"/bin/false"};
  const auto dead = check_programmes_caged("shandong-2022", options);
  REQUIRE_FALSE(dead.has_value());
  CHECK((dead.error().code == "worker-start" || dead.error().code == "programme-crashed"));
}

TEST_CASE("a programme that would not fit into memory is refused before any file is read") {
  test::TemporaryFolder folder;
  // Lists in lists: a hundred bytes of memory for each byte of file.
  folder.write("河湾/programme.json", std::string(std::size_t{30} << 20, '['));
  const test::ProgramResult run =
      test::run_program({"--programme", folder.path() + "/河湾", "audit", folder.path() + "/河湾"});
  CHECK(run.status == 2);
  CHECK(run.errors.find("河湾") != std::string::npos);
}

}  // namespace gongshi::corpus
