// SPDX-License-Identifier: GPL-3.0-or-later
// Personal data hidden from what people are shown: names of persons, mobile numbers, identity numbers, bank cards,
// number plates, addresses of mail and messengers. Office telephones and units stay.
//
// Whoever prints, draws or exports masks last. A masker knows the names that its notice tells, wherever they stand:
//
//   const Masker masker(notice);
//   const Notice shown = masker.masked(notice);           // every text of it
//   const Finding finding = masker.masked(found);         // quote and message
//   const auto areas = masker.areas(notice);              // to be painted over in pictures, by page
//
// Masked text has as many bytes as before ("王小明 13812345678" → "王＊＊ 138********"), so that spans, ranges and
// places keep their meaning.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "schema/decision.h"
#include "schema/finding.h"
#include "schema/notice.h"
#include "schema/personal_data.h"

namespace gongshi {
inline namespace schema {

/// Masks texts of one notice. Holds no reference to it. Remembers where it found something in the longer texts (their
/// marks, not their words), so that a text that stands in many outputs is searched once; copies share what they
/// remember. Safe to use from several threads.
class Masker {
 public:
  /// Knows no names: masks what the text itself shows to be personal.
  Masker();
  /// Knows the names that the texts of the notice introduce (联系人：王小明), those of its contact, and those that
  /// normalize/ marked as personal.
  explicit Masker(const Notice& notice);
  explicit Masker(const std::vector<std::string>& persons);

  /// Where `text` holds personal data, in text order, without overlaps; also the `mentions` of it.
  [[nodiscard]] std::vector<ByteRange> ranges(std::string_view text,
                                              const std::vector<PersonalMention>& mentions = {}) const;
  /// `text` with those ranges masked: of names, addresses and number plates the first character stays, of numbers the
  /// first three digits (of short ones a third).
  [[nodiscard]] std::string masked(std::string_view text, const std::vector<PersonalMention>& mentions = {}) const;

  /// How many texts were searched so far, by this one and its copies.
  [[nodiscard]] std::size_t searched() const;

  /// Copies with every text masked. `notice` is the one of the constructor, or of the same file.
  [[nodiscard]] Notice masked(Notice notice) const;
  [[nodiscard]] Finding masked(Finding finding) const;
  [[nodiscard]] AuditedNotice masked(AuditedNotice audited) const;
  /// What a reviewer and the community wrote.
  [[nodiscard]] Decision masked(Decision decision) const;

  /// The areas of personal data on each page (1-based), for PagePictures' masks. Empty for flow formats.
  [[nodiscard]] std::map<int, std::vector<Box>> areas(const Notice& notice) const;

 private:
  class Memory;

  void learn(std::string_view text);
  [[nodiscard]] std::vector<ByteRange> remembered_ranges(std::string_view text) const;
  [[nodiscard]] std::vector<ByteRange> searched_ranges(std::string_view text) const;

  std::shared_ptr<Memory> memory_;
  KnownNames names_;
  std::vector<std::string> places_;  // Names of the notice's places: names of persons inside them are left.
};

/// With a Masker of their own.
[[nodiscard]] std::vector<ByteRange> personal_ranges(std::string_view text,
                                                     const std::vector<std::string>& persons = {});
[[nodiscard]] std::string masked_text(std::string_view text, const std::vector<std::string>& persons = {});
[[nodiscard]] Notice masked(Notice notice);
[[nodiscard]] NoticeFile masked(NoticeFile file);
/// `notice` is the one that was audited, before masking.
[[nodiscard]] AuditedNotice masked(AuditedNotice audited, const Notice& notice);
[[nodiscard]] Finding masked(Finding finding, const Notice& notice);
[[nodiscard]] std::map<int, std::vector<Box>> personal_areas(const Notice& notice);

}  // namespace schema
}  // namespace gongshi
