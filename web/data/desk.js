// Drawing a sample; the bureau's reasons.
(function () {
  'use strict';
  var W = window.Workbench;
  function value(id) { return document.getElementById(id).value.trim(); }
  function refused(error) { W.say('没有完成：' + error.message, true); }
  var sample = document.getElementById('sample-form');
  if (sample) sample.addEventListener('submit', function (event) {
    event.preventDefault();
    W.call('POST', '/api/v1/samples', {size: Number(value('size')), seed: Number(value('seed')), county: value('county'), tier: value('tier')}).then(function (drawn) {
      location.href = '/?sample=' + encodeURIComponent(drawn.id);
    }, refused);
  });
  var reasons = document.getElementById('reasons-form');
  if (reasons) reasons.addEventListener('submit', function (event) {
    event.preventDefault();
    var lines = document.getElementById('reasons').value.split('\n').map(function (line) { return line.trim(); }).filter(Boolean);
    W.call('PUT', '/api/v1/reasons', {reasons: lines}).then(function () { W.say('已保存。'); }, refused);
  });
})();
