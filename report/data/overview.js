// Sorting and filtering of the list, and the map of evidence grades. Data: overview-data.js.
(function () {
  'use strict';
  var table = document.getElementById('list'), body = table.tBodies[0];
  var rows = [].slice.call(body.rows);
  var compare = new Intl.Collator('zh-CN', {numeric: true}).compare;
  var texts = rows.map(function (row) { return row.textContent.toLowerCase() + ' ' + row.lastElementChild.title.toLowerCase(); });
  var cell = function (row, column) { return row.cells[column].getAttribute('data-value') || row.cells[column].textContent; };

  function sort(header) {
    var column = header.cellIndex, numeric = header.getAttribute('data-sort') === 'n';
    var state = header.getAttribute('aria-sort');
    // Counts are looked for from the top: the first click on a column of counts puts the largest first.
    var direction = state ? (state === 'ascending' ? -1 : 1) : numeric ? -1 : 1;
    table.querySelectorAll('[aria-sort]').forEach(function (other) { other.removeAttribute('aria-sort'); });
    header.setAttribute('aria-sort', direction > 0 ? 'ascending' : 'descending');
    var keyed = rows.map(function (row, index) { return [numeric ? Number(cell(row, column)) : cell(row, column), index, row]; });
    keyed.sort(function (a, b) { return direction * (numeric ? a[0] - b[0] : compare(a[0], b[0])) || a[1] - b[1]; });
    var fragment = document.createDocumentFragment();
    keyed.forEach(function (entry) { fragment.appendChild(entry[2]); });
    body.appendChild(fragment);
  }
  table.tHead.addEventListener('click', function (event) {
    var button = event.target.closest('button');
    if (button) sort(button.parentNode);
  });

  var find = document.getElementById('find'), city = document.getElementById('by-city'), tier = document.getElementById('by-tier');
  var severity = document.getElementById('by-severity'), rule = document.getElementById('by-rule');
  var visible = null;  // Numbers of the notices shown; null: all.

  function passes(row, index) {
    if (find.value && texts[index].indexOf(find.value.trim().toLowerCase()) < 0) return false;
    if (city.value && cell(row, 2) !== city.value) return false;
    if (tier.value && cell(row, 4) !== tier.value) return false;
    if (rule.value && (' ' + row.getAttribute('data-rules') + ' ').indexOf(' ' + rule.value + ' ') < 0) return false;
    var errors = Number(cell(row, 8)), warnings = Number(cell(row, 9));
    if (severity.value === 'error') return errors > 0;
    if (severity.value === 'warning') return warnings > 0;
    if (severity.value === 'none') return errors + warnings + Number(cell(row, 10)) === 0;
    if (severity.value === 'unread') return Number(row.getAttribute('data-unread')) > 0;
    return true;
  }

  function filter() {
    visible = {};
    var count = 0;
    rows.forEach(function (row, index) {
      var show = passes(row, index);
      row.hidden = !show;
      if (show) { count++; visible[cell(row, 0)] = true; }
    });
    document.getElementById('shown').textContent = count === rows.length ? count + ' 份' : count + ' / ' + rows.length + ' 份';
    document.getElementById('empty').hidden = count > 0;
    if (drawn) draw();
  }
  [find, city, tier, severity, rule].forEach(function (control) { control.addEventListener(control === find ? 'input' : 'change', filter); });
  var form = find.form;
  form.addEventListener('submit', function (event) { event.preventDefault(); });
  form.addEventListener('reset', function () { setTimeout(filter, 0); });
  document.querySelectorAll('[data-rule]').forEach(function (button) {
    button.addEventListener('click', function () {
      rule.value = button.getAttribute('data-rule');
      filter();
      document.getElementById('notices').scrollIntoView();
      rule.focus();
    });
  });

  // The map: one table per tier; long ones come in portions, so that a thousand communities do not hold up the page.
  var data = window.GONGSHI, heat = document.getElementById('heat'), drawn = false, kPortion = 60;
  function element(name, attributes, text) {
    var made = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function line(notice, tierData) {
    var row = element('tr'), head = element('th', {scope: 'row', title: notice.name});
    head.appendChild(element('a', {href: 'notices/' + notice.page}, notice.name));
    row.appendChild(head);
    tierData.indicators.forEach(function (name, index) {
      var code = notice.grades.charAt(index), grade = data.grades[code], flagged = notice.flags.indexOf(index) >= 0;
      var label = name + '：' + (grade ? grade.name : '无此行') + (flagged ? '，有重点核实事项' : '');
      var box = element('td', {'class': (grade ? 'g-' + grade.id : 'g-none') + (flagged ? ' flag' : ''), title: notice.name + ' ' + label});
      if (grade) box.appendChild(element('a', {href: 'notices/' + notice.page + '#r' + notice.rows[index], 'aria-label': label, tabindex: '-1'}, grade.mark));
      else box.textContent = '·';
      row.appendChild(box);
    });
    return row;
  }

  function section(tierData) {
    var notices = tierData.notices.filter(function (notice) { return !visible || visible[notice.number]; });
    if (!notices.length) return null;
    var box = element('div', {'class': 'heat'});
    box.appendChild(element('h3', {}, tierData.name + '（' + notices.length + ' 份）'));
    var scroll = element('div', {'class': 'scroll', tabindex: '0', role: 'region', 'aria-label': tierData.name + '依据分布'});
    var map = element('table'), head = element('tr'), tbody = element('tbody');
    head.appendChild(element('th', {scope: 'col'}, heat.getAttribute('data-body')));
    tierData.indicators.forEach(function (name, index) {
      var column = element('th', {scope: 'col', title: name});
      column.appendChild(element('span', {}, (index + 1) + ' ' + name));
      head.appendChild(column);
    });
    var thead = element('thead');
    thead.appendChild(head);
    map.appendChild(thead);
    map.appendChild(tbody);
    var share = element('tr', {'class': 'share'});
    share.appendChild(element('th', {scope: 'row'}, '有据占比（%）'));
    tierData.indicators.forEach(function (name, index) {
      var has = 0, good = 0;
      notices.forEach(function (notice) {
        var grade = data.grades[notice.grades.charAt(index)];
        if (grade) { has++; if (grade.supported) good++; }
      });
      share.appendChild(element('td', {title: name}, has ? Math.round(100 * good / has) : ''));
    });
    tbody.appendChild(share);
    var next = 0, more = element('button', {type: 'button', 'class': 'more'});
    function add() {
      var fragment = document.createDocumentFragment(), end = Math.min(notices.length, next + kPortion);
      for (; next < end; next++) fragment.appendChild(line(notices[next], tierData));
      tbody.appendChild(fragment);
      more.hidden = next >= notices.length;
      more.textContent = '再显示 ' + Math.min(kPortion, notices.length - next) + ' 份（还有 ' + (notices.length - next) + ' 份）';
    }
    more.addEventListener('click', add);
    add();
    scroll.appendChild(map);
    box.appendChild(scroll);
    box.appendChild(more);
    return box;
  }

  function draw() {
    drawn = true;
    heat.textContent = '';
    data.tiers.forEach(function (tierData) {
      var made = section(tierData);
      if (made) heat.appendChild(made);
    });
  }
  if ('IntersectionObserver' in window && rows.length > 100) {
    new IntersectionObserver(function (entries, observer) {
      if (entries.some(function (entry) { return entry.isIntersecting; })) { observer.disconnect(); draw(); }
    }, {rootMargin: '400px'}).observe(heat);
  } else {
    draw();
  }
  window.addEventListener('beforeprint', function () { if (!drawn) draw(); });
  filter();
  // The rules' page leads here.
  var asked = /^#rule=([a-z-]+)$/.exec(location.hash);
  if (asked) { rule.value = asked[1]; filter(); }
})();
