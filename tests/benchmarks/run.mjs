// npm run bench: the figures of docs/benchmarks.md; `npm run bench -- training` runs the sections whose name contains the word.
const sections = { training: './training.mjs', editor: './editor.mjs' };

const wanted = process.argv.slice(2);
for (const [name, path] of Object.entries(sections)) {
  if (wanted.length === 0 || wanted.some((word) => name.includes(word))) {
    console.log(`\n## ${name}\n`);
    await (await import(path)).run();
  }
}
