# One command to join talks: the node, its first accounts, its pages. (timeout
# ends it as Ctrl-C would.)
$ cd $T && truce talks start ardania
truce talks: --name is missing
  hint: truce help talks
? 2
$ cd $T && truce talks start ardania --name ardania
truce talks: --role is missing
  hint: truce help talks
? 2
$ cd $T && truce talks start ardania --name "a b" --role party
truce talks: "a b" cannot be the name of a node
  hint: 1 to 64 letters, digits, - _ . ; for a party the name that the agreement gives it.
? 3
$ cd $T && timeout 3 truce talks start ardania --name ardania --role party -l 127.0.0.1:8487 | sed 's/=[0-9a-f]*/=(once)/'
For administrator, once, within three days:
http://127.0.0.1:8487/invitation?token=(once)
For head, once, within three days:
http://127.0.0.1:8487/invitation?token=(once)
ardania: http://127.0.0.1:8487/
Ctrl-C ends it.

# On another day: no new keys, no new accounts.
$ cd $T && cp ardania/line before && timeout 3 truce talks start ardania -l 127.0.0.1:8487 --relay http://relay.example | cat
ardania: http://127.0.0.1:8487/
Ctrl-C ends it.
$ cd $T && cmp before ardania/line && truce people list ardania | cut -d' ' -f1
administrator
head

# Passwords go over no network in the clear; said before anything is made.
$ cd $T && truce talks start new --name new --role party -l 0.0.0.0:8487
truce talks: 0.0.0.0:8487: passwords would go over the network in the clear
  hint: --tls-cert and --tls-key; or --behind-proxy if a web server with https stands in front, and nothing else reaches this address
? 3
$ cd $T && ls new
...
? 2
$ cd $T && truce talks start ardania -l 0.0.0.0:8487
truce talks: 0.0.0.0:8487: passwords would go over the network in the clear
  hint: --tls-cert and --tls-key; or --behind-proxy if a web server with https stands in front, and nothing else reaches this address
? 3

# With a certificate, or behind a server that has one.
$ cd $T && openssl req -x509 -newkey ed25519 -nodes -keyout tls.key -out tls.crt -subj /CN=localhost -days 2 2> made && truce talks start ardania -l 127.0.0.1:8487 --tls-cert tls.crt
truce talks: --tls-cert and --tls-key belong together
  hint: truce help talks
? 2
$ cd $T && timeout 3 truce talks start tls --name tls --role party -l 127.0.0.1:8487 --tls-cert tls.crt --tls-key tls.key | sed 's/=[0-9a-f]*/=(once)/'
For administrator, once, within three days:
https://127.0.0.1:8487/invitation?token=(once)
For head, once, within three days:
https://127.0.0.1:8487/invitation?token=(once)
tls: https://127.0.0.1:8487/
Ctrl-C ends it.
$ cd $T && timeout 3 truce talks start new --name new --role party -l 0.0.0.0:8487 --behind-proxy --url https://talks.example | sed 's/=[0-9a-f]*/=(once)/'
For administrator, once, within three days:
https://talks.example/invitation?token=(once)
For head, once, within three days:
https://talks.example/invitation?token=(once)
new: http://0.0.0.0:8487/
Ctrl-C ends it.

# A folder that is something else.
$ cd $T && mkdir empty && truce talks start empty -l 127.0.0.1:8487
...
? 3
