# truce status: what a mechanism's officer sees.

$ truce status examples/harbour/agreement.truce examples/harbour/reports.jsonl
Harbour truce
day 16 of 60  Tuesday 25 Mar 2025, 16:00 Europe/Lisbon (16:00 UTC)
in force since 10 Mar 2025; lasts until 8 May

      10 Mar 17 Mar 24 Mar 31 Mar 7 Apr  14 Apr 21 Apr 28 Apr
      day 1  8      15     22     29     36     43     50
                     ▼
  1.1 ────▲───────────
  1.2 ────────────────
  2.1 ●
  2.2       ●      ◑→→
  2.3  ●     ●      ● ·
  3.1  ◑
  4.1 ●●◔◇○●●●✕●○○○○○·
  4.2 ●●○○○○○○○○○○○○○·
  4.3 ●○○○○○○○○○○○○○○·
  5.1 ○○○○○○○○○○●○○○○·
  6.1 

· 1 waiting  · 5 running  ● 15 met  ◑ 2 met late  ◇ 1 reported, not verified
◔ 1 partly met  ✕ 1 unmet  ○ 47 not reported  □ 3 none reported  ▲ 1 reported
~ 1 not judged

Met (15)
  ● 2.1             Belmar: hand over 8 captive
      8 of 8, due 10 Mar, done 10 Mar 15:30; by icrc-01
  ● 2.2 step 1      Belmar: hand over captive
      5 of 5, due 16 Mar, done 16 Mar 10:00; by icrc-01, icrc-03
  ● 2.3 1           Ardania: release prisoner for each captive
      24 of 24, due 11 Mar 15:30, done 11 Mar 11:00; by icrc-02
  ● 2.3 2           Ardania: release prisoner for each captive
      25 of 25, due 17 Mar 10:00, done 17 Mar 09:00; by icrc-02, icrc-04
  ● 2.3 3           Ardania: release prisoner for each captive
      20 of 20, due 24 Mar 10:00, done 24 Mar 08:30; by icrc-02, icrc-04,
        icrc-06
  ● 4.1             Ardania: enter 60 aid truck, Harbour district   6 of 16 days
      10 Mar to 11 Mar; 15 Mar to 17 Mar; 19 Mar: 64, 71, 66, 60, 68, 75
  ● 4.2             Ardania: enter 5 aid truck (fuel), Harbour district
      2 of 16 days
      10 Mar to 11 Mar: 6, 5
  ● 4.3             Ardania: enter 30 aid truck, Northern quays     1 of 16 days
      10 Mar: 31
  ● 5.1             Ardania: not overfly for 10 h, Harbour district
      1 of 16 days
      20 Mar: 11 h

Met late (2)
  ◑ 2.2 step 2      Belmar: hand over captive
      5 of 5, due 23 Mar, done 25 Mar 16:00 (2 days late); by icrc-01, icrc-03,
        icrc-05, icrc-07
  ◑ 3.1             Ardania: withdraw, Northern quays
      due 11 Mar 15:30, done 11 Mar 20:15; by mech-01

Partly (1)
  ◔ 4.1             Ardania: enter 60 aid truck, Harbour district   1 of 16 days
      12 Mar  ardania    61 of 60  met  ardania-03
      12 Mar  un         52 of 60  partly met  un-0312b
      accounts differ in status

Reported, not verified (1)
  ◇ 4.1             Ardania: enter 60 aid truck, Harbour district   1 of 16 days
      13 Mar  ardania    63 of 60  met  ardania-04
      13 Mar  un         20 of 60  partly  un-0313

Unmet (1)
  ✕ 4.1             Ardania: enter 60 aid truck, Harbour district   1 of 16 days
      18 Mar  un         0 of 60  unmet  un-0318
      invoked by Ardania, 18 Mar [ardania-06]: Storm: the harbour was closed by
        the pilots.

Not reported (47)
  ○ 4.1             Ardania: enter 60 aid truck, Harbour district   6 of 16 days
      14 Mar; 20 Mar to 24 Mar
  ○ 4.2             Ardania: enter 5 aid truck (fuel), Harbour district
      13 of 16 days
      12 Mar to 24 Mar
  ○ 4.3             Ardania: enter 30 aid truck, Northern quays    14 of 16 days
      11 Mar to 24 Mar
  ○ 5.1             Ardania: not overfly for 10 h, Harbour district
      14 of 16 days
      10 Mar to 19 Mar; 21 Mar to 24 Mar

