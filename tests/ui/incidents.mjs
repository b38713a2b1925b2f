// tests/ui/incidents.mjs: a newcomer's path through a browser, from truce serve
// and one invitation to an adopted finding and its end: accounts, then each step
// by somebody else, in English and Arabic, with and without scripts.
//
// Called by ui.mjs.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bodies } from './bodies.mjs';
import { enter, makeCase, password, truce } from './office.mjs';
import { press } from './press.mjs';

const accounts = [['duty-1', 'duty-officer'], ['verifier-1', 'verifier'],
  ['head-1', 'head'], ['ardania-1', 'party', 'ardania'], ['monitor-1', 'monitor', 'mechanism'], ['viewer-1', 'viewer']];

// Somebody at a browser.
class Person {
  constructor(t, browser, base, name, lang, scripts) {
    Object.assign(this, { t, browser, base, name, lang, scripts });
  }

  async come() {
    this.context = await this.browser.newContext({ javaScriptEnabled: this.scripts, bypassCSP: this.scripts,
      viewport: { width: 1280, height: 900 } });
    this.tab = await this.context.newPage();
    await this.go('/');
    await enter(this.tab, this.name);
    return this;
  }

  async go(path) {
    await this.tab.goto(`${this.base}${path}${path.includes('?') ? '&' : '?'}lang=${this.lang}`);
  }

  // Fills the form of a step (or the only one) and sends it.
  async send(step, fields) {
    const form = step ? `#step-${step} form` : 'main form.entry';
    for (const [name, value] of Object.entries(fields)) {
      const field = `${form} [name="${name}"]`;
      if (name === 'cite') await this.tab.check(`${field}[value^="${value}"]`);
      else if (await this.has(`${form} select[name="${name}"]`)) await this.tab.selectOption(field, value);
      else await this.tab.fill(field, value);
    }
    await press(this.tab, `${form} p:last-of-type button`);
  }

  has(selector) {
    return this.tab.locator(selector).count().then((n) => n > 0);
  }

  async look(what) {
    for (const width of this.scripts ? [1280, 390, 320] : []) {
      const name = `${this.lang} ${what} at ${width}`;
      await this.tab.setViewportSize({ width, height: 900 });
      const wide = await this.tab.evaluate(() => document.documentElement.scrollWidth);
      this.t.check(`${name}: does not scroll sideways`, wide <= width, `${wide} wide`);
      if (width === 320) continue;
      await this.t.audit(this.tab, name);
      await this.t.picture(this.tab, `incident-${this.lang}-${what}-${width}`);
    }
    await this.tab.setViewportSize({ width: 1280, height: 900 });
  }

  leave() {
    return this.context.close();
  }
}

