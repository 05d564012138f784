// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/labelled_notices.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/places.h"
#include "tests/support/program.h"

namespace gongshi::test {
namespace {

using nlohmann::json;

/// The words between `open` and `close`, one after the other.
std::vector<std::string> between(const std::string& text, const std::string& open, const std::string& close) {
  std::vector<std::string> found;
  for (std::size_t at = text.find(open); at != std::string::npos; at = text.find(open, at)) {
    at += open.size();
    const std::size_t end = text.find(close, at);
    if (end == std::string::npos) break;
    found.push_back(text.substr(at, end - at));
    at = end;
  }
  return found;
}

/// A cell as a record has it, its own entities undone.
std::string printed(std::string cell) {
  for (const auto& [entity, sign] : {std::pair("&lt;", "<"), std::pair("&gt;", ">"), std::pair("&quot;", "\""),
                                     std::pair("&#x27;", "'"), std::pair("&amp;", "&")})
    for (std::size_t at = cell.find(entity); at != std::string::npos; at = cell.find(entity, at + 1))
      cell.replace(at, std::string(entity).size(), sign);
  return cell;
}

/// Every cell of the printed table that stands in the record of its row, by the row's number.
void compare_cells(const std::string& page, const json& notice, LabelledScore& score) {
  std::size_t row = 0;
  for (const std::string& line : between(page, "<tr>", "</tr>")) {
    const std::vector<std::string> cells = between(line, "<td>", "</td>");
    if (cells.empty()) continue;
    const json record = row < notice["rows"].size() ? notice["rows"][row] : json::object();
    ++row;
    for (const std::string& cell : cells) {
      ++score.cells;
      const std::string text = printed(cell);
      const bool number = text == std::to_string(record.value("no", 0));
      const bool read = number || std::any_of(record.begin(), record.end(), [&](const json& field) {
                          return field.is_string() && field.get<std::string>() == text;
                        });
      score.cells_read += read;
    }
  }
}

}  // namespace

std::string labelled_folder(const std::string& name) {
  return std::string(kSourceFolder) + "/tests/fixtures/programmes/" + name;
}

LabelledScore score_labelled(const std::string& name, const std::string& programme) {
  const std::string folder = labelled_folder(name);
  const json labels = json::parse(read_bytes(folder + "/labels.json"));
  std::vector<std::string> words = {"audit", "--format", "json"};
  if (!programme.empty()) words.insert(words.end(), {"--programme", programme});
  for (const auto& [file, label] : labels.items()) words.push_back(folder + "/" + file);
  LabelledScore score;
  std::istringstream lines(run_program(words).out);
  for (std::string line; std::getline(lines, line);) {
    const json document = json::parse(line);
    const std::string path = document["source"]["path"];
    const std::string file = path.substr(path.find_last_of('/') + 1);
    const json& label = labels.at(file);
    if (document["notices"].size() != 1) {
      score.misread.push_back(file);
      continue;
    }
    const json& notice = document["notices"][0];
    ++score.notices;
    const std::string community = notice["community"], judged_by = notice["programme"];
    if (notice["tier"] != label["tier"] || !community.ends_with(label["name"].get<std::string>()))
      score.misread.push_back(file + ": " + community);
    if (std::find(score.programmes.begin(), score.programmes.end(), judged_by) == score.programmes.end())
      score.programmes.push_back(judged_by);
    compare_cells(read_bytes(path), notice, score);
    const auto is = [](const json& one, const json& finding) {
      return one[0] == finding["rule"] && one[1] == finding["no"];
    };
    for (const json& one : label["expect"]) {
      ++score.expected;
      const bool found = std::any_of(notice["findings"].begin(), notice["findings"].end(),
                                     [&](const json& finding) { return is(one, finding); });
      score.found += found;
      if (!found) score.missed.push_back(file + " " + one.dump());
    }
    for (const json& finding : notice["findings"])
      if (finding["severity"] == "error" && finding["verdict"] == "violation" &&
          std::none_of(label["expect"].begin(), label["expect"].end(),
                       [&](const json& one) { return is(one, finding); }))
        score.false_errors.push_back(file + ": " + finding["message"].get<std::string>());
  }
  return score;
}

}  // namespace gongshi::test
