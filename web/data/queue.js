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
  var W = window.Workbench;
  function refused(error) { W.say('没有完成：' + error.message, true); }
  function on(id, name, work) { var element = document.getElementById(id); if (element) element.addEventListener(name, work); }
  document.querySelectorAll('dialog .cancel').forEach(function (button) { button.addEventListener('click', function () { button.closest('dialog').close(); }); });

  // ---- saved views ----
  on('keep-view', 'click', function () { document.getElementById('view-dialog').showModal(); });
  on('view-form', 'submit', function (event) {
    event.preventDefault();
    var query = location.search.replace(/^\?/, '').split('&').filter(function (part) { return part && !/=$|^offset=/.test(part); }).join('&');
    W.call('PUT', '/api/v1/views', {name: document.getElementById('view-name').value.trim(), query: query || 'sort=gravest'}).then(function () { location.reload(); }, refused);
  });
  document.querySelectorAll('.forget').forEach(function (button) {
    button.addEventListener('click', function () {
      W.call('DELETE', '/api/v1/views?name=' + encodeURIComponent(button.getAttribute('data-view'))).then(function () { location.reload(); }, refused);
    });
  });

  // ---- letters ----
  var undo = document.getElementById('undo'), lookForStep = undo && W.undoing('letters', undo);
  on('letters', 'click', function () { document.getElementById('letters-dialog').showModal(); });
  on('letters-form', 'submit', function (event) {
    event.preventDefault();
    document.getElementById('letters-dialog').close();
    W.say('正在生成函件。');
    fetch('/api/v1/letters' + document.getElementById('letters').getAttribute('data-query'), {method: 'POST', headers: W.headers(), credentials: 'same-origin'}).then(function (response) {
      if (!response.ok) return response.json().then(function (json) { throw new Error(json.error.message); });
      var letters = response.headers.get('X-Gongshi-Letters'), sent = response.headers.get('X-Gongshi-Sent');
      return response.blob().then(function (blob) {
        var link = document.createElement('a');
        link.href = URL.createObjectURL(blob);
        link.download = '核实函件.zip';
        link.click();
        URL.revokeObjectURL(link.href);
        lookForStep();
        W.say('已生成 ' + letters + ' 份函件，' + sent + ' 份公示改为“已发函”。');
      });
    }).catch(refused);
  });

  document.querySelectorAll('#filters select').forEach(function (select) {
    select.addEventListener('change', function () { document.getElementById('filters').submit(); });
  });
})();
