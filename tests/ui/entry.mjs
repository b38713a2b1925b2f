// tests/ui/entry.mjs: what is entered with more than a form of one page: a table
// that becomes reports, with and without scripts, in English and Arabic. Called by ui.mjs.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import jsqr from 'jsqr';
import { login, makeCase, password } from './office.mjs';
import { press } from './press.mjs';

const jsQR = jsqr.default ?? jsqr;
const accounts = [['amal', 'administrator'], ['mona', 'monitor', 'mechanism'], ['aida', 'aid-coordinator', 'un']];

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
  await press(tab, 'main a[href^="/import"]');
  await see(t, tab, `${label} begin`, scripts);
  await tab.setInputFiles('input[name=table]', file);
  await press(tab, 'form[enctype] button');
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
  await press(tab, 'form[action^="/import/columns"] button');
  t.check(`${label}: asks what the cells mean`, await tab.locator('[name^=m-place-]').count() === 3);
  t.check(`${label}: what the text declares is chosen`, await tab.inputValue('[name=m-place-0]') === 'north');
  await tab.selectOption('[name=m-place-1]', 'harbour');
  await press(tab, 'form[action^="/import/columns"] button');
  t.check(`${label}: one was forgotten`, await tab.locator('[role=alert]').count() === 1 &&
    await tab.getAttribute('[name=m-place-2]', 'aria-invalid') === 'true');
  await see(t, tab, `${label} cells`, scripts);
  await tab.selectOption('[name=m-place-2]', '-');
  await press(tab, 'form[action^="/import/columns"] button');
  t.check(`${label}: shows what would be made`, at() === '/import/check', tab.url());
  const main = await tab.textContent('main');
  t.check(`${label}: an error for each cell`, main.includes('"31/02/2025" is no such date'));
  t.check(`${label}: what is skipped, and why`, main.includes('Gate is "Elsewhere"') && main.includes('Trucks is empty'));
  await see(t, tab, `${label} check`, scripts);
  await press(tab, 'form[action^="/import/check"] button >> nth=0');
  t.check(`${label}: entered once`, at() === '/import/check' && await tab.locator('[name=do][value=enter]').count() === 0);
  await tab.fill('[name=name]', name);
  await press(tab, 'form[action^="/import/check"] button');
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
  await tab.waitForLoadState();
  t.check(`${label}: two slices were left`, sent === 2, `${sent}`);
  t.check(`${label}: who received it`, (await tab.textContent('main')).includes('mona'));
  await see(t, tab, `${label} whole`, true);
  await context.close();
}

