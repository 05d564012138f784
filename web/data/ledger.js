// Shows what an answered ledger would change before it does.
(function () {
  'use strict';
  var W = window.Workbench;
  var drop = document.getElementById('drop'), input = document.getElementById('files');
  var message = document.getElementById('message'), results = document.getElementById('results'), apply = document.getElementById('apply');
  var chosen = null, taken = W.undoing('ledger', document.getElementById('undo'));

  function send(preview) {
    return W.call('POST', '/api/v1/ledger' + (preview ? '?preview=1' : ''), chosen, {'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'});
  }
  function show(answer) {
    var body = results.querySelector('tbody');
    body.textContent = '';
    answer.changes.forEach(function (change) {
      var row = document.createElement('tr');
      W.cell(row, (change.community || '').split('/').pop());
      W.cell(row, change.no === null ? '' : String(change.no), 'n');
      W.cell(row, change.message);
      W.cell(row, change.before === null ? results.getAttribute('data-open') : change.before);
      W.cell(row, change.after.status);
      W.cell(row, [change.after.reason, change.after.note, change.after.reply].filter(Boolean).join('；'));
      body.appendChild(row);
    });
    results.hidden = answer.changes.length === 0;
    var words = answer.lines + ' 行中有 ' + answer.changes.length + ' 处变化。';
    if (answer.unknown) words += answer.unknown + ' 处的公示不在库中，仍会保留。';
    answer.problems.forEach(function (problem) { words += ' ' + problem; });
    return words;
  }

  W.takeFiles(drop, input, function (files) {
    chosen = files[0];
    apply.hidden = true;
    message.textContent = '正在读取 ' + chosen.name + '。';
    send(true).then(function (answer) {
      message.textContent = show(answer);
      apply.hidden = answer.changes.length === 0;
    }, function (error) { message.textContent = '不能读取：' + error.message; });
  });
  apply.addEventListener('click', function () {
    apply.disabled = true;
    send(false).then(function (answer) {
      show(answer);
      taken();
      message.textContent = '已导入 ' + answer.changes.length + ' 处。';
      apply.hidden = true;
      apply.disabled = false;
      input.value = '';
    }, function (error) { message.textContent = '没有导入：' + error.message; apply.disabled = false; });
  });
})();
