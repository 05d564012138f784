// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/archive/archive_reader.h"

#include <archive.h>
#include <archive_entry.h>

#include <catch2/catch.hpp>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

using namespace gongshi;
using namespace std::string_literals;

namespace {

struct File {
  std::string name, bytes;
};

// An archive made in memory. `options` are libarchive's.
std::string pack(const std::vector<File>& files, int format, const char* options = "", int filter = ARCHIVE_FILTER_NONE,
                 const char* password = nullptr) {
  std::string buffer(std::size_t{4} << 20, '\0');
  std::size_t used = 0;
  archive* handle = archive_write_new();
  archive_write_set_format(handle, format);
  archive_write_add_filter(handle, filter);
  REQUIRE(archive_write_set_options(handle, options) >= ARCHIVE_WARN);
  if (password != nullptr) REQUIRE(archive_write_set_passphrase(handle, password) == ARCHIVE_OK);
  archive_write_set_bytes_in_last_block(handle, 1);
  REQUIRE(archive_write_open_memory(handle, buffer.data(), buffer.size(), &used) == ARCHIVE_OK);
  for (const File& file : files) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, file.name.c_str());
    archive_entry_set_size(entry, static_cast<la_int64_t>(file.bytes.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    REQUIRE(archive_write_header(handle, entry) >= ARCHIVE_WARN);
    archive_write_data(handle, file.bytes.data(), file.bytes.size());
    archive_entry_free(entry);
  }
  archive_write_close(handle);
  archive_write_free(handle);
  buffer.resize(used);
  return buffer;
}

std::string zip(const std::vector<File>& files) { return pack(files, ARCHIVE_FORMAT_ZIP); }

std::uint32_t crc32(const std::string& bytes) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (0xEDB88320 & (0 - (crc & 1)));
  }
  return ~crc;
}

std::string number(std::uint64_t value, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> 8 * i & 0xFF);
  return bytes;
}

// RAR 4, stored: no packager for it is free, so its two headers are written here.
std::string rar(const File& file) {
  const auto header = [](const std::string& body) { return number(crc32(body) & 0xFFFF, 2) + body; };
  const std::string main = header("\x73" + number(0, 2) + number(13, 2) + number(0, 6));
  const auto size = static_cast<std::uint32_t>(file.bytes.size());
  const std::string body = "\x74" + number(0x8000, 2) + number(static_cast<std::uint32_t>(32 + file.name.size()), 2) +
                           number(size, 4) + number(size, 4) + "\x03" + number(crc32(file.bytes), 4) +
                           number(0x58210000, 4) + "\x14\x30" +
                           number(static_cast<std::uint32_t>(file.name.size()), 2) + number(0x81A4, 4) + file.name;
  return "Rar!\x1a\x07\x00"s + main + header(body) + file.bytes + header("\x7b" + number(0x4000, 2) + number(7, 2));
}

struct Visited {
  std::vector<std::pair<std::string, std::string>> members;  // name, bytes or the error's code
  std::string error;                                         // of the archive as a whole
};

Visited visit(const std::string& bytes, const extract::ArchiveLimits& limits = {}) {
  Visited visited;
  const auto done = extract::for_each_member(
      bytes, "a.zip", limits, [&](const std::string& name, const Result<std::string_view>& member) {
        visited.members.emplace_back(name, member ? std::string(*member) : member.error().code);
        if (!member) CHECK(member.error().message.find('\n') == std::string::npos);
        return true;
      });
  if (!done) visited.error = done.error().code;
  return visited;
}

using Members = std::vector<std::pair<std::string, std::string>>;

}  // namespace

TEST_CASE("members of every kind of archive are given in order") {
  const std::vector<File> files = {{"one.txt", "first"}, {"folder/two.txt", "second"}};
  const Members expected = {{"one.txt", "first"}, {"folder/two.txt", "second"}};
  CHECK(visit(zip(files)).members == expected);
  CHECK(visit(pack(files, ARCHIVE_FORMAT_TAR_USTAR)).members == expected);
  CHECK(visit(pack(files, ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, "", ARCHIVE_FILTER_GZIP)).members == expected);
  CHECK(visit(pack(files, ARCHIVE_FORMAT_TAR_USTAR, "", ARCHIVE_FILTER_XZ)).members == expected);
  CHECK(visit(pack(files, ARCHIVE_FORMAT_7ZIP)).members == expected);
  CHECK(visit(rar(files[0])).members == Members{expected[0]});
}

TEST_CASE("a packed single file takes its name from the archive") {
  const std::string packed = pack({{"x", "words"}}, ARCHIVE_FORMAT_RAW, "", ARCHIVE_FILTER_GZIP);
  CHECK(visit(packed).members == Members{{"a", "words"}});
  CHECK(visit(zip({{"in/b.txt.gz", packed}})).members == Members{{"in/b.txt.gz!b.txt", "words"}});
}

