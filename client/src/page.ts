import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';

/** The frame of a panel; its content is the view's. */
export interface Page {
  /** The name of the view's script and style sheet in the extension's `out`. */
  readonly view: string;
  readonly title: string;
  /** A script of `out` that the view runs in a worker; the view finds its address in `data-worker`. */
  readonly worker?: string;
}

/** The HTML of a panel. Nothing loads but the extension's own files. */
export function page(webview: Webview, extension: Uri, { view, title, worker }: Page): string {
  const nonce = randomBytes(16).toString('base64');
  const file = (name: string) => webview.asWebviewUri(Uri.joinPath(extension, 'out', name)).toString();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    // A worker has to be of the page's own origin, which the extension's files are not: the view reads and wraps it.
    ...(worker ? [`connect-src ${webview.cspSource}`, 'worker-src blob:'] : []),
  ].join('; ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${file(`${view}.css`)}" />
    <title>${title}</title>
  </head>
  <body>
    <main id="panel"${worker ? ` data-worker="${file(worker)}"` : ''}></main>
    <script nonce="${nonce}" src="${file(`${view}.js`)}"></script>
  </body>
</html>`;
}
