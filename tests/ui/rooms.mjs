// tests/ui/rooms.mjs: `truce demo talks --serve`: four nodes and a relay on one
// machine, opened in a browser each: the heads log in by their links, take what
// one wants to say to the other, compare packages, close a round and sign, in
// English and Arabic, with and without scripts. Called by ui.mjs.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { press } from './press.mjs';

const password = 'correct horse battery';
const nodes = ['ardania', 'belmar', 'delvia', 'estria'];

// Two ports side by side that nobody has.
function freePort() {
  return new Promise((done) => {
    const s = createServer().listen(0, '127.0.0.1', () => {
      const { port } = s.address();
      s.close(() => done(port > 64000 ? port - 2000 : port));
    });
  });
}

// The links of the heads, once the last node listens.
function demo(folder, port) {
  return new Promise((done, fail) => {
    const child = spawn('truce', ['demo', 'talks', folder, '--serve', '--port', String(port)]);
    let out = '';
    let err = '';
    child.stderr.on('data', (d) => { err += d; });
    child.stdout.on('data', (d) => {
      out += d;
      if (!out.includes(`serve ${folder}/estria`)) return;
      const links = [...out.matchAll(/For head, once.*\n(http\S+)/g)].map((m) => m[1]);
      done({ child, links });
    });
    child.on('exit', (code) => fail(new Error(`the demo ended with ${code}: ${err}`)));
  });
}

async function reach(tab, url) {
  for (let i = 0; i < 100; i++) {
    try {
      return await tab.goto(url);
    } catch {
      await tab.waitForTimeout(100);
    }
  }
  return tab.goto(url);
}

async function accept(t, browser, links) {
  const tab = await browser.newPage();
  for (const link of links) {
    await reach(tab, link);
    await tab.fill('#f-password', password);
    await tab.fill('#f-password-again', password);
    await press(tab, 'main button');
    t.check(`${link}: goes on to log in`, new URL(tab.url()).pathname === '/login');
  }
  await tab.context().close();
}

// A browser of each organisation, logged in.
async function open(browser, links, lang, scripts) {
  const desks = {};
  for (let i = 0; i < nodes.length; i++) {
    const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: { width: 1280, height: 900 } });
    const tab = await context.newPage();
    const base = new URL(links[i]).origin;
    await tab.goto(`${base}/?lang=${lang}`);
    await tab.fill('input[name=name]', 'head');
    await tab.fill('input[name=password]', password);
    await press(tab, 'main button');
    desks[nodes[i]] = { tab, base, lang, context, name: nodes[i] };
  }
  return desks;
}

async function go(d, page) {
  await d.tab.goto(`${d.base}${page}${page.includes('?') ? '&' : '?'}lang=${d.lang}`);
}

// The button of the form that does this.
async function send(d, deed) {
  await press(d.tab, `form:has(input[name=do][value=${deed}]) button`);
}

async function sync(d) {
  await go(d, '/');
  await send(d, 'sync');
  for (let i = 0; i < 200 && await d.tab.$('main [role=status]') !== null; i++) {
    await d.tab.waitForTimeout(50); // the page is loaded again by itself; by us sooner
    await go(d, '/');
  }
}

async function main(d) {
  return d.tab.textContent('main');
}

async function newest(d, page, text) {
  await go(d, page);
  await press(d.tab, `section:has-text("${text}") h3 a, tr:has-text("${text}") td a[href^="/said/"]`);
}

// From Belmar's words to Ardania's eyes.
async function crossing(t, desks, name) {
  const { ardania, belmar, delvia, estria } = desks;
  const words = `Half of it by day nine, says ${name}`;
  await go(belmar, '/words');
  await belmar.tab.selectOption('#f-kind', 'proposal');
  await belmar.tab.fill('form:has(#f-kind) [name=on]', '4.1');
  await belmar.tab.fill('#f-words', `${words}, as we want`);
  await send(belmar, 'say');
  await newest(belmar, '/words', words);
  t.check(`${name}: words that may cross are those that were said`,
    (await belmar.tab.inputValue('#f-consent-words')) === `${words}, as we want`);
  await belmar.tab.selectOption('#f-to', 'ardania');
  await belmar.tab.selectOption('#f-wording', 'as-hypothetical');
  await belmar.tab.fill('#f-consent-words', `${words}?`);
  await send(belmar, 'consent');
  await sync(belmar);
  await sync(ardania);
  await go(ardania, '/words');
  t.check(`${name}: nothing crosses by itself`, !(await main(ardania)).includes(words));
  for (const d of [delvia, estria]) {
    await sync(d);
    await newest(d, '/words', `${words}?`);
    await send(d, 'convey');
    await sync(d);
  }
  await sync(ardania);
  await go(ardania, '/words');
  const seen = await main(ardania);
  t.check(`${name}: these words and no others`, seen.includes(`${words}?`) && !seen.includes('as we want'));
}

