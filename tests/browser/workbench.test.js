// SPDX-License-Identifier: GPL-3.0-or-later
// The reviewers' workbench, walked as a reviewer does: files in, queue, decisions by keyboard, a corrected reading, ledger
// out and in, history; two people at once; accounts; a restart in the middle.
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {launch, root} from './support.js';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'gongshi-workbench-'));
const db = join(folder, 'a.db');
let browser, server;

/** Starts the workbench on a free port; gives its address and a way to end it. */
export function serve(store, ...options) {
  const child = spawn(process.env.GONGSHI_PROGRAM, ['serve', '--db', store, '--port', '0', '--ocr', 'none', '--jobs', '1', ...options], {stdio: ['ignore', 'pipe', 'pipe']});
  let errors = '';
  child.stderr.on('data', (data) => { errors += data; });
  return new Promise((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (data) => {
      out += data;
      const found = /^(https?:\/\/\S+?)\/\n/.exec(out);
      if (found) resolve({address: found[1], pid: child.pid, end: (signal = 'SIGTERM') => new Promise((ended) => { child.on('exit', ended); child.kill(signal); })});
    });
    child.on('exit', (status) => reject(new Error(`gongshi serve ended with status ${status}: ${errors}`)));
  });
}

/** A page that notes whatever goes wrong on it. */
async function visit(path, {width = 1440, height = 900, context} = {}) {
  const page = context ? await context.newPage() : await browser.newPage({viewport: {width, height}, locale: 'zh-CN'});
  page.problems = [];
  page.on('pageerror', (error) => page.problems.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && !/status of (409|404|401|403)/.test(message.text()) && page.problems.push(message.text()));
  page.on('request', (request) => { if (!request.url().startsWith(server.address) && !/^(data|blob):/.test(request.url())) page.problems.push('elsewhere: ' + request.url()); });
  await page.goto(server.address + path);
  return page;
}

/** Waits until the page says so (its policy bars what page.waitForFunction does). */
async function until(page, condition, timeout = 30000) {
  for (const end = Date.now() + timeout; Date.now() < end;) {
    if (await page.evaluate(condition)) return;
    await page.waitForTimeout(50);
  }
  assert.fail('not in time: ' + condition);
}

async function axe(page, name) {
  // The page's policy forbids inline scripts: this one comes in by the debugging protocol.
  await page.evaluate(axeSource);
  const result = await page.evaluate(async () => {
    const found = await window.axe.run(document, {resultTypes: ['violations']});
    return found.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.target.join(' ') + ' ' + n.failureSummary.replace(/\s+/g, ' ').slice(0, 200)).join(' | '));
  });
  assert.deepEqual(result, [], name);
}

async function api(method, path, body, headers = {}) {
  const response = await fetch(server.address + path, {method, headers: {'X-Gongshi': '1', ...headers}, body: body === undefined ? undefined : typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)});
  const text = await response.text();
  return {status: response.status, json: text.startsWith('{') ? JSON.parse(text) : null, text};
}

// The first line of a ledger, decided as a person would in an office program.
const fillLedger = `
import re, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as old, zipfile.ZipFile(sys.argv[2], 'w') as new:
    for item in old.infolist():
        data = old.read(item)
        if item.filename == 'xl/worksheets/sheet2.xml':
            text = data.decode()
            for cell, value in (('V2', '不予采纳'), ('W2', '已对照原件核对')):
                text = re.sub(f'<c r="{cell}"[^>]*?(/>|>.*?</c>)', f'<c r="{cell}" t="inlineStr"><is><t>{value}</t></is></c>', text, count=1)
            data = text.encode()
        new.writestr(item, data)
`;

before(async () => {
  browser = await launch();
  server = await serve(db);
});
after(async () => {
  await browser.close();
  await server.end();
  rmSync(folder, {recursive: true, force: true});
});

