// tests/ui/joining.mjs: from `truce talks start` to a signed text, each delegation
// with that one command: two parties and a mediator meet by a charter that is
// made, passed on, signed and begun in their browsers; then one signs the agreed
// text with a passkey that Chromium plays. What lies between is tested elsewhere,
// and done here on the command line. Called by ui.mjs.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { password, truce } from './office.mjs';
import { press } from './press.mjs';

const roles = { ardania: 'party', belmar: 'party', delvia: 'mediator' };

function freePort() {
  return new Promise((done) => {
    const s = createServer().listen(0, '127.0.0.1', () => {
      const { port } = s.address();
      s.close(() => done(port));
    });
  });
}

// The one command of a newcomer; later the same without name and role.
async function start(folder, name, again = []) {
  const port = await freePort();
  const args = again.length > 0 ? again : ['--name', name, '--role', roles[name]];
  const child = spawn('truce', ['talks', 'start', join(folder, name), ...args, '--listen', `localhost:${port}`]);
  let out = '';
  let err = '';
  child.stderr.on('data', (d) => { err += d; });
  await new Promise((done, fail) => {
    child.on('exit', (code) => fail(new Error(`truce talks start ended with ${code}: ${err}`)));
    child.stdout.on('data', (d) => {
      out += d;
      if (out.includes('Ctrl-C')) done();
    });
  });
  child.removeAllListeners('exit');
  const link = out.match(/For head, once.*\n(http\S+)/);
  return { child, url: `http://localhost:${port}`, link: link && link[1], name };
}

function end(node) {
  return new Promise((done) => {
    node.child.on('exit', done);
    node.child.kill('SIGTERM');
  });
}

async function enter(tab, node, lang) {
  await tab.goto(node.link);
  await tab.fill('#f-password', password);
  await tab.fill('#f-password-again', password);
  await press(tab, 'main button');
  await tab.goto(`${node.url}/?lang=${lang}`);
  await tab.fill('input[name=name]', 'head');
  await tab.fill('input[name=password]', password);
  await press(tab, 'main form.entry button');
}

const button = (deed) => `form:has(input[name=do][value=${deed}]) button`;

async function take(tab, node, file) {
  await tab.goto(`${node.url}/?lang=${node.lang}`);
  await tab.setInputFiles('#f-file', file);
  await press(tab, button('take'));
}

async function download(tab, file) {
  const [d] = await Promise.all([tab.waitForEvent('download'), tab.click('a[href^="/charter"]')]);
  await d.saveAs(file);
}

// Off in the browser itself. Only axe, which is a script, has them for a moment.
const off = new Map();
async function withoutScripts(t, tab, name) {
  const cdp = await tab.context().newCDPSession(tab);
  off.set(tab, (value) => cdp.send('Emulation.setScriptExecutionDisabled', { value }));
  await off.get(tab)(true);
  await tab.setContent('<p>no</p><script>document.querySelector("p").textContent = "yes"</script>');
  t.check(`${name}: scripts are off`, await tab.textContent('p') === 'no');
}

async function audit(t, tab, name) {
  const set = off.get(tab) ?? (() => {});
  await set(false);
  await t.audit(tab, name);
  await set(true);
}

async function see(t, tab, name) {
  for (const width of [1280, 390, 320]) {
    await tab.setViewportSize({ width, height: 900 });
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
    t.check(`${name} at ${width}: does not scroll sideways`, wide <= width, `${wide} wide`);
    if (width !== 320) await audit(t, tab, `${name} at ${width}`);
    if (width !== 320) await t.picture(tab, `joining-${name}-${width}`);
  }
  await tab.setViewportSize({ width: 1280, height: 900 });
}

