// The models of this folder, each sick in one way, and its healthy twin.
import { readdirSync, readFileSync } from 'node:fs';

const models = new URL('models/', import.meta.url);

/**
 * Every case. In a model's text `# finds: CODE` (or `CODE or CODE`) stands on each line that may be blamed, and
 * `# healthy: TEXT` behind what the healthy twin says otherwise: nothing where TEXT is empty, and a line more where
 * the comment stands alone.
 */
export function cases() {
  return readdirSync(models)
    .filter((name) => name.endsWith('.nnet'))
    .sort()
    .map((file) => {
      const sick = readFileSync(new URL(file, models), 'utf8');
      const expected = sick.split('\n').flatMap((line, i) => {
        const codes = /# finds: ([a-z0-9 -]+)/.exec(line);
        return codes
          ? codes[1]
              .trim()
              .split(' or ')
              .map((code) => ({ code, line: i + 1 }))
          : [];
      });
      return {
        name: file.replace('.nnet', ''),
        about: sick.split('\n')[0].slice(2),
        sick,
        healthy: heal(sick),
        expected,
      };
    });
}

function heal(text) {
  return text
    .split('\n')
    .map((line) => {
      const cure = /^(\s*).*healthy:(.*)$/.exec(line);
      return cure ? (cure[2].trim() ? cure[1] + cure[2].trim() : undefined) : line.replace(/\s*# finds:.*$/, '');
    })
    .filter((line) => line !== undefined)
    .join('\n');
}
