#!/bin/bash
# tests/peers/verify.sh POLICY ENTRY PROOF [BLOB|- [VKEY [BATCH]]]: checks an entry
# as a stranger would, with bash, openssl and sha256sum alone; with VKEY also that
# its sender signed it, or signed BATCH, the entry that covers it
# (docs/record-format.md).
set -eu
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
# shellcheck disable=SC2001 # & is not in ${//}
bin() { printf '%b' "$(sed 's/../\\x&/g' <<< "$1")"; } # from hexadecimal
hex() { base64 -d <<< "$1" | od -An -v -tx1 | tr -d ' \n'; }
sha() { sha256sum | cut -c1-64; }
no() { echo "does not hold: $1" && exit 1; }
leaf() { { printf '\0' && cat "$1"; } | sha; }
line() { sed -n "s/^$1 //p" "$2"; }
# climb LEAF INDEX SIZE HASH...: the root above a leaf (RFC 9162 section 2.1.3.2).
climb() {
    local r=$1 fn=$2 sn=$(($3 - 1)) p
    for p in "${@:4}"; do
        [ "$sn" != 0 ] || no 'the proof is too long'
        if [ $((fn & 1)) = 1 ] || [ "$fn" = "$sn" ]; then
            r=$({ printf '\1' && bin "$p$r"; } | sha)
            while [ $((fn & 1)) = 0 ] && [ "$fn" != 0 ]; do fn=$((fn >> 1)) sn=$((sn >> 1)); done
        else
            r=$({ printf '\1' && bin "$r$p"; } | sha)
        fi
        fn=$((fn >> 1)) sn=$((sn >> 1))
    done
    [ "$sn" = 0 ] || no 'the proof is too short'
    root=$r
}
# signed NOTE VKEY: the first signature of this key's name (RFC 8032).
signed() {
    local key
    key=$(hex "${2#*+*+}")
    bin "302a300506032b6570032100${key#01}" > "$t/key"
    sed '/^$/,$d' "$1" > "$t/text"
    grep -m 1 -F -e "— ${2%%+*} " "$1" | sed 's/.* //' | base64 -d | tail -c 64 > "$t/sig"
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$t/key" -rawin \
        -in "$t/text" -sigfile "$t/sig" > "$t/out" 2>&1 || no "${2%%+*} did not sign $1"
}
path=() extra=
{
    read -r _ && read -r word index
    if [ "$word" = extra ]; then extra=$(hex "$index") && read -r _ index; fi
    while read -r p && [ -n "$p" ]; do path+=("$(hex "$p")"); done
    cat > "$t/head"
} < "$3"
{ read -r origin && read -r size && read -r want; } < "$t/head"
# What another wrote goes into no command and no sum before it is a number.
num='^(0|[1-9][0-9]{0,17})$'
if ! [[ $size =~ $num && $index =~ $num ]]; then no 'a number is none'; fi
[ "$index" -lt "$size" ] || no 'the entry is beyond the head'
climb "$(leaf "$2")" "$index" "$size" "${path[@]}"
[ "$root" = "$(hex "$want")" ] || no 'the entry is not in the tree'
# The checkpoint's signature, by the key that the policy names for this log.
signed "$t/head" "$(origin=$origin awk '$1 == "log" && index($2, ENVIRON["origin"] "+") == 1 {
    print $2; exit }' "$1")"
[ $# -lt 4 ] || [ "$4" = - ] || grep -qx "content $(sha < "$4")" "$2" ||
    no 'the content is another'
if [ $# = 5 ]; then
    signed "$2" "$5"
elif [ $# = 6 ]; then
    # One of the entries that BATCH covers, by its sender's own numbers.
    signed "$6" "$5"
    read -r count want <<< "$(line covers "$6")"
    [ "$(line sender "$2")$(line log "$2")" = "${5%%+*}$(line log "$6")" ] ||
        no 'the batch is of another'
    for n in "$count" "$(line number "$2")" "$(line number "$6")"; do
        [[ $n =~ $num ]] || no 'a number is none'
    done
    at=$(($(line number "$2") - $(line number "$6") + count))
    if [ "$at" -lt 0 ] || [ "$at" -ge "$count" ]; then no 'the batch does not cover it'; fi
    # shellcheck disable=SC2046 # a word is a hash
    climb "$(leaf "$2")" "$at" "$count" $(fold -w 64 <<< "$extra")
    [ "$root" = "$want" ] || no 'the entry is not in the batch'
fi
echo "entry $index of $origin holds, under a head of $size entries"
