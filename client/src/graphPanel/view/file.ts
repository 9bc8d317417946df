import type { ExportTheme } from '../messages';
import { MARGIN } from './camera';
import type { Layout } from './layout';
import { fileColours, styleOf } from './style';
import { svg } from './svg';

/** A drawing as a file of its own, in fixed colours. */
export function fileOf(content: SVGGElement, layout: Layout, title: string, theme: ExportTheme): string {
  const colours = fileColours[theme];
  const [width, height] = [Math.ceil(layout.width + 2 * MARGIN), Math.ceil(layout.height + 2 * MARGIN)];
  for (const element of content.querySelectorAll('.handle')) element.remove();
  for (const element of content.querySelectorAll('[data-id], [data-fold], [role]'))
    for (const name of ['data-id', 'data-fold', 'role', 'aria-label', 'id']) element.removeAttribute(name);
  const picture = svg(
    'svg',
    { viewBox: `${-MARGIN} ${-MARGIN} ${width} ${height}`, width, height },
    svg('title', {}, title),
    svg('style', {}, styleOf(colours)),
    svg('rect', { x: -MARGIN, y: -MARGIN, width, height, fill: colours.background }),
    content,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture)}\n`;
}
