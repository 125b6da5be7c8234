// The small changes of a source text that a test should notice, found in its syntax tree.
import { parseAst } from 'vitest/node';

const OTHER_OPERATORS = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
};
const SORTS = {
  '<': 'order',
  '<=': 'order',
  '>': 'order',
  '>=': 'order',
  '===': 'equality',
  '!==': 'equality',
  '&&': 'logic',
  '||': 'logic',
};
const OTHER_CALLS = { some: 'every', every: 'some', min: 'max', max: 'min', floor: 'ceil', ceil: 'floor' };
/** Calls that give back their object without them. */
const DROPPED_CALLS = new Set(['filter', 'sort', 'trim', 'toLowerCase', 'slice']);
/** Statements that only keep something. */
const KEEPING_CALLS = new Set(['push', 'add', 'set', 'delete', 'clear']);
const LEAVING = new Set(['ReturnStatement', 'ContinueStatement', 'BreakStatement', 'ThrowStatement']);

/**
 * @typedef {object} Breakage
 * @property {string} file
 * @property {number} line
 * @property {number} start Where the text begins that is replaced, in UTF-16 units.
 * @property {number} end
 * @property {string} text What stands there instead.
 * @property {boolean} isStatement
 * @property {string} sort Each is chosen as often as every other, however many places it has.
 * @property {string} what The change in words.
 */

/** @returns {Breakage[]} All of one file, in order of their place. */
export function breakagesOf(file, source) {
  const found = [];
  visit(parseAst(source, { lang: 'ts' }), (node, parent, key) => {
    for (const [sort, text, what] of changesOf(node, parent, key, source)) {
      const { start, end } = node;
      const line = source.slice(0, start).split('\n').length;
      found.push({ file, line, start, end, text, isStatement: node.type.endsWith('Statement'), sort, what });
    }
  });
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

function visit(node, see, parent, key) {
  if (Array.isArray(node)) {
    for (const one of node) visit(one, see, parent, key);
    return;
  }
  if (typeof node?.type !== 'string' || isOfTypesOnly(node)) return;
  see(node, parent, key);
  for (const [name, value] of Object.entries(node)) {
    if (typeof value === 'object') visit(value, see, node, name);
  }
}

function isOfTypesOnly({ type, exportKind, importKind }) {
  if (exportKind === 'type' || importKind === 'type') return true;
  return type.startsWith('TS') && !/^TS(?:As|Satisfies|NonNull)/.test(type);
}

/** The sort, the text that replaces the node, and the change in words. */
function changesOf(node, parent, key, source) {
  const of = (one) => source.slice(one.start, one.end);
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression': {
      const [left, right] = [of(node.left), of(node.right)];
      if (node.operator === '??') return [['fallback', left, '?? dropped']];
      const isCount = [node.left, node.right].some((side) => typeof side.value === 'number');
      const others =
        isCount && /^[+-]$/.test(node.operator)
          ? [node.operator === '+' ? '-' : '+']
          : (OTHER_OPERATORS[node.operator] ?? []);
      return others.map((operator) => [
        SORTS[node.operator] ?? 'sum',
        `(${left}) ${operator} (${right})`,
        `${node.operator} becomes ${operator}`,
      ]);
    }
    case 'UnaryExpression':
      return node.operator === '!' ? [['negation', of(node.argument), '! dropped']] : [];
    case 'ConditionalExpression':
      return [
        ['arms', `(${of(node.test)}) ? (${of(node.alternate)}) : (${of(node.consequent)})`, 'arms swapped'],
      ];
    case 'Literal':
      return literalChanges(node, parent, key);
    case 'IfStatement':
      return node.alternate === null && leaves(node.consequent) ? [['end', ';', 'early end dropped']] : [];
    case 'ExpressionStatement':
      return KEEPING_CALLS.has(calledName(node.expression)) ? [['kept', ';', 'statement dropped']] : [];
    case 'CallExpression': {
      const name = calledName(node);
      // Inside an optional chain the brackets around a part would change its meaning.
      if (name === undefined || of(node).includes('?.') || parent.type === 'ExpressionStatement') return [];
      const { object, property } = node.callee;
      if (DROPPED_CALLS.has(name)) return [['step', of(object), `.${name}() dropped`]];
      const other = Object.hasOwn(OTHER_CALLS, name) ? OTHER_CALLS[name] : undefined;
      if (other === undefined) return [];
      return [
        ['call', `${of(object)}.${other}${source.slice(property.end, node.end)}`, `${name} becomes ${other}`],
      ];
    }
    default:
      return [];
  }
}

function literalChanges({ value }, parent, key) {
  // `typeof x === ''` is what another sort does to the operator.
  if (parent.type === 'BinaryExpression' && parent.left.operator === 'typeof') return [];
  const isName = (key === 'key' && !parent.computed) || key === 'source' || parent.type === 'ImportAttribute';
  if (isName || parent.type === 'ExpressionStatement') return [];
  if (typeof value === 'boolean') return [['boolean', String(!value), `${value} becomes ${!value}`]];
  if (typeof value === 'number') {
    const other = value === 1 ? 0 : value + 1;
    return [['number', String(other), `${value} becomes ${other}`]];
  }
  // Prose is read by people: no test should hold its words.
  if (typeof value === 'string' && value !== '' && !/\s/.test(value))
    return [['text', "''", `${JSON.stringify(value)} emptied`]];
  return [];
}

function leaves(consequent) {
  const last = consequent.type === 'BlockStatement' ? consequent.body.at(-1) : consequent;
  return last !== undefined && LEAVING.has(last.type);
}

function calledName(node) {
  const { type, callee, optional } = node;
  if (type !== 'CallExpression' || optional || callee.type !== 'MemberExpression') return undefined;
  return callee.computed || callee.optional ? undefined : callee.property.name;
}
