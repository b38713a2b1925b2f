// tests/ui/office.mjs: a case with the harbour truce and somebody in each of the
// roles that a test needs, and how they log in.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { press } from './press.mjs';

export const password = 'correct horse battery';

export function truce(args, input = '') {
  return execFileSync('truce', args, { input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'] });
}

// accounts: [name, role, and for which actor].
export function makeCase(folder, accounts) {
  const path = join(folder, 'harbour.case');
  truce(['init', path, '--origin', 'mediators.example/harbour', 'examples/harbour/agreement.truce']);
  truce(['record', 'add', path, 'examples/harbour/reports.jsonl']);
  for (const [name, role, of] of accounts) {
    truce(['people', 'invite', path, name, '--role', role, ...(of ? ['--of', of] : [])]);
    truce(['people', 'password', path, name], `${password}\n`);
  }
  return path;
}

// Logs in on the page that is open.
export async function enter(tab, name) {
  await tab.fill('input[name=name]', name);
  await tab.fill('input[name=password]', password);
  await press(tab, 'main form.entry button');
}

export async function login(tab, url, name, lang) {
  await tab.goto(`${url}/?lang=${lang}`);
  await enter(tab, name);
}
