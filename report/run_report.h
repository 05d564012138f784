// SPDX-License-Identifier: GPL-3.0-or-later
// The machine-readable side of a report.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "report/files.h"
#include "report/run.h"

namespace gongshi::report {

// Each of these is written piece by piece: for a thousand notices they are larger than all that is read.

/// findings.json: one "gongshi.findings/1" document per input, one a line, in the order of the inputs.
void write_findings_json(const Run& run, FileWriter& file);

/// run.json: versions of program, rules, standard and engines; every input with hash and outcome; `hash` of the
/// findings; the day; the hashes of the `files` of the report, and the files of a person that are `kept` beside them.
[[nodiscard]] std::string run_json(const Run& run, const std::string& hash,
                                   const std::map<std::string, std::string>& files,
                                   const std::vector<std::string>& kept);

/// findings.csv and rows.csv: UTF-8 with a byte order mark and CRLF, as Excel opens them.
void write_findings_csv(const Run& run, FileWriter& file);
void write_rows_csv(const Run& run, FileWriter& file);

}  // namespace gongshi::report
