// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/language.h"

#include <cstdint>
#include <cstdlib>
#include <unordered_map>

#include "schema/data.h"

namespace gongshi {
inline namespace schema {
namespace {

Language chosen = Language::kEnglish;

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
      if (!message.empty() && !translation.empty()) texts_.emplace(message, translation);
    }
  }

  [[nodiscard]] std::string_view find(std::string_view message) const {
    const auto found = texts_.find(message);
    return found == texts_.end() ? message : found->second;
  }

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
};

const Catalogue& catalogue() {
  static const Catalogue loaded(load_data("po/zh_CN.mo").value_or(std::string()));
  return loaded;
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
  const std::string_view text = tr(message);
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
      said += values.begin()[index];
      at = close;
    } else {
      said += text[at];
    }
  }
  return said;
}

}  // namespace schema
}  // namespace gongshi
