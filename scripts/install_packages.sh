#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs the Debian packages that the given lists name, and says clearly which cannot be had. Works as root and through sudo, any number of times.
#
#   scripts/install_packages.sh LIST…
set -euo pipefail

say() { printf '%s\n' "$*" >&2; }

wanted=()
while read -r package condition; do
  [ -n "$package" ] || continue
  if [[ "$condition" == if-missing:* ]] && command -v "${condition#if-missing:}" >/dev/null; then continue; fi
  wanted+=("$package")
done < <(sed 's/#.*//' "$@")

missing=()
for package in "${wanted[@]}"; do
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    say "These packages are needed: ${missing[*]}"
    say "Run this as root, or install sudo."
    exit 1
  fi
  as_root=(sudo)
fi

say "Installing ${#missing[@]} packages: ${missing[*]}"
"${as_root[@]}" apt-get update -qq || say "The package lists could not be refreshed; trying with the ones at hand."
if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; then
  unavailable=()
  for package in "${missing[@]}"; do
    apt-cache show "$package" >/dev/null 2>&1 || unavailable+=("$package")
  done
  say "The packages could not be installed."
  [ ${#unavailable[@]} -eq 0 ] || say "Not to be had from this machine's package sources: ${unavailable[*]}"
  say "gongshi is built on Debian 12 (bookworm) with its main archive."
  exit 1
fi
