// Hands in files with progress, then shows what became of each.
(function () {
  'use strict';
  var W = window.Workbench;
  var drop = document.getElementById('drop'), input = document.getElementById('files');
  var sent = document.getElementById('sent'), read = document.getElementById('read');
  var message = document.getElementById('message'), results = document.getElementById('results');
  var outcomes = {'read': '已读取', 'read-in-part': '部分读取', 'not-a-notice': '非公示文件', 'refused': '未能读取', 'crashed': '读取中断', '': '等待'};

  function show(job) {
    var body = results.querySelector('tbody');
    body.textContent = '';
    job.files.forEach(function (file) {
      var row = document.createElement('tr');
      W.cell(row, file.path);
      W.cell(row, outcomes[file.outcome] === undefined ? file.outcome : outcomes[file.outcome]);
      var links = W.cell(row, '');
      file.notices.forEach(function (id, i) {
        var link = document.createElement('a');
        link.href = '/notices/' + encodeURIComponent(id);
        link.textContent = '查看' + (file.notices.length > 1 ? i + 1 : '');
        links.appendChild(link);
        links.appendChild(document.createTextNode(' '));
      });
      W.cell(row, file.reason);
      body.appendChild(row);
    });
    results.hidden = job.files.length === 0;
  }

  function follow(id) {
    W.call('GET', '/api/v1/jobs/' + encodeURIComponent(id)).then(function (job) {
      read.max = Math.max(1, job.total);
      read.value = job.done;
      if (job.state === 'done') { show(job); message.textContent = '读取完毕。'; input.value = ''; }
      else if (job.state === 'failed') { show(job); message.textContent = '读取没有完成：' + job.error; }
      else { message.textContent = job.state === 'waiting' ? '已收到，等待读取。' : '正在读取 ' + job.done + '/' + job.total + '。'; setTimeout(follow, 700, id); }
    }, function (error) { message.textContent = error.message; setTimeout(follow, 3000, id); });
  }

  W.takeFiles(drop, input, function (files) {
    var form = new FormData();
    [].forEach.call(files, function (file) { form.append('files', file, file.name); });
    var request = new XMLHttpRequest();
    request.open('POST', '/api/v1/files');
    var headers = W.headers();
    Object.keys(headers).forEach(function (name) { request.setRequestHeader(name, headers[name]); });
    document.getElementById('progress').hidden = false;
    results.hidden = true;
    sent.value = read.value = 0;
    message.textContent = '正在上传 ' + files.length + ' 个文件。';
    request.upload.addEventListener('progress', function (event) {
      if (event.lengthComputable) { sent.max = event.total; sent.value = event.loaded; }
    });
    request.addEventListener('load', function () {
      var answer = null;
      try { answer = JSON.parse(request.responseText); } catch (error) { answer = null; }
      if (request.status === 202 && answer) { sent.value = sent.max; follow(answer.job); }
      else message.textContent = '没有收下：' + (answer && answer.error ? answer.error.message : request.status);
    });
    request.addEventListener('error', function () { message.textContent = '上传中断，请重试。'; });
    request.send(form);
  });

  // ---- the watched folder ----
  var watch = document.getElementById('watch');
  function look() {
    W.call('GET', '/api/v1/watch').then(function (answer) {
      var bar = document.getElementById('watch-progress'), text = '';
      bar.max = Math.max(1, answer.total);
      bar.value = answer.done;
      if (answer.state === 'reading') text = '正在读取 ' + answer.done + '/' + answer.total + (answer.file ? '：' + answer.file : '') + '。';
      else if (answer.state === 'failed') text = '没有完成：' + answer.error;
      else text = answer.last ? '共 ' + answer.total + ' 个文件，上次读取 ' + answer.read + ' 个（' + answer.last + '）。' : '等待读取。';
      document.getElementById('watch-state').textContent = text;
    }, function () {}).then(function () { setTimeout(look, 3000); });
  }
  if (watch) look();
})();
