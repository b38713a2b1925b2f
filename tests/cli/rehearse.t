# What will make an agreement fail, before anybody signs it.

$ truce rehearse examples/harbour-draft/agreement.truce
Rehearsal of "Harbour truce, draft of the fourth round"
Entry into force is taken as Monday 2030-01-07 09:00 (Europe/Lisbon); the text
fixes no day, so days are what counts. The agreement lasts to the end of day 60;
extensions are not used.
2.2 is open in the draft (A, B) and left out.
4.1 is open in the draft (A, B, C) and left out.
1 that cannot work as written, 1 that work only if somebody so chooses, 0 to
note.

As written this cannot work

  1  2.1 waits for 3.1, which waits for 2.1: none of them can begin
     2.1 Belmar: hand over captive; 3.1 Ardania: withdraw, Northern quays
     Each side is right by the text to wait, and nothing moves. When the
     deadlines have passed nobody is unmet: each is waiting on the other.
     Course of events:
       entry into force    Ardania signs
                           Belmar signs
       start of day 4      2.1 is then: waiting on each other
     To mend: let one of them begin on a day, or split both into steps that
       alternate


This works only if somebody so chooses

  2  Joint mechanism verifies 1.1 and 3.1 and no right of access is written
     Monitors who are turned back have then no text to show.
     To mend: add to the verifier: access to ZONE


Steps: when each can and must happen

  step                         can begin        due or end     room
  1.1 not attack, Harbour dis… entry into force end of day 60  prohibition
  2.1 hand over captive        never arises
  2.3 release prisoner         entry into force day 2, 09:00   1 day (if it
                                                               arises)
  3.1 withdraw, Northern quays never arises

Rehearsed: what each disturbance changes

  everything at its deadline: all is met but 2.1 waiting on each other; 3.1
    waiting on each other
  International Committee of the Red Cross reports nothing: nothing else changes
  Joint mechanism reports nothing: nothing else changes

Who sees whether it is kept

  1.1, 3.1: Joint mechanism; no access written; ready: not written
  2.1, 2.3: International Committee of the Red Cross
? 1
$ truce rehearse --all examples/harbour/agreement.truce
Rehearsal of "Harbour truce"
Entry into force is taken as Monday 2030-01-07 09:00 (Europe/Lisbon); the text
fixes no day, so days are what counts. The agreement lasts to the end of day 60;
extensions are not used.
0 that cannot work as written, 0 that work only if somebody so chooses, 3 to
note.

To note

  1  5.1: notice is due the day before, and it begins on the first day
     5.1 Ardania: not overfly, Harbour district
     The notice for the first day would have to be given before the agreement is
     in force.
     To mend: let it begin on day 2, or say how the first day is notified

  2  6.1 can be confirmed, but never found undone
     6.1 Joint mechanism: inspect, Northern quays
     Several voices confirm; no one is named whose statement closes the time. It
     then stays not reported, and whatever follows from its being unmet does not
     arise.
     To mend: name a body that verifies it

  3  2.3 comes to 54 to 90 prisoner; the list has 74
     2.3 Ardania: release prisoner
     Whether the list suffices depends on how many there are of each category.
     To mend: state the totals of each category, or lengthen the list


Steps: when each can and must happen

  step                         can begin        due or end     room
  1.1 not attack, Harbour dis… entry into force end of day 60  prohibition
  1.2 keep hotline staffed     entry into force end of day 60  state
* 2.1 hand over captive        entry into force end of day 1   15 hours
  2.2 step 1 hand over captive entry into force end of day 7   6 days 15 hours
  2.2 step 2 hand over captive entry into force end of day 14  13 days 15 hours
* 2.3 for 2.1 release prisoner entry into force end of day 2   1 day 15 hours,
                                                               at least 1 day
  2.3 for 2.2 step 1 release…  entry into force end of day 8   7 days 15 hours,
                                                               at least 1 day
  2.3 for 2.2 step 2 release…  entry into force end of day 15  14 days 15 hours,
                                                               at least 1 day
  3.1 withdraw, Northern quays entry into force end of day 2   1 day 15 hours,
                                                               at least 1 day
  4.1 enter aid truck, Harbou… entry into force end of day 60  each day
  4.2 enter aid truck (fuel),… entry into force end of day 60  each day
  4.3 enter aid truck, Northe… entry into force end of day 60  each day
  5.1 not overfly, Harbour di… entry into force end of day 60  each day
  6.1 inspect, Northern quays  day 2, 09:00:01  end of day 4   2 days 14 hours,
                                                               at least 2 days
                                                               (if it arises)

* the longest chain of waits: 2.1, then 2.3 for 2.1

Who stands exposed, if the other stops

Each owed step at its deadline; then one side does nothing more. Ranked by steps
whose answer no longer comes, then by the days of what is still owed, never by
who it is.

  1  Ardania stops before 2.3 for 2.1 (release prisoner; end of day 2): Belmar
     has done 1 step whose answer no longer comes
     Belmar has given: 8 captive handed over (2.1); 0 to 10 captive handed over
       (2.2).
     Ardania has given: 60 to 120 aid truck entered, Harbour district (4.1).
     Belmar still owes: 1.1 (59 days), 1.2 (59 days), 2.2 step 1 (5 days), 2.2
       step 2 (12 days).

  1  Ardania stops before 3.1 (withdraw, Northern quays; end of day 2): Belmar
     has done 1 step whose answer no longer comes
     Belmar has given: 8 captive handed over (2.1); 0 to 10 captive handed over
       (2.2).
     Ardania has given: 60 to 120 aid truck entered, Harbour district (4.1).
     Belmar still owes: 1.1 (59 days), 1.2 (59 days), 2.2 step 1 (5 days), 2.2
       step 2 (12 days).

  3  Ardania stops before 2.3 for 2.2 step 1 (release prisoner; end of day 8):
     Belmar has done 1 step whose answer no longer comes
     Belmar has given: 8 captive handed over (2.1); 5 to 10 captive handed over
       (2.2).
     Ardania has given: 24 to 40 prisoner released (2.3); withdrawn, Northern
       quays (3.1); 420 to 480 aid truck entered, Harbour district (4.1).
     Belmar still owes: 1.1 (53 days), 1.2 (53 days), 2.2 step 2 (6 days).

  4  Ardania stops before 2.3 for 2.2 step 2 (release prisoner; end of day 15):
     Belmar has done 1 step whose answer no longer comes
     Belmar has given: 8 captive handed over (2.1); 10 captive handed over
       (2.2).
     Ardania has given: 39 to 65 prisoner released (2.3); withdrawn, Northern
       quays (3.1); 840 to 900 aid truck entered, Harbour district (4.1).
     Belmar still owes: 1.1 (46 days), 1.2 (46 days).

  5  Belmar stops before 2.1 (hand over captive; end of day 1): Ardania has done
     0 steps whose answer no longer comes
     Ardania has given: withdrawn, Northern quays (perhaps) (3.1); 0 to 60 aid
       truck entered, Harbour district (4.1).
     Belmar has given: nothing that the text asks for.
     Ardania still owes: 1.1 (60 days), 1.2 (60 days), 3.1 (its deadline never
       starts), 4.1 (59 days), 4.2 (59 days), 4.3 (59 days), 5.1 (59 days).
     Ardania no longer owes: 2.3 for 2.1, 2.3 for 2.2 step 1, 2.3 for 2.2 step
       2.

  6  Belmar stops before 2.2 step 1 (hand over captive; end of day 7): Ardania
     has done 0 steps whose answer no longer comes
     Ardania has given: 24 to 40 prisoner released (2.3); withdrawn, Northern
       quays (3.1); 360 to 420 aid truck entered, Harbour district (4.1).
     Belmar has given: 8 captive handed over (2.1).
     Ardania still owes: 1.1 (54 days), 1.2 (54 days), 4.1 (53 days), 4.2 (53
       days), 4.3 (53 days), 5.1 (53 days).
     Ardania no longer owes: 2.3 for 2.2 step 1, 2.3 for 2.2 step 2.

  6  Belmar stops before 2.2 step 2 (hand over captive; end of day 14): Ardania
     has done 0 steps whose answer no longer comes
     Ardania has given: 39 to 65 prisoner released (2.3); withdrawn, Northern
       quays (3.1); 780 to 840 aid truck entered, Harbour district (4.1).
     Belmar has given: 8 captive handed over (2.1); 5 captive handed over (2.2).
     Ardania still owes: 1.1 (47 days), 1.2 (47 days), 4.1 (46 days), 4.2 (46
       days), 4.3 (46 days), 5.1 (46 days).
     Ardania no longer owes: 2.3 for 2.2 step 2.


