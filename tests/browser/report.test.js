// SPDX-License-Identifier: GPL-3.0-or-later
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {createRequire} from 'node:module';
import {launch, makeReport, open, root} from './support.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser, report;
before(async () => {
  report = makeReport();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  report?.remove();
});

const column = (page, index) => page.$$eval(`#list tbody tr:not([hidden])`, (rows, i) => rows.map((row) => row.cells[i].textContent), index);
const noticePages = () => readdirSync(join(report.folder, 'notices')).sort();
const findings = () => readFileSync(join(report.folder, 'findings.json'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));

/** The page of the first notice that came from a PDF and has findings on a page. */
function pdfNotice() {
  let number = 0;
  for (const file of findings())
    for (const notice of file.notices) {
      number++;
      if (file.source.kind === 'pdf' && notice.findings.some((finding) => finding.no !== null && finding.place?.page))
        return {file, notice, name: `notices/${String(number).padStart(4, '0')}.html`};
    }
  throw new Error('no sample PDF has findings');
}

describe('overview', () => {
  it('sorts by a column of counts, largest first, and turns round', async () => {
    const page = await open(browser, report.folder, 'index.html');
    const header = page.locator('#list th', {hasText: '待核实'});
    await header.locator('button').click();
    const down = (await column(page, 7)).map(Number);
    assert.deepEqual(down, [...down].sort((a, b) => b - a));
    assert.equal(await header.getAttribute('aria-sort'), 'descending');
    await header.locator('button').press('Enter');
    const up = (await column(page, 7)).map(Number);
    assert.deepEqual(up, [...up].sort((a, b) => a - b));
    assert.equal(await page.locator('#list [aria-sort]').count(), 1);
    assert.deepEqual(page.problems, []);
    await page.close();
  });

  it('filters by words, tier and rule, and clears', async () => {
    const page = await open(browser, report.folder, 'index.html');
    const all = (await column(page, 1)).length;
    const [name] = await column(page, 1);
    await page.fill('#find', name);
    assert.ok((await column(page, 1)).every((text) => text === name));
    assert.match(await page.textContent('#shown'), new RegExp(`\\d+ / ${all} 份`));
    await page.fill('#find', '没有这个社区');
    assert.ok(await page.isVisible('#empty'));
    await page.click('button[type=reset]');
    await page.waitForFunction((count) => document.querySelectorAll('#list tbody tr:not([hidden])').length === count, all);
    const tier = (await column(page, 4))[0];
    await page.selectOption('#by-tier', tier);
    assert.ok((await column(page, 4)).every((text) => text === tier));
    await page.click('button[type=reset]');
    await page.locator('[data-rule]').first().click();
    const rule = await page.inputValue('#by-rule');
    const rules = await page.$$eval('#list tbody tr:not([hidden])', (rows) => rows.map((row) => row.dataset.rules.split(' ')));
    assert.ok(rules.length > 0 && rules.every((list) => list.includes(rule)));
    await page.close();
  });

  it('maps every notice by indicator, each cell leading to its row', async () => {
    const page = await open(browser, report.folder, 'index.html');
    assert.equal(await page.locator('.heat tbody tr:not(.share)').count(), (await column(page, 1)).length);
    const target = await page.locator('.heat td a').first().getAttribute('href');
    const [name, anchor] = target.split('#');
    const notice = await open(browser, report.folder, name);
    assert.equal(await notice.locator('#' + anchor).count(), 1);
    await notice.close();
    await page.close();
  });
});

