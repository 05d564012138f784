// One notice: joins the page with the rows, decides by mouse and keyboard, corrects readings. Without this script the
// page can be read.
(function () {
  'use strict';
  var W = window.Workbench;
  var head = document.getElementById('notice'), id = head.getAttribute('data-notice'), reviews = head.getAttribute('data-reviews') === '1';
  var original = document.getElementById('original');
  var findings = [].slice.call(document.querySelectorAll('.finding[data-finding]')), rows = [].slice.call(document.querySelectorAll('.row'));
  var current = null, pending = null;

  function each(selector, root, work) { [].forEach.call((root || document).querySelectorAll(selector), work); }

  // ---- both sides ----
  function marksOf(row) { return document.querySelectorAll('.cellmarks a[data-row="' + row + '"],.document tr[data-row="' + row + '"]'); }
  function intoView(element) {
    if (!element) return;
    if (getComputedStyle(original).position !== 'sticky') return;
    var box = element.getBoundingClientRect(), frame = original.getBoundingClientRect();
    original.scrollTop += box.top - frame.top - Math.max(40, (frame.height - box.height) / 2);
  }
  function chooseRow(row, quiet) {
    each('.on', null, function (element) { if (!element.classList.contains('finding')) element.classList.remove('on'); });
    var article = document.getElementById('r' + row);
    if (article) article.classList.add('on');
    var marks = marksOf(row);
    [].forEach.call(marks, function (mark) { mark.classList.add('on'); });
    if (!quiet) intoView(marks[0]);
    return article;
  }
  document.addEventListener('click', function (event) {
    var mark = event.target.closest('.cellmarks a,.document tr[data-row]');
    if (mark) {
      event.preventDefault();
      var article = chooseRow(mark.getAttribute('data-row'), true);
      if (!article) return;
      article.hidden = false;
      article.scrollIntoView({block: 'start'});
      var first = article.querySelector('.finding');
      if (first) choose(first, true); else article.focus({preventScroll: true});
      return;
    }
    if (event.target.closest('button,a,dialog')) return;
    var finding = event.target.closest('.finding[data-finding]');
    if (finding) { choose(finding, true); return; }
    var row = event.target.closest('.row[data-row]');
    if (row) chooseRow(row.getAttribute('data-row'));
  });

  function choose(finding, still) {
    if (current) current.classList.remove('on');
    current = finding;
    if (!finding) return;
    finding.classList.add('on');
    var row = finding.closest('.row');
    row.hidden = false;
    if (row.hasAttribute('data-row')) chooseRow(row.getAttribute('data-row'));
    if (!still) finding.scrollIntoView({block: 'center'});
    finding.focus({preventScroll: true});
  }
  function step(by) {
    var stops = findings.filter(function (finding) { return !finding.closest('.row').hidden; });
    if (!stops.length) return;
    var at = stops.indexOf(current);
    choose(stops[at < 0 ? (by > 0 ? 0 : stops.length - 1) : Math.max(0, Math.min(stops.length - 1, at + by))]);
  }

  // ---- what is next ----
  function isOpen(finding) { return !finding.getAttribute('data-state') && !finding.closest('.row').hidden; }
  // Those of weight come first, on the whole notice; J and K go down the page.
  function weight(finding) { return finding.classList.contains('error') ? 0 : finding.classList.contains('warning') ? 1 : 2; }
  var byWeight = findings.slice().sort(function (one, other) { return weight(one) - weight(other) || findings.indexOf(one) - findings.indexOf(other); });
  // The next finding that nothing was decided about; from the last one, the first that was passed over.
  function onward() {
    var at = byWeight.indexOf(current), next = byWeight.slice(at + 1).filter(isOpen)[0] || byWeight.filter(isOpen)[0];
    if (next) choose(next);
    else if (head.getAttribute('data-next')) W.say('本份已处理完，按 Enter 打开下一份。');
  }
  function nextNotice() {
    var next = head.getAttribute('data-next');
    if (!next || findings.some(isOpen)) return false;
    location.href = '/notices/' + next;
    return true;
  }

  // ---- zoom ----
  var zoom = 1;
  function zoomTo(level) {
    zoom = Math.max(1, Math.min(4, level));
    original.className = 'original' + (zoom > 1 ? ' zoom-' + zoom : '');
  }
  [['zoom-in', 1], ['zoom-out', -1]].forEach(function (entry) {
    var button = document.getElementById(entry[0]);
    if (button) button.addEventListener('click', function () { zoomTo(zoom + entry[1]); });
  });

  // ---- rows shown ----
  each('.filter button', null, function (button) {
    button.addEventListener('click', function () {
      each('.filter button', null, function (other) { other.setAttribute('aria-pressed', String(other === button)); });
      var show = button.getAttribute('data-show');
      rows.forEach(function (row) {
        var all = [].slice.call(row.querySelectorAll('.finding[data-finding]'));
        row.hidden = show === 'findings' ? !all.length : show === 'undecided' ? !all.some(function (finding) { return !finding.getAttribute('data-state'); }) : false;
      });
    });
  });
  window.addEventListener('beforeprint', function () { rows.forEach(function (row) { row.hidden = false; }); });

  // ---- decisions ----
  var statuses = {};  // id → word
  each('data', document.getElementById('statuses').content, function (status) { statuses[status.value] = status.textContent; });
  function draw(finding) {
    var place = finding.querySelector('.decision'), state = finding.getAttribute('data-state');
    place.textContent = '';
    if (reviews) {
      place.appendChild(document.getElementById('choices').content.cloneNode(true));
      each('button', place, function (button) {
        var own = button.getAttribute('data-state');
        button.setAttribute('aria-pressed', String(own === state));
        button.addEventListener('click', function (event) {
          choose(finding, true);
          wish(finding, own, event.shiftKey);
        });
      });
      if (finding.querySelector('.what .verdict') && groupOf(finding).length > 1) {
        var all = document.createElement('label');
        all.className = 'by';
        var box = document.createElement('input');
        box.type = 'checkbox';
        box.className = 'whole-group';
        all.appendChild(box);
        all.appendChild(document.createTextNode(' 同类一并处理'));
        place.appendChild(all);
      }
    }
    var words = [state === 'open' ? '' : statuses[state], finding.getAttribute('data-reason'), finding.getAttribute('data-note')].filter(Boolean).join('；');
    if (state || words) {
      var text = document.createElement('span');
      text.className = 'by';
      text.textContent = words;
      place.appendChild(text);
    }
  }
  function groupOf(finding) {
    var group = finding.getAttribute('data-group');
    return findings.filter(function (other) { return other.getAttribute('data-group') === group; });
  }
  function standing(finding) {
    return {state: finding.getAttribute('data-state'), reason: finding.getAttribute('data-reason'), note: finding.getAttribute('data-note')};
  }
  function statusOf(state) { return statuses[state] || statuses.open; }
  function stateOf(status) {
    var found = Object.keys(statuses).filter(function (state) { return statuses[state] === status; })[0];
    return found === 'open' ? '' : found || '';
  }
  function take(finding, decision) {
    var state = stateOf(decision.status);
    finding.setAttribute('data-state', state);
    finding.setAttribute('data-reason', decision.reason);
    finding.setAttribute('data-note', decision.note);
    finding.setAttribute('data-version', String(decision.version));
    draw(finding);
  }
  function count() {
    var decided = findings.filter(function (finding) { return finding.getAttribute('data-state') && !finding.classList.contains('info'); }).length;
    document.getElementById('decided').textContent = String(decided);
  }
  function refused(error) {
    if (error.status === 409) W.say('他人刚刚对这一处作了决定，请刷新页面查看后再定。', true);
    else W.say('没有保存：' + error.message, true);
  }
  function put(finding, words) {
    return W.call('PUT', '/api/v1/findings/' + encodeURIComponent(finding.getAttribute('data-finding')) + '/decision', words, {'If-Match': '"' + finding.getAttribute('data-version') + '"'}).then(function (decision) { take(finding, decision); });
  }
  // `whole`: the group too.
  function decide(finding, state, reason, note, whole) {
    var members = whole ? groupOf(finding) : [finding];
    var words = {status: statusOf(state), reason: reason, note: note}, done;
    if (members.length > 1) {
      words.versions = {};
      members.forEach(function (member) { words.versions[member.getAttribute('data-finding')] = Number(member.getAttribute('data-version')); });
      done = W.call('PUT', '/api/v1/groups/' + encodeURIComponent(finding.getAttribute('data-group')) + '/decision', words).then(function (answer) {
        answer.decisions.forEach(function (decision) {
          members.forEach(function (member) { if (member.getAttribute('data-finding') === decision.finding) take(member, decision); });
        });
      });
    } else {
      done = put(finding, words);
    }
    return done.then(function () {
      count();
      W.say(words.status + (members.length > 1 ? '，同类 ' + members.length + ' 处' : ''));
    }, refused);
  }
  function wish(finding, state, shift) {
    var box = finding.querySelector('.whole-group'), whole = shift || (box && box.checked);
    if (state === 'dismissed') {
      pending = {finding: finding, whole: whole};
      document.getElementById('reason-text').value = finding.getAttribute('data-reason');
      document.getElementById('reason-dialog').showModal();
      return;
    }
    decide(finding, state, '', finding.getAttribute('data-note'), whole).then(onward);
  }
  // The server keeps what was done: a page that was left and opened again takes it back as well.
  function undo() {
    var path = '/api/v1/notices/' + encodeURIComponent(id), last = null;
    W.call('GET', '/api/v1/steps?notice=' + encodeURIComponent(id)).then(function (answer) {
      last = answer.steps[0];
      if (!last) { W.say('没有可撤销的。'); return null; }
      return W.undo(last.step).then(function (undone) {
        // A claim that stands as it was read is another page: its text, its mark, its findings.
        if (undone.readings) { location.reload(); return null; }
        return W.call('GET', path).then(function (notice) {
          notice.findings.forEach(function (fresh) {
            findings.forEach(function (finding) {
              if (finding.getAttribute('data-finding') !== fresh.id || undone.findings.indexOf(fresh.id) < 0) return;
              take(finding, fresh.decision || {status: statuses.open, reason: '', note: '', version: fresh.version});
              if (!current || undone.findings.indexOf(current.getAttribute('data-finding')) < 0) choose(finding);
            });
          });
          document.getElementById('state-name').textContent = notice.state;
          count();
          W.say(undone.left ? '已撤销 ' + undone.restored + ' 处；' + undone.left + ' 处他人已另作处理，未动。' : '已撤销。');
        });
      });
    }).catch(refused);
  }

  // ---- others at the same notice ----
  // Who else is at it is said above, and what they decide shows at once.
  // A tab keeps its name over reloads, and says when it leaves.
  var tab = sessionStorage.getItem('tab') || String(Math.random()).slice(2), presence = '/api/v1/notices/' + encodeURIComponent(id) + '/presence?tab=' + tab, here = document.getElementById('here');
  function lookAround() {
    var since = findings.reduce(function (last, finding) { return Math.max(last, Number(finding.getAttribute('data-version')) || 0); }, 0);
    W.call('GET', presence + '&since=' + since).then(function (answer) {
      var names = answer.others.map(function (other) { return other || '另一个页面'; });
      here.hidden = !names.length;
      here.textContent = names.length ? '正在同时查看本份：' + names.join('、') : '';
      answer.decisions.forEach(function (decision) {
        findings.forEach(function (finding) {
          if (finding.getAttribute('data-finding') !== decision.finding || Number(finding.getAttribute('data-version')) >= decision.version) return;
          take(finding, decision);
          W.say((decision.reviewer || '另一个页面') + ' 刚刚将一处定为“' + decision.status + '”。');
        });
      });
      count();
    }, function () {}).then(function () { setTimeout(lookAround, 4000); });
  }
  sessionStorage.setItem('tab', tab);
  window.addEventListener('pagehide', function () { fetch(presence + '&leaving=1', {keepalive: true, credentials: 'same-origin'}); });
  lookAround();

  if (reviews) {
    findings.forEach(draw);

    // ---- dialogs ----
    each('dialog .cancel', null, function (button) { button.addEventListener('click', function () { button.closest('dialog').close(); }); });
    var reasonDialog = document.getElementById('reason-dialog');
    var dismiss = function (reason) {
      if (!reason.trim()) { W.say('请选择或写明理由。', true); return; }
      reasonDialog.close();
      decide(pending.finding, 'dismissed', reason.trim(), pending.finding.getAttribute('data-note'), pending.whole).then(onward);
    };
    each('.reason', reasonDialog, function (button) { button.addEventListener('click', function () { dismiss(button.textContent); }); });
    document.getElementById('reason-form').addEventListener('submit', function (event) { event.preventDefault(); dismiss(document.getElementById('reason-text').value); });
    // One more key takes a reason of the list.
    reasonDialog.addEventListener('keydown', function (event) {
      if (event.target.tagName === 'TEXTAREA' || !/^[1-9]$/.test(event.key)) return;
      var reasons = reasonDialog.querySelectorAll('.reason'), chosen = reasons[Number(event.key) - 1];
      if (chosen) { event.preventDefault(); event.stopPropagation(); dismiss(chosen.textContent); }
    });

    document.getElementById('note-form').addEventListener('submit', function (event) {
      event.preventDefault();
      var finding = pending.finding, was = standing(finding);
      document.getElementById('note-dialog').close();
      decide(finding, was.state, was.reason, document.getElementById('note-text').value.trim(), false);
    });

    // ---- corrected readings ----
    var claimDialog = document.getElementById('claim-dialog'), correcting = null;
    // The cell's part of the page, cut out by an SVG window upon the same picture.
    var snippet = function (row) {
      var place = document.getElementById('claim-picture'), mark = document.querySelector('.cellmarks a[data-row="' + row + '"]');
      place.textContent = '';
      if (!mark) return;
      var rect = mark.querySelector('rect'), sheet = mark.closest('.sheet'), view = mark.closest('svg').viewBox.baseVal;
      var number = function (name) { return Number(rect.getAttribute(name)); };
      var space = 'http://www.w3.org/2000/svg', svg = document.createElementNS(space, 'svg'), image = document.createElementNS(space, 'image');
      svg.setAttribute('viewBox', [number('x') - 4, number('y') - 4, number('width') + 8, number('height') + 8].join(' '));
      svg.setAttribute('role', 'img');
      svg.setAttribute('aria-label', '原件中的这一格');
      image.setAttribute('href', sheet.querySelector('img').getAttribute('src'));
      image.setAttribute('width', String(view.width));
      image.setAttribute('height', String(view.height));
      image.setAttribute('preserveAspectRatio', 'none');
      svg.appendChild(image);
      place.appendChild(svg);
    };
    var correct = function (row) {
      correcting = row;
      W.call('GET', '/api/v1/notices/' + encodeURIComponent(id) + '/rows/' + row.getAttribute('data-no') + '/claim').then(function (answer) {
        document.getElementById('claim-text').value = answer.text;
        snippet(row.getAttribute('data-row'));
        claimDialog.showModal();
        document.getElementById('claim-text').focus();
      }, refused);
    };
    each('.correct', null, function (button) { button.addEventListener('click', function () { correct(button.closest('.row')); }); });
    document.getElementById('claim-form').addEventListener('submit', function (event) {
      event.preventDefault();
      W.call('PUT', '/api/v1/notices/' + encodeURIComponent(id) + '/rows/' + correcting.getAttribute('data-no') + '/claim', {text: document.getElementById('claim-text').value}).then(function () {
        location.hash = 'r' + correcting.getAttribute('data-row');
        location.reload();
      }, refused);
    });

    // ---- state of the notice ----
    document.getElementById('state-form').addEventListener('submit', function (event) {
      event.preventDefault();
      W.call('PUT', '/api/v1/notices/' + encodeURIComponent(id) + '/state', {state: document.getElementById('state').value, assigned: document.getElementById('assigned').value}).then(function (answer) {
        document.getElementById('state-name').textContent = answer.state;
        W.say('已保存。');
      }, refused);
    });
  }

  document.addEventListener('keydown', function (event) {
    if (W.typing(event)) return;
    var key = event.key.toLowerCase(), digit = /^Digit([1-9])$/.exec(event.code) || /^([1-9])$/.exec(event.key);
    if (event.key === 'Enter') { if (/^(A|BUTTON)$/.test(event.target.tagName) || !nextNotice()) return; }
    else if (key === 'j') step(1);
    else if (key === 'k') step(-1);
    else if (reviews && key === 'u') undo();
    else if (reviews && current && key === 'n') {
      pending = {finding: current};
      document.getElementById('note-text').value = current.getAttribute('data-note');
      document.getElementById('note-dialog').showModal();
    } else if (reviews && key === 'e') {
      var row = (current && current.closest('.row')) || document.querySelector('.row.on');
      var button = row && row.querySelector('.correct');
      if (button) button.click();
    } else if (reviews && current && digit) {
      var choices = current.querySelectorAll('.decision button'), chosen = choices[Number(digit[1]) - 1];
      if (chosen) wish(current, chosen.getAttribute('data-state'), event.shiftKey);
    } else return;
    event.preventDefault();
  });

  function fromHash() {
    var found = /^#r(\d+)$/.exec(location.hash);
    if (found) chooseRow(found[1]);
  }
  // The first key decides: what is to be decided first is chosen already, and in view.
  if (reviews) {
    current = byWeight.filter(isOpen)[0] || null;
    if (current) current.classList.add('on');
    window.addEventListener('load', function () { if (current && !location.hash) { var box = current.getBoundingClientRect(); if (box.bottom > window.innerHeight) choose(current); } });
  }
  window.addEventListener('hashchange', fromHash);
  window.addEventListener('load', fromHash);
})();
