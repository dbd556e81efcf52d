// Runs the browser's verifier over cases in a file; prints its verdicts.
import { readFileSync } from "node:fs";
import { check } from "../../../web/src/ledger/check";
import { Bad } from "../../../web/src/ledger/merkle";
import { openCheckpoints, readKey } from "../../../web/src/ledger/notes";

const cases = JSON.parse(readFileSync(process.argv[2], "utf8"));
const verdicts = [];
for (const { lines, points, leaves, key } of cases) {
  try {
    const found = await check(lines, openCheckpoints(points, readKey(key)), Uint8Array.from(Buffer.from(leaves, "hex")));
    verdicts.push({ okTo: found.okTo, badAt: found.badAt ?? null, badTo: found.badTo ?? null, reason: found.reason ?? null });
  } catch (why) {
    if (!(why instanceof Bad)) throw why;
    verdicts.push(why.message);
  }
}
console.log(JSON.stringify(verdicts));
