import type { Diagnostic, Report } from '../types/diagnostic.ts';
import { nearest } from '../types/nearest.ts';

const PREFIX = 'INTERFORM_VAR_';

interface Sources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `--var NAME=VALUE`. */
  readonly flags: ReadonlyMap<string, string>;
  readonly report: Report;
}

/**
 * The values for `${var.NAME}`. `--var` wins over INTERFORM_VAR_NAME, which wins over the project file. Since environment
 * variables are usually in capitals, INTERFORM_VAR_SUFFIX also sets `suffix`, unless INTERFORM_VAR_suffix does.
 */
export function collectVariables(
  declared: ReadonlyMap<string, string>,
  { env, flags, report }: Sources,
): ReadonlyMap<string, string> {
  const variables = new Map(declared);
  const given = new Map<string, string>();
  for (const [name, value] of Object.entries(env)) {
    if (name.startsWith(PREFIX) && value !== undefined) given.set(name.slice(PREFIX.length), value);
  }
  for (const [name, value] of given) {
    if (name !== name.toUpperCase()) continue;
    const meant = [...declared.keys()].filter((one) => one.toUpperCase().replaceAll('-', '_') === name);
    for (const one of meant.length === 0 ? [name.toLowerCase()] : meant) variables.set(one, value);
  }
  for (const [name, value] of given) variables.set(name, value);
  for (const [name, value] of flags) {
    if (declared.size > 0 && !declared.has(name) && name.toLowerCase() !== 'env')
      report(notDeclared(name, declared.keys()));
    variables.set(name, value);
  }
  for (const name of [...declared.keys(), ...given.keys(), ...flags.keys()]) {
    if (name.toLowerCase() !== 'env') continue;
    report({
      code: 'reserved-variable',
      severity: 'error',
      summary: 'the variable env cannot be set',
      help: 'var.env is the name of the environment: choose it with --env NAME',
    });
  }
  return variables;
}

/** Reported because a misspelt variable would plan other names than intended. */
function notDeclared(name: string, declared: Iterable<string>): Diagnostic {
  const meant = nearest(name, declared);
  return {
    code: 'undeclared-variable',
    severity: 'error',
    summary: '--var names a variable that the project does not declare',
    detail: `${JSON.stringify(name)}${meant === undefined ? '' : `; did you mean ${JSON.stringify(meant)}?`}`,
    help: 'declare it under variables: in interform.yaml, with its default',
  };
}

/** A variable that is set outside the project file, with the variable names that it may stand for. */
export interface GivenVariable {
  /** How it was set: `--var NAME` or `INTERFORM_VAR_NAME`. */
  readonly from: string;
  readonly names: readonly string[];
}

/** The variables that flags and the process environment set. */
export function givenVariables({ env, flags }: Pick<Sources, 'env' | 'flags'>): readonly GivenVariable[] {
  const names = Object.keys(env)
    .filter((key) => key.startsWith(PREFIX) && env[key] !== undefined)
    .sort();
  return [
    ...[...flags.keys()].map((name) => ({ from: `--var ${name}`, names: [name] })),
    ...names.map((key) => {
      const name = key.slice(PREFIX.length);
      return { from: key, names: [name, name.toLowerCase(), name.toLowerCase().replaceAll('_', '-')] };
    }),
  ];
}
