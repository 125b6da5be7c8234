import { isJsonObject, type JsonObject } from '../../types/json.ts';
import { BODY_LIMIT_BYTES } from '../message.ts';
import { ControlRefusal, refused } from './refusal.ts';

/**
 * The JSON object that a request to the control plane carries.
 *
 * @throws ControlRefusal for any other body, and for one that is too large to have arrived whole.
 */
export function sentObject(body: string): JsonObject {
  if (Buffer.byteLength(body) > BODY_LIMIT_BYTES)
    throw new ControlRefusal(
      413,
      'The body is larger than 10 MiB',
      'start the emulator with --seed FILE instead',
    );
  const value = parsed(body);
  if (!isJsonObject(value)) throw refused('The body is not a JSON object', 'send one, such as {}');
  return value;
}

/** @throws ControlRefusal for keys of an object that mean nothing here. */
export function checkSentKeys(object: JsonObject, known: readonly string[]): void {
  const unknown = Object.keys(object).filter((key) => !known.includes(key));
  if (unknown.length > 0)
    throw refused(`The body holds ${unknown.join(', ')}`, `known are ${known.join(', ')}`);
}

/** Text as the JSON value that it is, or as text. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
