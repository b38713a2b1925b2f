// tests/ui/ui.mjs: the pages of `truce serve` in a real browser (Chromium).
//
// truce must be in PATH. Ends with `N passed, N failed`. With --shots DIR it
// also keeps a picture of each page at each width, in light, dark and print.
// --people looks at those of a node with accounts alone, --incidents at the
// path of an incident, --entry at tables, files and passkeys, --live at pages
// that renew themselves, --rooms at four nodes of talks, --joining at how they
// begin and are signed.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { entry } from './entry.mjs';
import { incidents } from './incidents.mjs';
import { joining } from './joining.mjs';
import { live } from './live.mjs';
import { people } from './people.mjs';
import { press } from './press.mjs';
import { rooms } from './rooms.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = process.argv[2] === '--shots' ? process.argv[3] : null;
// Without any of these all of it; --data: only quantities, places and statements.
const alone = ['live', 'entry', 'people', 'incidents', 'rooms', 'joining', 'data'].filter((x) => process.argv.includes(`--${x}`));
const dataAlone = alone.length > 0;
const wanted = (part) => alone.length === 0 || alone.includes(part);
if (shots) mkdirSync(shots, { recursive: true });

// A map in tiles around the places of the case.
const maps = mkdtempSync(join(tmpdir(), 'truce-ui-'));
execFileSync('tests/web/make-tiles', [maps, '-30.05', '40.0']);

const cases = {
  gaza: ['examples/gaza-2025-01/agreement.truce', 'examples/gaza-2025-01/reports.jsonl'],
  harbour: ['examples/harbour/agreement.truce', 'examples/harbour/reports.jsonl'],
  valleys: ['tests/web/pages.truce', 'tests/web/pages.jsonl', '--base-map', 'tests/web/pages.geojson',
    '--base-map', join(maps, 'map.pmtiles'), '--statements', 'examples/gaza-2025-07-proposal/statements.csv',
    '--context', 'tests/web/acled.csv', '--context', 'tests/web/ged.csv'],
};
const pages = {
  gaza: ['/', '/agreement', '/agreement?show=3', '/clause/b13.1', '/clause/b13.1?occasion=2025-01-24',
    '/clause/b2.1?occasion=step+2', '/calendar', '/reports', '/reports?q=truck', '/report?id=g16a', '/findings',
    '/?at=day%207&known=2025-01-26', '/aid', '/exchanges', '/map', '/nothing'],
  harbour: ['/', '/agreement', '/clause/2.3', '/calendar', '/incidents', '/incident/inc-1', '/reports', '/findings'],
  valleys: ['/aid', '/exchanges', '/map', '/map?zone=mill&coarse=1000', '/map?view=40.02,-30.02,3000', '/statements', '/context', '/keys', '/aid?kiosk=1'],
};
const langs = ['en', 'ar'];
const widths = [1280, 390, 320];

let passed = 0;
let failed = 0;
function check(name, ok, why = '') {
  if (ok) passed++;
  else {
    failed++;
    console.log(`FAIL ${name}${why ? `: ${why}` : ''}`);
  }
}

function serve(files) {
  return new Promise((done, fail) => {
    const child = spawn('truce', ['serve', ...files, '--listen', '127.0.0.1:0']);
    let out = '';
    child.stdout.on('data', (d) => {
      out += d;
      const m = out.match(/http:\/\/\S+/);
      if (m) done({ child, url: m[0].replace(/\/$/, '') });
    });
    child.on('error', fail);
    child.on('exit', (code) => fail(new Error(`truce serve ended with ${code}: ${out}`)));
  });
}

function address(base, page, lang) {
  return `${base}${page}${page.includes('?') ? '&' : '?'}lang=${lang}`;
}

// What a person meets: everything without scripts, from this origin alone.
async function visit(browser, base, page, lang) {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  const tab = await context.newPage();
  const outside = [];
  const errors = [];
  let bytes = 0;
  tab.on('request', (r) => { if (!r.url().startsWith(base)) outside.push(r.url()); });
  tab.on('console', (m) => { if (m.type() === 'error' && !m.text().includes('404')) errors.push(m.text()); });
  tab.on('requestfailed', (r) => errors.push(`${r.url()} ${r.failure()?.errorText}`));
  tab.on('response', async (r) => { try { bytes += gzipSync(await r.body()).length; } catch { /* no body */ } });
  const name = `${lang} ${page}`;
  const reply = await tab.goto(address(base, page, lang), { waitUntil: 'load' });
  check(`${name}: status`, reply.status() === (page === '/nothing' ? 404 : 200), `${reply.status()}`);
  check(`${name}: nothing from elsewhere`, outside.length === 0, outside.join(' '));
  check(`${name}: no errors`, errors.length === 0, errors.join(' | '));
  check(`${name}: light to load`, bytes < 400000, `${bytes} bytes`);
  await context.close();
}

