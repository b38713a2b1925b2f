#!/bin/bash
# tests/peers/age.sh: Debian's age and truce, both ways, of many sizes; keys of
# either read by the other. truce is in PATH. Ends with `N passed, N failed`.
set -u
command -v truce age age-keygen > /dev/null || exit 3
passed=0 failed=0
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
cd "$t" || exit 3
check() { # WHAT COMMAND...
    local what=$1
    shift
    if "$@" > out.log 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "failed: $what"
    fi
}
not() { ! "$@"; }
# As docs/record-format.md 11.1 says.
without_truce() { # KEY FILE
    age -d -i "$1" "$2" > plain && truncate -s "$(tail -c 17 plain)" plain
}
age-keygen -o a.key 2> a.log
truce seal keygen --name b -o b.key > b.pub
a=$(age-keygen -y a.key) b=$(cat b.pub)
check 'age reads a key of truce' [ "$(age-keygen -y b.key)" = "$b" ]
for size in 0 1 31 4063 4064 4065 65503 65504 65505 65535 65536 65537 131040 \
    131072 131073 1000000 20000000; do
    head -c "$size" /dev/urandom > in
    rm -f s.age s.txt got part
    truce seal in --to "$a" --to "$b" -o s.age > o
    truce seal in --to "$a" --armor -o s.txt > o
    for key in a.key b.key; do
        check "$size: truce to age" without_truce "$key" s.age
        check "$size: truce to age, the same" cmp in plain
    done
    check "$size: truce's text to age" without_truce a.key s.txt
    check "$size: truce's text to age, the same" cmp in plain
    age -r "$a" -r "$b" -o t.age in
    age -a -r "$b" -o t.txt in
    check "$size: age to truce" truce open t.age -i a.key -o got
    check "$size: age to truce, the same" cmp in got
    rm -f got
    check "$size: age's text to truce" truce open t.txt -i b.key -o got
    check "$size: age's text to truce, the same" cmp in got
    check "$size: not to another key" not truce open t.txt -i a.key -o no
    check "$size: age refuses what is cut" not age -d -i a.key -o part \
        <(head -c -1 s.age)
    check "$size: truce refuses what is cut" not truce open \
        <(head -c -1 t.age) -i a.key -o no
    check "$size: and leaves nothing" not [ -e no ]
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