TEST_CASE("names are UTF-8 or GB 18030") {
  CHECK(visit(zip({{"公示/甲社区.txt", "a"}})).members == Members{{"公示/甲社区.txt", "a"}});
  // 甲社区.txt in GBK, as Windows packs it, and with its separators.
  CHECK(visit(zip({{"\xbc\xd7\xc9\xe7\xc7\xf8.txt", "a"}})).members == Members{{"甲社区.txt", "a"}});
  CHECK(visit(zip({{"b\\c.txt", "a"}})).members == Members{{"b/c.txt", "a"}});
}

TEST_CASE("archives in archives are opened down to the limit") {
  const std::string inner = zip({{"c.txt", "deep"}});
  const std::string middle = zip({{"inner.zip", inner}, {"b.txt", "middle"}});
  CHECK(visit(zip({{"d/middle.zip", middle}})).members ==
        Members{{"d/middle.zip!inner.zip!c.txt", "deep"}, {"d/middle.zip!b.txt", "middle"}});
  extract::ArchiveLimits shallow;
  shallow.depth = 2;
  CHECK(visit(zip({{"middle.zip", middle}}), shallow).members ==
        Members{{"middle.zip!inner.zip", "archive-bomb"}, {"middle.zip!b.txt", "middle"}});
}

TEST_CASE("leftovers of file managers are left out, names that lead out are refused") {
  CHECK(visit(zip({{"__MACOSX/._a", "x"}, {".DS_Store", "x"}, {"dir/Thumbs.db", "x"}, {"a.txt", "y"}})).members ==
        Members{{"a.txt", "y"}});
  CHECK(visit(zip({{"../../evil.txt", "x"}, {"/abs.txt", "x"}, {"C:\\x.txt", "x"}, {"ok..txt", "y"}})).members ==
        Members{{"../../evil.txt", "archive-unsafe-name"},
                {"/abs.txt", "archive-unsafe-name"},
                {"C:/x.txt", "archive-unsafe-name"},
                {"ok..txt", "y"}});
}

TEST_CASE("bombs are stopped") {
  const std::string zeros(std::size_t{3} << 20, '\0');
  extract::ArchiveLimits limits;
  limits.ratio_free_bytes = std::size_t{1} << 20;
  CHECK(visit(zip({{"zeros", zeros}}), limits).error == "archive-bomb");
  limits = {};
  limits.total_bytes = std::size_t{2} << 20;
  CHECK(visit(zip({{"zeros", zeros}}), limits).error == "archive-bomb");
  limits = {};
  limits.members = 2;
  const Visited many = visit(zip({{"a", "1"}, {"b", "2"}, {"c", "3"}}), limits);
  CHECK(many.error == "archive-bomb");
  CHECK(many.members.size() == 2);
  limits = {};
  limits.member_bytes = 4;
  CHECK(visit(zip({{"a", "12345"}, {"b", "123"}}), limits).members == Members{{"a", "file-too-large"}, {"b", "123"}});
}

TEST_CASE("encrypted members are refused, the others are read") {
  const std::string locked =
      pack({{"secret.txt", "hidden words"}}, ARCHIVE_FORMAT_ZIP, "zip:encryption=aes256", ARCHIVE_FILTER_NONE, "key");
  CHECK(visit(locked).members == Members{{"secret.txt", "file-encrypted"}});
  CHECK(visit(zip({{"locked.zip", locked}, {"b", "2"}})).members ==
        Members{{"locked.zip!secret.txt", "file-encrypted"}, {"b", "2"}});
}

TEST_CASE("damaged archives give one clear error") {
  const std::string whole =
      pack({{"a.txt", std::string(5000, 'a')}, {"b.txt", "b"}}, ARCHIVE_FORMAT_TAR_USTAR, "", ARCHIVE_FILTER_GZIP);
  CHECK(visit(whole.substr(0, whole.size() / 2)).members.size() <= 1);
  CHECK(visit("PK\3\4"s).error == "file-damaged");
  CHECK(visit("7z\xbc\xaf\x27\x1c"s).error == "file-damaged");
  CHECK(visit(std::string(257, '\0') + "ustar" + std::string(250, '\0')).error == "file-damaged");  // no format at all
  CHECK_FALSE(visit("Rar!\x1a\x07\x01\x00 nothing"s).error.empty());
  CHECK(visit(zip({})).error == "file-empty");
  CHECK(visit(zip({{".hidden", "x"}})).error == "file-empty");
  CHECK(visit("plain words").error == "kind-unknown");
  std::string flipped = zip({{"a.txt", std::string(3000, 'a') + "xyz"}, {"b.txt", "b"}});
  flipped[40] = static_cast<char>(flipped[40] ^ 0x55);
  const Visited visited = visit(flipped);
  CHECK(visited.members.size() == 2);
  CHECK(visited.members.back() == std::pair<std::string, std::string>("b.txt", "b"));
}

TEST_CASE("a visitor can stop") {
  int count = 0;
  CHECK(extract::for_each_member(zip({{"a", "1"}, {"b", "2"}}), "a.zip", {},
                                 [&](const std::string&, const Result<std::string_view>&) {
                                   ++count;
                                   return false;
                                 })
            .has_value());
  CHECK(count == 1);
}
