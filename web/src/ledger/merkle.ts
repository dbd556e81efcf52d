// RFC 9162 hashing, in step with anfu_verify.py.
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

export class Bad extends Error {}

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export const leafHash = (data: Uint8Array): Uint8Array => sha256(concatBytes(LEAF, data));
const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(concatBytes(NODE, left, right));

export function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

// The right edge of a growing tree: enough to append and to give the root.
export class Tree {
  size = 0;
  private edge: Uint8Array[] = [];

  append(leaf: Uint8Array): void {
    this.edge.push(leaf);
    this.size += 1;
    for (let size = this.size; size % 2 === 0; size /= 2) {
      const right = this.edge.pop()!;
      this.edge.push(nodeHash(this.edge.pop()!, right));
    }
  }

  root(): Uint8Array {
    const last = this.edge.at(-1);
    if (!last) throw new Bad("空树没有根");
    return this.edge.slice(0, -1).reduceRight((root, left) => nodeHash(left, root), last);
  }
}

export function checkInclusion(index: number, size: number, leaf: Uint8Array, proof: Uint8Array[], root: Uint8Array): void {
  if ([leaf, root, ...proof].some((each) => each.length !== 32)) throw new Bad("摘要不是 32 字节");
  if (!(Number.isSafeInteger(index) && index >= 0 && index < size)) throw new Bad("位置不在树里");
  let [at, last, found] = [index, size - 1, leaf];
  const up = () => ([at, last] = [Math.floor(at / 2), Math.floor(last / 2)]);
  for (const step of proof) {
    if (last === 0) throw new Bad("证明太长");
    if (at % 2 || at === last) {
      found = nodeHash(step, found);
      while (at % 2 === 0 && at) up();
    } else {
      found = nodeHash(found, step);
    }
    up();
  }
  if (last || !same(found, root)) throw new Bad("证明不通向这个根");
}

export const leafOf = (stream: string, seq: number, digest: string): Uint8Array =>
  leafHash(utf8ToBytes(`anfu-ledger-v1\n${stream}\n${seq}\n${digest}\n`));
