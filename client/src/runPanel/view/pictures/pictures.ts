import type { Picture } from '../../../training/events';
import type { Run } from '../../run';
import { make, show } from '../dom';
import { ConfusionView } from './confusion';
import { FiltersView } from './filters';
import { ForecastView } from './forecast';
import { PassageView } from './passage';
import { ReconstructionView } from './reconstruction';
import { ScatterView } from './scatter';
import { SurfaceView } from './surface';
import type { PictureView } from './view';

/** Those of single layers stand in the rows of the layers instead, those of neurons in the playground. */
type Kind = Exclude<Picture['kind'], 'histograms' | 'neurons'>;

/** A view for every kind of picture, in the order in which they stand. */
const makers: { readonly [Each in Kind]: () => PictureView<Extract<Picture, { kind: Each }>> } = {
  surface: () => new SurfaceView(),
  reconstruction: () => new ReconstructionView(),
  confusion: () => new ConfusionView(),
  passage: () => new PassageView(),
  forecast: () => new ForecastView(),
  scatter: () => new ScatterView(),
  filters: () => new FiltersView(),
};

/** The pictures of the task: how the network solves it now. */
export class Pictures {
  readonly element = make('section', { class: 'pictures' });
  readonly #views = new Map<Kind, PictureView>();
  /** What is drawn, since the same picture need not be drawn again. */
  readonly #drawn = new Map<Kind, Picture>();

  draw(run: Run | null): void {
    const kinds = (Object.keys(makers) as Kind[]).filter((kind) => run?.pictures[kind]);
    show(this.element, kinds.length > 0);
    for (const kind of Object.keys(makers) as Kind[]) {
      const picture = run?.pictures[kind]?.picture;
      const view = this.#views.get(kind);
      if (view) show(view.element, picture !== undefined);
      if (!picture || this.#drawn.get(kind) === picture) continue;
      this.#drawn.set(kind, picture);
      (view ?? this.#add(kind)).draw(picture);
    }
  }

  refresh(): void {
    for (const view of this.#views.values()) view.refresh();
  }

  #add(kind: Kind): PictureView {
    const view = makers[kind]() as PictureView;
    this.#views.set(kind, view);
    // In the order of the kinds, whichever came first.
    const ordered = Object.keys(makers).flatMap((each) => this.#views.get(each as Kind)?.element ?? []);
    this.element.replaceChildren(...ordered);
    return view;
  }
}
