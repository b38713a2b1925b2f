// tests/ui/people.mjs: a node with accounts: each role logs in and does its main
// task, in English and Arabic, with and without scripts. Called by ui.mjs.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { login, makeCase, password } from './office.mjs';
import { press } from './press.mjs';

const accounts = [
  ['amal', 'administrator'], ['duty', 'duty-officer'], ['mona', 'monitor', 'mechanism'], ['vera', 'verifier'],
  ['hana', 'head'], ['pia', 'party', 'ardania'], ['aida', 'aid-coordinator', 'un'], ['vito', 'viewer'],
];
const mayReport = ['monitor', 'party', 'aid-coordinator'];

async function logout(tab) {
  await press(tab, '.me button');
}

// What is wrong first, then what is right.
async function report(t, tab, name) {
  const { check } = t;
  await press(tab, '.me a[href^="/report/new"]');
  await tab.selectOption('select[name=act]', 'enter');
  await tab.selectOption('select[name=item]', 'truck');
  await tab.selectOption('select[name=place]', 'harbour');
  await tab.fill('input[name=quantity]', 'twelve');
  await tab.fill('input[name=day]', '2025-03-26');
  await tab.fill('textarea[name=note]', 'seen at the gate <b>');
  await press(tab, 'main button >> nth=-1');
  check(`${name}: says what is wrong`, await tab.locator('[role=alert]').count() === 1);
  check(`${name}: the field is marked`, await tab.getAttribute('input[name=quantity]', 'aria-invalid') === 'true');
  check(`${name}: what was typed is there`, await tab.inputValue('textarea[name=note]') === 'seen at the gate <b>' &&
    await tab.inputValue('select[name=act]') === 'enter' && await tab.inputValue('input[name=day]') === '2025-03-26');
  await t.picture(tab, `enter-wrong-${name}`);
  await tab.fill('input[name=quantity]', '12');
  await press(tab, 'main button >> nth=-1');
  check(`${name}: goes on to the report`, new URL(tab.url()).pathname === '/report', tab.url());
  check(`${name}: it is in the case`, (await tab.textContent('main')).includes('seen at the gate <b>'));
}

async function byRole(t, browser, url, lang, scripts) {
  for (const [name, role, of] of accounts) {
    const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: { width: 1280, height: 900 } });
    const tab = await context.newPage();
    const label = `${name} ${lang}${scripts ? '' : ' without scripts'}`;
    await login(tab, url, name, lang);
    t.check(`${label}: is in`, (await tab.textContent('.me')).includes(name));
    t.check(`${label}: the language stays`, await tab.getAttribute('html', 'lang') === lang);
    t.check(`${label}: new report`, await tab.locator('a[href^="/report/new"]').count() === (mayReport.includes(role) ? 1 : 0));
    t.check(`${label}: people`, await tab.locator('a[href^="/people"]').count() === (role === 'administrator' ? 1 : 0));
    if (of) await report(t, tab, label);
    await logout(tab);
    t.check(`${label}: is out`, new URL(tab.url()).pathname === '/login', tab.url());
    await tab.goto(`${url}/reports`);
    t.check(`${label}: stays out`, new URL(tab.url()).pathname === '/login', tab.url());
    await context.close();
  }
}

async function look(t, browser, url, lang) {
  for (const width of [1280, 390, 320]) {
    const context = await browser.newContext({ bypassCSP: true, viewport: { width, height: 900 } });
    const tab = await context.newPage();
    const see = async (page, go) => {
      if (go) await go();
      else await tab.goto(`${url}${page}${page.includes('?') ? '&' : '?'}lang=${lang}`);
      const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
      t.check(`${lang} ${page} at ${width}: does not scroll sideways`, wide <= width, `${wide} wide`);
      if (width !== 320) await t.audit(tab, `${lang} ${page} at ${width}`);
      if (width !== 320) await t.picture(tab, `${lang}-${page.replace(/[^a-z0-9]+/gi, '_')}-${width}`);
    };
    await see('/login');
    await login(tab, url, 'amal', lang);
    await see('/people');
    await see('/people/log');
    await see('/account');
    const link = `new${lang}${width}`;
    await tab.goto(`${url}/people?lang=${lang}`);
    await tab.fill('#f-name', link);
    await see('/people (invited)', () => press(tab, 'form.entry >> nth=0 >> button'));
    const to = (await tab.textContent('.made code')).trim();
    await logout(tab);
    await tab.goto(`${to}&lang=${lang}`);
    await see('/invitation', () => tab.fill('#f-password', password));
    await tab.fill('#f-password-again', password);
    await press(tab, 'main button');
    t.check(`${lang} ${width}: the invitation is taken`, await tab.inputValue('input[name=name]') === link);
    await login(tab, url, 'mona', lang);
    await see('/report/new');
    await context.close();
  }
}

export async function people(t, browser, serve) {
  const folder = mkdtempSync(join(tmpdir(), 'truce-ui-'));
  const { child, url } = await serve([makeCase(folder, accounts)]);
  child.removeAllListeners('exit');
  for (const lang of ['en', 'ar']) {
    await look(t, browser, url, lang);
    for (const scripts of [true, false]) await byRole(t, browser, url, lang, scripts);
  }
  const ended = new Promise((done) => child.on('exit', done));
  child.kill('SIGTERM');
  t.check('people: ends when asked to', (await ended) === 0);
  rmSync(folder, { recursive: true });
}
