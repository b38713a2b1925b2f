# The text of an agreement: its layout, its hash, what differs.

$ truce fmt examples/harbour/agreement.truce | head -n 12
\# A small fictional truce of two parties: the example of the tutorial.
\# Nothing in it stands for a real place, party or agreement.

agreement "Harbour truce"
languages en
formal text prevails

party     ardania "Ardania", belmar "Belmar"
mediator  delvia "Delvia", estria "Estria"
guarantor norland "Norland"
agency    un "United Nations agencies", icrc "International Committee of the Red Cross"
verifier  mechanism "Joint mechanism" chaired by delvia, estria;

# A text in the layout stays as it is, byte for byte.
$ truce fmt examples/harbour/agreement.truce > $T/a.truce && truce fmt --check $T/a.truce

$ truce fmt --check examples/*/agreement.truce

$ sed 's/^  1.1  /1.1 /' examples/harbour/agreement.truce > $T/u.truce; truce fmt --check $T/u.truce | sed "s|$T|T|"
T/u.truce

$ cp examples/harbour/agreement.truce $T/b.truce && truce fmt --write $T/b.truce && cmp $T/a.truce $T/b.truce

$ truce fmt --check --write $T/a.truce
truce fmt: --check and --write do not go together
  hint: take one of the two
? 2

# A text with mistakes is not printed.
$ printf 'agreement "x"\nparty a\nparty b "B" foo\narticle 1\n1.1 a shal attack b\n1.2 a shall withdraw form north\n' | truce fmt -
-:3:13: error[E0208]: `foo` does not belong to this declaration
     3 | party b "B" foo
       |             ^~~

-:5:7: error[E0202]: expected `shall`, `shall not` or `may`, but found `shal`
     5 | 1.1 a shal attack b
       |       ^~~~
       = help: did you mean `shall`?

-:6:27: error[E0208]: `north` begins no phrase of a clause
     6 | 1.2 a shall withdraw form north
       |                           ^~~~~
       = help: did you mean `from` instead of `form`?
truce fmt: -: 3 mistakes in the text
  hint: mend the text first
? 3

$ printf 'agreement "x"\nparty p\342\200\256q "P"\n' | truce fmt -
-:2:8: error[E0104]: the name holds the invisible character U+202E, at column 8
     2 | party p\u{202e}q "P"
       |        ^~~~~~~~
       = why: Two names that look the same must be the same; characters without
         a shape, or that turn the direction of text, can make a line read
         differently from what it says.
       = help: remove it; in a string it may stand
truce fmt: -: 1 mistake in the text
  hint: mend the text first
? 3

# The hash is that of the canonical bytes, and not of layout or comments.
$ test "$(truce hash --bytes examples/harbour/agreement.truce | sha256sum | cut -c1-64)" = "$(truce hash $T/a.truce | cut -c1-64)"

$ truce hash --bytes examples/harbour-draft/agreement.truce --choose 4.1=B | grep -A1 '^article 4'
article 4 "Humanitarian aid"
  4.1  ardania shall admit at least 300 truck into harbour each week counted by un

$ truce hash examples/harbour-draft/agreement.truce --choose 4.1=Z
truce hash: 4.1=Z: the clause has no such alternative; open are: 4.1=A|B|C
  hint: write LABEL=ALTERNATIVE, such as 2.1=b
? 2

$ truce hash examples/harbour-draft/agreement.truce --choose 9.1=A
truce hash: 9.1=A: no clause of this label is open; open are: 2.2=A|B, 4.1=A|B|C
  hint: did you mean 4.1?
? 2

# Changes, clause by clause.
$ truce diff examples/harbour/agreement.truce $T/a.truce

$ sed -e 's/by day 7,/by day 10,/; s/at least 60 truck/500 truck/; s/by day 1 v/by day 2 v/; s/^  4.3 .*//; s/^  2.4 /  2.5 /; s/# A small/# Another/' examples/harbour/agreement.truce > $T/c.truce; truce diff examples/harbour/agreement.truce $T/c.truce
2.1: deadline day 1 -> day 2
2.2: steps (5 by day 7, 5 by day 14) -> (5 by day 10, 5 by day 14)
2.5: renumbered, was 2.4
4.1: quantity at least 60 truck -> 500 truck
4.3: clause dropped: of these at least 30 in north
? 1

