// npm run build: dist/nnet (the launcher), dist/server (the executable) and dist/lspnn.vsix (the extension).
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ask, dim, fail, installPackages, isWindows, requireTools, root, run, runCollecting, step } from './shell.mjs';

const dist = join(root, 'dist');
const server = join(dist, 'server');

/** Builds everything that a user starts. */
export async function build() {
  requireTools();
  installPackages();
  mkdirSync(dist, { recursive: true });
  step('Building the server');
  await publishServer();
  writeLauncher();
  step('Packing the extension');
  run('npm', ['run', '--silent', 'package', '--workspace', 'client']);
}

// ReadyToRun code starts in a third of the time; it needs a compiler package, so a machine that cannot have it still gets a server.
async function publishServer() {
  const rid =
    /^\s*RID:\s*(\S+)/m.exec(ask('dotnet', ['--info']) ?? '')?.[1] ?? fail('`dotnet --info` names no platform (RID).');
  const publish = (readyToRun) =>
    runCollecting('dotnet', [
      'publish',
      'server/Nnet/Nnet.csproj',
      '-c',
      'Release',
      '-r',
      rid,
      '--self-contained',
      'false',
      `-p:PublishReadyToRun=${readyToRun}`,
      '-p:DebugType=none',
      '-p:PublishDocumentationFiles=false',
      '-v',
      'quiet',
      '-o',
      server,
    ]);
  const { code, output } = await publish(true);
  if (code === 0) {
    return;
  }
  if (!/NU110[0-3].*crossgen/i.test(output)) {
    fail('The server could not be built; the messages above say why.');
  }
  console.log(dim('The ReadyToRun compiler cannot be had here: building without it, which starts more slowly.'));
  if ((await publish(false)).code !== 0) {
    fail('The server could not be built; the messages above say why.');
  }
}

function writeLauncher() {
  const shell = join(dist, 'nnet');
  writeFileSync(
    shell,
    `#!/bin/sh
# Starts nnet from any folder, also through a link to this file.
here=$0
while [ -h "$here" ]; do
  target=$(readlink "$here")
  case $target in /*) here=$target ;; *) here=\${here%/*}/$target ;; esac
done
case $here in */*) here=\${here%/*} ;; *) here=. ;; esac
exec "$here/server/nnet" "$@"
`,
  );
  chmodSync(shell, 0o755);
  if (isWindows) {
    writeFileSync(join(dist, 'nnet.cmd'), '@"%~dp0server\\nnet.exe" %*\r\n');
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await build();
}
