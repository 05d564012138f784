// SPDX-License-Identifier: GPL-3.0-or-later
#include "schema/masking.h"

#include <algorithm>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "schema/compact_text.h"
#include "schema/personal_words.h"
#include "schema/utf8.h"

namespace gongshi {
inline namespace schema {
namespace {

constexpr const char* kColon = "：";

constexpr std::size_t kDigitsKept = 3;

std::vector<ByteRange> united_ranges(std::vector<ByteRange> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](ByteRange a, ByteRange b) { return a.begin < b.begin; });
  std::vector<ByteRange> united;
  for (ByteRange range : ranges) {
    if (!united.empty() && range.begin < united.back().end)
      united.back().end = std::max(united.back().end, range.end);
    else
      united.push_back(range);
  }
  return united;
}

// Stars of the same number of bytes.
void append_stars(std::string& out, std::size_t bytes) {
  for (; bytes >= 3; bytes -= 3) out += "＊";
  out.append(bytes, '*');
}

bool is_ascii_letter(char32_t code) { return (code | 0x20) >= U'a' && (code | 0x20) <= U'z'; }

// What stands between the characters of a number or name (blanks, dashes, brackets, zero-width signs) stays.
void append_masked(std::string& out, std::string_view secret) {
  const CompactText text(secret);
  const auto carries = [&](std::size_t i) {
    return any_digit(text.at(i)) >= 0 || is_ascii_letter(text.at(i)) || text.at(i) > 0x7F;
  };
  std::size_t total = 0;
  for (std::size_t i = 0; i < text.size(); ++i) total += carries(i) ? 1 : 0;
  const bool number = text.at(0) >= U'0' && text.at(0) <= U'9';
  const std::size_t kept = number ? std::min(kDigitsKept, std::max<std::size_t>(1, total / 3)) : 1;
  std::size_t done = 0, seen = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!carries(i) || text.at(i) == U'·' || seen++ < kept) continue;
    out += secret.substr(done, text[i].begin - done);
    append_stars(out, text[i].end - text[i].begin);
    done = text[i].end;
  }
  out += secret.substr(done);
}

std::string with_ranges_masked(std::string_view text, const std::vector<ByteRange>& ranges) {
  std::string out;
  out.reserve(text.size());
  std::uint32_t done = 0;
  for (ByteRange range : ranges) {
    if (range.begin >= range.end || range.end > text.size() || range.begin < done) continue;
    out += text.substr(done, range.begin - done);
    append_masked(out, text.substr(range.begin, range.size()));
    done = range.end;
  }
  out += text.substr(done);
  return out;
}

// A stretch of `text` masked as it is there: alone it may be no more than a part of a number.
std::string as_in(const std::string& text, const std::string& masked, const std::string& stretch) {
  const std::size_t at = text.find(stretch);
  return stretch.empty() || at == std::string::npos ? masked_text(stretch) : masked.substr(at, stretch.size());
}

// Every text of the notice, with the marks that normalize/ made in it.
template <typename AnyNotice, typename Each>
void for_each_text(AnyNotice& notice, Each each) {
  static const std::vector<PersonalMention> kNone;
  each(notice.title, kNone);
  each(notice.preamble, notice.preamble_personal);
  each(notice.table_title, kNone);
  each(notice.footer, notice.footer_personal);
  for (auto& row : notice.rows) {
    for (auto* cell : {&row.number, &row.name, &row.definition, &row.requirement}) each(cell->text, kNone);
    each(row.claim.text, row.facts.personal);
  }
}

}  // namespace

// What was found in texts, by two digests of each: the texts themselves would double what a report holds.
class Masker::Memory {
 public:
  [[nodiscard]] static bool keeps(std::string_view text) { return text.size() >= kShortest; }

