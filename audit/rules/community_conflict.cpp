// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "audit/rules/figures_support.h"
#include "audit/rules/rules.h"
#include "audit/vocabulary.h"
#include "schema/characters.h"
#include "schema/utf8.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "community-conflict";

/// Characters that tell no name, prepared once per programme.
struct LeftOut {
  std::u32string characters;
  explicit LeftOut(const Programme& programme) {
    for (const std::string& character : word_list("not_of_a_name", programme).words())
      characters += utf8::decode(character);
  }
};

/// The characters that tell the name: 青禾（东里）社区 is 青禾东里.
std::u32string core(std::u32string name, const Programme& programme) {
  const std::u32string& left_out = programme.prepared<LeftOut>().characters;
  std::erase_if(name, [&](char32_t c) { return left_out.find(c) != std::u32string::npos; });
  return name;
}

std::u32string core(const std::string& name, const Programme& programme) { return core(utf8::decode(name), programme); }

/// Names that may be one: one in the other, or two characters in a row in common (青禾苑, 青禾院: a slip of writing or
/// recognition).
bool alike(const std::u32string& a, const std::u32string& b) {
  if (a.empty() || b.empty() || a.find(b) != std::u32string::npos || b.find(a) != std::u32string::npos) return true;
  for (std::size_t i = 0; i + 1 < a.size(); ++i)
    if (b.find(a.substr(i, 2)) != std::u32string::npos) return true;
  return false;
}

/// Short names that differ in one character: 柳岸, 柳堤.
bool nearly(const std::u32string& a, const std::u32string& b) {
  if (a.size() != b.size()) return false;
  std::size_t different = 0;
  for (std::size_t i = 0; i < a.size(); ++i) different += a[i] != b[i] ? 1 : 0;
  return different <= 1;
}

struct Where {
  const Text* text = nullptr;
  const IndicatorRecord* row = nullptr;
  std::string name;
};

bool lies_in(const NameMention& inner, const std::string& outer) {
  return std::find(inner.parents.begin(), inner.parents.end(), outer) != inner.parents.end();
}

/// A text without blanks, of which each character knows its bytes.
struct Characters {
  std::u32string text;
  std::vector<std::uint32_t> begins, ends;

  explicit Characters(std::string_view printed) {
    for (std::size_t offset = 0; offset < printed.size();) {
      const auto begin = static_cast<std::uint32_t>(offset);
      const char32_t code = utf8::next(printed, offset);
      if (code == U' ' || code == 0x3000 || code == 0xA0) continue;
      text += code;
      begins.push_back(begin);
      ends.push_back(static_cast<std::uint32_t>(offset));
    }
  }
  [[nodiscard]] std::string_view printed(std::string_view all, std::size_t begin, std::size_t end) const {
    return begin < end ? all.substr(begins[begin], ends[end - 1] - begins[begin]) : std::string_view();
  }
};

class Checker {
 public:
  explicit Checker(const RuleInput& input)
      : input_(input), notice_(input.notice), own_(core(input.notice.community, input.programme)) {
    if (input.corpus != nullptr)
      for (const std::string& name : input.corpus->communities()) others_.insert(core(name, input.programme));
    others_.erase(own_);
  }

  std::vector<Finding> check() {
    check_names({&notice_.title, nullptr, words("title")}, notice_.title_names, true);
    check_names({&notice_.preamble, nullptr, words("preamble")}, notice_.preamble_names, true);
    check_names({&notice_.table_title, nullptr, words("table-title")}, notice_.table_title_names, true);
    check_footer();
    for (const IndicatorRecord& row : notice_.rows) {
      const Where where{&row.claim.text, &row, {}};
      check_names(where, row.facts.names, false);
      check_known(where);
    }
    return std::move(findings_);
  }

 private:
  static std::string words(std::string_view key) { return message(kId, key); }

  /// Every place outside of the table that has the name: 标题、表前文字.
  std::string places_of(const std::string& name) const {
    std::string places;
    for (const auto& [text, key] : {std::pair{&notice_.title, "title"}, std::pair{&notice_.preamble, "preamble"},
                                    std::pair{&notice_.table_title, "table-title"}})
      if (!name.empty() && utf8::find(text->utf8, name) != std::string::npos)
        places += (places.empty() ? "" : "、") + words(key);
    return places.empty() ? words("notice") : places;
  }

