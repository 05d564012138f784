// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/meta.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <memory>

#include "schema/utf8.h"

namespace gongshi::normalize {
namespace {

bool ends_sentence(std::string_view text) {
  for (std::string_view end : {"。", "：", ":", "；", ";", "！", "”", "）", ")"})
    if (text.ends_with(end)) return true;
  return false;
}

// Running text whose sentence goes on in the next line was wrapped, not ended; other lines stand for themselves.
Text joined(const std::vector<Line>& lines, std::size_t begin, std::size_t end, bool running = false) {
  Text text;
  for (std::size_t i = begin; i < end; ++i) {
    if (!text.empty() && (!running || ends_sentence(text.utf8))) text.append("\n");
    text.append(lines[i].text);
  }
  return text;
}

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

// Opening brackets without their partner, and what stands before them, are no part of a name.
std::string balanced(std::string name) {
  for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"（", "）"}, {"(", ")"}}) {
    const std::size_t opened = name.rfind(open), closed = name.rfind(close);
    if (opened != name.npos && (closed == name.npos || closed < opened)) name = name.substr(opened + open.size());
    if (closed != name.npos && (opened == name.npos)) name = name.substr(closed + close.size());
  }
  return name;
}

// "东风街道甲社区" → "甲社区": a prefix goes only if a name of at least one character is left before 社区.
std::string without_places(std::string name, const CueWords& cues) {
  for (const std::string& prefix : cues.community_prefixes) {
    re2::StringPiece rest(name);
    if (!RE2::Consume(&rest, prefix)) continue;
    if (utf8::count({rest.data(), rest.size()}) > 2) name = std::string(rest.data(), rest.size());
  }
  return name;
}

std::string cleaned(std::string name, const CueWords& cues) {
  std::string bare;
  for (char32_t code : utf8::decode(name))
    if (code != U' ' && code != 0x3000 && code != U'\t' && code != U'\n' && code != 0xA0) utf8::append(bare, code);
  name = without_places(balanced(std::move(bare)), cues);
  constexpr std::string_view kSmart = "智慧";
  if (name.starts_with(kSmart)) name = name.substr(kSmart.size());
  const bool own = std::find(cues.own_community.begin(), cues.own_community.end(), name) != cues.own_community.end();
  return own || utf8::count(name) < 3 ? std::string() : name;
}

class CommunityVote {
 public:
  explicit CommunityVote(const CueWords& cues) : cues_(cues) {}

  void add(const std::string& printed, int weight) {
    std::string name = cleaned(printed, cues_);
    if (name.empty()) return;
    if (votes_.find(name) == votes_.end()) order_.push_back(name);
    votes_[name] += weight;
  }

  void search(std::string_view text, int weight) {
    int value = weight + static_cast<int>(cues_.community_patterns.size());
    for (const std::string& pattern : cues_.community_patterns) {
      re2::StringPiece rest = piece(text);
      std::string name;
      // Only the first match of a pattern: later ones speak of others.
      if (RE2::FindAndConsume(&rest, pattern, &name)) add(name, value);
      --value;
    }
  }

  [[nodiscard]] std::string winner() const {
    std::string best;
    int most = 0;
    for (const std::string& name : order_)
      if (votes_.at(name) > most) best = name, most = votes_.at(name);
    return best;
  }

 private:
  const CueWords& cues_;
  std::map<std::string, int> votes_;
  std::vector<std::string> order_;
};

}  // namespace

void name_lines(const NoticeDraft& draft, const CueWords& cues, Notice& notice) {
  const std::vector<Line>& lines = draft.above;
  std::size_t end = lines.size();
  const auto kind = [&](std::size_t i) { return kind_of(lines[i].text.utf8, cues); };
  if (end > 0) {
    const LineKind last = kind(end - 1);
    const bool heads_table = last == LineKind::kTableTitle || last == LineKind::kContinued ||
                             (last == LineKind::kOther && utf8::count(lines[end - 1].text.utf8) <= 40) ||
                             (last == LineKind::kTitle && end > 1 && kind(end - 2) != LineKind::kOther);
    if (heads_table) notice.table_title = lines[--end].text;
  }
  std::size_t preamble = 0;
  while (preamble < end && kind(preamble) != LineKind::kPreamble && kind(preamble) != LineKind::kFooter &&
         utf8::count(lines[preamble].text.utf8) <= 60)
    ++preamble;
  notice.title = joined(lines, 0, preamble);
  notice.preamble = joined(lines, preamble, end, true);
  notice.footer = joined(draft.below, 0, draft.below.size());
}

std::vector<std::string> tiers_in(std::string_view text, const Standard& standard) {
  std::vector<std::pair<std::size_t, std::string>> found;
  for (const Tier& tier : standard.tiers) {
    const std::size_t at = text.find(tier.name);
    const bool known =
        std::any_of(found.begin(), found.end(), [&](const auto& entry) { return entry.second == tier.name; });
    if (at != text.npos && !known) found.emplace_back(at, tier.name);
  }
  std::sort(found.begin(), found.end());
  std::vector<std::string> names;
  for (auto& entry : found) names.push_back(std::move(entry.second));
  return names;
}

std::string find_community(const Notice& notice, const CueWords& cues) {
  CommunityVote vote(cues);
  vote.search(notice.preamble.utf8, 6);
  vote.search(notice.table_title.utf8, 4);
  vote.search(notice.title.utf8, 2);
  for (const std::string& heading : notice.header) vote.search(heading, 2);
  return vote.winner();
}

}  // namespace gongshi::normalize
