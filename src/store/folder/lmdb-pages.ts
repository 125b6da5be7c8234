import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/**
 * How LMDB's file lies on disk (mdb.c of lmdb 3.5: MDB_page, MDB_meta, MDB_db, MDB_node, MDB_ovpage; 64 bits, little-endian).
 *
 *   page    0 number · 8 txnid · 18 flags · 20 end of offsets, 22 begin of nodes, or 20 count of overflow pages · 24 offsets or data
 *   head    24 magic · 28 version · 40 size of map · 48 free tree · 96 main tree · 144 last page · 152 txnid      pages 0 and 1
 *   tree    0 page size (of the free tree) · 4 flags · 6 depth · 8 branches · 16 leaves · 24 overflow · 32 entries · 40 root
 *   node    0 size of data or page below · 4 flags or the rest of the page below · 6 size of key · 8 key, data
 */
const HEAD = 24;
const MAGIC = 0xbeefc0de;
const VERSION = 2;
const headBytes = 168;
const nodeBytes = 8;
const [BRANCH, LEAF, OVERFLOW, META] = [1, 2, 4, 8];
/** Of a node: its data lies on overflow pages. Trees in trees and doubled keys, the other flags, are not used. */
const BIG_DATA = 1;
/** Of the free tree: its keys are numbers. */
const INTEGER_KEYS = 0x08;
/**
 * Flags of the file, which are stored with those of the free tree: it has no folder of its own, and earlier versions let
 * syncs overlap.
 */
const FILE_FLAGS = 0x5000;
const NO_PAGE = 0xffff_ffff_ffff_ffffn;
const leastPageBytes = 512;
const mostPageBytes = 65_536;
/** More than any disk holds; a larger size is noise. */
const mostBytes = 2 ** 44;
const freeKeyBytes = 8;
/**
 * How often the file may change while it is checked. Where it changes more often, another process has it open, so it is
 * whole.
 */
const LOOKS = 8;

/**
 * Whether LMDB can read a file. LMDB maps the file into memory and trusts it: a page that is missing or points anywhere ends
 * the process. So this checks the structure of each page that the newest head can reach; it does not check values. Another
 * process may write to the file meanwhile.
 */
export function isWholeLmdb(path: string): boolean {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    for (let look = 0; look < LOOKS; look += 1) {
      const before = newestHead(file);
      if (before !== undefined && new Walk(file, before).isWhole()) return true;
      // The pages of a state are reused once there are two newer ones: where the head has changed, look again.
      if (newestHead(file)?.txnid === before?.txnid) return false;
    }
    return true;
  } finally {
    closeSync(file);
  }
}

interface Tree {
  readonly flags: number;
  readonly depth: number;
  readonly branches: bigint;
  readonly leaves: bigint;
  readonly overflow: bigint;
  readonly entries: bigint;
  readonly root: bigint;
}

interface HeadPage {
  readonly pageBytes: number;
  readonly lastPage: number;
  readonly txnid: bigint;
  readonly free: Tree;
  readonly main: Tree;
}

/**
 * The newer of the two heads, which have to be consecutive; transaction N writes head N % 2. Undefined where a head is
 * invalid.
 */
function newestHead(file: number): HeadPage | undefined {
  const first = headAt(file, 0);
  const second = first === undefined ? undefined : headAt(file, first.pageBytes);
  if (first === undefined || second === undefined || second.pageBytes !== first.pageBytes) return undefined;
  const isNew = first.txnid === 0n && second.txnid === 0n;
  const apart = first.txnid - second.txnid;
  const inRow = first.txnid % 2n === 0n && (apart === 1n || apart === -1n);
  if (!isNew && !inRow) return undefined;
  return first.txnid >= second.txnid ? first : second;
}

function headAt(file: number, at: number): HeadPage | undefined {
  const bytes = Buffer.alloc(headBytes);
  if (readSync(file, bytes, 0, headBytes, at) < headBytes) return undefined;
  const isHead = bytes.readUInt16LE(18) === META && bytes.readUInt32LE(HEAD) === MAGIC;
  const pageBytes = bytes.readUInt32LE(48);
  const isPageSize = pageBytes >= leastPageBytes && pageBytes <= mostPageBytes;
  if (!isHead || bytes.readUInt32LE(28) !== VERSION || !isPageSize) return undefined;
  if (Number(bytes.readBigUInt64LE(40)) > mostBytes) return undefined;
  const lastPage = Number(bytes.readBigUInt64LE(144));
  if (lastPage < 1 || lastPage * pageBytes > mostBytes) return undefined;
  const txnid = bytes.readBigUInt64LE(152);
  return { pageBytes, lastPage, txnid, free: treeAt(bytes, 48), main: treeAt(bytes, 96) };
}

function treeAt(bytes: Buffer, at: number): Tree {
  return {
    flags: bytes.readUInt16LE(at + 4),
    depth: bytes.readUInt16LE(at + 6),
    branches: bytes.readBigUInt64LE(at + 8),
    leaves: bytes.readBigUInt64LE(at + 16),
    overflow: bytes.readBigUInt64LE(at + 24),
    entries: bytes.readBigUInt64LE(at + 32),
    root: bytes.readBigUInt64LE(at + 40),
  };
}

/** What was found of a tree, to be compared with what its head says. */
interface Count {
  branches: number;
  leaves: number;
  overflow: number;
  entries: number;
}

/** Everything that one head can reach. */
class Walk {
  readonly #file: number;
  readonly #head: HeadPage;
  readonly #bytes: number;
  /** Pages found so far, used or free: none is both, and none is used twice. */
  readonly #met = new Set<number>([0, 1]);
  #free = 0;