  void add(const Where& where, ByteRange range, const std::string& name, const std::string& own, std::string_view key,
           bool open, const std::string& of = {}) {
    const auto same = [&](const Finding& other) {
      return other.stated == name && other.no == (where.row != nullptr ? std::optional(where.row->no) : std::nullopt);
    };
    if (std::any_of(findings_.begin(), findings_.end(), same)) return;
    Finding finding;
    const std::string label = where.row != nullptr ? row_label(input_, *where.row) : where.name;
    finding.message = message(kId, open ? std::string(key) + "-open" : key,
                              {{"where", label},
                               {"name", name},
                               {"own", own},
                               {"places", places_of(own)},
                               {"of", of},
                               {"body", input_.programme.names().body}});
    finding.stated = name;
    finding.about = (where.row != nullptr ? std::string() : where.name) + name;
    finding.expected = own;
    const ByteRange around = sentence_around(where.text->utf8, range);
    finding.quote = where.text->utf8.substr(around.begin, around.size());
    finding.places = where.text->places(range);
    if (where.row != nullptr) finding.no = where.row->no;
    if (open) finding.verdict = Verdict::kInconclusive;
    findings_.push_back(std::move(finding));
  }

  void check_names(const Where& where, const std::vector<NameMention>& names, bool must_be_own) {
    for (const NameMention& mention : names) {
      if (mention.kind == NameMention::Kind::kCommunity)
        check_community(where, mention, must_be_own);
      else
        check_region(where, mention);
    }
  }

  /// 与…社区共建, …社区等: another community that the claim may well speak of.
  bool is_company(const Where& where, ByteRange range) const {
    const std::string& text = where.text->utf8;
    const ByteRange around = sentence_around(text, range);
    const std::string_view before = std::string_view(text).substr(around.begin, range.begin - around.begin);
    const std::string_view after = std::string_view(text).substr(range.end, around.end - range.end);
    for (const std::string& word : word_list("company_before", input_.programme).words())
      if (before.ends_with(word)) return true;
    if (starts_with_word(after, word_list("company_after", input_.programme))) return true;
    return find_word(std::string_view(text).substr(around.begin, around.size()), word_list("company", input_.programme))
               .at != std::string::npos;
  }

  /// 《甲省中小学智慧校园评估指标》: what a document's title has names nobody.
  bool in_title(std::string_view text, const NameMention& mention) const {
    if (input_.programme.standard().title.find(mention.name) != std::string::npos) return true;
    const std::size_t at = mention.range.begin;
    static constexpr std::string_view kOpen = "《", kClose = "》";
    const std::size_t open = text.substr(0, at).rfind(kOpen);
    return open != std::string_view::npos && text.substr(open, at - open).find(kClose) == std::string_view::npos;
  }

  /// 示范社区, where tiers are called so.
  bool is_tier(const std::string& name) const {
    const auto& tiers = input_.programme.standard().tiers;
    return std::any_of(tiers.begin(), tiers.end(), [&](const Tier& tier) { return name.ends_with(tier.name); });
  }

  /// A name counts in a claim only where it is known to be another community's, or where the sentence states a figure
  /// of it.
  void check_community(const Where& where, const NameMention& mention, bool must_be_own) {
    const std::u32string name = core(mention.name, input_.programme);
    if (own_.empty() || name.size() < 2 || alike(own_, name)) return;
    if (in_title(where.text->utf8, mention) || is_tier(mention.name)) return;
    const bool known = others_.count(name) > 0;
    // 平台电子地图覆盖社区…: what is done to the community, no name.
    if (!known && !must_be_own && ends_in(utf8::encode(name), "verbs_before_name")) return;
    if (!known && !mention.subject && !must_be_own && !acts(where, mention)) return;
    if (where.row != nullptr && is_company(where, mention.range)) return;
    const bool open = nearly(own_, name) || (!known && !mention.subject);
    add(where, mention.range, mention.name, notice_.community, "community", open);
  }

  /// 1.甲里社区成立…, 依托甲里社区综合信息平台: a name that leads in a sentence, and does or has what this notice's
  /// community should. Kinds of communities (平安社区, 未来社区) are no names.
  bool acts(const Where& where, const NameMention& mention) const {
    static constexpr std::size_t kLongest = 4;
    const std::u32string name = core(mention.name, input_.programme);
    if (where.row == nullptr || name.size() > kLongest || mention.range.end > where.text->utf8.size()) return false;
    const WordList& kinds = word_list("kinds_of_communities", input_.programme);
    if (find_word(mention.name, kinds).at != std::string::npos) return false;
    const auto& endings = word_list("name_endings", input_.programme).words();
    const std::string plain = utf8::encode(name);
    if (std::none_of(endings.begin(), endings.end(), [&](const std::string& word) { return plain.ends_with(word); }))
      return false;
    const std::string_view text = where.text->utf8, before = text.substr(0, mention.range.begin);
    const auto ends = [&](const std::string& word) { return before.ends_with(word); };
    const auto& lead = word_list("sentence_lead", input_.programme).words();
    if (!before.empty() && std::none_of(lead.begin(), lead.end(), ends)) return false;
    return starts_with_word(text.substr(mention.range.end), word_list("acting_behind", input_.programme));
  }

