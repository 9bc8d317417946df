// When something that the extension needs is not there.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { start, STARTING, steps, unavailable } from './lib/workbench.mjs';

const fixtures = path.join(path.dirname(fileURLToPath(import.meta.url)), 'fixtures');
const skip = await unavailable();

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
  const step = steps(() => workbench);
  before(async () => {
    const settings = { 'lspnn.dotnet.path': dotnet };
    workbench = await start({ folder: fixtures, file: 'lenet.nnet', settings });
  }, STARTING);
  after(async () => {
    await workbench?.stop();
    fs.rmSync(folder, { recursive: true });
  });

  step('a message says what is missing and offers it', async () => {
    const message = workbench.notification('needs the .NET runtime 10 or later');
    await message.waitFor({ timeout: 60_000 });
    await message.getByText('only 8.0.3').waitFor();
    await message.getByRole('button', { name: 'Get .NET 10' }).waitFor();
  });

  step('the status bar says so too', async () => {
    await workbench.page.locator('.statusbar-item.warning-kind', { hasText: 'nnet' }).waitFor();
  });
});

describe('in a folder that is not trusted', { skip }, () => {
  let workbench;
  const step = steps(() => workbench);
  before(async () => {
    const settings = { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never' };
    workbench = await start({ folder: fixtures, file: 'long.nnet', trust: true, settings });
  }, STARTING);
  after(() => workbench?.stop());

  step('shapes are shown', async () => {
    await workbench.hint('dense 16 activation=tanh', '16');
  });

  step('training asks for trust first', async () => {
    await workbench.clickLens('▶ Train here', { timeout: 60_000 });
    await workbench.notification('only in a folder that you trust').waitFor();
  });
});
