import './panel.css';
import { make, setText, show } from '../../runPanel/view/dom';
import { onThemeChange } from '../../runPanel/view/theme';
import { apply, type Graph, type Place } from '../graph';
import type { ExportTheme, FromView, Kept, ToView } from '../messages';
import { drawBoxes, widths } from './boxes';
import { startElk } from './engine';
import { fileOf } from './file';
import { BOX_HEIGHT, FRAME_TITLE, layOut, type Layout, type Rect } from './layout';
import { measureOnPage, type Measure } from './measure';
import { columnId, drawNeurons, placeNeurons } from './neurons';
import { foldedAtFirst, idsAt, sceneOf, type Scene } from './scene';
import { Stage } from './stage';
import { styleOf, themeColours } from './style';
import { Toolbar } from './toolbar';
import { summary } from './words';

/** Keeping the graph is dear, so while someone types it is kept only this often. */
const KEEP_MILLISECONDS = 1000;
/** A listener hears of changes when typing pauses. */
const SPEAK_MILLISECONDS = 2000;

/** Circles bear being large, words do not. */
const LARGEST_NEURONS = 1.5;

const code = acquireVsCodeApi<Kept>();
const send = (message: FromView) => code.postMessage(message);

// What was kept is drawn at once, so that a panel that comes back is never empty; the graph of now follows.
const kept = code.getState();
let uri = kept?.uri ?? '';
let file = kept?.file ?? '';
let graph: Graph | null = kept?.graph ?? null;
let drawing = kept?.drawing ?? 'layers';
let camera = kept?.camera ?? null;
let chosenFolds: Readonly<Record<string, boolean>> = kept?.folds ?? {};
let notice: string | null = null;
let cursor: Place | null = null;

/** How frames began, which they keep while others come and go around them. */
let firstFolds = new Map<string, boolean>();
let measure: Measure = measureOnPage();
let laidOut: { readonly structure: string; readonly layout: Layout } | null = null;
let layingOut: string | null = null;
let scene: Scene | null = null;

const sheet = new CSSStyleSheet();
sheet.replaceSync(styleOf(themeColours));
document.adoptedStyleSheets = [sheet];

const panel = document.getElementById('panel')!;
const elk = startElk(panel.dataset['worker']!);

const stage = new Stage(
  {
    go: (id) => {
      const place = placeOf(id);
      if (place && place.line >= 0) send({ type: 'reveal', place });
    },
    fold: toggle,
    moved: (now) => {
      camera = now;
      keepSoon();
    },
  },
  camera,
);
const toolbar = new Toolbar({
  model: (name) => send({ type: 'model', model: name }),
  drawing: (kind) => {
    drawing = kind;
    stage.reset();
    camera = null;
    draw();
    keepSoon();
  },
  foldAll: (folded) => {
    chosenFolds = Object.fromEntries((graph?.frames ?? []).map((frame) => [frame.id, folded]));
    stage.reset();
    camera = null;
    draw();
    keepSoon();
  },
  zoom: (steps) => stage.zoomBy(steps),
  fit: () => stage.fit(),
  save: () => send({ type: 'export' }),
});
const empty = make('p', { class: 'empty secondary' });
const notices = make('div', { class: 'notices' });
const spoken = make('p', { class: 'spoken', 'aria-live': 'polite' });

let keeping: number | undefined;
function keepSoon(): void {
  keeping ??= window.setTimeout(() => {
    keeping = undefined;
    code.setState({ uri, file, graph, folds: chosenFolds, drawing, camera });
  }, KEEP_MILLISECONDS);
}

let speaking: number | undefined;
function speakSoon(): void {
  clearTimeout(speaking);
  speaking = window.setTimeout(() => setText(spoken, graph ? summary(graph) : ''), SPEAK_MILLISECONDS);
}

const neuronsShown = () => drawing === 'neurons' && (graph?.columns.length ?? 0) > 0;

function foldedNow(): ReadonlySet<string> {
  const folded = new Set<string>();
  if (!graph) return folded;
  let suggested: ReadonlySet<string> | undefined;
  for (const { id } of graph.frames) {
    if (!firstFolds.has(id)) firstFolds.set(id, (suggested ??= foldedAtFirst(graph)).has(id));
    if (chosenFolds[id] ?? firstFolds.get(id)) folded.add(id);
  }
  return folded;
}

function toggle(id: string): void {
  if (!graph?.frames.some((frame) => frame.id === id)) return;
  // What the reader points at stays under the pointer.
  stage.hold();
  chosenFolds = { ...chosenFolds, [id]: !foldedNow().has(id) };
  draw(id);
  keepSoon();
}

function placeOf(id: string): Place | undefined {
  if (neuronsShown()) {
    const index = graph!.columns.findIndex((_, each) => columnId(each) === id);
    const node = graph!.nodes.find((each) => each.id === graph!.columns[index]?.node);
    return node && withoutRest(node);
  }
  return [...(scene?.boxes ?? []), ...(scene?.frames ?? [])].find((part) => part.id === id)?.place;
}

const withoutRest = ({ line, character, uri: other }: Place): Place => ({
  line,
  character,
  ...(other === undefined ? {} : { uri: other }),
});

