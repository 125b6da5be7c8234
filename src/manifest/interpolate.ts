import { nearest } from '../types/nearest.ts';

/** What is wrong with a `${…}`; the caller adds the place. */
export interface InterpolationProblem {
  readonly code: string;
  readonly summary: string;
  readonly detail?: string;
  readonly help: string;
}

/** Values of declared variables, and that of `var.env`, which is null where no environment is chosen. */
export interface Variables {
  readonly values: ReadonlyMap<string, string>;
  readonly environment: string | null;
}

/**
 * Fills variables into a text. `${var.suffix}` is replaced by the variable `suffix`, `${var.env}` by the name of the
 * environment, `$${` by a literal `${`. The inserted values are not searched for variables again. The result is always text, so
 * `${var.size}` where a number is required is a wrong type.
 */
export function interpolate(
  text: string,
  variables: Variables,
): { readonly text: string; readonly problems: readonly InterpolationProblem[] } {
  if (!text.includes('${')) return { text, problems: [] };
  const problems: InterpolationProblem[] = [];
  const filled = text.replace(
    /\$\$\{|\$\{([^}]*)(\}?)/g,
    (whole, name: string | undefined, close: string) => {
      if (name === undefined) return '${';
      const found = close === '' ? unclosed(whole) : variableValue(name.trim(), variables);
      if (typeof found === 'string') return found;
      problems.push(found);
      return whole;
    },
  );
  return { text: filled, problems };
}

function variableValue(name: string, { values, environment }: Variables): string | InterpolationProblem {
  if (name === 'var.env') return environment ?? noEnvironment();
  if (name.startsWith('var.')) {
    const value = values.get(name.slice('var.'.length));
    if (value !== undefined) return value;
    return undeclared(name.slice('var.'.length), values);
  }
  const meant = values.has(name) || name === 'env' ? `write \${var.${name}}; ` : '';
  return {
    code: 'unknown-variable',
    summary: `\${${name}} is no variable`,
    detail: `only \${var.NAME} is filled in; the environment cannot be read`,
    help: `${meant}a literal \${ is written $\${`,
  };
}

function undeclared(name: string, values: ReadonlyMap<string, string>): InterpolationProblem {
  const near = nearest(name, [...values.keys(), 'env']);
  return {
    code: 'unknown-variable',
    summary: `the variable ${name} is not declared`,
    ...(near === undefined ? {} : { detail: `did you mean "${near}"?` }),
    help: `declare it under variables: in interform.yaml; --var ${name}=VALUE and INTERFORM_VAR_${name} then set it`,
  };
}

function noEnvironment(): InterpolationProblem {
  return {
    code: 'no-environment',
    summary: 'var.env has no value: no environment is chosen',
    help: 'declare environments: in interform.yaml and choose one with --env NAME or INTERFORM_ENV',
  };
}

function unclosed(written: string): InterpolationProblem {
  return {
    code: 'unclosed-variable',
    summary: `\${ is not closed`,
    detail: `"${written.slice(0, 40)}"`,
    help: `write \${var.NAME}; a literal \${ is written $\${`,
  };
}
