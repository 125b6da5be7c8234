import { fileURLToPath } from 'node:url';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { PlanDocument } from '../types/plan.ts';
import type { ResultDocument } from '../types/result.ts';
import { applyChanges } from './apply.ts';
import { hasErrors } from './group-diagnostics.ts';
import type { PlanningOptions, Ports } from './options.ts';
import { packageUrl, readPackageFile } from './package.ts';
import { makePlan } from './plan.ts';
import { validate } from './validate.ts';

/** One step of the tour. */
export interface DemoSection {
  readonly title: string;
  readonly text?: string;
  readonly plan?: PlanDocument;
  readonly result?: ResultDocument;
}

export interface DemoEnd {
  readonly exit: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** The token that the emulator of the tour accepts. */
export const DEMO_TOKEN = 'demo';

/**
 * The two-minute tour: validate, plan, apply and plan again the example workspace, against an emulator in this process. It
 * needs no socket and no account.
 */
export async function demo(
  ports: Ports,
  { onSection }: { readonly onSection: (section: DemoSection) => void },
): Promise<DemoEnd> {
  const { createEmulator, parseSeed } = await import('../emulator/index.ts');
  const token = DEMO_TOKEN;
  const emulator = createEmulator({
    token,
    now: ports.now,
    seed: parseSeed(JSON.parse(await readPackageFile('migrations/data/seed.json'))),
  });
  const inside: Ports = {
    ...ports,
    env: { CI: 'true', INTERCOM_ACCESS_TOKEN: token },
    fetch: emulator.fetch,
  };
  const options: PlanningOptions = {
    project: fileURLToPath(packageUrl('.')),
    variables: new Map(),
    target: [],
    exclude: [],
    allow: new Map(),
  };

  const checked = await validate(options, inside);
  if (hasErrors(checked.diagnostics)) return { exit: 1, diagnostics: checked.diagnostics };
  const items = Object.entries(checked.declared).reduce((sum, [, count]) => sum + count, 0);
  onSection({
    title: 'interform validate',
    text: `Valid: ${checked.files} files declare ${items} items. They ship with this package in migrations/.`,
  });

  const first = await makePlan(options, inside);
  if (first.plan === undefined || first.session === undefined)
    return { exit: 1, diagnostics: first.diagnostics };
  onSection({ title: 'interform plan', plan: first.plan });
  const blocked = first.plan.guards.some((guard) => guard.over);
  if (hasErrors(first.diagnostics) || blocked)
    return { exit: blocked ? 5 : 1, diagnostics: first.diagnostics };

  const result = await applyChanges(first.session, first.plan, { maxErrors: 1 }, inside);
  onSection({ title: 'interform apply --auto-approve', result });
  if (result.exit !== 0) return { exit: result.exit, diagnostics: result.diagnostics };

  const second = await makePlan(options, inside);
  if (second.plan === undefined) return { exit: 1, diagnostics: second.diagnostics };
  onSection({ title: 'interform plan', plan: second.plan });
  return { exit: second.plan.changes.length === 0 ? 0 : 1, diagnostics: [] };
}
