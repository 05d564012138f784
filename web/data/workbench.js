// What all pages of the workbench share. Everything that changes something goes through the API.
(function () {
  'use strict';
  var csrf = document.body.getAttribute('data-csrf');
  var toast = document.getElementById('toast'), timer = 0;

  function say(text, bad) {
    if (!toast) return;
    toast.textContent = text;
    toast.className = bad ? 'toast bad' : 'toast';
    toast.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(function () { toast.hidden = true; }, bad ? 8000 : 3000);
  }

  function headers(more) {
    // Errors come in the page's own language.
    var all = {'X-Gongshi': '1', 'Accept-Language': document.documentElement.lang};
    if (csrf) all['X-CSRF-Token'] = csrf;
    Object.keys(more || {}).forEach(function (name) { all[name] = more[name]; });
    return all;
  }

  // The answer's JSON; an Error with the server's words and the status otherwise.
  function call(method, path, body, more) {
    var options = {method: method, headers: headers(more), credentials: 'same-origin'};
    if (body instanceof Blob) options.body = body;
    else if (body !== undefined && body !== null) {
      options.body = JSON.stringify(body);
      options.headers['Content-Type'] = 'application/json';
    }
    return fetch(path, options).then(function (response) {
      return response.text().then(function (text) {
        var json = null;
        try { json = JSON.parse(text); } catch (error) { json = null; }
        if (response.ok) return json;
        var failure = new Error(json && json.error ? json.error.message : '服务器没有应答（' + response.status + '）');
        failure.status = response.status;
        failure.code = json && json.error ? json.error.code : '';
        throw failure;
      });
    });
  }

  // Files dropped on an element, or chosen in an input.
  function takeFiles(area, input, taken) {
    ['dragenter', 'dragover'].forEach(function (name) {
      area.addEventListener(name, function (event) { event.preventDefault(); area.classList.add('over'); });
    });
    ['dragleave', 'drop'].forEach(function (name) {
      area.addEventListener(name, function (event) { event.preventDefault(); area.classList.remove('over'); });
    });
    area.addEventListener('drop', function (event) { if (event.dataTransfer.files.length) taken(event.dataTransfer.files); });
    area.addEventListener('submit', function (event) { event.preventDefault(); });
    input.addEventListener('change', function () { if (input.files.length) taken(input.files); });
    // A file that misses the area must not replace the page.
    ['dragover', 'drop'].forEach(function (name) {
      window.addEventListener(name, function (event) { event.preventDefault(); });
    });
  }

  function cell(row, text, className) {
    var td = document.createElement('td');
    td.textContent = text;
    if (className) td.className = className;
    row.appendChild(td);
    return td;
  }

  function typing(event) {
    return event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) || document.querySelector('dialog[open]') !== null;
  }

  function undo(step) { return call('POST', '/api/v1/steps/' + encodeURIComponent(step) + '/undo'); }

  // A button that takes back the person's last step of a kind; the page is read anew then. It is there as long as such a step is, whenever
  // the page was opened. What the function gives is to be called after a step.
  function undoing(what, button) {
    var step = null;
    function look() {
      return call('GET', '/api/v1/steps').then(function (answer) {
        step = answer.steps.filter(function (one) { return one.what === what; })[0] || null;
        button.hidden = !step;
        if (step) button.title = step.recorded.replace('T', ' ').replace('Z', ' UTC') + '，' + step.changed + ' 处';
      });
    }
    button.addEventListener('click', function () {
      undo(step.step).then(function () { location.reload(); }, function (error) { say('没有完成：' + error.message, true); });
    });
    look().catch(function () {});
    return look;
  }

  // Which of a community's notices is the latest, where nothing but a person tells.
  document.addEventListener('click', function (event) {
    var button = event.target.closest('.latest[data-notice]');
    if (!button) return;
    call('PUT', '/api/v1/notices/' + encodeURIComponent(button.getAttribute('data-notice')) + '/latest').then(function () { location.reload(); }, function (error) { say('没有完成：' + error.message, true); });
  });

  window.Workbench = {undo: undo, undoing: undoing, say: say, headers: headers, call: call, takeFiles: takeFiles, cell: cell, typing: typing};
})();
