// tests/ui/page-pictures.mjs FOLDER: the pictures of pages in README.md and
// docs/node.md. `make page-pictures` calls it; truce is in PATH.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const folder = process.argv[2];
const example = 'examples/gaza-2025-01';
const pictures = [
  ['today', '/?at=2025-01-25', 1000],
  ['aid', '/aid', 860],
];
const child = spawn('truce', ['serve', `${example}/agreement.truce`, `${example}/reports.jsonl`, '--listen', '127.0.0.1:0']);
const url = await new Promise((done) => {
  child.stdout.on('data', (d) => {
    const m = String(d).match(/http:\/\/\S+\d/);
    if (m) done(m[0]);
  });
});
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const [name, page, height] of pictures) {
  const tab = await browser.newPage({ viewport: { width: 1200, height } });
  await tab.goto(`${url}${page}${page.includes('?') ? '&' : '?'}lang=en`);
  await tab.screenshot({ path: join(folder, `${name}.png`) });
}
await browser.close();
child.kill('SIGTERM');
