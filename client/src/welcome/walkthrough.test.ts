import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';

const client = new URL('../../../', import.meta.url);
const { contributes } = JSON.parse(fs.readFileSync(new URL('package.json', client), 'utf8')) as {
  contributes: {
    commands: { command: string }[];
    languages: { id: string }[];
    walkthroughs: {
      steps: {
        id: string;
        description: string;
        media: { image?: Record<string, string>; markdown?: string; altText?: string };
        completionEvents: string[];
      }[];
    }[];
  };
};
const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
const commands = new Set(contributes.commands.map(({ command }) => command));

test('the buttons of the walkthrough run commands that there are', () => {
  const linked = steps.flatMap(({ description }) =>
    [...description.matchAll(/\]\(command:([\w.]+)\)/g)].map(([, command]) => command),
  );
  assert.ok(linked.length >= 4);
  for (const command of linked) assert.ok(commands.has(command!), command);
});

test('every step is done by something that happens', () => {
  for (const { id, completionEvents } of steps) {
    assert.ok(completionEvents.length > 0, id);
    for (const event of completionEvents) {
      const [kind, name] = event.split(':');
      if (kind === 'onCommand') assert.ok(commands.has(name!), event);
      else assert.ok(kind === 'onLanguage' && contributes.languages.some((language) => language.id === name), event);
    }
  }
});

// The build copies the pictures of the README, which the workbench tests take, and the folder of the walkthrough.
test('every step has something to look at', () => {
  for (const { id, media } of steps) {
    const files = media.markdown ? [media.markdown] : Object.values(media.image ?? {});
    assert.ok(files.length > 0, id);
    for (const file of files) {
      const place = file.endsWith('.png') ? file.replace(/^walkthrough\//, '../docs/images/') : file;
      assert.ok(fs.existsSync(new URL(place, client)), `${id}: ${file}`);
    }
    assert.ok(media.markdown ?? media.altText, `${id}: what the picture shows`);
  }
});

test('no step has the name of another', () => {
  assert.equal(new Set(steps.map(({ id }) => id)).size, steps.length);
});