describe('notice', () => {
  it('draws its marks over the words of the cell', async () => {
    const {file, notice, name} = pdfNotice();
    const page = await open(browser, report.folder, name);
    const finding = notice.findings.find((one) => one.no !== null && one.place?.page);
    const row = notice.rows.find((one) => one.no === finding.no);
    const number = row.place.page;
    const bbox = spawnSync('pdftotext', ['-bbox', '-f', String(number), '-l', String(number), file.source.path, '-'], {encoding: 'utf8'});
    if (bbox.error) return;  // poppler-utils is not there: nothing to compare with.
    const [, width, height] = /<page width="([\d.]+)" height="([\d.]+)"/.exec(bbox.stdout).map(Number);
    const words = [...bbox.stdout.matchAll(/<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<\/word>/g)].map((match) => ({box: match.slice(1, 5).map(Number), text: match[5]}));
    const marks = await page.$$eval(`#page-${number} .mark[data-row="${notice.rows.indexOf(row) + 1}"]`, (found) => found.map((mark) => {
      const box = mark.getBoundingClientRect(), sheet = mark.parentElement.getBoundingClientRect();
      return [(box.left - sheet.left) / sheet.width, (box.top - sheet.top) / sheet.height, (box.right - sheet.left) / sheet.width, (box.bottom - sheet.top) / sheet.height];
    }));
    assert.ok(marks.length > 0, 'no mark for row ' + row.no);
    const [mark] = marks.map((box) => [box[0] * width, box[1] * height, box[2] * width, box[3] * height]);
    const covered = words.filter(({box}) => box[0] >= mark[0] && box[2] <= mark[2] && (box[1] + box[3]) / 2 >= mark[1] && (box[1] + box[3]) / 2 <= mark[3]);
    const text = covered.map((word) => word.text).join('').replace(/\s/g, '');
    const claim = row.claim.replace(/\s/g, '');
    assert.ok(text.length > 0 && claim.includes(text.slice(0, Math.min(text.length, 6))), `the mark covers "${text}", the claim is "${claim}"`);
    // And it covers the beginning of the claim, whatever line it wraps at.
    assert.ok(text.startsWith(claim.slice(0, Math.min(3, claim.length))), `"${text}" does not begin as the claim "${claim}"`);
    await page.close();
  });

  it('leads from a mark to its row and from a row to its mark', async () => {
    const page = await open(browser, report.folder, pdfNotice().name);
    const mark = page.locator('.mark:not(.none)').last();
    const row = await mark.getAttribute('data-row');
    await mark.click();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'r' + row);
    await page.locator(`#r${row} > header .goto`).click();
    assert.ok(await page.evaluate((wanted) => {
      const frame = document.getElementById('original').getBoundingClientRect(), box = document.querySelector(`.mark[data-row="${wanted}"].on`).getBoundingClientRect();
      return box.top >= frame.top - 1 && box.top < frame.bottom;
    }, row));
    assert.deepEqual(page.problems, []);
    await page.close();
  });

  it('goes from finding to finding with J and K, and is reached by the skip link', async () => {
    const page = await open(browser, report.folder, pdfNotice().name);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => location.hash), '#rows');
    const stops = await page.$$eval('.row', (rows) => rows.filter((row) => row.querySelector('.finding')).map((row) => row.id));
    const focused = () => page.evaluate(() => document.activeElement.id);
    await page.keyboard.press('j');
    assert.equal(await focused(), stops[0]);
    await page.keyboard.press('j');
    assert.equal(await focused(), stops[Math.min(1, stops.length - 1)]);
    await page.keyboard.press('k');
    assert.equal(await focused(), stops[0]);
    await page.close();
  });

  it('shows rows of one kind and prints them all', async () => {
    const page = await open(browser, report.folder, pdfNotice().name);
    const all = await page.locator('.row').count();
    await page.click('[data-show="to-check"]');
    assert.equal(await page.locator('.row:not([hidden])').count(), await page.locator('.row[data-status="to-check"]').count());
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    assert.equal(await page.locator('.row:not([hidden])').count(), all);
    await page.emulateMedia({media: 'print'});
    for (const selector of ['.bar', '.filter', '.work']) assert.ok(await page.isHidden(selector), selector);
    // Rows and pages are printed where that is asked for.
    await page.emulateMedia({media: 'screen'});
    await page.check('#print-rows');
    await page.emulateMedia({media: 'print'});
    const pdf = join(report.folder, 'printed.pdf');
    writeFileSync(pdf, await page.pdf({preferCSSPageSize: true}));
    const text = spawnSync('pdftotext', [pdf, '-'], {encoding: 'utf8'});
    if (!text.error) {
      const name = await page.textContent('#title');
      assert.ok(text.stdout.replace(/\s/g, '').includes('逐项核查'), 'the rows are not printed');
      assert.ok(name.length > 0);
    }
    const images = spawnSync('pdfimages', ['-list', pdf], {encoding: 'utf8'});
    if (!images.error) {
      const printed = images.stdout.split('\n').filter((line) => /^\s*\d+\s+\d+\s+image/.test(line)).length;
      assert.equal(printed, await page.locator('.sheet img').count(), 'pictures of pages are not printed');
    }
    await page.close();
  });
});

