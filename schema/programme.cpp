// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/programme.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "schema/data.h"
#include "schema/word_files.h"

namespace gongshi {
inline namespace schema {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::string_view kFolder = "programmes/", kDescription = "programme.json";

Shape description_shape() {
  return Shape::object(
      {{"id", Shape::text()},
       {"base", Shape::text(), Shape::Presence::kOptional},
       {"standard", Shape::text()},
       {"names", Shape::object({{"programme", Shape::text()},
                                {"notice", Shape::text()},
                                {"body", Shape::text()},
                                {"authority", Shape::text()}})},
       {"known_by", Shape::object({{"title", Shape::words()}, {"table_title", Shape::words_or_none()}})}});
}

bool is_id(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

// Leaves the loader with the Error.
struct Failed {
  Error error;
};

template <typename T>
T taken(Result<T> result) {
  if (!result) throw Failed{result.error()};
  return std::move(*result);
}

void demand(const Result<void>& result) {
  if (!result) throw Failed{result.error()};
}

std::string fingerprint(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
  std::string digits;
  for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[(hash >> shift) & 0xF];
  return digits;
}

/// The files of one programme folder: built in (and in the data directory) or anywhere.
class Folder {
 public:
  static Folder of_id(std::string_view id) { return Folder(std::string(kFolder) + std::string(id) + "/", false); }
  static Folder of_path(const std::string& path) { return Folder(path + "/", true); }

  [[nodiscard]] std::string name_of(std::string_view file) const { return prefix_ + std::string(file); }

  [[nodiscard]] bool has(std::string_view file) const {
    if (outside_) {
      std::error_code failed;
      return fs::exists(name_of(file), failed);
    }
    const std::vector<std::string> names = list_data(name_of(file));
    return std::find(names.begin(), names.end(), name_of(file)) != names.end();
  }

  [[nodiscard]] Result<std::string> read(std::string_view file) const {
    if (!outside_) return load_data(name_of(file));
    const std::string path = name_of(file);
    std::error_code failed;
    if (!fs::is_regular_file(path, failed)) return Error{"data-missing", path + ": there is no such file."};
    std::ifstream stream(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (!stream || stream.bad()) return Error{"file-unreadable", path + " could not be read."};
    return text;
  }

  /// Names of the JSON files in words/, without folder and ending.
  [[nodiscard]] std::vector<std::string> word_files() const {
    std::vector<std::string> paths;
    std::error_code failed;
    if (outside_)
      for (fs::directory_iterator it(name_of("words"), failed), end; !failed && it != end; it.increment(failed))
        paths.push_back(it->path().generic_string());
    else
      paths = list_data(name_of("words/"));
    std::vector<std::string> names;
    for (const std::string& path : paths)
      if (path.ends_with(".json")) names.push_back(fs::path(path).stem().string());
    std::sort(names.begin(), names.end());
    return names;
  }

 private:
  Folder(std::string prefix, bool outside) : prefix_(std::move(prefix)), outside_(outside) {}

  std::string prefix_;
  bool outside_;
};

}  // namespace

struct Programme::Words {
  std::map<std::string, json, std::less<>> files;
};

Programme::Programme() : words_(std::make_unique<Words>()) {}
Programme::~Programme() = default;

const json& Programme::words(std::string_view file) const {
  const auto found = words_->files.find(file);
  if (found == words_->files.end()) throw std::logic_error("there is no word file " + std::string(file));
  return found->second;
}

std::size_t Programme::new_slot() {
  static std::atomic<std::size_t> used = 0;
  const std::size_t slot = used++;
  if (slot >= kMostSlots) throw std::logic_error("more kinds of prepared tables than Programme has room for");
  return slot;
}

const void* Programme::prepare(std::size_t slot, std::shared_ptr<const void> (*make)(const Programme&)) const {
  const std::lock_guard lock(preparing_);
  if (const void* made = slots_[slot].load(std::memory_order_acquire)) return made;
  made_.push_back(make(*this));
  const void* made = made_.back().get();
  slots_[slot].store(made, std::memory_order_release);
  return made;
}

/// Reads a programme's folder, its base first.
class ProgrammeLoader {
 public:
  ProgrammePtr load_id(std::string_view id) {
    const Folder folder = Folder::of_id(id);
    if (!is_id(id) || !folder.has(kDescription)) {
      std::string known;
      for (const std::string& other : programme_ids()) known += (known.empty() ? "" : ", ") + other;
      throw Failed{
          {"programme-missing",
           std::string(id) + ": there is neither such a folder nor a programme with this id; known: " + known + "."}};
    }
    programme_->origin_ = std::string(id);
    read(folder, id);
    return finish();
  }

  ProgrammePtr load_folder(const std::string& path) {
    std::error_code failed;
    programme_->origin_ = fs::absolute(path, failed).string();
    read(Folder::of_path(programme_->origin_), {});
    return finish();
  }

  /// A standard alone, judged with the default programme's words.
  ProgrammePtr load_standard_file(const std::string& path) {
    std::error_code failed;
    programme_->origin_ = fs::absolute(path, failed).string();
    read(Folder::of_id(kDefaultProgramme), kDefaultProgramme);
    const fs::path file(programme_->origin_);
    const std::string text = taken(Folder::of_path(file.parent_path().string()).read(file.filename().string()));
    data_ += text;
    programme_->id_ = file.stem().string();
    programme_->standard_ = taken(parse_standard(text, programme_->id_));
    return finish();
  }

 private:
  // Lays the folder over what was read before it.
  void read(const Folder& folder, std::string_view expected_id) {
    const std::string name = folder.name_of(kDescription);
    const json own = taken(parse_data(read_file(folder, kDescription), name));
    static const Shape kShape = description_shape();
    const bool based = own.is_object() && own.contains("base");
    demand(check_shape(own, kShape, name, based ? Extent::kAddition : Extent::kWhole));
    if (based) read_base(own["base"].get<std::string>(), name);
    const json described = based ? lay_over(description_, own, kShape) : own;
    demand(check_shape(described, kShape, name));
    description_ = described;
    if (!own.contains("id")) throw Failed{{"data-invalid", name + ": /id is missing."}};
    programme_->id_ = own["id"].get<std::string>();
    if (!is_id(programme_->id_))
      throw Failed{{"data-invalid", name + ": /id must be of small letters, digits, - and _."}};
    if (!expected_id.empty() && programme_->id_ != expected_id)
      throw Failed{{"data-invalid", name + ": /id is \"" + programme_->id_ + "\", the folder's name is \"" +
                                        std::string(expected_id) + "\"."}};
    if (own.contains("standard")) read_standard(folder, own["standard"].get<std::string>(), name);
    programme_->standard_.id = programme_->id_;
    read_words(folder);
  }

  void read_base(const std::string& base, const std::string& name) {
    if (++depth_ > 8) throw Failed{{"data-invalid", name + ": /base goes round in a circle."}};
    const Folder folder = Folder::of_id(base);
    if (!is_id(base) || !folder.has(kDescription))
      throw Failed{{"data-invalid", name + ": /base is \"" + base + "\", which is no known programme."}};
    read(folder, base);
  }

  void read_standard(const Folder& folder, const std::string& file, const std::string& name) {
    if (file.starts_with("/") || file.find("..") != std::string::npos)
      throw Failed{{"data-invalid", name + ": /standard must be a file inside the folder."}};
    // A data directory of older versions has standards/ID.json.
    const std::string former = "standards/" + programme_->id_ + ".json";
    const std::vector<std::string> formers = list_data(former);
    const bool moved = std::find(formers.begin(), formers.end(), former) != formers.end();
    const std::string text = moved ? taken(load_data(former)) : read_file(folder, file);
    if (moved) data_ += text;
    auto standard = parse_standard(text, programme_->id_);
    if (!standard)
      throw Failed{{standard.error().code, (moved ? former : folder.name_of(file)) + ": " + standard.error().message}};
    programme_->standard_ = std::move(*standard);
  }

  void read_words(const Folder& folder) {
    for (const std::string& file : folder.word_files()) {
      const std::string path = "words/" + file + ".json", name = folder.name_of(path);
      const WordFile* known = find_word_file(file);
      if (known == nullptr) {
        std::string names;
        for (const WordFile& other : word_files()) names += (names.empty() ? "" : ", ") + std::string(other.name);
        throw Failed{{"data-invalid", name + ": there is no word file of this name; known: " + names + "."}};
      }
      json own = taken(parse_data(read_file(folder, path), name));
      demand(check_shape(own, known->shape, name, Extent::kAddition));
      additions_[file].push_back(std::move(own));
      places_[file] += " and " + name;
    }
  }

  std::string read_file(const Folder& folder, std::string_view file) {
    std::string text = taken(folder.read(file));
    data_ += std::string(file) + "\n" + text;
    return text;
  }

  void gather_words() {
    for (const WordFile& file : word_files()) {
      json words = json::object();
      std::string place;
      if (!file.common.empty()) {
        const std::string text = taken(load_data(file.common));
        data_ += text;
        words = taken(parse_data(text, file.common));
        demand(check_shape(words, file.shape, file.common, Extent::kCommon));
        place = file.common;
      }
      const auto own = additions_.find(std::string(file.name));
      if (own != additions_.end())
        for (const json& addition : own->second)
          words = words.empty() ? addition : lay_over(words, addition, file.shape);
      if (!words.empty()) {
        place += places_[std::string(file.name)];
        if (place.starts_with(" and ")) place.erase(0, 5);
        demand(check_shape(words, file.shape, place));
      }
      programme_->words_->files[std::string(file.name)] = std::move(words);
    }
  }

  /// Ids of measures by which other files speak of them.
  void check_measures() {
    const auto& files = programme_->words_->files;
    std::set<std::string> ids;
    if (const json& file = files.at("measures"); file.contains("measures"))
      for (const json& measure : file["measures"]) ids.insert(measure["id"].get<std::string>());
    const auto known = [&](const json& id, const std::string& where) {
      if (ids.count(id.get<std::string>()) == 0)
        throw Failed{
            {"data-invalid", where + " is \"" + id.get<std::string>() + "\", which is no id of words/measures.json."}};
    };
    if (const json& limits = files.at("limits"); limits.contains("ratios"))
      for (const json& ratio : limits["ratios"])
        for (const char* end : {"of", "per"}) known(ratio[end], std::string("words/limits.json: a ratio's ") + end);
    const json& file = files.at("metrics");
    if (!file.contains("metrics")) return;
    for (const auto& [name, metric] : file["metrics"].items())
      for (const char* terms : {"numerators", "denominators"})
        if (metric.contains(terms))
          for (const json& id : metric[terms])
            known(id, "words/metrics.json: one of the " + std::string(terms) + " of " + name);
  }

  /// What no shape can say.
  void check_values() {
    const auto& files = programme_->words_->files;
    const auto fail = [](const std::string& message) { throw Failed{{"data-invalid", message}}; };
    std::size_t at = 0;
    for (const json& unit : files.at("units")["units"]) {
      const std::string place = "units.json: /units/" + std::to_string(at++) + "/factor";
      if (unit.contains("factor") && *Decimal::parse(unit["factor"].get<std::string>()) <= Decimal(0))
        fail(place + " must be greater than 0.");
    }
    for (const auto& [year, entry] : files.at("holidays")["years"].items()) {
      const std::string place = "holidays.json: /years/" + year;
      if (year.size() != 4 || year.find_first_not_of("0123456789") != std::string::npos) fail(place + " is no year.");
      for (const json& days : entry["off"])
        if (days.size() != 2 || days[0].get<std::string>() > days[1].get<std::string>())
          fail(place + "/off must hold pairs of a first and a last day.");
    }
    if (const json& limits = files.at("limits"); limits.contains("ratios"))
      for (const json& ratio : limits["ratios"])
        if (!ratio["min"].is_null() && !ratio["max"].is_null() &&
            *Decimal::parse(ratio["min"].get<std::string>()) > *Decimal::parse(ratio["max"].get<std::string>()))
          fail("limits.json: min of \"" + ratio["title"].get<std::string>() + "\" is greater than max.");
  }

  ProgrammePtr finish() {
    gather_words();
    check_values();
    check_measures();
    const json& names = description_["names"];
    programme_->names_ = {names["programme"].get<std::string>(), names["notice"].get<std::string>(),
                          names["body"].get<std::string>(), names["authority"].get<std::string>()};
    const json& cues = description_["known_by"];
    programme_->cues_ = {cues["title"].get<std::vector<std::string>>(),
                         cues["table_title"].get<std::vector<std::string>>()};
    programme_->data_version_ = fingerprint(data_);
    return programme_;
  }

  std::shared_ptr<Programme> programme_{new Programme};
  json description_ = json::object();
  std::map<std::string, std::vector<json>> additions_;  // by word file, the base's first
  std::map<std::string, std::string> places_;
  std::string data_;
  int depth_ = 0;
};

Result<ProgrammePtr> load_programme(std::string_view id_or_path) {
  try {
    const std::string name(id_or_path);
    std::error_code failed;
    const std::string former = "standards/" + name + ".json";
    if (name.find('/') == std::string::npos && Folder::of_id(name).has(kDescription))
      return ProgrammeLoader().load_id(name);
    if (fs::is_directory(name, failed)) return ProgrammeLoader().load_folder(name);
    if (fs::is_regular_file(name, failed)) return ProgrammeLoader().load_standard_file(name);
    if (!data_directory_in_use().empty() && fs::is_regular_file(fs::path(data_directory_in_use()) / former, failed))
      return ProgrammeLoader().load_standard_file((fs::path(data_directory_in_use()) / former).string());
    return ProgrammeLoader().load_id(name);
  } catch (const Failed& failure) {
    return failure.error;
  }
}

Result<Standard> load_standard(std::string_view id) {
  auto programme = load_programme(id);
  if (!programme) return programme.error();
  return (*programme)->standard();
}

std::vector<std::string> programme_ids() {
  std::set<std::string> ids;
  const std::string ending = "/" + std::string(kDescription);
  for (const std::string& name : list_data(kFolder))
    if (name.ends_with(ending)) ids.insert(name.substr(kFolder.size(), name.size() - kFolder.size() - ending.size()));
  return {ids.begin(), ids.end()};
}

Programmes::Programmes(std::vector<ProgrammePtr> all) : all_(std::move(all)) {
  auto texts = std::make_shared<Standard>(all_.front()->standard());
  for (std::size_t i = 1; i < all_.size(); ++i)
    texts->tiers.insert(texts->tiers.end(), all_[i]->standard().tiers.begin(), all_[i]->standard().tiers.end());
  texts_ = std::move(texts);
}

const Programme* Programmes::find(std::string_view id) const {
  for (const ProgrammePtr& programme : all_)
    if (programme->id() == id) return programme.get();
  return nullptr;
}

const Programme& Programmes::of(std::string_view id) const {
  const Programme* found = find(id);
  return found != nullptr ? *found : first();
}

std::string Programmes::origins() const {
  std::string origins;
  for (const ProgrammePtr& programme : all_) origins += (origins.empty() ? "" : "\n") + programme->origin();
  return origins;
}

std::string Programmes::data_version() const {
  std::string versions;
  for (const ProgrammePtr& programme : all_) versions += programme->id() + "@" + programme->data_version() + "\n";
  return all_.size() == 1 ? all_.front()->data_version() : fingerprint(versions);
}

Result<Programmes> load_programmes(std::string_view choice) {
  std::vector<std::string> wanted;
  for (std::size_t begin = 0; begin < choice.size();) {
    const std::size_t end = std::min(choice.find('\n', begin), choice.size());
    wanted.emplace_back(choice.substr(begin, end - begin));
    begin = end + 1;
  }
  if (wanted.empty()) {
    wanted = programme_ids();
    // The default one is for notices that name none.
    std::stable_partition(wanted.begin(), wanted.end(), [](const std::string& id) { return id == kDefaultProgramme; });
  }
  std::vector<ProgrammePtr> all;
  for (const std::string& name : wanted) {
    auto programme = load_programme(name);
    if (!programme) return programme.error();
    all.push_back(std::move(*programme));
  }
  if (all.empty()) return Error{"programme-missing", "There is no programme of notices."};
  return Programmes(std::move(all));
}

}  // namespace schema
}  // namespace gongshi
