import type { FakeGithub } from './fake-github.ts';

export interface Ask {
  /** The parts of the path in the places of `*`. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly sent: Readonly<Record<string, unknown>>;
  readonly github: FakeGithub;
  /** The page of a list that was asked for. */
  page<T>(list: readonly T[]): readonly T[];
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** By method and path below the repository; a star stands for one part of the path. */
export type Routes = Readonly<Record<string, (ask: Ask) => Answer>>;

export function found(body: unknown): Answer {
  return body === undefined ? refusal(404, 'Not Found') : { status: 200, body };
}

export function refusal(status: number, message: string): Answer {
  return { status, body: { message } };
}
