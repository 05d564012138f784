#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# 把本目录装到 /opt/gongshi，不需要网络，也不动系统的软件包。Puts this folder into /opt/gongshi; no network, no package is touched.
#
#   ./install.sh [--yes]      安装或升级 install or upgrade
#   ./install.sh --undo       卸载，库和配置保留 remove; stores and settings stay
set -eu
cd "$(dirname "$0")"
say() { printf '%s\n' "$*"; }
[ "$(id -u)" -eq 0 ] || { say "请以 root 身份运行：sudo ./install.sh   (Run as root.)"; exit 1; }
if [ "${1:-}" = --undo ]; then
  [ ! -L /usr/local/bin/gongshi ] || rm -f /usr/local/bin/gongshi
  rm -rf /opt/gongshi
  say "已卸载。(Removed.)"
  exit 0
fi
[ "$(uname -m)" = "$(cat architecture)" ] || { say "处理器架构不符：需要 $(cat architecture)。(Wrong architecture.)"; exit 1; }
say "校验文件 (checking sums) …"
sha256sum -c SHA256SUMS >/dev/null || { say "文件已损坏或被改动，请重新复制。(Damaged; copy it again.)"; exit 1; }
[ ! -e /usr/local/bin/gongshi ] || [ -L /usr/local/bin/gongshi ] || { say "/usr/local/bin/gongshi 已存在，不是本程序所装；未作改动。(Not ours; nothing was changed.)"; exit 1; }
if [ "${1:-}" != --yes ]; then
  printf '安装到 /opt/gongshi，并建立 /usr/local/bin/gongshi。继续吗？Continue? [y/N] '
  read -r answer
  case $answer in y | Y | yes | 是) ;; *) say "未作改动。(Nothing was changed.)"; exit 1 ;; esac
fi
# Written aside and swapped in, so that an interrupted installation leaves the old one.
rm -rf /opt/gongshi.new /opt/gongshi.old
mkdir -p /opt /usr/local/bin
cp -R gongshi /opt/gongshi.new
[ ! -e /opt/gongshi ] || mv /opt/gongshi /opt/gongshi.old
mv /opt/gongshi.new /opt/gongshi
rm -rf /opt/gongshi.old
ln -sf /opt/gongshi/bin/gongshi /usr/local/bin/gongshi
say "已安装 $(/opt/gongshi/bin/gongshi --version)。试用：gongshi audit /opt/gongshi/share/examples -o /tmp/gongshi-report"
say "卸载：./install.sh --undo"