async function walk(t, browser, base, path, lang, scripts) {
  const { check } = t;
  const name = `${lang}${scripts ? '' : ' without scripts'}`;
  const come = (who) => new Person(t, browser, base, who, lang, scripts).come();
  const duty = await come('duty-1');
  check(`${name}: a duty officer is logged in`, await duty.has('nav a[href^="/incidents"]'));

  // Two parties report one event, each against the other.
  await duty.go('/incidents/new');
  await duty.look('new');
  await duty.send(null, { source: 'belmar', act: 'attack', actor: 'ardania', place: 'harbour',
    occurred: 'yesterday', note: 'Two shots.' });
  check(`${name}: what is wrong is said`, await duty.has('.problem'));
  check(`${name}: and what was typed is still there`,
    await duty.tab.inputValue('[name=note]') === 'Two shots.');
  await duty.send(null, { occurred: '2025-03-20T21:10' });
  const first = new URL(duty.tab.url()).pathname;
  check(`${name}: a report is entered`, first.startsWith('/incident/rep-'), first);
  const party = await come('ardania-1');
  await party.go('/incidents/new');
  check(`${name}: a party's user reports for its party alone`, !await party.has('select[name=source]'));
  await party.send(null, { act: 'attack', actor: 'belmar', place: 'north', occurred: '2025-03-20T21:20',
    note: 'One shot from the quay. '.repeat(80) });
  const second = new URL(party.tab.url()).pathname.replace('/incident/', '');
  check(`${name}: the party sees no form of the mechanism`, !await party.has('#step-group'));

  // A person decides that both are one.
  await duty.go(first);
  await duty.look('report');
  check(`${name}: the other account is offered`, await duty.has(`#step-group option[value="${second}"]`));
  await duty.send('group', { into: second });
  const incident = new URL(duty.tab.url()).pathname;
  check(`${name}: they are one incident`, incident.startsWith('/incident/inc-'), incident);
  check(`${name}: with both accounts`, await duty.tab.locator('table.rows tbody tr').count() >= 2);
  await duty.send('assign', { team: 'team-3', due: '2030-01-02' });
  check(`${name}: who reports does not verify`, !await duty.has('#step-verify'));

  // Verified by somebody else, to the measure of the mandate.
  const verifier = await come('verifier-1');
  await verifier.go('/');
  check(`${name}: it waits for the verifier`, await verifier.has(`a[href^="${incident}"]`));
  await verifier.look('today');
  await verifier.go('/evidence');
  await verifier.tab.setInputFiles('#f-file', { name: 'casing.txt', mimeType: 'text/plain',
    buffer: Buffer.from(`a casing, ${lang} ${scripts}`) });
  await verifier.send(null, { from: 'team-3' });
  check(`${name}: a file of evidence is kept, with its hash`,
    await verifier.has('table code') && (await verifier.tab.locator('main').innerText()).includes('casing.txt'));
  await verifier.look('evidence');
  await verifier.go(incident);
  await verifier.send('verify', { verified: 'yes', 'attributed-to': 'ardania', confidence: '60' });
  check(`${name}: no attribution under the text's confidence`, await verifier.has('.problem'));
  await verifier.look('refused');
  await verifier.send('verify', { confidence: '85', observed: 'no', clause: '1.1', severity: 'minor',
    cite: '546a4859', text: 'Two casings were found.' });
  check(`${name}: an assessment on five axes`, await verifier.tab.locator('table.axes tbody tr').count() === 6);
  check(`${name}: who verifies does not adopt`, !await verifier.has('#step-adopt'));
  await party.go(incident);
  await party.send('respond', { text: 'A drill without notice.' });
  check(`${name}: the party has answered`, (await party.tab.locator('main').innerText()).includes('A drill without notice.'));

  // Adopted by the body's own rule: 2 of 3.
  const head = await come('head-1');
  await head.go(incident);
  await head.look('adopt');
  await head.send('adopt', { 'vote-2': 'yes', 'vote-3': 'no', 'why-3': 'Not shown.' });
  check(`${name}: one vote is not enough`, await head.has('.problem'));
  await head.send('adopt', { 'vote-3': 'yes', 'why-3': '' });
  check(`${name}: a finding is adopted`, !await head.has('.problem') && !await head.has('table.axes tbody tr td:nth-child(3):text-is("–")'));

  // What followed.
  await head.send('ask', { to: 'ardania', text: 'Orders to the unit in writing.', due: '2030-02-01' });
  await party.go('/');
  check(`${name}: it waits for the party`, await party.has(`a[href^="${incident}"]`));
  await party.go(incident);
  await party.send('done', { text: 'Copy sent.' });
  await head.go(incident);
  await head.send('close', {});
  check(`${name}: closed: no step is left but to amend`, !await head.has('#step-close') && !await head.has('#step-ask'));
  await head.look('closed');
  await head.go('/incidents');
  await head.look('list');
  await head.go('/incidents?stage=closed');
  check(`${name}: the list says so`, await head.has(`a[href^="${incident}"]`));

  const viewer = await come('viewer-1');
  await viewer.go('/');
  const tallest = await viewer.tab.evaluate(() => Math.max(...[...document.querySelectorAll('.news li')].map((x) => x.offsetHeight)));
  check(`${name}: a long note takes four lines of the first page`, tallest > 60 && tallest < 150, tallest);
  await viewer.go(incident);
  check(`${name}: a viewer reads, and has no form`, await viewer.has('ol.path') && !await viewer.has('form.entry [name=do]'));
  const told = truce(['incident', 'show', path, incident.replace('/incident/', '')]);
  check(`${name}: the command says the same`, /closed {2}attack/.test(told) && told.includes('adopted by delvia, estria'), told);
  for (const p of [duty, party, verifier, head, viewer]) await p.leave();
}

// Somebody who was sent a link chooses a password, in a browser of their own.
async function accept(t, browser, link, name) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const tab = await context.newPage();
  await tab.goto(link);
  await tab.fill('#f-password', password);
  await tab.fill('#f-password-again', password);
  await press(tab, 'main form.entry button');
  await enter(tab, name);
  t.check(`${name}: the invitation leads into the case`, await tab.locator('.me').count() === 1);
  return { context, tab };
}

// One invitation is made on the machine; all others in the browser.
async function open(t, browser, base, token) {
  const { context, tab } = await accept(t, browser, `${base}/invitation?token=${token}`, 'admin-1');
  for (const [name, role, of] of accounts) {
    await tab.goto(`${base}/people`);
    await tab.fill('#f-name', name);
    await tab.selectOption('#f-role', role);
    if (of) await tab.selectOption('#f-of', of);
    await press(tab, 'form.entry >> nth=0 >> button');
    const link = (await tab.textContent('.made code')).trim();
    await accept(t, browser, link, name).then((x) => x.context.close());
  }
  await tab.goto(`${base}/people`);
  t.check('all of them are active', (await tab.locator('table.rows tbody tr').count()) === accounts.length + 1 &&
    !(await tab.locator('table.rows').innerText()).includes('invited'));
  await context.close();
}

export async function incidents(t, browser, serve) {
  const folder = mkdtempSync(join(tmpdir(), 'truce-ui-'));
  const path = makeCase(folder, []);
  const [, token] = truce(['people', 'invite', path, 'admin-1', '--role', 'administrator']).match(/token=(\S+)/);
  truce(['evidence', 'add', path, 'tests/media/camera.png']);
  const { child, url } = await serve([path]);
  child.removeAllListeners('exit');
  await open(t, browser, url, token);
  for (const lang of ['en', 'ar'])
    for (const scripts of [true, false]) await walk(t, browser, url, path, lang, scripts);
  const ended = new Promise((done) => child.on('exit', done));
  child.kill('SIGTERM');
  t.check('incidents: ends when asked to', (await ended) === 0);
  t.check('incidents: all of the record holds', truce(['verify', path]).includes('all of it holds'));
  await bodies(t, browser, serve, folder);
  rmSync(folder, { recursive: true });
}