describe('causes', () => {
  const gravest = () => {
    const pages = findings().flatMap((file) => file.notices).map((notice, index) => [notice.findings.length, `notices/${String(index + 1).padStart(4, '0')}.html`]);
    return pages.sort((a, b) => b[0] - a[0])[0][1];
  };

  it('shows the gravest findings on the first screen, open, each leading to its row', async () => {
    const page = await open(browser, report.folder, gravest());
    const kinds = await page.$$eval('.cause', (causes) => causes.map((cause) => cause.dataset.kind));
    assert.deepEqual(kinds, [...kinds].sort((a, b) => ['error', 'warning', 'info'].indexOf(a) - ['error', 'warning', 'info'].indexOf(b)));
    const first = page.locator('.cause').first();
    assert.ok((await first.boundingBox()).y < 900, 'the first cause lies below the first screen');
    assert.equal(await first.evaluate((cause) => cause.open), kinds[0] === 'error');
    const link = page.locator('.cause[open] li a[href^="#r"]').first();
    if (await link.count()) {
      const target = await link.getAttribute('href');
      assert.equal(await page.locator('article' + target).count(), 1);
    }
    await page.close();
  });

  it('has no two causes of one rule, and every finding in one of them', async () => {
    const page = await open(browser, report.folder, gravest());
    const rules = await page.$$eval('.cause .explain', (links) => links.map((link) => link.getAttribute('href')));
    assert.equal(new Set(rules).size, rules.length);
    await page.close();
  });

  it('filters by severity and by what was handled', async () => {
    const page = await open(browser, report.folder, gravest());
    const button = page.locator('.filter [data-by="kinds"]').first();
    const kind = await button.getAttribute('data-show');
    await button.click();
    assert.ok((await page.$$eval('.row:not([hidden])', (rows) => rows.map((row) => row.dataset.kinds))).every((kinds) => kinds.split(' ').includes(kind)));
    await page.close();
  });

  it('prints a notice on at most six pages', async () => {
    const page = await open(browser, report.folder, gravest());
    const pdf = (await page.pdf({preferCSSPageSize: true})).toString('latin1');
    assert.ok((pdf.match(/\/Type\s*\/Page[^s]/g) ?? []).length <= 6);
    await page.close();
  });

  it('explains each rule on a page of the report', async () => {
    const page = await open(browser, report.folder, gravest());
    const target = await page.locator('.cause .explain').first().getAttribute('href');
    await page.locator('.cause .explain').first().click();
    await page.waitForURL('**/rules.html#*');
    assert.equal(await page.locator('#' + target.split('#')[1]).count(), 1);
    assert.deepEqual(page.problems, []);
    await page.close();
  });
});

describe('every page', () => {
  const all = () => ['index.html', 'rules.html', ...noticePages().map((name) => 'notices/' + name)];

  it('fits 1440 and 390 pixels and has no script errors', async () => {
    for (const width of [1440, 390])
      for (const name of all()) {
        const page = await open(browser, report.folder, name, {width, height: 844});
        await page.waitForLoadState('load');
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(over <= 0, `${name} is ${over} pixels wider than ${width}`);
        assert.deepEqual(page.problems, [], name);
        await page.close();
      }
  });

  it('is built for a screen reader: language, landmarks, headings, names', async () => {
    for (const name of all()) {
      const page = await open(browser, report.folder, name);
      const wrong = await page.evaluate(() => {
        const out = [];
        if (document.documentElement.lang !== 'zh-CN') out.push('lang');
        for (const selector of ['main', 'h1', 'header', 'footer']) if (!document.querySelector(selector)) out.push(selector);
        if (document.querySelectorAll('h1').length !== 1) out.push('h1 count');
        document.querySelectorAll('img').forEach((image) => image.alt || out.push('img without alt'));
        document.querySelectorAll('th').forEach((head) => head.scope || out.push('th without scope'));
        document.querySelectorAll('a[href],button').forEach((control) => (control.textContent.trim() || control.getAttribute('aria-label')) || out.push('control without name: ' + control.outerHTML.slice(0, 80)));
        document.querySelectorAll('input,select').forEach((control) => control.labels.length || out.push('field without label'));
        document.querySelectorAll('[aria-labelledby]').forEach((element) => document.getElementById(element.getAttribute('aria-labelledby')) || out.push('label of ' + element.id));
        const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
        if (new Set(ids).size !== ids.length) out.push('doubled ids');
        return out;
      });
      assert.deepEqual(wrong, [], name);
      await page.close();
    }
  });

  it('keeps to the contrast of WCAG AA, on screen and printed', async () => {
    for (const media of ['screen', 'print'])
      for (const name of all()) {
        const page = await open(browser, report.folder, name);
        await page.emulateMedia({media});
        const low = await page.evaluate(() => {
          const parse = (text) => (/rgba?\(([^)]+)\)/.exec(text)?.[1] ?? '0,0,0,0').split(',').map(Number);
          const light = ([r, g, b]) => [r, g, b].map((value) => (value /= 255) <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4).reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
          const ground = (element) => {
            for (; element; element = element.parentElement) {
              const color = parse(getComputedStyle(element).backgroundColor);
              if ((color[3] ?? 1) > 0.5) return color;
            }
            return [255, 255, 255];
          };
          const out = new Set();
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const element = walker.currentNode.parentElement;
            if (!walker.currentNode.nodeValue.trim() || element.closest('svg,script,noscript,option') || !element.getClientRects().length) continue;
            const style = getComputedStyle(element), ink = light(parse(style.color)), paper = light(ground(element));
            const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
            const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
            if (ratio < (large ? 3 : 4.5)) out.add(`${element.tagName}.${element.className} ${ratio.toFixed(2)} "${walker.currentNode.nodeValue.trim().slice(0, 12)}"`);
          }
          return [...out];
        });
        assert.deepEqual(low, [], `${name} ${media}`);
        await page.close();
      }
  });
});

