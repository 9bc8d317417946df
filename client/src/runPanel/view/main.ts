import 'uplot/dist/uPlot.min.css';
import './panel.css';
import type { ComparedRun, FromView, Kept, ToView } from '../messages';
import { apply, isOver, type Run } from '../run';
import { unpackedRun } from '../snapshot';
import { thinned } from '../track';
import { Charts } from './charts';
import { Comparison } from './comparison';
import { latestX } from './curves';
import { make, setText } from './dom';
import { pngOf } from './export/png';
import { svgOf } from './export/svg';
import { FindingList } from './findings';
import { Header } from './header';
import { LayerTable } from './layers';
import { Pictures } from './pictures/pictures';
import { onThemeChange } from './theme';
import { summary } from './words';

/** Numbers that change more often than this cannot be read. */
const WORDS_MILLISECONDS = 250;
/** Twenty times a second is as fast as a curve needs to move. */
const DELTA_MILLISECONDS = 50;
/** Keeping the whole run is dear, so one that goes on is kept only this often. */
const KEEP_MILLISECONDS = 2000;
/** After drawing, the page rests so many times as long as that took: long runs must not make the editor slow. */
const REST = 4;
/** As many points of a curve are kept as are seen at a glance. */
const KEPT_POINTS = 1024;
/** A listener hears how it goes this often; the end at once. */
const SPEAK_MILLISECONDS = 15_000;

const code = acquireVsCodeApi<Kept>();
const send = (message: FromView) => code.postMessage(message);

// What was kept is drawn at once, so that a panel that comes back is never empty; the snapshot follows.
const kept = code.getState();
let uri = kept?.uri ?? '';
let file = kept?.file ?? '';
let run: Run | null = kept?.run ?? null;
let compared: readonly ComparedRun[] = [];
const choices = {
  logarithmic: kept?.logarithmic ?? false,
  smoothed: kept?.smoothed ?? true,
  metric: kept?.metric ?? null,
};

const charts = new Charts(choices, keep);
const layers = new LayerTable((line) => send({ type: 'reveal', line }));
const comparison = new Comparison(send);
const findings = new FindingList((line, column) => send({ type: 'reveal', line, column }));
const pictures = new Pictures();
const header = new Header(send);
const spoken = make('p', { class: 'spoken', 'aria-live': 'polite' });

/** Something to do at most once in a while, though asked for often; the last wish is never lost. */
function atMost(milliseconds: number, action: () => void): { soon: () => void; now: () => void } {
  let timer: number | undefined;
  let last = -Infinity;
  const now = () => {
    clearTimeout(timer);
    timer = undefined;
    last = performance.now();
    action();
  };
  return {
    now,
    soon: () => {
      timer ??= window.setTimeout(now, Math.max(0, last + milliseconds - performance.now()));
    },
  };
}

const words = atMost(WORDS_MILLISECONDS, () => {
  header.draw(run, file);
  layers.draw(run);
  findings.draw(run);
  comparison.draw(run, compared);
});
const speech = atMost(SPEAK_MILLISECONDS, () => setText(spoken, summary(run)));
const keeping = atMost(KEEP_MILLISECONDS, keep);

function keep(): void {
  code.setState({ uri, file, run: run && forKeeping(run), ...choices });
}

const forKeeping = (whole: Run): Run => ({
  ...whole,
  batches: thinned(whole.batches, KEPT_POINTS),
  epochs: thinned(whole.epochs, KEPT_POINTS),
  gradients: thinned(whole.gradients, KEPT_POINTS),
  updates: thinned(whole.updates, KEPT_POINTS),
});

let curves: number | undefined;
let rested = -Infinity;
let drawnAt = -Infinity;
let drawnTo = 0;
function drawCurves(): void {
  curves ??= window.setTimeout(
    () =>
      requestAnimationFrame(() => {
        curves = undefined;
        drawnAt = performance.now();
        drawnTo = run ? latestX(run) : 0;
        charts.draw(run, compared);
        pictures.draw(run);
        const now = performance.now();
        rested = now + REST * (now - drawnAt);
      }),
    Math.max(0, rested - performance.now()),
  );
}

/** Draws what is new, as soon as it is a column of pixels; less than that is seen in the figures alone. */
const drawGrowth = atMost(DELTA_MILLISECONDS, () => {
  const isWide = run === null || latestX(run) - drawnTo >= charts.columnWidth;
  if (isWide || performance.now() - drawnAt >= WORDS_MILLISECONDS) drawCurves();
  else drawGrowth.soon();
});

function drawEverything(): void {
  drawCurves();
  words.now();
  speech.now();
  keeping.now();
}

window.addEventListener('message', ({ data: message }: MessageEvent<ToView>) => {
  if (message.type === 'snapshot') {
    ({ file, uri } = message);
    run = message.run && unpackedRun(message.run);
    drawEverything();
    return;
  }
  if (message.type === 'compared') {
    compared = message.runs.map((other) => ({ ...other, run: unpackedRun(other.run) }));
    drawEverything();
    return;
  }
  if (message.type === 'export') {
    const content =
      run === null ? '' : message.format === 'svg' ? svgOf(run, compared, choices) : pngOf(run, charts.drawn);
    send({ type: 'exported', content });
    return;
  }
  const told = run?.id === message.run ? run : compared.find((other) => other.run.id === message.run)?.run;
  if (!told) return;
  const before = told.phase;
  for (const event of message.events) apply(told, event);
  if (told.phase !== before || isOver(told)) {
    drawEverything();
    return;
  }
  drawGrowth.soon();
  words.soon();
  speech.soon();
  keeping.soon();
});

document
  .getElementById('panel')!
  .append(
    header.element,
    make('div', { class: 'body' }, charts.element, pictures.element),
    comparison.element,
    findings.element,
    layers.element,
    spoken,
  );
onThemeChange(() => {
  charts.refresh();
  pictures.refresh();
  layers.refresh();
});
if (kept) drawEverything();
send({ type: 'ready' });
