import { describe, expect, it } from 'vitest';
import {
  asideBody,
  decide,
  headOf,
  MOST_CHARACTERS,
  newestOf,
} from '../../../action/github/talk/standing.js';

const MARK = '<!-- interform plan: production -->';
const US = 'github-actions[bot]';
const [A, B] = ['sha256:aa', 'sha256:bb'];
const comment = (id: number, of: string, login = US) => ({
  id,
  user: { login, type: 'Bot' },
  body: [...headOf(MARK, of), `plan ${id}`].join('\n'),
});
const about = (of: string) => ({ mark: MARK, of, login: US });

describe('a comment that stands', () => {
  it('is updated by the same plan, and set aside by another', () => {
    const standing = comment(1, A);
    expect(decide([], about(A))).toEqual({ update: undefined, aside: [] });
    expect(decide([standing], about(A))).toEqual({ update: standing, aside: [] });
    expect(decide([standing], about(B))).toEqual({ update: undefined, aside: [standing] });
    // An error is no plan, and a plan after an error is not written over it.
    expect(decide([standing], about(''))).toEqual({ update: undefined, aside: [standing] });
    expect(decide([comment(1, '')], about(A)).update).toBeUndefined();
  });

  it('is the newest, whose plan alone can be the same: an older one with it was out of date in between', () => {
    const [first, second] = [comment(1, A), comment(2, B)];
    expect(decide([second, first], about(A))).toEqual({ update: undefined, aside: [first, second] });
    expect(decide([first, second], about(B))).toEqual({ update: second, aside: [first] });
  });

  it('is ours: nobody else’s with the same words, of another environment, or that quotes it', () => {
    const others = [
      comment(1, A, 'eve'),
      comment(2, A, 'dependabot[bot]'),
      comment(3, A, 'github-actions'),
      { ...comment(4, A), user: null },
      { ...comment(5, A), body: `> ${comment(5, A).body}` },
      { ...comment(6, A), body: comment(6, A).body.replace('production', 'production-eu') },
      { ...comment(7, A), body: null },
    ];
    expect(decide(others, about(A))).toEqual({ update: undefined, aside: [] });
    expect(decide(others, about(B))).toEqual({ update: undefined, aside: [] });
    expect(newestOf(others, about(A))).toBeUndefined();
  });

  it('is found where somebody edited it with line ends of a browser', () => {
    const edited = { ...comment(1, A), body: comment(1, A).body.replaceAll('\n', '\r\n') };
    expect(decide([edited], about(A)).update).toBe(edited);
  });

  it('is set aside whole, and never found again', () => {
    const { body } = comment(1, A);
    for (const isHidden of [true, false]) {
      const aside = asideBody(body, {
        newer: 'https://github.test/acme/crm/pull/7#issuecomment-2',
        isHidden,
      });
      expect(aside).toContain(`\n${body}`);
      expect(aside.split('\n')[1]).toMatch(/^\*\*Out of date\.\*\* .*issuecomment-2/);
      expect(aside.includes('<details>')).toBe(!isHidden);
      expect(decide([{ ...comment(1, A), body: aside }], about(A))).toEqual({ update: undefined, aside: [] });
      const longest = asideBody('x'.repeat(MOST_CHARACTERS), {
        newer: `https://${'g'.repeat(300)}`,
        isHidden,
      });
      expect(longest.length).toBeLessThanOrEqual(65_536);
    }
  });

  it('of what was done is one for each commit', () => {
    const [first, again, other] = [comment(1, 'a'), comment(2, 'a'), comment(3, 'b')];
    expect(newestOf([first, again, other], about('a'))).toBe(again);
    expect(newestOf([first, again, other], about('c'))).toBeUndefined();
  });
});
