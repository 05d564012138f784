// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/workers/ledger_reading.h"

#include <catch2/catch.hpp>

#include "tests/support/places.h"
#include "tests/support/program.h"

namespace gongshi::corpus {
namespace {

LedgerReadingOptions of_the_program() {
  LedgerReadingOptions options;
  options.worker_command = {test::kProgram, "worker", "ledgers"};
  return options;
}

}  // namespace

TEST_CASE("a ledger that is none is refused by the worker, with the reader's own reason") {
  test::TemporaryFolder folder;
  const auto text = read_ledger_caged(folder.write("a.xlsx", "no ledger"), of_the_program());
  REQUIRE_FALSE(text.has_value());
  CHECK(text.error().code == "file-damaged");
  const auto none = read_ledger_caged(folder.path() + "/none.xlsx", of_the_program());
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error().code == "file-unreadable");
}

TEST_CASE("a worker that dies on a ledger costs that ledger alone") {
  test::TemporaryFolder folder;
  LedgerReadingOptions options;
  options.worker_command = {"/bin/false"};
  const auto dead = read_ledger_caged(folder.write("a.xlsx", "no ledger"), options);
  REQUIRE_FALSE(dead.has_value());
  CHECK((dead.error().code == "worker-start" || dead.error().code == "ledger-crashed"));
}

}  // namespace gongshi::corpus
