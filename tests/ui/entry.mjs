// tests/ui/entry.mjs: what is entered with more than a form of one page: a table
// that becomes reports, with and without scripts, in English and Arabic. Called by ui.mjs.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const password = 'correct horse battery';
const accounts = [['amal', 'administrator'], ['mona', 'monitor', 'mechanism'], ['aida', 'aid-coordinator', 'un']];

function truce(args, input = '') {
  return execFileSync('truce', args, { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
}

function makeCase(folder) {
  const path = join(folder, 'h.case');
  truce(['init', path, '--origin', 'case.example/ui', 'examples/harbour/agreement.truce']);
  truce(['record', 'add', path, 'examples/harbour/reports.jsonl']);
  for (const [name, role, of] of accounts) {
    truce(['people', 'invite', path, name, '--role', role, ...(of ? ['--of', of] : [])]);
    truce(['people', 'password', path, name], `${password}\n`);
  }
  return path;
}

async function login(tab, url, name, lang) {
  await tab.goto(`${url}/?lang=${lang}`);
  await tab.fill('input[name=name]', name);
  await tab.fill('input[name=password]', password);
  await tab.click('main form.entry button');
  await tab.waitForLoadState();
}

// The page as it stands, at two widths.
async function see(t, tab, label, audited) {
  for (const width of [1280, 390, 320]) {
    await tab.setViewportSize({ width, height: 900 });
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
    t.check(`${label} at ${width}: does not scroll sideways`, wide <= width, `${wide} wide`);
    if (width === 320) continue;
    if (audited) await t.audit(tab, `${label} at ${width}`);
    await t.picture(tab, `${label}-${width}`);
  }
  await tab.setViewportSize({ width: 1280, height: 900 });
}

const table = 'Day,Gate,Trucks,Remark\n20/03/2025,North,34,"in the ""night"""\n21/03/2025,Both,29,\n' +
  '22/03/2025,Elsewhere,5,\n23/03/2025,Both,,\n31/02/2025,Both,7,\n';

async function send(tab, button) {
  await tab.click(button);
  await tab.waitForLoadState();
}

async function wizard(t, browser, url, folder, lang, scripts) {
  const context = await browser.newContext({ javaScriptEnabled: scripts, bypassCSP: scripts, viewport: { width: 1280, height: 900 } });
  const tab = await context.newPage();
  const label = `table ${lang}${scripts ? '' : ' without scripts'}`;
  const name = `gate-${lang}${scripts ? 1 : 0}`;
  const file = join(folder, `${name}.csv`);
  writeFileSync(file, table);
  const at = () => new URL(tab.url()).pathname;
  await login(tab, url, 'aida', lang);
  await tab.goto(`${url}/report/new?lang=${lang}`);
  await send(tab, 'main a[href^="/import"]');
  await see(t, tab, `${label} begin`, scripts);
  await tab.setInputFiles('input[name=table]', file);
  await send(tab, 'form[enctype] button');
  t.check(`${label}: asks what the columns mean`, at() === '/import/columns', tab.url());
  await see(t, tab, `${label} columns`, scripts);
  await tab.selectOption('[name=c-day]', '0');
  await tab.selectOption('[name=day-written]', 'DD/MM/YYYY');
  await tab.selectOption('[name=c-place]', '1');
  await tab.selectOption('[name=c-quantity]', '2');
  await tab.selectOption('[name=c-note]', '3');
  await tab.selectOption('[name=v-act]', 'enter');
  await tab.selectOption('[name=v-item]', 'truck');
  await tab.selectOption('[name=type]', 'return');
  await tab.fill('[name=id-name]', name);
  await send(tab, 'form[action^="/import/columns"] button');
  t.check(`${label}: asks what the cells mean`, await tab.locator('[name^=m-place-]').count() === 3);
  t.check(`${label}: what the text declares is chosen`, await tab.inputValue('[name=m-place-0]') === 'north');
  await tab.selectOption('[name=m-place-1]', 'harbour');
  await send(tab, 'form[action^="/import/columns"] button');
  t.check(`${label}: one was forgotten`, await tab.locator('[role=alert]').count() === 1 &&
    await tab.getAttribute('[name=m-place-2]', 'aria-invalid') === 'true');
  await see(t, tab, `${label} cells`, scripts);
  await tab.selectOption('[name=m-place-2]', '-');
  await send(tab, 'form[action^="/import/columns"] button');
  t.check(`${label}: shows what would be made`, at() === '/import/check', tab.url());
  const main = await tab.textContent('main');
  t.check(`${label}: an error for each cell`, main.includes('"31/02/2025" is no such date'));
  t.check(`${label}: what is skipped, and why`, main.includes('Gate is "Elsewhere"') && main.includes('Trucks is empty'));
  await see(t, tab, `${label} check`, scripts);
  await send(tab, 'form[action^="/import/check"] button >> nth=0');
  t.check(`${label}: entered once`, at() === '/import/check' && await tab.locator('[name=do][value=enter]').count() === 0);
  await tab.fill('[name=name]', name);
  await send(tab, 'form[action^="/import/check"] button');
  t.check(`${label}: the mapping is kept`, await tab.locator(`option[value="${name}"]`).count() === 1);
  await tab.goto(`${url}/report?id=${name}-1&lang=${lang}`);
  t.check(`${label}: it is in the case`, (await tab.textContent('main')).includes('in the "night"'));
  await context.close();
}

// A file of several slices: the line breaks, the browser is closed, and on another
// day the same file goes on where it stopped.
async function slices(t, browser, url, folder, lang) {
  const label = `file ${lang}`;
  const bytes = Buffer.alloc(9_000_001, `${lang} 0123456789abcdef\n`);
  const hash = createHash('sha256').update(bytes).digest('hex');
  const file = join(folder, `${lang}.bin`);
  writeFileSync(file, bytes);
  const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1280, height: 900 } });
  let tab = await context.newPage();
  await login(tab, url, 'mona', lang);
  await tab.goto(`${url}/evidence?lang=${lang}`);
  // The first slice goes through, the others do not.
  let posts = 0;
  const slice = (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    return posts++ === 0 ? route.continue() : route.abort();
  };
  await context.route('**/evidence*', slice);
  await tab.setInputFiles('input[name=file]', file);
  await tab.click('form[data-slices] button');
  await tab.locator('form[data-slices] code', { hasText: hash }).waitFor();
  t.check(`${label}: its hash is shown`, true);
  while (posts < 2) await tab.waitForTimeout(20);
  await see(t, tab, `${label} stopped`, true);
  await tab.close();
  await context.unroute('**/evidence*', slice);
  let sent = 0;
  context.on('request', (r) => { if (r.method() === 'POST') sent++; });
  tab = await context.newPage();
  await tab.goto(`${url}/evidence?lang=${lang}`);
  await tab.setInputFiles('input[name=file]', file);
  await tab.click('form[data-slices] button');
  await tab.locator('tbody code', { hasText: hash }).waitFor();
  t.check(`${label}: two slices were left`, sent === 2, `${sent}`);
  t.check(`${label}: who received it`, (await tab.textContent('main')).includes('mona'));
  await see(t, tab, `${label} whole`, true);
  await context.close();
}

export async function entry(t, browser, serve) {
  const folder = mkdtempSync(join(tmpdir(), 'truce-ui-'));
  const { child, url } = await serve([makeCase(folder)]);
  child.removeAllListeners('exit');
  for (const lang of ['en', 'ar'])
    for (const scripts of [true, false]) await wizard(t, browser, url, folder, lang, scripts);
  for (const lang of ['en', 'ar']) await slices(t, browser, url, folder, lang);
  const ended = new Promise((done) => child.on('exit', done));
  child.kill('SIGTERM');
  t.check('entry: ends when asked to', (await ended) === 0);
  rmSync(folder, { recursive: true });
}
