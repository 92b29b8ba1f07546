#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Every text of the plug-in has its translation, each control of a dialog a key of its own, and GIMP shows them.
# shellcheck source=host_common.sh
. "$(dirname "$0")/host_common.sh"

need_programs xgettext msgcmp msgfmt msgunfmt "$gimp_console" timeout || exit 1
template=$test_build/$name.pot
cd "$plugin_source"
xgettext --from-code=UTF-8 --language=C++ --keyword=_ --keyword=N_ --no-location -o "$template" {core,dialog,gimp2,gimp3}/*.cpp 2>"$log"
echo "$(grep -c '^msgid' "$template") texts"
for catalog in po/*.po; do
    msgfmt --check-format --statistics -o /dev/null "$catalog"
    msgcmp "$catalog" "$template" || fail "$catalog lacks the texts above"
    echo "ok $catalog is complete"
done

# The keys of the dialog, where Help has H: none twice in any language.
text=$test_build/$name.keys
xgettext --from-code=UTF-8 --language=C++ --keyword=_ --no-location --no-wrap -o - dialog/{controls,dialog,preview_view,saved_view}.cpp 2>>"$log" |
    sed -n 's/^msgid "\(.*_.*\)"$/\1/p' | sort >"$text"
keys_of() { sed -n 's/.*_\(.\).*/\1/p' | tr '[:upper:]' '[:lower:]'; }
for catalog in '' po/*.po; do
    if [ -z "$catalog" ]; then
        keys=$(keys_of <"$text")
    else
        keys=$(msgcat --no-wrap "$catalog" | grep -Fx -A 1 -f <(sed 's/.*/msgid "&"/' "$text") | sed -n 's/^msgstr//p' | keys_of)
    fi
    [ "$(wc -l <<<"$keys")" -eq "$(wc -l <"$text")" ] || fail "${catalog:-English}: a control without a key"
    twice=$(printf '%s\nh\n' "$keys" | sort | uniq -d)
    [ -z "$twice" ] || fail "${catalog:-English}: keys of two controls: $twice"
    echo "ok ${catalog:-English}: $(wc -l <"$text") keys"
done

make_check_profile
cat >"$profile/refusal.scm" <<'END'
(let* ((image (car (gimp-image-new 40 40 RGB)))
       (layer (car (gimp-layer-new image 40 40 RGB-IMAGE "layer" 100 LAYER-MODE-NORMAL))))
  (gimp-image-insert-layer image layer 0 0)
  (gimp-item-set-lock-content layer TRUE)
  (plug-in-zsn2n RUN-NONINTERACTIVE image layer ""))
END
LANGUAGE=de env -u DISPLAY "$profile_variable=$profile" timeout -k 5 240 "$gimp_console" -i "${batch_flags[@]}" \
    -b "(load \"$profile/refusal.scm\")" -b '(gimp-quit 0)' </dev/null >"$log" 2>&1 || true
grep -q 'Pixel der Ebene oder einer Gruppe um sie sind gesperrt' "$log" || { cat "$log" >&2; fail "GIMP spoke no German"; }
echo "ok GIMP speaks German"
