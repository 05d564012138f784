// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/doctor.h"

#include <fmt/format.h>
#include <langinfo.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <clocale>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <sstream>
#include <string_view>

#include "app/clock.h"
#include "corpus/store/store_care.h"
#include "corpus/workers/sandbox.h"
#include "extract/ocr/engines.h"
#include "extract/process.h"
#include "schema/data_check.h"
#include "schema/language.h"
#include "schema/programme.h"

namespace gongshi::app {
namespace {

namespace fs = std::filesystem;
using State = Checkup::State;

constexpr std::uint64_t kMegabyte = std::uint64_t{1} << 20;
constexpr std::uint64_t kLittleSpace = 2048 * kMegabyte;  // a scanned archive fills it in a night
constexpr std::uint64_t kNoSpace = 64 * kMegabyte;

std::string translated(std::string_view message) { return std::string(tr(message)); }

std::optional<std::string> program_on_path(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path != nullptr ? path : "");
  for (std::string folder; std::getline(folders, folder, ':');)
    if (const std::string file = folder + "/" + name; ::access(file.c_str(), X_OK) == 0) return file;
  return std::nullopt;
}

Checkup check_programmes(const std::string& programme) {
  const std::string subject = translated("data and programmes");
  if (const auto data = check_data(); !data)
    return {State::kBroken, subject, data.error().message, translated("Mend the file, or leave --data away.")};
  const auto programmes = load_programmes(programme);
  if (!programmes)
    return {State::kBroken, subject, programmes.error().message,
            translated("Install the program anew, or mend the folder.")};
  std::string ids;
  for (const ProgrammePtr& one : programmes->all()) ids += (ids.empty() ? "" : ", ") + one->id();
  return {State::kGood, subject, "gongshi " + program_version() + "; " + ids, ""};
}

Checkup check_engine(extract::Options options) {
  const std::string subject = translated("recognition of scans");
  const std::string best = extract::engine_in_use(options);
  if (best == extract::kNoEngine)
    return {State::kBroken, subject, translated("no engine"),
            translated(
                "Install the packages tesseract-ocr and tesseract-ocr-chi-sim, and gongshi-ocr-models where there is "
                "room for it; scans cannot be read without.")};
  options.ocr_engine = "tesseract";
  if (const std::string plain = extract::engine_in_use(options); plain != extract::kNoEngine && plain == best)
    return {State::kLacking, subject, best,
            translated("Install the package gongshi-ocr-models: PP-OCR reads scans better and is tried first.")};
  return {State::kGood, subject, best, ""};
}

Checkup check_office(const extract::Options& options) {
  const std::string subject = translated("office converter");
  if (const auto found = program_on_path(options.office_program)) return {State::kGood, subject, *found, ""};
  return {
      State::kLacking, subject, translated("not there"),
      translated("Install libreoffice-writer-nogui and libreoffice-calc-nogui where .rtf, .odt, .xls or Word before 97 "
                 "come in; all other kinds are read without.")};
}

Checkup check_character_maps() {
  const std::string subject = translated("Chinese in PDF");
  for (const char* folder : {"/usr/share/poppler/cMap/Adobe-GB1", "/usr/local/share/poppler/cMap/Adobe-GB1"})
    if (std::error_code failed; fs::is_directory(folder, failed)) return {State::kGood, subject, folder, ""};
  return {
      State::kBroken, subject, translated("the character collections are not there"),
      translated("Install the package poppler-data; without it the text of many Chinese PDF files cannot be read.")};
}

Checkup check_fonts() {
  const std::string subject = translated("Chinese fonts");
  const std::string advice = translated(
      "Install the package fonts-noto-cjk; pictures of pages and printed reports lack their characters without.");
  const auto folder = extract::TemporaryFolder::make();
  if (!folder)
    return {State::kBroken, subject, folder.error().message,
            translated("Free some space in the folder for temporary files.")};
  constexpr int kSeconds = 20;
  const auto listed = extract::run_program({"fc-list", ":lang=zh-cn", "family"}, folder->path(), kSeconds, true);
  if (!listed)
    return {State::kLacking, subject, translated("cannot be told: fc-list is not there"),
            translated("Install the package fontconfig to have this checked.")};
  const std::string first = listed->output.substr(0, listed->output.find('\n'));
  if (first.empty()) return {State::kBroken, subject, translated("none"), advice};
  return {State::kGood, subject, first, ""};
}

Checkup check_locale() {
  const std::string subject = translated("locale");
  const std::string before = std::setlocale(LC_CTYPE, nullptr);
  const char* set = std::setlocale(LC_CTYPE, "");
  const std::string found = set != nullptr ? set : translated("unknown to this machine");
  const bool unicode = set != nullptr && std::string_view(::nl_langinfo(CODESET)) == "UTF-8";
  std::setlocale(LC_CTYPE, before.c_str());
  if (unicode) return {State::kGood, subject, found, ""};
  return {
      State::kLacking, subject, found,
      translated(
          "Set LANG=zh_CN.UTF-8, or C.UTF-8 where that is not installed: Chinese on the terminal needs UTF-8. Files "
          "are read in any case.")};
}

Checkup check_cage() {
  const std::string subject = translated("cage of the readers");
  const auto folder = extract::TemporaryFolder::make();
  std::array<int, 2> channel{};
  if (!folder || ::pipe(channel.data()) != 0)
    return {State::kBroken, subject, translated("cannot be tried"),
            translated("Free some space in the folder for temporary files.")};
  const pid_t child = ::fork();
  if (child == 0) {
    // What cannot be undone is tried in a process that ends.
    corpus::SandboxOptions options;
    options.scratch = folder->path();
    const corpus::Protections held = corpus::enter_sandbox(options);
    const std::string text =
        (held.no_new_privileges && held.seccomp && held.limits ? held.landlock_abi > 0 ? "2" : "1" : "0") +
        held.describe(false);
    static_cast<void>(!::write(channel[1], text.data(), text.size()));
    ::_exit(0);
  }
  ::close(channel[1]);
  std::string text;
  std::array<char, 1024> some{};
  for (ssize_t got = 0; child > 0 && (got = ::read(channel[0], some.data(), some.size())) > 0;)
    text.append(some.data(), static_cast<std::size_t>(got));
  ::close(channel[0]);
  if (child > 0) ::waitpid(child, nullptr, 0);
  if (text.empty())
    return {State::kBroken, subject, translated("cannot be tried"),
            translated("Look whether processes may be started here.")};
  if (text.front() == '2') return {State::kGood, subject, text.substr(1), ""};
  if (text.front() == '1')
    return {State::kLacking, subject, text.substr(1),
            translated("A kernel from 5.13 on with Landlock confines writing, too; files are read without.")};
  return {State::kBroken, subject, text.substr(1),
          translated("Read files of others only on a machine whose kernel has seccomp; in a container, allow it.")};
}

Checkup check_disk(const std::string& subject, const std::string& folder) {
  std::error_code failed;
  const fs::space_info space = fs::space(folder, failed);
  if (failed)
    return {State::kBroken, subject, folder + ": " + failed.message(),
            translated("Make the folder, or choose another.")};
  const std::string found = say("{}: {} MB free", {folder, std::to_string(space.available / kMegabyte)});
  if (::access(folder.c_str(), W_OK) != 0)
    return {State::kBroken, subject, say("{}: cannot be written to", {folder}),
            translated("Give this user the right to write there, or choose another folder.")};
  if (space.available < kNoSpace) return {State::kBroken, subject, found, translated("Free some space.")};
  if (space.available < kLittleSpace)
    return {State::kLacking, subject, found, translated("Free some space before many files are taken in.")};
  return {State::kGood, subject, found, ""};
}

Checkup check_store(const std::string& path) {
  const std::string subject = translated("store");
  const auto condition = corpus::examine_store(path);
  if (!condition)
    return {State::kBroken, subject, condition.error().message,
            condition.error().code == "store-missing" ? translated("`gongshi ingest PATH --db STORE` makes one.")
            : condition.error().code == "store-damaged"
                ? translated("Put the last backup in its place: `gongshi restore BACKUP --db STORE --force`.")
            : corpus::is_server_store(path)
                ? translated("Look whether the server runs, and whether it lets this user in (~/.pgpass, pg_hba.conf).")
                : translated("Use the version of gongshi that wrote it, or another file.")};
  return {State::kGood, subject,
          say("{}: sound; version {}, {} files, {} notices, {} MB",
              {corpus::shown_store(path), std::to_string(condition->version), std::to_string(condition->files),
               std::to_string(condition->notices), std::to_string(condition->bytes / kMegabyte)}),
          ""};
}

}  // namespace

std::vector<Checkup> examine(const DoctorRequest& request) {
  std::vector<Checkup> checkups;
  checkups.push_back(check_cage());  // first: while there is one thread
  checkups.push_back(check_programmes(request.programme));
  checkups.push_back(check_engine(request.options));
  checkups.push_back(check_office(request.options));
  checkups.push_back(check_character_maps());
  checkups.push_back(check_fonts());
  checkups.push_back(check_locale());
  std::error_code failed;
  checkups.push_back(check_disk(translated("temporary files"), fs::temp_directory_path(failed).string()));
  const bool here = !request.store.empty() && !corpus::is_server_store(request.store);
  const fs::path folder = here ? fs::absolute(request.store, failed).parent_path() : fs::current_path(failed);
  checkups.push_back(check_disk(translated("disk"), folder.lexically_normal().string()));
  if (!request.store.empty()) checkups.push_back(check_store(request.store));
  return checkups;
}

}  // namespace gongshi::app
