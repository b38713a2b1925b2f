# truce check: mistakes, what a text leaves open, what is evaluated.

$ truce check examples/harbour/agreement.truce
12 clauses: 11 formal, 1 judged, 0 declaratory
nothing found

$ truce check examples/harbour/agreement.truce --coverage
12 clauses: 11 formal, 1 judged, 0 declaratory
nothing found

Not evaluated:
  1.1  the time to notify an exception: a notice names the clause, not the act
  2.4  kept as text: judged by Joint mechanism
  5.1  `chosen by`: what is chosen is said in words, and takes no report out of a count

$ truce check examples/harbour/agreement.truce --meaning
Harbour truce. Time zone Europe/Lisbon. In force when Ardania and Belmar have signed; day 1 is that day, lasts 60 days, extended by consent of Ardania and Belmar, at most 60 days further.
1.1: Ardania and Belmar, each for itself, must not attack in Harbour district, until the end of the agreement. Accepted: what Joint mechanism verifies. Exception that may be invoked: self-defence, notified within 24 hours, decided by Joint mechanism.
1.2: Ardania and Belmar, each for itself, must keep hotline staffed, until the end of the agreement. Accepted: what Joint mechanism verifies.
2.1: Belmar owes: at least 8 captive handed over to International Committee of the Red Cross, by the end of day 1. Accepted: what International Committee of the Red Cross verifies.
2.2: Belmar owes: at least 10 captive handed over to International Committee of the Red Cross, in steps: 5 by the end of day 7, 5 by the end of day 14. Accepted: what International Committee of the Red Cross verifies. Units counted for 2.1 do not count here.
2.3: For each captive handed over by Belmar, Ardania owes: prisoner released, 3 for each civilian and 5 for each soldier, within 24 hours after that. Accepted: what International Committee of the Red Cross verifies.
2.4: Judged by Joint mechanism: "Exchanges take place without ceremony, parade or display."
3.1: Ardania owes: to withdraw from Northern quays (all of it), within 24 hours after 2.1 is met. Accepted: what Joint mechanism verifies.
4.1: Ardania owes: at least 60 aid truck entered by anybody into Harbour district, each day, from day 1, until the end of the agreement. Accepted: what United Nations agencies counts.
4.2: Ardania owes: at least 5 fuel (aid truck) entered by anybody into Harbour district, each day, from day 1, until the end of the agreement. Accepted: what United Nations agencies counts. A share of what is counted for 4.1.
4.3: Ardania owes: at least 30 aid truck entered by anybody in Northern quays, each day, from day 1, until the end of the agreement. Accepted: what United Nations agencies counts. A share of what is counted for 4.1.
5.1: Ardania owes: 10 hours in total in which it has not overflown in Harbour district, each day, until the end of the agreement, at hours chosen by Estria, notified by 18:00 the day before. Accepted: what Joint mechanism verifies.
6.1: When 3.1 is unmet, Joint mechanism owes: to inspect in Northern quays, within 48 hours after that. Accepted: what 2 of Delvia, Estria and Norland confirm.

12 clauses: 11 formal, 1 judged, 0 declaratory
nothing found

$ truce check examples/harbour-draft/agreement.truce
To mend or waive before signature

examples/harbour-draft/agreement.truce:7:11: error[L29]: nobody is named who decides when the text is read in two ways
     7 | agreement "Harbour truce, draft of the fourth round"
       |           ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
       = why: Two readings of one sentence ended agreements that both sides had
         kept until then.
       = precedent: Gaza, January 2025: what follows day 42 was read in two
         ways; ceasefires between states lasted longer where a commission
         settled disputes [source: examples/gaza-2025-01, b17.1; Fortna,
         International Organization 57 (2003), doi 10.1017/S0020818303572046]
       = help: declare who decides: `disputes "..." by mechanism within N days`;
         or add to the verifier: `decides by majority`

examples/harbour-draft/agreement.truce:14:11: error[L21]: the verifier `mechanism` has no right of access
    14 | verifier  mechanism "Joint mechanism" chaired by delvia, estria
       |           ^~~~~~~~~
       = why: Monitors were turned back, and the text gave them no right to
         pass.
       = precedent: South Sudan 2019: monitors denied access twelve times, by
         both sides; the OSCE mission in Ukraine: a series of reports on it
         [source: Eye Radio, 2019-03-26; OSCE SMM, restrictions of movement
         (docslib 10652160)]
       = help: add to the verifier: `access to ZONE`

examples/harbour-draft/agreement.truce:14:11: error[L27]: nothing says how often the verifier `mechanism` reports
       = why: Findings came later and later, and nobody could say who held them
         back.
       = precedent: South Sudan, CTSAMVM: reports that were "getting slower",
         "less of a technical problem and more of a political problem" [source:
         S. Stigant (USIP), Canadian House committee FAAE no. 115]
       = help: add to the verifier: `reports each day to ardania, belmar`

examples/harbour-draft/agreement.truce:17:6: error[L07]: `north` has no map
    17 | zone north   "Northern quays"   in harbour
       |      ^~~~~
       = why: About seven in ten complaints were over territory, because the
         lines had never been agreed.
       = precedent: Myanmar, joint monitoring committee, 2017; Gaza 2025, whose
         maps are not in the text that was published [source: The Irrawaddy,
         2017-07-06; The National, 2025-01-16]
       = help: draw it, and add to its declaration the file that holds it: `from
         "zones.geojson"`

