// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/language.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <unordered_map>
#include <utility>
#include <vector>

#include "schema/data.h"

namespace gongshi {
inline namespace schema {
namespace {

Language chosen = Language::kEnglish;

// What the system and libraries say of files, networks and processes, as it stands inside the program's own messages.
constexpr std::string_view kWordsOfTheSystem[] = {
    tr_noop("No such file or directory"),
    tr_noop("Permission denied"),
    tr_noop("Operation not permitted"),
    tr_noop("No space left on device"),
    tr_noop("Disk quota exceeded"),
    tr_noop("Read-only file system"),
    tr_noop("Is a directory"),
    tr_noop("Not a directory"),
    tr_noop("Directory not empty"),
    tr_noop("File exists"),
    tr_noop("File name too long"),
    tr_noop("File too large"),
    tr_noop("Input/output error"),
    tr_noop("Too many open files"),
    tr_noop("Cannot allocate memory"),
    tr_noop("Resource temporarily unavailable"),
    tr_noop("Device or resource busy"),
    tr_noop("Stale file handle"),
    tr_noop("Host is down"),
    tr_noop("Address already in use"),
    tr_noop("Cannot assign requested address"),
    tr_noop("database or disk is full"),
    tr_noop("database disk image is malformed"),
    tr_noop("database is locked"),
    tr_noop("disk I/O error"),
    tr_noop("attempt to write a readonly database"),
    tr_noop("unable to open database file"),
    tr_noop("file is not a database"),
    tr_noop("Not a zip archive"),
    tr_noop("Truncated ZIP file header"),
    tr_noop("Truncated input file"),
    tr_noop("Unrecognized archive format"),
    tr_noop("Zip archive inconsistent"),
    tr_noop("Start-end tags mismatch"),
    tr_noop("No document element found"),
    tr_noop("Error parsing start element tag"),
    tr_noop("Error parsing element attribute"),
    tr_noop("Error parsing end element tag"),
    tr_noop("Error parsing PCDATA section"),
    tr_noop("Error parsing document declaration/processing instruction"),
    tr_noop("Error parsing comment"),
    tr_noop("Error parsing CDATA section"),
    tr_noop("Error parsing document type declaration"),
    tr_noop("Could not determine tag type"),
    tr_noop("Error reading from file/stream"),
    tr_noop("Could not allocate memory"),
    tr_noop("Killed"),
    tr_noop("Segmentation fault"),
    tr_noop("Aborted"),
    tr_noop("Bad system call"),
    tr_noop("CPU time limit exceeded"),
};

// Messages of too few words to be known as such by who collects them.
constexpr std::string_view kShortMessages[] = {
    tr_noop("Configuration: {}."),     tr_noop("Configuration: {} ({})."),   tr_noop("line {}, column {}"),
    tr_noop("{}, line {}, column {}"), tr_noop("line {}, column {}, at {}"), tr_noop("Stopped."),
};

// A message of the catalogue with what stands between its placeholders: "{}", "{1}" …, or "{:.1f}" as the code prints
// figures.
struct Pattern {
  std::vector<std::string_view> pieces;  // one more than there are placeholders
  std::string_view translation;
  std::size_t letters = 0;
};

Pattern pattern_of(std::string_view message, std::string_view translation) {
  Pattern pattern;
  pattern.translation = translation;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < message.size(); ++at) {
    if (message[at] != '{') continue;
    const std::size_t close = message.find('}', at);
    if (close == std::string_view::npos) break;
    const std::string_view name = message.substr(at + 1, close - at - 1);
    const bool numbered = name.size() == 1 && name[0] >= '1' && name[0] <= '9';
    if (!name.empty() && name[0] != ':' && !numbered) continue;
    pattern.pieces.push_back(message.substr(begin, at - begin));
    begin = close + 1;
    at = close;
  }
  pattern.pieces.push_back(message.substr(begin));
  for (const std::string_view piece : pattern.pieces)
    pattern.letters += piece.size() - static_cast<std::size_t>(std::count(piece.begin(), piece.end(), ' '));
  return pattern;
}

// The values of a message that fits the pattern as a whole.
std::optional<std::vector<std::string_view>> fit(const Pattern& pattern, std::string_view message) {
  const std::string_view first = pattern.pieces.front(), last = pattern.pieces.back();
  if (!message.starts_with(first)) return std::nullopt;
  std::vector<std::string_view> values;
  if (pattern.pieces.size() == 1) return message == first ? std::optional(values) : std::nullopt;
  if (message.size() < first.size() + last.size() || !message.ends_with(last)) return std::nullopt;
  std::string_view rest = message.substr(first.size(), message.size() - first.size() - last.size());
  for (std::size_t i = 1; i + 1 < pattern.pieces.size(); ++i) {
    const std::size_t found = rest.find(pattern.pieces[i]);
    if (found == std::string_view::npos) return std::nullopt;
    values.push_back(rest.substr(0, found));
    rest.remove_prefix(found + pattern.pieces[i].size());
  }
  values.push_back(rest);
  return values;
}

// The file that msgfmt writes: a header of seven words, then two tables of (length, offset), for messages and for their
// translations.
class Catalogue {
 public:
  explicit Catalogue(std::string bytes) : bytes_(std::move(bytes)) {
    constexpr std::uint32_t kMagic = 0x950412de;
    if (word(0) != kMagic) return;
    const std::uint32_t count = word(8), messages = word(12), translations = word(16);
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::string_view message = entry(messages + 8 * i), translation = entry(translations + 8 * i);
      if (message.empty() || translation.empty()) continue;
      texts_.emplace(message, translation);
      patterns_.push_back(pattern_of(message, translation));
    }
    // What says most goes first: "{}: cannot be opened: {}." before "{}: {}".
    std::stable_sort(patterns_.begin(), patterns_.end(),
                     [](const Pattern& one, const Pattern& other) { return one.letters > other.letters; });
  }

  [[nodiscard]] std::string_view find(std::string_view message) const {
    const auto found = texts_.find(message);
    return found == texts_.end() ? message : found->second;
  }

  [[nodiscard]] const std::unordered_map<std::string_view, std::string_view>& texts() const { return texts_; }
  [[nodiscard]] const std::vector<Pattern>& patterns() const { return patterns_; }

 private:
  [[nodiscard]] std::uint32_t word(std::size_t at) const {
    if (at + 4 > bytes_.size()) return 0;
    std::uint32_t value = 0;
    for (std::size_t i = 4; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes_[at + i]);
    return value;
  }
  [[nodiscard]] std::string_view entry(std::size_t at) const {
    const std::size_t length = word(at), offset = word(at + 4);
    if (offset > bytes_.size() || length > bytes_.size() - offset) return {};
    return std::string_view(bytes_).substr(offset, length);
  }

  std::string bytes_;
  std::unordered_map<std::string_view, std::string_view> texts_;
  std::vector<Pattern> patterns_;
};

const Catalogue& catalogue() {
  static const Catalogue loaded(load_data("po/zh_CN.mo").value_or(std::string()));
  return loaded;
}

// `text` with its placeholders filled.
template <typename Values>
std::string filled(std::string_view text, const Values& values) {
  std::string said;
  std::size_t next = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::size_t close = text[at] == '{' ? text.find('}', at) : std::string_view::npos;
    const std::string_view name =
        close == std::string_view::npos ? std::string_view() : text.substr(at + 1, close - at - 1);
    std::size_t index = values.size();
    if (close == at + 1) index = next++;
    if (name.size() == 1 && name[0] >= '1' && name[0] <= '9') index = static_cast<std::size_t>(name[0] - '1');
    if (index < values.size()) {
      said += *(values.begin() + static_cast<std::ptrdiff_t>(index));
      at = close;
    } else {
      said += text[at];
    }
  }
  return said;
}

