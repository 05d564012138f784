// Keys for the list: J and K go through it, Enter opens, / searches.
(function () {
  'use strict';
  var rows = [].slice.call(document.querySelectorAll('.queue-list tbody tr')), at = -1;
  var search = document.getElementById('search');
  function choose(next) {
    if (!rows.length) return;
    if (at >= 0) rows[at].classList.remove('on');
    at = Math.max(0, Math.min(rows.length - 1, next));
    rows[at].classList.add('on');
    rows[at].querySelector('a').focus();
  }
  document.addEventListener('keydown', function (event) {
    if (window.Workbench.typing(event)) return;
    var key = event.key.toLowerCase();
    if (key === 'j') choose(at + 1);
    else if (key === 'k') choose(at - 1);
    else if (event.key === '/' && search) search.focus();
    else return;
    event.preventDefault();
  });
  document.querySelectorAll('#filters select').forEach(function (select) {
    select.addEventListener('change', function () { document.getElementById('filters').submit(); });
  });
})();
