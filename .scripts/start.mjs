// npm start: from a fresh clone to a network that learns in the terminal.
import { join } from 'node:path';
import { build } from './build.mjs';
import { accent, bold, root, run, step } from './shell.mjs';

await build();
step('Training examples/spirals.nnet');
run(join(root, 'dist', 'nnet'), ['train', join('examples', 'spirals.nnet')]);
console.log(`
${bold('That was a network learning to tell two spirals apart.')} Its text is examples/spirals.nnet.
  ${accent('npm run vscode')}            open it in VS Code: shapes on every line, Train here, live curves
  ${accent('dist/nnet check FILE')}      find mistakes without training
  ${accent('dist/nnet summary FILE')}    layers, shapes, parameters
  ${accent('dist/nnet help')}            everything else`);
