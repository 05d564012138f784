// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "audit/rules/figures_support.h"
#include "audit/rules/rules.h"
#include "schema/utf8.h"

namespace gongshi::audit::checks {
namespace {

constexpr std::string_view kId = "community-conflict";
constexpr std::u32string_view kNotOfTheName = U"（）()社区村居委会智慧 ";

/// The characters that tell the name: 青禾（东里）社区 is 青禾东里.
std::u32string core(const std::string& name) {
  std::u32string kept;
  for (const char32_t c : utf8::decode(name))
    if (kNotOfTheName.find(c) == std::u32string_view::npos) kept += c;
  return kept;
}

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

Finding conflict(const RuleInput& input, const Where& where, const NameMention& mention, const std::string& own,
                 std::string_view key, bool open) {
  Finding finding;
  const std::string label = where.row != nullptr ? row_label(input, *where.row) : where.name;
  finding.message = message(kId, key, {{"where", label}, {"name", mention.name}, {"own", own}});
  finding.stated = mention.name;
  finding.expected = own;
  const ByteRange range = sentence_around(where.text->utf8, mention.range);
  finding.quote = where.text->utf8.substr(range.begin, range.size());
  finding.places = where.text->places(mention.range);
  if (where.row != nullptr) finding.no = where.row->no;
  if (open) finding.verdict = Verdict::kInconclusive;
  return finding;
}

bool lies_in(const NameMention& inner, const std::string& outer) {
  return std::find(inner.parents.begin(), inner.parents.end(), outer) != inner.parents.end();
}

class Checker {
 public:
  explicit Checker(const RuleInput& input) : input_(input), notice_(input.notice), own_(core(input.notice.community)) {
    if (input.corpus != nullptr)
      for (const std::string& name : input.corpus->communities()) others_.insert(core(name));
    others_.erase(own_);
  }

  std::vector<Finding> check() {
    check_names({&notice_.title, nullptr, "标题"}, notice_.title_names, true);
    check_names({&notice_.preamble, nullptr, "表前文字"}, notice_.preamble_names, true);
    check_names({&notice_.table_title, nullptr, "表题"}, notice_.table_title_names, true);
    for (const IndicatorRecord& row : notice_.rows) check_names({&row.claim.text, &row, {}}, row.facts.names, false);
    return std::move(findings_);
  }

 private:
  void check_names(const Where& where, const std::vector<NameMention>& names, bool must_be_own) {
    std::set<std::string> reported;
    for (const NameMention& mention : names) {
      if (reported.count(mention.name) > 0) continue;
      const std::size_t before = findings_.size();
      if (mention.kind == NameMention::Kind::kCommunity)
        check_community(where, mention, must_be_own);
      else
        check_region(where, mention);
      if (findings_.size() > before) reported.insert(mention.name);
    }
  }

  /// A name counts in a claim only where it is known to be another community's, or where the sentence states a figure
  /// of it.
  void check_community(const Where& where, const NameMention& mention, bool must_be_own) {
    const std::u32string name = core(mention.name);
    if (own_.empty() || name.size() < 2 || alike(own_, name)) return;
    const bool known = others_.count(name) > 0;
    if (!known && !mention.subject && !must_be_own) return;
    const bool open = nearly(own_, name) || (!known && !mention.subject);
    findings_.push_back(conflict(input_, where, mention, notice_.community, "community", open));
  }

  /// Another county or city than the notice's own, its superiors and what lies in it; in claims only where the sentence
  /// relies on it.
  void check_region(const Where& where, const NameMention& mention) {
    const std::string& county = notice_.county;
    const std::string& city = notice_.city;
    const bool in_claim = where.row != nullptr;
    if ((county.empty() && city.empty()) || (in_claim && !mention.subject)) return;
    if (mention.name == county || mention.name == city || lies_in(mention, city)) {
      // Another county of the same city is another notice's.
      if (mention.name == county || mention.name == city || county.empty()) return;
    }
    for (const NameMention& own : notice_.preamble_names)
      if (own.name == county && (lies_in(own, mention.name) || own.name == mention.name)) return;
    findings_.push_back(conflict(input_, where, mention, county.empty() ? city : county, "region", in_claim));
  }

  const RuleInput& input_;
  const Notice& notice_;
  std::u32string own_;
  std::set<std::u32string> others_;
  std::vector<Finding> findings_;
};

std::vector<Finding> check(const RuleInput& input) { return Checker(input).check(); }

}  // namespace

Rule community_conflict() { return {kId, 1, Severity::kError, false, check, true}; }

}  // namespace gongshi::audit::checks