// What axe finds on a page as it stands.
async function audit(tab, name) {
  await tab.evaluate(axe);
  const found = await tab.evaluate(() => globalThis.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  check(`${name}: axe finds nothing`, found.violations.length === 0,
    found.violations.map((v) => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 120)} ${v.nodes[0].any[0]?.message ?? ''}`).join('\n    '));
}

async function picture(tab, name) {
  if (shots) await tab.screenshot({ path: `${shots}/${name.replace(/[^a-z0-9-]+/gi, '_')}.png`, fullPage: true });
}

// Words of a chart that stand beyond its edge. (A map goes on beyond its own.)
function cut(tab) {
  return tab.evaluate(() => [...document.querySelectorAll('svg:not(.map) text')].filter((t) => {
    const box = t.getBoundingClientRect();
    const all = t.ownerSVGElement.getBoundingClientRect();
    return box.left < all.left - 1 || box.right > all.right + 1;
  }).map((t) => t.textContent).join(' | '));
}

// Heads and cells of others' words: under each other, whatever is written.
function astray(tab) {
  return tab.evaluate(() => {
    const side = getComputedStyle(document.body).direction === 'rtl' ? 'right' : 'left';
    const heads = [...document.querySelectorAll(':is(h1, h2, h3, th, td)[dir=auto]')].filter((e) => getComputedStyle(e).textAlign !== side);
    // What a list of pairs says in one line begins where the others of the list do.
    const pairs = [...document.querySelectorAll('dl.pairs')].flatMap((dl) => {
      const range = document.createRange();
      const box = (e) => {
        range.selectNodeContents(e);
        return range.getBoundingClientRect();
      };
      const edge = (e) => (side === 'right' ? -box(e).right : box(e).left);
      const said = [...dl.querySelectorAll('dd')].filter((e) => e.textContent.trim() !== '' && !e.querySelector('pre, code, ul') && box(e).height < 40);
      const first = Math.min(...said.map(edge));
      return said.filter((e) => edge(e) > first + 6);
    });
    return [...heads, ...pairs].map((e) => e.textContent.slice(0, 40)).join(' | ');
  });
}

// On a sheet of A4 nothing is cut off, and nothing stays closed.
async function paper(tab, name) {
  const sheet = 703; // 186 mm between the margins
  const before = tab.viewportSize();
  await tab.setViewportSize({ width: sheet, height: 1000 });
  await tab.emulateMedia({ media: 'print' });
  const facts = await tab.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    closed: [...document.querySelectorAll('details > :not(summary)')].filter((e) => !e.checkVisibility({ contentVisibilityAuto: true })).length,
  }));
  check(`${name}: fits on paper`, facts.wide <= sheet, `${facts.wide} wide`);
  check(`${name}: nothing is closed on paper`, facts.closed === 0, `${facts.closed}`);
  await tab.emulateMedia({ media: 'screen' });
  await tab.setViewportSize(before);
}

async function look(browser, base, key, page, lang) {
  for (const width of widths) {
    const context = await browser.newContext({ bypassCSP: true, viewport: { width, height: 900 } });
    const tab = await context.newPage();
    const name = `${lang} ${page} at ${width}`;
    await tab.goto(address(base, page, lang));
    const facts = await tab.evaluate(() => ({
      wide: document.documentElement.scrollWidth,
      dir: getComputedStyle(document.body).direction,
    }));
    check(`${name}: does not scroll sideways`, facts.wide <= width, `${facts.wide} wide`);
    check(`${name}: direction`, facts.dir === (lang === 'ar' ? 'rtl' : 'ltr'), facts.dir);
    check(`${name}: no word of a drawing is cut`, (await cut(tab)) === '', await cut(tab));
    check(`${name}: what has its own direction keeps the page's side`, (await astray(tab)) === '', await astray(tab));
    // Each scheme at one width, unless pictures are wanted.
    const schemes = width === 320 ? [] : shots ? ['light', 'dark'] : [width === 1280 ? 'light' : 'dark'];
    for (const scheme of schemes) {
      await tab.emulateMedia({ colorScheme: scheme });
      await audit(tab, `${name} ${scheme}`);
      if (shots) {
        const file = `${shots}/${key}-${lang}-${page.replace(/[^a-z0-9]+/gi, '_')}-${width}-${scheme}.png`;
        await tab.screenshot({ path: file, fullPage: true });
      }
    }
    if (width === 1280) await paper(tab, name);
    if (shots && width === 1280) {
      await tab.emulateMedia({ media: 'print' });
      await tab.screenshot({ path: `${shots}/${key}-${lang}-${page.replace(/[^a-z0-9]+/gi, '_')}-print.png`, fullPage: true });
    }
    await context.close();
  }
}

