import 'uplot/dist/uPlot.min.css';
import './panel.css';
import { apply, type Run } from '../../runPanel/run';
import { Charts, type Choices } from '../../runPanel/view/charts';
import { make, setText, show } from '../../runPanel/view/dom';
import { SurfaceView } from '../../runPanel/view/pictures/surface';
import { onThemeChange } from '../../runPanel/view/theme';
import type { Surface } from '../../training/events';
import { groupOf, type PlaygroundPicture } from '../controls';
import type { FromView, Kept, ToView } from '../messages';
import { ControlList } from './controlList';
import { Header } from './header';
import { NetworkView } from './network';

/** Numbers that change more often than this cannot be read. */
const WORDS_MILLISECONDS = 200;

const code = acquireVsCodeApi<Kept>();
const send = (message: FromView) => code.postMessage(message);
const set = (control: string, value: string) => send({ type: 'set', control, value });

let picture: PlaygroundPicture | null = null;
let run: Run | null = null;
let points: Surface | null = null;
let file = '';
let retrains = true;
const choices: Choices = { logarithmic: false, smoothed: true, metric: null };

const header = new Header(send);
const data = new ControlList('Data', set);
const training = new ControlList('Training', set);
const network = new NetworkView(set, (line) => send({ type: 'reveal', line }));
const surface = new SurfaceView();
const waiting = make('p', { class: 'waiting secondary' });
const charts = new Charts(choices, () => {});
const panel = document.getElementById('panel')!;

panel.append(
  header.element,
  training.element,
  make(
    'div',
    { class: 'stage' },
    data.element,
    network.element,
    make('section', { class: 'answer pictures' }, surface.element, waiting),
  ),
  charts.element,
);

function drawControls(): void {
  const isStale = picture?.isStale ?? false;
  panel.classList.toggle('stale', isStale);
  data.draw(groupOf(picture, 'data'), isStale, picture?.groups.find((group) => group.id === 'data')?.note ?? null);
  const network2 = groupOf(picture, 'network').filter((control) => control.id === 'activation');
  training.draw([...groupOf(picture, 'training').filter(({ id }) => id !== 'weights'), ...network2], isStale, null);
  network.draw(picture);
}

/** The pictures of the run, where it is one of the block that is shown. */
function drawRun(): void {
  const shown = run && (!picture?.train || run.train === picture.train) ? run : null;
  const learnt = shown?.pictures.surface?.picture;
  // Before anything is learnt there is what it is to be learnt from.
  const answer = learnt?.kind === 'surface' ? learnt : points;
  show(surface.element, answer !== null);
  show(waiting, answer === null);
  if (answer) surface.draw(answer);
  setText(
    waiting,
    shown?.started
      ? 'This network has no plane to show: its inputs follow from other than two columns. The curves tell how it learns.'
      : 'Press play to see what the network answers everywhere.',
  );
  const neurons = shown?.pictures.neurons?.picture;
  network.paint(neurons?.kind === 'neurons' ? neurons : null);
  charts.draw(shown);
}

const drawWords = () => header.draw(run, picture, file, retrains);

let frame: number | undefined;
function drawSoon(): void {
  frame ??= requestAnimationFrame(() => {
    frame = undefined;
    drawRun();
  });
}

let words: number | undefined;
function wordsSoon(): void {
  words ??= window.setTimeout(() => {
    words = undefined;
    drawWords();
  }, WORDS_MILLISECONDS);
}

window.addEventListener('message', ({ data: message }: MessageEvent<ToView>) => {
  switch (message.type) {
    case 'snapshot':
      ({ picture, run, points, file, retrains } = message);
      header.say(message.notice);
      code.setState({ uri: message.uri, train: picture?.train ?? null, retrains });
      drawControls();
      drawRun();
      drawWords();
      break;
    case 'controls':
      picture = message.picture;
      drawControls();
      drawWords();
      break;
    case 'points':
      points = message.points;
      drawRun();
      break;
    case 'notice':
      header.say(message.notice);
      drawWords();
      break;
    case 'events': {
      if (run?.id !== message.run) return;
      const before = run.phase;
      for (const event of message.events) apply(run, event);
      drawSoon();
      if (run.phase === before) wordsSoon();
      else drawWords();
      break;
    }
  }
});

onThemeChange(() => {
  charts.refresh();
  surface.refresh();
  network.refresh();
});
drawControls();
drawRun();
drawWords();
send({ type: 'ready' });
