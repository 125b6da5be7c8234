// The store of a project as one file that only who has the key can read or make: what is kept in a pipeline is open to
// everybody who may read the repository.
//
//   magic ‖ salt ‖ nonce ‖ tag ‖ AES-256-GCM(gzip(list of files ‖ their bytes))
//
// The key comes from the secret by HKDF. The tag also covers which store it is and which run made it, so that neither the store of
// another environment nor a copy of an old one opens in its place.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const MAGIC = Buffer.from('interform-sealed-store/1\n');
const saltBytes = 32;
/** NIST SP 800-38D. */
const nonceBytes = 12;
const tagBytes = 16;
/** What `openssl rand -hex 16` gives has more; a password has less. */
const leastKeyCharacters = 20;
/** Far above any store; a seal that opens is ours, so this only ends what is broken. */
const mostBytes = 2 ** 30;

/** All of a store that is handed on. Not `locks/`: it belongs to one machine. Not LMDB's table of readers, which it makes anew. */
const HANDED_ON = /^(?:format\.json|records\.mdb|runs\/\w[\w-]*\.jsonl)$/;

/** Why a secret is none to seal with; undefined for a good one. */
export function weakKey(secret) {
  // GitLab leaves the name of a variable that is not set.
  if (/^\$\{?\w+\}?$/.test(secret)) return 'the key of the store names a variable that is not set';
  return secret.length < leastKeyCharacters
    ? `the key of the store has fewer than ${leastKeyCharacters} characters`
    : undefined;
}

/** Seals the files of a folder; without one, the word that a run has begun. `of` names the store and the run that makes it. */
export function seal(folder, { secret, of }) {
  const files = folder === undefined || !existsSync(folder) ? [] : filesOf(folder);
  const list = files.map(({ path, bytes }) => ({ path, bytes: bytes.length }));
  const plain = gzipSync(
    Buffer.concat([Buffer.from(`${JSON.stringify(list)}\n`), ...files.map(({ bytes }) => bytes)]),
  );
  const [salt, nonce] = [randomBytes(saltBytes), randomBytes(nonceBytes)];
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret, salt), nonce).setAAD(Buffer.from(of));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([MAGIC, salt, nonce, cipher.getAuthTag(), sealed]);
}

/** Makes the folder of a store from what the apply before sealed, and says what came of it; a `warning` where it is not there now. */
export function takeOver(bytes, folder, key) {
  if (existsSync(folder)) return { said: 'a store is here already, and it is the one that is used' };
  const files = open(bytes, key);
  if (files === undefined)
    return {
      said: 'the store of the apply before does not open: it was sealed with another key, or it is not what that apply made. This one begins without it',
      warning: true,
    };
  if (files.length === 0)
    return {
      said: 'the apply before left no store: it did not get as far, or its runner was lost. This one begins without it',
      warning: true,
    };
  writeStore(files, folder);
  return { said: `took over the store of the apply before: ${files.length} files` };
}

/** The files that were sealed, none for the word that a run has begun; undefined where the seal does not open. */
function open(bytes, { secret, of }) {
  const [salt, nonce, tag, sealed] = cut(bytes, [MAGIC.length, saltBytes, nonceBytes, tagBytes]).slice(1);
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC) || tag.length !== tagBytes) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret, salt), nonce, { authTagLength: tagBytes })
    .setAAD(Buffer.from(of))
    .setAuthTag(tag);
  let packed;
  try {
    packed = Buffer.concat([decipher.update(sealed), decipher.final()]);
  } catch {
    return undefined;
  }
  const plain = gunzipSync(packed, { maxOutputLength: mostBytes });
  const end = plain.indexOf('\n');
  const list = JSON.parse(plain.subarray(0, end).toString('utf8'));
  if (list.some(({ path }) => !HANDED_ON.test(path))) return undefined;
  const parts = cut(
    plain.subarray(end + 1),
    list.map((one) => one.bytes),
  );
  return list.map(({ path }, index) => ({ path, bytes: parts[index] }));
}

/** At once, and for its owner only. */
function writeStore(files, folder) {
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  for (const { path, bytes } of files) {
    mkdirSync(dirname(join(partial, path)), { recursive: true, mode: 0o700 });
    writeFileSync(join(partial, path), bytes, { mode: 0o600 });
  }
  renameSync(partial, folder);
}

function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) => HANDED_ON.test(path))
    .sort()
    .map((path) => ({ path, bytes: readFileSync(join(folder, path)) }));
}

/** Parts of these lengths, and what is left. */
function cut(bytes, lengths) {
  const parts = [];
  let rest = bytes;
  for (const length of lengths) {
    parts.push(rest.subarray(0, length));
    rest = rest.subarray(length);
  }
  return [...parts, rest];
}

function keyOf(secret, salt) {
  return Buffer.from(hkdfSync('sha256', secret, salt, 'interform-sealed-store/1', 32));
}
