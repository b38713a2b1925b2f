# Talks through a relay that is served here, and one that has forgotten. What a
# relay in the middle may try is in tests/talks-relay.

$ cd $T && for n in ardania:party belmar:party delvia:mediator; do truce talks join ${n%:*} --name ${n%:*} --role ${n#*:} > made || exit; done; truce relay init relay --name relay.example > key; truce talks charter charter */line --name harbour --relay key > made; for n in ardania belmar delvia; do truce talks sign-charter $n charter > made; done; for n in ardania belmar delvia; do truce talks begin $n charter > made; done; truce relay begin relay charter; truce relay begin relay charter
relay: relay of the talks harbour
truce relay: relay/charter is there already
? 3

$ cd $T && : > empty; echo - > dash; for f in empty dash charter; do truce talks charter none */line --name harbour --relay $f; done; ls none
truce talks: empty: not the public key of a relay
  hint: `truce relay init` prints it.
truce talks: dash: not the public key of a relay
  hint: `truce relay init` prints it.
truce talks: charter: not the public key of a relay
  hint: `truce relay init` prints it.
ls: cannot access 'none': No such file or directory
? 2

$ cd $T && truce talks draft delvia $OLDPWD/examples/harbour-draft/agreement.truce > made; truce talks say ardania comment 'For the mediators.' > made; truce talks say ardania comment 'For ourselves.' --room own > made

# A little server for the length of a command.
$ cd $T && printf '%s\n' 'rm -f port' 'truce relay serve relay --listen 127.0.0.1:0 2> port & pid=$!' 'for i in $(seq 300); do grep -qs "port [0-9]" port && break; sleep 0.1; done' 'url=http://127.0.0.1:$(sed "s/.*port //" port)' '. ./what' 'kill $pid; wait $pid' > served

$ cd $T && echo 'for n in ardania delvia belmar; do truce sync $n $url; done; truce sync delvia $url/' > what; sh served; sed 's/port [0-9]*/port N/' port
0 fetched, 1 left at the relay
1 fetched, 2 left at the relay
1 fetched, 1 left at the relay
truce sync: the relay refuses (400): this path names nothing
truce relay: relay.example listens at port N

$ cd $T && echo 'for n in ardania delvia belmar ardania delvia belmar; do truce sync $n $url > made || echo no; done; truce sync belmar $url; truce sync belmar $url/nowhere' > what; sh served; truce talks log delvia | cut -c37- | sort; truce talks log belmar | cut -c37-
0 fetched, 0 left at the relay
truce sync: the relay refuses (404): there are POST /put and POST /get
ardania     ardania     comment
table       delvia      draft
table       delvia      draft

# It forgets: each sender of which it had something finds out.
$ cd $T && rm relay/relay.db* relay/charter; truce relay begin relay charter; echo 'truce sync ardania $url > said; echo $?' > what; sh served; sed 's/dropped-[0-9]*/dropped-N/' said; truce relay check charter ardania/dropped-*-table.receipt ardania/dropped-*-table.head | sed 's/20[0-9T:-]*Z/(when)/; s/number [0-9]*/number N/'
relay: relay of the talks harbour
1
  the relay has dropped what it gave a receipt for; its two signed words:
    ardania/dropped-N-ardania.receipt and .head
  the relay has dropped what it gave a receipt for; its two signed words:
    ardania/dropped-N-table.receipt and .head
0 fetched, 5 left at the relay
the relay relay.example gave a receipt at (when) for number N of ardania in the room table
at (when) it did not have it: dropped

$ cd $T && truce relay check charter ardania/dropped-*-table.head ardania/dropped-*-table.head; truce relay check charter charter charter; truce sync ardania http://127.0.0.1:1
truce relay: this is no receipt of version 1
...
? 3