  constructor(file: number, head: HeadPage) {
    this.#file = file;
    this.#head = head;
    this.#bytes = fstatSync(file).size;
  }

  isWhole(): boolean {
    const { free, main, lastPage, pageBytes } = this.#head;
    if ((free.flags & ~FILE_FLAGS) !== INTEGER_KEYS || main.flags !== 0) return false;
    const freed: Buffer[] = [];
    if (!this.#isTree(main) || !this.#isTree(free, freed)) return false;
    // Only free pages may lie behind the end of the file.
    return (
      freed.every((list) => this.#isFree(list)) && (lastPage + 1 - this.#free) * pageBytes <= this.#bytes
    );
  }

  #isTree(tree: Tree, freed?: Buffer[]): boolean {
    const { root, depth, branches, leaves, overflow, entries } = tree;
    const count = { branches: 0, leaves: 0, overflow: 0, entries: 0 };
    const isThere = root === NO_PAGE ? depth === 0 : depth > 0 && this.#isPage(root, depth, count, freed);
    return (
      isThere &&
      BigInt(count.branches) === branches &&
      BigInt(count.leaves) === leaves &&
      BigInt(count.overflow) === overflow &&
      BigInt(count.entries) === entries
    );
  }

  /** Whether a page of a tree and all below it are valid. */
  #isPage(number: bigint, depth: number, count: Count, freed: Buffer[] | undefined): boolean {
    const page = this.#read(number, this.#head.pageBytes);
    const isLeaf = depth === 1;
    if (page === undefined || page.readUInt16LE(18) !== (isLeaf ? LEAF : BRANCH)) return false;
    const [lower, upper] = [page.readUInt16LE(20), page.readUInt16LE(22)];
    if (lower % 2 !== 0 || lower > upper || HEAD + upper > page.length) return false;
    count[isLeaf ? 'leaves' : 'branches'] += 1;
    if (lower === 0) return false;
    for (let at = HEAD; at < HEAD + lower; at += 2) {
      const start = HEAD + page.readUInt16LE(at);
      if (start < HEAD + upper || start + nodeBytes > page.length) return false;
      const node = page.subarray(start);
      if (nodeBytes + node.readUInt16LE(6) > node.length) return false;
      const isNode = isLeaf
        ? this.#isEntry(node, count, freed)
        : this.#isPage(BigInt(node.readUIntLE(0, 6)), depth - 1, count, freed);
      if (!isNode) return false;
    }
    return true;
  }

  #isEntry(node: Buffer, count: Count, freed: Buffer[] | undefined): boolean {
    const [size, flags, keyBytes] = [node.readUInt32LE(0), node.readUInt16LE(4), node.readUInt16LE(6)];
    const data = node.subarray(nodeBytes + keyBytes);
    count.entries += 1;
    if (keyBytes === 0 || (freed !== undefined && keyBytes !== freeKeyBytes)) return false;
    if (flags === 0) {
      freed?.push(Buffer.from(data.subarray(0, size)));
      return size <= data.length;
    }
    if (flags !== BIG_DATA || data.length < 24) return false;
    const pages = Math.floor((HEAD - 1 + size) / this.#head.pageBytes) + 1;
    const wanted = freed === undefined ? HEAD : HEAD + size;
    const start = this.#read(data.readBigUInt64LE(0), wanted, pages);
    if (start === undefined || start.readUInt16LE(18) !== OVERFLOW || start.readUInt32LE(20) !== pages)
      return false;
    if (Number(data.readBigUInt64LE(16)) !== pages) return false;
    count.overflow += pages;
    freed?.push(start.subarray(HEAD));
    return true;
  }

  /**
   * Whether a list of free pages is valid: how many numbers it has, and each a page, a negative length of those from the
   * next one on, or 0 for none.
   */
  #isFree(list: Buffer): boolean {
    if (list.length < 8 || list.length % 8 !== 0) return false;
    const count = Number(list.readBigUInt64LE(0));
    if ((count + 1) * 8 > list.length) return false;
    let length = 1;
    for (let at = 8; at <= count * 8; at += 8) {
      const entry = Number(list.readBigInt64LE(at));
      if (entry < -this.#head.lastPage) return false;
      if (entry > 0 && !this.#meet(entry, length)) return false;
      if (entry > 0) this.#free += length;
      length = entry < 0 ? -entry : 1;
    }
    return true;
  }

  /** The first bytes of a page that further pages of the same value follow; undefined where it is missing or invalid. */
  #read(number: bigint, bytes: number, pages = 1): Buffer | undefined {
    const { pageBytes } = this.#head;
    const page = Number(number);
    if (!this.#meet(page, pages) || (page + pages) * pageBytes > this.#bytes) return undefined;
    const buffer = Buffer.alloc(bytes);
    if (readSync(this.#file, buffer, 0, bytes, page * pageBytes) < bytes) return undefined;
    // LMDB would write to a page that is newer than the head where it lies.
    const isOld = buffer.readBigUInt64LE(8) <= this.#head.txnid;
    return isOld && buffer.readBigUInt64LE(0) === number ? buffer : undefined;
  }

  /** False where a page is not of the file, or was found before. */
  #meet(page: number, pages: number): boolean {
    if (page < 2 || page + pages - 1 > this.#head.lastPage) return false;
    for (let each = page; each < page + pages; each += 1) {
      if (this.#met.has(each)) return false;
      this.#met.add(each);
    }
    return true;
  }
}
