const DARK = 'dark';

/**
 * Colours the page as its reader's system does, and light for paper; calls back whenever that changes what canvases show. To be called
 * before anything reads a colour.
 */
export function followTheme(changed: () => void): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const wear = (printing: boolean) => {
    document.body.className = printing ? 'printing' : system.matches ? DARK : '';
    changed();
  };
  system.addEventListener('change', () => wear(false));
  window.addEventListener('beforeprint', () => wear(true));
  window.addEventListener('afterprint', () => wear(false));
  document.body.className = system.matches ? DARK : '';
}