  /// The names of the run's other communities anywhere in a claim: 依托甲社区综合信息平台.
  void check_known(const Where& where) {
    static constexpr std::size_t kLongest = 12, kShort = 2;
    if (own_.empty() || others_.empty()) return;
    const Characters characters(where.text->utf8);
    const std::u32string& text = characters.text;
    for (const nlohmann::json& word : input_.programme.words("communities").at("endings")) {
      const std::u32string ending = utf8::decode(word.get_ref<const std::string&>());
      for (std::size_t at = text.find(ending); at != std::u32string::npos; at = text.find(ending, at + 1)) {
        std::size_t begin = at - std::min(at, kLongest);
        for (; begin + kShort <= at; ++begin) {
          const std::u32string name = core(text.substr(begin, at - begin), input_.programme);
          // A short name may be the end of a longer one that nobody knows.
          const bool led_in = begin == 0 || !is_han(text[begin - 1]) || leads_in(where, characters, begin);
          if (name.size() == at - begin && others_.count(name) > 0 && !alike(own_, name) &&
              (led_in || name.size() > kShort))
            break;
        }
        if (begin + kShort > at) continue;
        const ByteRange range{characters.begins[begin], characters.ends[at + ending.size() - 1]};
        if (is_company(where, range)) continue;
        const std::u32string name = text.substr(begin, at - begin);
        add(where, range, utf8::encode(text.substr(begin, at + ending.size() - begin)), notice_.community, "community",
            nearly(own_, name));
      }
    }
  }

  bool ends_in(std::string_view text, std::string_view list) const {
    const auto& words = word_list(list, input_.programme).words();
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return text.ends_with(word); });
  }

  bool leads_in(const Where& where, const Characters& characters, std::size_t begin) const {
    const std::string_view before = characters.printed(where.text->utf8, 0, begin);
    return ends_in(before, "before_name") || ends_in(before, "verbs_before_name");
  }

  bool is_own_region(const NameMention& mention) const {
    if (mention.name == notice_.county || mention.name == notice_.city) return true;
    for (const NameMention& own : notice_.preamble_names)
      if (own.name == notice_.county && (lies_in(own, mention.name) || own.name == mention.name)) return true;
    return false;
  }

  /// Another county or city than the notice's own, its superiors and what lies in it; in claims only where the sentence
  /// relies on it.
  void check_region(const Where& where, const NameMention& mention) {
    const std::string& county = notice_.county;
    const std::string& city = notice_.city;
    const bool in_claim = where.row != nullptr;
    if ((county.empty() && city.empty()) || (in_claim && !mention.subject) || is_own_region(mention)) return;
    // Another county of the same city is another notice's.
    if (lies_in(mention, city) && county.empty()) return;
    add(where, mention.range, mention.name, county.empty() ? city : county, "region", in_claim);
  }

  /// Offices of another city or county that take objections, and area codes. An address may lie in another county of
  /// the city.
  void check_footer() {
    static constexpr std::size_t kOfficeBytes = 45;
    const Where where{&notice_.footer, nullptr, words("footer")};
    const std::string_view text = notice_.footer.utf8;
    for (const NameMention& mention : notice_.footer_names) {
      if (mention.range.end > text.size() || mention.range.begin >= mention.range.end) continue;
      if (mention.name.front() == '0') {
        std::string of;
        for (const std::string& city : mention.parents) of += (of.empty() ? "" : "、") + city;
        // The county where the notice names only that.
        const bool city =
            utf8::find(notice_.preamble.utf8, notice_.city) != std::string::npos || notice_.county.empty();
        add(where, mention.range, mention.name, city ? notice_.city : notice_.county,
            of.empty() ? "area-code-unknown" : "area-code", false, of);
        continue;
      }
      const bool elsewhere = lies_in(mention, notice_.city);
      const std::string_view after = text.substr(mention.range.end).substr(0, kOfficeBytes);
      if (elsewhere && find_word(after, word_list("offices", input_.programme)).at == std::string::npos) continue;
      const auto named = [&](const NameMention& other) { return other.name == mention.name; };
      if (std::any_of(notice_.preamble_names.begin(), notice_.preamble_names.end(), named) ||
          std::any_of(notice_.title_names.begin(), notice_.title_names.end(), named))
        continue;
      check_region(where, mention);
    }
  }

  const RuleInput& input_;
  const Notice& notice_;
  std::u32string own_;
  std::set<std::u32string> others_;
  std::vector<Finding> findings_;
};

std::vector<Finding> check(const RuleInput& input) { return Checker(input).check(); }

}  // namespace

Rule community_conflict() { return {kId, 2, Severity::kError, false, check, true}; }

}  // namespace gongshi::audit::checks