Rehearsed: what each disturbance changes

  everything at its deadline: all is met but 6.1 lapsed
  Ardania stops before 2.3 for 2.1 (end of day 2): 2.3 3 unmet; 3.1 unmet; 4.1 1
    met, 59 unmet; 4.2 1 met, 59 unmet; 4.3 1 met, 59 unmet; 5.1 2 met, 58 not
    reported; 6.1 met
  Ardania stops before 2.3 for 2.2 step 1 (end of day 8): 2.3 1 met, 2 unmet;
    4.1 7 met, 53 unmet; 4.2 7 met, 53 unmet; 4.3 7 met, 53 unmet; 5.1 8 met, 52
    not reported
  Ardania stops before 2.3 for 2.2 step 2 (end of day 15): 2.3 2 met, 1 unmet;
    4.1 14 met, 46 unmet; 4.2 14 met, 46 unmet; 4.3 14 met, 46 unmet; 5.1 15
    met, 45 not reported
  Belmar stops before 2.1 (end of day 1): 2.1 unmet; 2.2 2 unmet; 3.1 running
  Belmar stops before 2.2 step 1 (end of day 7): 2.2 2 unmet; 2.3 met
  Belmar stops before 2.2 step 2 (end of day 14): 2.2 1 met, 1 unmet; 2.3 2 met
  2.1 is done 1 day late: 2.1 met late
  2.2 step 1 is done 1 day late: 2.2 1 met, 1 met late
  2.2 step 2 is done 1 day late: 2.2 1 met, 1 met late
  3.1 is done 1 day late: 3.1 met late
  United Nations agencies reports nothing: 4.1 60 not reported; 4.2 60 not
    reported; 4.3 60 not reported
  Joint mechanism reports nothing: 3.1 not reported; 5.1 60 not reported
  International Committee of the Red Cross reports nothing: 2.1 not reported;
    2.2 2 not reported; 3.1 running
  of 4.1 only 1 in 2 is done: 4.1 60 partly met
  of 4.2 only 1 in 2 is done: 4.2 60 partly met
  of 4.3 only 1 in 2 is done: 4.3 60 partly met

Who sees whether it is kept

  1.1, 1.2, 3.1, 5.1: Joint mechanism; access written; ready by end of day 1
  2.1, 2.2, 2.3: International Committee of the Red Cross
  4.1, 4.2, 4.3: United Nations agencies
  6.1: 2 of Delvia, Estria, Norland
$ truce rehearse examples/kumanovo-1999/agreement.truce
Rehearsal of "Military Technical Agreement, Kumanovo 1999"
Entry into force is taken as Monday 2030-01-07 09:00 (Europe/Belgrade); the text
fixes no day, so days are what counts. The agreement has no end.
0 that cannot work as written, 6 that work only if somebody so chooses, 0 to
note.

This works only if somebody so chooses

  1  3.2 permits what 3.1 forbids: strike in Kosovo
     3.2 International security force (KFOR): strike, Kosovo; 3.1 International
       security force (KFOR): not strike, Kosovo
     By International security force (KFOR), from day 11, 09:00:01 on. Only
     while the condition of the prohibition holds.
     To mend: say in the prohibition what it does not cover, or narrow one of
       the two in place or time

  2  If 2.1 is not done, 3.1 never arises, and no clause says what follows
     2.1 Federal Republic of Yugoslavia, Republic of Serbia: vacate, Zone 3; 3.1
       International security force (KFOR): not strike, Kosovo
     What waits only waits on; at the end it lapses. Nobody is bound to do
     anything about it.
     Course of events:
       entry into force    International security force (KFOR) signs
                           Federal Republic of Yugoslavia signs
                           Republic of Serbia signs
       day 1, 09:00        International security force (KFOR) states: not done.
                             Federal Republic of Yugoslavia: vacate, Zone 3
                             (2.1)
                           International security force (KFOR) states: not done.
                             Republic of Serbia: vacate, Zone 3 (2.1)
       day 2, 09:00        3.1 is then: waiting
     To mend: add a clause: when 2.1 is unmet, BODY shall ... within N hours

  3  4 clauses name nobody who sees them: 1.1, 3.1, 4.1, 4.2
     A duty is then met only if the side to which it is owed states so, and
     undone only if the side that owes it admits it; of a prohibition there is
     only what each side says.
     To mend: add: verified by BODY, counted by BODY, or confirmed by 2 of (A,
       B, C)

  4  2.1, 2.2, 2.3 and 2.4 are met only if International security force (KFOR),
     a party, states so
     Whoever is to receive a thing then decides that it was done; silence leaves
     it open.
     To mend: name a body that is no party, or two voices of several

  5  Where 5.1 holds cannot be told: provincial border has no map
     5.1 Federal Republic of Yugoslavia, Republic of Serbia: not overfly, within
       25 km of provincial border
     A distance from a line can be measured only where the line is drawn.
     To mend: draw the line, and write: line NAME from "zones.geojson"

  6  Where 5.2 holds cannot be told: provincial border has no map
     5.2 Federal Republic of Yugoslavia, Republic of Serbia: not enter, within 5
       km of provincial border
     A distance from a line can be measured only where the line is drawn.
     To mend: draw the line, and write: line NAME from "zones.geojson"


Steps: when each can and must happen

  step                         can begin        due or end     room
  1.1 not attack, Kosovo       entry into force no date        prohibition
  2.1 vacate, Zone 3           entry into force day 1, 09:00   1 day
  2.2 vacate, Zone 1           entry into force day 6, 09:00   6 days
  2.3 vacate, Zone 2           entry into force day 9, 09:00   9 days
  2.4 vacate, Kosovo           entry into force day 11, 09:00  11 days
  3.1 not strike, Kosovo       entry into force no date        prohibition
  3.2 strike, Kosovo           day 11, 09:00:01 no date        permission
  4.1 mark minefield, Kosovo   entry into force -              no end
  4.2 clear minefield, Kosovo  entry into force -              no end
  5.1 not overfly, within 25…  entry into force no date        prohibition
  5.2 not enter, within 5 km…  entry into force no date        prohibition

Who stands exposed, if the other stops

Each owed step at its deadline; then one side does nothing more. Ranked by steps
whose answer no longer comes, then by the days of what is still owed, never by
who it is.

  1  Republic of Serbia stops before 2.1 (vacate, Zone 3; day 1, 09:00): Federal
     Republic of Yugoslavia has done 0 steps whose answer no longer comes
     Federal Republic of Yugoslavia has given: nothing that the text asks for.
     Republic of Serbia has given: nothing that the text asks for.
     Federal Republic of Yugoslavia still owes: 1.1 (without end), 2.1 (0 days),
       2.2 (5 days), 2.3 (8 days), 2.4 (10 days), 4.1 (without end), 4.2
       (without end), 5.1 (without end), 5.2 (without end).

  1  Federal Republic of Yugoslavia stops before 2.1 (vacate, Zone 3; day 1,
     09:00): Republic of Serbia has done 0 steps whose answer no longer comes
     Republic of Serbia has given: nothing that the text asks for.
     Federal Republic of Yugoslavia has given: nothing that the text asks for.
     Republic of Serbia still owes: 1.1 (without end), 2.1 (0 days), 2.2 (5
       days), 2.3 (8 days), 2.4 (10 days), 4.1 (without end), 4.2 (without end),
       5.1 (without end), 5.2 (without end).

  3  Republic of Serbia stops before 2.2 (vacate, Zone 1; day 6, 09:00): Federal
     Republic of Yugoslavia has done 0 steps whose answer no longer comes
     Federal Republic of Yugoslavia has given: vacated, Zone 3 (2.1).
     Republic of Serbia has given: vacated, Zone 3 (2.1).
     Federal Republic of Yugoslavia still owes: 1.1 (without end), 2.2 (0 days),
       2.3 (3 days), 2.4 (5 days), 4.1 (without end), 4.2 (without end), 5.1
       (without end), 5.2 (without end).

  3  Federal Republic of Yugoslavia stops before 2.2 (vacate, Zone 1; day 6,
     09:00): Republic of Serbia has done 0 steps whose answer no longer comes
     Republic of Serbia has given: vacated, Zone 3 (2.1).
     Federal Republic of Yugoslavia has given: vacated, Zone 3 (2.1).
     Republic of Serbia still owes: 1.1 (without end), 2.2 (0 days), 2.3 (3
       days), 2.4 (5 days), 4.1 (without end), 4.2 (without end), 5.1 (without
       end), 5.2 (without end).

  5  Republic of Serbia stops before 2.3 (vacate, Zone 2; day 9, 09:00): Federal
     Republic of Yugoslavia has done 0 steps whose answer no longer comes
     Federal Republic of Yugoslavia has given: vacated, Zone 3 (2.1); vacated,
       Zone 1 (2.2).
     Republic of Serbia has given: vacated, Zone 3 (2.1); vacated, Zone 1 (2.2).
     Federal Republic of Yugoslavia still owes: 1.1 (without end), 2.3 (0 days),
       2.4 (2 days), 4.1 (without end), 4.2 (without end), 5.1 (without end),
       5.2 (without end).

