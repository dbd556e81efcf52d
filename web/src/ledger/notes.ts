// Signed notes and checkpoints (C2SP), with Ed25519 from an audited library: the browser's own needs a secure
// connection and is missing in older ones.
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { Bad, same } from "./merkle";

export interface Key {
  name: string;
  id: Uint8Array;
  public: Uint8Array;
}

export interface Checkpoint {
  size: number;
  root: Uint8Array;
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

export function readKey(text: string): Key {
  const [name = "", hexed = "", ...rest] = text.trim().split("+");
  let data: Uint8Array;
  try {
    data = fromBase64(rest.join("+"));
  } catch {
    throw new Bad("公钥读不了：要写成 名称+编号+公钥");
  }
  const id = sha256(concatBytes(utf8ToBytes(`${name}\n`), data)).slice(0, 4);
  if (data[0] !== 1 || data.length !== 33 || bytesToHex(id) !== hexed) throw new Bad("公钥的编号与公钥不符");
  return { name, id, public: data.slice(1) };
}

function signedBy(key: Key, text: string, line: string): boolean {
  const [dash, name, coded] = line.split(" ");
  if (dash !== "—" || name !== key.name || !coded) return false;
  try {
    const raw = fromBase64(coded);
    return same(raw.slice(0, 4), key.id) && ed25519.verify(raw.slice(4), utf8ToBytes(`${text}\n`), key.public, { zip215: false });
  } catch {
    return false;
  }
}

export function openCheckpoint(note: string, key: Key): Checkpoint {
  const cut = note.indexOf("\n\n");
  const text = cut < 0 ? note : note.slice(0, cut);
  const [origin, sized = "", coded = ""] = text.split("\n");
  if (!/^\d{1,15}$/.test(sized)) throw new Bad("检查点读不了");
  if (!note.slice(text.length).split("\n").some((line) => signedBy(key, text, line))) {
    throw new Bad(`大小为 ${sized} 的检查点不是这把钥匙签的`);
  }
  const found = { size: Number(sized), root: fromBase64(coded) };
  if (origin !== key.name || String(found.size) !== sized || found.size < 1 || found.root.length !== 32) {
    throw new Bad("检查点的来源、大小或根不对");
  }
  return found;
}

export function openCheckpoints(text: string, key: Key): Map<number, Checkpoint> {
  const found = new Map<number, Checkpoint>();
  const blocks = text.replaceAll("\r\n", "\n").replace(/^\n+|\n+$/g, "");
  for (const block of blocks ? blocks.split("\n\n\n") : []) {
    const point = openCheckpoint(`${block.replace(/^\n+|\n+$/g, "")}\n`, key);
    const known = found.get(point.size);
    if (known && !same(known.root, point.root)) {
      throw new Bad(`大小为 ${point.size} 的检查点有两个不同的根：台账给不同的人看了不同的样子`);
    }
    found.set(point.size, known ?? point);
  }
  return found;
}
