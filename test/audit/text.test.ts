import { describe, expect, it } from 'vitest';
import { renderAudit } from '../../src/render/audit/audit-text.ts';
import { createMask } from '../../src/render/mask/mask.ts';
import { maskAudit } from '../../src/render/mask/mask-audit.ts';
import { AUDIT_FORMAT, type AuditDocument, type MergeablePair } from '../../src/types/audit.ts';

const look = { width: 100, color: false };
const hostile = 'x\u001b[31m\n<b>\u202e';

function documentOf(more: Partial<AuditDocument>): AuditDocument {
  return {
    format: AUDIT_FORMAT,
    exit: 0,
    workspace: { id: 'ecahpwf5', name: 'Acme', region: 'US' },
    environment: null,
    manifests: null,
    scanned: 3,
    requests: { reads: 4, retried: 0 },
    diagnostics: [],
    ...more,
  };
}

function contactsOf(mergeable: readonly MergeablePair[]): NonNullable<AuditDocument['contacts']> {
  return {
    not_live: null,
    counts: {
      users: 1,
      leads: mergeable.length,
      leads_beside_users: mergeable.length,
      mergeable: mergeable.length,
      ambiguous_leads: 0,
      users_sharing: 0,
      leads_sharing: 0,
      users_without_external_id: 0,
      leads_without_email_or_phone: 0,
    },
    mergeable,
    ambiguous: [],
    users_sharing: [],
    leads_sharing: [],
    users_without_external_id: [],
  };
}

const pairOf = (id: string, text: string): MergeablePair => ({
  lead: { id, role: 'lead', external_id: null, email: text, phone: null },
  into: { id: 'user-1', role: 'user', external_id: text, email: text, phone: null },
  shared: ['email'],
  emails_differ: false,
  after: null,
  skip_duplicate_validation: false,
});

describe('the text of an audit', () => {
  it('shows twenty of a group and says how many there are more', () => {
    const pairs = Array.from({ length: 1_225 }, (_, n) => pairOf(`lead-${n}`, 'ada@acme.test'));
    const text = renderAudit(documentOf({ contacts: contactsOf(pairs) }), look);
    expect(text).toContain('Leads that can be merged into a user (1,225)');
    expect(text.match(/^ {2}lead lead-\d+ \(ada@acme\.test\) → user/gm)).toHaveLength(20);
    expect(text).toContain('  and 1,205 more; --json lists all');
  });

  it('says so when nobody shares', () => {
    const text = renderAudit(documentOf({ contacts: contactsOf([]) }), look);
    expect(text).toContain('Nobody shares an email or phone.');
    expect(text).not.toContain('--merges');
  });

  it('names the environment in the commands that it offers', () => {
    const contacts = contactsOf([pairOf('lead-1', 'ada@acme.test')]);
    const merges = { file: 'migrations/merges.yaml', count: 1 };
    const text = renderAudit(documentOf({ environment: 'staging', contacts, merges }), look);
    expect(text).toContain('  interform plan --env staging --allow merge=1');
  });

  it('lets no escape sequence, line break or bidi control through', () => {
    const document = documentOf({
      workspace: { id: hostile, name: hostile, region: hostile },
      attributes: {
        cap: { used: 1, limit: 250 },
        counts: { contact: 1, company: 0, archived: 0, unmanaged: 1, unused: 0 },
        near_equal_names: [{ model: hostile, names: [hostile, hostile] }],
        proposals: [
          {
            ...{
              model: 'contact',
              attribute: hostile,
              type: hostile,
              held: 1,
              declared: hostile,
              archive: true,
            },
            from: [
              {
                ...{ attribute: hostile, type: hostile, held: 1, declared: hostile, numbered: false },
                ...{ both: 1, differ: 1, refused: hostile },
                values: [{ value: hostile, contacts: 1, becomes: hostile }],
                unconverted: { contacts: 1, values: [{ value: hostile, contacts: 1 }] },
              },
            ],
            options: [
              { value: hostile, contacts: 1, was: [{ value: hostile, contacts: 1, proposed: true }] },
            ],
          },
        ],
        items: [
          {
            model: 'contact',
            name: hostile,
            type: hostile,
            archived: false,
            managed: false,
            sensitive: false,
            held: 1,
            values: {
              distinct: 1,
              complete: true,
              used: [],
              near_equal: [[{ value: hostile, contacts: 1 }]],
              outside_options: { contacts: 1, values: [{ value: hostile, contacts: 1 }] },
              unused_options: [hostile],
            },
          },
        ],
      },
      tags: {
        counted_by: 'scan',
        counts: { tags: 1, unmanaged: 0, unused: 1 },
        items: [{ id: '1', name: hostile, managed: true, contacts: 0 }],
        near_equal_names: [[hostile, hostile]],
      },
      contacts: contactsOf([{ ...pairOf(hostile, hostile), after: hostile }]),
      merges: { file: hostile, count: 1 },
    });
    const text = renderAudit(document, look);
    expect(text).toContain('\\x1b[31m\\n<b>\\u{202e}');
    for (const control of ['\u001b', '\u202e']) expect(text).not.toContain(control);
    expect(text).not.toMatch(/^<b>/m);
    const masked = maskAudit(document, createMask({ key: 'k', sensitive: [] }));
    expect(renderAudit(masked, look)).not.toContain('\u001b');
  });
});
