// The check of an export, entry by entry; the same steps and answers as anfu_verify.py.
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { Bad, Tree, checkInclusion, leafOf, same } from "./merkle";
import { type Checkpoint, type Key, fromBase64, openCheckpoint } from "./notes";

export interface Verdict {
  okTo: number;
  reason?: string;
  badAt?: number;
  badTo?: number;
  uncovered?: number;
}

interface Entry {
  index: number | null;
  stream: string;
  seq: number;
  digest: string;
  previous?: string;
  body?: string;
}

const GENESIS = "0".repeat(64);
type Heads = Map<string, [number, string]>;
const hashed = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

function checkBody(entry: Entry, before: [number, string]): void {
  const told = JSON.parse(entry.body!) as { stream: string; seq: number };
  if (entry.previous !== before[1]) throw new Bad("与上一条接不上");
  if (hashed(`${before[1]}\n${entry.body}`) !== entry.digest) throw new Bad("内容与校验码不符");
  if (told.stream !== entry.stream || told.seq !== entry.seq) throw new Bad("内容里写的不是这个位置");
}

function leafOfEntry(entry: Entry, place: number | null, heads: Heads): Uint8Array {
  if (typeof entry.stream !== "string" || typeof entry.digest !== "string" || !Number.isSafeInteger(entry.seq)) {
    throw new Bad("这一行读不了");
  }
  if (place !== null && entry.index !== place) {
    throw new Bad(`这里应是第 ${place} 个位置，写的是 ${entry.index}：有缺、有多或换了次序`);
  }
  const before = heads.get(entry.stream) ?? [0, GENESIS];
  heads.set(entry.stream, [entry.seq, entry.digest]);
  if (entry.seq !== before[0] + 1) {
    throw new Bad(`台账 ${entry.stream} 的上一条是第 ${before[0]} 条，这里却是第 ${entry.seq} 条`);
  }
  if (entry.body !== undefined) checkBody(entry, before);
  return leafOf(entry.stream, entry.seq, entry.digest);
}

function checkLeaves(points: Map<number, Checkpoint>, newest: number, leaves: Uint8Array): void {
  const tree = new Tree();
  for (let place = 0; leaves.length && place < newest; place += 1) {
    tree.append(leaves.slice(place * 32, place * 32 + 32));
    const point = points.get(tree.size);
    if (point && !same(tree.root(), point.root)) {
      throw new Bad(`leaves.bin 与大小为 ${tree.size} 的检查点不符：两者不是同一本账`);
    }
  }
}

export async function check(
  lines: AsyncIterable<string> | Iterable<string>,
  points: Map<number, Checkpoint>,
  leaves: Uint8Array = new Uint8Array(),
): Promise<Verdict> {
  const newest = Math.max(0, ...points.keys());
  checkLeaves(points, newest, leaves);
  const [tree, heads]: [Tree, Heads] = [new Tree(), new Map()];
  let [good, loose] = [0, 0];
  for await (const line of lines) {
    const place = tree.size + loose;
    // Without the leaf hashes only what a checkpoint has confirmed is known to be well.
    const [first, last] = leaves.length || place >= newest ? [place, undefined] : [good, place];
    const bad = (reason: string): Verdict => ({ okTo: first, reason, badAt: first, badTo: last });
    let leaf: Uint8Array;
    try {
      leaf = leafOfEntry(JSON.parse(line) as Entry, place < newest ? place : null, heads);
    } catch (why) {
      return bad(why instanceof Bad ? why.message : "这一行读不了");
    }
    if (place >= newest) {
      loose += 1;
      continue;
    }
    if (leaves.length && !same(leaf, leaves.slice(place * 32, place * 32 + 32))) return bad("与公布的摘要不符");
    tree.append(leaf);
    const point = points.get(tree.size);
    if (point && !same(tree.root(), point.root)) return bad("与检查点的根不符");
    if (point) good = tree.size;
  }
  if (tree.size < newest) {
    const [first, last] = leaves.length ? [tree.size, undefined] : [good, tree.size];
    const reason = `只到这里，而检查点说台账有 ${newest} 条：被截断，或退回到了旧的备份`;
    return { okTo: first, reason, badAt: first, badTo: last };
  }
  return { okTo: good, uncovered: loose };
}

interface Receipt {
  entry: Entry;
  proof: { index: number; checkpoint: string; path: string[] } | null;
}

// How many entries the checkpoint covers that covers this receipt's entry.
export function checkReceipt(text: string, key: Key): number {
  const { entry, proof } = JSON.parse(text) as Receipt;
  if (!proof) throw new Bad("这张回执里还没有证明：出具时检查点还没有盖住这一条");
  const point = openCheckpoint(proof.checkpoint, key);
  if (entry.body !== undefined && hashed(`${entry.previous}\n${entry.body}`) !== entry.digest) {
    throw new Bad("内容与校验码不符");
  }
  const leaf = leafOf(entry.stream, entry.seq, entry.digest);
  checkInclusion(proof.index, point.size, leaf, proof.path.map(fromBase64), point.root);
  return point.size;
}
