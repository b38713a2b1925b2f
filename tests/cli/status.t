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
      not notified in time: 20 Mar

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
      not notified in time: 10 Mar to 19 Mar; 21 Mar to 24 Mar

Running or waiting (6)
  · 2.3 4           Ardania: release prisoner for each captive
      0 of 5, due 26 Mar 16:00
  · 4.1             Ardania: enter 60 aid truck, Harbour district   1 of 16 days
  · 4.2             Ardania: enter 5 aid truck (fuel), Harbour district
      1 of 16 days
  · 4.3             Ardania: enter 30 aid truck, Northern quays     1 of 16 days
  · 5.1             Ardania: not overfly for 10 h, Harbour district
      1 of 16 days
      not notified in time: 25 Mar
  · 6.1             Joint mechanism: inspect, Northern quays             waiting

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

· 19 waiting    1 permitted

Running or waiting (19)
  · 1.1  Federal Republic of Yugoslavia: not attack, Kosovo              waiting
  · 1.1  Republic of Serbia: not attack, Kosovo                          waiting
  · 2.1  Federal Republic of Yugoslavia: vacate, Zone 3                  waiting
  · 2.1  Republic of Serbia: vacate, Zone 3                              waiting
  · 2.2  Federal Republic of Yugoslavia: vacate, Zone 1                  waiting
  · 2.2  Republic of Serbia: vacate, Zone 1                              waiting
  · 2.3  Federal Republic of Yugoslavia: vacate, Zone 2                  waiting
  · 2.3  Republic of Serbia: vacate, Zone 2                              waiting
  · 2.4  Federal Republic of Yugoslavia: vacate, Kosovo                  waiting
  · 2.4  Republic of Serbia: vacate, Kosovo                              waiting
  · 3.1  International security force (KFOR): not strike, Kosovo         waiting
  · 4.1  Federal Republic of Yugoslavia: mark minefield, Kosovo          waiting
  · 4.1  Republic of Serbia: mark minefield, Kosovo                      waiting
  · 4.2  Federal Republic of Yugoslavia: clear minefield, Kosovo         waiting
  · 4.2  Republic of Serbia: clear minefield, Kosovo                     waiting
  · 5.1  Federal Republic of Yugoslavia: not overfly, within 25 km of provincia…
      waiting
  · 5.1  Republic of Serbia: not overfly, within 25 km of provincial border
      waiting
  · 5.2  Federal Republic of Yugoslavia: not enter, within 5 km of provincial b…
      waiting
  · 5.2  Republic of Serbia: not enter, within 5 km of provincial border
      waiting

Declaratory, permissions (1)
    3.2  International security force (KFOR): may strike, Kosovo

Over the entries readable here, up to record 0: 11 formal clauses evaluated, 0
left to a body to judge, 0 declaratory. What is not reported here is neither
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
clause,reading,instance,bearer,account,status,done,done_at_most,possible,required,unit,due,accounts_differ,contested_on,reports,label_status
3.1,,,ardania,,met late,1,,1,1,,2025-03-11T15:30:59Z,no,,mech-01,
3.1,,,ardania,ardania,met,1,,1,1,,2025-03-11T23:59:59Z,no,,ardania-02,
3.1,,,ardania,mechanism,met,1,,1,1,,,no,,mech-01,

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

$ truce status examples/harbour/reports.jsonl 2>&1 | tail -n 2 | sed 's/has [0-9]* errors/has N errors/'
truce status: examples/harbour/reports.jsonl has N errors: nothing was evaluated
  hint: truce check shows all that was found

$ truce status
truce status: an operand is missing (usage: truce status AGREEMENT [REPORTS...])
  hint: truce help status
? 2

$ mkdir $T/m && cp examples/harbour/agreement.truce $T/m/ && printf '{"type":"report","id":"p1","source":"un","occurred":"2025-03-12","act":"enter","item":"truck","place":{"lon":-9.13,"lat":38.7},"quantity":1}\n' | truce status $T/m/agreement.truce - --clause 4.1 --format csv 2>&1 | sed "s|$T|T|g"
note: places have no shape: T/m/zones.geojson: cannot open: No such file or directory
  = help: everything but points on a map works without
standard input:1:103: place: a point, but there is no map of the zones
  hint: name the zone; or give the zones a GeoJSON file
clause,reading,instance,bearer,account,status,done,done_at_most,possible,required,unit,due,accounts_differ,contested_on,reports,label_status

$ printf '{"type":"FeatureCollection","features":[]}' > $T/m/zones.geojson; truce status $T/m/agreement.truce /dev/null --clause 3.1 --format csv 2>&1 | sed "s|$T|T|g"
note: places have no shape: zones.geojson has no feature with the id "harbour"
  = help: everything but points on a map works without
clause,reading,instance,bearer,account,status,done,done_at_most,possible,required,unit,due,accounts_differ,contested_on,reports,label_status
3.1,,,ardania,,waiting,0,,0,1,,,no,,,