$ truce diff --format json examples/harbour/agreement.truce $T/c.truce | head -n 9
{
  "changes": [
    {
      "clause": "2.1",
      "what": "deadline",
      "from": "by day 1",
      "to": "by day 2",
      "stale": false
    },

$ truce diff examples/harbour-draft/agreement.truce examples/harbour/agreement.truce | grep '^[24]'
2.1: precondition dropped: after 3.1 is met
2.1: deadline day 3 -> day 1
2.2: bracket settled A, B -> A
2.4: clause added: "Exchanges take place without ceremony, parade or display." judged by mechanism
4.1: bracket settled A, B, C -> A
4.1: beginning added: from day 1
4.2: clause added: of these at least 5 of fuel
4.3: clause added: of these at least 30 in north

# What is added or dropped as a whole is told in one line.

$ truce diff examples/harbour/agreement.truce examples/harbour-draft/agreement.truce | grep -E '(declaration|article) dropped'
actor norland: declaration dropped: guarantor, "Norland"
item hotline: declaration dropped: unit line
list captives: declaration dropped: of captive, entries 18
list prisoners: declaration dropped: of prisoner, entries 74
state staffed: declaration dropped
reporting: declaration dropped: period each week, due 24 hours
publication: declaration dropped: "This text, to the forces through their chains of command and to the public; the mechanism's daily reports.", by mechanism, deadline within 24 hours
authority: declaration dropped: "Each delegation signs with written full powers of its side.", by ardania, belmar
amendment: declaration dropped: "In writing, by consent of both sides.", by ardania, belmar
funding: declaration dropped: "Norland bears the costs of the mechanism.", by norland
article 5: article dropped: "Air activity"
article 6: article dropped: "Follow-up"

$ truce diff examples/gaza-2025-07-proposal/agreement.truce examples/gaza-2025-01/agreement.truce | grep -E '^(standard|b1.1|b17)'
standard: declaration added: confirmed by 1 of (press, un, who, eu)
b1.1: clause added: israel, hamas shall not attack in gaza throughout one source "[1] [2] [4]"
b17.1: clause added: ends, continues reading ends held by israel: "With its 42 days phase 1 is over; there is no passage by itself." declaratory reading continues held by hamas: "All measures of phase 1 continue as long as talks on phase 2 go on." judged by cairo
b17.2: clause added: "The guarantors work to keep the talks going." judged by cairo source "[1] [2]"

$ truce diff examples/harbour/agreement.truce
truce diff: an operand is missing (usage: truce diff FROM TO)
  hint: truce help diff
? 2

# What is not text, too long, or not there.
$ head -c 5000000 /dev/zero | tr '\0' x | truce fmt -
truce fmt: stdin: longer than the limit of 4194304 bytes
  hint: is it the right file? a larger one can only be given in parts
? 3

$ head -c 4194304 /dev/zero | tr '\0' '[' | truce fmt -
-:1:1: error[E0201]: an agreement begins with the word `agreement`, not with `[`
     1 | [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[...
       | ^
       = help: begin with: agreement "Title"
truce fmt: -: 1 mistake in the text
  hint: mend the text first
? 3

$ printf 'agreement "x"\nparty \377\376\n' | truce hash -
-:2:1: error[E0202]: expected a name for the party after `party`
     2 | party \x{ff}\x{fe}
       | ^~~~~

-:2:7: error[E0101]: the byte 0xFF is not UTF-8 text
     2 | party \x{ff}\x{fe}
       |       ^~~~~~~~~~~~
       = why: An agreement is text in UTF-8.
       = help: save the file as UTF-8
truce hash: -: 2 mistakes in the text
  hint: mend the text first
? 3
