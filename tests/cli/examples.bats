#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# What the documentation shows is run as it stands there.

bats_require_minimum_version 1.5.0

setup() {
  # shellcheck source=tests/cli/commands.bash
  source "$WIJK_SOURCE/tests/cli/commands.bash"
  enter_repository
}

@test "every example of every program's help runs, and writes to out/ only" {
  failed=0
  for program in $(programs_in_order); do
    count=$("$program" --help=json | jq '.examples | length')
    [ "$count" -gt 0 ] || { echo "$program shows no example"; failed=1; }
    for ((i = 0; i < count; i++)); do
      command=$("$program" --help=json | jq -r ".examples[$i].command")
      output=$(bash -c "$command" 2>&1 </dev/null) || { echo "exit code $?: $command"; echo "$output"; failed=1; }
    done
  done
  [ "$(ls)" = "out"$'\n'"shapes" ]
  diff -r "$WIJK_SOURCE/shapes" shapes
  [ "$failed" -eq 0 ]
}

@test "every command of README.md runs and prints what it shows, and its pictures are what the commands make" {
  run_document "$WIJK_SOURCE/README.md" 5
  check_pictures "$WIJK_SOURCE/README.md" 4
}

@test "every command of README.nl.md runs and prints what it shows, and its pictures are what the commands make" {
  run_document "$WIJK_SOURCE/README.nl.md" 5
  check_pictures "$WIJK_SOURCE/README.nl.md" 4
}

@test "each key of a study file stands for an option, and each option that names a key is in the schema" {
  for program in $(programs_in_order); do
    "$program" --help=json | jq -r '.options[] | select(.study) | .study + " --" + .name'
  done | sort -u >out/options
  "$(programs_in_order | head -n 1)" --help=study >out/schema
  failed=0
  while read -r key option; do
    grep -A1 -E "^  ${key//./\\.}[. ]" out/schema | grep -qF "($option)" || { echo "the schema lacks $key for $option"; failed=1; }
  done <out/options
  for option in $(grep -oE '\(--[a-z-]+\)$' out/schema | tr -d '()' | sort -u); do
    grep -qE " $option\$" out/options || [ "$option" = --field ] || { echo "no program has $option"; failed=1; }
  done
  [ "$failed" -eq 0 ]
}
