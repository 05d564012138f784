// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "schema/result.h"
#include "schema/standard.h"

namespace gongshi::corpus {

/// Packs records for the store. Notices repeat the standard's words, so that a dictionary made of the standard halves
/// what they take.
class Packer {
 public:
  explicit Packer(std::string dictionary);

  /// The last 32 KB of the standard's texts: what deflate can look back on.
  [[nodiscard]] static std::string dictionary_of(const Standard& standard);

  [[nodiscard]] std::string pack(std::string_view bytes) const;
  /// Error: "record-damaged".
  [[nodiscard]] Result<std::string> unpack(std::string_view packed) const;

 private:
  struct Prepared;
  std::string dictionary_;
  std::shared_ptr<const Prepared> prepared_;
};

}  // namespace gongshi::corpus
