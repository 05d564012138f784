#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Scores the built program on the corpus beside the repository, form by form: records, then findings. Arguments go to score.py.
exec python3 "$(dirname "$0")/score.py" --mode both "$@"
