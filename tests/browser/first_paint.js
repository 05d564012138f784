// SPDX-License-Identifier: GPL-3.0-or-later
// first_paint.js REPORT: milliseconds until the overview shows something and until it is drawn, opened from disk in a fresh browser
// (bench/report.sh).
import {join} from 'node:path';
import {launch} from './support.js';

const times = [];
for (let run = 0; run < 3; run++) {
  const browser = await launch();
  const page = await browser.newPage({viewport: {width: 1440, height: 900}});
  await page.goto('file://' + join(process.argv[2], 'index.html'));
  times.push(await page.evaluate(async () => {
    const first = () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
    while (first() === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
    return [first(), performance.getEntriesByType('navigation')[0].loadEventEnd];
  }));
  await browser.close();
}
const middle = (values) => values.sort((a, b) => a - b)[1];
console.log(`first paint ${Math.round(middle(times.map((time) => time[0])))} ms, loaded ${Math.round(middle(times.map((time) => time[1])))} ms`);
