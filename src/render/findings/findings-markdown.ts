import type { Diagnostic, Severity } from '../../types/diagnostic.ts';
import { code, lengthOf, nested, sentence } from '../markdown/markdown-text.ts';
import { sumUp } from './diagnostics.ts';
import { findingPlace } from './finding-message.ts';

/** Findings that a comment has room for; the worst come first. */
const MOST = 20;
/** Characters that they may take: an escaped character takes six. */
const MOST_CHARACTERS = 20_000;
const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** The findings of a plan or a run as a list; empty for none. */
export function findingsMarkdown(findings: readonly Diagnostic[]): string[] {
  if (findings.length === 0) return [];
  const sorted = findings.toSorted((a, b) => RANK[a.severity] - RANK[b.severity]);
  const items: string[][] = [];
  let size = 0;
  for (const finding of sorted.slice(0, MOST)) {
    const lines = item(finding);
    size += lengthOf(lines);
    if (size > MOST_CHARACTERS) break;
    items.push(lines);
  }
  const left = findings.length - items.length;
  return [
    `#### Findings: ${sumUp(findings)}`,
    '',
    ...items.flat(),
    ...(left > 0 ? [`- and ${left} more: interform validate or interform plan lists all`] : []),
  ];
}

function item(finding: Diagnostic): string[] {
  const { severity, summary, detail, help } = finding;
  const where = findingPlace(finding);
  return [
    `- **${severity}** ${code(finding.code)} ${sentence(summary, 300)}${where === undefined ? '' : ` · ${code(where)}`}`,
    ...(detail === undefined ? [] : [nested(`- ${sentence(detail, 300)}`, 1)]),
    ...(help === undefined ? [] : [nested(`- help: ${sentence(help, 300)}`, 1)]),
  ];
}
