export type PathStep = string | number;

/** Splits a JSON pointer into steps. List positions stay text, which YamlTree accepts. */
export function stepsOfPath(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The JSON pointer of a path. */
export function pointerOf(path: readonly PathStep[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** A path in the form for messages: `contacts[0].custom_attributes.plan`, `companies["a b"]`. */
export function pathText(path: readonly PathStep[]): string {
  let text = '';
  for (const step of path) {
    const name = String(step);
    if (typeof step === 'number' || /^(0|[1-9]\d{0,8})$/.test(name)) text += `[${name}]`;
    else if (/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(name)) text += text === '' ? name : `.${name}`;
    else text += `[${JSON.stringify(name)}]`;
  }
  return text;
}
