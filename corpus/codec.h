// SPDX-License-Identifier: GPL-3.0-or-later
// Records as bytes: between worker processes and the parent, and in the store. Compact (lengths and numbers of variable
// size), exact but for coordinates (1/100 point) and confidences (1/10 000), and stable: decoding and encoding again
// gives the same bytes. Decoders trust nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/finding.h"
#include "schema/notice.h"
#include "schema/result.h"

namespace gongshi::corpus {

/// Stands at the head of every encoded record and grows with its layout. Records of every version are decoded; a field
/// that a version did not have yet is as in a fresh record.
///   1  the first
///   2  Notice::footer_names
///   3  Notice::programme
///   4  readings of ratios, numbers and sums in ClaimFacts
///   5  Finding::about
inline constexpr int kCodecVersion = 6;

[[nodiscard]] std::string encode(const Document& document);
[[nodiscard]] std::string encode(const Notice& notice);
[[nodiscard]] std::string encode(const NoticeFile& file);
[[nodiscard]] std::string encode(const AuditedNotice& audited);
[[nodiscard]] std::string encode(const Finding& finding);

/// Errors of all decoders: "record-damaged" (cut short, of a later version, or values out of range).
[[nodiscard]] Result<Document> decode_document(std::string_view bytes);
[[nodiscard]] Result<Notice> decode_notice(std::string_view bytes);
[[nodiscard]] Result<NoticeFile> decode_notice_file(std::string_view bytes);
[[nodiscard]] Result<AuditedNotice> decode_audited_notice(std::string_view bytes);
[[nodiscard]] Result<Finding> decode_finding(std::string_view bytes);

/// Writes the fields of a message one after the other.
class MessageWriter {
 public:
  MessageWriter& integer(std::int64_t value);
  MessageWriter& string(std::string_view value);
  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Reads them back. After a failure every further value is 0 or empty and ok() is false.
class MessageReader {
 public:
  explicit MessageReader(std::string_view bytes) : bytes_(bytes) {}

  [[nodiscard]] std::int64_t integer();
  /// The view is of the bytes given to the constructor.
  [[nodiscard]] std::string_view string();
  [[nodiscard]] bool ok() const { return ok_; }

 private:
  std::string_view bytes_;
  bool ok_ = true;
};

}  // namespace gongshi::corpus
