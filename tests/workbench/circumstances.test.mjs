// When something that the extension needs is not there.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { start, unavailable } from './lib/workbench.mjs';

const fixtures = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fixtures');
const skip = await unavailable();
const STARTING = { timeout: 180_000 };
const STEP = { timeout: 90_000 };

describe('without a .NET 10 runtime', { skip }, () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lspnn-old-dotnet-'));
  const dotnet = path.join(folder, 'dotnet');
  // Speaks like a dotnet that has only an older runtime.
  fs.writeFileSync(
    dotnet,
    `#!/bin/sh
if [ "$1" = --list-runtimes ]; then echo "Microsoft.NETCore.App 8.0.3 [/usr/share/dotnet]"; exit 0; fi
echo "You must install or update .NET to run this application." >&2
exit 150
`,
    { mode: 0o755 },
  );
  let workbench;
  before(async () => {
    const settings = { 'lspnn.dotnet.path': dotnet };
    workbench = await start({ folder: fixtures, file: 'lenet.nnet', settings });
  }, STARTING);
  after(async () => {
    await workbench?.stop();
    fs.rmSync(folder, { recursive: true });
  });

  test('a message says what is missing and offers it', STEP, async () => {
    const message = workbench.notification('needs the .NET runtime 10 or later');
    await message.waitFor({ timeout: 60_000 });
    await message.getByText('only 8.0.3').waitFor();
    await message.getByRole('button', { name: 'Get .NET 10' }).waitFor();
  });

  test('the status bar says so too', STEP, async () => {
    await workbench.page.locator('.statusbar-item.warning-kind', { hasText: 'nnet' }).waitFor();
  });
});

describe('in a folder that is not trusted', { skip }, () => {
  let workbench;
  before(async () => {
    const settings = { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' };
    workbench = await start({ folder: fixtures, file: 'long.nnet', trust: true, settings });
  }, STARTING);
  after(() => workbench?.stop());

  test('shapes are shown', STEP, async () => {
    await workbench.hint('dense 16 activation=tanh', '16');
  });

  test('training asks for trust first', STEP, async () => {
    await workbench.clickLens('▶ Train here', { timeout: 60_000 });
    await workbench.notification('only in a folder that you trust').waitFor();
  });
});
