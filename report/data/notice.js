// The page works without this script; it joins the list of rows with the pictures, filters rows and adds keys.
(function () {
  'use strict';
  var rows = [].slice.call(document.querySelectorAll('.row'));
  var original = document.getElementById('original');

  function marksOf(row) { return [].slice.call(document.querySelectorAll('.mark[data-row="' + row + '"],.document tr[data-row="' + row + '"]')); }

  function intoView(element) {
    if (!element || !original) return;
    var box = element.getBoundingClientRect(), frame = original.getBoundingClientRect();
    if (getComputedStyle(original).position === 'sticky') original.scrollTop += box.top - frame.top - Math.max(40, (frame.height - box.height) / 2);
    else element.scrollIntoView({block: 'center'});
  }

  // Shows which row is looked at, on both sides.
  function choose(row) {
    document.querySelectorAll('.on').forEach(function (element) { element.classList.remove('on'); });
    var article = document.getElementById('r' + row);
    if (article) article.classList.add('on');
    var marks = marksOf(row);
    marks.forEach(function (mark) { mark.classList.add('on'); });
    return marks[0];
  }

  document.addEventListener('click', function (event) {
    var link = event.target.closest('.goto,.mark');
    if (!link) return;
    var holder = link.closest('[data-row]'), row = holder && holder.getAttribute('data-row');
    if (link.classList.contains('mark')) {
      event.preventDefault();
      choose(row);
      var article = document.getElementById('r' + row);
      if (article) { article.hidden = false; article.scrollIntoView({block: 'start'}); article.focus({preventScroll: true}); }
      return;
    }
    event.preventDefault();
    var mark = row ? choose(row) : null;
    var quote = document.querySelector('.quote[data-finding="' + link.getAttribute('data-finding') + '"]');
    intoView(quote || mark || document.querySelector(link.getAttribute('href')));
  });

  document.querySelectorAll('.filter button').forEach(function (button) {
    button.addEventListener('click', function () {
      document.querySelectorAll('.filter button').forEach(function (other) { other.setAttribute('aria-pressed', String(other === button)); });
      var show = button.getAttribute('data-show'), by = button.getAttribute('data-by') || 'status';
      rows.forEach(function (row) { row.hidden = show !== 'all' && row.getAttribute('data-' + by).split(' ').indexOf(show) < 0; });
      document.querySelectorAll('.cause').forEach(function (cause) {
        cause.hidden = by === 'kinds' && !(show === 'handled' ? cause.hasAttribute('data-handled') : cause.getAttribute('data-kind') === show);
      });
    });
  });

  // J and K go from one row with findings to the next.
  document.addEventListener('keydown', function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    var step = event.key === 'j' || event.key === 'J' ? 1 : event.key === 'k' || event.key === 'K' ? -1 : 0;
    if (!step) return;
    var stops = rows.filter(function (row) { return !row.hidden && row.querySelector('.finding'); });
    if (!stops.length) return;
    var current = stops.indexOf(document.activeElement.closest ? document.activeElement.closest('.row') : null);
    if (current < 0) current = stops.findIndex(function (row) { return row.classList.contains('on'); });
    var next = current < 0 ? (step > 0 ? 0 : stops.length - 1) : Math.min(stops.length - 1, Math.max(0, current + step));
    var row = stops[next];
    row.focus({preventScroll: true});
    row.scrollIntoView({block: 'start'});
    var mark = choose(row.getAttribute('data-row'));
    if (original && getComputedStyle(original).position === 'sticky') intoView(mark);
    event.preventDefault();
  });

  function fromHash() {
    var found = /^#r(\d+)$/.exec(location.hash);
    if (!found) return;
    var mark = choose(found[1]);
    if (original && getComputedStyle(original).position === 'sticky') intoView(mark);
  }
  window.addEventListener('hashchange', fromHash);
  window.addEventListener('load', fromHash);

  var withRows = document.getElementById('print-rows');
  if (withRows) withRows.addEventListener('change', function () { document.body.classList.toggle('print-rows', withRows.checked); });

  // A printed page shows everything that it has room for: the groups unfolded, whatever is filtered on the screen.
  window.addEventListener('beforeprint', function () {
    rows.forEach(function (row) { row.hidden = false; });
    document.querySelectorAll('.cause').forEach(function (cause) { cause.hidden = false; cause.open = true; });
    if (document.body.classList.contains('print-rows')) document.querySelectorAll('.finding details').forEach(function (one) { one.open = true; });
    document.querySelectorAll('.on').forEach(function (element) { element.classList.remove('on'); });
  });
})();
