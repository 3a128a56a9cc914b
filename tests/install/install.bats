#!/usr/bin/env bats
# SPDX-License-Identifier: EUPL-1.2
# Installs into a folder of its own and uses nothing but what stands there.

bats_require_minimum_version 1.5.0

setup_file() {
  export PREFIX="$BATS_FILE_TMPDIR/prefix" HERE="$WIJK_SOURCE/tests/install"
  cmake --install "$WIJK_BIN" --prefix "$PREFIX" >"$BATS_FILE_TMPDIR/log"
  LIBDIR=$(dirname "$(find "$PREFIX" -name libwijk.so)")
  export LIBDIR
}

@test "a program is built and run by way of find_package" {
  cat >"$BATS_TEST_TMPDIR/CMakeLists.txt" <<TEXT
cmake_minimum_required(VERSION 3.25)
project(use LANGUAGES C)
find_package(wijk 0.1 REQUIRED)
add_executable(use "$HERE/use.c")
target_link_libraries(use PRIVATE wijk::wijk)
TEXT
  cmake -S "$BATS_TEST_TMPDIR" -B "$BATS_TEST_TMPDIR/b" -DCMAKE_PREFIX_PATH="$PREFIX"
  cmake --build "$BATS_TEST_TMPDIR/b"
  "$BATS_TEST_TMPDIR/b/use"
}

@test "a program is built and run by way of pkg-config, also after the folder has moved" {
  mv "$PREFIX" "$PREFIX-moved"
  export PKG_CONFIG_PATH="${LIBDIR/"$PREFIX"/"$PREFIX-moved"}/pkgconfig"
  flags=$(pkg-config --cflags --libs wijk)
  status=0
  # shellcheck disable=SC2086
  $CC -std=c17 -Wall -Werror "$HERE/use.c" -o "$BATS_TEST_TMPDIR/use" $flags &&
    LD_LIBRARY_PATH="${LIBDIR/"$PREFIX"/"$PREFIX-moved"}" "$BATS_TEST_TMPDIR/use" || status=$?
  mv "$PREFIX-moved" "$PREFIX"
  return "$status"
}

@test "each header compiles alone, in C and in C++" {
  headers=$(find "$PREFIX/include" -name '*.h')
  [ "$(wc -w <<<"$headers")" -gt 10 ]
  for header in $headers; do
    printf '#include <wijk/%s>\nextern int alone;\n' "${header##*/}" >"$BATS_TEST_TMPDIR/alone.c"
    cp "$BATS_TEST_TMPDIR/alone.c" "$BATS_TEST_TMPDIR/alone.cpp"
    $CC -std=c17 -Wall -Wextra -pedantic -Werror -I "$PREFIX/include" -fsyntax-only "$BATS_TEST_TMPDIR/alone.c"
    g++ -std=c++17 -Wall -Wextra -pedantic -Werror -I "$PREFIX/include" -fsyntax-only "$BATS_TEST_TMPDIR/alone.cpp"
  done
}

@test "the library has its name and version, and needs no path of the build" {
  run objdump -p "$LIBDIR/libwijk.so"
  [[ $output == *"SONAME               libwijk.so.0"* ]]
  [[ $output != *"$WIJK_BIN"* ]]
  [[ $output != *libgdal* ]] # bound when a source needs it, and not before
  version=$(sed -n 's/.*WIJK_VERSION "\(.*\)".*/\1/p' "$PREFIX/include/wijk/version.h")
  [ -e "$LIBDIR/libwijk.so.$version" ]
  [ "$(PKG_CONFIG_PATH="$LIBDIR/pkgconfig" pkg-config --modversion wijk)" = "$version" ]
}

@test "every program runs from where it is installed, and has its manual and its completion" {
  cd /
  shopt -s nullglob
  for source in "$WIJK_SOURCE"/tools/wijk-*.c; do
    name=$(basename "$source" .c)
    run env -i "$PREFIX/bin/$name" --version
    [ "$status" -eq 0 ]
    [[ $output == "$name "* ]]
    [ -s "$PREFIX/share/man/man1/$name.1" ]
    bash -n "$PREFIX/share/bash-completion/completions/$name"
  done
}

@test "manual pages render without a warning" {
  shopt -s nullglob
  for page in "$PREFIX"/share/man/man*/*; do
    run --separate-stderr env MANWIDTH=100 LC_ALL=C.UTF-8 MANROFFOPT=-ww man --warnings -l "$page"
    [ "$status" -eq 0 ]
    [ -z "$stderr" ] || { echo "$page: $stderr"; false; }
    [[ $output == *NAME* ]]
  done
}

@test "completion offers the options of a program" {
  for file in "$PREFIX"/share/bash-completion/completions/wijk-*; do
    name=$(basename "$file")
    run bash -c "source '$file'; COMP_WORDS=($name --ver); COMP_CWORD=1; _${name//-/_}; echo \"\${COMPREPLY[*]}\""
    [[ " $output " == *" --version "* ]]
  done
}