Running or waiting (6)
  · 2.3 4           Ardania: release prisoner for each captive
      0 of 5, due 26 Mar 16:00
  · 4.1             Ardania: enter 60 aid truck, Harbour district   1 of 16 days
  · 4.2             Ardania: enter 5 aid truck (fuel), Harbour district
      1 of 16 days
  · 4.3             Ardania: enter 30 aid truck, Northern quays     1 of 16 days
  · 5.1             Ardania: not overfly for 10 h, Harbour district
      1 of 16 days
  · 6.1             Joint mechanism: inspect, Northern quays

Prohibitions and states to keep (4)
  ▲ 1.1             Ardania: not attack, Harbour district             reported 1
      contested
      belmar     1  reported  belmar-02
      reported in the period from 10 Mar
      disputed by Ardania, 14 Mar 22:40 [ardania-05]: No unit of ours was on the
        breakwater.
      stated by Joint mechanism, 14 Mar 22:40 [mech-02]: Casings were found; who
        fired could not be established.
  □ 1.1             Belmar: not attack, Harbour district
      none reported, and nobody gave a complete count
  □ 1.2             Ardania: keep hotline staffed
      none reported, and nobody gave a complete count
  □ 1.2             Belmar: keep hotline staffed
      none reported, and nobody gave a complete count

Left to a body to judge (1)
  ~ 2.4             Exchanges take place without ceremony, parade or display.

Reported or said, and counted under no clause (1)
  12 Mar 09:00, Joint mechanism: hotline staffed, it holds [mech-03]

Over the entries readable here, up to record 36: 11 formal clauses evaluated, 1
left to a body to judge, 0 declaratory. What is not reported here is neither
done nor not done.

# Every figure of every account.
$ truce status examples/harbour/agreement.truce examples/harbour/reports.jsonl --format csv | diff - tests/golden/harbour.status.csv

# The seventh day, as it was known on 14 March.
$ truce status --brief examples/harbour/agreement.truce examples/harbour/reports.jsonl --at 'day 7' --known-at 2025-03-14
Harbour truce
day 7 of 60  Sunday 16 Mar 2025, 23:59 Europe/Lisbon (23:59 UTC)
as known at Friday 14 Mar 2025, 23:59 Europe/Lisbon (23:59 UTC)
in force since 10 Mar 2025; lasts until 8 May

      10 Mar 17 Mar 24 Mar 31 Mar 7 Apr  14 Apr 21 Apr 28 Apr
      day 1  8      15     22     29     36     43     50
            ▼
  1.1 ────▲──
  1.2 ───────
  2.1 ●
  2.2       ·      ·
  2.3  ●
  3.1  ◑
  4.1 ●●◔◇○○·
  4.2 ●●○○○○·
  4.3 ●○○○○○·
  5.1 ○○○○○○·
  6.1 

· 1 waiting  · 6 running  ● 7 met  ◑ 1 met late  ◇ 1 reported, not verified
◔ 1 partly met  ○ 17 not reported  □ 3 none reported  ▲ 1 reported
~ 1 not judged

Over the entries readable here, up to record 20: 11 formal clauses evaluated, 1
left to a body to judge, 0 declaratory. What is not reported here is neither
done nor not done.

# One account, one clause.
$ truce status examples/harbour/agreement.truce examples/harbour/reports.jsonl --account ardania --clause 4.1
Harbour truce
day 16 of 60  Tuesday 25 Mar 2025, 16:00 Europe/Lisbon (16:00 UTC)
in force since 10 Mar 2025; lasts until 8 May
by the account of ardania alone

      10 Mar 17 Mar 24 Mar 31 Mar 7 Apr  14 Apr 21 Apr 28 Apr
      day 1  8      15     22     29     36     43     50
                     ▼
  4.1   ●●

● 2 met

Met (2)
  ● 4.1  Ardania: enter 60 aid truck, Harbour district              2 of 16 days
      12 Mar to 13 Mar: 61, 63

Over the entries readable here, up to record 36: 11 formal clauses evaluated, 1
left to a body to judge, 0 declaratory. What is not reported here is neither
done nor not done.

# Without reports it is not in force, and nothing is said of anybody.
$ truce status examples/kumanovo-1999/agreement.truce
Military Technical Agreement, Kumanovo 1999
not in force  no record speaks of any time

· 19 waiting    1 declaratory    1 permitted

