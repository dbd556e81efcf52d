// Builds everything that the browser gets into anfu/static/: scripts, styles, the icon sprite, the site's mark.
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { dirname, join } from "node:path";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../anfu/static");

async function bundle() {
  const shared = { outdir: out, bundle: true, minify: true, target: "es2022", legalComments: "linked", logLevel: "warning" };
  await esbuild.build({
    ...shared,
    format: "esm",
    entryPoints: {
      app: join(here, "src/app.ts"),
      charts: join(here, "src/charts.ts"),
      trust: join(here, "src/trust.ts"),
      style: join(here, "css/style.css"),
    },
    // Tabler's own style sheet carries its pictures as data: addresses.
    loader: { ".svg": "dataurl" },
  });
  // Runs before the first paint, so it is a plain script, not a module.
  await esbuild.build({ ...shared, format: "iife", entryPoints: { theme: join(here, "src/theme.ts") } });
}

async function symbol(name) {
  const path = join(here, "node_modules/@tabler/icons/icons/outline", `${name}.svg`);
  const svg = await readFile(path, "utf8").catch(() => {
    throw new Error(`icons.txt names ${name}, which @tabler/icons does not have`);
  });
  const body = svg
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace(/<\/svg>\s*$/, "")
    .replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`;
}

async function sprite() {
  const names = (await readFile(join(here, "icons.txt"), "utf8")).split("\n").map((line) => line.trim()).filter(Boolean);
  const symbols = await Promise.all([...new Set(names)].sort().map(symbol));
  await writeFile(join(out, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`);
}

// For letters as PDF: the server's own use, so it lies outside what browsers get.
async function fonts() {
  const target = join(here, "../anfu/fonts");
  await mkdir(target, { recursive: true });
  for (const weight of ["400Regular", "700Bold"]) {
    const name = `NotoSansSC_${weight}.ttf`;
    await copyFile(join(here, "node_modules/@expo-google-fonts/noto-sans-sc", weight, name), join(target, name));
  }
}

await mkdir(out, { recursive: true });
await Promise.all([bundle(), sprite(), fonts(), copyFile(join(here, "favicon.svg"), join(out, "favicon.svg"))]);
