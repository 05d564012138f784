// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/finding_identity.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>

#include "schema/characters.h"

namespace gongshi {
inline namespace schema {
namespace {

constexpr std::string_view kSmart = "智慧", kWideSpace = "\u3000";
constexpr std::size_t kKeyDigits = 12;

/// FNV-1a over parts, each with its end marked.
class Key {
 public:
  Key& add(std::string_view part) {
    for (const char byte : part) step(static_cast<unsigned char>(byte));
    step(0xFF);  // Stands in no UTF-8 text.
    return *this;
  }
  /// The hash in its last `count` hexadecimal digits.
  [[nodiscard]] std::string digits(std::size_t count) const {
    std::string out(count, '0');
    for (std::size_t i = 0; i < count; ++i) out[count - 1 - i] = "0123456789abcdef"[(hash_ >> (4 * i)) & 0xF];
    return out;
  }

 private:
  void step(unsigned char byte) { hash_ = (hash_ ^ byte) * 0x100000001b3U; }
  std::uint64_t hash_ = 0xcbf29ce484222325U;
};

/// Where the number that begins at `begin` ends.
std::size_t number_end(std::string_view text, std::size_t begin) {
  std::size_t end = begin;
  bool point = false;
  while (end < text.size() &&
         (is_digit(text[end]) || (!point && text[end] == '.' && end + 1 < text.size() && is_digit(text[end + 1])))) {
    point = point || text[end] == '.';
    ++end;
  }
  return end;
}

const IndicatorRecord* row_of(const Notice& notice, const Finding& finding) {
  if (!finding.no) return nullptr;
  const auto found = std::find_if(notice.rows.begin(), notice.rows.end(),
                                  [&](const IndicatorRecord& row) { return row.no == *finding.no; });
  return found == notice.rows.end() ? nullptr : &*found;
}

/// Where in the notice: an indicator's number in the tier says more than the row's own, which shifts where a row is
/// read that was missed before.
std::string row_key(const Notice& notice, const Finding& finding) {
  const IndicatorRecord* row = row_of(notice, finding);
  if (row == nullptr) return finding.no ? "no " + std::to_string(*finding.no) : "notice";
  if (row->indicator) return "indicator " + std::to_string(*row->indicator);
  const std::string name = without_space(row->name.str());
  return name.empty() ? "no " + std::to_string(row->no) : "name " + name;
}

}  // namespace

std::string without_space(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == ' ' || text[i] == '\t' || text[i] == '\n') {
      ++i;
    } else if (text.substr(i).starts_with(kWideSpace)) {
      i += kWideSpace.size();
    } else {
      out += text[i++];
    }
  }
  return out;
}

std::string plain_community(std::string_view community) {
  std::string name = without_space(community);
  if (name.starts_with(kSmart)) name.erase(0, kSmart.size());
  return name;
}

std::string notice_key(const Notice& notice, const CommunityPlace& place, std::string_view programme) {
  Key key;
  for (const std::string* part : {&place.city, &place.county, &place.street}) key.add(without_space(*part));
  return key.add(plain_community(notice.community)).add(programme).add(notice.tier).digits(kKeyDigits);
}

std::string subject_key(const Notice& notice, const Finding& finding) {
  return Key()
      .add(finding.rule)
      .add(row_key(notice, finding))
      .add(finding.clause ? std::to_string(*finding.clause) : "")
      .add(without_space(finding.metric))
      .add(without_space(finding.about))
      .digits(kKeyDigits);
}

void identify(std::vector<Finding>& findings, const Notice& notice, const CommunityPlace& place) {
  std::map<std::string, int> seen;
  for (Finding& finding : findings) {
    const std::string programme = finding.standard.substr(0, finding.standard.find('@'));
    finding.id = notice_key(notice, place, programme) + "-" + subject_key(notice, finding);
    if (const int earlier = seen[finding.id]++; earlier > 0) finding.id += "-" + std::to_string(earlier + 1);
  }
}

std::string figures_of(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_digit(text[i])) {
      ++i;
      continue;
    }
    const std::size_t end = number_end(text, i);
    std::string_view number = text.substr(i, end - i);
    while (number.size() > 1 && number[0] == '0' && number[1] != '.') number.remove_prefix(1);
    if (number.find('.') != std::string_view::npos) {
      while (number.ends_with('0')) number.remove_suffix(1);
      if (number.ends_with('.')) number.remove_suffix(1);
    }
    out.append(number).push_back(' ');
    i = end;
  }
  return out;
}

std::string earlier_id(const Notice& notice, const Finding& finding) {
  Key key;
  for (const std::string& part :
       {notice.county, notice.community, notice.tier, finding.rule, finding.no ? std::to_string(*finding.no) : "",
        finding.clause ? std::to_string(*finding.clause) : "", finding.metric, finding.quote}) {
    std::string kept;
    std::copy_if(part.begin(), part.end(), std::back_inserter(kept),
                 [](char c) { return c != ' ' && c != '\n' && c != '\t'; });
    key.add(kept);
  }
  return key.digits(16);
}

std::string group_of(std::string_view finding_id, std::string_view rule) {
  const std::size_t dash = finding_id.find('-');
  if (dash != kKeyDigits) return {};
  return std::string(finding_id.substr(0, dash)) + "." + std::string(rule);
}

std::string_view subject_of(std::string_view finding_id) {
  const std::size_t dash = finding_id.find('-');
  return dash == kKeyDigits ? finding_id.substr(dash + 1) : std::string_view();
}

}  // namespace schema
}  // namespace gongshi
