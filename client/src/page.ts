import { randomBytes } from 'node:crypto';
import { Uri, type Webview, type WebviewPanel } from 'vscode';

/** The frame of a panel; its content is the view's. */
export interface Page {
  /** The name of the view's script and style sheet in the extension's `out`. */
  readonly view: string;
  readonly title: string;
  /** A script of `out` that the view runs in a worker; the view finds its address in `data-worker`. */
  readonly worker?: string;
}

/** What a panel answers to. */
export interface Presence<FromView> {
  /** The name of its icons, without theme. */
  readonly icon: 'graph' | 'run';
  readonly receive: (message: FromView) => void;
  /** A hidden view is thrown away: nothing is to be sent until it is made again and asks. */
  readonly hidden: () => void;
  readonly closed: () => void;
}

/** Gives a panel its icon and its view, and listens to both. */
export function present<FromView>(
  panel: WebviewPanel,
  extension: Uri,
  content: Page,
  { icon, receive, hidden, closed }: Presence<FromView>,
): void {
  panel.iconPath = {
    light: Uri.joinPath(extension, `icons/${icon}-light.svg`),
    dark: Uri.joinPath(extension, `icons/${icon}-dark.svg`),
  };
  panel.webview.options = { enableScripts: true, localResourceRoots: [Uri.joinPath(extension, 'out')] };
  panel.webview.onDidReceiveMessage(receive);
  panel.onDidChangeViewState(() => {
    if (!panel.visible) hidden();
  });
  panel.onDidDispose(() => {
    hidden();
    closed();
  });
  panel.webview.html = page(panel.webview, extension, content);
}

/** The HTML of a panel. Nothing loads but the extension's own files. */
function page(webview: Webview, extension: Uri, { view, title, worker }: Page): string {
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
