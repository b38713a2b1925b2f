// The pages are whole without this. With it: keys that are shown at /keys, and
// a page that is left alone loads again when the case has grown.

const root = document.body;
const OFF = 'truce-keys-off';
const typing = 'input, select, textarea, [contenteditable]';

function off() {
  try {
    return localStorage.getItem(OFF) === '1';
  } catch {
    return false;
  }
}

// --- Keys: each is written where it leads, in aria-keyshortcuts.

document.addEventListener('keydown', (e) => {
  if (off() || e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented) return;
  if (e.target instanceof Element && e.target.closest(typing)) return;
  const to = [...document.querySelectorAll('[aria-keyshortcuts]')]
    .find((x) => x.getAttribute('aria-keyshortcuts') === e.key);
  if (!to) return;
  e.preventDefault();
  if (to.matches(typing)) to.focus();
  else to.click();
});

// Who uses speech or a switch can turn them off, on the page that lists them.
const choice = document.querySelector('#keys-on');
if (choice) {
  choice.parentElement.hidden = false;
  choice.checked = !off();
  choice.addEventListener('change', () => {
    try {
      localStorage.setItem(OFF, choice.checked ? '0' : '1');
    } catch { /* a browser that keeps nothing */ }
  });
}

// --- The case has grown: by the number of its records.

let touched = false;
for (const what of ['input', 'toggle']) document.addEventListener(what, () => { touched = true; }, true);

async function look() {
  if (document.hidden) return;
  try {
    const reply = await fetch('/head.json', { cache: 'no-store' });
    if (!reply.ok) return;
    const head = await reply.json();
    if (String(head.records) === root.dataset.records) return;
    if (!touched) location.reload();
  } catch { /* offline: what is shown stays */ }
}

if (root.dataset.records) {
  setInterval(look, 20000);
  document.addEventListener('visibilitychange', look);
}
