// SPDX-License-Identifier: GPL-3.0-or-later
// pictures.js REPORT OUT: the views of a report as they are on a screen and printed (scripts/make_pictures.sh).
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {launch, open} from './support.js';

const [, , report, out] = process.argv;
const browser = await launch();

async function shoot(name, page) {
  await page.waitForTimeout(300);
  await page.screenshot({path: join(out, name + '.png')});
  await page.close();
}

/** The page of the notice that came from the file. */
function pageOf(file) {
  let number = 0, found;
  for (const line of readFileSync(join(report, 'findings.json'), 'utf8').trim().split('\n')) {
    const document = JSON.parse(line);
    for (const _ of document.notices) {
      number++;
      if (document.source.path.endsWith(file)) found ??= `notices/${String(number).padStart(4, '0')}.html`;
    }
  }
  if (!found) throw new Error(`${file} is not part of the report`);
  return found;
}

await shoot('overview', await open(browser, report, 'index.html', {width: 1440, height: 1180}));
await shoot('overview-phone', await open(browser, report, 'index.html', {width: 390, height: 844}));

const plots = await open(browser, report, 'index.html', {width: 1440, height: 900});
await plots.evaluate(() => document.getElementById('plots').scrollIntoView());
await shoot('plots', plots);

for (const [name, file, stop] of [['notice-pdf', '石桥湾社区.pdf', 2], ['notice-word', '柳岸社区.docx', 1]]) {
  const page = await open(browser, report, pageOf(file), {width: 1440, height: 900});
  for (let i = 0; i < stop; i++) await page.keyboard.press('j');
  await shoot(name, page);
}

const print = await open(browser, report, pageOf('柳岸社区.docx'));
writeFileSync(join(out, 'print.pdf'), await print.pdf({preferCSSPageSize: true}));
await browser.close();
