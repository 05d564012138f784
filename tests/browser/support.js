// SPDX-License-Identifier: GPL-3.0-or-later
// A report over examples/, and pages of it in a browser.
import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {chromium} from 'playwright-core';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Writes the report over the sample notices into a folder of its own. */
export function makeReport(...options) {
  const folder = mkdtempSync(join(tmpdir(), 'gongshi-browser-'));
  const run = spawnSync(process.env.GONGSHI_PROGRAM, ['audit', join(root, 'examples'), '-o', folder, ...options], {encoding: 'utf8'});
  if (!existsSync(join(folder, 'index.html'))) throw new Error(`gongshi audit wrote no report (exit status ${run.status}): ${run.stderr}`);
  return {folder, remove: () => rmSync(folder, {recursive: true, force: true})};
}

export function launch() {
  return chromium.launch({executablePath: process.env.GONGSHI_CHROMIUM, args: ['--no-sandbox']});
}

/** Opens a page of the report; fails on script errors and on anything that is not a file of the report. */
export async function open(browser, folder, name, {width = 1440, height = 900} = {}) {
  const page = await browser.newPage({viewport: {width, height}, locale: 'zh-CN'});
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && page.problems.push(message.text()));
  page.on('request', (request) => {
    const url = decodeURIComponent(request.url());
    if (!url.startsWith('file://' + folder) && !url.startsWith('data:')) page.problems.push('outside of the report: ' + url);
  });
  await page.goto('file://' + join(folder, name));
  return page;
}