# A circle through a deadline, its clauses in both orders: the deed of 5 January
# gives the other clause its date, whichever is asked first.
$ for o in 12 21; do { printf 'agreement "Circle"\nparty p, q\nverifier v\nitem post unit post\nact leave "leave" "left"\nstandard confirmed by 1 of (p, q, v)\nclock\n  time zone UTC\n  in force at 2025-01-01 00:00\n  lasts 60 days\narticle 1\n'; P='p shall leave 1 post within 3 days after'; Q='q shall leave 2 post within 4 days after'; if [ $o = 12 ]; then printf '  1.1 %s 1.2 is met\n  1.2 %s 1.1 is met\n' "$P" "$Q"; else printf '  1.1 %s 1.2 is met\n  1.2 %s 1.1 is met\n' "$Q" "$P"; fi; } > $T/circle-$o.truce; done; printf '{"type":"report","id":"r1","source":"v","occurred":"2025-01-05","act":"leave","actor":"p","item":"post","quantity":1}\n' > $T/circle.jsonl; for o in 12 21; do truce status $T/circle-$o.truce $T/circle.jsonl --at 2025-01-20 --format csv | cut -d, -f1,5-8,12 | grep -v ',v,'; done
clause,account,status,done,done_at_most,due
1.1,,met,1,,
1.2,,not reported,0,,2025-01-09T23:59:59Z
clause,account,status,done,done_at_most,due
1.1,,not reported,0,,2025-01-09T23:59:59Z
1.2,,met,1,,

# Days that end, and days that begin, by those of the other clause.
$ for w in until from; do { sed '/^  1/d' $T/circle-12.truce; printf '  1.1 p shall leave 1 post each day %s 1.2 is met\n  1.2 q shall leave 2 post each day %s 1.1 is met\n' $w $w; } > $T/days-$w.truce; truce status $T/days-$w.truce $T/circle.jsonl --at 2025-01-06 --format csv | cut -d, -f1,3,5-8,12; done
clause,instance,account,status,done,done_at_most,due
1.1,2025-01-01,,not reported,0,,2025-01-01T23:59:59Z
1.1,2025-01-02,,not reported,0,,2025-01-02T23:59:59Z
1.1,2025-01-03,,not reported,0,,2025-01-03T23:59:59Z
1.1,2025-01-04,,not reported,0,,2025-01-04T23:59:59Z
1.1,2025-01-05,,met,1,,2025-01-05T23:59:59Z
1.1,2025-01-05,v,met,1,,2025-01-05T23:59:59Z
1.1,2025-01-06,,running,0,,2025-01-06T23:59:59Z
1.2,2025-01-01,,not reported,0,,2025-01-01T23:59:59Z
1.2,2025-01-02,,not reported,0,,2025-01-02T23:59:59Z
1.2,2025-01-03,,not reported,0,,2025-01-03T23:59:59Z
1.2,2025-01-04,,not reported,0,,2025-01-04T23:59:59Z
1.2,2025-01-05,,not reported,0,,2025-01-05T23:59:59Z
1.2,2025-01-06,,running,0,,2025-01-06T23:59:59Z
clause,instance,account,status,done,done_at_most,due

# Sochi, 22 October 2019: 150 hours from noon of the 23rd, over the end of summer time in Syria on the 25th. Hours elapse;
# days keep the hour of the clock.
$ printf '%s\n' 'agreement "Memorandum of Sochi"' 'party turkiye, russia' 'force ypg "YPG"' 'zone depth "30 km from the border"' clock '  time zone Asia/Damascus' '  in force at 2019-10-23 12:00' '  lasts without end' 'article 5' '5.1 ypg shall withdraw from depth within 150 hours' '5.2 ypg shall withdraw from depth within 6 days' > $T/sochi.truce; truce status $T/sochi.truce --at 2019-10-24 --format csv | cut -d, -f1,12
clause,due
5.1,2019-10-29T17:00:00+02:00
5.2,2019-10-29T12:00:00+02:00
# Statements of one round with labels, of each source alone: not those to come.
$ printf '%s\n' 'agreement "Rounds"' 'party p, q' 'verifier v' 'item man unit person' 'clock' ' time zone UTC' ' in force on 2025-01-01' ' day 1 is the day of entry into force' ' lasts 30 days' 'article 1' '1.1 for each man released by q, matched by round p shall release 9 man within 3 days verified by v' > $T/rounds.truce
$ printf '{"type":"report","id":"%s","source":"%s","act":"release","actor":"%s","item":"man","quantity":%s,"round":"r",%s"occurred":"%s"}\n' t v q 1 '' 2025-01-02 a q p 2 '"label":"some",' 2025-01-03 b p p 3 '"label":"most",' 2025-01-04 c q p 4 '"label":"all",' 2025-01-20 > $T/rounds.jsonl
$ truce status $T/rounds.truce $T/rounds.jsonl --at 2025-01-10T00:00:00Z | sed -n '/^Figures/,/^$/p'
Figures of different sources, each alone, never added
  1.1 r q, 3 Jan: 2 of 9; alone it leaves 7; states "some" [a]
  1.1 r p, 4 Jan: 3 of 9; alone it leaves 6; states "most" [b]
$ truce status $T/rounds.truce $T/rounds.jsonl --at 2025-01-21T00:00:00Z | sed -n '/^Figures/,/^$/p'
Figures of different sources, each alone, never added
  1.1 r q, 3 Jan: 2 of 9; alone it leaves 7; states "some" [a]
  1.1 r p, 4 Jan: 3 of 9; alone it leaves 6; states "most" [b]
  1.1 r q, 20 Jan: 4 of 9; alone it leaves 5; states "all" [c]