// The charter: made by the mediator of the lines of all, signed by each.
async function charter(t, tabs, nodes, folder, label, looks) {
  const { ardania, belmar, delvia } = nodes;
  const lines = [];
  for (const n of Object.values(nodes)) {
    const tab = tabs[n.name];
    lines.push((await tab.textContent('pre.line')).trim());
    t.check(`${label} ${n.name}: its line`, lines.at(-1).startsWith(`node ${n.name} ${roles[n.name]} `));
    t.check(`${label} ${n.name}: no rooms yet`, await tab.locator('nav a[href^="/draft"]').count() === 0);
  }
  if (looks) await see(t, tabs.ardania, `${label} line`);
  const tab = tabs.delvia;
  await tab.fill('#f-talks', 'harbour');
  await tab.fill('#f-lines', `${lines.join('\r\n')}\n and one that is none`);
  await tab.selectOption('#f-convey', 'all');
  await press(tab, button('make'));
  t.check(`${label}: a line that is none is said`, await tab.locator('[role=alert]').count() === 1 &&
    (await tab.inputValue('#f-talks')) === 'harbour');
  if (looks) await see(t, tab, `${label} wrong`);
  await tab.fill('#f-lines', lines.join('\n'));
  await press(tab, button('make'));
  const groups = await tab.textContent('.groups');
  if (looks) await see(t, tab, `${label} made`);
  await press(tab, button('sign'));
  const file = join(folder, `charter-${label}`);
  await download(tab, file);
  // The two sign apart from each other: the mediator takes in both.
  for (const n of [ardania, belmar]) {
    await take(tabs[n.name], n, file);
    t.check(`${label} ${n.name}: the same hash`, await tabs[n.name].textContent('.groups') === groups);
    await press(tabs[n.name], button('sign'));
    t.check(`${label} ${n.name}: not before all have signed`, await tabs[n.name].locator(button('begin')).count() === 0);
    await download(tabs[n.name], `${file}-${n.name}`);
  }
  const spoilt = readFileSync(`${file}-ardania`, 'utf8').replace(/(\u2014 ardania \S{20})./, '$1A');
  writeFileSync(`${file}-spoilt`, spoilt);
  await take(tab, delvia, `${file}-spoilt`);
  t.check(`${label}: a false signature is refused`, await tab.locator('[role=alert]').count() === 1);
  for (const name of ['ardania', 'belmar']) await take(tab, delvia, `${file}-${name}`);
  await download(tab, `${file}-all`);
  if (looks) await see(t, tab, `${label} signed`);
  await press(tab, button('begin'));
  for (const n of [ardania, belmar]) {
    await take(tabs[n.name], n, `${file}-all`);
    await press(tabs[n.name], button('begin'));
    t.check(`${label} ${n.name}: is in the room`, await tabs[n.name].locator('nav a[href^="/draft"]').count() === 1 &&
      (await tabs[n.name].textContent('header')).includes('harbour'));
  }
}

// By couriers, each to each.
function couriers(folder) {
  for (let i = 0; i < 2; i++)
    for (const a of Object.keys(roles))
      for (const b of Object.keys(roles).filter((x) => x !== a)) {
        const stick = join(folder, 'stick');
        rmSync(stick, { force: true });
        truce(['bundle', 'out', join(folder, a), stick, '--to', b]);
        truce(['bundle', 'in', join(folder, b), stick]);
      }
}

function agree(folder) {
  const talks = (action, node, ...args) => truce(['talks', action, join(folder, node), ...args]);
  talks('draft', 'delvia', 'examples/harbour-draft/agreement.truce');
  couriers(folder);
  for (const node of ['ardania', 'belmar'])
    for (const on of ['rest', '2.2=A', '4.1=B']) talks('position', node, on, 'accept', '--standing');
  couriers(folder);
  talks('round', 'delvia');
  talks('agree', 'delvia');
  couriers(folder);
}

