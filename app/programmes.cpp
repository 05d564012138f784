// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/programmes.h"

#include <cctype>
#include <filesystem>
#include <fstream>

#include "normalize/draft/programme_draft.h"

namespace gongshi::app {
namespace {

namespace fs = std::filesystem;

// What an id may hold of a folder's name.
std::string id_of(const std::string& folder) {
  std::string id;
  for (const char sign : fs::absolute(folder).lexically_normal().filename().string()) {
    const char lower = static_cast<char>(std::tolower(static_cast<unsigned char>(sign)));
    const bool allowed = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9') || lower == '-' ||
                         lower == '_' || lower == '.';
    if (allowed && !(id.empty() && lower == '.')) id += lower;
  }
  return id;
}

}  // namespace

Result<DraftAnswer> draft_programme(const DraftRequest& request, const Programmes& programmes) {
  std::error_code failed;
  if (!request.replace && fs::exists(request.folder, failed) && !fs::is_empty(request.folder, failed))
    return Error{"folder-in-use", request.folder + " is not empty. Name a new folder, or write over it with --force."};
  std::vector<Document> documents;
  for (const std::string& path : request.documents) {
    auto document = read_document(path, request.options, programmes);
    if (!document) return document.error();
    documents.push_back(std::move(*document));
  }
  normalize::ProgrammeDraftOptions options;
  options.id = id_of(request.folder);
  options.tables = {request.tier, request.edition};
  options.body = request.body;
  const auto drafted = normalize::draft_programme(documents, programmes.first(), options);
  if (!drafted) return Error{drafted.error().code, request.documents.front() + ": " + drafted.error().message};

  for (const auto& [name, content] : drafted->files) {
    const fs::path path = fs::path(request.folder) / name;
    fs::create_directories(path.parent_path(), failed);
    std::ofstream file(path, std::ios::binary);
    file << content;
    if (!file.flush()) return Error{"file-unwritable", path.string() + " could not be written."};
  }
  if (const auto checked = load_programme(request.folder); !checked) return checked.error();

  DraftAnswer answer;
  answer.id = drafted->id;
  answer.title = drafted->standard.title;
  answer.remarks = drafted->remarks;
  answer.tiers = drafted->standard.tiers.size();
  for (const Tier& tier : drafted->standard.tiers) {
    answer.indicators += tier.indicators.size();
    for (const Indicator& indicator : tier.indicators) answer.clauses += indicator.clauses.size();
  }
  return answer;
}

}  // namespace gongshi::app