Running or waiting (19)
  · 1.1  Federal Republic of Yugoslavia: not attack, Kosovo              waiting
  · 1.1  Republic of Serbia: not attack, Kosovo                          waiting
  · 2.1  Federal Republic of Yugoslavia: vacate, Zone 3
  · 2.1  Republic of Serbia: vacate, Zone 3
  · 2.2  Federal Republic of Yugoslavia: vacate, Zone 1
  · 2.2  Republic of Serbia: vacate, Zone 1
  · 2.3  Federal Republic of Yugoslavia: vacate, Zone 2
  · 2.3  Republic of Serbia: vacate, Zone 2
  · 2.4  Federal Republic of Yugoslavia: vacate, Kosovo
  · 2.4  Republic of Serbia: vacate, Kosovo
  · 3.1  International security force (KFOR): not strike, Kosovo         waiting
  · 4.1  Federal Republic of Yugoslavia: mark minefield, Kosovo
  · 4.1  Republic of Serbia: mark minefield, Kosovo
  · 4.2  Federal Republic of Yugoslavia: clear minefield, Kosovo
  · 4.2  Republic of Serbia: clear minefield, Kosovo
  · 5.1  Federal Republic of Yugoslavia: not overfly, within 25 km of provincia…
      waiting
  · 5.1  Republic of Serbia: not overfly, within 25 km of provincial border
      waiting
  · 5.2  Federal Republic of Yugoslavia: not enter, within 5 km of provincial b…
      waiting
  · 5.2  Republic of Serbia: not enter, within 5 km of provincial border
      waiting

Declaratory, permissions (2)
    3.2  International security force (KFOR): may strike, Kosovo
    6.1  The commander of the international security force has the last word on…

Over the entries readable here, up to record 0: 11 formal clauses evaluated, 0
left to a body to judge, 1 declaratory. What is not reported here is neither
done nor not done.

$ truce status examples/gaza-2025-07-proposal/agreement.truce --brief
Gaza, 60-day proposal of July 2025
not in force  no record speaks of any time

· 13 waiting    7 declaratory

Over the entries readable here, up to record 0: 15 formal clauses evaluated, 0
left to a body to judge, 7 declaratory. What is not reported here is neither
done nor not done.

# A draft: what is open is listed, and evaluated once it is chosen.
$ truce status examples/harbour-draft/agreement.truce --brief
Harbour truce, draft of the fourth round
not in force  no record speaks of any time

· 4 waiting

Open in the draft, not evaluated (2)
  2.2  choose one of A, B
  4.1  choose one of A, B, C

Over the entries readable here, up to record 0: 4 formal clauses evaluated, 0
left to a body to judge, 0 declaratory. What is not reported here is neither
done nor not done.

# Exit status.
$ truce status --brief --fail-on unmet --clause 3.1 examples/harbour/agreement.truce examples/harbour/reports.jsonl > /dev/null

$ truce status --brief --fail-on unmet --clause 4.1 examples/harbour/agreement.truce examples/harbour/reports.jsonl > /dev/null
? 1

$ truce status --brief --fail-on met --fail-on 'met late' --clause 3.1 examples/harbour/agreement.truce examples/harbour/reports.jsonl > /dev/null
? 1

# A broken line is named, the rest is kept.
$ (head -n 3 examples/harbour/reports.jsonl; echo '{"type":"report","id":"x"'; tail -n +4 examples/harbour/reports.jsonl) > $T/broken.jsonl; truce status examples/harbour/agreement.truce $T/broken.jsonl --clause 3.1 2>&1 | sed "s#$T/##"; truce status examples/harbour/agreement.truce $T/broken.jsonl --clause 3.1 > /dev/null 2>&1; echo "status $?"
broken.jsonl:4:26: a comma or } was expected
  hint: the line ends too early: is it cut off, or split in two?
Harbour truce
day 16 of 60  Tuesday 25 Mar 2025, 16:00 Europe/Lisbon (16:00 UTC)
in force since 10 Mar 2025; lasts until 8 May

      10 Mar 17 Mar 24 Mar 31 Mar 7 Apr  14 Apr 21 Apr 28 Apr
      day 1  8      15     22     29     36     43     50
                     ▼
  3.1  ◑

◑ 1 met late

Met late (1)
  ◑ 3.1  Ardania: withdraw, Northern quays   due 11 Mar 15:30, done 11 Mar 20:15
      by mech-01

