import 'uplot/dist/uPlot.min.css';
import './page.css';
import type { RateFound } from '../trials/events';
import { changesBetween } from '../runHistory/lines';
import { runName } from '../runHistory/name';
import type { ComparedRun } from '../runPanel/messages';
import { Charts } from '../runPanel/view/charts';
import { Comparison } from '../runPanel/view/comparison';
import { make } from '../runPanel/view/dom';
import { FindingList } from '../runPanel/view/findings';
import { LayerTable } from '../runPanel/view/layers';
import { Pictures } from '../runPanel/view/pictures/pictures';
import { summary } from '../runPanel/view/words';
import { circumstancesOf, figuresOf } from './figures';
import { foldsOf, type FoldsDone } from './folds';
import { headingOf } from './heading';
import { Rates } from './rates';
import { runOf, type RunRecord } from './record';
import { Source } from './source';
import { followTheme } from './theme';

const more = JSON.parse(document.getElementById('more')?.textContent ?? '{}') as More;
const [record, ...others] = JSON.parse(document.getElementById('runs')!.textContent) as [RunRecord, ...RunRecord[]];
const run = runOf(record);
const compared = others.map((other): ComparedRun => ({
  name: runName(other.name, new Date(other.created), new Date(record.created)),
  run: runOf(other),
  changes: other.trained === null || record.trained === null ? null : changesBetween(other.trained, record.trained),
  isBeside: false,
}));

/** What there is beside runs. */
interface More {
  readonly folds?: FoldsDone | null;
  readonly rates?: RateFound | null;
}

followTheme(() => {
  charts.refresh();
  pictures.refresh();
  layers.refresh();
  rates?.refresh();
});
const source = new Source(record.text, run.findings);
const charts = new Charts({ logarithmic: false, smoothed: true, metric: null }, () => {});
const pictures = new Pictures();
const comparison = new Comparison(() => {});
const findings = new FindingList((line) => source.reveal(line));
const layers = new LayerTable((line) => source.reveal(line));
const figures = figuresOf(run, record.keptEpoch);
const folds = more.folds ? foldsOf(more.folds) : null;
const rates = more.rates ? new Rates(more.rates) : null;

const beside = make('div', { class: 'beside' }, charts.element, comparison.element, findings.element);
if (figures && !folds) beside.append(figures);

document
  .getElementById('panel')!
  .replaceChildren(
    headingOf(run, record.damagedLines),
    ...(folds ? [folds] : []),
    make('div', { class: 'body' }, beside, pictures.element),
    ...(rates ? [rates.element] : []),
    layers.element,
    source.element,
    circumstancesOf(run, record),
    make('p', { class: 'spoken' }, summary(run)),
  );

pictures.draw(run);
charts.draw(run, compared);
comparison.draw(run, compared);
findings.draw(run);
layers.draw(run);
rates?.draw();
