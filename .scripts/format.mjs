// npm run format: C# by dotnet format, everything else by prettier. `--check` only says what would change.
import { run } from './shell.mjs';

const check = process.argv.includes('--check');
run('npx', ['prettier', check ? '--check' : '--write', '--log-level', 'warn', '.']);
run('dotnet', ['format', 'LspNN.sln', ...(check ? ['--verify-no-changes'] : []), '-v', 'quiet']);
