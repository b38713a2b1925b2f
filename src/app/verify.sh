#!/bin/bash
# bash data/verify.sh [POLICY]: checks this package with coreutils, awk, openssl 3
# and ssh-keygen alone. VERIFY.md beside it says what that shows, and what not.
set -euo pipefail
shopt -s nullglob
policy=$(realpath "${1:-$(dirname "$0")/policy}") t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
cd "$(dirname "$0")/.."
declare -A leaf path key named
no() { echo "does not hold: $1" && exit 1; }
hex() { base64 -d | basenc -w 64 --base16; }
content() { tail -c +33 "data/blob/$1"; }
signed() { # KEY LINE < TEXT: the signature line is by this key (RFC 8032)
    cat > "$t/text"
    { echo 302A300506032B6570032100 | basenc -d --base16 && base64 -d <<< "${1#*+*+}" | tail -c 32; } > "$t/key"
    base64 -d <<< "${2##* }" | tail -c 64 > "$t/sig"
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$t/key" -rawin -in "$t/text" -sigfile "$t/sig" &> "$t/out"
}
head_holds() { sed '/^$/,$d' "$1" | signed "$log" "$(grep -m1 -F -e "— $origin " "$1")" || no "$origin did not sign $1"; }

# Files: those that were packed, no more and no fewer, under the names that they should have.
cut -c67- manifest-sha256.txt > "$t/names"
! grep -qvE '^data/([a-z]+/[0-9a-z.-]+|[a-zA-Z_.]+)$' "$t/names" || no 'a file of that name is in no package'
find data ! -type d -printf '%y%p\n' | LC_ALL=C sort | cmp -s - <(sed 's/^/f/' "$t/names") || no 'a file is in no manifest'
sha256sum --quiet --strict -c <(cat tagmanifest-sha256.txt manifest-sha256.txt) || no 'a file was changed'
bad=$(grep -E '  data/(blob|evidence)/' manifest-sha256.txt | grep -vE '^(.{64})  data/[a-z]+/\1$') && no "${bad#*  } has another name than its hash"

# The head: signed by the log that the policy names, cosigned by its witnesses.
{ read -r origin && read -r size && read -r root; } < data/checkpoint
[[ $size =~ ^[1-9][0-9]{0,17}$ ]] || no 'the head has another form'
log=$(origin=$origin awk '$1 == "log" && index($2, ENVIRON["origin"] "+") == 1 { print $2; exit }' "$policy") root=$(hex <<< "$root")
[ -n "$log" ] || no "the policy names no log $origin"
head_holds data/checkpoint
while read -r _ name vkey; do
    line=$(grep -m1 -F -e "— ${vkey%%+*} " data/checkpoint) || continue
    at=$((16#$(hex <<< "${line##* }" | head -n 1 | cut -c9-24)))
    { printf 'cosignature/v1\ntime %s\n' "$at" && sed '/^$/,$d' data/checkpoint; } | signed "$vkey" "$line" || no "the cosignature of $name"
    echo "cosigned by $name, $(date -u -d "@$at" +%FT%TZ)"
done < <(grep '^witness ' "$policy")
echo "the policy asks for: $(grep '^quorum ' "$policy")"

# Entries: each in the head's tree; signed by its sender, whose key the log entered, or by its batch.
cp -r data/entries "$t/e" && find "$t/e" -type f -exec sed -i '1s/^/\x00/' {} +
while read -r h f; do leaf[${f##*/}]=${h^^}; done < <(find "$t/e" -type f -exec sha256sum {} +)
find data/proofs -type f -exec awk -v data="$t/data" '
    FNR == 1 { on = 0; n = FILENAME; gsub(/.*\/|\..*/, "", n) } /^$/ { on = 0 }
    on || /^extra / { for (i = 1; i <= int(length($NF) * 3 / 128); i++) print n (on ? "" : "b"); print $NF > data }
    /^index / { on = 1 }' {} + > "$t/labels"
while read -r n h; do path[$n]+=" $h"; done < <(hex < "$t/data" | paste -d ' ' "$t/labels" -)
number='(0|[1-9][0-9]{0,17})' waiting='' evidence=' '
form="^$number truce entry 1 log ([^ ]+) type ([a-z]+) sender ([^ ]+) number $number after [-0-9a-f]+ "
form+="made [^ ]+ content ([-0-9a-f]+)( covers $number ([0-9a-f]+))?(  (— .*))?\$"
for e in $(find data/entries -type f | sort -t / -k 3n); do
    mapfile -t lines < "$e" && n=${e##*/}
    [[ "$n ${lines[*]}" =~ $form ]] || no "entry $n has another form"
    read -r o type sender number c <<< "${BASH_REMATCH[*]:2:5}"
    covers=${BASH_REMATCH[8]} want=${BASH_REMATCH[9]} line=${BASH_REMATCH[11]} named[$c]=$type
    [ "$o" = "$origin" ] || no "entry $n is of another log"
    echo "entry $n is not in the log|$root $n $((size - 1)) ${leaf[$n]}${path[$n]-}" >> "$t/climb"
    if [ -z "$line" ]; then waiting+=" $n:$sender:$number" && continue; fi
    said=
    case $type in key | revocation | evidence) [ ! -e "data/blob/$c" ] || said=$(content "$c" | head -n 1) ;; esac
    if [ "$n" = 0 ]; then key[$sender]=$(cut -d '"' -f 4 <<< "$said"); fi
    sed '/^$/,$d' "$e" | signed "${key[$sender]:-+0+AQ==}" "$line" || no "entry $n is not signed by its sender's key"
    for w in $waiting; do
        IFS=: read -r m who k <<< "$w"
        [ "$type $who" = "batch $sender" ] || no "entry $m has no signature"
        echo "entry $m is not in its batch|${want^^} $((k - number + covers)) $((covers - 1)) ${leaf[$m]}${path[${m}b]-}" >> "$t/climb"
    done
    waiting=
    case $type:$said in
    key:*'"purpose":"sender"'*) said=$(cut -d '"' -f 4 <<< "$said") && key[${said%%+*}]=$said ;;
    revocation:*) said=$(cut -d '"' -f 4 <<< "$said") && [ "${key[${said%%+*}]-}" != "$said" ] || key[${said%%+*}]= ;;
    evidence:*) evidence+="$(cut -d '"' -f 4 <<< "$said") " ;;
    esac
done
[ -z "$waiting" ] || no 'the last batch has no signature'
for f in data/blob/*; do [ -n "${named[${f##*/}]-}" ] || no "no entry names $f"; done
for f in data/evidence/*; do [[ $evidence == *" ${f##*/} "* ]] || no "no entry names $f"; done
last() { find data/entries -type f -exec grep -lx "type $1" {} + | sort -t / -k 3n | tail -n 1 | xargs sed -n 's/^content //p'; }
content "$(last policy)" | cmp -s - data/policy || no 'data/policy is not that of the log'
[ ! -e data/agreement.truce ] || content "$(last agreement)" | cmp -s - data/agreement.truce || no 'data/agreement.truce is not that of the log'

