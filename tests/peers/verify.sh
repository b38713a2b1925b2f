#!/bin/bash
# tests/peers/verify.sh POLICY ENTRY PROOF [BLOB]: checks an entry as a stranger
# would, with bash, openssl and sha256sum alone (docs/record-format.md).
set -eu
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
# shellcheck disable=SC2001 # & is not in ${//}
bin() { printf '%b' "$(sed 's/../\\x&/g' <<< "$1")"; } # from hexadecimal
hex() { base64 -d <<< "$1" | od -An -v -tx1 | tr -d ' \n'; }
sha() { sha256sum | cut -c1-64; }
no() { echo "does not hold: $1" && exit 1; }
path=()
{
    read -r _ && read -r _ index
    while read -r line && [ -n "$line" ]; do path+=("$(hex "$line")"); done
    cat > "$t/head"
} < "$3"
{ read -r origin && read -r size && read -r root; } < "$t/head"
# The leaf, and up the tree to the root (RFC 9162 section 2.1.3.2).
r=$({ printf '\0' && cat "$2"; } | sha) fn=$index sn=$((size - 1))
for p in "${path[@]}"; do
    [ "$sn" != 0 ] || no 'the proof is too long'
    if [ $((fn & 1)) = 1 ] || [ "$fn" = "$sn" ]; then
        r=$({ printf '\1' && bin "$p$r"; } | sha)
        while [ $((fn & 1)) = 0 ] && [ "$fn" != 0 ]; do fn=$((fn >> 1)) sn=$((sn >> 1)); done
    else
        r=$({ printf '\1' && bin "$r$p"; } | sha)
    fi
    fn=$((fn >> 1)) sn=$((sn >> 1))
done
[ "$sn $r" = "0 $(hex "$root")" ] || no 'the entry is not in the tree'
# The checkpoint's signature, by the key that the policy names for this log.
key=$(sed -n "s|^log \($origin+[0-9a-f]*+.*\)|\1|p" "$1")
key=$(hex "${key#*+*+}")
bin "302a300506032b6570032100${key#01}" > "$t/key"
sed '/^$/,$d' "$t/head" > "$t/text"
sed -n "s|^— $origin ||p" "$t/head" | head -n 1 | base64 -d | tail -c 64 > "$t/sig"
openssl pkeyutl -verify -pubin -keyform DER -inkey "$t/key" -rawin \
    -in "$t/text" -sigfile "$t/sig" > "$t/out" || no "$origin did not sign the head"
[ $# -lt 4 ] || grep -qx "content $(sha < "$4")" "$2" || no 'the content is another'
echo "entry $index of $origin holds, under a head of $size entries"
