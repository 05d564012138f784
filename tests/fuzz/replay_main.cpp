// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for the fuzzer's main in ordinary builds: runs the harness over every file of the given folders and over a
// fixed number of damaged copies of each (truncated, bytes changed, stretches doubled), so that the harness and its
// corpus are tested by every run.
//
//   claim_fuzz --seconds 600 --words tests/fuzz/words.dict tests/fuzz/corpus/claim
//
// goes on so long with copies that are damaged again and again, by chance and with the dictionary's words, without
// guidance but as fast as the program itself runs; the input that it dies on lies in ./died-NAME then.
#include <fcntl.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <utility>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr int kDamagedCopies = 24;
constexpr std::size_t kLargestDamaged = 1 << 16;  // larger seeds are run as they are, and truncated, only: time
constexpr std::size_t kLargestGrown = 1 << 12;
constexpr long kLongestSeconds = 10;  // of processor time, for one input

std::string died_name;
const std::string* present = nullptr;

void die(int signal) {
  // Nothing but calls that a signal may make.
  const int file = ::open(died_name.c_str(), O_CREAT | O_WRONLY | O_TRUNC, 0600);
  if (file >= 0 && present != nullptr) static_cast<void>(::write(file, present->data(), present->size()) >= 0);
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

/// SIGVTALRM comes after so many seconds of processor time; 0: none comes.
void allow(long seconds) {
  const itimerval time{{0, 0}, {seconds, 0}};
  static_cast<void>(::setitimer(ITIMER_VIRTUAL, &time, nullptr));
}

void run(const std::string& bytes) {
  present = &bytes;
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

std::string damaged(const std::string& bytes, std::mt19937& random) {
  std::string copy = bytes;
  if (copy.empty()) return copy;
  const auto place = [&] { return random() % copy.size(); };
  switch (random() % 4) {
    case 0:
      copy.resize(place());
      break;
    case 1:
      for (int i = 0; i < 8; ++i) copy[place()] = static_cast<char>(random());
      break;
    case 2:
      copy.insert(place(), bytes.substr(place(), 64));
      break;
    default:
      copy.erase(place(), 1 + random() % 64);
  }
  return copy;
}

/// The words of a dictionary in the fuzzer's form, a quoted one a line.
std::vector<std::string> words_of(const std::string& path) {
  std::vector<std::string> words;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.size() < 2 || line.front() != '"') continue;
    std::string word;
    for (std::size_t i = 1; i + 1 < line.size(); ++i)
      word += line[i] == '\\' && i + 2 < line.size() && line[i + 1] == 'x'
                  ? static_cast<char>(std::stoi(line.substr(std::exchange(i, i + 3) + 2, 2), nullptr, 16))
              : line[i] == '\\' ? line[++i]
                                : line[i];
    words.push_back(word);
  }
  return words;
}

/// One more change to `bytes`, from which others follow.
void change(std::string& bytes, const std::vector<std::string>& seeds, const std::vector<std::string>& words,
            std::mt19937& random) {
  const std::size_t place = random() % (bytes.size() + 1);
  const std::string& other = seeds[random() % seeds.size()];
  const std::size_t from = random() % (other.size() + 1);
  switch (random() % 8) {
    case 0:
    case 1:
    case 2:
      if (!words.empty()) bytes.insert(place, words[random() % words.size()]);
      break;
    case 3:
      bytes.insert(place, other.substr(from, random() % 64));
      break;
    case 4:
      bytes.erase(place, random() % 32);
      break;
    case 5:
      if (place < bytes.size()) bytes[place] = static_cast<char>(random());
      break;
    case 6:
      bytes.insert(place, bytes.substr(random() % (bytes.size() + 1), random() % 48));
      break;
    default:
      bytes.resize(place);
  }
  if (bytes.size() > kLargestGrown) bytes.resize(kLargestGrown);
}

std::uint64_t run_on(const std::vector<std::string>& seeds, const std::vector<std::string>& words, double seconds) {
  std::mt19937 random(static_cast<unsigned>(std::chrono::steady_clock::now().time_since_epoch().count()));
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  std::uint64_t runs = 0;
  while (std::chrono::steady_clock::now() < end) {
    std::string bytes = seeds[random() % seeds.size()];
    for (int step = 0; step < 40; ++step, ++runs) {
      for (unsigned i = 1 + random() % 4; i > 0; --i) change(bytes, seeds, words, random);
      allow(kLongestSeconds);
      run(bytes);
    }
  }
  return runs;
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t runs = 0;
  double seconds = 0;
  std::vector<std::string> words, all;
  died_name = "died-" + std::filesystem::path(argv[0]).filename().string();
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (i + 1 < argc && argument == "--seconds") {
      seconds = std::strtod(argv[++i], nullptr);
      continue;
    }
    if (i + 1 < argc && argument == "--words") {
      words = words_of(argv[++i]);
      continue;
    }
    std::vector<std::filesystem::path> seeds;
    for (const auto& entry : std::filesystem::directory_iterator(argument))
      if (entry.is_regular_file()) seeds.push_back(entry.path());
    std::sort(seeds.begin(), seeds.end());
    for (const auto& seed : seeds) {
      std::ifstream file(seed, std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), {}};
      all.push_back(bytes);
      if (seconds > 0) continue;
      std::mt19937 random(20240101);  // NOLINT(cert-msc51-cpp): the same damage in every run
      run(bytes);
      const int copies = bytes.size() <= kLargestDamaged ? kDamagedCopies : 2;
      for (int copy = 0; copy < copies; ++copy)
        run(bytes.size() <= kLargestDamaged ? damaged(bytes, random) : bytes.substr(0, random() % bytes.size()));
      runs += static_cast<std::uint64_t>(1 + copies);
    }
  }
  if (seconds > 0 && !all.empty()) {
    for (const int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGVTALRM}) ::signal(signal, die);
    runs = run_on(all, words, seconds);
    allow(0);
  }
  std::printf("%llu inputs run\n", static_cast<unsigned long long>(runs));
  return runs > 0 ? 0 : 1;
}
