#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# 安装 gongshi，不需要网络。Installs gongshi without a network: checks the sums, says what will be installed, and asks.
#
#   ./install.sh [--yes]      安装或升级 install or upgrade
#   ./install.sh --undo       卸载，库和配置保留 remove the program; stores and settings stay
set -eu
cd "$(dirname "$0")"
say() { printf '%s\n' "$*"; }

[ "$(id -u)" -eq 0 ] || { say "请以 root 身份运行：sudo ./install.sh   (Run as root.)"; exit 1; }
log=/var/lib/gongshi-offline.installed

if [ "${1:-}" = --undo ]; then
  [ -f "$log" ] || { say "没有由本安装包安装的软件。(Nothing that this bundle installed.)"; exit 1; }
  quiet() { DEBIAN_FRONTEND=noninteractive apt-get -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts=/dev/null "$@"; }
  say "将卸载 gongshi，以及随它安装、别的软件都不需要的软件包。(gongshi goes, and what came with it and nothing else needs.)"
  quiet -y -qq purge gongshi gongshi-ocr-models >/dev/null
  # What a person or another program has come to need since stays: only what apt itself holds for superfluous, and this bundle brought.
  while
    # shellcheck disable=SC2046
    apt-mark auto $(dpkg-query -W -f='${db:Status-Abbrev}${Package}\n' | sed -n 's/^ii //p' | sort | comm -12 - "$log") >/dev/null
    spare=$(quiet -s autoremove | sed -n 's/^Remv \([^ ]*\).*/\1/p' | sort | comm -12 - "$log")
    [ -n "$spare" ]
  do
    # shellcheck disable=SC2086
    quiet -y -qq purge $spare >/dev/null
  done
  rm -f "$log"
  say "已卸载。库文件和 /etc/default/gongshi 未动。(Removed; stores and settings were left.)"
  exit 0
fi

. /etc/os-release
[ "${VERSION_CODENAME:-}" = bookworm ] || say "注意：本安装包为 Debian 12 制作，本机为 ${PRETTY_NAME:-未知}。(Made for Debian 12.)"
[ "$(dpkg --print-architecture)" = "$(cat architecture)" ] || { say "处理器架构不符：需要 $(cat architecture)。(Wrong architecture.)"; exit 1; }

say "校验文件 (checking sums) …"
sha256sum --check --quiet --strict SHA256SUMS || { say "文件已损坏或被改动，请重新复制。(Damaged; copy the bundle again.)"; exit 1; }

# The bundle is a source of packages of its own; nothing else is asked.
source=$(mktemp -d)
trap 'rm -rf "$source"' EXIT
mkdir -p "$source/lists/partial" "$source/cache/archives/partial"
printf 'deb [trusted=yes] file:%s/packages ./\n' "$PWD" >"$source/list"
apt() {
  apt-get -o Dir::Etc::sourcelist="$source/list" -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists="$source/lists" \
    -o Dir::Cache="$source/cache" -o APT::Sandbox::User=root -o APT::Get::AllowUnauthenticated=true "$@"
}
apt update -qq
new=$(apt install -s --no-install-recommends gongshi gongshi-ocr-models antiword | sed -n 's/^Inst \([^ ]*\).*/\1/p' | sort)
if [ -z "$new" ]; then say "已是此版本，无需安装。(Already installed.)"; exit 0; fi
say "将安装或升级 (will be installed or upgraded): $(echo "$new" | wc -l)"
echo "$new" | tr '\n' ' ' | fold -s -w 100; say ""
if [ "${1:-}" != --yes ]; then
  printf '继续吗？Continue? [y/N] '
  read -r answer
  case $answer in y | Y | yes | 是) ;; *) say "未作改动。(Nothing was changed.)"; exit 1 ;; esac
fi
before=$(dpkg-query -W -f='${Package}\n' | sort)
DEBIAN_FRONTEND=noninteractive apt install -y -qq --no-install-recommends gongshi gongshi-ocr-models antiword >/dev/null
dpkg-query -W -f='${Package}\n' | sort | { echo "$before" >"$source/before"; comm -13 "$source/before" -; } >>"$log"
sort -u -o "$log" "$log"
say "已安装 $(gongshi --version)。试用：gongshi audit /usr/share/doc/gongshi/examples -o /tmp/gongshi-report"
say "卸载：./install.sh --undo"
