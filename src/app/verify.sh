#!/bin/bash
# bash data/verify.sh [POLICY [N...]]: checks this package, or of the entries only
# those with these numbers, with bash, sha256sum, openssl 3 and ssh-keygen alone.
# docs/record-format.md section 10.2, which it follows, says what each part means.
set -eu
policy=$(realpath "${1:-$(dirname "$0")/policy}") t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
cd "$(dirname "$0")/.." && shift $(($# > 0))
shopt -s nullglob
no() { echo "does not hold: $1" && exit 1; }
bin() { # from hexadecimal
    local i o=
    for ((i = 0; i < ${#1}; i += 2)); do o+="\\x${1:i:2}"; done
    printf '%b' "$o"
}
hex() { base64 -d | od -An -v -tx1 | tr -d ' \n'; }
sha() { sha256sum | cut -c1-64; }
leaf() { { printf '\0' && cat "$1"; } | sha; }
node() { { printf '\1' && bin "$1$2"; } | sha; }
content() { tail -c +33 "data/blob/$1"; }
# signed KEY LINE: the signature line is by this key, over $t/text (RFC 8032).
signed() {
    local k
    k=$(hex <<< "${1#*+*+}")
    bin "302a300506032b6570032100${k:2}" > "$t/key"
    base64 -d <<< "${2##* }" | tail -c 64 > "$t/sig"
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$t/key" -rawin \
        -in "$t/text" -sigfile "$t/sig" > "$t/out" 2>&1
}
# climb LEAF INDEX SIZE HASH...: the root above a leaf (RFC 9162 2.1.3.2).
climb() {
    local fn=$2 sn=$(($3 - 1)) p
    r=$1
    for p in "${@:4}"; do
        [ "$sn" != 0 ] || no 'a proof is too long'
        if [ $((fn & 1)) = 1 ] || [ "$fn" = "$sn" ]; then
            r=$(node "$p" "$r")
            while [ $((fn & 1)) = 0 ] && [ "$fn" != 0 ]; do fn=$((fn >> 1)) sn=$((sn >> 1)); done
        else
            r=$(node "$r" "$p")
        fi
        fn=$((fn >> 1)) sn=$((sn >> 1))
    done
    [ "$sn" = 0 ] || no 'a proof is too short'
}
# goes_on OLD-SIZE OLD-ROOT HASH...: the head goes on from it (RFC 9162 2.1.4.2).
goes_on() {
    local fn=$(($1 - 1)) sn=$((size - 1)) p a b
    [ "$1" != "$size" ] || { [ "$2" = "$root" ] && return; }
    while [ $((fn & 1)) = 1 ]; do fn=$((fn >> 1)) sn=$((sn >> 1)); done
    if [ "$fn" = 0 ]; then set -- "$1" "$2" "$2" "${@:3}"; fi
    a=$3 b=$3
    for p in "${@:4}"; do
        [ "$sn" != 0 ] || no 'a proof is too long'
        if [ $((fn & 1)) = 1 ] || [ "$fn" = "$sn" ]; then
            a=$(node "$p" "$a") b=$(node "$p" "$b")
            while [ $((fn & 1)) = 0 ] && [ "$fn" != 0 ]; do fn=$((fn >> 1)) sn=$((sn >> 1)); done
        else
            b=$(node "$b" "$p")
        fi
        fn=$((fn >> 1)) sn=$((sn >> 1))
    done
    [ "$sn $a $b" = "0 $2 $root" ]
}

# Files: those that were packed, no more and no fewer.
sha256sum --quiet --strict -c tagmanifest-sha256.txt manifest-sha256.txt || no 'a file was changed'
cut -c67- manifest-sha256.txt > "$t/listed"
find data ! -type d | LC_ALL=C sort | cmp -s - "$t/listed" || no 'a file is in no manifest'

# The head: signed by the log that the policy names, cosigned by its witnesses.
{ read -r origin && read -r size && read -r root; } < data/checkpoint
root=$(hex <<< "$root")
log=$(sed -n "s|^log \($origin+.*\)|\1|p" "$policy" | head -n 1)
[ -n "$log" ] || no "the policy names no log $origin"
head_is_signed() { # FILE
    sed '/^$/,$d' "$1" > "$t/text"
    signed "$log" "$(grep -m1 "^— $origin " "$1")" || no "$origin did not sign $1"
}
head_is_signed data/checkpoint
cosigned=0
while read -r _ name vkey; do
    line=$(grep -m1 "^— ${vkey%%+*} " data/checkpoint) || continue
    at=$((16#$(hex <<< "${line##* }" | cut -c9-24)))
    { printf 'cosignature/v1\ntime %s\n' "$at" && sed '/^$/,$d' data/checkpoint; } > "$t/text"
    signed "$vkey" "$line" || no "the cosignature of $name"
    echo "cosigned by $name, $(date -u -d "@$at" +%FT%TZ)"
    cosigned=$((cosigned + 1))
done < <(grep '^witness ' "$policy")
echo "$cosigned cosignatures; the policy asks for: $(grep '^quorum ' "$policy")"

# Entries: in the tree; signed by their senders, whose keys the log entered.
declare -A key named chosen
for n; do chosen[$n]=1; done
waiting=() hashes=() count=$#
for n in $(find data/entries -type f -printf '%f\n' | sort -n); do
    e=data/entries/$n type='' sender='' number='' c='' covers='' line=''
    while IFS= read -r l; do
        case $l in
        'log '*) [ "${l#* }" = "$origin" ] || no "entry $n is of another log" ;;
        'type '*) type=${l#* } ;;
        'sender '*) sender=${l#* } ;;
        'number '*) number=${l#* } ;;
        'content '*) c=${l#* } ;;
        'covers '*) covers=${l#* } ;;
        '— '*) line=$l ;;
        esac
    done < "$e"
    named[$c]=$type
    if [ ! -e "data/blob/$c" ]; then c=; fi
    if [ "$n" = 0 ]; then key[$sender]=$(content "$c" | sed -n 's/^{"key":"\([^"]*\)".*/\1/p'); fi
    if [ $# -gt 0 ] && [ -z "${chosen[$n]-}" ] && [ "$type" != key ] &&
        [ "$type" != revocation ] && [ "$type" != batch ]; then continue; fi
    [ $# -gt 0 ] || count=$((count + 1))
    p=data/proofs/$n.tlog-proof
    # shellcheck disable=SC2046 # a word is a hash
    climb "$(leaf "$e")" "$n" "$size" $(sed '1,/^index /d; /^$/,$d' "$p" | hex | fold -w 64)
    [ "$r" = "$root" ] || no "entry $n is not in the log"
    [ -z "$c" ] || [ "$(sha < "data/blob/$c")" = "$c" ] || no "the content of entry $n"
    if [ -z "$line" ]; then # in a batch
        waiting+=("$n $sender $number $(sed -n 's/^extra //p' "$p")") hashes+=("$(leaf "$e")")
        continue
    fi
    sed '/^$/,$d' "$e" > "$t/text"
    signed "${key[$sender]:-+0+AQ==}" "$line" || no "entry $n is not signed by its sender's key"
    for i in "${!waiting[@]}"; do # it signs for these
        read -r m who k extra <<< "${waiting[i]}"
        [ "$type $who" = "batch $sender" ] || no "entry $m has no signature"
        # shellcheck disable=SC2046
        climb "${hashes[i]}" $((k - number + ${covers% *})) "${covers% *}" $(hex <<< "$extra" | fold -w 64)
        [ "$r" = "${covers#* }" ] || no "entry $m is not in its batch"
    done
    waiting=() hashes=()
    if [ "$type" = key ]; then # of a sender: it signs from here on
        v=$(content "$c" | sed -n 's/^{"key":"\([^"]*\)".*"purpose":"sender".*/\1/p' | head -n 1)
        if [ -n "$v" ]; then key[${v%%+*}]=$v; fi
    elif [ "$type" = revocation ]; then
        v=$(content "$c" | sed -n 's/^{"revokes":"\([^"]*\)".*/\1/p' | head -n 1)
        if [ "${key[${v%%+*}]-}" = "$v" ]; then key[${v%%+*}]=; fi
    fi
done
[ ${#waiting[@]} = 0 ] || no 'the last batch has no signature'

# Contents and files: each named by an entry.
for f in data/blob/*; do [ -n "${named[${f##*/}]-}" ] || no "no entry names $f"; done
last() { # TYPE: the content of the last entry of that type
    # shellcheck disable=SC2046
    content "$(sed -n 's/^content //p' "data/entries/$(basename -a $(grep -lx "type $1" data/entries/*) | sort -n | tail -n 1)")"
}
last policy | cmp -s - data/policy || no 'data/policy is not that of the log'
[ ! -e data/agreement.truce ] || last agreement | cmp -s - data/agreement.truce ||
    no 'data/agreement.truce is not that of the log'
for f in data/evidence/*; do
    h=${f##*/} found=
    [ "$(sha < "$f")" = "$h" ] || no "$f was changed"
    for c in "${!named[@]}"; do
        if [ "${named[$c]}" = evidence ] && [ -e "data/blob/$c" ] &&
            content "$c" | grep -q "^{\"sha256\":\"$h\""; then found=1; fi
    done
    [ -n "$found" ] || no "no entry names $f"
done

# Stamps: by the authority whose certificates lie beside, over heads of this log.
for f in data/stamps/*.tsr; do
    s=${f##*/} s=${s%%-*} h=data/stamps/${s%%-*}
    head_is_signed "$h.checkpoint"
    { read -r o && read -r old && read -r want; } < "$h.checkpoint"
    [ "$o $old" = "$origin $s" ] || no "$h.checkpoint is another head"
    # shellcheck disable=SC2046
    goes_on "$old" "$(hex <<< "$want")" $(hex < "$h.consistency" | fold -w 64) ||
        no "the head does not go on from that of $s entries"
    openssl ts -verify -data "$h.checkpoint" -in "$f" -CAfile "${f%.tsr}.pem" \
        -untrusted "${f%.tsr}.pem" > "$t/out" 2>&1 || no "$f"
    echo "the first $s entries: $(openssl ts -reply -text -in "$f" 2> "$t/out" | grep '^Time stamp:')"
done

# People's signatures on the agreement, by keys that the log entered.
if [ -e data/allowed_signers ]; then
    for c in "${!named[@]}"; do
        if [ "${named[$c]}" = key ]; then content "$c" | head -n 1; fi
    done > "$t/keys"
    while read -r who _ type k; do
        grep -qF "{\"key\":\"$type $k\",\"holder\":\"$who\",\"purpose\":\"sign\"" "$t/keys" ||
            no "the log has no signing key of $who that is in allowed_signers"
    done < data/allowed_signers
fi
for f in data/signatures/*.sig; do
    [ -e data/agreement.truce ] || break
    n=${f##*/} n=${n%.sig}
    c=$(sed -n 's/^content //p' "data/entries/$n") at=$(sed -n 's/^made //p' "data/entries/$n" | tr -d 'T:-')
    who=$(content "$c" | sed -n '1s/.*"source":"\([^"]*\)".*/\1/p')
    content "$c" | tail -n +2 | cmp -s - "$f" || no "$f is not that of entry $n"
    content "$c" | grep -q "\"text\":\"sha256:$(sha < data/agreement.truce)\"" || continue
    if ssh-keygen -Y verify -f data/allowed_signers -n agreement@truce -I "$who" \
        -O verify-time="$at" -s "$f" < data/agreement.truce > "$t/out" 2>&1; then
        echo "signed by $who (entry $n)"
    else
        echo "entry $n is a signature of $who that does not count"
    fi
done
echo "$count entries of $origin hold, under a head of $size entries"
