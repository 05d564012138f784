// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl-C while pages are recognised.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <string>
#include <thread>

#include "tests/support/fictional_notices.h"
#include "tests/support/places.h"
#include "tests/support/program.h"
#include "tests/support/records.h"
#include "tests/support/skip.h"

using namespace gongshi;
using Clock = std::chrono::steady_clock;

namespace {

// A page full of marks as large as letters: nothing to read, and much to look at.
std::string busy_page() {
  constexpr int kWidth = 1664, kHeight = 2352;
  const auto number = [](std::uint32_t value) {
    std::string bytes;
    for (int i = 0; i < 4; ++i) bytes += static_cast<char>(value >> (8 * i));
    return bytes;
  };
  std::string bytes = "BM" + number(54 + 3 * kWidth * kHeight) + number(0) + number(54) + number(40) + number(kWidth) +
                      number(kHeight) + std::string("\1\0\30\0", 4) + number(0) + number(0) + number(5906) +
                      number(5906) + number(0) + number(0);
  std::uint32_t random = 1;
  std::string pixels(3 * kWidth * kHeight, '\xff');
  for (int row = 100; row + 100 < kHeight; row += 48)
    for (int column = 100; column + 100 < kWidth; column += 36)
      for (int stroke = 0; stroke < 5; ++stroke) {
        random = random * 1664525 + 1013904223;
        const int y = row + static_cast<int>(random >> 24) % 26, x = column + static_cast<int>(random >> 16) % 6;
        for (int i = 0; i < 22; ++i)
          for (int line = 0; line < 3; ++line)
            for (int colour = 0; colour < 3; ++colour)
              pixels[static_cast<std::size_t>(3 * ((y + line) * kWidth + x + i) + colour)] = '\0';
      }
  return bytes + pixels;
}

pid_t start(const std::string& in, const std::string& db, const std::string& errors) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  ::dup2(::open("/dev/null", O_WRONLY), STDOUT_FILENO);
  ::dup2(::open(errors.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
  ::execl(test::kProgram, "gongshi", "ingest", in.c_str(), "--db", db.c_str(), "--lang", "en", "--jobs", "2", nullptr);
  ::_exit(127);
}

// Seconds until the program has ended; its exit status in `status`.
double seconds_to_end(pid_t child, int& status) {
  const auto begin = Clock::now();
  ::waitpid(child, &status, 0);
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

}  // namespace

TEST_CASE("Ctrl-C ends an ingest within two seconds inside a page, and a second one at once") {
  const test::TemporaryFolder folder;
  const std::string page = busy_page();
  for (int i = 0; i < 8; ++i)
    folder.write("in/" + std::to_string(i) + ".bmp", page + std::string(static_cast<std::size_t>(i), ' '));
  folder.write("in/1.docx", test::to_docx(test::fictional_notice(0, test::standard())));
  const std::string in = folder.path() + "/in", errors = folder.path() + "/errors";
  for (const bool twice : {false, true}) {
    const std::string db = folder.path() + (twice ? "/b.db" : "/a.db");
    const pid_t child = start(in, db, errors);
    std::this_thread::sleep_for(std::chrono::seconds(3));
    int status = 0;
    if (::waitpid(child, &status, WNOHANG) != 0) GONGSHI_SKIP("no page is recognised here, or within no time");
    ::kill(child, SIGINT);
    if (twice) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      ::kill(child, SIGINT);
    }
    CHECK(seconds_to_end(child, status) < (twice ? 1 : 2));
    REQUIRE(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 130);
    if (twice) continue;
    const std::string said = test::read_bytes(errors);
    INFO(said);
    CHECK(said.find("files are read and kept in " + db + "; the next run goes on from there") != std::string::npos);
  }
}