async function positions(t, desks, name) {
  const { ardania, delvia } = desks;
  await go(ardania, '/on/4.1');
  await ardania.tab.selectOption('#f-alternative', 'B');
  await ardania.tab.selectOption('#f-stance', 'accept');
  await ardania.tab.fill('#f-if', '9.9=Z');
  await ardania.tab.fill('#f-why', 'too few <b>');
  await send(ardania, 'position');
  t.check(`${name}: what cannot be is said`, (await ardania.tab.locator('[role=alert]').count()) === 1);
  t.check(`${name}: what was typed is there`, (await ardania.tab.inputValue('#f-why')) === 'too few <b>' &&
    (await ardania.tab.inputValue('#f-if')) === '9.9=Z');
  await ardania.tab.fill('#f-if', '2.2=A');
  await ardania.tab.check('#f-standing');
  await send(ardania, 'position');
  t.check(`${name}: the position is taken`, (await ardania.tab.locator('[role=alert]').count()) === 0 &&
    (await main(ardania)).includes('too few <b>'));
  await ardania.tab.selectOption('#f-stance', 'reserve');
  await ardania.tab.check('#f-own');
  await ardania.tab.fill('#f-why', `kept here ${name}`);
  await send(ardania, 'position');
  await sync(ardania);
  await sync(delvia);
  await go(delvia, '/table');
  t.check(`${name}: the table has it`, (await delvia.tab.locator('tr:has(th:has-text("4.1")) .stance.accept-if').count()) === 1);
  await go(delvia, '/log');
  t.check(`${name}: what is for oneself stays`, !(await main(delvia)).includes('kept here'));
}

// Weights, sealed to the mediators, and what no other combination beats.
async function packages(t, desks, name, turn) {
  const { ardania, belmar, delvia } = desks;
  const weights = { ardania: [30 + turn, 80, 20, 60, 90], belmar: [90, 20, 50, 70, 10] };
  for (const d of [ardania, belmar]) {
    await go(d, '/packages');
    const fields = d.tab.locator('form:has(input[name=do][value=weights]) input:not([type=hidden])');
    t.check(`${name} ${d.name}: a field for each alternative`, await fields.count() === 5);
    await fields.nth(1).fill('many');
    await send(d, 'weights');
    t.check(`${name} ${d.name}: many is no weight`, (await d.tab.locator('[role=alert]').count()) === 1 &&
      (await fields.nth(1).inputValue()) === 'many');
    for (let i = 0; i < 5; i++) await fields.nth(i).fill(String(weights[d.name][i]));
    await send(d, 'weights');
    await go(d, '/packages');
    t.check(`${name} ${d.name}: they are kept`, (await fields.nth(0).inputValue()) === String(weights[d.name][0]));
    t.check(`${name} ${d.name}: and nothing of the other's`, (await d.tab.locator('table').count()) === 0);
    await sync(d);
  }
  await sync(delvia);
  await go(delvia, '/packages');
  const rows = await delvia.tab.locator('tbody tr').allTextContents();
  const best = rows.filter((r) => r.includes('2.2=A') && r.includes('4.1=B'));
  t.check(`${name}: the package of both`, best.length === 1 && best[0].includes(String(90 + turn)) && best[0].includes('160'),
    rows.join(' | '));
  const even = (await delvia.tab.locator('tbody tr td:last-child').allTextContents()).filter((x) => x.trim() !== '');
  t.check(`${name}: the even ones are marked`, even.length === 1 || even.length === 2, even.join(' | '));
}

// A round, what it reveals, once, and the text that follows from it.
async function round(t, desks, name) {
  const { ardania, belmar, delvia } = desks;
  for (const d of [ardania, belmar]) await sync(d);
  await sync(delvia);
  await go(delvia, '/table');
  await send(delvia, 'round');
  t.check(`${name}: what all accept, as frozen`, (await main(delvia)).includes('2.2=A,4.1=B'));
  await send(delvia, 'reveal');
  t.check(`${name}: revealed`, (await delvia.tab.locator('[role=alert]').count()) === 0);
  await go(delvia, '/table');
  t.check(`${name}: a round is revealed once`, (await delvia.tab.locator('input[name=do][value=reveal]').count()) === 0);
  await send(delvia, 'agree');
  t.check(`${name}: the agreed text`, (await delvia.tab.locator('[role=alert]').count()) === 0);
  await sync(delvia);
  for (const d of [ardania, belmar]) {
    await sync(d);
    await go(d, '/words');
    t.check(`${name} ${d.name}: hears what all accept`, (await main(d)).includes('2.2=A,4.1=B'));
  }
}

