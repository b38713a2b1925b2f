# Proximity talks: what is refused, and with which words. What works is in
# docs/talks.md, which is run too; relays are in tests/talks-relay.

$ cd $T && truce talks join a --name 'a b' --role party; truce talks join a --name table --role party; truce talks join a --name a --role king
truce talks: "a b" cannot be the name of a node
  hint: 1 to 64 letters, digits, - _ . ; for a party the name that the agreement gives it.
truce talks: "table" cannot be the name of a node
  hint: 1 to 64 letters, digits, - _ . ; for a party the name that the agreement gives it.
truce talks: --role "king" is not one of party, mediator, observer
  hint: truce help talks
? 2

$ cd $T && for n in ardania:party belmar:party delvia:mediator estria:mediator mechanism:observer; do truce talks join ${n%:*} --name ${n%:*} --role ${n#*:} > made || exit; done; ls -l ardania/node.key ardania/age.key | cut -c1-10; truce talks join ardania --name ardania --role party
-rw-------
-rw-------
truce talks: ardania is there already
? 3

$ cd $T && truce talks show ardania; truce talks show nobody
truce talks: ardania has no charter yet
  hint: truce talks charter, sign-charter and begin come first.
truce talks: nobody is no node of talks
  hint: truce talks join makes one.
? 3

# Charters.
$ cd $T && truce talks charter c1 ardania/line --name x; truce talks charter c2 ardania/line ardania/line belmar/line delvia/line --name x; truce talks charter c3 */line --name x --convey two; truce talks charter c4 */line --name x --convey 'lead belmar'
truce talks: talks have two parties and a mediator at least; this charter has 1 and 0
  hint: Each line `node` comes from a node: truce talks join prints it.
truce talks: the charter, line 9: this node stands there already
truce talks: the charter, line 3: conveyed is by any, all, or lead NAME
truce talks: the lead, belmar, is no mediator
? 3

$ cd $T && truce talks charter charter */line --name harbour --convey 'lead estria' > made; truce talks begin ardania charter; for n in ardania belmar delvia estria; do truce talks sign-charter $n charter > made; done; truce talks begin ardania charter
truce talks: the charter is signed by nobody
  hint: Each node signs it: truce talks sign-charter.
truce talks: the charter is not signed by mechanism
  hint: Each node signs it: truce talks sign-charter.
? 3

$ cd $T && truce talks sign-charter mechanism charter > made; cp charter changed; sed -i 's/^failed keep/failed destroy/' changed; truce talks begin ardania changed; for n in ardania belmar delvia estria mechanism; do truce talks sign-charter $n charter > made; truce talks begin $n charter > made; done; truce talks begin ardania charter
truce talks: the charter is not signed by ardania
  hint: Each node signs it: truce talks sign-charter.
truce talks: ardania/charter is there already
? 3

# Nothing on the table yet.
$ cd $T && cp -r delvia early; truce talks position ardania 1.1 accept; truce talks table delvia; truce talks agree delvia; truce talks sign ardania --key ardania/node.key; truce talks out ardania folder
truce talks: there is no draft on the table yet
  hint: truce talks draft NODE FILE --room table.
truce talks: there is no draft on the table yet
  hint: truce talks draft NODE FILE --room table.
truce talks: no round is closed for all parties
  hint: truce talks round closes it.
truce talks: there is no agreed text on the table
  hint: Mediators: truce talks agree.
truce talks: there is no agreed text on the table
  hint: Mediators: truce talks agree.
? 3

$ cd $T && truce talks draft ardania $OLDPWD/examples/harbour-draft/agreement.truce --room table > made && cut -c15- made | head -1
draft in the room table

# Positions, and who may say what where.
$ cd $T && truce talks position ardania 4.1 accept; truce talks position ardania 4.1=B maybe; truce talks position ardania 4.1=B reject --standing; truce talks position ardania 4.1=B accept --if 9.9; truce talks position delvia 1.1 accept; truce talks position ardania 1.1 accept --room table
truce talks: the draft on the table has no 4.1
  hint: A clause in brackets is named with its alternative, 4.1=B, others by label, 1.1; `rest` is all that is in no bracket.
truce talks: a stance is accept, reserve, reject, red-line or withdraw, not maybe
truce talks: only an acceptance has a condition or can stand open to be revealed
truce talks: the draft on the table has no 9.9
  hint: A clause in brackets is named with its alternative, 4.1=B, others by label, 1.1; `rest` is all that is in no bracket.
truce talks: there is no draft on the table yet
  hint: truce talks draft NODE FILE --room table.
truce talks: a position is for the mediators, or with --room own for oneself
  hint: truce help talks
? 2

$ cd $T && truce talks say ardania comment x --room belmar; truce talks say ardania wish x; truce talks say ardania comment; truce talks say ardania weights --file charter; truce talks say ardania comment "$(printf 'a\tb')"; truce talks say ardania comment --re 12 x; truce talks round ardania
truce talks: this node is in no room belmar
  hint: There are: own, table, a party's name, and for mediators also mediators.
truce talks: there are: proposal, question, answer, comment, meeting, label, weights; not wish
truce talks: a comment needs a text
truce talks: weights, line 1 is no LABEL=ALTERNATIVE and a whole number
  hint: For instance: 4.1=B 120. What is not named has weight 0.
truce talks: byte 2 of the text is a control character
  hint: Only line ends are allowed; write blanks for tabs.
truce talks: nothing has an id that begins with 12
  hint: truce talks log NODE shows the ids; four digits at least.
truce talks: this is for the mediators' nodes
? 3

# All kinds of things are said, and shown.
$ cd $T && truce talks say ardania meeting 'Two hours.' --on 4.1 --when '2025-01-19 10:00' --with 'delvia, ardania' > m; truce talks say ardania comment 'Only for us.' --room own > o; truce talks label 2> /dev/null; truce talks read ardania $(cut -c1-12 m) | sed '1d; s/20[0-9T:-]*Z/(when)/'
  meeting by ardania in the room ardania, number 0
  made     (when) (as its sender says)
  on       4.1
  when     2025-01-19 10:00
  with     delvia, ardania
    Two hours.

$ cd $T && truce talks say ardania question 'Who counts?' --on 4.1 > q; truce bundle out ardania b --to delvia > made; truce bundle in delvia b > made; truce talks say delvia answer 'The agency.' --room ardania --re $(cut -c1-12 q) > a; truce talks say delvia label --on 4.1=B --by belmar | cut -c15-; truce talks log delvia --room mediators | cut -c37-; truce talks distance delvia | tail -1 | cut -c13-
label in the room mediators
mediators   delvia      label 4.1=B
  agreed  conditional  open  alternatives  days  quantities

# The lead's assent.
$ cd $T && truce talks say ardania proposal 'By day 5.' --on 2.1 > p; truce talks consent ardania $(cut -c1-12 p) --to ardania --wording as-theirs; truce talks consent ardania $(cut -c1-12 p) --to delvia --wording as-ours; truce talks consent ardania $(cut -c1-12 p) --to belmar --wording as-theirs > c; rm b; truce bundle out ardania b --to delvia > made; truce bundle in delvia b > made; truce talks convey delvia $(cut -c1-12 p); truce talks convey delvia $(cut -c1-12 c) | sed 's/^[0-9a-f]\{12\}/(id)/'; truce talks consent delvia $(cut -c1-12 p) --to belmar --wording as-ours
truce talks: consent is to another party, and as-theirs, as-ours or as-hypothetical
truce talks: delvia is no party to convey to
...
(id)  assent in the room mediators
  not conveyed yet: the charter asks for the assent of the lead
truce talks: consent is given to what this node itself has said
? 3

$ cd $T && rm b; truce bundle out delvia b --to estria > made; truce bundle in estria b > made; truce bundle out ardania b2 --to estria > made; truce bundle in estria b2 > made; truce talks convey estria $(truce talks log estria | grep assent | cut -c1-12) | cut -c15-; truce talks convey estria $(cut -c1-12 c); truce talks bridge estria 'By day 4?' --to belmar --on 2.1 | cut -c15-
conveyance in the room belmar
conveyed in the room ardania
truce talks: this has been conveyed before
conveyance in the room belmar

$ cd $T && truce bundle out estria b3 --to belmar > made; truce bundle in belmar b3 > made; truce talks log belmar | cut -c37- | sort; for i in $(truce talks log belmar --room belmar | cut -c1-12); do truce talks read belmar $i | sed -n '/wording/,$p'; done
belmar      estria      conveyance
belmar      estria      conveyance
table       ardania     draft
  wording  as-theirs
  from     ardania
  on       2.1
  signed by the mediators as the charter asks
    By day 5.
  wording  bridging
  on       2.1
  signed by the mediators as the charter asks
    By day 4?

# A mediator's node that has no consent to what another one conveyed says so.
$ cd $T && truce bundle out belmar b5 --to delvia --all > made; truce bundle in early b5 > made; truce talks log early | grep -o 'conveyance.*'; truce talks log estria | grep -c 'no owner'
conveyance  (no owner's consent to it is here)
conveyance
0
? 1

# Bundles: cut, of others, for nobody.
$ cd $T && head -c 3000 b3 > cut; truce bundle in belmar cut; truce bundle in ardania b3 | sed 's/[0-9]* envelopes/N envelopes/' | tail -1; truce bundle in ardania charter; truce bundle out ardania b4 --to nobody; truce bundle out ardania b3 --to belmar
cut: 0 envelopes, 0 new
  the file was cut or damaged at its end: what came is taken in; ask for it again
b3: N envelopes, 2 new
truce bundle: this is no bundle of version 1
  hint: truce bundle out writes one.
truce bundle: nobody is no other node of these talks
  hint: truce talks show NODE names them.
truce bundle: b3 is there already
? 3

# Of the same number two: a node restored from an old copy that went on.
$ cd $T && cp -r belmar old; truce talks say belmar comment 'One.' > made; truce talks say old comment 'Two.' > made; rm -f b; truce bundle out belmar b --to delvia > made; truce bundle in delvia b > made; rm b; truce bundle out old b --to delvia > made; truce bundle in delvia b > made; truce talks show delvia | grep fork; truce talks log delvia | grep -c 'wrote two'
  belmar           belmar              1, then two of number 1: a fork
2

$ cd $T && rm b; truce bundle out delvia b --to belmar --all > made; truce bundle in belmar b > made; truce talks say belmar comment 'Three.'
truce talks: this node's own chain in the room belmar is not whole
  hint: A node that was restored from an old copy first fetches what it has said since: truce sync, or bundle in.
? 3

# Usage.
$ truce talks dance x; truce talks show a b; truce talks show a --to b; truce talks sign a; truce bundle round x y; truce bundle in x y --all; truce bundle out x y; truce relay x y; truce relay init x; truce relay serve x; truce relay check a b; truce relay begin x
truce talks: there is no truce talks dance
  hint: truce talks --help lists the actions
truce talks: usage: truce talks show NODE
  hint: truce help talks
truce talks: --to does not belong to truce talks show
  hint: truce help talks
truce talks: --key signs here, --with-signature enters one made elsewhere: one of the two
  hint: truce help talks
truce bundle: there is no truce bundle round
  hint: there are: out, in
truce bundle: usage: truce bundle in NODE FILE...
  hint: truce help bundle
truce bundle: usage: truce bundle out NODE FILE --to NAME
  hint: truce help bundle
truce relay: there is no truce relay x
  hint: there are: init, begin, serve, check
truce relay: usage: truce relay init FOLDER --name NAME
  hint: truce help relay
truce relay: usage: truce relay serve FOLDER --listen ADDRESS
  hint: truce help relay
truce relay: usage: truce relay check CHARTER RECEIPT HEAD
  hint: truce help relay
truce relay: usage: truce relay begin FOLDER CHARTER
  hint: truce help relay
? 2

$ cd $T && truce relay init r --name relay.example | sed 's/+.*/+.../'; truce relay begin r charter; truce relay serve r --listen 127.0.0.1:0; truce sync ardania http://127.0.0.1:1
relay.example+...
truce relay: the charter does not name this relay
  hint: truce talks charter --relay FILE puts it there.
truce relay: r has no charter yet
  hint: truce relay begin FOLDER CHARTER.
truce sync: the charter names no relay
  hint: Carry bundles, or agree on a charter with --relay.
? 3

# The whole, played by the program itself.
$ truce demo talks $T/demo | grep -c '^\$ truce'; truce talks table $T/demo/estria | grep clauses:; truce demo talks $T/demo 2>&1 | sed "s|$T|T|"
43
  6 clauses: 4 agreed, 2 conditional, 0 open
truce demo: T/demo is there already

$ truce talks log $T/demo/estria | grep ' if ' | cut -c37-
ardania     ardania     position 4.1=B accept if 2.2=A
belmar      belmar      position 2.2=A accept if 4.1=B


# By article: an article with an open clause falls away; what is agreed must be whole.
$ cd $T && mkdir by-article && cd by-article && printf 'agreement "Two parts"\nparty ardania, belmar\nmediator delvia\nverifier v\nzone z\nitem box unit box\nclock\n  time zone Europe/Lisbon\n  in force when ardania and belmar have signed\n  day 1 is the day of entry into force\n  lasts 20 days\narticle 1 "Boxes"\n  1.1 ardania shall provide 5 box in z by day 3 verified by v\narticle 2 "More"\n  2.1 [ A: belmar shall provide 5 box in z by day 4 verified by v\n      | B: belmar shall provide 9 box in z by day 9 verified by v\n      ]\n' > draft.truce; for n in ardania:party belmar:party delvia:mediator; do truce talks join ${n%:*} --name ${n%:*} --role ${n#*:} > made || exit; done; truce talks charter charter */line --name parts --agreed articles --failed destroy > made; for n in ardania belmar delvia; do truce talks sign-charter $n charter > made; done; for n in ardania belmar delvia; do truce talks begin $n charter > made; done; truce talks draft delvia draft.truce | tail -1
  2 clauses, 1 of them in brackets

$ cd $T/by-article && for p in ardania belmar; do truce bundle out delvia to-$p --to $p > made; truce bundle in $p to-$p > made; truce talks position $p rest accept --standing > made; truce bundle out $p of-$p --to delvia > made; truce bundle in delvia of-$p > made; done; truce talks round delvia | tail -1; truce talks agree delvia | cut -c15- | head -1; truce talks out delvia text | head -1; truce talks table delvia | tail -1 | sed 's/at 20[^;]*/at (when)/'; grep -c '' text/agreement.truce; grep 'article' text/agreement.truce
  round 1 is closed
agreed in the room table
text/agreement.truce
  a text was agreed at (when); truce talks out writes it
16
article 1 "Boxes"

# Keys change: what is carried over, and what is not.
$ cd $T/by-article && mkdir new && for n in ardania:party belmar:observer gamma:party delvia:mediator; do truce talks join new/${n%:*} --name ${n%:*} --role ${n#*:} > made || exit; done; truce talks charter new/charter new/*/line --name parts-2 > made; for n in ardania belmar gamma delvia; do truce talks sign-charter new/$n new/charter > made; done; for n in ardania belmar gamma delvia; do truce talks begin new/$n new/charter > made; done; truce talks carry-over ardania ardania; truce talks carry-over new/ardania belmar; truce talks carry-over new/belmar belmar; truce talks carry-over new/gamma gamma
truce talks: both nodes are of the same talks
  hint: It is for a node that has begun under a new charter: truce talks begin.
truce talks: the new node is ardania (party), the old one belmar (party)
  hint: Each says again what it has said itself, and nothing for another.
truce talks: the new node is belmar (observer), the old one belmar (party)
  hint: Each says again what it has said itself, and nothing for another.
truce talks: gamma is no node of talks
  hint: truce talks join makes one.
? 3

# Talks fail: destroyed only where the charter says so, and not unawares.
$ cd $T/by-article && truce talks destroy new/ardania 000000000000; truce talks destroy ardania 000000000000; truce talks destroy ardania $(truce talks show ardania | grep -o '[0-9a-f]\{64\}' | head -1 | cut -c1-12); ls ardania; truce talks show ardania; truce talks log belmar | grep -c position
truce talks: the charter says that what was said is kept
  hint: It is a rule of these talks: failed keep.
truce talks: 000000000000 is not the name of these talks
  hint: truce talks show NODE prints it; 12 digits at least.
ardania: what was said (3 envelopes) and the keys are removed; the charter stays
  Copies of this folder, and what the other nodes hold, are not; a disk may keep
  removed bytes until it is written over.
charter
line
lock
truce talks: ardania is no node of talks
  hint: truce talks join makes one.
1
