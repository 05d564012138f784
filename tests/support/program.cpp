// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "tests/support/places.h"

namespace gongshi::test {
namespace fs = std::filesystem;

ProgramResult run_program(const std::vector<std::string>& arguments, const std::string& folder,
                          std::vector<std::string> variables) {
  // Output goes to files: no pipe can fill up.
  const TemporaryFolder scratch;
  const std::string out = scratch.path() + "/out", errors = scratch.path() + "/errors";
  std::vector<std::string> words = {kProgram};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child == 0) {
    const int out_file = open(out.c_str(), O_CREAT | O_WRONLY, 0600);
    const int error_file = open(errors.c_str(), O_CREAT | O_WRONLY, 0600);
    dup2(out_file, STDOUT_FILENO);
    dup2(error_file, STDERR_FILENO);
    if (!folder.empty() && chdir(folder.c_str()) != 0) _exit(126);
    for (std::string& variable : variables) putenv(variable.data());
    execv(argv[0], argv.data());
    _exit(127);
  }
  int state = 0;
  waitpid(child, &state, 0);
  ProgramResult result;
  result.status = WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
  result.out = read_bytes(out);
  result.errors = read_bytes(errors);
  return result;
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (fs::temp_directory_path() / "gongshi-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string TemporaryFolder::write(const std::string& name, const std::string& bytes) const {
  const fs::path path = fs::path(path_) / name;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
  return path.string();
}

std::string read_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(path + " cannot be read");
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace gongshi::test
