// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for the fuzzer's main in ordinary builds: runs the harness over every file of the given folders and over a
// fixed number of damaged copies of each (truncated, bytes changed, stretches doubled), so that the harness and its
// corpus are tested by every run.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr int kDamagedCopies = 24;
constexpr std::size_t kLargestDamaged = 1 << 16;  // larger seeds are run as they are, and truncated, only: time

void run(const std::string& bytes) {
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

}  // namespace

int main(int argc, char** argv) {
  int runs = 0;
  for (int i = 1; i < argc; ++i) {
    std::vector<std::filesystem::path> seeds;
    for (const auto& entry : std::filesystem::directory_iterator(argv[i]))
      if (entry.is_regular_file()) seeds.push_back(entry.path());
    std::sort(seeds.begin(), seeds.end());
    for (const auto& seed : seeds) {
      std::ifstream file(seed, std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), {}};
      std::mt19937 random(20240101);  // NOLINT(cert-msc51-cpp): the same damage in every run
      run(bytes);
      const int copies = bytes.size() <= kLargestDamaged ? kDamagedCopies : 2;
      for (int copy = 0; copy < copies; ++copy)
        run(bytes.size() <= kLargestDamaged ? damaged(bytes, random) : bytes.substr(0, random() % bytes.size()));
      runs += 1 + copies;
    }
  }
  std::printf("%d inputs run\n", runs);
  return runs > 0 ? 0 : 1;
}
