# A node of talks in the browser: its accounts, and when it is served.
$ cd $T && for n in a:party b:party m:mediator; do truce talks join ${n%:*} --name ${n%:*} --role ${n#*:} > line; done; truce talks charter c a/line b/line m/line --name t > out && for n in a b m; do truce talks sign-charter $n c > out; done; for n in a b m; do truce talks begin $n c; done
a: in the talks t as a, a party
b: in the talks t as b, a party
m: in the talks t as m, a mediator

$ cd $T && truce serve m
truce serve: m: talks are shown only to who logs in, and there are no accounts yet
  hint: truce people invite NODE NAME --role administrator makes the first.
? 3

$ cd $T && truce people invite m x --role head
truce people: the first account is an administrator's
  hint: --role administrator
? 3

$ cd $T && truce people invite m amal --role administrator | head -1
For amal, once, within three days:

$ cd $T && truce people invite m x --role verifier
truce people: a node of talks has no verifier
  hint: there are: administrator, head, delegate, viewer
? 3

$ cd $T && truce people invite m x --role head --of a
truce people: a head speaks for no actor
? 3

$ cd $T && truce people invite m rana --role delegate | head -1
For rana, once, within three days:

$ truce init $T/h.case --origin case.example/rooms examples/harbour/agreement.truce > $T/out && truce people invite $T/h.case amal --role delegate
truce people: a case has no delegate
  hint: delegates are of a node of talks
? 3

# Who has the folder is shown a page without a login, and no form.
$ cd $T && truce serve m --print / | grep -c '<form'
0
? 1

$ cd $T && truce serve m --print /people | grep -o '<h1>.*'
<h1><bdi>There is no such page</bdi></h1>

$ cd $T && truce serve m --print /table | grep -o 'There is no draft on the table yet'
There is no draft on the table yet

$ cd $T && truce serve a --print /table | grep -o 'this is for the mediators.*nodes'
this is for the mediators' nodes

# A clause of which much is said: a hundred of each a page.
$ cd $T && truce talks draft m $OLDPWD/examples/harbour-draft/agreement.truce > out && for i in $(seq 101); do truce talks say m comment "Word $i." --on 4.1 --room own > out; done
$ cd $T && truce serve m --print /on/4.1 | grep -c '>Word [0-9]*\.<' && truce serve m --print '/on/4.1?page=2' | grep -o '>Word [0-9]*\.<'
100
>Word 1.<
$ cd $T && truce serve m --print '/on/4.1?page=3' | grep -o 'page: there are 2 pages'
page: there are 2 pages

# What a row of the table is about is read in it.
$ cd $T && truce serve m --print /table | grep -o 'lang="en">[^<]*' | sed -n '1p;4p'
lang="en">ardania, belmar shall not attack in harbour throughout verified by mechanism
lang="en">belmar shall hand over at least 10 captive to icrc by day 30 verified by icrc
$ cd $T && truce serve m --print /table | grep -o '[^ >]* *…<'
by …<
addition …<
5 …<

$ truce demo examples/harbour --serve
truce demo: only `talks` takes --serve
  hint: truce serve serves a case
? 2

$ truce demo talks $T/x --serve --port 80
truce demo: --port: a number from 1024 to 65000
  hint: for instance --port 8471
? 2

$ cd $T && truce serve nowhere
truce serve: nowhere: cannot open: No such file or directory
? 3