11 more moments: --all

Rehearsed: what each disturbance changes

  everything at its deadline: all is met
  Federal Republic of Yugoslavia stops before 2.1 (day 1, 09:00): 2.1 1 met, 1
    unmet; 2.2 1 met, 1 unmet; 2.3 1 met, 1 unmet; 2.4 1 met, 1 unmet; 3.1
    waiting
  Republic of Serbia stops before 2.1 (day 1, 09:00): 2.1 1 met, 1 unmet; 2.2 1
    met, 1 unmet; 2.3 1 met, 1 unmet; 2.4 1 met, 1 unmet; 3.1 waiting
  Federal Republic of Yugoslavia stops before 2.2 (day 6, 09:00): 2.2 1 met, 1
    unmet; 2.3 1 met, 1 unmet; 2.4 1 met, 1 partly met
  Republic of Serbia stops before 2.2 (day 6, 09:00): 2.2 1 met, 1 unmet; 2.3 1
    met, 1 unmet; 2.4 1 met, 1 partly met
  2.1 is done 1 day late: 2.1 2 met late
  2.2 is done 1 day late: 2.2 2 met late
  2.3 is done 1 day late: 2.3 2 met late
  2.4 is done 1 day late: 2.4 2 met late
  International security force (KFOR) reports nothing: 2.1 2 not reported; 2.2 2
    not reported; 2.3 2 not reported; 2.4 2 not reported; 3.1 waiting
4 more rehearsals: --all

Who sees whether it is kept

  1.1, 3.1, 4.1, 4.2: the sides themselves
  2.1, 2.2, 2.3, 2.4, 5.1, 5.2: International security force (KFOR), a party
$ truce rehearse examples/gaza-2025-07-proposal/agreement.truce
Rehearsal of "Gaza, 60-day proposal of July 2025"
The text does not say when it enters into force. Entry into force is taken as
Monday 2030-01-07 00:00 (UTC). The agreement lasts to the end of day 60;
extensions are not used.
0 that cannot work as written, 4 that work only if somebody so chooses, 0 to
note.

This works only if somebody so chooses

  1  a8.2 may leave its bearer no time between a2.2 and its deadline
     a8.2 Israel: redeploy, Southern Gaza; a2.2 Hamas: return hostage (dead)
     a2.2 may be done at its last moment, by another's choice.
     To mend: count the deadline from what it waits for, with enough time

  2  If a2.1 is not done, a8.1 never arises, and no clause says what follows
     a2.1 Hamas: release hostage (living); a8.1 Israel: redeploy, Northern Gaza
     What waits only waits on; at the end it lapses. Nobody is bound to do
     anything about it.
     Course of events:
       end of day 1        Hamas states: not done: release hostage (living)
                             (a2.1)
       end of day 2        a8.1 is then: waiting
     To mend: add a clause: when a2.1 is unmet, BODY shall ... within N hours

  3  If a2.2 is not done, a8.2 never arises, and no clause says what follows
     a2.2 Hamas: return hostage (dead); a8.2 Israel: redeploy, Southern Gaza
     What waits only waits on; at the end it lapses. Nobody is bound to do
     anything about it.
     Course of events:
       end of day 7        Hamas states: not done: return hostage (dead) (a2.2)
       end of day 8        a8.2 is then: waiting
     To mend: add a clause: when a2.2 is unmet, BODY shall ... within N hours

  4  15 clauses name nobody who sees them: a2.1, a2.2, a2.3, a2.4, a4.1, a5.1,
     a5.2, a6.1, a6.2, a6.3, a7.1, a7.2, a8.1, a8.2, a9.1
     A duty is then met only if the side to which it is owed states so, and
     undone only if the side that owes it admits it; of a prohibition there is
     only what each side says.
     To mend: add: verified by BODY, counted by BODY, or confirmed by 2 of (A,
       B, C)


Steps: when each can and must happen

  step                         can begin        due or end     room