async function signing(t, browser, node, folder, label) {
  const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1280, height: 900 } });
  const tab = await context.newPage();
  const cdp = await context.newCDPSession(tab);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options: {
    protocol: 'ctap2', transport: 'usb', hasResidentKey: true, hasUserVerification: true,
    isUserVerified: true, automaticPresenceSimulation: true } });
  await tab.goto(`${node.url}/?lang=${node.lang}`);
  await tab.fill('input[name=name]', 'head');
  await tab.fill('input[name=password]', password);
  await press(tab, 'main form.entry button');
  const go = () => tab.goto(`${node.url}/signing?lang=${node.lang}`);
  await go();
  await press(tab, '[data-passkey=make] button');
  await tab.locator('[data-passkey=sign]').waitFor();
  const print = (await tab.textContent('[data-passkey=sign] code')).trim();
  t.check(`${label}: the key's fingerprint`, /^SHA256:\S{43}$/.test(print), print);
  await see(t, tab, `${label} passkey`);
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
  t.check(`${label}: no key for logging in`, credentials.length === 1 && !credentials[0].isResidentCredential);
  // Nobody unlocks the device.
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  await tab.click('[data-passkey=sign] button');
  await tab.locator('[data-passkey] [role=status]:not(:empty)').waitFor();
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
  // Bytes that are not what the page asked for: the browser's words are not the node's.
  await go();
  await tab.evaluate(() => { document.querySelector('[data-passkey] [name=challenge]').value = 'AAAA'; });
  await press(tab, '[data-passkey=sign] button');
  t.check(`${label}: another text is refused`, await tab.locator('[role=alert]').count() === 1);
  await go();
  await press(tab, '[data-passkey=sign] button');
  t.check(`${label}: it is signed`, await tab.locator(`a[href^="/signing/${node.name}.sig"]`).count() === 1);
  t.check(`${label}: by that key`, (await tab.textContent('main')).split(print).length === 3);
  const out = join(folder, `out-${label}`);
  truce(['talks', 'out', join(folder, node.name), out]);
  const text = readFileSync(join(out, 'agreement.truce'));
  const key = readFileSync(join(out, `${node.name}.pub`), 'utf8').trim();
  const signers = join(out, 'signers');
  writeFileSync(signers, `${node.name} namespaces="agreement@truce" ${key}\n`);
  const verify = (input) => execFileSync('ssh-keygen', ['-Y', 'verify', '-f', signers, '-I', node.name, '-n', 'agreement@truce',
    '-s', join(out, `${node.name}.sig`)], { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });
  t.check(`${label}: ssh-keygen finds it good`, verify(text).startsWith('Good "agreement@truce" signature'));
  let refused = false;
  try {
    verify(`${text} `);
  } catch {
    refused = true;
  }
  t.check(`${label}: and not over another text`, refused);
  t.check(`${label}: so does truce`, truce(['verify', join(out, 'agreement.truce'), '--signers', signers,
    join(out, `${node.name}.sig`)]).includes(node.name));
  // On into the case, whose keys are to be verified.
  const path = join(out, 'harbour.case');
  execFileSync('cp', ['examples/harbour-draft/zones.geojson', out]);
  truce(['init', path, '--origin', 'mediators.example/harbour', join(out, 'agreement.truce')]);
  truce(['record', 'key', path, '--purpose', 'sign', '--holder', node.name, '--key', join(out, `${node.name}.pub`), '--verified']);
  t.check(`${label}: the case takes it`, truce(['sign', path, '--as', node.name, '--with', join(out, `${node.name}.sig`)])
    .includes(`${node.name} has signed`));
  await context.close();
}

export async function joining(t, browser) {
  const root = mkdtempSync(join(tmpdir(), 'truce-ui-'));
  for (const [lang, scripts] of [['en', true], ['ar', false]]) {
    const folder = mkdtempSync(join(root, lang));
    const label = `${lang}${scripts ? '' : ' without scripts'}`;
    const nodes = {};
    const tabs = {};
    for (const name of Object.keys(roles)) {
      nodes[name] = { ...await start(folder, name), lang };
      const context = await browser.newContext({ bypassCSP: true, acceptDownloads: true });
      tabs[name] = await context.newPage();
      if (!scripts) await withoutScripts(t, tabs[name], `${label} ${name}`);
      await enter(tabs[name], nodes[name], lang);
    }
    await charter(t, tabs, nodes, folder, label, true);
    for (const tab of Object.values(tabs)) await tab.context().close();
    agree(folder);
    await signing(t, browser, nodes.ardania, folder, label);
    for (const n of Object.values(nodes)) t.check(`${label} ${n.name}: ends when asked to`, await end(n) === 0);
    // The same command on another day.
    const again = await start(folder, 'belmar', ['--relay', 'http://127.0.0.1:9']);
    t.check(`${label}: no new accounts`, again.link === null);
    t.check(`${label}: ends again`, await end(again) === 0);
  }
  rmSync(root, { recursive: true });
}
