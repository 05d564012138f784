// SPDX-License-Identifier: GPL-3.0-or-later
#include "normalize/claim/measures.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "normalize/words.h"

namespace gongshi::normalize {
namespace {

Measure parse(const nlohmann::json& object) {
  Measure measure;
  measure.id = object.at("id").get<std::string>();
  measure.title = object.at("title").get<std::string>();
  measure.kinds = string_list(object, "kinds");
  measure.endings = word_list(object, "endings");
  measure.heads = word_list(object, "heads");
  measure.whole_labels = word_list(object, "whole_labels");
  measure.none = word_list(object, "none");
  measure.terms = string_list(object, "terms");
  measure.whole = object.value("whole", "");
  if (const auto groups = object.find("groups"); groups != object.end())
    for (const auto& group : *groups) {
      std::vector<std::u32string>& words = measure.groups.emplace_back();
      for (const auto& word : group) words.push_back(folded(word.get<std::string>()));
    }
  return measure;
}

struct Measures {
  std::vector<Measure> list;

  explicit Measures(const Programme& programme) {
    const nlohmann::json& file = programme.words("measures");
    if (const auto entries = file.find("measures"); entries != file.end())
      for (const auto& entry : *entries) list.push_back(parse(entry));
  }
};

/// Of the word file "figure_roles".
struct LabelWords {
  std::vector<std::u32string> label_ends;
  std::u32string among, not_before_among, not_behind_among;

  explicit LabelWords(const Programme& programme) {
    const nlohmann::json& file = programme.words("figure_roles");
    label_ends = word_list(file, "label_ends");
    for (const std::u32string& word : word_list(file, "among"))
      if (word.size() == 1) among += word;
    not_before_among = characters(file, "not_before_among");
    not_behind_among = characters(file, "not_behind_among");
  }
};

/// Words that lead in a figure and say nothing of it: 共有3790户.
std::u32string_view without_joiner(std::u32string_view label, const LabelWords& words) {
  for (const std::u32string& joiner : words.label_ends)
    if (label.size() > joiner.size() && label.ends_with(joiner))
      return without_joiner(label.substr(0, label.size() - joiner.size()), words);
  return label;
}

/// The figure stands right beside the thing: 封闭式小区4个, 4个封闭式小区; not 封闭式小区的9个出入口.
/// With `taken`, the label begins with what the figure before counts (3个封闭式小区共7个出入口): it names that figure.
bool adjacent(const Measure& measure, std::u32string_view label, std::u32string_view after, bool taken,
              const LabelWords& words) {
  if (!measure.whole_labels.empty()) return !taken && is_any(without_joiner(label, words), measure.whole_labels);
  if (measure.endings.empty() && measure.heads.empty()) return true;
  const bool others = taken && std::any_of(measure.heads.begin(), measure.heads.end(),
                                           [&](const std::u32string& word) { return label.starts_with(word); });
  if (!others &&
      (ends_with_any(label, measure.endings) || ends_with_any(without_joiner(label, words), measure.endings)))
    return true;
  return std::any_of(measure.heads.begin(), measure.heads.end(),
                     [&](const std::u32string& word) { return after.starts_with(word); });
}

bool fits(const Measure& measure, const LetteredText& words, std::u32string_view label, std::u32string_view after,
          bool taken, const LabelWords& label_words) {
  return std::all_of(measure.groups.begin(), measure.groups.end(),
                     [&](const std::vector<std::u32string>& group) { return contains_any(words, group); }) &&
         !contains_any(words, measure.none) && adjacent(measure, label, after, taken, label_words);
}

}  // namespace

const std::vector<Measure>& measures(const Programme& programme) { return programme.prepared<Measures>().list; }

/// The longest thing that a measure counts and the text begins with; empty if none.
static std::u32string_view head_of(std::u32string_view text, const Programme& programme) {
  std::size_t longest = 0;
  for (const Measure& measure : measures(programme))
    for (const std::u32string& head : measure.heads)
      if (text.starts_with(head)) longest = std::max(longest, head.size());
  return text.substr(0, longest);
}

/// 5400盏〈灯具中〉节能灯具5220盏: behind 中 stand the words of the next figure.
static std::u32string_view up_to_among(std::u32string_view after, const LabelWords& words) {
  constexpr std::size_t kNone = std::u32string_view::npos;
  for (std::size_t at = after.find_first_of(words.among, 1); at != kNone; at = after.find_first_of(words.among, at + 1))
    if (at + 1 < after.size() && words.not_before_among.find(after[at - 1]) == kNone &&
        words.not_behind_among.find(after[at + 1]) == kNone)
      return after.substr(0, at + 1);
  return after;
}

std::string measure_of(const Quantity& quantity, const QuantityContext& context, const ClaimReading& reading) {
  const std::string_view kind = unit_kind(quantity.unit, reading.programme);
  const LabelWords& words_of_labels = reading.programme.prepared<LabelWords>();
  const std::u32string_view label = reading.view(context.label);
  // 户籍人口5310人、常住人口6120人: what stands behind a pause is the next figure's.
  const std::u32string_view all_after = up_to_among(reading.view(context.after), words_of_labels),
                            after = all_after.substr(0, all_after.find(U'、'));
  const std::u32string both = std::u32string(label) + U"|" + std::u32string(after);
  const bool taken = std::any_of(reading.contexts.begin(), reading.contexts.end(), [&](const QuantityContext& other) {
    return other.span.end == context.label.begin && other.span.begin != context.span.begin &&
           !reading.item_chars[other.span.begin];
  });
  const std::u32string_view head = kind == "piece" ? head_of(after, reading.programme) : std::u32string_view();
  const std::u32string with_head = std::u32string(label) + U"|" + std::u32string(head);
  // The words in front name the figure best; those behind only where these name nothing.
  const LetteredText in_front(label), around(both), beside_head(with_head);
  for (const LetteredText* words : {&in_front, &around})
    for (const Measure& measure : measures(reading.programme)) {
      if (std::find(measure.kinds.begin(), measure.kinds.end(), kind) == measure.kinds.end()) continue;
      // 三个小区广播电视接入…, 两个小区共92个: of nothing but 小区, whatever is said of them.
      if (!head.empty() && measure.heads.empty()) continue;
      const bool behind = words == &around && !head.empty();
      if (!fits(measure, behind ? beside_head : *words, label, after, taken, words_of_labels)) continue;
      // A label that only ends well (社区共3000户…) may be about what follows.
      if (!measure.endings.empty() && contains_any(around, measure.none)) continue;
      return measure.id;
    }
  return {};
}

std::vector<std::string> measures_of_term(const std::string& term, const Programme& programme) {
  std::vector<std::string> found;
  for (const Measure& measure : measures(programme))
    if (std::find(measure.terms.begin(), measure.terms.end(), term) != measure.terms.end() &&
        std::find(found.begin(), found.end(), measure.id) == found.end())
      found.push_back(measure.id);
  return found;
}

}  // namespace gongshi::normalize
