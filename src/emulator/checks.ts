import { isJsonObject, type Json, type JsonObject } from '../types/json.ts';
import { ApiError, invalid, unauthorized } from './errors.ts';
import { BODY_LIMIT_BYTES, type EmulatorRequest } from './message.ts';
import type { RequestSwitches } from './switches/request.ts';
import { type ApiVersion, NEWEST_VERSION, OLDEST_VERSION, parseVersion } from './version.ts';

/** Versions that Intercom still lists, and whose API was another one: users and leads apart. */
const OLD_VERSION = /^1\.\d$/;

/** The access token of a request: a bearer, or the user name of Basic without a password; intercom 11.2, first check. */
export function accessToken(request: EmulatorRequest, expected: string | undefined): string {
  const [, scheme = '', given = ''] =
    /^(Bearer|Basic)\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '') ?? [];
  const token = scheme.toLowerCase() === 'basic' ? basicUser(given) : given;
  if (token === '' || (expected !== undefined && token !== expected)) throw unauthorized();
  return token;
}

/** The user name of `user:` in base64, as `curl -u TOKEN:` sends it; empty where a password follows, which Intercom has none of. */
function basicUser(credentials: string): string {
  const text = Buffer.from(credentials, 'base64').toString('utf8');
  return text.indexOf(':') === text.length - 1 ? text.slice(0, -1) : '';
}

/** The token that a request carries, whatever is expected; undefined where it carries none. */
export function tokenIn(request: EmulatorRequest): string | undefined {
  try {
    return accessToken(request, undefined);
  } catch {
    return undefined;
  }
}

/** The version in force: the header wins over the app's default (intercom 1.1, 11.2). */
export function checkVersion(request: EmulatorRequest, switches: RequestSwitches): ApiVersion {
  const text = request.headers['intercom-version'] ?? switches.defaultVersion;
  const version = parseVersion(text);
  if (version === undefined) {
    throw new ApiError({
      status: 400,
      code: 'intercom_version_invalid',
      message: OLD_VERSION.test(text)
        ? `The emulator does not speak ${text}: it emulates the versions ${OLDEST_VERSION} to ${NEWEST_VERSION}.`
        : 'Requested resource is not available in current API version.',
    });
  }
  return version;
}

/** Off by default (intercom 11.2). */
export function checkAccept(request: EmulatorRequest, switches: RequestSwitches): void {
  if (!switches.requireAccept) return;
  const accept = request.headers.accept ?? '';
  if (/\*\/\*|application\/\*|\bjson\b/i.test(accept)) return;
  throw new ApiError({
    status: 406,
    code: 'media_type_not_acceptable',
    message: 'The Accept header should send a media type of application/json',
  });
}

/** The JSON object of the body, `{}` where there is none or it is null, as in the spec's own examples (intercom 1.1). */
export function checkBody(request: EmulatorRequest): JsonObject {
  if (request.method === 'GET' || request.method === 'HEAD' || request.body.trim() === '') return {};
  if (Buffer.byteLength(request.body) > BODY_LIMIT_BYTES) {
    throw new ApiError({ status: 413, code: 'parameter_invalid', message: 'The request body is too large' });
  }
  const value = parse(request.body);
  if (value === null) return {};
  if (!isJsonObject(value)) throw invalid('The request body must be a JSON object');
  return value;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('The request body is not valid JSON');
  }
}
