#!/bin/bash
# bash data/check.sh [POLICY]: what matters most of this package, short enough to be read first. No file was changed; the
# log that the policy names signed the head; each entry is in its tree; contents, agreement and signers are of entries.
# Witnesses, stamps, evidence, senders' signatures: verify.sh beside it. People's signatures: ssh-keygen, by VERIFY.md.
set -euo pipefail; export LC_ALL=C; shopt -s nullglob
policy=$(realpath "${1:-${0%/*}/policy}") t=$(mktemp -d); trap 'rm -rf "$t"' EXIT; cd "${0%/*}/.."
no() { echo "does not hold: $1"; exit 1; }
bytes() { basenc -d --base16; }; hex() { base64 -d | basenc -w 0 --base16; }; sha() { sha256sum | head -c 64 | tr a-f A-F; }
of() { grep -lx "type $1" data/entries/* | sort -t / -k 3n | tail -n "$2" | while read -r e; do
    tail -c +33 "data/blob/$(sed -n 's/^content //p' "$e")" 2> "$t/out" || :; done; }
sha256sum --quiet --strict -c tagmanifest-sha256.txt manifest-sha256.txt || no 'a file was changed'
{ read -r origin; read -r size; read -r root; } < data/checkpoint; sed '/^$/,$d' data/checkpoint > "$t/text"
[[ $size =~ ^[1-9][0-9]{0,17}$ ]] || no 'the head has another form'
log=$(grep -F "log $origin+" "$policy" | grep -m1 '^log ') || no "the policy names no log $origin"
{ bytes <<< 302A300506032B6570032100; base64 -d <<< "${log#*+*+}" | tail -c 32; } > "$t/key"
{ grep -m1 -F -e "— $origin " data/checkpoint || :; } | grep -o '[^ ]*$' | base64 -d | tail -c 64 > "$t/sig" || :
openssl pkeyutl -verify -pubin -keyform DER -inkey "$t/key" -rawin -in "$t/text" -sigfile "$t/sig" &> "$t/out" ||
    no "$origin did not sign the head"
for e in data/entries/*; do # from its leaf to the root: RFC 9162 2.1.3.2
    i=${e##*/} m=$((size - 1)) h=$({ printf '\0'; cat "$e"; } | sha); [[ $i =~ ^(0|[1-9][0-9]{0,17})$ ]] || no "$e"
    while read -r p; do
        if ((i % 2 || i == m)); then p=01$(hex <<< "$p")$h; else p=01$h$(hex <<< "$p"); fi; h=$(bytes <<< "$p" | sha)
        while ((i == m && i && i % 2 == 0)); do i=$((i / 2)) m=$((m / 2)); done; i=$((i / 2)) m=$((m / 2))
    done < <(sed '1,/^index /d; /^$/,$d' "data/proofs/$i.tlog-proof")
    [ "$h $m" = "$(hex <<< "$root") 0" ] || no "entry ${e##*/} is not in the log"
done
for f in data/blob/*; do
    [[ $(sha < "$f" | tr A-F a-f) = "${f##*/}" ]] || no "no entry names $f"
    grep -qx "content ${f##*/}" data/entries/* || no "no entry names $f"
done
[ ! -e data/agreement.truce ] || of agreement 1 | cmp -s - data/agreement.truce || no 'the agreement is not the log'\''s'
of key 9999 > "$t/keys"; cat /dev/null data/allowed_signers* | while read -r who _ key; do
    grep -qF "{\"key\":\"$key\",\"holder\":\"$who\",\"purpose\":\"sign\"" "$t/keys" || no "the log has no such key of $who"
done
echo "$(find data/entries -type f | wc -l) entries of $origin are in the log, under a head of $size entries"