describe('dark', () => {
  it('is dark on a screen where that is wished, and white on paper, with contrast enough', async () => {
    const light = (page) => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--paper').trim());
    for (const name of ['index.html', 'rules.html', 'notices/' + noticePages()[0]]) {
      const page = await open(browser, report.folder, name);
      const usual = await light(page);
      await page.emulateMedia({colorScheme: 'dark'});
      assert.notEqual(await light(page), usual, name);
      await page.evaluate(axeSource);
      const faint = await page.evaluate(async () => (await window.axe.run(document, {runOnly: ['color-contrast']})).violations.flatMap((found) => found.nodes.map((node) => node.target.join(' '))));
      assert.deepEqual(faint, [], name);
      await page.emulateMedia({colorScheme: 'dark', media: 'print'});
      assert.equal(await light(page), usual, name);
      await page.close();
    }
  });
});

// A notice on which there is much to say: every claim is bare, some are empty, one does not add up.
describe('a notice with fifty findings', () => {
  let folder;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'gongshi-fifty-'));
    const sample = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.docx'))[0];
    const extracted = spawnSync(process.env.GONGSHI_PROGRAM, ['extract', join(root, 'examples', sample), '--format', 'json'], {encoding: 'utf8'});
    const notice = JSON.parse(extracted.stdout.split('\n')[0]).notices[0];
    const said = (row, index) => index % 9 === 4 ? '' : index === 2 ? '已达标。住户总数1620户，已接入1203户，接入率为80.5%，大部分居民满意。' : '达标，大部分居民满意，较好地完成了各项工作。';
    const cell = (text) => `<td>${text.replaceAll('<', '&lt;').replaceAll('\n', '<br>')}</td>`;
    const rows = notice.rows.map((row, index) => `<tr>${[row.category, String(row.no), row.name, row.definition, row.requirement, said(row, index)].map(cell).join('')}</tr>`);
    writeFileSync(join(folder, '公示.html'), `<html><meta charset="utf-8"><body><p>${notice.title}</p><p>${notice.preamble}</p><table border="1"><tr>${notice.header.map(cell).join('')}</tr>${rows.join('')}</table></body></html>`);
    const run = spawnSync(process.env.GONGSHI_PROGRAM, ['audit', join(folder, '公示.html'), '-o', join(folder, 'report'), '--letters'], {encoding: 'utf8'});
    assert.equal(run.status, 1, run.stderr);
  });
  after(() => rmSync(folder, {recursive: true, force: true}));
  const pagesOf = (pdf) => (pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? []).length;

  it('shows what weighs on the first screen, and is no endless page on a phone', async () => {
    const notice = JSON.parse(readFileSync(join(folder, 'report', 'findings.json'), 'utf8').split('\n')[0]).notices[0];
    assert.ok(notice.findings.length >= 50, `${notice.findings.length} findings`);
    const page = await open(browser, join(folder, 'report'), 'notices/0001.html');
    const grave = page.locator('.cause[data-kind="error"]');
    assert.ok(await grave.count() > 0);
    for (const cause of await grave.all()) assert.ok((await cause.boundingBox()).y < 900, 'what weighs lies below the first screen');
    assert.deepEqual(page.problems, []);
    await page.close();
    const phone = await open(browser, join(folder, 'report'), 'notices/0001.html', {width: 390, height: 844});
    assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth) <= 390);
    assert.ok(await phone.evaluate(() => document.documentElement.scrollHeight) < 25000);
    await phone.close();
  });

  it('prints on at most six pages, and its letter on four', async () => {
    const page = await open(browser, join(folder, 'report'), 'notices/0001.html');
    assert.ok(pagesOf(await page.pdf({preferCSSPageSize: true})) <= 6);
    await page.close();
    const [letter] = readdirSync(join(folder, 'report', 'letters'));
    const made = spawnSync('soffice', ['-env:UserInstallation=file://' + join(folder, 'profile'), '--headless', '--convert-to', 'pdf', '--outdir', folder, join(folder, 'report', 'letters', letter)], {encoding: 'utf8'});
    if (made.error) return;  // no LibreOffice here
    const counted = spawnSync('pdfinfo', [join(folder, letter.replace(/docx$/, 'pdf'))], {encoding: 'utf8'});
    if (!counted.error) assert.ok(Number(/Pages:\s+(\d+)/.exec(counted.stdout)[1]) <= 4, counted.stdout);
  });
});