// A passkey on a device that Chromium plays: made, used, copied, removed; and not
// where the owner is not there.
async function passkeys(t, browser, base, lang) {
  const label = `passkey ${lang}`;
  const url = base.replace('127.0.0.1', 'localhost'); // bound to a name
  const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1280, height: 900 } });
  const tab = await context.newPage();
  const cdp = await context.newCDPSession(tab);
  const at = () => new URL(tab.url()).pathname;
  // The script sends the form in its own time: the next page is there when this is.
  const arrived = async (what) => {
    await tab.locator(what).first().waitFor();
    await tab.waitForLoadState();
  };
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options: {
    protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
    isUserVerified: true, automaticPresenceSimulation: true } });
  await tab.goto(`${base}/login?lang=${lang}`);
  t.check(`${label}: not for an address`, await tab.locator('[data-passkey][hidden]').count() === 1);
  await login(tab, url, 'mona', lang);
  await tab.goto(`${url}/account?lang=${lang}`);
  await tab.fill('[name=passkey-name]', 'my phone');
  await tab.fill('#f-passkey-password', 'not the password');
  const wrong = tab.waitForResponse((r) => r.request().method() === 'POST');
  await tab.click('[data-passkey] button');
  t.check(`${label}: takes the password`, (await wrong).status() === 403);
  await arrived('main [role=alert]');
  // The device has a key now that the node does not know.
  await cdp.send('WebAuthn.clearCredentials', { authenticatorId });
  await tab.fill('[name=passkey-name]', 'my phone');
  await tab.fill('#f-passkey-password', password);
  await tab.click('[data-passkey] button');
  await arrived('th:has-text("my phone")');
  t.check(`${label}: is listed`, true);
  await see(t, tab, `${label} account`, true);
  await tab.click('.me button');
  await tab.waitForURL('**/login*');
  await tab.goto(`${url}/login?lang=${lang}`);
  await see(t, tab, `${label} login`, true);
  await tab.click('[data-passkey] button');
  await arrived('.me');
  t.check(`${label}: logs in`, (await tab.textContent('.me')).includes('mona') && at() === '/', tab.url());
  await tab.click('.me button');
  await tab.waitForURL('**/login*');
  // Nobody unlocks the device.
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  await tab.goto(`${url}/login?lang=${lang}`);
  await tab.click('[data-passkey] button');
  await tab.locator('[data-passkey] [role=status]:not(:empty)').waitFor();
  t.check(`${label}: not without its owner`, at() === '/login');
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
  // A copy that counts less than what has been seen.
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
  t.check(`${label}: the device counts`, credentials.length === 1 && credentials[0].signCount > 0);
  await cdp.send('WebAuthn.clearCredentials', { authenticatorId });
  await cdp.send('WebAuthn.addCredential', { authenticatorId, credential: { ...credentials[0], signCount: 0 } });
  await tab.goto(`${url}/login?lang=${lang}`);
  const copy = tab.waitForResponse((r) => r.request().method() === 'POST');
  await tab.click('[data-passkey] button');
  t.check(`${label}: a copy is refused`, (await copy).status() === 403);
  await arrived('main [role=alert]');
  await login(tab, url, 'mona', lang);
  await tab.goto(`${url}/account?lang=${lang}`);
  await tab.click('tr:has-text("my phone") button');
  await tab.locator('th', { hasText: 'my phone' }).waitFor({ state: 'detached' });
  await tab.waitForLoadState();
  t.check(`${label}: is removed`, at() === '/account');
  await context.close();
}

// What a camera would read from the QR code of a page.
async function qrOf(tab) {
  const drawn = await tab.evaluate(() => {
    const svg = document.querySelector('svg.qr');
    return { box: svg.getAttribute('viewBox'), path: svg.querySelector('path').getAttribute('d') };
  });
  const [from, , side] = drawn.box.split(' ').map(Number);
  const dot = 4;
  const size = side * dot;
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
  for (const [, x, y, n] of drawn.path.matchAll(/M(\d+) (\d+)h(\d+)/g))
    for (let i = 0; i < n * dot; i++)
      for (let k = 0; k < dot; k++) {
        const at = (((y - from) * dot + k) * size + (x - from) * dot + i) * 4;
        pixels.fill(0, at, at + 3);
      }
  return jsQR(pixels, size, size)?.data;
}

async function invitation(t, browser, url, lang) {
  const context = await browser.newContext({ bypassCSP: true, javaScriptEnabled: true, viewport: { width: 1280, height: 900 } });
  const tab = await context.newPage();
  await login(tab, url, 'amal', lang);
  await tab.goto(`${url}/people?lang=${lang}`);
  await tab.fill('#f-name', `phone-${lang}`);
  await press(tab, 'form.entry >> nth=0 >> button');
  await tab.locator('.made code').waitFor();
  const link = (await tab.textContent('.made code')).trim();
  t.check(`invitation ${lang}: a camera reads the link`, await qrOf(tab) === link, link);
  await see(t, tab, `invitation ${lang}`, true);
  await context.close();
}

export async function entry(t, browser, serve) {
  const folder = mkdtempSync(join(tmpdir(), 'truce-ui-'));
  const { child, url } = await serve([makeCase(folder, accounts)]);
  child.removeAllListeners('exit');
  for (const lang of ['en', 'ar'])
    for (const scripts of [true, false]) await wizard(t, browser, url, folder, lang, scripts);
  for (const lang of ['en', 'ar']) {
    await slices(t, browser, url, folder, lang);
    await passkeys(t, browser, url, lang);
    await invitation(t, browser, url, lang);
  }
  const ended = new Promise((done) => child.on('exit', done));
  child.kill('SIGTERM');
  t.check('entry: ends when asked to', (await ended) === 0);
  rmSync(folder, { recursive: true });
}
