/**
 * What runs in the HTML report: search, filters, groups that open, rows made when they are looked at. It takes the data from
 * a JSON block and writes it with textContent only, so that no value can become markup. Plain JavaScript without modules,
 * because a file that is opened from a disk cannot import.
 */
export const REPORT_SCRIPT = `
(function () {
  'use strict';
  var data = JSON.parse(document.getElementById('data').textContent);
  var rows = data.rows, words = data.words, PAGE = 100, GROUP_PAGE = 50, OPEN_UP_TO = 40;
  // Columns of a row: address, kind, action, set, flags, outcome, source, why, notes, also, fields, and of a merge its pair.
  var ADDRESS = 0, KIND = 1, ACTION = 2, SET = 3, FLAGS = 4, OUTCOME = 5, SOURCE = 6, WHY = 7, NOTES = 8, ALSO = 9, FIELDS = 10, PAIR = 11;
  var GRAVE = 1, BLOCKED = 2, IDENTITY = 4;
  var haystacks = new Array(rows.length);
  var state = { query: '', kind: '', action: '', set: '', outcome: '', grave: false };
  // Few changes are read in full, many are scanned line by line first.
  var closed = rows.length > OPEN_UP_TO;

  function el(tag, name, text) {
    var node = document.createElement(tag);
    if (name) node.className = name;
    if (text !== undefined) node.textContent = text;
    return node;
  }
  function byId(id) { return document.getElementById(id); }
  function number(count) { return String(count).replace(/\\B(?=(\\d{3})+$)/g, ','); }

  function haystack(index) {
    if (haystacks[index] === undefined) {
      var row = rows[index];
      var parts = [row[ADDRESS], decode(row[ADDRESS]), row[SOURCE], row[WHY], row[NOTES].join(' '), row[ALSO].join(' ')];
      row[FIELDS].forEach(function (field) {
        parts.push(words[field[0]]);
        parts.push(fieldText(field));
      });
      haystacks[index] = parts.join('\\n').toLowerCase();
    }
    return haystacks[index];
  }
  function decode(text) {
    if (text.indexOf('%') === -1) return '';
    try { return decodeURIComponent(text); } catch (error) { return ''; }
  }
  function fieldText(field) {
    if (field[1] === 'v' || field[1] === 't') return field[2];
    if (field[1] === 'c') return field[2] + ' ' + field[3];
    if (field[1] === 'm') return field[2].concat(field[3]).join(' ');
    return field[2].join(' ');
  }
  function matches(index) {
    var row = rows[index];
    if (state.kind !== '' && row[KIND] !== Number(state.kind)) return false;
    if (state.action !== '' && row[ACTION] !== Number(state.action)) return false;
    if (state.set !== '' && row[SET] !== Number(state.set)) return false;
    if (state.outcome !== '' && row[OUTCOME] !== Number(state.outcome)) return false;
    if (state.grave && !(row[FLAGS] & (GRAVE | BLOCKED))) return false;
    if (state.query === '') return true;
    var text = haystack(index);
    return state.query.split(' ').every(function (word) { return text.indexOf(word) !== -1; });
  }
  function isFiltered() {
    return state.query !== '' || state.kind !== '' || state.action !== '' || state.set !== '' || state.outcome !== '' || state.grave;
  }

  function actionTag(index) {
    var row = rows[index], action = words[row[ACTION]];
    return el('span', 'act ' + action, data.glyphs[action] + ' ' + action);
  }
  function rowNode(index) {
    var row = rows[index];
    var isFlat = row[WHY] === '' && row[FIELDS].length === 0 && row[NOTES].length === 0 && row[ALSO].length === 0;
    var node = el(isFlat ? 'div' : 'details', 'row' + (row[FLAGS] & GRAVE ? ' grave' : ''));
    var head = isFlat ? el('div', 'flat') : el('summary');
    head.appendChild(actionTag(index));
    if (row[OUTCOME] !== -1) {
      var outcome = words[row[OUTCOME]];
      head.appendChild(el('span', 'act ' + outcome, outcome.replace('_', ' ')));
    }
    if (row[FLAGS] & BLOCKED) head.appendChild(el('span', 'act blocked', '! blocked'));
    head.appendChild(el('span', 'name mono', row[ADDRESS]));
    head.appendChild(el('span', 'gist mono' + (row[FLAGS] & IDENTITY ? ' whole' : ''), gist(row)));
    if (row[SOURCE] !== '') head.appendChild(el('span', 'dim small mono', row[SOURCE]));
    node.appendChild(head);
    if (isFlat) return node;
    var filled = false;
    function fill() {
      if (filled) return;
      filled = true;
      node.appendChild(bodyNode(row));
    }
    node.addEventListener('toggle', function () { if (node.open) fill(); });
    if (!closed) { fill(); node.open = true; }
    return node;
  }
  // What a closed row says in one line; of who somebody is nothing is cut.
  function gist(row) {
    if (row[OUTCOME] !== -1) return row[WHY];
    var MOST = row[FLAGS] & IDENTITY ? 5 : 4;
    var parts = row[FIELDS].slice(0, MOST).map(function (field) {
      var path = words[field[0]].replace(/^custom_attributes\\./, ''), form = field[1];
      if (form === 'v') return path + ' ' + field[2];
      if (form === 'c') return path + ' ' + field[2] + ' \\u2192 ' + field[3];
      if (form === 'm') return path + ' ' + field[2].map(function (name) { return '\\u2212 ' + name; })
        .concat(field[3].map(function (name) { return '+ ' + name; })).join(', ');
      return path + (form === 't' ? ' ' + field[2] : ' changed');
    });
    if (row[FIELDS].length > MOST) parts.push('\\u2026');
    // What is destructive says why before anything else.
    var fields = parts.join(', ');
    return (row[FLAGS] & GRAVE ? row[WHY] + (fields === '' ? '' : ' \\u00b7 ' + fields) : fields).slice(0, row[FLAGS] & IDENTITY ? undefined : 300);
  }
  function bodyNode(row) {
    var body = el('div', 'body');
    if (row[PAIR]) body.appendChild(el('p', row[PAIR][3] ? 'check' : '', row[PAIR][0] + ' \u2192 ' + row[PAIR][1] + (row[PAIR][2] === '' ? '' : ': ' + (row[PAIR][3] ? 'CHECK: ' : '') + 'share ' + row[PAIR][2])));
    if (row[WHY] !== '') {
      var why = el('p', row[FLAGS] & GRAVE ? 'why' : 'dim');
      why.appendChild(el('b', '', row[OUTCOME] === -1 ? 'why: ' : ''));
      why.appendChild(document.createTextNode(row[WHY]));
      body.appendChild(why);
    }
    if (row[FIELDS].length > 0) {
      var list = el('dl', 'fields');
      row[FIELDS].forEach(function (field) {
        list.appendChild(el('dt', 'mono', words[field[0]]));
        var value = el('dd', 'mono');
        fieldNodes(field).forEach(function (part) { value.appendChild(part); });
        list.appendChild(value);
      });
      body.appendChild(list);
    }
    row[ALSO].forEach(function (address) { body.appendChild(el('p', 'dim small', 'also declared as ' + address)); });
    row[NOTES].forEach(function (note) { body.appendChild(el('p', 'dim small', note)); });
    return body;
  }
  function fieldNodes(field) {
    var form = field[1];
    if (form === 'v') return [el('span', 'to', field[2])];
    if (form === 't') return [el('span', '', field[2])];
    if (form === 'c') return [el('span', 'from', field[2]), document.createTextNode(' \\u2192 '), el('span', 'to', field[3])];
    if (form === 'm') {
      var parts = [];
      field[2].forEach(function (name) { parts.push(el('span', 'from', '\\u2212 ' + name), document.createTextNode(' ')); });
      field[3].forEach(function (name) { parts.push(el('span', 'to', '+ ' + name), document.createTextNode(' ')); });
      return parts;
    }
    var pre = el('pre');
    field[2].forEach(function (line) {
      var sign = line.charAt(0);
      pre.appendChild(el('span', sign === '+' ? 'plus' : sign === '-' ? 'minus' : sign === '@' ? 'at' : '', line + '\\n'));
    });
    return [pre];
  }

  // Merges, a line each; why they are made stands once above those that have it in common.
  function tableNode(found) {
    var table = el('table', 'merges'), head = el('tr');
    ['', 'lead', 'user', 'they share', 'the user gets', ''].forEach(function (name) { head.appendChild(el('th', '', name)); });
    table.appendChild(el('thead')).appendChild(head);
    var body = table.appendChild(el('tbody')), said = null, shown = 0;
    function next() {
      var end = Math.min(found.length, shown + PAGE);
      for (; shown < end; shown += 1) {
        var row = rows[found[shown]];
        if (row[WHY] !== said) {
          said = row[WHY];
          var why = body.appendChild(el('tr', 'reason')).appendChild(el('td', 'why', 'why: ' + said));
          why.colSpan = 6;
        }
        body.appendChild(mergeNode(found[shown]));
      }
    }
    next();
    if (shown === found.length) return table;
    var part = el('div'), more = el('button', 'more', 'Show all ' + number(found.length) + ' merges');
    more.type = 'button';
    more.addEventListener('click', function () { more.remove(); while (shown < found.length) next(); });
    part.appendChild(table);
    part.appendChild(more);
    return part;
  }
  function mergeNode(index) {
    var row = rows[index], pair = row[PAIR], node = el('tr', 'row grave' + (pair[3] ? ' doubtful' : ''));
    node.title = row[ADDRESS] + (row[SOURCE] === '' ? '' : ', ' + row[SOURCE]);
    var tags = node.appendChild(el('td'));
    tags.appendChild(el('span', 'act merge', data.glyphs.merge));
    if (row[FLAGS] & BLOCKED) tags.appendChild(el('span', 'act blocked', '! blocked'));
    node.appendChild(el('td', 'name mono', pair[0]));
    node.appendChild(el('td', 'mono', '\u2192 ' + pair[1].replace(/^user /, '')));
    node.appendChild(el('td', 'shares' + (pair[3] ? ' check' : ''), (pair[3] ? 'CHECK: ' : '') + pair[2]));
    var gets = node.appendChild(el('td', 'mono gets', pair[4]));
    if (pair[5] !== '') gets.appendChild(el('p', 'dim small', pair[5]));
    node.appendChild(el('td', 'id dim small mono', row[ADDRESS]));
    return node;
  }

  // Puts the nodes of a list in place page by page.
  function fillPaged(container, items, page, make) {
    var shown = 0;
    var more = el('button', 'more');
    more.type = 'button';
    function next() {
      var end = Math.min(items.length, shown + page);
      var part = document.createDocumentFragment();
      for (; shown < end; shown += 1) part.appendChild(make(items[shown]));
      more.remove();
      container.appendChild(part);
      if (shown < items.length) {
        more.textContent = 'Show ' + number(Math.min(page, items.length - shown)) + ' more of ' + number(items.length - shown);
        container.appendChild(more);
      }
    }
    more.addEventListener('click', next);
    next();
  }
  function groupNode(found) {
    var group = found.group;
    var node = el('details', 'group');
    var head = el('summary');
    head.appendChild(actionTag(group.rows[0]));
    if (rows[group.rows[0]][FLAGS] & BLOCKED) head.appendChild(el('span', 'act blocked', '! blocked'));
    if (found.rows.length < group.rows.length)
      head.appendChild(el('span', 'dim small', number(found.rows.length) + ' of ' + number(group.rows.length) + ' match'));
    head.appendChild(el('span', 'name', group.title));
    node.appendChild(head);
    var filled = false;
    node.addEventListener('toggle', function () {
      if (!node.open || filled) return;
      filled = true;
      var body = el('div', 'body list');
      fillPaged(body, found.rows, GROUP_PAGE, rowNode);
      node.appendChild(body);
    });
    if (state.query !== '' && found.rows.length <= GROUP_PAGE) node.open = true;
    return node;
  }

  function update() {
    var shown = 0;
    data.sections.forEach(function (section, at) {
      var items = [], count = 0;
      section.entries.forEach(function (entry) {
        if (typeof entry === 'number') {
          if (matches(entry)) { items.push(entry); count += 1; }
          return;
        }
        var found = entry.rows.filter(matches);
        if (found.length > 0) { items.push({ group: entry, rows: found }); count += found.length; }
      });
      var list = byId('list-' + at);
      list.textContent = '';
      byId('section-' + at).hidden = items.length === 0;
      byId('count-' + at).textContent = byId('jump-' + at).textContent = '(' + number(count) + ')';
      fillPaged(list, items, PAGE, function (item) {
        return typeof item === 'number' ? rowNode(item) : item.group.table ? tableNode(item.rows) : groupNode(item);
      });
      shown += count;
    });
    byId('shown').textContent = isFiltered()
      ? number(shown) + ' of ' + number(rows.length) + ' ' + data.noun + 's shown'
      : number(rows.length) + ' ' + data.noun + (rows.length === 1 ? '' : 's');
    byId('empty').hidden = shown > 0;
    byId('reset').hidden = !isFiltered();
  }

  function options(id, column, label) {
    var select = byId(id), seen = new Map();
    rows.forEach(function (row) { if (row[column] !== -1) seen.set(row[column], (seen.get(row[column]) || 0) + 1); });
    select.appendChild(option('', label));
    seen.forEach(function (count, word) { select.appendChild(option(String(word), words[word].replace('_', ' ') + ' (' + number(count) + ')')); });
    select.parentNode.hidden = seen.size === 0;
    select.addEventListener('change', function () { state[id] = select.value; update(); });
  }
  function option(value, text) {
    var node = el('option', '', text);
    node.value = value;
    return node;
  }

  options('kind', KIND, 'all kinds');
  options('action', ACTION, 'all actions');
  options('set', SET, 'all sets');
  options('outcome', OUTCOME, 'all outcomes');
  var timer;
  byId('query').addEventListener('input', function (event) {
    clearTimeout(timer);
    timer = setTimeout(function () {
      state.query = event.target.value.trim().toLowerCase().replace(/\\s+/g, ' ');
      update();
    }, 80);
  });
  byId('grave').addEventListener('change', function (event) { state.grave = event.target.checked; update(); });
  byId('collapse').addEventListener('click', function () { fold(false); });
  byId('expand').addEventListener('click', function () { fold(true); });
  function fold(open) {
    closed = !open;
    document.querySelectorAll('main details.row, main details.group').forEach(function (node) { node.open = open; });
  }
  byId('reset').addEventListener('click', function () {
    state = { query: '', kind: '', action: '', set: '', outcome: '', grave: false };
    ['query', 'kind', 'action', 'set', 'outcome'].forEach(function (id) { byId(id).value = ''; });
    byId('grave').checked = false;
    update();
    byId('query').focus();
  });
  byId('grave').parentNode.hidden = !rows.some(function (row) { return row[FLAGS] & (GRAVE | BLOCKED); });
  update();
})();
`;
