import { errorCode } from '../types/error-code.ts';
import { IntercomError } from './error.ts';

interface CallFacts {
  readonly method: string;
  readonly path: string;
  readonly writes: boolean;
}

/** No answer within the time: a write may have taken effect. */
export function timeoutOf(call: CallFacts, timeoutMs: number): IntercomError {
  return new IntercomError({
    family: 'timeout',
    messages: [`no answer within ${timeoutMs / 1000} s`],
    method: call.method,
    path: call.path,
    outcome: call.writes ? 'unknown' : 'refused',
  });
}

/** The answer began and did not end within the limit: whatever its status, the outcome of a write is unknown. */
export function tooLargeOf(
  call: CallFacts & { readonly status: number | null },
  maxBytes: number,
): IntercomError {
  return new IntercomError({
    family: 'too-large',
    messages: [`the answer is longer than ${maxBytes / 2 ** 20} MB, so interform stopped reading`],
    status: call.status,
    method: call.method,
    path: call.path,
    outcome: call.writes ? 'unknown' : 'refused',
  });
}

/** What fetch threw. `refused` only where no connection was made, so that nothing can have been sent. */
export function networkFailureOf(
  call: CallFacts,
  thrown: unknown,
  redact: (text: string) => string,
): IntercomError {
  const reason = deepest(thrown);
  const code = errorCode(reason) ?? '';
  const certificate = isCertificate(code);
  const said = reason instanceof Error ? reason.message : String(reason);
  const text = redact([code, said].filter((part) => part && part !== '').join(': '));
  return new IntercomError({
    family: 'network',
    code: certificate ? 'certificate' : 'network',
    messages: [text],
    method: call.method,
    path: call.path,
    outcome: call.writes && !certificate && !neverConnected(reason) ? 'unknown' : 'refused',
    // A new error, since the one that fetch throws may hold the headers of the request.
    cause: new Error(text),
  });
}

/** The run was stopped before this request went out. */
export function interruptedOf(call: CallFacts): IntercomError {
  return new IntercomError({
    family: 'interrupted',
    messages: ['stopped before it was sent'],
    method: call.method,
    path: call.path,
  });
}

/** The run was stopped while this read was under way, or right before. */
export function givenUpOf(call: CallFacts): IntercomError {
  return new IntercomError({
    family: 'interrupted',
    messages: ['stopped before it was answered'],
    method: call.method,
    path: call.path,
  });
}

function deepest(thrown: unknown): unknown {
  let reason = thrown;
  for (let depth = 0; depth < 5; depth += 1) {
    const below = belowOf(reason);
    if (below === undefined) return reason;
    reason = below;
  }
  return reason;
}

/** The first of several errors, or the cause of one. It is not asked whether they are an Error of this context. */
function belowOf(reason: unknown): object | undefined {
  if (typeof reason !== 'object' || reason === null) return undefined;
  const [first]: unknown[] = 'errors' in reason && Array.isArray(reason.errors) ? reason.errors : [];
  const below = first ?? ('cause' in reason ? reason.cause : undefined);
  return typeof below === 'object' && below !== null && 'message' in below ? below : undefined;
}

function neverConnected(reason: unknown): boolean {
  const syscall =
    typeof reason === 'object' && reason !== null && 'syscall' in reason ? reason.syscall : undefined;
  if (syscall === 'connect' || syscall === 'getaddrinfo') return true;
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'].includes(
    errorCode(reason) ?? '',
  );
}

/** The handshake failed over the certificate: trying again does not help, and nothing was sent. */
function isCertificate(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ERR_TLS_/.test(code);
}
