// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/zip_package.h"

namespace gongshi::office {

/// What a part of an Office package refers to inside the package (its .rels part).
class Relations {
 public:
  struct Entry {
    std::string id;
    std::string type;    ///< The last word of the relation's type: "styles", "worksheet", "officeDocument".
    std::string target;  ///< Name of the part, from the package's root.
  };

  Relations() = default;
  explicit Relations(std::vector<Entry> entries) : entries_(std::move(entries)) {}

  [[nodiscard]] std::optional<std::string> first_of(std::string_view type) const;
  [[nodiscard]] std::optional<std::string> target(std::string_view id) const;

 private:
  std::vector<Entry> entries_;
};

/// The relations of `part`; of the package itself where it is "". None where there are none or they are damaged.
[[nodiscard]] Relations package_relations(ZipPackage& package, const std::string& part);

/// The folder of a part's name with its "/": "word/document.xml" → "word/".
[[nodiscard]] std::string part_folder(std::string_view part);

}  // namespace gongshi::office