/** Draws what there is now. Only a new structure is laid out; new texts go where the old ones were. */
function draw(anchor: string | null = null): void {
  toolbar.draw(graph, file, neuronsShown() ? 'neurons' : 'layers');
  drawNotices();
  stage.label = graph ? summary(graph) : '';
  const hasNodes = graph !== null && graph.nodes.length > 0;
  show(empty, !hasNodes && notice === null && graph !== null);
  setText(empty, 'There is no model in this file yet. It begins with “model Name {” and an input such as “input 784”.');
  if (!hasNodes) {
    stage.clear();
    laidOut = null;
    scene = null;
    return;
  }
  if (neuronsShown()) {
    const { placed, layout } = placeNeurons(graph!.columns);
    stage.draw(drawNeurons(graph!, placed), layout, layout.boxes, anchor, LARGEST_NEURONS);
    light(false);
    return;
  }
  scene = sceneOf(graph!, foldedNow());
  if (laidOut?.structure === scene.structure) show_(scene, laidOut.layout, anchor);
  else void layOutAndDraw(anchor);
}

function show_(now: Scene, layout: Layout, anchor: string | null): void {
  stage.draw(drawBoxes(now, layout, measure), layout, partsOf(layout), anchor);
  // A block that was unfolded is wider than its box was.
  const unfolded = anchor === null ? undefined : layout.frames.get(anchor);
  if (unfolded) stage.uncover(unfolded);
  light(false);
}

async function layOutAndDraw(anchor: string | null): Promise<void> {
  const wanted = scene!;
  if (layingOut === wanted.structure) return;
  layingOut = wanted.structure;
  const layout = await layOut(await elk, wanted, widths(wanted, measure));
  if (layingOut === wanted.structure) layingOut = null;
  // Someone typed on meanwhile: texts may be newer, and a newer structure is on its way.
  if (scene?.structure !== wanted.structure || neuronsShown()) return;
  laidOut = { structure: wanted.structure, layout };
  show_(scene, layout, anchor);
}

/** Where the parts are that can be walked to; of a frame, its title. */
function partsOf(layout: Layout): ReadonlyMap<string, Rect> {
  return new Map([
    ...[...layout.frames].map(([id, rect]): [string, Rect] => [id, { ...rect, height: FRAME_TITLE }]),
    ...[...layout.boxes].map(([id, rect]): [string, Rect] => [id, { ...rect, height: BOX_HEIGHT }]),
  ]);
}

function light(follow: boolean): void {
  if (!graph || !cursor) return stage.light(new Set(), false);
  const ids = idsAt(graph, neuronsShown() ? new Set() : foldedNow(), cursor);
  if (!neuronsShown()) return stage.light(ids, follow);
  stage.light(
    new Set(graph.columns.flatMap((column, index) => (ids.has(column.node) ? [columnId(index)] : []))),
    follow,
  );
}

function drawNotices(): void {
  const rows: Node[] = [];
  if (notice) rows.push(make('p', {}, notice));
  for (const problem of graph?.problems.slice(0, 3) ?? [])
    rows.push(
      make(
        'button',
        { class: 'link problem', click: () => send({ type: 'reveal', place: withoutRest(problem) }) },
        make('span', { class: 'codicon codicon-error', 'aria-hidden': 'true' }),
        make('span', {}, `Line ${problem.line + 1}: ${problem.message.replaceAll('`', '')}`),
      ),
    );
  const more = (graph?.problems.length ?? 0) - 3;
  if (more > 0) rows.push(make('p', { class: 'secondary' }, `and ${more} more`));
  if (scene && scene.omitted > 0 && !neuronsShown())
    rows.push(
      make(
        'p',
        {},
        `Only the first ${scene.boxes.length.toLocaleString('en-US')} lines are drawn; ${scene.omitted.toLocaleString('en-US')} more are left out. Fold blocks, or put lines into blocks or a repeat, to see the whole model.`,
      ),
    );
  notices.replaceChildren(...rows);
  show(notices, rows.length > 0);
}

async function save(theme: ExportTheme): Promise<void> {
  if (!graph) return;
  if (neuronsShown()) {
    const { placed, layout } = placeNeurons(graph.columns);
    send({ type: 'svg', svg: fileOf(drawNeurons(graph, placed), layout, graph.model, theme) });
    return;
  }
  const now = sceneOf(graph, foldedNow());
  const layout = await layOut(await elk, now, widths(now, measure));
  send({ type: 'svg', svg: fileOf(drawBoxes(now, layout, measure), layout, graph.model, theme) });
}

window.addEventListener('message', ({ data: message }: MessageEvent<ToView>) => {
  switch (message.type) {
    case 'graph':
      if (message.uri !== uri || message.graph.model !== graph?.model) {
        const isOther = graph !== null;
        firstFolds = new Map();
        if (isOther) {
          chosenFolds = {};
          camera = null;
          stage.reset();
        }
      }
      ({ uri, file, graph } = message);
      notice = null;
      draw();
      break;
    case 'change': {
      const changed = graph && apply(graph, message.change);
      // The host asks for the whole graph when one is missed; it has seen the same changes.
      if (!changed) return;
      graph = changed;
      draw();
      break;
    }
    case 'notice':
      ({ uri, file, notice } = message);
      draw();
      break;
    case 'cursor':
      cursor = message.place;
      light(true);
      return;
    case 'export':
      void save(message.theme);
      return;
  }
  keepSoon();
  speakSoon();
});

panel.append(
  toolbar.element,
  notices,
  make('div', { class: 'window' }, stage.element as unknown as Node, empty),
  spoken,
);
onThemeChange(() => {
  measure = measureOnPage();
  if (graph) draw();
});
if (kept) draw();
send({ type: 'ready' });