std::string in_chinese(std::string_view message);

// Names and figures stay as they are; what is a sentence itself, as a reason behind a colon, is put into words too.
std::vector<std::string> in_chinese(const std::vector<std::string_view>& values) {
  std::vector<std::string> chinese;
  for (const std::string_view value : values)
    chinese.push_back(value.find(' ') == std::string_view::npos ? std::string(value) : in_chinese(value));
  return chinese;
}

// A code in brackets behind a message, with the space before it; empty where there is none.
std::string_view code_behind(std::string_view message) {
  const std::size_t open = message.rfind(" [");
  if (open == std::string_view::npos || !message.ends_with(']')) return {};
  const std::string_view code = message.substr(open + 2, message.size() - open - 3);
  const bool plain =
      std::all_of(code.begin(), code.end(), [](char sign) { return (sign >= 'a' && sign <= 'z') || sign == '-'; });
  return plain && !code.empty() ? message.substr(open) : std::string_view();
}

// "items, responsible_units, deadlines": one word each.
bool is_list_of_names(std::string_view message) {
  for (std::size_t space = message.find(' '); space != std::string_view::npos; space = message.find(' ', space + 1))
    if (space == 0 || message[space - 1] != ',') return false;
  return true;
}

// Letters of English that are left: the fewer, the better a message was understood.
std::size_t english_letters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char sign) {
    return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z');
  }));
}

