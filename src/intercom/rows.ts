import { isJsonObject, type Json } from '../types/json.ts';
import { MalformedAnswer } from '../types/wire-call.ts';
import { malformed } from './refusal.ts';
import type { Answer } from './transport.ts';

/** The rows of a list, under whichever of the names they come (intercom 5.1, 5.2, 12.6). */
export function rowsOf<T>(
  answer: Answer,
  { names, row }: { readonly names: readonly string[]; row(row: Json): T },
): readonly T[] {
  return understood(answer, () => listIn(answer.body, names).map((one) => row(one)));
}

/** Reads an answer; a MalformedAnswer becomes the failure of this call. */
export function understood<T>(answer: Answer, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedAnswer) throw malformed(answer, error.message, answer.requestId);
    throw error;
  }
}

function listIn(body: Json, names: readonly string[]): readonly Json[] {
  if (Array.isArray(body)) return body;
  if (!isJsonObject(body)) throw new MalformedAnswer('the answer is not an object');
  for (const name of names) {
    const rows = body[name];
    if (Array.isArray(rows)) return rows;
  }
  throw new MalformedAnswer(`the answer has no list called ${names.join(' or ')}`);
}
