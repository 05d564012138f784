#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Collects the messages of the code into po/zh_CN.po, where their Chinese stands. With --check it changes nothing and fails where a
# message has no Chinese, or where the file is not what the code says.
set -euo pipefail
cd "$(dirname "$0")/.."
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT

# tr() and say() wherever they stand; descriptions of commands and options by the names of the parser's functions.
git ls-files -co --exclude-standard '*.cpp' '*.h' | grep -v '^tests/\|^bench/' | LC_ALL=C sort |
  xgettext --files-from=- --language=C++ --from-code=UTF-8 --keyword=tr --keyword=say --keyword=option:3 --keyword=flag:3 \
    --keyword=command:2 --keyword=Parser:2 --keyword=footer:1 --keyword=tr_noop --keyword=translated --sort-output --add-location=file \
    --package-name=gongshi --output="$fresh/messages.pot"
sed -i '/^"POT-Creation-Date/d; /^"PO-Revision-Date/d; /^#, fuzzy$/d' "$fresh/messages.pot"
cp po/zh_CN.po "$fresh/zh_CN.po"
# Errors and problems, which are English until a person reads them.
git ls-files -co --exclude-standard '*.cpp' '*.h' | grep -v '^tests/\|^bench/' | scripts/collect_messages.py >"$fresh/errors.po"
msgcat --use-first --add-location=file --sort-output --no-wrap --output-file="$fresh/all.pot" "$fresh/messages.pot" "$fresh/errors.po"
msgmerge --quiet --no-fuzzy-matching --sort-output --no-wrap --update --backup=none "$fresh/zh_CN.po" "$fresh/all.pot"
msgattrib --no-obsolete --no-wrap --sort-output --output-file="$fresh/zh_CN.po" "$fresh/zh_CN.po"

missing=$(msgattrib --untranslated --no-wrap "$fresh/zh_CN.po" | grep '^msgid "..*' || true)
[ -z "$missing" ] || printf 'Without Chinese:\n%s\n' "$missing" >&2
if [ "${1:-}" = --check ]; then
  cmp -s po/zh_CN.po "$fresh/zh_CN.po" || { echo "po/zh_CN.po does not fit the code: run scripts/update_messages.sh" >&2; exit 1; }
  [ -z "$missing" ] || exit 1
else
  cp "$fresh/zh_CN.po" po/zh_CN.po
fi
