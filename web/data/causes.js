// One decision for one cause: what it will touch stands in the list.
(function () {
  'use strict';
  var W = window.Workbench, form = document.getElementById('cause-form');
  if (!form) return;
  var boxes = [].slice.call(document.querySelectorAll('.one')), all = document.getElementById('all');
  var decided = W.undoing('cause', document.getElementById('undo'));
  function count() { document.getElementById('chosen').textContent = String(boxes.filter(function (box) { return box.checked; }).length); }
  function refused(error) {
    if (error.status === 409) W.say('他人刚刚处理了其中的事项，请刷新页面后再定。', true);
    else W.say('没有保存：' + error.message, true);
  }
  boxes.forEach(function (box) {
    box.checked = !box.getAttribute('data-decided');
    box.addEventListener('change', count);
  });
  all.addEventListener('change', function () { boxes.forEach(function (box) { box.checked = all.checked; }); count(); });
  function chosen() { return form.querySelector('input[name=status]:checked'); }
  [].forEach.call(form.querySelectorAll('input[name=status]'), function (radio) {
    radio.addEventListener('change', function () { document.getElementById('reason-field').hidden = chosen().getAttribute('data-state') !== 'dismissed'; });
  });
  form.addEventListener('submit', function (event) {
    event.preventDefault();
    var status = chosen(), taken = boxes.filter(function (box) { return box.checked; });
    if (!status || !taken.length) { W.say('请先选定处理方式和事项。', true); return; }
    var dismissed = status.getAttribute('data-state') === 'dismissed', reason = document.getElementById('reason').value.trim();
    if (dismissed && !reason) { W.say('请选择或写明理由。', true); return; }
    var findings = {};
    taken.forEach(function (box) { findings[box.getAttribute('data-finding')] = Number(box.getAttribute('data-version')); });
    W.call('POST', '/api/v1/causes/decision', {status: status.value, reason: dismissed ? reason : '', note: document.getElementById('note').value.trim(), findings: findings}).then(function (answer) {
      decided();
      taken.forEach(function (box) { box.checked = false; box.disabled = true; box.closest('tr').querySelector('.standing').textContent = status.value; });
      count();
      W.say('已处理 ' + answer.changed + ' 处，涉及 ' + answer.notices + ' 份公示。');
    }, refused);
  });
  count();
})();