examples/harbour-draft/agreement.truce:35:3: error[L17]: 2.1 is in a circle: 2.1 waits for 3.1, which waits for 2.1: none of them can begin
    35 |   2.1  belmar shall hand over at least 8 captive to icrc after 3.1 is met by day 3
       |   ^~~
       = why: Each side waits for the other, each is right by the text, and
         nothing moves.
       = precedent: Lebanon, November 2024: withdrawal and deployment each
         conditional on the other; Minsk II (2015): elections and the border
         [source: Newsrael, quoting a statement of 2025-01; Allan, Chatham House
         2020]
       = help: let one of them begin by a day that does not wait: `by day N`; or
         split both into steps that alternate: `in steps (N by day N, N by day
         N)`, and in the other one `in step with LABEL`

examples/harbour-draft/agreement.truce:42:3: error[L38]: 2.3 exchanges without a list of those who are exchanged
    42 |   2.3  for each captive handed over by belmar
       |   ^~~
       = why: Lists were negotiated for years after the exchange had been
         agreed.
       = precedent: Yemen, Stockholm 2018: lists still negotiated in 2022; Gaza
         2025: ratios by category [source: Daily Yemen, 2022-08-02; WION (terms
         of January 2025)]
       = help: declare `list NAME of ITEM N`, and in the clause a ratio for each
         category: `at N for CATEGORY`

To consider

examples/harbour-draft/agreement.truce:7:11: warning[L28]: nothing says what is made public
     7 | agreement "Harbour truce, draft of the fourth round"
       |           ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
       = why: What is not public is told by whoever speaks first.
       = precedent: OSCE SMM, Ukraine: public reports each day, with one cut-off
         hour and one time zone [source: reliefweb, SMM 46/2021; HRC Berkeley,
         Digital Ceasefires 6.2.4]
       = help: write: `publication "what, when, where" by mechanism`; or a
         clause: `mechanism shall publish each week`

examples/harbour-draft/agreement.truce:7:11: warning[L30]: nothing follows when a clause is not kept
       = why: "Most critical: a lack of meaningful consequences" for what had
         been found.
       = precedent: South Sudan, after more than 130 million dollars had been
         spent on monitoring [source: Verjee, USIP Peaceworks 150 (2019)]
       = help: add a clause: `when LABEL is unmet, mechanism shall investigate
         within N days`; or what follows from a finding of each class: `if grave
         holds`

examples/harbour-draft/agreement.truce:7:11: warning[L31]: the sides have no line on which they reach each other
       = why: A patrol that lost its way became an incident, because nobody
         could be called.
       = precedent: Colombia 2016: 21 of 56 incidents of one report came from
         failures of communication [source: prensacanada; UN DPPA guidance, ch.
         1: coordination and de-escalation]
       = help: write: `hotline "who answers, at which hours" by ardania, belmar
         by day 1`

examples/harbour-draft/agreement.truce:7:11: warning[L32]: nobody is bound to give orders down the chain of command, or to tell the public
       = why: Those who were to stop firing heard of it from those at whom they
         fired.
       = precedent: Nuba Mountains 2002, article II, and Dayton 1995, annex 1A,
         did bind the sides to it: by channels of command, by print and radio
         [source: the texts; HRC Berkeley, Digital Ceasefires 7.0-01]
       = help: add a duty before the effect: `ardania, belmar shall announce by
         entry into force`; or a judged clause on orders down the chain of
         command

examples/harbour-draft/agreement.truce:7:11: warning[L41]: nothing says by what authority those who sign bind ardania, belmar
       = why: What the delegation signed, the command did not hold itself bound
         by.
       = precedent: Stockholm 2018, whose text was never signed [source: Crisis
         Group (futurosostenible); HRC Berkeley, Digital Ceasefires 10.0-01]
       = help: write: `authority "by what power they sign" by ardania, belmar`

