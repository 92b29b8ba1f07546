# SPDX-License-Identifier: LGPL-2.1-or-later
# From FFmpeg's configure (first file) and the stock ffmpeg's configure flags, one a line (second file): the
# flags to build libavfilter alone with libzsn2n, one a line. Dropped are --enable-LIBRARY flags of libraries
# that no filter asks for (codecs, formats, devices): their development packages need not be installed, and
# those parts come from the stock libraries.
# Also dropped: the install paths' flags, of no use to a library that is not installed by make.

function want(words,    list, n, i) {
    n = split(words, list, /[ "]+/)
    for (i = 1; i <= n; i++)
        if (list[i] != "")
            wanted[list[i]] = 1
}

# External libraries are the members of these lists, and of lists these name ($EXTERNAL_..._LIST).
FNR == NR && /^(EXTERNAL|HWACCEL)[A-Z0-9_]*_LIBRARY[A-Z0-9_]*_LIST="/ { in_list = 1; next }
FNR == NR && in_list && /^"/ { in_list = 0 }
FNR == NR && in_list { external[$1] = 1 }

FNR == NR && /^[a-z0-9_]+_filter_(deps|deps_any|suggest)=/ { sub(/^[^=]*=/, ""); want($0) }
# "enabled libglslang && { check_lib spirv_compiler ..." on one line or, since 7, as a block "if enabled
# libglslang; then": what a filter asks for may have another name.
FNR == NR && /^(el)?if enabled [a-z0-9_]+; then/ { block = $3; sub(/;/, "", block) }
FNR == NR && /^fi/ { block = "" }
FNR == NR && /(check_lib|check_pkg_config|require|require_pkg_config) / {
    library = $1 == "enabled" ? $2 : block
    for (i = 1; library != "" && i < NF; i++)
        if ($i ~ /^(check_lib|check_pkg_config|require|require_pkg_config)$/)
            provides[library] = provides[library] " " $(i + 1)
}
FNR == NR { next }

/^--(prefix|libdir|incdir|disable-stripping|enable-static|enable-debug)/ { next }
/^--enable-/ {
    name = substr($0, 10)
    sub(/=.*/, "", name)
    gsub(/-/, "_", name)
    keep = !(name in external) || name in wanted
    n = split(provides[name], other, " ")
    for (i = 1; i <= n; i++)
        keep = keep || other[i] in wanted
    if (!keep)
        next
}
{ print }

END {
    print "--disable-static\n--disable-doc\n--disable-programs\n--disable-debug"
    print "--enable-version3\n--enable-libzsn2n"
}
