# shellcheck shell=bash
# SPDX-License-Identifier: BSD-2-Clause
# Sourced by dev: the verb release-check, everything that a release must pass.
: "${root:?}"

verb_release_check() {
    [ $# -eq 0 ] || fail "release-check takes no arguments, got '$*'"
    local version target
    version=$(sed -n 's/^#define ZSN2N_VERSION_[A-Z]* //p' "$root/engine/include/zsn2n/zsn2n.h" | paste -sd .)
    # What can be told at once comes first.
    check_release_texts "$version"
    "$root/.ci/run"
    for target in "$root"/tests/fuzz/fuzz_*.cpp; do
        target=${target##*/fuzz_}
        "$root/dev" fuzz "${target%.cpp}" 120
    done
    ZSN2N_SOAK_ROUNDS=100 "$root/dev" test -R host_ffmpeg_soak
    ZSN2N_SEEDS='1 200' "$root/dev" test -R host_ffmpeg_random
    say "version $version can be released: git tag -s v$version, and the packages in dist/"
}

check_release_texts() { # VERSION
    local top wrong=()
    top=$(sed -n 's/^## //p' "$root/CHANGELOG.md" | head -n 1)
    [[ $top =~ ^\[${1//./\\.}\]\ -\ [0-9]{4}-[0-9]{2}-[0-9]{2}$ ]] || wrong+=("CHANGELOG.md begins with '$top', not with '[$1] - DATE'")
    [ -z "$(git -C "$root" status --porcelain)" ] || wrong+=("there are changes that are not committed")
    ! git -C "$root" rev-parse -q --verify "refs/tags/v$1" > /dev/null || wrong+=("there is a tag v$1 already")
    [ ${#wrong[@]} -eq 0 ] || { printf 'dev: %s\n' "${wrong[@]}" >&2; fail "$1 cannot be released"; }
}