Over the entries readable here, up to record 36: 11 formal clauses evaluated, 1
left to a body to judge, 0 declaratory. 1 line of the input could not be used
and is not counted. What is not reported here is neither done nor not done.
status 3

$ truce status examples/harbour/agreement.truce - --clause 3.1 --format csv < examples/harbour/reports.jsonl
clause,reading,instance,bearer,account,status,done,done_at_most,possible,required,unit,due,accounts_differ,contested_on,reports
3.1,,,ardania,,met late,1,,1,1,,2025-03-11T15:30:59Z,no,,mech-01
3.1,,,ardania,ardania,met,1,,1,1,,2025-03-11T23:59:59Z,no,,ardania-02
3.1,,,ardania,mechanism,met,1,,1,1,,,no,,mech-01

# The same with the lines in any order.
$ sort examples/harbour/reports.jsonl > $T/sorted; sort -r examples/harbour/reports.jsonl > $T/reversed; for f in examples/harbour/reports.jsonl $T/sorted $T/reversed; do truce status examples/harbour/agreement.truce $f --format json | cksum; done | sort -u | wc -l
1

# Names that do not exist.
$ truce status examples/harbour/agreement.trce
truce status: examples/harbour/agreement.trce: cannot open: No such file or directory
? 3

$ truce status examples/harbour/agreement.truce examples/harbour/reports.json
truce status: examples/harbour/reports.json: cannot open: No such file or directory
? 3

$ truce status examples/harbour/agreement.truce examples/harbour/reports.jsonl --clause 4.11
truce status: there is no clause "4.11" in examples/harbour/agreement.truce
  hint: did you mean 4.1?
? 2

$ truce status examples/harbour/agreement.truce examples/harbour/reports.jsonl --account icrx
truce status: there is no account "icrx"
  hint: did you mean icrc?
? 2

$ truce status examples/harbour/agreement.truce examples/harbour/reports.jsonl --at 2025-02-30
truce status: --at: "2025-02-30" is no time: '2025-02-30' does not exist: February 2025 has 28 days
  hint: check the day and the month
? 2

$ truce status examples/harbour/agreement.truce examples/harbour/reports.jsonl --at 'day 0'
truce status: --at: "day 0" is not a day of the truce
  hint: for instance --at 'day 7'
? 2

$ truce status examples/harbour/agreement.truce examples/harbour/reports.jsonl --fail-on unmett
truce status: --fail-on: there is no status "unmett"
  hint: did you mean 'unmet'?
? 2