test('files dropped into the page are read and stand in the queue', async () => {
  const page = await visit('/files');
  const files = readdirSync(join(root, 'examples')).filter((name) => /\.(docx|pdf)$/.test(name)).map((name) => join(root, 'examples', name));
  assert.ok(files.length >= 2);
  await page.setInputFiles('#files', files);
  await until(page, () => document.getElementById('message').textContent === '读取完毕。', 120000);
  assert.equal(await page.locator('#results tbody tr').count(), files.length);
  await axe(page, 'files');
  assert.deepEqual(page.problems, []);
  await page.goto(server.address + '/');
  await page.waitForSelector('.queue-list tbody tr');
  const errors = await page.locator('.queue-list tbody td.error').allTextContents();
  assert.deepEqual(errors.map(Number), errors.map(Number).sort((a, b) => b - a));
  await page.close();
});

test('a whole pile is decided by keyboard, with undo', async () => {
  const page = await visit('/');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.finding .decision button');
  await page.keyboard.press('j');
  await page.keyboard.press('1');
  await until(page, () => document.querySelectorAll('.finding[data-state="confirmed"]').length === 1);
  await until(page, () => document.querySelectorAll('.finding').length < 2 || document.querySelector('.finding.on') !== document.querySelector('.finding[data-state="confirmed"]'));
  await page.keyboard.press('2');
  await page.waitForSelector('#reason-dialog[open]');
  await page.keyboard.press('1');
  await until(page, () => document.querySelectorAll('.finding[data-state="dismissed"]').length === 1);
  await page.keyboard.press('u');
  await until(page, () => document.querySelectorAll('.finding[data-state="dismissed"]').length === 0);
  await axe(page, 'notice');
  // Click on either side shows the other.
  const mark = page.locator('.cellmarks a:not([tabindex]),.document tr.error,.document tr.warning').first();
  await mark.click();
  assert.equal(await page.locator('.row.on').count(), 1);
  assert.deepEqual(page.problems, []);
  const reloaded = page.url();
  await page.goto(reloaded);
  assert.equal(await page.locator('.finding[data-state="confirmed"]').count(), 1);
  // Taken back after the page was left: the server knows the steps, not the page.
  await page.keyboard.press('u');
  await until(page, () => document.querySelectorAll('.finding[data-state="confirmed"]').length === 0);
  await page.keyboard.press('u');
  await until(page, () => document.getElementById('toast').textContent === '没有可撤销的。');
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('a corrected reading is audited at once', async () => {
  const list = await api('GET', '/api/v1/notices?rule=claim-empty');
  const chosen = list.json.items[0] || (await api('GET', '/api/v1/notices')).json.items[0];
  const page = await visit('/notices/' + chosen.id);
  const row = page.locator('.row[data-no]').first();
  await row.locator('.correct').click();
  await page.waitForSelector('#claim-dialog[open]');
  const text = '建有居民议事厅，全年召开议事会12次，居民代表36人参加。';
  await page.fill('#claim-text', text);
  await Promise.all([page.waitForEvent('load'), page.click('#claim-form [type=submit]')]);
  await page.waitForSelector('.corrected');
  assert.ok((await page.locator('.row[data-no] .claim .text').first().textContent()).includes(text));
  // One press takes it back; what was said stays to be seen.
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('u')]);
  assert.ok(!(await page.locator('.row[data-no] .claim .text').first().textContent()).includes(text));
  assert.match(await page.locator('.corrected').last().textContent(), /已恢复原识读/);
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('two reviewers cannot overwrite each other unseen', async () => {
  const notice = (await api('GET', '/api/v1/notices')).json.items[0];
  const one = await visit('/notices/' + notice.id), two = await visit('/notices/' + notice.id);
  const undecided = one.locator('.finding[data-state=""]').first();
  const finding = await undecided.getAttribute('data-finding');
  await one.locator(`.finding[data-finding="${finding}"] .decision button[data-state=confirmed]`).click();
  await one.waitForSelector(`.finding[data-finding="${finding}"][data-state=confirmed]`);
  // Either the other page has heard of it by now, or its word is refused.
  await until(two, () => !document.getElementById('here').hidden);
  await two.waitForSelector(`.finding[data-finding="${finding}"][data-state=confirmed]`);
  const refused = await api('PUT', `/api/v1/findings/${finding}/decision`, {status: '待补证'}, {'If-Match': '"0"'});
  assert.equal(refused.status, 409);
  const history = await api('GET', `/api/v1/findings/${finding}/decisions`);
  assert.equal(history.json.decisions.at(-1).status, '属实');
  await one.close();
  await two.close();
});

test('letters go out from the page, and the step is taken back', async () => {
  const page = await visit('/');
  await page.click('#letters');
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#letters-form [type=submit]')]);
  assert.match(download.suggestedFilename(), /zip$/);
  await page.waitForSelector('#undo:not([hidden])');
  assert.ok((await api('GET', '/api/v1/notices?state=' + encodeURIComponent('已发函'))).json.total > 0);
  await Promise.all([page.waitForEvent('load'), page.click('#undo')]);
  assert.equal((await api('GET', '/api/v1/notices?state=' + encodeURIComponent('已发函'))).json.total, 0);
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('a view is saved, a sample is drawn, one cause is decided at once', async () => {
  const page = await visit('/?sort=date');
  await page.click('#keep-view');
  await page.fill('#view-name', '日期在前');
  await Promise.all([page.waitForEvent('load'), page.click('#view-form [type=submit]')]);
  assert.equal(await page.locator('.views a').count(), 1);
  await axe(page, 'queue with a view');
  await page.goto(server.address + '/samples');
  await page.fill('#size', '1');
  await Promise.all([page.waitForURL('**/?sample=*'), page.click('#sample-form [type=submit]')]);
  assert.equal(await page.locator('.queue-list tbody tr').count(), 1);
  const notice = (await api('GET', '/api/v1/notices')).json.items[0];
  const rule = (await api('GET', '/api/v1/notices/' + notice.id)).json.findings.at(-1).rule;
  await page.goto(server.address + '/causes?rule=' + rule);
  const open = await page.locator('.one:checked').count();
  assert.ok(open > 0);
  await page.check('input[name=status][data-state=awaiting-evidence]');
  await page.click('#decide');
  await page.waitForSelector('#undo:not([hidden])');
  const decided = (await api('GET', '/api/v1/causes?rule=' + rule)).json.notices.flatMap((each) => each.findings).filter((each) => each.status === '待补证');
  assert.equal(decided.length, open);
  await Promise.all([page.waitForEvent('load'), page.click('#undo')]);
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('a ledger goes out and comes back with a preview', async () => {
  const page = await visit('/ledger');
  const response = await fetch(server.address + '/api/v1/ledger.xlsx');
  assert.equal(response.status, 200);
  const ledger = join(folder, '问题台账.xlsx');
  writeFileSync(ledger, Buffer.from(await response.arrayBuffer()));
  await page.setInputFiles('#files', ledger);
  await until(page, () => /处变化/.test(document.getElementById('message').textContent), 60000);
  assert.ok(await page.locator('#apply').isHidden(), 'an untouched ledger changes nothing');
  await axe(page, 'ledger');
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('an imported ledger is taken back after a reload', async () => {
  const page = await visit('/ledger');
  const ledger = join(folder, '已填.xlsx');
  const filled = spawnSync('python3', ['-c', fillLedger, join(folder, '问题台账.xlsx'), ledger], {encoding: 'utf8'});
  if (filled.error) return;  // no python3 here
  assert.equal(filled.status, 0, filled.stderr);
  await page.setInputFiles('#files', ledger);
  await until(page, () => !document.getElementById('apply').hidden, 60000);
  await page.click('#apply');
  await until(page, () => /^已导入/.test(document.getElementById('message').textContent));
  const decided = (await api('GET', '/api/v1/steps')).json.steps[0];
  assert.equal(decided.what, 'ledger');
  await page.reload();
  await page.waitForSelector('#undo:not([hidden])');
  await Promise.all([page.waitForEvent('load'), page.click('#undo')]);
  await page.waitForSelector('#undo[hidden]', {state: 'attached'});
  assert.deepEqual(page.problems, []);
  await page.close();
});

test('every page is clean at 1440 and 390 pixels, light and dark', async () => {
  const notice = (await api('GET', '/api/v1/notices')).json.items[0];
  const rule = (await api('GET', '/api/v1/notices/' + notice.id)).json.findings[0].rule;
  for (const [width, scheme] of [[1440, 'light'], [390, 'light'], [1440, 'dark'], [390, 'dark']]) {
    for (const path of ['/', '/notices/' + notice.id, '/files', '/ledger', '/statistics', '/statistics?by=rule', '/samples', '/settings', '/causes?rule=' + rule, '/history?community=' + encodeURIComponent(notice.community), '/notices/ffffffffffffffff-0']) {
      const page = await browser.newPage({viewport: {width, height: 900}, locale: 'zh-CN', colorScheme: scheme});
      page.problems = [];
      page.on('pageerror', (error) => page.problems.push(String(error)));
      page.on('console', (message) => message.type() === 'error' && !/404/.test(message.text()) && page.problems.push(message.text()));
      await page.goto(server.address + path);
      await axe(page, `${path} at ${width} ${scheme}`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(overflow <= 0, `${path} at ${width}: ${overflow} px too wide`);
      assert.deepEqual(page.problems, [], path);
      await page.close();
    }
  }
});

test('what was answered is there after the server was killed', async () => {
  let finding;
  for (const notice of (await api('GET', '/api/v1/notices')).json.items)
    finding ??= (await api('GET', '/api/v1/notices/' + notice.id)).json.findings.find((each) => each.decision === null);
  const decided = await api('PUT', `/api/v1/findings/${finding.id}/decision`, {status: '属实'});
  assert.equal(decided.status, 200);
  await server.end('SIGKILL');
  server = await serve(db);
  const history = await api('GET', `/api/v1/findings/${finding.id}/decisions`);
  assert.equal(history.json.decisions.at(-1).status, '属实');
});

test('with accounts, people sign in and see what their role may', async () => {
  const store = join(folder, 'accounts.db');
  mkdirSync(join(folder, 'in'), {recursive: true});
  const example = readdirSync(join(root, 'examples')).find((name) => name.endsWith('.docx'));
  copyFileSync(join(root, 'examples', example), join(folder, 'in', example));
  spawnSync(process.env.GONGSHI_PROGRAM, ['ingest', join(folder, 'in'), '--db', store, '--ocr', 'none']);
  for (const [name, role] of [['wang', 'reviewer'], ['zhao', 'reader']]) {
    const added = spawnSync(process.env.GONGSHI_PROGRAM, ['user', 'add', name, '--role', role, '--db', store], {input: 'a long password 1\n', encoding: 'utf8'});
    assert.equal(added.status, 0, added.stderr);
  }
  const refused = spawnSync(process.env.GONGSHI_PROGRAM, ['serve', '--db', store, '--address', '0.0.0.0', '--port', '0'], {encoding: 'utf8', timeout: 30000});
  assert.equal(refused.status, 2, 'no TLS on an address that others reach');
  const before = server;
  server = await serve(store);
  try {
    assert.equal((await api('GET', '/api/v1/notices')).status, 401);
    const context = await browser.newContext({locale: 'zh-CN'});
    const page = await visit('/', {context});
    assert.ok(page.url().includes('/sign-in'));
    await axe(page, 'sign-in');
    await page.fill('[name=name]', 'zhao');
    await page.fill('[name=password]', 'a long password 1');
    await page.click('[type=submit]');
    await page.waitForSelector('.queue-list');
    assert.equal(await page.locator('nav a[href="/files"]').count(), 0);
    await page.locator('.queue-list a').first().click();
    await page.waitForSelector('.row');
    assert.equal(await page.locator('.decision button').count(), 0);
    await page.click('.who button');
    await page.waitForURL('**/sign-in');
    await context.close();
  } finally {
    await server.end();
    server = before;
  }
});
