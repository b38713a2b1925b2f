// tests/ui/talks-picture.mjs OUT.png: the picture of the mediators' table in
// docs/talks.md. `make talks-picture` calls it; truce and talks_scene are in
// PATH.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { press } from './press.mjs';

const out = process.argv[2];
const password = 'four words for us alone';
const folder = mkdtempSync(join(tmpdir(), 'truce-picture-'));
const run = (program, args, input) => execFileSync(program, args, { input, encoding: 'utf8' });
run('talks_scene', [folder, 'examples/harbour-draft/agreement.truce']);
const node = join(folder, 'delvia');
for (const [name, role] of [['admin', 'administrator'], ['delvia', 'head']]) {
  run('truce', ['people', 'invite', node, name, '--role', role]);
  run('truce', ['people', 'password', node, name], `${password}\n`);
}
const child = spawn('truce', ['serve', node, '--listen', '127.0.0.1:0']);
const url = await new Promise((done) => {
  child.stdout.on('data', (d) => {
    const m = String(d).match(/http:\/\/\S+/);
    if (m) done(m[0]);
  });
});
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const tab = await browser.newPage({ viewport: { width: 1000, height: 700 } });
await tab.goto(`${url}?lang=en`);
await tab.fill('input[name=name]', 'delvia');
await tab.fill('input[name=password]', password);
await press(tab, 'main button');
await tab.goto(`${url}table?lang=en`);
const end = await tab.evaluate(() => document.querySelectorAll('figure')[1].getBoundingClientRect().bottom + window.scrollY);
await tab.screenshot({ path: out, clip: { x: 0, y: 0, width: 1000, height: Math.ceil(end) + 8 }, fullPage: true });
await browser.close();
child.kill('SIGTERM');
rmSync(folder, { recursive: true });