$ truce status examples/harbour/reports.jsonl
examples/harbour/reports.jsonl:1:1: error[E0103]: the character `{` (U+007B) begins nothing here
     1 | {"type":"signature","id":"sig-ardania","source":"ardania","occurred":"2025-03-10...
       | ^

examples/harbour/reports.jsonl:1:2: error[E0201]: an agreement begins with the word `agreement`, not with a text in quotes
     1 | {"type":"signature","id":"sig-ardania","source":"ardania","occurred":"2025-03-10T...
       |  ^~~~~~
       = help: begin with: agreement "Title"

examples/harbour/reports.jsonl:1:2: error[E0205]: a text in quotes begins no declaration, article or clause
     1 | {"type":"signature","id":"sig-ardania","source":"ardania","occurred":"2025-03-10T...
       |  ^~~~~~

examples/harbour/reports.jsonl:1:88: error[E0103]: the character `}` (U+007D) begins nothing here
     1 | {"type":"signature","id":"sig-ardania","source":"ardania","occurred":"2025-03-10T07:50"}
       |                                                                                        ^

examples/harbour/reports.jsonl:2:1: error[E0103]: the character `{` (U+007B) begins nothing here
     2 | {"type":"signature","id":"sig-belmar","source":"belmar","occurred":"2025-03-10T0...
       | ^

examples/harbour/reports.jsonl:2:86: error[E0103]: the character `}` (U+007D) begins nothing here
     2 | {"type":"signature","id":"sig-belmar","source":"belmar","occurred":"2025-03-10T08:05"}
       |                                                                                      ^

examples/harbour/reports.jsonl:3:1: error[E0103]: the character `{` (U+007B) begins nothing here
     3 | {"type":"report","id":"icrc-01","source":"icrc","occurred":"2025-03-10T15:30","a...
       | ^

examples/harbour/reports.jsonl:3:199: error[E0103]: the character `}` (U+007D) begins nothing here
     3 | ...ctor":"belmar","to":"icrc","item":"captive.civilian","quantity":8,"how_known":"seen","access":"full"}
       |                                                                                                        ^

examples/harbour/reports.jsonl:4:1: error[E0103]: the character `{` (U+007B) begins nothing here
     4 | {"type":"report","id":"ardania-01","source":"ardania","occurred":"2025-03-10","a...
       | ^

examples/harbour/reports.jsonl:4:183: error[E0103]: the character `}` (U+007D) begins nothing here
     4 | ...":"hand_over","actor":"belmar","to":"icrc","item":"captive.civilian","quantity":8,"how_known":"told"}
       |                                                                                                        ^

examples/harbour/reports.jsonl:5:1: error[E0103]: the character `{` (U+007B) begins nothing here
     5 | {"type":"report","id":"icrc-02","source":"icrc","occurred":"2025-03-11T11:00","a...
       | ^

examples/harbour/reports.jsonl:5:163: error[E0103]: the character `}` (U+007D) begins nothing here
     5 | ...25-03-11T11:00","act":"release","actor":"ardania","item":"prisoner","quantity":24,"how_known":"seen"}
       |                                                                                                        ^

examples/harbour/reports.jsonl:6:1: error[E0103]: the character `{` (U+007B) begins nothing here
     6 | {"type":"report","id":"belmar-01","source":"belmar","occurred":"2025-03-11","kin...
       | ^

examples/harbour/reports.jsonl:6:228: error[E0103]: the character `}` (U+007D) begins nothing here
     6 | ...tem":"prisoner","quantity":22,"how_known":"seen","note":"Two names of the list were not among them."}
       |                                                                                                        ^

examples/harbour/reports.jsonl:7:1: error[E0103]: the character `{` (U+007B) begins nothing here
     7 | {"type":"report","id":"ardania-02","source":"ardania","occurred":"2025-03-11T15:...
       | ^

examples/harbour/reports.jsonl:7:154: error[E0103]: the character `}` (U+007D) begins nothing here
     7 | ...,"occurred":"2025-03-11T15:10","act":"withdraw","actor":"ardania","place":"north","how_known":"seen"}
       |                                                                                                        ^

examples/harbour/reports.jsonl:8:1: error[E0103]: the character `{` (U+007B) begins nothing here
     8 | {"type":"report","id":"mech-01","source":"mechanism","occurred":"2025-03-11T20:1...
       | ^

examples/harbour/reports.jsonl:8:211: error[E0103]: the character `}` (U+007D) begins nothing here
     8 | ...rdania","place":"north","how_known":"seen","access":"full","note":"The last vehicle left the quays."}
       |                                                                                                        ^

examples/harbour/reports.jsonl:9:1: error[E0103]: the character `{` (U+007B) begins nothing here
     9 | {"type":"return","id":"un-0310","source":"un","occurred":"2025-03-10","act":"ent...
       | ^

examples/harbour/reports.jsonl:9:144: error[E0103]: the character `}` (U+007D) begins nothing here
     9 | ...n","occurred":"2025-03-10","act":"enter","item":"truck","place":"harbour","quantity":64,"final":true}
       |                                                                                                        ^

examples/harbour/reports.jsonl:10:1: error[E0103]: the character `{` (U+007B) begins nothing here
    10 | {"type":"return","id":"un-0310-fuel","source":"un","occurred":"2025-03-10","act"...
       | ^

examples/harbour/reports.jsonl:10:153: error[E0103]: the character `}` (U+007D) begins nothing here
    10 | ...occurred":"2025-03-10","act":"enter","item":"truck.fuel","place":"harbour","quantity":6,"final":true}
       |                                                                                                        ^

examples/harbour/reports.jsonl:11:1: error[E0103]: the character `{` (U+007B) begins nothing here
    11 | {"type":"return","id":"un-0310-north","source":"un","occurred":"2025-03-10","act...
       | ^

examples/harbour/reports.jsonl:11:148: error[E0103]: the character `}` (U+007D) begins nothing here
    11 | ..."un","occurred":"2025-03-10","act":"enter","item":"truck","place":"north","quantity":31,"final":true}
       |                                                                                                        ^

examples/harbour/reports.jsonl:12:1: error[E0103]: the character `{` (U+007B) begins nothing here
    12 | {"type":"return","id":"un-0311","source":"un","occurred":"2025-03-11","act":"ent...
       | ^

examples/harbour/reports.jsonl:12:144: error[E0103]: the character `}` (U+007D) begins nothing here
    12 | ...n","occurred":"2025-03-11","act":"enter","item":"truck","place":"harbour","quantity":71,"final":true}
       |                                                                                                        ^

examples/harbour/reports.jsonl:13:1: error[E0103]: the character `{` (U+007B) begins nothing here
    13 | {"type":"return","id":"un-0311-fuel","source":"un","occurred":"2025-03-11","act"...
       | ^

examples/harbour/reports.jsonl:13:153: error[E0103]: the character `}` (U+007D) begins nothing here
    13 | ...occurred":"2025-03-11","act":"enter","item":"truck.fuel","place":"harbour","quantity":5,"final":true}
       |                                                                                                        ^

examples/harbour/reports.jsonl:14:1: error[E0103]: the character `{` (U+007B) begins nothing here
    14 | {"type":"return","id":"un-0312","source":"un","occurred":"2025-03-12","act":"ent...
       | ^

examples/harbour/reports.jsonl:14:144: error[E0103]: the character `}` (U+007D) begins nothing here
    14 | ...n","occurred":"2025-03-12","act":"enter","item":"truck","place":"harbour","quantity":61,"final":true}
       |                                                                                                        ^

examples/harbour/reports.jsonl:15:1: error[E0103]: the character `{` (U+007B) begins nothing here
    15 | {"type":"return","id":"un-0312b","source":"un","occurred":"2025-03-12","recorded...
       | ^

examples/harbour/reports.jsonl:15:234: error[E0103]: the character `}` (U+007D) begins nothing here
    15 | ...harbour","quantity":52,"final":true,"amends":"un-0312","note":"Nine had been counted at both gates."}
       |                                                                                                        ^

examples/harbour/reports.jsonl:16:1: error[E0103]: the character `{` (U+007B) begins nothing here
    16 | {"type":"report","id":"ardania-03","source":"ardania","occurred":"2025-03-12","k...
       | ^

examples/harbour/reports.jsonl:16:154: error[E0103]: the character `}` (U+007D) begins nothing here
    16 | ...,"occurred":"2025-03-12","kind":"total","act":"enter","item":"truck","place":"harbour","quantity":61}
       |                                                                                                        ^

examples/harbour/reports.jsonl:17:1: error[E0103]: the character `{` (U+007B) begins nothing here
    17 | {"type":"report","id":"un-0313","source":"un","occurred":"2025-03-13","kind":"ev...
       | ^

examples/harbour/reports.jsonl:17:253: error[E0103]: the character `}` (U+007D) begins nothing here
    17 | ...s":"limited","access_denied_by":"ardania","note":"The eastern gate could not be watched after noon."}
       |                                                                                                        ^

examples/harbour/reports.jsonl:18:1: error[E0103]: the character `{` (U+007B) begins nothing here
    18 | {"type":"report","id":"ardania-04","source":"ardania","occurred":"2025-03-13","k...
       | ^

examples/harbour/reports.jsonl:18:154: error[E0103]: the character `}` (U+007D) begins nothing here
    18 | ...,"occurred":"2025-03-13","kind":"total","act":"enter","item":"truck","place":"harbour","quantity":63}
       |                                                                                                        ^

examples/harbour/reports.jsonl:19:1: error[E0103]: the character `{` (U+007B) begins nothing here
    19 | {"type":"return","id":"un-0315","source":"un","occurred":"2025-03-15","act":"ent...
       | ^

examples/harbour/reports.jsonl:19:144: error[E0103]: the character `}` (U+007D) begins nothing here
    19 | ...n","occurred":"2025-03-15","act":"enter","item":"truck","place":"harbour","quantity":66,"final":true}
       |                                                                                                        ^

examples/harbour/reports.jsonl:20:1: error[E0103]: the character `{` (U+007B) begins nothing here
    20 | {"type":"return","id":"un-0316","source":"un","occurred":"2025-03-16","act":"ent...
       | ^

examples/harbour/reports.jsonl:20:144: error[E0103]: the character `}` (U+007D) begins nothing here
    20 | ...n","occurred":"2025-03-16","act":"enter","item":"truck","place":"harbour","quantity":60,"final":true}
       |                                                                                                        ^

examples/harbour/reports.jsonl:21:1: error[E0103]: the character `{` (U+007B) begins nothing here
    21 | {"type":"report","id":"belmar-02","source":"belmar","occurred":"2025-03-14T22:40...
       | ^

examples/harbour/reports.jsonl:21:195: error[E0103]: the character `}` (U+007D) begins nothing here
    21 | ...k","actor":"ardania","place":"harbour","how_known":"heard","note":"Three shots from the breakwater."}
       |                                                                                                        ^

examples/harbour/reports.jsonl:22:1: error[E0103]: the character `{` (U+007B) begins nothing here
    22 | {"type":"report","id":"ardania-05","source":"ardania","occurred":"2025-03-14T22:...
       | ^

examples/harbour/reports.jsonl:22:185: error[E0103]: the character `}` (U+007D) begins nothing here
    22 | ..."reported":"2025-03-15T09:00","disputes":"belmar-02","note":"No unit of ours was on the breakwater."}
       |                                                                                                        ^

examples/harbour/reports.jsonl:23:1: error[E0103]: the character `{` (U+007B) begins nothing here
    23 | {"type":"incident","id":"inc-1","source":"mechanism","recorded":"2025-03-15T12:0...
       | ^

examples/harbour/reports.jsonl:23:107: error[E0103]: the character `}` (U+007D) begins nothing here
    23 | ...":"incident","id":"inc-1","source":"mechanism","recorded":"2025-03-15T12:00","reports":["belmar-02"]}
       |                                                                                                        ^

examples/harbour/reports.jsonl:24:1: error[E0103]: the character `{` (U+007B) begins nothing here
    24 | {"type":"assessment","id":"mech-02","source":"mechanism","recorded":"2025-03-16T...
       | ^

examples/harbour/reports.jsonl:24:325: error[E0103]: the character `}` (U+007D) begins nothing here
    24 | ...clause":"1.1","severity":"minor","reasons":"Casings were found; who fired could not be established."}
       |                                                                                                        ^

examples/harbour/reports.jsonl:25:1: error[E0103]: the character `{` (U+007B) begins nothing here
    25 | {"type":"report","id":"mech-03","source":"mechanism","kind":"state","occurred":"...
       | ^

examples/harbour/reports.jsonl:25:146: error[E0103]: the character `}` (U+007D) begins nothing here
    25 | ...hanism","kind":"state","occurred":"2025-03-12T09:00","item":"hotline","state":"staffed","holds":true}
       |                                                                                                        ^

examples/harbour/reports.jsonl:26:1: error[E0103]: the character `{` (U+007B) begins nothing here
    26 | {"type":"report","id":"icrc-03","source":"icrc","occurred":"2025-03-16T10:00","a...
       | ^

examples/harbour/reports.jsonl:26:182: error[E0103]: the character `}` (U+007D) begins nothing here
    26 | ...t":"hand_over","actor":"belmar","to":"icrc","item":"captive.soldier","quantity":5,"how_known":"seen"}
       |                                                                                                        ^

examples/harbour/reports.jsonl:27:1: error[E0103]: the character `{` (U+007B) begins nothing here
    27 | {"type":"report","id":"icrc-04","source":"icrc","occurred":"2025-03-17T09:00","a...
       | ^

examples/harbour/reports.jsonl:27:163: error[E0103]: the character `}` (U+007D) begins nothing here
    27 | ...25-03-17T09:00","act":"release","actor":"ardania","item":"prisoner","quantity":25,"how_known":"seen"}
       |                                                                                                        ^

examples/harbour/reports.jsonl:28:1: error[E0103]: the character `{` (U+007B) begins nothing here
    28 | {"type":"return","id":"un-0317","source":"un","occurred":"2025-03-17","act":"ent...
       | ^

examples/harbour/reports.jsonl:28:144: error[E0103]: the character `}` (U+007D) begins nothing here
    28 | ...n","occurred":"2025-03-17","act":"enter","item":"truck","place":"harbour","quantity":68,"final":true}
       |                                                                                                        ^

examples/harbour/reports.jsonl:29:1: error[E0103]: the character `{` (U+007B) begins nothing here
    29 | {"type":"return","id":"un-0318","source":"un","occurred":"2025-03-18","act":"ent...
       | ^

examples/harbour/reports.jsonl:29:183: error[E0103]: the character `}` (U+007D) begins nothing here
    29 | ...","item":"truck","place":"harbour","quantity":0,"final":true,"note":"Storm: the harbour was closed."}
       |                                                                                                        ^

examples/harbour/reports.jsonl:30:1: error[E0103]: the character `{` (U+007B) begins nothing here
    30 | {"type":"notice","id":"ardania-06","source":"ardania","occurred":"2025-03-18","i...
       | ^

examples/harbour/reports.jsonl:30:197: error[E0103]: the character `}` (U+007D) begins nothing here
    30 | ...bility","clause":"4.1","instance":"2025-03-18","text":"Storm: the harbour was closed by the pilots."}
       |                                                                                                        ^

examples/harbour/reports.jsonl:31:1: error[E0103]: the character `{` (U+007B) begins nothing here
    31 | {"type":"return","id":"un-0319","source":"un","occurred":"2025-03-19","act":"ent...
       | ^

examples/harbour/reports.jsonl:31:144: error[E0103]: the character `}` (U+007D) begins nothing here
    31 | ...n","occurred":"2025-03-19","act":"enter","item":"truck","place":"harbour","quantity":75,"final":true}
       |                                                                                                        ^

examples/harbour/reports.jsonl:32:1: error[E0103]: the character `{` (U+007B) begins nothing here
    32 | {"type":"report","id":"mech-04","source":"mechanism","occurred":{"from":"2025-03...
       | ^

examples/harbour/reports.jsonl:32:65: error[E0103]: the character `{` (U+007B) begins nothing here
    32 | {"type":"report","id":"mech-04","source":"mechanism","occurred":{"from":"2025-03-20T06:00","to":"2025-03-20T17:00"},"act":"overfly","actor":"ard...
       |                                                                 ^

examples/harbour/reports.jsonl:32:115: error[E0103]: the character `}` (U+007D) begins nothing here
    32 | ...t","id":"mech-04","source":"mechanism","occurred":{"from":"2025-03-20T06:00","to":"2025-03-20T17:00"},"act":"overfly","actor":"ardania","place":"harbour","did_not":true,"how_known"...
       |                                                                                                        ^

examples/harbour/reports.jsonl:32:204: error[E0103]: the character `}` (U+007D) begins nothing here
    32 | ...3-20T17:00"},"act":"overfly","actor":"ardania","place":"harbour","did_not":true,"how_known":"sensor"}
       |                                                                                                        ^

examples/harbour/reports.jsonl:33:1: error[E0103]: the character `{` (U+007B) begins nothing here
    33 | {"type":"report","id":"icrc-05","source":"icrc","occurred":"2025-03-23T10:00","a...
       | ^

examples/harbour/reports.jsonl:33:182: error[E0103]: the character `}` (U+007D) begins nothing here
    33 | ...t":"hand_over","actor":"belmar","to":"icrc","item":"captive.soldier","quantity":4,"how_known":"seen"}
       |                                                                                                        ^

examples/harbour/reports.jsonl:34:1: error[E0103]: the character `{` (U+007B) begins nothing here
    34 | {"type":"report","id":"belmar-03","source":"belmar","occurred":"2025-03-23T10:00...
       | ^

examples/harbour/reports.jsonl:34:167: error[E0103]: the character `}` (U+007D) begins nothing here
    34 | ...25-03-23T10:00","act":"hand_over","actor":"belmar","to":"icrc","item":"captive.soldier","quantity":5}
       |                                                                                                        ^

examples/harbour/reports.jsonl:35:1: error[E0103]: the character `{` (U+007B) begins nothing here
    35 | {"type":"report","id":"icrc-06","source":"icrc","occurred":"2025-03-24T08:30","a...
       | ^

examples/harbour/reports.jsonl:35:163: error[E0103]: the character `}` (U+007D) begins nothing here
    35 | ...25-03-24T08:30","act":"release","actor":"ardania","item":"prisoner","quantity":20,"how_known":"seen"}
       |                                                                                                        ^

examples/harbour/reports.jsonl:36:1: error[E0103]: the character `{` (U+007B) begins nothing here
    36 | {"type":"report","id":"icrc-07","source":"icrc","occurred":"2025-03-25T16:00","a...
       | ^

examples/harbour/reports.jsonl:36:229: error[E0103]: the character `}` (U+007D) begins nothing here
    36 | ...em":"captive.soldier","quantity":1,"how_known":"seen","note":"The fifth was in hospital until then."}
       |                                                                                                        ^
truce status: examples/harbour/reports.jsonl has 76 errors: nothing was evaluated
  hint: truce check shows all that was found
? 3

$ truce status
truce status: an operand is missing (usage: truce status AGREEMENT [REPORTS...])
  hint: truce help status
? 2
