import { Position, Selection, Uri, ViewColumn, window, workspace, type TextEditor } from 'vscode';

/** Puts the focus into a file, in the editor that shows it or else in the first group. */
export async function show(address: string): Promise<TextEditor> {
  const uri = Uri.parse(address);
  const open = window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri.toString());
  const document = open?.document ?? (await workspace.openTextDocument(uri));
  return window.showTextDocument(document, { viewColumn: open?.viewColumn ?? ViewColumn.One });
}

/** Puts the cursor into a file, in the editor that shows it or else in the first group. Line and character are 0-based. */
export async function reveal(address: string, line: number, character: number): Promise<void> {
  const uri = Uri.parse(address);
  const open = window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri.toString());
  const document = open?.document ?? (await workspace.openTextDocument(uri));
  const position = document.validatePosition(new Position(line, character));
  await window.showTextDocument(document, {
    viewColumn: open?.viewColumn ?? ViewColumn.One,
    selection: new Selection(position, position),
  });
}
