// SPDX-License-Identifier: GPL-3.0-or-later
// make_notices FOLDER COUNT [FIRST]: writes fictional notices, two thirds .docx, one third .pdf, below city and county
// folders.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "schema/programme.h"
#include "tests/support/fictional_notices.h"

int main(int argc, char** argv) {
  namespace fs = std::filesystem;
  using namespace gongshi;
  if (argc < 3) {
    std::fprintf(stderr, "usage: make_notices FOLDER COUNT [FIRST]\n");
    return 2;
  }
  const auto programme = load_programme();
  if (!programme) {
    std::fprintf(stderr, "%s\n", programme.error().message.c_str());
    return 2;
  }
  const std::uint64_t count = std::strtoull(argv[2], nullptr, 10),
                      first = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 0;
  for (std::uint64_t i = first; i < first + count; ++i) {
    const Notice notice = test::fictional_notice(i, (*programme)->standard());
    const test::FictionalPlace place = test::fictional_place(i);
    const fs::path folder = fs::path(argv[1]) / place.city / place.county;
    fs::create_directories(folder);
    const bool pdf = i % 3 == 2;
    std::ofstream file(folder / (std::to_string(i) + (pdf ? ".pdf" : ".docx")), std::ios::binary);
    file << (pdf ? test::to_pdf(notice) : test::to_docx(notice));
  }
}