// The text as the page gives it, signed elsewhere, and the signature brought.
async function signing(t, d, other, folder, name) {
  await go(d, '/signing');
  const text = await (await d.tab.request.get(`${d.base}/signing/agreement.truce`)).body();
  const file = join(folder, `${name}.truce`);
  const key = join(folder, `${name}.key`);
  writeFileSync(file, text);
  const hash = execFileSync('sha256sum', [file], { encoding: 'utf8' }).slice(0, 64);
  t.check(`${name}: the hash in groups`, (await d.tab.locator('.groups code').allTextContents()).join('') === hash);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  execFileSync('ssh-keygen', ['-q', '-Y', 'sign', '-n', 'agreement@truce', '-f', key, file], { stdio: 'pipe' });
  await d.tab.setInputFiles('form:has(input[name=do][value=sign]) input[type=file]', file);
  await send(d, 'sign');
  t.check(`${name}: the text is no signature`, (await d.tab.locator('[role=alert]').count()) === 1);
  await d.tab.setInputFiles('form:has(input[name=do][value=sign]) input[type=file]', `${file}.sig`);
  await send(d, 'sign');
  const print = execFileSync('ssh-keygen', ['-lf', `${key}.pub`], { encoding: 'utf8' }).split(' ')[1];
  t.check(`${name}: by this key`, (await main(d)).includes(print));
  t.check(`${name}: no passkeys at an address`, (await d.tab.locator('[data-passkey]:not([hidden])').count()) === 0);
  await sync(d);
  await sync(other);
  await go(other, '/signing');
  t.check(`${name}: all see it`, (await main(other)).includes(print));
}

async function byKeyboard(t, d, name) {
  await go(d, '/');
  await d.tab.keyboard.press('m');
  await d.tab.waitForURL('**/table*');
  t.check(`${name}: a key leads to the table`, new URL(d.tab.url()).pathname === '/table');
}

async function look(t, browser, links, lang) {
  const pages = {
    ardania: ['/', '/draft', '/on/4.1', '/on/rest', '/words', '/packages', '/signing', '/log'],
    delvia: ['/', '/table', '/words', '/packages', '/effects/4.1'],
  };
  for (const width of [1280, 390, 320])
    for (const [node, list] of Object.entries(pages)) {
      const context = await browser.newContext({ bypassCSP: true, viewport: { width, height: 900 } });
      const tab = await context.newPage();
      const base = new URL(links[nodes.indexOf(node)]).origin;
      await tab.goto(`${base}/?lang=${lang}`);
      await tab.fill('input[name=name]', 'head');
      await tab.fill('input[name=password]', password);
      await press(tab, 'main button');
      for (const page of list) {
        const name = `${lang} ${node} ${page} at ${width}`;
        await tab.goto(`${base}${page}?lang=${lang}`);
        const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
        t.check(`${name}: does not scroll sideways`, wide <= width, `${wide} wide`);
        t.check(`${name}: its direction`, (await tab.getAttribute('html', 'dir')) === (lang === 'ar' ? 'rtl' : 'ltr'));
        if (width !== 320) {
          await t.audit(tab, name);
          await t.picture(tab, `rooms-${name}`);
        }
      }
      if (width === 1280) {
        await tab.goto(`${base}/${node === 'delvia' ? 'table' : 'draft'}?lang=${lang}`);
        await tab.emulateMedia({ colorScheme: 'dark' });
        await t.audit(tab, `${lang} ${node} dark`);
        await t.picture(tab, `rooms-${lang} ${node} dark`);
        await tab.emulateMedia({ media: 'print', colorScheme: 'light' });
        await t.picture(tab, `rooms-${lang} ${node} print`);
      }
      await context.close();
    }
}

export async function rooms(t, browser) {
  const folder = join(mkdtempSync(join(tmpdir(), 'truce-ui-')), 'talks');
  const { child, links } = await demo(folder, await freePort());
  child.removeAllListeners('exit');
  t.check('rooms: four nodes are served', links.length === 4, links.join(' '));
  await accept(t, browser, links);
  let turn = 0;
  for (const lang of ['en', 'ar']) {
    await look(t, browser, links, lang);
    for (const scripts of [true, false]) {
      const name = `${lang}${scripts ? '' : ' without scripts'}`;
      const desks = await open(browser, links, lang, scripts);
      await crossing(t, desks, name);
      await positions(t, desks, name);
      await packages(t, desks, name, turn++);
      await round(t, desks, name);
      await signing(t, desks.belmar, desks.delvia, join(folder, '..'), name.replaceAll(' ', '-'));
      if (scripts) await byKeyboard(t, desks.delvia, name);
      for (const d of Object.values(desks)) await d.context.close();
    }
  }
  const ended = new Promise((done) => child.on('exit', done));
  child.kill('SIGTERM');
  t.check('rooms: ends when asked to', (await ended) === 0);
  rmSync(join(folder, '..'), { recursive: true });
}