// Behind something else: "PATH: sentence", "reason; advice", "/member sentence".
std::optional<std::string> behind(const Pattern& pattern, std::string_view message) {
  const std::string_view front = pattern.pieces.front();
  // One word may stand anywhere.
  if (front.empty() || (pattern.pieces.size() == 1 && front.find(' ') == std::string_view::npos)) return std::nullopt;
  for (std::size_t at = message.find(' '); at != std::string_view::npos; at = message.find(' ', at + 1)) {
    const auto values = fit(pattern, message.substr(at + 1));
    if (!values) continue;
    const std::string_view before = message.substr(0, at);
    constexpr std::pair<char, std::string_view> kMarks[] = {{':', "："}, {';', "；"}, {'.', "。"}, {',', "、"}};
    const auto* const mark = std::find_if(std::begin(kMarks), std::end(kMarks),
                                          [&](const auto& known) { return before.ends_with(known.first); });
    const bool parted = mark != std::end(kMarks);
    return (parted ? in_chinese(before.substr(0, at - 1)) + std::string(mark->second) : in_chinese(before) + " ") +
           filled(pattern.translation, in_chinese(*values));
  }
  return std::nullopt;
}

std::string in_chinese(std::string_view message) {
  // Less than a word or two could stand in any sentence.
  constexpr std::size_t kFewestLetters = 6;
  if (const std::string_view code = code_behind(message); !code.empty())
    return in_chinese(message.substr(0, message.size() - code.size())) + std::string(code);
  if (const std::string_view known = catalogue().find(message); known != message) return std::string(known);
  std::optional<std::string> best;
  const auto offer = [&](std::string understood) {
    if (!best || english_letters(understood) < english_letters(*best)) best = std::move(understood);
  };
  for (const Pattern& pattern : catalogue().patterns()) {
    if (pattern.letters < kFewestLetters) break;
    if (const auto values = fit(pattern, message);
        values && std::find(values->begin(), values->end(), message) == values->end())
      offer(filled(pattern.translation, in_chinese(*values)));
    else if (auto understood = behind(pattern, message))
      offer(std::move(*understood));
  }
  if (message.starts_with(" (") && message.ends_with(')'))
    offer("（" + in_chinese(message.substr(2, message.size() - 3)) + "）");
  if (best) return *std::move(best);
  // Several in a row: "resource limits, no new privileges". Where each is one word they are names to be typed.
  if (is_list_of_names(message)) return std::string(message);
  for (std::size_t comma = message.find(", "); comma != std::string_view::npos; comma = message.find(", ", comma + 1)) {
    const std::string_view first = message.substr(0, comma);
    if (const std::string chinese = in_chinese(first); chinese != first)
      return chinese + "、" + in_chinese(message.substr(comma + 2));
  }
  return std::string(message);
}

}  // namespace

std::optional<Language> parse_language(std::string_view text) {
  if (text.starts_with("zh")) return Language::kChinese;
  if (text.starts_with("en")) return Language::kEnglish;
  return std::nullopt;
}

Language language_of_environment(bool on_terminal) {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* set = std::getenv(name);
    if (set == nullptr || *set == '\0') continue;
    if (const auto language = parse_language(set)) return *language;
    break;
  }
  // The console of Linux itself has no Chinese characters.
  const char* terminal = std::getenv("TERM");
  const std::string_view kind = terminal != nullptr ? terminal : "";
  return on_terminal && !kind.empty() && kind != "linux" && kind != "dumb" ? Language::kChinese : Language::kEnglish;
}

void set_language(Language language) { chosen = language; }

Language language() { return chosen; }

std::string_view tr(std::string_view message) {
  return chosen == Language::kEnglish ? message : catalogue().find(message);
}

std::string say(std::string_view message, std::initializer_list<std::string_view> values) {
  return filled(tr(message), values);
}

std::string localized(std::string_view message, Language language) {
  return language == Language::kEnglish ? std::string(message) : in_chinese(message);
}

std::vector<std::string_view> messages() {
  std::vector<std::string_view> all;
  for (const auto& [message, translation] : catalogue().texts()) all.push_back(message);
  return all;
}

std::string localized(std::string_view message) { return localized(message, chosen); }

}  // namespace schema
}  // namespace gongshi
