import { kinds } from '../../kinds/index.ts';
import type { AuditDocument } from '../../types/audit.ts';
import type { AuditSection } from '../../types/kind/auditing.ts';
import type { Look } from '../terminal/look.ts';
import { paintFor } from '../terminal/paint.ts';
import { wrap } from '../terminal/width.ts';
import { titleOf } from '../view/plan-words.ts';
import { counted, thousands } from '../words/counted.ts';
import { inert } from '../words/inert.ts';
import { contactsSections } from './audit-contacts-text.ts';
import { AUDIT_WORDS } from './audit-section.ts';

/** An audit for people, without a newline at the end. */
export function renderAudit(document: AuditDocument, look: Look): string {
  const paint = paintFor(look.color);
  const sections = kinds.flatMap(({ auditing }): readonly AuditSection[] => {
    if (auditing === null || document[auditing.part] === undefined) return [];
    if (auditing.begin !== undefined) return auditing.sections(document[auditing.part], AUDIT_WORDS);
    return document.contacts === undefined ? [] : contactsSections(document.contacts);
  });
  return [
    paint('bold', titleLine(document)),
    ...sections.map((section) => sectionText(section, look)),
    ...mergesText(document),
    ...changesText(document),
  ].join('\n\n');
}

function titleLine({ environment, workspace, scanned, manifests }: AuditDocument): string {
  const { name, id, region } = workspace;
  const title = titleOf(environment === null ? null : inert(environment), {
    name: inert(name),
    id: inert(id),
    region: inert(region),
  });
  const facts = [
    ...(scanned === null ? [] : [counted(scanned, 'live contact')]),
    ...(manifests === null
      ? []
      : [manifests === 0 ? 'no manifests, so nothing is managed' : counted(manifests, 'manifest file')]),
  ];
  return facts.length === 0 ? title : `${title}: ${facts.join(', ')}`;
}

function sectionText({ title, advice, lines }: AuditSection, look: Look): string {
  const paint = paintFor(look.color);
  const advised = advice === undefined ? [] : wrap(advice, Math.max(38, look.width - 2));
  return [paint('bold', title), ...advised.map((line) => paint('dim', `  ${line}`)), ...lines].join('\n');
}

/** The last words: what was written, or how to have it written. A command stands on a line of its own, to be copied. */
function mergesText({ merges, contacts, environment }: AuditDocument): string[] {
  if (contacts === undefined || (merges === undefined && contacts.mergeable.length === 0)) return [];
  const count = contacts.mergeable.length;
  const env = environment === null ? '' : ` --env ${inert(environment)}`;
  if (merges === undefined) {
    const command = `interform audit contacts${env} --merges migrations/merges.yaml`;
    return [
      `To merge ${count === 1 ? 'it' : 'them'}, have a manifest written and review its plan:\n  ${command}`,
    ];
  }
  if (count === 0) return [`Wrote ${inert(merges.file)}: nothing is left to merge.`];
  const command = `interform plan${env} --allow merge=${count}`;
  return [`Wrote ${counted(count, 'merge')} to ${inert(merges.file)}. Look through it, then:\n  ${command}`];
}

/** The same for `--changes`. */
function changesText({ changes, attributes, environment }: AuditDocument): string[] {
  const env = environment === null ? '' : ` --env ${inert(environment)}`;
  if (changes === undefined) {
    if (attributes === undefined || attributes.proposals.length === 0) return [];
    const command = `interform audit attributes${env} --changes migrations/changes.yaml`;
    return [`To make proposed changes, have a manifest written and review its plan:\n  ${command}`];
  }
  const { count, commented } = changes;
  const file = inert(changes.file);
  if (count + commented === 0) return [`Wrote ${file}: nothing is proposed.`];
  const asides =
    commented === 0 ? '' : `, and ${thousands(commented)} as ${commented === 1 ? 'a comment' : 'comments'}`;
  return [
    `Wrote ${counted(count, 'change')} to ${file}${asides}. Look through it, then:\n  interform plan${env}`,
  ];
}