// By keyboard alone: past the links to the content; then every link is reached.
async function keyboard(browser, base) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const tab = await context.newPage();
  await tab.goto(`${base}/`);
  await tab.keyboard.press('Tab');
  check('the first stop is the skip link', await tab.evaluate(() => document.activeElement.className === 'skip'));
  check('it is seen when it has the focus', await tab.evaluate(() => document.activeElement.getBoundingClientRect().top >= 0));
  await tab.keyboard.press('Enter');
  check('it leads to the content', await tab.evaluate(() => location.hash === '#content'));
  await tab.goto(`${base}/`);
  const links = await tab.evaluate(() => document.querySelectorAll('a[href], input:not([type=hidden]), button, select, summary, [tabindex="0"]').length);
  const seen = new Set();
  for (let i = 0; i < links + 5; i++) {
    await tab.keyboard.press('Tab');
    seen.add(await tab.evaluate(() => {
      const all = [...document.querySelectorAll('a[href], input:not([type=hidden]), button, select, summary, [tabindex="0"]')];
      return all.indexOf(document.activeElement);
    }));
  }
  seen.delete(-1);
  check('every link and field is reached', seen.size === links, `${seen.size} of ${links}`);
  await context.close();
}

// The form that chooses the time, without scripts.
async function times(browser, base) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const tab = await context.newPage();
  await tab.goto(`${base}/clause/b13.1?lang=ar&occasion=2025-01-24`);
  await tab.fill('input[name=at]', '2025-01-24');
  await press(tab, 'form.times button');
  const url = new URL(tab.url());
  check('the form keeps page, occasion and language',
    url.pathname === '/clause/b13.1' && url.searchParams.get('occasion') === '2025-01-24' &&
    url.searchParams.get('lang') === 'ar' && url.searchParams.get('at') === '2025-01-24', tab.url());
  await context.close();
}

// What the script adds: keys, which can be turned off, and a page that renews.
async function keys(browser, base) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  const at = () => new URL(tab.url()).pathname;
  await tab.goto(`${base}/`);
  await tab.keyboard.press('m');
  await tab.waitForURL('**/map');
  check('a key leads to a page', at() === '/map');
  await tab.goto(`${base}/statements`);
  await tab.keyboard.press('/');
  check('a key leads to the search', await tab.evaluate(() => document.activeElement.name === 'q'));
  await tab.keyboard.press('m');
  await tab.waitForTimeout(200);
  check('no key while something is typed', at() === '/statements');
  await tab.goto(`${base}/aid`);
  await tab.keyboard.press('?');
  await tab.waitForURL('**/keys');
  await tab.uncheck('#keys-on');
  await tab.keyboard.press('t');
  await tab.goto(`${base}/aid`);
  await tab.keyboard.press('m');
  await tab.waitForTimeout(200);
  check('they can be turned off', at() === '/aid');
  const reply = await tab.goto(`${base}/?kiosk=1`);
  check('a wall asks again', reply.headers().refresh === '60');
  check('a wall has no controls', await tab.evaluate(() => document.querySelectorAll('form, nav').length === 0));
  await context.close();
}

// The base map's pictures are loaded without scripts, each, and can be hidden.
async function pictures(browser, base) {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  const tab = await context.newPage();
  const answers = [];
  tab.on('response', (r) => { if (r.url().includes('/tile/')) answers.push(r.status()); });
  await tab.goto(`${base}/map`, { waitUntil: 'networkidle' });
  check('the pictures of the base map come', answers.length > 10 && answers.every((s) => s === 200 || s === 304), answers.join());
  answers.length = 0;
  await tab.selectOption('select[name=under]', 'nothing');
  await press(tab, 'form.filter[action="/map"] button');
  check('and can be hidden', answers.length === 0 && await tab.locator('svg image').count() === 0);
  await context.close();
}

