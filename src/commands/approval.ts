import { counted, thousands } from '../render/words/counted.ts';
import { inert } from '../render/words/inert.ts';
import type { PlanDocument } from '../types/plan.ts';
import type { Terminal } from './terminal.ts';

/**
 * Asks whether a plan that was just shown may be applied. If something in it cannot be undone, the user has to type the name of
 * the workspace, otherwise the whole word yes.
 */
export async function approve(plan: PlanDocument, terminal: Terminal, signal: AbortSignal): Promise<boolean> {
  const name = inert(plan.workspace.name);
  let irreversible = 0;
  for (const change of plan.changes) if (change.irreversible) irreversible += 1;
  const changes = counted(plan.changes.length, 'change');
  if (irreversible === 0) {
    const answer = await terminal.ask(`\nApply ${changes} to workspace ${name}? Type yes to apply: `, signal);
    return answer?.trim().toLowerCase() === 'yes';
  }
  // On two lines, because one would be wider than most terminals.
  const question = `\nApply ${changes} to workspace ${name}? ${thousands(irreversible)} cannot be undone.\nType the workspace's name (${name}) to apply: `;
  const answer = (await terminal.ask(question, signal))?.trim();
  return answer !== undefined && (answer === plan.workspace.name.trim() || answer === name.trim());
}
