# The replay of examples/gaza-2025-01: what its README says it shows.

$ truce status examples/gaza-2025-01/agreement.truce examples/gaza-2025-01/reports.jsonl
Gaza, phase 1 of the agreement of January 2025
day 59 of 42, over  Tuesday 18 Mar 2025, 23:59 Africa/Cairo (21:59 UTC)
in force since 19 Jan 2025; Phase 1 ended 1 Mar

                            19 Jan 26 Jan 2 Feb  9 Feb  16 Feb 23 Feb 2 Mar
                            day 1  8      15     22     29     36     43
  b1.1  not attack, Gaza    ──────▲──────────────▲────────────────────
  b1.2  Israel: not overfl… ○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○
  b2.1  Hamas: release hos… ●     ●      ●      ●      ●      ●      ●
  b2.2  Hamas: release 7 h…       ●
  b2.3  Hamas: release 8 h…                                          ◇
  b3.1  Israel: release pr… ●     ●    ● ●      ●                  ●
  b3.2  Israel: release pr…       ●    ● ●      ●
  b3.3  Israel: release pr…            ● ●
  b4.1  Israel: release 11…                                          ○
  b5.1  Israel: release 1,…                                          ◔
  b6.1  Israel: release 47…                                          ○
  b7.1  Israel: release al…                                          ?
  b9.1  Israel: withdraw,…  
  b9.2  Israel: not deploy… ──────────────────────────────────────────
  b10.1 Israel: withdraw,…        ◑→→
  b10.2 Israel: permit ret…       ◑→→
  b10.3 Israel: permit ret… 
  b11.1 Israel: withdraw,…                       ●
  b12.2 Israel: begin to w…                                          ○
  b12.3 Israel: withdraw,…                                                   ○
  b13.1 600 aid truck to e… ●●●●●◔○○○○○○○○○○○○○○○○○○●○○○○○○○○○○○○○○○○○
  b13.2 50 aid truck (fuel… ○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○
  b13.3 300 aid truck to e… ●○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○○
  b14.1 60,000 mobile home… 
  b14.2 200,000 tent to en… 
  b15.2 50 wounded or ill…               ●○○○○○○○○○○○○○○○○○○○○○○○○○○○○
  b15.3 European Union: de…             ●
  b16.1 begin indirect tal…                ○
  b16.2 conclude indirect…                                    ○

· 6 running  ● 30 met  ◑ 2 met late  ◇ 1 reported, not verified  ◔ 2 partly
○ 196 not reported  ? 1 depends  □ 2 none reported  ▲ 1 reported  ~ 9 not judged
  2 declaratory

Met (30)
  ● b2.1 step 1      Hamas: release hostage of the 33
      3 of 3, due 19 Jan, done 19 Jan; by g03, g58
  ● b2.1 step 2      Hamas: release hostage of the 33
      4 of 4, due 25 Jan, done 25 Jan; by g03, g58, g14
      stated by Israel, 25 Jan [g16a]: States that one named captive was not in
        the group released.
  ● b2.1 step 3      Hamas: release hostage of the 33
      3 of 3, due 1 Feb, done 30 Jan; by g03, g58, g14, g21a, g21b, g21c and 2
        more
  ● b2.1 step 4      Hamas: release hostage of the 33
      3 of 3, due 8 Feb, done 1 Feb; by g03, g58, g14, g21a, g21b, g21c and 4
        more
  ● b2.1 step 5      Hamas: release hostage of the 33
      3 of 3, due 15 Feb, done 8 Feb; by g03, g58, g14, g21a, g21b, g21c and 5
        more
      stated by Israel, 10 Feb [g42]: The defence minister states that the
        announcement of a suspension is a breach.
  ● b2.1 step 6      Hamas: release hostage of the 33
      3 of 3, due 22 Feb, done 15 Feb; by g03, g58, g14, g21a, g21b, g21c and 9
        more
      assessed by Israel Defense Forces, 20 Feb [g50]: valid 3, not valid 1:
        States that one body is not that of the agreed person. That the other
        three are is not said in so many words.
  ● b2.1 step 7      Hamas: release hostage of the 33
      14 of 14, due 1 Mar, done 26 Feb; by g03, g58, g14, g21a, g21b, g21c and
        10 more
  ● b2.2             Hamas: release 7 hostage of the 33
      7 of 7, due 25 Jan, done 25 Jan; by g03, g58, g14
      stated by Israel, 25 Jan [g16a]: States that one named captive was not in
        the group released.
  ● b3.1 1           Israel: release prisoner for each hostage of the 33
      90 of 90, done 19 Jan; by g04
  ● b3.1 2           Israel: release prisoner for each hostage of the 33
      200 of 200, done 25 Jan; by g15b, g15c, g15d
  ● b3.1 3           Israel: release prisoner for each hostage of the 33
      110 of 110, done 30 Jan; by g24a, g24b, g24c, g24d, g24e
      stated by Press, 30 Jan [g23]: Reports that Israel held the release of
        prisoners back for hours, until mediators gave assurance on safe
        handovers.
  ● b3.1 4           Israel: release prisoner for each hostage of the 33
      183 of 60, done 1 Feb; by g28a, g28b, g28c, g28d
  ● b3.1 5           Israel: release prisoner for each hostage of the 33
      183 of 60, done 8 Feb; by g38a, g38b
  ● b3.1 7           Israel: release prisoner for each hostage of the 33
      620 of 60, done 27 Feb; by g56a, g56b, g56c, g56d, g56e
      invoked by Israel, 22 Feb [g54]: Reason given: ceremonies, propaganda.
  ● b3.2 2           Israel: release prisoner (life sentence) for each hostage…
      121 of 120, done 25 Jan; by g15c, g15d
  ● b3.2 3           Israel: release prisoner (life sentence) for each hostage…
      33 of 33, done 30 Jan; by g24b, g24e
  ● b3.2 4           Israel: release prisoner (life sentence) for each hostage…
      73 of 6, done 1 Feb; by g28a, g28d
  ● b3.2 5           Israel: release prisoner (life sentence) for each hostage…
      18 of 6, done 8 Feb; by g38b
  ● b3.3 3           Israel: release prisoner (long sentence) for each hostage…
      47 of 47, done 30 Jan; by g24c
  ● b3.3 4           Israel: release prisoner (long sentence) for each hostage…
      54 of 54, done 1 Feb; by g28b
  ● b11.1            Israel: withdraw, Netzarim corridor   due 9 Feb, done 9 Feb
      by g39
  ● b13.1            600 aid truck to enter, Gaza                   6 of 42 days
      19 Jan to 23 Jan; 12 Feb: 915, 915, 897, 808, 653, 801
      19 Jan  un        630 of 600  met  g05, g11, g13, g32
      19 Jan  press     915 of 600  met  g12b
      accounts differ in figure
      20 Jan  un        915 of 600  met  g13, g32, g06
      20 Jan  press     630 of 600  met  g12a
      accounts differ in figure
  ● b13.3            300 aid truck to enter, north Gaza             1 of 42 days
      19 Jan: 300
  ● b15.2            50 wounded or ill person to leave, Rafah crossing
      1 of 29 days
      1 Feb: 50
      1 Feb  who       37 of 50  partly met  g29
      1 Feb  press     50 of 50  met  g30a, g30b
      accounts differ in status
  ● b15.3            European Union: deploy, Rafah crossing          done 31 Jan
      by g26

Met late (2)
  ◑ b10.1            Israel: withdraw, Rashid road, western end of Netzarim
      due 25 Jan, done 27 Jan (2 days late); by g20a
  ◑ b10.2            Israel: permit return north on foot
      due 25 Jan, done 27 Jan (2 days late); by g17, g20b
      invoked by Israel, 25 Jan [g16b]: The return north is not opened on day 7,
        because one named captive was not in the group released.
      stated by Hamas, 25 Jan [g18]: States that Israel delays the return north.

Partly (2)
  ◔ b5.1             Israel: release 1,000 prisoner (detained in Gaza since 8 O…
      111 of 1,000, possible 333, due 1 Mar
      press     111 of 1,000  partly  g28c
      ppc       333 of 1,000  partly  g48b
      stated by Palestinian Prisoners Media Office, 22 Feb [g53c]: Of the 602 of
        its list: detained in Gaza.
  ◔ b13.1            600 aid truck to enter, Gaza                   1 of 42 days
      24 Jan  un        339 of 600  partly met  g13, g32, g10

Reported, not verified (1)
  ◇ b2.3             Hamas: release 8 hostage of the 33 (body)
      3 of 8, possible 8, due 1 Mar
      press     3 of 8, possible 8  reported, not verified  g49, g51, g55
      assessed by Israel Defense Forces, 20 Feb [g50]: valid 3, not valid 1:
        States that one body is not that of the agreed person. That the other
        three are is not said in so many words.

Not reported (196)
  ○ b1.2             Israel: not overfly for 10 h, Gaza            42 of 42 days
      19 Jan to 1 Mar
  ○ b4.1             Israel: release 110 prisoner (life sentence)
      0 of 110, due 1 Mar
      ppc       36 of 110  partly  g48a
      stated by Palestinian Prisoners Media Office, 22 Feb [g53b]: Of the 602 of
        its list: sentenced to life.
  ○ b6.1             Israel: release 47 prisoner (released in 2011 and arrested…
      0 of 47, due 1 Mar
      stated by Palestinian Prisoners Media Office, 22 Feb [g53d]: Of the 602 of
        its list: arrested again after the exchange of 2011.
  ○ b12.2            Israel: begin to withdraw, Philadelphi corridor   due 1 Mar
  ○ b12.3            Israel: withdraw, Philadelphi corridor            due 9 Mar
      announced by Israel, 27 Feb [g57]: An official: Israel will not leave the
        Philadelphi corridor.
  ○ b13.1            600 aid truck to enter, Gaza                  35 of 42 days
      25 Jan to 11 Feb; 13 Feb to 1 Mar
  ○ b13.2            50 aid truck (fuel truck) to enter, Gaza      42 of 42 days
      19 Jan to 1 Mar
  ○ b13.3            300 aid truck to enter, north Gaza            41 of 42 days
      20 Jan to 1 Mar
  ○ b15.2            50 wounded or ill person to leave, Rafah crossing
      28 of 29 days
      2 Feb to 1 Mar
  ○ b16.1            Israel: begin indirect talks on phase 2           due 3 Feb
      press     unmet  g31a
  ○ b16.1            Hamas: begin indirect talks on phase 2            due 3 Feb
      press     unmet  g31b
  ○ b16.2            Israel: conclude indirect talks on phase 2       due 22 Feb
  ○ b16.2            Hamas: conclude indirect talks on phase 2        due 22 Feb

Depends (1)
  ? b7.1             Israel: release all prisoner (woman or under 19)
      90, due 1 Mar
      press     30, possible 90  depends  g04, g24d

Running or waiting (6)
  · b3.3 2           Israel: release prisoner (long sentence) for each hostage…
      0 of 80
  · b3.3 5           Israel: release prisoner (long sentence) for each hostage…
      0 of 54
  · b9.1             Israel: withdraw, densely populated areas, Wadi Gaza inclu…
      running
  · b10.3            Israel: permit return north by vehicle              running
  · b14.1            60,000 mobile home to enter, Gaza               0 of 60,000
  · b14.2            200,000 tent to enter, Gaza   0 of 200,000, possible 20,999

Prohibitions and states to keep (3)
  ▲ b1.1             Israel: not attack, Gaza                         reported 1
      medics    1  reported  g19
      unnamed   1  reported  g40a
      stated by Israel Defense Forces, 9 Feb [g40b]: States that it fired at
        persons who entered the security perimeter.
  □ b1.1             Hamas: not attack, Gaza
      none reported, and nobody gave a complete count
  □ b9.2             Israel: not deploy, beyond 700 m of line from which the pe…
      none reported, and nobody gave a complete count

Left to a body to judge (9)
  ~ b1.3             On the days of an exchange the flights stop for 12 hours.
  ~ b2.4             Those who are alive come first.
  ~ b11.2            On foot, people return by Salah al-Din road without a sear…
  ~ b12.1            The force in the corridor is reduced step by step.
  ~ b14.3            Generators, spare parts, solar panels and machinery for de…
  ~ b15.1            The crossing opens for wounded people and civilians after…
  ~ b15.4            The Palestinian staff of the crossing is unaffiliated.
  ~ b17.1 continues  All measures of phase 1 continue as long as talks on phase…
  ~ b17.2            The guarantors work to keep the talks going.

Declaratory, permissions (2)
    b8.1             Some prisoners are exiled, or sent to Gaza, by agreed list…
    b17.1 ends       With its 42 days phase 1 is over; there is no passage by i…
      announced by Israel, 2 Mar [g60a]: The entry of goods and supplies stops:
        phase 1 is over, there is no passage by itself.
      stated by Hamas, 2 Mar [g60b]: States that this is a breach: the measures
        of phase 1 continue while talks last.

Totals over several days, side by side
  b13.1 United Nations (OCHA), 19 Jan to 24 Jan: at least 4,201 of 3,600. No
    upper bound is stated; that number alone would be at most 6 of 6 days met,
    never which [g13]
  b13.1 United Nations (OCHA), 19 Jan to 6 Feb: at least 10,001 of 11,400. No
    upper bound is stated; that number alone would be at most 16 of 19 days met,
    never which [g32]
  b13.1 Gaza Government Media Office, 19 Jan to 7 Feb: 8,500 of 12,000. It
    proves at most 14 of 20 days met, never which [g33]
  b13.2 Gaza Government Media Office, 19 Jan to 7 Feb: no figure that decides.
    An average of 15 a day; for which days is not stated, so it decides nothing.
    [g35]
  b13.3 Gaza Government Media Office, 19 Jan to 7 Feb: 2,916 of 6,000. It proves
    at most 9 of 20 days met, never which [g34]

Figures of different sources, each alone, never added
  b3.1 7 Palestinian Prisoners Media Office, 22 Feb: none done; states "602
    due": 50 life, 60 long, 47 arrested again after the exchange of 2011, 445
    detained in Gaza. [g53]
  b3.1 7 Israel, 22 Feb: states "620 due" [g54]
  b3.1 7 Press, 27 Feb: 620 of 60; alone 560 beyond [g56a]
  b3.1 7 Ynet, 27 Feb: 71 life sentence of 60; alone at least 11 beyond [g56b]
  b3.1 7 Ynet, 27 Feb: 60 long sentence of 60; alone it leaves at most 0 [g56c]
  b3.1 7 The National, 27 Feb: at least 601 of 60; alone at least 541 beyond
    [g56d]
  b3.1 7 Caliber, 27 Feb: 600 of 60; alone 540 beyond [g56e]
  b3.2 2 Reuters, 25 Jan: 121 of 120; alone 1 beyond [g15c]
  b3.2 2 Associated Press, 25 Jan: 120 of 120; alone it leaves 0 [g15d]
  b3.2 3 Euronews, 30 Jan: 33 of 33; alone it leaves 0 [g24b]
  b3.2 3 Associated Press, 30 Jan: 30 of 33; alone it leaves 3 [g24e]
  b4.1 Reuters, 25 Jan: 121 of 275; alone it leaves 154 [g15c]
  b4.1 Associated Press, 25 Jan: 120 of 275; alone it leaves 155 [g15d]
  b4.1 Euronews, 30 Jan: 33 of 275; alone it leaves 242 [g24b]
  b4.1 Associated Press, 30 Jan: 30 of 275; alone it leaves 245 [g24e]
  b4.1 Press, 1 Feb: 18 of 275; alone it leaves 257 [g28a]
  b4.1 another outlet, not named, 1 Feb: at least 73 of 275; alone it leaves at
    most 202 [g28d]
  b4.1 Press, 8 Feb: 18 of 275; alone it leaves 257 [g38b]
  b4.1 Palestinian Prisoners Club, 15 Feb: 36 of 275; alone it leaves 239 [g48a]
  b4.1 Palestinian Prisoners Media Office, 22 Feb: states "50 due": Of the 602
    of its list: sentenced to life. [g53b]
  b4.1 Ynet, 27 Feb: 71 of 275; alone it leaves 204 [g56b]
  b5.1 Press, 1 Feb: 111 of 1,000; alone it leaves 889 [g28c]
  b5.1 Palestinian Prisoners Club, 15 Feb: 333 of 1,000; alone it leaves 667
    [g48b]
  b5.1 Palestinian Prisoners Media Office, 22 Feb: states "445 due": Of the 602
    of its list: detained in Gaza. [g53c]

Depends on reading (1)
  b17.1: ends (held by Israel): declaratory; continues (held by Hamas): not
      judged

Reported or said, and counted under no clause (8)
  19 Jan to 11 Feb, Gaza Government Media Office stated: States more than 350
    breaches by Israel. An undated page; on the same page: 92 killed and 822
    injured since 19 January, by the Ministry of Health. [g44]
  30 Jan, Press: Hamas has released 5 hostage outside the 33, Gaza: Thai, alive;
    outside the 33; released by Hamas and PIJ at Khan Younis. [g22]
  31 Jan, Israeli army radio: Israel Defense Forces has withdrawn, Rafah
    crossing: claim [g25]
  10 Feb, armed wing of Hamas announced: The release due on 15 February is
    suspended. Cited: delay of the return north, shelling and gunfire, relief
    supplies withheld. [g41]
  13 Feb, Hamas announced: The release due on 15 February goes ahead, after
    mediators promised to remove hurdles on tents and supplies. [g46]
  1 Mar, Press stated: Reports that phase 1 (42 days) has expired. [g59]
  18 Mar, Press: Israel Defense Forces has attacked, Gaza: Strikes are resumed.
    [g61]
  18 Mar, Gaza Ministry of Health stated: 436 reported killed that report day
    [g62]

Over the entries readable here, up to record 95: 29 formal clauses evaluated, 9
left to a body to judge, 1 declaratory. What is not reported here is neither
done nor not done.

# Day 7: met by count; whose statement stands beside it is in the text above.
$ truce status examples/gaza-2025-01/agreement.truce examples/gaza-2025-01/reports.jsonl --format csv --clause b2.1 | grep ',step 2,'
b2.1,,step 2,hamas,,met,4,,4,4,person,2025-01-25T23:59:59+02:00,no,,g03 g58 g14,
b2.1,,step 2,hamas,press,met late,4,,4,4,person,2025-01-25T23:59:59+02:00,no,,g03 g58 g14 g21a g21b g21c g27a g27b g37a g37b g47 g49 g51 g52a g52b g55,

# Return north: two days late.
$ truce status examples/gaza-2025-01/agreement.truce examples/gaza-2025-01/reports.jsonl --format csv --clause b10.2
clause,reading,instance,bearer,account,status,done,done_at_most,possible,required,unit,due,accounts_differ,contested_on,reports,label_status
b10.2,,,israel,,met late,1,,1,1,,2025-01-25T23:59:59+02:00,no,,g17 g20b,
b10.2,,,israel,press,met late,1,,1,1,,2025-01-25T23:59:59+02:00,no,,g17 g20b,

# Aid: 19 to 23 January, 24 January, 12 February.
$ truce status examples/gaza-2025-01/agreement.truce examples/gaza-2025-01/reports.jsonl --format csv --clause b13.1 | grep -E ',2025-(01-(19|2[0-4])|02-12),,,'
b13.1,,2025-01-19,,,met,915,,915,600,truck,2025-01-19T23:59:59+02:00,yes,figure,g05 g11 g12b g13 g32,
b13.1,,2025-01-20,,,met,915,,915,600,truck,2025-01-20T23:59:59+02:00,yes,figure,g13 g32 g06 g12a,
b13.1,,2025-01-21,,,met,897,,897,600,truck,2025-01-21T23:59:59+02:00,no,,g13 g32 g07,
b13.1,,2025-01-22,,,met,808,,808,600,truck,2025-01-22T23:59:59+02:00,no,,g13 g32 g08,
b13.1,,2025-01-23,,,met,653,,653,600,truck,2025-01-23T23:59:59+02:00,no,,g13 g32 g09,
b13.1,,2025-01-24,,,partly,339,,339,600,truck,2025-01-24T23:59:59+02:00,no,,g13 g32 g10,
b13.1,,2025-02-12,,,met,801,,801,600,truck,2025-02-12T23:59:59+02:00,no,,g45,

# All other days: not reported, and none of them unmet by the standard.
$ truce status examples/gaza-2025-01/agreement.truce examples/gaza-2025-01/reports.jsonl --format csv --clause b13.1 | cut -d, -f5,6 | grep '^,' | sort | uniq -c
      6 ,met
     35 ,not reported
      1 ,partly

# The ratios: 90, 200, 110.
$ truce status examples/gaza-2025-01/agreement.truce examples/gaza-2025-01/reports.jsonl --format csv --clause b3.1 | grep -E '^b3.1,,[0-9],israel,,'
b3.1,,1,israel,,met,90,,90,90,person,,no,,g04,
b3.1,,2,israel,,met,200,,200,200,person,,no,,g15b g15c g15d,
b3.1,,3,israel,,met,110,,110,110,person,,no,,g24a g24b g24c g24d g24e,
b3.1,,4,israel,,met,183,,183,60,person,,no,,g28a g28b g28c g28d,
b3.1,,5,israel,,met,183,,183,60,person,,no,,g38a g38b,
b3.1,,7,israel,,met,620,,620,60,person,,no,,g56a g56b g56c g56d g56e,

# Bodies: the act was done, one object was not valid.
$ truce status examples/gaza-2025-01/agreement.truce examples/gaza-2025-01/reports.jsonl --clause b2.3 | tail -n 13
◇ 1 reported, not verified

Reported, not verified (1)
  ◇ b2.3  Hamas: release 8 hostage of the 33 (body)
      3 of 8, possible 8, due 1 Mar
      press     3 of 8, possible 8  reported, not verified  g49, g51, g55
      assessed by Israel Defense Forces, 20 Feb [g50]: valid 3, not valid 1:
        States that one body is not that of the agreed person. That the other
        three are is not said in so many words.

Over the entries readable here, up to record 95: 29 formal clauses evaluated, 9
left to a body to judge, 1 declaratory. What is not reported here is neither
done nor not done.

# Withdrawal from day 42 to day 50.
$ truce status examples/gaza-2025-01/agreement.truce examples/gaza-2025-01/reports.jsonl --format csv | grep -E '^b12'
b12.1,,,,,not judged,0,,0,0,,,no,,,
b12.2,,,israel,,not reported,0,,0,1,,2025-03-01T23:59:59+02:00,no,,,
b12.3,,,israel,,not reported,0,,0,1,,2025-03-09T23:59:59+02:00,no,,,

# Before the day: nothing is late that is not due.
$ truce status examples/gaza-2025-01/agreement.truce examples/gaza-2025-01/reports.jsonl --brief --at 'day 6' --clause b10.2
Gaza, phase 1 of the agreement of January 2025
day 6 of 42  Friday 24 Jan 2025, 23:59 Africa/Cairo (21:59 UTC)
in force since 19 Jan 2025; Phase 1 until 1 Mar

                            19 Jan 26 Jan 2 Feb  9 Feb  16 Feb 23 Feb 2 Mar
                            day 1  8      15     22     29     36     43
                                 ▼
  b10.2 Israel: permit ret…       ·

· 1 waiting

Over the entries readable here, up to record 95: 29 formal clauses evaluated, 9
left to a body to judge, 1 declaratory. What is not reported here is neither
done nor not done.

# Every figure of every account.
$ truce status examples/gaza-2025-01/agreement.truce examples/gaza-2025-01/reports.jsonl --format csv | diff - tests/golden/gaza-2025-01.status.csv

$ truce demo | head -n 30
Gaza, phase 1 of the agreement of January 2025, day by day
● met  ◑ met late  ◔ partly  ◆ contested  ✕ unmet  ▲ reported  ○ not reported
◇ reported, not verified

day  1  19 Jan  ● b2.1 step 1  ● b3.1 1  ? b7.1  ● b13.1  ● b13.3
day  2  20 Jan  ● b13.1
day  3  21 Jan  ● b13.1
day  4  22 Jan  ● b13.1
day  5  23 Jan  ● b13.1
day  7  25 Jan  ▲ b1.1  ● b2.1 step 2  ● b2.2  ● b3.1 2  ● b3.2 2
                ◔ b13.1 2025-01-24
day  8  26 Jan  ○ b10.1  ○ b10.2
day  9  27 Jan  ◑ b10.1  ◑ b10.2
day 12  30 Jan  ● b2.1 step 3  ● b3.1 3  ● b3.2 3  ● b3.3 3
day 13  31 Jan  ● b15.3
day 14   1 Feb  ● b2.1 step 4  ● b3.1 4  ● b3.2 4  ● b3.3 4  ● b15.2
day 17   4 Feb  ○ b16.1  ○ b16.1
day 21   8 Feb  ● b2.1 step 5  ● b3.1 5  ● b3.2 5
day 22   9 Feb  ● b11.1
day 25  12 Feb  ● b13.1
day 28  15 Feb  ● b2.1 step 6
day 36  23 Feb  ○ b16.2  ○ b16.2
day 39  26 Feb  ● b2.1 step 7
day 40  27 Feb  ● b3.1 7
day 43   2 Mar  ◇ b2.3  ○ b4.1  ◔ b5.1  ○ b6.1  ○ b12.2
day 51  10 Mar  ○ b12.3

Met (30)
  ● b2.1 step 1      Hamas: release hostage of the 33
      3 of 3, due 19 Jan, done 19 Jan; by g03, g58

# The same from a record.
$ truce init $T/g.case --origin test.example/gaza examples/gaza-2025-01/agreement.truce > $T/out; truce record add $T/g.case examples/gaza-2025-01/reports.jsonl; truce demo examples/gaza-2025-01 | sed '/^Further/,$d' > $T/files; truce demo $T/g.case | sed '/^Further/,$d' | cmp - $T/files; truce demo $T/g.case | tail -n 3 | sed "s|$T/||"
115 entered; the log has 120 entries
  truce explain g.case CLAUSE [INSTANCE]
  truce timeline g.case
  truce verify g.case

$ truce demo examples/harbour-draft
truce demo: there is no examples/harbour-draft/reports.jsonl
  hint: run it at the root of the sources, or name a folder with agreement.truce and reports.jsonl, or a case
? 3

# What the two figures of 22 February do to a closing total, each alone.

$ truce explain examples/gaza-2025-01/agreement.truce examples/gaza-2025-01/reports.jsonl b5.1 | sed -n '/^  Alone/,/^  Not/p'
  Alone     Press, 1 Feb: 111 of 1,000; alone it leaves 889 [g28c]
            Palestinian Prisoners Club, 15 Feb: 333 of 1,000; alone it leaves
            667 [g48b]
            Palestinian Prisoners Media Office, 22 Feb: states "445 due": Of the
            602 of its list: detained in Gaza. [g53c]
            Figures of different sources are never added.
  Not       about another item: g03, g04, g58, g14, g15a, g15b, g15c, g15d,

$ truce explain examples/gaza-2025-01/agreement.truce examples/gaza-2025-01/reports.jsonl b5.1 --format json | sed -n '/"statements"/,/\]/p' | tr -d ' \n'; echo
"statements":[{"report":"g28c","source":"press","at_least":111,"at_most":111,"part":false,"of":1000,"leaves_at_most":889,"leaves_at_least":889,"beyond":0},{"report":"g48b","source":"ppc","at_least":333,"at_most":333,"part":false,"of":1000,"leaves_at_most":667,"leaves_at_least":667,"beyond":0},{"report":"g53c","source":"ppmo","label":"445due"}]
