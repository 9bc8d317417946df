import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** The runtime that the server is built for; a later one runs it too. */
export const RUNTIME_MAJOR = 10;

const run = promisify(execFile);
const executable = process.platform === 'win32' ? 'dotnet.exe' : 'dotnet';

/** The `dotnet` that will be started: the configured one, or the first that exists where it usually is. */
export function findDotnet(configured: string): string | undefined {
  if (configured) return expandHome(configured);
  return usualFolders()
    .map((folder) => join(folder, executable))
    .find((file) => existsSync(file));
}

/** Why the server cannot start with this `dotnet`, in a sentence; undefined where the runtime is there. */
export async function whatIsWrong(dotnet: string | undefined): Promise<string | undefined> {
  const needed = `LspNN needs the .NET runtime ${RUNTIME_MAJOR} or later`;
  if (!dotnet) return `${needed}, and no dotnet was found on this computer.`;
  let listed: string;
  try {
    listed = (await run(dotnet, ['--list-runtimes'], { timeout: 15_000 })).stdout;
  } catch (error) {
    return `${needed}, but "${dotnet}" could not be started: ${(error as Error).message.split('\n')[0]}`;
  }
  const versions = runtimesOf(listed);
  if (versions.some((version) => Number.parseInt(version) >= RUNTIME_MAJOR)) return undefined;
  return `${needed}, and "${dotnet}" has ${versions.length === 0 ? 'none' : `only ${versions.join(', ')}`}.`;
}

/** The versions of the base runtime in what `dotnet --list-runtimes` printed. */
export const runtimesOf = (listed: string): string[] =>
  [...listed.matchAll(/^Microsoft\.NETCore\.App (\S+)/gm)].map((match) => match[1]!);

function usualFolders(): string[] {
  const { DOTNET_ROOT, PATH = '', ProgramFiles = 'C:\\Program Files' } = process.env;
  const usual =
    process.platform === 'win32'
      ? [join(ProgramFiles, 'dotnet')]
      : ['/usr/local/share/dotnet', '/usr/share/dotnet', '/usr/lib/dotnet', '/opt/homebrew/bin', '/snap/bin'];
  return [DOTNET_ROOT ?? '', ...PATH.split(delimiter), join(homedir(), '.dotnet'), ...usual].filter(Boolean);
}

const expandHome = (path: string) => (path.startsWith('~/') ? join(homedir(), path.slice(2)) : path);
