/* lang/lint_table.c: the checks before signature, each with its severity, why
 * it matters, what usually mends it, what it looks at, the case in which it
 * was seen, and where that can be read.
 *
 * To add a check: a row here, a function in a lint_*.c, its name in
 * lint_int.h, texts in tests/lang/ in which it finds and does not find, and all
 * that it says in web/words/LANG.findings.txt. Codes are never reused. */
#include "lang/lint_int.h"

#define ROW(code, severity, why, hint)                                         \
    {                                                                          \
        code, severity, why, hint                                              \
    }

/* In the order of the codes; a check without a function is run elsewhere: L08
 * by those who read maps (lang_add_map_finding), L44 when all others have been
 * (lang_review_waivers). */
const struct lint lints[] = {
    {ROW("L01", SEV_ERROR,
         "Each side counts the days from its own moment, and the first "
         "incident falls between them.",
         "write under `clock`: `in force at DATE HH:MM`, or `in force when "
         "A and B have signed`"),
     "No exact entry into force",
     "The clock names neither an instant with its time zone nor an event "
     "(signature, announcement) by which the agreement enters into force.",
     "Lebanon 2006: the resolution of 11 August named no hour; 05:00 GMT on "
     "the 14th was agreed apart, and fighting went on until then",
     "S/RES/1701 and S/2006/675; UN DPPA, Guidance on Mediation of Ceasefires "
     "(2022), ch. 1",
     LINT_OF_TEXT, lint_force},
    {ROW("L02", SEV_ERROR,
         "\"As soon as possible\" has no day on which it is too late.",
         "give that clause a deadline: `by day N`"),
     "The start of a phase is open",
     "A phase begins when a clause is met, and that clause has no deadline; or "
     "it begins at the end of an agreement that has none.",
     "Cambodia 1991: a phase that \"should commence as soon as possible\"; "
     "Gaza 2025: the passage from the first phase to the second",
     "Paris agreements, annex 2; Gaza, annex I (The National, 2025-01-16)",
     LINT_OF_TEXT, lint_phase_start},
    {ROW("L03", SEV_WARNING,
         "Between signature and effect positions are improved by force.",
         "add a clause that holds before the effect: `A, B shall not "
         "attack in ZONE from signature`"),
     "The gap between signature and effect is not regulated",
     "The agreement enters into force at a date or an announcement, so later "
     "than its signature, and no clause runs from signature.",
     "Before Minsk II (2015) took effect fighting rose in the three days; "
     "Jeddah 2023 bound both sides for the 48 hours of its gap",
     "press of 12 to 15 February 2015; Jeddah text (The National, 2023-05-20)",
     LINT_OF_TEXT, lint_gap},
    {ROW("L04", SEV_ERROR,
         "At the end of the written days each side had its own view of whether "
         "anything still held.",
         "write under `clock`: `lasts N days, extended by consent of A and "
         "B at most N days further`; or `lasts without end`"),
     "No duration, or nobody who may extend it",
     "The clock does not say how long the agreement lasts, or it lasts a "
     "number of days and names nobody who may extend it.",
     "Lebanon, January 2025: the sixty days were extended by a communique of "
     "a third state",
     "IFP News, 2025-01-27; UN DPPA guidance, ch. 1", LINT_OF_TEXT,
     lint_duration},
    {ROW("L05", SEV_ERROR,
         "\"As long as talks go on\" ends when one side says that they do not.",
         "give the clause an end of its own: `until day N`; or the "
         "agreement, under `clock`: `lasts N days`"),
     "An end that nobody is bound to bring about",
     "A clause holds while a condition or a state holds, and neither the "
     "clause nor the agreement has a day on which it ends otherwise.",
     "Gaza, January 2025: measures of the first phase go on so long as the "
     "negotiations are ongoing",
     "annex I, paragraph 1 (The National, 2025-01-16)", LINT_OF_CLAUSES,
     lint_open_end},
    {ROW("L06", SEV_ERROR,
         "Where it holds is the first thing that was disputed.",
         "name a place: `in ZONE`, `from ZONE`, `within N km of LINE`"),
     "No geographic scope",
     "A prohibition of attack, fire, flight, entry or deployment, or a duty to "
     "withdraw, redeploy, vacate or clear, names no place.",
     "Hodeidah 2018, whose geographic scope the text left open",
     "Guardian (surinametimes); Haysom and Hottinger, Do's and Don'ts of "
     "sustainable ceasefire arrangements; UN DPPA guidance, ch. 1",
     LINT_OF_CLAUSES, lint_scope},
    {ROW("L07", SEV_ERROR,
         "About seven in ten complaints were over territory, because the lines "
         "had never been agreed.",
         "draw it, and add to its declaration the file that holds it: "
         "`from \"zones.geojson\"`"),
     "A place without a map",
     "A zone or line that a clause uses is bound to no shape in a GeoJSON "
     "file.",
     "Myanmar, joint monitoring committee, 2017; Gaza 2025, whose maps are "
     "not in the text that was published",
     "The Irrawaddy, 2017-07-06; The National, 2025-01-16", LINT_OF_TEXT,
     lint_map},
    {ROW("L08", SEV_ERROR,
         "A map that can be read in two ways is worse than none: both sides "
         "stand on their own side of it.",
         "mend the file, or draw the zone anew"),
     "A map with defects",
     "A GeoJSON file that a zone names cannot be read; a shape is of the wrong "
     "kind, crosses itself, or does not lie in the zone that is said to hold "
     "it.",
     "Myanmar, joint monitoring committee, 2017: complaints over lines",
     "The Irrawaddy, 2017-07-06; RFC 7946, on what a file of shapes has to "
     "hold",
     LINT_OF_TEXT, NULL},
    {ROW("L09", SEV_ERROR,
         "A word that each side fills with its own meaning is two agreements.",
         "define it: `term \"...\" \"...\"`; or declare the actor, place "
         "or thing and use its name"),
     "An undefined term or actor",
     "The prose of a clause that binds speaks of something by a name with "
     "capitals that the text declares nowhere, or of a role (security "
     "forces, competent authorities) that names nobody. English, French, "
     "Portuguese and Spanish are read for names; these, Arabic, Hebrew, "
     "Russian and Ukrainian for roles.",
     "Hodeidah 2018: \"local security forces in accordance with Yemeni law\", "
     "which the text defines nowhere",
     "Crisis Group (futurosostenible); Swisspeace mediation commentary: a "
     "minimal consensus on terms is needed (isnblog.ethz.ch)",
     LINT_OF_CLAUSES, lint_terms},
    {ROW("L10", SEV_ERROR,
         "Without a list of what is forbidden, everything is a breach and "
         "nothing is.",
         "write what nobody may do: `A, B shall not attack in ZONE "
         "throughout`; or define a breach: `term \"violation\" \"...\"`"),
     "No definition of what is forbidden",
     "The title, an article or a binding clause speaks of a ceasefire, an "
     "armistice or the end of hostilities, and no clause forbids any act; nor "
     "does a term define a breach.",
     "Hodeidah 2018: the text had no definition of breaches",
     "P. Salisbury, Crisis Group (carmitu); UN DPPA guidance, ch. 1: "
     "prohibited and permitted acts",
     LINT_OF_TEXT, lint_acts},
    {ROW("L11", SEV_ERROR,
         "\"Should\" was read as a wish by whoever was to do it.",
         "say what binds: shall, shall not; for a permission write a clause "
         "with `may`"),
     "A modal that binds nobody",
     "The prose of a clause that is judged, or that stands beside a duty "
     "or prohibition, says should, endeavour, as appropriate, as far as "
     "possible, in principle and the like, or may where the formal clause "
     "says shall. Arabic, English, French, Hebrew, Portuguese, Russian, "
     "Spanish and Ukrainian are read.",
     "Lebanon, November 2024: by one side's statement the text says that "
     "withdrawal \"should\" be done in sixty days",
     "Newsrael, quoting a statement of 2025-01", LINT_OF_CLAUSES, lint_weak},
    {ROW("L12", SEV_ERROR, "What \"the sides\" owe, no side owes.",
         "begin the sentence with the party that owes it"),
     "Nobody is bound",
     "A duty, prohibition or state to keep names no bearer, or binds somebody "
     "who is not a party to the text.",
     "Minsk 2014 and 2015, which left open who answers for an armed party",
     "Allan, Chatham House 2020", LINT_OF_CLAUSES, lint_bearer},
    {ROW("L13", SEV_WARNING,
         "The shot that ends a truce is often fired by somebody who never "
         "signed it.",
         "declare who answers for them: `force NAME of PARTY`"),
     "Armed actors for whom nobody answers",
     "A force is declared of no party; or the prose speaks of armed groups, "
     "militias or mercenaries and the text declares no force.",
     "Myanmar: the joint monitoring committee did not cover those who had not "
     "signed; South Sudan: groups outside the agreement",
     "The Irrawaddy, 2016; HRC Berkeley, Digital Ceasefires 10.0-09",
     LINT_OF_TEXT | LINT_OF_CLAUSES, lint_proxies},
    {ROW("L14", SEV_ERROR,
         "Without a day nothing is ever late, and everything is.",
         "add `by day N`, `by DATE`, or `within N days after LABEL is met`"),
     "No deadline",
     "A duty has no day, no period and no end. `At once` and `as soon as "
     "possible` are no deadlines.",
     "Minsk Protocol 2014, which has no timetable",
     "the text of 5 September 2014; on pace against a deadline PAIMT "
     "(peacebarometerafrica.org)",
     LINT_OF_CLAUSES, lint_deadline},
    {ROW("L15", SEV_ERROR,
         "A schedule that cannot be kept is broken by whoever is first in it.",
         "move the deadline, or what it waits for"),
     "Due before it can begin",
     "The deadline of a clause lies before the day on which it can first "
     "arise, or before which its performance does not count.",
     "Hodeidah 2018: twenty-one days for steps that first had to wait for "
     "others",
     "P. Salisbury, Crisis Group (carmitu)", LINT_OF_CLAUSES, lint_too_early},
    {ROW("L16", SEV_WARNING,
         "What cannot pass in time is late on the first day, and each side "
         "knows why.",
         "lower the number, give more time, or add to what can pass: "
         "`capacity N ITEM each day at ZONE`"),
     "More than can pass",
     "A clause asks for more units a day, a week or in its time than the "
     "declared capacities of the same item, there, let pass; or two clauses "
     "need one capacity on the same days for more than it has.",
     "Hodeidah 2018: the timetable was \"purely logistically unrealistic\"; "
     "Gaza 2024 and 2025: crossings and their hours",
     "P. Salisbury, Crisis Group (carmitu)", LINT_OF_CLAUSES, lint_throughput},
    {ROW("L17", SEV_ERROR,
         "Each side waits for the other, each is right by the text, and "
         "nothing moves.",
         "let one of them begin by a day that does not wait: `by day N`; "
         "or split both into steps that alternate: `in steps (N by day N, "
         "N by day N)`, and in the other one `in step with LABEL`"),
     "A circle of preconditions",
     "Clauses or phases that, one after the other, wait for each other to be "
     "met before they arise; or whose deadlines only count from each other.",
     "Lebanon, November 2024: withdrawal and deployment each conditional on "
     "the other; Minsk II (2015): elections and the border",
     "Newsrael, quoting a statement of 2025-01; Allan, Chatham House 2020",
     LINT_OF_CLAUSES, lint_circle},
    {ROW("L18", SEV_WARNING,
         "Both sides agreed to both acts, and each read that the other one "
         "comes first.",
         "write `in parallel with LABEL`, `after LABEL is met`, or two "
         "different days"),
     "An order that is not said",
     "Two parties owe the same act by the same day, or without one, in one "
     "article, and neither waits for the other nor goes with it; or a judged "
     "clause ties acts to each other (\"accompanied by\", \"in conjunction "
     "with\") without an order.",
     "Minsk II (2015): elections and control of the border, in two "
     "incompatible orders",
     "Allan, Chatham House 2020 (apo.org.au/node/306062)", LINT_OF_CLAUSES,
     lint_order},
    {ROW("L19", SEV_NOTE,
         "Who has given everything has nothing left with which to ask for the "
         "rest.",
         "split what each side gives into steps that alternate (`in step "
         "with LABEL`), or name who vouches for the time between: "
         "`guarantor NAME`"),
     "Who gives first stands exposed",
     "Every act of one party that cannot be taken back (release, handover, "
     "withdrawal, disarmament) is due before the first such act of another "
     "party, or that first act waits for the last of them.",
     "Hodeidah 2018: the gap between the first and the second phase of "
     "redeployment",
     "Crisis Group (bloggerlounge)", LINT_OF_CLAUSES, lint_first_mover},
    {ROW("L20", SEV_ERROR,
         "Where nobody is named who sees it, each side is the judge of the "
         "other.",
         "add `verified by BODY`, `counted by BODY`, or `confirmed by 2 of "
         "(X, Y, Z)`; for all clauses that say nothing, one line: "
         "`standard verified by BODY`; if statements against interest are "
         "to be enough, `accepted against interest`"),
     "Nobody verifies it",
     "A duty, prohibition or state to keep has no standard of proof: neither "
     "the clause, nor the item it counts, nor the agreement names one.",
     "Gaza, January 2025, whose published terms name nobody who verifies; "
     "ceasefires between states lasted longer where somebody did",
     "The National, 2025-01-16; Fortna, International Organization 57 (2003); "
     "UN DPPA guidance, ch. 1",
     LINT_OF_CLAUSES, lint_verifier},
    {ROW("L21", SEV_ERROR,
         "Monitors were turned back, and the text gave them no right to pass.",
         "add to the verifier: `access to ZONE`"),
     "A verifier without access",
     "A verifier is declared, and the text gives it no right of access.",
     "South Sudan 2019: monitors denied access twelve times, by both sides; "
     "the OSCE mission in Ukraine: a series of reports on it",
     "Eye Radio, 2019-03-26; OSCE SMM, restrictions of movement (docslib "
     "10652160)",
     LINT_OF_TEXT, lint_access},
    {ROW("L22", SEV_WARNING,
         "The first duties fall due while the monitors are still being hired.",
         "add to the verifier, no later than its first duty: `ready by day N`"),
     "A verifier that may come too late",
     "A verifier has no day by which it is ready, or one after the first "
     "deadline that it verifies.",
     "Hodeidah: UNMHA at initial capacity for months; Colombia 2016, whose "
     "mechanism deployed before D-day",
     "the Secretary-General's review of UNMHA; Colombia, protocol on "
     "deployment (studylib 8611209)",
     LINT_OF_TEXT, lint_ready},
    {ROW("L23", SEV_WARNING,
         "A finding that needs the consent of whom it concerns is not made.",
         "write who decides then: `decides by consensus else by MEDIATOR`; or "
         "`decides by majority`"),
     "A veto in the path of a finding",
     "A verifier decides by consensus, or by all of its members, a party sits "
     "on it or chairs it, and nobody is named who decides if they do not "
     "agree.",
     "South Sudan, CTSAMVM Board; Myanmar, quorum of the joint monitoring "
     "committee; Colombia 2016, tripartite mechanism",
     "ctsamvm.org/operations; pax.peaceagreements.org/agreements/1545",
     LINT_OF_TEXT, lint_veto},
    {ROW("L24", SEV_WARNING,
         "What nobody can see is alleged by one side and denied by the other, "
         "for ever.",
         "say how it shows: `act NAME \"verb\" \"verbed\" seen as \"...\"`"),
     "A prohibition that cannot be observed",
     "A clause forbids an act that the text itself declares and does not say "
     "by what the act is seen.",
     "South Sudan: findings \"very broad\" instead of \"this number of forces "
     "should move this far from this location in a way that's verifiable\"",
     "S. Stigant (USIP), Canadian House committee FAAE no. 115; HD Centre: "
     "specific clauses of narrow scope are likelier to be upheld",
     LINT_OF_CLAUSES, lint_unseen},
    {ROW("L25", SEV_WARNING,
         "A body that may name a side, and has no rule when it may, is said to "
         "be on the other one.",
         "add to the verifier: `may attribute at N % confidence`, or `may "
         "not attribute`"),
     "No rule of attribution",
     "A verifier may attribute and the text gives no level of confidence; or "
     "one verifies clauses and the text does not say whether it may attribute "
     "at all.",
     "OSCE SMM, Ukraine, which was no adjudicator; South Sudan, CTSAMVM, "
     "which attributes",
     "Ukrinform, 3114754; HRC Berkeley, Digital Ceasefires 6.2.3-03 "
     "(thresholds by kind of breach)",
     LINT_OF_TEXT, lint_attribution},
    {ROW("L26", SEV_WARNING,
         "When every breach is alike, the smallest one is enough to leave.",
         "add to the verifier: `classes (minor \"...\" | grave \"...\")`, "
         "and let what follows ask for one: `if grave holds`"),
     "No classes of breaches",
     "Something follows from a breach and no verifier has classes of breaches; "
     "or nothing follows from a class that one has.",
     "Colombia 2016, monitoring and verification mechanism: of 491 cases 331 "
     "were no incident, 54 minor and 10 grave",
     "Pulzo, PP354906", LINT_OF_TEXT | LINT_OF_CLAUSES, lint_classes},
    {ROW("L27", SEV_ERROR,
         "Findings came later and later, and nobody could say who held them "
         "back.",
         "add to the verifier: `reports each day to A, B`"),
     "No rhythm of reports",
     "A verifier is declared, and neither its declaration nor a clause nor "
     "`reporting` says how often it reports.",
     "South Sudan, CTSAMVM: reports that were \"getting slower\", \"less of a "
     "technical problem and more of a political problem\"",
     "S. Stigant (USIP), Canadian House committee FAAE no. 115", LINT_OF_TEXT,
     lint_reports},
    {ROW("L28", SEV_WARNING,
         "What is not public is told by whoever speaks first.",
         "write: `publication \"what, when, where\" by BODY`; or a clause: "
         "`BODY shall publish each week`"),
     "No rule of publication",
     "Nothing says what is made public, and by whom: no `publication`, and no "
     "duty to publish.",
     "OSCE SMM, Ukraine: public reports each day, with one cut-off hour and "
     "one time zone",
     "reliefweb, SMM 46/2021; HRC Berkeley, Digital Ceasefires 6.2.4",
     LINT_OF_TEXT, lint_publication},
    {ROW("L29", SEV_ERROR,
         "Two readings of one sentence ended agreements that both sides had "
         "kept until then.",
         "declare who decides: `disputes \"...\" by BODY within N days`; "
         "or add to the verifier: `decides by majority`"),
     "Nobody decides a dispute",
     "No verifier decides by a stated rule, and no `disputes` names a "
     "body. It is a note where that names no time, or where only the words "
     "of a clause that binds, or the title of its article, speak of "
     "disputes: Arabic, English, French, Hebrew, Portuguese, Russian, "
     "Spanish and Ukrainian are read, each in the language that the text "
     "says it is in.",
     "Gaza, January 2025: what follows day 42 was read in two ways; "
     "ceasefires between states lasted longer where a commission settled "
     "disputes",
     "examples/gaza-2025-01, b17.1; Fortna, International Organization 57 "
     "(2003), doi 10.1017/S0020818303572046",
     LINT_OF_TEXT | LINT_OF_CLAUSES, lint_dispute},
    {ROW("L30", SEV_WARNING,
         "\"Most critical: a lack of meaningful consequences\" for what had "
         "been found.",
         "add a clause: `when LABEL is unmet, BODY shall investigate "
         "within N days`; or what follows from a finding of each class: "
         "`if grave holds`"),
     "Nothing follows from a breach",
     "The text binds, and no clause follows when one is not kept: none "
     "waits for an unmet clause or a forbidden act, none suspends, none "
     "asks for a class of breaches, and no prose of a clause that binds, "
     "in the language that the text says it is in, speaks of breaches.",
     "South Sudan, after more than 130 million dollars had been spent on "
     "monitoring",
     "Verjee, USIP Peaceworks 150 (2019)", LINT_OF_TEXT, lint_consequence},
    {ROW("L31", SEV_WARNING,
         "A patrol that lost its way became an incident, because nobody could "
         "be called.",
         "write: `hotline \"who answers, at which hours\" by A, B by day 1`"),
     "No line between the sides",
     "There is no `hotline`, and no clause that asks for an item with such "
     "a name. It is a note where only the words of a clause that binds "
     "speak of a hotline, of liaison or of a channel of communication, in "
     "one of the languages that are read (see L29).",
     "Colombia 2016: 21 of 56 incidents of one report came from failures of "
     "communication",
     "prensacanada; UN DPPA guidance, ch. 1: coordination and de-escalation",
     LINT_OF_TEXT | LINT_OF_CLAUSES, lint_hotline},
    {ROW("L32", SEV_WARNING,
         "Those who were to stop firing heard of it from those at whom they "
         "fired.",
         "add a duty before the effect: `A, B shall announce by entry into "
         "force`; or a judged clause on orders down the chain of command"),
     "No orders and no public notice",
     "The text forbids acts, and no clause binds anybody to announce or "
     "publish it, to give orders or to tell the forces and the public; nor "
     "does the prose of a clause that binds speak of orders, in the "
     "language that the text says it is in.",
     "Nuba Mountains 2002, article II, and Dayton 1995, annex 1A, did bind "
     "the sides to it: by channels of command, by print and radio",
     "the texts; HRC Berkeley, Digital Ceasefires 7.0-01", LINT_OF_TEXT,
     lint_orders},
    {ROW("L33", SEV_WARNING,
         "Both sides invoked self-defence, and disagreed on what it entails.",
         "add to the exception: `notified within N hours, decided by BODY`"),
     "An exception without limits",
     "An exception may be invoked without notice, or nobody decides on it.",
     "Lebanon, November 2024, paragraph 4: the sides disagreed on what "
     "self-defence entails",
     "the text as published (crossfirearabia.com) and its entry in Wikipedia",
     LINT_OF_CLAUSES, lint_exception},
    {ROW("L34", SEV_ERROR, "Who keeps one of the two clauses breaks the other.",
         "narrow the prohibition: `unless LABEL is met`, `between HH:MM "
         "and HH:MM`, `until day N`; or take the other clause out of its "
         "place or time"),
     "Forbidden and asked for",
     "A clause asks for or allows an act that another one forbids to the same "
     "actor, of the same items, in the same place and time.",
     "Lebanon, November 2024: paragraph 2 forbids offensive operations, "
     "paragraph 4 keeps self-defence, and nothing says where one ends",
     "the text as published (crossfirearabia.com); on conflicts in contracts "
     "Fenech, Pace, Schneider (CLAN, 2009)",
     LINT_OF_CLAUSES, lint_conflict},
    {ROW("L35", SEV_WARNING,
         "A letter that one side holds and the other has not read is a second "
         "agreement.",
         "declare it, with its hash: `instrument NAME \"Annex B\" from "
         "\"annex-b.pdf\" hash \"...\"`"),
     "A paper beside the text",
     "An instrument is declared without a hash; or a binding clause refers in "
     "its prose to an annex, letter, protocol, map or resolution that is not "
     "declared.",
     "Lebanon, November 2024: a side letter of a third state; Gaza 2025: "
     "annexes and maps that are not in the text that was published",
     "press of November 2024; The National, 2025-01-16",
     LINT_OF_TEXT | LINT_OF_CLAUSES, lint_papers},
    {ROW("L36", SEV_ERROR,
         "Trucks were counted where they crossed, part-loaded ones included, "
         "and where they were unloaded, re-packed: two true figures that never "
         "met.",
         "say where it is counted and by whom, in the clause: `at ZONE`, "
         "`counted by BODY`"),
     "An incomplete quantity",
     "A handover or delivery of an item states no number; or a quota that "
     "recurs names no place where, or nobody by whom, it is counted.",
     "Gaza 2024 and 2025: counts of COGAT and of the UN side by side",
     "freekatv (The New York Times); Israel National News, 413524",
     LINT_OF_CLAUSES, lint_quantity},
    {ROW("L37", SEV_WARNING,
         "Trucks of the United Nations, of merchants and of others were one "
         "figure to one side and three to the other.",
         "give the item its kinds, of consignor or of cargo: `item NAME of "
         "(un | commercial | private) unit UNIT`"),
     "A quantity without cargo or consignor",
     "A recurring quantity of goods is to be admitted, delivered or offloaded, "
     "and its item has no categories.",
     "Gaza 2024 and 2025: COGAT counted all trucks, the UN those of its "
     "partners",
     "Israel National News, 413524", LINT_OF_CLAUSES, lint_cargo},
    {ROW("L38", SEV_ERROR,
         "Lists were negotiated for years after the exchange had been agreed.",
         "declare `list NAME of ITEM N`, and in the clause a ratio for "
         "each category: `at N for CATEGORY`"),
     "An exchange that does not close",
     "An exchange has no list of those exchanged; or no ratio for a category "
     "it takes; or lists whose numbers its ratios cannot meet; or `all` of "
     "something that nobody has listed.",
     "Yemen, Stockholm 2018: lists still negotiated in 2022; Gaza 2025: "
     "ratios by category",
     "Daily Yemen, 2022-08-02; WION (terms of January 2025)", LINT_OF_CLAUSES,
     lint_exchange},
    {ROW("L39", SEV_WARNING,
         "A convoy that had been acknowledged was held to have been allowed, "
         "and a notice of last week to be valid.",
         "add to the clause: `notified within N hours`; or say in a "
         "`hotline` who takes notices of movements, and when they lapse"),
     "No channel for humanitarian notices",
     "A clause lets aid or people pass and nothing says how their movements "
     "are notified; or a permission follows from a notice and has no end.",
     "Syria 2019 and 2020: notices to those who fought of humanitarian sites "
     "and movements",
     "Global Observatory 2019; OCHA, Syria standard procedure 2020; Chatham "
     "House 2024, on humanitarian notification",
     LINT_OF_CLAUSES, lint_notices},
    {ROW("L40", SEV_ERROR,
         "\"Sixty days\" ended on two dates, and \"04:00\" came twice.",
         "write under `clock`: `time zone REGION/CITY`, and `day 1 is the "
         "day of entry into force` or `day 1 is the day after entry into "
         "force`"),
     "A time that can be read in two ways",
     "Days or hours are used and no time zone is written, or days are numbered "
     "and the text does not say which day is day 1.",
     "Lebanon, November 2024: 04:00 in two zones; Jeddah 2023 wrote whose "
     "time it was",
     "crossfirearabia.com; Jeddah text (The National, 2023-05-20)",
     LINT_OF_TEXT, lint_time},
    {ROW("L41", SEV_WARNING,
         "What the delegation signed, the command did not hold itself bound "
         "by.",
         "write: `authority \"by what power they sign\" by A, B`"),
     "Nothing says who may sign, or that anybody does",
     "A party is not covered by a statement of `authority`; or the text enters "
     "into force without the parties' signatures and asks for none.",
     "Stockholm 2018, whose text was never signed",
     "Crisis Group (futurosostenible); HRC Berkeley, Digital Ceasefires "
     "10.0-01",
     LINT_OF_TEXT, lint_authority},
    {ROW("L42", SEV_NOTE,
         "A mechanism without money stands still, and a text without a last "
         "article is ended by whoever leaves.",
         "write: `funding \"...\" by GUARANTOR`; `amendment \"...\"`; "
         "`termination \"...\"`; `languages en, fr, en prevails`"),
     "The last article is missing",
     "There is a verifier and no `funding`; no `amendment`; no end and no "
     "`termination`; or several languages and none that prevails.",
     "South Sudan, CTSAMVM: financial challenges of the mechanism",
     "Eye Radio; HRC Berkeley, Digital Ceasefires 8.0; PILPG, Ceasefire "
     "Drafter's Handbook (2013), final provisions",
     LINT_OF_TEXT, lint_final},
    {ROW("L43", SEV_WARNING,
         "Whether one truck, or one prisoner, counts for two promises was "
         "settled by neither text.",
         "write `in addition to LABEL` if a unit counts once; if it may "
         "count for both, waive this check with that reason"),
     "Two clauses count the same units",
     "Two duties count units of the same act and item, and neither is in "
     "addition to the other or a part of it.",
     "Gaza 2025: ratios, totals and sub-quotas of the same exchanges",
     "examples/gaza-2025-01/README.md, \"The arithmetic of the exchanges\"",
     LINT_OF_CLAUSES, lint_overlap},
    {ROW("L44", SEV_WARNING,
         "A waiver of what is no longer there hides the next one.",
         "take the waiver out, or correct its code or its label"),
     "A waiver that waives nothing",
     "A waiver stands in the text, and its check finds nothing (there).", "",
     "the same rule of compilers and linters: a suppression that suppresses "
     "nothing is told",
     LINT_UNWAIVED, NULL},
};

const size_t lints_n = COUNT_OF(lints);
