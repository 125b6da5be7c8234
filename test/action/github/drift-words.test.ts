import { describe, expect, it } from 'vitest';
import { decide, issueBody, issueTitle } from '../../../action/github/drift/issue-words.js';

const MARK = '<!-- interform drift: production -->';
const US = 'github-actions[bot]';
const facts = { mark: MARK, of: 'sha256:aa', branch: 'main', counts: undefined, run: 'r', report: '' };
const issue = (number: number, of: string, login = US) => ({
  number,
  user: { login },
  body: issueBody('### Acme', { ...facts, of }),
});
const about = (exit: string, of = 'sha256:aa') => ({ mark: MARK, login: US, exit, of });

describe('the issue of drift', () => {
  it('is opened, left, updated and closed', () => {
    const open = issue(3, 'sha256:aa');
    expect(decide([], about('2'))).toEqual({ verb: 'open' });
    expect(decide([open], about('2'))).toEqual({ verb: 'leave', issue: open });
    expect(decide([open], about('5', 'text:bb'))).toEqual({ verb: 'update', issue: open });
    expect(decide([open], about('0'))).toEqual({ verb: 'close', issues: [open] });
    expect(decide([], about('0'))).toEqual({ verb: 'close', issues: [] });
  });

  it.each(['1', '3', '4', '6', '127', ''])(
    'is left as it is by exit %j, which says nothing of drift',
    (exit) => {
      expect(decide([issue(3, 'sha256:aa')], about(exit))).toEqual({ verb: 'unknown' });
      expect(decide([], about(exit))).toEqual({ verb: 'unknown' });
    },
  );

  it('is ours: nobody else’s, of another environment, or a pull request', () => {
    const others = [
      issue(1, 'sha256:aa', 'eve'),
      issue(2, 'sha256:aa', 'renovate[bot]'),
      { ...issue(3, 'sha256:aa'), pull_request: {} },
      { ...issue(4, 'sha256:aa'), user: null },
      { ...issue(5, 'sha256:aa'), body: null },
      {
        ...issue(6, 'sha256:aa'),
        body: issueBody('', { ...facts, mark: '<!-- interform drift: staging -->' }),
      },
    ];
    expect(decide(others, about('2'))).toEqual({ verb: 'open' });
    expect(decide(others, about('0'))).toEqual({ verb: 'close', issues: [] });
  });

  it('has the name of its environment, on one line that GitHub takes', () => {
    expect(issueTitle('', '.')).toBe('Drift in Intercom');
    expect(issueTitle('production', 'crm/eu')).toBe('Drift in Intercom: production, crm/eu');
    expect(issueTitle('x\n'.repeat(300), '.')).toMatch(/^[^\n]{1,200}$/);
  });

  it('says how to put it back and how to keep it', () => {
    expect(issueBody('### Acme', facts)).toMatch(
      /\*\*Put it back\*\* with a pull request .*\*\*Keep it\*\* with/,
    );
  });

  it('never holds more than an issue does', () => {
    expect(issueBody('x'.repeat(70_000), facts).length).toBeLessThan(65_536);
    expect(issueBody('x'.repeat(70_000), facts)).toContain('too long for an issue');
  });
});