examples/harbour-draft/agreement.truce:7:11: note[L42]: the text does not say who pays for the mechanism, how it is amended
       = why: A mechanism without money stands still, and a text without a last
         article is ended by whoever leaves.
       = precedent: South Sudan, CTSAMVM: financial challenges of the mechanism
         [source: Eye Radio; HRC Berkeley, Digital Ceasefires 8.0; PILPG,
         Ceasefire Drafter's Handbook (2013), final provisions]
       = help: write: `funding "..." by GUARANTOR`, `amendment "..."`

examples/harbour-draft/agreement.truce:14:11: warning[L22]: no day is written by which the verifier `mechanism` is ready
    14 | verifier  mechanism "Joint mechanism" chaired by delvia, estria
       |           ^~~~~~~~~
       = why: The first duties fall due while the monitors are still being
         hired.
       = precedent: Hodeidah: UNMHA at initial capacity for months; Colombia
         2016, whose mechanism deployed before D-day [source: the
         Secretary-General's review of UNMHA; Colombia, protocol on deployment
         (studylib 8611209)]
       = help: add to the verifier, no later than its first duty: `ready by day
         N`

examples/harbour-draft/agreement.truce:14:11: warning[L25]: the text does not say whether the verifier `mechanism` may attribute what it finds
       = why: A body that may name a side, and has no rule when it may, is said
         to be on the other one.
       = precedent: OSCE SMM, Ukraine, which was no adjudicator; South Sudan,
         CTSAMVM, which attributes [source: Ukrinform, 3114754; HRC Berkeley,
         Digital Ceasefires 6.2.3-03 (thresholds by kind of breach)]
       = help: add to the verifier: `may attribute at N % confidence`, or `may
         not attribute`

6 clauses: 4 formal, 0 judged, 0 declaratory, 2 still open
6 findings to mend or waive before signature, 8 to consider
? 1

$ truce check examples/harbour-draft/agreement.truce --choose 2.2=B --choose 4.1=C --coverage | tail -n 12
         and a notice of last week to be valid.
       = precedent: Syria 2019 and 2020: notices to those who fought of
         humanitarian sites and movements [source: Global Observatory 2019;
         OCHA, Syria standard procedure 2020; Chatham House 2024, on
         humanitarian notification]
       = help: add to the clause: `notified within N hours`; or say in a
         `hotline` who takes notices of movements, and when they lapse

6 clauses: 6 formal, 0 judged, 0 declaratory
8 findings to mend or waive before signature, 9 to consider

Everything is evaluated.

$ truce check examples/harbour-draft/agreement.truce --choose 2.2=D
truce check: 2.2=D: the clause has no such alternative; open are: 2.2=A|B
  hint: write LABEL=ALTERNATIVE, such as 2.1=b
? 2

$ truce check examples/gaza-2025-07-proposal/agreement.truce --coverage
To mend or waive before signature

examples/gaza-2025-07-proposal/agreement.truce:14:11: error[L29]: nobody is named who decides when the text is read in two ways
    14 | agreement "Gaza, 60-day proposal of July 2025"
       |           ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
       = why: Two readings of one sentence ended agreements that both sides had
         kept until then.
       = precedent: Gaza, January 2025: what follows day 42 was read in two
         ways; ceasefires between states lasted longer where a commission
         settled disputes [source: examples/gaza-2025-01, b17.1; Fortna,
         International Organization 57 (2003), doi 10.1017/S0020818303572046]
       = help: declare who decides: `disputes "..." by GUARANTOR within N days`

examples/gaza-2025-07-proposal/agreement.truce:21:6: error[L07]: 3 places have no map: gaza, north_gaza, south_gaza
    21 | zone gaza       "Gaza"
       |      ^~~~
       = why: About seven in ten complaints were over territory, because the
         lines had never been agreed.
       = precedent: Myanmar, joint monitoring committee, 2017; Gaza 2025, whose
         maps are not in the text that was published [source: The Irrawaddy,
         2017-07-06; The National, 2025-01-16]
       = help: draw it, and add to its declaration the file that holds it: `from
         "zones.geojson"`

examples/gaza-2025-07-proposal/agreement.truce:33:1: error[L01]: the text does not say when it enters into force
    33 | clock
       | ^~~~~
       = why: Each side counts the days from its own moment, and the first
         incident falls between them.
       = precedent: Lebanon 2006: the resolution of 11 August named no hour;
         05:00 GMT on the 14th was agreed apart, and fighting went on until then
         [source: S/RES/1701 and S/2006/675; UN DPPA, Guidance on Mediation of
         Ceasefires (2022), ch. 1]
       = help: write under `clock`: `in force at DATE HH:MM`, or `in force when
         israel and hamas have signed`

examples/gaza-2025-07-proposal/agreement.truce:33:1: error[L40]: days and hours are used, and no time zone is written
       = why: "Sixty days" ended on two dates, and "04:00" came twice.
       = precedent: Lebanon, November 2024: 04:00 in two zones; Jeddah 2023
         wrote whose time it was [source: crossfirearabia.com; Jeddah text (The
         National, 2023-05-20)]
       = help: write under `clock`: `time zone REGION/CITY`

examples/gaza-2025-07-proposal/agreement.truce:33:1: error[L40]: days are counted, and the text does not say which is day 1
       = help: write under `clock`: `day 1 is the day of entry into force`, or
         `day 1 is the day after entry into force`

examples/gaza-2025-07-proposal/agreement.truce:34:3: error[L04]: nobody is named who may extend the agreement
    34 |   lasts 60 days  # a1: from entry into force [1][2][4]
       |   ^~~~~~~~~~~~~
       = why: At the end of the written days each side had its own view of
         whether anything still held.
       = precedent: Lebanon, January 2025: the sixty days were extended by a
         communique of a third state [source: IFP News, 2025-01-27; UN DPPA
         guidance, ch. 1]
       = help: write: `lasts 60 days, extended by consent of israel and hamas at
         most N days further`

examples/gaza-2025-07-proposal/agreement.truce:43:3: error[L20]: 13 clauses name nobody who verifies them: a2.1, a2.2, a2.3, a2.4, a4.1, a5.1, a5.2, a6.1, a7.1, a7.2, a8.1, a8.2, a9.1
    43 |   a2.1  hamas shall release 8 hostage of living on day 1
       |   ^~~~
       = why: Where nobody is named who sees it, each side is the judge of the
         other.
       = precedent: Gaza, January 2025, whose published terms name nobody who
         verifies; ceasefires between states lasted longer where somebody did
         [source: The National, 2025-01-16; Fortna, International Organization
         57 (2003); UN DPPA guidance, ch. 1]
       = help: add `verified by BODY`, `counted by BODY`, or `confirmed by 2 of
         (X, Y, Z)`; for all clauses that say nothing, one line: `standard
         verified by BODY`; if statements against interest are to be enough,
         `accepted against interest`

examples/gaza-2025-07-proposal/agreement.truce:64:3: error[L36]: a4.1 does not say how many `prisoner`
    64 |   a4.1  israel shall release prisoner in parallel with a2.1
       |   ^~~~
       = why: "An agreed number" that the text does not give is agreed anew at
         every exchange.
       = precedent: Gaza 2024 and 2025: counts of COGAT and of the UN side by
         side [source: freekatv (The New York Times); Israel National News,
         413524]
       = help: write a number or `all` before `prisoner`; in an exchange, a
         ratio: `at N for CATEGORY`

examples/gaza-2025-07-proposal/agreement.truce:79:3: error[L36]: a6.1 does not say by whom the units of a day are counted
    79 |   a6.1  at least 600 truck shall enter in gaza at once each day
       |   ^~~~
       = why: Trucks were counted where they crossed, part-loaded ones included,
         and where they were unloaded, re-packed: two true figures that never
         met.
       = help: say so in the clause: `counted by BODY`

examples/gaza-2025-07-proposal/agreement.truce:79:3: error[L12]: a6.1 names nobody who owes it
       = why: What "the sides" owe, no side owes.
       = precedent: Minsk 2014 and 2015, which left open who answers for an
         armed party [source: Allan, Chatham House 2020]
       = help: begin the sentence with the party that owes it

examples/gaza-2025-07-proposal/agreement.truce:104:3: error[L14]: a8.1 has no deadline
   104 |   a8.1  israel shall redeploy in north_gaza after a2.1 is met
       |   ^~~~
       = why: Without a day nothing is ever late, and everything is.
       = precedent: Minsk Protocol 2014, which has no timetable [source: the
         text of 5 September 2014; on pace against a deadline PAIMT
         (peacebarometerafrica.org)]
       = help: add `by day N`, `by DATE`, or `within N days after LABEL is met`

To consider

examples/gaza-2025-07-proposal/agreement.truce:14:11: warning[L28]: nothing says what is made public
    14 | agreement "Gaza, 60-day proposal of July 2025"
       |           ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
       = why: What is not public is told by whoever speaks first.
       = precedent: OSCE SMM, Ukraine: public reports each day, with one cut-off
         hour and one time zone [source: reliefweb, SMM 46/2021; HRC Berkeley,
         Digital Ceasefires 6.2.4]
       = help: write: `publication "what, when, where" by BODY`; or a clause:
         `BODY shall publish each week`

examples/gaza-2025-07-proposal/agreement.truce:14:11: warning[L30]: nothing follows when a clause is not kept
       = why: "Most critical: a lack of meaningful consequences" for what had
         been found.
       = precedent: South Sudan, after more than 130 million dollars had been
         spent on monitoring [source: Verjee, USIP Peaceworks 150 (2019)]
       = help: add a clause: `when LABEL is unmet, BODY shall investigate within
         N days`; or what follows from a finding of each class: `if grave holds`

examples/gaza-2025-07-proposal/agreement.truce:14:11: warning[L31]: the sides have no line on which they reach each other
       = why: A patrol that lost its way became an incident, because nobody
         could be called.
       = precedent: Colombia 2016: 21 of 56 incidents of one report came from
         failures of communication [source: prensacanada; UN DPPA guidance, ch.
         1: coordination and de-escalation]
       = help: write: `hotline "who answers, at which hours" by israel, hamas by
         day 1`

examples/gaza-2025-07-proposal/agreement.truce:14:11: warning[L32]: nobody is bound to give orders down the chain of command, or to tell the public
       = why: Those who were to stop firing heard of it from those at whom they
         fired.
       = precedent: Nuba Mountains 2002, article II, and Dayton 1995, annex 1A,
         did bind the sides to it: by channels of command, by print and radio
         [source: the texts; HRC Berkeley, Digital Ceasefires 7.0-01]
       = help: add a duty before the effect: `israel, hamas shall announce by
         entry into force`; or a judged clause on orders down the chain of
         command

examples/gaza-2025-07-proposal/agreement.truce:14:11: warning[L41]: nothing says by what authority those who sign bind israel, hamas
       = why: What the delegation signed, the command did not hold itself bound
         by.
       = precedent: Stockholm 2018, whose text was never signed [source: Crisis
         Group (futurosostenible); HRC Berkeley, Digital Ceasefires 10.0-01]
       = help: write: `authority "by what power they sign" by israel, hamas`

examples/gaza-2025-07-proposal/agreement.truce:14:11: note[L42]: the text does not say how it is amended
       = why: A mechanism without money stands still, and a text without a last
         article is ended by whoever leaves.
       = precedent: South Sudan, CTSAMVM: financial challenges of the mechanism
         [source: Eye Radio; HRC Berkeley, Digital Ceasefires 8.0; PILPG,
         Ceasefire Drafter's Handbook (2013), final provisions]
       = help: write: `amendment "..."`

22 clauses: 15 formal, 0 judged, 7 declaratory
11 findings to mend or waive before signature, 6 to consider

Not evaluated:
  a1.1  kept as text: declaratory, there is nothing to decide
  a3.1  kept as text: declaratory, there is nothing to decide
  a6.1  `at once`: it names no time
  a6.2  `at once`: it names no time
  a6.3  `at once`: it names no time
  a7.3  kept as text: declaratory, there is nothing to decide
  a8.3  kept as text: declaratory, there is nothing to decide
  a10.1  kept as text: declaratory, there is nothing to decide
  a10.2  kept as text: declaratory, there is nothing to decide
  a11.1  kept as text: declaratory, there is nothing to decide
? 1

$ truce check examples/kumanovo-1999/agreement.truce | grep -v '^ *$' | grep -E '^examples|clauses|finding'
examples/kumanovo-1999/agreement.truce:19:6: error[L07]: 5 places have no map: kosovo, zone_1, zone_2, zone_3, boundary
examples/kumanovo-1999/agreement.truce:38:3: error[L20]: 4 clauses name nobody who verifies them: 1.1, 3.1, 4.1, 4.2
         (X, Y, Z)`; for all clauses that say nothing, one line: `standard
examples/kumanovo-1999/agreement.truce:59:3: error[L05]: 3.1 holds while `resolution` does, and has no other end
examples/kumanovo-1999/agreement.truce:70:3: error[L14]: 2 clauses have no deadline: 4.1, 4.2
examples/kumanovo-1999/agreement.truce:10:11: warning[L28]: nothing says what is made public
examples/kumanovo-1999/agreement.truce:10:11: warning[L31]: the sides have no line on which they reach each other
examples/kumanovo-1999/agreement.truce:10:11: warning[L32]: nobody is bound to give orders down the chain of command, or to tell the public
examples/kumanovo-1999/agreement.truce:10:11: warning[L41]: nothing says by what authority those who sign bind kfor, fry, serbia
examples/kumanovo-1999/agreement.truce:10:11: note[L42]: the text does not say how it is amended, how it is ended
examples/kumanovo-1999/agreement.truce:59:3: warning[L24]: 3.1 forbids to strike, and the text does not say by what that is seen
       = precedent: South Sudan: findings "very broad" instead of "this number
         no. 115; HD Centre: specific clauses of narrow scope are likelier to be
examples/kumanovo-1999/agreement.truce:63:3: warning[L26]: 3.2 follows from a breach, and the text has no classes of breaches
examples/kumanovo-1999/agreement.truce:87:1: note[L29]: nothing says by when a dispute is decided
11 clauses: 11 formal, 0 judged, 0 declaratory
4 findings to mend or waive before signature, 8 to consider

$ truce check examples/gaza-2025-01/agreement.truce | grep -E '^examples|clauses|finding'
examples/gaza-2025-01/agreement.truce:12:11: error[L29]: nobody is named who decides when the text is read in two ways
examples/gaza-2025-01/agreement.truce:28:6: error[L07]: 3 places have no map: rashid_road, populated, border
examples/gaza-2025-01/agreement.truce:67:3: error[L04]: nobody is named who may extend the agreement
examples/gaza-2025-01/agreement.truce:97:3: error[L14]: 8 clauses have no deadline: b3.1, b3.2, b3.3, b9.1, b10.3, b14.1, b14.2, b15.3
examples/gaza-2025-01/agreement.truce:97:3: error[L38]: 3 clauses exchange without a list of those who are exchanged: b3.1, b3.2, b3.3
examples/gaza-2025-01/agreement.truce:128:3: error[L38]: b7.1 asks for all `prisoner.woman_or_minor`, and no list says how many there are
examples/gaza-2025-01/agreement.truce:161:37: error[L09]: b11.2 speaks of "Salah al-Din", which the text does not define
examples/gaza-2025-01/agreement.truce:174:3: error[L12]: 4 clauses name nobody who owes them: b13.1, b14.1, b14.2, b15.2
examples/gaza-2025-01/agreement.truce:202:3: error[L12]: b15.3 binds `eu`, which is not a party to the text
examples/gaza-2025-01/agreement.truce:174:3: error[L36]: b13.1 does not say by whom the units of a day are counted
examples/gaza-2025-01/agreement.truce:198:3: error[L36]: b15.2 does not say by whom the units of a day are counted
examples/gaza-2025-01/agreement.truce:12:11: warning[L28]: nothing says what is made public
examples/gaza-2025-01/agreement.truce:12:11: warning[L30]: nothing follows when a clause is not kept
         N days`; or what follows from a finding of each class: `if grave holds`
examples/gaza-2025-01/agreement.truce:12:11: warning[L31]: the sides have no line on which they reach each other
examples/gaza-2025-01/agreement.truce:12:11: warning[L32]: nobody is bound to give orders down the chain of command, or to tell the public
examples/gaza-2025-01/agreement.truce:12:11: warning[L41]: nothing says by what authority those who sign bind israel, hamas
examples/gaza-2025-01/agreement.truce:12:11: note[L42]: the text does not say how it is amended
examples/gaza-2025-01/agreement.truce:65:3: warning[L03]: no clause holds between signature and entry into force
examples/gaza-2025-01/agreement.truce:82:3: warning[L43]: 3 clauses count units of each other: b2.1, b2.2, b2.3
examples/gaza-2025-01/agreement.truce:97:3: warning[L43]: 6 clauses count units of each other: b3.1, b3.2, b3.3, b4.1, b5.1, b6.1
examples/gaza-2025-01/agreement.truce:170:49: warning[E0502]: this comes to day 50, after the end of the agreement's 42 days
39 clauses: 29 formal, 9 judged, 1 declaratory
11 findings to mend or waive before signature, 10 to consider

# an edit never chooses: what would mend a clause stands in brackets beside what is written
$ truce check --fix examples/cambodia-1991/agreement.truce
--- examples/cambodia-1991/agreement.truce
+++ examples/cambodia-1991/agreement.truce
@@ -34,20 +34,29 @@
 phase two "Second phase" from 1.3 is met until end of agreement
 
 article 1 "Cease-fire"
-  1.1  cpaf, anki, knplaf, nadk shall not attack in cambodia throughout
+  1.1  [ written: cpaf, anki, knplaf, nadk shall not attack in cambodia throughout
+       | L20: cpaf, anki, knplaf, nadk shall not attack in cambodia throughout verified by untac
+       ]
        source "Art. I 1, 2 [1]"
        note "Comprehensive, on land and water and in the air; any deployment, movement or "
             "action that would extend the territory is forbidden as well."
-  1.2  cpaf, anki, knplaf, nadk shall disengage at once
+  1.2  [ written: cpaf, anki, knplaf, nadk shall disengage at once
+       | L20: cpaf, anki, knplaf, nadk shall disengage at once verified by untac
+       ]
        source "Art. I 2 [1]"
        note "They order their forces immediately upon signature."
   1.3  untac shall announce in cambodia
        source "Art. I 1 [1]"
        note "The commander, in consultation, determines the date of the second phase, at least "
             "four weeks in advance."
-  1.4  "The second phase should commence as soon as possible." judged by untac
+  1.4  [ written: "The second phase should commence as soon as possible." judged by untac
+       | L11: "The second phase shall commence as soon as possible." judged by untac
+       ]
        source "Art. I 1 [1]"
-  1.5  cpaf, anki, knplaf, nadk shall report strength_report to un at once
+  1.5  [ written: cpaf, anki, knplaf, nadk shall report strength_report to un at once
+       | L20: cpaf, anki, knplaf, nadk shall report strength_report to un at once
+         verified by untac
+       ]
        source "Art. I 3 [1]"
        note "Immediately upon the signing."
 
? 1

$ cp examples/cambodia-1991/agreement.truce $T/d.truce; truce check --fix --write $T/d.truce > $T/diff; patch -s -o $T/p.truce examples/cambodia-1991/agreement.truce < $T/diff && cmp $T/p.truce $T/d.truce && truce fmt --check $T/d.truce; truce check --fix $T/d.truce
nothing that can be mended, or proposed, without the sides
? 1

$ truce check $T/d.truce | tail -n 2; truce check $T/d.truce --choose 1.4=L11 | tail -n 2
8 clauses: 2 formal, 2 judged, 0 declaratory, 4 still open
7 findings to mend or waive before signature, 7 to consider
8 clauses: 2 formal, 3 judged, 0 declaratory, 3 still open
7 findings to mend or waive before signature, 7 to consider

$ truce check --fix examples/harbour-draft/agreement.truce
nothing that can be mended, or proposed, without the sides
? 1

$ truce check --fix --write - < examples/harbour/agreement.truce
truce check: standard input cannot be written in place
  hint: leave out --write
? 2

$ truce check --write examples/harbour/agreement.truce
truce check: --write goes with --fix
  hint: add --fix
? 2

$ truce check -f sarif examples/cambodia-1991/agreement.truce | grep -A 36 '"fixes"' | tail -n 37
          "fixes": [
            {
              "description": {
                "text": "say what binds: shall, shall not; for a permission write a clause with `may`"
              },
              "artifactChanges": [
                {
                  "artifactLocation": {
                    "uri": "examples/cambodia-1991/agreement.truce"
                  },
                  "replacements": [
                    {
                      "deletedRegion": {
                        "byteOffset": 2188,
                        "byteLength": 0
                      },
                      "insertedContent": {
                        "text": "[ written: "
                      }
                    },
                    {
                      "deletedRegion": {
                        "byteOffset": 2259,
                        "byteLength": 0
                      },
                      "insertedContent": {
                        "text": " | L11: \"The second phase shall commence as soon as possible.\" judged by untac ]"
                      }
                    }
                  ]
                }
              ]
            }
          ]
        }
      ]
    }

$ truce check -f json examples/cambodia-1991/agreement.truce | grep -B 6 -A 12 '"edits"' | tail -n 19
      "why": "\"Should\" was read as a wish by whoever was to do it.",
      "hint": "say what binds: shall, shall not; for a permission write a clause with `may`",
      "precedent": {
        "case": "Lebanon, November 2024: by one side's statement the text says that withdrawal \"should\" be done in sixty days",
        "source": "Newsrael, quoting a statement of 2025-01"
      },
      "edits": [
        {
          "offset": 2188,
          "length": 0,
          "text": "[ written: "
        },
        {
          "offset": 2259,
          "length": 0,
          "text": " | L11: \"The second phase shall commence as soon as possible.\" judged by untac ]"
        }
      ]
    }

$ truce check -f sarif examples/gaza-2025-07-proposal/agreement.truce | grep -A 16 '"id": "L14"'
              "id": "L14",
              "shortDescription": {
                "text": "No deadline"
              },
              "fullDescription": {
                "text": "Without a day nothing is ever late, and everything is."
              },
              "help": {
                "text": "add `by day N`, `by DATE`, or `within N days after LABEL is met`"
              },
              "properties": {
                "precedent": {
                  "case": "Minsk Protocol 2014, which has no timetable",
                  "source": "the text of 5 September 2014; on pace against a deadline PAIMT (peacebarometerafrica.org)"
                }
              }
            }

$ truce check --explain L17
L17  A circle of preconditions (error)

What is looked at: Clauses or phases that, one after the other, wait for each
  other to be met before they arise; or whose deadlines only count from each
  other.
Why it matters: Each side waits for the other, each is right by the text, and
  nothing moves.
Precedent: Lebanon, November 2024: withdrawal and deployment each conditional
  on the other; Minsk II (2015): elections and the border
Source: Newsrael, quoting a statement of 2025-01; Allan, Chatham House 2020
Remedy: let one of them begin by a day that does not wait: `by day N`; or
  split both into steps that alternate: `in steps (N by day N, N by day N)`,
  and in the other one `in step with LABEL`

If the text means it so, say why in the text itself:
  waive L17 at LABEL because "..."

$ truce check --explain l17 | head -n 1
L17  A circle of preconditions (error)

$ truce check --explain L01
L01  No exact entry into force (error)

What is looked at: The clock names neither an instant with its time zone nor
  an event (signature, announcement) by which the agreement enters into force.
Why it matters: Each side counts the days from its own moment, and the first
  incident falls between them.
Precedent: Lebanon 2006: the resolution of 11 August named no hour; 05:00 GMT
  on the 14th was agreed apart, and fighting went on until then
Source: S/RES/1701 and S/2006/675; UN DPPA, Guidance on Mediation of
  Ceasefires (2022), ch. 1
Remedy: write under `clock`: `in force at DATE HH:MM`, or `in force when A and
  B have signed`

If the text means it so, say why in the text itself:
  waive L01 because "..."

$ truce check --explain E0407
E0407  (error)

Why it matters: A share of a number that grows is another promise at every
  count: what is registered at the deadline, and what is registered in the
  end, may differ by a third.
Remedy: the finding itself says what mends it

$ truce check --explain L45
truce check: there is no code "L45"
  hint: did you mean L05?
? 3

$ truce check
truce check: the agreement is missing
  hint: truce check agreement.truce
? 2

$ truce check nowhere.truce
truce check: nowhere.truce: cannot open: No such file or directory
? 3

$ printf 'agreement "x"\nparty a\nzone z in zz\narticle 1\n1.1 a shall vacate z by day 3\nwaive L14 because "why"\n' > $T/x.truce; truce check $T/x.truce | sed "s|$T|T|" | grep -E '^T|clause|finding'
To mend or waive before signature
T/x.truce:1:11: error[L01]: the text does not say when it enters into force
T/x.truce:1:11: error[L04]: the text does not say how long it lasts
T/x.truce:1:11: error[L29]: nobody is named who decides when the text is read in two ways
T/x.truce:1:11: error[L40]: days and hours are used, and no time zone is written
T/x.truce:1:11: error[L40]: days are counted, and the text does not say which is day 1
T/x.truce:3:6: error[L07]: `z` has no map
T/x.truce:3:11: error[E0301]: nothing called `zz` is declared
T/x.truce:5:1: error[L20]: 1.1 names nobody who verifies it
         (X, Y, Z)`; for all clauses that say nothing, one line: `standard
To consider
T/x.truce:1:11: warning[L28]: nothing says what is made public
       = help: write: `publication "what, when, where" by BODY`; or a clause:
T/x.truce:1:11: warning[L30]: nothing follows when a clause is not kept
       = help: add a clause: `when LABEL is unmet, BODY shall investigate within
         N days`; or what follows from a finding of each class: `if grave holds`
T/x.truce:1:11: warning[L31]: the sides have no line on which they reach each other
T/x.truce:1:11: warning[L41]: nothing says by what authority those who sign bind a
T/x.truce:1:11: note[L42]: the text does not say how it is amended, how it is ended
T/x.truce:6:1: warning[L44]: waives L14, which finds nothing
1 clause: 1 formal, 0 judged, 0 declaratory
8 findings to mend or waive before signature, 6 to consider

$ truce check examples/harbour/agreement.truce --format json
{
  "file": "examples/harbour/agreement.truce",
  "title": "Harbour truce",
  "diagnostics": [],
  "errors": 0,
  "warnings": 0,
  "notes": 0,
  "waived": 0,
  "coverage": {
    "formal": 11,
    "judged": 1,
    "declaratory": 0,
    "open": 0,
    "not_evaluated": [
      {
        "clause": "1.1",
        "line": 43,
        "reason": "the time to notify an exception: a notice names the clause, not the act"
      },
      {
        "clause": "2.4",
        "line": 55,
        "reason": "kept as text: judged by Joint mechanism"
      },
      {
        "clause": "5.1",
        "line": 69,
        "reason": "`chosen by`: what is chosen is said in words, and takes no report out of a count"
      }
    ]
  }
}

$ truce check tests/lang/meaning/L14_deadline.truce -f json | grep -vE '"why"|"hint"' | head -n 14
{
  "file": "tests/lang/meaning/L14_deadline.truce",
  "title": "Test",
  "diagnostics": [
    {
      "code": "L08",
      "severity": "error",
      "file": "tests/lang/meaning/L14_deadline.truce",
      "line": 11,
      "column": 13,
      "length": 11,
      "message": "tests/lang/meaning/z.geojson: cannot open: No such file or directory",
      "precedent": {
        "case": "Myanmar, joint monitoring committee, 2017: complaints over lines",

$ truce check tests/lang/meaning/L_waived.truce -f sarif | grep -A 6 suppressions
          "suppressions": [
            {
              "kind": "inSource",
              "justification": "the season decides"
            }
          ]
        },

# L08, what is drawn wrong and what is drawn right: a ring that crosses itself, one that is not closed, a zone that lies
# outside the one it is said to be in.
$ mkdir $T/map; cp examples/harbour/agreement.truce examples/harbour/zones.geojson $T/map; truce check $T/map/agreement.truce --format json | grep -c '"L08"'
0
? 1
$ sed 's/"Polygon"/"Polygons"/' examples/harbour/zones.geojson > $T/map/zones.geojson; truce check $T/map/agreement.truce --format json | grep -A 7 '"L08"' | grep message | sed 's|"[^"]*/map/|"|'
      "message": "zones.geojson: feature 1 ('harbour'): a geometry of type 'Polygons' is not read",
$ printf '%s' '{"type":"FeatureCollection","features":[{"type":"Feature","id":"harbour","properties":{},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}}]}' > $T/map/zones.geojson; truce check $T/map/agreement.truce --format json | grep -A 7 '"L08"' | grep message | sed 's|"[^"]*/map/|"|'
      "message": "zones.geojson, feature 1, harbour: its outline crosses itself or another of its rings: what is inside is decided by counting crossings",
$ printf '%s' '{"type":"FeatureCollection","features":[{"type":"Feature","id":"harbour","properties":{},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}}]}' > $T/map/zones.geojson; truce check $T/map/agreement.truce --format json | grep -A 7 '"L08"' | grep message | sed 's|"[^"]*/map/|"|'
      "message": "zones.geojson: feature 1 ('harbour'): ring 1 is not closed: it begins at [0.0000000, 0.0000000] and ends at [0.0000000, 1.0000000]",
$ printf '%s' '{"type":"FeatureCollection","features":[{"type":"Feature","id":"harbour","properties":{},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}},{"type":"Feature","id":"north","properties":{},"geometry":{"type":"Polygon","coordinates":[[[5,5],[6,5],[6,6],[5,6],[5,5]]]}}]}' > $T/map/zones.geojson; truce check $T/map/agreement.truce --format json | grep -A 7 '"L08"' | grep message
      "message": "by the map `north` does not lie in `harbour`",

# A line that ends in CRLF goes as a whole.
$ printf 'agreement "x"\r\nwaive L33 because "x"\r\nparty a\r\n' > $T/crlf.truce; truce check $T/crlf.truce --fix | tail -n 4 | od -An -c | tr -s ' '
 @ @ - 1 , 3 + 1 , 2 @ @ \n
 a g r e e m e n t " x " \ r
 \n - w a i v e L 3 3 b e c a
 u s e " x " \ r \n p a r t y
 a \ r \n

# where the text has no mediator, a guarantor decides; of several, none is chosen
$ for g in '' 'guarantor g' 'guarantor g, h' 'mediator m' 'mediator m, n'; do printf 'agreement "x"\nparty a, b\n%s\narticle 1\n1.1 a shall withdraw by day 3\n' "$g" > $T/x.truce; truce check $T/x.truce | grep -o 'declare who decides.*'; done
declare who decides: `disputes "..." by MEDIATOR within N days`
declare who decides: `disputes "..." by g within N days`
declare who decides: `disputes "..." by GUARANTOR within N days`
declare who decides: `disputes "..." by m within N days`
declare who decides: `disputes "..." by MEDIATOR within N days`

# A name of two words, where one word is expected.

$ printf 'agreement "x"\nparty a, b\nagency icrc "Red Cross"\narticle 1\n1.1 a shall open by day 1, verified by Red Cross\n' | truce check - | head -6
-:5:44: error[E0208]: `Cross` begins no phrase of a clause
     5 | 1.1 a shall open by day 1, verified by Red Cross
       |                                            ^~~~~
       = help: a name is one word, as `red_cross`; in words it stands in quotes
         where it is declared
