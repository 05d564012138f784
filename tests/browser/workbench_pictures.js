// SPDX-License-Identifier: GPL-3.0-or-later
// workbench_pictures.js STORE OUT: the workbench's views as they are on a screen (scripts/make_workbench_pictures.sh).
import {spawn} from 'node:child_process';
import {join} from 'node:path';
import {launch} from './support.js';

const [, , store, out] = process.argv;
const child = spawn(process.env.GONGSHI_PROGRAM, ['serve', '--db', store, '--port', '0', '--ocr', 'none'], {stdio: ['ignore', 'pipe', 'inherit']});
const address = await new Promise((resolve) => child.stdout.on('data', (data) => { const found = /(http:\S+?)\/\n/.exec(data); if (found) resolve(found[1]); }));
const browser = await launch();

async function open(path, {width = 1440, height = 900, scheme = 'light'} = {}) {
  const page = await browser.newPage({viewport: {width, height}, locale: 'zh-CN', colorScheme: scheme});
  await page.goto(address + path, {waitUntil: 'networkidle'});
  return page;
}
async function shoot(name, page) {
  await page.waitForTimeout(400);
  await page.screenshot({path: join(out, `workbench-${name}.png`)});
  await page.close();
}

const notices = (await (await fetch(address + '/api/v1/notices')).json()).items;
const withPages = await (async () => {
  for (const notice of notices) {
    const whole = await (await fetch(`${address}/api/v1/notices/${notice.id}`)).json();
    if (whole.source.kind === 'pdf' && notice.error > 0) return notice;
  }
  return notices[0];
})();

const page = await open('/notices/' + withPages.id);
await page.keyboard.press('j');
await page.keyboard.press('1');
await page.waitForTimeout(600);
await shoot('notice', page);
await shoot('notice-dark', await open('/notices/' + withPages.id, {scheme: 'dark'}));
await shoot('notice-phone', await open('/notices/' + withPages.id, {width: 390, height: 844}));
const reasons = await open('/notices/' + notices[0].id);
await reasons.keyboard.press('j');
await reasons.keyboard.press('2');
await shoot('reasons', reasons);
const correcting = await open('/notices/' + withPages.id);
await correcting.locator('.correct').nth(3).click();
await correcting.waitForSelector('dialog[open]');
await shoot('correct', correcting);
await shoot('queue', await open('/'));
await shoot('queue-phone', await open('/', {width: 390, height: 844}));
await shoot('statistics', await open('/statistics?by=rule'));
await shoot('queue-tablet', await open('/', {width: 1024, height: 768}));
await shoot('notice-tablet', await open('/notices/' + withPages.id, {width: 1024, height: 768}));
await shoot('queue-dark', await open('/', {scheme: 'dark'}));
const rule = (await (await fetch(`${address}/api/v1/notices/${notices[0].id}`)).json()).findings.at(-1).rule;
await shoot('causes', await open('/causes?rule=' + rule));
await shoot('samples', await open('/samples', {height: 500}));
await shoot('settings', await open('/settings', {height: 600}));
const printed = await open('/notices/' + withPages.id, {width: 800, height: 1130});
await printed.emulateMedia({media: 'print'});
await shoot('notice-print', printed);
const copied = await (async () => {
  for (const notice of notices)
    for (const finding of (await (await fetch(`${address}/api/v1/notices/${notice.id}`)).json()).findings)
      if (finding.rule === 'notice-copied') return finding.id;
  return null;
})();
if (copied) await shoot('compare', await open('/compare/' + copied));
await shoot('files', await open('/files', {height: 500}));
await shoot('ledger', await open('/ledger', {height: 500}));
await browser.close();
child.kill();
