// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/workers/page_drawing.h"

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <map>
#include <thread>

#include "extract/sha256.h"
#include "tests/support/places.h"
#include "tests/support/program.h"
#include "tests/support/zip_writer.h"

namespace gongshi::corpus {
namespace {

const std::string kSample = std::string(test::kSourceFolder) + "/examples/石桥湾社区.pdf";

Source sample() {
  Source source;
  source.path = kSample;
  source.kind = "pdf";
  source.sha256 = extract::sha256(test::read_bytes(kSample));
  return source;
}

/// Obeys the member's name.
Result<Picture> obey(const Source& source, int page) {
  if (source.member == "segfault" && page == 2) std::raise(SIGSEGV);
  while (source.member == "hang" && page == 1) std::this_thread::sleep_for(std::chrono::milliseconds(50));
  if (source.member == "refuse") return Error{"picture-failed", "not this one"};
  return Picture{"drawn " + source.member + std::to_string(page), "image/png", 10, 20, 1, {0, 0, 10, 20}};
}

DrawingOptions fake_options() {
  DrawingOptions options;
  options.worker_command = {"/proc/self/exe", "a drawing worker of the tests"};
  options.jobs = 2;
  options.limits.silent_seconds = 1;
  return options;
}

}  // namespace

TEST_CASE("a drawing worker of the tests", "[.]") { std::_Exit(serve_page_drawing(obey)); }

TEST_CASE("a crash or a hang costs one picture") {
  std::vector<Source> sources;
  for (const char* name : {"good", "segfault", "hang", "refuse", "last"}) {
    Source source;
    source.path = std::string(name) == "last" ? "other.zip" : "files.zip";
    source.member = name;
    sources.push_back(source);
  }
  std::vector<PageRequest> wanted;
  for (const Source& source : sources)
    for (int page = 1; page <= 3; ++page) wanted.push_back({&source, page, {}});
  std::map<std::string, std::string> came;  // by member and page: bytes, or code of the error
  make_caged_pictures(fake_options())->pages(wanted, 72, [&](std::size_t index, Result<Picture>&& picture) {
    const PageRequest& request = wanted.at(index);
    const std::string name = request.source->member + std::to_string(request.page);
    CHECK(came.emplace(name, picture ? picture->bytes : picture.error().code).second);
  });
  REQUIRE(came.size() == wanted.size());
  for (const char* drawn : {"good1", "good3", "segfault1", "segfault3", "hang2", "hang3", "last2"})
    CHECK(came[drawn] == std::string("drawn ") + drawn);
  CHECK(came["segfault2"] == "picture-crashed");
  CHECK(came["hang1"] == "picture-crashed");
  CHECK(came["refuse2"] == "picture-failed");
}

TEST_CASE("pages of files and of archive members are drawn by the program's own workers, with masks") {
  const test::TemporaryFolder folder;
  Source member = sample();
  member.path = folder.write(
      "公示.zip", test::make_zip({{"other.txt", "text"}, {"街道/石桥湾社区.pdf", test::read_bytes(kSample)}}));
  member.member = "街道/石桥湾社区.pdf";
  DrawingOptions options;
  options.worker_command = {test::kProgram, "worker", "pictures"};
  const auto pictures = make_caged_pictures(options);
  const std::vector<Box> masks = {{100, 100, 200, 200}};
  const Result<Picture> plain = pictures->page(sample(), 1, 96, {}), inside = pictures->page(member, 1, 96, {}),
                        masked = pictures->page(sample(), 1, 96, masks);
  REQUIRE(plain.has_value());
  REQUIRE(inside.has_value());
  REQUIRE(masked.has_value());
  CHECK(plain->bytes == extract::make_page_pictures()->page(sample(), 1, 96, {})->bytes);
  CHECK(inside->bytes == plain->bytes);
  CHECK(masked->bytes == extract::make_page_pictures()->page(sample(), 1, 96, masks)->bytes);
  CHECK(masked->bytes != plain->bytes);
  const auto area = pictures->area(sample(), 1, {100, 100, 200, 150}, 144, {});
  REQUIRE(area.has_value());
  CHECK(area->width == 200);

  Source gone = sample();
  gone.path = folder.path() + "/none.pdf";
  CHECK(pictures->page(gone, 1, 96, {}).error().code == "source-gone");
  Source changed = sample();
  changed.sha256[0] = changed.sha256[0] == '0' ? '1' : '0';
  CHECK(pictures->page(changed, 1, 96, {}).error().code == "source-changed");
}

TEST_CASE("without workers there are no pictures, and a reason") {
  DrawingOptions options;
  options.worker_command = {"/bin/false"};
  CHECK(make_caged_pictures(options)->page(sample(), 1, 96, {}).error().code == "worker-start");
}

}  // namespace gongshi::corpus
