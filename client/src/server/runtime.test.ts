import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { findDotnet, runtimesOf, whatIsWrong } from './runtime';

const folder = mkdtempSync(join(tmpdir(), 'lspnn-dotnet-'));
after(() => rmSync(folder, { recursive: true }));

/** A `dotnet` that lists these runtimes. */
function dotnet(name: string, ...lines: string[]): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\ncat <<'END'\n${lines.join('\n')}\nEND\n`);
  chmodSync(file, 0o755);
  return file;
}

const base = (version: string) => `Microsoft.NETCore.App ${version} [/usr/share/dotnet/shared/Microsoft.NETCore.App]`;
const web = (version: string) => `Microsoft.AspNetCore.App ${version} [/usr/share/dotnet/shared/…]`;

test('only the base runtime counts', () => {
  assert.deepEqual(runtimesOf(`${web('10.0.1')}\n${base('8.0.3')}\r\n${base('10.0.1')}`), ['8.0.3', '10.0.1']);
});

test('runtime 10 or later is fine', async () => {
  assert.equal(await whatIsWrong(dotnet('ten', web('10.0.1'), base('10.0.1'))), undefined);
  assert.equal(await whatIsWrong(dotnet('eleven', base('11.0.0-preview.1'))), undefined);
});

test('an older runtime is named', async () => {
  assert.match(
    (await whatIsWrong(dotnet('old', base('8.0.3'), web('10.0.1'))))!,
    /needs the \.NET runtime 10.*only 8\.0\.3/,
  );
  assert.match((await whatIsWrong(dotnet('empty')))!, /has none/);
});

test('a dotnet that is not there or will not start is told apart', async () => {
  assert.match((await whatIsWrong(undefined))!, /no dotnet was found/);
  assert.match((await whatIsWrong(join(folder, 'absent')))!, /could not be started/);
});

test('a configured dotnet is taken as it is', () => {
  assert.equal(findDotnet('/opt/dotnet/dotnet'), '/opt/dotnet/dotnet');
});
