/**
 * Names that every object of JavaScript has without being given them. Where an attribute is called so, TypeScript and validators
 * take what is inherited for its value.
 */
export const INHERITED_NAMES: ReadonlySet<string> = new Set([
  'constructor',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'toLocaleString',
  'toString',
  'valueOf',
]);
