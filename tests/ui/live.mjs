// tests/ui/live.mjs: pages that renew themselves while a case grows, and say so
// when they cannot. Called by ui.mjs.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// At most so long for what comes by itself; on a machine that does nothing else
// it takes a fraction.
const patience = 60000; // ms

function makeCase(folder) {
  const path = join(folder, 'h.case');
  const truce = (...args) => execFileSync('truce', args, { encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
  truce('init', path, '--origin', 'case.example/live', 'examples/harbour/agreement.truce');
  truce('record', 'add', path, 'examples/harbour/reports.jsonl');
  const enter = (id) => {
    const lines = join(folder, 'more.jsonl');
    writeFileSync(lines, `${JSON.stringify({
      type: 'report', id, source: 'mechanism', act: 'enter', item: 'truck', quantity: 1, occurred: '2025-03-20T10:00:00Z',
    })}\n`);
    truce('record', 'add', path, lines);
  };
  return { path, enter };
}

// Asked again and again, since the page's policy forbids what waits inside it.
async function comesTo(tab, holds, what) {
  for (const until = Date.now() + patience; Date.now() < until; await tab.waitForTimeout(50))
    if (await tab.evaluate(holds, what)) return true;
  return false;
}

const shows = (tab, id) => comesTo(tab, (x) => document.querySelector('main').textContent.includes(x), id);
const says = (tab, word) => comesTo(tab, (w) => {
  const line = document.querySelector('.live');
  return !line.hidden && line.textContent.startsWith(line.dataset[w].split('{')[0]);
}, word);

export async function live(t, browser, serve) {
  const { check } = t;
  const folder = mkdtempSync(join(tmpdir(), 'truce-live-'));
  const { path, enter } = makeCase(folder);
  const { child, url } = await serve([path]);
  child.removeAllListeners('exit');
  try {
    for (const lang of ['en', 'ar']) {
      const context = await browser.newContext({ viewport: { width: 390, height: 900 } });
      const tab = await context.newPage();
      await tab.goto(`${url}/reports?lang=${lang}`);
      check(`${lang}: says that it is live`, await says(tab, 'on'));
      await tab.evaluate(() => { globalThis.kept = true; });
      enter(`live-${lang}-1`);
      check(`${lang}: shows what came in`, await shows(tab, `live-${lang}-1`));
      enter(`live-${lang}-2`);
      check(`${lang}: and again`, await shows(tab, `live-${lang}-2`));
      check(`${lang}: without loading again`, await tab.evaluate(() => globalThis.kept === true));
      check(`${lang}: says that it is live`, await says(tab, 'on'));
      const facts = await tab.evaluate(() => document.documentElement.scrollWidth);
      check(`${lang}: does not scroll sideways`, facts <= 390, `${facts} wide`);
      // Somebody is at work on it: it is not taken away.
      await tab.fill('input[name=q]', 'tru');
      enter(`live-${lang}-3`);
      check(`${lang}: offers what is new`, await says(tab, 'new'));
      check(`${lang}: takes nothing away`, await tab.inputValue('input[name=q]') === 'tru');
      await t.picture(tab, `live-new-${lang}`);
      await Promise.all([tab.waitForNavigation({ waitUntil: 'load' }), tab.click('.live a')]);
      check(`${lang}: shows it when asked`, (await tab.textContent('main')).includes(`live-${lang}-3`));
      // What was then does not change.
      await tab.goto(`${url}/reports?lang=${lang}&known=2025-03-10`);
      check(`${lang}: nothing to follow`, await tab.evaluate(() => document.querySelector('.live') === null));
      await context.close();
    }
    const context = await browser.newContext({ bypassCSP: true });
    const tab = await context.newPage();
    await tab.goto(`${url}/`);
    check('the first page is live', await says(tab, 'on'));
    await t.audit(tab, 'a live page');
    const ended = new Promise((done) => child.on('exit', done));
    child.kill('SIGTERM');
    check('ends though somebody looks on', (await ended) === 0);
    check('says that it is cut off', await says(tab, 'off'));
    check('keeps what it shows', (await tab.textContent('main')).length > 500);
    await t.audit(tab, 'a page that is cut off');
    await t.picture(tab, 'live-off');
    await context.close();
  } finally {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  }
}
