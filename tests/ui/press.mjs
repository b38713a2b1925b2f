// tests/ui/press.mjs: clicks what loads another page, and waits until that page is
// whole. A click alone returns when the page begins: what is measured then may
// still lack its styles.
export async function press(tab, selector) {
  await Promise.all([tab.waitForEvent('load'), tab.click(selector)]);
}
