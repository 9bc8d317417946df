import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';

/** The frame of the panel; its content is the view's. Nothing loads but the extension's own files. */
export function page(webview: Webview, extension: Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const file = (name: string) => webview.asWebviewUri(Uri.joinPath(extension, 'out', name)).toString();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${file('runPanel.css')}" />
    <title>Run</title>
  </head>
  <body>
    <main id="panel"></main>
    <script nonce="${nonce}" src="${file('runPanel.js')}"></script>
  </body>
</html>`;
}
