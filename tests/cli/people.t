# truce people: accounts beside a case. Tokens and times are masked.

$ truce init $T/h.case --origin case.example/h examples/harbour/agreement.truce > $T/made

# The first account is an administrator's; nothing is made for a refused one.
$ truce people list $T/h.case 2>&1 | sed "s|$T|T|g"
truce people: T/h.case.people: there are no accounts
  hint: `truce people invite` makes it.

$ truce people invite $T/h.case mona --role monitor --of mechanism; ls $T | grep -c people
truce people: the first account is an administrator's
  hint: --role administrator
0
? 1

$ truce people invite $T/h.case amal --role administrator --url https://node.example/ | sed 's/=[0-9a-f]\{64\}/=TOKEN/'
For amal, once, within three days:
https://node.example/invitation?token=TOKEN

$ ls -l $T/h.case.people | cut -c1-10
-rw-------

$ truce people invite $T/h.case amal --role head
truce people: there is an account "amal" already
? 3

$ truce people invite $T/h.case "Amal B" --role head
truce people: "Amal B" is no name of an account
  hint: a pseudonym of a-z, 0-9, ., _ and -, at most 40
? 3

$ truce people invite $T/h.case mona --role monitor
truce people: a monitor speaks for an actor
  hint: say for which actor of the agreement it speaks
? 3

$ truce people invite $T/h.case mona --role monitor --of ministry
truce people: the agreement names no actor "ministry"
  hint: its id, as the agreement declares it
? 3

$ truce people invite $T/h.case mona --role monitor --of mechanism | sed 's/=[0-9a-f]\{64\}/=TOKEN/'
For mona, once, within three days:
/invitation?token=TOKEN

$ truce people link $T/h.case mona | sed 's/=[0-9a-f]\{64\}/=TOKEN/'
For mona, once, within three days:
/invitation?token=TOKEN

# A password comes from standard input, never from the command line.
$ echo too short | truce people password $T/h.case mona
truce people: a password has at least 12 characters
  hint: a few words that you do not use elsewhere
? 3

# Whose it is comes first: nobody thinks up a password for nobody.
$ echo too short | truce people password $T/h.case zed
truce people: there is no account "zed"
? 3

$ echo correct horse battery | truce people password $T/h.case mona
mona: the password is set

# Who speaks for a party speaks for one of the text.
$ truce people role $T/h.case mona --role party --of mechanism
truce people: mechanism is no party of the agreement
  hint: another role, or one that the text declares a party
? 3

$ truce people role $T/h.case mona --role party --of belmar
mona: party

$ truce people disable $T/h.case mona
mona: disabled; its sessions are ended

$ truce people disable $T/h.case amal
truce people: it is the only administrator
  hint: make another one first
? 3

$ truce people list $T/h.case
amal                administrator, invited; last login never
mona                party of belmar, disabled; last login never

$ truce people enable $T/h.case mona
mona: enabled

$ truce people disable $T/h.case nobody
truce people: there is no account "nobody"
? 3

$ truce people log $T/h.case | sed 's/ [0-9-]*T[0-9:]*Z / TIME /'
1 TIME - invite amal as administrator
2 TIME - invite mona as monitor of mechanism
3 TIME - invite-again mona
4 TIME - invite-again mona
5 TIME mona accept
6 TIME - role mona as party of belmar
7 TIME - disable mona
8 TIME - enable mona

# What does not belong together.
$ truce people
truce people: an operand is missing (usage: truce people ACTION CASE [NAME])
  hint: truce help people
? 2

$ truce people dance $T/h.case
truce people: there is no truce people dance
  hint: there are: disable, enable, invite, link, list, log, password, role
? 2

$ truce people invite $T/h.case x
truce people: usage: truce people invite CASE NAME --role ROLE [--of ACTOR]
  hint: truce help people
? 2

$ truce people list $T/h.case --role head
truce people: usage: truce people list CASE
  hint: truce help people
? 2

$ truce people invite $T/h.case x --role king
truce people: --role "king" is not one of administrator, duty-officer, monitor, verifier, head, party, aid-coordinator, viewer, delegate
  hint: truce help people
? 2

$ truce people list examples/harbour/agreement.truce
truce people: examples/harbour/agreement.truce is no case file
  hint: truce init makes one.
? 3

# A node with accounts stays on this machine, or speaks https. Who has the file
# needs no login.
$ truce serve $T/h.case --print /agreement | grep -c "Harbour truce"
2

$ truce serve examples/harbour/agreement.truce missing.jsonl --listen 127.0.0.1:0
truce serve: missing.jsonl: cannot open: No such file or directory
? 3
$ truce serve $T/h.case --listen 8470
truce serve: 8470 is no address to listen at
  hint: It reads HOST:PORT, such as 127.0.0.1:8080 or [::1]:8080.
? 3

$ truce serve $T/h.case --listen 0.0.0.0:0 2>&1 | sed "s|$T|T|g"
truce serve: 0.0.0.0:0: passwords would go over the network in the clear
  hint: --tls-cert and --tls-key; or --behind-proxy if a web server with https stands in front, and nothing else reaches this address

$ truce serve $T/h.case --tls-cert x.pem
truce serve: --tls-cert and --tls-key belong together
  hint: truce help serve
? 2

$ truce serve $T/h.case --listen 127.0.0.1:0 --tls-cert $T/no.pem --tls-key $T/no.pem 2>&1 | sed "s|$T|T|g"
truce serve: T/no.pem: no certificate (system lib)
  hint: PEM files of one pair: the server's certificate with those above it, and its private key without passphrase
