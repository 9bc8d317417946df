import 'uplot/dist/uPlot.min.css';
import '../../runPanel/view/panel.css';
import './panel.css';
import { make, setText } from '../../runPanel/view/dom';
import { onThemeChange } from '../../runPanel/view/theme';
import type { FromView, Kept, ToView } from '../messages';
import { apply, type RateSearch } from '../search';
import { Header } from './header';
import { RateChart } from './chart';
import { summary } from './words';

/** A sweep draws a new curve with every event; more often than this nobody sees it. */
const DRAW_MILLISECONDS = 50;

const code = acquireVsCodeApi<Kept>();
const send = (message: FromView) => code.postMessage(message);

// What was kept is drawn at once, so that a panel that comes back is never empty; the snapshot follows.
let search: RateSearch | null = code.getState()?.search ?? null;

const header = new Header(send);
const chart = new RateChart();
const spoken = make('p', { class: 'spoken', 'aria-live': 'polite' });

let timer: number | undefined;
function draw(): void {
  timer = undefined;
  header.draw(search);
  chart.draw(search);
  if (search) code.setState({ search });
}

window.addEventListener('message', ({ data: message }: MessageEvent<ToView>) => {
  if (message.type === 'snapshot') search = message.search;
  else if (search?.id === message.search) for (const event of message.events) apply(search, event);
  timer ??= window.setTimeout(draw, DRAW_MILLISECONDS);
  // A listener hears the end; a hundred steps on the way would drown it.
  if (search?.phase !== 'trying') setText(spoken, summary(search));
});

document.getElementById('panel')!.append(header.element, chart.element, spoken);
onThemeChange(() => chart.refresh());
if (search) draw();
send({ type: 'ready' });