* a2.1 release hostage (livin… entry into force end of day 1   1 day
  a2.2 return hostage (dead)   entry into force end of day 7   7 days
  a2.3 step 1 return hostage…  entry into force end of day 30  30 days
  a2.3 step 2 return hostage…  entry into force end of day 60  60 days
  a2.4 release hostage (livin… entry into force end of day 50  50 days
  a4.1 release Palestinian pr… entry into force end of day 1   1 day
  a5.1 provide proof of life…  entry into force end of day 10  10 days
  a5.2 provide full informati… entry into force end of day 10  10 days
  a6.1 enter aid truck, Gaza   entry into force end of day 60  each day
  a6.2 enter aid truck (fuel)… entry into force end of day 60  each day
  a6.3 enter aid truck, North… entry into force end of day 60  each day
  a7.1 not attack, Gaza        entry into force end of day 60  prohibition
  a7.2 not overfly, Gaza       entry into force end of day 60  each day
* a8.1 redeploy, Northern Gaza entry into force -              no end
  a8.2 redeploy, Southern Gaza entry into force end of day 7   7 days, at least
                                                               no time
  a9.1 begin negotiations on…  entry into force end of day 1   1 day

* the longest chain of waits: a2.1, then a8.1

Can its bearer keep it in time, whatever the others do?

  a8.2                Israel: unless a2.2 is done after the end of day 7; then
                        a8.2 is met late
  All other duties (12): yes.

Who stands exposed, if the other stops

Each owed step at its deadline; then one side does nothing more. Ranked by steps
whose answer no longer comes, then by the days of what is still owed, never by
who it is.

  1  Israel stops before a8.2 (redeploy, Southern Gaza; end of day 7): Hamas has
     done 2 steps whose answer no longer comes
     Hamas has given: 8 hostage (living) released (a2.1); 5 hostage (dead)
       returned (a2.2); 0 to 13 hostage (dead) returned (a2.3); 0 to 2 hostage
       (living) released (a2.4); 0 to 1 proof of life or death with medical
       report provided (a5.1); 1 negotiations on a permanent ceasefire begun
       (a9.1).
     Israel has given: 1 Palestinian prisoner released (a4.1); 1 negotiations on
       a permanent ceasefire begun (a9.1).
     Hamas still owes: a2.3 step 1 (23 days), a2.3 step 2 (53 days), a2.4 (43
       days), a5.1 (3 days).

  2  Israel stops before a4.1 (release Palestinian prisoner; end of day 1):
     Hamas has done 1 step whose answer no longer comes
     Hamas has given: 8 hostage (living) released (a2.1); 0 to 5 hostage (dead)
       returned (a2.2); 0 to 13 hostage (dead) returned (a2.3); 0 to 2 hostage
       (living) released (a2.4); 0 to 1 proof of life or death with medical
       report provided (a5.1).
     Israel has given: nothing that the text asks for.
     Hamas still owes: a2.2 (6 days), a2.3 step 1 (29 days), a2.3 step 2 (59
       days), a2.4 (49 days), a5.1 (9 days), a9.1 (0 days).

  2  Israel stops before a9.1 (begin negotiations on a permanent ceasefire; end
     of day 1): Hamas has done 1 step whose answer no longer comes
     Hamas has given: 8 hostage (living) released (a2.1); 0 to 5 hostage (dead)
       returned (a2.2); 0 to 13 hostage (dead) returned (a2.3); 0 to 2 hostage
       (living) released (a2.4); 0 to 1 proof of life or death with medical
       report provided (a5.1).
     Israel has given: nothing that the text asks for.
     Hamas still owes: a2.2 (6 days), a2.3 step 1 (29 days), a2.3 step 2 (59
       days), a2.4 (49 days), a5.1 (9 days), a9.1 (0 days).

  4  Israel stops before a5.2 (provide full information on Gaza prisoners held
     since 7 October 2023; end of day 10): Hamas has done 1 step whose answer no
     longer comes
     Hamas has given: 8 hostage (living) released (a2.1); 5 hostage (dead)
       returned (a2.2); 0 to 13 hostage (dead) returned (a2.3); 0 to 2 hostage
       (living) released (a2.4); 1 proof of life or death with medical report
       provided (a5.1); 1 negotiations on a permanent ceasefire begun (a9.1).
     Israel has given: 1 Palestinian prisoner released (a4.1); redeployed,
       Southern Gaza (a8.2); 1 negotiations on a permanent ceasefire begun
       (a9.1).
     Hamas still owes: a2.3 step 1 (20 days), a2.3 step 2 (50 days), a2.4 (40
       days).

  5  Hamas stops before a2.1 (release hostage (living); end of day 1): Israel
     has done 1 step whose answer no longer comes
     Israel has given: 1 Palestinian prisoner released (a4.1); 0 to 1 full
       information on Gaza prisoners held since 7 October 2023 provided (a5.2).
     Hamas has given: nothing that the text asks for.
     Israel still owes: a5.2 (9 days), a7.1 (60 days), a7.2 (59 days), a9.1 (0
       days).
     Israel no longer owes: a8.1, a8.2.

6 more moments: --all

Rehearsed: what each disturbance changes

  everything at its deadline: all is met
  Israel stops before a4.1 (end of day 1): a4.1 unmet; a5.2 unmet; a7.2 1 met,
    59 not reported; a8.1 running; a8.2 unmet; a9.1 1 met, 1 unmet
  Israel stops before a8.2 (end of day 7): a5.2 unmet; a7.2 7 met, 53 not
    reported; a8.2 unmet
  Israel stops before a5.2 (end of day 10): a5.2 unmet; a7.2 10 met, 50 not
    reported
  Hamas stops before a2.1 (end of day 1): a2.1 unmet; a2.2 unmet; a2.3 2 unmet;
    a2.4 unmet; a5.1 unmet; a8.1 lapsed; a8.2 lapsed; a9.1 1 met, 1 unmet
  a9.1 is done 1 day late: a9.1 2 met late
  a2.1 is done 1 day late: a2.1 met late
  a2.2 is done 1 day late: a2.2 met late
  a2.3 step 1 is done 1 day late: a2.3 1 met, 1 met late
  of a6.1 only 1 in 2 is done: a6.1 60 partly
  of a6.2 only 1 in 2 is done: a6.2 60 partly
  of a6.3 only 1 in 2 is done: a6.3 60 partly
11 more rehearsals: --all

Who sees whether it is kept

  a2.1, a2.2, a2.3, a2.4, a4.1, a5.1, a5.2, a6.1, a6.2, a6.3, a7.1, a7.2, a8.1,
    a8.2, a9.1: the sides themselves

# The courses of events are reports: the engine says the same of them.
$ truce rehearse --courses $T/courses examples/harbour-draft/agreement.truce > $T/out; cat $T/courses/README
Each file is the course of events of the finding of that number.
To see what the engine makes of it:

truce status examples/harbour-draft/agreement.truce 01-2.1.jsonl --at 2030-01-10T00:00:00Z

in force at 2030-01-07T09:00:00Z
$ cat $T/courses/01-2.1.jsonl
{"type":"signature","id":"r1","source":"ardania","occurred":"2030-01-07T09:00:00Z"}
{"type":"signature","id":"r2","source":"belmar","occurred":"2030-01-07T09:00:00Z"}
$ truce status examples/harbour-draft/agreement.truce $T/courses/01-2.1.jsonl --at 2030-01-10 --clause 2.1
Harbour truce, draft of the fourth round
day 4 of 60  Thursday 10 Jan 2030, 23:59 Europe/Lisbon (23:59 UTC)
in force since 7 Jan 2030; lasts until 7 Mar

      7 Jan  14 Jan 21 Jan 28 Jan 4 Feb  11 Feb 18 Feb 25 Feb
      day 1  8      15     22     29     36     43     50
         ▼
  2.1   ?

\? 1 waiting on each other

Depends (1)
  ? 2.1  Belmar: hand over 8 captive                           0 of 8, due 9 Jan

Open in the draft, not evaluated (2)
  2.2  choose one of A, B
  4.1  choose one of A, B, C

Over the entries readable here, up to record 2: 4 formal clauses evaluated, 0
left to a body to judge, 0 declaratory. What is not reported here is neither
done nor not done.

# A day of one's own; and where the text has one.
$ truce rehearse examples/harbour-draft/agreement.truce --start 2026-03-02 --choose 2.2=A --choose 4.1=B | head -5
Rehearsal of "Harbour truce, draft of the fourth round"
Entry into force is taken as Monday 2026-03-02 00:00 (Europe/Lisbon); the text
fixes no day, so days are what counts. The agreement lasts to the end of day 60;
extensions are not used.
1 that cannot work as written, 1 that work only if somebody so chooses, 0 to
$ truce rehearse examples/gaza-2025-01/agreement.truce --start 2026-03-02
truce rehearse: --start: the text itself says when it enters into force
  hint: leave it out
? 2
$ truce rehearse examples/harbour/agreement.truce --start yesterday
truce rehearse: --start: "yesterday" is no time: 'yesterday' is not a date or time
  hint: for instance 2025-03-10, or 2025-03-10T08:00
? 2
$ truce rehearse examples/harbour/agreement.truce --format json | head -20
{
  "agreement": "Harbour truce",
  "start_assumed": true,
  "in_force": "2030-01-07T09:00:00Z",
  "ends": "2030-03-08T00:00:00Z",
  "open": [],
  "findings": [
    {
      "topic": "comply",
      "weight": "note",
      "clauses": [
        "5.1"
      ],
      "title": "5.1: notice is due the day before, and it begins on the first day",
      "detail": "The notice for the first day would have to be given before the agreement is in force.",
      "hint": "let it begin on day 2, or say how the first day is notified"
    },
    {
      "topic": "observe",
      "weight": "note",
$ truce rehearse nothing.truce
truce rehearse: nothing.truce: cannot open: No such file or directory
? 3

# What each alternative would change; what each disturbance changes.
$ truce rehearse examples/harbour-draft/agreement.truce --compare 4.1 --choose 2.2=A
Alternatives of 4.1, all else alike

  A  1 cannot work, 1 only if somebody so chooses, 0 to note; at worst 1 unanswered, 6 days still owed
  B  1 cannot work, 1 only if somebody so chooses, 0 to note; at worst 1 unanswered, 6 days still owed
  C  1 cannot work, 2 only if somebody so chooses, 0 to note; at worst 1 unanswered, 6 days still owed
     risk: 1 clause names nobody who sees it: 4.1
$ truce rehearse examples/harbour-draft/agreement.truce --compare 2.9
truce rehearse: --compare: "2.9" is no open clause of examples/harbour-draft/agreement.truce
  hint: did you mean 2.2?
? 2
$ truce rehearse examples/harbour/agreement.truce --late 0
truce rehearse: --late: "0" is no number of days (1 to 3650)
  hint: for instance --late 3
? 2
$ truce rehearse examples/harbour/agreement.truce --late 3 --format json | grep -c no_longer_met
16

# A page that needs nothing else.
$ truce rehearse examples/harbour/agreement.truce --html $T/page.html > $T/out; cmp $T/page.html tests/golden/harbour.rehearsal.html
$ truce rehearse examples/harbour-draft/agreement.truce --html $T/page.html > $T/out; cmp $T/page.html tests/golden/harbour-draft.rehearsal.html

# a row of the chart says which place, and a distance has the name of what it counts from
$ truce rehearse examples/kumanovo-1999/agreement.truce --html $T/page.html > $T/out; grep -o '<text x="6"[^>]*>[^<]*' $T/page.html | sed 's/.*>//'
exposed: International security force (KF…
exposed: Federal Republic of Yugoslavia
exposed: Republic of Serbia
1.1 not attack, Kosovo
2.1 vacate, Zone 3
2.2 vacate, Zone 1
2.3 vacate, Zone 2
2.4 vacate, Kosovo
3.1 not strike, Kosovo
3.2 strike, Kosovo
4.1 mark minefield, Kosovo
4.2 clear minefield, Kosovo
5.1 not overfly, within 25 km of provinci…
5.2 not enter, within 5 km of provincial…
$ grep -cE 'https?:|<script|src=|url\(|@import' $T/page.html
0
? 1

# Table-top exercises.
$ truce rehearse --scenario examples/harbour/stop.scenario
Exercise on "Harbour truce"; everything happens at its deadline unless ordered otherwise
== day 1, Monday 2025-03-10 08:05
  no status changes
> say The first day: captives are handed over, trucks enter.
  The first day: captives are handed over, trucks enter.
> play to day 2
== end of day 2, Tuesday 2025-03-11
  end of day 1:
    Belmar: hand over 8 captive (civilian) to International Committee of the Red Cross (2.1)
    Ardania: enter 25 aid truck, Harbour district (4.1)
    Ardania: enter 5 aid truck (fuel), Harbour district (4.2)
    Ardania: enter 30 aid truck, Northern quays (4.3)
  start of day 2:
    Ardania: not overfly, Harbour district (5.1)
  end of day 2:
    Ardania: enter 25 aid truck, Harbour district (4.1)
    Ardania: enter 5 aid truck (fuel), Harbour district (4.2)
    Ardania: enter 30 aid truck, Northern quays (4.3)
    Ardania: release 24 prisoner (2.3)
    Ardania: withdraw, Northern quays (3.1)
  -> 2.1: running, now met
  -> 2.3 1: met
  -> 3.1: running, now met
  -> 4.1 2025-03-10: running, now met
  -> 4.1 2025-03-11: met
  -> 4.2 2025-03-10: running, now met
  -> 4.2 2025-03-11: met
  -> 4.3 2025-03-10: running, now met
  -> 4.3 2025-03-11: met
  -> 5.1 2025-03-10: running, now met
  -> 5.1 2025-03-11: met
> branch both-went-on
  this point is now called both-went-on
> stop ardania
  from now on: Ardania stops
> play 2 days
== end of day 4, Thursday 2025-03-13
  end of day 3:
    United Nations agencies states: not done. Ardania: enter aid truck, Harbour district (4.1)
    United Nations agencies states: not done. Ardania: enter aid truck (fuel), Harbour district (4.2)
    United Nations agencies states: not done. Ardania: enter aid truck, Northern quays (4.3)
  end of day 4:
    United Nations agencies states: not done. Ardania: enter aid truck, Harbour district (4.1)
    United Nations agencies states: not done. Ardania: enter aid truck (fuel), Harbour district (4.2)
    United Nations agencies states: not done. Ardania: enter aid truck, Northern quays (4.3)
  -> 4.1 2025-03-12: unmet
  -> 4.2 2025-03-12: unmet
  -> 4.3 2025-03-12: unmet
  -> 5.1 2025-03-12: not reported
> status 3.1
  3.1: met, due end of day 2
> say What if Ardania had gone on, and an attack had been reported?
  What if Ardania had gone on, and an attack had been reported?
> return both-went-on
== end of day 2, Tuesday 2025-03-11
  no status changes
> event belmar attack in harbour said by ardania
  entered
  -> 1.1 overall belmar: none reported, now reported
  -> 1.1 2025-03-10 belmar: none reported, now reported
> play 1 day
== end of day 3, Wednesday 2025-03-12
  start of day 3:
    Ardania: not overfly, Harbour district (5.1)
  end of day 3:
    Ardania: enter 25 aid truck, Harbour district (4.1)
    Ardania: enter 5 aid truck (fuel), Harbour district (4.2)
    Ardania: enter 30 aid truck, Northern quays (4.3)
  -> 4.1 2025-03-12: met
  -> 4.2 2025-03-12: met
  -> 4.3 2025-03-12: met
  -> 5.1 2025-03-12: met
> status 1.1
  1.1 overall ardania: none reported
  1.1 2025-03-10 ardania: none reported
  1.1 overall belmar: reported
  1.1 2025-03-10 belmar: reported
> back to day 2
== end of day 2, Tuesday 2025-03-11
  1 order taken back
> play 1 day
== end of day 3, Wednesday 2025-03-12
  start of day 3:
    Ardania: not overfly, Harbour district (5.1)
  end of day 3:
    Ardania: enter 25 aid truck, Harbour district (4.1)
    Ardania: enter 5 aid truck (fuel), Harbour district (4.2)
    Ardania: enter 30 aid truck, Northern quays (4.3)
  -> 4.1 2025-03-12: met
  -> 4.2 2025-03-12: met
  -> 4.3 2025-03-12: met
  -> 5.1 2025-03-12: met
$ printf 'play\nsilnt un\nsilent un\nplay 1 day\nomit 2.2 step 3\nomit 2.2 step 1\nlate 3.1 by 5 hours\norders\nback 1\norders\nwrite\nreturn x\nevent belmar atack said by ardania\nend\n' | truce rehearse --scenario - examples/harbour/agreement.truce
Exercise on "Harbour truce"; everything happens at its deadline unless ordered otherwise
== day 1, Monday 2030-01-07 09:00
  no status changes
day 1> == end of day 1, Monday 2030-01-07
  end of day 1:
    Belmar: hand over 8 captive (civilian) to International Committee of the Red Cross (2.1)
    Ardania: enter 25 aid truck, Harbour district (4.1)
    Ardania: enter 5 aid truck (fuel), Harbour district (4.2)
    Ardania: enter 30 aid truck, Northern quays (4.3)
  -> 2.1: running, now met
  -> 4.1 2030-01-07: running, now met
  -> 4.2 2030-01-07: running, now met
  -> 4.3 2030-01-07: running, now met
  -> 5.1 2030-01-07: running, now met
day 1>   "silnt" is no order
  hint: did you mean silent?
day 1>   from now on: United Nations agencies reports nothing
day 1> == end of day 2, Tuesday 2030-01-08
  start of day 2:
    Ardania: not overfly, Harbour district (5.1)
  end of day 2:
    Ardania: release 24 prisoner (2.3)
    Ardania: withdraw, Northern quays (3.1)
  -> 2.3 1: running, now met
  -> 3.1: running, now met
  -> 5.1 2030-01-08: met
day 2>   the clause has no such step
  hint: steps are numbered from 1
day 2>   from now on: 2.2 step 1 is not done
day 2>   from now on: 3.1 is done 5 hours late
day 2>   end of day 1: United Nations agencies reports nothing
  end of day 2: 2.2 step 1 is not done
  end of day 2: 3.1 is done 5 hours late
day 2> == end of day 1, Monday 2030-01-07
  3 orders taken back
day 1>   everything at its deadline
day 1>   a file is missing
  hint: for instance: write day5.jsonl
day 1>   no point is called "x"
  hint: make one with: branch NAME
day 1>   there is no act "atack"
  hint: did you mean attack?
day 1> day 1> 
$ printf 'play 2 days\nplay to day 1\n' > $T/wrong.scenario; truce rehearse examples/harbour/agreement.truce --scenario $T/wrong.scenario 2>&1 > $T/out | sed "s#$T#T#"
truce rehearse: T/wrong.scenario:2: that day has passed
  hint: go back with: back N days
$ printf 'play to day 3\nwrite %s/w.jsonl\n' $T > $T/w.scenario; truce rehearse examples/harbour/agreement.truce --scenario $T/w.scenario | tail -1; truce status examples/harbour/agreement.truce $T/w.jsonl --brief | tail -4
  17 records

Over the entries readable here, up to record 17: 11 formal clauses evaluated, 1
left to a body to judge, 0 declaratory. What is not reported here is neither
done nor not done.
# What is there already is not written over: orders may come from others.
$ truce rehearse examples/harbour/agreement.truce --scenario $T/w.scenario 2>&1 | tail -1 | sed 's/.*w.jsonl is/is/'
is there already
$ truce rehearse
truce rehearse: the agreement is missing
  hint: name it, or begin the file of orders with: agreement FILE
? 2
# What only dates make impossible, each with the course that shows it.
$ printf '%s\n' 'agreement "Dates"' 'party p, q' 'verifier v' 'act dig "dig" "dug"' 'act fell "fell" "felled"' 'clock' ' time zone UTC' ' in force at 2025-01-01 00:00' ' day 1 is the day of entry into force' ' lasts 30 days' ' phase one from day 1 until day 8' 'article 1' '1.1 p shall dig not before day 9 by day 5 lapses at the deadline verified by v' '1.2 q shall fell after 1.1 is met by day 20 verified by v' '1.3 p shall fell not before day 12 by day 14 verified by v' '1.4 when 1.3 is met, q shall dig by day 20 verified by v if phase one runs' '1.5 when 1.3 is met, p shall not dig until day 10 verified by v' > $T/dates.truce
$ truce rehearse $T/dates.truce --courses $T/dates | sed -n '/^As/,/^This/p'
As written this cannot work

  1  1.2 can never become active: it waits for 1.1, which can never be met
     1.2 q: fell; 1.1 p: dig
     Reason: it cannot begin before the start of day 9, and lapses at its
     deadline, the end of day 5.
     Course of events:
       start of day 31     1.2 is then: lapsed
     To mend: mend what it waits for, or give it a day of its own

  2  1.4 can never become active: its condition is asked at its trigger, when
     the phase does not run
     1.4 q: dig
     The condition of a clause with a trigger is asked once, at the trigger.
     Course of events:
       start of day 12     p: fell (1.3)
       start of day 31     1.4 is then: not arising
     To mend: let its time lie in the phase, or leave the condition out

  3  1.5 can never become active
     1.5 p: not dig
     Reason: it can come no earlier than the start of day 12, and its own time
     ends at the end of day 10.
     Course of events:
       start of day 12     p: fell (1.3)
       start of day 31     1.5 is then: waiting
     To mend: mend what it waits for, or give it a day of its own

  4  1.1 cannot be in time if all else is: it comes 3 days too late, at least
     1.1 p: dig
     These cannot all be kept: 1.1 is due by the end of day 5; 1.1 begins no
     earlier.
     To mend: move one of these deadlines, or cut one of these waits


This works only if somebody so chooses
$ truce status $T/dates.truce $T/dates/02-1.4.jsonl --at 2025-01-31T00:00:00Z
Dates
day 31 of 30, over  Friday 31 Jan 2025, 00:00 UTC (00:00 UTC)
in force since 1 Jan 2025; one ended 8 Jan

                                                1 Jan  8 Jan  15 Jan 22 Jan
                                                day 1  8      15     22
  1.1 p: dig                                        ○
  1.2 q: fell                                                      -
  1.3 p: fell                                                ●
  1.4 q: dig                                                       -
  1.5 p: not dig                                ──────────

· 1 waiting  ● 1 met  ○ 1 not reported  - 1 lapsed  - 1 not arising

Met (1)
  ● 1.3  p: fell                                   due 14 Jan, done 12 Jan 00:00
      by r1

Not reported (1)
  ○ 1.1  p: dig                                                        due 5 Jan

Suspended, waived, excused, lapsed, not arising (2)
  - 1.2  q: fell                                                      due 20 Jan
  - 1.4  q: dig                                                       due 20 Jan

Running or waiting (1)
  · 1.5  p: not dig                                                      waiting

Over the entries readable here, up to record 1: 5 formal clauses evaluated, 0
left to a body to judge, 0 declaratory. What is not reported here is neither
done nor not done.
# Where the first date of a text is that of its end, entry into force lies before it.
$ truce rehearse examples/nuba-2002/agreement.truce | head -7
Rehearsal of "Nuba Mountains Cease-fire Agreement, 2002"
Entry into force is taken as Thursday 2001-07-19 09:00 (Africa/Khartoum); the
text fixes no day, so days are what counts. The agreement lasts to the end of
day 366; extensions are not used.
0 that cannot work as written, 0 that work only if somebody so chooses, 0 to
note.

# A circle through a deadline: both run without a date until one of them acts.
# The course says so, and the deed of one gives the other its date.
$ printf 'agreement "Circle"\nparty p, q\nverifier v\nitem post unit post\nact leave "leave" "left"\nstandard verified by v\nclock\n  time zone UTC\n  in force at 2025-01-01 00:00\n  lasts 60 days\narticle 1\n  1.1 p shall leave 1 post within 3 days after 1.2 is met\n  1.2 q shall leave 2 post within 4 days after 1.1 is met\n' > $T/mutual.truce; truce rehearse $T/mutual.truce --courses $T/mutual
Rehearsal of "Circle"
Entry into force is Wednesday 2025-01-01 00:00 (UTC). The agreement lasts to the
end of day 60; extensions are not used.
0 that cannot work as written, 1 that work only if somebody so chooses, 0 to
note.

This works only if somebody so chooses

  1  1.1 has a deadline that counts from 1.2, which has a deadline that counts
     from 1.1: until one of them is met no such deadline has a date
     1.1 p: leave post; 1.2 q: leave post
     Whoever acts gives the others their dates. While nobody does, nobody is
     late, and nothing follows from that.
     Course of events:
       day 8, 00:00:01     1.1 is then: running
     To mend: give one of them a day of its own, or split both into steps that
       alternate


Steps: when each can and must happen

  step                         can begin        due or end     room
  1.1 leave post               entry into force no date        no end
  1.2 leave post               entry into force no date        no end

Rehearsed: what each disturbance changes

  everything at its deadline: all is met but 1.1 running; 1.2 running
  1.1 is done 1 day late: nothing else changes
  1.2 is done 1 day late: nothing else changes
  v reports nothing: nothing else changes

Who sees whether it is kept

  1.1, 1.2: v; no access written; ready: not written
$ ls $T/mutual; truce status $T/mutual.truce $T/mutual/*.jsonl --at 2025-01-08T00:00:01Z --format csv | cut -d, -f1,5,6,12; printf '{"type":"report","id":"r1","source":"v","occurred":"2025-01-05","act":"leave","actor":"p","item":"post","quantity":1}\n' | cat $T/mutual/*.jsonl - | truce status $T/mutual.truce - --at 2025-01-20 --format csv | cut -d, -f1,5,6,12
01-1.1.jsonl
README
clause,account,status,due
1.1,,running,
1.2,,running,
clause,account,status,due
1.1,,met,
1.1,v,met,
1.2,,not reported,2025-01-09T23:59:59Z

# A prohibition that can never bind, and its course of events.
$ printf '%s\n' 'agreement "Bans"' 'party p, q' 'verifier v' 'act dig "dig" "dug"' 'act fell "fell" "felled"' 'act haul "haul" "hauled"' 'standard verified by v' 'clock' ' time zone UTC' ' in force at 2025-01-01 00:00' ' day 1 is the day of entry into force' ' lasts 8 days' ' phase one from day 1 until day 3' 'article 1' '1.1 p shall dig after 1.2 is met by day 3' '1.2 q shall fell after 1.1 is met by day 3' '1.3 when 1.1 is met, p shall not haul throughout' '1.4 p shall not haul throughout if 1.2 is met' '1.5 q shall haul not before day 5 by day 6' '1.6 when 1.5 is met, p shall not fell until day 4' '1.7 p shall not dig from day 5 while phase one runs' '1.8 when 1.1 is met, p may fell' > $T/bans.truce; truce rehearse $T/bans.truce --courses $T/bans | sed -n '/^As/,/^Steps/p'
As written this cannot work

  1  1.1 waits for 1.2, which waits for 1.1: none of them can begin
     1.1 p: dig; 1.2 q: fell
     Each side is right by the text to wait, and nothing moves. When the
     deadlines have passed nobody is unmet: each is waiting on the other.
     Course of events:
       start of day 4      1.1 is then: waiting on each other
     To mend: let one of them begin on a day, or split both into steps that
       alternate

  2  1.3 can never become active: it waits for 1.1, which can never be met
     1.3 p: not haul; 1.1 p: dig
     1.1 is in a circle of waits.
     Course of events:
       start of day 9      1.3 is then: waiting
     To mend: mend what it waits for, or give it a day of its own

  3  1.4 can never become active: it waits for 1.2, which can never be met
     1.4 p: not haul; 1.2 q: fell
     1.2 is in a circle of waits.
     Course of events:
       start of day 9      1.2 is then: waiting on each other
     To mend: mend what it waits for, or give it a day of its own

  4  1.6 can never become active
     1.6 p: not fell
     Reason: it can come no earlier than the start of day 5, and its own time
     ends at the end of day 4.
     Course of events:
       start of day 5      q: haul (1.5)
       start of day 9      1.6 is then: waiting
     To mend: mend what it waits for, or give it a day of its own

  5  1.7 can never become active: its condition is asked at each act, when the
     phase does not run
     1.7 p: not dig
     The condition of a prohibition is asked at each act.
     Course of events:
       start of day 5      p: dig (1.7)
       start of day 9      1.7 is then: none reported
     To mend: let its time lie in the phase, or leave the condition out

  6  1.8 can never become active: it waits for 1.1, which can never be met
     1.8 p: fell; 1.1 p: dig
     1.1 is in a circle of waits.
     Course of events:
       start of day 9      1.1 is then: waiting on each other
     To mend: mend what it waits for, or give it a day of its own


Steps: when each can and must happen
$ tail -8 $T/bans/README | cut -d' ' -f1-2,4-; truce status $T/bans.truce $T/bans/05-1.7.jsonl --at 2025-01-09T00:00:00Z --format csv | cut -d, -f1,5,6; truce status $T/bans.truce $T/bans/02-1.3.jsonl --at 2025-01-09T00:00:00Z --format csv | cut -d, -f1,5,6 | grep 1.3
truce status 01-1.1.jsonl --at 2025-01-04T00:00:00Z
truce status 02-1.3.jsonl --at 2025-01-09T00:00:00Z
truce status 03-1.4.jsonl --at 2025-01-09T00:00:00Z
truce status 04-1.6.jsonl --at 2025-01-09T00:00:00Z
truce status 05-1.7.jsonl --at 2025-01-09T00:00:00Z
truce status 06-1.8.jsonl --at 2025-01-09T00:00:00Z

in force 2025-01-01T00:00:00Z
clause,account,status
1.1,,waiting on each other
1.2,,waiting on each other
1.3,,waiting
1.4,,none reported
1.5,,not reported
1.6,,waiting
1.7,,none reported
1.7,v,none reported
1.8,,permitted
1.3,,waiting

# Each while the other is met: a circle through conditions. Nobody owes anything; whoever acts binds the other, in either order of the clauses.
$ for a in 1 2; do printf '%s\n' 'agreement "While"' 'party p, q' 'verifier v' 'act dig "dig" "dug"' 'act fell "fell" "felled"' 'standard verified by v' 'clock' ' time zone UTC' ' in force at 2025-01-01 00:00' ' day 1 is the day of entry into force' ' lasts 8 days' 'article 1'; (echo '1.1 p shall dig by day 3 while 1.2 is met'; echo '1.2 q shall fell by day 3 while 1.1 is met') | if [ $a = 1 ]; then cat; else tac; fi; done > $T/both; head -14 $T/both > $T/while1.truce; tail -14 $T/both > $T/while2.truce; truce rehearse $T/while1.truce --courses $T/while | sed -n '/^As/,/^Steps/p'
As written this cannot work

  1  1.1 depends on 1.2, which depends on 1.1: none of them can begin
     1.1 p: dig; 1.2 q: fell
     Each side is right by the text to wait, and nothing moves. When the
     deadlines have passed nobody is unmet: whether one was bound depends on the
     other. Only what is done unbidden would bind the other side.
     Course of events:
       start of day 4      1.1 is then: depends
     To mend: let one of them begin on a day, or split both into steps that
       alternate


Steps: when each can and must happen
$ printf '{"type":"report","id":"r1","source":"v","occurred":"2025-01-02","act":"dig","actor":"p"}\n' > $T/while.jsonl; for a in 1 2; do truce status $T/while$a.truce $T/while/*.jsonl --at 2025-01-08 --format csv | cut -d, -f1,5,6 | sort; truce status $T/while$a.truce $T/while.jsonl --at 2025-01-08 --format csv | cut -d, -f1,5,6 | sort; done
1.1,,depends
1.2,,depends
clause,account,status
1.1,,met
1.1,v,met
1.2,,not reported
clause,account,status
1.1,,depends
1.2,,depends
clause,account,status
1.1,,met
1.1,v,met
1.2,,not reported
clause,account,status

# What cannot be obeyed is told with its line; a unit that is none is none.

$ printf 'agreement\nplay\n' > $T/head.scenario; truce rehearse --scenario $T/head.scenario 2>&1 | sed "s|$T/||"
truce rehearse: head.scenario:1: one word has to follow "agreement"
  hint: for instance: agreement truce.truce, start 2025-03-10, choose 2.2=A
$ printf '\nstart 2025-03-10 08:00\nplay\n' > $T/head.scenario; truce rehearse --scenario $T/head.scenario examples/harbour/agreement.truce 2>&1 | sed "s|$T/||"
truce rehearse: head.scenario:2: one word has to follow "start"
  hint: for instance: agreement truce.truce, start 2025-03-10, choose 2.2=A
$ printf 'late 2.1 by 2 weeks\n' > $T/late.scenario; truce rehearse --scenario $T/late.scenario examples/harbour/agreement.truce 2>&1 | tail -2 | sed "s|$T/||"
truce rehearse: late.scenario:1: "weeks" is too much
  hint: docs/rehearsal.md lists the orders
$ printf 'play to day 2\nstatus 4.1\ncut 4.1 to 1 in 2\nplay\nstatus 4.1\n' > $T/cut.scenario; truce rehearse --scenario $T/cut.scenario examples/harbour/agreement.truce | grep '^  4.1'
  4.1 2030-01-07: met, 60 of 60, due end of day 1
  4.1 2030-01-08: met, 60 of 60, due end of day 2
  4.1 2030-01-07: met, 60 of 60, due end of day 1
  4.1 2030-01-08: met, 60 of 60, due end of day 2
  4.1 2030-01-09: running, 35 of 60, due end of day 3

# Of two deadlines that cannot both be kept, either may be kept alone.

$ printf 'agreement "Alone"\nparty p, q\nverifier v\nstandard verified by v\nact dig "dig" "dug"\nact fell "fell" "felled"\nclock\n  time zone UTC\n  in force at 2025-01-01 00:00\n  day 1 is the day of entry into force\n  lasts 60 days\narticle 1\n  1.1 p shall dig by day 39\n  1.2 when 1.1 is met p shall fell within 2 days not before day 40\n' > $T/alone.truce; truce rehearse $T/alone.truce | sed -n '/^Can/,/^Rehearsed/p'
Can its bearer keep it in time, whatever the others do?

  1.2                 p: if its own side does not do too soon what its deadline
                        counts from
  All other duties (1): yes.

Who stands exposed, if the other stops

Each owed step at its deadline; then one side does nothing more. Ranked by steps
whose answer no longer comes, then by the days of what is still owed, never by
who it is.

  1  p stops before 1.1 (dig; end of day 39): q has done 0 steps whose answer no
     longer comes
     q has given: nothing that the text asks for.
     p has given: nothing that the text asks for.
     q still owes: nothing.

  1  p stops before 1.2 (fell; end of day 41): q has done 0 steps whose answer
     no longer comes
     q has given: nothing that the text asks for.
     p has given: dug (1.1).
     q still owes: nothing.


Rehearsed: what each disturbance changes

$ printf 'agreement "Alone"\nparty p, q\nverifier v\nstandard verified by v\nact dig "dig" "dug"\nact fell "fell" "felled"\nclock\n  time zone UTC\n  in force at 2025-01-01 00:00\n  day 1 is the day of entry into force\n  lasts 60 days\narticle 1\n  1.1 p shall dig by day 39\n  1.2 when 1.1 is met q shall fell within 2 days not before day 40\n' > $T/alone.truce; truce rehearse $T/alone.truce | sed -n '/^Can/,/^Rehearsed/p'
Can its bearer keep it in time, whatever the others do?

  1.2                 q: unless 1.1 is done as soon as it may be (entry into
                        force); then 1.2 is met late
  All other duties (1): yes.

Who stands exposed, if the other stops

Each owed step at its deadline; then one side does nothing more. Ranked by steps
whose answer no longer comes, then by the days of what is still owed, never by
who it is.

  1  q stops before 1.2 (fell; end of day 41): p has done 1 step whose answer no
     longer comes
     p has given: dug (1.1).
     q has given: nothing that the text asks for.
     p still owes: nothing.

  2  p stops before 1.1 (dig; end of day 39): q has done 0 steps whose answer no
     longer comes
     q has given: nothing that the text asks for.
     p has given: nothing that the text asks for.
     q still owes: nothing.
     q no longer owes: 1.2.


Rehearsed: what each disturbance changes
$ printf 'agreement "Alone"\nparty p, q\nverifier v\nstandard verified by v\nact dig "dig" "dug"\nact fell "fell" "felled"\nclock\n  time zone UTC\n  in force at 2025-01-01 00:00\n  day 1 is the day of entry into force\n  lasts 60 days\narticle 1\n  1.1 p shall dig by day 20\n  1.2 when 1.1 is met p shall fell within 2 days not before day 40\n' > $T/alone.truce; truce rehearse $T/alone.truce | sed -n '/^Can/,/^Rehearsed/p'
Can its bearer keep it in time, whatever the others do?

  1.2                 p: no, whatever anybody does
  All other duties (1): yes.

Rehearsed: what each disturbance changes
# Hours that do not meet forbid nothing of each other; those that lie within do.

$ printf 'agreement "Hours"\nparty p, q\nverifier v\nstandard verified by v\nact dig "dig" "dug"\nclock\n  time zone UTC\n  in force at 2025-01-01 00:00\n  day 1 is the day of entry into force\n  lasts 60 days\narticle 1\n  1.1 p shall not dig throughout between 22:00 and 06:00\n  1.2 p shall dig by day 4 between 06:00 and 22:00\n  1.3 p shall dig by day 5 between 05:00 and 07:00\n  1.4 p shall dig by day 6 between 23:00 and 05:00\n' > $T/hours.truce; truce rehearse $T/hours.truce | grep -B3 forbids

As written this cannot work

  1  1.4 requires what 1.1 forbids: dig
--

This works only if somebody so chooses

  2  1.3 requires what 1.1 forbids: dig

# Every stretch of days in which more is asked than can pass, not the first alone.

$ printf 'agreement "Capacity"\nparty p, q\nagency un\nverifier v\nzone z\nitem truck unit truck\ncapacity 120 truck each day in z\nclock\n  time zone UTC\n  in force at 2025-01-01 00:00\n  day 1 is the day of entry into force\n  lasts 30 days\narticle 1 "Aid"\n  1.1 p shall admit at least 363 truck into z by day 3 counted by un\n  1.2 p shall admit at least 121 truck into z each day from day 10 to day 12 counted by un\n  1.3 p shall admit at least 481 truck into z by day 20 counted by un\n' > $T/capacity.truce; truce rehearse $T/capacity.truce | grep declared
  1  1.1 asks 363 truck on days 1 to 3; the declared capacity lets 360 through
  2  1.2 asks 121 truck on day 10; the declared capacity lets 120 through

# one finding for all that a body is not ready to see, and one for what it can never see
$ printf '%s\n' 'agreement "Ready"' 'party p "Pan", q' 'verifier v "Watch" ready by day 5; access to z' 'zone z' 'act dig "dig" "dug"' 'clock' ' time zone UTC' ' in force at 2025-01-01 00:00' ' day 1 is the day of entry into force' ' lasts 30 days' 'standard verified by v' 'article 1' '1.1 p shall dig in z by day 9' '1.2 q shall withdraw from z by day 7' '1.3 p shall withdraw from z within 3 days' '1.4 q shall dig in z by day 5' '1.5 q shall dig in z not before day 5 by day 8' '1.6 p shall not attack in z' '1.7 p shall vacate z after 1.2 is met within 3 days' > $T/ready.truce; truce rehearse $T/ready.truce | sed -n '/cannot work/,/Steps/p'; truce rehearse $T/ready.truce | sed -n '/bearer keep/,/All other/p'
1 that cannot work as written, 3 that work only if somebody so chooses, 0 to
note.

As written this cannot work

  1  1.3, 1.4 and 1.7 can be done in time only before Watch has to be ready (end
     of day 5)
     What happens before that, nobody is there to see.
     To mend: let the verifier be ready before the first duty


This works only if somebody so chooses

  2  1.7 may fall due before what it waits for (1.2) is there
     1.7 Pan: vacate, z; 1.2 q: withdraw, z
     1.7 is due at the start of day 4; 1.2 may be done as late as the end of day
     7 without being late. To be in time the bearer has to act before the other
     side has done its part.
     Course of events:
       end of day 7        q: withdraw, z (1.2)
                           Pan: vacate, z (1.7)
       end of day 8        1.7 is then: met late
     To mend: count the deadline from what it waits for: within N days after
       LABEL is met

  3  If 1.2 is not done, 1.7 never arises, and no clause says what follows
     1.2 q: withdraw, z; 1.7 Pan: vacate, z
     What waits only waits on; at the end it lapses. Nobody is bound to do
     anything about it.
     Course of events:
       end of day 7        Watch states: not done. q: withdraw, z (1.2)
       end of day 8        1.7 is then: waiting
     To mend: add a clause: when 1.2 is unmet, BODY shall ... within N hours

  4  1.1, 1.2 and 1.6 can begin before Watch has to be ready (end of day 5)
     What happens before that, nobody is there to see.
     To mend: let the verifier be ready before the first duty


Steps: when each can and must happen
Can its bearer keep it in time, whatever the others do?

  1.7                 Pan: unless 1.2 is done after the start of day 4, which is
                        in time; then 1.7 is met late
  All other duties (5): yes.

# a chain of forty steps with moving deadlines: what follows from the deadlines is told without trying all choices; what does not is told as not covered
$ { printf '%s\n' 'agreement "Chain"' 'party p, q' 'verifier v ready by day 1; access to z' 'zone z'; for i in $(seq 44); do echo "act a$i \"do a$i\" \"done a$i\""; done; printf '%s\n' clock ' time zone Europe/Lisbon' ' in force at 2025-01-01 00:00' ' day 1 is the day of entry into force' ' lasts 900 days' 'standard verified by v' 'article 1' '1.1 p shall do a1 in z by day 1'; for i in $(seq 2 40); do s=q; [ $((i % 2)) = 0 ] && s=p; echo "1.$i $s shall do a$i in z after 1.$((i - 1)) is met within 3 days after 1.$((i - 1)) is met"; done; echo '1.41 p shall do a41 in z after 1.40 is met by day 40'; echo '1.42 p shall do a42 in z after 1.40 is met within 3 days after 1.38 is met'; echo '1.43 p shall do a43 in z after 1.40 is met within 70 days after 1.20 is met'; echo '1.44 p shall do a44 in z after 1.40 is met by day 400';  } > $T/chain.truce; truce rehearse $T/chain.truce | sed -n '/another.s hand/,/^$/p; /^Can its bearer/,/^Who/p'
Can its bearer keep it in time, whatever the others do?

  1.41                p: unless 1.39 is done after the end of day 40, which is
                        in time, and 13 more steps are held back; then 1.41 is
                        met late
  1.43                p: unless 1.39 is done after the start of day 71; then
                        1.43 is met late
  1.44                p: unless 1.39 is done after the end of day 400; then 1.44
                        is met late
  All other duties (40): yes.

Who stands exposed, if the other stops
  duties in another's hand: of 1, the first 1.42, not all choices of the others
    were tried, and none that was makes them late (4000 choices for one,
    60000000 times of steps for all, are the most)

# what lapses can still be met in the very second in which it is due, and not a second later
$ printf '%s\n' 'agreement "Lapse"' 'party p, q' 'verifier v' 'act dig "dig" "dug"' 'act fell "fell" "felled"' 'clock' ' time zone UTC' ' in force at 2025-01-01 00:00' ' day 1 is the day of entry into force' ' lasts 30 days' 'article 1' '1.1 p shall dig not before 2025-01-05 12:00:15 by 2025-01-05 12:00:15 lapses at the deadline verified by v' '1.2 q shall fell after 1.1 is met by day 20 verified by v' '1.3 p shall dig not before 2025-01-05 12:00:16 by 2025-01-05 12:00:15 lapses at the deadline verified by v' '1.4 q shall fell after 1.3 is met by day 20 verified by v' > $T/lapse.truce; truce rehearse $T/lapse.truce | grep -E 'can never|cannot be in time'
  1  1.4 can never become active: it waits for 1.3, which can never be met
  2  1.3 cannot be in time if all else is: it comes 1 second too late, at least
  3  1.3 can never be met, whatever anybody does

# a deadline that counts from what lies after the end never starts, whoever stops
$ printf '%s\n' 'agreement "Outside"' 'party p, q' 'verifier v' 'act dig "dig" "dug"' 'act fell "fell" "felled"' 'clock' ' time zone UTC' ' in force at 2025-01-01 00:00' ' day 1 is the day of entry into force' ' lasts 8 days' 'article 1' '1.1 p shall dig by day 3 verified by v' '1.2 q shall fell not before day 10 by day 11 verified by v' '1.3 q shall dig within 3 days after 1.2 is met verified by v' > $T/outside.truce; truce rehearse $T/outside.truce | grep 'still owes'
     q still owes: 1.3 (its deadline never starts).

# a step that comes too late for its own beginning, and waits as well: both are told
$ printf '%s\n' 'agreement "Late"' 'party p, q' 'verifier v' 'act dig "dig" "dug"' 'clock' ' time zone UTC' ' in force at 2025-01-01 00:00' ' day 1 is the day of entry into force' ' lasts 30 days' 'article 1' '1.1 q shall dig by day 4 verified by v' '1.2 p shall dig after 1.1 is met not before day 14 by day 13 verified by v' > $T/late.truce; truce rehearse $T/late.truce | grep -A2 'cannot all be'
     These cannot all be kept: 1.2 is due by the end of day 13; 1.2 waits for
     1.1, and begins no earlier than is written.
     To mend: move one of these deadlines, or cut one of these waits

# Names may be as long as they like: nothing of a finding is cut off, or lost.

$ cd examples && x=$(head -c 3000 /dev/zero | tr '\0' x); for t in harbour harbour-draft gaza-2025-07-proposal libya-2020; do sed -E "/^(party|force|mediator|verifier|zone|item) /s/\"([^\"]{2,40})\"/\"\1$x\"/g" $t/agreement.truce > $T/long.truce; cp $t/zones.geojson $T 2> $T/none; truce rehearse --format json $T/long.truce | sed "s/$x//g" > $T/long; truce rehearse --format json $t/agreement.truce | diff - $T/long; done