  [[nodiscard]] const std::vector<ByteRange>* find(const std::pair<std::uint64_t, std::uint64_t>& key) const {
    const auto found = found_.find(key);
    return found == found_.end() ? nullptr : &found->second;
  }
  void keep(const std::pair<std::uint64_t, std::uint64_t>& key, const std::vector<ByteRange>& ranges) {
    if (found_.size() < kMostTexts) found_.emplace(key, ranges);
  }
  [[nodiscard]] static std::pair<std::uint64_t, std::uint64_t> key(std::string_view text) {
    std::uint64_t sum = 0xCBF29CE484222325U ^ text.size();
    for (const char c : text) sum = (sum ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    return {std::hash<std::string_view>()(text), sum};
  }

  std::mutex mutex;
  std::size_t searched = 0;

 private:
  static constexpr std::size_t kShortest = 48;      // Bytes: shorter texts are searched as quickly as looked up.
  static constexpr std::size_t kMostTexts = 16384;  // Of one notice with its findings.

  struct Hash {
    std::size_t operator()(const std::pair<std::uint64_t, std::uint64_t>& key) const { return key.first ^ key.second; }
  };
  std::unordered_map<std::pair<std::uint64_t, std::uint64_t>, std::vector<ByteRange>, Hash> found_;
};

Masker::Masker() : memory_(std::make_shared<Memory>()) {}

Masker::Masker(const std::vector<std::string>& persons) : Masker() {
  for (const std::string& person : persons) names_.add(person);
}

Masker::Masker(const Notice& notice) : Masker() {
  for (const std::string* place : {&notice.community, &notice.street, &notice.county, &notice.city, &notice.authority})
    if (!place->empty()) places_.push_back(*place);
  // What was read behind 联系人 may be more than a name, or none: it has to look like one.
  for (const std::string& person : notice.contact.persons) learn(personal_words().contact_label + kColon + person);
  for (const IndicatorRecord& row : notice.rows)
    for (const PersonalMention& mention : row.facts.personal)
      if (mention.kind == PersonalMention::Kind::kProtectedName && mention.range.end <= row.claim.str().size())
        names_.add(std::string_view(row.claim.str()).substr(mention.range.begin, mention.range.size()));
  for_each_text(notice, [&](const Text& text, const std::vector<PersonalMention>&) { learn(text.utf8); });
}

void Masker::learn(std::string_view text) {
  std::vector<NameFound> found;
  find_introduced_names(CompactText(text), found);
  for (const NameFound& name : found)
    if (!name.word) names_.add(name.name);
}

std::size_t Masker::searched() const {
  const std::lock_guard lock(memory_->mutex);
  return memory_->searched;
}

std::vector<ByteRange> Masker::ranges(std::string_view text, const std::vector<PersonalMention>& mentions) const {
  std::vector<ByteRange> found = remembered_ranges(text);
  if (mentions.empty()) return found;
  for (const PersonalMention& mention : mentions)
    if (mention.range.begin < mention.range.end && mention.range.end <= text.size()) found.push_back(mention.range);
  return united_ranges(std::move(found));
}

std::vector<ByteRange> Masker::remembered_ranges(std::string_view text) const {
  if (!Memory::keeps(text)) return searched_ranges(text);
  const auto key = Memory::key(text);
  {
    const std::lock_guard lock(memory_->mutex);
    if (const auto* known = memory_->find(key)) return *known;
  }
  std::vector<ByteRange> found = searched_ranges(text);
  const std::lock_guard lock(memory_->mutex);
  memory_->keep(key, found);
  return found;
}

std::vector<ByteRange> Masker::searched_ranges(std::string_view text) const {
  {
    const std::lock_guard lock(memory_->mutex);
    ++memory_->searched;
  }
  const CompactText compact(text);
  std::vector<NameFound> introduced;
  find_introduced_names(compact, introduced);
  std::vector<ByteRange> found;
  for (const NameFound& name : introduced) found.push_back(name.range);
  names_.find(compact, found);
  if (!found.empty()) {
    std::vector<ByteRange> inside;
    for (const std::string& place : places_)
      for (std::size_t at = utf8::find(text, place); at != std::string_view::npos;
           at = utf8::find(text, place, at + place.size()))
        inside.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + place.size())});
    inside = united_ranges(std::move(inside));
    std::erase_if(found, [&](ByteRange name) {
      const auto behind = std::upper_bound(inside.begin(), inside.end(), name.begin,
                                           [](std::uint32_t begin, ByteRange place) { return begin < place.begin; });
      return behind != inside.begin() && std::prev(behind)->end >= name.end;
    });
  }
  find_personal_numbers(compact, found);
  return united_ranges(std::move(found));
}