// The map is moved by links without scripts; with them by the mouse, too, and
// the page stays where it is.
async function moves(browser, base) {
  for (const scripts of [false, true]) {
    const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: { width: 1280, height: 900 } });
    const tab = await context.newPage();
    const label = scripts ? '' : ' without scripts';
    const view = () => (new URL(tab.url()).searchParams.get('view') ?? ',,').split(',').map(Number);
    const until = async (holds) => {
      for (let i = 0; i < 100 && !holds(); i++) await tab.waitForTimeout(50);
      return holds();
    };
    await tab.goto(`${base}/map?under=lines&lang=en`);
    if (scripts) await tab.evaluate(() => { globalThis.kept = true; });
    await tab.click('.moves a[aria-label="Nearer"]');
    check(`map${label}: nearer`, await until(() => view()[2] > 1000), tab.url());
    const [lat, lon, wide] = view();
    await tab.click('.moves a[aria-label="To the east"]');
    check(`map${label}: to the east`, await until(() => view()[1] > lon) && view()[0] === lat, tab.url());
    check(`map${label}: all else stays`, new URL(tab.url()).searchParams.get('under') === 'lines');
    if (scripts) {
      const box = await tab.locator('svg.map').boundingBox();
      const before = view();
      await tab.mouse.move(box.x + 300, box.y + 200);
      await tab.mouse.down();
      await tab.mouse.move(box.x + 400, box.y + 250, { steps: 4 });
      await tab.mouse.up();
      check('map: dragged', await until(() => view()[1] < before[1] && view()[0] > before[0]), tab.url());
      await tab.dblclick('svg.map', { position: { x: 500, y: 100 } });
      check('map: a double click is nearer', await until(() => Math.abs(view()[2] - wide / 2) < 2), tab.url());
      await tab.keyboard.press('-');
      check('map: a key is farther', await until(() => Math.abs(view()[2] - wide) < 4), tab.url());
      check('map: without loading again', await tab.evaluate(() => globalThis.kept === true));
    }
    await tab.selectOption('select[name=zone]', 'mill');
    await press(tab, 'form.filter[action="/map"] button');
    check(`map${label}: a zone fills the picture`, await tab.locator('option[value=mill][selected]').count() === 1);
    await context.close();
  }
}

// A finger that begins sideways drags the map; one that begins upwards, the page.
async function finger(browser, base) {
  const context = await browser.newContext({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 700 } });
  const tab = await context.newPage();
  await tab.goto(`${base}/map?view=40.02,-30.02,20000&lang=ar`);
  await tab.locator('svg.map').scrollIntoViewIfNeeded();
  const cdp = await context.newCDPSession(tab);
  const stroke = async (east, south) => {
    const box = await tab.locator('svg.map').boundingBox();
    const at = (i) => [{ x: box.x + 180 + east * i / 8, y: box.y + 120 + south * i / 8 }];
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
    for (let i = 1; i <= 8; i++) {
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(i) });
      await tab.waitForTimeout(20);
    }
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await tab.waitForTimeout(500);
  };
  const view = () => new URL(tab.url()).searchParams.get('view').split(',').map(Number);
  const top = () => tab.evaluate(() => scrollY);
  const before = [...view(), await top()];
  await stroke(-120, 30);
  check('finger: sideways drags the map', view()[1] > before[1] && view()[0] > before[0], tab.url());
  const then = [...view(), await top()];
  await stroke(4, -90);
  check('finger: upwards moves the page', view()[0] === then[0] && await top() > then[3], `${tab.url()} ${await top()}`);
  await context.close();
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync'],
});
const tools = { check, audit, picture, cut };
if (wanted('live')) await live(tools, browser, serve);
if (wanted('entry')) await entry(tools, browser, serve);
if (wanted('people')) await people(tools, browser, serve);
if (wanted('incidents')) await incidents(tools, browser, serve);
if (wanted('rooms')) await rooms(tools, browser);
if (wanted('joining')) await joining(tools, browser);
for (const [key, files] of Object.entries(wanted('data') ? cases : {})) {
  if (dataAlone && key !== 'valleys') continue;
  const { child, url } = await serve(files);
  child.removeAllListeners('exit');
  for (const page of pages[key])
    for (const lang of langs) {
      await visit(browser, url, page, lang);
      await look(browser, url, key, page, lang);
    }
  if (key === 'gaza') {
    await keyboard(browser, url);
    await times(browser, url);
  }
  if (key === 'valleys') await keys(browser, url);
  if (key === 'valleys') await pictures(browser, url);
  if (key === 'valleys') await moves(browser, url);
  if (key === 'valleys') await finger(browser, url);
  const ended = new Promise((done) => child.on('exit', done));
  child.kill('SIGTERM');
  check(`${key}: ends when asked to`, (await ended) === 0);
}
await browser.close();
rmSync(maps, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
