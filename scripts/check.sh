#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The README's second command: installs what is needed, builds everything and runs all tests.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install_packages.sh scripts/packages.txt scripts/packages-tests.txt
scripts/fetch_ocr_models.sh || echo "Going on without PP-OCR: its tests are skipped." >&2
scripts/build.sh
scripts/check_format.sh --tidy
ctest --preset release -j 2