std::string Masker::masked(std::string_view text, const std::vector<PersonalMention>& mentions) const {
  return with_ranges_masked(text, ranges(text, mentions));
}

Notice Masker::masked(Notice notice) const {
  const std::string surroundings = notice.footer.utf8 + "\n" + notice.preamble.utf8;
  const std::string masked_surroundings = masked(surroundings);
  for_each_text(notice, [&](Text& text, const std::vector<PersonalMention>& mentions) {
    text.utf8 = masked(text.utf8, mentions);
  });
  for (IndicatorRecord& row : notice.rows) {
    row.category = masked(row.category);
    for (RecordCell* cell : {&row.number, &row.name, &row.definition, &row.requirement, &row.claim})
      if (!cell->suggested.empty()) cell->suggested = masked(cell->suggested);
    for (Quantity& quantity : row.facts.quantities) {
      if (quantity.range.end <= row.claim.str().size())
        quantity.printed = row.claim.str().substr(quantity.range.begin, quantity.range.size());
      quantity.label = masked(quantity.label);
      quantity.subject = masked(quantity.subject);
    }
    for (ListStatement& list : row.facts.lists)
      for (std::string& item : list.items) item = masked(item);
  }
  for (std::string& heading : notice.header) heading = masked(heading);
  const std::string lead = personal_words().contact_label + kColon;
  for (std::string& person : notice.contact.persons) person = masked(lead + person).substr(lead.size());
  for (std::string& telephone : notice.contact.telephones)
    telephone = as_in(surroundings, masked_surroundings, telephone);
  notice.contact.unit = as_in(surroundings, masked_surroundings, notice.contact.unit);
  return notice;
}

Finding Masker::masked(Finding finding) const {
  for (std::string* text : {&finding.message, &finding.stated, &finding.expected, &finding.calculation, &finding.quote,
                            &finding.requirement})
    *text = masked(*text);
  for (NoticeReference& other : finding.others) other.quote = masked(other.quote);
  return finding;
}

AuditedNotice Masker::masked(AuditedNotice audited) const {
  for (Finding& finding : audited.findings) finding = masked(std::move(finding));
  return audited;
}

Decision Masker::masked(Decision decision) const {
  for (std::string* text : {&decision.opinion, &decision.reason, &decision.reply}) *text = masked(*text);
  return decision;
}

std::map<int, std::vector<Box>> Masker::areas(const Notice& notice) const {
  std::map<int, std::vector<Box>> areas;
  for_each_text(notice, [&](const Text& text, const std::vector<PersonalMention>& mentions) {
    for (ByteRange range : ranges(text.utf8, mentions))
      for (const Place& place : text.places(range))
        if (place.page > 0 && !place.box.empty()) areas[place.page].push_back(place.box);
  });
  return areas;
}

std::vector<ByteRange> personal_ranges(std::string_view text, const std::vector<std::string>& persons) {
  return Masker(persons).ranges(text);
}

std::string masked_text(std::string_view text, const std::vector<std::string>& persons) {
  return Masker(persons).masked(text);
}

Notice masked(Notice notice) {
  const Masker masker(notice);
  return masker.masked(std::move(notice));
}

NoticeFile masked(NoticeFile file) {
  for (Notice& notice : file.notices) notice = masked(std::move(notice));
  return file;
}

Finding masked(Finding finding, const Notice& notice) { return Masker(notice).masked(std::move(finding)); }

AuditedNotice masked(AuditedNotice audited, const Notice& notice) { return Masker(notice).masked(std::move(audited)); }

std::map<int, std::vector<Box>> personal_areas(const Notice& notice) { return Masker(notice).areas(notice); }

}  // namespace schema
}  // namespace gongshi