# Stamps: over heads of this log, from which its head goes on, by the authority whose certificates lie beside.
for f in data/stamps/*.tsr; do
    h=${f%-*} && { read -r o && read -r old && read -r hash; } < "$h.checkpoint"
    [ "$o ${h##*/}" = "$origin $old" ] || no "$h.checkpoint is another head"
    head_holds "$h.checkpoint"
    { hex <<< "$hash" && hex < "$h.consistency"; } | paste -sd ' ' | awk -v old="$old" -v size="$size" -v root="$root" -v h="$h" '
        { m = old - 1; n = size - 1; while (m % 2) { m = (m - 1) / 2; n = int(n / 2) }
          i = (m && old != size) ? 2 : 1; new = m " " n " " $i; was = m " " m " " $i
          while (++i <= NF) {
              new = new " " $i
              if (m % 2 || m == n) { was = was " " $i; while (m % 2 == 0 && m) { m /= 2; n = int(n / 2) } }
              m = int(m / 2); n = int(n / 2) }
          print "the head does not go on from " h "|" root, new; print "the head does not go on from " h "|" $1, was }' >> "$t/climb"
    openssl ts -verify -data "$h.checkpoint" -in "$f" -CAfile "${f%.tsr}.pem" -untrusted "${f%.tsr}.pem" &> "$t/out" || no "$f"
    echo "the first $old entries: $(openssl ts -reply -text -in "$f" 2> "$t/out" | grep '^Time stamp:')"
done

# All paths at once, a level at a time, from their leaves to their roots (RFC 9162 2.1.3.2).
while grep -q '|[^ ]* [^ ]* [^ ]* [^ ]* [^ ]' "$t/climb"; do
    mkdir "$t/n"
    awk -F '[|]' '{ n = split($2, a, " ") } n > 4 { print "01" (a[2] % 2 || a[2] == a[3] ? a[5] a[4] : a[4] a[5]) }' "$t/climb" |
        basenc -d --base16 | split -a 6 -b 65 - "$t/n/"
    find "$t/n" -type f | sort | xargs sha256sum | cut -c-64 | tr a-f A-F > "$t/up" && rm -r "$t/n"
    awk -F '[|]' -v up="$t/up" '{ n = split($2, a, " ") } n <= 4 { print; next } { getline a[4] < up
        if (a[2] % 2 || a[2] == a[3]) while (a[2] % 2 == 0 && a[2]) { a[2] /= 2; a[3] = int(a[3] / 2) }
        r = $1 "|" a[1] " " int(a[2] / 2) " " int(a[3] / 2) " " a[4]; for (i = 6; i <= n; i++) r = r " " a[i]; print r }' "$t/climb" > "$t/next"
    mv "$t/next" "$t/climb"
done
bad=$(awk -F '[| ]' '$(NF - 3) != $NF || $(NF - 1) != 0' "$t/climb" | head -n 1)
[ -z "$bad" ] || no "${bad%%|*}"

# People's signatures on the agreement, by keys that the log entered.
while read -r who _ key; do
    grep -qraF "{\"key\":\"$key\",\"holder\":\"$who\",\"purpose\":\"sign\"" data/blob || no "the log has no signing key of $who that is in allowed_signers"
done < <(cat /dev/null data/allowed_signers 2> "$t/out")
for f in data/signatures/*.sig; do
    n=${f##*/} e=data/entries/${n%.sig} && c=$(sed -n 's/^content //p' "$e") && said=$(content "$c" | head -n 1)
    content "$c" | tail -n +2 | cmp -s - "$f" || no "$f is not that of $e"
    [[ -e data/agreement.truce && $said == *"\"sha256:$(sha256sum < data/agreement.truce | cut -c-64)\""* ]] || continue
    who=${said#*\"source\":\"} who=${who%%\"*} at=$(sed -n 's/^made //p' "$e" | tr -d T:-)
    if ssh-keygen -Y verify -f data/allowed_signers -n agreement@truce -I "$who" -O verify-time="$at" -s "$f" \
        < data/agreement.truce &> "$t/out"; then echo "signed by $who (${f##*/})"; else echo "${f##*/}, of $who, does not count"; fi
done
echo "$(find data/entries -type f | wc -l) entries of $origin hold, under a head of $size entries"
