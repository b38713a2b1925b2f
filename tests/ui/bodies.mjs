// tests/ui/bodies.mjs: bodies that decide by consensus, with somebody else where
// there is none, and by majority: what the head reads of the rule, a dissent, and
// pages with long names, in Hebrew too. Called by incidents.mjs.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { login, password, truce } from './office.mjs';
import { press } from './press.mjs';

const text = `agreement "Two Valleys, their crossings and the roads that lead to them"

party     upper "Provisional Council of the Upper Valley and its Dependencies", lower "Lower valley"
mediator  delvia "Delvia", estria "Estria"
agency    icrc "International Committee of the Red Cross"
verifier  panel "Panel" members upper, lower; decides by consensus else by delvia
verifier  board "Board" members delvia, estria, icrc; decides by majority

zone valley "Valley between the northern watershed and the old railway embankment"
item truck unit truck

clock
  time zone Europe/Lisbon
  in force on 2025-03-10
  day 1 is the day of entry into force
  lasts 30 days

article 1 "Quiet"
  1.1  upper, lower shall not attack in valley throughout verified by panel
  1.2  upper, lower shall not overfly valley throughout verified by board

article 2 "Aid"
  2.1  40 truck shall enter into valley from day 1 each day counted by icrc
`;

function make(folder) {
  const agreement = join(folder, 'valleys.truce');
  const path = join(folder, 'valleys.case');
  writeFileSync(agreement, text);
  truce(['init', path, '--origin', 'mediators.example/valleys', agreement]);
  for (const [i, act] of ['attack', 'overfly', 'attack'].entries()) {
    const of = `inc-${i + 1}`;
    truce(['incident', 'report', path, '--by', 'duty-1', '--source', 'upper', '--act', act, '--actor', 'lower', '--place', 'valley',
      '--occurred', `2025-03-2${i}T21:10`, '--note', i === 0 ? 'ירי לעבר עמדה 12' : 'Seen from the old embankment.']);
    truce(['incident', 'group', path, `rep-${i + 1}`, '--by', 'duty-1']);
    truce(['incident', 'assign', path, of, '--by', 'duty-1', '--team', 'team-3', '--due', '2030-01-02']);
    truce(['incident', 'verify', path, of, '--by', 'verifier-1', '--verified', 'yes', '--confidence', '85', '--clause', act === 'attack' ? '1.1' : '1.2',
      '--text', 'Seen by a patrol.']);
  }
  const counts = [...Array(6).keys()].flatMap((day) => ['icrc', 'upper'].map((source) => JSON.stringify({ type: 'return',
    id: `${source}-gate-count-of-the-night-shift-${day}`, source, act: 'enter', item: 'truck', place: 'valley',
    occurred: `2025-03-1${day}`, quantity: source === 'icrc' ? 40 : 1200345 })));
  writeFileSync(join(folder, 'counts.jsonl'), `${counts.join('\n')}\n`);
  truce(['record', 'add', path, join(folder, 'counts.jsonl')]);
  truce(['people', 'invite', path, 'admin-1', '--role', 'administrator']);
  truce(['people', 'invite', path, 'head-1', '--role', 'head']);
  truce(['people', 'password', path, 'head-1'], `${password}\n`);
  return path;
}

async function see(t, tab, label) {
  for (const width of [1280, 390, 320]) {
    await tab.setViewportSize({ width, height: 900 });
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
    t.check(`${label} at ${width}: does not scroll sideways`, wide <= width, `${wide} wide`);
    if (width === 320) continue;
    await t.audit(tab, `${label} at ${width}`);
    await t.picture(tab, `bodies-${label}-${width}`);
  }
  await tab.setViewportSize({ width: 1280, height: 900 });
}

// Fields that stand side by side begin at one line.
function uneven(tab) {
  return tab.evaluate(() => [...document.querySelectorAll('.pair')].filter((p) => {
    const tops = [...p.querySelectorAll('input, select')].map((e) => e.getBoundingClientRect().top);
    return tops.length === 2 && Math.abs(tops[0] - tops[1]) > 2;
  }).length);
}

export async function bodies(t, browser, serve, folder) {
  const { child, url } = await serve([make(folder)]);
  child.removeAllListeners('exit');
  const { check } = t;
  const main = (tab) => tab.locator('main').innerText();
  for (const [lang, incident] of [['en', 'inc-1'], ['he', 'inc-3']]) {
    const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1280, height: 900 } });
    const tab = await context.newPage();
    const name = `bodies ${lang}`;
    await login(tab, url, 'head-1', lang);
    await see(t, tab, `${name} today`);
    for (const page of ['clause/2.1', 'aid']) {
      await tab.goto(`${url}/${page}?lang=${lang}`);
      await see(t, tab, `${name} ${page.replace('/', '-')}`);
      check(`${name} ${page}: no word of a drawing is cut`, await t.cut(tab) === '', await t.cut(tab));
    }
    await tab.goto(`${url}/incident/${incident}?lang=${lang}`);
    await see(t, tab, `${name} consensus`);
    check(`${name}: fields side by side begin at one line`, await uneven(tab) === 0, `${await uneven(tab)}`);
    if (lang === 'en')
      check(`${name}: members, and who decides otherwise`, (await main(tab)).includes('decides by consensus: Provisional Council of the ' +
        'Upper Valley and its Dependencies, Lower valley. Where they do not agree: Delvia.'), await main(tab));
    const vote = (actor) => tab.locator('#step-adopt .field', { hasText: actor }).first().locator('select');
    await vote('Provisional').selectOption('yes');
    await vote('Lower valley').selectOption('no');
    await tab.locator('#step-adopt .pair', { hasText: 'Lower valley' }).first().locator('input').fill('We were not heard.');
    await press(tab, '#step-adopt form p:last-of-type button');
    check(`${name}: one of two is no consensus`, await tab.locator('.problem').count() === 1);
    check(`${name}: the language stays after what is refused`, await tab.getAttribute('html', 'lang') === lang);
    await vote('Delvia').selectOption('yes');
    await press(tab, '#step-adopt form p:last-of-type button');
    check(`${name}: it is adopted by who decides otherwise`, await tab.locator('.problem').count() === 0);
    check(`${name}: the language stays after what is done`, await tab.getAttribute('html', 'lang') === lang);
    check(`${name}: a dissent by name`, await tab.locator('.dissent strong bdi', { hasText: 'Lower valley' }).count() === 1);
    await see(t, tab, `${name} adopted`);
    await tab.goto(`${url}/incidents?lang=${lang}`);
    await see(t, tab, `${name} list`);
    if (lang === 'en') {
      await tab.goto(`${url}/incident/inc-2?lang=${lang}`);
      check(`${name}: two of three are a majority`, (await main(tab)).includes('decides by 2 votes: Delvia, Estria, International'));
    }
    await context.close();
  }
  const ended = new Promise((done) => child.on('exit', done));
  child.kill('SIGTERM');
  check('bodies: ends when asked to', (await ended) === 0);
}
